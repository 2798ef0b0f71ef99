"""Reading the published version: read-only, and without access to other files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import InputError, UsageError
from warehouse.paths import Project
from warehouse.settings import open_project

# Files written by DuckDB 2.0 under this setting open in 1.5 as well.
STORAGE_VERSION = "v1.5.0"


def published_path(project: Project) -> Path:
    """The published file; UsageError when nothing has been published yet."""
    if not project.published.exists():
        raise UsageError(
            f"opening {project.shown(project.published)}",
            "nothing has been published yet",
            "Call `zhibiao run` first.",
        )
    return project.published


def connect(
    database: str | Path | None = None,
    *,
    project: Project | None = None,
    with_files: bool = False,
) -> duckdb.DuckDBPyConnection:
    """Open a published version read-only; by default the current one of the project.

    Queries cannot reach other files or change settings unless `with_files` is set. The connection
    keeps the version that was current when it was opened.
    """
    if database is None:
        path = published_path(project or open_project()[0])
    else:
        path = Path(database)
        if not path.exists():
            raise UsageError(
                f"opening {path}",
                "there is no such file",
                "`zhibiao versions` lists what there is.",
            )
    config: dict[str, Any] = {}
    if not with_files:
        config = {"enable_external_access": False, "lock_configuration": True}
    try:
        return duckdb.connect(str(path), read_only=True, config=config)
    except duckdb.Error as error:
        raise InputError(
            f"opening {path}",
            str(error).split("\n", 1)[0],
            "`zhibiao versions` lists other versions; `zhibiao rollback` goes back to one.",
        ) from error


def connect_to_write(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a working file for writing, in a format that older clients can read."""
    return duckdb.connect(str(path), config={"storage_compatibility_version": STORAGE_VERSION})


def records(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: list[Any] | None = None
) -> list[dict[str, Any]]:
    """The rows of a query as dictionaries, for results of a size that a person reads."""
    cursor = connection.execute(query, parameters or [])
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
