"""The structures of statistical prose: what is claimed, of what, when, in which sense."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Claims = Callable[..., list]

# text → (number, unit, measure, indicator, period, status) of each claim; published 2024-03-20
CASES = {
    "the indicator goes on to the next clause": (
        "全年地区生产总值2234.8亿元，比上年增长4.1%。",
        [("2234.8", "亿元", "level", "gdp", "2023", "actual"),
         ("4.1", "%", "yoy_growth_pct", "gdp", "2023", "actual")],
    ),
    "a fall": (
        "全年进口总额12亿美元，下降3.5%。",
        [("12", "亿美元", "level", "imports", "2023", "actual"),
         ("-3.5", "%", "yoy_growth_pct", "imports", "2023", "actual")],
    ),
    "分别 over indicators": (
        "固定资产投资、社会消费品零售总额分别增长6.1%、5.2%。",
        [("6.1", "%", "yoy_growth_pct", "fixed_asset_investment", "2023", "actual"),
         ("5.2", "%", "yoy_growth_pct", "retail_sales", "2023", "actual")],
    ),
    "分别 over shared endings": (
        "第一、二、三产业增加值分别增长3%、4%、5%。",
        [("3", "%", "yoy_growth_pct", "primary_value_added", "2023", "actual"),
         ("4", "%", "yoy_growth_pct", "secondary_value_added", "2023", "actual"),
         ("5", "%", "yoy_growth_pct", "tertiary_value_added", "2023", "actual")],
    ),
    "分别 over what was just counted": (
        "各项存款余额5286亿元，各项贷款余额5634亿元，分别增长7.4%和9.9%。",
        [("5286", "亿元", "level", "deposits", "2023", "actual"),
         ("5634", "亿元", "level", "loans", "2023", "actual"),
         ("7.4", "%", "yoy_growth_pct", "deposits", "2023", "actual"),
         ("9.9", "%", "yoy_growth_pct", "loans", "2023", "actual")],
    ),
    "three states of a budget line": (
        "一般公共预算收入年初预算35亿元，调整预算34亿元，实际完成34.2亿元，占调整预算的100.6%。",
        [("35", "亿元", "level", "general_budget_revenue", "2023", "target"),
         ("34", "亿元", "level", "general_budget_revenue", "2023", "target"),
         ("34.2", "亿元", "level", "general_budget_revenue", "2023", "actual"),
         ("100.6", "%", "completion_pct", "general_budget_revenue", "2023", "actual")],
    ),
    "a share": (
        "全年税收收入138.02亿元，占一般公共预算收入的比重为64.7%。",
        [("138.02", "亿元", "level", "tax_revenue", "2023", "actual"),
         ("64.7", "%", "share_pct", "tax_revenue", "2023", "actual")],
    ),
    "structure, last year's first": (
        "三次产业结构由上年的12.1:33.6:54.3调整为11.9:33.3:54.8。",
        [("12.1", "%", "share_pct", "primary_value_added", "2022", "actual"),
         ("33.6", "%", "share_pct", "secondary_value_added", "2022", "actual"),
         ("54.3", "%", "share_pct", "tertiary_value_added", "2022", "actual"),
         ("11.9", "%", "share_pct", "primary_value_added", "2023", "actual"),
         ("33.3", "%", "share_pct", "secondary_value_added", "2023", "actual"),
         ("54.8", "%", "share_pct", "tertiary_value_added", "2023", "actual")],
    ),
    "from one year to another, and how many times": (
        "地区生产总值从2004年的3.9亿元增长到2018年的141.95亿元，增长35倍。",
        [("3.9", "亿元", "level", "gdp", "2004", "actual"),
         ("141.95", "亿元", "level", "gdp", "2018", "actual"),
         ("35", "倍", "growth_multiple", "gdp", "2018", "actual")],
    ),
    "points of difference": (
        "常住人口城镇化率58.07%，比上年末提高0.82个百分点。",
        [("58.07", "%", "level", "urbanization_rate", "2023", "actual"),
         ("0.82", "个百分点", "diff_pp", "urbanization_rate", "2023", "actual")],
    ),
    "an absolute increase": (
        "粮食总产量421.5万吨，增产36.8万吨。",
        [("421.5", "万吨", "level", "grain_output", "2023", "actual"),
         ("36.8", "万吨", "change", "grain_output", "2023", "actual")],
    ),
    "the same scope beside plain growth": (
        "一般公共预算收入255.4亿元，同比增长1.6%，剔除减收因素后同口径增长4.2%。",
        [("255.4", "亿元", "level", "general_budget_revenue", "2023", "actual"),
         ("1.6", "%", "yoy_growth_pct", "general_budget_revenue", "2023", "actual"),
         ("4.2", "%", "yoy_growth_pct", "general_budget_revenue", "2023", "actual")],
    ),
    "a total after an addition": (
        "新增市场主体2316户，总数突破1.6万户。",
        [("2316", "户", "level", "market_entities_new", "2023", "actual"),
         ("1.6", "万户", "level", "market_entities", "2023", "actual")],
    ),
    "a threshold counts nothing": (
        "入驻企业560家，其中年营业收入超过10亿元的企业有5家。",
        [("560", "家", "level", "tenant_firms", "2023", "actual"),
         ("5", "家", "level", None, "2023", "actual")],
    ),
}  # fmt: skip

TITLE = "焦作市2023年国民经济和社会发展统计公报\n一、综合\n"


@pytest.mark.parametrize("name", CASES)
def test_structure(read: Claims, name: str) -> None:
    text, wanted = CASES[name]
    found = [
        (c.value_text, c.unit, c.measure, c.indicator_id, c.period, c.status)
        for c in read(TITLE + text)
    ]
    assert len(found) == len(wanted)
    for got, want in zip(found, wanted, strict=True):
        if want[3] is None:  # whatever the dictionary comes to know
            got, want = (*got[:3], *got[4:]), (*want[:3], *want[4:])
        assert got == want


def test_targets_of_a_work_report(read: Claims) -> None:
    text = (
        "政府工作报告\n一、2023年工作回顾\n全市生产总值增长4.2%。\n二、2024年工作安排\n"
        "主要预期目标是：地区生产总值增长6%，居民消费价格涨幅控制在3%以内。"
    )
    found = [(c.value_text, c.qualifier, c.period, c.status) for c in read(text, "2024-01-20")]
    assert found == [
        ("4.2", "", "2023", "actual"),
        ("6", "", "2024", "target"),
        ("3", "以内", "2024", "target"),
    ]


def test_one_rank_for_a_list(read: Claims) -> None:
    found = read(TITLE + "固定资产投资、社会消费品零售总额增速均居全省第2位。")
    assert [(c.indicator_id, c.measure, c.value_text, c.ref_area) for c in found] == [
        ("fixed_asset_investment", "rank", "2", "河南省"),
        ("retail_sales", "rank", "2", "河南省"),
    ]


def test_areas_by_reference_and_by_the_form_of_their_name(read: Claims) -> None:
    text = (
        "园区里的新变化\n云帆智能制造产业园位于山阳区，今年上半年，该园区税收2140万元。"
        "全区税收收入3.9亿元，全市税收收入80亿元。"
    )
    found = [c.area.name for c in read(text, "2024-08-06", "山阳区")]
    assert found == ["云帆智能制造产业园", "山阳区", "焦作市"]


def test_an_unknown_indicator_is_still_proposed(read: Claims) -> None:
    (claim,) = read(TITLE + "全市蔬菜大棚120座。")
    assert (claim.indicator_id, claim.indicator_text) == ("", "蔬菜大棚")
    assert "not in the dictionary" in claim.reasons[0]


@pytest.mark.parametrize(
    "text",
    [
        "联系电话：0391-2929025",
        "位于太行中路3号",
        "根据《预算法》第四十条规定",
        "鲁发〔2018〕29号",
        "创新政务服务2.0模式",
        "2023年10月17日召开会议",
    ],
)
def test_figures_that_are_no_indicator(read: Claims, text: str) -> None:
    assert read(TITLE + text + "。") == []
