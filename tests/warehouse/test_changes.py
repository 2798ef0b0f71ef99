"""What a run changes: told in full, kept as a file, and stopped where it is too much."""

from __future__ import annotations

import json

import duckdb
import pytest
from typer.testing import CliRunner

from warehouse import history, publish
from warehouse.cli import app
from warehouse.diff import compare
from warehouse.errors import ChangesTooMuch, UsageError
from warehouse.limits import exceeded
from warehouse.read import connect
from warehouse.settings import Settings

STRICT = Settings(changes_always_allowed=0)
DOUBLED = "update main.indicator_year set value = 2 * value, low = 2 * low, high = 2 * high"
FIRMS = "update main.indicator_part_year set value = 40, low = 39.5, high = 40.5"
FORECASTS = (
    "update main.forecast set p025 = 2 * p025, p10 = 2 * p10, p25 = 2 * p25, p50 = 2 * p50, "
    "p75 = 2 * p75, p90 = 2 * p90, p975 = 2 * p975 where kind <> 'actual'"
)


def _call(project, *arguments):
    environment = {"COLUMNS": "200", "ZHIBIAO_DATA_DIR": str(project.data)}
    return CliRunner().invoke(app, [*arguments, "--project", str(project.root)], env=environment)


def test_values_of_parts_of_years_are_compared(run, altered, project):
    run()
    found = run(builder=altered(FIRMS), force=True).difference
    (row,) = found.part_year_values
    assert (row["area_id"], str(row["period_end"])) == ("tengyun_park", "2024-08-31")
    assert (row["old_value"], row["new_value"], row["change"]) == (38.0, 40.0, "changed")
    assert row["change_pct"] == pytest.approx(100 * 2 / 38)
    assert (found.value_tally.before, found.value_tally.changed) == (2, 1)
    assert "tengyun_park" in _call(project, "diff").stdout


def test_each_version_has_its_difference_as_a_file_as_long_as_it_is_kept(run, altered, project):
    settings = Settings(keep_versions=2)
    run(settings)
    second = run(settings, builder=altered(FIRMS), force=True)
    kept = project.differences / f"{second.run_id}.json"
    assert json.loads(kept.read_text())["part_year_values"][0]["new_value"] == 40.0
    printed = json.loads(_call(project, "diff", "--format", "json").stdout)
    assert printed["part_year_values"] == json.loads(kept.read_text())["part_year_values"]
    run(settings, force=True)
    run(settings, force=True)
    assert not kept.exists()
    assert {path.stem for path in project.differences.iterdir()} == {
        version.run_id for version in publish.versions(project)
    }


@pytest.mark.parametrize(
    ("settings", "change", "message"),
    [
        (Settings(), "delete from main.observation where observation_id = 'o3'", "max_claims_lost"),
        (STRICT, DOUBLED, "1 of 2 accepted values changed by more than 20 %"),
        (STRICT, "delete from main.indicator_part_year", "1 of 2 accepted values are gone"),
        (STRICT, FORECASTS, "3 of 3 forecasts are gone or moved by more than 30 %"),
        (STRICT, "delete from main.forecast where year = 2026", "1 of 3 forecasts are gone"),
    ],
)
def test_a_run_that_changes_too_much_is_refused_until_accepted(
    run, altered, project, settings, change, message
):
    first = run()
    changes = [change]
    if "observation" in change:
        changes.append("delete from raw.observation where observation_id = 'o3'")
        changes.append("update raw.load set rows_in = 3, rows_loaded = 2")
    with pytest.raises(ChangesTooMuch) as caught:
        run(settings, builder=altered(*changes), force=True)
    assert message in caught.value.detail
    assert caught.value.exit_code == 4
    assert publish.current(project).run_id == first.run_id
    accepted = run(settings, builder=altered(*changes), force=True, accept_changes=True)
    assert publish.current(project).run_id == accepted.run_id
    assert not project.refused.exists()


