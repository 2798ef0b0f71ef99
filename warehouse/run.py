"""`zhibiao run`: load, build, audit, publish. Until the last step readers keep the last version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from warehouse import history, inputs, log, publish
from warehouse.audit import Counts, audit
from warehouse.build import BuildResult, build
from warehouse.diff import Difference, compare
from warehouse.history import RunRecord
from warehouse.load import Loaded, load, prepare_working_file
from warehouse.lock import run_lock
from warehouse.paths import Project
from warehouse.read import connect, connect_to_write
from warehouse.settings import Settings

Builder = Callable[..., BuildResult]


@dataclass(frozen=True)
class Outcome:
    """What a run did. `loaded` and the rest are None when nothing had changed."""

    run_id: str
    version: Path
    is_new: bool
    loaded: Loaded | None = None
    built: BuildResult | None = None
    counts: Counts | None = None
    difference: Difference | None = None


def utc_now() -> datetime:
    """Now, in UTC without a zone, as the tables keep times."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def next_run_id(project: Project, now: datetime) -> str:
    """An id that sorts after all others, even when the clock was set back."""
    known = [version.run_id for version in publish.versions(project)]
    known += history.recorded_runs(project)
    number = max((int(run_id.split("-", 1)[0]) for run_id in known), default=0) + 1
    return f"{number:05d}-{now:%Y%m%dT%H%M%SZ}"


def published_input_hash(project: Project) -> tuple[str, str] | None:
    """Run id and input hash of the current version; None when there is none to be read."""
    if not project.published.exists():
        return None
    try:
        with connect(project.published) as connection:
            row = connection.execute(
                "select run_id, input_hash from main.run join main.meta using (run_id)"
            ).fetchone()
    except Exception:
        # A damaged or foreign file is no reason not to build a good one.
        return None
    return (row[0], row[1]) if row else None


def recover_history(project: Project) -> list[str]:
    """Record runs that were published but killed before they were recorded; returns their ids."""
    history.clean(project)
    recorded = set(history.recorded_runs(project))
    recovered = []
    for version in publish.versions(project):
        if version.run_id not in recorded:
            history.record_published(project, version.run_id, version.path)
            recovered.append(version.run_id)
    return recovered


def _stamp(working_file: Path, run: RunRecord, counts: Counts) -> None:
    """Write what only the end of a run knows into the tables about runs."""
    with connect_to_write(working_file) as connection:
        for table in ("main.run", "raw.run_history"):
            connection.execute(
                f"update {table} set finished = ?, status = ?, input_hash = ?, rows_in = ?, "
                "rows_rejected = ?, rows_accepted = ?, findings = ? where run_id = ?",
                [
                    run.finished,
                    run.status,
                    run.input_hash,
                    run.rows_in,
                    run.rows_rejected,
                    run.rows_accepted,
                    run.findings,
                    run.run_id,
                ],
            )
        connection.execute(
            "update main.meta set content_hash = ?, run_id = ?", [counts.content_hash, run.run_id]
        )


def run(
    project: Project,
    settings: Settings,
    *,
    force: bool = False,
    accept_losses: bool = False,
    clock: Callable[[], datetime] = utc_now,
    builder: Builder = build,
) -> Outcome:
    """Load the ledger, build, audit and publish; does nothing when no input changed.

    Raises InputError, CheckFailed, Locked; in each case the published version is as it was.
    `builder` makes the marts in the working file, for tests.
    """
    with run_lock(project.lock_file, "zhibiao run") as lock:
        publish.clean_work(project)
        for run_id in recover_history(project):
            log.current().warn(f"run {run_id} was published but not recorded; recorded it now")
        if not force:
            published = published_input_hash(project)
            if published and published[1] == inputs.input_hash(project, settings):
                return Outcome(
                    run_id=published[0], version=project.published.resolve(), is_new=False
                )
        return _run(project, settings, accept_losses, clock, builder, lock)


def _run(
    project: Project,
    settings: Settings,
    accept_losses: bool,
    clock: Callable[[], datetime],
    builder: Builder,
    lock: int,
) -> Outcome:
    started = clock()
    record = RunRecord(
        run_id=next_run_id(project, started),
        started=started,
        status="running",
        input_hash="",
        versions=inputs.versions_text(),
    )
    say = log.current()
    published = False
    try:
        with say.step("loading the ledger"):
            loaded = load(project, settings, project.ledger_files(), started)
            # After loading: the state as it is now belongs to what this version is made of.
            record.input_hash = inputs.input_hash(project, settings)
            prepare_working_file(project, project.run_file, record)
        with say.step("building and testing the tables") as progress:
            built = builder(
                project,
                settings,
                project.run_file,
                record.run_id,
                progress=progress,
                lock=lock,
                unit_tests=False,
            )
        previous = project.published.resolve() if project.published.exists() else None
        with say.step("auditing the result"):
            counts = audit(project.run_file, previous, accept_losses=accept_losses)
        record.status = "published"
        record.finished = clock()
        record.rows_in = counts.rows_in
        record.rows_rejected = counts.rows_rejected
        record.rows_accepted = counts.rows_accepted
        record.findings = counts.findings
        _stamp(project.run_file, record, counts)
        with say.step("publishing"):
            version = publish.publish(project, record.run_id, project.run_file)
            published = True
            history.record_published(project, record.run_id, version)
            difference = compare(previous, version) if previous else None
            publish.prune(project, settings.keep_versions)
            publish.clean_work(project)
    except Exception:
        if not published:
            _record_failure(project, record, clock)
        raise
    outcome = Outcome(record.run_id, version, True, loaded, built, counts, difference)
    say.info(f"published {project.shown(version)}", run_id=record.run_id, **asdict(counts))
    return outcome


def _record_failure(project: Project, record: RunRecord, clock: Callable[[], datetime]) -> None:
    record.finished = clock()
    try:
        history.record_failed(project, record)
    except Exception as error:
        # The disk may be full or read-only, which is why the run failed in the first place.
        log.current().warn(f"the failed run could not be recorded: {error}")
