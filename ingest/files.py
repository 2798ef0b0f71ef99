"""Writing files so that a reader sees the old one or the new one, also after a loss of power."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` last through a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Make the content of `path` last through a loss of power."""
    with path.open("rb") as handle:
        os.fsync(handle.fileno())


@contextmanager
def replacing(target: Path, aside: Path | None = None) -> Iterator[Path]:
    """Yields where to write; when the block ends, what is there takes the place of `target`.

    If the block fails, `target` stays as it was and nothing is left aside. Only a killed process
    leaves its file there: `aside` names it where something cleans up by name.
    """
    aside = aside or target.with_name(f".{target.name}.tmp")
    try:
        yield aside
        sync_file(aside)
        aside.replace(target)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def replace_text(path: Path, text: str) -> None:
    """Write `text` to `path` in one step; its folder is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as aside:
        aside.write_text(text, encoding="utf-8")
