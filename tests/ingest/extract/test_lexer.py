"""Figures as printed: number, unit, qualifier; and what is no figure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.extract import document, lexer, lexicon
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


_BEGINNINGS = """
今年 去年 上年 上一年 前年 明年 来年 下年 本年度 当年 同年 次年 新的一年 新一年 全年 上半年 下半年
半年度 第一季度 前三季度 前三个季度 一季度 1-7月 前7个月 十月底 2019年 二〇一九年 年底 年初以来
截至8月底 截止2020年底 到2020年 至今 “十三五”期间 九五时期 目前 当前 如今 现在 现已 现有
现共有 元旦假期 春节黄金周 清明假期 端午小长假 中秋国庆假期 国庆期间 “五一”假期 建成以来
正式运营以来 投入使用以来 自开园以来 发布以来 实施以来 出台以来 印发以来 成立以来 挂牌以来
创建以来 启用以来 组建以来 建园以来 建区五年来 投用以来 过去五年 近五年来 最近三年 前两年间
这五年来 建市30年来 建院十年间 连续三年累计 三年完成 未来五年 今后三年 五年前 首次突破3亿元
首破3亿元 首超3亿元 破3亿元 首次站上3亿元 站上3亿元 跃上3亿元 迈上3亿元 跨过3亿元 跨上3亿元
越过3亿元 突破3亿元 超过3亿元 超3亿元 不低于3亿元 不少于3亿元 不超过3亿元 不高于3亿元 不突破3亿元
不大于3亿元 不小于3亿元 控制在3% 至少3亿元 大约3亿元 接近3亿元 将近3亿元 逼近3亿元 不足3亿元
不到3亿元 不满3亿元 约3亿元 近3亿元 逾3亿元 低于3亿元 少于3亿元 大于3亿元 高于3亿元 多于3亿元
仅3亿元 过3亿元 近百亿元 约-3% -3.5% +3.5% 百分之三 千分之三 约百分之三 第三位 首位 榜首 三分之一
约三分之一 近一半 一半 半数 两万人 万余人 12:33:55 约12:33:55 零五分 十余家
"""


@pytest.mark.parametrize("before", ["", "居", "列", "之", "至", "降到", "的"])
def test_the_first_two_characters_hide_no_number_and_no_time(seeds: Path, before: str) -> None:
    pattern = document.lexer_of(document.dictionary_of(seeds), "", "jiefang").pattern
    quick = f"(?={lexicon._OPENS})"
    assert quick in pattern.pattern
    thorough = re.compile(pattern.pattern.replace(quick, r"(?!〇)", 1))
    for words in [*_BEGINNINGS.split(), "前十、", "前三强,"]:
        text = f"{before}{words}。"
        assert [m.span() for m in pattern.finditer(text)] == [
            m.span() for m in thorough.finditer(text)
        ], text


def test_the_first_two_characters_hide_nothing_in_a_corpus(seeds: Path) -> None:
    pattern = document.lexer_of(document.dictionary_of(seeds), "", "jiefang").pattern
    thorough = re.compile(pattern.pattern.replace(f"(?={lexicon._OPENS})", r"(?!〇)", 1))
    for path in sorted((Path(__file__).parent / "corpus" / "dev").glob("*.txt")):
        text = compact(path.read_text(encoding="utf-8")).text
        assert [m.span() for m in pattern.finditer(text)] == [
            m.span() for m in thorough.finditer(text)
        ], path.name
