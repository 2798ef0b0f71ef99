"""The table of claims: ledger columns, their meaning, confidence; and the rest of the way."""

from __future__ import annotations

import csv
import datetime
import re
import shutil
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from ingest.extract import COLUMNS, LEDGER, city, extract, extract_all, ingesting, is_sure, review

TEXT = (
    "焦作市2023年国民经济和社会发展统计公报\n全市税收收入138.02亿元，下降3.1%。"
    "解放区入驻企业1500余家。蔬菜大棚<b>120座。"
)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "公报.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_rows_and_what_they_mean(document: Path, seeds: Path) -> None:
    claims = extract([document], published="2024-03-20", seeds_dir=seeds)
    assert claims.columns == list(COLUMNS)
    tax, fall, firms, unknown = claims.iter_rows(named=True)
    assert (tax["area_id"], tax["indicator_id"], tax["base_unit"]) == (
        "jiaozuo",
        "tax_revenue",
        "CNY",
    )
    assert tax["value"] == pytest.approx(138.02e8)
    assert (tax["low"], tax["high"]) == pytest.approx((138.015e8, 138.025e8))
    assert (tax["period_start"], tax["period_end"]) == (
        datetime.date(2023, 1, 1),
        datetime.date(2023, 12, 31),
    )
    first, last = map(int, tax["locator"][1:].split("-"))
    assert TEXT[first:last] == "138.02亿元"
    assert (fall["value"], fall["measure"]) == (-3.1, "yoy_growth_pct")
    assert (firms["area_id"], firms["low"], firms["high"]) == ("jiefang", 1500, 1600)
    assert unknown["indicator_id"] is None
    assert "not in the dictionary" in unknown["reason"]
    assert is_sure(claims).to_list() == [True, True, True, False]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(document: Path, seeds: Path) -> None:
    (document.parent / "empty.txt").write_text("")
    result = extract_all([document.parent], seeds_dir=seeds)
    assert result.claims.height == 4
    assert [(f.path.name, f.problem) for f in result.failures] == [("empty.txt", "it is empty")]


def test_an_alias_added_to_the_seeds_changes_extraction(
    document: Path, seeds: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "seeds"
    shutil.copytree(seeds, mine, ignore=shutil.ignore_patterns("observations"))
    with (mine / "indicator_aliases.csv").open("a", encoding="utf-8") as file:
        file.write("蔬菜大棚,projects,\n")
    document.write_text(TEXT.replace("<b>", ""), encoding="utf-8")
    assert extract([document], seeds_dir=mine)["indicator_id"].to_list()[-1] == "projects"


def test_review_as_text_and_as_a_page(document: Path, seeds: Path) -> None:
    result = extract_all([document], seeds_dir=seeds)
    texts = review.texts_of(result.claims, None)
    told = review.as_text(result.claims, texts)
    assert "【138.02亿元】" in told
    assert " · 1500 家 余 · " in told
    page = review.as_html(result.claims, result.documents)
    assert "<b>" not in page and "&lt;b&gt;" in page
    assert "http://" not in page and "https://" not in page and "<script" not in page
    assert page.count('<mark class="sure" tabindex') == 3
    assert page.count('<mark class="open" tabindex') == 1
    # what is to be checked is listed first, with a link to its place
    listed, _, marked = page.partition("</details>")
    (link,) = re.findall(r'<a href="#([^"]+)">', listed)
    assert f'id="{link}"' in marked
    assert "同比增长 yoy_growth_pct" in page


def test_jobs_are_counted_in_posts(tmp_path: Path, seeds: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("2023年,焦作市提供就业岗位4200余个。", encoding="utf-8")
    claims = extract([path], published="2024-03-20", seeds_dir=seeds)
    row = claims.row(0, named=True)
    assert (row["unit"], row["base_unit"], row["low"], row["high"]) == (
        "个岗位",
        "persons",
        4200.0,
        4300.0,
    )
    assert row["reason"] == ""


def test_ingestion_splits_and_writes_the_same_files_again(
    document: Path, seeds: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "seeds"
    shutil.copytree(seeds, mine, ignore=shutil.ignore_patterns("observations"))
    today = datetime.date(2024, 4, 1)
    result = extract_all([document], published="2024-03-20", seeds_dir=mine)
    plan = ingesting.plan(result, mine)
    assert (plan.sure.height, plan.review.height) == (3, 1)
    written = ingesting.write(plan, mine, tmp_path / "out", today=today)
    assert written.sure is not None
    assert pl.read_csv(written.sure, infer_schema=False).columns == list(LEDGER)
    sheet = openpyxl.load_workbook(next(p for p in written.review if p.suffix == ".xlsx")).active
    assert [c.value for c in sheet[1]] == list(LEDGER)
    assert "120" in sheet.cell(2, LEDGER.index("value_text") + 1).comment.text
    with (mine / "sources.csv").open(encoding="utf-8") as file:
        entered = [row for row in csv.DictReader(file) if row["id"] == "公报"]
    assert [(r["kind"], r["published_on"]) for r in entered] == [("communique", "2024-03-20")]
    # the document is known now: nothing is entered twice, and the same files are written
    again = ingesting.plan(extract_all([document], seeds_dir=mine), mine)
    assert again.sources == []
    assert ingesting.write(again, mine, tmp_path / "out", today=today).sure == written.sure


def test_a_warehouse_for_another_city(tmp_path: Path, seeds: Path) -> None:
    city.begin(tmp_path / "xc", "许昌市", template=seeds.parent)
    with (tmp_path / "xc/seeds/areas.csv").open(encoding="utf-8") as file:
        areas = {row["name_zh"]: row for row in csv.DictReader(file)}
    assert areas["禹州市"]["parent_area_id"] == areas["许昌市"]["area_id"]
    path = tmp_path / "a.txt"
    path.write_text(
        "许昌市2020年国民经济和社会发展统计公报\n全市生产总值3449.2亿元。", encoding="utf-8"
    )
    (claim,) = extract([path], seeds_dir=tmp_path / "xc/seeds").iter_rows(named=True)
    assert (claim["area_id"], claim["value"]) == ("gb411000", 3449.2e8)
    with pytest.raises(FileExistsError):
        city.begin(tmp_path / "xc", "许昌市", template=seeds.parent)


@pytest.mark.parametrize(("name", "says"), [("许昌城", "许昌市"), ("朝阳区", "2 places")])
def test_a_city_that_is_not_clear(tmp_path: Path, seeds: Path, name: str, says: str) -> None:
    with pytest.raises(city.NoSuchCity, match=says):
        city.begin(tmp_path / "x", name, template=seeds.parent)


def test_the_summary_says_why_rows_are_for_a_person(tmp_path: Path, seeds: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("解放区今年首批确定省、市两级重点建设项目12个。", encoding="utf-8")
    found = extract_all([path], published="2024-03-20", default_area="解放区", seeds_dir=seeds)
    told = ingesting.plan(found, seeds).summary()
    assert "1 × period: … ends after the source was published, so it is no actual" in told
