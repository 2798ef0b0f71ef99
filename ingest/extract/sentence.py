"""One sentence, token by token: what stands before a figure, what follows, and what goes on to the next."""

from __future__ import annotations

import re

from ingest.extract import words as w
from ingest.extract.aims import Aims
from ingest.extract.anchoring import Anchoring
from ingest.extract.background import Background
from ingest.extract.bases import Bases
from ingest.extract.budgets import Budgets
from ingest.extract.claims import Unclaimed
from ingest.extract.cues import Cues
from ingest.extract.dating import OPENING, Dating
from ingest.extract.dictionary import Area, is_own_level
from ingest.extract.ellipsis import Ellipsis
from ingest.extract.emitting import Emitting
from ingest.extract.figures import Figures
from ingest.extract.groups import is_rank_of
from ingest.extract.lexer import before, has_figure, of_kind
from ingest.extract.lists import Lists
from ingest.extract.marks import Marks
from ingest.extract.measures import Measures
from ingest.extract.members import Members
from ingest.extract.mentions import Mentions
from ingest.extract.naming import Naming
from ingest.extract.occasions import Occasions
from ingest.extract.parts import Parts
from ingest.extract.percentages import Percentages
from ingest.extract.periods import When, resolve_year
from ingest.extract.placing import Placing
from ingest.extract.proportions import Proportions
from ingest.extract.ranking import Ranking
from ingest.extract.reckoning import Reckoning
from ingest.extract.refining import Refining
from ingest.extract.screening import Screening
from ingest.extract.spans import Spans
from ingest.extract.state import State
from ingest.extract.stocks import Stocks
from ingest.extract.subjects import Subjects
from ingest.extract.thresholds import Thresholds
from ingest.extract.words import AREA, CUE, FIG, FILL, IND, PLAIN, PUNCT, RANK, TIME

_THAT_ONE = re.compile("。?(?:该|这个|这一)项目")
_BREAKS = frozenset(
    (w.UP, w.DOWN, w.TO, w.SHARE, w.AVG, w.MOM, w.YOY, w.THAN, w.SAME, w.REAL, w.NOMINAL)
)
_LIST_WORDS = frozenset(("和", "与", "及", "以及"))


_THEIRS = re.compile("其中|园区|各园|[这该]些|目前|现|年?纳税|入驻|入园|园内")
_BY_QUARTER = re.compile(r"\n?[分从按]季度?看,")
# 分产业看: the parts of what the sentence before the breakdown was about
_BY_PARTS = re.compile(r"\n?[分从按][\u4e00-\u9fff]{2,8}?(?<!角度)(?:来?看|划?分)[,:]")
# What goes on with the sentence before it.
_ASIDE = re.compile(r"\n?(?:其中|[分从按][\u4e00-\u9fff]{2,8}?(?:来?看|划?分)[,:])")


