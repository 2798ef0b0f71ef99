"""Amounts that are changes or sums by their verb, or of two things; rates after a stock."""

from __future__ import annotations

from collections.abc import Callable

Claims = Callable[..., list]


def test_a_net_addition_is_a_change_whatever_is_named_between(read: Claims) -> None:
    claims = read("2023年,全市净增高新技术企业16家,达到21家。")
    assert [(c.indicator_id, c.measure) for c in claims] == [
        ("high_tech_firms", "change"),
        ("high_tech_firms", "level"),
    ]


def test_both_pass_a_mark_and_each_has_its_own_amount(read: Claims) -> None:
    claims = read("2023年,全市生产总值、固定资产投资双双突破200亿元大关,分别达到210亿元和241亿元。")
    assert [c.indicator_id for c in claims] == ["gdp", "fixed_asset_investment"] * 2


def test_the_sum_of_a_balance_with_its_word_first(read: Claims) -> None:
    text = (
        "2023年财政决算报告\n2023年,全市一般公共预算收入52亿元。"
        "上级补助13亿元,上年结转2亿元。合计收入为67亿元。"
    )
    assert read(text)[-1].indicator_id == "general_budget_revenue_total"


def test_rates_after_a_stock_of_the_day_go_on_with_the_months(read: Claims) -> None:
    text = (
        "1-11月,全市固定资产投资增长9%。"
        "目前全市在库项目141个,民间投资增长3.1%,占全市投资比重为73%。"
    )
    claims = read(text, "2020-12-20")
    assert [c.period for c in claims if c.unit == "%"] == ["2020-01/2020-11"] * 3


def test_the_end_of_a_year_that_is_not_over_is_that_of_the_year_before(read: Claims) -> None:
    text = (
        "河湾市统计局\n(2018年4月16日)\n2017年,全市平稳发展。\n一、综合\n年末全市常住人口312万人。"
    )
    assert [c.period for c in read(text, "2018-04-16")] == ["2017"]


def test_what_is_to_be_done_within_the_year_is_an_aim(read: Claims) -> None:
    text = "政府工作报告\n(2016年2月8日)\n精准发力,120个重点项目年内要完成投资200亿元。"
    assert read(text, "2016-02-08")[-1].status == "target"


def test_the_whole_of_a_budget_goes_on_until_another_area_is_named(read: Claims) -> None:
    text = (
        "2018年市级财政预算调整方案\n2018年12月19日\n"
        "全市收入预算总计调整为117亿元;转移性收入调整为53亿元,其中调增上级转移支付3亿元。"
    )
    claims = read(text, "2018-12-19")
    assert [c.area.name for c in claims] == ["焦作市"] * 3
    assert (claims[-1].measure, claims[-1].status) == ("change", "target")


def test_a_walled_town_is_known_by_what_it_sets_out_to_do(read: Claims) -> None:
    text = "今年以来,石城镇紧紧围绕目标任务。今年上半年,全镇实现地区生产总值27.9亿元。"
    assert [c.area.name for c in read(text, "2019-09-19")] == ["石城镇"]


def test_ranks_in_a_chain(read: Claims) -> None:
    claims = read("2023年,全市位居全省投资潜力第3、绿色发展第5、科技创新第6。")
    assert [(c.measure, c.value_text) for c in claims] == [
        ("rank", "3"),
        ("rank", "5"),
        ("rank", "6"),
    ]
