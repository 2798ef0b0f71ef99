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
