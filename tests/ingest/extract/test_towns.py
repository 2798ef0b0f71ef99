"""Pages on towns, streets and villages: whose figures, and what stands whatever the year."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Claims = Callable[..., list]

# text → (area, value) of each claim; the page is about 许昌市
PLACES = {
    "a town that the text introduces is what it is about, under its headings too": (
        "柳河屯镇位于许昌市东部,面积52平方公里。\n【农业】2023年,粮食播种面积3.8万亩。",
        [("柳河屯镇", "52"), ("柳河屯镇", "3.8")],
    ),
    "a village is not the town that it lies in": (
        "云岭镇青溪村位于许昌市东北部,距云岭镇政府5公里,辖7个村民组。全村耕地面积3056亩。",
        [("青溪村", "7"), ("青溪村", "3056")],
    ),
    "what a place belongs to has no figures of its own": (
        "云岭镇隶属于河南许昌魏都区,面积96平方公里。",
        [("云岭镇", "96")],
    ),
    "several places introduced are no subject": (
        "云岭镇位于许昌市东部,面积52平方公里。\n柳河镇位于许昌市西部,面积60平方公里。\n全市有企业120家。",
        [("云岭镇", "52"), ("柳河镇", "60"), ("许昌市", "120")],
    ),
    "店村镇 is a town": (
        "今年,店村镇紧抓机遇,在全镇新建蔬菜大棚395座。",
        [("店村镇", "395")],
    ),
}

# (text, day of publication) → (value, period) of each claim
STANDING = {
    "what stands is of the day of writing, also where only its month is known": (
        "云岭镇2023年茶叶总产590万公斤。\n该镇有国土面积236平方公里,辖9个村,有茶园8.3万亩。",
        "2024-01",
        [("590", "2023"), ("236", "2024-01"), ("9", "2024-01"), ("8.3", "2024-01")],
    ),
    "sums that come in over a year go back to it": (
        "云岭镇位于许昌市东部,辖9个村,企业80家。2022年实现税收3亿元,工业企业60家。",
        "2023",
        [("9", "2023"), ("80", "2023"), ("3", "2022"), ("60", "2022")],
    ),
    "a state of a named year is of that year": (
        "云岭镇位于许昌市东部。2021年末,全镇总人口3万人,辖9个村。",
        "2023-06",
        [("3", "2021"), ("9", "2021")],
    ),
    "现有 begins what stands": (
        "青溪村位于许昌市东部,现有人口1726人。村占地面积7600亩,茶园528亩,2021年人均纯收入1.4万元。",
        "2022",
        [("1726", "2022"), ("7600", "2022"), ("528", "2022"), ("1.4", "2021")],
    ),
}

# text → (indicator, value) of each claim
ROWS = {
    "nouns after their counts, with no mark between them": (
        "云岭镇辖1个社区9个村民委员会168个村民小组,共7276户26134人。",
        [
            ("communities", "1"),
            ("villages", "9"),
            ("villagers_groups", "168"),
            ("households", "7276"),
            ("total_population", "26134"),
        ],
    ),
    "those of whom the farming households are": (
        "青溪村位于许昌市东部,共有农户365户,907人。",
        [("", "365"), ("total_population", "907")],
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_places(read: Claims, name: str) -> None:
    text, expected = PLACES[name]
    found = [(c.area.name, c.value_text) for c in read(text, published="2024-06", area="许昌市")]
    assert found == expected


@pytest.mark.parametrize("name", STANDING)
def test_what_stands(read: Claims, name: str) -> None:
    text, published, expected = STANDING[name]
    found = [(c.value_text, c.period) for c in read(text, published=published, area="许昌市")]
    assert found == expected


@pytest.mark.parametrize("name", ROWS)
def test_rows_of_counts(read: Claims, name: str) -> None:
    text, expected = ROWS[name]
    found = [(c.indicator_id, c.value_text) for c in read(text, published="2024-06", area="许昌市")]
    assert found == expected
