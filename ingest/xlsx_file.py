"""XLSX: the sheets that hold a ledger, each cell as the workbook shows it.

A workbook stores 4.1 and a format; the sheet shows 4.10. The second is what was printed, so cells
are written out by their number format. The zip is looked into before anything is parsed.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import duckdb

from ingest.errors import IngestError, TooLarge, UnreadableFile, said
from ingest.schema import LEDGER_COLUMNS
from ingest.table_file import Rows, check_header, looks_like_ledger

MAX_ENTRIES = 2_000
MAX_UNZIPPED_BYTES = 512 * 1024 * 1024
#: Sheets of figures shrink to a tenth; a thousandth is what bombs reach.
MAX_RATIO = 300
MAX_ROWS = 1_048_576
#: Cells further to the right belong to no ledger and are not looked at.
MAX_COLUMNS = 64
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


def read(con: duckdb.DuckDBPyConnection, path: Path, file_no: int) -> None:
    """The rows of all sheets with a ledger's header into `incoming` and `broken`.

    Raises UnreadableFile. Other sheets (cover pages, notes) are passed over.
    """
    doing = f"reading {path.name}"
    check_zip(path, doing)
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:
        raise _unreadable(doing, error, path) from error
    try:
        sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
        found = 0
        for sheet in sheets:
            try:
                found += _read_sheet(con, path, file_no, sheet, len(sheets) > 1, doing)
            except IngestError:
                raise
            except Exception as error:
                raise _unreadable(doing, error, path) from error
        if not found:
            raise UnreadableFile(
                doing,
                "no sheet has a ledger's header in its first row",
                "Give a sheet the columns " + ", ".join(LEDGER_COLUMNS),
            )
    finally:
        book.close()


def _unreadable(doing: str, error: Exception, path: Path) -> UnreadableFile:
    return UnreadableFile(
        doing,
        f"it is no workbook that can be read ({type(error).__name__}: {said(error, path)})",
        "Open it in Excel or LibreOffice and save it as .xlsx again, or as CSV UTF-8",
    )


def check_zip(path: Path, doing: str) -> None:
    """Raise TooLarge or UnreadableFile before a parser sees what would exhaust it."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _unreadable(doing, error, path) from error
    unzipped = sum(entry.file_size for entry in entries)
    advice = "Split it into smaller workbooks, or save the sheet as CSV UTF-8"
    if len(entries) > MAX_ENTRIES:
        raise TooLarge(doing, f"it packs {len(entries)} files (at most {MAX_ENTRIES})", advice)
    if unzipped > MAX_UNZIPPED_BYTES:
        raise TooLarge(
            doing,
            f"it unpacks to {unzipped / 1e6:.0f} MB (at most {MAX_UNZIPPED_BYTES / 1e6:.0f})",
            advice,
        )
    for entry in entries:
        if entry.file_size > 1_000_000 and entry.file_size > MAX_RATIO * entry.compress_size:
            raise TooLarge(
                doing,
                f"a part of it is packed more than {MAX_RATIO} times over, as a zip bomb is",
                advice,
            )
        if entry.flag_bits & 1:
            raise UnreadableFile(doing, "it is encrypted", "Save it without a password")


def _read_sheet(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    file_no: int,
    sheet: Any,
    is_one_of_many: bool,
    doing: str,
) -> bool:
    """Read one sheet; False when its first row is no header of ours."""
    rows: Rows | None = None
    width = 0
    formulas: Iterator[tuple[Any, ...]] | None = None
    prefix = f"sheet {sheet.title}: " if is_one_of_many else ""
    for number, cells in enumerate(_rows(sheet), start=1):
        if number > MAX_ROWS:
            raise TooLarge(doing, f"{prefix}it has more than {MAX_ROWS} rows", "Split the sheet")
        formula_cells = next(formulas, ()) if formulas is not None else ()
        # Rows and cells that are not in the file are one and the same empty cell, over and over.
        if not cells or (cells[0].value is None and cells.count(cells[0]) == len(cells)):
            continue
        if rows is None:
            texts = [_shown(cell) for cell in cells]
            while texts and not texts[-1].strip():
                texts.pop()
            if not texts:
                continue
            if not looks_like_ledger(texts):
                return False
            header = check_header(texts, doing)
            rows = Rows(con, file_no, header)
            width = header.width
            if _has_formulas(path, sheet):
                formulas = _formula_rows(path, sheet.title, skip=number)
            continue
        _add(rows, number, cells, formula_cells, width, prefix)
    if rows is None:
        return False
    rows.finish()
    return True


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    # The dimension that a sheet states is not to be trusted: it may be A1 or the whole grid.
    sheet.reset_dimensions()
    return iter(sheet.iter_rows(max_col=MAX_COLUMNS))


