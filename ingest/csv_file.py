"""CSV and TSV: encodings, and rows that are no rows.

A small file, and any file with something odd in it, is read line by line here, so that each bad row
is known by its line. A large file is first given to DuckDB's reader, which is many times faster;
its result counts only if it took every line as one row, otherwise the file is read again here.
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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import duckdb

from ingest.errors import TooLarge, UnreadableFile
from ingest.schema import LEDGER_COLUMNS
from ingest.sql import literal
from ingest.table_file import (
    MAX_ROW_CHARACTERS,
    Header,
    Rows,
    check_header,
    insert_rows,
    shortened,
)

#: Below this DuckDB's reader has no advantage.
LARGE_BYTES = 4 * 1024 * 1024
_CHUNK = 1024 * 1024
MAX_LINE_CHARACTERS = 200_000
#: A quoted cell may hold line breaks, but one that goes on for longer was never closed.
_MAX_LINES_PER_ROW = 20
_DELIMITERS = (",", "\t", ";")
_MANY_BLANKS = 2_000
_ENDS = frozenset(b',;\t\r\n" ')
_GUARD = re.compile(rb"[,;\t\r\n\" ]'")
_TOO_LONG = "\0too long\0"
#: Three-byte characters before the first bad byte that show a text to be (damaged) UTF-8. A text in
#: GB18030 gets through a UTF-8 decoder for a few characters at most.
_UTF8_EVIDENCE = 8


@dataclass(frozen=True)
class Scan:
    """What one pass over the bytes of a file shows."""

    sha256: str
    size: int
    encoding: str
    errors: str
    lines: int
    has_nul: bool
    #: Whether lines end in one way throughout, \n or \r\n.
    is_regular: bool
    #: Whether a cell may begin or end with a blank.
    has_blanks_at_ends: bool
    #: Whether a cell may begin with an apostrophe, which guards text that would run as a formula.
    has_guards: bool


def scan(path: Path) -> Scan:
    """Hash, encoding and number of lines of a text file; raises UnreadableFile.

    Encodings are tried, not guessed: a byte order mark decides, then UTF-8, then GB18030 (which
    holds GBK and GB2312). UTF-8 that breaks off after many good characters is damaged UTF-8.
    """
    digest = hashlib.sha256()
    size = lines = evidence = returns = pairs = 0
    has_nul = is_broken_utf8 = has_blanks = has_guards = False
    encoding = "utf-8"
    decoder = None
    last = b""
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            if not size:
                encoding = _encoding_of_mark(chunk) or "utf-8"
                decoder = codecs.getincrementaldecoder("utf-8" if "8" in encoding else encoding)()
            digest.update(chunk)
            size += len(chunk)
            lines += chunk.count(b"\n")
            if b"\r" in chunk:
                returns += chunk.count(b"\r")
                pairs += chunk.count(b"\r\n")
            pairs += last.endswith(b"\r") and chunk.startswith(b"\n")
            has_nul = has_nul or b"\0" in chunk
            has_blanks = has_blanks or _may_have_blanks_at_ends(chunk)
            has_guards = has_guards or _may_have_guards(last, chunk)
            last = chunk
            if decoder is not None and not is_broken_utf8:
                try:
                    text = decoder.decode(chunk)
                    if evidence < _UTF8_EVIDENCE and not text.isascii():
                        evidence += sum(character > "\u07ff" for character in text)
                except UnicodeDecodeError as error:
                    good = error.object[: error.start].decode(encoding, "ignore")
                    evidence += sum(character > "\u07ff" for character in good)
                    is_broken_utf8 = True
        if decoder is not None and not is_broken_utf8:
            try:
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                is_broken_utf8 = True
    is_regular = not returns or returns == pairs == lines
    if last and not last.endswith(b"\n"):
        lines += 1
    if has_nul and encoding.startswith("utf-8") and _is_mostly_nul(path):
        raise UnreadableFile(
            f"reading {path.name}",
            "every other byte is NUL, as in UTF-16 without a byte order mark",
            "Save it as UTF-8",
        )
    errors = "strict"
    if is_broken_utf8:
        if encoding not in ("utf-8", "utf-8-sig") or evidence >= _UTF8_EVIDENCE:
            # Rows with bad bytes are rejected one by one; the others are good.
            errors = "surrogateescape" if "8" in encoding else "replace"
        elif _decodes(path, "gb18030"):
            encoding = "gb18030"
        else:
            raise UnreadableFile(
                f"reading {path.name}",
                "its bytes are neither UTF-8 nor GB18030",
                "Save it as UTF-8 (in Excel: CSV UTF-8)",
            )
    return Scan(
        *(digest.hexdigest(), size, encoding, errors, lines),
        *(has_nul, is_regular, has_blanks, has_guards),
    )


def _may_have_blanks_at_ends(chunk: bytes) -> bool:
    """Whether a blank stands beside a separator, a quote or an end; where blanks abound, perhaps.

    Taking blanks off each cell costs as much as reading them: it is done only where it may matter.
    """
    if chunk.count(b" ") > _MANY_BLANKS:
        return True
    position = chunk.find(b" ")
    while position >= 0:
        if not 0 < position < len(chunk) - 1:
            return True
        if chunk[position - 1] in _ENDS or chunk[position + 1] in _ENDS:
            return True
        position = chunk.find(b" ", position + 1)
    return False


def _may_have_guards(before: bytes, chunk: bytes) -> bool:
    """Whether an apostrophe stands after a separator, a quote or a line's end."""
    return b"'" in chunk and _GUARD.search(before[-1:] + chunk) is not None


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


