"""Pages that introduce a place (简介, 概况, 县情): what stands there, and what it lies by."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Claims = Callable[..., list]
DAY = "2024-06-20"

# text → (value, area, period) of each claim; the page is about 修武县, published on 2024-06-20
CASES = {
    "how a county is, beside what it did in a year": (
        "修武县简介\n修武县位于河南省北部,东与获嘉县毗邻,南与武陟县、温县接壤,总面积611平方公里,"
        "辖3镇4乡、187个行政村,总人口29.3万。年均气温14.5摄氏度,年均降水量560毫米,森林覆盖率31%。\n"
        "2023年,全县生产总值完成150亿元,同比增长6%。",
        [
            ("611", "修武县", DAY),
            ("3", "修武县", DAY),
            ("4", "修武县", DAY),
            ("187", "修武县", DAY),
            ("29.3", "修武县", DAY),
            ("14.5", "修武县", DAY),
            ("560", "修武县", DAY),
            ("31", "修武县", DAY),
            ("150", "修武县", "2023"),
            ("6", "修武县", "2023"),
        ],
    ),
    "back to what there is, after a time": (
        "修武县概况\n生态环境良好。1-5月空气质量综合指数4.2;土地资源丰富,拥有耕地31万亩、林地12万亩,林木绿化率42%。",
        [
            ("4.2", "修武县", "2024-01/2024-05"),
            ("31", "修武县", DAY),
            ("12", "修武县", DAY),
            ("42", "修武县", DAY),
        ],
    ),
    "what came of its name, and what it is divided into": (
        "县情\n1986年4月撤县设区,现辖修武县、武陟县和温县,人口29万。煤炭储量3.1亿吨,年产大蒜2万吨。",
        [("29", "修武县", DAY), ("3.1", "修武县", DAY), ("2", "修武县", "")],
    ),
    "an area of its own within it, by its heading": (
        "修武县基本情况\n修武县总面积611平方公里。\n青湖管理区简介\n青湖管理区始建于1958年,全区总面积80平方公里,"
        "辖3个管理处。2020年青湖湿地被列入名录。2023年,该区坚持稳中求进,全年完成一般公共预算收入1.9亿元。",
        [
            ("611", "修武县", DAY),
            ("80", "青湖管理区", DAY),
            ("3", "青湖管理区", DAY),
            ("1.9", "青湖管理区", "2023"),
        ],
    ),
    "hours of sunshine are not 日照市": (
        "修武县简介\n年均日照时数2276小时,风电并网总量达43.2万千瓦。",
        [("43.2", "修武县", DAY)],
    ),
}


@pytest.mark.parametrize("text, expected", CASES.values(), ids=CASES.keys())
def test_overviews(read: Claims, text: str, expected: list[tuple[str, str, str]]) -> None:
    found = read(text, published=DAY, area="修武县")
    assert [(c.value_text, c.area.name, c.period) for c in found] == expected


def test_a_report_that_ends_in_such_a_word_is_none(read: Claims) -> None:
    text = "2023年全县经济运行基本情况\n生产总值150亿元,增长6%。年末常住人口24万人。"
    assert {c.period for c in read(text, published="2024-02-01", area="修武县")} == {"2023"}


def test_towns_are_counted_and_towns_and_townships_together_are_not(read: Claims) -> None:
    found = read("修武县辖3镇4乡、187个行政村。", published=DAY, area="修武县")
    assert [(c.value_text, c.unit) for c in found][:2] == [("3", "镇"), ("4", "乡")]
    assert "镇" not in {c.unit for c in read("全县12乡镇通公路。", published=DAY, area="修武县")}
