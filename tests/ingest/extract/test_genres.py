"""What a genre changes: briefs, reviews of a year, what a past year is expected to be, scans."""

from __future__ import annotations

from collections.abc import Callable

Claims = Callable[..., list]

BRIEF = (
    "上半年全市经济形势\n"
    "上半年，全市生产总值完成812.4亿元，同比增长5.1%。规模以上工业增加值同比增长6.3%。"
    "固定资产投资同比增长4.8%。\n"
    "青梧经济开发区完成税收3.2亿元。一般公共预算收入41.7亿元。限上商贸企业212户。\n"
)


def test_counts_of_a_brief_are_those_of_its_period_not_of_its_publication(read: Claims) -> None:
    firms = next(c for c in read(BRIEF, "2023-07-21") if c.value_text == "212")
    assert firms.period in ("2023-06", "2023-01/2023-06")


def test_a_zone_of_a_brief_does_not_keep_the_next_sentence(read: Claims) -> None:
    revenue = next(c for c in read(BRIEF, "2023-07-21") if c.value_text == "41.7")
    assert revenue.area.name == "焦作市"


def statuses(claims: list) -> dict[str, str]:
    return {c.value_text: c.status for c in claims}


def test_what_is_expected_before_a_list_holds_for_the_list(read: Claims) -> None:
    text = (
        "政府工作报告\n预计完成地区生产总值310亿元，增长6%；规模以上工业增加值增长7.1%；"
        "一般公共预算收入完成20.5亿元，增长4.4%。"
    )
    assert statuses(read(text, "2024-01-10")) == {
        "310": "preliminary",
        "6": "preliminary",
        "7.1": "preliminary",
        "20.5": "actual",
        "4.4": "actual",
    }


def test_what_is_expected_holds_to_the_end_of_the_sentence(read: Claims) -> None:
    text = (
        "政府工作报告\n2023年，地区生产总值预计达到310亿元，财政收入28.6亿元，增长5.2%。"
        "固定资产投资增长8.3%。"
    )
    assert statuses(read(text, "2024-01-10")) == {
        "310": "preliminary",
        "28.6": "preliminary",
        "5.2": "preliminary",
        "8.3": "actual",
    }


def test_scanned_numbers_go_on_over_short_lines_and_page_numbers(read: Claims) -> None:
    text = (
        "云岭县２０１２年国民经济和社会发展统计公报\n"
        "  全县实现生产总值８６.４亿元，比上年增长９.１％，其中：\n"
        "第二产业增加值41.\n07亿元，增长１０．３％；第三产业增加值２８．６亿元，增\n"
        "长8.5%。财政总收入9. 1\n7亿元，增长12.4%。\n"
        "   · 2 ·\n"
    )
    found = {(c.value_text, c.unit): c.indicator_id for c in read(text, "2013-03", "焦作市")}
    assert found["41.07", "亿元"] == "secondary_value_added"
    assert found["9.17", "亿元"] == "total_fiscal_revenue"
    assert ("2", "") not in found


def test_an_economic_situation_reports_on_its_own_year(read: Claims) -> None:
    text = (
        "10月29日，市统计局公布了前三季度全市经济运行情况。前三季度，生产总值880.6亿元，增长6.6%，"
        "分别高于全国、全省0.4和0.2个百分点。工业用电量增长2.2%，较1到7月、1到8月分别提升1.7和0.4个百分点。\n"
        "前三季度，服务业发展较快。服务业增加值增长7.3%，在沿江八市中居第四位。\n"
    )
    found = [(c.value_text, c.indicator_id, c.period, c.ref_area) for c in read(text, "2019-10-30")]
    period = "2019-01/2019-09"
    assert found == [
        ("880.6", "gdp", period, ""),
        ("6.6", "gdp", period, ""),
        ("0.4", "gdp", period, "中国"),
        ("0.2", "gdp", period, "河南省"),
        ("2.2", "industrial_electricity_consumption", period, ""),
        ("1.7", "industrial_electricity_consumption", period, ""),
        ("0.4", "industrial_electricity_consumption", period, ""),
        ("7.3", "services_value_added", period, ""),
        ("第四", "services_value_added", period, ""),
    ]


def test_growth_rates_of_indicators_named_in_the_clause_before(read: Claims) -> None:
    text = "2023年，工业用电量、进出口总额保持较快增长，增速分别达16.4%和17.7%。"
    assert [(c.value_text, c.indicator_id) for c in read(text)] == [
        ("16.4", "industrial_electricity_consumption"),
        ("17.7", "imports_exports"),
    ]


def test_ranks_without_a_counter_and_steps_reached(read: Claims) -> None:
    text = "2023年，全市生产总值增长6%，总量跨过300亿元台阶；工业投资增速稳居全省前3。"
    found = [(c.value_text, c.qualifier, c.measure, c.indicator_id) for c in read(text)]
    assert found == [
        ("6", "", "yoy_growth_pct", "gdp"),
        ("300", "突破", "level", "gdp"),
        ("3", "前", "rank", "industrial_investment"),
    ]


