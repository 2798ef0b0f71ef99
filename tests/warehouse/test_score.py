"""`zhibiao score`: how past forecasts turned out, from the table in the published file."""

from __future__ import annotations

import json
import math
import shutil

import pytest
from typer.testing import CliRunner

from warehouse.cli import app
from warehouse.paths import Project

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
def test_forecasts_as_of_an_earlier_day_are_scored_by_what_came(published, tmp_path):
    root = tmp_path / "project"
    shutil.copytree(published.parents[1], root, symlinks=True)
    project = Project(root=root, data=root / "data")
    before = project.published.readlink()
    refused = _call(project, "run", "--as-of", "2021-06-30", "--quiet")
    assert refused.exit_code == 4
    assert "--history-only" in refused.stderr
    kept = _call(project, "run", "--as-of", "2021-06-30", "--history-only", "--quiet")
    assert kept.exit_code == 0, kept.output
    assert project.published.readlink() == before
    # An actual that nobody knew when the forecast of it was made.
    with (project.seeds / "sources.csv").open("a", encoding="utf-8") as handle:
        handle.write("late,Late,Bureau,communique,2099-11-22,,,statistical,jiefang,\n")
    late = tmp_path / "late.csv"
    late.write_text(
        "source_id,locator,area,indicator,measure,value_text,unit,period,status\n"
        "late,r1,解放区,gdp,level,180.5,亿元,2025,actual\n"
    )
    assert _call(project, "load", str(late)).exit_code == 0
    assert _call(project, "run", "--quiet").exit_code == 0
    rows = json.loads(_call(project, "score", "--rows", "--format", "json").stdout)
    (ahead,) = [row for row in rows if row["is_ahead"]]
    assert (ahead["area_id"], ahead["year"], ahead["actual"]) == ("jiefang", 2025, 180.5e8)
    earlier = [row for row in rows if row["as_of"] == "2021-06-30"]
    assert len(earlier) > 20
    assert {row["horizon"] for row in earlier} >= {0, 1, 2, 3}
    for row in rows:
        _check_scores(row)
    shown = _call(project, "show", "forecast", "--as-of", "2021-06-30", "--format", "json")
    assert {row["as_of"] for row in json.loads(shown.stdout)} == {"2021-06-30"}


def _check_scores(row):
    """The scores of a row, reckoned again from its quantiles by their definitions."""
    actual = row["actual"]
    assert row["error"] == pytest.approx(row["p50"] - actual)
    assert row["error_pct"] == pytest.approx(100 * (row["p50"] - actual) / actual)
    wis = 0.5 * abs(math.log(actual / row["p50"]))
    for name, low, high, alpha in (
        ("50", row["p25"], row["p75"], 0.5),
        ("80", row["p10"], row["p90"], 0.2),
        ("95", row["p025"], row["p975"], 0.05),
    ):
        score = math.log(high / low)
        if actual < low:
            score += 2 / alpha * math.log(low / actual)
        if actual > high:
            score += 2 / alpha * math.log(actual / high)
        assert row[f"in{name}"] == (low <= actual <= high)
        assert row[f"interval_score{name}"] == pytest.approx(score)
        wis += alpha / 2 * score
    assert row["wis_log"] == pytest.approx(wis / 3.5)
