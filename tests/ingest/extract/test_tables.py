# ruff: noqa: E501  (Chinese characters count as two columns)
"""Tables flattened to text, in the shapes that documents have."""

from __future__ import annotations

from collections.abc import Callable

import pytest

WANTED = [
    ("gdp", "2761.1", "亿元", "level", "2019"),
    ("gdp", "8.0", "%", "yoy_growth_pct", "2019"),
    ("retail_sales", "1100.2", "亿元", "level", "2019"),
    ("retail_sales", "-1.3", "%", "yoy_growth_pct", "2019"),
]
SHAPES = {
    "tabs": "指标\t单位\t2019年\t比上年±%\n地区生产总值\t亿元\t2761.1\t8.0\n"
    "社会消费品零售总额\t亿元\t1100.2\t-1.3",
    "bars": "| 指标 | 单位 | 2019年 | 同比增长(%) |\n|---|:-:|--:|--:|\n"
    "| 地区生产总值 | 亿元 | 2761.1 | 8.0 |\n| 社会消费品零售总额 | 亿元 | 1100.2 | -1.3 |",
    "spaces": "指 标 2019年 增长（%）\n地区生产总值（亿元） 2761.1 8.0\n"
    "社会消费品零售总额（亿元） 1100.2 －1.3",
    "one cell a line": "指标\n单位\n2019年\n比上年增长（%）\n地区生产总值\n亿元\n2761.1\n8.0\n"
    "社会消费品零售总额\n亿元\n1100.2\n-1.3",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_indicators_by_row(read: Callable[..., list], shape: str) -> None:
    text = "焦作市2019年主要经济指标\n\n" + SHAPES[shape]
    found = [
        (c.indicator_id, c.value_text, c.unit, c.measure, c.period)
        for c in read(text, "2020-03-01")
    ]
    assert found == WANTED


def test_areas_by_row(read: Callable[..., list]) -> None:
    text = (
        "各县（市、区）2019年一般公共预算收入\n（单位：亿元、%）\n地区 绝对额 增长\n"
        "沁阳市 25.1 8.8\n温县 9.2 -3.1"
    )
    found = [(c.area.area_id, c.indicator_id, c.value_text) for c in read(text, "2020-03-01")]
    assert found == [
        ("qinyang", "general_budget_revenue", "25.1"),
        ("qinyang", "general_budget_revenue", "8.8"),
        ("wenxian", "general_budget_revenue", "9.2"),
        ("wenxian", "general_budget_revenue", "-3.1"),
    ]


def test_three_states_of_a_budget(read: Callable[..., list]) -> None:
    text = (
        "2019年一般公共预算收入完成情况表\n单位：万元\n"
        "项目\t年初预算\t调整预算\t实际完成\t占调整预算%\n增值税\t62000\t60000\t61230\t102.1"
    )
    found = [(c.value_text, c.unit, c.measure, c.status) for c in read(text, "2020-03-01")]
    assert found == [
        ("62000", "万元", "level", "target"),
        ("60000", "万元", "level", "target"),
        ("61230", "万元", "level", "actual"),
        ("102.1", "%", "completion_pct", "actual"),
    ]


def test_a_header_of_one_cell_a_line_above_its_rows(read: Callable[..., list]) -> None:
    text = (
        "5-3 各县(市)主要指标(2015年)\n\n总人口\n(万人)\n\n公共财政\n预算收入\n(万元)\n"
        "年末金融\n机构各项\n存款余额\n(万元)\n"
        "焦作市\n  温县 43.5 70130 856430\n  修武县 24.1 98020\n"
    )
    found = [
        (c.area.name, c.indicator_id, c.value_text, c.unit, c.period)
        for c in read(text, "2016-10-10")
    ]
    assert found == [
        ("温县", "total_population", "43.5", "万人", "2015"),
        ("温县", "general_budget_revenue", "70130", "万元", "2015"),
        ("温县", "deposits", "856430", "万元", "2015"),
        ("修武县", "total_population", "24.1", "万人", "2015"),
        ("修武县", "general_budget_revenue", "98020", "万元", "2015"),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "指标\t2021年\t\t2022年\t\n\t绝对数（亿元）\t增长（%）\t绝对数（亿元）\t增长（%）\n",
        "指标 | 2021年 | 2022年 |\n绝对数（亿元） | 增长（%） | 绝对数（亿元） | 增长（%） |\n",
    ],
)
def test_a_header_of_two_lines(read: Callable[..., list], header: str) -> None:
    mark = "\t" if "\t" in header else " | "
    row = mark.join(["地区生产总值", "2136.8", "5.1", "2234.8", "3.9"])
    found = [
        (c.value_text, c.unit, c.measure, c.period)
        for c in read("焦作市主要经济指标\n" + header + row, "2023-03-01")
    ]
    assert found == [
        ("2136.8", "亿元", "level", "2021"),
        ("5.1", "%", "yoy_growth_pct", "2021"),
        ("2234.8", "亿元", "level", "2022"),
        ("3.9", "%", "yoy_growth_pct", "2022"),
    ]


