"""`zhibiao run`: load, build, audit, publish. Until the last step readers keep the last version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb

from ingest.files import replace_text
from warehouse import history, inputs, limits, log, publish, seeds, status
from warehouse.audit import Counts, audit
from warehouse.build import BuildResult, build
from warehouse.diff import Difference, compare
from warehouse.errors import ChangesTooMuch, UsageError
from warehouse.exclusive import exclusive
from warehouse.freshness import Freshness
from warehouse.history import RunRecord
from warehouse.load import Loaded, load, prepare_working_file
from warehouse.paths import Project
from warehouse.read import connect, connect_to_write
from warehouse.settings import Settings
from warehouse.status import Became, Progress

# Rows of each kind in the file that goes with a version; `zhibiao diff` shows all.
_ROWS_KEPT = 10_000

Builder = Callable[..., BuildResult]


@dataclass(frozen=True)
class Outcome:
    """What a run did. `loaded` to `difference` are None when nothing had changed.

    `version` is the file with the tables: the one that readers see, or of a run for the history
    only the one that was put aside, which may be of a later such run when nothing had changed.
    """

    run_id: str
    version: Path
    is_new: bool
    loaded: Loaded | None = None
    built: BuildResult | None = None
    counts: Counts | None = None
    difference: Difference | None = None
    freshness: tuple[Freshness, ...] = ()


@dataclass(frozen=True)
class _Job:
    """What a run was asked for and works with; `progress` fills as it goes."""

    project: Project
    settings: Settings
    force: bool
    accept_changes: bool
    history_only: bool
    clock: Callable[[], datetime]
    builder: Builder
    lock: int
    progress: Progress


def utc_now() -> datetime:
    """Now, in UTC without a zone, as the tables keep times."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def next_run_id(project: Project, now: datetime) -> str:
    """An id that sorts after all others, even when the clock was set back."""
    known = [version.run_id for version in publish.versions(project)]
    known += history.recorded_runs(project)
    number = max((int(run_id.split("-", 1)[0]) for run_id in known), default=0) + 1
    return f"{number:05d}-{now:%Y%m%dT%H%M%SZ}"


@dataclass(frozen=True)
class Published:
    """What the current version says of itself."""

    run_id: str
    input_hash: str
    as_of: date | None


def published_facts(project: Project) -> Published | None:
    """What the current version says of itself; None when there is none to be read."""
    if not project.published.exists():
        return None
    try:
        with connect(project.published) as connection:
            row = connection.execute(
                "select run_id, input_hash, as_of from main.run join main.meta using (run_id)"
            ).fetchone()
    except Exception:
        # A damaged or foreign file is no reason not to build a good one.
        return None
    return Published(*row) if row else None


def recover_history(project: Project) -> list[str]:
    """Record runs that were published but killed before they were recorded; returns their ids."""
    history.clean(project)
    recorded = set(history.recorded_runs(project))
    recovered = []
    for version in publish.versions(project):
        if version.run_id not in recorded:
            history.record(project, version.run_id, version.path)
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
    accept_changes: bool = False,
    history_only: bool = False,
    clock: Callable[[], datetime] = utc_now,
    builder: Builder = build,
) -> Outcome:
    """Load the ledger, build, audit, compare and publish; does nothing when no input changed.

    With `history_only` the forecasts are kept in the history, for `forecast_history` and scores,
    and nothing is published: readers, versions and the status files stay as they are.

    Raises InputError, CheckFailed (ChangesTooMuch where limits are exceeded), Locked; in each case
    the published version is as it was. `builder` makes the marts in the working file, for tests.
    """
    with exclusive(project, "zhibiao run") as lock:
        progress = Progress(clock())
        job = _Job(
            *(project, settings, force, accept_changes, history_only),
            *(clock, builder, lock, progress),
        )
        if history_only:
            return _new_or_unchanged(job)
        try:
            outcome = _new_or_unchanged(job)
        except Exception as error:
            became, reason, code = status.reason_of(error)
            status.write(
                project, settings, progress, clock(), became, reason=reason, exit_code=code
            )
            raise
        became = Became.published if outcome.is_new else Became.unchanged
        found = status.write(project, settings, progress, clock(), became)
        return replace(outcome, freshness=tuple(found))


