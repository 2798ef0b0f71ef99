"""Compact text → tokens: figures with unit and qualifier, ranks, ratios, times, areas, indicators, cues.

One pass of an Aho-Corasick automaton (all words) and one of a regular expression (numbers and times)
over the text; both are linear, whatever the text. Where they overlap, a dictionary word that holds
the whole number (`第三产业`, `5G产业园`) wins, else the number.
"""

from __future__ import annotations

import re

from ingest.extract import periods
from ingest.extract.lexicon import Lexer
from ingest.extract.numerals import figure_of
from ingest.extract.words import (
    AREA,
    CUE,
    IND,
    PLAIN,
    TIME,
)

# 人均收入|比2010年: the 比 that compares is no part of a ratio's name
_RATIO_OR_THAN = re.compile(r"收入比(?=(?:19|20)\d\d年|上年|去年|前年|“?十)")


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
        item = _time(m) if m.group("time") else figure_of(m, text, lexer.units)
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


def _time(m: re.Match[str]):
    expression = m.group("time")
    when = periods.parse(expression)
    if when is None:
        return None
    return TIME, when, m.start(), m.end()
