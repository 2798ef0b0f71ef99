"""`zhibiao score`: how past forecasts turned out."""

from __future__ import annotations

from typing import Annotated

import typer

from warehouse.commands.options import (
    AreaOption,
    Format,
    FormatOption,
    IndicatorOption,
    LimitOption,
    ProjectOption,
    print_rows,
)


def score(
    area: AreaOption = None,
    indicator: IndicatorOption = None,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            help="Average by these, with commas: indicator, area, level, horizon, kind, method, "
            "as-of, year, run.",
        ),
    ] = "indicator,horizon",
    rows: Annotated[
        bool, typer.Option("--rows", help="Each forecast with its actual, not averages.")
    ] = False,
    all_runs: Annotated[
        bool,
        typer.Option("--all-runs", help="Count runs that repeated a forecast each time."),
    ] = False,
    output: FormatOption = Format.table,
    limit: LimitOption = 100,
    project: ProjectOption = None,
) -> None:
    """Compare past forecasts with what was published later: errors, hits of the bands, scores.

    A forecast counts when its actual became known after its as-of date. The table behind it is
    forecast_score; docs/forecasting.md defines the scores.
    """
    from warehouse import resolve, scoring
    from warehouse.read import connect
    from warehouse.settings import open_project

    found, _ = open_project(project)
    groups = scoring.parse_groups(by)
    with connect(project=found) as connection:
        area_id = resolve.areas(connection, found).find(area).id if area else None
        indicator_id = (
            resolve.indicators(connection, found).find(indicator).id if indicator else None
        )
        if rows:
            columns, lines = scoring.rows(
                connection, area_id=area_id, indicator_id=indicator_id, all_runs=all_runs
            )
        else:
            columns, lines = scoring.summary(
                connection, groups, area_id=area_id, indicator_id=indicator_id, all_runs=all_runs
            )
    if output is Format.table and not lines:
        typer.echo(
            "没有可比的预测 nothing to score yet: no value was published after a forecast of it"
        )
        return
    print_rows(columns, lines, output, limit)