def _new_or_unchanged(job: _Job) -> Outcome:
    project, as_of = job.project, job.settings.as_of
    # A day of leeway: the clock is in UTC.
    if as_of is not None and as_of > job.progress.started.date() + timedelta(days=1):
        raise UsageError(
            f"running as of {as_of}", "that day is to come", "Name a day that has passed."
        )
    publish.clean_work(project)
    for run_id in recover_history(project):
        log.current().warn(f"run {run_id} was published but not recorded; recorded it now")
    if not job.force and (same := _made_of_the_same(job)):
        job.progress.run_id = same
        version = project.unpublished_file if job.history_only else project.published.resolve()
        return Outcome(run_id=same, version=version, is_new=False)
    if not (job.history_only or job.accept_changes):
        _refuse_to_go_back(job)
    return _run(job)


def _made_of_the_same(job: _Job) -> str | None:
    """The run that made of the same inputs what this one would make; None where none did."""
    if job.history_only:
        own = inputs.input_hash(job.project, job.settings, with_kept=False)
        kept = history.kept_runs(job.project)
        return max((run_id for run_id, made_of in kept.items() if made_of == own), default=None)
    published = published_facts(job.project)
    same = published and published.input_hash == inputs.input_hash(job.project, job.settings)
    return published.run_id if published and same else None


def _refuse_to_go_back(job: _Job) -> None:
    """Raise ChangesTooMuch where readers would see forecasts of an earlier day than they do."""
    as_of = job.settings.as_of
    published = published_facts(job.project)
    if as_of is None or published is None or published.as_of is None or as_of >= published.as_of:
        return
    job.progress.limits_exceeded = [
        f"the forecasts would be as of {as_of}, those that readers see are as of {published.as_of}"
    ]
    raise ChangesTooMuch(
        f"running as of {as_of}",
        f"readers see forecasts as of {published.as_of}, which is later",
        "Nothing was built or published. To keep the forecasts as of that day for "
        "`zhibiao show forecast --as-of` and `zhibiao score` only, add --history-only; to let "
        "readers see them in place of the newer ones, add --accept-changes.",
    )


def _run(job: _Job) -> Outcome:
    project, settings, progress = job.project, job.settings, job.progress
    record = RunRecord(
        run_id=next_run_id(project, progress.started),
        started=progress.started,
        status="running",
        input_hash="",
        versions=inputs.versions_text(),
    )
    progress.run_id = record.run_id
    difference, version = None, None
    try:
        with progress.timed("load", "loading the ledger"):
            seeds.check(project)
            loaded = load(project, settings, project.ledger_files(), record.started)
            # After loading: the state as it is now belongs to what this version is made of.
            record.input_hash = inputs.input_hash(project, settings, with_kept=not job.history_only)
            prepare_working_file(project, project.run_file, record)
        with progress.timed("build", "building and testing the tables") as tell:
            built = job.builder(
                project,
                settings,
                project.run_file,
                record.run_id,
                progress=tell,
                lock=job.lock,
                unit_tests=False,
            )
        with progress.timed("audit", "auditing the result"):
            counts = audit(project.run_file)
        record.rows_in = counts.rows_in
        record.rows_rejected = counts.rows_rejected
        record.rows_accepted = counts.rows_accepted
        record.findings = counts.findings
        progress.rows = {
            "in": counts.rows_in,
            "rejected": counts.rows_rejected,
            "accepted": counts.rows_accepted,
        }
        if job.history_only:
            with progress.timed("keep", "keeping the forecasts"):
                version = _keep(job, record, counts)
        else:
            with progress.timed("compare", "comparing with the last version"):
                difference = _compared(project, settings, record.run_id, progress)
                if difference is not None and not job.accept_changes:
                    _refuse_too_much(project, settings, difference, record.run_id, progress)
            with progress.timed("publish", "publishing"):
                record.status = "published"
                record.finished = job.clock()
                _stamp(project.run_file, record, counts)
                version = publish.publish(project, record.run_id, project.run_file)
                history.record(project, record.run_id, version)
                publish.prune(project, settings.keep_versions)
                publish.clean_work(project)
                publish.forget_refused(project)
    except Exception as error:
        if version is None:
            record.status = status.reason_of(error)[0]
            _record_failure(project, record, job.clock)
        raise
    outcome = Outcome(record.run_id, version, True, loaded, built, counts, difference)
    done = f"kept the forecasts of run {record.run_id} in the history"
    log.current().info(
        done if job.history_only else f"published {project.shown(version)}",
        run_id=record.run_id,
        **asdict(counts),
    )
    return outcome


