"""Where reports and briefs speak of aims, and where they only mention them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Claims = Callable[..., list]

OPENING = "政府工作报告\n各位代表:现在,我代表区人民政府,向大会报告工作,请予审议。\n"


def said(claims: list) -> dict[str, tuple[str, str]]:
    return {c.value_text: (c.period, c.status) for c in claims}


def test_a_heading_of_aims_that_were_reached_sets_none(read: Claims) -> None:
    text = "政府工作报告摘要：2018年 全区各项目标任务高质量全面完成\n据统计，全区生产总值增长5.2%。"
    assert said(read(text, "2019-01-24", "解放区")) == {"5.2": ("2018", "actual")}


def test_work_as_a_heading_of_a_brief_is_work_done(read: Claims) -> None:
    text = (
        "关于2019年1-9月经济运行情况的通报\n一、主要指标方面\n1-9月，全区实现生产总值64.6亿元，同比增长4.1%。"
        "规模以上工业增加值19亿元，下降1.3%。固定资产投资33亿元，增长2.2%。\n二、重点工作方面\n"
        "截至9月底，新增就业1200人。\n三、下半年工作目标\n固定资产投资增长9%。"
    )
    found = said(read(text, "2019-10-20", "解放区"))
    assert found["1200"][1] == "actual" and found["1200"][0].startswith("2019")
    assert found["9"] == ("2019", "target")


@pytest.mark.parametrize(
    ("published", "year"), [("2019-02-10", "2019"), ("2018-12-20", "2019"), ("2019-12-20", "2020")]
)
def test_a_long_line_that_announces_aims_holds_for_the_lines_after_it(
    read: Claims, published: str, year: str
) -> None:
    text = (
        OPENING
        + "一、工作回顾\n生产总值增长5%。\n综合各方面因素，建议全区经济社会发展的主要预期目标为：\n"
        "地区生产总值增长7%。\n一般公共预算收入增长6%。"
    )
    found = said(read(text, published, "解放区"))
    assert found["7"] == found["6"] == (year, "target")
    assert found["5"][1] == "actual"


def test_aims_of_a_year_named_without_figures_date_what_follows(read: Claims) -> None:
    text = (
        "12月19日，某区人大会议开幕，听取政府工作报告。\n2020年，全区经济社会发展主要预期目标是：坚持稳中求进。\n"
        "力争固定资产投资增长16%以上，财政总收入达到20亿元。"
    )
    assert set(said(read(text, "2019-12-19", "解放区")).values()) == {("2020", "target")}


def test_aims_that_are_mentioned_set_none(read: Claims) -> None:
    text = (
        OPENING + "一、2018年工作回顾\n围绕高质量发展目标，实现生产总值94.5亿元，增长26.4%，"
        "高于年初12%的目标14.4个百分点；固定资产投资15.3亿元，增长20%。多项指标达到市确保目标，财政收入8.1亿元。"
    )
    found = said(read(text, "2019-02-10", "解放区"))
    assert found.pop("12")[1] == "target"
    assert {status for _, status in found.values()} == {"actual"}


def test_what_an_expected_figure_rises_from_is_past(read: Claims) -> None:
    text = OPENING + "过去五年工作回顾\n预计全区生产总值由75.1亿元增至110亿元以上。"
    found = said(read(text, "2021-11-13", "解放区"))
    assert found["75.1"][1] == "actual" and found["110"][1] == "target"


def test_an_estimate_holds_for_counts_too_and_is_dated_by_its_own_year(read: Claims) -> None:
    text = OPENING + "预计全区生产总值超过210亿元；新增高新技术企业56家，增长47%。"
    assert {c.status for c in read(text, "2018-01-24", "解放区")} == {"preliminary"}
    text = OPENING + "生产总值2018年突破百亿元大关，预计2020年实现144亿元。"
    found = said(read(text, "2020-12-24", "解放区"))
    assert found["144"] == ("2020", "target")


def test_an_amount_beyond_a_planned_one_is_a_change(read: Claims) -> None:
    text = OPENING + "全区生产总值达到407亿元，比计划目标300亿元超过107亿元。"
    found = {c.value_text: (c.measure, c.status) for c in read(text, "2019-02-10", "解放区")}
    assert found["300"] == ("level", "target")
    assert found["107"] == ("change", "actual")


def test_records_of_years_date_nothing(read: Claims) -> None:
    text = (
        "上半年全市经济运行情况\n上半年，夏粮总产量9.2万吨，创近15年新高。蔬菜产量26.3万吨，增长1.7%。\n"
        "工业增加值增长13.3%，为10年来最高增幅，两年平均增长6.5%。其中，6月份增长6.9%。工业投资增长22.4%。"
    )
    found = {c.value_text: (c.measure, c.period) for c in read(text, "2021-08-06")}
    assert found["1.7"] == ("yoy_growth_pct", "2021-01/2021-06")
    assert found["6.5"] == ("avg_growth_pct", "2021-01/2021-06")
    assert found["6.9"][1] == "2021-06"
    assert found["22.4"][1] == "2021-01/2021-06"


def test_a_past_year_among_the_tasks_of_a_year_holds_for_its_sentence(read: Claims) -> None:
    text = (
        OPENING
        + "二、2019年工作安排\n去年引进的20家企业要尽快投产。确保签约项目30个，完成投资50亿元。"
    )
    found = said(read(text, "2019-02-21", "解放区"))
    assert found["30"] == found["50"] == ("2019", "target")


def test_points_above_or_below_an_aim_are_facts(read: Claims) -> None:
    text = OPENING + "工业增加值增长10.1%，高于目标2.1个百分点；投资下降3.8%，距目标4.8个百分点。"
    assert {c.status for c in read(text, "2019-02-10", "解放区")} == {"actual"}


def test_years_in_the_title_of_a_plan_date_nothing(read: Claims) -> None:
    text = (
        OPENING + "请连同《全区国民经济和社会发展第\n"
        "十四个五年规划和二〇三五年远景目标纲要（草案）》一并审议\n"
        "新签约项目86个。"
    )
    assert [c.period for c in read(text, "2021-01-06", "解放区")] == ["2020"]


def test_a_speech_on_the_half_year_is_on_its_own_year(read: Claims) -> None:
    text = (
        "同志们:\n这次全会总结上半年工作，部署下半年工作。\n经济平稳增长。上半年，发展速度加快。"
        "全区生产总值完成7.1亿元，增长22.1%。新开工项目6个。"
    )
    assert {c.period[:4] for c in read(text, "2004-07-15", "解放区")} == {"2004"}


def test_aims_of_the_next_five_years_after_the_sentence_that_names_them(read: Claims) -> None:
    text = (
        "今后五年全市经济社会发展的主要目标是：围绕创新，力争进入前列。"
        "全市生产总值年均增长7%，总量突破5500亿元，森林覆盖率超过50%。"
    )
    found = [(c.value_text, c.period, c.status) for c in read(text, "2017-02-17")]
    assert found == [
        ("7", "2017/2021", "target"),
        ("5500", "2021", "target"),
        ("50", "2021", "target"),
    ]


def test_aims_of_a_brief_are_of_the_year_that_begins(read: Claims) -> None:
    text = (
        "全市召开经济工作会议，回顾了2011年经济工作。主要预期目标是：地区生产总值实现446亿元，增长12%；"
        "规模以上工业增加值实现236亿元，增长15%；固定资产投资实现600亿元；社会消费品零售总额增长14%。"
    )
    found = {(c.period, c.status) for c in read(text, "2012-02-15")}
    assert found == {("2012", "target")}


def test_a_rate_of_a_year_that_has_hardly_begun(read: Claims) -> None:
    text = "政府工作报告\n2013年，社会消费品零售总额增长15%，农民人均纯收入增长11%左右。"
    assert {(c.period, c.status) for c in read(text, "2013-01-27")} == {("2013", "target")}


def test_a_heading_of_the_next_year_dates_the_aims_below_it(read: Claims) -> None:
    text = (
        "云岭县经济运行情况\n一、精彩的2022年\n2022年,云岭县生产总值增长6%,固定资产投资增长8%。\n"
        "二、奋进的2023年\n(一)主要目标:生产总值增长7%;固定资产投资增长9%。"
    )
    found = read(text, "2023-02-10", "许昌市")
    assert [(c.value_text, c.period, c.status) for c in found] == [
        ("6", "2022", "actual"),
        ("8", "2022", "actual"),
        ("7", "2023", "target"),
        ("9", "2023", "target"),
    ]


def test_what_will_be_invested_or_built_is_aimed_at(read: Claims) -> None:
    text = (
        "青禾产业园已投入60亿元。今年,青禾产业园将投资10亿元,建设道路18公里,新建变电站1座。"
        "还将有40个项目落地。青禾产业园现有企业50家。"
    )
    found = read(text, "2015-06-20", "许昌市")
    assert {c.value_text: c.status for c in found} == {
        "60": "actual",
        "10": "target",
        "18": "target",
        "1": "target",
        "40": "target",
        "50": "actual",
    }
