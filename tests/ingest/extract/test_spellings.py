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


def test_the_province_before_a_name_is_left_out_where_the_name_comes_without_it(
    read: Claims,
) -> None:
    text = (
        "河南修武工业园推介\n修武工业园成立于2006年。截至2011年底,修武工业园入驻企业110家。\n"
        "修武工业园区位优越。2011年,修武工业园实现产值22亿元。"
    )
    assert {c.area.name for c in read(text, "2012-09-26", "修武县")} == {"修武工业园"}


def test_industrial_project_areas_are_parks(read: Claims) -> None:
    text = (
        "贯河工业项目区建设提速\n贯河工业项目区规划面积1500亩。2012年,项目区实现工业产值7.8亿元。"
    )
    assert {c.area.name for c in read(text, "2013-08-28", "许昌市")} == {"贯河工业项目区"}


def test_first_months_without_a_counter(read: Claims) -> None:
    claims = read("前五月,全市完成工业投资12亿元,增长7%。", "2018-06-20")
    assert {c.period for c in claims} == {"2018-01/2018-05"}


def test_expected_as_all_that_follows(read: Claims) -> None:
    text = (
        "政府工作报告\n(2016年1月8日)\n2015年,全市生产总值达到210亿元(预计,下同),增长8%。"
        "2015年,固定资产投资106亿元,2010年为50亿元。"
    )
    claims = read(text, "2016-01-08")
    assert [c.status for c in claims] == ["preliminary"] * 3 + ["actual"]


def test_a_sum_counted_in_hundred_millions(read: Claims) -> None:
    (claim,) = read("2023年,全市税收就达到了2个亿,是好的开端。")
    assert (claim.value_text, claim.unit) == ("2", "亿元")


def test_urban_places_in_a_list_are_no_towns(read: Claims) -> None:
    claims = read("2023年,全市限上法人城镇、乡村消费品零售额各为114万元和20万元。")
    assert {c.area.name for c in claims} == {"焦作市"}
