# ruff: noqa: E501  (Chinese characters count as two columns)
"""Parts that take their meaning from the whole before them, aims that a heading sets, and figures as they are printed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Claims = Callable[..., list]

# text → (number, unit, measure, indicator) of each claim
CASES = {
    "branches of farming": (
        "全年实现农林牧渔业总产值65亿元，其中农业41亿元，增长3.9%；林业3亿元；牧业9亿元，下降3.5%；渔业10亿元。",
        [("65", "亿元", "level", "agricultural_output"), ("41", "亿元", "level", "farming_output"),
         ("3.9", "%", "yoy_growth_pct", "farming_output"), ("3", "亿元", "level", "forestry_output"),
         ("9", "亿元", "level", "husbandry_output"), ("-3.5", "%", "yoy_growth_pct", "husbandry_output"),
         ("10", "亿元", "level", "fishery_output")],
    ),
    "teachers of schools are no schools": (
        "年末教师总人数3000人。其中：普通中学1200人，小学1800人。在校学生总人数7万人，其中职业中学3000人。",
        [("3000", "人", "level", "teachers"), ("1200", "人", "level", ""),
         ("1800", "人", "level", "primary_school_teachers"), ("7", "万人", "level", "students"),
         ("3000", "人", "level", "vocational_students")],
    ),
    "the towns' part of those registered is not that of the residents": (
        "年末户籍人口11万人，其中城镇人口5万人。",
        [("11", "万人", "level", "registered_population"), ("5", "万人", "level", "")],
    ),
    "products after the word for all of them": (
        "从主要工业产品产量看，水泥增长16.2%，粗钢增长1.4%。",
        [("16.2", "%", "yoy_growth_pct", "cement_output"), ("1.4", "%", "yoy_growth_pct", "crude_steel_output")],
    ),
    "prices of an industry's products": (
        "工业品出厂价格上涨5.7%；其中，轻工业上涨9.4%。",
        [("5.7", "%", "yoy_growth_pct", "ppi"), ("9.4", "%", "yoy_growth_pct", "")],
    ),
    "what a part adds to growth": (
        "第二产业增加值80亿元，增长7%，拉动GDP增长3.1个百分点。",
        [("80", "亿元", "level", "secondary_value_added"), ("7", "%", "yoy_growth_pct", "secondary_value_added"),
         ("3.1", "个百分点", "diff_pp", "")],
    ),
    "the minus of a list": (
        "一、二产业比重分别下降0.7、0.3个百分点。",
        [("-0.7", "个百分点", "diff_pp", "primary_value_added"),
         ("-0.3", "个百分点", "diff_pp", "secondary_value_added")],
    ),
    "one rank for a level and its growth": (
        "税收12亿元，总量、增幅均居全市第二。",
        [("12", "亿元", "level", "tax_revenue"), ("第二", "位", "rank", "tax_revenue"),
         ("第二", "位", "rank", "tax_revenue")],
    ),
    "numbers as they are printed": (
        "实现GDP310.5亿元。辖区面积近八平方公里。男女性别比为105.2:100。户籍人口3.2万，其中本籍人口2万。",
        [("310.5", "亿元", "level", "gdp"), ("八", "平方公里", "level", "area_total"),
         ("105.2", "", "level", "sex_ratio"), ("3.2", "万人", "level", "registered_population"),
         ("2", "万人", "level", "")],
    ),
    "how many were asked, and a year in brackets": ("【2023】据5‰人口变动抽样调查，人口略有增加。", []),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_parts_are_named_by_their_whole(read: Claims, case: str) -> None:
    text, expected = CASES[case]
    assert [(c.value_text, c.unit, c.measure, c.indicator_id) for c in read(text)] == expected


def test_a_line_that_names_an_aim_makes_targets(read: Claims) -> None:
    text = "青梧区\n2024年目标：地区生产总值增长5%，固定资产投资增长8%左右。"
    assert {c.status for c in read(text, "2024-01-10")} == {"target"}


def test_what_a_congress_approved_is_a_target(read: Claims) -> None:
    text = (
        "青梧区2022年决算草案报告\n一、区本级决算\n区人大一次会议批准：2022年区本级一般公共预算收入合计为80亿元。"
        "其中：区本级收入57亿元，上级补助收入23亿元。\n2022年，区本级一般公共预算收入完成59亿元。"
    )
    claims = read(text, "2023-08-31")
    assert [c.status for c in claims] == ["target"] * 3 + ["actual"]
    assert claims[0].indicator_id == "general_budget_revenue_total"


def test_a_list_that_says_reached_ends_an_estimate(read: Claims) -> None:
    text = "政府工作报告\n（2024年1月10日）\n一、2023年工作回顾\n2023年，预计生产总值增长8%左右；城乡居民收入分别达到4.1万元和2万元，分别增长6%和7%。"
    statuses = {c.value_text: c.status for c in read(text, "2024-01-10")}
    assert statuses == {"8": "preliminary"} | dict.fromkeys(("4.1", "2", "6", "7"), "actual")


def test_the_line_of_release_is_not_the_year_under_report(read: Claims) -> None:
    text = (
        "青梧市统计局\n国家统计局青梧调查队\n青梧市统计监测中心\n（2024年3月）\n过去的一年，全市经济平稳运行。\n一、综合\n"
        "全市地区生产总值500亿元，同比增长6%。\n二、农业\n粮食产量80万吨，比上年增长2%。"
    )
    assert {c.period for c in read(text, "2024-03")} == {"2023"}


def test_a_base_printed_before_its_clause_makes_no_yearly_growth(read: Claims) -> None:
    claims = read("与2015年相比，2020年生产总值、财政总收入分别增长54.5%、50.8%。", "2021-02-01")
    assert [(c.value_text, c.measure, c.base_period) for c in claims] == [
        ("54.5", "growth_multiple", "2015"),
        ("50.8", "growth_multiple", "2015"),
    ]


def test_a_small_percentage_of_an_index_is_its_rise(read: Claims) -> None:
    claims = read("居民消费价格指数控制在3.5%以内。上年居民消费价格指数为103.2%。", "2021-02-01")
    assert [c.measure for c in claims] == ["yoy_growth_pct", "level"]


def test_each_of_a_list_rose_alike(read: Claims) -> None:
    claims = read("城乡居民人均可支配收入分别达38517元、22857元，均增长9%。", "2021-02-01")
    assert [c.indicator_id for c in claims if c.value_text == "9"] == [
        "disposable_income_urban",
        "disposable_income_rural",
    ]


def test_only_in_a_year_is_a_time(read: Claims) -> None:
    text = "目前，高新区累计引进项目121个，仅2010年就新开工项目19个。"
    assert {c.value_text: c.period for c in read(text, "2011-01-17")}["19"] == "2010"


def test_a_blank_line_does_not_part_a_name_from_the_amount_that_goes_on(read: Claims) -> None:
    text = (
        "全年金融运行平稳。年末全县金融机构各项存款余额\n\n29.9亿元，比上年增长38%。其中：城乡居民储蓄存款\n\n"
        "余额18.8亿元，增长60%。\n"
    )
    claims = read(text, "2011-03-01", "修武县")
    assert [c.indicator_id for c in claims] == ["deposits"] * 2 + ["household_deposits"] * 2


def test_counts_of_projects_are_named_by_what_they_have_come_to(read: Claims) -> None:
    claims = read("云帆装备、青禾科技等5个项目已入驻，8个项目已竣工。", "2019-03-05")
    assert [c.indicator_id for c in claims] == ["projects_settled", "projects_completed"]


def test_what_a_project_costs_is_no_promise(read: Claims) -> None:
    text = "项目建成后可为企业供热，一期投资约22亿元；达产后可实现年产值5亿元。"
    assert [c.status for c in read(text, "2014-05-06")] == ["actual", "target"]


def test_a_title_with_its_year_is_no_row(read: Claims) -> None:
    assert not read(
        "2013年修武县国民经济和社会发展统计公报 2013\n\n选择区域：>>\n\n全县上下。", "2014"
    )


@pytest.mark.parametrize(
    ("text", "indicator", "whole"),
    [
        ("服务业在全区经济中的比重达到48%。", "services_value_added", ""),
        ("第三产业在GDP中的占比为45.2%。", "tertiary_value_added", "gdp"),
        ("税收在一般公共预算收入中的比重达71%。", "tax_revenue", "general_budget_revenue"),
    ],
)
def test_a_part_within_its_whole(read: Claims, text: str, indicator: str, whole: str) -> None:
    [found] = read(text)
    assert (found.indicator_id, found.ref_indicator, found.measure) == (
        indicator,
        whole,
        "share_pct",
    )


def test_nouns_that_a_heading_tells(read: Claims) -> None:
    text = (
        "2023年焦作市国民经济和社会发展统计公报\n三、建筑业\n全年完成总产值30亿元。\n四、房地产业\n"
        "全市在建项目30个，销售面积12万平方米。\n五、固定资产投资\n全年完成投资额48亿元，增长13%。"
        "在建项目50个，完成投资20亿元。"
    )
    assert [c.indicator_id for c in read(text)] == [
        "construction_output",
        "projects",
        "housing_floor_sold",
        "fixed_asset_investment",
        "fixed_asset_investment",
        "projects",
        "projects_investment",
    ]


def test_whose_sales_and_whose_investment(read: Claims) -> None:
    text = (
        "2023年焦作市国民经济和社会发展统计公报\n限额以上企业35户，消费品零售额4.8亿元。"
        "房地产开发企业17户，完成投资8.4亿元。出生人口4900人，其中男性2600人。"
    )
    assert [c.indicator_id for c in read(text)] == [
        "firms_in_statistics_trade",
        "above_limit_retail_sales",
        "firms_in_statistics_real_estate",
        "real_estate_investment",
        "births",
        "",
    ]


def test_each_breakdown_is_of_the_sentence_before_them_all(read: Claims) -> None:
    text = (
        "全社会固定资产投资增长3.2%。按构成看：建安工程增长3.3%，其他费用增长1.8%。"
        "分产业看：第一产业增长7%；第二产业增长3%。社会消费品零售总额下降7%。按经营地分，城镇市场下降8%，乡村市场下降6%。"
    )
    assert [c.indicator_id for c in read(text)] == [
        "fixed_asset_investment",
        "construction_works_investment",
        "",
        "primary_investment",
        "secondary_investment",
        "retail_sales",
        "urban_retail_sales",
        "rural_retail_sales",
    ]


def test_what_is_new_or_belongs_to_a_part_is_not_the_whole(read: Claims) -> None:
    text = (
        "全年新注册私营企业509户。乡镇卫生院173个，床位5565张，卫生技术人员3747人。"
        "40.6万建档立卡贫困人口全部脱贫。"
    )
    assert [c.indicator_id for c in read(text)] == [
        "",
        "township_health_centres",
        "",
        "",
        "lifted_out_of_poverty",
    ]
