"""`zhibiao extract`, `review`, `ingest` and `init` from the command line, on made-up texts."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl
import pytest
from typer.testing import CliRunner, Result

from ingest.extract import ingesting
from warehouse.cli import app
from warehouse.paths import Project

PAGE = (
    "焦作市2023年经济简况\n2023年，全市生产总值2234.8亿元，比上年增长4.1%。一般公共预算收入165.2亿元，增长3.6%。\n"
    "全市风筝协会会员1370人。\n"
)
DAY = ("--published", "2024-03-20", "--default-area", "焦作市")

Call = Callable[..., Result]


@pytest.fixture
def call(project: Project) -> Call:
    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(
            app,
            [*map(str, arguments), "--project", str(project.root)],
            env={"COLUMNS": "200", "ZHIBIAO_DATA_DIR": str(project.data)},
        )

    return invoke


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def loaded(project: Project) -> int:
    """How many claims the raw layer holds."""
    files = [str(p) for p in project.data.glob("raw/claims-*.parquet")]
    if not files:
        return 0
    return duckdb.sql(f"select count(*) from read_parquet({files})").fetchall()[0][0]


def locked_pdf(path: Path) -> None:
    """A PDF that asks for a password."""
    key = "<" + "41" * 32 + ">"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>",
        f"<</Filter/Standard/V 1/R 2/O {key}/U {key}/P -4>>",
    ]
    _pdf(path, objects, f"/Encrypt 4 0 R/ID[{key}{key}]")


def scanned_pdf(path: Path) -> None:
    """A PDF without a text layer."""
    _pdf(
        path,
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Count 1/Kids[3 0 R]>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>",
        ],
        "",
    )


def _pdf(path: Path, objects: list[str], trailer: str) -> None:
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj{content}endobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    body += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{len(body)}\n%%EOF"
    ).encode()
    path.write_bytes(body)


def bad_files(folder: Path) -> list[str]:
    """One of each kind of file that cannot be read; their names."""
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(b"\x7fELF\x00\x01\x02" * 50)
    locked_pdf(folder / "locked.pdf")
    scanned_pdf(folder / "scan.pdf")
    with (
        zipfile.ZipFile(folder / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(160):
            part.write(b"<" + b" " * (1 << 20))
    with zipfile.ZipFile(folder / "entities.docx", "w") as archive:
        archive.writestr(
            "word/document.xml", '<!DOCTYPE d [<!ENTITY a "aaaaaaaa">]><d>&a;&a;&a;</d>'
        )
    return ["empty.txt", "binary.txt", "locked.pdf", "scan.pdf", "bomb.docx", "entities.docx"]


def test_claims_go_to_standard_output(call: Call, page: Path) -> None:
    result = call("extract", page, *DAY)
    assert result.exit_code == 0, result.output
    rows = rows_of(result.stdout)
    assert [(r["area_id"], r["indicator_id"], r["value_text"], r["period"]) for r in rows[:4]] == [
        ("jiaozuo", "gdp", "2234.8", "2023"),
        ("jiaozuo", "gdp", "4.1", "2023"),
        ("jiaozuo", "general_budget_revenue", "165.2", "2023"),
        ("jiaozuo", "general_budget_revenue", "3.6", "2023"),
    ]
    first, last = map(int, rows[0]["locator"][1:].split("-"))
    assert PAGE[first:last] == "2234.8亿元"


def test_claims_stay_open_with_their_words_and_reason(call: Call, page: Path) -> None:
    row = rows_of(call("extract", page, *DAY).stdout)[-1]
    assert (row["value_text"], row["indicator_id"]) == ("1370", "")
    assert "indicator not in the dictionary" in row["reason"]


def test_a_file_opens_in_excel_and_says_how_many(call: Call, page: Path, tmp_path: Path) -> None:
    out = tmp_path / "claims.csv"
    result = call("extract", page, *DAY, "--out", out)
    assert result.exit_code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "5 claims of 1 documents, 4 sure, 1 open" in result.stderr


def test_files_in_the_encoding_of_old_chinese_systems(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(PAGE.encode("gb18030"))
    assert len(rows_of(call("extract", path, *DAY).stdout)) == 5


def test_bad_files_are_named_and_the_others_go_on(call: Call, page: Path, tmp_path: Path) -> None:
    names = bad_files(tmp_path)
    result = call("extract", tmp_path, *DAY)
    assert result.exit_code == 0
    assert len(rows_of(result.stdout)) == 5
    told = [line for line in result.stderr.splitlines() if line.startswith("not read: ")]
    assert sorted(Path(line.split(": ")[1]).name for line in told) == sorted(names)
    assert "Traceback" not in result.output


def test_nothing_but_bad_files_is_bad_input(call: Call, tmp_path: Path) -> None:
    bad_files(tmp_path)
    result = call("extract", tmp_path, *DAY)
    assert result.exit_code == 3
    assert "no document could be read" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("nowhere.txt",),
        ("page.txt", "--published", "March 2024"),
        ("page.txt", "--published", "2024-13"),
    ],
)
def test_bad_usage(call: Call, page: Path, monkeypatch, arguments: tuple[str, ...]) -> None:
    monkeypatch.chdir(page.parent)
    assert call("extract", *arguments).exit_code == 2


def test_review_prints_each_figure_in_its_context(call: Call, page: Path, tmp_path: Path) -> None:
    out = tmp_path / "claims.csv"
    call("extract", page, *DAY, "--out", out)
    result = call("review", out)
    assert result.exit_code == 0, result.output
    for words in ("2234.8亿元", "一般公共预算收入", "风筝协会"):
        assert words in result.stdout


def test_the_review_page_is_one_offline_file(call: Call, tmp_path: Path) -> None:
    source = tmp_path / "news.html"
    source.write_text(
        "<html><head><title>t</title><script>steal('1亿元')</script></head><body><p>2023年全市生产总值2234.8亿元，"
        "&lt;script&gt;alert(1)&lt;/script&gt;增长4.1%。</p></body></html>",
        encoding="utf-8",
    )
    out, html = tmp_path / "claims.csv", tmp_path / "review.html"
    call("extract", source, *DAY, "--out", out)
    assert [r["value_text"] for r in rows_of(out.read_text(encoding="utf-8"))] == ["2234.8", "4.1"]
    result = call("review", out, "--html", html)
    assert result.exit_code == 0, result.output
    written = html.read_text(encoding="utf-8")
    assert "2234.8亿元" in written
    assert "&lt;script&gt;" in written
    assert "<script>alert" not in written
    assert "steal" not in written
    assert "http://" not in written and "https://" not in written


def test_a_name_of_a_file_runs_nowhere(call: Call, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = Path("=1+1.txt")
    page.write_text(PAGE, encoding="utf-8")
    assert call("extract", page, *DAY, "--out", "claims.csv").exit_code == 0
    text = Path("claims.csv").read_text(encoding="utf-8")
    assert {r["file"] for r in rows_of(text)} == {"'=1+1.txt"}
    # What reads the file back finds the document.
    result = call("review", "claims.csv")
    assert result.exit_code == 0, result.output
    assert "2234.8亿元" in result.stdout


def test_review_of_what_extract_did_not_write(call: Call, page: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    assert call("review", other).exit_code == 2
    assert call("review", tmp_path / "none.csv").exit_code == 2


def test_a_dry_run_writes_nothing(call: Call, page: Path, project: Project) -> None:
    before = (project.seeds / "sources.csv").read_bytes()
    result = call("ingest", page, *DAY, "--dry-run")
    assert result.exit_code == 0, result.output
    assert "4 claims are sure and would be loaded; 1 are for a person to complete" in result.stderr
    assert "new source: " in result.stderr
    assert "1 × " in result.stderr
    assert (project.seeds / "sources.csv").read_bytes() == before
    assert not (project.data / "extracted").exists()
    assert loaded(project) == 0


def test_a_completed_review_workbook_loads(call: Call, page: Path, project: Project) -> None:
    result = call("ingest", page, *DAY)
    assert result.exit_code == 0, result.output
    assert loaded(project) == 4
    (workbook,) = (project.data / "extracted").glob("*-review.xlsx")
    book = openpyxl.load_workbook(workbook)
    sheet = book.active
    column = {cell.value: cell.column for cell in sheet[1]}
    assert "indicator not in the dictionary" in sheet.cell(2, column["note"]).value
    assert "【1370人】" in sheet.cell(2, column["value_text"]).comment.text
    sheet.cell(2, column["indicator"]).value = "registered_volunteers"
    book.save(workbook)
    result = call("load", workbook)
    assert result.exit_code == 0, result.output
    assert loaded(project) == 5


def test_the_same_page_twice_is_loaded_once(call: Call, page: Path, project: Project) -> None:
    assert call("ingest", page, *DAY).exit_code == 0
    sources = (project.seeds / "sources.csv").read_text(encoding="utf-8")
    assert call("ingest", page, *DAY).exit_code == 0
    assert loaded(project) == 4
    assert (project.seeds / "sources.csv").read_text(encoding="utf-8") == sources


def test_a_text_without_figures_is_no_source(
    call: Call, page: Path, project: Project, tmp_path: Path
) -> None:
    poem = tmp_path / "poem.txt"
    poem.write_text("风从山上来，水往河里去。\n", encoding="utf-8")
    result = call("ingest", page, poem, *DAY)
    assert result.exit_code == 0, result.output
    assert "no figure found in poem.txt: it is not entered in sources.csv" in result.stderr
    ids = [r["id"] for r in rows_of((project.seeds / "sources.csv").read_text(encoding="utf-8"))]
    assert "page" in ids
    assert "poem" not in ids


def test_a_copy_of_a_document_is_read_once(call: Call, page: Path, project: Project) -> None:
    (page.parent / "twin.txt").write_bytes(page.read_bytes())
    result = call("ingest", page.parent, *DAY)
    assert result.exit_code == 0, result.output
    assert "twin.txt: it is the same document as page.txt" in result.stderr
    assert loaded(project) == 4


# Ingests while another process does, each slow where it replaces sources.csv.
_SLOW = """
import sys, time
from ingest.extract import ingesting
replacing = ingesting.replacing

