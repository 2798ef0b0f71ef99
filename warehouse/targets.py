"""Which files may be written: never the published one, never a version."""

from __future__ import annotations

from pathlib import Path

from warehouse.errors import UsageError


def refuse_published(path: Path) -> None:
    """Raise when `path` is, or resolves to, a published version."""
    resolved = path.resolve()
    is_version = resolved.parent.name == "versions"
    data = resolved.parent
    is_published_name = resolved.name == "zhibiao.duckdb" and (
        # Also where nothing has been published yet: the link will stand there.
        (data / "versions").is_dir() or (data.parent / "dbt_project").is_dir()
    )
    if is_version or is_published_name:
        raise UsageError(
            f"opening {path} for writing",
            "that is the published file or one of its versions, which readers have open",
            "Set ZHIBIAO_DB to a working file such as data/work/zhibiao.duckdb; "
            "`zhibiao run` publishes.",
        )
