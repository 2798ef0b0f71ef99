"""Files as people send them: encodings, separators, quotes, workbooks, and what is no table."""

from __future__ import annotations

import codecs
import csv
import io
import random
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import csv_file, xlsx_file
from ingest.judge import view_rows
from ingest.large_file import LargeFiles, Origin
from ingest.schema import CHINESE_NAMES, LEDGER_COLUMNS
from ingest.table_file import create_tables

Claim = Callable[..., dict[str, str]]
Rows = Callable[..., list[dict[str, str]]]
WriteCsv = Callable[..., Path]

HEADER = ",".join(LEDGER_COLUMNS)
GOOD = "paper,c{n}-9,解放区,GDP,level,135.7,亿元,,2023,actual,,,,,"


def lines(count: int) -> list[str]:
    return [GOOD.format(n=n) for n in range(count)]


def counts(report: Any) -> tuple[int, int, int, int]:
    return report.rows_in, report.rows_loaded, report.rows_known, report.rows_rejected


def error_of(report: Any) -> str:
    (file,) = report.unreadable
    assert counts(report) == (1, 0, 0, 1)
    assert file.error.next_step
    return str(file.error)


def read_csv_rows(path: Path, large: int) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """What the reader of CSV gives; files from `large` bytes on go to the fast readers first.

    Good rows are (file, cells, id, row); broken ones (file, row, column, reason, offending, cells).
    """
    before, csv_file.LARGE_BYTES = csv_file.LARGE_BYTES, large
    try:
        with duckdb.connect() as con:
            create_tables(con)
            files = LargeFiles(con, path.parent, datetime(2026, 1, 2))
            csv_file.read(con, path, Origin(1, path.name, "load"), csv_file.scan(path), files)
            view_rows(con, files)
            good = con.execute(
                "select * exclude (row_id, row_number), row_number from rows order by row_id"
            ).fetchall()
            broken = con.execute("from broken order by row_number").fetchall()
            files.remove()
            return good, broken
    finally:
        csv_file.LARGE_BYTES = before


