"""Errors of reading and loading: what was being done, what was wrong, what to do next."""

from __future__ import annotations


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
