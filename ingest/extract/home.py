"""The area that a text is about: by its first lines, or one county of the city that it was filed under."""

from __future__ import annotations

import re
from collections import Counter

from ingest.extract import lexer as lexing
from ingest.extract.dictionary import Area, Dictionary
from ingest.extract.lexicon import Lexer
from ingest.extract.places import COMMON
from ingest.extract.text import compact
from ingest.extract.words import AREA, INTRODUCES, MEDIUM

_READ = 20_000
_SENTENCE = 24  # characters: what is longer is prose, no headline
# 高于|全市2个百分点, 居|全市|第一: the city is only compared with
_COMPARED = re.compile("(?:[高低快慢优多少]于|[居占比列位超]|排名|排在)$")
_RANKED = re.compile("的?(?:第|前|首|平均|最|上游|一半|[一二三四五六七八九十]强)")
_COUNTIES = ("county", "district")


def _named(d: Dictionary, payload: object, printed: str) -> Area | None:
    """The area that a token names by itself, wherever it stands."""
    if isinstance(payload, Area):
        return None if payload.reference or payload.level == "country" else payload
    if printed in COMMON or len({entry[0][:2] for entry in payload}) > 1:
        return None
    code, level, full = payload[0]
    known = d.by_code.get(code)
    return d.areas[known] if known else Area("", full, level, code=code)


def of_first_lines(d: Dictionary, lexer: Lexer, text: str) -> Area | None:
    """The area that a text is about, from its first lines, else the one named most often."""
    head = compact(text[:1200]).text
    first_lines = "\n".join([s for s in head.split("\n") if s][:6])
    counts: Counter[str] = Counter()
    found: dict[str, Area] = {}
    for source, weight in ((first_lines, 3), (compact(text[:_READ]).text, 1)):
        for a, b, kind, payload in lexing.tokens(lexer, source):
            if kind != AREA:
                continue
            area = _named(d, payload, source[a:b])
            if area is None or (area.level == "province" and weight == 1):
                continue
            counts[area.name] += weight * (2 if b - a >= 3 else 1)
            found.setdefault(area.name, area)
    return found[counts.most_common(1)[0][0]] if counts else None


def county_of_page(d: Dictionary, lexer: Lexer, text: str, city: Area) -> Area | None:
    """The one county or district of a city that a page filed under the city is about: the area that its first
    sentences name first, more often than the city and any other."""
    if city.level != "city" or not city.code.endswith("00"):
        return None
    page = compact(text[:_READ]).text
    prose = 0
    for line in page.split("\n"):
        if len(line) >= _SENTENCE and "。" in line:
            break
        prose += len(line) + 1
    else:
        prose = 0
    counts: Counter[str] = Counter()
    first: Area | None = None
    introduced = False
    toks = lexing.first_look(lexer, page)
    for i in lexing.of_kind(toks, AREA):
        a, b, _, payload = toks[i]
        if a < prose or MEDIUM.match(page, b):
            continue
        printed = page[a:b]
        if isinstance(payload, Area) and payload.reference == "city":
            # 该市 is the one named before, and 全市 may be that of a county-level city
            own = printed == "该市" or (first is not None and first.name.endswith("市"))
            compared = _COMPARED.search(page, max(0, a - 4), a) or _RANKED.match(page, b)
            area: Area | None = None if own or compared else city
        else:
            area = _named(d, payload, printed)
            if area is not None and area.name == city.name != printed:
                continue  # 许昌|某公司, 许昌|大道: within a name
        if area is None or area.level not in ("city", *_COUNTIES):
            continue
        if first is None:
            first = area
            introduced = a <= prose + 1 and INTRODUCES.match(page, b) is not None
        counts[area.name] += 1
    if first is None or first.level not in _COUNTIES or first.code[:4] != city.code[:4]:
        return None
    rivals = max((n for name, n in counts.items() if name != first.name), default=0)
    return first if introduced or 2 <= counts[first.name] > rivals else None
