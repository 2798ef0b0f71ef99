"""Rolling-origin evaluation on a panel, with the series under test held out of the training."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import polars as pl

from forecasts.panel import PanelError, checked_panel, forecast_panel
from forecasts.prior import Prior
from forecasts.scores import INTERVALS, log_steps, score, summarise

HISTORY_LENGTHS: tuple[int | None, ...] = (1, 2, 3, 5, 10, None)
#: What 'all' counts as where history lengths are compared.
ALL_YEARS = 20
#: Share of outcomes that a 95 % band shall hold even from the roughest origin of the panel.
ROUGHEST = 0.88
#: A forecaster takes (series under test, horizon, cutoff, max_history, reference panel) and
#: returns unique_id, year and the quantile columns.
Forecaster = Callable[[pl.DataFrame, int, int, int | None, pl.DataFrame], pl.DataFrame]


def half_of(name: str) -> int:
    """0 or 1 for an area, always the same: the halves that are trained and tested in turn."""
    return hashlib.sha256(name.encode()).digest()[0] % 2


def split_by_area(panel: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Two halves of a panel by area, so that no area is in both."""
    half = pl.col("area").map_elements(half_of, return_dtype=pl.Int64)
    marked = panel.with_columns(half=half)
    return tuple(marked.filter(pl.col("half") == k).drop("half") for k in (0, 1))


def rolling_origin(
    tested: pl.DataFrame,
    reference: pl.DataFrame,
    forecaster: Forecaster,
    origins: Sequence[int],
    lengths: Sequence[int | None] = HISTORY_LENGTHS,
    horizon: int = 3,
) -> pl.DataFrame:
    """Scored forecasts of every series, origin, history length and horizon.

    A filled-in point (`interp`) is neither the last point of a history nor a target. `scale` is
    the mean absolute log step of the whole series.
    """
    true = tested.filter(~pl.col("interp") & (pl.col("value") > 0))
    scale = log_steps(true.select("unique_id", "year", "value"), "unique_id")
    parts = []
    for origin in origins:
        at_origin = true.filter(pl.col("year") == origin)["unique_id"]
        subject = true.filter(pl.col("unique_id").is_in(at_origin.to_list()))
        outcome = subject.filter(pl.col("year").is_between(origin + 1, origin + horizon))
        if outcome.is_empty():
            continue
        known = subject.filter(pl.col("year") <= origin)
        seen = reference.filter(pl.col("year") <= origin)
        for length in lengths:
            forecast = forecaster(known, horizon, origin, length, seen)
            parts.append(
                outcome.select("unique_id", "year", "value")
                .join(forecast.drop("cutoff", strict=False), on=["unique_id", "year"])
                .join(scale, on="unique_id")
                .with_columns(
                    origin=pl.lit(origin, pl.Int32),
                    horizon=(pl.col("year") - origin).cast(pl.Int32),
                    history_length=pl.lit("all" if length is None else str(length)),
                )
            )
    if not parts:
        raise PanelError("no origin of the evaluation has a year after it in the panel")
    return score(pl.concat(parts))


def ours(priors: dict[str, Prior], family: str) -> Forecaster:
    """This package's forecaster with given priors."""

    def run(
        series: pl.DataFrame,
        horizon: int,
        cutoff: int,
        max_history: int | None,
        reference: pl.DataFrame,
    ) -> pl.DataFrame:
        return forecast_panel(
            series, horizon, cutoff, max_history, reference, family=family, priors=priors
        )

    return run


def spread_factors(
    scored: pl.DataFrame, strength: float = 0.7, floor: float = ROUGHEST
) -> dict[int, list[list[float]]]:
    """Calibration: history length -> horizon -> factors on the 50, 80, 95 % bands.

    A factor is the quantile of (error / distance of the band's end from the median), so that the
    band times the factor covers what it says. All areas share each origin's luck and the origins
    are few: `strength` takes only a part of the correction (in logs). The 95 % band is stretched
    until it holds `floor` of the outcomes at the origin where it held fewest (to three years).
    'all' counts as 20 years.
    """
    y, middle = pl.col("value").log(), pl.col("p50").log()
    out = {}
    for (length,), part in scored.group_by("history_length", maintain_order=True):
        rows = []
        part = part.with_columns(
            (
                (y - middle)
                / (pl.when(y > middle).then(pl.col(high)).otherwise(pl.col(low)).log() - middle)
            ).alias(f"ratio{nominal}")
            for nominal, (low, high) in INTERVALS.items()
        )
        roughest = (
            part.filter(pl.col("horizon") <= 3)
            .group_by("origin")
            .agg(pl.col("ratio0.95").quantile(floor, "linear"))["ratio0.95"]
            .max()
        )
        for (_,), ahead in part.sort("horizon").group_by("horizon", maintain_order=True):
            factors = [
                float(ahead[f"ratio{nominal}"].quantile(nominal, "linear")) ** strength
                for nominal in INTERVALS
            ]
            factors[-1] = max(factors[-1], float(roughest))
            rows.append(factors)
        out[ALL_YEARS if length == "all" else int(length)] = rows
    return out


def table(scored: pl.DataFrame, indicator: str, method: str, level: str) -> pl.DataFrame:
    """Summary in the columns of the `backtest` table."""
    named = scored.with_columns(
        indicator_id=pl.lit(indicator), level=pl.lit(level), method=pl.lit(method)
    )
    return summarise(named, ["indicator_id", "level", "history_length", "horizon", "method"])


def backtest_panel(
    frame: pl.DataFrame,
    origins: Sequence[int] | None = None,
    lengths: Sequence[int | None] = HISTORY_LENGTHS,
    horizon: int = 3,
    reference: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Rolling-origin accuracy on any panel (columns as in forecast_panel) with the shipped priors.

    origins: by default the last ten years that leave a year to compare with. reference: anchors
    the forecasts (default: the panel's other series, as far as each history reaches). Returns the
    columns of the `backtest` table by family, all series under the level 'panel'.
    """
    panel = checked_panel(frame)
    last = int(panel["year"].max())
    first = int(panel["year"].min())
    chosen = range(max(first + 1, last - 10), last) if origins is None else origins
    tables = []
    for (family,), part in panel.group_by("family", maintain_order=True):

        def run(
            series: pl.DataFrame,
            horizon: int,
            cutoff: int,
            max_history: int | None,
            seen: pl.DataFrame,
        ) -> pl.DataFrame:
            given = None if reference is None else reference.filter(pl.col("year") <= cutoff)
            return forecast_panel(series, horizon, cutoff, max_history, given)

        scored = rolling_origin(part, part, run, chosen, lengths, horizon)
        tables.append(table(scored, str(family), "zhibiao", "panel"))
    return pl.concat(tables)
