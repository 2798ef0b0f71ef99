"""Options that several commands share."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from warehouse.log import LogFormat


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"


class ReportFormat(StrEnum):
    """How something is printed that is not one table."""

    table = "table"
    json = "json"


ProjectOption = Annotated[
    Path | None,
    typer.Option(
        "--project",
        help="The project's folder; by default ZHIBIAO_PROJECT, or found from here upward.",
        show_default=False,
    ),
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print nothing but warnings and errors.")
]
LogFormatOption = Annotated[
    LogFormat,
    typer.Option("--log-format", help="Log on standard error: text for people, json for machines."),
]
FormatOption = Annotated[
    Format,
    typer.Option("--format", "-f", help="table for people; csv and json in base units."),
]
ReportFormatOption = Annotated[
    ReportFormat,
    typer.Option("--format", "-f", help="table for people; json in base units."),
]
LimitOption = Annotated[
    int, typer.Option("--limit", min=0, help="Rows of a table to print; 0 for all.")
]
AreaOption = Annotated[
    str | None,
    typer.Option("--area", "-a", help="Area by id, name or alias.", show_default=False),
]
IndicatorOption = Annotated[
    str | None,
    typer.Option("--indicator", "-i", help="Indicator by id, name or alias.", show_default=False),
]
YearOption = Annotated[
    str | None,
    typer.Option("--year", "-y", help="A year, or years: 2018, 2018-2023, 2018-, -2023."),
]
AsOfOption = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        formats=["%Y-%m-%d"],
        help="As known on this day.",
        show_default=False,
    ),
]
RejectedShareOption = Annotated[
    float | None,
    typer.Option(
        "--max-rejected-share",
        help="Share of rows that may be rejected (0 to 1); by default 0.05.",
        show_default=False,
    ),
]


def print_rows(columns: list[str], rows: list[tuple[Any, ...]], output: Format, limit: int) -> None:
    """Print rows on standard output as asked."""
    columns = _distinct(columns)
    if output is Format.table:
        from warehouse.report import rows_of

        rows_of(columns, rows, limit)
        return
    write_rows(columns, rows, output)


def _distinct(names: list[str]) -> list[str]:
    """A join may give two columns one name; the second becomes `name_2`."""
    seen: dict[str, int] = {}
    distinct = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        distinct.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return distinct


def write_rows(columns: list[str], rows: list[tuple[Any, ...]], output: Format) -> None:
    """Print rows on standard output as CSV or JSON, all of them."""
    if output is Format.csv:
        from warehouse.export import csv_text

        typer.echo(csv_text(columns, rows), nl=False)
    else:
        typer.echo(json_text([dict(zip(columns, row, strict=True)) for row in rows]))


def json_text(value: Any) -> str:
    """`value` as JSON, dates as ISO 8601."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=2, default=str)
