"""What is wrong with the training panels, and how such points are kept out.

Two kinds: figures that are not what the series says (dropped), and points that a compiler filled
in between two others without saying so (marked `interp`: such a point holds the future, so that
it may be neither a target of a test nor the last point of a history).
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

#: A straight line through three printed figures is no chance where each step is this many units
#: of the last printed digit: among the city panel's 44,000 triples 950 unmarked ones lie within
#: two units of a line, and eight within two to four.
LEAST_STEP_UNITS = 1000
#: Most decimals that a panel prints, and most zeros that rounding leaves at the end.
DECIMALS = range(6, -10, -1)


@dataclass(frozen=True)
class Flaw:
    """Years (inclusive) of one indicator of one panel that are dropped, with the reason."""

    panel: str
    indicator: str
    first: int
    last: int
    reason: str


KNOWN = (
    Flaw(
        "cn_prov", "tax", 1900, 2006,
        "all budget revenue, not tax alone: the sum over provinces is that of the budgets, and "
        "2007 'grows' by 0 % between +20 % and +21 %",
    ),
    Flaw(
        "cn_city", "fixed_investment", 2018, 2100,
        "no longer published and filled in as a constant times GDP: the ratio of 2017 is repeated",
    ),
)  # fmt: skip


def without_flaws(frame: pl.DataFrame) -> pl.DataFrame:
    """Drop what KNOWN names and mark what was interpolated.

    frame: unique_id, year, value, panel, indicator, interp. Returns its columns, sorted by series
    and year.
    """
    known = pl.lit(False)
    for flaw in KNOWN:
        known = known | (
            (pl.col("panel") == flaw.panel)
            & (pl.col("indicator") == flaw.indicator)
            & pl.col("year").is_between(flaw.first, flaw.last)
        )
    return mark_interpolated(frame.filter(~known))


def mark_interpolated(frame: pl.DataFrame) -> pl.DataFrame:
    """Set `interp` where a point lies on a line between its neighbours, too exactly for chance.

    Linear: the point is the mean of the years before and after, within the rounding of the printed
    digits. Geometric: two such points in a row are the geometric mean of their neighbours (one
    alone happens by chance in integers). frame: unique_id, year, value, interp; returned sorted.
    """
    series, value = "unique_id", pl.col("value")
    frame = frame.sort(series, "year").with_columns(_decimals=_decimals(value))
    before, after = value.shift(1).over(series), value.shift(-1).over(series)
    near = pl.col("_decimals")
    decimals = pl.max_horizontal(near, near.shift(1).over(series), near.shift(-1).over(series))
    unit = pl.lit(10.0) ** (-decimals.cast(pl.Float64))
    year = pl.col("year")
    inside = (year.shift(-1).over(series) - year.shift(1).over(series)) == 2
    long_steps = (after - before).abs() >= 2 * LEAST_STEP_UNITS * unit
    # Neighbours that were filled in are rounded as well: two units in all.
    linear = (before + after - 2 * value).abs() <= 2.01 * unit
    geometric = ((before * after).sqrt() - value).abs() <= 1.01 * unit
    frame = frame.with_columns(
        _linear=(inside & long_steps & linear).fill_null(False),
        _geometric=(inside & long_steps & geometric & (value > 0)).fill_null(False),
    )
    alone = pl.col("_geometric")
    in_a_row = alone & (
        alone.shift(1).over(series).fill_null(False) | alone.shift(-1).over(series).fill_null(False)
    )
    return frame.with_columns(interp=pl.col("interp") | pl.col("_linear") | in_a_row).drop(
        "_decimals", "_linear", "_geometric"
    )


def _decimals(value: pl.Expr) -> pl.Expr:
    """Decimals with which a value was printed; negative where it ends in zeros."""
    found = pl.lit(DECIMALS[0])
    for decimals in DECIMALS[1:]:
        scale = 10.0**decimals
        same = ((value * scale).round() / scale - value).abs() <= 1e-11 * value.abs()
        found = pl.when(same).then(pl.lit(decimals)).otherwise(found)
    return found
