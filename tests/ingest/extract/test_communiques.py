"""What communiqués say in their own way: kinds of schools, price groups, districts in a row."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Claims = Callable[..., list]
TITLE = "2021年焦作市国民经济和社会发展统计公报\n"

# text → (number, indicator, measure) of each claim
CASES = {
    "what schools of one kind have is not what all schools have": (
        "年末有普通高中9所，招生4100人，在校生1.2万人，毕业生3900人；小学180所，在校学生9.1万人。",
        [("9", "high_schools", "level"), ("4100", "", "level"),
         ("1.2", "high_school_students", "level"),
         ("3900", "", "level"), ("180", "primary_schools", "level"),
         ("9.1", "primary_school_students", "level")],
    ),
    "schools of every kind together": (
        "全市共有各级各类学校640所，在校学生61万人。其中，民办小学12所，在校学生1.4万人。",
        [("640", "schools", "level"), ("61", "students", "level"),
         ("12", "", "level"), ("1.4", "", "level")],
    ),
    "beds of homes for the elderly are no hospital beds": (
        "年末共有养老机构31家，床位4200张。卫生机构床位1.9万张。",
        [("31", "elderly_homes", "level"), ("4200", "elderly_beds", "level"),
         ("1.9", "hospital_beds", "level")],
    ),
    "price groups with 及 and 和 in their names": (
        "食品、家庭设备用品及维修服务、医疗保健和个人用品、居住价格分别上涨4.1%、0.6%、1.2%和2.3%。",
        [("4.1", "cpi_food", "yoy_growth_pct"), ("0.6", "cpi_household_goods", "yoy_growth_pct"),
         ("1.2", "cpi_health", "yoy_growth_pct"), ("2.3", "cpi_residence", "yoy_growth_pct")],
    ),
    "what was added to a stock": (
        "年末户籍人口51.2万人，比上年新增1830人。",
        [("51.2", "registered_population", "level"), ("1830", "registered_population", "change")],
    ),
    "a plan in the name of what is counted": (
        "全年实施市级科技计划项目41项。",
        [("41", "", "level")],
    ),
    "branches of farming": (
        "全年实现现价农林牧渔业总产值59.2亿元，其中农业31.2亿元，增长4%；林业2.1亿元，增长5.5%；牧业18.2亿元，下降3.1%。",
        [("59.2", "agricultural_output", "level"), ("31.2", "farming_output", "level"),
         ("4", "farming_output", "yoy_growth_pct"), ("2.1", "forestry_output", "level"),
         ("5.5", "forestry_output", "yoy_growth_pct"), ("18.2", "husbandry_output", "level"),
         ("-3.1", "husbandry_output", "yoy_growth_pct")],
    ),
    "sectors of investment": (
        "全年固定资产投资增长8.2%。分产业看，第一产业投资增长5.1%，第二产业增长12.3%。",
        [("8.2", "fixed_asset_investment", "yoy_growth_pct"),
         ("5.1", "primary_investment", "yoy_growth_pct"),
         ("12.3", "secondary_investment", "yoy_growth_pct")],
    ),
    "branches in the tertiary sector": (
        "在第三产业中，金融业增长8.1%，房地产业下降2.1%。",
        [("8.1", "financial_value_added", "yoy_growth_pct"),
         ("-2.1", "real_estate_value_added", "yoy_growth_pct")],
    ),
    "what sectors contribute and add": (
        "三次产业对经济增长的贡献率分别为6.2%、48.1%和45.7%，分别拉动经济增长0.3、3.2和2.9个百分点。",
        [("6.2", "", "level"), ("48.1", "", "level"), ("45.7", "", "level"),
         ("0.3", "", "diff_pp"), ("3.2", "", "diff_pp"), ("2.9", "", "diff_pp")],
    ),
    "a mark within 城乡": (
        "城、乡居民人均可支配收入分别为38000元和19000元。",
        [("38000", "disposable_income_urban", "level"),
         ("19000", "disposable_income_rural", "level")],
    ),
    "a rate of exchange": (
        "人均生产总值52000元，按2018年平均汇率计算为7850美元，增长6.1%。",
        [("52000", "gdp_per_capita", "level"), ("7850", "gdp_per_capita", "level"),
         ("6.1", "gdp_per_capita", "yoy_growth_pct")],
    ),
    "newly added after the stock": (
        "年末各项贷款余额400亿元，当年新增30亿元。",
        [("400", "loans", "level"), ("30", "loans", "change")],
    ),
    "ages": (
        "0-14岁、15-17岁、60岁及以上人口分别为18.1万人、6.2万人和22.3万人。",
        [("18.1", "population_0_14", "level"), ("6.2", "", "level"),
         ("22.3", "population_60plus", "level")],
    ),
    "the insured, with an aside": (
        "年末共有134万人（包括离退休人员）参加城镇职工基本养老保险，城镇职工医疗保险参保52.7万人。",
        [("134", "pension_insured", "level"), ("52.7", "medical_insured", "level")],
    ),
    "accidents and deaths": (
        "全年发生各类生产安全事故52起，死亡31人。道路交通事故61起，死亡9人。",
        [("52", "accidents", "level"), ("31", "work_deaths", "level"),
         ("61", "traffic_accidents", "level"), ("9", "", "level")],
    ),
    "posts and telecommunications together": (
        "全年邮电业务总量16.3亿元，各种运输方式完成货物周转量228.3亿吨公里。",
        [("16.3", "post_telecom_volume", "level"), ("228.3", "freight_turnover", "level")],
    ),
    "the pupils of each kind of school just counted": (
        "年末有职业中学10所，小学93所；在校学生分别为1.5万人、6.4万人。",
        [("10", "vocational_schools", "level"), ("93", "primary_schools", "level"),
         ("1.5", "vocational_students", "level"), ("6.4", "primary_school_students", "level")],
    ),
    "a second list after the first": (
        "增值税、营业税分别为1.6亿元、11.2亿元，企业所得税、个人所得税分别为2.0亿元、0.9亿元。",
        [("1.6", "vat_revenue", "level"), ("11.2", "business_tax_revenue", "level"),
         ("2.0", "corporate_income_tax_revenue", "level"),
         ("0.9", "individual_income_tax_revenue", "level")],
    ),
    "how one looks at it": (
        "从收入结构看税收收入74亿元，非税收入27亿元。",
        [("74", "tax_revenue", "level"), ("27", "nontax_revenue", "level")],
    ),
    "a heading that runs into its sentence": (
        "粮食全年农作物播种面积324万亩，增长3.6%。",
        [("324", "sown_area", "level"), ("3.6", "sown_area", "yoy_growth_pct")],
    ),
    "a balance that the dictionary lacks, and what was added to it": (
        "个人消费贷款余额47.5亿元，当年新增4.8亿元。",
        [("47.5", "", "level"), ("4.8", "", "change")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_cases(read: Claims, case: str) -> None:
    text, wanted = CASES[case]
    found = read(TITLE + text, "2022-03-20")
    assert [(c.value_text, c.indicator_id, c.measure) for c in found] == wanted
    assert {c.status for c in found} == {"actual"}
    assert {c.period for c in found} == {"2021"}


def test_districts_in_a_row_with_their_number(read: Claims) -> None:
    text = TITLE + "解放、山阳和中站三个行政区分别实现生产总值210亿元、190亿元和95亿元。"
    found = [(c.area.name, c.indicator_id, c.value_text) for c in read(text, "2022-03-20")]
    assert found == [
        ("解放区", "gdp", "210"),
        ("山阳区", "gdp", "190"),
        ("中站区", "gdp", "95"),
    ]


def test_this_year_of_a_communique_is_the_one_under_report(read: Claims) -> None:
    text = TITLE + "三次产业结构由去年的6.1:41.2:52.7调整为今年的5.9:40.8:53.3。"
    periods = [c.period for c in read(text, "2022-04-11")]
    assert periods == ["2020"] * 3 + ["2021"] * 3


def test_a_communique_without_its_title_is_of_the_year_before(read: Claims) -> None:
    text = "焦作市统计局\n2022年3月17日\n一、综合\n全年全市生产总值2100亿元，比上年增长5.1%。"
    assert [c.period for c in read(text, "2022-03-17")] == ["2021", "2021"]


def test_the_own_level_of_one_line_ends_with_it(read: Claims) -> None:
    text = TITLE + "市本级科技支出2600万元，增长13%。全年专利授权5487件。"
    found = [(c.area.name, c.value_text) for c in read(text, "2022-03-17")]
    assert found == [("焦作市本级", "2600"), ("焦作市本级", "13"), ("焦作市", "5487")]


def test_what_is_level_with_the_year_before_goes_on(read: Claims) -> None:
    text = (
        TITLE
        + "居民消费价格上涨2%。粮食产量与上年持平，其中夏粮增长1%。"
        + "肉、蛋产量分别为3.3万吨、1.9万吨。"
    )
    found = [c.indicator_id for c in read(text, "2022-03-17")]
    assert found == ["cpi", "summer_grain_output", "meat_output", "egg_output"]


def test_insurances_in_a_list(read: Claims) -> None:
    text = TITLE + (
        "城镇职工基本养老保险参保105万人，工伤保险85万人，失业保险68万人。"
        "参加城镇职工基本养老、医疗保险人数分别为8.7万人和5.1万人。"
    )
    found = [c.indicator_id for c in read(text, "2022-03-17")]
    assert found == [
        "pension_insured",
        "injury_insured",
        "unemployment_insured",
        "pension_insured",
        "medical_insured",
    ]


def test_a_ratio_to_another(read: Claims) -> None:
    text = TITLE + "研究与试验发展经费支出17亿元，与地区生产总值之比为2.1%。"
    found = [(c.indicator_id, c.measure, c.ref_indicator) for c in read(text, "2022-03-17")]
    assert found[1] == ("rd_expenditure", "share_pct", "gdp")


COMMUNIQUE = "云岭县2010年国民经济和社会发展统计公报\n"
# what a clause leaves to the words before it: text → (number, indicator, measure)
LEFT_TO_BEFORE = {
    "what the firms counted made": (
        "规模以上工业企业446家，完成产值752.6亿元，比增7.9%，实现增加值203.8亿元，实现利润35亿元。",
        [("446", "firms_in_statistics_industry", "level"),
         ("752.6", "gross_industrial_output", "level"),
         ("7.9", "gross_industrial_output", "yoy_growth_pct"),
         ("203.8", "industrial_value_added_above_scale", "level"),
         ("35", "industrial_profit", "level")],
    ),
    "state firms and those above five million": (
        "国有及年销售收入500万元以上的非国有工业企业完成增加值121.5亿元，增长20.8%。",
        [("121.5", "industrial_value_added_above_scale", "level"),
         ("20.8", "industrial_value_added_above_scale", "yoy_growth_pct")],
    ),
    "those in towns": (
        "年末常住人口25.87万人，其中城镇12.93万人。",
        [("25.87", "resident_population", "level"),
         ("12.93", "urban_resident_population", "level")],
    ),
    "the amount itself": (
        "农村居民人均可支配收入14372元，增长10.7%，绝对额较上年增加1389元。",
        [("14372", "disposable_income_rural", "level"),
         ("10.7", "disposable_income_rural", "yoy_growth_pct"),
         ("1389", "disposable_income_rural", "change")],
    ),
    "a mark passed for the first time in history": (
        "地区生产总值834亿元，历史性突破八百亿元大关。",
        [("834", "gdp", "level"), ("八百", "gdp", "level")],
    ),
    "projects under way": ("全年在建重点项目168个。", [("168", "key_projects", "level")]),
    "headings that only a wide blank sets apart": (
        "农业　全年粮食总产量221.4万吨，增产3.2%；油菜籽产量28.6万吨，增长2%。\n"
        "固定资产投资　全社会固定资产投资192.6亿元，增长22.4%，其中城镇投资153.1亿元。",
        [("221.4", "grain_output", "level"), ("3.2", "grain_output", "yoy_growth_pct"),
         ("28.6", "rapeseed_output", "level"), ("2", "rapeseed_output", "yoy_growth_pct"),
         ("192.6", "fixed_asset_investment", "level"),
         ("22.4", "fixed_asset_investment", "yoy_growth_pct"),
         ("153.1", "urban_fixed_asset_investment", "level")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LEFT_TO_BEFORE)
def test_what_is_left_to_the_words_before(name: str, read: Claims) -> None:
    text, expected = LEFT_TO_BEFORE[name]
    found = read(COMMUNIQUE + text, "2011-03-20", "修武县")
    assert [(c.value_text, c.indicator_id, c.measure) for c in found] == expected