def test_what_was_refused_is_kept_for_a_look(run, altered, project):
    first = run()
    with pytest.raises(ChangesTooMuch) as caught:
        run(STRICT, builder=altered(DOUBLED), force=True)
    for place in ("zhibiao diff --refused", "work/refused/zhibiao.duckdb", "--accept-changes"):
        assert place in caught.value.next_step
    with connect(project.refused_file) as connection:
        (value,) = connection.execute("select value from main.indicator_year").fetchone()
    assert value == 2 * 13.57e9
    shown = json.loads(_call(project, "diff", "--refused", "--format", "json").stdout)
    assert shown["old"] == first.run_id
    assert shown["values"][0]["change_pct"] == 100
    kept = json.loads(project.refused_difference.read_text())
    assert kept["values"] == shown["values"]
    assert [path.stem for path in project.differences.glob("*")] == []
    # Its number is not given again, and the history says what became of it.
    assert run(force=True).run_id.startswith("00003-")
    frame = duckdb.sql(f"select status from '{project.history}/run-*.parquet' order by run_id")
    assert frame.fetchall() == [("published",), ("refused",), ("published",)]
    assert history.recorded_runs(project)[0] == first.run_id
    assert _call(project, "diff", "--refused").exit_code == 2


def test_the_command_tells_a_refusal_and_how_to_look(run, altered, project, monkeypatch):
    run()
    monkeypatch.setattr("warehouse.run.build", altered(DOUBLED))
    monkeypatch.setattr(
        "warehouse.run.run.__kwdefaults__",
        {
            "force": False,
            "accept_changes": False,
            "clock": run.clock,
            "builder": altered(DOUBLED),
        },
    )
    monkeypatch.setenv("ZHIBIAO_CHANGES_ALWAYS_ALLOWED", "0")
    refused = _call(project, "run", "--force")
    assert refused.exit_code == 4
    assert "1 of 2 accepted values changed by more than 20 %" in refused.stderr
    assert "zhibiao diff --refused" in refused.stderr
    assert _call(project, "run", "--force", "--accept-changes").exit_code == 0


def test_few_changes_never_stop_a_run(run, altered):
    run()
    assert run(builder=altered(DOUBLED, FORECASTS, FIRMS), force=True).is_new


def test_limits_are_no_part_of_the_content():
    strict = Settings(max_values_changed_share=0.0, freshness_months={"yearbook": 1})
    assert strict.that_change_content() == Settings().that_change_content()


def test_a_forecast_that_came_true_is_not_gone(run, altered):
    run()
    came = "update main.forecast set kind = 'actual', p10 = null, p90 = null where year = 2024"
    found = run(STRICT, builder=altered(came), force=True).difference
    assert [row["change"] for row in found.forecasts] == ["come"]
    assert (found.forecast_tally.gone, found.forecast_tally.moved) == (0, 0)


def test_a_value_that_was_zero_has_moved_beyond_any_percentage(run, altered, project):
    zero = "update main.indicator_year set value = 0, low = 0, high = 0"
    first, second = run(builder=altered(zero)), run(force=True)
    found = compare(first.version, second.version, value_change_pct=1e9)
    assert found.value_tally.moved == 1
    assert found.values[0]["change_pct"] is None
    assert exceeded(found, STRICT)


def test_rows_are_cut_and_counts_are_not(run, altered):
    first = run()
    second = run(builder=altered(FORECASTS), force=True)
    found = compare(first.version, second.version, most_rows=1)
    assert (len(found.forecasts), found.forecast_tally.changed) == (1, 3)


def test_a_damaged_version_does_not_stand_in_the_way(run, project):
    first = run()
    first.version.chmod(0o644)
    content = first.version.read_bytes()
    first.version.write_bytes(content[:12288] + b"\xff" * (len(content) - 12288))
    second = run()
    assert second.is_new
    assert second.difference is None
    assert publish.current(project).run_id == second.run_id


def test_comparing_the_refused_takes_no_versions(run, project):
    run()
    result = _call(project, "diff", "1", "--refused")
    assert result.exit_code == 2
    with pytest.raises(UsageError, match="there is none"):
        publish.refused(project)
