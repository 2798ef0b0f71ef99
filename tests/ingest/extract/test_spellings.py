"""Names of indicators that the seed files have in another spelling, and what is not one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.extract import variants

Claims = Callable[..., list]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("全市限上法人企业消费品零售额12.5亿元,增长6.1%。", "above_limit_retail_sales"),
        ("全市批发零售业实现零售总额16.8亿元,增长4%。", "wholesale_retail_retail_sales"),
        ("全市规模以上工业完成现价产值60亿元,增长13%。", "gross_industrial_output"),
        ("全市药材作物种植面积7.5万亩,下降1%。", "herbs_area"),
        ("8月底,国税局完成13040万元,下降1.5%。", "state_tax_bureau_revenue"),
        ("加上中央财政收入16亿元,增长2%。", "central_revenue"),
        ("全市基础设施投入29.3亿元,增长15%。", "infrastructure_investment"),
    ],
)
def test_another_spelling_of_a_name(read: Claims, text: str, indicator: str) -> None:
    assert {c.indicator_id for c in read("2023年," + text)} == {indicator}


@pytest.mark.parametrize("text", ["全市粮食类零售额12亿元。", "全市住户贷款余额40亿元。"])
def test_a_narrower_thing_is_no_spelling_of_the_whole(read: Claims, text: str) -> None:
    assert {c.indicator_id for c in read("2023年," + text)} <= {"", "household_loans"}


def test_forms_that_two_indicators_share_name_neither() -> None:
    assert variants.by_spelling({"限上单位": "a", "限额以上单位": "b", "总产值": "c"}) == {
        "产值": "c"
    }


def test_a_zone_without_a_name_takes_its_districts(read: Claims) -> None:
    claims = read("开发区主战场\n2023年,开发区完成产值12亿元。", area="山阳区")
    assert [c.area.name for c in claims] == ["山阳开发区"]
