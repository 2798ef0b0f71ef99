"""Which times a figure is only compared with: 比上年同期18亿元, 是2016年的3.2倍."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.extract import words as w
from ingest.extract.lexer import before
from ingest.extract.numerals import Figure
from ingest.extract.periods import When, resolve_year
from ingest.extract.words import CUE, FIG, FILL, TIME

_CHANGES = re.compile("[,]?(?:净?增|多|少|减|提高|提升|上升|下降|下滑|降低)")
_ON_ITS_BASIS = re.compile("[^,。;\\d]{0,14}基础上")


class Bases:
    """Telling bases; part of `Sentence`."""

    __slots__ = ()

    def _base_ends(self, position: int) -> bool:
        """Whether the time compared with stands right before this place: 较上年同期|(5%)."""
        return self.base_when is not None and any(
            t[2] == TIME and t[1] == position for t in self.toks
        )

    def _time_of_base(self) -> When | None:
        """The time compared with, as that of a figure: 上年同期 is these months of the year before."""
        p, base = self.p, self.base_when
        whole = self.sentence_when or p.when or p.default_when
        year = resolve_year(base.year, p.setting.now, p.reference)
        if not base.base or whole is None or whole.kind not in ("year", "months") or year is None:
            return base
        spoken = resolve_year(whole.year, p.setting.now, p.reference)
        if base.year == "":
            year = spoken - 1 if spoken is not None else year
        return replace(whole, year=year, explicit=True, base=False)

    def _amount_of_times(self, b: int) -> bool:
        figures = [t for t in self.toks if t[0] >= b and t[2] == FIG][:2]
        return (
            len(figures) == 2
            and figures[0][0] == b
            and self.text[figures[0][1] : figures[1][0]] == "的"
            and figures[1][3].unit == "倍"
        )

    def _amount_that_grew(self, b: int) -> bool:
        """比2003年的78.2亿元净增40.4亿元: the amount after the year is that year's."""
        for n, t in enumerate(self.toks):
            if t[0] < b or (t[2] == FILL and t[3] == "的" and t[0] == b):
                continue
            if t[2] != FIG or t[0] > b + 1 or t[3].unit in ("%", "‰", "个百分点", "倍", "番"):
                return False
            following = self.toks[n + 1] if n + 1 < len(self.toks) else None
            return (
                following is not None
                and following[2] == CUE
                and following[3] in (w.UP, w.DOWN)
                and following[0] == t[1]
            )
        return False

    def _of_times(self, b: int) -> bool:
        """是2016年的3.2倍, 相当于去年全年的66.9%: the time is the base."""
        for _, _, kind, payload in self.toks[before(self.toks, b) :]:
            if kind == FILL and payload == "的":
                continue
            if kind != FIG:
                return False
            said = self.text[max(self.start, b - 16) : b]
            if payload.unit == "倍":
                return not re.search(r"增长|增加|提高|由|从", self.text[self.clause_start : b])
            return (
                payload.unit == "%"
                and self.text[b - 1] in "的年期"
                and re.search(r"相当于|[是为]", said) is not None
            )
        return False

    def _level_of_base(self, a: int, b: int, figure: Figure, i: int) -> When | None:
        """The time of an amount that another is compared with: 比上年同期|18.5亿元|增加2亿元."""
        if self.base_when is None or figure.dimension in ("ratio", "points", "") or i < 2:
            return None
        time, than = self.toks[i - 1], self.toks[i - 2]
        if time[2] == FILL and time[3] == "的" and i >= 3:
            time, than = self.toks[i - 2], self.toks[i - 3]
        if (
            time[2] != TIME
            or than[2] != CUE
            or than[3] != w.THAN
            or self.text[time[1] : a].strip("的")
        ):
            return None
        if not _CHANGES.match(self.text, b):
            return None
        p = self.p
        year = resolve_year(self.base_when.year, p.setting.now, p.reference)
        now = self.sentence_when or p.when or p.default_when
        if year is None:
            return None
        if self.base_when.base and now is not None and now.kind == "months":
            return replace(now, year=year, explicit=True, base=False)
        return replace(self.base_when, year=year, explicit=True, base=False)

    def _is_other_base(self, a: int, b: int) -> bool:
        """上年 as the base of a change (上年同期, 上年为100, 在上年实际完成的基础上), not as the time
        that is spoken of."""
        return _ON_ITS_BASIS.match(self.text, b) is not None or (
            self.text[b : b + 2]
            in ("同期", "同口", "增长", "提高", "上升", "下降", "持平", "末提", "多增")
            and self.text[a : a + 2] == "上年"
        )