def test_the_name_of_a_newspaper_is_no_place(read: Claims) -> None:
    found = read(
        "焦作日报讯(记者 某某)昨日召开的会议通报了经济运行情况。\n"
        "预计地区生产总值120亿元,增长6.1%。",
        "2020-01-20",
        "解放区",
    )
    assert {claim.area.name for claim in found if claim.area} == {"解放区"}


def test_a_brief_on_a_street_is_about_the_street(read: Claims) -> None:
    found = read(
        "四望街道上半年财政收入突破2亿元\n焦作市今年上半年的成绩单出炉。四望街道完成财政收入2.1亿元,增长9%,居解放区首位。\n"
        "四望街道楼宇经济发展较快,上半年引进项目12个。",
        "2022-08-20",
        "解放区",
    )
    assert {claim.area.name for claim in found if claim.area} == {"四望街道"}


def test_what_a_town_lies_next_to_is_not_what_is_spoken_of(read: Claims) -> None:
    found = read(
        "长桥镇位于修武县东部,紧邻古都开封,人口5.6万人,总面积128平方公里。", "2008-05", "修武县"
    )
    assert {claim.area.name for claim in found if claim.area} == {"长桥镇"}


def test_the_frame_of_a_page_says_no_year(read: Claims) -> None:
    found = read(
        "首页 > 2026年改版网站 > 工作报告\n某县2018年政府工作报告\n一、2017年工作回顾\n"
        "生产总值完成120亿元,增长7%。\n(一)工业经济平稳。全年规模以上工业增加值增长8%。",
        "2018-01-20",
        "温县",
    )
    assert {(claim.period, claim.status) for claim in found} == {("2017", "actual")}


def test_what_a_draft_budget_is_reckoned_from_is_no_year_of_its_own(read: Claims) -> None:
    found = read(
        "2019年预算草案\n2019年一般公共预算收入在上年实际完成基础上增长8%安排12.5亿元。其中:税收收入安排9亿元。",
        "2019-02-10",
        "温县",
    )
    assert {claim.period for claim in found if claim.measure == "level"} == {"2019"}


def test_any_closing_mark_closes_a_plan_period(read: Claims) -> None:
    found = read("生产总值由“十五〞期末的12.8亿元增加到2010年的19.2亿元。", "2011-01-20", "温县")
    assert [claim.period for claim in found] == ["2005", "2010"]


def test_a_streets_own_report_is_about_the_street(read: Claims) -> None:
    found = read(
        "四望街道办事处2019年工作报告\n一、2018年工作回顾\n全年完成财政收入2.1亿元,增长9%。",
        "2019-02-10",
        "解放区",
    )
    assert {claim.area.name for claim in found if claim.area} == {"四望街道"}


def test_a_verb_that_the_first_member_has_too_ends_no_estimate(read: Claims) -> None:
    text = (
        "政府工作报告\n初步核算，全市生产总值完成790.7亿元，规模以上工业增加值完成272.8亿元，"
        "财政收入达到76亿元。"
    )
    assert set(statuses(read(text, "2014-03-06")).values()) == {"preliminary"}


def test_members_that_a_list_mark_cuts_short(read: Claims) -> None:
    text = "2023年，银行业金融机构存、贷款余额分别达到3175.5亿元、2069亿元。"
    assert [(c.value_text, c.indicator_id) for c in read(text)] == [
        ("3175.5", "deposits"),
        ("2069", "loans"),
    ]


def test_the_output_of_the_crop_whose_area_was_given(read: Claims) -> None:
    text = "2023年粮食播种面积473.8万亩，总产67.3亿斤，比上年增加2.7亿斤。"
    assert [(c.value_text, c.indicator_id) for c in read(text)] == [
        ("473.8", "grain_area"),
        ("67.3", "grain_output"),
        ("2.7", "grain_output"),
    ]


def test_a_year_of_aims_within_a_sentence(read: Claims) -> None:
    found = read(
        "某县2018年政府工作报告\n报告提出了2019年主要预期目标:生产总值增长9%,固定资产投资增长18%。",
        "2019-02-20",
        "温县",
    )
    assert {(claim.period, claim.status) for claim in found} == {("2019", "target")}


def test_growth_in_every_sentence_makes_a_brief_whatever_it_is_of(read: Claims) -> None:
    text = (
        "1—11月，全市经济保持平稳。\n猪、牛出栏量同比分别增长9%、23%。\n餐饮业营业额增长4.1%。\n"
        "1—10月，邮政业务总量增长17.5%。\n客运量增长5.5%，货运量增长3.3%。\n用电量同比增长1.9%。\n"
        "早稻播种面积6.8万亩，增长1.1%。"
    )
    found = {c.value_text: c.period for c in read(text, "2024-12-24")}
    assert found["6.8"] == "2024-11"


def test_a_chapter_of_a_yearbook_is_of_the_year_that_it_names(read: Claims) -> None:
    text = (
        "【概况】 2004年，全县地区生产总值实现23亿元。\n农业又获丰收。粮食总产量达到11亿斤。\n"
        "种植牧草1.5万亩。新建大棚72处。"
    )
    assert {c.period for c in read(text, "2005-12", "修武县")} == {"2004"}
