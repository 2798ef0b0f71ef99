"""`zhibiao score`: how past forecasts turned out, from the table in the published file."""

from __future__ import annotations

import json
import shutil

import pytest
from typer.testing import CliRunner

from warehouse.cli import app
from warehouse.paths import Project
from warehouse.read import connect, connect_to_write

SCORES = """
insert into main.forecast_score by name
    select '00001-20260101T000001Z' as run_id, 'jiefang' as area_id, 'gdp' as indicator_id,
        (2020 + h)::integer as year, date '2020-12-31' as as_of, 'forecast' as kind,
        h::integer as horizon, 'm' as method, 3 as n_obs, 'CNY' as unit, 1e10 as p50,
        1.1e10 as actual, -1e9 as error, -9.0 - h as error_pct, 9.5 as smape, false as in50,
        h = 1 as in80, true as in95, 0.3 as interval_score50, 0.4 as interval_score80,
        0.5 as interval_score95, 0.1 as wis_log, true as is_ahead, r = 2 as is_latest_run
    from range(1, 3) as t(h), range(1, 3) as u(r)
"""


def _call(project, *arguments):
    result = CliRunner().invoke(
        app, [*arguments, "--project", str(project.root)], env={"COLUMNS": "220"}
    )
    return result


@pytest.fixture
def scored(run, altered, project):
    run(builder=altered(SCORES.replace("'00001-20260101T000001Z'", "'0000' || r")))
    return project


def test_averages_by_group(scored):
    rows = json.loads(_call(scored, "score", "--format", "json").stdout)
    assert [(row["indicator_id"], row["horizon"], row["n"]) for row in rows] == [
        ("gdp", 1, 1),
        ("gdp", 2, 1),
    ]
    assert [row["in_80_pct"] for row in rows] == [100.0, 0.0]
    (row,) = json.loads(_call(scored, "score", "--by", "level", "--format", "json").stdout)
    assert (row["level"], row["n"], row["n_ahead"], row["in_95_pct"]) == ("district", 2, 2, 100.0)
    assert row["median_abs_error_pct"] == 10.5


def test_rows_runs_and_filters(scored):
    assert len(json.loads(_call(scored, "score", "--rows", "--format", "json").stdout)) == 2
    every = _call(scored, "score", "--rows", "--all-runs", "--area", "解放区", "--format", "json")
    assert len(json.loads(every.stdout)) == 4
    none = _call(scored, "score", "--indicator", "tax_revenue")
    assert "nothing to score" in none.stdout


@pytest.mark.parametrize("by", ["", "nonsense", "area,area", "area;year"])
def test_groups_that_are_none(scored, by):
    result = _call(scored, "score", "--by", by)
    assert result.exit_code == 2
    assert "indicator,horizon" in result.stderr


def test_scores_are_about_runs_and_not_part_of_the_content(run, altered):
    with_scores = altered(SCORES.replace("'00001-20260101T000001Z'", "'0000' || r"))
    assert run().counts.content_hash == run(builder=with_scores, force=True).counts.content_hash


@pytest.mark.slow
def test_a_forecast_of_an_earlier_run_is_scored_by_the_next(published, tmp_path):
    root = tmp_path / "project"
    shutil.copytree(published.parents[1], root, symlinks=True)
    project = Project(root=root, data=root / "data")
    # What an earlier run said of 2023, as of the end of 2021.
    with connect_to_write(tmp_path / "made-up.duckdb") as connection:
        connection.execute(f"attach '{published.resolve()}' as published (read_only)")
        connection.execute(
            "copy (select * replace (2023 as year, date '2021-12-31' as as_of, "
            "'00000-20220101T000000Z' as run_id) from published.main.forecast "
            "where area_id = 'jiaozuo' and indicator_id = 'gdp' and kind = 'forecast' limit 1) "
            f"to '{project.history}/forecast-00000-20220101T000000Z.parquet'"
        )
        connection.execute(
            "copy (select * replace ('00000-20220101T000000Z' as run_id, "
            "timestamp '2022-01-01 00:00:00' as started) from published.main.run) "
            f"to '{project.history}/run-00000-20220101T000000Z.parquet'"
        )
    assert _call(project, "run", "--force", "--quiet").exit_code == 0
    (row,) = json.loads(_call(project, "score", "--rows", "--format", "json").stdout)
    with connect(project=project) as connection:
        (actual,) = connection.execute(
            "select value from indicator_year "
            "where area_id = 'jiaozuo' and indicator_id = 'gdp' and year = 2023"
        ).fetchone()
    assert (row["horizon"], row["actual"], row["made_on"]) == (2, actual, "2022-01-01")
    assert row["is_ahead"]