class Sentence(
    Aims,
    Background,
    Cues,
    Marks,
    Screening,
    Figures,
    Lists,
    Members,
    Refining,
    Parts,
    Placing,
    Mentions,
    Subjects,
    Naming,
    Ellipsis,
    Budgets,
    Thresholds,
    Measures,
    Percentages,
    Dating,
    Reckoning,
    Bases,
    Occasions,
    Anchoring,
    Spans,
    Stocks,
    Ranking,
    Proportions,
    Emitting,
    State,
):
    """Reads one sentence, from its tokens."""

    __slots__ = ()

    def read(self) -> None:
        p = self.p
        toks = self.toks
        text = self.text
        if not has_figure(toks):
            self._no_figures()
            return
        self.when_before = p.when
        self.target = p.aims
        feature = p.setting.genre == "feature"
        opening = OPENING.search(text, self.start, self.end) if feature else None
        self.opening = opening.end() if opening else self.end
        self.first_area = (p.section_area or p.topic, p.section_area_text)
        if p.setting.genre != "feature" and not self._budget_level() and not self._of_spot():
            p.area, p.area_text = self.first_area
        elif p.area is not None and self._contains_home(p.area):
            p.area, p.area_text = self.first_area  # 全省 is only compared with
        elif self._group_is_over():
            p.area, p.area_text = self.first_area
        if feature and p.site is not None and _THAT_ONE.match(text, self.start):
            p.area, p.area_text = p.site, p.site.name
        self.park_before = (p.area, p.area_text)
        if _BY_QUARTER.match(text, self.start):
            self._back_to_first()
        elif (by_levels := self._by_levels()) is not None:
            p.subject = p.main = by_levels
        elif p.main is not None and _BY_PARTS.match(text, self.start):
            p.subject = p.main
        told = len(p.claims)
        self._share_units()
        self.clause_start = self.start
        position = self.start
        n = len(toks)
        for i, (a, b, kind, payload) in enumerate(toks):
            if self.quote:
                if kind == PUNCT and payload == "》":
                    self.quote = 0
                elif kind == FIG:
                    p.unclaimed.append(Unclaimed(a, b, "quoted"))
                position = b
                continue
            if a > position:
                self._gap(position, a)
            if kind == FILL:
                if payload in _LIST_WORDS:
                    self._list_break(a)
                elif self.before and not self.cues_broken():
                    self.before.append((a, b, ""))
                elif self.after:
                    self.after.append((a, b, ""))
                elif (
                    payload in w.SOFT
                    and i + 1 < n
                    and toks[i + 1][0] > b
                    and not self.cues_broken()
                ):
                    self.before.append((a, b, ""))
            elif kind == PLAIN:
                self._add(a, b, "")
            elif kind == IND:
                if text[a] == "全" and (level := w.REFERENCES.get(text[a : a + 2])):
                    # 全市财政收入 is one alias, and names the area that it is of
                    self._area(a, a + 2, Area("", text[a : a + 2], level, reference=level), i)
                elif text.startswith("本级", a + 1) and (own := w.REFERENCES.get(text[a : a + 3])):
                    self._area(a, a + 3, Area("", text[a : a + 3], own, reference=own), i)
                elif (
                    text[a + 1] == "级"
                    and w.REFERENCES.get(text[a : a + 2]) == "level"
                    and self._own_level(text[a : a + 2], a + 2)
                ):  # 区级一般公共预算收入, one alias
                    self._area(a, a + 2, Area("", text[a : a + 2], "level", reference="level"), i)
                self._add(a, b, payload)
            elif kind == CUE:
                self._cue(a, b, payload)
            elif kind == PUNCT:
                self._punctuation(a, b, payload)
            elif kind == AREA:
                self._area(a, b, payload, i)
            elif kind == TIME:
                self._time(a, b, payload, i)
            elif kind == FIG:
                self._figure(a, b, payload, i)
            elif kind == RANK:
                self._rank(a, b, payload, i)
            else:
                self._ratio(a, b, payload)
            position = b
        if not _ASIDE.match(text, self.start):
            first = next((c for c in p.claims[told:] if c.indicator_id), None)
            if first is not None:
                p.main = p.lookup(first.indicator_id, first.indicator_text, 0.9, first.start)
        self._leave_area(self.end)
        if self.whole is not None:
            p.area, p.area_text = self.whole
        elif p.area is not None and p.area.level == "phase":
            p.area, p.area_text = self.park_before  # 一期占地…。项目建成后, …: the park's again
        elif p.topic is not None and p.area is not None and is_rank_of(p.area.name, p.topic.name):
            p.area, p.area_text = self.first_area  # 省级高新区…: one rank, on a page about all
        before = self.when_before
        if (
            p.when is not None
            and p.when is not before
            and p.when.kind == "span"
            and p.when in self.times
            and before is not None
            and before.kind in ("past", "span")
        ):
            p.when = before  # 过去五年, …。2019年至2021年, …: some of the years, in passing
        elif p.section_target and p.when is not before and self._is_past(p.when):
            p.when = before  # tasks of the year, and one sentence on the year before

    def _back_to_first(self) -> None:
        """生产总值…, 第三产业…。分季度看, 一季度增长3%: of what the paragraph began with."""
        line = self.text.rfind("\n", 0, self.start) + 1
        first = None
        for claim in reversed(self.p.claims):
            if claim.start < line:
                break
            first = claim
        if first is not None and first.indicator_id:
            self.p.subject = self.p.lookup(
                first.indicator_id, first.indicator_text, 0.9, first.start
            )

    def _is_past(self, when: When | None) -> bool:
        if when is None or when.kind not in ("year", "months"):
            return False
        year = resolve_year(when.year, self.p.setting.now, self.p.section_reference)
        past = year is not None and year < (self.p.section_reference or 0)
        if past:
            self.p.reference = self.p.section_reference
        return past

    def _budget_level(self) -> bool:
        """市本级 holds for its paragraph, where a zone or a park holds for its sentence."""
        area = self.p.area
        return (
            area is not None
            and area.level == "statistical_group"
            and is_own_level(area)
            and not self.p.level_in_passing
            and (self.p.setting.genre != "communique" or area is self.p.section_area)
        )

    def _of_spot(self) -> bool:
        """A scenic spot has the figures to the end of its paragraph: its visitors, their cars, its takings."""
        area = self.p.area
        return area is not None and area.level == "spot" and self.text[self.start - 1] != "\n"

    def _group_is_over(self) -> bool:
        """八大园区完成税收…。零售总额…, on a page on their district: a group has the figures of its sentence."""
        area, home = self.p.area, self.p.setting.home
        own = self.first_area[0] or home
        return (
            area is not None
            and area.level == "park_group"
            and own is not None
            and own.level in ("city", "county", "district", "functional_area", "subdistrict")
            and self.text[self.start - 1 : self.start] != "\n"
            and not _THEIRS.match(self.text, self.start)
        )

    def _contains_home(self, area: Area) -> bool:
        """Whether the area is one that what the text is about lies in."""
        home = self.first_area[0] or self.p.setting.home
        return home is not None and area.name != home.name and self._holds(area, home)

    def _share_units(self) -> None:
        """1.1个、1.2个百分点; 23、97、84家: the members of a list have the unit of the last."""
        toks = self.toks
        last = len(toks) - 3
        for i in reversed(of_kind(toks, FIG)):
            if i > last:
                continue
            if toks[i + 2][2] == AREA and toks[i][3].unit in ("", "个"):
                self._share_points(i)
                continue
            if toks[i + 2][2] != FIG:
                continue
            mark = toks[i + 1]
            if (
                mark[0] != toks[i][1]
                or mark[1] != toks[i + 2][0]
                or not (
                    (mark[2] == PUNCT and mark[3] == "、")
                    or (mark[2] == FILL and mark[3] in _LIST_WORDS)
                )
            ):
                continue
            figure, following = toks[i][3], toks[i + 2][3]
            if (figure.unit == "" and following.unit and not figure.is_chinese) or (
                figure.unit == "个" and following.unit == "个百分点"
            ):
                figure.unit, figure.dimension = following.unit, following.dimension

    def _share_points(self, i: int) -> None:
        """高于全国|0.7|、全省|2.3个百分点: the points are those of both comparisons."""
        toks = self.toks
        if self.text[toks[i][1] : toks[i + 2][0]] not in ("、", "和", "与", ",") or i + 3 >= len(
            toks
        ):
            return
        following = next((t for t in toks[i + 3 : i + 5] if t[2] == FIG), None)
        if (
            following is not None
            and following[3].unit == "个百分点"
            and self.text[toks[i + 2][1] : following[0]] in ("", "平均", "平均水平")
        ):
            figure = toks[i][3]
            figure.unit, figure.dimension = following[3].unit, following[3].dimension

    def cues_broken(self) -> bool:
        return bool(self.cues) and any(cue in _BREAKS for _, _, cue in self.cues)

    def _add(self, a: int, b: int, indicator: str) -> None:
        if self.cues and self.cues_broken():
            self.after.append((a, b, indicator))
        else:
            self.before.append((a, b, indicator))

    def _gap(self, a: int, b: int) -> None:
        if (
            b == a + 1
            and a == self.clause_start
            and self.text[b] == "是"
            and self.text[a] in "一二三四五六七八九"
        ):
            return  # 一是|收入增加3亿元: the number of a point
        if w.LETTER.search(self.text, a, b):
            self._add(a, b, "")

    def _next_is(self, position: int, kinds: tuple[int, ...]) -> bool:
        toks = self.toks
        at = before(toks, position)
        while at < len(toks) and toks[at][3] == "的" and toks[at][:3:2] == (position, FILL):
            position = toks[at][1]
            at += 1
        return at < len(toks) and toks[at][0] == position and toks[at][2] in kinds
