"""Compact text → tokens: figures with unit and qualifier, ranks, ratios, times, areas, indicators, cues.

One pass of an Aho-Corasick automaton (all words) and one of a regular expression (numbers and times)
over the text; both are linear, whatever the text. Where they overlap, a dictionary word that holds
the whole number (`第三产业`, `5G产业园`) wins, else the number.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import itemgetter

from ingest.extract import periods
from ingest.extract.lexicon import Lexer
from ingest.extract.numerals import figure_of
from ingest.extract.words import (
    AREA,
    CUE,
    FIG,
    IND,
    PLAIN,
    RANK,
    RATIO,
    TIME,
)

# 人均收入|比2010年: the 比 that compares is no part of a ratio's name
_RATIO_OR_THAN = re.compile(r"收入比(?=(?:19|20)\d\d年|上年|去年|前年|“?十)")
# A word that ends where a number ends wins over it where it names something; one that goes on, where it is a cue too.
_NAMES = frozenset((IND, PLAIN, AREA))
_HOLDS_NUMBERS = _NAMES | {CUE}
_START, _END, _KIND = itemgetter(0), itemgetter(1), itemgetter(2)
_FIGURES = frozenset((FIG, RANK, RATIO))


def first_look(lexer: Lexer, text: str) -> list[tuple[int, int, int, object]]:
    """The tokens of a text that will be read next, to be looked at and left as they are: they are kept
    for `tokens`, for which a short text would be taken apart twice."""
    found = tokens(lexer, text)
    lexer.seen = (text, found)
    return found


def tokens(lexer: Lexer, text: str) -> list[tuple[int, int, int, object]]:
    """Tokens (start, end, kind, payload) in order, without overlaps; gaps between them are plain text."""
    seen, lexer.seen = lexer.seen, None
    if seen is not None and seen[0] == text:
        return seen[1]
    kinds, payloads = lexer.kinds, lexer.payloads
    table = lexer.table
    found = lexer.automaton.find_matches_as_indexes(text)
    if "收入比" in text:
        for ratio in _RATIO_OR_THAN.finditer(text):
            at = bisect_left(
                found, ratio.end(), key=_KIND
            )  # the third of an index, a start and an end
            if at < len(found) and found[at][2] == ratio.end():
                found[at : at + 1] = _than(found[at], text, lexer)
    plain = [(a, b, kinds[index], payloads[index]) for index, a, b in found]
    ends = list(map(_KIND, found))
    out: list[tuple[int, int, int, object]] = []
    append = out.append
    i, n = 0, len(found)  # words before this one are done with; no other begins before `last_end`
    last_end = 0
    units, whole_units = lexer.units, lexer.whole_units
    for m in lexer.pattern.finditer(text):
        start, end = m.span()
        if i < n and ends[i] <= start:  # dictionary words before the number
            stop = bisect_right(ends, start, i)
            out += plain[i:stop]
            i = stop
        if i < n:
            a, b, kind, _ = plain[i]
            if (
                a <= start
                and b >= end
                and ((b > end and kind in _HOLDS_NUMBERS) or (b == end and kind in _NAMES))
            ):
                continue
        item = _time(m) if m["time"] else figure_of(m, text, units, whole_units)
        if item is None:
            continue
        kind, payload, start, end = item
        if start < last_end:
            continue
        # a word that begins before the number and reaches into it loses; drop those inside
        right = None
        while i < n:
            a, b, _, _ = word = plain[i]
            if a >= end:
                break
            if b <= start:
                append(word)
            else:
                if a < start and (left := table.get(text[a:start])):
                    append((a, start, *left))  # 增长到|2020年: what is left of the word counts
                if b > end and (rest := table.get(text[end:b])):
                    right = (end, b, *rest)  # 2020年|目标, not 2020|年目标
            i += 1
        append((start, end, kind, payload))
        last_end = end
        if right is not None:
            append(right)
            last_end = right[1]
    out += plain[i:]
    return out


def after(toks: list, place: int, at: int = 0) -> int:
    """The index, from `at` on, of the first token that ends after a place."""
    return bisect_right(toks, place, at, key=_END)


def before(toks: list, place: int, at: int = 0) -> int:
    """The index, from `at` on, of the first token that begins at a place or after it."""
    return bisect_left(toks, place, at, key=_START)


def of_kind(toks: list, kind: int) -> list[int]:
    """The indexes of the tokens of one kind: found without a step of the interpreter for each of the others."""
    kinds = list(map(_KIND, toks))
    found = []
    at = -1
    for _ in range(kinds.count(kind)):
        at = kinds.index(kind, at + 1)
        found.append(at)
    return found


def has_figure(toks: list) -> bool:
    """Whether there is a figure, a rank or a ratio among the tokens."""
    return not _FIGURES.isdisjoint(map(_KIND, toks))


def _than(item: tuple[int, int, int], text: str, lexer: Lexer) -> list[tuple[int, int, int]]:
    _, a, b = item
    if b - a < 3:
        return [item]
    known = lexer.places
    shorter = known.get(text[a : b - 1])
    than = known["比"]
    return [(shorter, a, b - 1), (than, b - 1, b)] if shorter is not None else [(than, b - 1, b)]


def _time(m: re.Match[str]):
    expression = m.group("time")
    when = periods.parse(expression)
    if when is None:
        return None
    return TIME, when, m.start(), m.end()
