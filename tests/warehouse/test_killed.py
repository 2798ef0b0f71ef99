"""A run killed by SIGKILL at any touch of the file system leaves one whole version for readers."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse import audit, history, publish
from warehouse.read import connect

# Runs the small warehouse in a process of its own, which kills itself at the n-th event by which
# Python tells that it opens, renames, links or removes a file.
_SCRIPT = """
import importlib.util, os, signal, sys
from pathlib import Path
folder, root, fatal = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
spec = importlib.util.spec_from_file_location("small", folder + "/conftest.py")
small = importlib.util.module_from_spec(spec)
spec.loader.exec_module(small)
from warehouse import history, run
from warehouse.load import Loaded
from warehouse.paths import Project
from warehouse.read import connect_to_write
from warehouse.settings import Settings

def prepare(project, path, record):
    path.parent.mkdir(parents=True, exist_ok=True)
    with connect_to_write(path) as connection:
        history.load_into(connection, project, record)

run.load = lambda *_: Loaded(1, 4, 3, 0, 1, ())
run.prepare_working_file = prepare
events = {"os.rename", "os.remove", "os.chmod", "os.symlink", "os.truncate", "os.mkdir", "open"}
seen = 0

def watch(event, arguments):
    global seen
    if event in events and (event != "open" or str(root) in str(arguments[0])):
        seen += 1
        if seen == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

small._empty_marts()
sys.addaudithook(watch)
project = Project(root=root, data=root / "data")
run.run(project, Settings(keep_versions=2), force=True, builder=small.fake_builder)
print(seen)
"""


def _run(project, fatal: int) -> subprocess.CompletedProcess:
    arguments = [str(Path(__file__).parent), str(project.root), str(fatal)]
    return subprocess.run(
        [sys.executable, "-c", _SCRIPT, *arguments], capture_output=True, text=True, check=False
    )


def _whole_version(project) -> str:
    """The run id of the published version, checked against the hash that it carries."""
    with connect(project=project) as connection:
        run_id, content_hash = connection.execute(
            "select run_id, content_hash from main.meta"
        ).fetchone()
        assert audit.problems(connection) == []
        assert audit.content_hash(connection) == content_hash
    return run_id


def _survives(project, points) -> None:
    last = _whole_version(project)
    for point in points:
        killed = _run(project, point)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        seen = _whole_version(project)
        assert seen >= last, f"killed at {point}: readers went back"
        last = seen
    mended = _run(project, 0)
    assert mended.returncode == 0, mended.stderr
    last = _whole_version(project)
    kept = {version.run_id for version in publish.versions(project)}
    assert last in kept
    assert kept <= set(history.recorded_runs(project))
    assert not project.run_folder.exists()
    assert not list(project.data.glob("**/.*"))
    # One pair of files for each run that was ever published, none lost, none half.
    for run_id in history.recorded_runs(project):
        assert (project.history / f"forecast-{run_id}.parquet").is_file()


def _events(project) -> int:
    result = _run(project, 0)
    assert result.returncode == 0, result.stderr
    return int(result.stdout.split()[-1])


def test_killed_around_publishing(published_project):
    last = _events(published_project)
    assert last > 10
    _survives(published_project, range(last - 10, last + 1, 3))


@pytest.mark.slow
def test_killed_at_every_touch_of_the_file_system(published_project):
    _survives(published_project, range(1, _events(published_project) + 1))


def test_a_full_disk_leaves_the_last_version(published_project):
    # The limit on the size of files stands in for a disk that fills up while a run writes.
    before = _whole_version(published_project)
    arguments = [str(Path(__file__).parent), str(published_project.root), "0"]
    limited = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000));"
    )
    result = subprocess.run(
        [sys.executable, "-c", limited + _SCRIPT, *arguments], capture_output=True, check=False
    )
    assert result.returncode != 0
    assert _whole_version(published_project) == before
    assert _run(published_project, 0).returncode == 0
    assert _whole_version(published_project) > before
    assert list(published_project.work.iterdir()) == []
