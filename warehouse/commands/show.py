"""`zhibiao show`: listings of the published version."""

from __future__ import annotations

from typing import Annotated

import typer

from warehouse.commands.options import (
    AreaOption,
    AsOfOption,
    Format,
    FormatOption,
    IndicatorOption,
    LimitOption,
    ProjectOption,
    YearOption,
    write_rows,
)
from warehouse.show import What


def show(
    what: Annotated[What, typer.Argument(help="What to list.", show_default=False)],
    area: AreaOption = None,
    indicator: IndicatorOption = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    output: FormatOption = Format.table,
    limit: LimitOption = 100,
    project: ProjectOption = None,
) -> None:
    """List what the published version holds: forecasts, accepted values, claims, findings and more.

    The table is for people, in 亿元 and 万人; csv and json hold all rows in base units.
    """
    from warehouse import resolve
    from warehouse.read import connect
    from warehouse.settings import open_project
    from warehouse.show import LISTINGS, Filter, parse_years, rows, too_early

    found, _ = open_project(project)
    first_year, last_year = parse_years(year)
    with connect(project=found) as connection:
        wanted = Filter(
            area_id=resolve.areas(connection, found).find(area).id if area else None,
            indicator_id=(
                resolve.indicators(connection, found).find(indicator).id if indicator else None
            ),
            first_year=first_year,
            last_year=last_year,
            as_of=as_of.date() if as_of else None,
        )
        columns, lines = rows(connection, what, wanted)
        hint = too_early(connection, what, wanted)
    if hint:
        typer.echo(hint, err=True)
    if output is not Format.table:
        write_rows(columns, lines, output)
        return
    from warehouse.report import listing

    listing(
        LISTINGS[what].columns,
        [dict(zip(columns, line, strict=True)) for line in lines],
        limit,
    )
