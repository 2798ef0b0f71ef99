"""Hostile and broken input, where no other test has it.

Files of figures with wrong encodings, NUL bytes, ragged rows, a million columns, bombs, entities, a
cell at XFD1048576, numbers beyond range, wrong units, odd periods: tests/ingest/test_files.py,
test_load.py, test_rules.py, and the corpus of benchmarks/fuzz.py (`make fuzz`). An alias that names
two areas: tests/ingest/test_interpret.py. Formulas in exports: test_export.py. Names of files:
test_inbox.py. Archives: test_backup.py.
"""

from __future__ import annotations

import csv
import getpass
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from warehouse import audit, log
from warehouse.cli import app
from warehouse.errors import CheckFailed, InputError
from warehouse.paths import SOURCE_TREE, Project
from warehouse.read import connect, connect_to_write
from warehouse.seeds import problem_of

HEADER = "source_id,locator,area,indicator,measure,value_text,unit,period,status\n"
LINE = "doc-000,c{},解放区,gdp,level,135.7,亿元,2023,actual\n"


def _call(project: Project, *arguments: str):
    return CliRunner().invoke(
        app,
        [*arguments, "--project", str(project.root)],
        env={"COLUMNS": "200", "ZHIBIAO_DATA_DIR": str(project.data)},
    )


# ---------------------------------------------------------------------------------- a torn WAL


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999, 1.0])
def test_a_build_that_left_its_log_is_not_published(run, project, builder, share):
    first = run()
    whole = project.data / "whole.wal"

    def torn(project, settings, database, run_id, **_):
        result = builder(project, settings, database, run_id)
        # As a process leaves it that dies after its last commit.
        code = (
            "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]);"
            "c.execute(\"set checkpoint_threshold = '1TB'\");"
            "c.execute('create table t as select range as n from range(50000)');"
            "c.execute('delete from main.finding'); os._exit(0)"
        )
        subprocess.run([sys.executable, "-c", code, str(database)], check=True)
        log = database.with_name(database.name + ".wal")
        shutil.copyfile(log, whole)
        os.truncate(log, int(share * log.stat().st_size))
        return result

    with pytest.raises(CheckFailed, match="write-ahead log"):
        run(builder=torn, force=True)
    assert whole.stat().st_size > 0
    with connect(project=project) as connection:
        assert connection.execute("select run_id from main.meta").fetchone() == (first.run_id,)
    assert run(force=True).is_new


def test_a_log_beside_a_published_version_is_told(published_project):
    version = published_project.published.resolve()
    version.with_name(version.name + ".wal").write_bytes(b"stray")
    link = published_project.published
    link.with_name(link.name + ".wal").write_bytes(b"stray")
    found = json.loads(_call(published_project, "doctor", "--format", "json").stdout)
    checks = {row["check"]: row for row in found}
    assert checks["published file"]["state"] == "wrong"


# ------------------------------------------------------------------------------- bounded readers


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (3 * 1024**3, 3 * 1024**3))


@pytest.mark.slow
def test_a_line_of_a_gigabyte_costs_one_row_and_little_memory(project, tmp_path):
    path = tmp_path / "line.csv"
    with path.open("wb") as handle:
        handle.write((HEADER + LINE.format(1)).encode())
        for _ in range(1024):
            handle.write(b"x" * 1024**2)
        handle.write(("\n" + LINE.format(2)).encode())
    started = time.monotonic()
    done = subprocess.run(
        [
            *(sys.executable, "-c", "from warehouse.cli import main; main()"),
            *("load", str(path), "--max-rejected-share", "1", "--project", str(project.root)),
        ],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_limited,
        env={**os.environ, "ZHIBIAO_DATA_DIR": str(project.data)},
    )
    assert done.returncode == 0, done.stderr
    assert "2 new, 0 known already, 1 rejected" in done.stderr
    assert time.monotonic() - started < 120


def test_a_wide_table_and_a_deep_page_end_soon(project, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "wide.csv").write_text(",".join(f"c{n}" for n in range(1_000_000)) + "\n1\n")
    (inbox / "deep.html").write_text("<div>" * 10_000 + "解放区2023年" + "</div>" * 10_000)
    (inbox / "digits.txt").write_text("解放区2023年地区生产总值" + "9" * 50_000 + "亿元。")
    started = time.monotonic()
    result = _call(project, "ingest", "--inbox", str(inbox), "--settle", "0")
    assert result.exit_code in (0, 3), result.output
    assert "Traceback" not in result.output
    assert time.monotonic() - started < 120
    assert {path.name for path in inbox.iterdir() if not path.name.startswith(".")} == {
        "done",
        "failed",
    }
    assert (inbox / "failed" / "wide.csv").exists()


