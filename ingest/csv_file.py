"""CSV and TSV: encodings, and rows that are no rows.

A small file, and any file with something odd in it, is read line by line here, so that each bad row
is known by its line. A large file is first given to a reader that is many times faster; its result
counts only if it took every line as one row, otherwise the file is read again here.
Nothing is sniffed: the separator follows from the header, everything is text.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv

from ingest.errors import TooLarge, UnreadableFile
from ingest.large_file import (
    REPEATED_TEXT,
    TEXT,
    LargeFiles,
    OddRow,
    Origin,
    batches_of,
    in_dictionaries,
)
from ingest.sql import literal
from ingest.table_file import Header, Rows, check_header, shortened

#: Below this the fast readers have no advantage.
LARGE_BYTES = 4 * 1024 * 1024
_UTF8 = frozenset({"utf-8", "utf-8-sig"})
_CHUNK = 1024 * 1024
_BATCH_BYTES = 8 * 1024 * 1024
MAX_LINE_CHARACTERS = 200_000
#: A quoted cell may hold line breaks, but one that goes on for longer was never closed.
_MAX_LINES_PER_ROW = 20
_DELIMITERS = (",", "\t", ";")
_TOO_LONG = "\0too long\0"
#: Three-byte characters before the first bad byte that show a text to be (damaged) UTF-8. A text in
#: GB18030 gets through a UTF-8 decoder for a few characters at most.
_UTF8_EVIDENCE = 8


@dataclass(frozen=True)
class Scan:
    """What one pass over the bytes of a file shows, whatever characters they mean."""

    sha256: str
    size: int
    #: Of the byte order mark; without one UTF-8, which is still to be proven.
    encoding: str
    lines: int
    has_nul: bool
    has_quotes: bool
    #: Whether lines end in one way throughout, \n or \r\n.
    is_regular: bool


def scan(path: Path) -> Scan:
    """Hash and lines of a text file; raises UnreadableFile where its bytes are no text at all."""
    digest = hashlib.sha256()
    size = lines = returns = pairs = 0
    has_nul = has_quotes = False
    encoding = "utf-8"
    last = b""
    # The hash is half of the work, and needs no help from Python.
    with path.open("rb") as handle, ThreadPoolExecutor(1) as pool:
        hashed = pool.submit(digest.update, b"")
        while chunk := handle.read(_CHUNK):
            if not size:
                encoding = _encoding_of_mark(chunk) or "utf-8"
            hashed.result()
            hashed = pool.submit(digest.update, chunk)
            size += len(chunk)
            lines += chunk.count(b"\n")
            if b"\r" in chunk:
                returns += chunk.count(b"\r")
                pairs += chunk.count(b"\r\n")
            pairs += last.endswith(b"\r") and chunk.startswith(b"\n")
            has_nul = has_nul or b"\0" in chunk
            has_quotes = has_quotes or b'"' in chunk
            last = chunk
        hashed.result()
    is_regular = not returns or returns == pairs == lines
    if last and not last.endswith(b"\n"):
        lines += 1
    if has_nul and encoding.startswith("utf-8") and _is_mostly_nul(path):
        raise UnreadableFile(
            f"reading {path.name}",
            "every other byte is NUL, as in UTF-16 without a byte order mark",
            "Save it as UTF-8",
        )
    return Scan(digest.hexdigest(), size, encoding, lines, has_nul, has_quotes, is_regular)


@dataclass(frozen=True)
class _Encoding:
    """How the bytes of a file become text, and what becomes of bytes that are none."""

    name: str
    errors: str = "strict"


def _encoding(path: Path, marked: str) -> _Encoding:
    """The encoding of a text file; raises UnreadableFile.

    Encodings are tried, not guessed: a byte order mark decides, then UTF-8, then GB18030 (which
    holds GBK and GB2312). UTF-8 that breaks off after many good characters is damaged UTF-8.
    """
    evidence = 0
    decoder = codecs.getincrementaldecoder("utf-8" if "8" in marked else marked)()
    try:
        with path.open("rb") as handle:
            while chunk := handle.read(_CHUNK):
                text = decoder.decode(chunk)
                if evidence < _UTF8_EVIDENCE and not text.isascii():
                    evidence += _evidence(text)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        evidence += _evidence(error.object[: error.start].decode(marked, "ignore"))
    else:
        return _Encoding(marked)
    if marked not in _UTF8 or evidence >= _UTF8_EVIDENCE:
        # Rows with bad bytes are rejected one by one; the others are good.
        return _Encoding(marked, "surrogateescape" if "8" in marked else "replace")
    if _decodes(path, "gb18030"):
        return _Encoding("gb18030")
    raise UnreadableFile(
        f"reading {path.name}",
        "its bytes are neither UTF-8 nor GB18030",
        "Save it as UTF-8 (in Excel: CSV UTF-8)",
    )


def _evidence(text: str) -> int:
    return sum(character > "\u07ff" for character in text)


def _encoding_of_mark(start: bytes) -> str | None:
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return None


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as handle:
            while chunk := handle.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_nul(path: Path) -> bool:
    with path.open("rb") as handle:
        start = handle.read(4096)
    return start.count(0) > len(start) // 4


def read(
    con: duckdb.DuckDBPyConnection, path: Path, origin: Origin, found: Scan, large: LargeFiles
) -> None:
    """The rows of a CSV or TSV file into `large`, or into `incoming` and `broken`.

    Raises UnreadableFile.
    """
    is_large = found.size >= LARGE_BYTES
    if is_large and found.encoding in _UTF8 and _read_fast(path, origin, found, large):
        return
    encoding = _encoding(path, found.encoding)
    if is_large and encoding.name not in _UTF8 and encoding.errors == "strict":
        with _in_utf8(path, encoding) as copy:
            if _read_fast(copy, origin, scan(copy), large):
                return
    _read_carefully(con, path, origin.file_no, encoding)


@contextmanager
def _in_utf8(path: Path, encoding: _Encoding) -> Iterator[Path]:
    """A copy of the file in UTF-8 that goes away again."""
    with tempfile.TemporaryDirectory(prefix="zhibiao-") as folder:
        copy = Path(folder) / path.name
        with (
            _open(path, encoding) as source,
            copy.open("w", encoding="utf-8", newline="") as target,
        ):
            shutil.copyfileobj(source, target, _CHUNK)
        yield copy


def _open(path: Path, encoding: _Encoding) -> io.TextIOWrapper:
    return path.open(encoding=encoding.name, errors=encoding.errors, newline="")


def _header(path: Path, encoding: _Encoding) -> tuple[str, Header, int]:
    """Separator, header, and how many lines stand before the first row."""
    doing = f"reading {path.name}"
    with _open(path, encoding) as handle:
        for number, line in enumerate(islice(_lines(handle), 100), start=1):
            if not line.strip():
                continue
            if line == _TOO_LONG:
                raise TooLarge(
                    doing,
                    f"its first line has more than {MAX_LINE_CHARACTERS} characters",
                    "Give a table with the ledger's columns, one row a line",
                )
            return _split_header(line, number, doing)
    raise UnreadableFile(
        doing,
        "it has no header" if path.stat().st_size else "the file is empty",
        "Give it the ledger's columns in its first line",
    )


def _split_header(line: str, number: int, doing: str) -> tuple[str, Header, int]:
    splits = []
    problem: csv.Error | None = None
    for delimiter in _DELIMITERS:
        try:
            splits.append((delimiter, next(csv.reader([line], delimiter=delimiter, strict=True))))
        except csv.Error as error:
            # Names between quotes are none with a separator that is not theirs.
            problem = error
    if not splits:
        raise UnreadableFile(
            doing, f"its header cannot be read: {problem}", "Mend the quotes in the first line"
        ) from problem
    # The separator is the one that gives most cells; a name holds none of them.
    delimiter, cells = max(splits, key=lambda split: len(split[1]))
    while len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    return delimiter, check_header(cells, doing), number


def _read_fast(path: Path, origin: Origin, found: Scan, large: LargeFiles) -> bool:
    """Read in batches; False, and nothing read, unless every line is a row with all its cells."""
    if found.has_nul or not found.is_regular:
        return False
    try:
        delimiter, header, header_lines = _header(path, _Encoding(found.encoding))
        if header_lines > 1:
            return False
        if found.has_quotes:
            batches = _batches(large.con.cursor(), path, delimiter, header)
            rows = large.pack(origin, batches, in_dictionaries, first_row=2, is_csv=True)
        else:
            cells = _cells_of(delimiter, header)
            rows = large.pack(origin, _pieces(path), cells, first_row=2, is_csv=True)
    except (
        OddRow,
        # Bytes that are not UTF-8, or a header that the other reader may understand or will refuse.
        UnicodeDecodeError,
        UnreadableFile,
        # Rows with too few or too many cells, and bytes that are not UTF-8.
        pa.ArrowInvalid,
        duckdb.InvalidInputException,
        duckdb.ConversionException,
        # Lines longer than its buffers.
        duckdb.NotImplementedException,
    ):
        return False
    if rows + 1 != found.lines:
        large.forget(origin)
        return False
    return True


def _pieces(path: Path) -> Iterator[bytes]:
    """The bytes after the first line, cut where lines end."""
    with path.open("rb") as handle:
        handle.readline()
        # The first piece is looked at before others are begun.
        size = min(_CHUNK, _BATCH_BYTES)
        while piece := handle.read(size):
            if not piece.endswith(b"\n"):
                rest = handle.readline(_BATCH_BYTES)
                if len(rest) == _BATCH_BYTES:
                    raise OddRow
                piece += rest
            yield piece
            size = _BATCH_BYTES


def _cells_of(delimiter: str, header: Header) -> Callable[[bytes, frozenset[str]], pa.Table]:
    """Reads lines without quotes into a table; pa.ArrowInvalid where one is no row."""
    parsing = pyarrow.csv.ParseOptions(
        delimiter=delimiter, quote_char=False, escape_char=False, ignore_empty_lines=False
    )

    def cells(piece: bytes, plain: frozenset[str]) -> pa.Table:
        return pyarrow.csv.read_csv(
            pa.py_buffer(piece),
            pyarrow.csv.ReadOptions(
                use_threads=False, block_size=len(piece) + 1, column_names=header.columns
            ),
            parsing,
            pyarrow.csv.ConvertOptions(
                column_types={
                    name: TEXT if name in plain else REPEATED_TEXT for name in header.columns
                },
                null_values=[""],
                strings_can_be_null=True,
            ),
        )

    return cells


def _batches(
    con: duckdb.DuckDBPyConnection, path: Path, delimiter: str, header: Header
) -> Iterator[pa.RecordBatch]:
    """The rows by DuckDB's reader, in their order."""
    columns = dict.fromkeys(header.columns, "VARCHAR")
    relation = con.sql(
        "from read_csv(?, columns = ?, delim = ?, header = true, auto_detect = false, "
        "strict_mode = true, null_padding = false, quote = '\"', escape = '\"', "
        "max_line_size = ?, hive_partitioning = false)",
        params=[literal(path), columns, delimiter, MAX_LINE_CHARACTERS * 4],
    )
    return batches_of(relation)


