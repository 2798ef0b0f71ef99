"""What becomes of a claim's words: ids, dates, and a message for each thing that is wrong."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date
from io import StringIO
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from ingest import rules
from ingest.schema import LEDGER_COLUMNS, REFERENCE_COLUMNS

Claim = Callable[..., dict[str, str]]
Interpret = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def interpret(seed_texts: dict[str, str]) -> Iterator[Interpret]:
    """rules.interpret over some rows, with the small reference tables."""
    con = duckdb.connect()
    rules.install(con)
    for name, text in seed_texts.items():
        rows = list(csv.DictReader(StringIO(text)))
        con.register("arriving", pa.Table.from_pylist(rows))
        con.execute(f"create table {name} as from arriving")
    seeds = ", ".join(f"'{name}'" for name in REFERENCE_COLUMNS)

    def run(*rows: dict[str, str]) -> list[dict[str, Any]]:
        columns = {
            name: pa.array([row[name] or None for row in rows], pa.string())
            for name in LEDGER_COLUMNS
        }
        con.register("obs", pa.table({"n": list(range(len(rows))), **columns}))
        result = con.execute(f"from rules.interpret('obs', {seeds}) order by n")
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    yield run
    con.close()


def test_a_good_claim(interpret: Interpret, claim: Claim) -> None:
    (found,) = interpret(claim(ref_area="焦作", ref_indicator="税收", base_period="2022"))
    assert {name: found[name] for name in LEDGER_COLUMNS if found[name]} == {
        name: text
        for name, text in claim(ref_area="焦作", ref_indicator="税收", base_period="2022").items()
        if text
    }
    expected = {
        "area_id": "jiefang",
        "indicator_id": "gdp",
        "ref_area_id": "jiaozuo",
        "ref_indicator_id": "tax_revenue",
        "family": "gdp",
        "indicator_kind": "flow",
        "dimension": "money_cny",
        "base_unit": "CNY",
        "value": 1.357e10,
        "low": 13565000000.0,
        "high": 13575000000.0,
        "period_start": date(2023, 1, 1),
        "period_end": date(2023, 12, 31),
        "period_kind": "year",
        "year": 2023,
        "base_period_start": date(2022, 1, 1),
        "base_period_end": date(2022, 12, 31),
        "known_at": date(2024, 9, 30),
        "known_at_assumed": True,
        "authority": "newspaper",
        "publisher": "",
        "problems": [],
    }
    assert {name: found[name] for name in expected} == expected


AREAS = [
    ("paper", "jiefang", "jiefang"),
    ("paper", "解放区", "jiefang"),
    ("paper", "解 放　区", "jiefang"),
    ("paper", "焦作", "jiaozuo"),
    # the alias of the source itself
    ("paper", "全区", "jiefang"),
    # the alias of an area that contains the source's home
    ("street", "全区", "hitech"),
    ("street", "全市", "jiaozuo"),
    ("street", "全省", "henan"),
    ("paper", "全市", "jiaozuo"),
    # one that is out of scope
    ("portal", "全区", None),
    ("portal", "全市", None),
    # the scoped alias goes before the one that holds everywhere
    ("street", "产业园", "park_b"),
    ("paper", "产业园", "park_a"),
    ("paper", "无此区", None),
]


def test_areas_are_found_by_the_nearest_scope(interpret: Interpret, claim: Claim) -> None:
    found = interpret(*(claim(source_id=source, area=area) for source, area, _ in AREAS))
    assert [
        (source, area, row["area_id"]) for (source, area, _), row in zip(AREAS, found, strict=True)
    ] == AREAS
    assert [bool(row["problems"]) for row in found] == [area_id is None for *_, area_id in AREAS]


def test_an_alias_that_names_two_areas_is_ambiguous(interpret: Interpret, claim: Claim) -> None:
    (found,) = interpret(claim(area="园区"))
    assert found["area_id"] is None
    assert found["problems"] == [
        'area: "园区" is ambiguous: park_a, park_b; print the area_id, or scope the alias'
    ]


def test_indicator_aliases_hold_everywhere_or_in_one_source(
    interpret: Interpret, claim: Claim
) -> None:
    inside, outside, everywhere = interpret(
        claim(indicator="收入"),
        claim(indicator="收入", source_id="street"),
        claim(indicator="税收", source_id="street"),
    )
    assert inside["indicator_id"] == "tax_revenue"
    assert outside["indicator_id"] is None
    assert everywhere["indicator_id"] == "tax_revenue"


PROBLEMS = [
    # what is wrong, the column that the message names, the text that it quotes
    ({"source_id": "nowhere"}, "source_id", "nowhere"),
    ({"area": "无此区"}, "area", "无此区"),
    ({"indicator": "幸福"}, "indicator", "幸福"),
    ({"ref_area": "无此区"}, "ref_area", "无此区"),
    ({"ref_indicator": "幸福"}, "ref_indicator", "幸福"),
    ({"measure": "levels"}, "measure", "levels"),
    ({"unit": "斤"}, "unit", "斤"),
    ({"unit": "家"}, "unit", "家"),
    ({"indicator": "入驻企业", "unit": "人", "value_text": "70"}, "unit", "人"),
    ({"measure": "yoy_growth_pct", "value_text": "7", "unit": "亿元"}, "unit", "亿元"),
    ({"measure": "yoy_growth_pct", "value_text": "7", "unit": "个百分点"}, "unit", "个百分点"),
    ({"measure": "diff_pp", "value_text": "6.1", "unit": "%"}, "unit", "%"),
    ({"measure": "rank", "value_text": "1", "unit": "家"}, "unit", "家"),
    ({"measure": "growth_multiple", "value_text": "35", "unit": "亿元"}, "unit", "亿元"),
    ({"indicator": "失业率", "unit": "倍", "value_text": "3"}, "unit", "倍"),
    ({"indicator": "失业率", "unit": "个百分点", "value_text": "3"}, "unit", "个百分点"),
    ({"qualifier": "尚未"}, "qualifier", "尚未"),
    ({"value_text": "1e9"}, "value_text", "1e9"),
    ({"value_text": "nan"}, "value_text", "nan"),
    ({"value_text": "135.7亿元"}, "value_text", "135.7亿元"),
    ({"value_text": "8.5%"}, "value_text", "8.5%"),
    ({"value_text": "999999999999999", "unit": "万亿元"}, "value_text", "999999999999999"),
    ({"indicator": "税收", "value_text": "-3"}, "value_text", "-3"),
    (
        {"indicator": "入驻企业", "unit": "家", "value_text": "-3", "period": "2024-08"},
        "value_text",
        "-3",
    ),
    ({"measure": "share_pct", "unit": "%", "value_text": "-1"}, "value_text", "-1"),
    ({"measure": "rank", "unit": "位", "value_text": "0"}, "value_text", "0"),
    ({"period": "2023年"}, "period", "2023年"),
    ({"period": "2023-13"}, "period", "2023-13"),
    ({"period": "2025"}, "period", "2025"),
    ({"period": "2024"}, "period", "2024"),
    ({"period": "2024-10/.."}, "period", "2024-10/.."),
    ({"base_period": "last year"}, "base_period", "last year"),
    ({"status": "done"}, "status", "done"),
    ({"basis": "current"}, "basis", "current"),
]


def test_what_is_wrong_is_named(interpret: Interpret, claim: Claim) -> None:
    rows = interpret(*(claim(**fields) for fields, _, _ in PROBLEMS))
    for (fields, column, text), found in zip(PROBLEMS, rows, strict=True):
        assert len(found["problems"]) == 1, (fields, found["problems"])
        (problem,) = found["problems"]
        assert problem.startswith(f"{column}: "), fields
        assert f'"{text}"' in problem
        what_to_do = problem.partition("; ")[2]
        assert what_to_do, problem


GOOD = [
    {"measure": "yoy_growth_pct", "value_text": "-7.1", "unit": "%"},
    {"measure": "change", "value_text": "-3", "unit": "亿元"},
    {"indicator": "财政收支差额", "value_text": "-3"},
    {"indicator": "失业率", "unit": "‰", "value_text": "45"},
    {"indicator": "失业率", "measure": "change", "unit": "个百分点", "value_text": "-0.3"},
    {"measure": "rank", "unit": "位", "value_text": "第二"},
    {"measure": "completion_pct", "unit": "%", "value_text": "104.2"},
    {"measure": "share_pct", "unit": "％", "value_text": "８５％"},
    {"period": "2025", "status": "target"},
    {"period": "2024", "status": "preliminary"},
    {"period": ""},
    {"indicator": "入驻企业", "unit": "家", "value_text": "70", "period": "2024-09"},
    # published on the 15th: a figure for the month, not one for the month after
    {
        "source_id": "street",
        "indicator": "入驻企业",
        "unit": "家",
        "value_text": "7",
        "period": "2024-09",
    },
]


def test_what_is_unusual_but_right(interpret: Interpret, claim: Claim) -> None:
    rows = interpret(*(claim(**fields) for fields in GOOD))
    for fields, found in zip(GOOD, rows, strict=True):
        assert found["problems"] == [], fields
        assert found["value"] is not None


def test_several_problems_are_all_told(interpret: Interpret, claim: Claim) -> None:
    (found,) = interpret(claim(area="无", indicator="无", value_text="x"))
    assert [problem.split(":")[0] for problem in found["problems"]] == [
        "area",
        "indicator",
        "value_text",
    ]


def test_when_a_source_is_known(interpret: Interpret, claim: Claim) -> None:
    day, month, yearbook, never = interpret(
        claim(source_id="street"),
        claim(),
        claim(source_id="yearbook", period="2020"),
        claim(source_id="portal"),
    )
    assert (day["known_at"], day["known_at_assumed"]) == (date(2024, 9, 15), False)
    assert (month["known_at"], month["known_at_assumed"]) == (date(2024, 9, 30), True)
    assert (yearbook["known_at"], yearbook["known_at_assumed"]) == (date(2021, 12, 31), True)
    assert (never["known_at"], never["known_at_assumed"]) == (None, True)


def test_base_units_of_measures(interpret: Interpret, claim: Claim) -> None:
    rows = interpret(
        claim(measure="yoy_growth_pct", value_text="7", unit="%"),
        claim(measure="diff_pp", value_text="6.1", unit="个百分点"),
        claim(measure="rank", value_text="1", unit="位"),
        claim(measure="growth_multiple", value_text="35", unit="倍"),
        claim(indicator="建筑面积", value_text="15", unit="亩"),
    )
    assert [row["base_unit"] for row in rows] == [
        "percent",
        "percentage_points",
        "rank",
        "multiple",
        "m²",
    ]
    assert rows[4]["value"] == 10000.0


def test_a_hierarchy_with_a_cycle_ends(interpret: Interpret, seed_texts: dict[str, str]) -> None:
    con = duckdb.connect()
    rules.install(con)
    for name, text in seed_texts.items():
        looped = text.replace("henan,河南省,", "henan,河南省,wenyuan")
        con.register("arriving", pa.Table.from_pylist(list(csv.DictReader(StringIO(looped)))))
        con.execute(f"create table {name} as from arriving")
    con.execute(
        "create table obs as select 'street' as source_id, "
        + ", ".join(f"'全区' as {name}" for name in LEDGER_COLUMNS[1:])
    )
    seeds = ", ".join(f"'{name}'" for name in REFERENCE_COLUMNS)
    found = con.execute(f"select area_id from rules.interpret('obs', {seeds})").fetchall()
    assert found == [("hitech",)]