def slow(*arguments):
    time.sleep(1)
    return replacing(*arguments)

ingesting.replacing = slow
from warehouse.cli import app
app(sys.argv[1:])
"""


@pytest.mark.parametrize("way", ["paths", "inbox"])
def test_two_at_once_lose_no_source(project: Project, tmp_path: Path, way: str) -> None:
    def start(number: int) -> subprocess.Popen:
        folder = tmp_path / f"{way}{number}"
        folder.mkdir(exist_ok=True)
        path = folder / f"page{number}.txt"
        if not path.exists():
            path.write_text(PAGE.replace("2234.8", f"223{number}.8"), encoding="utf-8")
        how = ["--inbox", str(folder), "--settle", "0"] if way == "inbox" else [str(path)]
        return subprocess.Popen(
            [sys.executable, "-c", _SLOW, "ingest", *how, *DAY, "--project", str(project.root)],
            env={**os.environ, "ZHIBIAO_DATA_DIR": str(project.data)},
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )

    waiting = {1, 2}
    for _ in range(3):
        codes = {number: process.wait() for number, process in [(n, start(n)) for n in waiting]}
        assert set(codes.values()) <= {0, 5}
        waiting = {number for number, code in codes.items() if code == 5}
    assert not waiting
    ids = [r["id"] for r in rows_of((project.seeds / "sources.csv").read_text(encoding="utf-8"))]
    assert sorted(i for i in ids if i.startswith("page")) == ["page1", "page2"]
    assert loaded(project) == 8


def test_a_name_that_another_process_took_meanwhile_is_told(
    call: Call, page: Path, project: Project, monkeypatch
) -> None:
    plan = ingesting.plan

    def plan_slowly(*arguments, **options):
        planned = plan(*arguments, **options)
        with (project.seeds / "sources.csv").open("a") as handle:
            handle.write("page,Another,,newspaper,2024-01-01,other,,newspaper,jiaozuo,\n")
        return planned

    monkeypatch.setattr(ingesting, "plan", plan_slowly)
    result = call("ingest", page, *DAY)
    assert result.exit_code == 5
    assert "another process has entered page meanwhile" in result.stderr
    assert loaded(project) == 0
    monkeypatch.undo()
    assert call("ingest", page, *DAY).exit_code == 0
    assert "page-2," in (project.seeds / "sources.csv").read_text(encoding="utf-8")


def test_another_city_begins_with_its_districts(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "xuchang"
    result = call("init", folder, "--city", "许昌市")
    assert result.exit_code == 0, result.output
    with (folder / "seeds" / "areas.csv").open(encoding="utf-8", newline="") as file:
        names = {row["name_zh"]: row["level"] for row in csv.DictReader(file)}
    assert names["许昌市"] == "city"
    assert names["魏都区"] == "district"
    assert "焦作市" not in names
    text = tmp_path / "xuchang.txt"
    text.write_text("许昌市魏都区2023年完成生产总值206.1亿元，增长5.2%。\n", encoding="utf-8")
    found = CliRunner().invoke(app, ["extract", str(text), "--project", str(folder)])
    assert found.exit_code == 0, found.output
    rows = rows_of(found.stdout)
    assert [r["area_text"] for r in rows] == ["魏都区"] * 2
    assert rows[0]["area_id"] and rows[0]["indicator_id"] == "gdp"


@pytest.mark.parametrize(("city", "begun"), [("无此市", False), ("许昌市", True)])
def test_a_city_that_cannot_begin(call: Call, tmp_path: Path, city: str, begun: bool) -> None:
    folder = tmp_path / "new"
    if begun:
        folder.mkdir()
        (folder / "README.md").write_text("mine", encoding="utf-8")
    assert call("init", folder, "--city", city).exit_code == 2
    if begun:
        assert (folder / "README.md").read_text(encoding="utf-8") == "mine"
