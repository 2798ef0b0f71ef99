"""Passages that a page prints twice: the second time without what stood before, it says what it said first.

Scanned newspaper pages repeat their lead, or the end of a column at the head of the next, where its
beginning is cut off: park and year are then those of the first time.
"""

from __future__ import annotations

import re
from itertools import groupby
from operator import attrgetter

from ingest.extract.claims import Claim

_SAME = 40  # characters before a figure that nobody writes twice
_PROSE = 24  # of them that are Chinese: rows of a table repeat themselves
_HAN = re.compile("[\u4e00-\u9fff]+")
_PLACE = attrgetter("start", "end")


def settle(claims: list[Claim], text: str) -> None:
    """Give claims whose figure and words before it stood in the text already what the first ones have."""
    printed = {text[claim.start - _SAME : claim.end] for claim in claims}
    if len(printed) == len(set(map(_PLACE, claims))):
        return  # as many as places: nothing comes again
    told: dict[str, list[Claim]] = {}
    for _, group in groupby(claims, key=_PLACE):
        same = list(group)
        start, end = same[0].start, same[0].end
        if start < _SAME:
            continue
        words = text[start - _SAME : end]
        first = told.setdefault(words, same)
        if first is same or len(first) != len(same):
            continue
        if "\n" in words or sum(map(len, _HAN.findall(words))) < _PROSE:
            continue  # asked of what comes again alone
        for claim, before in zip(same, first, strict=True):
            if (claim.measure, claim.unit) != (before.measure, before.unit):
                continue
            claim.indicator_id, claim.indicator_text = before.indicator_id, before.indicator_text
            claim.area, claim.area_text = before.area, before.area_text
            claim.period, claim.status = before.period, before.status
            claim.ref_area, claim.ref_indicator = before.ref_area, before.ref_indicator
            claim.base_period, claim.basis = before.base_period, before.basis
            claim.confidence, claim.reasons = before.confidence, list(before.reasons)
