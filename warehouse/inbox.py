"""`zhibiao ingest --inbox`: a folder of files is worked off, each moved to done/ or failed/.

A file is loaded where it lies and moved afterwards. Loading knows claims that it has, so that a
kill between the two loads nothing twice, and a file is always in one of the three folders.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingest.files import replace_text, sync_folder
from warehouse.errors import InputError, Locked, UsageError, ZhibiaoError, as_known_error
from warehouse.lock import run_lock

DONE, FAILED = "done", "failed"
_LOCK = ".zhibiao-inbox.lock"
_UNDER_WAY = ".zhibiao-inbox.json"
# A file whose reading ended the process so often (out of memory, a parser's crash, a hasty
# administrator) must not keep back the others for ever.
_MOST_ATTEMPTS = 5
# How browsers, copying programs and editors name what they have not finished.
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart", ".download", ".swp", "~")
# 255 bytes are common to file systems; the reason file and its working name take 17 more.
_LONGEST_NAME = 230


@dataclass(frozen=True)
class Taken:
    """What loading made of a file; `facts` go into its reason file."""

    reason: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """What became of a file: done, failed, or waiting (left where it is)."""

    name: str
    became: str
    reason: str


def work_off(
    folder: Path, take: Callable[[Path], Taken], *, settle_seconds: float = 10.0
) -> Iterator[Report]:
    """Take each file of the folder, in the order of names; yields what became of each.

    `take` loads a file; its InputError is the file's fault, as is any surprise, and moves it to
    failed/. Anything else (the lock, a full disk, damaged state) ends the work, and the file stays.
    Files younger than `settle_seconds` are left alone: they may be still growing. Raises Locked
    when another process works off the folder.
    """
    if not folder.is_dir():
        raise UsageError(f"working off {folder}", "there is no such folder", "Check the path.")
    for name in (DONE, FAILED):
        place = folder / name
        # A link could lead files, and what their senders wrote, to anywhere.
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            raise UsageError(
                f"working off {folder}",
                f"{name}/ in it is not a folder",
                "Move it away; the folder is made anew.",
            )
        place.mkdir(exist_ok=True)
    with run_lock(folder / _LOCK, "zhibiao ingest --inbox", f"working off {folder}"):
        for path in sorted(folder.iterdir()):
            if (report := _work_off(folder, path, take, settle_seconds)) is not None:
                yield report
        (folder / _UNDER_WAY).unlink(missing_ok=True)


def shown(name: str) -> str:
    """A file's name for people and logs: what cannot be printed is escaped."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)


def _work_off(
    folder: Path, path: Path, take: Callable[[Path], Taken], settle_seconds: float
) -> Report | None:
    name = shown(path.name)
    hidden = path.name.startswith((".", "~$")) or path.name.lower().endswith(_UNFINISHED)
    try:
        before = path.lstat()
    except FileNotFoundError:
        return None
    if hidden or stat.S_ISDIR(before.st_mode):
        return None
    if not stat.S_ISREG(before.st_mode):
        return _put(path, FAILED, Taken("it is a link or a device, not a file: send the file"))
    if _age(before) < settle_seconds:
        return Report(name, "waiting", "it may be still growing")
    if _attempt(folder, path, before) > _MOST_ATTEMPTS:
        return _put(path, FAILED, Taken(f"reading it ended the process {_MOST_ATTEMPTS} times"))
    became, taken = _take(path, take)
    try:
        after = path.lstat()
    except FileNotFoundError:
        return Report(name, "waiting", "it was taken away while it was read")
    if (after.st_ino, after.st_size, after.st_mtime_ns) != (
        before.st_ino,
        before.st_size,
        before.st_mtime_ns,
    ):
        return Report(name, "waiting", "it changed while it was read")
    return _put(path, became, taken)


def _age(found: os.stat_result) -> float:
    # The change time too: copying programs set the other back. A time to come says nothing.
    now = time.time()
    return min(
        (now - moment for moment in (found.st_mtime, found.st_ctime) if moment <= now), default=now
    )


def _attempt(folder: Path, path: Path, found: os.stat_result) -> int:
    """The number of this attempt at the file, noted before it is read."""
    this = {"name": path.name, "inode": found.st_ino, "mtime_ns": found.st_mtime_ns}
    note = folder / _UNDER_WAY
    attempts = 0
    try:
        last = json.loads(note.read_text(encoding="utf-8"))
        if {key: last[key] for key in this} == this:
            attempts = int(last["attempts"])
    except (OSError, ValueError, KeyError, TypeError):
        # No note, or one that a kill cut short.
        pass
    replace_text(note, json.dumps({**this, "attempts": attempts + 1}))
    return attempts + 1


def _take(path: Path, take: Callable[[Path], Taken]) -> tuple[str, Taken]:
    try:
        return DONE, take(path)
    except (Locked, OSError, MemoryError):
        raise
    except Exception as error:
        known = as_known_error(error, f"loading {path.name}")
        if isinstance(known, InputError) and not _is_of_the_seeds(error):
            facts = {"details": known.detail.splitlines()} if known.detail else {}
            return FAILED, Taken(f"{known.problem}. {known.next_step}", facts)
        if isinstance(known, ZhibiaoError):
            raise
        return FAILED, Taken(f"unexpected {type(error).__name__}: a fault of the program")


def _is_of_the_seeds(error: Exception) -> bool:
    from ingest.errors import SeedError

    return isinstance(error, SeedError)


def _put(path: Path, became: str, taken: Taken) -> Report:
    """Move the file, its reason first: where a file is in done/ or failed/, its reason is too."""
    folder = path.parent / became
    target = _free(folder, path.name)
    reason = {
        "file": shown(path.name),
        "outcome": became,
        "reason": taken.reason,
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        **taken.facts,
    }
    text = json.dumps(reason, ensure_ascii=False, indent=2, default=str) + "\n"
    replace_text(
        target.with_name(target.name + ".reason.json"),
        text.encode("utf-8", "backslashreplace").decode(),
    )
    path.rename(target)
    sync_folder(folder)
    sync_folder(path.parent)
    return Report(shown(path.name), became, taken.reason)


def _free(folder: Path, name: str) -> Path:
    """A path in the folder that is not taken: `a.csv`, `a-2.csv`, …; long names are cut."""
    stem, suffix = Path(name).stem, Path(name).suffix
    if len(os.fsencode(name)) > _LONGEST_NAME - 10:
        digest = hashlib.sha256(os.fsencode(name)).hexdigest()[:8]
        suffix = suffix if len(os.fsencode(suffix)) <= 10 else ""
        kept = os.fsencode(stem)[: _LONGEST_NAME - 40].decode("utf-8", "ignore")
        stem = f"{kept}-{digest}"
    number = 1
    while True:
        target = folder / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
        if not os.path.lexists(target):
            return target
        number += 1
