"""One run at a time: a lock that the operating system releases when its holder dies."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from warehouse.errors import Locked

# A dead run's dbt process ends as soon as it notices, within a fraction of a second.
_GRACE_SECONDS = 10.0


@dataclass(frozen=True)
class Holder:
    """Who holds the lock, as far as the lock file says."""

    pid: int
    host: str
    command: str
    since: str

    def is_gone(self) -> bool:
        """True when the process that took the lock has ended on this machine."""
        if self.host != socket.gethostname():
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False

    def __str__(self) -> str:
        return f"`{self.command}`, process {self.pid} on {self.host}, since {self.since}"


def holder(path: Path) -> Holder | None:
    """The holder named in the lock file, or None; the file may be empty or half written."""
    try:
        return Holder(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def is_locked(path: Path) -> bool:
    """Whether somebody holds the lock now."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(descriptor)


@contextmanager
def run_lock(path: Path, command: str, doing: str = "taking the lock") -> Iterator[int]:
    """Hold the lock; yields its file descriptor, for processes that work on behalf of the holder.

    Raises Locked when another process holds it. A process that inherits the descriptor keeps the
    lock until it ends, so a killed run's dbt never works beside the next run.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _acquire(descriptor, path, doing)
        note = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "command": command,
            "since": datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S UTC"),
        }
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(note).encode(), 0)
        yield descriptor
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, path: Path, doing: str) -> None:
    deadline = time.monotonic() + _GRACE_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            who = holder(path)
            if who is not None and who.is_gone() and time.monotonic() < deadline:
                time.sleep(0.05)
                continue
            raise Locked(
                doing,
                f"another run holds the lock: {who or 'unknown process'}",
                "Wait for it to end, then call again. Readers are not affected.",
            ) from None
