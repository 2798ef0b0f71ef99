"""Errors of reading and loading: what was being done, what was wrong, what to do next."""

from __future__ import annotations

import re
from pathlib import Path


class IngestError(Exception):
    """An error that a person can act on: `doing` something, the `problem`, the `next_step`."""

    def __init__(self, doing: str, problem: str, next_step: str, detail: str = "") -> None:
        super().__init__(f"{doing}: {problem}. {next_step}")
        self.doing = doing
        self.problem = problem
        self.next_step = next_step
        self.detail = detail


class UnreadableFile(IngestError):
    """A file that cannot be taken at all: its kind, its encoding, its header."""


class TooLarge(UnreadableFile):
    """A file beyond the limits, read no further."""


class SeedError(IngestError):
    """A reference table that is missing or has not its columns."""


class StateError(IngestError):
    """The stored state is damaged or cannot be written."""


def said(error: Exception, path: Path) -> str:
    """The first line of what a library said about `path`, in which only the file's name stays.

    It is kept with the rejected rows and published; the folders of the machine are nobody's matter.
    """
    first = (str(error).splitlines() or [""])[0]
    for folder in sorted({str(path.parent), str(path.resolve().parent)}, key=len, reverse=True):
        first = first.replace(f"{folder}/", "")
    # A library may have written the path in a way of its own.
    return re.sub(r"/(?:[^/\s'\"]+/)+", "", first)[:200]
