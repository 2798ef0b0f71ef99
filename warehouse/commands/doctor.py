"""`zhibiao doctor` and `freshness`: is everything in place, and is anything late?"""

from __future__ import annotations

import typer

from warehouse.commands.options import Format, FormatOption, ProjectOption, print_rows


def doctor(output: FormatOption = Format.table, project: ProjectOption = None) -> None:
    """Check the environment, settings, seeds, folders, the lock, the published file, late sources.

    Ends with 4 when something is wrong; each line says what to do. Warnings are not wrong.
    """
    from warehouse.doctor import examine
    from warehouse.errors import EXIT_CHECK
    from warehouse.settings import open_project

    found, settings = open_project(project)
    results = examine(found, settings)
    print_rows(
        ["check", "state", "found", "what to do"],
        [(result.name, result.state, result.found, result.advice) for result in results],
        output,
        0,
    )
    if not all(result.is_good for result in results):
        raise typer.Exit(EXIT_CHECK)


def freshness(output: FormatOption = Format.table, project: ProjectOption = None) -> None:
    """List how old the newest source of each kind is, by area, and which ones are late.

    A kind is late so many months after its newest publication as the setting freshness_months says;
    kinds without a rhythm, such as newspapers, never are. `zhibiao run` warns of late ones.
    """
    from datetime import date

    from warehouse.freshness import examine
    from warehouse.read import connect
    from warehouse.settings import open_project

    found, settings = open_project(project)
    with connect(project=found) as connection:
        entries = examine(connection, settings, date.today())
    names = ["state", "kind", "area_id", "sources", "newest", "age_months", "late_after_months"]
    order = ("late", "undated", "fresh", "irregular")
    print_rows(
        names,
        [
            (
                entry.state,
                entry.kind,
                entry.area_id,
                entry.n_sources,
                entry.newest,
                entry.age_months,
                entry.limit_months,
            )
            for entry in sorted(
                entries, key=lambda e: (order.index(e.state), e.kind, e.area_id or "")
            )
        ],
        output,
        0,
    )
