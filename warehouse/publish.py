"""Publishing: a finished working file becomes a read-only version, and the link moves to it.

A reader that opens `data/zhibiao.duckdb` sees one whole version; an open reader keeps its own.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from ingest.files import sync_file, sync_folder
from warehouse.errors import UsageError, ZhibiaoError
from warehouse.paths import Project
from warehouse.read import connect, connect_to_write

_VERSION_NAME = re.compile(r"zhibiao-(\d{5,}-\d{8}T\d{6}Z)\.duckdb")


@dataclass(frozen=True)
class Version:
    """One published version."""

    run_id: str
    path: Path
    is_current: bool

    @property
    def number(self) -> int:
        """The first part of the run's id: counts up, whatever the clock does."""
        return int(self.run_id.split("-", 1)[0])


def current_target(project: Project) -> Path | None:
    """The version behind the link, whether or not it is there; None without a link."""
    if not project.published.is_symlink():
        return None
    return (project.data / project.published.readlink()).resolve()


def versions(project: Project) -> list[Version]:
    """All versions, oldest first."""
    current = current_target(project)
    found = []
    for path in project.versions.glob("zhibiao-*.duckdb"):
        if match := _VERSION_NAME.fullmatch(path.name):
            found.append(Version(match[1], path, path.resolve() == current))
    return sorted(found, key=lambda version: version.number)


def find_version(project: Project, wanted: str) -> Version:
    """The version with that run id, or its number (`7`, `00007`)."""
    known = versions(project)
    for version in known:
        if wanted == version.run_id or (wanted.isdigit() and int(wanted) == version.number):
            return version
    raise UsageError(
        f"looking for version {wanted}",
        "there is no such version; there are: "
        + (", ".join(version.run_id for version in known) or "none"),
        "`zhibiao versions` lists them; give a run id or its number.",
    )


def clean_work(project: Project) -> None:
    """Remove what a killed run left behind. Call it with the lock held."""
    shutil.rmtree(project.run_folder, ignore_errors=True)
    for leftover in project.data.glob(".zhibiao.duckdb.*"):
        leftover.unlink(missing_ok=True)
    for folder in (project.differences, project.status):
        for leftover in folder.glob(".*.tmp"):
            leftover.unlink(missing_ok=True)


def _close_for_good(path: Path) -> None:
    """Move everything from the write-ahead log into the file, and be sure of it."""
    connection = connect_to_write(path)
    try:
        connection.execute("force checkpoint")
    finally:
        connection.close()
    log = path.with_name(path.name + ".wal")
    if log.exists():
        raise ZhibiaoError(
            "closing the finished working file",
            f"DuckDB left a write-ahead log of {log.stat().st_size} bytes beside it",
            "Nothing was published; run again.",
        )


def switch(project: Project, version: Path) -> None:
    """Point the link at `version`, in one step."""
    if project.published.exists() and not project.published.is_symlink():
        raise ZhibiaoError(
            f"publishing to {project.shown(project.published)}",
            "there is an ordinary file in its place",
            "Move it away; the published file is a link into data/versions/.",
        )
    aside = project.data / f".zhibiao.duckdb.{os.getpid()}"
    aside.unlink(missing_ok=True)
    aside.symlink_to(version.relative_to(project.data))
    aside.replace(project.published)
    sync_folder(project.data)


def publish(project: Project, run_id: str, working_file: Path) -> Path:
    """Make the working file the current version; returns its path. The working file is moved."""
    _close_for_good(working_file)
    project.versions.mkdir(parents=True, exist_ok=True)
    version = project.versions / f"zhibiao-{run_id}.duckdb"
    working_file.chmod(0o444)
    sync_file(working_file)
    working_file.rename(version)
    sync_folder(project.versions)
    switch(project, version)
    return version


def prune(project: Project, keep: int) -> list[str]:
    """Delete all but the newest `keep` versions; the current one stays. Returns the ids deleted.

    What a version changed is kept as long as the version.
    """
    known = versions(project)
    deleted = []
    for version in known[: max(len(known) - keep, 0)]:
        if not version.is_current:
            version.path.unlink()
            deleted.append(version.run_id)
    kept = {version.run_id for version in known} - set(deleted)
    for path in project.differences.glob("*.json"):
        if path.stem not in kept:
            path.unlink(missing_ok=True)
    return deleted


def put_aside(working_file: Path, target: Path) -> None:
    """Move a finished working file that is not published to where a person can look at it."""
    _close_for_good(working_file)
    target.parent.mkdir(parents=True, exist_ok=True)
    working_file.chmod(0o444)
    working_file.replace(target)


def current(project: Project) -> Version:
    """The version that readers see; UsageError when there is none."""
    for version in versions(project):
        if version.is_current:
            return version
    raise UsageError(
        "looking for the published version", "there is none", "Call `zhibiao run` first."
    )


def before(project: Project, version: Version) -> Version:
    """The version before `version`; UsageError when there is none."""
    earlier = [other for other in versions(project) if other.number < version.number]
    if not earlier:
        raise UsageError(
            f"looking for a version before {version.run_id}",
            "it is the oldest that is kept",
            "`zhibiao versions` lists what there is; --keep says how many are kept.",
        )
    return earlier[-1]


def before_current(project: Project) -> Version:
    """The version to which a rollback goes when none is named."""
    return before(project, current(project))


def refused(project: Project) -> Version:
    """What the last run built and was not allowed to publish; UsageError when there is none."""
    if not project.refused_file.is_file():
        raise UsageError(
            "looking for what a run was not allowed to publish",
            "there is none: the last run that built anything published it, or a check failed",
            "`zhibiao diff` compares the versions that were published.",
        )
    with connect(project.refused_file) as connection:
        row = connection.execute("select run_id from main.meta").fetchone()
    return Version(row[0] if row else "", project.refused_file, is_current=False)


def forget_refused(project: Project) -> None:
    """Remove what an earlier run was not allowed to publish: it was accepted, or mended."""
    shutil.rmtree(project.refused, ignore_errors=True)
