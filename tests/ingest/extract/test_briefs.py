# ruff: noqa: E501  (Chinese characters count as two columns)
"""Briefs and news about an economy: what is planned beside what is done, parts below wholes, times compared with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Claims = Callable[..., list]

PROJECTS = "2023年重点项目进展\n"


def told(claims: list) -> list[tuple[str, str, str, str]]:
    return [(c.value_text, c.indicator_id or c.indicator_text, c.period, c.status) for c in claims]


def test_what_the_months_have_brought_is_done_beside_what_is_planned(read: Claims) -> None:
    text = (
        "2023年县级重点项目共53项，总投资294亿元，年度计划投资56亿元；计划新开工项目15项，年度计划投资19亿元，"
        "1-6月累计完成投资10亿元，占年计划投资的52.4%；预备项目18项，1-6月累计完成投资2亿元。"
    )
    found = {
        value: (name, period, status)
        for value, name, period, status in told(read(text, "2023-07-12", "河湾县"))
    }
    assert found["56"] == found["19"] == ("年度计划投资", "2023", "target")
    assert found["15"][2] == "target"
    assert found["10"] == ("projects_investment", "2023-01/2023-06", "actual")
    assert found["18"][2] == found["2"][2] == "actual"


@pytest.mark.parametrize(
    "text",
    [
        "本年度计划开工项目55项（其中1-9月份计划新开工43项），目前实际已开工36项。",
        "计划投产项目17宗，完成投资36亿元，完成年度计划投资的39.9%。",
        "92个计划新开工项目已开工36个，开工率55.4%。",
    ],
)
def test_what_has_been_begun_or_is_measured_by_the_plan_is_done(read: Claims, text: str) -> None:
    found = {c.value_text: c.status for c in read(PROJECTS + text, "2023-10-20", "河湾县")}
    assert found["36"] == "actual"


def test_what_a_plan_sets_out_to_complete_stays_an_aim(read: Claims) -> None:
    text = "今年计划实施重点项目50个，完成投资100亿元，确保已开工项目年底前竣工20个，预计3月完成投资8亿元。"
    assert {c.status for c in read(PROJECTS + text, "2023-03-20", "河湾县")} == {"target"}


def test_a_years_plan_is_no_total_and_what_is_spent_is_that_of_the_projects(read: Claims) -> None:
    text = (
        "全县重点项目50个，总投资178.7亿元，年度投资计划17.7亿元，1-5月完成投资4.3亿元，完成率24%。"
    )
    assert [t[1:] for t in told(read(text, "2020-06-10", "河湾县"))[1:4]] == [
        ("total_investment", "2020-05", "actual"),
        ("年度计划投资", "2020", "target"),
        ("projects_investment", "2020-01/2020-05", "actual"),
    ]


def test_growth_as_expected_sets_no_aim(read: Claims) -> None:
    text = "一季度全市经济增长基本符合预期——据市统计局公布的数据，一季度全市实现生产总值513亿元，同比增长4.4%。"
    assert {c.status for c in read(text, "2022-04-26", "云溪市")} == {"actual"}


SECTORS = ["primary_value_added", "secondary_value_added", "tertiary_value_added"]

# text → (number, unit, measure, indicator) of each claim
CASES = {
    "the growth of the three sectors": (
        "上半年实现生产总值178亿元，增长16.1%。三次产业分别增长0.3%、17.8%和16%。",
        [("178", "亿元", "level", "gdp"), ("16.1", "%", "yoy_growth_pct", "gdp"),
         *((v, "%", "yoy_growth_pct", s) for v, s in zip(("0.3", "17.8", "16"), SECTORS, strict=True))],
    ),
    "how investment is divided": (
        "三产投资比例为6.0：24.5：69.5。",
        [(v, "%", "share_pct", s.replace("value_added", "investment"))
         for v, s in zip(("6.0", "24.5", "69.5"), SECTORS, strict=True)],
    ),
    "another area's growth in brackets": (
        "规上工业增加值同比增长7.5%。累计增速高于全国（3.9%）3.6个百分点。",
        [("7.5", "%", "yoy_growth_pct", "industrial_value_added_above_scale"),
         ("3.9", "%", "yoy_growth_pct", "industrial_value_added_above_scale"),
         ("3.6", "个百分点", "diff_pp", "industrial_value_added_above_scale")],
    ),
    "trades below retail sales": (
        "完成社会消费品零售总额44亿元，增长11%。其中，批发零售业39亿元，增长11.2%，住宿餐饮业5亿元，增长9%。",
        [("44", "亿元", "level", "retail_sales"), ("11", "%", "yoy_growth_pct", "retail_sales"),
         ("39", "亿元", "level", "wholesale_retail_retail_sales"),
         ("11.2", "%", "yoy_growth_pct", "wholesale_retail_retail_sales"),
         ("5", "亿元", "level", "hotel_catering_retail_sales"),
         ("9", "%", "yoy_growth_pct", "hotel_catering_retail_sales")],
    ),
    "a trade that a clause without figures names": (
        "第三产业增加值171亿元，增长3.6%。其中，金融业活力凸显，增加值实现20亿元，增长5.2%。",
        [("171", "亿元", "level", "tertiary_value_added"), ("3.6", "%", "yoy_growth_pct", "tertiary_value_added"),
         ("20", "亿元", "level", "financial_value_added"), ("5.2", "%", "yoy_growth_pct", "financial_value_added")],
    ),
    "a sum of two": (
        "生产总值450亿元。金融业和房地产业共实现增加值60亿元，增长6.8%。",
        [("450", "亿元", "level", "gdp"), ("60", "亿元", "level", ""), ("6.8", "%", "yoy_growth_pct", "")],
    ),
    "trades that did well are no number of the county": (
        "规上工业增加值增长5%，38个工业行业大类中27个行业增加值增长，12个重点行业保持增长。",
        [("5", "%", "yoy_growth_pct", "industrial_value_added_above_scale")],
    ),
    "the aim that a government set": (
        "税收收入12亿元，完成市政府下达任务数13亿元的92%，超序时进度8个百分点，超均衡进度7个百分点。",
        [("12", "亿元", "level", "tax_revenue"), ("13", "亿元", "level", "tax_revenue"),
         ("92", "%", "completion_pct", "tax_revenue"), ("8", "个百分点", "diff_pp", "tax_revenue"),
         ("7", "个百分点", "diff_pp", "tax_revenue")],
    ),
    "what has been added to a count": (
        "在建项目数为89个，比去年同期增加了12个。",
        [("89", "个", "level", "projects"), ("12", "个", "change", "projects")],
    ),
    "a rank of its own after a list": (
        "全社会用电量、工业用电量分别增长1.7%和2.3%，全社会用电量增幅居全省第二，工业用电量增幅居全省第四。",
        [("1.7", "%", "yoy_growth_pct", "electricity_consumption"),
         ("2.3", "%", "yoy_growth_pct", "industrial_electricity_consumption"),
         ("第二", "位", "rank", "electricity_consumption"),
         ("第四", "位", "rank", "industrial_electricity_consumption")],
    ),
    "among the first ten": (
        "生产总值增长11.7%，总量稳居全省前十，增速居全市前三，其中前三个月增长9%。",
        [("11.7", "%", "yoy_growth_pct", "gdp"), ("十", "位", "rank", "gdp"), ("三", "位", "rank", "gdp"),
         ("9", "%", "yoy_growth_pct", "gdp")],
    ),
    "a smaller fall than that of the province": (
        "批发业销售额降幅比一季度收窄4.3个百分点，比全省平均水平低2.2个百分点。",
        [("4.3", "个百分点", "diff_pp", "wholesale_sales"), ("2.2", "个百分点", "diff_pp", "wholesale_sales")],
    ),
    "a share from one year to the next": (
        "民营工业增加值占比从去年同期的36.3%跃升至50%。",
        [("36.3", "%", "share_pct", ""), ("50", "%", "share_pct", "")],
    ),
    "how a part of the economy is divided": (
        "民营经济产业结构比为3.1：56.5：40.4。",
        [("3.1", "%", "share_pct", ""), ("56.5", "%", "share_pct", ""), ("40.4", "%", "share_pct", "")],
    ),
    "what plants can make or keep": (
        "新增就业900人，100万吨精粉生产线技改建成，2万吨钛白粉、1万吨海绵钛生产线开工，5万头生猪养殖项目推进。",
        [("900", "人", "level", "urban_employment_new")],
    ),
    "exports of some firms, and to one country": (
        "民营企业进出口382亿元，增长19%，其中出口248亿元，增长21.8%，进口134亿元。对美国进出口17亿元，其中出口9亿元。",
        [("382", "亿元", "level", "private_firms_trade_cny"), ("19", "%", "yoy_growth_pct", "private_firms_trade_cny"),
         ("248", "亿元", "level", ""), ("21.8", "%", "yoy_growth_pct", ""), ("134", "亿元", "level", ""),
         ("17", "亿元", "level", ""), ("9", "亿元", "level", "")],
    ),
    "a threshold before the name of the scale, and a short form": (
        "其中2000万元规模以上工业企业产值99亿元，工业固投完成15亿元。",
        [("99", "亿元", "level", "gross_industrial_output"), ("15", "亿元", "level", "industrial_investment")],
    ),
    "firms before what they turned out": (
        "全区284家规模以上工业产值同比增长30.3%。",
        [("284", "家", "level", "firms_in_statistics_industry"),
         ("30.3", "%", "yoy_growth_pct", "gross_industrial_output")],
    ),
    "who came to a congress": (
        "本届人民代表大会代表名额为338名，现在实有代表334名，因故缺席会议的代表16名，四百余名云溪市人大代表到会。财政收入6亿元。",
        [("6", "亿元", "level", "fiscal_revenue")],
    ),
    "so many times what another year had": (
        "新增信贷投放476亿元，是2018年全年投放量的1.58倍，税收增长3%。",
        [("476", "亿元", "level", ""), ("1.58", "倍于", "growth_multiple", ""), ("3", "%", "yoy_growth_pct", "tax_revenue")],
    ),
    "a figure in a line of its own": (
        "财政收入增长\n10%\n；规上工业增加值增长\n9%\n，好于预期。",
        [("10", "%", "yoy_growth_pct", "fiscal_revenue"),
         ("9", "%", "yoy_growth_pct", "industrial_value_added_above_scale")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_parts_take_their_meaning_from_the_whole(read: Claims, name: str) -> None:
    text, expected = CASES[name]
    claims = read("1-6月" + text, "2023-07-20", "河湾县")
    assert [(c.value_text, c.unit, c.measure, c.indicator_id) for c in claims] == expected


def test_an_amount_of_firms_is_of_the_months_not_of_their_last_day(read: Claims) -> None:
    text = "1-11月，规模以上工业增加值230亿元，增长8.8%。其中大中型企业204亿元，增长2.8%。"
    amount = read(text, "2013-12-25", "河湾县")[2]
    assert (amount.period, amount.indicator_text) == ("2013-01/2013-11", "大中型企业增加值")


def test_averages_over_a_plan_that_the_text_has_named(read: Claims) -> None:
    text = (
        "政府工作报告\n“十二五”时期，面对复杂环境，全县克难攻坚。2015年全县实现地区生产总值450亿元，五年年均增长8.5%；"
        "财政总收入46亿元，年均增长13%；五年完成固定资产投资834亿元，其中2015年完成210亿元。"
    )
    assert [(c.value_text, c.period) for c in read(text, "2016-01-08", "河湾县")] == [
        ("450", "2015"), ("8.5", "2011/2015"), ("46", "2015"), ("13", "2011/2015"), ("834", "2011/2015"),
        ("210", "2015"),
    ]  # fmt: skip


def test_the_aim_of_the_year_and_how_much_of_it_is_done(read: Claims) -> None:
    text = "上半年我们新签约项目23个。全年目标是签约项目40个，目前已完成57.5%。"
    assert [
        (c.value_text, c.measure, c.period, c.status) for c in read(text, "2019-07-22", "河湾县")
    ] == [
        ("23", "level", "2019-01/2019-06", "actual"),
        ("40", "level", "2019", "target"),
        ("57.5", "completion_pct", "2019-01/2019-06", "actual"),
    ]


def test_what_the_months_brought_is_dated_by_them(read: Claims) -> None:
    text = (
        "前九个月见实效\n1-9月签约项目87个，总投资416亿元。落地亿元以上项目55个，总投资173亿元。"
        "储备项目136个，比去年同期增加12个。累计实现开复工项目118个，完成年度目标90.8%。"
    )
    found = {c.value_text: c.period for c in read(text, "2023-10-13", "河湾县")}
    assert set(found.values()) == {"2023-01/2023-09"}


def test_months_with_their_sign_twice_and_the_last_of_them(read: Claims) -> None:
    text = (
        "工业运行平稳\n1月至10月，规模以上工业增加值增长10%，其中当月增长12%，高于全省3.3个百分点；工业投资20亿元。"
        "近百家企业受益。全市完成税收3亿元。"
    )
    found = {c.value_text: c.period for c in read(text, "2024-11-29", "河湾县")}
    assert found["12"] == found["3.3"] == "2024-10"
    assert found["10"] == found["20"] == found["3"] == "2024-01/2024-10"


def test_projects_of_the_months_that_the_title_names(read: Claims) -> None:
    text = (
        "一季度全县项目57个\n一季度全县新开工项目57个，总投资254亿元。\n"
        "其中：大生态项目5个，总投资20亿元。\n目前全县储备项目90个。"
    )
    found = {c.value_text: c.period for c in read(text, "2020-04-15", "河湾县")}
    assert found["5"].startswith("2020-01") or found["5"] == "2020-03"
    assert found["20"] == "2020-03" and found["90"] == "2020-04-15"


def test_the_third_quarter_beside_the_half_year_counts_from_january(read: Claims) -> None:
    text = (
        "云岭县经济运行情况\n三季度，全县实现生产总值125亿元，同比增长3.6%，比上半年高1.5个百分点。"
        "其中，第一产业增加值18亿元。\n三季度，粮食产量4.2万吨。"
    )
    assert {c.period for c in read(text, "2020-10-25", "许昌市")} == {"2020-01/2020-09"}
    alone = "云岭县经济运行情况\n三季度，全县实现生产总值45亿元，增速比二季度高1.5个百分点。"
    assert {c.period for c in read(alone, "2020-10-25", "许昌市")} == {"2020-07/2020-09"}


def test_falls_that_narrow_and_parts_of_the_whole_before(read: Claims) -> None:
    text = (
        "1-3月云岭市经济运行情况\n规模工业增加值下降7.3%，总产值下降7%。"
        "固定资产投资负增长24.6%，收窄9.4个百分点。限额以下消费品零售额29亿元。"
        "粮食播种面积97万亩，其中小麦82万亩，减少1.7万亩。第一产业实现产值2.1亿元。"
    )
    found = [(c.value_text, c.measure, c.indicator_id) for c in read(text, "2020-04-25", "许昌市")]
    assert found == [
        ("-7.3", "yoy_growth_pct", "industrial_value_added_above_scale"),
        ("-7", "yoy_growth_pct", "gross_industrial_output"),
        ("-24.6", "yoy_growth_pct", "fixed_asset_investment"),
        ("9.4", "diff_pp", "fixed_asset_investment"),
        ("29", "level", ""),
        ("97", "level", "grain_area"),
        ("82", "level", "wheat_area"),
        ("-1.7", "change", "wheat_area"),
        ("2.1", "level", "primary_value_added"),
    ]


def test_tickets_sales_and_output_of_firms_above_the_scale(read: Claims) -> None:
    text = (
        "1-9月云岭县经济运行情况\n规模工业企业完成工业总产值156亿元。商品房销售面积32万平方米，销售额11亿元。"
        "接待游客85万人次，门票收入1.2亿元。"
    )
    assert [(c.value_text, c.indicator_id) for c in read(text, "2012-10-20", "许昌市")] == [
        ("156", "gross_industrial_output"),
        ("32", "housing_floor_sold"),
        ("11", "housing_sales"),
        ("85", "tourist_visits"),
        ("1.2", "ticket_revenue"),
    ]
