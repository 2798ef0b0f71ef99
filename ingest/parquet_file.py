"""Parquet: text columns by the ledger's names."""

from __future__ import annotations

from pathlib import Path

import duckdb

from ingest.errors import TooLarge, UnreadableFile, said
from ingest.schema import LEDGER_COLUMNS
from ingest.sql import literal
from ingest.table_file import MAX_ROW_CHARACTERS, check_header, insert_rows

_INTEGERS = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}
)

#: Equal rows pack into next to nothing: a few kilobytes may hold more rows than memory does. Claims
#: differ, in their figures if in nothing else, and take more than a byte each.
_SMALL_ROWS = 1_000_000


def read(con: duckdb.DuckDBPyConnection, path: Path, file_no: int) -> None:
    """The rows of a Parquet file into `incoming` and `broken`; raises UnreadableFile."""
    doing = f"reading {path.name}"
    try:
        described = con.execute(
            "describe from read_parquet(?, hive_partitioning = false)", [literal(path)]
        ).fetchall()
        ((rows,),) = con.execute(
            "select sum(num_rows) from parquet_file_metadata(?)", [literal(path)]
        ).fetchall()
    except duckdb.Error as error:
        raise _unreadable(doing, error, path) from error
    size = path.stat().st_size
    if rows > max(_SMALL_ROWS, size):
        raise TooLarge(
            doing,
            f"it unpacks to {rows} rows from {size} bytes, so that nearly all of them are the same",
            "Write it again, each claim once",
        )
    kinds = {name: kind for name, kind, *_ in described}
    header = check_header(list(kinds), doing)
    for heading, kind in kinds.items():
        if kind != "VARCHAR" and kind not in _INTEGERS and not kind.startswith("DECIMAL"):
            raise UnreadableFile(
                doing,
                f"its column {heading!r} has the type {kind}, which does not say what was printed",
                "Store all columns as text: 4.10 as a number is 4.1",
            )
    headings = list(kinds)
    cells = {
        name: f"nullif(\"{headings[position]}\"::varchar, '')"
        for name, position in zip(LEDGER_COLUMNS, header.positions(), strict=True)
        if position is not None
    }
    selected = ", ".join(f"{cell} as {name}" for name, cell in cells.items())
    text = "concat(" + ", ".join(cells) + ")"
    try:
        con.execute(
            f"create or replace temp table packed as select file_row_number + 1 as row_number, "
            f"{selected} from read_parquet(?, file_row_number = true, hive_partitioning = false)",
            [literal(path)],
        )
    except duckdb.Error as error:
        raise _unreadable(doing, error, path) from error
    is_odd = f"(contains({text}, chr(0)) or length({text}) > {MAX_ROW_CHARACTERS})"
    insert_rows(con, file_no, f"from packed where {text} <> '' and not {is_odd}")
    con.execute(
        f"insert into broken by name select {file_no} as file_no, row_number, "
        "'the row holds a NUL character, or is too long to be one; write the row anew' as reason, "
        f"left(replace({text}, chr(0), '␀'), 200) as offending from packed where {is_odd}"
    )
    con.execute("drop table packed")


def _unreadable(doing: str, error: Exception, path: Path) -> UnreadableFile:
    return UnreadableFile(
        doing,
        f"it is no Parquet that can be read ({said(error, path)})",
        "Write it again, all columns as text",
    )
