"""What is known before a text is read: its words as one automaton, its numbers and times as one expression."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import ahocorasick_rs

from ingest.extract import periods
from ingest.extract.dictionary import (
    Area,
    Dictionary,
    _key,
    current_names,
    divisions,
    short_county,
)
from ingest.extract.numerals import is_whole
from ingest.extract.words import (
    AREA,
    CUE,
    CUES,
    FILL,
    FILLS,
    IND,
    PLAIN,
    PLAINS,
    PUNCT,
    PUNCTUATION,
    REFERENCES,
)

_ARABIC = r"(?:\d{1,3}+(?:,\d{3})+|\d{1,15})(?:\.\d{1,8})?"
_CHINESE = r"[一二三四五六七八九十百千万亿两零〇半]{1,12}(?:点[一二三四五六七八九零〇]{1,6})?"
_PRE = (
    r"首次突破了?|首破|(?<![突打])破(?=\d|[百千]亿|[百千]万)|(?:首次)?(?:站上|跃上|迈上|跨过|跨上|越过)了?(?=[\d一二三四五六七八九百千万])|突破了?|超过了?|不低于|不少于|不超过|不高于|不突破|不大于|不小于|控制在|至少|大约|接近|将近|"
    r"逼近|不足|不到|不满|(?<![签条合节预契履])约|(?<![附最靠])近|首超|(?<!赶)超|逾|低于|少于|大于|高于|多于|仅(?!(?:19|20)\d\d年)|(?<![通经超越渡胜错走路不])过(?=\d)"
)
_SIGN = r"[-+](?!(?:19|20)\d\d年)"
_POST = "以上|以下|以内|之内|左右|上下|之多"
# How a number, a time or what stands before them begins. Every fifth character of a text could begin one;
# the second tells nearly all of the others (全市, 发展, 实现) at once. A form added to `periods.PERIOD`
# or `_PRE` must be let through here.
_NUMERAL = r"\d一二三四五六七八九十百千万亿两零半"
_OPENS = (
    rf"[{_NUMERAL}首到至]|[今去上当本同明来下次全年][{_NUMERAL}年后半前底末初届个]"
    rf"|[前第近约逾超过破仅这+\-“\"][{_NUMERAL}〇年第前首榜+\-过去元春清端中国]"
    "|[截目如现最近发实出印未突逼不控大接将低少多高连建新自正投运开成挂创启组站跃迈跨越榜]"
    "[止至前今在已有共近布施台发来破低少超高突大小足到满制约于续成园区市院校的一式入用运营立牌建上过首正投开实出印挂创启组]"
    "|[元春清端中国][旦节明午秋庆]"
)
_MUL = "万亿|千亿|百亿|千万|百万|万|亿|千|百"
_Q = "[余多来几]"


def _maybe(name: str, pattern: str) -> str:
    """A group that may be missing. As a choice between it and nothing: a `?` after a group costs twice that."""
    return f"(?:(?P<{name}>{pattern})|)"


@dataclass(slots=True)
class Lexer:
    """Everything compiled for one dictionary and one home area."""

    kinds: list[int]  # of the words, and what they stand for
    payloads: list[object]
    automaton: ahocorasick_rs.AhoCorasick
    pattern: re.Pattern[str]
    units: dict[str, str]
    whole_units: frozenset[str]  # those after which nothing makes a number another one
    aliases: dict[str, str]
    table: dict[str, tuple[int, object]] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)  # word → its place among them
    seen: tuple[str, list] | None = None  # a text that was looked at, and its tokens


# What most units begin with is tried first; which of them is longer decides, not the order.
_COMMON_UNITS = frozenset("%个亿万元家人户吨公平亩")


def _unit_pattern(units: dict[str, str]) -> str:
    bare = {u for u in units if u not in ("第", "倍于", "pp", "百分比")}
    for u in list(bare):  # 万余平方米: the multiple stands apart from its unit
        for head in ("万亿", "百万", "千万", "百亿", "千亿", "万", "亿", "千", "百"):
            if u.startswith(head) and len(u) > len(head):
                bare.add(u[len(head) :])
    return _alternatives(sorted(bare, key=lambda u: (u[0] not in _COMMON_UNITS, u)))


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


# What follows a county's name of two characters where it is none: 代县长, 和县级, 成县城.
_NO_COUNTY = "长级委城域乡区市直属"


def _prefecture(dictionary: Dictionary, home: str) -> str:
    """The first four digits of the code of the city that the home area is or lies in."""
    chain = [dictionary.areas[a] for a in dictionary.ancestors(home) if a in dictionary.areas]
    return next((a.code[:4] for a in chain if a.level == "city"), "")


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
    near = code[:4] or _prefecture(dictionary, home)
    for name, entries in divisions().items():
        table[name] = (AREA, entries)
        if len(name) == 2 and not any(near and entry[0].startswith(near) for entry in entries):
            # 代县|长, 市和县|级: two characters that are words far more often than a county elsewhere
            table |= {
                name + rest: (PLAIN, name) for rest in _NO_COUNTY if name + rest not in divisions()
            }
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
        own: dict[str, list] = {}  # a name of today replaces a former one: 句容市, not 句容县
        today = current_names()
        for name, entries in divisions().items():
            for entry in entries:
                if entry[0][:4] == code[:4] and (code.endswith("00") or entry[0] == code):
                    short = short_county(name)
                    if short and short not in table and (short not in own or name in today):
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
    longest = max(map(len, dictionary.units), default=0) + len("万亿")
    figure = (
        # most numbers have nothing before them: their first digit tells
        rf"(?:(?=\d)|{_maybe('pre', _PRE)}{_maybe('sign', _SIGN)}"
        rf"(?:(?P<frac>百分之|千分之)|(?P<ord>第)|))"
        rf"(?:(?P<ratio>(?=[\d.]{{1,12}}+:)\d{{1,3}}(?:\.\d+)?(?::\d{{1,3}}(?:\.\d+)?){{1,3}})(?![\d:])"
        rf"|(?P<top>(?<=[国省市区县州居列位入身阵名])前[一二三四五六七八九十](?=强?[,。;、)]|强(?=[^\u4e00-\u9fff])|[位名](?=[,。;、)])))|(?P<first>首位|榜首|(?<=之)首(?![位次批个届席府都]))|(?P<nil>(?<=[至到为])零(?=[,。;、)]))"
        rf"|(?P<fraction>[二三四五六七八九十]分之[一二两三四五六七八九]|一半){_maybe('strong', '[强弱多]')}"
        rf"|(?P<num>{_ARABIC}|{_CHINESE})"
        rf"(?:(?P<range>(?=[^\d~至\-]{{0,{longest}}}+[~至\-]){_maybe('u1', _MUL)}{_maybe('u2', unit)}(?:-{{1,2}}|~|至)(?P<num2>{_ARABIC}|{_CHINESE}))|)"
        rf"{_maybe('q1', _Q)}(?:个(?=亿[,。;、)的\n]))?{_maybe('mul', _MUL)}{_maybe('q2', _Q)}{_maybe('unit', unit)}{_maybe('q3', _Q)}{_maybe('post', _POST)})"
    )
    pattern = re.compile(
        rf"(?={_OPENS})"
        # most numbers are no time: one look at what follows the digits spares all forms of times
        rf"(?:(?!\d{{1,15}}+[^\d年月至到~/\-])(?P<time>{periods.PERIOD})|{figure})"
    )
    places = {name: i for i, name in enumerate(names)}
    return Lexer(
        [kind for kind, _ in table.values()],
        [payload for _, payload in table.values()],
        automaton,
        pattern,
        dictionary.units,
        frozenset(filter(is_whole, dictionary.units)),
        aliases,
        table,
        places,
    )
