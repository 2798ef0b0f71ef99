"""Files for planners: CSV that Excel opens right, one XLSX workbook, Parquet for programs.

Text from sources never becomes a formula: in CSV a cell that Excel would run gets an apostrophe in
front, in XLSX text is written as text.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from ingest.files import replacing
from ingest.spreadsheet import neutral
from warehouse.contract import PLANNER_TABLES
from warehouse.errors import UsageError

# Further tables worth having in a workbook, with their sheet names.
_EXTRA_TABLES = {"finding": "发现", "source": "来源"}

Cell = Any


def _cell(cell: Cell) -> Cell:
    if isinstance(cell, list):
        cell = ", ".join(map(str, cell))
    return neutral(cell) if isinstance(cell, str) else cell


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as CSV with a header line."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([_cell(name) for name in columns])
    for row in rows:
        writer.writerow([_cell(cell) for cell in row])
    return buffer.getvalue()


def _replace(path: Path, content: bytes) -> None:
    with replacing(path) as aside:
        aside.write_bytes(content)


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float) and math.isfinite(cell):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, datetime | date):
        sheet.write_datetime(row, column, cell, formats["date"])
    else:
        text = ", ".join(map(str, cell)) if isinstance(cell, list) else str(cell)
        # Excel's limit for one cell is 32,767 characters.
        sheet.write_string(row, column, text[:32_767])


def _workbook(tables: dict[str, tuple[list[str], list[tuple[Cell, ...]]]]) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    # Equal input, equal file.
    book.set_properties({"created": datetime(2000, 1, 1)})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    for name, (columns, rows) in tables.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for index, heading in enumerate(columns):
            sheet.write_string(0, index, heading, formats["head"])
            sheet.set_column(index, index, max(10, min(2 * len(heading) + 2, 40)))
        for number, row in enumerate(rows, start=1):
            for index, cell in enumerate(row):
                _write_cell(sheet, number, index, cell, formats)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    book.close()
    return buffer.getvalue()


def _table(
    connection: duckdb.DuckDBPyConnection, relation: str
) -> tuple[list[str], list[tuple[Cell, ...]]]:
    cursor = connection.execute(f'select * from main."{relation}"')
    return [column[0] for column in cursor.description or []], cursor.fetchall()


def export(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    """Write the tables of planners into `folder`; returns the files.

    CSV and XLSX are in Chinese, 亿元 and 万人, for people; Parquet is in base units, for programs.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"exporting to {folder}", "that is a file, not a folder", "Name a folder.")
    folder.mkdir(parents=True, exist_ok=True)
    sheets = {}
    written = []
    for table, view in {**PLANNER_TABLES, **_EXTRA_TABLES}.items():
        columns, rows = _table(connection, view if table in PLANNER_TABLES else table)
        sheets[view] = (columns, rows)
        path = folder / f"{table}.csv"
        # The byte order mark tells Excel that this is UTF-8.
        _replace(path, csv_text(columns, rows).encode("utf-8-sig"))
        written.append(path)
        path = folder / f"{table}.parquet"
        _write_parquet(connection.sql(f"select * from main.{table}"), path)
        written.append(path)
    path = folder / "zhibiao.xlsx"
    _replace(path, _workbook(sheets))
    return [*written, path]


def _write_parquet(rows: duckdb.DuckDBPyRelation, path: Path) -> None:
    import pyarrow.parquet

    with replacing(path) as aside:
        pyarrow.parquet.write_table(rows.to_arrow_table(), aside, compression="zstd")
