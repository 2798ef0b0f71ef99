"""Which area a page is about, and what of it is no part of the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Claims = Callable[..., list]

# text → areas of its claims; the page is filed under 许昌市, which 鄢陵县 and 长葛市 belong to
PAGES = {
    "a county that the page begins with and comes back to": (
        "鄢陵县今年工业经济发展较快。鄢陵县新建厂房30栋,签约项目12个,该县共有企业85家。全县税收5亿元。",
        {"鄢陵县"},
    ),
    "a county-level city, whose 全市 and 该市 are its own": (
        "长葛市今年工业经济发展较快,该市新建厂房30栋。长葛市签约项目12个,全市税收5亿元。",
        {"长葛市"},
    ),
    "the city, of whose counties one is told": (
        "今年,全市工业经济发展较快,全市新建厂房30栋。鄢陵县签约项目12个。",
        {"许昌市", "鄢陵县"},
    ),
    "a county told first, in a text of the city": (
        "鄢陵县签约项目12个。许昌市新建厂房30栋,全市共有企业85家。",
        {"许昌市", "鄢陵县"},
    ),
    "a county that is compared with the city, among firms named after the city": (
        "今年,鄢陵县把项目放在前面。许昌大山公司、许昌河湾公司在鄢陵县投产。\n"
        "固定资产投资增长9.6%,高于全市1.3个百分点,居全市第一位,高于全市平均水平。",
        {"鄢陵县"},
    ),
    "a county that the page introduces": (
        "鄢陵县是许昌市的花木之乡,许昌市的东大门,面积866平方公里。",
        {"鄢陵县"},
    ),
    "one of a group is not the group": (
        "鄢陵县是许昌市六县市之一,人口62万人。鄢陵县面积866平方公里。",
        {"鄢陵县"},
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_the_county_that_a_page_of_its_city_is_about(read: Claims, name: str) -> None:
    text, areas = PAGES[name]
    assert {c.area.name for c in read(text, published="2024-09-20", area="许昌市")} == areas


def test_a_county_of_another_city_is_not_the_subject(read: Claims) -> None:
    found = read(
        "博爱县今年签约项目12个。博爱县新建厂房30栋。全市共有企业85家。",
        published="2024-09-20",
        area="许昌市",
    )
    assert found[-1].area.name == "许昌市"


def test_what_a_site_says_of_itself_is_no_text(read: Claims) -> None:
    text = (
        "用户发送短信订阅代码即可订阅手机报,3元/月。不收流量费。\n"
        "版权声明:未经授权不得转载。\n鄢陵县今年签约项目12个。鄢陵县新建厂房30栋。"
    )
    found = read(text, published="2024-09-20", area="许昌市")
    assert [(c.value_text, c.area.name) for c in found] == [("12", "鄢陵县"), ("30", "鄢陵县")]


@pytest.mark.parametrize("zone", ["高新区", "高新技术产业开发区"])
def test_the_zone_of_another_county_is_not_that_of_the_city(read: Claims, zone: str) -> None:
    found = read(f"孟州市{zone}是省级高新区,规划面积12平方公里,集聚企业30家。", area="焦作市")
    assert {c.area.name for c in found} == {f"孟州市{zone}"}
    assert {c.area.name for c in read(f"焦作{zone}集聚企业30家。", area="焦作市")} == {"焦作高新区"}


@pytest.mark.parametrize("day", ["2023年4月28日", "二〇二三年四月二十八日"])
def test_a_communique_without_its_title_is_of_the_year_before_its_release(
    read: Claims, day: str
) -> None:
    preamble = "全市上下锚定目标,稳中求进,各项工作取得新的成效,总体上看运行平稳。" * 3
    chapter = "一、综合\n全年全市地区生产总值3000亿元。年末总人口430万人。"
    text = f"许昌市统计局\n{day}\n{preamble}\n{chapter}"
    found = read(text, published="2023-04-28", area="许昌市")
    assert [(c.value_text, c.period) for c in found] == [("3000", "2022"), ("430", "2022")]
