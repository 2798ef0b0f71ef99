"""`zhibiao versions`, `rollback` and `diff`: what was published, going back, and what changed."""

from __future__ import annotations

from typing import Annotated

import typer

from warehouse.commands.options import (
    Format,
    FormatOption,
    LimitOption,
    ProjectOption,
    ReportFormat,
    ReportFormatOption,
    print_rows,
)
from warehouse.errors import UsageError


def versions(output: FormatOption = Format.table, project: ProjectOption = None) -> None:
    """List the published versions that are kept, oldest first."""
    from warehouse import publish
    from warehouse.read import connect
    from warehouse.settings import open_project

    found, _ = open_project(project)
    rows = []
    for version in publish.versions(found):
        try:
            with connect(version.path) as connection:
                facts = connection.execute(
                    "select finished, rows_accepted, findings, content_hash "
                    "from main.run join main.meta using (run_id)"
                ).fetchone()
        except Exception:
            # A damaged version must not hide the others; `zhibiao doctor` says what is wrong.
            facts = ("unreadable", None, None, None)
        size = round(version.path.stat().st_size / 1e6, 1)
        current = "current" if version.is_current else ""
        rows.append((version.run_id, current, size, *(facts or (None,) * 4)))
    names = ["run_id", "current", "size_mb", "finished", "accepted", "findings", "content_hash"]
    print_rows(names, rows, output, 0)


def rollback(
    version: Annotated[
        str | None,
        typer.Argument(
            help="Run id or number; by default the one before the current.", show_default=False
        ),
    ] = None,
    project: ProjectOption = None,
) -> None:
    """Let readers see an earlier version again. Loaded claims and history are not touched.

    The next `zhibiao run` publishes a new version again: mend first what was wrong.
    """
    from warehouse import publish
    from warehouse.exclusive import exclusive
    from warehouse.settings import open_project

    found, _ = open_project(project)
    with exclusive(found, "zhibiao rollback"):
        chosen = publish.find_version(found, version) if version else publish.before_current(found)
        publish.switch(found, chosen.path)
    typer.echo(f"{found.shown(found.published)} is now {chosen.run_id}")


def diff(
    old: Annotated[
        str | None,
        typer.Argument(
            help="Run id or number; by default the version before the new one.", show_default=False
        ),
    ] = None,
    new: Annotated[
        str | None,
        typer.Argument(help="Run id or number; by default the current one.", show_default=False),
    ] = None,
    refused: Annotated[
        bool,
        typer.Option(
            "--refused",
            help="What the last run would have changed that was not allowed to publish.",
        ),
    ] = False,
    output: ReportFormatOption = ReportFormat.table,
    limit: LimitOption = 0,
    project: ProjectOption = None,
) -> None:
    """Compare two versions: accepted values of years and parts of years, forecasts, findings.

    The largest changes come first. What each version changed is kept in data/diff as well.
    """
    from warehouse import publish, report
    from warehouse.diff import compare
    from warehouse.settings import open_project

    found, _ = open_project(project)
    if refused:
        if old or new:
            raise UsageError(
                "comparing versions with --refused",
                "it is compared with the version that readers see",
                "Name no versions with --refused.",
            )
        older, newer = publish.current(found), publish.refused(found)
    else:
        newer = publish.find_version(found, new) if new else publish.current(found)
        older = publish.find_version(found, old) if old else publish.before(found, newer)
    difference = compare(older.path, newer.path)
    if output is ReportFormat.json:
        typer.echo(difference.as_json(older.run_id, newer.run_id), nl=False)
        return
    typer.echo(f"{older.run_id} → {newer.run_id}")
    report.difference(difference, limit)
