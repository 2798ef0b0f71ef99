"""What a person sees on the command line: listings, explanations, queries, messages, exit codes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from warehouse.cli import app
from warehouse.paths import Project
from warehouse.show import What

runner = CliRunner()


@pytest.fixture
def call(published_project: Project):
    """Call `zhibiao` on a project with one published version."""

    def invoke(*arguments: str):
        return runner.invoke(
            app,
            [*arguments, "--project", str(published_project.root)],
            env={"COLUMNS": "200", "ZHIBIAO_DATA_DIR": str(published_project.data)},
        )

    return invoke


@pytest.mark.parametrize("what", list(What))
@pytest.mark.parametrize("output", ["table", "csv", "json"])
def test_every_listing_prints_in_every_format(call, what: What, output: str):
    result = call("show", what, "--format", output)
    assert result.exit_code == 0, result.output
    if output == "json":
        assert isinstance(json.loads(result.stdout), list)
    elif output == "csv":
        assert len(list(csv.reader(io.StringIO(result.stdout)))) >= 1


def test_amounts_are_in_yi_for_people_and_in_base_units_for_machines(call):
    assert "135.7 亿元" in call("show", "year", "--area", "解放区").stdout
    rows = json.loads(call("show", "year", "--format", "json").stdout)
    assert [(row["value"], row["unit"]) for row in rows] == [(13_570_000_000.0, "CNY")]


@pytest.mark.parametrize("name", ["jiefang", "解放区", "Jiefang District"])
def test_an_area_is_known_by_id_and_name(call, name: str):
    rows = json.loads(call("show", "forecast", "--area", name, "--format", "json").stdout)
    assert len(rows) == 4


def test_an_indicator_is_known_by_alias(call):
    rows = json.loads(call("show", "year", "--indicator", "GDP", "--format", "json").stdout)
    assert len(rows) == 1


def test_an_unknown_name_is_told_with_the_nearest(call):
    result = call("show", "year", "--area", "解放")
    assert result.exit_code == 2
    assert "there is no area of that id, name or alias" in result.stderr
    assert "jiefang (解放区)" in result.stderr


@pytest.mark.parametrize(
    ("years", "expected"),
    [("2024", 1), ("2024-2025", 2), ("2024-", 3), ("-2024", 2), ("", 4)],
)
def test_years_and_ranges(call, years: str, expected: int):
    result = call("show", "forecast", "--year", years, "--format", "json")
    assert len(json.loads(result.stdout)) == expected


def test_a_year_that_is_none_is_bad_usage(call):
    result = call("show", "year", "--year", "latest")
    assert result.exit_code == 2
    assert "Write it as 2018" in result.stderr


def test_as_of_shows_what_was_known_then(call):
    late = json.loads(call("show", "year", "--as-of", "2025-01-01", "--format", "json").stdout)
    early = json.loads(call("show", "year", "--as-of", "2024-10-01", "--format", "json").stdout)
    assert (len(late), len(early)) == (1, 0)
    assert call("show", "sources", "--as-of", "2024-10-01").exit_code == 2


def test_forecasts_as_of_a_day_before_the_first_are_explained(call):
    early = call("show", "forecast", "--as-of", "1990-06-30", "--format", "json")
    assert (early.exit_code, json.loads(early.stdout)) == (0, [])
    assert "no run has forecast from what was known by 1990-06-30" in early.stderr
    late = call("show", "forecast", "--as-of", "2099-01-01", "--format", "json")
    assert json.loads(late.stdout)
    assert not late.stderr


def test_a_filter_that_a_listing_lacks_is_refused(call):
    result = call("show", "runs", "--area", "jiefang")
    assert result.exit_code == 2
    assert "this listing has no area" in result.stderr


def test_a_long_listing_says_how_much_is_left_out(call):
    assert "and 3 more rows" in call("show", "forecast", "--limit", "1").stdout


def test_explain_names_winner_loser_place_and_reason(call):
    result = call("explain", "解放区", "gdp", "2023")
    assert result.exit_code == 0
    for text in ("135.7 亿元", "130亿元 (近)", "conflicting", "c10-14", "outside the interval"):
        assert text in result.stdout
    machine = json.loads(call("explain", "解放区", "gdp", "2023", "--format", "json").stdout)
    assert [claim["observation_id"] for claim in machine["claims"]] == ["o1", "o2"]
    assert [finding["finding_id"] for finding in machine["findings"]] == ["conflict-1"]


def test_explain_of_a_number_nobody_states(call):
    result = call("explain", "解放区", "gdp", "1949")
    assert result.exit_code == 2
    assert "zhibiao show observations --area jiefang" in result.stderr


def test_sql_answers_one_query(call):
    result = call("sql", "select area_id from district_year", "--format", "csv")
    assert result.stdout == "area_id\njiefang\n"


def test_sql_keeps_empty_and_repeated_columns(call):
    result = call("sql", "select 1 as x, null as y, 2 as x", "--format", "json")
    assert json.loads(result.stdout) == [{"x": 1, "y": None, "x_2": 2}]
    assert "y" in call("sql", "select null as y").stdout


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("select 1; select 2", "2 statements"),
        ("drop table forecast", "read-only"),
        ("select * from forecsat", "forecsat"),
        ("from read_text('/etc/hostname')", "Permission"),
    ],
)
def test_sql_refuses_what_it_should(call, query: str, message: str):
    result = call("sql", query)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_the_shell_answers_until_it_is_left(published_project):
    result = runner.invoke(
        app,
        ["sql", "--project", str(published_project.root), "--format", "csv"],
        input="select 40 +\n 2 as x;\nselect nope;\n.tables\n.quit\n",
    )
    assert result.exit_code == 0
    assert "x\n42\n" in result.stdout
    assert "nope" in result.stderr
    assert "district_year" in result.stdout


def test_versions_rollback_and_diff(call, publish_version):
    publish_version(2, gdp=13.6e9)
    listed = json.loads(call("versions", "--format", "json").stdout)
    assert [row["current"] for row in listed] == ["", "current"]
    difference = json.loads(call("diff", "--format", "json").stdout)
    assert [
        (row["change"], row["old_value"], row["new_value"]) for row in difference["values"]
    ] == [("changed", 13.57e9, 13.6e9)]
    assert difference["forecasts"] == []
    assert "135.7 亿元" in call("diff").stdout
    assert call("rollback").exit_code == 0
    rows = json.loads(call("show", "year", "--format", "json").stdout)
    assert rows[0]["value"] == 13.57e9
    assert call("rollback", "7").exit_code == 2


def test_doctor_finds_the_published_file_whole(call):
    checks = {row["check"]: row for row in json.loads(call("doctor", "--format", "json").stdout)}
    assert checks["published file"]["state"] == "ok"
    assert checks["data folder"]["state"] == "ok"
    # The small project has no profile for dbt.
    assert checks["dbt project"]["state"] == "wrong"
    assert call("doctor").exit_code == 4


def test_doctor_finds_a_damaged_file(call, published_project):
    version = published_project.published.resolve()
    version.chmod(0o644)
    content = version.read_bytes()
    headers = 3 * 4096
    version.write_bytes(content[:headers] + b"\xff" * (len(content) - headers))
    checks = {row["check"]: row for row in json.loads(call("doctor", "--format", "json").stdout)}
    assert checks["published file"]["state"] == "wrong"
    assert "rollback" in checks["published file"]["what to do"]


def test_nothing_published_yet(project):
    result = runner.invoke(app, ["show", "year", "--project", str(project.root)])
    assert result.exit_code == 2
    assert "Call `zhibiao run` first" in result.stderr


def test_no_project_there(tmp_path: Path):
    result = runner.invoke(app, ["run", "--project", str(tmp_path)])
    assert result.exit_code == 2
    assert "--project or ZHIBIAO_PROJECT" in result.stderr


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"ZHIBIAO_KEEP_VERSIONS": "none"}, "keep_versions"),
        ({"ZHIBIAO_MAX_REJECTED_SHARE": "7"}, "max_rejected_share"),
    ],
)
def test_a_wrong_setting_is_named(project, environment, message):
    result = runner.invoke(app, ["run", "--project", str(project.root)], env=environment)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_setting_that_does_not_exist_is_named(project):
    (project.root / "zhibiao.toml").write_text("keep_version = 3\n")
    result = runner.invoke(app, ["run", "--project", str(project.root)])
    assert result.exit_code == 2
    assert "keep_version" in result.stderr
    assert "keep_versions" in result.stderr


def test_unknown_options_are_bad_usage():
    assert runner.invoke(app, ["run", "--fast"]).exit_code == 2
    assert runner.invoke(app, ["paint"]).exit_code == 2


def _commands():
    group = typer.main.get_command(app)
    return sorted(group.commands.items())


@pytest.mark.parametrize(("name", "command"), _commands())
def test_every_command_and_option_is_documented(name, command):
    assert command.help, name
    assert command.epilog.startswith("Example: zhibiao " + name), name
    for parameter in command.params:
        if parameter.name != "help":
            assert getattr(parameter, "help", None), f"{name} {parameter.name}"
