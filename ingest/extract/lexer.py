"""Compact text → tokens: figures with unit and qualifier, ranks, ratios, times, areas, indicators, cues.

One pass of an Aho-Corasick automaton (all words) and one of a regular expression (numbers and times)
over the text; both are linear, whatever the text. Where they overlap, a dictionary word that holds
the whole number (`第三产业`, `5G产业园`) wins, else the number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import ahocorasick_rs

from ingest.extract import periods
from ingest.extract.dictionary import Area, Dictionary, _key, divisions, short_county
from ingest.extract.words import (
    AREA,
    AREA_FORMS,
    CUE,
    CUES,
    FIG,
    FILL,
    FILLS,
    IND,
    PLAIN,
    PLAINS,
    PUNCT,
    PUNCTUATION,
    RANK,
    RATIO,
    REFERENCES,
    TIME,
)

_ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,8})?"
_CHINESE = r"[一二三四五六七八九十百千万亿两零〇半]{1,12}(?:点[一二三四五六七八九零〇]{1,6})?"
_PRE = (
    r"首次突破了?|(?:首次)?(?:站上|跃上|迈上|跨过|跨上|越过)了?(?=[\d一二三四五六七八九百千万])|突破了?|超过了?|不低于|不少于|不超过|不高于|不突破|不大于|不小于|控制在|至少|大约|接近|将近|"
    r"不足|不到|不满|(?<![签条合节预契履])约|(?<![附最靠])近|(?<!赶)超|逾|低于|少于|大于|高于|多于|仅|(?<![通经超越渡胜错走路不])过(?=\d)"
)
_POST = "以上|以下|以内|之内|左右|上下|之多"
_MUL = "万亿|千亿|百亿|千万|百万|万|亿|千|百"
_Q = "余|多|来|几"

# What makes a number with such a unit no figure: 5G, 2号, 1#, 第3, A4, 3.0版.
_AFTER_NONE = re.compile(r"[A-Za-z#号版℃°@]|-\d|[-:/]\d")


@dataclass(slots=True)
class Figure:
    """A printed number with what belongs to it; `unit` empty where none is printed."""

    start: int
    end: int
    value_text: str
    unit: str
    qualifier: str
    dimension: str
    number_start: int
    is_chinese: bool = False
    flags: int = 0


@dataclass(slots=True)
class Lexer:
    """Everything compiled for one dictionary and one home area."""

    words: list[tuple[int, object]]
    automaton: ahocorasick_rs.AhoCorasick
    pattern: re.Pattern[str]
    units: dict[str, str]
    aliases: dict[str, str]
    table: dict[str, tuple[int, object]] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)  # word → its place in `words`


def _unit_pattern(units: dict[str, str]) -> str:
    bare = {u for u in units if u not in ("第", "倍于", "pp", "百分比")}
    for u in list(bare):  # 万余平方米: the multiple stands apart from its unit
        for head in ("万亿", "百万", "千万", "百亿", "千亿", "万", "亿", "千", "百"):
            if u.startswith(head) and len(u) > len(head):
                bare.add(u[len(head) :])
    return _alternatives(sorted(bare))


def _alternatives(words: list[str]) -> str:
    """A pattern that matches the longest of these words, one character a step: an alternation of
    hundreds of units would be tried one by one at every number."""
    tree: dict = {}
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}

    def pattern(node: dict) -> str:
        ends = "" in node
        branches = [
            re.escape(character) + pattern(below) for character, below in node.items() if character
        ]
        if not branches:
            return ""
        body = branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"
        return f"(?:{body})?" if ends else body

    return pattern(tree)


def build(
    dictionary: Dictionary,
    *,
    source_id: str = "",
    home: str = "",
    code: str = "",
    extra: Area | None = None,
) -> Lexer:
    """Compile the dictionary for documents of one home area (areas' short names hang on it)."""
    table: dict[str, tuple[int, object]] = {}
    for mark in PUNCTUATION:
        table[mark] = (PUNCT, mark)
    for word in FILLS:
        table[word] = (FILL, word)
    for word in PLAINS:
        table[word] = (PLAIN, word)
    for word, kind in CUES.items():
        table[word] = (CUE, kind)
    for name, entries in divisions().items():
        table[name] = (AREA, entries)
    if extra is not None and _key(extra.name) not in table:
        table[_key(extra.name)] = (AREA, extra)
    chain = dictionary.ancestors(home)
    for word, level in REFERENCES.items():
        table[word] = (AREA, Area("", word, level, reference=level))
    for alias, area_id in dictionary.area_names.items():
        if area_id in dictionary.areas:
            table[alias] = (AREA, dictionary.areas[area_id])
    if home:
        inside = set(chain)
        for area in dictionary.areas.values():
            if (area.parent in inside or area.area_id in inside) and area.level in (
                "county",
                "district",
                "city",
            ):
                short = short_county(area.name)
                if short and short not in table:
                    table[short] = (AREA, area)
        codes = [dictionary.areas[a].code for a in chain if dictionary.areas[a].level == "city"]
        for name, entries in divisions().items():
            for code, _, _ in entries:
                if codes and code[:4] == codes[0][:4] and not code.endswith("00"):
                    short = short_county(name)
                    if short and short not in table:
                        table[short] = (AREA, [e for e in entries if e[0] == code])
    if code:
        own: dict[
            str, list
        ] = {}  # a later name of the table replaces a former one: 句容市, not 句容县
        for name, entries in divisions().items():
            for entry in entries:
                if entry[0][:4] == code[:4] and (code.endswith("00") or entry[0] == code):
                    short = short_county(name)
                    if short and short not in table:
                        own[short] = [entry]
        table |= {short: (AREA, entries) for short, entries in own.items()}
    if home:
        scopes = [*reversed(chain), source_id]  # the nearest scope has the last word
        for scope in scopes:
            for alias, area_id in dictionary.scoped_areas.get(scope, {}).items():
                if area_id in dictionary.areas and not (
                    REFERENCES.get(alias)
                    in ("city", "county", "district", "province", "own", "home")
                    and scope not in (home, source_id)
                ):
                    table[alias] = (AREA, dictionary.areas[area_id])
    aliases = dict(dictionary.aliases)
    aliases.update(dictionary.scoped_aliases.get(source_id, {}))
    for alias, indicator_id in aliases.items():
        # An alias that is also an area (建成区) or a short common word stays what it was.
        if len(alias) >= 2 and (alias not in table or table[alias][0] in (PLAIN, FILL, CUE)):
            table[alias] = (IND, indicator_id)
    names = list(table)
    automaton = ahocorasick_rs.AhoCorasick(
        names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    unit = _unit_pattern(dictionary.units)
    figure = (
        rf"(?P<pre>{_PRE})?(?P<sign>[-+](?!(?:19|20)\d\d年))?"
        rf"(?:(?P<frac>百分之|千分之)|(?P<ord>第))?"
        rf"(?:(?P<ratio>\d{{1,3}}(?:\.\d+)?(?::\d{{1,3}}(?:\.\d+)?){{1,3}})(?![\d:])"
        rf"|(?P<first>首位|榜首|(?<=之)首(?![位次批个届席府都]))|(?P<nil>(?<=[至到为])零(?=[,。;、)]))"
        rf"|(?P<fraction>[二三四五六七八九十]分之[一二两三四五六七八九]|一半)(?P<strong>[强弱多])?"
        rf"|(?P<num>{_ARABIC}|{_CHINESE})"
        rf"(?P<range>(?P<u1>{_MUL})?(?P<u2>{unit})?(?:-{{1,2}}|~|至)(?P<num2>{_ARABIC}|{_CHINESE}))?"
        rf"(?P<q1>{_Q})?(?P<mul>{_MUL})?(?P<q2>{_Q})?(?P<unit>{unit})?(?P<q3>{_Q})?(?P<post>{_POST})?)"
    )
    pattern = re.compile(
        rf"(?=[\d一二三四五六七八九十百千万亿两零半站跃迈跨越今去上前当本同明来下次全年首榜到至截目如现近最过未\"“约超逾突首不控大将接低少多高仅第+\-连建这新自正投运开成挂创启组])"
        rf"(?:(?P<time>{periods.PERIOD})|{figure})"
    )
    places = {name: i for i, name in enumerate(names)}
    return Lexer(
        [table[n] for n in names], automaton, pattern, dictionary.units, aliases, table, places
    )


# 人均收入|比2010年: the 比 that compares is no part of a ratio's name
_RATIO_OR_THAN = re.compile(r"收入比(?=(?:19|20)\d\d年|上年|去年|前年|“?十)")
_NO_TENTHS = tuple("果绩功就立长本员交为都品分型")  # 又一|成果
_NUMBER_ONLY = re.compile(r"[\d,]*\.?\d+")
_SMALL_CHINESE = set("一二三四五六七八九十两半百千万亿零〇")


def tokens(lexer: Lexer, text: str) -> list[tuple[int, int, int, object]]:
    """Tokens (start, end, kind, payload) in order, without overlaps; gaps between them are plain text."""
    words_ = lexer.words
    table = lexer.table
    found = lexer.automaton.find_matches_as_indexes(text)
    out: list[tuple[int, int, int, object]] = []
    append = out.append
    i, n = 0, len(found)
    last_end = 0
    ratios = {r.end() for r in _RATIO_OR_THAN.finditer(text)}
    if ratios:
        found = [
            piece
            for item in found
            for piece in (_than(item, text, lexer) if item[2] in ratios else (item,))
        ]
        n = len(found)
    for m in lexer.pattern.finditer(text):
        start, end = m.span()
        # dictionary words before the number
        swallowed = False
        while i < n:
            index, a, b = found[i]
            if b <= start:
                kind, payload = words_[index]
                if a >= last_end:
                    append((a, b, kind, payload))
                i += 1
                continue
            if a > start:
                break
            kind, payload = words_[index]
            if b > end or (b == end and kind in (IND, PLAIN, AREA)):
                swallowed = kind in (IND, AREA, PLAIN) or (kind == CUE and b > end)
            break
        if swallowed:
            continue
        item = _time(m, lexer) if m.group("time") else _figure(m, lexer, text)
        if item is None:
            continue
        kind, payload, start, end = item
        if start < last_end:
            continue
        # a word that begins before the number and reaches into it loses; drop those inside
        while i < n and found[i][1] < end:
            index, a, b = found[i]
            if a >= last_end:
                if b <= start:
                    append((a, b, *words_[index]))
                elif a < start and (left := table.get(text[a:start])):
                    append((a, start, *left))  # 增长到|2020年: what is left of the word counts
            i += 1
        append((start, end, kind, payload))
        last_end = end
    while i < n:
        index, a, b = found[i]
        if a >= last_end:
            append((a, b, *words_[index]))
        i += 1
    return out


def _than(item: tuple[int, int, int], text: str, lexer: Lexer) -> list[tuple[int, int, int]]:
    _, a, b = item
    if b - a < 3:
        return [item]
    known = lexer.places
    shorter = known.get(text[a : b - 1])
    than = known["比"]
    return [(shorter, a, b - 1), (than, b - 1, b)] if shorter is not None else [(than, b - 1, b)]


def _time(m: re.Match[str], lexer: Lexer):
    expression = m.group("time")
    when = periods.parse(expression)
    if when is None:
        return None
    return TIME, when, m.start(), m.end()


def _figure(m: re.Match[str], lexer: Lexer, text: str):
    group = m.group
    start, end = m.span()
    begin = start
    ratio = group("ratio")
    previous = text[begin - 1] if begin else ""
    if ratio:
        if previous.isascii() and previous.isalnum():
            return None
        number_start = m.start("ratio")
        pieces = ratio.split(":")
        if end < len(text) and text[end] == "0" and len(pieces) == 2:
            return None
        return RATIO, (number_start, pieces), start, end
    if group("first"):
        return RANK, ("首", ""), m.start("first"), m.end("first")
    if group("fraction"):
        begin = m.start("fraction")
        stated = "…".join(q for q in (group("pre"), group("strong")) if q)
        figure = Figure(start, end, group("fraction"), "", stated, "ratio", begin, True)
        return FIG, figure, start, end
    if group("nil"):  # 降至零
        begin = m.start("nil")
        figure = Figure(begin, begin + 1, "零", "", "", "nil", begin, True)
        return FIG, figure, begin, begin + 1
    number = group("num")
    if number is None:
        return None
    number_start = m.start("num")
    is_chinese = not number[0].isdigit()
    pre, sign, q1, mul, q2, unit, q3, post = group(
        "pre", "sign", "q1", "mul", "q2", "unit", "q3", "post"
    )
    before = text[number_start - 1] if number_start else ""
    if is_chinese and before == "唯":
        return None  # 唯一一家
    if not is_chinese and (
        (before.isascii() and before.isalnum()) or (before in "._#〔[" and before)
    ):
        return None
    if group("ord"):
        if group("range") or mul or q1:
            return None
        counter = unit if unit in ("位", "名") else ""
        stop = m.end("unit") if counter else m.end("num")
        number = "第" + number
        return RANK, (number, counter), m.start("ord"), stop
    units = lexer.units
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
    if group("frac"):
        unit = "%" if group("frac")[0] == "百" else "‰"
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
    if unit == "个" and text[end : end + 1] == "点" and not mul:
        full = unit = "点"
        stop = end + 1
    if unit == "台" and text[end : end + 1] == "阶" and mul:
        full, unit, stop = mul, None, end - 1
    if unit in ("多", "余"):
        return None
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
    if is_chinese and not mul and not group("frac") and not group("range"):
        small = len(number) == 1 or number in ("三五", "两三")
        if small and unit not in ("成", "番", "倍", "个百分点", "百分点", "亿元", "万元"):
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
        ):
            return None
    if unit == "成" and (not is_chinese or text[stop : stop + 1] in _NO_TENTHS):
        return None
    value = number
    if group("range"):
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
        ),
        start,
        stop,
    )


def area_forms() -> re.Pattern[str]:
    """Areas below the county, by the form of their names."""
    return re.compile("|".join(sorted(map(re.escape, AREA_FORMS), key=len, reverse=True)))


__all__ = ["Figure", "Lexer", "Path", "_key", "area_forms", "build", "tokens"]
