"""What a rebuild cannot make again: kept in one file, and back in one step or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import shutil
import signal
import subprocess
import sys
import tarfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from ingest.load import load_files
from warehouse import backup, history, restore
from warehouse.backup import is_safe_name
from warehouse.cli import app
from warehouse.errors import InputError, Locked, UsageError
from warehouse.exclusive import exclusive
from warehouse.history import RunRecord
from warehouse.lock import run_lock
from warehouse.paths import Project
from warehouse.read import connect

NOW = datetime(2026, 1, 2, 3, 4, 5)
HEADER = "source_id,locator,area,indicator,measure,value_text,unit,period,status\n"


def _call(project, *arguments):
    environment = {"COLUMNS": "200", "ZHIBIAO_DATA_DIR": str(project.data)}
    return CliRunner().invoke(app, [*arguments, "--project", str(project.root)], env=environment)


def _load(project: Project, name: str, *figures: str) -> None:
    """Load a file with one claim for each figure, and one row that is rejected."""
    path = project.root / name
    row = "doc-000,c{},{},gdp,level,{},亿元,2023,actual"
    rows = [row.format(number, "解放区", text) for number, text in enumerate(figures)]
    path.write_text(HEADER + "\n".join([*rows, row.format(9, "nowhere", 1)]))
    load_files(
        [path],
        state_dir=project.raw,
        seeds_dir=project.seeds,
        is_ledger=False,
        ledger_root=None,
        now=NOW,
    )
    path.unlink()


def _state(project: Project) -> dict[str, str]:
    """Names and hashes of all files of the state."""
    return {
        str(path.relative_to(project.data)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in (project.raw, project.history, project.extracted)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _fail(project: Project, number: int) -> None:
    run = RunRecord(f"{number:05d}-20260101T000000Z", NOW, "failed", "", "{}")
    history.record_failed(project, run)


@pytest.fixture
def filled(published_project: Project) -> Project:
    """A project with claims, rejected rows, a published run and a failed one."""
    _load(published_project, "first.csv", "135.7", "136.1")
    _fail(published_project, 2)
    published_project.extracted.mkdir()
    for name in ("一版.csv", "一版-review.xlsx", "一版-review.html"):
        (published_project.extracted / name).write_text(name)
    return published_project


@pytest.fixture
def archive(filled: Project, tmp_path: Path) -> Path:
    path = tmp_path / "backup.tar"
    with exclusive(filled, "test"):
        backup.make(filled, path, NOW)
    return path


def test_a_new_machine_gets_everything_back(filled, tmp_path):
    before = _state(filled)
    # What other programs keep beside a file that they have open stays behind.
    (filled.extracted / "~$一版-review.xlsx").write_text("open")
    (filled.extracted / ".x.csv").write_text("half")
    archive = tmp_path / "now.tar"
    assert _call(filled, "backup", str(archive)).exit_code == 0
    other = Project(root=tmp_path / "other", data=tmp_path / "other" / "data")
    shutil.copytree(filled.root / "seeds", other.seeds)
    (other.root / "dbt_project").mkdir()
    result = _call(other, "restore", str(archive))
    assert result.exit_code == 0, result.stderr
    assert "2 claims, 1 rejected rows, 2 runs" in result.stdout
    assert "seeds" not in result.stdout
    assert _state(other) == before
    assert not other.before_restore.exists()


def test_review_files_that_are_there_stay_where_the_backup_has_none(filled, tmp_path):
    review = filled.extracted / "一版-review.xlsx"
    assert _call(filled, "backup", str(tmp_path / "with.tar")).exit_code == 0
    shutil.rmtree(filled.extracted)
    assert _call(filled, "backup", str(tmp_path / "without.tar")).exit_code == 0
    filled.extracted.mkdir()
    review.write_text("half completed")
    assert _call(filled, "restore", str(tmp_path / "without.tar"), "--force").exit_code == 0
    assert review.read_text() == "half completed"
    assert _call(filled, "restore", str(tmp_path / "with.tar"), "--force").exit_code == 0
    assert review.read_text() == review.name
    assert (filled.before_restore / "extracted" / review.name).read_text() == "half completed"


def test_a_backup_to_a_disk_that_is_not_mounted_is_refused(filled, tmp_path):
    result = _call(filled, "backup", str(tmp_path / "mnt" / "backup.tar"))
    assert result.exit_code == 2
    assert "a disk may not be mounted" in result.stderr
    assert not (tmp_path / "mnt").exists()


@pytest.mark.parametrize("become", ["longer, and so another", "XXXXXX"])
def test_a_file_that_changes_under_a_backup_is_told(filled, tmp_path, monkeypatch, become):
    seed = filled.seeds / "mine.csv"
    seed.write_text("a,b,c\n"[:6])
    digest = backup._digest

    def digest_and_change(path):
        found = digest(path)
        if path == seed:
            seed.write_text(become)
        return found

    monkeypatch.setattr(backup, "_digest", digest_and_change)
    result = _call(filled, "backup", str(tmp_path / "b.tar"))
    assert result.exit_code == 1
    assert "seeds/mine.csv changed while it was read" in result.stderr
    assert list(tmp_path.glob("*b.tar*")) == []


def test_the_command_says_what_is_in_it_and_leaks_nothing(filled, tmp_path):
    target = tmp_path / "new" / "backup.tar"
    target.parent.mkdir()
    result = _call(filled, "backup", str(target))
    assert result.exit_code == 0, result.stderr
    assert "2 claims, 1 rejected rows, 2 runs" in result.stdout
    assert str(filled.root).encode() not in target.read_bytes()
    with tarfile.open(target) as tar:
        assert {(m.uname, m.gname, m.uid, m.mtime) for m in tar} == {("", "", 0, 0)}
        assert tar.getnames()[0] == "manifest.json"
    again = _call(filled, "backup", str(target))
    assert again.exit_code == 2
    assert "--force" in again.stderr
    assert _call(filled, "backup", str(target), "--force").exit_code == 0
    assert [path.name for path in target.parent.iterdir()] == ["backup.tar"]


def test_a_state_that_is_there_is_replaced_only_by_force_and_kept(filled, archive):
    before = _state(filled)
    _load(filled, "second.csv", "137.2")
    later = _state(filled)
    refused = _call(filled, "restore", str(archive))
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert _state(filled) == later
    done = _call(filled, "restore", str(archive), "--force")
    assert done.exit_code == 0, done.stderr
    assert _state(filled) == before
    kept = {str(p.relative_to(filled.before_restore)) for p in filled.before_restore.rglob("*.*")}
    assert kept == set(later)
    assert "before-restore" in done.stdout


def test_readers_and_the_published_version_are_not_touched(filled, archive):
    with connect(project=filled) as reader:
        assert _call(filled, "restore", str(archive), "--force").exit_code == 0
        assert _call(filled, "backup", str(archive), "--force").exit_code == 0
        assert reader.execute("select count(*) from main.area").fetchone() == (3,)
    with connect(project=filled) as reader:
        assert reader.execute("select count(*) from main.area").fetchone() == (3,)


def test_seeds_that_differ_are_told_and_come_back_when_asked(filled, archive):
    areas = filled.seeds / "areas.csv"
    original = areas.read_text()
    areas.write_text("spoilt")
    (filled.seeds / "mine.csv").write_text("a\n")
    told = _call(filled, "restore", str(archive), "--force")
    assert "2 seeds are not as in the backup: areas.csv, mine.csv" in told.stdout
    assert areas.read_text() == "spoilt"
    assert _call(filled, "restore", str(archive), "--force", "--with-seeds").exit_code == 0
    assert areas.read_text() == original
    assert (filled.seeds / "mine.csv").exists()
    assert (filled.before_restore / "seeds" / "areas.csv").read_text() == "spoilt"
    assert list(filled.seeds.rglob(".*")) == []


def test_both_take_the_lock(filled, archive):
    with run_lock(filled.lock_file, "zhibiao run"):
        for command in ("backup", "restore"):
            result = _call(filled, command, str(archive), "--force")
            assert result.exit_code == 5


def test_a_damaged_state_is_not_backed_up(filled, tmp_path):
    next(filled.raw.glob("claims-*")).unlink()
    result = _call(filled, "backup", str(tmp_path / "b.tar"))
    assert result.exit_code == 1
    assert "the loads tell of 2 claims" in result.stderr
    assert list(tmp_path.glob("*b.tar*")) == []


def test_a_backup_into_the_data_folder_is_refused(filled):
    result = _call(filled, "backup", str(filled.data / "b.tar"))
    assert result.exit_code == 2
    assert "data folder" in result.stderr


# ------------------------------------------------------------------------- what is no good backup


def _tar(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w") as tar:
        for member, content in members:
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return path


def _manifest(*files: dict, **more) -> tuple[tarfile.TarInfo, bytes]:
    facts = {
        "format": "zhibiao-backup",
        "format_version": 1,
        "created": "",
        "claims": 0,
        "rejected": 0,
        "runs": 0,
        "files": list(files),
        **more,
    }
    return tarfile.TarInfo("manifest.json"), json.dumps(facts).encode()


def _entry(name: str, content: bytes = b"x") -> dict:
    return {"path": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


RUN = "history/run-00001-20260101T000000Z.parquet"
SECOND = "history/run-00002-20260101T000000Z.parquet"


def _link(kind: bytes) -> tarfile.TarInfo:
    member = tarfile.TarInfo(RUN)
    member.type, member.linkname = kind, "/etc/passwd"
    return member


def _linked(path: Path, kind: bytes) -> Path:
    with tarfile.open(path, "w") as tar:
        member, content = _manifest(_entry(RUN, b""))
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
        tar.addfile(_link(kind))
    return path


BAD = {
    "empty": (lambda p: p.write_bytes(b""), "no backup"),
    "text": (lambda p: p.write_text("nothing of the sort " * 100), "no backup"),
    "a compressed archive": (lambda p: p.write_bytes(b"\x1f\x8b\x08" + b"\0" * 600), "no backup"),
    "another archive": (lambda p: _tar(p, (tarfile.TarInfo("a"), b"x")), "does not begin"),
    "another manifest": (lambda p: _tar(p, _manifest(format="other")), "not of zhibiao"),
    "a later format": (lambda p: _tar(p, _manifest(format_version=9)), "format 9"),
    "no json": (lambda p: _tar(p, (tarfile.TarInfo("manifest.json"), b"{")), "cannot be read"),
    "a list": (lambda p: _tar(p, (tarfile.TarInfo("manifest.json"), b"[1]")), "cannot be read"),
    "deep json": (
        lambda p: _tar(p, (tarfile.TarInfo("manifest.json"), b"[" * 100_000)),
        "cannot be read",
    ),
    "files that are none": (lambda p: _tar(p, _manifest(files=3)), "cannot be read"),
    "a path upward": (lambda p: _tar(p, _manifest(_entry("raw/../../x.csv"))), "may write"),
    "an absolute path": (lambda p: _tar(p, _manifest(_entry("/etc/x.csv"))), "may write"),
    "upward in the seeds": (lambda p: _tar(p, _manifest(_entry("seeds/../x.csv"))), "may write"),
    "a file twice": (lambda p: _tar(p, _manifest(_entry(RUN), _entry(RUN))), "twice"),
    "too much promised": (
        lambda p: _tar(p, _manifest({"path": RUN, "size": 10**15, "sha256": ""})),
        "cut short",
    ),
    "a file missing": (lambda p: _tar(p, _manifest(_entry(RUN))), "missing"),
    "another file": (
        lambda p: _tar(p, _manifest(_entry(RUN)), (tarfile.TarInfo(SECOND), b"x")),
        "is expected",
    ),
    "another size": (
        lambda p: _tar(p, _manifest(_entry(RUN)), (tarfile.TarInfo(RUN), b"xx")),
        "is expected",
    ),
    "another content": (
        lambda p: _tar(p, _manifest(_entry(RUN)), (tarfile.TarInfo(RUN), b"y")),
        "checksum",
    ),
    "more than named": (lambda p: _tar(p, _manifest(), (tarfile.TarInfo(RUN), b"x")), "more files"),
    "a symbolic link": (lambda p: _linked(p, tarfile.SYMTYPE), "not a plain file"),
    "a hard link": (lambda p: _linked(p, tarfile.LNKTYPE), "not a plain file"),
    "a device": (lambda p: _linked(p, tarfile.CHRTYPE), "not a plain file"),
    "claims that are not there": (lambda p: _tar(p, _manifest(claims=7)), "promises 7 claims"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_good_backup_changes_nothing(filled, tmp_path, kind):
    make, message = BAD[kind]
    path = tmp_path / "bad.tar"
    make(path)
    before = _state(filled)
    result = _call(filled, "restore", str(path), "--force", "--with-seeds")
    assert result.exit_code == 3, result.stderr
    assert message in result.stderr
    assert "Nothing was changed" in result.stderr
    assert _state(filled) == before
    assert not filled.restoring.exists()
    assert not (filled.root / "x.csv").exists()


def test_a_backup_cut_short_anywhere_changes_nothing(filled, archive, tmp_path):
    whole = archive.read_bytes()
    before = _state(filled)
    cut = tmp_path / "cut.tar"
    # Without its seeds the archive is small; the two blocks of zeros at its end say nothing.
    end = len(whole.rstrip(b"\0"))
    for length in [0, 1, 511, 512, 513, 2000, *range(0, end, end // 25), end - 1]:
        cut.write_bytes(whole[:length])
        with exclusive(filled, "test"), pytest.raises(InputError):
            restore.restore(filled, cut, force=True)
        assert _state(filled) == before
    assert not filled.restoring.exists()


def test_a_flipped_bit_is_noticed_or_does_no_harm(filled, archive, tmp_path):
    whole = bytearray(archive.read_bytes())
    before = _state(filled)
    flipped = tmp_path / "flipped.tar"
    for position in range(100, len(whole), len(whole) // 40):
        whole[position] ^= 1
        flipped.write_bytes(whole)
        whole[position] ^= 1
        with exclusive(filled, "test"), contextlib.suppress(InputError):
            restore.restore(filled, flipped, force=True)
        assert _state(filled) == before


def test_there_is_no_such_file(filled, tmp_path):
    result = _call(filled, "restore", str(tmp_path / "none.tar"))
    assert (result.exit_code, "no such file" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    "name",
    [
        *("raw/x.parquet", "raw/claims-1-2.parquet", "history/../raw/a", "work/x.csv", ""),
        *("seeds/", "seeds/a", "seeds/.csv/../a.csv", "seeds/a\0.csv", "seeds//a.csv"),
        *("seeds/a\\b.csv", "seeds/C:.csv"),
        *("extracted/a/b.csv", "extracted/../a.csv", "extracted/a.exe", "extracted", "extracted/"),
    ],
)
def test_names_that_a_backup_may_not_write(name):
    assert not is_safe_name(name)


@given(st.text(max_size=40))
def test_a_safe_name_stays_below_its_folder(name: str):
    root = Path("/data")
    for candidate in (
        name,
        f"seeds/{name}",
        f"seeds/{name}.csv",
        f"raw/{name}",
        f"extracted/{name}.csv",
    ):
        if is_safe_name(candidate):
            first = candidate.split("/", 1)[0]
            assert (root / candidate).resolve().is_relative_to(root / first)
            assert candidate.isprintable()


# ------------------------------------------------------------------------------------------ kills

# Restores in a process of its own, which kills itself at the n-th event by which Python tells that
# it opens, renames or removes a file of the project.
_SCRIPT = """
import os, signal, sys
from pathlib import Path
from warehouse import restore
from warehouse.exclusive import exclusive
from warehouse.paths import Project
from ingest import state
import duckdb
root, archive, fatal = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
project = Project(root=root, data=root / "data")
seen = 0

