"""Reviews of several years: what 累计 sums, what 由 begins from, what is only compared with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Claims = Callable[..., list]

REVIEW = "政府工作报告\n各位代表：\n一、过去五年工作回顾\n"
YEAR = "政府工作报告\n各位代表：\n一、2023年工作回顾\n"

# opening and text → (number, measure, period); published 2024-01-10
CASES = {
    "累计 over the five years reviewed": (
        REVIEW + "累计改造老旧小区126个，完成投资38亿元。", [("126", "level", "2019/2023")]
    ),
    "a result of the last year within the review": (
        REVIEW + "2023年，全县生产总值310亿元，年均增长6.2%。",
        [("310", "level", "2023"), ("6.2", "avg_growth_pct", "2019/2023")],
    ),
    "由 from before the five years": (
        REVIEW + "高新技术企业由12家增加到57家。",
        [("12", "level", "2018"), ("57", "level", "2023")],
    ),
    "由 from the year before": (
        YEAR + "2023年，贫困发生率由2.3%下降到0.46%。",
        [("2.3", "level", "2022"), ("0.46", "level", "2023")],
    ),
    "a second 由 from the year that the first named": (
        YEAR + "地区生产总值由2018年的189亿元增加到2023年的310亿元，总量由全市第6位前移至第4位。",
        [("189", "level", "2018"), ("310", "level", "2023"),
         ("6", "rank", "2018"), ("4", "rank", "2023")],
    ),
    "the amount of the year compared with": (
        YEAR + "2023年，全县生产总值310亿元，比2018年的189亿元净增121亿元。",
        [("310", "level", "2023"), ("189", "level", "2018"), ("121", "change", "2023")],
    ),
    "three years hold for their clause": (
        YEAR + "财政收入9.4亿元，三年净增2.1亿元；城镇新增就业5300人。",
        [("9.4", "level", "2023"), ("2.1", "change", "2021/2023"), ("5300", "level", "2023")],
    ),
    "a quarter in a communiqué's prose is not its period": (
        "云岭县2023年国民经济和社会发展统计公报\n全年走出一季度低开、二季度回升的轨迹。\n"
        "三次产业结构由上年的17.0:53.8:29.2调整为16.2:54.7:29.1。",
        [("17.0", "share_pct", "2022"), ("53.8", "share_pct", "2022"),
         ("29.2", "share_pct", "2022"), ("16.2", "share_pct", "2023"),
         ("54.7", "share_pct", "2023"), ("29.1", "share_pct", "2023")],
    ),
    "the last year for itself, and what follows": (
        REVIEW + "五年来，全县生产总值由210亿元增加到310亿元。\n"
        "2023年，面对下行压力，全县生产总值310亿元，同比增长6.2%。\n新建学校7所，城镇新增就业5300人。",
        [("210", "level", "2018"), ("310", "level", "2023"), ("310", "level", "2023"),
         ("6.2", "yoy_growth_pct", "2023"), ("7", "level", "2023"), ("5300", "level", "2023")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "base"),
    [
        ("前五年", "2014/2018"),
        ("上一个五年", "2014/2018"),
        ("上届政府", "2014/2018"),
        ("前三年", "2016/2018"),
        ("“十二五”时期", "2011/2015"),
    ],
)
def test_a_multiple_of_the_years_before(words: str, base: str, read: Claims) -> None:
    text = f"{REVIEW}过去五年，固定资产投资累计完成246.8亿元，是{words}的3.2倍。"
    level, multiple = read(text, "2024-01-10", "修武县")
    assert level.period == multiple.period == "2019/2023"
    assert multiple.indicator_id == level.indicator_id == "fixed_asset_investment"
    assert (multiple.measure, multiple.base_period) == ("growth_multiple", base)


@pytest.mark.parametrize("name", CASES)
def test_periods(name: str, read: Claims) -> None:
    text, expected = CASES[name]
    found = [(c.value_text, c.measure, c.period) for c in read(text, "2024-01-10", "修武县")]
    assert [f for f in found if f[0] in {e[0] for e in expected}] == expected


# text → (number, indicator) of its claims
NAMES = {
    "一是按常住人口、户籍人口计算的人均生产总值分别为12.1万元和11万元。": [
        ("12.1", "gdp_per_capita"),
        ("11", "gdp_per_capita"),
    ],
    "专利申请量754件，其中发明专利372件；专利授权量320件，其中发明专利107件。": [
        ("754", "patent_applications"),
        ("372", "invention_patent_applications"),
        ("320", "patents_granted"),
        ("107", "invention_patents_granted"),
    ],
    "新增高新技术企业15家，累计185家。": [("15", ""), ("185", "high_tech_firms")],
    "第一产业增加值、第二产业增加值增长3.1%和6.4%。": [
        ("3.1", "primary_value_added"),
        ("6.4", "secondary_value_added"),
    ],
}


@pytest.mark.parametrize("text", NAMES)
def test_names(text: str, read: Claims) -> None:
    report = "云岭县2023年国民经济和社会发展统计公报\n2023年，" + text
    assert [(c.value_text, c.indicator_id) for c in read(report)] == NAMES[text]


def test_growth_said_as_a_width(read: Claims) -> None:
    (claim,) = read("2023年，全市监测户收入增幅达到11.3%。")
    assert claim.measure == "yoy_growth_pct"


def test_an_amount_that_another_is_a_multiple_of(read: Claims) -> None:
    text = (
        REVIEW
        + "五年来共投入扶贫资金2.8亿元，是“十一五”期间0.7亿元的4倍；自来水普及率由71%提高到82%。"
    )
    found = [(c.value_text, c.period) for c in read(text, "2017-03-10", "修武县")]
    assert found == [
        ("2.8", "2012/2016"),
        ("0.7", "2006/2010"),
        ("4", "2012/2016"),
        ("71", "2011"),
        ("82", "2016"),
    ]


def test_five_years_said_in_an_earlier_sentence(read: Claims) -> None:
    text = (
        "政府工作报告\n一、本届政府工作回顾\n五年来，各项指标保持两位数增长。"
        "截至2016年底，全县生产总值85亿元，年均增长9.5%。"
    )
    found = [(c.value_text, c.period) for c in read(text, "2017-03-10", "修武县")]
    assert found == [("85", "2016"), ("9.5", "2012/2016")]


def test_a_title_s_year_dates_nothing(read: Claims) -> None:
    text = (
        "2019年青梧县政府工作报告——2019年2月16日在县人代会上 各位代表：一、回顾 "
        "2018年，是转型的一年。完成地区生产总值141亿元。"
    )
    (claim,) = read(text, "2019-02-16", "修武县")
    assert claim.period == "2018"


def test_paragraphs_set_one_after_the_other_with_a_blank(read: Claims) -> None:
    text = (
        "云岭县2023年国民经济和社会发展统计公报\n"
        "全年财政收入完成13.2亿元，比上年增长5.7%，其中税收收入9.8亿元，增长7.2%。全年财政支出25.4亿元，"
        "比上年增长10.8%，民生支出占比有所提高，重点领域得到较好保障，基层运转平稳有序，各项改革继续推进，"
        "预算管理更加规范，风险得到有效防范，成效逐步显现，为全县发展提供了有力支撑。 "
        "八、人民生活和社会保障 年末户籍总人口58.7万人，其中城镇人口19.6万人。"
    )
    people = next(c for c in read(text, "2024-03", "修武县") if c.value_text == "58.7")
    assert people.indicator_id == "registered_population"


def test_counts_of_two_kinds_of_place_are_of_neither(read: Claims) -> None:
    text = "云岭县2023年国民经济和社会发展统计公报\n年末共有医院、卫生院19所。"
    (claim,) = read(text, "2024-03", "修武县")
    assert claim.indicator_id == ""


def test_prices_of_grain_are_not_its_output(read: Claims) -> None:
    text = "云岭县2023年国民经济和社会发展统计公报\n食品价格上涨5.1%，其中粮食上升4.1%。"
    found = [(c.value_text, c.indicator_id) for c in read(text, "2024-03", "修武县")]
    assert found == [("5.1", "cpi_food"), ("4.1", "")]


def test_what_was_done_over_the_years_of_a_review_is_of_all_of_them(read: Claims) -> None:
    text = (
        "政府工作报告\n各位代表：现在，我代表县人民政府报告工作。\n过去五年工作回顾\n五年来，我们奋力拼搏。\n"
        "县财政投入专项资金1507万元，改造农村危房976户，新建学校3所。粮食产量稳定在30万吨。贫困发生率下降到0.5%。\n"
        "过去一年，新建公园4个。"
    )
    found = {c.value_text: c.period for c in read(text, "2021-11-13", "修武县")}
    assert found == {
        "1507": "2017/2021",
        "976": "2017/2021",
        "3": "2017/2021",
        "30": "2021",
        "0.5": "2021",
        "4": "2021",
    }


def test_a_term_of_office_is_what_the_review_looks_back_on(read: Claims) -> None:
    text = (
        "政府工作报告\n各位代表：现在，我代表县人民政府报告工作。\n十七届人民政府工作回顾\n"
        "2016年以来，我们迎难而上。\n——补齐短板。易地搬迁2329户，医保参保率达到98%。"
    )
    found = {c.value_text: c.period for c in read(text, "2021-11-18", "修武县")}
    assert found == {"2329": "2016/2021", "98": "2021"}


def test_five_years_are_counted_back_from_the_year_under_review(read: Claims) -> None:
    text = (
        "政府工作报告\n各位代表：我报告工作。\n“十三五”工作回顾\n2018年57个村退出，2019年142户脱贫。"
        "五年来累计投入104亿元。税收占比提高15.6个百分点、达66.6%。新植果树44万亩，总面积76万亩，产值14.7亿元。"
    )
    found = {c.value_text: c for c in read(text, "2020-12-24", "修武县")}
    assert found["104"].period == "2016/2020"
    assert found["66.6"].period == "2020"
    assert found["76"].indicator_id == found["14.7"].indicator_id == ""


def test_two_digits_of_a_year_since_which(read: Claims) -> None:
    text = "上半年全市经济运行情况\n15年以来，工业投资保持30%以上的较快增长。"
    (claim,) = read(text, "2015-07-21")
    assert claim.period == "2015/.."


def test_growth_over_the_years_of_a_review(read: Claims) -> None:
    text = (
        "政府工作报告\n过去五年工作回顾\n市场主体由16万户增加到27万户、增长66%，单位生产总值能耗累计下降21.4%，"
        "化学需氧量、二氧化硫排放量分别累计下降10.5%、10.8%。"
    )
    found = [(c.value_text, c.measure, c.period, c.base_period) for c in read(text, "2018-01-22")]
    assert found[2:] == [
        ("66", "growth_multiple", "2017", "2012"),
        ("-21.4", "growth_multiple", "2013/2017", ""),
        ("-10.5", "growth_multiple", "2013/2017", ""),
        ("-10.8", "growth_multiple", "2013/2017", ""),
    ]


def _periods(found: list) -> list[tuple[str, str, str]]:
    return [(c.value_text, c.measure, c.period) for c in found]


def test_a_plan_named_without_its_years_is_what_a_chapter_looks_back_on(read: Claims) -> None:
    text = (
        "云岭县2016年政府工作报告\n一、“十二五”工作回顾\n"
        "——产业结构不断优化。新增规上工业企业62家,总数达到141家;累计实施技改项目37个。"
        "第二产业比重年均提高2个百分点。\n"
        "二、2016年主要目标\n新增规上工业企业9家。"
    )
    assert _periods(read(text, "2016-01-20", "许昌市")) == [
        ("62", "level", "2011/2015"),
        ("141", "level", "2015"),
        ("37", "level", "2011/2015"),
        ("2", "diff_pp", "2011/2015"),
        ("9", "level", "2016"),
    ]


def test_a_term_of_office_is_what_a_chapter_looks_back_on(read: Claims) -> None:
    text = (
        "政府工作报告\n一、第八届政府工作回顾\n"
        "2008年本届政府成立以来,在市委的坚强领导下,改革和建设取得可喜成就。\n"
        "——转方式取得突破。三次产业比重由11.2:55.1:33.7调整为9:52:39。\n"
        "(一)改善民生。扶持3180人创业,转移农村劳动力7.4万人,城镇登记失业率控制在1.9%以内。"
    )
    assert _periods(read(text, "2012-04-15", "许昌市")) == [
        ("11.2", "share_pct", "2007"),
        ("55.1", "share_pct", "2007"),
        ("33.7", "share_pct", "2007"),
        ("9", "share_pct", "2011"),
        ("52", "share_pct", "2011"),
        ("39", "share_pct", "2011"),
        ("3180", "level", "2008/2011"),
        ("7.4", "level", "2008/2011"),
        ("1.9", "level", "2011"),
    ]


def test_what_was_done_is_of_all_the_years_where_their_last_has_been_named(read: Claims) -> None:
    text = (
        "政府工作报告\n一、过去五年工作回顾\n"
        "经济实力稳中有进。2021年,实现生产总值288亿元,年均增长5.1%。"
        "产业转型加快。引进新能源项目18个,完成改造企业41家。城镇化率达到61%。"
    )
    assert _periods(read(text, "2022-04-26", "许昌市")) == [
        ("288", "level", "2021"),
        ("5.1", "avg_growth_pct", "2017/2021"),
        ("18", "level", "2017/2021"),
        ("41", "level", "2017/2021"),
        ("61", "level", "2021"),
    ]


def test_a_chapter_on_a_plan_and_its_last_year_turns_to_the_year(read: Claims) -> None:
    text = (
        "政府工作报告\n一、“十五”时期和2005年工作回顾\n"
        "2005年是“十五”计划的最后一年。全县实现生产总值62亿元。一年来,我们主要抓了以下工作:\n"
        "(一)推进农业产业化。新增无公害基地3.2万亩,引进县外资金14亿元。\n"
        "“十五”期间,全县生产总值年均增长13.1%。\n"
        "二、“十一五”发展目标\n“十一五”时期的主要目标是:到2010年生产总值突破110亿元;财政收入年均增长15%。"
    )
    assert _periods(read(text, "2006-02-18", "许昌市")) == [
        ("62", "level", "2005"),
        ("3.2", "level", "2005"),
        ("14", "level", "2005"),
        ("13.1", "avg_growth_pct", "2001/2005"),
        ("110", "level", "2010"),
        ("15", "avg_growth_pct", "2006/2010"),
    ]


def test_months_before_a_rank_are_those_of_the_rank_alone(read: Claims) -> None:
    text = (
        "政府工作报告\n一、2011年工作回顾\n2011年规模以上工业总产值460亿元，工业经济总量前三季度跃升至全省第三位。"
        "社会消费品零售总额39亿元。1-10月，新签项目126个，其中亿元以上项目38个。"
    )
    assert _periods(read(text, "2011-12-25", "许昌市")) == [
        ("460", "level", "2011"),
        ("第三", "rank", "2011-01/2011-09"),
        ("39", "level", "2011"),
        ("126", "level", "2011-01/2011-10"),
        ("38", "level", "2011-01/2011-10"),
    ]
