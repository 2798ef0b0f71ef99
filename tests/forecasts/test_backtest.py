"""The rolling-origin table."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from forecasts import backtest_table, panel_backtest
from forecasts.backtest import SCHEMA
from forecasts.scores import score


@pytest.fixture(scope="module")
def measured(frames, province):
    return backtest_table(frames.annual(province), frames.breaks([]), frames.areas)


def test_every_history_length_and_horizon_is_measured(measured):
    ours = measured.filter(pl.col("method") == "zhibiao")
    assert set(ours["history_length"]) == {"1", "2", "3", "5", "10", "all"}
    assert set(ours["horizon"]) == {1, 2, 3, 4, 5}
    assert measured.columns == [*SCHEMA, "scope"]
    n = ours.filter((pl.col("history_length") == "3") & (pl.col("horizon") == 1))["n"][0]
    assert n == 16, "19 years, origins from the third to the last but one"


def test_steady_growth_is_forecast_well_after_ten_years(measured):
    row = measured.filter(
        (pl.col("method") == "zhibiao") & (pl.col("history_length") == "10")
        & (pl.col("horizon") == 1)
    ).row(0, named=True)  # fmt: skip
    assert row["smape"] < 3.0
    assert row["coverage95"] == 1.0


def test_no_series_gives_an_empty_table(frames):
    got = backtest_table(frames.annual([]), frames.breaks([]), frames.areas)
    assert got.is_empty()
    assert got.columns == [*SCHEMA, "scope"]


def test_figures_beyond_a_break_are_not_compared(frames, province):
    got = backtest_table(
        frames.annual(province), frames.breaks([("henan", "gdp", 2020)]), frames.areas
    )
    one = got.filter((pl.col("method") == "zhibiao") & (pl.col("history_length") == "1")).sort(
        "horizon"
    )
    assert one["n"].to_list() == [17, 15, 13, 11, 10], "2005-2019 and 2020-2023 apart"


def test_scores_by_hand():
    frame = pl.DataFrame(
        {
            "value": [2.0], "scale": [0.1], "p025": [0.5], "p10": [1.0], "p25": [1.0],
            "p50": [1.0], "p75": [1.5], "p90": [2.0], "p975": [4.0],
        }
    )  # fmt: skip
    got = score(frame).row(0, named=True)
    assert got["smape"] == pytest.approx(200 / 3)
    assert got["scaled_error"] == pytest.approx(6.931, abs=1e-3)
    assert (got["coverage50"], got["coverage80"], got["coverage95"]) == (0.0, 1.0, 1.0)
    assert got["msis95"] == pytest.approx(20.79, abs=1e-2)


def test_an_origin_sees_the_figures_that_stood_then(frames):
    """The figure of 2021 was first published as 2e10 and is 1e10 by now."""
    now = frames.annual(
        [("city", "gdp", "gdp", "city", y, 1e10 * 1.05 ** (y - 2021)) for y in range(2018, 2023)]
    )
    then = now.filter(pl.col("year") <= 2021).with_columns(
        pl.when(pl.col("year") == 2021).then(2 * pl.col(c)).otherwise(pl.col(c)).alias(c)
        for c in ("value", "low", "high")
    )
    vintages = then.with_columns(known_on=pl.lit(date(2022, 12, 31)))
    breaks = frames.breaks([])

    def error(**kwargs) -> dict[int, float]:
        got = backtest_table(now, breaks, frames.areas, horizon=1, **kwargs)
        one = got.filter((pl.col("method") == "zhibiao") & (pl.col("history_length") == "1"))
        return one["smape"].item(), one["n"].item()

    assert error() == error(vintages=vintages.clear())
    (today, n), (replayed, m) = error(), error(vintages=vintages)
    assert n == m == 4
    # Of four origins one forecast 2.1e10 where 1.05e10 came: 67 % of sMAPE in the mean of four.
    assert replayed - today == pytest.approx(66.7 / 4, abs=3)


def test_the_stored_measurement_on_held_out_cities():
    held = panel_backtest()
    assert held.columns == [*SCHEMA, "scope"]
    ours = held.filter(pl.col("method") == "zhibiao")
    assert ours["n"].min() > 100
    pooled = ours.select((pl.col("coverage95") * pl.col("n")).sum() / pl.col("n").sum()).item()
    assert 0.90 <= pooled <= 0.99


def test_a_large_panel_is_measured_on_a_part_of_it_the_same_each_time(frames, monkeypatch):
    monkeypatch.setattr("forecasts.backtest.MAX_SERIES", 3)
    rows = [
        (
            f"county_{number}",
            "gdp",
            "gdp",
            "county",
            year,
            1e9 * 1.05 ** (year - 2015) * (1 + number / 10),
        )
        for number in range(8)
        for year in range(2015, 2020)
    ]
    annual = frames.annual(rows)
    once = backtest_table(annual, frames.breaks([]), frames.areas)
    again = backtest_table(annual.reverse(), frames.breaks([]), frames.areas)
    first = once.filter(
        (pl.col("method") == "zhibiao") & (pl.col("history_length") == "1")
        & (pl.col("horizon") == 1)
    )  # fmt: skip
    assert first["n"].to_list() == [3 * 4]
    assert once.equals(again)
