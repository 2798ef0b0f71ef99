"""What dates a whole page, a review or one item of a list, and where a paragraph begins."""

from __future__ import annotations

from collections.abc import Callable

Claims = Callable[..., list]


def test_a_page_of_years_ago_says_nothing_of_the_day_it_was_put_on_the_web(read: Claims) -> None:
    text = (
        "园区招商\n来源:未知来源 日期:2015-03-18 12:00\n2007 年,全市招商工作提质增效。"
        "青禾工业园企业总数达到30家,实现税收6亿元。青禾工业园新上项目18个,总投资23亿元。"
    )
    found = read(text, published="2015-03-18", area="许昌市")
    assert [c.period for c in found] == ["2007"] * 4


def test_a_review_in_december_may_give_the_results_of_the_year_before(read: Claims) -> None:
    text = (
        "政府工作报告\n2021年12月15日\n各位代表:\n五年工作回顾\n五年奋力拼搏,实力跃升。完成地区生产总值19亿元,同比增长2.6%。"
        "三次产业结构由2016年的42:3:55调整为2020年的32:8:60。\n五年攻坚克难。整合资金31亿元,新建公路500公里。"
    )
    found = read(text, published="2021-12-15", area="修武县")
    assert [c.period for c in found] == ["2020"] * 2 + ["2016"] * 3 + ["2020"] * 3 + [
        "2017/2021"
    ] * 2
    expected = text.replace("完成地区生产总值", "预计完成地区生产总值")
    assert read(expected, published="2021-12-15", area="修武县")[0].period == "2021"


def test_months_of_one_item_end_with_it(read: Claims) -> None:
    text = (
        "截止7月,今年修武县工业总产值实现35亿元。今年1-7月,该县实施500万元以上工业项目47个;7个项目在一、二季度集中开工,"
        "总投资23亿元,预计实现产值24亿元;13个项目竣工投产,其中重点项目8个。"
    )
    found = read(text, published="2015-08-30", area="修武县")
    assert [(c.value_text, c.period) for c in found if c.value_text != "24"] == [
        ("35", "2015-01/2015-07"),
        ("47", "2015-01/2015-07"),
        ("7", "2015-01/2015-07"),
        ("23", "2015-01/2015-06"),
        ("13", "2015-01/2015-07"),
        ("8", "2015-01/2015-07"),
    ]
    assert {c.status for c in found if c.value_text in ("13", "8")} == {"actual"}


def test_a_stray_blank_in_a_long_line_begins_no_paragraph(read: Claims) -> None:
    text = (
        "园区招商\n2007年,全市招商工作坚持提质增效,取得明显实效,各县区纷纷加强领导,创新方式,优化服务,"
        "形成全员招商、以商招商、产业链招商的良好局面。云谷产业园以循环经济为重点,先后引进一批大项目、好项目,初步形成建材、"
        "纺织、机械、医药等四大板块;修武县利用陶瓷企业老板到各 地开展招商,引进多家企业,"
        "建陶企业已达到7家,总投资15亿元。 "
        "二、农业 粮食产量12万吨。"
    )
    assert len(text) > 150
    found = read(text, published="2008-02-01", area="焦作市")
    assert [(c.value_text, c.area.name) for c in found] == [
        ("7", "修武县"),
        ("15", "修武县"),
        ("12", "焦作市"),
    ]