def test_ranks_beside_the_value_of_a_year(read: Callable[..., list]) -> None:
    text = (
        "焦作市概况\n| 指标\\年度 | 2015 | 全省排名 |\n| 建成区面积(平方公里) | 113 | 5 |\n"
        "| 行政区土地面积(平方公里) | 4071 | 12 |"
    )
    found = [(c.indicator_id, c.value_text, c.measure, c.period) for c in read(text, "2017-12-01")]
    assert found == [
        ("built_up_area", "113", "level", "2015"),
        ("built_up_area", "5", "rank", "2015"),
        ("area_total", "4071", "level", "2015"),
        ("area_total", "12", "rank", "2015"),
    ]


def test_years_alone_in_a_line_and_chapters_between_the_rows(read: Callable[..., list]) -> None:
    text = (
        "4-8 主要年份指标\n    1990 2000 2008\n人口\n"
        "    年末总人口(万人)   324.8 341.4 358.7\n国民经济核算\n"
        "    地区生产总值(亿元)   94.8 600.6 2202.2\n      城镇投资(亿元)      163.4 995.1\n"
    )
    found = [(c.indicator_id, c.value_text, c.period) for c in read(text, "2009-10-01")]
    assert found == [
        ("total_population", "324.8", "1990"),
        ("total_population", "341.4", "2000"),
        ("total_population", "358.7", "2008"),
        ("gdp", "94.8", "1990"),
        ("gdp", "600.6", "2000"),
        ("gdp", "2202.2", "2008"),
        ("urban_fixed_asset_investment", "163.4", "2000"),
        ("urban_fixed_asset_investment", "995.1", "2008"),
    ]


def test_a_header_broken_over_lines_with_bars(read: Callable[..., list]) -> None:
    text = (
        "10-6 各县主要指标(2012年) | |\n单位:元 | |\n地 区 | 农民人均 纯收入 |\n"
        "在岗职工 平均工资 | |\n"
        "温 县 | 8006 | 25755 | |\n修武县 | 8244 | 26570 | |\n"
    )
    found = [
        (c.area.name, c.indicator_id, c.value_text, c.unit, c.period)
        for c in read(text, "2013-10-01")
    ]
    assert found == [
        ("温县", "rural_net_income", "8006", "元", "2012"),
        ("温县", "average_wage", "25755", "元", "2012"),
        ("修武县", "rural_net_income", "8244", "元", "2012"),
        ("修武县", "average_wage", "26570", "元", "2012"),
    ]


def test_a_header_whose_corner_was_left_empty(read: Callable[..., list]) -> None:
    text = (
        "焦作市2019年统计公报\n表1 2019年生产总值\n| 绝对数（亿元） | 比上年增长（%） |\n"
        "地区生产总值 | 2761.1 | 8.0 |\n第一产业 | 150.2 | 2.6 |"
    )
    found = [(c.indicator_id, c.value_text, c.unit, c.measure) for c in read(text, "2020-03-01")]
    assert found == [
        ("gdp", "2761.1", "亿元", "level"),
        ("gdp", "8.0", "%", "yoy_growth_pct"),
        ("primary_value_added", "150.2", "亿元", "level"),
        ("primary_value_added", "2.6", "%", "yoy_growth_pct"),
    ]


