"""`zhibiao backup`: what a rebuild cannot make again, as one file with checksums.

A tar without compression (Parquet is compressed), its first member `manifest.json`, then the
claims loaded and rows rejected (`raw/`), runs and their forecasts (`history/`), what was extracted
from documents, with the review files that a person completes (`extracted/`), and the seeds.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from ingest.files import replacing
from warehouse import history
from warehouse.errors import InputError, UsageError, ZhibiaoError
from warehouse.paths import Project

FORMAT = "zhibiao-backup"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"

# A manifest takes about 150 bytes for each file.
_LARGEST_MANIFEST = 256 * 1024**2
_STATE_NAME = re.compile(
    r"raw/(claims|rejected|presence|load)-\d{5,}-[0-9TZ]+\.parquet"
    r"|history/(run|forecast)-\d{5,}-\d{8}T\d{6}Z\.parquet"
)
# What `zhibiao ingest` leaves for people, and what they save beside it.
_EXTRACTED = (".csv", ".xlsx", ".html")
_CHUNK = 1024**2


@dataclass(frozen=True)
class Entry:
    """A file in a backup; `path` is relative, with slashes."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds."""

    created: str
    claims: int
    rejected: int
    runs: int
    files: tuple[Entry, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(entry.size for entry in self.files)


def is_safe_name(name: str) -> bool:
    """Whether a file of this name may be written below the data folder or the seeds."""
    if _STATE_NAME.fullmatch(name):
        return True
    first, *parts = name.split("/")
    return (
        bool(parts)
        and (
            (first == "seeds" and parts[-1].endswith(".csv"))
            or (first == "extracted" and len(parts) == 1 and parts[0].endswith(_EXTRACTED))
        )
        and not any(
            part in ("", ".", "..") or not part.isprintable() or set(part) & set('\\:*?"<>|')
            for part in parts
        )
    )


def _sources(project: Project) -> Iterator[tuple[str, Path]]:
    from ingest import state

    for path in state.files(project.raw):
        yield f"raw/{path.name}", path
    for path in history.files(project):
        yield f"history/{path.name}", path
    found = project.extracted.iterdir() if project.extracted.is_dir() else ()
    for path in sorted(found):
        # Excel and other programs keep files of their own beside those that they have open.
        hidden = path.name.startswith((".", "~$"))
        if not hidden and path.name.endswith(_EXTRACTED) and path.is_file():
            yield f"extracted/{path.name}", path
    for path in sorted(project.seeds.rglob("*.csv")):
        if path.is_file():
            yield f"seeds/{path.relative_to(project.seeds).as_posix()}", path


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def make(project: Project, target: Path, now: datetime, *, force: bool = False) -> Manifest:
    """Write a backup to `target`, in one step. Call it with the lock held.

    Raises UsageError where `target` is in the way, StateError where the state is damaged.
    """
    from ingest import state

    doing = f"writing the backup {target.name}"
    if target.is_dir():
        raise UsageError(doing, "there is a folder of that name", "Name a file.")
    if target.exists() and not force:
        raise UsageError(
            doing, "there is such a file already", "Name another, or add --force to replace it."
        )
    if target.resolve().is_relative_to(project.data.resolve()):
        raise UsageError(
            doing,
            "it would lie in the data folder, and be lost with what it backs up",
            "Name a place elsewhere, best on another disk.",
        )
    if not target.parent.is_dir():
        # Made silently, it would lie on this disk where the other one is not mounted.
        raise UsageError(
            doing,
            f"there is no folder {target.parent}; a disk may not be mounted",
            "Mount the disk or make the folder, then call again.",
        )
    claims, rejected = state.count_rows(project.raw)
    sources = list(_sources(project))
    if unsafe := [name for name, _ in sources if not is_safe_name(name)]:
        raise UsageError(
            doing,
            f"the name of {unsafe[0]!r} could not be restored on every system",
            "Rename that file.",
        )
    manifest = Manifest(
        created=f"{now:%Y-%m-%dT%H:%M:%SZ}",
        claims=claims,
        rejected=rejected,
        runs=len(history.recorded_runs(project)),
        files=tuple(Entry(name, path.stat().st_size, _digest(path)) for name, path in sources),
    )
    with (
        replacing(target, target.with_name(f".{target.name}.part")) as aside,
        tarfile.open(aside, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        text = json.dumps(
            {"format": FORMAT, "format_version": FORMAT_VERSION, **asdict(manifest)},
            ensure_ascii=False,
            indent=1,
        ).encode()
        archive.addfile(_member(MANIFEST, len(text)), io.BytesIO(text))
        for entry, (_, path) in zip(manifest.files, sources, strict=True):
            _add(archive, entry, path, doing)
    return manifest


def _add(archive: tarfile.TarFile, entry: Entry, path: Path, doing: str) -> None:
    """Add one file; ZhibiaoError where it is not what the manifest says any more."""
    changed = ZhibiaoError(
        doing, f"{entry.path} changed while it was read", "No backup was written; call again."
    )
    with path.open("rb") as source:
        if os.fstat(source.fileno()).st_size != entry.size:
            raise changed
        archive.addfile(_member(entry.path, entry.size), reader := _Digesting(source))
    if reader.digest.hexdigest() != entry.sha256:
        raise changed


class _Digesting(io.RawIOBase):
    """A file whose digest is taken of what is read from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size)
        self.digest.update(content)
        return content


def _member(name: str, size: int) -> tarfile.TarInfo:
    # No owner, no times: nothing of the machine goes along.
    member = tarfile.TarInfo(name)
    member.size = size
    return member


def _foreign(path: Path, problem: str) -> InputError:
    return InputError(
        f"reading the backup {path.name}",
        problem,
        "Nothing was changed. Take a file that `zhibiao backup` wrote, whole.",
    )


@contextmanager
def opened(path: Path) -> Iterator[tuple[Manifest, Iterator[tuple[Entry, IO[bytes]]]]]:
    """The manifest of a backup, and its files one after the other, each checked by its reader.

    Raises InputError for what is no backup, was cut short, or holds anything but plain files of the
    manifest; nothing is trusted before it was compared with the manifest.
    """
    if not path.is_file():
        raise UsageError(f"reading the backup {path}", "there is no such file", "Check the path.")
    try:
        with tarfile.open(path, mode="r:") as archive:
            first = archive.next()
            if first is None or first.name != MANIFEST or first.size > _LARGEST_MANIFEST:
                raise _foreign(path, f"it does not begin with a {MANIFEST}: it is no backup")
            manifest = _read_manifest(path, _content(path, archive, first).read())
            yield manifest, _members(path, archive, manifest)
    except (tarfile.TarError, EOFError, UnicodeError) as error:
        raise _foreign(path, f"it is no backup, or was cut short ({error})") from error


def _content(path: Path, archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    # Links, devices and sparse files have no place in a backup.
    plain = member.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not member.issparse()
    content = archive.extractfile(member) if plain else None
    if content is None:
        raise _foreign(path, f"{member.name!r} in it is not a plain file")
    return content


def _read_manifest(path: Path, text: bytes) -> Manifest:
    try:
        found: dict[str, Any] = json.loads(text)
        if found["format"] != FORMAT:
            raise _foreign(path, "it is an archive, but not of zhibiao")
        if found["format_version"] != FORMAT_VERSION:
            raise _foreign(
                path, f"its format {found['format_version']} is not known to this version"
            )
        manifest = Manifest(
            created=str(found["created"]),
            claims=int(found["claims"]),
            rejected=int(found["rejected"]),
            runs=int(found["runs"]),
            files=tuple(
                Entry(str(entry["path"]), int(entry["size"]), str(entry["sha256"]))
                for entry in found["files"]
            ),
        )
    except ZhibiaoError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _foreign(path, f"its {MANIFEST} cannot be read ({type(error).__name__})") from error
    names = [entry.path for entry in manifest.files]
    if wrong := next((name for name in names if not is_safe_name(name)), None):
        raise _foreign(path, f"it names {wrong[:200]!r}, where no backup may write")
    # Two names that differ in case only would be one file on some systems.
    if len({name.casefold() for name in names}) < len(names):
        raise _foreign(path, "it names a file twice")
    if manifest.size > path.stat().st_size:
        raise _foreign(
            path,
            f"it was cut short: {manifest.size} bytes of files are promised, the whole archive "
            f"has {path.stat().st_size}",
        )
    return manifest


def _members(
    path: Path, archive: tarfile.TarFile, manifest: Manifest
) -> Iterator[tuple[Entry, IO[bytes]]]:
    for entry in manifest.files:
        member = archive.next()
        if member is None:
            raise _foreign(path, f"it was cut short: {entry.path} is missing")
        if member.name != entry.path or member.size != entry.size:
            raise _foreign(path, f"{entry.path} is expected where {member.name[:200]!r} stands")
        yield entry, _content(path, archive, member)
    if archive.next() is not None:
        raise _foreign(path, "it holds more files than it names")


def copy_checked(path: Path, entry: Entry, content: IO[bytes], target: Path) -> None:
    """Write one file of the backup to `target`; InputError unless its checksum holds."""
    digest = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as handle:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
            handle.write(chunk)
        handle.flush()
        os.fsync(handle.fileno())
    if digest.hexdigest() != entry.sha256:
        raise _foreign(path, f"{entry.path} is damaged: its checksum is another")
