"""`zhibiao load`: files into the state."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse import log
from warehouse.commands.options import (
    LogFormatOption,
    ProjectOption,
    QuietOption,
    RejectedShareOption,
)

if TYPE_CHECKING:
    from warehouse.paths import Project
    from warehouse.settings import Settings


def load(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="CSV, XLSX or Parquet in the ledger's columns; without any, the ledger itself.",
            show_default=False,
        ),
    ] = None,
    max_rejected_share: RejectedShareOption = None,
    quiet: QuietOption = False,
    log_format: LogFormatOption = log.LogFormat.text,
    project: ProjectOption = None,
) -> None:
    """Read files of figures into data/raw, and fill the working file that `zhibiao build` builds.

    Nothing is loaded twice, rows that cannot be read are kept with the reason, and nothing is
    published: the next `zhibiao run` does that.
    """
    say = log.use(log_format, quiet)
    from warehouse.settings import open_project

    found, settings = open_project(project, max_rejected_share=max_rejected_share)
    from warehouse.exclusive import exclusive

    with exclusive(found, "zhibiao load"):
        load_and_tell(say, found, settings, files or found.ledger_files())


def load_and_tell(say: log.Log, project: Project, settings: Settings, files: list[Path]) -> None:
    """Load `files`, fill the working file, and tell what became of the rows.

    Call it with the lock held. Raises as `warehouse.load.load` does.
    """
    from warehouse import inputs
    from warehouse.history import RunRecord
    from warehouse.load import load as load_files
    from warehouse.load import prepare_working_file, rejected_text
    from warehouse.run import utc_now

    now = utc_now()
    with say.step("loading"):
        loaded = load_files(project, settings, files, now)
    record = RunRecord(
        run_id="manual",
        started=now,
        status="working",
        input_hash=inputs.input_hash(project, settings),
        versions=inputs.versions_text(),
    )
    with say.step("filling the working file"):
        prepare_working_file(project, project.working_file, record)
    say.info(
        f"{loaded.rows_in} rows read from {loaded.files} files: {loaded.rows_loaded} new, "
        f"{loaded.rows_known} known already, {loaded.rows_rejected} rejected",
        files=loaded.files,
        rows_in=loaded.rows_in,
        rows_loaded=loaded.rows_loaded,
        rows_known=loaded.rows_known,
        rows_rejected=loaded.rows_rejected,
    )
    if loaded.rejected:
        say.warn("rejected:\n" + rejected_text(loaded))