def test_bars_alone_on_their_lines(read: Callable[..., list]) -> None:
    text = (
        "焦作市2019年统计公报\n表3 2019年主要运输量\n|\n单位\n|\n绝对数\n|\n比上年增长(%)\n|\n"
        "货物周转量\n|\n亿吨公里\n|\n518.5\n|\n0.7\n|\n公路\n|\n亿吨公里\n|\n423.3\n|\n-4.8\n|\n"
        "旅客周转量\n|\n亿人公里\n|\n103.5\n|\n3.0\n|"
    )
    found = [
        (c.indicator_id, c.value_text, c.unit, c.measure, c.period)
        for c in read(text, "2020-03-01")
    ]
    assert found == [
        ("freight_turnover", "518.5", "亿吨公里", "level", "2019"),
        ("freight_turnover", "0.7", "%", "yoy_growth_pct", "2019"),
        ("", "423.3", "亿吨公里", "level", "2019"),
        ("", "-4.8", "%", "yoy_growth_pct", "2019"),
        ("passenger_turnover", "103.5", "亿人公里", "level", "2019"),
        ("passenger_turnover", "3.0", "%", "yoy_growth_pct", "2019"),
    ]


def test_kinds_of_schools_by_row_and_a_header_broken_over_lines(read: Callable[..., list]) -> None:
    text = (
        "焦作市2019年统计公报\n表9 各类学校学生情况\n类 别\n在校学生数(万人)\n比上年\n增长(%)\n"
        "毕业生数(万人)\n比上年\n增长(%)\n普通高中\n5.1\n2.0\n1.7\n-3.9\n普通小学\n27.6\n-1.6\n4.5\n1.3"
    )
    found = [(c.indicator_id, c.value_text, c.unit, c.measure) for c in read(text, "2020-03-01")]
    assert found == [
        ("high_school_students", "5.1", "万人", "level"),
        ("high_school_students", "2.0", "%", "yoy_growth_pct"),
        ("", "1.7", "万人", "level"),
        ("", "-3.9", "%", "yoy_growth_pct"),
        ("primary_school_students", "27.6", "万人", "level"),
        ("primary_school_students", "-1.6", "%", "yoy_growth_pct"),
        ("", "4.5", "万人", "level"),
        ("", "1.3", "%", "yoy_growth_pct"),
    ]


def test_industries_below_the_gross_product(read: Callable[..., list]) -> None:
    text = (
        "焦作市2019年统计公报\n指标\t绝对数（亿元）\t增长（%）\n地区生产总值\t2761.1\t8.0\n工业\t1100.2\t8.3\n"
        "批发和零售业\t180.4\t6.5"
    )
    found = [(c.indicator_id, c.value_text) for c in read(text, "2020-03-01")]
    assert found[2:] == [
        ("industrial_value_added", "1100.2"),
        ("industrial_value_added", "8.3"),
        ("wholesale_retail_value_added", "180.4"),
        ("wholesale_retail_value_added", "6.5"),
    ]


def test_a_line_of_empty_cells(read: Callable[..., list]) -> None:
    assert read("焦作市2019年统计公报\n| | |\n" * 3, "2020-03-01") == []