# ------------------------------------------------------------------------------------ encodings


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("is_large", [False, True])
def test_encodings(
    load: Any, tmp_path: Path, encoding: str, is_large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_large:
        monkeypatch.setattr(csv_file, "LARGE_BYTES", 1)
    text = "\n".join([HEADER, *lines(5), ""])
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
    path = tmp_path / "sent.csv"
    path.write_bytes(mark + text.encode(encoding))
    assert counts(load(path)) == (5, 5, 0, 0)
    assert load.query("select distinct area from raw.observation") == [("解放区",)]


def test_utf16_without_a_mark_is_told(load: Any, tmp_path: Path) -> None:
    path = tmp_path / "sent.csv"
    path.write_bytes("\n".join([HEADER, *lines(5)]).encode("utf-16-le"))
    assert "UTF-16 without a byte order mark" in error_of(load(path))


def test_bytes_that_are_no_text_are_told(load: Any, tmp_path: Path) -> None:
    path = tmp_path / "sent.csv"
    path.write_bytes(HEADER.encode() + b"\n" + bytes([0xFF, 0xFF, 0x80, 0x80]) * 10)
    assert "neither UTF-8 nor GB18030" in error_of(load(path))


def test_one_bad_byte_costs_one_row(load: Any, tmp_path: Path) -> None:
    text = "\n".join([HEADER, *lines(9)]).encode()
    path = tmp_path / "sent.csv"
    path.write_bytes(text + b"\n" + GOOD.format(n=77).encode()[:-20] + b"\xff\xfe" + b",,,,,\n")
    report = load(path)
    assert counts(report) == (10, 9, 0, 1)
    assert report.rejected[0].row_number == 11


def test_full_width_and_grouped_figures_are_good(
    load: Any, claim: Claim, write_csv: WriteCsv, tmp_path: Path
) -> None:
    rows = [
        claim(value_text="１，２３４．５"),
        claim(value_text="1,234.5", period="２０２２"),
        claim(value_text="８．５", unit="％", measure="yoy_growth_pct", area="解　放区"),
    ]
    assert counts(load(write_csv(tmp_path / "sent.csv", rows))) == (3, 3, 0, 0)


# -------------------------------------------------------------------------- rows that are none

ODD = {
    "too few cells": "paper,c1-9,解放区",
    "too many cells": GOOD.format(n=50) + ",,,x",
    "a NUL": GOOD.format(n=51).replace("135.7", "135\0.7"),
    "an unclosed quote": GOOD.format(n=52).replace("解放区", '"解放区'),
    "text after a quote": GOOD.format(n=53).replace("解放区", '"解放"区'),
    "a line without end": "x" * 1_000_000,
    "a cell without end": GOOD.format(n=54) + "y" * 20_000,
    "a million cells": "," * 150_000 + "z",
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("large", [1, 10**9])
@pytest.mark.parametrize("place", [0, 3, 6])
def test_one_odd_row_costs_one_row(tmp_path: Path, name: str, large: int, place: int) -> None:
    rows = lines(6)
    rows.insert(place, ODD[name])
    path = tmp_path / "sent.csv"
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    good, broken = read_csv_rows(path, large)
    ((_, row_number, _, reason, offending, _),) = broken
    assert row_number == place + 2
    assert "; " in reason
    assert len(offending) < 300
    assert [row[-1] for row in good] == [n for n in range(2, 9) if n != place + 2]
    assert {row[3] for row in good} == {"解放区"}


@pytest.mark.parametrize("is_large", [False, True])
def test_blank_rows_are_no_rows(
    load: Any, tmp_path: Path, is_large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_large:
        monkeypatch.setattr(csv_file, "LARGE_BYTES", 1)
    path = tmp_path / "sent.csv"
    good = lines(2)
    rows = ["", HEADER, "", good[0], "," * 14, "   ", good[1], "", ""]
    path.write_text("\r\n".join(rows), encoding="utf-8")
    assert counts(load(path)) == (2, 2, 0, 0)
    assert load.query("select row_number from raw.observation order by 1") == [(4,), (7,)]


@pytest.mark.parametrize("is_large", [False, True])
@pytest.mark.parametrize("extra", [",", ",,,"])
def test_empty_cells_at_the_end_do_no_harm(
    load: Any, tmp_path: Path, is_large: bool, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_large:
        monkeypatch.setattr(csv_file, "LARGE_BYTES", 1)
    path = tmp_path / "sent.csv"
    text = "\n".join(line + extra for line in [HEADER, *lines(3)])
    path.write_text(text, encoding="utf-8")
    assert counts(load(path)) == (3, 3, 0, 0)


def test_quoted_cells_may_hold_separators_quotes_and_line_breaks(
    load: Any, claim: Claim, write_csv: WriteCsv, tmp_path: Path
) -> None:
    note = 'one, "two"\nthree'
    path = write_csv(tmp_path / "sent.csv", [claim(note=note), claim(locator="c7-9")])
    assert counts(load(path)) == (2, 2, 0, 0)
    found = load.query("select row_number, note from raw.observation order by 1")
    assert found == [(2, note), (4, None)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_separators_and_line_ends(load: Any, tmp_path: Path, end: str, delimiter: str) -> None:
    path = tmp_path / "sent.txt"
    text = end.join([HEADER, *lines(3)]).replace(",", delimiter)
    path.write_bytes(text.encode())
    assert counts(load(path)) == (3, 3, 0, 0)


cells = st.text(
    alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=6
) | st.sampled_from(["", '"', ",", "\n", "\r\n", "135.7", "解放区", "a,b", '"x"'])


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=st.lists(st.lists(cells, min_size=15, max_size=15), max_size=12))
def test_both_readers_of_csv_agree(tmp_path: Path, rows: list[list[str]]) -> None:
    """The fast readers and the careful one give the same rows, or the fast ones stand back."""
    path = tmp_path / "sent.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(LEDGER_COLUMNS)
        writer.writerows(rows)
    found = [read_csv_rows(path, large) for large in (1, 10**9)]
    assert found[0] == found[1]
    assert len(found[0][0]) + len(found[0][1]) >= sum(
        any(cell.strip() for cell in row) for row in rows
    )


# -------------------------------------------------------------------------------------- headers


def test_chinese_headings_in_any_order(load: Any, claim: Claim, tmp_path: Path) -> None:
    row = claim()
    headings = {name: heading for heading, name in CHINESE_NAMES.items()}
    order = [name for name in LEDGER_COLUMNS if row[name]]
    random.Random(1).shuffle(order)
    text = ",".join(headings[name] for name in order) + "\n" + ",".join(row[n] for n in order)
    path = tmp_path / "sent.csv"
    path.write_text(text, encoding="gbk")
    assert counts(load(path)) == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (HEADER + ",colour", "columns that the ledger has not: 'colour'"),
        (HEADER + ",area", "the header names area twice"),
        (HEADER + ",地区", "the header names area twice"),
        (HEADER.replace("unit,", ""), "the header lacks unit"),
        ("a,b,c", "columns that the ledger has not: 'a', 'b', 'c'"),
        (",".join(f"x{n}" for n in range(20_000)), "and 19995 more"),
        ("," * 1_000_000, "more than"),
        ('"source_id,locator', "cannot be read"),
        ("来源，地区，指标", "columns that the ledger has not"),
    ],
)
def test_headers_that_are_none(load: Any, tmp_path: Path, header: str, message: str) -> None:
    path = tmp_path / "sent.csv"
    path.write_text("\n".join([header, *lines(2)]), encoding="utf-8")
    assert message in error_of(load(path))


# ---------------------------------------------------------------------------- what is no table


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("sent.csv", b"", "the file is empty"),
        ("sent.xlsx", b"", "the file is empty"),
        ("sent.parquet", b"", "the file is empty"),
        ("sent.csv", b"\n\n\n", "it has no header"),
        ("sent.xls", b"<html><table><tr><td>1</td></tr></table>", "a web page"),
        ("sent.csv", b"\xef\xbb\xbf  <!DOCTYPE html>", "a web page"),
        ("sent.csv", b"%PDF-1.4", "a PDF"),
        ("sent.csv", b'{"a": 1}', "it is JSON"),
        ("sent.json", b'\n[{"a": 1}]', "it is JSON"),
        ("sent.jsonl", b'{"a": 1}\n{"a": 2}\n', "it is JSON"),
        ("sent.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel"),
        ("sent.csv", b"PK\x03\x04rest", "it is an Excel workbook"),
        ("sent.xlsx", b"PK\x03\x04rest", "no workbook that can be read"),
        ("sent.xlsx", HEADER.encode(), "it is plain text"),
        ("sent.parquet", b"PAR1 and nothing more", "no Parquet that can be read"),
        ("sent.dat", HEADER.encode(), "ends in .dat"),
        ("sent", HEADER.encode(), "ends in nothing"),
    ],
)
def test_what_is_no_table(
    load: Any, tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert message in error_of(load(path))
    rejected = load.query("select row_number, offending from raw.rejected")
    assert rejected == [(None, name)]
    ((reason,),) = load.query("select reason from raw.rejected")
    assert str(tmp_path.parent) not in reason


def test_a_file_that_is_no_table_does_not_keep_back_the_others(
    load: Any, numbered: Rows, write_csv: WriteCsv, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"%PDF-1.4")
    report = load(bad, write_csv(tmp_path / "good.csv", numbered(2)))
    assert counts(report) == (3, 2, 0, 1)


# ------------------------------------------------------------------------------------ workbooks


def write_xlsx(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    """A workbook; a cell is a value, or a value with its number format."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(number, column)
                cell.value, cell.number_format = (
                    value if isinstance(value, tuple) else (value, cell.number_format)
                )
    book.save(path)
    return path


def row_of(claim: dict[str, str], **cells: Any) -> list[Any]:
    return [cells.get(name, claim[name] or None) for name in LEDGER_COLUMNS]


def test_a_workbook_gives_what_it_shows(load: Any, claim: Claim, tmp_path: Path) -> None:
    c = claim()
    sheet = [
        list(LEDGER_COLUMNS),
        row_of(c, value_text=(4.1, "0.00"), period=(2023, "0")),
        row_of(c, value_text=(1234.5, "#,##0.0"), period=(datetime(2023, 8, 1), "yyyy-mm")),
        row_of(c, value_text=(0.085, "0.0%"), measure="yoy_growth_pct", unit="%"),
        row_of(c, value_text=0.1 + 0.2, period=(date(2023, 8, 5), "yyyy-mm-dd")),
        [None] * 15,
        row_of(c, value_text="三千", period=(datetime(2023, 8, 1), 'yyyy"年"m"月"')),
        row_of(c, value_text=12),
    ]
    report = load(write_xlsx(tmp_path / "sent.xlsx", {"账": sheet}))
    assert report.rejected == ()
    assert load.query(
        "select row_number, value_text, period from raw.observation order by row_number"
    ) == [
        (2, "4.10", "2023"),
        (3, "1234.5", "2023-08"),
        (4, "8.5%", "2023"),
        (5, "0.3", "2023-08-05"),
        (7, "三千", "2023-08"),
        (8, "12", "2023"),
    ]


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (4.1, "General", "4.1"),
        (4.0, "General", "4"),
        (4.1, "0.00", "4.10"),
        (2.675, "0.00", "2.68"),
        (-2.5, "0", "-3"),
        (1234567.891, "#,##0.00", "1234567.89"),
        (0.5, "#.##", "0.5"),
        (3, "0.##", "3"),
        (0.125, "0.0%", "12.5%"),
        (12, "0_);[Red](0)", "12"),
        (-12.5, "0.0_);[Red](0.0)", "-12.5"),
        (3.5, '0.0"亿元"', "3.5"),
        (3.5, "0.00E+00", "3.5"),
        (3500000, "0.0,,", "3500000"),
        (1e300, "0.00", "1e+300"),
        (1e15, "General", "1000000000000000"),
        (12345678901234567, "0", "12345678901234567"),
    ],
)
def test_numbers_as_a_sheet_shows_them(value: float, number_format: str, shown: str) -> None:
    assert xlsx_file.shown_number(value, number_format) == shown


def test_a_formula_without_a_result_is_told(load: Any, claim: Claim, tmp_path: Path) -> None:
    # openpyxl writes formulas without results, as programs do that never computed them.
    rows = [list(LEDGER_COLUMNS), row_of(claim(), value_text="=1+1"), row_of(claim())]
    report = load(write_xlsx(tmp_path / "sent.xlsx", {"a": rows}))
    assert counts(report) == (2, 1, 0, 1)
    (rejected,) = report.rejected
    assert (rejected.row_number, rejected.column) == (2, "value_text")
    assert "no stored result" in rejected.reason


def test_a_formula_with_a_result_and_an_error(load: Any, claim: Claim, tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, LEDGER_COLUMNS)
        for number in (1, 2):
            sheet.write_row(number, 0, row_of(claim()))
        at = LEDGER_COLUMNS.index("value_text")
        sheet.write_formula(1, at, "=100+35.7", book.add_format({"num_format": "0.00"}), 135.7)
        sheet.write_formula(2, at, "=1/0", None, "#DIV/0!")
    report = load(path)
    assert counts(report) == (2, 1, 0, 1)
    assert load.query("select value_text from raw.observation") == [("135.70",)]
    assert "#DIV/0!" in report.rejected[0].reason


def test_only_sheets_with_a_ledger_are_read(load: Any, claim: Claim, tmp_path: Path) -> None:
    sheets = {
        "cover": [["Figures of the district"], ["2023"]],
        "one": [[], list(LEDGER_COLUMNS), row_of(claim())],
        "two": [[*LEDGER_COLUMNS, None], row_of(claim(locator="c7-9", unit="斤"))],
    }
    report = load(write_xlsx(tmp_path / "sent.xlsx", sheets))
    assert counts(report) == (2, 1, 0, 1)
    assert load.query("select row_number from raw.observation") == [(3,)]
    none = load(write_xlsx(tmp_path / "none.xlsx", {"cover": [["x"]]}))
    assert "no sheet has a ledger's header" in error_of(none)


def rezip(source: Path, target: Path, parts: dict[str, bytes]) -> Path:
    """A copy of a workbook with some of its parts replaced or added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return target


def test_a_bomb_is_refused_before_it_is_unpacked(load: Any, claim: Claim, tmp_path: Path) -> None:
    good = write_xlsx(tmp_path / "good.xlsx", {"a": [list(LEDGER_COLUMNS), row_of(claim())]})
    zeros = io.BytesIO()
    with zipfile.ZipFile(zeros, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x", b"0" * 50_000_000)
    bomb = rezip(good, tmp_path / "bomb.xlsx", {"xl/media/x.bin": b"0" * 50_000_000})
    assert bomb.stat().st_size < 200_000
    assert "zip bomb" in error_of(load(bomb))
    many = rezip(good, tmp_path / "many.xlsx", {f"xl/{n}": b"" for n in range(3000)})
    assert "packs 3" in error_of_last(load(many))


def error_of_last(report: Any) -> str:
    return str(report.unreadable[-1].error)


def test_entities_are_refused(load: Any, claim: Claim, tmp_path: Path) -> None:
    good = write_xlsx(tmp_path / "good.xlsx", {"a": [list(LEDGER_COLUMNS), row_of(claim())]})
    sheet = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="1"><c r="A1" t="str"><v>&b;</v></c></row></sheetData></worksheet>'
    )
    path = rezip(good, tmp_path / "sent.xlsx", {"xl/worksheets/sheet1.xml": sheet})
    assert "no workbook that can be read" in error_of(load(path))
    # The reason is published: it tells the file, and not where it lay.
    ((reason,),) = load.query("select reason from raw.rejected")
    assert "sent.xlsx" in reason
    assert str(tmp_path) not in reason


@pytest.mark.parametrize("dimension", ["A1", "A1:XFD1048576"])
def test_a_cell_in_the_last_corner_does_no_harm(
    load: Any, claim: Claim, tmp_path: Path, dimension: str
) -> None:
    good = write_xlsx(tmp_path / "good.xlsx", {"a": [list(LEDGER_COLUMNS), row_of(claim())]})
    with zipfile.ZipFile(good) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    sheet = sheet.replace(
        "</sheetData>",
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    )
    start = sheet.index('<dimension ref="') + 16
    sheet = sheet[:start] + dimension + sheet[sheet.index('"', start) :]
    path = rezip(good, tmp_path / "sent.xlsx", {"xl/worksheets/sheet1.xml": sheet.encode()})
    assert counts(load(path)) == (1, 1, 0, 0)


def test_a_workbook_with_that_cell_alone_is_no_ledger(load: Any, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.cell(1_048_576, 16_384).value = 1
    book.save(tmp_path / "sent.xlsx")
    assert "no sheet has a ledger's header" in error_of(load(tmp_path / "sent.xlsx"))


# -------------------------------------------------------------------------------------- Parquet


def write_parquet(path: Path, select: str) -> Path:
    with duckdb.connect() as con:
        con.execute(f"copy ({select}) to '{path}'")
    return path


def selected(claim: dict[str, str], **cells: str) -> str:
    row = {name: f"'{text}'" for name, text in claim.items()} | cells
    return "select " + ", ".join(f"{row[name]} as {name}" for name in LEDGER_COLUMNS)


def test_parquet_with_whole_numbers(load: Any, claim: Claim, tmp_path: Path) -> None:
    path = write_parquet(
        tmp_path / "sent.parquet",
        selected(claim(), period="2023::integer", value_text="4.10::decimal(6, 2)"),
    )
    assert counts(load(path)) == (1, 1, 0, 0)
    assert load.query("select row_number, period, value_text from raw.observation") == [
        (1, "2023", "4.10")
    ]


@pytest.mark.parametrize("kind", ["double", "date", "varchar[]", "timestamp"])
def test_parquet_that_does_not_say_what_was_printed(
    load: Any, claim: Claim, tmp_path: Path, kind: str
) -> None:
    select = selected(claim(), value_text=f"null::{kind}")
    path = write_parquet(tmp_path / "sent.parquet", select)
    assert "does not say what was printed" in error_of(load(path))


@pytest.mark.parametrize("folder", ["in", "a [b] 'c'"])
def test_parquet_that_was_cut_short_is_told_without_its_folder(
    load: Any, claim: Claim, tmp_path: Path, folder: str
) -> None:
    (tmp_path / folder).mkdir()
    path = write_parquet(tmp_path / "sent.parquet", selected(claim()))
    cut = tmp_path / folder / "cut.parquet"
    cut.write_bytes(path.read_bytes()[:-20])
    report = load(cut)
    assert "no Parquet that can be read" in error_of(report)
    ((reason,),) = load.query("select reason from raw.rejected")
    assert "cut.parquet" in reason
    assert tmp_path.name not in reason


def test_parquet_that_unpacks_without_measure_is_refused(
    load: Any, claim: Claim, tmp_path: Path
) -> None:
    same = f"{selected(claim())} from range(3000000)"
    bomb = write_parquet(tmp_path / "bomb.parquet", same)
    assert bomb.stat().st_size < 1_000_000
    assert "unpacks to 3000000 rows" in error_of(load(bomb))


def test_a_nul_in_parquet_costs_its_row(load: Any, claim: Claim, tmp_path: Path) -> None:
    bad = selected(claim(locator="c7-9"), area="'解放' || chr(0)")
    path = write_parquet(tmp_path / "sent.parquet", f"{selected(claim())} union all {bad}")
    report = load(path)
    assert counts(report) == (2, 1, 0, 1)
    assert report.rejected[0].row_number == 2


# ------------------------------------------------------------------- anything, in all formats

anything = st.text(max_size=8) | st.sampled_from(
    [
        "",
        "paper",
        "解放区",
        "GDP",
        "level",
        "135.7",
        "亿元",
        "余",
        "2023",
        "actual",
        "=1+1",
        "'",
        "\0",
    ]
)
near_claims = st.fixed_dictionaries(dict.fromkeys(LEDGER_COLUMNS, anything)) | st.builds(
    lambda name, text: {"replace": name, "text": text},
    st.sampled_from(LEDGER_COLUMNS),
    anything,
)


def storable(text: str) -> str:
    """Text that a workbook or Parquet file can hold at all."""
    kept = text.encode("utf-8", "ignore").decode()
    return "".join(
        c for c in kept if c in "\t\n" or (ord(c) >= 32 and ord(c) not in (0xFFFE, 0xFFFF))
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
@settings(
    max_examples=4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.lists(near_claims, max_size=25))
def test_no_row_is_lost_and_none_loaded_twice(
    load: Any, claim: Claim, tmp_path: Path, kind: str, data: list[dict[str, str]]
) -> None:
    rows = [
        claim(locator=f"c{n}-9") | {row["replace"]: row["text"]} if "replace" in row else row
        for n, row in enumerate(data)
    ]
    path = tmp_path / f"sent.{kind}"
    if kind == "csv":
        with path.open("w", encoding="utf-8", errors="ignore", newline="") as handle:
            csv.writer(handle).writerows([LEDGER_COLUMNS, *[list(r.values()) for r in rows]])
        expected = None
    else:
        rows = [{name: storable(row[name]) for name in LEDGER_COLUMNS} for row in rows]
        expected = sum(any(cell.strip() for cell in row.values()) for row in rows)
        if kind == "xlsx":
            with xlsxwriter.Workbook(str(path)) as book:
                sheet = book.add_worksheet()
                for number, cells in enumerate([LEDGER_COLUMNS, *[r.values() for r in rows]]):
                    for column, text in enumerate(cells):
                        sheet.write_string(number, column, text)
        else:
            import pyarrow as pa
            import pyarrow.parquet as pq

            pq.write_table(
                pa.table({n: pa.array([r[n] for r in rows], pa.string()) for n in LEDGER_COLUMNS}),
                path,
            )
    report = load(path)
    assert not report.unreadable
    if expected is not None:
        assert report.rows_in == expected
    again = load(path)
    assert again.rows_loaded == 0
    assert again.rows_in == report.rows_in
    assert again.rows_rejected == report.rows_rejected
    copy = tmp_path / f"copy.{kind}"
    copy.write_bytes(path.read_bytes())
    assert load(copy).rows_loaded == 0
