"""`zhibiao run`: load, build, audit, publish."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from warehouse import log
from warehouse.commands.options import (
    LogFormatOption,
    ProjectOption,
    QuietOption,
    RejectedShareOption,
)
from warehouse.errors import UsageError


def run(
    force: Annotated[
        bool, typer.Option("--force", help="Build and publish even when no input changed.")
    ] = False,
    keep: Annotated[
        int | None,
        typer.Option("--keep", min=1, help="Versions to keep; by default 5.", show_default=False),
    ] = None,
    horizon: Annotated[
        int | None,
        typer.Option(
            "--horizon",
            min=1,
            help="Years to forecast beyond the as-of year; by default 5.",
            show_default=False,
        ),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of",
            formats=["%Y-%m-%d"],
            help="Forecast from what was known on this day; by default the newest publication.",
            show_default=False,
        ),
    ] = None,
    max_rejected_share: RejectedShareOption = None,
    accept_changes: Annotated[
        bool,
        typer.Option(
            "--accept-changes",
            help="Publish although more changes than the settings allow.",
        ),
    ] = False,
    history_only: Annotated[
        bool,
        typer.Option(
            "--history-only",
            help="Publish nothing; keep the forecasts for the history and for scores, for instance "
            "as of an earlier day.",
        ),
    ] = False,
    quiet: QuietOption = False,
    log_format: LogFormatOption = log.LogFormat.text,
    project: ProjectOption = None,
) -> None:
    """Load the ledger, build and test the tables, audit and compare them, publish a new version.

    Readers keep the last version until the new one is whole. When no input changed, nothing is
    published. As of a day before that of the forecasts that readers see, it needs --history-only or
    --accept-changes. Ends with 0 when published or unchanged, 2 for wrong usage, 3 for bad input, 4
    when a test or audit failed or too much would change, 5 when another run holds the lock, 1 for
    anything unexpected.
    """
    say = log.use(log_format, quiet)
    if history_only and accept_changes:
        raise UsageError(
            "running with --history-only and --accept-changes",
            "the one publishes nothing, the other publishes whatever changes",
            "Give one of them.",
        )
    from warehouse.settings import open_project

    found, settings = open_project(
        project,
        keep_versions=keep,
        forecast_horizon=horizon,
        as_of=as_of.date() if as_of else None,
        max_rejected_share=max_rejected_share,
    )
    from warehouse.freshness import late_text
    from warehouse.run import run as run_project

    outcome = run_project(
        found, settings, force=force, accept_changes=accept_changes, history_only=history_only
    )
    if late := late_text(list(outcome.freshness)):
        say.warn(late)
    shown = found.shown(found.published)
    if not outcome.is_new:
        stands = "its forecasts are kept" if history_only else f"{shown} is current"
        say.info(f"nothing changed since run {outcome.run_id}: {stands}", run_id=outcome.run_id)
        return
    if quiet or log_format is log.LogFormat.json:
        return
    from warehouse import report
    from warehouse.load import rejected_text
    from warehouse.read import connect

    if outcome.loaded and outcome.loaded.rejected:
        say.warn(f"{outcome.loaded.rows_rejected} rows rejected\n{rejected_text(outcome.loaded)}")
    if outcome.built:
        for warning in outcome.built.warnings[:10]:
            say.warn(str(warning))
    with connect(outcome.version) as connection:
        report.run_tables(connection)
        report.forecasts(connection)
        if outcome.difference is not None:
            report.difference(outcome.difference)
        if not history_only:
            report.next_steps(connection)
    if history_only:
        typer.echo(
            f"readers see what they saw; these tables are in {found.shown(outcome.version)}.\n"
            "The next `zhibiao run` brings the forecasts into forecast_history: then "
            "`zhibiao show forecast --as-of DAY`, `zhibiao score`."
        )
