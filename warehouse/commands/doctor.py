"""`zhibiao doctor`: is everything in place?"""

from __future__ import annotations

import typer

from warehouse.commands.options import Format, FormatOption, ProjectOption, print_rows


def doctor(output: FormatOption = Format.table, project: ProjectOption = None) -> None:
    """Check the environment, settings, seeds, folders, the lock and the published file.

    Ends with 4 when something needs mending; each line says what to do.
    """
    from warehouse.doctor import examine
    from warehouse.errors import EXIT_CHECK
    from warehouse.settings import open_project

    found, settings = open_project(project)
    results = examine(found, settings)
    print_rows(
        ["check", "state", "found", "what to do"],
        [
            (result.name, "ok" if result.is_good else "wrong", result.found, result.advice)
            for result in results
        ],
        output,
        0,
    )
    if not all(result.is_good for result in results):
        raise typer.Exit(EXIT_CHECK)
