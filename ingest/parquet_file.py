"""Parquet: text columns by the ledger's names."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from ingest.errors import TooLarge, UnreadableFile, said
from ingest.large_file import LargeFiles, OddRow, Origin, batches_of, in_dictionaries
from ingest.schema import LEDGER_COLUMNS
from ingest.sql import literal, quoted
from ingest.table_file import MAX_ROW_CHARACTERS, check_header, insert_rows

_INTEGERS = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}
)

#: Equal rows pack into next to nothing: a few kilobytes may hold more rows than memory does. Claims
#: differ, in their figures if in nothing else, and take more than a byte each.
_SMALL_ROWS = 1_000_000
#: From here on rows go the way of large files.
LARGE_ROWS = 50_000


def read(con: duckdb.DuckDBPyConnection, path: Path, origin: Origin, large: LargeFiles) -> None:
    """The rows of a Parquet file into `incoming`, `broken`, `large`; raises UnreadableFile."""
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
    numbered = (
        f"(select file_row_number + 1 as row_number, {selected} from read_parquet("
        f"{quoted(literal(path))}, file_row_number = true, hive_partitioning = false))"
    )
    try:
        if rows < LARGE_ROWS or not _read_fast(numbered, origin, large):
            _read_carefully(con, numbered, f"concat({', '.join(cells)})", origin.file_no)
    except (duckdb.Error, pa.ArrowInvalid) as error:
        raise _unreadable(doing, error, path) from error


def _read_fast(numbered: str, origin: Origin, large: LargeFiles) -> bool:
    """Read in batches; False, and nothing read, where a row is odd."""
    batches = batches_of(large.con.cursor().sql(f"from {numbered}"))
    try:
        large.pack(origin, batches, in_dictionaries, first_row=1, is_csv=False)
    except OddRow:
        return False
    return True


def _read_carefully(con: duckdb.DuckDBPyConnection, numbered: str, text: str, file_no: int) -> None:
    """Take the good rows of a relation and keep the odd ones; `text` is all that a row holds."""
    is_odd = f"(contains({text}, chr(0)) or length({text}) > {MAX_ROW_CHARACTERS})"
    insert_rows(con, file_no, f"from {numbered} where {text} <> '' and not {is_odd}")
    con.execute(
        f"insert into broken by name select {file_no} as file_no, row_number, "
        "'the row holds a NUL character, or is too long to be one; write the row anew' as reason, "
        f"left(replace({text}, chr(0), '␀'), 200) as offending from {numbered} where {is_odd}"
    )


def _unreadable(doing: str, error: Exception, path: Path) -> UnreadableFile:
    return UnreadableFile(
        doing,
        f"it is no Parquet that can be read ({said(error, path)})",
        "Write it again, all columns as text",
    )