def watch(event, arguments):
    global seen
    if event.startswith(("os.", "shutil.", "open")) and any(str(root) in str(a) for a in arguments):
        seen += 1
        if seen == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(watch)
with exclusive(project, "test"):
    restore.restore(project, archive, force=True, with_seeds=True)
print(seen)
"""


def _restore_killed(project: Project, archive: Path, fatal: int) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(project.root), str(archive), str(fatal)],
        capture_output=True,
        text=True,
        check=False,
    )


def _survives(filled: Project, tmp_path: Path, step: int) -> None:
    # A handful of seeds is enough, and keeps the number of points small.
    for path in filled.seeds.rglob("*.csv"):
        if path.name not in ("areas.csv", "units.csv"):
            path.unlink()
    with exclusive(filled, "test"):
        backup.make(filled, tmp_path / "backup.tar", NOW)
    old = {**_state(filled), "seed": (filled.seeds / "areas.csv").read_text()}
    shutil.copytree(filled.data, tmp_path / "later", symlinks=True)
    later = Project(root=filled.root, data=tmp_path / "later")
    _fail(later, 9)
    pristine = _state(later)
    finished = 0
    fatal = 1
    while True:
        shutil.rmtree(filled.data)
        shutil.copytree(later.data, filled.data, symlinks=True)
        (filled.seeds / "areas.csv").write_text("changed since")
        result = _restore_killed(filled, tmp_path / "backup.tar", fatal)
        with connect(project=filled) as reader:
            assert reader.execute("select count(*) from main.area").fetchone() == (3,)
        with exclusive(filled, "whoever comes next"):
            now = _state(filled)
            seed = (filled.seeds / "areas.csv").read_text()
        if now == pristine:
            assert finished == 0, f"killed at {fatal}: back to the old state after the decision"
            assert seed == "changed since"
        else:
            finished += 1
            assert {**now, "seed": seed} == old, f"killed at {fatal}: a mixture"
            assert {
                str(path.relative_to(filled.before_restore))
                for part in ("raw", "history", "extracted")
                for path in (filled.before_restore / part).rglob("*")
            } == set(pristine), f"killed at {fatal}: the state before is gone"
        assert not filled.restored.exists()
        assert not filled.restoring.exists()
        assert list(filled.seeds.glob(".*.part")) == []
        if result.returncode == 0:
            break
        assert result.returncode == -signal.SIGKILL, result.stderr
        fatal += step
    assert fatal > 30
    assert finished > 0


def test_killed_while_restoring(filled, tmp_path):
    _survives(filled, tmp_path, step=17)


@pytest.mark.slow
def test_killed_at_every_touch_while_restoring(filled, tmp_path):
    _survives(filled, tmp_path, step=1)


def test_an_unfinished_restore_is_finished_by_whoever_comes_next(filled, archive, monkeypatch):
    before = _state(filled)
    _fail(filled, 9)
    monkeypatch.setattr(restore, "finish", lambda project: False)
    with run_lock(filled.lock_file, "test"):
        restore.restore(filled, archive, force=True)
    monkeypatch.undo()
    assert filled.restored.is_dir()
    assert "cut short" in _call(filled, "doctor", "--format", "json").stdout
    result = _call(filled, "rollback")
    assert "finished it now" in result.stderr
    assert _state(filled) == before


def test_locked_means_nothing_is_finished(filled):
    filled.restored.mkdir()
    with run_lock(filled.lock_file, "test"), pytest.raises(Locked), exclusive(filled, "x"):
        pass
    assert filled.restored.is_dir()


def test_a_restored_state_runs_and_knows_its_history(run, project, tmp_path):
    first = run()
    with exclusive(project, "test"):
        backup.make(project, tmp_path / "b.tar", NOW)
    second = run(force=True)
    with exclusive(project, "test"):
        restore.restore(project, tmp_path / "b.tar", force=True)
    assert history.recorded_runs(project) == [first.run_id]
    third = run(force=True)
    # The version published since is still there: its run and forecasts are recorded again.
    assert history.recorded_runs(project) == [first.run_id, second.run_id, third.run_id]
    with connect(project=project) as connection:
        known = connection.execute("select distinct run_id from forecast_history order by 1")
        assert [row[0] for row in known.fetchall()] == [first.run_id, second.run_id, third.run_id]


def test_usage_errors_are_no_input_errors(filled, archive):
    with exclusive(filled, "test"), pytest.raises(UsageError):
        restore.restore(filled, archive)