def _lines(handle: io.TextIOWrapper) -> Iterator[str]:
    """Lines with their ends; a line beyond the limit comes as a mark, its rest is skipped."""
    while line := handle.readline(MAX_LINE_CHARACTERS):
        if len(line) == MAX_LINE_CHARACTERS and not line.endswith(("\n", "\r")):
            while (rest := handle.readline(MAX_LINE_CHARACTERS)) and not rest.endswith(
                ("\n", "\r")
            ):
                pass
            yield _TOO_LONG
        else:
            yield line


def _read_carefully(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    file_no: int,
    encoding: _Encoding,
) -> None:
    delimiter, header, header_lines = _header(path, encoding)
    rows = Rows(con, file_no, header)
    with _open(path, encoding) as handle:
        lines = _Numbered(islice(_lines(handle), header_lines, None), header_lines)
        for number, line in lines:
            if line == _TOO_LONG:
                rows.reject(
                    number, None,
                    f"the line has more than {MAX_LINE_CHARACTERS} characters; split it into rows",
                    [],
                )  # fmt: skip
            elif '"' not in line:
                rows.add(number, line.rstrip("\r\n").split(delimiter))
            else:
                _add_quoted(rows, lines, number, line, delimiter)
    rows.finish()


class _Numbered:
    """Lines with their numbers, some of which can be put back."""

    def __init__(self, lines: Iterator[str], before_first: int) -> None:
        self._lines = lines
        self._number = before_first
        self._returned: list[tuple[int, str]] = []

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return self

    def __next__(self) -> tuple[int, str]:
        if self._returned:
            return self._returned.pop()
        line = next(self._lines)
        self._number += 1
        return self._number, line

    def put_back(self, lines: list[tuple[int, str]]) -> None:
        self._returned.extend(reversed(lines))


def _add_quoted(rows: Rows, lines: _Numbered, number: int, line: str, delimiter: str) -> None:
    """A row with quoted cells, which may go over several lines.

    Where that does not give a row, only its first line is rejected and the next ones are read as
    rows of their own: a quote that was never closed must not swallow what follows.
    """
    following: list[tuple[int, str]] = []
    text = line
    while text.count('"') % 2 and len(following) < _MAX_LINES_PER_ROW:
        more = next(lines, None)
        if more is None:
            break
        following.append(more)
        if more[1] == _TOO_LONG:
            break
        text += more[1]
    reason = "a double quote is never closed; close it, or take it out"
    if text.count('"') % 2 == 0 and _TOO_LONG not in text:
        try:
            cells = next(
                csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
            )
        except (csv.Error, StopIteration) as error:
            reason = f"the quotes of the row do not fit ({error}); double those inside a cell"
        else:
            if not following or len(cells) == rows.header.width:
                rows.add(number, cells)
                return
    lines.put_back(following)
    rows.reject(number, None, reason, [shortened(re.sub(r"[\r\n]+$", "", line))])
