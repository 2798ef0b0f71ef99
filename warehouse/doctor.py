"""Checks of a project and its surroundings, each with what to do when it fails."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import metadata
from pathlib import Path

from warehouse import lock, publish, seeds
from warehouse.paths import SOURCE_TREE, Project
from warehouse.settings import Settings

_NEEDED_SEEDS = (
    "areas",
    "area_aliases",
    "area_members",
    "indicators",
    "indicator_aliases",
    "indicator_relations",
    "units",
    "authorities",
    "sources",
    "corrections",
    "decisions",
    "breaks",
)
# A run keeps the old versions, a working file and dbt's artefacts side by side.
_NEEDED_SPACE_MB = 500


@dataclass(frozen=True)
class Result:
    """One check: what was looked at, whether it is as it should be, what to do if not.

    Something good with advice is a warning.
    """

    name: str
    is_good: bool
    found: str
    advice: str = ""

    @property
    def state(self) -> str:
        """ok, warning or wrong."""
        if not self.is_good:
            return "wrong"
        return "warning" if self.advice else "ok"


def examine(project: Project, settings: Settings) -> list[Result]:
    """All checks, in the order in which a problem should be mended."""
    return [
        *_environment(),
        *_seeds(project),
        *_folders(project),
        *_publication(project),
        *_sources(project, settings),
    ]


def _environment() -> Iterator[Result]:
    version = sys.version_info
    yield Result(
        "Python",
        version >= (3, 11),
        f"{version.major}.{version.minor}.{version.micro}",
        "" if version >= (3, 11) else "Install Python 3.11 or newer.",
    )
    wrong = []
    pinned = SOURCE_TREE / "requirements.lock"
    if pinned.is_file():
        for line in pinned.read_text(encoding="utf-8").splitlines():
            name, separator, rest = line.partition("==")
            # Lines with a marker hold for other systems or versions of Python.
            if separator and not line.startswith((" ", "#")) and ";" not in line:
                wanted = rest.split()[0]
                try:
                    installed = metadata.version(name.split("[")[0].strip())
                except metadata.PackageNotFoundError:
                    installed = "missing"
                if installed != wanted:
                    wrong.append(f"{name} {installed} instead of {wanted}")
    yield Result(
        "libraries",
        not wrong,
        "; ".join(wrong) or "as in requirements.lock",
        "Install them again: `rm -rf .venv && make run`." if wrong else "",
    )


def _seeds(project: Project) -> Iterator[Result]:
    missing = [name for name in _NEEDED_SEEDS if not (project.seeds / f"{name}.csv").is_file()]
    unreadable = []
    for path in sorted(project.seeds.rglob("*.csv")):
        try:
            # Rows of the ledger are judged one by one when they are loaded.
            problem = seeds.problem_of(path) if path.parent == project.seeds else None
        except OSError as error:
            problem = error.strerror or str(error)
        if problem:
            unreadable.append(f"{path.name}: {problem}")
    yield Result(
        "seeds",
        not missing and not unreadable,
        "; ".join([*(f"{name}.csv is missing" for name in missing), *unreadable])
        or project.shown(project.seeds),
        "Restore the files in seeds/ as UTF-8 CSV." if missing or unreadable else "",
    )
    ledger = project.ledger_files()
    yield Result(
        "ledger",
        bool(ledger),
        f"{len(ledger)} files",
        "" if ledger else "Put the ledger's CSV files into seeds/observations/.",
    )
    profile = project.dbt / "profiles.yml"
    yield Result(
        "dbt project",
        profile.is_file(),
        project.shown(project.dbt),
        "" if profile.is_file() else "Restore dbt_project/profiles.yml.",
    )


def _folders(project: Project) -> Iterator[Result]:
    folder = project.data
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    writable = os.access(folder, os.W_OK | os.X_OK)
    yield Result(
        "data folder",
        writable,
        project.shown(project.data) + ("" if writable else " cannot be written"),
        "" if writable else "Change its permissions, or set ZHIBIAO_DATA_DIR.",
    )
    free = shutil.disk_usage(folder).free / 1e6
    yield Result(
        "free space",
        free >= _NEEDED_SPACE_MB,
        f"{free:,.0f} MB",
        "" if free >= _NEEDED_SPACE_MB else f"Free at least {_NEEDED_SPACE_MB} MB.",
    )
    if project.restored.is_dir():
        yield Result(
            "state",
            False,
            "a restore was cut short after its checks",
            "Call `zhibiao run`, which finishes it.",
        )
    held = lock.is_locked(project.lock_file)
    who = lock.holder(project.lock_file) if held else None
    yield Result("lock", True, f"held by {who}" if held else "free")


def _publication(project: Project) -> Iterator[Result]:
    if not project.published.exists():
        dangling = project.published.is_symlink()
        yield Result(
            "published file",
            False,
            "the link points to a version that is gone" if dangling else "nothing published yet",
            "Call `zhibiao rollback VERSION` or `zhibiao run`."
            if dangling
            else "Call `zhibiao run`.",
        )
        return
    yield _checked(project.published, project)
    known = publish.versions(project)
    newest = known[-1].run_id if known else "none"
    yield Result("versions", True, f"{len(known)} kept, the newest {newest}")


def _sources(project: Project, settings: Settings) -> Iterator[Result]:
    from warehouse import freshness
    from warehouse.read import connect

    if not project.published.exists():
        return
    try:
        with connect(project.published) as connection:
            found = freshness.examine(connection, settings, date.today())
    except Exception:
        # What is wrong with the published file is said above.
        return
    late = freshness.late_text(found)
    yield Result(
        "sources",
        True,
        late or "none is late",
        "Look for the next publication; freshness_months sets when a kind is late." if late else "",
    )


def _checked(path: Path, project: Project) -> Result:
    from warehouse import audit
    from warehouse.errors import ZhibiaoError
    from warehouse.read import connect

    try:
        with connect(path) as connection:
            problems = audit.problems(connection)
            row = connection.execute("select content_hash from main.meta").fetchone()
            if not problems and row and row[0] != audit.content_hash(connection):
                problems = ["the content differs from the hash that was published with it"]
    except ZhibiaoError as error:
        problems = [error.problem]
    except Exception as error:
        problems = [str(error).splitlines()[0]]
    log_file = path.with_name(path.name + ".wal")
    if log_file.exists():
        problems.append("a write-ahead log stands beside it: somebody opened it for writing")
    return Result(
        "published file",
        not problems,
        "; ".join(problems) or project.shown(path),
        "Call `zhibiao rollback`, or `zhibiao run --force`." if problems else "",
    )
