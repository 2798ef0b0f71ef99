"""`zhibiao build`: dbt on the working file, without publishing."""

from __future__ import annotations

from typing import Annotated

import typer

from warehouse import log
from warehouse.commands.options import LogFormatOption, ProjectOption, QuietOption


def build(
    select: Annotated[
        str | None,
        typer.Option(
            "--select",
            "-s",
            help="Which models and tests, in dbt's syntax; by default all.",
            show_default=False,
        ),
    ] = None,
    quiet: QuietOption = False,
    log_format: LogFormatOption = log.LogFormat.text,
    project: ProjectOption = None,
) -> None:
    """Build and test the tables in the working file (data/work/zhibiao.duckdb); publish nothing.

    For work on models and seeds: failing tests print their offending rows. Needs `zhibiao load`
    before.
    """
    say = log.use(log_format, quiet)
    from warehouse.errors import UsageError
    from warehouse.settings import open_project

    found, settings = open_project(project)
    from warehouse.build import build as build_tables
    from warehouse.exclusive import exclusive

    if not found.working_file.is_file():
        raise UsageError(
            f"building {found.shown(found.working_file)}",
            "there is no working file yet",
            "Call `zhibiao load` first; it fills one.",
        )
    with (
        exclusive(found, "zhibiao build") as lock,
        say.step("building and testing the tables") as progress,
    ):
        result = build_tables(
            found,
            settings,
            found.working_file,
            "manual",
            progress=progress,
            select=select,
            lock=lock,
        )
    for warning in result.warnings:
        say.warn(str(warning))
    say.info(
        f"{result.models} models and {result.seeds} seeds built, {result.tests} tests and "
        f"{result.unit_tests} unit tests held, {len(result.warnings)} warnings, "
        f"{result.skipped} skipped",
        models=result.models,
        tests=result.tests,
        unit_tests=result.unit_tests,
        warnings=len(result.warnings),
    )
