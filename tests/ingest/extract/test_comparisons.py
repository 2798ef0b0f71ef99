"""Whose figure it is: groups of areas, areas compared with, titles of office."""

from __future__ import annotations

from collections.abc import Callable

Claims = Callable[..., list]

BRIEF = "上半年全市经济运行情况\n"


def areas(claims: list) -> dict[str, str]:
    return {c.value_text: c.area.name for c in claims}


def test_figures_in_brackets_are_those_of_the_areas_compared_with(read: Claims) -> None:
    text = BRIEF + (
        "上半年，固定资产投资232.9亿元，增长34.5%，增速比全省平均水平（17.3%）和全国（11.4%）分别高17.2、23.1个"
        "百分点，居全省第一。工业投资75亿元。"
    )
    found = read(text, "2015-07-21")
    assert areas(found) == {
        "232.9": "焦作市",
        "34.5": "焦作市",
        "17.3": "河南省",
        "11.4": "中国",
        "17.2": "焦作市",
        "23.1": "焦作市",
        "第一": "焦作市",
        "75": "焦作市",
    }
    assert {c.measure for c in found if c.value_text in ("17.3", "11.4")} == {"yoy_growth_pct"}


def test_a_rank_in_the_province_is_the_citys(read: Claims) -> None:
    text = BRIEF + "上半年，工业增加值增长5%，高于全省平均增速（2.4%）2.6个百分点，全省排名第3位。"
    assert areas(read(text, "2015-07-21"))["3"] == "焦作市"


def test_groups_of_areas_have_their_own_figures(read: Claims) -> None:
    text = BRIEF + (
        "上半年，一般公共预算支出160亿元。其中：市本级完成40亿元；市辖区完成49.5亿元，增长4.7%；省直管县完成71亿元。"
        "全市五个省级园区实现工业增加值19.7亿元，增长20%。各县区要加快推进。"
    )
    found = areas(read(text, "2015-07-21"))
    assert found == {
        "160": "焦作市",
        "40": "焦作市本级",
        "49.5": "市辖区",
        "4.7": "市辖区",
        "71": "省直管县",
        "19.7": "五个省级园区",
        "20": "五个省级园区",
    }


def test_an_office_is_no_county_and_a_far_one_no_section(read: Claims) -> None:
    text = (
        "政府工作报告\n代县长 张某\n各位代表:现在,我代表县人民政府报告工作。\n市和县级财政稳定。\n"
        "实现生产总值94亿元。"
    )
    assert set(areas(read(text, "2019-02-10", "修武县")).values()) == {"修武县"}


def test_the_second_of_a_list_keeps_kind_and_own_sign(read: Claims) -> None:
    text = BRIEF + (
        "上半年，钢材、水泥产量分别增长3.9倍和10.9%。批发业、零售业销售额增速分别为-11.6%、4.1%。"
        "城乡居民收入分别增长907元和1117元。金融机构存贷款余额分别达158亿元和90亿元。"
        "煤炭业和电力业增幅最大，分别为22.5%和21.6%。"
    )
    found = {c.value_text: (c.measure, c.indicator_id) for c in read(text, "2021-08-06")}
    assert found["3.9"][0] == "growth_multiple"
    assert found["10.9"][0] == found["4.1"][0] == found["-11.6"][0] == "yoy_growth_pct"
    assert found["907"][0] == found["1117"][0] == "change"
    assert found["158"] == ("level", "deposits")
    assert found["90"] == ("level", "loans")
    assert found["22.5"][0] == found["21.6"][0] == "yoy_growth_pct"


def test_a_bare_noun_is_what_was_named_before_it(read: Claims) -> None:
    text = BRIEF + (
        "上半年，固定资产投资88亿元。其中房地产开发投资继续较快增长，完成投资24.8亿元，增长16%。"
        "冷链项目总投资2.8亿元，已完成投资1.9亿元。"
    )
    found = {c.value_text: c.indicator_id for c in read(text, "2021-08-06")}
    assert found["24.8"] == found["16"] == "real_estate_investment"
    assert found["1.9"] != "total_investment"


def test_a_rate_that_was_kept_up_is_no_threshold(read: Claims) -> None:
    text = BRIEF + "上半年，工业投资保持30%以上的较快增长。零售额增长15%以上、工业产值增长9%以上。"
    assert [c.value_text for c in read(text, "2021-08-06")] == ["30", "15", "9"]


def test_figures_in_brackets_are_those_of_the_time_compared_with(read: Claims) -> None:
    text = BRIEF + (
        "生产总值143亿元，下降8.7%，较一季度（-10.8%）回升2.1个百分点。农业增加值增长11.6%，较上年同期（3.2%）"
        "加快。完成年度计划12.85%，低于时序进度（16.67%）3.82个百分点。"
    )
    found = {c.value_text: c.period for c in read(text, "2024-09-09")}
    assert found["-10.8"] == "2024-01/2024-03"
    assert found["3.2"] == "2023-01/2023-06"
    assert "-3.82" in found


def test_the_highest_and_the_lowest_have_the_figures_behind_them(read: Claims) -> None:
    text = "公共预算支出增速最高的为修武县（同比增长15.5%），增速最低的为温县（同比下降3.2%）。"
    found = [(c.area.name, c.indicator_id, c.value_text) for c in read(text)]
    assert found == [
        ("修武县", "general_budget_expenditure", "15.5"),
        ("温县", "general_budget_expenditure", "-3.2"),
    ]


def test_a_rate_that_moves_keeps_the_sign_said_of_it(read: Claims) -> None:
    text = (
        "修武县2020年经济运行情况\n地区生产总值增速从一季度的下降7.9%，到上半年下降3.3%，全年增长2.1%。"
        "社会消费品零售总额由一季度下降18%收窄到全年下降5.8%。工业增加值增速由12%下降到5%。"
    )
    found = read(text, "2021-01-26", "修武县")
    assert [c.value_text for c in found] == ["-7.9", "-3.3", "2.1", "-18", "-5.8", "12", "5"]
    assert {c.measure for c in found} == {"yoy_growth_pct"}
