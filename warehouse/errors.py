"""Errors that a user can act on, and the exit codes that go with them.

Every message says what was being done, with what, what was wrong, and what to do next.
"""

from __future__ import annotations

import errno
import sys

EXIT_PUBLISHED = 0
EXIT_UNEXPECTED = 1
EXIT_USAGE = 2
EXIT_INPUT = 3
EXIT_CHECK = 4
EXIT_LOCKED = 5


class ZhibiaoError(Exception):
    """An error for people: `doing` something, the `problem`, and what to do next."""

    exit_code = EXIT_UNEXPECTED

    def __init__(self, doing: str, problem: str, next_step: str, detail: str = "") -> None:
        super().__init__(f"{doing}: {problem}")
        self.doing = doing
        self.problem = problem
        self.next_step = next_step
        self.detail = detail


class UsageError(ZhibiaoError):
    """The command was called wrongly: an unknown name, a missing file, an impossible option."""

    exit_code = EXIT_USAGE


class InputError(ZhibiaoError):
    """The input is not good enough: unreadable, or too many rows rejected."""

    exit_code = EXIT_INPUT


class CheckFailed(ZhibiaoError):
    """A test or an audit failed; nothing was published."""

    exit_code = EXIT_CHECK


class ChangesTooMuch(CheckFailed):
    """A run would change more than the settings allow; a person must look first."""


class Locked(ZhibiaoError):
    """Another run is under way."""

    exit_code = EXIT_LOCKED


_OS_ADVICE = {
    errno.ENOSPC: "Free some disk space, then run the same command again.",
    errno.EDQUOT: "The quota of this user is used up: free some space, then try again.",
    errno.EFBIG: "The size limit for files is too small (`ulimit -f`): raise it, then try again.",
    errno.EACCES: "Check the permissions of that path, or point ZHIBIAO_DATA_DIR elsewhere.",
    errno.EPERM: "Check the owner and permissions of that path.",
    errno.EROFS: "That file system is read-only: point ZHIBIAO_DATA_DIR at one that is not.",
    errno.ENOENT: "Check that the path exists.",
    errno.EISDIR: "A file is expected there, not a folder.",
    errno.ENOTDIR: "A folder is expected there, not a file.",
}


def as_known_error(error: BaseException, doing: str) -> ZhibiaoError | None:
    """An error of loading, of the system or of DuckDB as one for people; None if unknown."""
    if isinstance(error, ZhibiaoError):
        return error
    if isinstance(error, OSError):
        what = error.strerror or str(error)
        where = f" ({error.filename})" if error.filename else ""
        advice = _OS_ADVICE.get(error.errno or 0, "Mend what the system reports, then try again.")
        return ZhibiaoError(doing, f"{what}{where}", advice)
    ingest = sys.modules.get("ingest.errors")
    if ingest is not None and isinstance(error, ingest.IngestError):
        # Damaged state is a fault of the machine or of a hand; the rest is bad input.
        kind = ZhibiaoError if isinstance(error, ingest.StateError) else InputError
        return kind(error.doing, error.problem, error.next_step, error.detail)
    duckdb = sys.modules.get("duckdb")
    if duckdb is not None and isinstance(error, duckdb.Error):
        first_line = str(error).split("\n", 1)[0]
        return ZhibiaoError(
            doing,
            first_line,
            "Nothing was published. `zhibiao doctor` checks the files and settings.",
        )
    return None
