"""`zhibiao load`: nothing twice, nothing lost, bad rows named."""

from __future__ import annotations

import json

import duckdb
import pytest
from typer.testing import CliRunner

from warehouse.cli import app
from warehouse.errors import UsageError
from warehouse.load import load
from warehouse.run import utc_now
from warehouse.settings import Settings

HEADER = "source_id,locator,area,indicator,measure,value_text,unit,qualifier,period,status\n"
GOOD = "doc-000,c1-8,焦作市,gdp,level,1234.5,亿元,,2020,actual\n"
BAD = "doc-000,c1-8,焦作市,gdp,level,1234.5,斤,,2020,actual\n"


@pytest.fixture
def call(project):
    def invoke(*arguments: object):
        return CliRunner().invoke(
            app, ["load", *map(str, arguments), "--project", str(project.root)]
        )

    return invoke


def _raw(project, query: str) -> list[tuple]:
    with duckdb.connect(str(project.working_file), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_the_ledger_is_loaded_once(call, project):
    first = call("--log-format", "json")
    assert first.exit_code == 0, first.output
    count = json.loads(first.stderr.splitlines()[-1])
    assert count["rows_loaded"] == count["rows_in"] > 900
    again = json.loads(call("--log-format", "json").stderr.splitlines()[-1])
    assert (again["rows_loaded"], again["rows_known"]) == (0, count["rows_in"])
    assert _raw(project, "select count(*) from raw.observation")[0][0] <= count["rows_in"]
    assert _raw(project, "select status from raw.run_history") == [("working",)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_another_file_is_loaded_beside_the_ledger(call, project, tmp_path, encoding):
    path = tmp_path / "more.csv"
    path.write_text(HEADER + GOOD, encoding=encoding)
    assert call(path).exit_code == 0
    assert _raw(project, "select area, value_text from raw.observation") == [("焦作市", "1234.5")]


def test_bad_rows_are_named_and_good_ones_kept(call, project, tmp_path):
    path = tmp_path / "more.csv"
    path.write_text(HEADER + GOOD + BAD)
    result = call(path)
    assert result.exit_code == 3
    assert "1 of 2 rows were rejected" in result.stderr
    assert "more.csv, row 3" in result.stderr
    assert "斤" in result.stderr
    assert call(path, "--max-rejected-share", "0.5").exit_code == 0
    assert _raw(project, "select count(*) from raw.observation") == [(1,)]
    assert _raw(project, "select offending from raw.rejected where is_current") == [("斤",)]


def test_a_file_that_is_no_table(call, tmp_path):
    path = tmp_path / "page.csv"
    path.write_text("<html><table></table></html>")
    result = call(path, "--max-rejected-share", "1")
    assert result.exit_code == 3
    assert "web page" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_seed_that_is_missing(call, project):
    (project.seeds / "units.csv").unlink()
    result = call()
    assert result.exit_code == 3
    assert "units.csv" in result.stderr


@pytest.mark.parametrize("name", ["nowhere.csv", "."])
def test_what_is_no_file(call, project, tmp_path, name):
    assert call(tmp_path / name).exit_code == 2
    with pytest.raises(UsageError):
        load(project, Settings(), [tmp_path / name], utc_now())


def test_building_needs_a_load_before(project):
    result = CliRunner().invoke(app, ["build", "--project", str(project.root)])
    assert result.exit_code == 2
    assert "`zhibiao load` first" in result.stderr
