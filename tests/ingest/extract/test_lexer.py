"""Figures as printed: number, unit, qualifier; and what is no figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.extract import document, lexer
from ingest.extract.text import compact
from ingest.extract.words import FIG, RANK, RATIO


def tokens(seeds: Path, text: str) -> list:
    found = document.lexer_of(document.dictionary_of(seeds), "", "jiefang")
    return lexer.tokens(found, compact(text).text)


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("税收4.17亿元", "4.17", "亿元", ""),
        ("企业1500余家", "1500", "家", "余"),
        ("面积1万余平方米", "1", "万平方米", "余"),
        ("收入3亿多元", "3", "亿元", "多"),
        ("约330多公顷", "330", "公顷", "约…多"),
        ("突破了2亿元", "2", "亿元", "突破"),
        ("首次突破百亿元", "百", "亿元", "首次突破"),
        ("增长8%—8.5%", "8%-8.5", "%", ""),
        ("增长7.5%以上", "7.5", "%", "以上"),
        ("控制在4.5%以内", "4.5", "%", "以内"),
        ("占四成左右", "四", "成", "左右"),
        ("百分之八", "八", "%", ""),
        ("余额5,216.8亿元", "5,216.8", "亿元", ""),
        ("自然增长率为-3.74‰", "-3.74", "‰", ""),
        ("三千五百万元", "三千五百", "万元", ""),
        ("提高0.82个百分点", "0.82", "个百分点", ""),
        ("占三分之一", "三分之一", "", ""),
    ],
)
def test_figure(seeds: Path, text: str, value: str, unit: str, qualifier: str) -> None:
    (figure,) = [t[3] for t in tokens(seeds, text) if t[2] == FIG]
    assert (figure.value_text, figure.unit, figure.qualifier) == (value, unit, qualifier)


@pytest.mark.parametrize(
    "text", ["5G产业园", "第三产业", "三次产业", "五金机电", "A4纸", "解放区一般公共预算", "十三五"]
)
def test_no_figure(seeds: Path, text: str) -> None:
    assert not [t for t in tokens(seeds, text) if t[2] in (FIG, RANK, RATIO) and t[3]]


def test_proportions_with_three_kinds_of_colon(seeds: Path) -> None:
    for text in ("1.1:50.5:48.4", "1.1：50.5：48.4", "1.1∶50.5∶48.4"):
        (ratio,) = [t[3] for t in tokens(seeds, "结构为" + text) if t[2] == RATIO]
        assert ratio[1] == ["1.1", "50.5", "48.4"]
