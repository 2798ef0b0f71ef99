"""Which yearly sources are late."""

from __future__ import annotations

import json
from datetime import date, datetime

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from warehouse.cli import app
from warehouse.errors import UsageError
from warehouse.freshness import examine, late_text, whole_months
from warehouse.read import connect
from warehouse.settings import Settings, load_settings

TODAY = date(2026, 11, 20)


def _tables(sources: str, claims: str = "('none', null)") -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        f"create table source as from (values {sources}) "
        "as v(source_id, kind, area_id, known_at, withdrawn_on)"
    )
    connection.execute(
        "create table observation as select source_id, known_at::date as known_at "
        f"from (values {claims}) as v(source_id, known_at)"
    )
    return connection


def _states(sources: str, claims: str = "('none', null)", **settings) -> dict:
    found = examine(_tables(sources, claims), Settings(**settings), TODAY)
    return {(entry.kind, entry.area_id): entry.state for entry in found}


def test_late_after_its_months_by_kind_and_area():
    assert _states(
        "('a', 'communique', 'north', date '2025-08-20', null::date),"
        "('b', 'communique', 'south', date '2025-08-19', null),"
        "('c', 'communique', 'south', date '2020-01-01', null),"
        "('d', 'yearbook', 'south', date '2025-05-21', null),"
        "('e', 'newspaper', 'south', date '1999-01-01', null)"
    ) == {
        ("communique", "north"): "fresh",
        ("communique", "south"): "fresh",
        ("yearbook", "south"): "fresh",
        ("newspaper", "south"): "irregular",
    }
    late = _states("('a', 'communique', 'north', date '2025-07-20', null::date)")
    assert late == {("communique", "north"): "late"}


def test_a_volume_without_a_date_is_known_by_its_newest_claim():
    assert _states(
        "('a', 'yearbook', 'north', null::date, null::date),('b', 'yearbook', 'south', null, null)",
        "('a', '2025-12-31'), ('a', '2010-12-31')",
    ) == {("yearbook", "north"): "fresh", ("yearbook", "south"): "undated"}


def test_a_date_in_the_future_and_a_withdrawn_source_hide_nothing():
    assert _states(
        "('a', 'yearbook', 'north', date '2099-01-01', null::date),"
        "('b', 'yearbook', 'north', date '2020-01-01', null),"
        "('c', 'yearbook', 'north', date '2026-01-01', date '2026-02-01')",
        "('a', '2099-01-01')",
    ) == {("yearbook", "north"): "late"}


def test_months_are_settings_and_others_keep_theirs():
    assert Settings(freshness_months={"newspaper": 1}).freshness_months["yearbook"] == 18
    paper = "('a', 'newspaper', 'north', date '2026-01-01', null::date)"
    assert _states(paper, freshness_months={"newspaper": 1}) == {("newspaper", "north"): "late"}
    book = "('a', 'yearbook', 'north', date '2000-01-01', null::date)"
    assert _states(book, freshness_months={"yearbook": 0}) == {("yearbook", "north"): "irregular"}


def test_months_in_the_file_and_wrong_ones(tmp_path):
    (tmp_path / "zhibiao.toml").write_text("[freshness_months]\nnewspaper = 3\n")
    assert load_settings(tmp_path).freshness_months["newspaper"] == 3
    (tmp_path / "zhibiao.toml").write_text("[freshness_months]\nnewspaper = -3\n")
    with pytest.raises(UsageError, match="negative"):
        load_settings(tmp_path)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 500))
def test_whole_months_count_full_ones(day: date, months: int):
    later = date(day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1, 28)
    assert whole_months(day, later) in (months, months - 1)
    assert (whole_months(day, later) == months) == (day.day <= 28)


def test_the_sentence_names_the_oldest_first():
    found = examine(
        _tables(
            "('a', 'communique', 'north', date '2020-01-01', null::date),"
            "('b', 'yearbook', 'north', date '2019-01-01', null)"
        ),
        Settings(),
        TODAY,
    )
    text = late_text(found)
    assert text.startswith("2 yearly sources are late: yearbook of north (2019-01-01), communique")
    assert late_text([]) == ""


def test_run_doctor_and_freshness_tell_of_it(run, project, capsys):
    # The small warehouse has a yearbook of the end of 2024.
    run.start = datetime(2027, 1, 1)
    outcome = run()
    assert [entry.kind for entry in outcome.freshness if entry.is_late] == ["yearbook"]
    told = json.loads((project.status / "run.json").read_text())
    assert told["sources_late"] == 1
    assert told["late"][0] == {
        "kind": "yearbook",
        "area_id": "jiefang",
        "newest": "2024-12-31",
        "age_months": 24,
        "limit_months": 18,
    }

    def call(*arguments):
        environment = {"COLUMNS": "200", "ZHIBIAO_FRESHNESS_MONTHS": '{"newspaper": 1}'}
        return CliRunner().invoke(
            app, [*arguments, "--project", str(project.root)], env=environment
        )

    rows = json.loads(call("freshness", "--format", "json").stdout)
    assert {row["kind"]: row["state"] for row in rows}["newspaper"] == "late"
    checks = {row["check"]: row for row in json.loads(call("doctor", "--format", "json").stdout)}
    assert checks["sources"]["state"] == "warning"
    unchanged = call("run")
    assert unchanged.exit_code == 0
    assert "late" in unchanged.stderr


def test_the_published_warehouse_can_be_asked(published):
    with connect(published) as connection:
        found = examine(connection, Settings(), TODAY)
    kinds = {entry.kind for entry in found}
    assert kinds > {"yearbook", "newspaper"}
