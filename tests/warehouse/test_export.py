"""Files for planners: they open in Excel, and text from sources never runs there."""

from __future__ import annotations

import csv
import zipfile
from datetime import date

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

from warehouse.cli import app
from warehouse.errors import UsageError
from warehouse.export import csv_text, export
from warehouse.read import connect


@pytest.fixture
def exported(published_project, tmp_path):
    folder = tmp_path / "out"
    with connect(project=published_project) as connection:
        export(connection, folder)
    return folder


def test_csv_has_the_mark_that_excel_needs_and_chinese_headings(exported):
    content = (exported / "district_year.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    assert rows == [["地区", "年份", "生产总值(亿元)"], ["解放区", "2023", "135.7"]]


def test_parquet_is_in_base_units(exported):
    frame = pl.read_parquet(exported / "district_year.parquet")
    assert frame["gdp_cny"].to_list() == [13_570_000_000.0]


def test_the_workbook_holds_a_sheet_per_table(exported):
    book = openpyxl.load_workbook(exported / "zhibiao.xlsx")
    assert book.sheetnames == ["地区年度", "园区年度", "预测", "目标展望", "发现", "来源"]
    assert book["地区年度"]["C2"].value == 135.7


def test_text_from_sources_is_no_formula_in_the_workbook(exported):
    book = openpyxl.load_workbook(exported / "zhibiao.xlsx")
    texts = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in texts)
    assert {cell.data_type for cell in texts} <= {"s", "n", "d", "b"}
    with zipfile.ZipFile(exported / "zhibiao.xlsx") as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)


def test_text_from_sources_is_no_formula_in_csv(exported):
    rows = list(csv.reader((exported / "finding.csv").read_text("utf-8-sig").splitlines()))
    cells = [cell for row in rows for cell in row]
    assert '\'=HYPERLINK("x") 135.7 against 130' in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_every_listing_as_csv_is_written_the_same_way():
    rows = [
        ("=1+1", -1.5, ["@a", "b"], None, True, "-3.5"),
        ("-甲", 1, [], date(2024, 1, 2), 0, ""),
    ]
    assert list(csv.reader(csv_text(["=n", "x", "l", "d", "b", "t"], rows).splitlines())) == [
        ["'=n", "x", "l", "d", "b", "t"],
        ["'=1+1", "-1.5", "'@a, b", "", "True", "-3.5"],
        ["'-甲", "1", "", "2024-01-02", "0", ""],
    ]


def test_rejected_rows_and_queries_run_nowhere(run, project, altered):
    run(builder=altered("update raw.rejected set offending = '=1+1', reason = '@reason'"))
    for arguments in (
        ("show", "rejected"),
        ("sql", 'select offending as "=o", reason from raw.rejected'),
    ):
        result = CliRunner().invoke(
            app, [*arguments, "--format", "csv", "--project", str(project.root)]
        )
        assert result.exit_code == 0, result.output
        assert "'=1+1" in result.stdout
        cells = [cell for row in csv.reader(result.stdout.splitlines()) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_exporting_again_gives_the_same_files(exported, published_project):
    before = {path.name: path.read_bytes() for path in exported.iterdir()}
    with connect(project=published_project) as connection:
        export(connection, exported)
    assert {path.name: path.read_bytes() for path in exported.iterdir()} == before


def test_a_file_in_place_of_the_folder(published_project, tmp_path):
    (tmp_path / "out").write_text("mine")
    with (
        connect(project=published_project) as connection,
        pytest.raises(UsageError, match="not a folder"),
    ):
        export(connection, tmp_path / "out")