# ------------------------------------------------------- what a document brings into other files


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["=", "+", "-", "@", "\t", "=cmd|' /C calc'!A0", '=HYPERLINK("x")']),
            st.sampled_from(["解放区", "某某园区", "全区", ""]),
            st.sampled_from(["地区生产总值", "=1+1税收收入", "@指标", "-甲公司收入"]),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_document_puts_no_formula_into_a_cell(project, tmp_path, parts):
    page = tmp_path / "page.txt"
    page.write_text("\n".join(f"{mark}{area}2023年{what}135.7亿元。" for mark, area, what in parts))
    result = _call(project, "extract", str(page))
    rows = list(csv.reader(io.StringIO(result.stdout)))
    for row in rows[1:]:
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "@", "-")), cell


def test_a_title_and_a_publisher_put_no_formula_into_the_sources(project, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("=HYPERLINK('x')解放区\n解放区2023年地区生产总值135.7亿元。")
    assert _call(project, "ingest", str(page), "--publisher", "=甲日报").exit_code == 0
    with (project.seeds / "sources.csv").open(encoding="utf-8", newline="") as handle:
        entered = [row for row in csv.DictReader(handle) if row["id"] == "page"]
    assert [(row["title"], row["publisher"]) for row in entered] == [
        ("HYPERLINK('x')解放区", "甲日报")
    ]


@pytest.mark.parametrize(
    "name", ["'; drop table main.area; --", "<script>alert(1)</script>", "\x1b[31m", "[bold]x[/]"]
)
def test_names_are_only_names_to_every_command(published_project, name):
    for arguments in (
        ("show", "year", "--area", name),
        ("explain", name, "gdp", "2023"),
        ("show", "year", "--indicator", name),
        ("diff", name),
        ("rollback", name),
        ("score", "--by", name),
        ("score", "--area", name),
    ):
        result = _call(published_project, *arguments)
        assert result.exit_code == 2, arguments
        assert "Traceback" not in result.output
    with connect(project=published_project) as connection:
        assert connection.execute("select count(*) from main.area").fetchone() == (3,)


def test_nothing_of_a_source_steers_the_terminal(run, project, altered, tmp_path):
    steering = "a\x1b]0;owned\x07\x1b[2J\x9b31m"
    run(
        builder=altered(
            f"update main.finding set message = '{steering}'",
            f"update main.source set title = '{steering}'",
            f"update raw.rejected set offending = '{steering}'",
        )
    )
    page = tmp_path / "page.txt"
    page.write_text(f"解放区2023年{steering}地区生产总值135.7亿元，{steering}会员20人。")
    table = tmp_path / "table.csv"
    table.write_text(HEADER + LINE.format(1).replace("解放区", steering))
    odd = tmp_path / "\x1b[2J.pdf"
    odd.write_bytes(b"no PDF")
    claims = tmp_path / "claims.csv"
    for arguments in (
        *(("show", "findings"), ("show", "sources"), ("show", "rejected")),
        *(("explain", "jiefang", "gdp", "2023"), ("sql", "from source")),
        *(("extract", str(page), str(odd), "--out", str(claims)), ("review", str(claims))),
        *(("ingest", str(page), "--dry-run"), ("load", str(table))),
    ):
        result = _call(project, *arguments)
        assert result.output, arguments
        assert not set("\x1b\x07\x9b") & set(result.output), arguments


# ----------------------------------------------------------------------------- nothing leaks out


def test_the_published_file_says_nothing_of_the_machine(published):
    secrets = [str(published.parents[1]), str(Path.home()), sys.prefix]
    with connect(published) as connection:
        columns = connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns() "
            "where not internal and data_type in ('VARCHAR', 'VARCHAR[]')"
        ).fetchall()
        assert len(columns) > 100
        for schema, table, column in columns:
            for secret in secrets:
                (count,) = connection.execute(
                    f'select count(*) from "{schema}"."{table}" '
                    f'where contains("{column}"::varchar, ?)',
                    [secret],
                ).fetchone()
                assert count == 0, (table, column, secret)
        definitions = connection.execute(
            "select sql from duckdb_views() where not internal "
            "union all select macro_definition from duckdb_functions() where not internal"
        ).fetchall()
    text = "\n".join(row[0] or "" for row in definitions)
    assert not [secret for secret in secrets if secret in text]
    content = published.resolve().read_bytes()
    assert not [secret for secret in secrets if secret.encode() in content]


