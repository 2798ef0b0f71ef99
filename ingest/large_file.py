"""Large files: their rows become Parquet in the form of stored claims before they are judged.

Rows come in batches of text, and each batch is written on; nothing is held, so that
memory does not grow with the file. Cells that repeat (nearly all but figures do) stay numbers into
a list of texts the whole way, from the reader to the stored file: that is most of the speed.
Where all rows turn out good and new, the file written here is the one that is stored.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ingest.schema import LEDGER_COLUMNS
from ingest.spreadsheet import GUARDED
from ingest.sql import parquet
from ingest.table_file import MAX_ROW_CHARACTERS

#: Rows of a batch, which is also what the file written holds together.
BATCH_ROWS = 75_000
TEXT = pa.string()
REPEATED_TEXT = pa.dictionary(pa.int32(), TEXT)
#: A column of whose texts more than this share differ is kept as plain text.
_MAX_DISTINCT = 0.25
_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
_Item = TypeVar("_Item")


@dataclass(frozen=True)
class Origin:
    """Which file a claim comes from, and by which load."""

    file_no: int
    file: str
    load_id: str


class OddRow(Exception):
    """A row that a fast reader does not know how to take."""


@dataclass(frozen=True)
class _Batch:
    """Claims but for their row numbers: those lie `offsets` after the number of the first row."""

    claims: pa.Table
    rows: int
    offsets: np.ndarray | None


@dataclass
class _Written:
    path: Path


@dataclass
class LargeFiles:
    """The large files of one load, by their number; `con` reads what they hold."""

    con: duckdb.DuckDBPyConnection
    folder: Path
    loaded_at: datetime
    files: dict[int, _Written] = field(default_factory=dict)

    def pack(
        self,
        origin: Origin,
        items: Iterator[_Item],
        read: Callable[[_Item, frozenset[str]], pa.Table],
        *,
        first_row: int,
        is_csv: bool,
    ) -> int:
        """Write the rows that `read` makes of the items, blank ones left out; returns all rows.

        `read` gives a table with ledger columns as text, those of the given names plain and others
        in a dictionary, and with row_number where rows do not simply follow each other from
        `first_row` on. Of CSV, blanks around cells are taken off, and what guards a cell from
        being run as a formula. Raises OddRow, and what `read` raises; nothing is left then.
        """
        first = next(items, None)
        if first is None:
            return 0
        written = _Written(self.folder / f"rows-{origin.load_id}.parquet.part")
        self.files[origin.file_no] = written

        def claims_of(item: _Item, plain: frozenset[str]) -> _Batch:
            return _claims(read(item, plain), is_csv)

        stamp = {
            "load_id": origin.load_id,
            "loaded_at": self.loaded_at.replace(tzinfo=None, microsecond=0),
            "file": origin.file,
        }
        rows = 0
        try:
            tried = claims_of(first, frozenset())
            plain = frozenset(_plain_columns(tried.claims))
            schema = _schema(plain)
            with _writer(written.path, schema) as writer, ThreadPoolExecutor(_CORES) as pool:
                done = _in_order(pool, (partial(claims_of, item, plain) for item in items))
                for batch in chain([tried], done):
                    _put(writer, schema, batch, first_row + rows, stamp)
                    rows += batch.rows
        except BaseException:
            self.forget(origin)
            raise
        return rows

    def forget(self, origin: Origin) -> None:
        """Delete what was written of a file."""
        if written := self.files.pop(origin.file_no, None):
            written.path.unlink(missing_ok=True)

    def remove(self) -> None:
        """Delete all that was written and not stored."""
        for written in self.files.values():
            written.path.unlink(missing_ok=True)
        self.files.clear()

    def relations(self) -> list[str]:
        """SQL of the rows of each file, with file_no and row_id, which no two rows share."""
        cells = ", ".join(LEDGER_COLUMNS)
        return [
            f"select {file_no}::bigint << 40 | row_number as row_id, {file_no} as file_no, "
            f"row_number, {cells} from {parquet([written.path])}"
            for file_no, written in self.files.items()
        ]


def _in_order(pool: ThreadPoolExecutor, tasks: Iterator[Callable[[], _Batch]]) -> Iterator[_Batch]:
    """What the tasks give, in their order; no more of them wait than keep the cores busy."""
    waiting: deque[Future[_Batch]] = deque()
    try:
        for task in tasks:
            waiting.append(pool.submit(task))
            if len(waiting) > _CORES:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=1,
        # Nothing is looked up by them, and they cost a third of the writing.
        write_statistics=False,
        store_schema=False,
        use_dictionary=[field.name for field in schema if field.type == REPEATED_TEXT],
        column_encoding={"row_number": "DELTA_BINARY_PACKED"},
    )


def _schema(plain: frozenset[str]) -> pa.Schema:
    return pa.schema(
        [
            *((name, TEXT if name in plain else REPEATED_TEXT) for name in LEDGER_COLUMNS),
            ("load_id", REPEATED_TEXT),
            ("loaded_at", pa.timestamp("us")),
            ("file", REPEATED_TEXT),
            ("row_number", pa.int64()),
        ]
    )


def _plain_columns(claims: pa.Table) -> Iterator[str]:
    for name in LEDGER_COLUMNS:
        array = claims.column(name).combine_chunks()
        if len(array.dictionary) > _MAX_DISTINCT * len(array):
            yield name


def _put(
    writer: pq.ParquetWriter,
    schema: pa.Schema,
    batch: _Batch,
    first_row: int,
    stamp: dict[str, object],
) -> None:
    """Write a batch with what all its rows share."""
    count = batch.claims.num_rows
    if count:
        columns = dict(zip(batch.claims.column_names, batch.claims.columns, strict=True))
        if "row_number" not in columns:
            offsets = np.arange(count) if batch.offsets is None else batch.offsets
            columns["row_number"] = pa.array(first_row + offsets, pa.int64())
        nought = pa.array(np.zeros(count, np.int32))
        for name, value in stamp.items():
            one = pa.array([value], TEXT if isinstance(value, str) else pa.timestamp("us"))
            same = pa.DictionaryArray.from_arrays(nought, one)
            columns[name] = same if isinstance(value, str) else same.dictionary_decode()
        arrays = [_as(columns[field.name], field.type) for field in schema]
        writer.write_table(pa.table(arrays, schema=schema), row_group_size=count)


def _as(column: pa.ChunkedArray | pa.Array, kind: pa.DataType) -> pa.ChunkedArray | pa.Array:
    if column.type == kind:
        return column
    return column.dictionary_encode() if kind == REPEATED_TEXT else column.cast(kind)


def _claims(table: pa.Table, is_csv: bool) -> _Batch:
    """The rows of a batch that are not blank."""
    columns = {
        name: _one_array(table, name) if name in table.column_names else _nothing(table.num_rows)
        for name in LEDGER_COLUMNS
    }
    _refuse_odd_rows(list(columns.values()))
    if is_csv:
        columns = {name: _trimmed(array) for name, array in columns.items()}
    if "row_number" in table.column_names:
        columns["row_number"] = _one_array(table, "row_number")
    offsets = None
    rows = table.num_rows
    if columns[LEDGER_COLUMNS[0]].null_count:
        filled = np.zeros(rows, bool)
        for name in LEDGER_COLUMNS:
            filled |= columns[name].is_valid().to_numpy(zero_copy_only=False)
        if not filled.all():
            offsets = np.flatnonzero(filled)
            columns = {name: array.take(pa.array(offsets)) for name, array in columns.items()}
    return _Batch(pa.table(columns), rows, offsets)


def batches_of(relation: duckdb.DuckDBPyRelation) -> Iterator[pa.RecordBatch]:
    """The rows of a relation, as they come; errors are DuckDB's own."""
    try:
        yield from relation.to_arrow_reader(BATCH_ROWS)
    except OSError as error:
        # What goes wrong while rows come is told as a fault of input and output, with this text.
        is_input = str(error).startswith(("Invalid Input", "Conversion", "Not implemented"))
        kind = duckdb.InvalidInputException if is_input else duckdb.Error
        raise kind(str(error)) from error


