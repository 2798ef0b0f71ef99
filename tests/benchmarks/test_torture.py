"""The short form of `make torture`: kills, a full disk, a race, and readers that watch."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_what_is_tried_holds() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "torture.py"), "--short"],
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "NOT HELD" not in done.stdout
