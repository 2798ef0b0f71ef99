# ruff: noqa: E501  (Chinese characters count as two columns)
"""What is counted: firms by trade or by the loans they got, projects named after their cost, lists that are counted."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
Claims = Callable[..., list]

# text → (number, indicator) of its claims; published 2024-03-20, about 焦作市
CASES = {
    "firms of each trade among those in the statistics": (
        "2023年全市四上企业达到90家（工业41家，服务业12家，房地产业7家）。",
        [
            ("90", "firms_in_statistics"),
            ("41", "firms_in_statistics_industry"),
            ("12", "firms_in_statistics_services"),
            ("7", "firms_in_statistics_real_estate"),
        ],
    ),
    "trades of firms in a list with 分别": (
        "2023年规上企业达260家。其中工业企业、建筑业、房地产业分别为120家、84家、26家。",
        [
            ("260", "firms_in_statistics"),
            ("120", "firms_in_statistics_industry"),
            ("84", "firms_in_statistics_construction"),
            ("26", "firms_in_statistics_real_estate"),
        ],
    ),
    "a trade that grows is no count of firms": (
        "2023年规上企业达260家，服务业增长8%。",
        [("260", "firms_in_statistics"), ("8", "services_value_added")],
    ),
    "firms that got loans, and the loans": (
        "2023年为35家企业提供贷款2.4亿元，48家企业获得“科技贷”1500万元。",
        [
            ("35", "firms_receiving_loans"),
            ("2.4", "loans_to_firms"),
            ("48", "tech_loan_firms"),
            ("1500", "technology_loans"),
        ],
    ),
    "projects named after what they cost": (
        "2023年，8个总投资120亿元的文旅项目开工。",
        [("8", "culture_tourism_projects"), ("120", "total_investment")],
    ),
    "what a list is of stands after its count": (
        "2023年，先后获得云帆奖、最美乡村、平安县区等12项省级以上荣誉称号。",
        [("12", "honours_provincial")],
    ),
    "what was spent on two kinds of projects": (
        "2023年，6个省重点、20个市重点项目分别完成投资31亿元、66亿元。",
        [
            ("6", "provincial_key_projects"),
            ("20", "municipal_key_projects"),
            ("31", "provincial_key_project_investment"),
            ("66", "municipal_key_project_investment"),
        ],
    ),
    "projects on the lists of three levels": (
        "2023年，省、市、区三级重点建设项目75个。",
        [("75", "key_projects")],
    ),
    "the so many of a kind": (
        "2023年，东城西城三大商业综合体零售总额14亿元。",
        [("14", "complex_retail_sales")],
    ),
    "a limit of time brought down": (
        "2023年，企业开办时间由3个工作日压缩至0.5个工作日。",
        [("3", "business_registration_days"), ("0.5", "business_registration_days")],
    ),
    "rewards that each will get, and years gone by": (
        "对首次认定的省级、市级重点实验室，分别奖励80万元、30万元。建园至今已走过15个春秋。",
        [],
    ),
    "rewards that have been paid": (
        "2023年兑付奖补资金320万元。",
        [("320", "award_subsidies")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_counted(name: str, read: Claims) -> None:
    text, wanted = CASES[name]
    found = read(text)
    assert [(c.value_text, c.indicator_id) for c in found] == wanted


def test_places_of_a_counted_list_have_no_figures(read: Claims) -> None:
    found = read(
        "石梁镇去年签约项目28个，其中云谷产业园、长葛经济开发区等4个项目开工，石梁镇税收2亿元。",
        area="许昌市",
    )
    assert {c.area.name for c in found} == {"石梁镇"}


def test_a_group_of_parks_has_the_figures_of_its_sentence(read: Claims) -> None:
    text = "解放区今年以来经济平稳。八大园区完成税收1.2亿元。社会消费品零售总额30亿元。"
    found = read(text, area="解放区")
    assert [c.area.name for c in found] == ["解放区八大园区", "解放区"]


def test_the_conventions_name_figures_of_the_ledger() -> None:
    with (ROOT / "benchmarks/ledger_conventions.csv").open(encoding="utf-8") as file:
        named = [(r["source_id"], r["locator"]) for r in csv.DictReader(file)]
    ledger = set()
    for path in (ROOT / "seeds/observations").glob("doc-*.csv"):
        with path.open(encoding="utf-8") as file:
            ledger |= {(r["source_id"], r["locator"]) for r in csv.DictReader(file)}
    assert len(named) == len(set(named))
    assert set(named) <= ledger


def test_a_passage_printed_twice_says_the_same_twice(read: Claims) -> None:
    told = "这里去年成为全市第一个云上办公、云上招商、云上服务的青年创业基地，也是周边几个街区里面积最小的基地，税收突破了2亿元。"
    text = f"走进石梁镇云谷产业园。2023年，{told}\n石梁镇经济稳定增长。\n{told}"
    found = read(text, area="许昌市")
    assert [(c.value_text, c.area.name) for c in found] == [("2", "云谷产业园")] * 2


def test_land_of_a_site_is_not_sure_to_be_a_districts(read: Claims) -> None:
    (claim,) = read("2023年，该区以占地50亩的厂房为基础，建设新的园区。", area="解放区")
    assert claim.confidence < 0.8


def test_what_was_done_of_late_has_no_year(read: Claims) -> None:
    text = "解放区招商忙。据统计，近期该区已签约项目8个，外出招商3批次。"
    assert {c.period for c in read(text, area="解放区")} == {""}


def test_how_far_peers_have_come_is_no_figure_of_one(read: Claims) -> None:
    text = (
        "2023年,修武县税收21亿元,增长8.7%,连续三年雄踞全市第一,是全省第三个税收超过20亿元的县。"
        "河湾镇是上缴税收超800万元的两个镇之一。"
    )
    found = read(text, published="2024-02-20", area="修武县")
    assert [(c.value_text, c.measure, c.indicator_id) for c in found] == [
        ("21", "level", "tax_revenue"),
        ("8.7", "yoy_growth_pct", "tax_revenue"),
        ("第一", "rank", "tax_revenue"),
    ]
