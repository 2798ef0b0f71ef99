"""What the readers of all formats share: the check of a header, and rows on their way to DuckDB."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from ingest.errors import UnreadableFile
from ingest.schema import (
    CHINESE_NAMES,
    LEDGER_COLUMNS,
    REQUIRED_COLUMNS,
    column_named,
)
from ingest.spreadsheet import plain

_BATCH_ROWS = 50_000
_SHOWN = 200
_SURROGATE = re.compile("[\ud800-\udfff]")
#: A row longer than this is no figure; the longest remarks have some hundred characters.
MAX_ROW_CHARACTERS = 10_000


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """The tables that readers fill: rows as text, blanks at the ends taken off, and broken rows.

    `row_number` is null for rows of a file whose order gives it.
    """
    cells = ", ".join(f"{name} varchar" for name in LEDGER_COLUMNS)
    con.execute(f"create temp table incoming (file_no integer, row_number bigint, {cells})")
    con.execute(
        "create temp table broken (file_no integer, row_number bigint, column_name varchar, "
        "reason varchar, offending varchar, raw_row varchar)"
    )


def insert_rows(
    con: duckdb.DuckDBPyConnection, file_no: int, relation: str, arguments: Sequence[object] = ()
) -> None:
    """Append the rows of `relation` (SQL of ledger columns, perhaps row_number) to `incoming`."""
    columns = ", ".join(LEDGER_COLUMNS)
    con.execute(
        f"insert into incoming select {file_no}, row_number, {columns} "
        f"from (select null::bigint as row_number, {_NO_CELLS} where false "
        f"union all by name {relation})",
        list(arguments),
    )


_NO_CELLS = ", ".join(f"null::varchar as {name}" for name in LEDGER_COLUMNS)


def shortened(text: str, limit: int = _SHOWN) -> str:
    """The text within a message."""
    return text if len(text) <= limit else text[:limit] + "…"


@dataclass(frozen=True)
class Header:
    """Which ledger column each column of a file is."""

    columns: tuple[str, ...]

    @property
    def width(self) -> int:
        """How many cells a row has."""
        return len(self.columns)

    def positions(self) -> list[int | None]:
        """Where each ledger column stands in a row; None for those that the file leaves out."""
        return [
            self.columns.index(name) if name in self.columns else None for name in LEDGER_COLUMNS
        ]


def looks_like_ledger(headings: Sequence[str]) -> bool:
    """Whether a row of cells is meant as a header of ours: two of its cells name columns."""
    return sum(column_named(heading) is not None for heading in headings) >= 2


def check_header(headings: Sequence[str], doing: str) -> Header:
    """Names to ledger columns; raises UnreadableFile where one is unknown, twice there or missing.

    A file whose header is wrong is not read at all: every row of it would be shifted or short.
    """
    names = [column_named(heading) for heading in headings]
    unknown = [heading for heading, name in zip(headings, names, strict=True) if name is None]
    if unknown:
        shown = ", ".join(repr(shortened(heading, 40)) for heading in unknown[:5])
        more = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
        raise UnreadableFile(
            doing,
            f"the header has columns that the ledger has not: {shown}{more}",
            "Use the ledger's names (" + ", ".join(LEDGER_COLUMNS) + "), or the Chinese ones ("
            + ", ".join(CHINESE_NAMES) + "); take other columns out",
        )  # fmt: skip
    known = [name for name in names if name is not None]
    if twice := sorted({name for name in known if known.count(name) > 1}):
        raise UnreadableFile(
            doing,
            f"the header names {', '.join(twice)} twice",
            "Keep one of the columns: which is meant cannot be told",
        )
    if missing := [name for name in REQUIRED_COLUMNS if name not in known]:
        raise UnreadableFile(
            doing,
            f"the header lacks {', '.join(missing)}",
            "Add the columns; docs/ledger.md says what each holds",
        )
    return Header(tuple(known))


@dataclass
class Rows:
    """Rows of one file on their way into the tables `incoming` and `broken` of a connection.

    Cells arrive as text in the order of the file; blank rows are passed over and not counted.
    """

    con: duckdb.DuckDBPyConnection
    file_no: int
    header: Header
    _good: list[list[str | None]] = field(default_factory=list)
    _broken: list[tuple[object, ...]] = field(default_factory=list)
    _positions: list[int | None] = field(init=False)

    def __post_init__(self) -> None:
        self._positions = self.header.positions()

    def add(self, row_number: int, cells: Sequence[str]) -> None:
        """Take a row; one with too few or too many cells is kept as broken.

        Empty cells beyond the last column do no harm: spreadsheets write them.
        """
        if len(cells) > self.header.width and not any(map(str.strip, cells[self.header.width :])):
            cells = cells[: self.header.width]
        if len(cells) != self.header.width:
            if not any(cell.strip() for cell in cells):
                return
            self.reject(
                row_number,
                None,
                f"the row has {len(cells)} cells, the header {self.header.width}; mend the "
                "separators, and put a cell that holds one between double quotes",
                cells,
            )
            return
        text = "".join(cells)
        if not text or text.isspace():
            return
        if "\0" in text or len(text) > MAX_ROW_CHARACTERS or _SURROGATE.search(text):
            position, reason = _unusable(cells)
            self.reject(row_number, self.header.columns[position], reason, cells, cells[position])
            return
        row: list[str | None] = [
            None if position is None else plain(cells[position].strip()) or None
            for position in self._positions
        ]
        row.append(row_number)  # type: ignore[arg-type]
        self._good.append(row)
        if len(self._good) >= _BATCH_ROWS:
            self._flush_good()

    def reject(
        self,
        row_number: int | None,
        column: str | None,
        reason: str,
        cells: Sequence[str],
        offending: str | None = None,
    ) -> None:
        """Keep a row that is none, with the reason and what it holds (shortened)."""
        shown = [printable(shortened(cell)) for cell in cells[:20]]
        self._broken.append(
            (
                self.file_no,
                row_number,
                column,
                reason,
                printable(shortened(",".join(cells[:20]) if offending is None else offending)),
                json.dumps(shown, ensure_ascii=False),
            )
        )
        if len(self._broken) >= _BATCH_ROWS:
            self._flush_broken()

    def finish(self) -> None:
        """Write what is still held back."""
        self._flush_good()
        self._flush_broken()

    def _flush_good(self) -> None:
        if not self._good:
            return
        columns = list(zip(*self._good, strict=True))
        table = pa.table(
            {
                name: pa.array(column, pa.string())
                for name, column in zip(LEDGER_COLUMNS, columns, strict=False)
            }
            | {"row_number": pa.array(columns[-1], pa.int64())}
        )
        self.con.register("arriving", table)
        try:
            insert_rows(self.con, self.file_no, "from arriving")
        finally:
            self.con.unregister("arriving")
        self._good.clear()

    def _flush_broken(self) -> None:
        if not self._broken:
            return
        names = ("file_no", "row_number", "column_name", "reason", "offending", "raw_row")
        types = (pa.int32(), pa.int64(), pa.string(), pa.string(), pa.string(), pa.string())
        columns = zip(*self._broken, strict=True)
        table = pa.table(
            {
                name: pa.array(column, kind)
                for name, kind, column in zip(names, types, columns, strict=True)
            }
        )
        self.con.register("arriving", table)
        try:
            self.con.execute("insert into broken by name from arriving")
        finally:
            self.con.unregister("arriving")
        self._broken.clear()


def printable(text: str) -> str:
    """The text with what no table can hold made visible: NUL, and bytes that are no characters."""
    return text.replace("\0", "␀").encode("utf-8", "replace").decode("utf-8")


def _unusable(cells: Sequence[str]) -> tuple[int, str]:
    """The first cell that cannot be stored, and why."""
    for position, cell in enumerate(cells):
        if "\0" in cell:
            return position, "the cell holds a NUL character; type it anew"
        if _SURROGATE.search(cell):
            return position, "the cell holds bytes that are not UTF-8; save the file as UTF-8"
    longest = max(range(len(cells)), key=lambda position: len(cells[position]))
    return longest, f"the row has more than {MAX_ROW_CHARACTERS} characters; shorten it"