MORE = {
    "years with what was done in them": (
        "焦作市2020年收入预算表\n单位：亿元\n项目\t2019年完成数\t2020年预算数\n税收收入\t82\t87",
        [("82", "亿元", "level", "2019", "actual"), ("87", "亿元", "level", "2020", "target")],
    ),
    "this year beside the last": (
        "2019年焦作市统计公报\n指标名称\t计量单位\t本年\t上年\t增长%\n粮食产量\t万吨\t290.1\t288.2\t0.7",
        [("290.1", "万吨", "level", "2019", "actual"), ("288.2", "万吨", "level", "2018", "actual"),
         ("0.7", "%", "yoy_growth_pct", "2019", "actual")],
    ),
    "the month, the year so far, the year before, the change": (
        "2019年12月焦作市财政收入\n单位：万元、%\n项目\t本月完成\t本年累计\t上年累计\t增减额\t增减%\n"
        "税收收入\t102\t1700\t1650\t50\t3.0",
        [("102", "万元", "level", "2019-12", "actual"), ("1700", "万元", "level", "2019", "actual"),
         ("1650", "万元", "level", "2018", "actual"), ("50", "万元", "change", "2019", "actual"),
         ("3.0", "%", "yoy_growth_pct", "2019", "actual")],
    ),
    "a table of changes": (
        "2019年焦作市统计公报\n表1 居民消费价格比上年涨跌幅度\n单位：%\n指标\t全市\t城市\n"
        "居民消费价格\t2.7\t2.5",
        [("2.7", "%", "yoy_growth_pct", "2019", "actual"),
         ("2.5", "%", "yoy_growth_pct", "2019", "actual")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", MORE)
def test_columns(read: Callable[..., list], case: str) -> None:
    text, wanted = MORE[case]
    found = [
        (c.value_text, c.unit, c.measure, c.period, c.status) for c in read(text, "2020-01-20")
    ]
    assert found == wanted


def test_two_levels_of_headers_one_cell_a_line(read: Callable[..., list]) -> None:
    cells = ["第一产业", "第二产业", *["绝对值", "比上年增长"] * 2]
    for name, values in (("沁阳市", "15.1 3.0 90.2 -1.5"), ("温县", "9.4 2.1 51.7 4.4")):
        cells += [name, *values.split()]
    text = "焦作市2019年统计公报\n表1 分县增加值\n单位：亿元 %\n" + " |\n".join(cells)
    found = [
        (c.area.name, c.indicator_id, c.value_text, c.measure, c.period)
        for c in read(text, "2020-03-01")
    ]
    assert found == [
        ("沁阳市", "primary_value_added", "15.1", "level", "2019"),
        ("沁阳市", "primary_value_added", "3.0", "yoy_growth_pct", "2019"),
        ("沁阳市", "secondary_value_added", "90.2", "level", "2019"),
        ("沁阳市", "secondary_value_added", "-1.5", "yoy_growth_pct", "2019"),
        ("温县", "primary_value_added", "9.4", "level", "2019"),
        ("温县", "primary_value_added", "2.1", "yoy_growth_pct", "2019"),
        ("温县", "secondary_value_added", "51.7", "level", "2019"),
        ("温县", "secondary_value_added", "4.4", "yoy_growth_pct", "2019"),
    ]


def test_towns_and_country_of_a_population(read: Callable[..., list]) -> None:
    text = (
        "焦作市2019年统计公报\n指标\t年末数（万人）\t比重（%）\n常住人口\t359.7\t100\n"
        "其中：城镇\t218.4\t60.7\n乡村\t141.3\t39.3"
    )
    found = [(c.indicator_id, c.value_text) for c in read(text, "2020-03-01")]
    assert found[2:] == [
        ("urban_resident_population", "218.4"),
        ("urban_resident_population", "60.7"),
        ("rural_resident_population", "141.3"),
        ("rural_resident_population", "39.3"),
    ]


def test_a_whole_table_in_one_line(read: Callable[..., list]) -> None:
    text = (
        "2020年青梧县国民经济和社会发展统计公报\n全年粮食总产量12万吨。 表1 2020年主要农产品产量 "
        "产品名称 | 产量（吨） | 比上年增长（%） | 粮食 | 120400 | 3.1 | 其中：小麦 | 15600 | -3.0 | 玉米 | 82200 | 1.9 |\n"
        "表2 2020年年末常住人口数及其构成 指 标 | 年末数(万人) | 比重(%) | 全县常住人口 | 32.3 | 100.00 | 按城乡分 | "
        "城 镇 | 22.8 | 70.9 | 乡 村 | 9.5 | 29.1 | 60周岁及以上 | 7.1 | 22.1 |"
    )
    found = [
        (c.value_text, c.unit, c.indicator_id, c.measure) for c in read(text, "2021-04-01", "")
    ]
    assert found == [
        ("12", "万吨", "grain_output", "level"),
        ("120400", "吨", "grain_output", "level"),
        ("3.1", "%", "grain_output", "yoy_growth_pct"),
        ("15600", "吨", "wheat_output", "level"),
        ("-3.0", "%", "wheat_output", "yoy_growth_pct"),
        ("82200", "吨", "maize_output", "level"),
        ("1.9", "%", "maize_output", "yoy_growth_pct"),
        ("32.3", "万人", "resident_population", "level"),
        ("100.00", "%", "resident_population", "share_pct"),
        ("22.8", "万人", "urban_resident_population", "level"),
        ("70.9", "%", "urban_resident_population", "share_pct"),
        ("9.5", "万人", "rural_resident_population", "level"),
        ("29.1", "%", "rural_resident_population", "share_pct"),
        ("7.1", "万人", "population_60plus", "level"),
        ("22.1", "%", "population_60plus", "share_pct"),
    ]


def test_a_numbered_title_is_no_header(read: Callable[..., list]) -> None:
    text = (
        "2020年青梧县国民经济和社会发展统计公报\n表1 2020年主要产品产量\n产品名称 | 产量（万吨） | 比上年增长（%） |\n"
        "水泥 | 120 | 3.1 |\n按品种分 |\n| 钢材 | 15 | -3.0 |"
    )
    found = [(c.value_text, c.unit, c.indicator_id) for c in read(text, "2021-04-01", "")]
    assert found == [
        ("120", "万吨", "cement_output"),
        ("3.1", "%", "cement_output"),
        ("15", "万吨", "steel_output"),
        ("-3.0", "%", "steel_output"),
    ]


def test_one_line_with_bars_that_is_no_table(read: Callable[..., list]) -> None:
    text = (
        "首页 | 新闻 | 公报 | 2020年 | 政策 | 5G | 专题 | 联系我们 | 邮箱 | 更多\n粮食产量12万吨。"
    )
    assert [c.value_text for c in read(text, "2021-04-01")] == ["12"]


def test_two_header_lines_whose_groups_differ_in_width(read: Callable[..., list]) -> None:
    text = (
        "焦作市2020年各县区主要经济指标\n县区 地区生产总值 规模以上工业增加值 固定资产投资\n"
        " 总量（亿元） 增速（%） 增速（%） 增速（%）\n解放区 120.3 3.1 4.0 5.5\n山阳区 98.1 2.2 3.3 -1.0"
    )
    found = [
        (c.area.name, c.indicator_id, c.measure, c.value_text) for c in read(text, "2021-05-10")
    ]
    assert found[:4] == [
        ("解放区", "gdp", "level", "120.3"),
        ("解放区", "gdp", "yoy_growth_pct", "3.1"),
        ("解放区", "industrial_value_added_above_scale", "yoy_growth_pct", "4.0"),
        ("解放区", "fixed_asset_investment", "yoy_growth_pct", "5.5"),
    ]
    assert {c[0] for c in found[4:]} == {"山阳区"}


def test_dwellings_below_what_they_are_a_part_of(read: Callable[..., list]) -> None:
    text = (
        "表5 2020年房地产开发和销售主要指标\n指标 单位 绝对数 比上年增长（%）\n投资额 亿元 55.3 6.6\n其中：住宅 亿元 40.2 7.7\n"
        "商品房销售面积 万平方米 150.2 5.5\n其中：住宅 万平方米 130.2 6.6"
    )
    assert [c.indicator_id for c in read(text, "2021-05-10")][::2] == [
        "real_estate_investment",
        "residential_investment",
        "housing_floor_sold",
        "residential_floor_sold",
    ]


def test_a_column_of_amounts_added(read: Callable[..., list]) -> None:
    text = (
        "表6 2020年末金融机构存贷款\n指标 年末数（亿元） 比年初增加（亿元） 比上年末增长（%）\n"
        "各项存款余额 1200.5 100.2 9.1\n各项贷款余额 900.4 120.2 15.4"
    )
    found = [(c.unit, c.measure) for c in read(text, "2021-05-10")]
    assert found == [("亿元", "level"), ("亿元", "change"), ("%", "yoy_growth_pct")] * 2


def test_a_dash_of_any_kind_is_no_label(read: Callable[..., list]) -> None:
    cells = ["指标", "单位", "累计", "±%", "规模以上工业增加值", "亿元", "―", "3.0"]
    cells += ["社会消费品零售总额", "亿元", "631.4", "-7.8"]
    text = "2020年1-6月主要经济指标\n" + "\n|\n".join(cells)
    found = [(c.indicator_id, c.measure, c.value_text) for c in read(text, "2020-07-29")]
    assert found == [
        ("industrial_value_added_above_scale", "yoy_growth_pct", "3.0"),
        ("retail_sales", "level", "631.4"),
        ("retail_sales", "yoy_growth_pct", "-7.8"),
    ]


def test_years_as_a_header_of_cells_one_a_line(read: Callable[..., list]) -> None:
    text = "12-2 建筑业企业主要经济指标 |\n指 标 |\n2019 |\n2020 |\n2021 |\n建筑业总产值(亿元) |\n33.1 |\n35.2 |\n38.2 |\n"
    text += "利润总额(亿元) |\n1.2 |\n1.3 |\n1.4 |\n房屋建筑施工面积(万平方米) |\n55 |\n67 |\n73 |"
    found = [(c.indicator_id, c.period, c.value_text) for c in read(text, "2022-05-01")]
    assert found[:3] == [
        ("construction_output", "2019", "33.1"),
        ("construction_output", "2020", "35.2"),
        ("construction_output", "2021", "38.2"),
    ]


def test_towns_of_a_city_with_their_plans_and_their_sum(read: Callable[..., list]) -> None:
    text = (
        "2013年各乡镇财政收入完成情况表\n单位：万元\n单位名称 年度任务 累计完成 完成任务% 同比增长%\n"
        "青河镇 1200 1250 104.2 12.5\n白石乡 800 760 95.0 -3.3\n合计 2000 2010 100.5 5.8"
    )
    found = [(c.area.name, c.status, c.measure) for c in read(text, "2014-03-10")]
    assert found[0] == ("青河镇", "target", "level")
    assert found[8:] == [
        ("焦作市", "target", "level"),
        ("焦作市", "actual", "level"),
        ("焦作市", "actual", "completion_pct"),
        ("焦作市", "actual", "yoy_growth_pct"),
    ]


def test_products_that_are_counted(read: Callable[..., list]) -> None:
    text = "2013年主要产品产量\n产品名称 计量单位 产量 比上年增长（%）\n水泥 万吨 210.2 8.8\n汽车 万辆 1.2 -20.0"
    found = [c.indicator_id for c in read(text, "2014-03-10")]
    assert found == ["cement_output", "cement_output", "automobile_output", "automobile_output"]


def test_the_last_rows_of_one_table_are_no_caption_of_the_next(read: Callable[..., list]) -> None:
    text = (
        "焦作市2022年主要指标\n指标\t单位\t2022年\t2021年\n全社会用电量\t亿千瓦时\t165.3\t158.1\n"
        "居民消费价格指数\t上年=100\t102.1\t101.6\n\n附表二  2022年各县主要经济指标\n"
        "单位：亿元、元、%\n县\t地区生产总值\t\t农村居民人均可支配收入\t\n\t总量\t增速\t总量\t增速\n"
        "修武县\t162.9\t6.6\t13118\t8.8\n温县\t91.4\t5.3\t9206\t8.5"
    )
    found = [(c.area.name, c.value_text, c.unit, c.period) for c in read(text, "2023-03-10")]
    assert found[4:6] == [("修武县", "162.9", "亿元", "2022"), ("修武县", "6.6", "%", "2022")]
    assert found[6:8] == [("修武县", "13118", "元", "2022"), ("修武县", "8.8", "%", "2022")]


def test_months_and_sums_below_a_title_of_one_month(read: Callable[..., list]) -> None:
    text = "2018年9月 单位：亿元\n指标名称 本月 上月 去年同月 本年累计 去年累计 累计增长%\n税收收入 2.2 2.1 2.0 20.1 19.0 5.8"
    assert [c.period for c in read(text, "2018-10-25")] == [
        "2018-09",
        "2018-08",
        "2017-09",
        "2018-01/2018-09",
        "2017-01/2017-09",
        "2018-01/2018-09",
    ]


def test_the_sum_up_to_a_month_is_no_month(read: Callable[..., list]) -> None:
    text = "2018年1-11月\n指标\t本月\t增长%\t本月止累计\t增长%\n工业总产值(亿元)\t12.1\t5.5\t120.3\t6.1"
    months = ["2018-11", "2018-11", "2018-01/2018-11", "2018-01/2018-11"]
    assert [c.period for c in read(text, "2018-12-25")] == months


def test_growth_of_each_month_and_up_to_it(read: Callable[..., list]) -> None:
    text = "2018年分月主要指标\n月份 当月增速（%） 累计增速（%）\n1-2月 — 5.1\n3月 5.5 5.3"
    found = [(c.period, c.value_text) for c in read(text, "2019-02-20")]
    assert found[1:] == [("2018-03", "5.5"), ("2018-01/2018-03", "5.3")]


def test_a_header_that_begins_with_the_unit(read: Callable[..., list]) -> None:
    text = (
        "2018年主要经济指标\n        单位  2018年1—12月  增长(%)\n地区生产总值  亿元  500.1  6.6\n"
        "规模以上工业增加值  亿元  120.3  5.1\n规模以上工业增加值增速  %  5.1  —"
    )
    found = [(c.indicator_id, c.measure, c.unit) for c in read(text, "2019-01-20")]
    assert found[:2] == [("gdp", "level", "亿元"), ("gdp", "yoy_growth_pct", "%")]
