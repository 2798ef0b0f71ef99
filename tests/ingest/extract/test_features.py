"""Newspaper features on parks, streets and towns: periods, promises, and what is no claim."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Claims = Callable[..., list]

# text → (value, period, status) of each claim; the page is about 许昌市, published on 2024-06-20
CASES = {
    "今年来 is 今年以来": (
        "今年来,青禾产业园签约项目12个。",
        [("12", "2024/..", "actual")],
    ),
    "分别 over the years of a span, then one average for all": (
        "2021年至2023年,青禾产业园分别完成产值36.3亿元、44.5亿元、65亿元,年均增长24.5%。",
        [
            ("36.3", "2021", "actual"),
            ("44.5", "2022", "actual"),
            ("65", "2023", "actual"),
            ("24.5", "2021/2023", "actual"),
        ],
    ),
    "the amount of a plan before its share is a target of the year": (
        "1-3月,青禾产业园实现税金6925万元,完成年任务3.5亿元的19.8%。",
        [
            ("6925", "2024-01/2024-03", "actual"),
            ("3.5", "2024", "target"),
            ("19.8", "2024-01/2024-03", "actual"),
        ],
    ),
    "同比去年: the year is the base": (
        "1-3月,青禾产业园税收1209万元,同比去年增长41.2%。",
        [("1209", "2024-01/2024-03", "actual"), ("41.2", "2024-01/2024-03", "actual")],
    ),
    "what has come together since an earlier year is of the day of writing": (
        "2019年至今,青禾产业园入驻企业80家,提供就业岗位2000个。",
        [("80", "2024-06-20", "actual"), ("2000", "2024-06-20", "actual")],
    ),
    "since an act that is not dated: so far": (
        "2023年,青禾产业园税收2亿元。《园区办法》发布以来,青禾产业园新签约项目85个;新开工项目11个。",
        [
            ("2", "2023", "actual"),
            ("85", "../2024-06-20", "actual"),
            ("11", "../2024-06-20", "actual"),
        ],
    ),
    "8年来, counted from the year just reached": (
        "青禾产业园税收从2015年的5亿元,到2023年突破了26亿元,8年来增长了4倍,增速全市第一。",
        [
            ("5", "2015", "actual"),
            ("26", "2023", "actual"),
            ("4", "2016/2023", "actual"),
            ("第一", "2016/2023", "actual"),
        ],
    ),
    "aims that a paragraph lists, over its sentences": (
        "2024年,青禾产业园总体目标为:完成投资4.5亿元,增长15%以上。税收达到2亿元。",
        [("4.5", "2024", "target"), ("15", "2024", "target"), ("2", "2024", "target")],
    ),
    "what has been done ends what was planned": (
        "青禾产业园2024年计划投资10.6亿元,截至3月底,累计完成投资1.9亿元。",
        [("10.6", "2024", "target"), ("1.9", "2024-01/2024-03", "actual")],
    ),
    "6个亿, but not 18个亿元以上项目": (
        "去年云帆公司投资6个亿。青禾产业园去年实施18个亿元以上项目。",
        [("6", "2023", "actual"), ("18", "2023", "actual")],
    ),
    "经初步测算 is preliminary": (
        "2023年,石梁镇税收4亿元,经初步测算,GDP总额为44亿元。",
        [("4", "2023", "actual"), ("44", "2023", "preliminary")],
    ),
    "亿 alone after an amount, 首破 and 首超": (
        "去年青禾高新区工业总产值首破600亿。每平方公里产值68亿。河湾街道财政收入首超三亿元。",
        [("600", "2023", "actual"), ("68", "2023", "actual"), ("三", "2023", "actual")],
    ),
    "what a plant can make is part of a project's name": (
        "去年青禾公司年产8万吨饲料项目开工,税收2亿元。",
        [("2", "2023", "actual")],
    ),
    "十亿元镇 and a field of peers are no claims": (
        "去年石梁镇入选全国特色产业十亿元镇,在160家省级园区中排名第79位。",
        [("79", "2023", "actual")],
    ),
    "counters and breadcrumbs of a site are no text": (
        "首页 > 新闻 > 区县\n青禾产业园税收再创新高\n点击数:1439\n去年,青禾产业园税收2亿元。",
        [("2", "2023", "actual")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_period_and_status(read: Claims, name: str) -> None:
    text, expected = CASES[name]
    found = read(text, published="2024-06-20", area="许昌市")
    assert [(c.value_text, c.period, c.status) for c in found] == expected


def test_a_year_of_publication_dates_what_a_place_simply_has(read: Claims) -> None:
    found = read("石梁镇辖42个行政村,总面积128平方公里。", published="2006", area="石梁镇")
    assert [c.period for c in found] == ["2006", "2006"]


def test_a_heading_with_next_year_does_not_date_a_report_on_this_one(read: Claims) -> None:
    text = "经开区2022年工作情况和2023年打算\n经开区稳步发展。经开区全年税收6.5亿元。"
    found = read(text, published="2022-12", area="许昌市")
    assert [(c.area.name, c.period) for c in found] == [("许昌经开区", "2022")]


def test_the_half_year_that_runs_is_this_years(read: Claims) -> None:
    found = read("下半年,青禾产业园开工项目6个。", published="2024-11-09", area="许昌市")
    assert [c.period for c in found] == ["2024-07/2024-12"]


def test_past_five_years_after_a_plan_are_the_plans(read: Claims) -> None:
    text = (
        "“十二五”期间,青禾产业园加快建设。\n过去五年,青禾产业园累计完成税收51.9亿元,年均增速26.8%。"
    )
    found = read(text, published="2016-04-16", area="许昌市")
    assert [c.period for c in found] == ["2011/2015", "2011/2015"]


def test_this_year_so_far_in_january_is_the_year_before(read: Claims) -> None:
    text = "今年以来,青禾产业园实现产值95亿元。新入统企业5家,主导产业集聚度为79.5%。"
    found = read(text, published="2019-01-17", area="许昌市")
    assert [c.period for c in found] == ["2018", "2018", "2018"]


def test_people_counted_in_households_and_what_a_town_governs(read: Claims) -> None:
    found = read(
        "石梁镇辖3个村,10个居委会,人口9015户3.4万人。", published="2024-06-20", area="石梁镇"
    )
    assert [c.indicator_id for c in found] == [
        "villages",
        "resident_committees",
        "households",
        "total_population",
    ]


def test_what_a_plant_will_make_when_it_runs_in_full(read: Claims) -> None:
    text = "青禾产业园总投资38亿元,全部达产后年产值可达60亿元、税收3亿元。"
    found = read(text, published="2024-06-20", area="许昌市")
    assert [(c.indicator_id, c.status) for c in found] == [
        ("total_investment", "actual"),
        ("gross_output", "target"),
        ("tax_revenue", "target"),
    ]


def test_a_page_put_on_the_web_years_later_is_of_the_years_it_names(read: Claims) -> None:
    text = "石梁镇历史悠久。2001年,石梁镇税收65万元。\n全镇完成工业总产值2.5亿元。"
    found = read(text, published="2015-03-23", area="石梁镇")
    assert [c.period for c in found] == ["2001", "2001"]


def test_the_day_that_an_old_page_came_out_is_none_of_the_years_it_names(read: Claims) -> None:
    text = (
        "青禾经济开发区\n来源:未知 日期:2015-03-17 12:00\n"
        "【概况】2009年,青禾经济开发区扎实推进各项工作。全年实现地区生产总值86亿元,财政总收入5.7亿元。"
    )
    found = read(text, published="2015-03-17", area="许昌市")
    assert [c.period for c in found] == ["2009", "2009"]


def test_what_a_park_has_is_not_dated_by_the_year_that_founded_it(read: Claims) -> None:
    text = (
        "河湾县产业集聚区2006年谋划,2007年起步,2008年被省政府批准为第一批省级产业集聚区。"
        "园区规划面积14平方公里,入驻企业30家。2013年,实现营业收入85亿元。"
    )
    found = read(text, published="2014-05-01", area="河湾县")
    assert [c.period for c in found] == ["2014-05-01", "2014-05-01", "2013"]


def test_what_has_come_together_up_to_this_year_is_no_aim(read: Claims) -> None:
    text = (
        "青禾产业园建设加快。到今年,青禾产业园累计建成厂房37万平方米。"
        "到今年底,园区厂房将达50万平方米。"
    )
    found = read(text, published="2017-10-16", area="许昌市")
    assert [(c.value_text, c.status) for c in found] == [("37", "actual"), ("50", "target")]
    assert found[0].period == "../2017-10-16"


def test_a_list_of_projects_each_with_its_total(read: Claims) -> None:
    text = "园区引进总投资10亿元的创新药项目、总投资90亿元的汽车项目、总投资6亿美元的光学项目。"
    found = read(text, published="2021-02-01", area="许昌市")
    assert {c.indicator_id for c in found} == {"total_investment"}
    assert [c.area.name for c in found] == ["创新药项目", "汽车项目", "光学项目"]


def test_firms_below_the_scale_and_assets_at_cost_are_no_other_indicator(read: Claims) -> None:
    text = "2005年,河湾镇规模以下工业企业850家,固定资产原值5.2亿元,工业总产值12亿元,同期增长15%。"
    assert [c.indicator_id for c in read(text, "2006")] == [
        "",
        "",
        "gross_industrial_output",
        "gross_industrial_output",
    ]


def test_what_lies_within_a_place_is_its_own(read: Claims) -> None:
    text = "河湾镇镇内拥有耕地面积5600亩,区域内有幼儿园7所。园区经营总收入9亿元。"
    assert [c.indicator_id for c in read(text)] == [
        "cultivated_land",
        "kindergartens",
        "zone_total_revenue",
    ]


def test_what_came_in_this_year_so_far_is_not_dated_by_months_told_before(read: Claims) -> None:
    text = (
        "记者从会上了解到，1-8月，河湾街道完成零售额10亿元，增长11%。\n"
        "河湾街道关心民生，今年累计救助57人。"
    )
    claims = {c.value_text: c.period for c in read(text, "2023-11-11")}
    assert claims["57"] == "2023/.."
    assert claims["10"] == "2023-01/2023-08"


def test_what_stands_in_a_page_dated_by_a_year_is_of_that_year(read: Claims) -> None:
    text = "2005年，河湾镇工农业总产值8亿元。\n全镇现有工业企业100多家。"
    claims = {c.value_text: c.period for c in read(text, "2006")}
    assert claims == {"8": "2005", "100": "2006"}


def test_the_tax_of_a_scenic_spot_is_its_own(read: Claims) -> None:
    found = read("2023年，云湖山景区入库税收1.12亿元，占全县税收的24.8%。", "2024-03-01", "修武县")
    assert {c.area.name for c in found} == {"云湖山景区"}
    assert {c.indicator_id for c in found} == {"tax_revenue"}
