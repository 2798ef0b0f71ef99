"""A folder that is worked off: each file to done/ or failed/, none lost, none loaded twice."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from ingest.state import open_raw
from warehouse import inbox
from warehouse.cli import app
from warehouse.errors import InputError, Locked
from warehouse.inbox import Report, Taken, work_off
from warehouse.lock import run_lock
from warehouse.paths import Project

HEADER = "source_id,locator,area,indicator,measure,value_text,unit,period,status\n"
ROW = "doc-000,c{},{},gdp,level,{},亿元,2023,actual\n"


def _good(number: int, rows: int = 2) -> str:
    return HEADER + "".join(ROW.format(f"{number}{n}", "解放区", 100 + number) for n in range(rows))


def _call(project: Project, folder: Path, *arguments: str):
    return CliRunner().invoke(
        app,
        [
            *("ingest", "--inbox", str(folder), "--settle", "0"),
            *("--project", str(project.root)),
            *arguments,
        ],
        env={"COLUMNS": "200", "ZHIBIAO_DATA_DIR": str(project.data)},
    )


def _take(path: Path) -> Taken:
    if "bad" in path.name:
        raise InputError("loading", "it is bad", "Mend it.", detail="row 3: why")
    return Taken("fine", {"rows_in": 1})


def _work(folder: Path, take=_take, **options) -> list[Report]:
    options.setdefault("settle_seconds", 0)
    return list(work_off(folder, take, **options))


def _reason(path: Path) -> dict:
    return json.loads(path.with_name(path.name + ".reason.json").read_text(encoding="utf-8"))


def _claims(project: Project) -> int:
    with duckdb.connect() as connection:
        open_raw(connection, project.raw)
        total, distinct = connection.execute(
            "select count(*), count(distinct observation_id) from raw.observation"
        ).fetchone()
    assert total == distinct
    return total


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "inbox"
    path.mkdir()
    return path


def test_tables_and_documents_go_where_they_belong(project, folder):
    (folder / "good.csv").write_text(_good(1))
    (folder / "half.csv").write_text(_good(2) + ROW.format(9, "nowhere", 1))
    (folder / "page.txt").write_text("解放区2023年地区生产总值246.8亿元。")
    (folder / "scan.pdf").write_bytes(b"%PDF-1.4 not really")
    (folder / "what.zip").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    result = _call(project, folder)
    assert result.exit_code == 3
    assert "half.csv: failed" in result.stderr
    assert "2 files done, 3 failed, 0 left alone" in result.stderr
    assert {path.name for path in folder.iterdir() if not path.name.startswith(".")} == {
        "done",
        "failed",
    }
    good = _reason(folder / "done" / "good.csv")
    assert (good["outcome"], good["rows_loaded"]) == ("done", 2)
    half = _reason(folder / "failed" / "half.csv")
    assert "1 of 3 rows were rejected" in half["reason"]
    assert "row 4" in half["details"][0]
    page = _reason(folder / "done" / "page.txt")
    assert (page["source_id"], page["rows_loaded"]) == ("page", 1)
    assert "PDF" in _reason(folder / "failed" / "scan.pdf")["reason"]
    # The good rows of a file that failed are kept.
    assert _claims(project) == 5
    assert _call(project, folder).exit_code == 0


def test_a_text_without_figures_is_done_and_no_source(project, folder):
    (folder / "poem.txt").write_text("风从山上来，水往河里去。")
    assert _call(project, folder).exit_code == 0
    poem = _reason(folder / "done" / "poem.txt")
    assert poem["reason"] == "no figure was found in it; it is not entered in sources.csv"
    assert poem["source_id"] is None
    assert "poem" not in (project.seeds / "sources.csv").read_text()


def test_the_same_file_again_loads_nothing_twice_and_replaces_none(project, folder):
    for _ in range(3):
        (folder / "a.csv").write_text(_good(1))
        assert _call(project, folder).exit_code == 0
    assert sorted(path.name for path in (folder / "done").glob("*.csv")) == [
        "a-2.csv",
        "a-3.csv",
        "a.csv",
    ]
    assert _reason(folder / "done" / "a-3.csv")["rows_known"] == 2
    assert _claims(project) == 2


def test_reasons_hold_no_path_of_the_machine(project, folder):
    (folder / "bad.csv").write_text("a,b\n1,2\n")
    (folder / "bad.pdf").write_bytes(b"%PDF")
    _call(project, folder)
    for path in (folder / "failed").glob("*.json"):
        assert str(folder.parent) not in path.read_text()


def test_what_may_be_still_growing_is_left_alone(folder):
    (folder / "growing.csv").write_text("half a li")
    (report,) = _work(folder, settle_seconds=60)
    assert (report.became, report.name) == ("waiting", "growing.csv")
    old = time.time() - 3600
    os.utime(folder / "growing.csv", (old, old))
    # A copying program may set the time of the original; the change time says that it is new.
    assert _work(folder, settle_seconds=60)[0].became == "waiting"
    assert _work(folder)[0].became == "done"


def test_a_file_that_grows_while_it_is_read_stays(folder):
    path = folder / "a.csv"
    path.write_text("one")

    def take(path: Path) -> Taken:
        with path.open("a") as handle:
            handle.write(" more")
        return Taken("read")

    (report,) = _work(folder, take)
    assert (report.became, path.read_text()) == ("waiting", "one more")
    assert _work(folder)[0].became == "done"


def test_a_file_that_goes_away_while_it_is_read(folder):
    (folder / "a.csv").write_text("one")
    (report,) = _work(folder, lambda path: path.unlink() or Taken("read"))
    assert report.became == "waiting"


@pytest.mark.parametrize("name", [".hidden", "a.csv.part", "a.tmp", "~$book.xlsx", "b.CRDOWNLOAD"])
def test_unfinished_and_hidden_files_and_folders_are_left_alone(folder, name):
    (folder / name).write_text("x")
    (folder / "sub").mkdir()
    (folder / "sub" / "a.csv").write_text("x")
    assert _work(folder) == []
    assert (folder / name).exists()
    assert (folder / "sub" / "a.csv").exists()


def test_links_and_devices_are_not_followed(folder, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("secret")
    (folder / "link.csv").symlink_to(secret)
    (folder / "dangling.csv").symlink_to("nowhere")
    os.mkfifo(folder / "pipe.csv")
    reports = _work(folder, lambda path: Taken(path.read_text()))
    assert [report.became for report in reports] == ["failed"] * 3
    assert secret.read_text() == "secret"
    assert "secret" not in "".join(p.read_text() for p in (folder / "failed").glob("*.json"))


@pytest.mark.parametrize("name", ["done", "failed"])
def test_a_link_in_place_of_a_folder_leads_nowhere(project, folder, tmp_path, name):
    (tmp_path / "elsewhere").mkdir()
    (folder / name).symlink_to(tmp_path / "elsewhere")
    (folder / "a.csv").write_text(_good(1))
    result = _call(project, folder)
    assert result.exit_code == 2
    assert "is not a folder" in result.stderr
    assert (folder / "a.csv").exists()


NAMES = [
    "..csv",
    "a\nb.csv",
    "=cmd().csv",
    "-rf.csv",
    "$(touch x).csv",
    "'; drop table t; --.csv",
    "[a-z]*?.csv",
    "<script>.csv",
    "\u202egnp.csv",
    "数据.csv",
    "名" * 83 + ".csv",
    "x" * 251 + ".csv",
    "x." + "y" * 250,
    os.fsdecode(b"caf\xe9.csv"),
]


@pytest.mark.parametrize("name", NAMES)
def test_odd_names_are_only_names(project, folder, name):
    path = folder / name
    path.write_text(_good(1))
    hidden = name.startswith(".")
    result = _call(project, folder)
    assert result.exit_code in (0, 3), result.output
    if hidden:
        assert path.exists()
        return
    assert not path.exists()
    moved = [p for place in ("done", "failed") for p in (folder / place).iterdir()]
    assert len(moved) == 2
    (file,) = [p for p in moved if not p.name.endswith(".reason.json")]
    assert file.read_text() == _good(1)
    assert _reason(file)["file"].isprintable()
    if path.suffix == ".csv":
        assert _claims(project) == 2


def _nameable(text: str) -> bool:
    return text not in (".", "..") and len(os.fsencode(text)) <= 255


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sets(
        st.text(
            st.characters(exclude_characters="/\0", exclude_categories=("Cs",)), min_size=1
        ).filter(_nameable),
        min_size=1,
        max_size=5,
    ),
    st.integers(1, 3),
)
def test_no_file_is_ever_lost(folder, names, rounds):
    shutil.rmtree(folder)
    folder.mkdir()
    sent = Counter()
    for number in range(rounds):
        for name in names:
            if not (folder / name).exists():
                (folder / name).write_bytes(f"{number} {name}".encode())
                sent[f"{number} {name}".encode()] += 1
        _work(folder)
    found = Counter(
        path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
        and not path.name.endswith(".reason.json")
        and not path.name.startswith(".zhibiao-inbox")
    )
    assert found == sent


def test_trouble_that_is_not_the_files_leaves_it_where_it_is(folder):
    (folder / "a.csv").write_text("x")
    for error in (OSError(28, "No space left on device"), Locked("a", "b", "c"), MemoryError()):

        def take(path: Path, error: BaseException = error) -> Taken:
            raise error

        with pytest.raises(type(error)):
            _work(folder, take)
        assert (folder / "a.csv").exists()
    assert _work(folder)[0].became == "done"


def test_a_fault_of_the_program_does_not_keep_back_the_others(folder):
    for name in ("a.csv", "b.csv"):
        (folder / name).write_text("x")

    def take(path: Path) -> Taken:
        if path.name == "a.csv":
            raise ZeroDivisionError("/srv/secret")
        return Taken("fine")

    assert [report.became for report in _work(folder, take)] == ["failed", "done"]
    reason = _reason(folder / "failed" / "a.csv")["reason"]
    assert "ZeroDivisionError" in reason
    assert "secret" not in reason


def test_a_run_under_way_or_another_worker_is_told(project, folder):
    (folder / "a.csv").write_text(_good(1))
    with run_lock(project.lock_file, "zhibiao run"):
        result = _call(project, folder)
    assert result.exit_code == 5
    with run_lock(folder / ".zhibiao-inbox.lock", "zhibiao ingest --inbox"):
        result = _call(project, folder)
    assert result.exit_code == 5
    assert "ingest --inbox" in result.stderr
    assert (folder / "a.csv").exists()


def test_missing_seeds_are_not_the_files_fault(project, folder):
    (folder / "a.csv").write_text(_good(1))
    (project.seeds / "units.csv").unlink()
    assert _call(project, folder).exit_code == 3
    assert (folder / "a.csv").exists()


def test_a_file_that_ends_the_process_each_time_is_put_aside(folder):
    (folder / "a.csv").write_text("poison")
    (folder / "b.csv").write_text("fine")
    script = (
        "import os, signal, sys; from pathlib import Path; from warehouse.inbox import *\n"
        "def take(path):\n"
        "    if 'poison' in path.read_text(): os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return Taken('fine')\n"
        "list(work_off(Path(sys.argv[1]), take, settle_seconds=0))\n"
    )
    codes = [
        subprocess.run([sys.executable, "-c", script, str(folder)], check=False).returncode
        for _ in range(6)
    ]
    assert codes == [-signal.SIGKILL] * 5 + [0]
    assert "5 times" in _reason(folder / "failed" / "a.csv")["reason"]
    assert (folder / "done" / "b.csv").exists()


@pytest.mark.parametrize(
    "arguments", [[], ["a.txt", "--inbox", "."], ["--inbox", ".", "--dry-run"]]
)
def test_wrong_usage(project, arguments):
    result = CliRunner().invoke(app, ["ingest", *arguments, "--project", str(project.root)])
    assert result.exit_code == 2


def test_there_is_no_such_folder(project, tmp_path):
    assert _call(project, tmp_path / "none").exit_code == 2


# ------------------------------------------------------------------------------------------ kills

_SCRIPT = """
import os, signal, sys
from pathlib import Path
from warehouse import inbox
from warehouse.paths import Project
from warehouse.settings import Settings
from warehouse.taking import Taker
root, folder, fatal = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
take = Taker(Project(root=root, data=root / "data"), Settings(), "", "", "", "newspaper")
seen = 0