def _add(
    rows: Rows,
    number: int,
    cells: tuple[Any, ...],
    formula_cells: tuple[Any, ...],
    width: int,
    prefix: str,
) -> None:
    texts = [_shown(cell) for cell in cells]
    while len(texts) > width and not texts[-1].strip():
        texts.pop()
    texts += [""] * (width - len(texts))
    for position, cell in enumerate(cells[:width]):
        column = rows.header.columns[position]
        if cell.data_type == "e":
            rows.reject(
                number, column, f"{prefix}the cell shows the error {cell.value}; mend its formula",
                texts, str(cell.value),
            )  # fmt: skip
            return
        if (
            cell.value is None
            and position < len(formula_cells)
            and formula_cells[position].data_type == "f"
        ):
            rows.reject(
                number, column,
                f"{prefix}the formula has no stored result; open the workbook in Excel and save "
                "it, or paste the values",
                texts, str(formula_cells[position].value),
            )  # fmt: skip
            return
    rows.add(number, texts)


def _has_formulas(path: Path, sheet: Any) -> bool:
    """Whether the sheet's XML has a formula: the second pass that they need is left out if not."""
    name = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    with zipfile.ZipFile(path) as archive:
        if name not in archive.namelist():
            return True
        tail = b""
        with archive.open(name) as part:
            while chunk := part.read(1024 * 1024):
                if _FORMULA.search(tail + chunk):
                    return True
                tail = chunk[-16:]
    return False


def _formula_rows(path: Path, title: str, skip: int) -> Iterator[tuple[Any, ...]]:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    try:
        for number, cells in enumerate(_rows(book[title]), start=1):
            if number > skip:
                yield cells
    finally:
        book.close()


def _shown(cell: Any) -> str:
    """A cell's text as the sheet shows it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return shown_number(value, cell.number_format or "General")
    if isinstance(value, datetime):
        return _shown_date(value, cell.number_format or "")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)


def _shown_date(value: datetime, number_format: str) -> str:
    """ISO 8601, as precise as the format: a month shown as 2024-08 is no 1 August."""
    if value.time() != time():
        return value.isoformat(sep=" ")
    pattern = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format).lower()
    if "y" in pattern and "d" not in pattern:
        return f"{value:%Y-%m}" if "m" in pattern else f"{value:%Y}"
    return f"{value:%Y-%m-%d}"


_PLAIN_FORMAT = re.compile(r"^[#0,?]*(?P<integer>[#0?])(?P<fraction>\.[0#?]*)?(?P<percent>%?)$")


def shown_number(value: int | float, number_format: str) -> str:
    """A number by its format: as many decimals as are shown, percent signs; plain otherwise.

    Thousands separators are left out, they say nothing. A format that is not of this simple kind
    (scientific, fractions, scaled by thousands) gives the stored number in plain digits.
    """
    try:
        # Excel keeps 15 digits; those after them are noise of the binary number.
        number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    except InvalidOperation:
        return str(value)
    if not number.is_finite():
        return str(value)
    sections = number_format.split(";")
    section = sections[1] if number < 0 and len(sections) > 1 else sections[0]
    section = (
        re.sub(r'\[[^\]]*\]|_.|\*.|"[^"]*"|\\.', "", section).replace(" ", "").strip("()-+¥￥$")
    )
    match = _PLAIN_FORMAT.match(section)
    if match is None:
        return f"{number:f}" if number.adjusted() < 30 else str(value)
    fraction = match["fraction"] or ""
    if match["percent"]:
        number *= 100
    if number.adjusted() > 20:
        return f"{number:f}" if number.adjusted() < 30 else str(value)
    places = max(len(fraction) - 1, 0)
    text = f"{number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):f}"
    optional = len(fraction) - len(fraction.rstrip("#?"))
    while optional and text.endswith("0"):
        text, optional = text[:-1], optional - 1
    return text.rstrip(".") + match["percent"]
