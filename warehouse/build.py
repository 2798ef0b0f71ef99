"""Calling dbt: one process for one `dbt build`, and its failures told with the offending rows."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from warehouse.errors import CheckFailed
from warehouse.offenders import Seeds
from warehouse.paths import Project
from warehouse.settings import Settings

_ROWS_SHOWN = 10
_FAILED = frozenset({"error", "fail", "runtime error"})

_ONE_COLUMN = re.compile(r"\A\s*select\s+\w+\s+from\b", re.IGNORECASE)

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Failure:
    """A model that could not be built or a test that did not hold."""

    name: str
    message: str
    columns: list[str] = field(default_factory=list)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    # Where each row stands in the reference tables, as far as that can be told.
    places: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        text = f"{self.name}: {self.message}"
        for row, place in zip_longest(self.rows, self.places, fillvalue=""):
            cells = zip(self.columns, row, strict=True)
            text += "\n    " + ", ".join(f"{name}={value}" for name, value in cells)
            text += f" ({place})" if place else ""
        return text


@dataclass(frozen=True)
class BuildResult:
    """What dbt did: counts by kind of node, and warnings."""

    models: int
    seeds: int
    tests: int
    unit_tests: int
    skipped: int
    warnings: list[Failure]


def environment(
    project: Project, settings: Settings, database: Path, run_id: str
) -> dict[str, str]:
    """The environment that dbt's models read."""
    return {
        **os.environ,
        "ZHIBIAO_DB": str(database),
        "ZHIBIAO_RUN_ID": run_id,
        "ZHIBIAO_MEMORY_LIMIT": settings.memory_limit,
        "ZHIBIAO_FORECAST_HORIZON": str(settings.forecast_horizon),
        "ZHIBIAO_AS_OF": str(settings.as_of or ""),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
        "PYTHONUTF8": "1",
    }


def build(
    project: Project,
    settings: Settings,
    database: Path,
    run_id: str,
    *,
    progress: Progress = lambda text: None,
    select: str | None = None,
    lock: int | None = None,
    unit_tests: bool = True,
) -> BuildResult:
    """Run `dbt build` on `database`; CheckFailed when a model or test fails.

    `lock` is the descriptor of the run's lock, so that dbt holds it as long as it lives.
    """
    target = project.dbt_target
    target.mkdir(parents=True, exist_ok=True)
    (target / "run_results.json").unlink(missing_ok=True)
    command = [
        # -P: the packages that this process runs, not whatever stands in the current folder.
        *(sys.executable, "-P", "-m", "warehouse.dbt_process", "build"),
        *("--project-dir", str(project.dbt), "--profiles-dir", str(project.dbt)),
        *("--target-path", str(target), "--log-path", str(target / "logs")),
        *("--log-format", "json", "--log-level", "info", "--log-level-file", "none"),
        *("--no-version-check", "--no-use-colors", "--no-send-anonymous-usage-stats"),
    ]
    if select:
        command += ["--select", select]
    if not unit_tests:
        # They test the rules on rows of their own and do not depend on the data of this run.
        command += ["--exclude-resource-type", "unit_test"]
    messages: list[str] = []
    with subprocess.Popen(
        command,
        cwd=project.root,
        env=environment(project, settings, database, run_id),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=() if lock is None else (lock,),
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            for line in process.stdout or ():
                _follow(line, progress, messages)
        except BaseException:
            process.kill()
            raise
    return _result(project, database, process.returncode, messages)


def _follow(line: str, progress: Progress, messages: list[str]) -> None:
    try:
        event = json.loads(line)
        info, data = event["info"], event.get("data", {})
    except (ValueError, KeyError, TypeError):
        if line.strip():
            messages.append(line.rstrip())
        return
    if info.get("level") == "error":
        messages.append(str(info.get("msg", "")))
    if info.get("name") == "LogStartLine" and data.get("total"):
        progress(f"{data['index']} of {data['total']}: {data.get('description', '')}")


def _result(project: Project, database: Path, code: int, messages: list[str]) -> BuildResult:
    results_file = project.dbt_target / "run_results.json"
    results: list[dict[str, Any]] = []
    if results_file.is_file():
        results = json.loads(results_file.read_text(encoding="utf-8"))["results"]
    failed = [result for result in results if result["status"] in _FAILED]
    seeds = Seeds(project)
    if code != 0 or failed:
        failures = [_failure(result, database, seeds) for result in failed]
        raise CheckFailed(
            "building the tables with dbt",
            f"{len(failures)} of {len(results)} steps failed"
            if failures
            else f"dbt ended with code {code} before it built anything",
            "Nothing was published; the last version stands. Mend the data (seeds/) or the model, "
            "then run again. What dbt ran is in "
            + project.shown(project.dbt_target / "compiled")
            + ".",
            detail="\n".join(map(str, failures)) or "\n".join(messages[-20:]),
        )
    kinds = [result["unique_id"].split(".", 1)[0] for result in results]
    return BuildResult(
        models=kinds.count("model"),
        seeds=kinds.count("seed"),
        tests=kinds.count("test"),
        unit_tests=kinds.count("unit_test"),
        skipped=sum(result["status"] == "skipped" for result in results),
        warnings=[
            _failure(result, database, seeds) for result in results if result["status"] == "warn"
        ],
    )


def _failure(result: dict[str, Any], database: Path, seeds: Seeds) -> Failure:
    kind, _, rest = result["unique_id"].split(".", 2)
    # A generic test's id ends in a hash, which says nothing to people.
    name = rest.rsplit(".", 1)[0] if kind == "test" and rest.count(".") else rest
    message = (result.get("message") or "").strip()
    query = result.get("compiled_code")
    if kind != "test" or not query or result["status"] == "error":
        return Failure(f"{kind} {name}", message)
    columns, rows = _offending_rows(query, database)
    places = [seeds.place(result["unique_id"], columns, row) for row in rows]
    return Failure(f"{kind} {name}", message, columns, rows, places)


def _offending_rows(query: str, database: Path) -> tuple[list[str], list[tuple[Any, ...]]]:
    import duckdb

    # dbt's own test of missing values selects nothing but the column that is missing.
    query = _ONE_COLUMN.sub("select * from", query)
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            cursor = connection.execute(f"select * from ({query}) limit {_ROWS_SHOWN}")
            columns = [column[0] for column in cursor.description or []]
            return columns, cursor.fetchall()
    except duckdb.Error:
        # The rows are a help; the failure itself is told either way.
        return [], []
