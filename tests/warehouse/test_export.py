"""Files for planners: they open in Excel, and text from sources never runs there."""

from __future__ import annotations

import csv
import zipfile

import openpyxl
import polars as pl
import pytest

from warehouse.errors import UsageError
from warehouse.export import export, neutral
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


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", "＝1"])
def test_what_excel_would_run_gets_an_apostrophe(text):
    assert neutral(text) == "'" + text


@pytest.mark.parametrize("cell", ["解放区", "1-2", "", None, -1.5, True])
def test_other_cells_stay_as_they_are(cell):
    assert neutral(cell) == cell


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
