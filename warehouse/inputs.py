"""What a version is made of, as one hash: equal hash, equal content."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from warehouse import history
from warehouse.paths import SOURCE_TREE, Project
from warehouse.settings import Settings

_CODE_FOLDERS = ("ingest", "warehouse", "forecasts")
_CODE_SUFFIXES = frozenset({".py", ".sql", ".json", ".csv", ".parquet", ".yml", ".md"})
_NOT_DBT_SOURCES = frozenset({"target", "logs", ".user.yml", "dbt_packages"})
_LIBRARIES = (
    "dbt-core",
    "dbt-duckdb",
    "duckdb",
    "numpy",
    "pandas",
    "polars",
    "pyarrow",
    "scipy",
    "statsmodels",
)


def library_versions() -> dict[str, str]:
    """Versions of Python and of the libraries that shape the content."""
    found = {"python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "missing"
    return found


def versions_text() -> str:
    """`library_versions` with the version of zhibiao itself, as JSON."""
    try:
        own = metadata.version("zhibiao")
    except metadata.PackageNotFoundError:
        own = "not installed"
    return json.dumps({"zhibiao": own, **library_versions()}, sort_keys=True)


def _source_files(project: Project) -> Iterator[tuple[str, Path]]:
    for path in sorted(project.seeds.rglob("*.csv")):
        yield f"seeds/{path.relative_to(project.seeds)}", path
    for path in sorted(project.dbt.rglob("*")):
        inside = path.relative_to(project.dbt)
        if path.is_file() and not _NOT_DBT_SOURCES.intersection(inside.parts):
            yield f"dbt/{inside}", path
    for folder in _CODE_FOLDERS:
        for path in sorted((SOURCE_TREE / folder).rglob("*")):
            if path.suffix in _CODE_SUFFIXES and "__pycache__" not in path.parts:
                yield f"code/{path.relative_to(SOURCE_TREE)}", path
    lock = SOURCE_TREE / "requirements.lock"
    if lock.is_file():
        yield "requirements.lock", lock


def input_hash(project: Project, settings: Settings, *, with_kept: bool = True) -> str:
    """A hash of seeds, models, code, settings, libraries, and of which state files there are.

    State files are append-only and never rewritten, so their names and sizes identify them.
    `with_kept`: and of the runs made for the history only, whose forecasts the next version shows;
    what those runs themselves forecast does not depend on each other.
    """
    total = hashlib.sha256()

    def add(name: str, content: bytes) -> None:
        total.update(f"{name}\x00{len(content)}\x00".encode())
        total.update(content)

    for name, path in _source_files(project):
        add(name, path.read_bytes())
    add("settings", json.dumps(settings.that_change_content(), sort_keys=True).encode())
    add("libraries", json.dumps(library_versions(), sort_keys=True).encode())
    for path in sorted(project.raw.rglob("*.parquet")):
        if not path.name.startswith("."):
            name = f"raw/{path.relative_to(project.raw)}"
            add(name, str(path.stat().st_size).encode())
    if with_kept:
        for run_id in history.kept_runs(project):
            add("kept", run_id.encode())
    return total.hexdigest()
