"""What a rebuild cannot make again: runs and their forecasts, as append-only Parquet.

One pair of files per run, `run-ID.parquet` and `forecast-ID.parquet`, each written aside and
renamed. The run's file comes last: where it stands, the forecasts stand too.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from ingest.files import replacing
from ingest.sql import parquet, quoted
from warehouse.contract import FORECAST_COLUMNS, RUN_COLUMNS
from warehouse.paths import Project

#: The status of a run whose forecasts were kept and whose tables were not published.
KEPT = "kept"


@dataclass
class RunRecord:
    """One row of the mart `run`; times are UTC without a zone."""

    run_id: str
    started: datetime
    status: str
    input_hash: str
    versions: str
    finished: datetime | None = None
    rows_in: int | None = None
    rows_rejected: int | None = None
    rows_accepted: int | None = None
    findings: int | None = None

    def as_row(self) -> list[object]:
        """Values in the order of the mart's columns."""
        values = asdict(self)
        return [values[name] for name in RUN_COLUMNS]


def _declared(columns: dict[str, str]) -> str:
    return ", ".join(f"{name} {kind}" for name, kind in columns.items())


def _copy(connection: duckdb.DuckDBPyConnection, query: str, target: Path) -> None:
    with replacing(target) as aside:
        connection.execute(f"copy ({query}) to {quoted(aside)} (format parquet, compression zstd)")


def clean(project: Project) -> None:
    """Remove files that a killed process left half written."""
    for leftover in project.history.glob(".*.tmp"):
        leftover.unlink(missing_ok=True)


def recorded_runs(project: Project) -> list[str]:
    """The ids of all runs in the history, oldest first."""
    return sorted(
        path.name.removeprefix("run-").removesuffix(".parquet")
        for path in project.history.glob("run-*.parquet")
    )


def kept_runs(project: Project) -> dict[str, str]:
    """The input hashes of the runs that were made for the history only, by run id."""
    paths = [path for path in files(project) if path.name.startswith("run-")]
    if not paths:
        return {}
    with duckdb.connect() as connection:
        return dict(
            connection.execute(
                f"select run_id, input_hash from {parquet(paths)} where status = ? order by run_id",
                [KEPT],
            ).fetchall()
        )


def files(project: Project) -> list[Path]:
    """The files of all runs in the history, by name; forecasts without their run are none."""
    known = recorded_runs(project)
    return sorted(
        path
        for run_id in known
        for kind in ("run", "forecast")
        if (path := project.history / f"{kind}-{run_id}.parquet").is_file()
    )


def record(project: Project, run_id: str, version: Path) -> None:
    """Append the run and its forecasts, as they stand in `version`, a finished file."""
    project.history.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(version), read_only=True) as connection:
        chosen = ", ".join(f"{name}::{kind} as {name}" for name, kind in FORECAST_COLUMNS.items())
        _copy(
            connection,
            f"select {chosen} from main.forecast order by area_id, indicator_id, year, as_of",
            project.history / f"forecast-{run_id}.parquet",
        )
        chosen = ", ".join(f"{name}::{kind} as {name}" for name, kind in RUN_COLUMNS.items())
        _copy(
            connection,
            f"select {chosen} from main.run where run_id = {quoted(run_id)}",
            project.history / f"run-{run_id}.parquet",
        )


def record_failed(project: Project, run: RunRecord) -> None:
    """Append a run that published nothing; its status says why."""
    project.history.mkdir(parents=True, exist_ok=True)
    # Of a run that failed while its forecasts were kept.
    (project.history / f"forecast-{run.run_id}.parquet").unlink(missing_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"create table run ({_declared(RUN_COLUMNS)})")
        _insert(connection, "run", run)
        _copy(connection, "from run", project.history / f"run-{run.run_id}.parquet")


def _insert(connection: duckdb.DuckDBPyConnection, table: str, run: RunRecord) -> None:
    marks = ", ".join("?" for _ in RUN_COLUMNS)
    connection.execute(f"insert into {table} values ({marks})", run.as_row())


def load_into(connection: duckdb.DuckDBPyConnection, project: Project, run: RunRecord) -> None:
    """Put the history and the run under way into the working file, for dbt to read.

    Makes `raw.run_history` and `raw.forecast_history`, columns as in the marts of the same names.
    """
    known = files(project)
    connection.execute("create schema if not exists raw")
    for table, columns, kind in (
        ("run_history", RUN_COLUMNS, "run"),
        ("forecast_history", FORECAST_COLUMNS, "forecast"),
    ):
        connection.execute(f"create or replace table raw.{table} ({_declared(columns)})")
        if paths := [path for path in known if path.name.startswith(f"{kind}-")]:
            connection.execute(
                f"insert into raw.{table} by name select {', '.join(columns)} from {parquet(paths)}"
            )
    _insert(connection, "raw.run_history", run)
