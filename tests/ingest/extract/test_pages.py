# ruff: noqa: E501  (Chinese characters count as two columns)
"""Pages of a city's papers and sites: whose park, project, place or holiday a figure is of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Claims = Callable[..., list]

# text → area of each claim, in order; the page is about 焦作市
AREAS = {
    "the park of the county that is spoken of": (
        "今年以来,博爱县突出项目建设。该县集聚区入驻项目80个,总投资90亿元。\n目前,该县产业集聚区在建项目20个。该县新增企业50家。",
        ["博爱县产业集聚区", "博爱县产业集聚区", "博爱县产业集聚区", "博爱县"],
    ),
    "the parks of a whole city": ("我市产业集聚区完成投资50亿元。", ["全市产业集聚区"]),
    "a known park, named after what is told of it": (
        "这里主导产业鲜明,主营业务收入80亿元。\n在焦作西部产业集聚区,变化正在发生。\n焦作西部产业集聚区规划面积20平方公里。集聚区建成区面积9平方公里。",
        ["焦作西部产业集聚区", "焦作西部产业集聚区", "焦作西部产业集聚区"],
    ),
    "a park's name of a rank and a trade, within a zone": (
        "示范区实现生产总值50亿元。其中,示范区内的焦作经济技术产业集聚区主营业务收入80亿元。",
        ["焦作高新区", "焦作经济技术产业集聚区"],
    ),
    "园区 after the zone that the page is about": (
        "孟州市产业集聚区包括云湖产业园和青禾产业园区。\n孟州市产业集聚区入驻企业120家。园区新建道路30公里。\n孟州市产业集聚区将继续努力。",
        ["孟州市产业集聚区", "孟州市产业集聚区"],
    ),
}

# text → indicator of each claim, in order
NAMES = {
    "what a crop yields": ("青禾镇连片种植花生8000亩,年产花生260万公斤。", ["", "peanut_output"]),
    "what a park provides": (
        "云湖产业园入驻企业120家,安排就业3.2万人,规模以上企业主营业务收入90亿元,从业人员人均创税2.1万元。",
        ["tenant_firms", "direct_employment", "main_business_revenue", "tax_per_employee"],
    ),
    "projects that the province looks at": (
        "18个省考核重点项目完成投资62亿元。",
        ["provincial_key_projects", "provincial_key_project_investment"],
    ),
    "a blank within a word of a long line": (
        "青禾镇位于县城西南部,北接云湖镇,东与河湾镇接壤,南和石城镇毗邻,西与柳河镇隔河相望,是一个农业大镇。"
        "2002年,全镇完成农业总产值9542万元,乡镇企业营业收入473万元,全社会固定资产投资2600万元,实现工业增加 值200万元,个体私营企业完成税金60万元,财政收入108万元,农民人均纯收入2407元。",
        [
            "agricultural_output",
            "",
            "fixed_asset_investment",
            "industrial_value_added",
            "",
            "fiscal_revenue",
            "rural_net_income",
        ],
    ),
}


@pytest.mark.parametrize("name", AREAS)
def test_area(read: Claims, name: str) -> None:
    text, areas = AREAS[name]
    assert [c.area.name for c in read(text, "2016-08-01")] == areas


@pytest.mark.parametrize("name", NAMES)
def test_indicator(read: Claims, name: str) -> None:
    text, indicators = NAMES[name]
    assert [c.indicator_id for c in read(text, "2016-08-01")] == indicators


def test_a_yearly_amount_is_of_the_year_where_no_more_is_known(read: Claims) -> None:
    text = "目前,云湖产业园入驻企业120家,企业年主营业务收入90亿元,缴税2亿元。园区累计投资12亿元。"
    assert [c.period for c in read(text, "2013")] == ["2013", "2013", "2013", "../2013"]
    assert [c.period for c in read(text, "2013-05-02")][1] == ""


# text → period of each claim, in order; published on 2016-06-15
FEASTS = {
    "days off, on a page about them": (
        "端午小长假,云湖山景区共接待游客5.2万人次,同比增长4%。共接待旅游车3200辆。",
        ["2016-06", "2016-06", "2016-06"],
    ),
    "days off that are counted": (
        "去年国庆7天长假,全市接待游客80万人次。",
        ["2015-10-01/2015-10-07"],
    ),
    "days off in a sentence of a page about a year": (
        "2015年,全市实现生产总值800亿元。“五一”期间,全市接待游客20万人次。完成投资600亿元。",
        ["2015", "2016-05", "2015"],
    ),
    "a street of that name": ("五一路街道完成投资3亿元。", [""]),
}


@pytest.mark.parametrize("name", FEASTS)
def test_feasts(read: Claims, name: str) -> None:
    text, periods = FEASTS[name]
    assert [c.period for c in read(text, "2016-06-15")] == periods


def test_a_scenic_spot_has_its_visitors(read: Claims) -> None:
    text = "端午小长假,云湖山景区共接待游客5.2万人次。共接待旅游车3200辆。\n全市旅游景区接待游客30万人次。"
    found = [(c.area.name, c.indicator_id) for c in read(text, "2016-06-15")]
    assert found[0] == ("云湖山景区", "tourist_visits")
    assert [name for name, _ in found] == ["云湖山景区", "云湖山景区", "焦作市"]


def test_key_projects_of_two_governments(read: Claims) -> None:
    text = "2015年,省、市重点项目分别完成投资9亿元、12亿元,占年度计划的110%、130%。"
    found = [c.indicator_id for c in read(text, "2016-06-15")]
    assert found == ["provincial_key_project_investment", "municipal_key_project_investment"] * 2


def test_what_a_park_creates(read: Claims) -> None:
    claims = read("云湖产业园去年主营业务收入90亿元,创造5亿元税收。", "2016-06-15")
    assert [c.indicator_id for c in claims] == ["main_business_revenue", "tax_revenue"]


@pytest.mark.parametrize(
    "text", ["开工活动采取“1个主会场+10个分会场”的形式。", "现场会设6个分会场。"]
)
def test_venues_are_no_claims(read: Claims, text: str) -> None:
    assert read(text, "2016-06-15") == []


def test_what_a_bracket_holds_of_the_whole(read: Claims) -> None:
    text = "关于2018年财政预算执行情况的报告\n2018年市级一般公共预算收入实际完成30亿元(含示范区12亿元),为年预算的101%。"
    found = [(c.area.name, c.indicator_id) for c in read(text, "2019-02-20")]
    assert found == [
        ("焦作市本级", "general_budget_revenue"),
        ("焦作高新区", "general_budget_revenue"),
        ("焦作市本级", "general_budget_revenue"),
    ]


def test_a_share_whose_course_the_next_clause_tells(read: Claims) -> None:
    claims = read("工业占生产总值的比重,由2012年的40%提高到45%。", "2016-06-15")
    assert [c.measure for c in claims] == ["share_pct", "share_pct"]
    assert claims[0].period == "2012"


def test_souls(read: Claims) -> None:
    claims = read("青禾镇辖20个村,总计2.1万人口,总面积40平方公里。", "2016-06-15")
    assert [c.indicator_id for c in claims] == ["villages", "total_population", "area_total"]


def test_a_project_before_a_figure_of_its_own(read: Claims) -> None:
    claims = read("总投资20亿元的云帆汽车发动机生产基地7万平方米的厂房拔地而起。", "2016-06-15")
    assert claims[0].area.name == "云帆汽车发动机生产基地"


def test_a_list_that_another_clause_ended(read: Claims) -> None:
    text = (
        "关于2018年财政预算执行情况的报告\n全市一般公共预算收入完成140亿元;全市一般公共预算支出预算220亿元,"
        "执行中使用上级补助收入、调入资金等,支出预算调整为270亿元,实际完成260亿元。"
    )
    found = [c.indicator_id for c in read(text, "2019-02-20")]
    assert found == ["general_budget_revenue"] + ["general_budget_expenditure"] * 3


def test_how_a_county_is_laid_out_is_no_group_of_parks(read: Claims) -> None:
    text = "一轴两城五区完成投资3亿元。"
    assert [c.area.name for c in read(text, "2019-09-26", "博爱县")] == ["博爱县"]
