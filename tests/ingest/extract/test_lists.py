"""Lists, towns and country, ranks, shares in words, and times that are only a base."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Claims = Callable[..., list]

# text → (number, measure, indicator, period) of its claims; published 2024-03-20, about 焦作市
CASES = {
    "total and growth of one indicator ranked in turn": (
        "2023年全市生产总值415亿元；财政收入31亿元，增长14%，总量和增幅分别居全省第3位和第1位。",
        [("415", "level", "gdp", "2023"),
         ("31", "level", "fiscal_revenue", "2023"),
         ("14", "yoy_growth_pct", "fiscal_revenue", "2023"),
         ("3", "rank", "fiscal_revenue", "2023"),
         ("1", "rank", "fiscal_revenue", "2023")],
    ),
    "bounds of what is counted": (
        "2023年引进亿元以上项目15个，其中10亿元以上2个。",
        [("15", "level", "projects_above_100m", "2023"), ("2", "level", "", "2023")],
    ),
    "three sectors by their numbers, then a rank of the whole": (
        "2023年全市生产总值415亿元，其中一、二、三产分别增长3.1%、0.4%、5.6%，经济总量由全省第九位上升至第八位。",
        [("415", "level", "gdp", "2023"),
         ("3.1", "yoy_growth_pct", "primary_value_added", "2023"),
         ("0.4", "yoy_growth_pct", "secondary_value_added", "2023"),
         ("5.6", "yoy_growth_pct", "tertiary_value_added", "2023"),
         ("第九", "rank", "gdp", "2022"),
         ("第八", "rank", "gdp", "2023")],
    ),
    "sums of three sectors, then how they grew": (
        "2023年，一二三产业增加值分别达到41亿元、160亿元、214亿元，分别增长4.2%、5.9%、6.3%。",
        [("41", "level", "primary_value_added", "2023"),
         ("160", "level", "secondary_value_added", "2023"),
         ("214", "level", "tertiary_value_added", "2023"),
         ("4.2", "yoy_growth_pct", "primary_value_added", "2023"),
         ("5.9", "yoy_growth_pct", "secondary_value_added", "2023"),
         ("6.3", "yoy_growth_pct", "tertiary_value_added", "2023")],
    ),
    "investment in each of three sectors": (
        "2023年，一、二、三产业固定资产投资分别增长12%、-3.5%、7%。",
        [("12", "yoy_growth_pct", "primary_investment", "2023"),
         ("-3.5", "yoy_growth_pct", "secondary_investment", "2023"),
         ("7", "yoy_growth_pct", "tertiary_investment", "2023")],
    ),
    "a member that is the other side of the first": (
        "2023年社会消费品零售总额达46亿元；一般公共预算收入和支出分别达5.2亿元、21.7亿元，分别增长7.1%、0.9%。",
        [("46", "level", "retail_sales", "2023"),
         ("5.2", "level", "general_budget_revenue", "2023"),
         ("21.7", "level", "general_budget_expenditure", "2023"),
         ("7.1", "yoy_growth_pct", "general_budget_revenue", "2023"),
         ("0.9", "yoy_growth_pct", "general_budget_expenditure", "2023")],
    ),
    "members with the head of the first": (
        "2023年规模以上工业总产值、增加值、利润分别完成860亿元、212亿元、31亿元。",
        [("860", "level", "gross_industrial_output", "2023"),
         ("212", "level", "industrial_value_added_above_scale", "2023"),
         ("31", "level", "industrial_profit", "2023")],
    ),
    "steps passed are not what was reached": (
        "2023年税收收入连续跨越30亿、40亿两个关口，完成42.3亿元。",
        [("42.3", "level", "tax_revenue", "2023")],
    ),
    "分别 over towns and country": (
        "2023年，全市生产总值增长6%，城乡居民人均可支配收入分别达到38210元和19876元，分别增长5.9%、7.7%。",
        [("6", "yoy_growth_pct", "gdp", "2023"),
         ("38210", "level", "disposable_income_urban", "2023"),
         ("19876", "level", "disposable_income_rural", "2023"),
         ("5.9", "yoy_growth_pct", "disposable_income_urban", "2023"),
         ("7.7", "yoy_growth_pct", "disposable_income_rural", "2023")],
    ),
    "towns and country without 分别": (
        "2023年城乡居民可支配收入增长5.9%和7.7%。",
        [("5.9", "yoy_growth_pct", "disposable_income_urban", "2023"),
         ("7.7", "yoy_growth_pct", "disposable_income_rural", "2023")],
    ),
    "towns and country named after their whole": (
        "2023年居民人均可支配收入29310元，其中城镇38210元，增长5.9%，农村19876元。",
        [("29310", "level", "disposable_income", "2023"),
         ("38210", "level", "disposable_income_urban", "2023"),
         ("5.9", "yoy_growth_pct", "disposable_income_urban", "2023"),
         ("19876", "level", "disposable_income_rural", "2023")],
    ),
    "one growth of two indicators": (
        "2023年固定资产投资和社会消费品零售总额均增长6.4%。",
        [("6.4", "yoy_growth_pct", "fixed_asset_investment", "2023"),
         ("6.4", "yoy_growth_pct", "retail_sales", "2023")],
    ),
    "members of a list with verbs of their own": (
        "2023年粮食产量41.2万吨，蔬菜产量88万吨，分别比上年增加1.1万吨、减少0.7万吨。",
        [("41.2", "level", "grain_output", "2023"),
         ("88", "level", "vegetable_output", "2023"),
         ("1.1", "change", "grain_output", "2023"),
         ("-0.7", "change", "vegetable_output", "2023")],
    ),
    "industry as a part of the secondary sector": (
        "2023年第二产业增加值213.5亿元，其中工业189.4亿元。",
        [("213.5", "level", "secondary_value_added", "2023"),
         ("189.4", "level", "industrial_value_added", "2023")],
    ),
    "points above what other indicators grew by": (
        "2023年工业用电量增长8.2%，地方财政收入增长5.1%，分别高于全国、全省2.1个、1.4个百分点。",
        [("8.2", "yoy_growth_pct", "industrial_electricity_consumption", "2023"),
         ("5.1", "yoy_growth_pct", "general_budget_revenue", "2023"),
         ("2.1", "diff_pp", "general_budget_revenue", "2023"),
         ("1.4", "diff_pp", "general_budget_revenue", "2023")],
    ),
    "a contribution is no growth": (
        "2023年规模以上工业增加值增长6.1%，对全市工业增长的贡献率达到41.3%，增长面为62.5%。",
        [("6.1", "yoy_growth_pct", "industrial_value_added_above_scale", "2023"),
         ("41.3", "level", "", "2023"),
         ("62.5", "level", "", "2023")],
    ),
    "a rank in a ranking is not of the indicator before": (
        "2023年全市生产总值增长6%。入选全国县域综合竞争力百强，列第48位。",
        [("6", "yoy_growth_pct", "gdp", "2023"), ("48", "rank", "", "2023")],
    ),
    "a rank of what was just said": (
        "2023年全市生产总值801.5亿元，总量连续7年居全省首位。",
        [("801.5", "level", "gdp", "2023"), ("首", "rank", "gdp", "2023")],
    ),
    "a share as a fraction": (
        "2023年房地产税收占全部税收收入的三分之一。",
        [("三分之一", "share_pct", "", "2023")],
    ),
    "fallen to nought": (
        "2023年贫困发生率由0.8%降至零。",
        [("零", "level", "poverty_incidence", "2023")],
    ),
    "a ratio to one": (
        "2023年城乡收入比1.76:1。",
        [("1.76", "level", "urban_rural_income_ratio", "2023")],
    ),
    "bases in a list": (
        "2023年全市生产总值增长5.2%，较一季度、上半年分别加快0.7和0.3个百分点。第一产业增加值58亿元。",
        [("5.2", "yoy_growth_pct", "gdp", "2023"),
         ("0.7", "diff_pp", "gdp", "2023"),
         ("0.3", "diff_pp", "gdp", "2023"),
         ("58", "level", "primary_value_added", "2023")],
    ),
    "an aim named after its figure": (
        "2023年城镇新增就业5.41万人，提前完成全年5.3万人的目标任务。",
        [("5.41", "level", "urban_employment_new", "2023"),
         ("5.3", "level", "urban_employment_new", "2023")],
    ),
    "income by head in dollars": (
        "2023年人均生产总值61200元，按年平均汇率折算为8685美元。",
        [("61200", "level", "gdp_per_capita", "2023"),
         ("8685", "level", "gdp_per_capita", "2023")],
    ),
    "growth written without the word for what grew": (
        "2023年全市经济平稳增长7.2%，规上工业增长8.1%。",
        [("7.2", "yoy_growth_pct", "gdp", "2023"),
         ("8.1", "yoy_growth_pct", "industrial_value_added_above_scale", "2023")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_claims(name: str, read: Claims) -> None:
    text, expected = CASES[name]
    found = [
        (c.value_text, c.measure, c.indicator_id, c.period)
        for c in read("焦作市2023年国民经济和社会发展统计公报\n" + text)
    ]
    if name == "fallen to nought":
        found = [f for f in found if f[0] == "零"]
    if name == "a share as a fraction":
        found = [(v, m, "", p) for v, m, _, p in found]
    assert found == expected


def test_an_aim_after_its_figure_is_a_target(read: Claims) -> None:
    text, _ = CASES["an aim named after its figure"]
    assert [c.status for c in read(text)] == ["actual", "target"]


@pytest.mark.parametrize(
    "text",
    [
        "2023年投资连续18个月保持增长。",
        "2023年全省18个市中居第三位。",
        "2023年落实“降成本30条”。",
        "2023年办好12件民生实事。",
        "2023年65岁及以上人口占比较高。",
    ],
)
def test_counts_that_count_nothing(text: str, read: Claims) -> None:
    assert [c.value_text for c in read(text) if c.measure != "rank"] == []


def test_towns_in_a_list_have_a_figure_each(read: Claims) -> None:
    text = (
        "政府工作报告\n2023年，青梧镇、云岭镇、石桥镇村集体经济收入分别达到860万元、1130万元、"
        "975万元。"
    )
    found = [(c.area.name, c.value_text, c.indicator_id) for c in read(text, "2024-01-10")]
    assert found == [
        ("青梧镇", "860", "collective_income"),
        ("云岭镇", "1130", "collective_income"),
        ("石桥镇", "975", "collective_income"),
    ]


def test_a_county_s_short_name_as_a_heading(read: Claims) -> None:
    text = (
        "回眸2021·县区篇\n喀左县\n接待游客326万人次，恢复至2019年的七成左右，"
        "旅游综合收入18.7亿元。\n"
    )
    found = [
        (c.area.name, c.value_text, c.measure, c.period) for c in read(text, "2022-01-21", "朝阳市")
    ]
    county = "喀喇沁左翼蒙古族自治县"
    assert found == [
        (county, "326", "level", "2021"),
        (county, "七", "share_pct", "2021"),
        (county, "18.7", "level", "2021"),
    ]


def test_growth_that_recovers_is_growth(read: Claims) -> None:
    text = "规上工业增加值增速由一季度的-14.8%回升至上半年的-2.1%。"
    found = [(c.value_text, c.measure) for c in read("上半年工业\n" + text, "2020-08-03")]
    assert found == [("-14.8", "yoy_growth_pct"), ("-2.1", "yoy_growth_pct")]


def test_a_list_that_had_its_figures_is_over(read: Claims) -> None:
    text = (
        "上半年全市经济运行情况\n财政总收入和地方财政收入分别增长10.6%和12.3%，城乡居民收入分别增长11%和13%，"
        "规模以上工业增加值增长16.5%。"
    )
    found = [(c.value_text, c.indicator_id) for c in read(text, "2015-07-29")]
    assert found == [
        ("10.6", "total_fiscal_revenue"),
        ("12.3", "general_budget_revenue"),
        ("11", "disposable_income_urban"),
        ("13", "disposable_income_rural"),
        ("16.5", "industrial_value_added_above_scale"),
    ]


def test_growth_and_ranks_of_what_was_just_counted(read: Claims) -> None:
    text = (
        "上半年全市经济运行情况\n生产总值92亿元，工业增加值10亿元，分别比增5.1%和15.3%，增速均排在全省第一。"
        "城镇和农村常住居民人均可支配收入完成29092元、17191元。"
    )
    found = [(c.value_text, c.measure, c.indicator_id) for c in read(text, "2024-07-09")]
    assert ("15.3", "yoy_growth_pct", "industrial_value_added") in found
    assert [i for v, m, i in found if m == "rank"] == ["gdp", "industrial_value_added"]
    assert ("29092", "level", "disposable_income_urban") in found


def test_honours_listed_before_a_rank_are_not_what_is_ranked(read: Claims) -> None:
    text = (
        "政府工作报告\n荣获“平安县”、“文明县”等荣誉，生态考核获全省第一名，综治民调获全省第三名，"
        "全市第一名。"
    )
    found = [(c.value_text, c.indicator_text) for c in read(text, "2018-03-23", "修武县")]
    assert [v for v, _ in found] == ["第一", "第三", "第一"]
    assert "生态考核" in found[0][1] and "综治民调" in found[2][1]


def test_income_that_keeps_step_is_no_member_of_a_list(read: Claims) -> None:
    text = (
        "政府工作报告\n二、2020年工作安排\n城镇调查失业率和登记失业率稳定在4.3%左右，居民收入增长与经济增长同步，"
        "居民消费价格涨幅3%左右。"
    )
    found = [(c.value_text, c.indicator_id) for c in read(text, "2020-01-28", "修武县")]
    assert found[-1] == ("3", "cpi") and [v for v, _ in found].count("3") == 1


def test_sectors_by_their_number(read: Claims) -> None:
    text = (
        "金融业增加值下降2%。三次产业的比重分别为3%、50%和47%。"
        "产业结构由上年的4%、49%和47%调整为3%、50%和47%。"
    )
    sectors = ["primary_value_added", "secondary_value_added", "tertiary_value_added"]
    found = read(text)[1:]
    assert [c.indicator_id for c in found] == sectors * 3
    assert {c.measure for c in found} == {"share_pct"}
    assert [c.period for c in found] == ["2023"] * 3 + ["2022"] * 3 + ["2023"] * 3


def test_a_second_list_of_the_same_members(read: Claims) -> None:
    text = "生猪、牛、羊分别出栏6.4万头、1342头、1.2万只，分别增长8%、3%、5%。"
    animals = ["pigs_slaughtered", "cattle_slaughtered", "sheep_slaughtered"]
    assert [c.indicator_id for c in read(text)] == animals * 2


def test_each_department_is_no_list(read: Claims) -> None:
    [found] = read("压实各镇各部门责任，全年新开工项目12个。")
    assert (found.indicator_id, found.value_text) == ("new_projects", "12")


def test_one_figure_for_two(read: Claims) -> None:
    found = read("森林覆盖率、建成区绿地率均达到40%。")
    assert {c.indicator_id for c in found} == {"forest_cover_rate", "green_space_rate"}


def test_two_multiples_of_the_two_just_told(read: Claims) -> None:
    text = "一般公共预算收入30亿元，一般公共预算支出240亿元，是2015年的1.3倍和1.5倍。"
    found = [c.indicator_id for c in read(text) if c.measure == "growth_multiple"]
    assert found == ["general_budget_revenue", "general_budget_expenditure"]


def test_by_quarter_is_of_what_the_paragraph_began_with(read: Claims) -> None:
    text = (
        "全市生产总值530亿元，增长4.5%。第三产业增加值367亿元。"
        "分季度看，一季度增长3.1%，上半年增长3.9%。"
    )
    found = [(c.indicator_id, c.value_text) for c in read(text)][-2:]
    assert found == [("gdp", "3.1"), ("gdp", "3.9")]


def test_the_value_added_of_three_sectors_grows_by_each(read: Claims) -> None:
    found = read("2011年,全市生产总值完成1000亿元,其中三次产业增加值分别增长9%、30%和37%。")
    assert [(c.indicator_id, c.measure) for c in found[1:]] == [
        ("primary_value_added", "yoy_growth_pct"),
        ("secondary_value_added", "yoy_growth_pct"),
        ("tertiary_value_added", "yoy_growth_pct"),
    ]


def test_each_comparison_has_its_own_area(read: Claims) -> None:
    found = read(
        "2023年生产总值增长6.1%，高于全国0.9、全省1.4个百分点。"
        "居民人均可支配收入40120元，高于全国1302元、全省2417元。"
    )
    assert [(c.value_text, c.unit, c.measure, c.area.name, c.ref_area) for c in found] == [
        ("6.1", "%", "yoy_growth_pct", "焦作市", ""),
        ("0.9", "个百分点", "diff_pp", "焦作市", "中国"),
        ("1.4", "个百分点", "diff_pp", "焦作市", "河南省"),
        ("40120", "元", "level", "焦作市", ""),
        ("1302", "元", "change", "焦作市", "中国"),
        ("2417", "元", "change", "焦作市", "河南省"),
    ]


def test_nothing_is_planned_by_what_people_expect(read: Claims) -> None:
    found = read("2023年，顶住预期转弱的压力，全市生产总值达到415亿元。")
    assert [c.status for c in found] == ["actual"]
