"""Which time and which place reports mean, where no title and no sentence says so."""

from __future__ import annotations

from collections.abc import Callable

Claims = Callable[..., list]


def periods(claims: list) -> dict[str, str]:
    return {c.value_text: c.period for c in claims}


PART_OF_A_COMMUNIQUE = """一、综合

初步核算，2015年全县实现地区生产总值120.5亿元，比上年增长8.1%。

年末全县常住人口35.6万人。

图1：2011—2015年地区生产总值及增速

二、农业

全年粮食总产量20.5万吨，比上年增长2.1%。

图2：2011—2015年粮食产量

三、工业和建筑业

年末资质以上建筑企业12家。
"""


def test_part_of_a_communique_dated_by_a_year_reports_on_the_year_before(read: Claims) -> None:
    found = periods(read(PART_OF_A_COMMUNIQUE, "2016"))
    assert set(found.values()) == {"2015"}


def test_a_text_dated_by_a_year_speaks_of_the_year_that_it_names(read: Claims) -> None:
    text = (
        "2018年，云山县认真落实各项部署。\n全县粮食产量20.5万吨，增长1.1%。\n公路里程达到820公里。"
    )
    assert set(periods(read(text, "2019")).values()) == {"2018"}


def test_this_year_of_an_article_written_in_january_is_the_one_just_printed(read: Claims) -> None:
    text = "2023年，全市实现生产总值120.5亿元。今年以来，完成固定资产投资50.3亿元，增长9%。"
    assert set(periods(read(text, "2024-01-08")).values()) == {"2023"}


def test_what_a_month_brings_in_all_counts_from_january(read: Claims) -> None:
    text = "4月，全市一般公共预算收入累计完成50.5亿元，同比增长5.6%。"
    assert set(periods(read(text, "2023-05-20")).values()) == {"2023-01/2023-04"}


def test_what_is_carried_over_is_revenue_of_this_year(read: Claims) -> None:
    text = (
        "2022年财政决算\n全市一般公共预算收入完成20.5亿元，上年结转收入1.5亿元，上年结余0.5亿元，"
        "收入总计32.7亿元。与上年比，一般公共预算收入增长5%。一般公共预算支出完成30.5亿元。"
    )
    assert set(periods(read(text, "2023-06-20")).values()) == {"2022"}


def test_the_year_of_what_befell_a_place_dates_no_figure(read: Claims) -> None:
    text = "政府工作报告\n一年来，面对2020年突如其来的疫情，全市完成固定资产投资50.3亿元，增长9%。"
    assert set(periods(read(text, "2022-01-20")).values()) == {"2021"}


def test_years_are_counted_back_from_the_year_just_printed(read: Claims) -> None:
    text = "2012年，全市财政收入达到50亿元，8年来增长4倍。"
    assert periods(read(text, "2014-05-20"))["4"] == "2005/2012"


def test_an_amount_compared_with_is_of_the_time_of_the_base(read: Claims) -> None:
    text = "1—4月，全市一般公共预算收入20.5亿元，比上年同期18.5亿元增加2亿元。"
    found = {c.value_text: (c.measure, c.period) for c in read(text, "2023-05-20")}
    assert found["18.5"] == ("level", "2022-01/2022-04")
    assert found["2"] == ("change", "2023-01/2023-04")


def test_a_budget_within_a_completion_rate_is_that_of_the_year(read: Claims) -> None:
    text = "1—4月，全市一般公共预算收入完成年初预算数60亿元的34.2%。"
    found = {c.value_text: (c.measure, c.period, c.status) for c in read(text, "2023-05-20")}
    assert found["60"] == ("level", "2023", "target")
    assert found["34.2"] == ("completion_pct", "2023-01/2023-04", "actual")


def indicators(claims: list) -> dict[str, str]:
    return {c.value_text: c.indicator_id for c in claims}


def test_verbs_list_marks_and_chapter_titles_are_no_part_of_a_name(read: Claims) -> None:
    text = (
        "人民生活年末常住人口35.6万人。固定资产投资累计实现30.2亿元。"
        "一般公共预算收入决算数为20.5亿元，其中：1）税收收入12.5亿元；2）非税收入8亿元。"
    )
    assert indicators(read(text)) == {
        "35.6": "resident_population",
        "30.2": "fixed_asset_investment",
        "20.5": "general_budget_revenue",
        "12.5": "tax_revenue",
        "8": "nontax_revenue",
    }


def test_what_narrows_a_name_makes_it_another_indicator(read: Claims) -> None:
    text = "全市林果业实现税收6.5亿元，某某信用社贷款余额3亿元。"
    assert set(indicators(read(text)).values()) == {""}


def test_names_of_clauses_in_a_row_share_the_figures_after_respectively(read: Claims) -> None:
    text = "固定资产投资500亿元。粮食产量，油料产量分别增长2%和3%。"
    found = indicators(read(text))
    assert (found["2"], found["3"]) == ("grain_output", "oilseed_output")


def test_a_share_that_rose_is_still_the_share_reached(read: Claims) -> None:
    text = "税收占财政收入的比重比上年提高2.1个百分点，达78.5%。"
    share = next(c for c in read(text) if c.value_text == "78.5")
    assert (share.measure, share.indicator_id) == ("share_pct", "tax_revenue")


def areas(claims: list) -> dict[str, str]:
    return {c.value_text: c.area.name for c in claims}