def watch(event, arguments):
    global seen
    if event.startswith(("os.", "open")) and any(
        str(root.parent) in str(argument) for argument in arguments
    ):
        seen += 1
        if seen == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(watch)
list(inbox.work_off(folder, take, settle_seconds=0))
print(seen)
"""


def _killed(project: Project, folder: Path, fatal: int) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(project.root), str(folder), str(fatal)],
        capture_output=True,
        text=True,
        check=False,
    )


def _contents(folder: Path) -> Counter:
    return Counter(
        hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
        and not path.name.endswith((".reason.json", ".tmp"))
        and not path.name.startswith(".zhibiao")
    )


def _survives(project: Project, folder: Path, points: range) -> None:
    """Kill the worker at each point, with fresh files each time, and look that nothing is lost."""
    (project.root / "dbt_project").mkdir(exist_ok=True)
    sources = (project.seeds / "sources.csv").read_text().count("\n")
    claims = killed = 0
    for point in points:
        (folder / "a.csv").write_text(_good(point * 10))
        (folder / "b.csv").write_text(HEADER + ROW.format(point, "nowhere", 1))
        (folder / f"page{point}.txt").write_text(f"解放区2023年地区生产总值{point + 1000}.5亿元。")
        sent = _contents(folder)
        result = _killed(project, folder, point)
        assert result.returncode in (0, -signal.SIGKILL), result.stderr
        killed += result.returncode != 0
        assert _contents(folder) == sent, f"killed at {point}: a file is lost"
        again = _killed(project, folder, 0)
        assert again.returncode == 0, again.stderr
        assert _contents(folder) == sent
        assert not [path for path in folder.iterdir() if path.suffix in (".csv", ".txt")]
        claims += 3
        assert _claims(project) == claims, f"killed at {point}: loaded twice or lost"
        text = (project.seeds / "sources.csv").read_text()
        sources += 1
        assert text.count("\n") == sources, f"killed at {point}: a source is there twice"
        for place in ("done", "failed"):
            for path in (folder / place).iterdir():
                if path.suffix != ".json" and not path.name.startswith("."):
                    assert _reason(path)["outcome"] == place
    assert killed > 0


def test_killed_and_called_again(project, folder):
    _survives(project, folder, range(40, 112, 60))


@pytest.mark.slow
def test_killed_at_many_points(project, folder):
    _survives(project, folder, range(1, 150, 9))


def test_shown_names_can_be_printed():
    assert inbox.shown("a\nb\u202e\udce9") == "a\\nb\\u202e\\udce9"
