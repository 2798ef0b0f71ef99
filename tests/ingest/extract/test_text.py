"""Compaction: lines joined, spaces dropped, and the way back to the text as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.text import _SAME_LENGTH, compact


@given(st.text(alphabet="焦作市税收亿元１２3.45%，。、；（）\n 　\t|第分别增长-—", max_size=200))
def test_each_character_leads_back_to_itself(text: str) -> None:
    body = compact(text)
    for at, character in enumerate(body.text):
        if character != "\n":
            assert text[body.origin(at)].translate(_SAME_LENGTH) == character


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # a number broken over two lines of a narrow column
        ("全年完成一般公共预算收入十分顺利，共计12\n.5亿元，比上年增长很多", "共计12.5亿元"),
        # what a scanner leaves between characters and digits
        ("实现 生产 总 值 52. 36 亿元", "实现生产总值52.36亿元"),
        ("人均纯收入5 218元", "人均纯收入5218元"),
        ("城镇新增就业9 ,820人", "城镇新增就业9,820人"),
        ("税收收入３．５％", "税收收入3.5%"),
        # prose, not a table: spaces go; a table's rows keep theirs
        ("地区生产总值 598.4 5.8", "地区生产总值 598.4 5.8"),
    ],
)
def test_compact(text: str, wanted: str) -> None:
    assert wanted in compact(text).text


def test_a_heading_is_not_joined_to_the_paragraph_below() -> None:
    assert "\n" in compact("二、工业和建筑业\n全年规模以上工业增加值增长6.2%。").text


def test_a_sentence_goes_on_over_a_blank_line_or_a_page_number() -> None:
    assert compact("生产总值由上一个五年末的\n\n12.8亿元增加到19.2亿元。").text.startswith(
        "生产总值由上一个五年末的12.8亿元"
    )
    assert "收入4.6亿元" in compact("实现收入4.6\n\n1\n\n亿元,同比增长32.4%;").text
    assert (
        "为8.1:54:37.9"
        in compact(
            "经济结构明显改善,三次产业比重由9:58:33调整为\n8.1:54:37.9;高新技术产业产值增长。"
        ).text
    )
    assert "。\n第二" in compact("第一段说完了。\n\n第二段开始。").text


def test_an_hour_is_not_joined_to_the_year_that_the_next_line_begins_with() -> None:
    text = "来源：未知来源 日期：2015-03-18 12:00\n2007年，全市招商工作取得实效，完成投资6亿元。"
    assert "12:00\n2007年" in compact(text).text
