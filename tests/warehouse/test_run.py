"""Runs: idempotent, recovered after kills, recorded when they fail, told by exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from warehouse import log, publish
from warehouse import run as run_module
from warehouse.errors import ChangesTooMuch, CheckFailed, InputError, UsageError
from warehouse.read import connect, connect_to_write
from warehouse.run import next_run_id, recover_history
from warehouse.run import run as run_project
from warehouse.settings import Settings

pytestmark = pytest.mark.usefixtures("loading_succeeds")


def test_a_first_run_publishes_with_its_facts(run, project):
    outcome = run()
    assert outcome.is_new
    assert outcome.difference is None
    with connect(project=project) as connection:
        row = connection.execute(
            "select status, finished > started, rows_in, rows_rejected, rows_accepted, findings "
            "from main.run"
        ).fetchone()
        meta = connection.execute("select run_id, content_hash from main.meta").fetchone()
    assert row == ("published", True, 4, 1, 2, 1)
    assert meta == (outcome.run_id, outcome.counts.content_hash)


def test_nothing_changed_nothing_published(run, project):
    first = run()
    second = run()
    assert (second.is_new, second.run_id) == (False, first.run_id)
    assert len(publish.versions(project)) == 1


@pytest.mark.parametrize(
    "change",
    ["seed", "model", "setting", "state", "force"],
)
def test_each_kind_of_change_publishes(run, project, builder, change):
    run()
    settings = Settings()
    options = {}
    if change == "seed":
        (project.seeds / "areas.csv").open("a").write("new_town,新镇,New Town,county,,,,\n")
    elif change == "model":
        (project.dbt / "models").mkdir()
        (project.dbt / "models" / "extra.sql").write_text("select 1")
    elif change == "setting":
        settings = Settings(forecast_horizon=3)
    elif change == "state":
        project.raw.mkdir(parents=True)
        (project.raw / "claims-2.parquet").write_bytes(b"more")
    else:
        options["force"] = True
    outcome = run_project(project, settings, builder=builder, **options)
    assert outcome.is_new
    assert outcome.difference.is_empty


def test_equal_inputs_give_equal_content(run):
    assert run().counts.content_hash == run(force=True).counts.content_hash


def test_history_grows_by_a_pair_of_files_per_run(run, project):
    first, second = run(), run(force=True)
    names = sorted(path.name for path in project.history.iterdir())
    assert names == sorted(
        f"{kind}-{outcome.run_id}.parquet"
        for kind in ("forecast", "run")
        for outcome in (first, second)
    )
    with connect(project=project) as connection:
        runs = connection.execute(
            "select run_id, count(*) from main.forecast_history group by 1 order by 1"
        ).fetchall()
        recorded = connection.execute("select run_id, status from main.run order by 1").fetchall()
    assert runs == [(first.run_id, 4), (second.run_id, 4)]
    assert recorded == [(first.run_id, "published"), (second.run_id, "published")]


def test_a_run_killed_between_publishing_and_recording_is_recorded_later(run, project):
    first = run()
    (project.history / f"run-{first.run_id}.parquet").unlink()
    (project.history / f"forecast-{first.run_id}.parquet").unlink()
    (project.history / ".run-x.parquet.tmp").write_text("half")
    (project.differences / ".x.json.tmp").parent.mkdir(exist_ok=True)
    (project.differences / ".x.json.tmp").write_text("half")
    (project.status / ".run.json.tmp").write_text("half")
    assert recover_history(project) == [first.run_id]
    assert recover_history(project) == []
    frame = pl.read_parquet(project.history / f"forecast-{first.run_id}.parquet")
    assert frame["run_id"].unique().to_list() == [first.run_id]
    assert not (project.history / ".run-x.parquet.tmp").exists()
    again = run()
    assert not again.is_new
    assert list(project.data.glob("**/.*")) == []


def test_a_failed_build_leaves_the_last_version_and_is_recorded(run, project):
    first = run()

    def failing(*_, **__):
        raise CheckFailed("building the tables with dbt", "1 of 9 steps failed", "Mend it.")

    with pytest.raises(CheckFailed):
        run(builder=failing, force=True)
    assert publish.current(project).run_id == first.run_id
    second = run(force=True)
    with connect(project=project) as connection:
        statuses = connection.execute("select status from main.run order by run_id").fetchall()
    assert statuses == [("published",), ("refused",), ("published",)]
    assert second.run_id.startswith("00003-")


def test_too_many_rejected_rows_leave_the_last_version(run, project, monkeypatch):
    first = run()

    def failing(*_):
        raise InputError("loading a.csv", "9 of 10 rows were rejected", "Mend them.")

    monkeypatch.setattr(run_module, "load", failing)
    with pytest.raises(InputError):
        run(force=True)
    assert publish.current(project).run_id == first.run_id


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        ("drop table main.growth_year", "the table growth_year is missing"),
        ("alter table main.forecast drop column note", "no column note"),
        ("insert into main.area from main.area", "area has 2 rows for area_id=jiefang"),
        ("delete from main.observation where observation_id = 'o2'", "1 of 3 claims loaded"),
        ("update raw.load set rows_loaded = 2", "do not add up"),
        ("update main.indicator_year set value = 1", "outside their own interval"),
        ("update main.forecast set p10 = p90 + 1 where year = 2024", "quantiles out of order"),
        ("update main.forecast set p025 = -1 where year = 2024", "below zero"),
        ("update main.forecast set p50 = 'nan' where year = 2023", "not numbers"),
        ("update raw.load set file = '/home/x/a.csv'", "absolute path"),
        ("drop macro table main.observation_as_of", "macros are missing"),
        (
            "create table t (a int); create view main.v as from t; drop table t",
            "the view main.v cannot be read",
        ),
        (
            "create or replace macro main.indicator_year_as_of(d) as table "
            "select * from zhibiao.main.indicator_year",
            "indicator_year_as_of cannot be used",
        ),
    ],
)
def test_what_the_audit_finds_is_not_published(run, project, builder, damage, message):
    def damaging(project, settings, database, run_id, **options):
        result = builder(project, settings, database, run_id)
        with connect_to_write(database) as connection:
            if "macros are missing" in message:
                connection.execute("drop macro table main.indicator_year_as_of")
            connection.execute(damage)
        return result

    with pytest.raises(CheckFailed) as caught:
        run(builder=damaging)
    assert message in caught.value.detail
    assert not project.published.exists()


# --------------------------------------------------------------- as of a day, for the history only

EARLIER = Settings(as_of="2021-06-30")


@pytest.fixture
def dated(altered):
    """A builder that forecasts as of the day asked for, as dbt does; by default 2024-12-31."""

    def build(project, settings, database, run_id, **options):
        day = settings.as_of or "2024-12-31"
        statements = [
            f"update main.{table} set as_of = date '{day}'" for table in ("forecast", "meta")
        ]
        statements.append(
            "create or replace table main.forecast_history as "
            "from main.forecast union all by name select * from raw.forecast_history"
        )
        return altered(*statements)(project, settings, database, run_id)

    return build


def _history(project):
    with connect(project=project) as connection:
        return connection.execute(
            "select as_of::varchar, count(distinct run_id) from main.forecast_history "
            "group by 1 order by 1"
        ).fetchall()


def test_forecasts_as_of_an_earlier_day_are_kept_and_not_published(run, project, dated):
    first = run(builder=dated)
    status = (project.status / "run.json").read_bytes()
    kept = run(EARLIER, builder=dated, history_only=True)
    assert kept.is_new
    assert publish.current(project).run_id == first.run_id
    assert [version.run_id for version in publish.versions(project)] == [first.run_id]
    assert (project.status / "run.json").read_bytes() == status
    with connect(kept.version) as connection:
        assert connection.execute("select run_id, as_of from main.meta").fetchone() == (
            kept.run_id,
            date(2021, 6, 30),
        )
    # The next run has something new to show, once.
    later = run(builder=dated)
    assert later.is_new
    assert _history(project) == [("2021-06-30", 1), ("2024-12-31", 2)]
    with connect(project=project) as connection:
        assert connection.execute("select run_id, status from main.run order by 1").fetchall() == [
            (first.run_id, "published"),
            (kept.run_id, "kept"),
            (later.run_id, "published"),
        ]
        assert connection.execute(
            "select distinct as_of::varchar from main.forecast"
        ).fetchall() == [("2024-12-31",)]
    assert not run(builder=dated).is_new


def test_keeping_the_same_forecasts_again_does_nothing(run, project, dated):
    first = run(EARLIER, builder=dated, history_only=True)
    assert not project.published.exists()
    again = run(EARLIER, builder=dated, history_only=True)
    assert (again.is_new, again.run_id) == (False, first.run_id)
    other = run(Settings(as_of="2020-06-30"), builder=dated, history_only=True)
    assert other.is_new
    assert not run(EARLIER, builder=dated, history_only=True).is_new
    assert run(EARLIER, builder=dated, history_only=True, force=True).is_new


def test_readers_are_not_taken_back_unasked(run, project, dated):
    first = run(builder=dated)
    with pytest.raises(ChangesTooMuch) as caught:
        run(EARLIER, builder=dated)
    assert "--history-only" in caught.value.next_step
    found = json.loads((project.status / "run.json").read_text())
    assert (found["outcome"], found["reason"]) == ("refused", "limits")
    assert "as of 2021-06-30" in found["limits_exceeded"][0]
    assert publish.current(project).run_id == first.run_id
    assert run(EARLIER, builder=dated, accept_changes=True).is_new
    # Once readers see that day, as by a setting, runs as of it go on.
    assert run(EARLIER, builder=dated, force=True).is_new


def test_what_fails_or_is_killed_keeps_no_forecasts(run, project, dated, monkeypatch):
    with pytest.raises(CheckFailed):
        run(
            EARLIER,
            history_only=True,
            builder=lambda *arguments, **_: (dated(*arguments), _spoil(arguments[2])),
        )
    assert list(project.history.glob("forecast-*")) == []
    # As a kill leaves it: forecasts without the run that made them.
    run(EARLIER, builder=dated, history_only=True)
    (run_file,) = [
        path
        for path in project.history.glob("run-*.parquet")
        if pl.read_parquet(path)["status"].item() == "kept"
    ]
    run_file.unlink()
    run(builder=dated)
    assert _history(project) == [("2024-12-31", 1)]


def _spoil(database):
    with connect_to_write(database) as connection:
        connection.execute("drop table main.growth_year")


def test_a_day_to_come_is_refused(run):
    with pytest.raises(UsageError):
        run(Settings(as_of="2099-01-01"))


def test_run_ids_count_up_when_the_clock_is_set_back(run, project):
    run()
    earlier = next_run_id(project, run.start - timedelta(days=365))
    assert earlier > publish.current(project).run_id


def test_the_json_log_is_one_object_per_line(run, capsys):
    log.use(log.LogFormat.json, quiet=True)
    try:
        run()
    finally:
        log.use(log.LogFormat.text, quiet=False)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert lines[-1]["message"].startswith("published ")
    assert lines[-1]["rows_in"] == 4


def test_dbt_ends_when_the_run_that_started_it_is_killed(tmp_path):
    # The parent holds the other end of the child's standard input, and dies by SIGKILL.
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import subprocess, sys, time\n"
            "code = 'import threading, time, warehouse.dbt_process as p;"
            "threading.Thread(target=p._end_with_parent, daemon=True).start(); time.sleep(60)'\n"
            "child = subprocess.Popen([sys.executable, '-c', code], stdin=subprocess.PIPE)\n"
            "print(child.pid, flush=True)\n"
            "time.sleep(60)\n",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            break
        # Without a parent that collects it the ended process may linger as a zombie.
        if Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
            break
        time.sleep(0.05)
    else:
        os.kill(child, signal.SIGKILL)
        pytest.fail("the child outlived its parent by 10 s")
