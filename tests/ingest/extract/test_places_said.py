"""Which place is meant: leagues, own levels, cities of a province, streets in longer names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Claims = Callable[..., list]

# text, published, home → (area, number)
CASES = {
    "a league and its own level": (
        "我盟公布2020年度财政收支\n去年全年全盟一般公共预算收入累计完成31亿元。"
        "盟本级一般公共预算收入累计完成3亿元。",
        "2021-01-12",
        "阿拉善盟",
        [("阿拉善盟", "31"), ("阿拉善盟本级", "3")],
    ),
    "全市 on a province's page is the city just named": (
        "1-4月，全省一般公共预算收入完成1261亿元。\n太原市一般公共预算收入236亿元。"
        "全市一般公共预算支出195亿元。\n晋城市一般公共预算收入117亿元。全市一般公共预算支出128亿元。",
        "2022-05-20",
        "山西省",
        [("山西省", "1261"), ("太原市", "236"), ("太原市", "195"),
         ("晋城市", "117"), ("晋城市", "128")],
    ),
    "the own level after a short name, said for all that follows": (
        "2022年玉州区国民经济和社会发展统计公报\n二、农业\n玉州本级（不含新城，下同）粮食种植面积22万亩。\n"
        "全年粮食总产量8.6万吨。\n三、工业\n全年规模以上工业增加值增长2%。",
        "2023-03-20",
        "玉州区",
        [("玉州区本级", "22"), ("玉州区本级", "8.6"), ("玉州区", "2")],
    ),
    "where a report was filed": (
        "辽宁省财政收入增长\n中新网沈阳4月19日电 2021年1-3月，一般公共预算收入完成503亿元。"
        "一般公共预算支出完成634亿元。",
        "2021-04-19",
        "辽宁省",
        [("辽宁省", "503"), ("辽宁省", "634")],
    ),
    "a street that begins with the name of a city": (
        "大连湾街道位于甘井子区东北部，总面积70平方公里。2011年，大连湾街道财政总收入5.6亿元。",
        "2020-06-30",
        "甘井子区",
        [("大连湾街道", "70"), ("大连湾街道", "5.6")],
    ),
    "a street named after another city's road": (
        "嘉峪关路街道位于城关区东部，东与渭源路街道相连，面积2平方公里。2016年，嘉峪关路街道下辖5个社区。",
        "2018-06-30",
        "兰州市城关区",
        [("嘉峪关路街道", "2"), ("嘉峪关路街道", "5")],
    ),
    "brackets within a name": (
        "中德（云河）产业园占地300亩，入驻企业42家。中德（云河）产业园2022年产值8亿元。",
        "2023-06-30",
        "沈阳市",
        [("中德（云河）产业园", "300"), ("中德（云河）产业园", "42"), ("中德（云河）产业园", "8")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_place(name: str, read: Claims) -> None:
    text, published, home, expected = CASES[name]
    found = [(c.area.name, c.value_text) for c in read(text, published, home)]
    assert found == expected


def test_a_sum_so_far_in_the_accounts_of_a_year_is_that_year_s(read: Claims) -> None:
    text = (
        "我市公布2020年度财政收支\n去年全市财政收入完成31亿元。\n从结构看，税收收入累计完成21亿元。"
    )
    assert [c.period for c in read(text, "2021-01-12", "焦作市")] == ["2020", "2020"]


def test_what_the_year_has_brought_is_no_aim(read: Claims) -> None:
    text = (
        "政府工作报告\n——2019年2月16日在云河县第十七届人民代表大会第四次会议上\n"
        "一、2018年迈出铿锵步伐\n一年来，我们的主要工作及成效是：\n新增规模以上工业企业50家。"
    )
    assert [(c.period, c.status) for c in read(text, "2019-02-16", "修武县")] == [
        ("2018", "actual")
    ]


def test_the_column_of_a_site_introduces_no_place(read: Claims) -> None:
    text = (
        "盟市概况\n包头市\n2023年是开局之年。三次产业增加值占地区生产总值的比重分别为3.2%、54.6%和42.2%。\n"
        "全市年末常住人口276万人。"
    )
    found = read(text, "2024-08-15", "包头市")
    assert {c.period for c in found} == {"2023"}
    assert [c.indicator_id for c in found] == [
        "primary_value_added",
        "secondary_value_added",
        "tertiary_value_added",
        "resident_population",
    ]
