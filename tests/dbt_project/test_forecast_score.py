"""Past forecasts against what came, on made-up vintages."""

from __future__ import annotations

import re

import duckdb
import polars as pl
import pytest

from forecasts import scores
from warehouse.paths import SOURCE_TREE

MODEL = SOURCE_TREE / "dbt_project" / "models" / "marts" / "forecast_score.sql"
QUANTILES = ("p025", "p10", "p25", "p50", "p75", "p90", "p975")
BAND = (80.0, 90.0, 95.0, 100.0, 105.0, 111.0, 125.0)


def _scored(
    forecasts: list[dict], actuals: list[dict], runs: list[tuple[str, str]]
) -> pl.DataFrame:
    con = duckdb.connect()
    columns = ", ".join(f"{name} double" for name in QUANTILES)
    con.execute(
        "create table forecast_history (run_id varchar, area_id varchar, indicator_id varchar, "
        f"year integer, as_of date, kind varchar, {columns}, unit varchar, n_obs integer, "
        "method varchar)"
    )
    con.execute(
        "create table indicator_year (area_id varchar, indicator_id varchar, year integer, "
        "value double, low double, high double, basis varchar, known_at date, "
        "observation_id varchar)"
    )
    con.execute("create table run (run_id varchar, started timestamp)")
    for row in forecasts:
        row = {
            "run_id": "00001",
            "area_id": "north",
            "indicator_id": "gdp",
            "year": 2021,
            "as_of": "2020-12-31",
            "kind": "forecast",
            **dict(zip(QUANTILES, BAND, strict=True)),
            "unit": "CNY",
            "n_obs": 3,
            "method": "m",
            **row,
        }
        marks = ", ".join("?" for _ in row)
        con.execute(
            f"insert into forecast_history ({', '.join(row)}) values ({marks})", [*row.values()]
        )
    for row in actuals:
        row = {
            "area_id": "north",
            "indicator_id": "gdp",
            "year": 2021,
            "value": 100.0,
            "basis": "reported",
            "known_at": "2022-04-01",
            "observation_id": "o",
            **row,
        }
        row = {"low": row["value"] - 0.5, "high": row["value"] + 0.5, **row}
        marks = ", ".join("?" for _ in row)
        con.execute(
            f"insert into indicator_year ({', '.join(row)}) values ({marks})", [*row.values()]
        )
    con.executemany("insert into run values (?, ?)", runs)
    query = re.sub(r"{{ ref\('(\w+)'\) }}", r"\1", MODEL.read_text(encoding="utf-8"))
    return con.sql(query + " order by all").pl()


RUN = [("00001", "2021-01-02")]


def test_a_hit_and_a_miss():
    frame = _scored(
        [{}, {"area_id": "south"}],
        [{"value": 104.0}, {"area_id": "south", "value": 150.0}],
        RUN,
    )
    hit, miss = frame.to_dicts()
    assert (hit["error"], hit["horizon"], hit["is_ahead"]) == (-4.0, 1, True)
    assert hit["error_pct"] == pytest.approx(100 * (100 / 104 - 1))
    assert (hit["in50"], hit["in80"], hit["in95"]) == (True, True, True)
    assert (miss["in50"], miss["in80"], miss["in95"]) == (False, False, False)
    assert miss["wis_log"] > hit["wis_log"]


def test_the_scores_are_those_of_the_backtest():
    values = [60.0, 85.0, 93.0, 99.0, 108.0, 120.0, 300.0]
    frame = _scored(
        [{"area_id": f"a{n}"} for n in range(len(values))],
        [{"area_id": f"a{n}", "value": value} for n, value in enumerate(values)],
        RUN,
    )
    expected = scores.score(
        frame.with_columns(value=pl.col("actual"), scale=pl.lit(1.0)).drop("smape")
    )
    for ours, theirs in (
        ("smape", "smape"),
        ("wis_log", "wis"),
        ("interval_score95", "msis95"),
        ("in50", "coverage50"),
        ("in80", "coverage80"),
        ("in95", "coverage95"),
    ):
        assert frame[ours].cast(pl.Float64).to_list() == pytest.approx(expected[theirs].to_list())


@pytest.mark.parametrize(
    "actual",
    [
        {"known_at": "2020-12-31"},
        {"known_at": None},
        {"basis": "derived"},
        {"high": None},
        {"high": float("inf")},
        {"value": 0.0},
        {"value": -3.0},
        {"year": 2022},
    ],
    ids=[
        "known before",
        "undated",
        "derived",
        "a bound",
        "no end",
        "zero",
        "negative",
        "other year",
    ],
)
def test_what_is_no_actual_of_a_forecast(actual):
    assert _scored([{}], [actual], RUN).is_empty()


def test_actual_rows_are_no_forecasts_and_nowcasts_are():
    assert _scored([{"kind": "actual"}], [{}], RUN).is_empty()
    frame = _scored([{"kind": "nowcast", "as_of": "2021-08-31"}], [{}], RUN)
    assert frame["horizon"].to_list() == [0]


def test_the_last_run_from_an_as_of_date_has_the_last_word():
    frame = _scored(
        [
            {"run_id": "00001"},
            {"run_id": "00002", "p50": 101.0},
            {"run_id": "00003", "as_of": "2021-06-30"},
        ],
        [{}],
        [("00001", "2021-01-02"), ("00002", "2021-02-02"), ("00003", "2022-08-01")],
    ).sort("run_id")
    assert frame["is_latest_run"].to_list() == [False, True, True]
    # The third was made after the actual had been published, from data of before.
    assert frame["is_ahead"].to_list() == [True, True, False]
    assert [str(day) for day in frame["made_on"]] == ["2021-01-02", "2021-02-02", "2022-08-01"]


def test_a_band_that_reaches_zero_is_left_out_not_an_error():
    assert _scored([{"p025": 0.0}], [{}], RUN).is_empty()
