"""What is said in budget reports and final accounts: four budgets, three states, balances."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Claims = Callable[..., list]

TITLE = "关于焦作市2022年财政预算执行情况和2023年预算草案的报告\n\n一、2022年预算执行情况\n"

# text → (number, measure, indicator, period, status) of each claim; published 2023-02-10
CASES = {
    "a basis in brackets between a verb and its rate": (
        "全市一般公共预算收入25亿元，下降（同口径）19.6%，税收收入18亿元，增长（可比口径）5.2%。",
        [("25", "level", "general_budget_revenue", "2022", "actual"),
         ("-19.6", "yoy_growth_pct", "general_budget_revenue", "2022", "actual"),
         ("18", "level", "tax_revenue", "2022", "actual"),
         ("5.2", "yoy_growth_pct", "tax_revenue", "2022", "actual")],
    ),
    "who collects, in other words": (
        "全市一般公共预算收入11亿元。分征收系统来看，税务系统完成9.6亿元，增长4%；市财政等部门1.4亿元。",
        [("11", "level", "general_budget_revenue", "2022", "actual"),
         ("9.6", "level", "tax_bureau_revenue", "2022", "actual"),
         ("4", "yoy_growth_pct", "tax_bureau_revenue", "2022", "actual"),
         ("1.4", "level", "finance_bureau_revenue", "2022", "actual")],
    ),
    "lines of the balance in other words": (
        "全市一般公共预算收入8亿元，加上省市补助收入9.3亿元，再融资一般债券收入0.3亿元，收入总计17.6亿元。"
        "支出16亿元，加上上解省市支出0.4亿元，支出总计16.4亿元。收支相抵，累计结余1.2亿元。",
        [("8", "level", "general_budget_revenue", "2022", "actual"),
         ("9.3", "level", "higher_level_subsidies", "2022", "actual"),
         ("0.3", "level", "refinancing_bonds", "2022", "actual"),
         ("17.6", "level", "general_budget_revenue_total", "2022", "actual"),
         ("16", "level", "general_budget_expenditure", "2022", "actual"),
         ("0.4", "level", "remittance_expenditure", "2022", "actual"),
         ("16.4", "level", "general_budget_expenditure_total", "2022", "actual"),
         ("1.2", "level", "general_budget_balance", "2022", "actual")],
    ),
    "the amount of what a share is of": (
        "全市民生支出合计13.8亿元，占一般公共预算支出16.5亿元的83.6%，其中教育支出3.1亿元。",
        [("13.8", "level", "livelihood_expenditure", "2022", "actual"),
         ("16.5", "level", "general_budget_expenditure", "2022", "actual"),
         ("83.6", "share_pct", "livelihood_expenditure", "2022", "actual"),
         ("3.1", "level", "education_expenditure", "2022", "actual")],
    ),
    "money from another budget leaves the balance with its own": (
        "全市一般公共预算收入18亿元，上级补助收入9亿元，从政府性基金预算和国有资本经营预算调入资金2.6亿元，"
        "收入合计29.6亿元；支出合计28亿元，结转下年1.6亿元。",
        [("18", "level", "general_budget_revenue", "2022", "actual"),
         ("9", "level", "higher_level_subsidies", "2022", "actual"),
         ("2.6", "level", "funds_transferred_in", "2022", "actual"),
         ("29.6", "level", "general_budget_revenue_total", "2022", "actual"),
         ("28", "level", "general_budget_expenditure_total", "2022", "actual"),
         ("1.6", "level", "general_budget_carried_forward", "2022", "actual")],
    ),
    "the other side of the whole, not of the part told last": (
        "社会保险基金收入24亿元，其中：失业保险基金收入0.3亿元。支出21亿元，当年结余3亿元，年末滚存结余34亿元。",
        [("24", "level", "social_insurance_revenue", "2022", "actual"),
         ("0.3", "level", "unemployment_fund_revenue", "2022", "actual"),
         ("21", "level", "social_insurance_expenditure", "2022", "actual"),
         ("3", "level", "social_insurance_balance_year", "2022", "actual"),
         ("34", "level", "social_insurance_balance", "2022", "actual")],
    ),
    "sums left out of a comparison": (
        "一般公共预算支出61亿元，剔除新增债券3.2亿元、抗旱支出0.7亿元等因素，同比增长4.4%。",
        [("61", "level", "general_budget_expenditure", "2022", "actual"),
         ("4.4", "yoy_growth_pct", "general_budget_expenditure", "2022", "actual")],
    ),
    "what is carried over is of the year": (
        "全市滚存结余8亿元，其中专项结转下年支出2.1亿元，乡镇滚存结余0.5亿元。",
        [("8", "level", "", "2022", "actual"),
         ("2.1", "level", "", "2022", "actual"),
         ("0.5", "level", "", "2022", "actual")],
    ),
    "accounts beside what had been expected": (
        "全市一般公共预算收入预期为20亿元，决算为21亿元，增长5.3%。",
        [("20", "level", "general_budget_revenue", "2022", "target"),
         ("21", "level", "general_budget_revenue", "2022", "actual"),
         ("5.3", "yoy_growth_pct", "general_budget_revenue", "2022", "actual")],
    ),
    "a side takes the budget that was named": (
        "全市政府性基金收入完成41.5亿元，支出39.2亿元。",
        [("41.5", "level", "government_fund_revenue", "2022", "actual"),
         ("39.2", "level", "government_fund_expenditure", "2022", "actual")],
    ),
    "a line of the balance is of the budget around it": (
        "（二）政府性基金预算\n全市政府性基金收入30亿元，加上上级补助收入2.4亿元，结转下年1.3亿元。",
        [("30", "level", "government_fund_revenue", "2022", "actual"),
         ("2.4", "level", "government_fund_subsidies", "2022", "actual"),
         ("1.3", "level", "government_fund_carried_forward", "2022", "actual")],
    ),
    "three states": (
        "一般公共预算收入年初预算20亿元，年中人大常委会批准调增1.5亿元，调整预算21.5亿元，实际执行22亿元，为调整预算的102.3%。",
        [("20", "level", "general_budget_revenue", "2022", "target"),
         ("1.5", "change", "general_budget_revenue", "2022", "target"),
         ("21.5", "level", "general_budget_revenue", "2022", "target"),
         ("22", "level", "general_budget_revenue", "2022", "actual"),
         ("102.3", "completion_pct", "general_budget_revenue", "2022", "actual")],
    ),
    "two budgets that were carried out": (
        "一般公共预算收入完成35.2亿元，占年初预算的125.7%、调整预算的101.4%。",
        [("35.2", "level", "general_budget_revenue", "2022", "actual"),
         ("125.7", "completion_pct", "general_budget_revenue", "2022", "actual"),
         ("101.4", "completion_pct", "general_budget_revenue", "2022", "actual")],
    ),
    "a share of the budget, and the rule of a law": (
        "全市一般公共预算支出60亿元，其中预备费7200万元，占支出预算的1.2%，符合《预算法》1%—3%的规定。",
        [("60", "level", "general_budget_expenditure", "2022", "actual"),
         ("7200", "level", "reserve_appropriation", "2022", "actual"),
         ("1.2", "share_pct", "reserve_appropriation", "2022", "actual")],
    ),
    "a condition is no subject": (
        "一般公共预算收入48亿元，下降6%，还原增值税留抵退税后，同口径增长3.5%。",
        [("48", "level", "general_budget_revenue", "2022", "actual"),
         ("-6", "yoy_growth_pct", "general_budget_revenue", "2022", "actual"),
         ("3.5", "yoy_growth_pct", "general_budget_revenue", "2022", "actual")],
    ),
    "last year's figure as the base": (
        "税收收入30.4亿元，较上年同期的27.1亿元增加3.3亿元。",
        [("30.4", "level", "tax_revenue", "2022", "actual"),
         ("27.1", "level", "tax_revenue", "2021", "actual"),
         ("3.3", "change", "tax_revenue", "2022", "actual")],
    ),
    "items without 支出": (
        "全市一般公共预算支出90亿元，支出进度97.3%。主要科目：教育21亿元，科学技术3.2亿元。",
        [("90", "level", "general_budget_expenditure", "2022", "actual"),
         ("97.3", "completion_pct", "general_budget_expenditure", "2022", "actual"),
         ("21", "level", "education_expenditure", "2022", "actual"),
         ("3.2", "level", "science_expenditure", "2022", "actual")],
    ),
    "more than the budget": (
        "政府性基金收入41亿元，超预算8.6亿元。",
        [("41", "level", "government_fund_revenue", "2022", "actual"),
         ("8.6", "change", "government_fund_revenue", "2022", "actual")],
    ),
    "from the year before the span to its last": (
        "五年间（2018—2022年），全市财政总收入由52亿元增加到88亿元。",
        [("52", "level", "total_fiscal_revenue", "2017", "actual"),
         ("88", "level", "total_fiscal_revenue", "2022", "actual")],
    ),
    "the total of a balance": (
        "全市一般公共预算收入22亿元，加上上级补助收入30亿元、上年结余2亿元，收入合计54亿元；支出50亿元，加上上解支出1亿元，支出合计51亿元。",
        [("22", "level", "general_budget_revenue", "2022", "actual"),
         ("30", "level", "higher_level_subsidies", "2022", "actual"),
         ("2", "level", "general_budget_brought_forward", "2022", "actual"),
         ("54", "level", "general_budget_revenue_total", "2022", "actual"),
         ("50", "level", "general_budget_expenditure", "2022", "actual"),
         ("1", "level", "remittance_expenditure", "2022", "actual"),
         ("51", "level", "general_budget_expenditure_total", "2022", "actual")],
    ),
    "the stabilisation fund is no government fund": (
        "一般公共预算支出50亿元，安排预算稳定调节基金支出3亿元、结转下年支出1.2亿元。",
        [("50", "level", "general_budget_expenditure", "2022", "actual"),
         ("3", "level", "stabilisation_fund_added", "2022", "actual"),
         ("1.2", "level", "general_budget_carried_forward", "2022", "actual")],
    ),
    "items of a list are of no budget that another item names": (
        "财政总收入61亿元，其中：\n1、一般预算收入36亿元。\n2、政府基金收入18亿元。\n3、上年结余2亿元。",
        [("61", "level", "total_fiscal_revenue", "2022", "actual"),
         ("36", "level", "general_budget_revenue", "2022", "actual"),
         ("18", "level", "government_fund_revenue", "2022", "actual"),
         ("2", "level", "general_budget_brought_forward", "2022", "actual")],
    ),
    "two purposes together are neither of them": (
        "科技、文化体育与传媒支出1344万元，教育支出4.3亿元。",
        [("1344", "level", "", "2022", "actual"),
         ("4.3", "level", "education_expenditure", "2022", "actual")],
    ),
    "what a congress approved": (
        "市人民代表大会批准的2022年一般公共预算收入为34亿元。全年完成31亿元，完成年度收入计划33亿元的93.9%。",
        [("34", "level", "general_budget_revenue", "2022", "target"),
         ("31", "level", "general_budget_revenue", "2022", "actual"),
         ("33", "level", "general_budget_revenue", "2022", "target"),
         ("93.9", "completion_pct", "general_budget_revenue", "2022", "actual")],
    ),
    "the two sides of a balance": (
        "全年一般公共预算总收入58亿元（含上年结转0.9亿元），一般公共预算总支出58亿元。",
        [("58", "level", "general_budget_revenue_total", "2022", "actual"),
         ("0.9", "level", "general_budget_brought_forward", "2022", "actual"),
         ("58", "level", "general_budget_expenditure_total", "2022", "actual")],
    ),
    "revenue raised for all levels": (
        "一般公共预算总收入41亿元，其中地方一般公共预算收入27亿元。",
        [("41", "level", "total_fiscal_revenue", "2022", "actual"),
         ("27", "level", "general_budget_revenue", "2022", "actual")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_budgets(read: Claims, case: str) -> None:
    text, wanted = CASES[case]
    found = read(TITLE + text, "2023-02-10")
    assert [
        (c.value_text, c.measure, c.indicator_id, c.period, c.status)
        for c in sorted(found, key=lambda c: c.start)
    ] == wanted


def test_units_per_word_in_the_caption(read: Claims) -> None:
    text = (
        "2019年部分园区情况（面积：平方公里；企业：户；就业：人）\n"
        "园区名称 | 规划面积 | 入驻企业 | 就业人数\n"
        "东岭产业园 | 6.2 | 58 | 12,740\n西河产业园 | 3.5 | 31 | 4,300\n合计 | 9.7 | 89 | 17,040"
    )
    found = [(c.area.name, c.indicator_id, c.value_text, c.unit) for c in read(text, "2020-03-01")]
    assert found[:3] == [
        ("东岭产业园", "planned_area", "6.2", "平方公里"),
        ("东岭产业园", "tenant_firms", "58", "户"),
        ("东岭产业园", "employment", "12,740", "人"),
    ]
    assert [row[0] for row in found[6:]] == ["合计"] * 3


def test_revenue_and_spending_in_one_word(read: Claims) -> None:
    found = read("1月份，全市一般公共预算收支分别增长7.9%和10.7%。", "2019-02-18")
    assert [(c.indicator_id, c.value_text, c.period) for c in found] == [
        ("general_budget_revenue", "7.9", "2019-01"),
        ("general_budget_expenditure", "10.7", "2019-01"),
    ]


def test_numbered_items_and_ways_of_counting(read: Claims) -> None:
    text = (
        "2022年1-4月焦作市财政收支情况\n1.国内增值税5.2亿元，扣除留抵退税因素后增长5.2%，按自然口径计算下降8.8%。\n"
        "2.企业所得税3.9亿元，比上年同期下降1%。\n其中，市级一般公共预算收入8.2亿元。\n区县一般公共预算收入9.8亿元。"
    )
    found = [(c.indicator_id, c.value_text, c.basis) for c in read(text, "2022-06-01")]
    assert found == [
        ("vat_revenue", "5.2", ""),
        ("vat_revenue", "5.2", "same_scope"),
        ("vat_revenue", "-8.8", ""),
        ("corporate_income_tax_revenue", "3.9", ""),
        ("corporate_income_tax_revenue", "-1", ""),
        ("general_budget_revenue", "8.2", ""),
        ("", "9.8", ""),  # of the counties together: not the city's
    ]


def test_a_plan_of_the_year_beside_a_quarter(read: Claims) -> None:
    text = "一季度，全市财政总收入82亿元，为年初计划316亿元的26%。"
    found = [(c.value_text, c.measure, c.period, c.status) for c in read(text, "2012-05-15")]
    assert found == [
        ("82", "level", "2012-01/2012-03", "actual"),
        ("316", "level", "2012", "target"),
        ("26", "completion_pct", "2012-01/2012-03", "actual"),
    ]


def test_traditional_script(read: Claims) -> None:
    text = "2023年全市財政總收入128.5億元,增長6.2%;規模以上工業增加值增長7.1%,糧食產量21.4萬噸。"
    assert [(c.indicator_id, c.value_text, c.unit) for c in read(text, "2024-03-20")] == [
        ("total_fiscal_revenue", "128.5", "亿元"),
        ("total_fiscal_revenue", "6.2", "%"),
        ("industrial_value_added_above_scale", "7.1", "%"),
        ("grain_output", "21.4", "万吨"),
    ]


def test_consumer_prices_by_kind(read: Claims) -> None:
    text = (
        "全年居民消费价格上涨2.3%。其中，城市上涨2.2%，农村上涨2.5%。"
        "食品烟酒价格上涨5%，衣着下降1.6%，交通和通信下降4%。"
    )
    assert [(c.indicator_id, c.value_text) for c in read(text, "2024-03-20")] == [
        ("cpi", "2.3"),
        ("cpi_urban", "2.2"),
        ("cpi_rural", "2.5"),
        ("cpi_food", "5"),
        ("cpi_clothing", "-1.6"),
        ("cpi_transport", "-4"),
    ]


def test_ahead_of_time_and_who_collects(read: Claims) -> None:
    text = (
        "上半年，全市一般公共预算收入完成60.8亿元，占预算的56.6%，超过时间进度6.6个百分点；比上年同期增长5.5%。\n"
        "其中：税务部门完成41.3亿元，为年预算的58.9%；财政部门完成19.5亿元。\n"
        "重点支出增幅较高，如科学技术支出、节能环保支出分别增长42%、34.8%。"
    )
    found = [(c.indicator_id, c.value_text, c.measure) for c in read(text, "2016-07-09")]
    assert found == [
        ("general_budget_revenue", "60.8", "level"),
        ("general_budget_revenue", "56.6", "completion_pct"),
        ("general_budget_revenue", "6.6", "diff_pp"),
        ("general_budget_revenue", "5.5", "yoy_growth_pct"),
        ("tax_bureau_revenue", "41.3", "level"),
        ("tax_bureau_revenue", "58.9", "completion_pct"),
        ("finance_bureau_revenue", "19.5", "level"),
        ("science_expenditure", "42", "yoy_growth_pct"),
        ("environment_expenditure", "34.8", "yoy_growth_pct"),
    ]


def test_a_name_that_ends_in_a_word_of_comparison(read: Claims) -> None:
    found = read("2023年，城乡居民收入比为1.83:1，全市人口性别比为104.5。", "2024-03-20")
    assert [(c.indicator_id, c.value_text) for c in found] == [
        ("urban_rural_income_ratio", "1.83"),
        ("sex_ratio", "104.5"),
    ]


def test_a_draft_known_by_its_heading_alone(read: Claims) -> None:
    text = (
        "一、2016年财政预算安排情况\n（一）财力预算\n公共财政预算收入在上年实际完成任务基础上增长8%安排3.1亿元"
        "（税收收入2.2亿元）。\n（二）支出预算\n支出科目安排为：\n（1）教育支出4.3亿元。\n（2）公共安全支出0.6亿元。"
    )
    found = read(text, "2016")
    assert [(c.value_text, c.measure) for c in found] == [
        ("8", "yoy_growth_pct"), ("3.1", "level"), ("2.2", "level"), ("4.3", "level"),
        ("0.6", "level"),
    ]  # fmt: skip
    assert {(c.period, c.status) for c in found} == {("2016", "target")}


def test_a_place_that_figures_are_without_is_not_theirs(read: Claims) -> None:
    text = TITLE + "市本级（不含孟州市）一般公共预算收入30亿元。"
    assert [c.area.name for c in read(text, "2023-02-10")] == ["焦作市本级"]


def test_all_of_a_draft_is_set_aside(read: Claims) -> None:
    text = (
        "2023年市级预算草案\n安排教育支出3.1亿元，比上年增加0.4亿元。政府性基金收入12亿元，加上上年结转0.3亿元，"
        "收入总量12.3亿元。"
    )
    found = read(text, "2023-02-10")
    assert [c.value_text for c in found] == ["3.1", "0.4", "12", "0.3", "12.3"]
    assert {(c.period, c.status) for c in found} == {("2023", "target")}


def test_the_own_level_by_one_word(read: Claims) -> None:
    text = "解放区2019年财政决算\n2019年区级一般公共预算收入完成3.6亿元。区级教育支出1.1亿元。"
    assert {c.area.name for c in read(text, "2020-07-31", "解放区")} == {"解放区本级"}


def test_what_is_left_to_a_county_is_all_of_it(read: Claims) -> None:
    text = (
        "锦云县2019年财政决算\n全县财政总收入12亿元。"
        "其中：中央级收入5亿元；县级一般公共预算收入7亿元。"
    )
    assert {c.area.name for c in read(text, "2020-07-31", "锦云县")} == {"锦云县"}


def test_a_list_below_a_colon_is_of_the_level_above_it(read: Claims) -> None:
    text = TITLE + (
        "市级一般公共预算支出60亿元，增长4%。主要项目情况如下：\n教育支出10亿元。\n科学技术支出1.2亿元。\n"
        "全市非税收入3亿元。\n农林水支出9亿元。"
    )
    found = [(c.area.name, c.value_text) for c in read(text, "2023-02-10")]
    assert found == [
        ("焦作市本级", "60"),
        ("焦作市本级", "4"),
        ("焦作市本级", "10"),
        ("焦作市本级", "1.2"),
        ("焦作市", "3"),
        ("焦作市", "9"),
    ]


def test_months_of_a_page_without_a_year_are_those_just_over(read: Claims) -> None:
    text = "财政收支情况\n1-5月，全区一般公共预算收入完成5.6亿元，完成年初预算的45.5%。"
    assert {c.period for c in read(text, "2018-06-20", "解放区")} == {"2018-01/2018-05"}


def test_what_a_bracket_begins_with_has_its_figures(read: Claims) -> None:
    text = TITLE + (
        "全市非税收入12亿元（其中：市本级5亿元，占年初预算的98%；高新区3亿元）。税收收入9亿元。"
    )
    found = [(c.area.name, c.value_text) for c in read(text, "2023-02-10")]
    assert [name for name, _ in found[:3]] == ["焦作市", "焦作市本级", "焦作市本级"]
    assert found[3][0].endswith("高新区") or "高新" in found[3][0]
    assert found[4] == ("焦作市", "9")


def test_who_collects(read: Claims) -> None:
    text = TITLE + (
        "税务部门组织的一般公共预算收入完成6.9亿元，减少收入1.8亿元；财政部门组织的一般公共预算收入完成2.5亿元。"
    )
    found = [(c.indicator_id, c.value_text, c.measure) for c in read(text, "2023-02-10")]
    assert found == [
        ("tax_bureau_revenue", "6.9", "level"),
        ("tax_bureau_revenue", "-1.8", "change"),
        ("finance_bureau_revenue", "2.5", "level"),
    ]


def test_transfers_make_the_sum_that_of_the_balance(read: Claims) -> None:
    text = TITLE + (
        "市本级一般公共预算收入138.9亿元，加上转移性收入327.7亿元，收入合计466.6亿元。"
        "经市人大常委会第二次会议审议的一般公共预算支出为735亿元。"
    )
    assert [c.indicator_id for c in read(text, "2023-02-10")] == [
        "general_budget_revenue",
        "transfer_revenue",
        "general_budget_revenue_total",
        "general_budget_expenditure",
    ]


def test_the_levels_of_a_budget_share_the_side_that_its_chapter_is_about(read: Claims) -> None:
    text = (
        "关于2015年云岭市财政收支决算的说明\n一、一般公共预算收支情况\n(一)收入完成情况\n"
        "2015年,各级人大批准的一般公共预算收入为115.4亿元,执行中按法定程序调整为114.7亿元,"
        "实际完成115.1亿元。\n"
        "分级次收入情况:市本级完成39.2亿元,增长10.4%;四城区完成18.6亿元。\n"
        "结构情况:纳入一般公共预算管理的非税收入完成40亿元。"
    )
    found = read(text, "2016-08-26", "许昌市")
    assert [(c.value_text, c.area.name, c.indicator_id) for c in found] == [
        ("115.4", "许昌市", "general_budget_revenue"),
        ("114.7", "许昌市", "general_budget_revenue"),
        ("115.1", "许昌市", "general_budget_revenue"),
        ("39.2", "许昌市本级", "general_budget_revenue"),
        ("10.4", "许昌市本级", "general_budget_revenue"),
        ("18.6", "四城区", "general_budget_revenue"),
        ("40", "许昌市", "nontax_revenue"),
    ]


def test_the_final_accounts_of_a_year_before_the_half_year_after_it(read: Claims) -> None:
    text = (
        "关于云岭区2021年决算(草案)和2022年上半年预算执行情况的报告\n一、2021年收支决算情况\n"
        "主要收入项目执行情况如下:\n1、增值税收入(50%部分)67亿元,完成预期的94.7%,增长6.2%;\n"
        "二、2022年上半年预算执行情况\n1、增值税收入30亿元,完成预算的45%;"
    )
    found = read(text, "2022-08-08", "许昌市")
    assert [(c.value_text, c.measure, c.period) for c in found] == [
        ("67", "level", "2021"),
        ("94.7", "completion_pct", "2021"),
        ("6.2", "yoy_growth_pct", "2021"),
        ("30", "level", "2022-01/2022-06"),
        ("45", "completion_pct", "2022-01/2022-06"),
    ]


def test_what_is_set_aside_after_a_colon_is_of_what_stands_before_it(read: Claims) -> None:
    text = (
        "关于云岭市2013年财政收支预算安排的报告\n主要支出情况是：教育类支出：安排3.1亿元，比上年增加0.4亿元；"
        "公共安全类支出：预算安排1.2亿元。"
    )
    found = read(text, "2013-01-09", "许昌市")
    assert [(c.value_text, c.measure, c.indicator_id) for c in found] == [
        ("3.1", "level", "education_expenditure"),
        ("0.4", "change", "education_expenditure"),
        ("1.2", "level", "public_security_expenditure"),
    ]


def test_what_was_arranged_when_the_year_began_is_a_target(read: Claims) -> None:
    text = (
        "修武县2013年财政预算执行情况的报告\n"
        "公共财政预算支出年初安排112600万元，调整为150000万元，实际支出143000万元，增长12.4%。"
        "综合审减率14.2%。"
    )
    found = read(text, "2014-03-01", "修武县")
    assert [(c.value_text, c.status) for c in found] == [
        ("112600", "target"),
        ("150000", "target"),
        ("143000", "actual"),
        ("12.4", "actual"),
        ("14.2", "actual"),
    ]


def test_a_chapter_on_the_own_level_ends_with_the_next(read: Claims) -> None:
    text = (
        "关于云岭县2020年财政决算草案的报告\n一、关于2020年全县财政总决算和县级财政决算情况\n"
        "(一)全县一般公共预算收支决算\n1.收入决算。完成一般公共预算收入29亿元。\n"
        "(二)县级一般公共预算收支决算\n一般公共预算收入15亿元。\n"
        "(三)政府性基金收支决算\n政府性基金收入18亿元，其中县级10亿元，增长5%。\n"
        "(四)政府债务情况\n2020年末，政府债务余额48亿元。"
    )
    found = read(text, "2021-08-17", "康保县")
    assert [(c.value_text, c.area.name, c.indicator_id) for c in found] == [
        ("29", "康保县", "general_budget_revenue"),
        ("15", "康保县本级", "general_budget_revenue"),
        ("18", "康保县", "government_fund_revenue"),
        ("10", "康保县本级", "government_fund_revenue"),
        ("5", "康保县本级", "government_fund_revenue"),
        ("48", "康保县", "government_debt"),
    ]
