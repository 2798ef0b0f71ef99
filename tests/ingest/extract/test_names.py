"""Names that only the text knows: parks, towns, enterprises, projects; whose figures are whose."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Claims = Callable[..., list]

# text → area of each claim, in order; the page is about 许昌市, published on 2024-03-20
CASES = {
    "a town known by its form": (
        "记者了解到,去年石梁镇实现税收1.2亿元,同比增长8%。今年以来,石梁镇签约项目12个。",
        ["石梁镇", "石梁镇", "石梁镇"],
    ),
    "城镇, 乡镇 and 小镇 are words": (
        "城镇新增就业1.2万人,乡镇财政收入3亿元。",
        ["许昌市", "许昌市"],
    ),
    "a park set apart by 位于, then 园区": (
        "位于禹州市的青禾智能制造产业园占地300亩。目前,园区入驻企业40家。",
        ["青禾智能制造产业园", "青禾智能制造产业园"],
    ),
    "a short form of a park's name": (
        "青禾数字经济产业园占地300亩。去年,青禾产业园税收2亿元。",
        ["青禾数字经济产业园", "青禾数字经济产业园"],
    ),
    "a verb is no part of a name": (
        "青禾科技城占地300亩。为支持青禾科技城,全市完成投资6亿元。",
        ["青禾科技城", "许昌市"],
    ),
    "a title in quotation marks is no place": (
        "长葛经济开发区先后被评为“中国成长百强园区”。目前,园区入驻企业120家。",
        ["长葛经济开发区"],
    ),
    "a park in a list of what came is not what is spoken of": (
        "石梁镇去年签约云谷产业园等项目19个,石梁镇税收2亿元。",
        ["石梁镇", "石梁镇"],
    ),
    "a place after a preposition does nothing": (
        "石梁镇税收2亿元,在全市率先完成土地整理500亩。",
        ["石梁镇", "石梁镇"],
    ),
    "an enterprise's own figures": (
        "石梁镇现有规上工业企业30家。\n走进云帆电子有限公司的车间,去年产值6亿元。公司现有员工300人。\n全镇税收2亿元。",
        ["石梁镇", "云帆电子有限公司", "云帆电子有限公司", "石梁镇"],
    ),
    "who speaks for an enterprise": (
        "“今年订单不断。”云帆电子董事长李大海说,去年出口2000万美元。",
        ["云帆电子"],
    ),
    "a project's investment": (
        "青禾产业园入驻企业40家。冷链仓储项目总投资2亿元。",
        ["青禾产业园", "冷链仓储项目"],
    ),
    "the second phase of a park": (
        "青禾产业园入驻企业40家;二期项目总投资3亿元,建筑面积5万平方米。园区去年税收1亿元。",
        ["青禾产业园", "青禾产业园二期", "青禾产业园二期", "青禾产业园"],
    ),
    "a rank is of the area before it, the other is the field": (
        "在全省评比中,石梁镇排名第9位,石梁镇税收2亿元。",
        ["石梁镇", "石梁镇"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_area(read: Claims, name: str) -> None:
    text, expected = CASES[name]
    found = read(text, published="2024-03-20", area="许昌市")
    assert [c.area.name for c in found] == expected
