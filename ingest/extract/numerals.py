"""A printed number → a figure with unit and qualifier, a rank or a ratio; or none after all (5G, 2号, 第3章)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.extract.words import (
    FIG,
    RANK,
    RATIO,
)

# What makes a number with such a unit no figure: 5G, 2号, 1#, 第3, A4, 3.0版.
_AFTER_NONE = re.compile(r"[A-Za-z#号版℃°@]|-\d|[-:/]\d")
_NO_TENTHS = tuple("果绩功就立长本员交为都品分型")  # 又一|成果


# 绿色工厂两家、: a count after its noun; 这两家, 其中两家 are no counts of anything named
_NO_NOUN = frozenset("这那有前后头其中的每另外等为、,。;:(和与及又了第\n一二三四五六七八九十")


def _counts(text: str, start: int, end: int) -> bool:
    """Whether a small number in Chinese stands between the noun that it counts and a mark."""
    return (
        text[end : end + 1] in ("、", ",", "。", ";")
        and start > 1
        and "\u4e00" <= text[start - 1] <= "\u9fff"
        and text[start - 1] not in _NO_NOUN
        and text[start] in "两三四五六七八九"
    )


# 辖20个行政村、|一个|居委会: a small number of what a place is divided into
_DIVISION = re.compile("行政村|自然村|社区|居委会|居民|村民|村委会|经联社")


def _divides(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] in ("、", ",", "和", "辖", "及", "与", "有") and (
        _DIVISION.match(text, end) is not None
    )


_AFTER_TOWNS = frozenset(",。;、)(和及与\n0123456789")
_CLOSING = frozenset(",。;\n")
_ODD_UNITS = ("个", "台", "成", "多", "余")  # what follows them counts: 6个|亿, 3台|阶


@dataclass(slots=True)
class Figure:
    """A printed number with what belongs to it; `unit` empty where none is printed, `closed` where the
    clause ends with it, as it does for most: then no word after it can make it anything else."""

    start: int
    end: int
    value_text: str
    unit: str
    qualifier: str
    dimension: str
    number_start: int
    is_chinese: bool = False
    flags: int = 0
    closed: bool = False


def is_whole(unit: str) -> bool:
    """Whether nothing that follows a unit makes the number before it another one or none."""
    return unit == "%" or not (unit.endswith(_ODD_UNITS) or any(c.isascii() for c in unit))


def figure_of(m: re.Match[str], text: str, units: dict[str, str], whole_units: frozenset[str]):
    """The token of a match of the lexicon's pattern: kind, payload, start, end; None where it is no figure."""
    start, end = m.span()
    if m.lastgroup == "unit" and text[start].isdigit():
        # 12.5亿元, 3%: half of all figures are a number and its unit, and nothing below is asked of them
        begin, stop = m.span("num")
        full = text[stop:end]
        if begin == start and full in whole_units:
            before, mark = text[start - 1], text[end : end + 1]
            if mark != "#" and not (start == 0 or before.isascii() or before == "〔"):
                figure = Figure(
                    start,
                    end,
                    text[start:stop],
                    full,
                    "",
                    units[full],
                    start,
                    False,
                    0,
                    mark in _CLOSING,
                )
                return FIG, figure, start, end
    elif m.lastgroup == "num" and end - start == 1 and not text[start].isdigit():
        return None  # 一|是, 三|农: nearly all small numbers in Chinese are part of a word
    group = m.group
    previous = text[start - 1] if start else ""
    number = group("num")
    if number is None:
        return _other_form(m, text, previous)
    number_start = m.start("num")
    is_chinese = not number[0].isdigit()
    pre, sign, ordinal, in_words, ranged, q1, mul, q2, unit, q3, post = group(
        "pre", "sign", "ord", "frac", "range", "q1", "mul", "q2", "unit", "q3", "post"
    )
    before = text[number_start - 1] if number_start else ""
    if is_chinese and before == "唯":
        return None  # 唯一一家
    if (
        not is_chinese
        and ((before.isascii() and before.isalnum()) or (before in "._#〔[" and before))
        and not (group("unit") and text.endswith("GDP", 0, number_start))
    ):
        return None  # but 实现GDP310亿元
    if ordinal:
        if ranged or mul or q1:
            return None
        counter = unit if unit in ("位", "名") else ""
        stop = m.end("unit") if counter else m.end("num")
        number = "第" + number
        return RANK, (number, counter), m.start("ord"), stop
    mul = mul or ""
    if is_chinese and not mul:
        # 三千万元: the greedy numeral has swallowed the multiple that belongs to the unit
        if number[-1] in "万亿" and len(number) > 1:
            cut = 2 if number[-2:] == "万亿" and len(number) > 2 else 1
            mul, number = number[-cut:], number[:-cut]
        elif number in ("万", "亿", "千", "百") and (q1 or q2 or unit not in ("元", "吨")):
            return None
    if is_chinese and number[0] in "万亿":
        return None
    qualifier = q1 or q2 or q3 or ""
    if in_words:
        unit = "%" if in_words[0] == "百" else "‰"
        end_of = m.end("num")
        stop, full = (m.end("q1") if q1 else end_of), unit
        if post and m.start("post") == stop:
            stop = m.end("post")
        else:
            post = None
    else:
        full = mul + (unit or "")
        stop = end
        if not unit:
            stop = (
                m.end("q2")
                if q2
                else m.end("mul")
                if group("mul")
                else m.end("q1")
                if q1
                else m.end("num")
            )
            if is_chinese:
                stop = m.end("q1") if q1 else m.end("num")
            if post and m.start("post") == stop:
                stop = m.end("post")
            elif post:
                post = None
        elif full not in units:
            if mul and unit in units:
                number, full = number + mul, unit  # 2.3万座: the multiple stays with the number
            elif unit not in units:
                return None
    if unit == "个" and not mul and text[end : end + 1] == "亿" and text[end + 1 : end + 2] != "元":
        mul, unit, full, stop = "亿", None, "亿", end + 1  # 6个亿
    if unit == "个" and text[end : end + 1] == "点" and not mul:
        full = unit = "点"
        stop = end + 1
    if unit == "台" and text[end : end + 1] == "阶" and mul:
        full, unit, stop = mul, None, end - 1
    if unit in ("多", "余"):
        return None
    if unit in ("镇", "乡") and (is_chinese or mul or text[stop : stop + 1] not in _AFTER_TOWNS):
        return None  # 辖7镇8乡, but not 12乡镇
    follow = text[stop : stop + 2]
    if not unit and not mul:
        if is_chinese or _AFTER_NONE.match(follow):
            return None
        if (before and (before in "第")) or follow[:1] in (
            "年",
            "月",
            "日",
            "时",
            "分",
            "秒",
            "号",
            "岁",
            "届",
            "级",
            "院",
            "线",
            "路",
        ):
            return None
        if before == "-" and sign is None:
            return None
    elif (
        (
            unit
            and unit[0].isascii()
            and unit[0].isalpha()
            and follow[:1].isalnum()
            and follow[:1].isascii()
        )
        or follow[:1] == "#"
        or (unit == "" and _AFTER_NONE.match(follow))
    ):
        return None
    dimension = units.get(full, "")
    if is_chinese and not mul and not in_words and not ranged:
        small = len(number) == 1 or number in ("三五", "两三")
        if small and not (
            unit in ("成", "番", "倍", "个百分点", "百分点", "亿元", "万元")
            or (dimension == "area" and number != "一" and len(unit or "") > 1)  # 八平方公里
            or (unit in ("家", "所", "座") and _counts(text, number_start, stop))
            or (unit == "个" and _divides(text, number_start, stop))
        ):
            return None
        if (
            unit
            in (
                "年",
                "日",
                "天",
                "周",
                "层",
                "类",
                "里",
                "度",
                "点",
                "次",
                "期",
                "村",
                "片",
                "部",
                "条",
                "种",
                "场",
                "个",
                "项",
                "位",
                "名",
                "套",
                "支",
            )
            and len(number) < 3
            and number[-1] not in "百千"
            and not (unit == "个" and _divides(text, number_start, stop))
        ):
            return None
    if unit == "成" and (not is_chinese or text[stop : stop + 1] in _NO_TENTHS):
        return None
    value = number
    if ranged:
        second = group("num2")
        u2 = (group("u1") or "") + (group("u2") or "")
        value = text[number_start : m.end("num2")]
        if is_chinese and len(number) == 1 and len(second) == 1 and not unit:
            return None
        plain = not u2 and not is_chinese and number.isdigit() and second.isdigit()
        if plain and int(number) >= int(second) and unit != "%":
            return None
        if mul and not group("mul"):
            value = text[number_start : m.end("num2")]
    elif sign == "-":
        if previous and (previous.isdigit() or (previous.isalpha() and previous.isascii())):
            return None
        value = "-" + number
    elif sign == "+":
        value = number
    if pre == "仅":
        pre = None
        start = number_start - (1 if sign else 0)
    if pre:
        pre = pre.rstrip("了")
        if pre.endswith(("站上", "跃上", "迈上", "跨过", "跨上", "越过")):
            pre = "首次突破" if pre.startswith("首次") else "突破"
        elif pre in ("首破", "破"):
            pre = "首次突破" if pre == "首破" else "突破"
        elif pre == "首超":
            pre = "超"
        qualifier = f"{pre}…{qualifier}" if qualifier else pre
    if (
        post
        and pre
        and pre.startswith(("控制在", "不超过", "不高于"))
        and post in ("以内", "以下", "之内")
    ):
        qualifier = post
    elif post:
        qualifier = f"{qualifier}…{post}" if qualifier else post
    return (
        FIG,
        Figure(
            start,
            stop,
            value,
            full,
            qualifier,
            dimension,
            number_start,
            is_chinese,
            1 if sign else 0,
            text[stop : stop + 1] in _CLOSING,
        ),
        start,
        stop,
    )


def _other_form(m: re.Match[str], text: str, previous: str):
    """A ratio, the first of a ranking, a fraction in words, or nought."""
    start, end = m.span()
    ratio, first, fraction, nil = m.group("ratio", "first", "fraction", "nil")
    if top := m.group("top"):  # 稳居全省前十: as 前10位
        return FIG, Figure(start, end, top[1:], "位", "前", "rank", start + 1), start, end
    if ratio:
        if previous.isascii() and previous.isalnum():
            return None
        pieces = ratio.split(":")
        if end < len(text) and text[end] == "0" and len(pieces) == 2:
            return None
        return RATIO, (m.start("ratio"), pieces), start, end
    if first:
        return RANK, ("首", ""), m.start("first"), m.end("first")
    if fraction:
        begin = m.start("fraction")
        stated = "…".join(q for q in m.group("pre", "strong") if q)
        figure = Figure(start, end, fraction, "", stated, "ratio", begin, True)
        return FIG, figure, start, end
    if nil:  # 降至零
        begin = m.start("nil")
        figure = Figure(begin, begin + 1, "零", "", "", "nil", begin, True)
        return FIG, figure, begin, begin + 1
    return None