def test_a_governments_own_level_holds_until_another_area_is_named(read: Claims) -> None:
    text = (
        "2023年预算执行情况\n市级一般公共预算收入8.2亿元，其中税收收入5.1亿元。"
        "全市一般公共预算收入20亿元，其中：市本级完成9亿元。政府性基金收入10亿元。"
        "市级龙头企业15家。"
    )
    assert areas(read(text)) == {
        "8.2": "焦作市本级",
        "5.1": "焦作市本级",
        "20": "焦作市",
        "9": "焦作市本级",
        "10": "焦作市",
        "15": "焦作市",
    }


def test_what_is_only_compared_with_has_no_more_than_its_bracket(read: Claims) -> None:
    text = (
        "规模以上工业增加值增长9.2%，增速高于全省（7.7%）1.5个百分点。"
        "社会消费品零售总额增长10%。紧邻郑州市的园区入驻企业50家。中国对外贸易强企2家。"
    )
    assert areas(read(text)) == {
        "9.2": "焦作市",
        "7.7": "河南省",
        "1.5": "焦作市",
        "10": "焦作市",
        "50": "焦作市",
        "2": "焦作市",
    }


FIVE_YEARS = """在某市第十次党代会上的报告
同志们：
一、过去五年的工作
过去五年，固定资产投资累计完成1200亿元，年均增长8.1%。2019年至2021年，新建学校20所。城镇新增就业25万人。
大周镇入选全国千强镇，培育龙头企业80家。
预计今年生产总值达到800亿元，比2016年增长50%。
二、今后五年的目标
今后五年，生产总值年均增长7%以上。
"""


def test_a_speech_of_december_reviews_its_own_year_too(read: Claims) -> None:
    found = {c.value_text: (c.period, c.status) for c in read(FIVE_YEARS, "2021-12-20")}
    assert found["1200"] == ("2017/2021", "actual")
    assert found["8.1"] == ("2017/2021", "actual")
    assert found["25"] == ("2017/2021", "actual")
    assert found["800"] == ("2021", "target")
    assert found["7"] == ("2022/2026", "target")


def test_a_town_or_the_nation_holds_for_its_clause_in_a_report(read: Claims) -> None:
    assert areas(read(FIVE_YEARS, "2021-12-20"))["80"] == "焦作市"


def test_about_what_the_counted_cost_and_units_of_one_sign_are_claims(read: Claims) -> None:
    text = "商业面积5000㎡，总投资约50亿元的30个项目开工。"
    assert {c.value_text for c in read(text)} == {"5000", "50", "30"}


def test_what_a_county_has_is_dated_by_the_page_that_introduces_it(read: Claims) -> None:
    text = (
        "云岭县简介\n云岭县位于本省西北部,1958年撤区设县,现有行政村326个,总面积3365平方公里,总人口26.2万人。\n"
        "2023年上半年,全县生产总值27.6亿元,同比增长2.2%。\n"
        "生态环境良好。森林覆盖率38.9%,草地面积127万亩。"
    )
    found = read(text, "2023-09-27", "康保县")
    assert [(c.value_text, c.period) for c in found] == [
        ("326", "2023-09-27"),
        ("3365", "2023-09-27"),
        ("26.2", "2023-09-27"),
        ("27.6", "2023-01/2023-06"),
        ("2.2", "2023-01/2023-06"),
        ("38.9", "2023-09-27"),
        ("127", "2023-09-27"),
    ]


def test_the_work_of_a_year_that_is_over_is_no_aim(read: Claims) -> None:
    text = (
        "云岭县2021年政府工作报告\n一、“十三五”时期工作回顾\n五年来，成绩显著。\n"
        "二、2020年主要工作\n全年生产总值增长2.1%。\n三、2021年主要工作\n生产总值增长6%。"
    )
    found = read(text, "2021-01-26", "修武县")
    assert [(c.value_text, c.period, c.status) for c in found] == [
        ("2.1", "2020", "actual"),
        ("6", "2021", "target"),
    ]


def test_how_far_a_plan_is_done_is_a_completion(read: Claims) -> None:
    text = (
        "关于云岭县2018年国民经济和社会发展计划执行情况的报告\n"
        "2018年，全县生产总值完成150亿元，完成计划的100.5%；税收8亿元，为计划的101%。"
        "生猪出栏12万头，期末存栏9万头。"
    )
    found = read(text, "2019-02-15", "许昌市")
    assert [(c.value_text, c.measure, c.indicator_id, c.status) for c in found] == [
        ("150", "level", "gdp", "actual"),
        ("100.5", "completion_pct", "gdp", "actual"),
        ("8", "level", "tax_revenue", "actual"),
        ("101", "completion_pct", "tax_revenue", "actual"),
        ("12", "level", "pigs_slaughtered", "actual"),
        ("9", "level", "pigs_in_stock", "actual"),
    ]


def test_all_of_a_list_that_something_rises_from_are_of_the_year_before(read: Claims) -> None:
    text = (
        "2020年,粮食和油料产量由3万吨、5万吨增加到6万吨、9万吨;"
        "城镇居民和农村居民人均可支配收入分别从2015年的3.4万元和1.4万元提高到4.8万元和2.1万元。"
    )
    found = read(text, "2021-06-02", "修武县")
    assert [(c.value_text, c.period) for c in found] == [
        ("3", "2019"),
        ("5", "2019"),
        ("6", "2020"),
        ("9", "2020"),
        ("3.4", "2015"),
        ("1.4", "2015"),
        ("4.8", "2020"),
        ("2.1", "2020"),
    ]
