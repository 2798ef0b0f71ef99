"""Loading files into the append-only state, and the state into a working file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse import history
from warehouse.errors import InputError, UsageError
from warehouse.history import RunRecord
from warehouse.paths import Project
from warehouse.read import connect_to_write
from warehouse.settings import Settings
from warehouse.targets import refuse_published

if TYPE_CHECKING:
    from ingest.load import RejectedRow

_REJECTED_SHOWN = 20


@dataclass(frozen=True)
class Loaded:
    """What a load read; rows_in = rows_loaded + rows_known + rows_rejected.

    `rejected` holds the first rows rejected of each file.
    """

    files: int
    rows_in: int
    rows_loaded: int
    rows_known: int
    rows_rejected: int
    rejected: tuple[RejectedRow, ...]


def load(project: Project, settings: Settings, files: list[Path], now: datetime) -> Loaded:
    """Read `files` (ledger files and others) into data/raw.

    Good rows are kept even when InputError is raised because too many are bad.
    """
    from ingest.load import load_files

    for path in files:
        if not path.is_file():
            raise UsageError(
                f"loading {path}",
                "it is a folder" if path.is_dir() else "there is no such file",
                "Name files (CSV, XLSX or Parquet); without any, the ledger in seeds/observations "
                "is loaded.",
            )
    project.raw.mkdir(parents=True, exist_ok=True)
    ledger_root = project.ledger.resolve()
    own = [path for path in files if path.resolve().is_relative_to(ledger_root)]
    others = [path for path in files if path not in own]
    reports = [
        load_files(
            paths,
            state_dir=project.raw,
            seeds_dir=project.seeds,
            is_ledger=is_ledger,
            ledger_root=project.ledger,
            now=now,
            memory_limit=settings.memory_limit,
        )
        for paths, is_ledger in ((own, True), (others, False))
        if paths or (is_ledger and not others)
    ]
    loaded = Loaded(
        files=sum(not file.is_gone for report in reports for file in report.files),
        rows_in=sum(report.rows_in for report in reports),
        rows_loaded=sum(report.rows_loaded for report in reports),
        rows_known=sum(report.rows_known for report in reports),
        rows_rejected=sum(report.rows_rejected for report in reports),
        rejected=tuple(row for report in reports for row in report.rejected),
    )
    # A file that cannot be read at all might hold anything: no share of rows excuses it.
    for report in reports:
        for file in report.unreadable:
            if file.error is not None:
                raise file.error
    if loaded.rows_in and loaded.rows_rejected / loaded.rows_in > settings.max_rejected_share:
        raise InputError(
            "loading " + ", ".join(project.shown(path) for path in files[:3]),
            f"{loaded.rows_rejected} of {loaded.rows_in} rows were rejected; at most "
            f"{settings.max_rejected_share:.1%} may be",
            "Mend the rows below and load again (good rows are loaded), or allow more with "
            "--max-rejected-share.",
            detail=rejected_text(loaded),
        )
    return loaded


def rejected_text(loaded: Loaded) -> str:
    """The rejected rows, one a line, the first few of them."""
    lines = [
        f"{row.file}{'' if row.row_number is None else f', row {row.row_number}'}: {row.reason}"
        for row in loaded.rejected[:_REJECTED_SHOWN]
    ]
    if (more := loaded.rows_rejected - len(lines)) > 0:
        lines.append(f"… and {more} more: `zhibiao show rejected`")
    return "\n".join(lines)


def prepare_working_file(project: Project, path: Path, run: RunRecord) -> None:
    """Make a fresh working file with the state in schema `raw`, ready for dbt."""
    from ingest.load import open_raw

    refuse_published(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    for leftover in (path, path.with_name(path.name + ".wal")):
        leftover.unlink(missing_ok=True)
    with connect_to_write(path) as connection:
        open_raw(connection, project.raw)
        history.load_into(connection, project, run)
