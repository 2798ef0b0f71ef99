"""One sentence, token by token: what stands before a figure, what follows, and what goes on to the next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.extract import words as w
from ingest.extract.budgets import Budgets
from ingest.extract.claims import Subject, Unclaimed
from ingest.extract.dating import OPENING, SINCE, Dating
from ingest.extract.dictionary import Area
from ingest.extract.emitting import Emitting
from ingest.extract.figures import Figures
from ingest.extract.measures import Measures
from ingest.extract.naming import Naming
from ingest.extract.periods import When
from ingest.extract.placing import Placing
from ingest.extract.spans import Spans
from ingest.extract.subjects import Subjects
from ingest.extract.words import AREA, CUE, FIG, FILL, IND, PLAIN, PUNCT, RANK, RATIO, TIME

if TYPE_CHECKING:
    from ingest.extract.paragraphs import Parser

_HAN = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_BREAKS = frozenset(
    (w.UP, w.DOWN, w.TO, w.SHARE, w.AVG, w.MOM, w.YOY, w.THAN, w.SAME, w.REAL, w.NOMINAL)
)
_LIST_WORDS = frozenset(("和", "与", "及", "以及"))


class Sentence(Figures, Placing, Subjects, Naming, Budgets, Measures, Dating, Spans, Emitting):
    """Reads one sentence, from its tokens."""

    def __init__(self, parser: Parser, text: str, toks: list, start: int, end: int):
        self.p = parser
        self.text = text
        self.toks = toks
        self.start = start
        self.end = end

    def read(self) -> None:
        p = self.p
        toks = self.toks
        text = self.text
        if not any(t[2] in (FIG, RANK, RATIO) for t in toks):
            self._no_figures()
            return
        self.target = False
        self.prelim_clause = False
        self.prelim_spreads = False  # 预计 stands before all that it speaks of
        self.prelim_figures = 0  # figures before it
        self.prelim_reached = False  # its first member has a verb too: 初步核算, 生产总值完成…
        self.depth = 0
        self.quote = 0
        self.items = []
        self.areas = []
        self.times = []
        self.named_before: list[Subject] = []  # by the clauses just before, without figures
        self.share_moved = False
        self.plan_amount_end = -1
        self.resp = None
        self.index = 0
        self.figures = 0
        self.last_fig_end = -1
        self.last_measure = ""
        self.list_measure = ""
        self.pending = None
        self.outer = None
        self.prev = None
        self.outside: tuple | None = None
        self.when_before = p.when  # the time that the sentences before have left
        opening = OPENING.search(self.text, self.start, self.end)
        self.opening = opening.end() if opening and p.setting.genre == "feature" else self.end
        self.after_opening = False
        self.year_ahead: int | None = None  # 计划2025年年底建成
        self.dated_by_writing = ""  # the date of the figure before, where it was the day of writing
        self.order_area = []
        self.order_when = []
        self.recent: list[Subject] = []
        self.sentence_when: When | None = None
        self.run = 0  # how many figures of a run came before
        self.last_used: When | None = None
        self.ranked: Subject | None = None  # what the last rank is of
        self.from_when: When | None = None  # the year after an earlier 由 of the sentence
        self.sentence_base = 0
        self.of_threshold: Subject | None = None
        self.between_ends = False
        self.first_area = (p.section_area or p.topic, p.section_area_text)
        if p.setting.genre != "feature" and not self._budget_level():
            p.area, p.area_text = self.first_area
        elif p.area is not None and self._contains_home(p.area):
            p.area, p.area_text = self.first_area  # 全省 is only compared with
        self._share_units()
        self._clause(self.start)
        position = self.start
        n = len(toks)
        i = 0
        while i < n:
            a, b, kind, payload = toks[i]
            if self.quote:
                if kind == PUNCT and payload == "》":
                    self.quote = 0
                elif kind == FIG:
                    p.unclaimed.append(Unclaimed(a, b, "quoted"))
                position = b
                i += 1
                continue
            if a > position:
                self._gap(position, a)
            if kind == FILL:
                if payload in _LIST_WORDS:
                    self._list_break(a, b)
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
                self._ratio(a, b, payload, i)
            position = b
            i += 1
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

    def _budget_level(self) -> bool:
        """市本级 holds for its paragraph, where a zone or a park holds for its sentence."""
        area = self.p.area
        return (
            area is not None and area.level == "statistical_group" and not self.p.level_in_passing
        )

    def _contains_home(self, area: Area) -> bool:
        """Whether the area is one that what the text is about lies in."""
        home = self.first_area[0] or self.p.setting.home
        return home is not None and area.name != home.name and self._holds(area, home)

    def _share_units(self) -> None:
        """1.1个、1.2个百分点; 23、97、84家: the members of a list have the unit of the last."""
        toks = self.toks
        for i in range(len(toks) - 3, -1, -1):
            if toks[i][2] != FIG or toks[i + 2][2] != FIG:
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

    def _no_figures(self) -> None:
        p = self.p
        for position, (a, b, kind, payload) in enumerate(self.toks):
            if kind == AREA:
                area, name = p.named_area(self.text, self.toks, position)
                if area and area.name != "全国" and not self._within_quotes(a, b):
                    p._remember(area)
                    opens, at = a, position
                    while at and self.toks[at - 1][2] == AREA and self.toks[at - 1][1] == opens:
                        at -= 1
                        opens = self.toks[at][0]  # 河北|沧州|黄骅市
                    before = self.text[max(0, opens - 1) : opens]
                    if (
                        before in ("", "\n", "。", ",", ";", "”", "“")
                        or opens <= self.start
                        or self.text[max(0, opens - 2) : opens] in ("走进", "来到", "走访")
                        or (before == "的" and area.level == "enterprise")
                    ):
                        p.area, p.area_text = area, name
            elif (
                kind == TIME
                and not payload.base
                and not payload.start
                and (
                    position <= 1
                    or (
                        self.text[b : b + 2] in (",是", "是全", "是我", ",我")
                        and payload.year != p.setting.now
                    )
                )
            ):
                if payload.kind == "past" and payload.year2 >= 3 and self.text[b - 1] == "来":
                    p.review_years = payload.year2
                if self.text[max(self.start, a - 1) : a] in ("从", "自") and SINCE.match(
                    self.text, b
                ):
                    self._time(a, b, payload, position)  # 变化从2010年开始
                elif self._of_event(b, payload) or self._long_ago(payload):
                    pass
                elif (
                    payload.kind == "months"
                    and p.setting.genre == "brief"
                    and self.text[b : b + 1] == ","
                ):
                    p.when = payload  # 前三季度, 服务业发展较快。
                elif (payload.explicit and payload.kind in ("year", "months")) or payload.kind in (
                    "span",
                    "past",
                ):
                    p.when = payload
            elif kind == IND and (p.subject is None or position <= 3):
                p.subject = p.lookup(payload, self.text[a:b], 0.8, a)

    def _clause(self, position: int) -> None:
        self.clause_start = position
        self.before: list[tuple[int, int, str]] = []  # parts of the subject: start, end, indicator
        self.after: list[tuple[int, int, str]] = []
        self.cues: list[tuple[int, int, int]] = []
        self.ref_area: Area | None = None
        self.ref_areas: list[Area] = []
        self.ref_parts: list[tuple[int, int, str]] = []
        self.base_when: When | None = None
        self.base_end = -1
        self.bases = 0  # how many times are compared with: 较一季度、上半年
        self.local_when: When | None = None
        self.from_open = False
        self.basis = ""
        self.completion = False
        self.plan_word = ""
        self.fig_in_clause = 0
        self.fresh_area = False
        self.cum = False
        self.saw_rank_word = False
        self.rank_unit = "位"
        self.clause_when: When | None = None

    def cues_broken(self) -> bool:
        return any(c in _BREAKS for _, _, c in self.cues)

    def _add(self, a: int, b: int, indicator: str) -> None:
        if self.cues_broken():
            self.after.append((a, b, indicator))
        else:
            self.before.append((a, b, indicator))

    def _gap(self, a: int, b: int) -> None:
        if _HAN.search(self.text, a, b):
            self._add(a, b, "")

    def _list_break(self, a: int, b: int) -> None:
        """、 or 和 between members of a list, before any figure of the clause."""
        if self.fig_in_clause == 0 or self.last_fig_end < 0 or self.before:
            if not self.cues_broken() and self.before:
                self.items.append(self.before)
                self.before = []
        elif self.last_fig_end == a:
            self.group = True

    def _cue(self, a: int, b: int, cue: int) -> None:
        if cue == w.TARGET:
            word = self.text[a:b]
            if (
                word == "计划"
                and self.before
                and self.before[-1][1] == a
                and self._next_is(b, (FIG,))
            ):
                self._add(a, b, "")  # 科技专项计划1项: a name
                return
            if self.cues and self.cues[-1][2] == w.THAN and word[-2:] in ("目标", "预期", "计划"):
                return  # 高于预期目标0.3个百分点: the aim is the base
            if (
                "目标" in word
                and "完成" in self.text[self.clause_start : a]
                and self.text[b : b + 1] in "的任"
            ):
                self.plan_word = word
                self.completion = True
                self.cues.append((a, b, w.PLAN))
                return
            if word.startswith("全年"):
                self.p.when = When("", kind="year")
                word = word[2:]
            if word.startswith(("预计", "有望")):
                if self._future():
                    self.target = True
                else:
                    self._preliminary()
            elif (
                word == "目标"
                and self.text[b : b + 2].lstrip('”"')[:1] not in ("是", ":", "为", "定", "(", ",")
                and not self._next_is(b, (FIG,))
            ) or (
                word in ("计划", "预期", "目标")
                and self.text[b : b + 1] in ',。;、)的”"'
                and self.text[b + 1 : b + 2] not in "是为:"
            ):
                pass
            elif (
                word in ("保持在", "确定为", "努力", "拟", "按照", "规划")
                and not self.p.section_target
            ):
                if word in ("规划",):
                    self._add(a, b, "")
            else:
                self.target = True
            return
        if cue == w.PRELIM:
            if self.text[a:b].startswith("预计") and self._future():
                self.target = True
            else:
                self._preliminary()
            return
        if cue == w.RESP:
            said, self.before = self.before, []
            if said and not (len(self.items) >= 2 and self._of_the_same(said)):
                self.items.append(said)
            self.resp = self._targets_of_list(b, said)
            if self.resp and not isinstance(self.resp[0], Subject) and not self.before:
                self.before = said  # 陶镇、姚镇村集体收入分别…: what is counted there
            self.index = -1
            return
        if cue == w.PLAN:
            if (
                self.cues
                and self.cues[-1][2] == w.SHARE
                and self.text[a - 2 : a] in ("收入", "支出")
                and not self._is_total()
            ):
                return  # 预备费占支出预算的1.2%: a share
            self.plan_word = self.text[a:b]
            if (
                "完成" in self.text[self.clause_start : a]
                or (self.cues and self.cues[-1][2] in (w.SHARE, w.DONE, w.TO))
                or self.text[a - 1 : a] in ("为", "达", "是", "了")
            ):
                self.completion = True
            self.cues.append((a, b, cue))
            return
        if cue == w.OF or cue == w.INCLUDE:
            if self.p.subject is not None:
                self.outer = self.p.subject
            return
        if (
            cue in (w.SAME, w.REAL, w.NOMINAL)
            and self.before
            and not any(part[2] for part in self.before)
        ):
            self.before = []
        if cue in (w.SAME, w.REAL, w.NOMINAL):
            self.cues = []  # 剔除减收因素后同口径增长: the reduction is no part of the figure
        if cue == w.SAME:
            self.basis = "same_scope"
        elif cue == w.REAL:
            self.basis = "real"
        elif cue == w.NOMINAL:
            self.basis = "nominal"
        elif cue == w.CUMULATIVE:
            self.cum = True
            self._since_january()
            if self.before and not self.cues_broken():
                self.before.append((a, b, ""))
            return
        elif cue == w.RANKED:
            self.saw_rank_word = True
            return
        elif cue == w.FROM:
            following = self.text[b : b + 1]
            if (
                following.isdigit()
                or self._next_is(b, (TIME, FIG, RATIO, RANK))
                or self._rank_ahead(b - 1)
            ):
                self.from_open = True
            else:
                self._add(a, b, "")
            return
        elif cue == w.DONE:
            self.cues.append((a, b, cue))
            if self.before and not self.cues_broken():
                self.before.append((a, b, ""))
            return
        elif cue == w.TIMES:
            self._doubling(a, b)
            return
        self.cues.append((a, b, cue))

    def _preliminary(self) -> None:
        """预计 holds for what follows; after the name of one indicator, for that one alone."""
        self.prelim_clause = True
        self.prelim_spreads = not self.fig_in_clause and not any(part[2] for part in self.before)
        self.prelim_figures = self.figures

    def _next_is(self, position: int, kinds: tuple[int, ...]) -> bool:
        for a, b, kind, payload in self.toks:
            if a >= position:
                if kind == FILL and payload in ("的",) and a == position:
                    position = b
                    continue
                return kind in kinds and a == position
        return False

    def _punctuation(self, a: int, b: int, mark: str) -> None:
        if mark == "《":
            close = self.text.find("》", b, min(self.end, b + 80))
            if close >= 0:
                self.quote = 1
            return
        if mark == "、":
            self._list_break(a, b)
            return
        if mark == "(":
            self.depth += 1
            self.bracket_measure = (self.target, self.prelim_clause)
            if self.depth == 1:
                self.kept = (
                    self.before,
                    self.after,
                    self.cues,
                    self.p.subject,
                    self.p.area,
                    self.p.area_text,
                )
                if (
                    self.ref_area is not None
                    and self.prev_area_ends(a)
                    and self._next_is(b, (FIG,))
                ):
                    # 高于全省(7.7%)1.5个百分点
                    self.p.area, self.p.area_text = self.ref_area, self.ref_area.name
                if self._next_is(b, (FIG,)):
                    # 固定资产投资(6.3亿元), 占税收总额(17.9亿元)的71%: the figure is of what it follows
                    share = self.after and any(c[2] == w.SHARE for c in self.cues)
                    self.p.subject = (
                        self._subject(self.after if share else self.before, "", "")
                        or self.p.subject
                    )
                    self.after, self.cues = [], []
                self.before = []
            return
        if mark == ")":
            if self.depth:
                self.target, self.prelim_clause = self.bracket_measure
            if self.depth == 1:
                before, after, cues, subject, area, area_text = self.kept
                self.before = before
                self.p.area, self.p.area_text = area, area_text
                if subject is not None:
                    self.p.subject = subject
                if before or self.text[b : b + 1] == "的":
                    self.after, self.cues = after, cues  # 占税收总额(17.9亿元)的71%
            self.depth = max(0, self.depth - 1)
            return
        if mark in '“”"':
            return
        if mark in ",:;":
            if mark == ":" and self.before and not self.fig_in_clause:
                self._settle(a)
                if not self._next_is(b, (FIG,)):
                    self.before = []
                    self.items = []
                return
            if not self.fig_in_clause:
                self._settle(a)
                if mark == "," and self.p.area is not None and self._contains_home(self.p.area):
                    # 入选全国千强镇, 龙头企业80家
                    self.p.area, self.p.area_text = self.first_area
            self._leave_area(b)
            self._clause(b)
            if mark == ";":
                self.sentence_when = None
                if self.p.setting.genre != "feature" and not self._budget_level():
                    self.p.area, self.p.area_text = self.first_area
                self.resp = None
                self.items = []
                self.areas = []
                self.prelim_reached = False
                if not self.prelim_spreads:
                    self.prelim_clause = False
                self.list_measure = ""
                self.order_area = []

    def _settle(self, position: int) -> None:
        """A clause ends without a figure: what it named is the subject of what follows."""
        known = [part for part in self.before if part[2]]
        if known and self._is_condition(self.clause_start, position):
            self.before = []
            return
        if self.items and self.before and all(c in (w.UP, w.DOWN) for _, _, c in self.cues):
            self.items.append(self.before)
            return
        if known:
            a, b, indicator = known[-1]
            subject = self._subject(self.before, "", "")
            if subject is not None and subject.indicator_id:
                self.p.subject = subject
                self.named_before.append(subject)
            else:
                self.p.subject = self.p.lookup(indicator, self.text[a:b], 0.75, a)
