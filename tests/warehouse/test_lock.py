"""One run at a time; a dead process leaves no lock behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from warehouse.errors import Locked
from warehouse.lock import is_locked, run_lock

_HOLD = """
import sys, time
from pathlib import Path
from warehouse.lock import run_lock
with run_lock(Path(sys.argv[1]), "zhibiao run"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other_holder(tmp_path):
    path = tmp_path / "run.lock"
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    yield path, process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_run_is_told_who_holds_the_lock(other_holder):
    path, process = other_holder
    with pytest.raises(Locked, match=f"zhibiao run.*process {process.pid}"), run_lock(path, "me"):
        pass
    assert Locked.exit_code == 5


def test_the_lock_of_a_killed_process_is_free(other_holder):
    path, process = other_holder
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with run_lock(path, "me"):
        assert is_locked(path)
    assert not is_locked(path)


def test_the_lock_is_free_after_an_error(tmp_path):
    path = tmp_path / "run.lock"
    with pytest.raises(RuntimeError), run_lock(path, "me"):
        raise RuntimeError
    with run_lock(path, "me"):
        pass


def test_the_lock_waits_for_what_a_killed_run_started(tmp_path):
    # The child inherits the lock as dbt does, and outlives its parent for a moment.
    script = (
        "import subprocess, sys, os, signal\n"
        "from pathlib import Path\n"
        "from warehouse.lock import run_lock\n"
        "with run_lock(Path(sys.argv[1]), 'zhibiao run') as lock:\n"
        "    child = subprocess.Popen(['sleep', '0.5'], pass_fds=(lock,))\n"
        "    print(child.pid, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    path = tmp_path / "run.lock"
    subprocess.run([sys.executable, "-c", script, str(path)], stdout=subprocess.DEVNULL)
    assert is_locked(path)
    with run_lock(path, "me"):
        pass
