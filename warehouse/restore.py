"""`zhibiao restore`: a backup becomes the state, in one step.

It is unpacked and checked aside. One rename then decides: before it the old state stands, after it
the new one, and whoever takes the lock next puts in place what a kill left undone.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from ingest.files import replacing, sync_folder
from warehouse import backup
from warehouse.backup import Manifest
from warehouse.errors import InputError, UsageError
from warehouse.paths import Project

_PARTS = ("raw", "history", "extracted")
# Within the folder that was decided on: what comes. Beside it is put what went.
_NEW = "new"
_SEEDS = "seeds"


@dataclass(frozen=True)
class Restored:
    """What a restore did; `seeds_differ` are seeds that are not as in the backup."""

    manifest: Manifest
    seeds_differ: tuple[str, ...]
    has_replaced: bool


def restore(
    project: Project, archive: Path, *, force: bool = False, with_seeds: bool = False
) -> Restored:
    """Make the state that of a backup. Call it with the lock held.

    Raises UsageError where there is a state already and `force` is not given, InputError for an
    archive that is foreign, damaged or cut short; in each case nothing has changed.
    """
    from ingest import state

    has_state = any(
        folder.is_dir() and any(folder.iterdir())
        for folder in (project.data / part for part in _PARTS)
    )
    staged = project.restoring
    with backup.opened(archive) as (manifest, members):
        if has_state and not force:
            raise UsageError(
                f"restoring {archive.name}",
                f"{project.shown(project.data)} holds loaded claims and history already",
                "Add --force to replace them; they are kept in "
                f"{project.shown(project.before_restore)}.",
            )
        shutil.rmtree(staged, ignore_errors=True)
        try:
            new = staged / _NEW
            # What was extracted stays where the backup holds none.
            for part in ("raw", "history"):
                (new / part).mkdir(parents=True)
            for entry, content in members:
                backup.copy_checked(archive, entry, content, new / entry.path)
            found = state.count_rows(new / "raw")
            if found != (manifest.claims, manifest.rejected):
                raise InputError(
                    f"restoring {archive.name}",
                    f"it promises {manifest.claims} claims and {manifest.rejected} rejected rows "
                    f"and holds {found[0]} and {found[1]}",
                    "Nothing was changed. Take another backup.",
                )
            differ = _different_seeds(project, new / _SEEDS)
            if not with_seeds:
                shutil.rmtree(new / _SEEDS, ignore_errors=True)
            for folder in (*(path for path in staged.rglob("*") if path.is_dir()), staged):
                sync_folder(folder)
        except BaseException:
            shutil.rmtree(staged, ignore_errors=True)
            raise
    # From here on the new state stands, whatever happens.
    staged.rename(project.restored)
    sync_folder(project.data)
    finish(project)
    return Restored(manifest, () if with_seeds else differ, has_state)


def _different_seeds(project: Project, seeds: Path) -> tuple[str, ...]:
    """Seeds that the backup has otherwise than the project, or that only one of them has."""
    folders = (seeds, project.seeds)
    names = {
        path.relative_to(folder).as_posix() for folder in folders for path in folder.rglob("*.csv")
    }

    def content(folder: Path, name: str) -> bytes | None:
        path = folder / name
        return path.read_bytes() if path.is_file() else None

    return tuple(
        name for name in sorted(names) if content(folders[0], name) != content(folders[1], name)
    )


def finish(project: Project) -> bool:
    """Put in place a state that was checked and decided on; True when there was one.

    Call it with the lock held. Each step can be repeated, so that a kill in between does no harm.
    """
    # What was not decided on is worth nothing.
    shutil.rmtree(project.restoring, ignore_errors=True)
    ready = project.restored
    if not ready.is_dir():
        return False
    new = ready / _NEW
    for part in _PARTS:
        if (new / part).is_dir():
            current = project.data / part
            if current.exists():
                current.rename(ready / part)
            (new / part).rename(current)
            sync_folder(project.data)
    _put_seeds(project, new / _SEEDS, ready / _SEEDS)
    shutil.rmtree(new, ignore_errors=True)
    if any(ready.iterdir()):
        shutil.rmtree(project.before_restore, ignore_errors=True)
        ready.rename(project.before_restore)
    else:
        ready.rmdir()
    sync_folder(project.data)
    return True


def _put_seeds(project: Project, seeds: Path, replaced: Path) -> None:
    """Replace the seeds that the backup has, each in one step; others stay."""
    for source in sorted(seeds.rglob("*.csv")):
        target = project.seeds / source.relative_to(seeds)
        kept = replaced / source.relative_to(seeds)
        target.parent.mkdir(parents=True, exist_ok=True)
        # A second time round the target is the new one already.
        if target.exists() and not kept.exists() and target.read_bytes() != source.read_bytes():
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(target, kept)
        with replacing(target, target.with_name(f".{target.name}.part")) as aside:
            shutil.copyfile(source, aside)
