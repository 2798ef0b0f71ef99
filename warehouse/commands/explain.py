"""`zhibiao explain`: every claim behind a number."""

from __future__ import annotations

from typing import Annotated

import typer

from warehouse.commands.options import (
    ProjectOption,
    ReportFormat,
    ReportFormatOption,
    json_text,
)
from warehouse.errors import UsageError


def explain(
    area: Annotated[str, typer.Argument(help="Area by id, name or alias.", show_default=False)],
    indicator: Annotated[
        str, typer.Argument(help="Indicator by id, name or alias.", show_default=False)
    ],
    year: Annotated[int, typer.Argument(help="The year.", show_default=False)],
    output: ReportFormatOption = ReportFormat.table,
    project: ProjectOption = None,
) -> None:
    """Explain a number: every claim, where it stands in its source, what won and lost, and why."""
    from warehouse import resolve
    from warehouse.explain import explain as collect
    from warehouse.read import connect
    from warehouse.settings import open_project

    found, _ = open_project(project)
    with connect(project=found) as connection:
        chosen_area = resolve.areas(connection, found).find(area)
        chosen_indicator = resolve.indicators(connection, found).find(indicator)
        explanation = collect(connection, found, chosen_area.id, chosen_indicator.id, year)
    if explanation.is_empty:
        raise UsageError(
            f"explaining {chosen_area.name_zh} {chosen_indicator.name_zh} {year}",
            "there is no claim of that year, no value and no forecast",
            f"`zhibiao show observations --area {chosen_area.id}` lists what there is.",
        )
    if output is ReportFormat.json:
        typer.echo(json_text(explanation.as_dict()))
        return
    from warehouse.report import explanation as print_explanation

    print_explanation(explanation)