def read(con: duckdb.DuckDBPyConnection, path: Path, file_no: int, found: Scan) -> None:
    """The rows of a CSV or TSV file into `incoming` and `broken`; raises UnreadableFile."""
    doing = f"reading {path.name}"
    delimiter, header, header_lines = _header(path, found, doing)
    if found.size >= LARGE_BYTES and header_lines == 1 and found.errors == "strict":
        with _as_utf8(path, found) as (plain, scanned):
            if (
                scanned.is_regular
                and not scanned.has_nul
                and not scanned.has_guards
                and _read_fast(con, plain, file_no, scanned, delimiter, header)
            ):
                return
    _read_carefully(con, path, file_no, found, delimiter, header, header_lines)


@contextmanager
def _as_utf8(path: Path, found: Scan) -> Iterator[tuple[Path, Scan]]:
    """The file, or a copy of it in UTF-8 that goes away again, and the scan of that."""
    if found.encoding in ("utf-8", "utf-8-sig"):
        yield path, found
        return
    with tempfile.TemporaryDirectory(prefix="zhibiao-") as folder:
        copy = Path(folder) / "copy.csv"
        with _open(path, found) as source, copy.open("w", encoding="utf-8", newline="") as target:
            shutil.copyfileobj(source, target, _CHUNK)
        yield copy, scan(copy)


def _open(path: Path, found: Scan) -> io.TextIOWrapper:
    return path.open(encoding=found.encoding, errors=found.errors, newline="")


def _header(path: Path, found: Scan, doing: str) -> tuple[str, Header, int]:
    """Separator, header, and how many lines stand before the first row."""
    with _open(path, found) as handle:
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
        "the file is empty" if not found.size else "it has no header",
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


def _read_fast(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    file_no: int,
    found: Scan,
    delimiter: str,
    header: Header,
) -> bool:
    """Read with DuckDB; False, and nothing read, unless every line is a row with all its cells.

    Rows keep the order of the file and get no number; the first of them stands on line 2.
    """
    cell = "trim({})" if found.has_blanks_at_ends else "{}"
    cells = ", ".join(
        f"nullif({cell.format(f'c{position}')}, '') as {name}"
        for name, position in zip(LEDGER_COLUMNS, header.positions(), strict=True)
        if position is not None
    )
    try:
        insert_rows(
            con,
            file_no,
            f"select {cells} from read_csv(?, columns = ?, delim = ?, header = true, "
            "auto_detect = false, strict_mode = true, null_padding = false, quote = '\"', "
            "escape = '\"', max_line_size = ?, hive_partitioning = false)",
            [
                literal(path),
                {f"c{position}": "VARCHAR" for position in range(header.width)},
                delimiter,
                MAX_LINE_CHARACTERS * 4,
            ],
        )
    except (
        duckdb.InvalidInputException,
        duckdb.ConversionException,
        # Lines longer than its buffers.
        duckdb.NotImplementedException,
    ):
        return False
    sizes = " + ".join(f"coalesce(strlen({name}), 0)" for name in LEDGER_COLUMNS)
    ((rows, longest),) = con.execute(
        f"select count(*), max({sizes}) from incoming where file_no = ?", [file_no]
    ).fetchall()
    if rows + 1 != found.lines or (longest or 0) > MAX_ROW_CHARACTERS:
        con.execute("delete from incoming where file_no = ?", [file_no])
        return False
    return True


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
    found: Scan,
    delimiter: str,
    header: Header,
    header_lines: int,
) -> None:
    rows = Rows(con, file_no, header)
    with _open(path, found) as handle:
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
