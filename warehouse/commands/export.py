"""`zhibiao export`: files for planners."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warehouse.commands.options import ProjectOption


def export(
    folder: Annotated[Path, typer.Argument(help="Where to write.", show_default=False)],
    project: ProjectOption = None,
) -> None:
    """Write the planners' tables as CSV, one Excel workbook, and Parquet.

    CSV and Excel are in Chinese, 亿元 and 万人; Parquet is in base units. Text never becomes a
    formula.
    """
    from warehouse.export import export as write
    from warehouse.read import connect
    from warehouse.settings import open_project

    found, _ = open_project(project)
    with connect(project=found) as connection:
        for path in write(connection, folder):
            typer.echo(str(path))
