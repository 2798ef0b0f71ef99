"""Panels: points filled in without a mark, and figures that are not what they say."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from forecasts.flaws import KNOWN, mark_interpolated, without_flaws


def panel(values: list[float], first: int = 2000) -> pl.DataFrame:
    n = len(values)
    return pl.DataFrame(
        {
            "unique_id": ["a"] * n, "year": range(first, first + n), "value": values,
            "panel": "made_up", "indicator": "gdp", "interp": [False] * n,
        },
        schema_overrides={"year": pl.Int32},
    )  # fmt: skip


def marked(values: list[float]) -> list[bool]:
    return mark_interpolated(panel(values))["interp"].to_list()


def test_a_straight_line_between_two_figures_is_marked():
    # 40.1234 and 70.4531 are figures, the two between them a third of the way each.
    values = [33.0417, 40.1234, 50.2333, 60.3432, 70.4531, 72.9004]
    assert marked(values) == [False, False, True, True, False, False]


def test_a_geometric_line_is_marked_from_two_points_on():
    ratio = (81.5522 / 41.1031) ** (1 / 3)
    inner = [round(41.1031 * ratio**k, 4) for k in (1, 2)]
    assert marked([30.2012, 41.1031, *inner, 81.5522, 83.0071])[2:4] == [True, True]


def test_round_numbers_and_still_series_are_not_interpolated():
    assert not any(marked([5000.0, 6000.0, 7000.0, 8000.0]))
    assert not any(marked([12.5, 12.6, 12.7, 12.8]))
    assert not any(marked([31.4159, 31.4159, 31.4159]))


def test_a_gap_is_no_line():
    frame = panel([10.1234, 20.2345, 30.3456]).with_columns(year=pl.Series([2000, 2001, 2005]))
    assert not mark_interpolated(frame)["interp"].any()


@given(st.lists(st.floats(1.0, 1e6), min_size=3, max_size=12))
def test_ends_are_never_marked_and_marks_never_lost(values):
    frame = panel(values).with_columns(interp=pl.arange(0, len(values)) == 1)
    found = mark_interpolated(frame)["interp"]
    assert not found[0] and found[1]
    assert not found[-1] or len(values) == 2


def test_figures_that_are_not_what_they_say_are_dropped():
    flaw = KNOWN[0]
    frame = panel([1.0, 2.0, 3.0, 4.0], first=flaw.last - 1).with_columns(
        panel=pl.lit(flaw.panel), indicator=pl.lit(flaw.indicator)
    )
    assert without_flaws(frame)["year"].to_list() == [flaw.last + 1, flaw.last + 2]
    assert without_flaws(frame.with_columns(panel=pl.lit("other"))).height == 4