def _keep(job: _Job, record: RunRecord, counts: Counts) -> Path:
    """Record the run and its forecasts without publishing; its tables are put aside for a look."""
    record.status = history.KEPT
    record.finished = job.clock()
    _stamp(job.project.run_file, record, counts)
    publish.put_aside(job.project.run_file, job.project.unpublished_file)
    history.record(job.project, record.run_id, job.project.unpublished_file)
    publish.clean_work(job.project)
    return job.project.unpublished_file


def _compared(
    project: Project, settings: Settings, run_id: str, progress: Progress
) -> Difference | None:
    """What the working file changes, also as a file; None without a version to compare with.

    A version that is damaged, or older than the tables compared, cannot tell what changes: the run
    goes on with a warning, since it is the way to a version that is whole.
    """
    previous = next((known for known in publish.versions(project) if known.is_current), None)
    if previous is None:
        return None
    try:
        found = compare(
            previous.path,
            project.run_file,
            value_change_pct=settings.value_change_pct,
            forecast_change_pct=settings.forecast_change_pct,
            most_rows=_ROWS_KEPT,
        )
    except duckdb.Error as error:
        log.current().warn(
            f"version {previous.run_id} cannot be compared with: {str(error).splitlines()[0]}"
        )
        return None
    replace_text(project.differences / f"{run_id}.json", found.as_json(previous.run_id, run_id))
    values, forecasts = found.value_tally, found.forecast_tally
    progress.changes = {
        "claims_added": found.claims_added,
        "claims_lost": found.claims_lost,
        "claims_judged_anew": found.claims_judged_anew,
        "values_new": values.new,
        "values_gone": values.gone,
        "values_changed": values.changed,
        "values_moved": values.moved,
        "forecasts_new": forecasts.new,
        "forecasts_gone": forecasts.gone,
        "forecasts_changed": forecasts.changed,
        "forecasts_moved": forecasts.moved,
        "findings_changed": found.findings_changed,
    }
    return found


def _refuse_too_much(
    project: Project, settings: Settings, found: Difference, run_id: str, progress: Progress
) -> None:
    """Raise ChangesTooMuch where `found` exceeds a limit; keep what was built for a look."""
    progress.limits_exceeded = limits.exceeded(found, settings)
    if not progress.limits_exceeded:
        return
    publish.put_aside(project.run_file, project.refused_file)
    (project.differences / f"{run_id}.json").replace(project.refused_difference)
    raise ChangesTooMuch(
        "comparing the finished tables with the last version",
        "they change more than the settings allow",
        "Nothing was published; the last version stands. Look at what would change: "
        "`zhibiao diff --refused`, all of it in "
        f"{project.shown(project.refused_difference)}, the tables in "
        f"{project.shown(project.refused_file)} (duckdb -readonly). If it is right, call "
        "`zhibiao run --accept-changes`; if not, mend seeds or data and call `zhibiao run`.",
        detail="\n".join(progress.limits_exceeded),
    )


def _record_failure(project: Project, record: RunRecord, clock: Callable[[], datetime]) -> None:
    record.finished = clock()
    try:
        history.record_failed(project, record)
    except Exception as error:
        # The disk may be full or read-only, which is why the run failed in the first place.
        log.current().warn(f"the failed run could not be recorded: {error}")
