"""What became of the last run, as files for monitoring: JSON, and Prometheus' text format.

Both are replaced in one step by each run that held the lock, whatever became of it. They hold
figures, names of steps and run ids; no messages, which may name paths of the machine.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from ingest.files import replace_text
from warehouse import freshness, log
from warehouse.errors import (
    EXIT_UNEXPECTED,
    ChangesTooMuch,
    CheckFailed,
    InputError,
    as_known_error,
)
from warehouse.paths import Project
from warehouse.read import connect, records
from warehouse.settings import Settings

_LATE_LISTED = 100


class Became(StrEnum):
    """What became of a run."""

    published = "published"
    unchanged = "unchanged"
    # By a test, the audit or the limits on changes.
    refused = "refused"
    failed = "failed"


@dataclass
class Progress:
    """What is known of the run under way; filled as it goes."""

    started: datetime
    run_id: str | None = None
    step_seconds: dict[str, float] = field(default_factory=dict)
    step: str | None = None
    rows: dict[str, int] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)
    limits_exceeded: list[str] = field(default_factory=list)

    @contextmanager
    def timed(self, name: str, text: str) -> Iterator[Callable[[str], None]]:
        """A step of the run, told in the log as `text`; yields a function that says how far."""
        self.step = name
        started = time.monotonic()
        try:
            with log.current().step(text) as progress:
                yield progress
        finally:
            self.step_seconds[name] = round(time.monotonic() - started, 3)
        self.step = None


def reason_of(error: BaseException) -> tuple[Became, str, int]:
    """What an error makes of a run: the outcome, the kind of reason, and the exit code."""
    known = as_known_error(error, "")
    code = known.exit_code if known else EXIT_UNEXPECTED
    if isinstance(known, ChangesTooMuch):
        return Became.refused, "limits", code
    if isinstance(known, CheckFailed):
        return Became.refused, "checks", code
    if isinstance(known, InputError):
        return Became.failed, "input", code
    return Became.failed, "system" if known else "unexpected", code


def _published(project: Project, settings: Settings, today: date) -> dict[str, Any]:
    """The facts of the version that readers see, with the freshness of its sources."""
    if not project.published.exists():
        return {}
    try:
        with connect(project.published) as connection:
            version = records(
                connection,
                "select run_id, finished, content_hash, as_of, rows_in, rows_rejected, "
                "rows_accepted from main.run join main.meta using (run_id)",
            )[0]
            findings = dict(
                connection.execute(
                    "select severity, count(*) filter (where status = 'open') from main.finding "
                    "group by severity order by severity"
                ).fetchall()
            )
            return {
                "version": version,
                "findings_open": findings,
                "freshness": freshness.examine(connection, settings, today),
            }
    except Exception as error:
        # A damaged version must not keep the run's outcome from being told.
        log.current().warn(f"the published version could not be read for the status: {error}")
        return {}


def last_status(project: Project) -> dict[str, Any]:
    """The status that the last run left; empty if there is none or it cannot be read."""
    try:
        found = json.loads((project.status / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write(
    project: Project,
    settings: Settings,
    progress: Progress,
    finished: datetime,
    became: Became,
    *,
    reason: str | None = None,
    exit_code: int = 0,
) -> list[freshness.Freshness]:
    """Write both files; returns the freshness of the published version's sources.

    Trouble with the files is a warning: it must not hide what became of the run.
    """
    published = _published(project, settings, finished.date())
    version = published.get("version", {})
    fresh: list[freshness.Freshness] = published.get("freshness", [])
    good = became in (Became.published, Became.unchanged)
    last_success = _time(finished) if good else last_status(project).get("last_success")
    late = [entry for entry in fresh if entry.is_late]
    status = {
        "outcome": became,
        "reason": reason,
        "exit_code": exit_code,
        "run_id": progress.run_id,
        "started": _time(progress.started),
        "finished": _time(finished),
        "last_success": last_success or _time(version.get("finished")),
        "failed_step": progress.step,
        "step_seconds": progress.step_seconds,
        "rows": progress.rows,
        "changes": progress.changes,
        "limits_exceeded": progress.limits_exceeded,
        "version": {
            "run_id": version.get("run_id"),
            "finished": _time(version.get("finished")),
            "as_of": None if version.get("as_of") is None else str(version["as_of"]),
            "content_hash": version.get("content_hash"),
            "rows_in": version.get("rows_in"),
            "rows_rejected": version.get("rows_rejected"),
            "rows_accepted": version.get("rows_accepted"),
        },
        "findings_open": published.get("findings_open", {}),
        "sources_late": len(late),
        "late": [
            {
                "kind": entry.kind,
                "area_id": entry.area_id,
                "newest": str(entry.newest),
                "age_months": entry.age_months,
                "limit_months": entry.limit_months,
            }
            for entry in late[:_LATE_LISTED]
        ],
    }
    try:
        replace_text(
            project.status / "run.json", json.dumps(status, ensure_ascii=False, indent=2) + "\n"
        )
        replace_text(project.status / "zhibiao.prom", prometheus(status, fresh))
    except OSError as error:
        log.current().warn(f"the status files could not be written: {error.strerror}")
    return fresh


def _time(value: datetime | None) -> str | None:
    return None if value is None else value.replace(tzinfo=UTC).isoformat(timespec="seconds")


def _label(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def prometheus(status: dict[str, Any], fresh: list[freshness.Freshness]) -> str:
    """The status in the text exposition format, for the textfile collector of node_exporter."""
    lines: list[str] = []

    def metric(name: str, text: str, samples: dict[str, Any], label: str = "") -> None:
        known = {key: value for key, value in samples.items() if value is not None}
        if not known:
            return
        lines.append(f"# HELP zhibiao_{name} {text}")
        lines.append(f"# TYPE zhibiao_{name} gauge")
        for key, value in known.items():
            labels = f'{{{label}="{_label(key)}"}}' if label else ""
            lines.append(f"zhibiao_{name}{labels} {value}")

    def seconds(text: str | None) -> float | None:
        return None if text is None else datetime.fromisoformat(text).timestamp()

    version = status["version"]
    metric(
        "run_outcome",
        "What became of the last run: 1 for that, 0 for the others.",
        {became: int(became == status["outcome"]) for became in Became},
        "outcome",
    )
    metric("run_exit_code", "Exit code of the last run.", {"": status["exit_code"]})
    for name, text in (
        ("started", "When the last run began"),
        ("finished", "When the last run ended"),
    ):
        metric(f"run_{name}_timestamp_seconds", f"{text}.", {"": seconds(status[name])})
    metric(
        "last_success_timestamp_seconds",
        "When a run last published or found nothing changed.",
        {"": seconds(status["last_success"])},
    )
    metric(
        "run_step_seconds",
        "How long each step of the last run took.",
        status["step_seconds"],
        "step",
    )
    metric("run_changes", "What the last run changed.", status["changes"], "kind")
    metric(
        "version_info",
        "The version that readers see.",
        {version["run_id"]: 1} if version["run_id"] else {},
        "run_id",
    )
    metric(
        "version_timestamp_seconds",
        "When the version that readers see was finished.",
        {"": seconds(version["finished"])},
    )
    metric(
        "version_rows",
        "Rows of the version that readers see.",
        {kind: version[f"rows_{kind}"] for kind in ("in", "rejected", "accepted")},
        "kind",
    )
    metric(
        "findings_open",
        "Open findings of the version that readers see.",
        status["findings_open"],
        "severity",
    )
    kinds = sorted({entry.kind for entry in fresh if entry.limit_months})
    metric(
        "sources_late",
        "Series of yearly sources whose next publication is late.",
        {kind: sum(entry.is_late for entry in fresh if entry.kind == kind) for kind in kinds},
        "kind",
    )
    metric(
        "source_age_months",
        "Months since the newest publication, of the series where it is oldest.",
        {
            kind: max(
                (entry.age_months for entry in fresh if entry.kind == kind and entry.age_months),
                default=None,
            )
            for kind in kinds
        },
        "kind",
    )
    return "\n".join(lines) + "\n"