def test_files_beside_it_say_nothing_of_the_machine(run, project, tmp_path, capsys):
    log.use(log.LogFormat.json, quiet=True)
    try:
        run()
        run(force=True)
    finally:
        log.use(log.LogFormat.text, quiet=False)
    told = capsys.readouterr().err
    page = tmp_path / "page.txt"
    page.write_text("解放区2023年地区生产总值135.7亿元。风筝协会会员1370人。")
    assert _call(project, "ingest", str(page), "--published", "2024-09-30").exit_code == 0
    exports = tmp_path / "exports"
    assert _call(project, "export", str(exports)).exit_code == 0
    with zipfile.ZipFile(exports / "zhibiao.xlsx") as book:
        book.extractall(exports / "unpacked")
    folders = (project.status, project.differences, project.extracted, project.history, exports)
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".json", ".prom", ".html", ".csv", ".parquet"}
    secrets = {str(tmp_path), f"{Path.home()}/", sys.prefix, f"{getpass.getuser()}@"}
    # Some containers have no home of their own.
    for secret in secrets - {"//"}:
        assert secret not in told
        for path in files:
            assert secret.encode() not in path.read_bytes(), (path, secret)


# ---------------------------------------------------------------------------------- broken seeds


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "damage", "message"),
    [
        # Two districts that lie in each other.
        (
            "areas.csv",
            lambda text: text.replace(
                "jiefang,解放区,Jiefang District,district,jiaozuo,",
                "jiefang,解放区,Jiefang District,district,jiefang,",
            ),
            "area_hierarchy_has_no_cycle",
        ),
        (
            "area_aliases.csv",
            lambda text: text + "园区二,jiefang,\n园区二,shanyang,\n",
            "alias=园区二",
        ),
    ],
)
def test_a_broken_seed_stops_the_run_with_its_name(published, tmp_path, name, damage, message):
    root = tmp_path / "project"
    shutil.copytree(published.parents[1], root, symlinks=True)
    path = root / "seeds" / name
    before = path.read_text(encoding="utf-8")
    path.write_text(damage(before), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != before
    current = (root / "data" / "zhibiao.duckdb").readlink()
    result = CliRunner().invoke(app, ["run", "--project", str(root)])
    assert result.exit_code in (3, 4), result.output
    assert message in result.stderr
    assert f"seeds/{name}: line " in result.stderr
    assert "Traceback" not in result.output
    assert (root / "data" / "zhibiao.duckdb").readlink() == current


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"unit,note\nm,\0\n", "line 2 holds a NUL byte"),
        ("unit,note\nm,\n亿元,x\n".encode("gb18030"), "line 3 is not UTF-8"),
        (b"unit,note\nm,a\nkm", "line 3 has 1 cells, the header 2"),
        (b"unit,note\nm,a,b\n", "line 2 has 3 cells"),
        (b'unit,note\nm,"a\n', "unexpected end of data"),
        (b"unit,unit\nm,a\n", "names unit twice"),
        (b"", "it is empty"),
        (b'\xef\xbb\xbfunit,note\r\nm,"a\nb"\r\n\r\n', None),
    ],
)
def test_a_reference_table_that_is_not_whole_is_told_by_line(run, project, content, problem):
    first = run()
    path = project.seeds / "units.csv"
    path.write_bytes(content)
    assert (problem is None) == (problem_of(path) is None)
    if problem is None:
        assert run(force=True).is_new
        return
    with pytest.raises(InputError) as caught:
        run(force=True)
    assert "units.csv" in caught.value.doing
    assert problem in caught.value.problem
    with connect(project=project) as connection:
        assert connection.execute("select run_id from main.meta").fetchone() == (first.run_id,)
    found = json.loads(_call(project, "doctor", "--format", "json").stdout)
    assert problem in {row["check"]: row["found"] for row in found}["seeds"]


def test_the_reference_tables_of_the_repository_are_whole():
    for path in (SOURCE_TREE / "seeds").glob("*.csv"):
        assert problem_of(path) is None, path.name


def test_the_audit_reads_a_closed_file(tmp_path):
    path = tmp_path / "w.duckdb"
    with connect_to_write(path) as connection:
        connection.execute("create table t (a int)")
    with pytest.raises(CheckFailed, match="check"):
        audit.audit(path)
    assert duckdb.connect(str(path), read_only=True).execute("from t").fetchall() == []