def in_dictionaries(batch: pa.RecordBatch, plain: frozenset[str]) -> pa.Table:
    """A batch as `LargeFiles.pack` takes it."""
    return pa.table(
        {
            name: column.dictionary_encode()
            if name not in plain and column.type == TEXT
            else column
            for name, column in zip(batch.schema.names, batch.columns, strict=True)
        }
    )


def _nothing(rows: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.nulls(rows, pa.int32()), pa.array([], TEXT))


def _one_array(table: pa.Table, name: str) -> pa.Array:
    column = table.column(name)
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _texts(array: pa.Array) -> pa.Array:
    return array.dictionary if isinstance(array, pa.DictionaryArray) else array


def _refuse_odd_rows(arrays: Sequence[pa.Array]) -> None:
    """OddRow where a cell holds NUL, or a row may have more characters than one of a ledger."""
    if any(pc.any(pc.match_substring(_texts(array), "\0")).as_py() for array in arrays):
        raise OddRow
    longest = sum(pc.max(pc.binary_length(_texts(array))).as_py() or 0 for array in arrays)
    if longest <= MAX_ROW_CHARACTERS:
        return
    sizes = np.zeros(len(arrays[0]), np.int64)
    for array in arrays:
        lengths = pc.binary_length(_texts(array))
        if isinstance(array, pa.DictionaryArray):
            lengths = lengths.take(array.indices)
        sizes += lengths.fill_null(0).to_numpy(zero_copy_only=False)
    if sizes.max() > MAX_ROW_CHARACTERS:
        raise OddRow


def _trimmed(array: pa.Array) -> pa.Array:
    """Without blanks at the ends and without guards; NULL where nothing is left."""
    texts = _texts(array)
    bare = pc.utf8_trim_whitespace(texts)
    if pc.any(pc.starts_with(bare, "'")).as_py():
        bare = pc.replace_substring_regex(bare, GUARDED, r"\1", max_replacements=1)
    if bare.equals(texts):
        return array
    bare = pc.if_else(pc.equal(bare, ""), pa.scalar(None, TEXT), bare)
    if not isinstance(array, pa.DictionaryArray):
        return bare
    # Texts that are the same now must be one entry.
    return bare.take(array.indices).dictionary_encode()
