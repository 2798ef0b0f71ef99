"""Working on a project's state alone: the lock, and what a killed restore left to be finished."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from warehouse import log, restore
from warehouse.lock import run_lock
from warehouse.paths import Project


@contextmanager
def exclusive(project: Project, command: str) -> Iterator[int]:
    """Hold the project's lock, its state whole; yields the lock's descriptor. Raises Locked."""
    with run_lock(project.lock_file, command) as lock:
        if restore.finish(project):
            log.current().warn("a restore had been cut short after its checks; finished it now")
        yield lock
