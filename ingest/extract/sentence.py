"""One sentence, token by token: what stands before a figure, what follows, and what goes on to the next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.extract import words as w
from ingest.extract.claims import Subject, Unclaimed
from ingest.extract.dating import Dating
from ingest.extract.dictionary import Area
from ingest.extract.emitting import Emitting
from ingest.extract.lexer import Figure
from ingest.extract.measures import Measures
from ingest.extract.periods import When
from ingest.extract.subjects import Subjects
from ingest.extract.words import AREA, CUE, FIG, FILL, IND, PLAIN, PUNCT, RANK, RATIO, TIME

if TYPE_CHECKING:
    from ingest.extract.paragraphs import Parser

_HAN = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_COUNTERS = frozenset(("count", "persons", "person_times"))
_FORM_REFERENCES = frozenset(("zone", "town", "park", "form"))
_BREAKS = frozenset(
    (w.UP, w.DOWN, w.TO, w.SHARE, w.AVG, w.MOM, w.YOY, w.THAN, w.SAME, w.REAL, w.NOMINAL)
)
_SECTORS_NAMED = re.compile("三次产业|一二三产业|三产结构|三大产业")
SECTORS = ("primary_value_added", "secondary_value_added", "tertiary_value_added")
_LIST_WORDS = frozenset(("和", "与", "及", "以及"))


class Sentence(Subjects, Measures, Dating, Emitting):
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
        if not any(t[2] in (FIG, RANK, RATIO) for t in toks):
            self._no_figures()
            return
        self.target = False
        self.prelim_clause = False
        self.depth = 0
        self.quote = 0
        self.items = []
        self.areas = []
        self.times = []
        self.resp = None
        self.index = 0
        self.figures = 0
        self.last_fig_end = -1
        self.last_measure = ""
        self.list_measure = ""
        self.pending = None
        self.outer = None
        self.prev = None
        self.order_area = []
        self.order_when = []
        self.recent: list[Subject] = []
        self.sentence_when: When | None = None
        self.run = 0  # how many figures of a run came before
        self.last_used: When | None = None
        self.sentence_base = 0
        self.first_area = (p.section_area or p.topic, p.section_area_text)
        if p.setting.genre != "feature" and not self._budget_level():
            p.area, p.area_text = self.first_area
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

    def _budget_level(self) -> bool:
        """市本级 holds for its paragraph, where a zone or a park holds for its sentence."""
        area = self.p.area
        return area is not None and area.level == "statistical_group"

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
                if area and area.name != "全国":
                    p._remember(area)
                    opens = a - (len(name) - (b - a)) if name.endswith(self.text[a:b]) else a
                    if (
                        self.text[max(0, opens - 1) : opens] in ("", "\n", "。", ",", ";", "”", "“")
                        or opens <= self.start
                        or self.text[max(0, opens - 2) : opens] in ("走进", "来到", "走访")
                    ):
                        p.area, p.area_text = area, name
            elif kind == TIME and not payload.base and not payload.start and position <= 1:
                if (payload.explicit and payload.kind in ("year", "months")) or payload.kind in (
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
        self.ref_parts: list[tuple[int, int, str]] = []
        self.base_when: When | None = None
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
                    self.prelim_clause = True
            elif (
                word == "目标"
                and self.text[b : b + 1] not in ("是", ":", "为", "定", "(", ",")
                and not (self.depth and self._next_is(b, (FIG,)))
            ) or (word in ("计划", "预期", "目标") and self.text[b : b + 1] in ',。;、)的”"'):
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
            self.prelim_clause = True
            return
        if cue == w.RESP:
            if self.before:
                self.items.append(self.before)
                self.before = []
            self.resp = self._targets_of_list(b)
            self.index = -1
            return
        if cue == w.PLAN:
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
                if before:
                    self.after, self.cues = after, cues
            self.depth = max(0, self.depth - 1)
            return
        if mark in '“”"':
            return
        if mark in ",:;":
            if mark == ":" and self.before and not self.fig_in_clause:
                self._settle(a)
                if not any(part[2] for part in self.before) and not self._next_is(b, (FIG,)):
                    self.before = []
                    self.items = []
                return
            if not self.fig_in_clause:
                self._settle(a)
            self._clause(b)
            if mark == ";":
                self.sentence_when = None
                if self.p.setting.genre != "feature" and not self._budget_level():
                    self.p.area, self.p.area_text = self.first_area
                self.resp = None
                self.items = []
                self.areas = []
                if not self._goes_on(b):
                    self.prelim_clause = False
                self.list_measure = ""
                self.order_area = []

    def _goes_on(self, b: int) -> bool:
        """预计 …; …: still expected, unless the next member says that it was done."""
        if not any(
            t[2] == CUE and t[3] == w.TARGET and self.text[t[0] : t[1]].startswith("预计")
            for t in self.toks
        ):
            return False
        stop = next(
            (t[0] for t in self.toks if t[0] >= b and t[2] == PUNCT and t[3] == ";"), self.end
        )
        return not any(t[2] == CUE and t[3] == w.DONE for t in self.toks if b <= t[0] < stop)

    def _settle(self, position: int) -> None:
        """A clause ends without a figure: what it named is the subject of what follows."""
        known = [part for part in self.before if part[2]]
        if self.items and self.before and not self.cues_broken():
            self.items.append(self.before)
            return
        if known:
            a, b, indicator = known[-1]
            subject = self._subject(self.before, "", "")
            if subject is not None and subject.indicator_id:
                self.p.subject = subject
            else:
                self.p.subject = self.p.lookup(indicator, self.text[a:b], 0.75, a)

    def _area(self, a: int, b: int, payload: object, i: int) -> None:
        p = self.p
        name = self.text[a:b]
        area: Area | None
        if (
            isinstance(payload, Area)
            and payload.reference in _FORM_REFERENCES
            and not name.startswith(("全", "该", "我", "本"))
        ):
            # 许昌市|魏都区|先进制造业|开发区: what stands before the form may be its name
            own = p._own_name(self.text, self.toks, i)
            inside = (
                self.before
                and self.before[0][0] < a - len(own)
                and payload.reference == "form"
                and (self.text[a - len(own) - 1] not in "的,、")
            )
            if own and (own + name) in p.local and not inside:
                while self.before and self.before[-1][1] > a - len(own):
                    self.before.pop()
                self._take_area(p.local[own + name], own + name, a - len(own))
                return
            previous = self.toks[i - 1] if i else None
            if previous is not None and previous[2] == AREA and previous[1] == a:
                head, _ = p._resolve_area(previous[3], self.text[previous[0] : a])
                if head is not None and not (
                    isinstance(previous[3], Area) and previous[3].reference
                ):
                    full = self.d_area(head.name + name) or self.d_area(
                        re.sub("[市县区]$", "", head.name) + name
                    )
                    self._take_area(full or p._local_area(self.text[previous[0] : b]), name, a)
                    return
            if payload.reference == "form" and not self.before and not own:
                near = p.last_by_kind.get("park")
                if near is not None and near.name.endswith(name):
                    self._take_area(near, name, a)
                    return
            if (
                name == "园区"
                and previous is not None
                and previous[1] == a
                and previous[2] == FIG
                and previous[3].unit == "个"
            ):
                self._unclaim_last(previous[0])
                self._take_area(
                    Area("", self.text[previous[0] : b], "park_group"),
                    self.text[previous[0] : b],
                    a,
                )
                return
            if payload.reference == "form" or (
                self.before and self.before[-1][1] == a and not self.before[-1][2]
            ):
                # 专业|产业园区, 两个|园区: a common noun
                self._add(a, b, "")
                return
        area, printed = p._resolve_area(payload, name)
        if area is None:
            self._add(a, b, "")
            return
        if (
            i
            and self.toks[i - 1][2] == AREA
            and self.toks[i - 1][1] == a
            and not isinstance(payload, Area)
            and isinstance(self.toks[i - 1][3], list)
        ):
            head = self.toks[i - 1][3][0][0]
            for entry in payload:  # type: ignore[attr-defined]
                if entry[0][:2] == head[:2] and (head[2:4] == "00" or entry[0][:4] == head[:4]):
                    known = p.d.by_code.get(entry[0])
                    area = (
                        p.d.areas[known] if known else Area("", entry[2], entry[1], code=entry[0])
                    )
                    break
        self._take_area(area, printed, a)

    def _unclaim_last(self, start: int) -> None:
        """6个园区 names a group of parks: its number is no claim."""
        if self.p.claims and self.p.claims[-1].start == start:
            last = self.p.claims.pop()
            self.p.unclaimed.append(Unclaimed(last.start, last.end, "threshold"))
            self.last_fig_end = -1
            self.fig_in_clause = 0

    def d_area(self, name: str) -> Area | None:
        found = self.p.d.area_names.get(name)
        return self.p.d.areas.get(found) if found else None

    def prev_area_ends(self, position: int) -> bool:
        return any(t[2] == AREA and t[1] == position for t in self.toks)

    def _ref_position(self) -> bool:
        if not self.cues:
            return self.saw_rank_word
        return self.cues[-1][2] in (w.SHARE, w.THAN) or self.saw_rank_word

    def _take_area(self, area: Area, printed: str, a: int) -> None:
        p = self.p
        if self._elsewhere(area, a + len(printed)):
            return
        if self._ref_position() or (
            self.cues
            and self.cues_broken()
            and self.cues[-1][2] in (w.SHARE, w.THAN, w.UP, w.DOWN, w.YOY)
        ):
            self.ref_area = area
            return
        if self._rank_ahead(a) or re.match(
            r"(?:平均|同期)", self.text[a + len(printed) : a + len(printed) + 2]
        ):
            self.ref_area = area
            return
        if self.depth and not area.known:
            return
        current = p.area or p.setting.home
        if (
            current is not None
            and area.level in ("country", "province")
            and current.level not in ("country",)
            and area.name != current.name
        ):
            # 全国 or 全省 in front of a figure is a comparison, or an adjective (全国文明城市)
            following = self._next_kind(a)
            if following in ("title",):
                return
        self.order_area.append(area)
        if not self.cues_broken() and self.fig_in_clause == 0 and not self.items:
            self.before = []
        p._remember(area)
        p.area, p.area_text = area, printed
        self.fresh_area = True

    def _elsewhere(self, area: Area, b: int) -> bool:
        """北京理工大学, 焦作市农村信用社: an area within another name, unless it is home or lies in it."""
        p = self.p
        home = p.setting.home
        if (
            home is None
            or area.name == home.name
            or area.level not in ("country", "province", "city", "county", "district")
        ):
            return False
        if area.reference or (
            self.text[b - 1 : b] in "国省"
            and self.text[b - 2 : b] in ("全国", "全省", "我国", "我省", "本省")
        ):
            return False
        if area.area_id and home.area_id and home.area_id in p.d.ancestors(area.area_id):
            return False
        if area.code and home.code and area.code[:4] == home.code[:4] and home.code.endswith("00"):
            return False
        nxt = next((t for t in self.toks if t[0] >= b), None)
        return nxt is None or nxt[0] > b

    def _rank_ahead(self, position: int) -> bool:
        """Whether a rank follows before the clause ends: 居全省第2位."""
        for a, _, kind, payload in self.toks:
            if a <= position:
                continue
            if kind == RANK:
                return a - position <= 16
            if kind in (PUNCT, FIG):
                return False
            if kind == CUE and payload == w.RANKED:
                continue
        return bool(
            re.match(r"[^,。;、]{1,8}(?:首位|前列|榜首|之首)", self.text[position : position + 14])
        )

    def _next_kind(self, position: int) -> str:
        following = self.text[position + 2 : position + 10]
        if re.match(r"(?:文明|卫生|百强|先进|优秀|示范|首|第|唯一|重点|知名)", following):
            return "title"
        return ""

    def _figure(self, a: int, b: int, figure: Figure, i: int) -> None:
        p = self.p
        text = self.text
        unit = figure.unit
        dimension = figure.dimension
        if dimension == "rank":
            if unit == "位" and not figure.is_chinese and text[figure.number_start - 1] in "前居列":
                self._emit_rank(a, b, figure.value_text, figure)
                return
            dimension = "persons" if unit == "位" else dimension
            if unit == "位":
                self._skip(a, b, "bare")
                return
        following = text[b : b + 24]
        if self._is_threshold(a, b, figure, following, i):
            p.unclaimed.append(Unclaimed(a, b, "threshold"))
            # it is part of the name of what is counted
            self._add(a, b, "")
            return
        if (
            unit
            and re.match(r"[、;]?对", text[self.clause_start : self.clause_start + 2])
            and re.search(r"给予|奖励|补贴|补助", text[self.clause_start : b + 14])
        ):
            self._skip(a, b, "promised")
            return
        if (
            self.saw_rank_word
            and dimension == "count"
            and any(t[2] == RANK and t[0] - b <= 14 for t in self.toks[i + 1 : i + 5])
        ):
            self._skip(a, b, "peers")  # 居全区13个街道第二位
            return
        if dimension == "time":
            subject = self._subject(self.before, dimension, "level")
            named = subject is not None and (
                subject.dimension == "time"
                or subject.text.endswith(("天数", "寿命", "时间", "时限", "天", "日"))
            )
            if not named or text[b : b + 1] in ("来", "间", "内"):
                self._skip(a, b, "duration")
                return
        if not unit:
            named = self._subject(self.before, "", "level")
            if not (
                (
                    named
                    and (
                        named.dimension == "index"
                        or named.text.endswith(
                            ("指数", "系数", "收入比", "之比", "比", "倍数", "密度", "分")
                        )
                    )
                )
                or (
                    named is None
                    and p.subject is not None
                    and p.subject.text.endswith(("指数", "系数", "收入比", "之比"))
                    and self.from_open
                )
                or (
                    self.prev is not None
                    and self.prev[0] == "from"
                    and named is None
                    and p.subject is not None
                    and p.subject.text.endswith(("指数", "系数", "比"))
                )
            ):
                self._add(a, b, "")
                self._skip(a, b, "bare")
                return
        if unit in ("万", "亿", "万亿", "千万", "百万", "千", "百"):
            implied = self._implied_unit(unit)
            if not implied:
                self._skip(a, b, "bare")
                return
            unit = implied
            dimension = p.d.units.get(unit, "")
        self.group = (
            self.last_fig_end >= 0
            and text[self.last_fig_end : a].strip("、和与及以 ") == ""
            and self.prev is not None
        )
        # lists: 分别为 a、b、c
        in_list = self.resp is not None
        if (
            in_list
            and self.index >= 0
            and self.before
            and self.fig_in_clause == 0
            and self._subject(self.before, dimension, "level") is not None
        ):
            in_list = False
            self.resp = None
            self.list_measure = ""
        if in_list:
            same_run = (
                self.index >= 0
                and self.last_fig_end >= 0
                and re.fullmatch(r"[、和与及以,]{0,2}", text[self.last_fig_end : a]) is not None
            )
            if same_run and not (self.index + 1 >= len(self.resp) and len(self.resp) > 1):
                self.index += 1
            else:
                self.index = 0
        if figure.dimension in _COUNTERS and self._has_share() and self._percentage_ahead(i):
            right = self._right_noun(b, i)
            named = self._subject([(b, b + len(right), "")], dimension, "level") if right else None
            kept = (self.cues, self.before, self.last_measure, self.last_fig_end, self.ref_area)
            self.cues = []
            self._emit(
                a,
                b,
                figure.value_text,
                unit,
                figure.qualifier,
                "level",
                named,
                0.8,
                None,
                None,
                False,
                False,
            )
            self.cues, self.before, self.last_measure, self.last_fig_end, self.ref_area = kept
            return
        if in_list and self.index == 0 and self.before:
            self._extend_items()  # 第一、第二、第三产业分别实现|增加值
        if not in_list and not self.before and self._growth_run(i, figure):
            # 销售面积…, 销售额…, 同比增长25.4%和21.7%
            self.resp, self.index, in_list = self.recent[-2:], 0, True
        own = self._own_subject(a, b, figure, dimension, i)
        measure, sign, completion = self._measure(a, b, figure, own, following)
        subject = own
        carried = False
        confidence = 1.0
        listed_area: Area | None = None
        listed_when: When | None = None
        if in_list and self.resp and self.index < len(self.resp):
            item = self.resp[self.index]
            if isinstance(item, Subject):
                subject = item
            elif isinstance(item, Area):
                listed_area = item
            elif isinstance(item, When):
                listed_when = item
        if subject is None:
            subject = p.subject
            carried = True
            confidence -= 0.03
        if subject is None and self.outer is not None:
            subject = self.outer
        if own is not None and not in_list:
            own = self._compose(
                own,
                self.outer
                if self.outer is not None
                and self.outer.indicator_id.startswith("firms_in_statistics")
                else p.subject,
            )
            subject = own
        value = figure.value_text
        if sign < 0 and not value.startswith("-"):
            value = "-" + value
        if (
            subject is not None
            and not subject.indicator_id
            and own is not None
            and (dimension in ("mass", "energy", "money_cny") or measure != "level")
        ):
            hit = (
                p.aliases.get(subject.text + "产量") if dimension == "mass" else None
            )  # 主要产品产量: 水泥582.1万吨
            if (not hit and dimension == "money_cny") or measure != "level":
                side = self._side()
                if side:  # 支出方面, 教育9.64亿元
                    hit = p.aliases.get(subject.text + side)
            if hit:
                subject = own = p.lookup(hit, subject.text, 0.85, subject.start)
        if subject is not None and unit == "%" and _SECTORS_NAMED.match(subject.text):
            self.run = self.run + 1 if self.group else 0
            subject = p.lookup(SECTORS[self.run % 3], subject.text, 0.9, a)
            measure = "share_pct"
            if self.group and self.last_used is not None:
                self.local_when = self.last_used
            self.last_used = self.local_when
        if measure == "level" and subject is not None and dimension and subject.dimension:
            subject = self._fit(subject, dimension, carried)
        if (
            measure == "level"
            and unit == "%"
            and subject is not None
            and subject.indicator_id
            and subject.dimension not in ("ratio", "index", "")
        ):
            # a share or a rate of something else; say what is not known
            if self.list_measure or (
                self.last_measure in ("yoy_growth_pct",)
                and (self.group or p.section_target or self.target)
            ):
                measure = "yoy_growth_pct"
            else:
                measure = (
                    "share_pct"
                    if self._has_share()
                    else "yoy_growth_pct"
                    if self.group and self.last_measure == "yoy_growth_pct"
                    else "level"
                )
                if measure == "level":
                    confidence -= 0.2
        if measure == "level" and unit == "个百分点":
            measure = "diff_pp"
        if self.list_measure == "" and self.resp is not None:
            self.list_measure = measure if measure != "level" else ""
        if measure == "growth_multiple" and figure.unit == "倍" and self._times_of(a):
            unit = "倍于"
        every = [subject]
        if (
            own is None
            and not in_list
            and len(self.recent) >= 2
            and text[self.clause_start : self.clause_start + 1] in ("均", "都")
            and measure != "level"
        ):
            every = self.recent[-4:]
        for one in every:
            self._emit(
                a,
                b,
                value,
                unit,
                figure.qualifier,
                measure,
                one,
                confidence,
                listed_area,
                listed_when,
                carried,
                completion,
            )
        if (
            not in_list
            and subject is not None
            and (own is not None or p.subject is None)
            and measure != "rank"
        ):
            p.subject = subject
        if (
            subject is not None
            and (not self.recent or self.recent[-1].text != subject.text)
            and not in_list
        ):
            self.recent.append(subject)
        self._done(a, b, measure)

    def _skip(self, a: int, b: int, reason: str) -> None:
        self.p.unclaimed.append(Unclaimed(a, b, reason))

    def _extend_items(self) -> None:
        """The members of a list get the noun that follows 分别."""
        own = self._subject(self.before, "", "level")
        if own is None or self.resp is None:
            return
        aliases = self.p.aliases
        for n, item in enumerate(self.resp):
            if not isinstance(item, Subject):
                continue
            for name in (item.text + own.text, item.text + "产业" + own.text):
                if name in aliases:
                    self.resp[n] = self.p.lookup(aliases[name], name, 0.9, item.start)
                    break

    def _growth_run(self, i: int, figure: Figure) -> bool:
        """Whether two growth rates stand for the two things just counted, without 分别."""
        if figure.unit != "%" or len(self.recent) < 2 or i + 2 >= len(self.toks):
            return False
        mark, following = self.toks[i + 1], self.toks[i + 2]
        return (
            following[2] == FIG
            and following[3].unit == "%"
            and self.text[mark[0] : mark[1]] in ("和", "、", "与")
            and any(c[2] in (w.UP, w.DOWN) for c in self.cues)
        )

    def _done(self, a: int, b: int, measure: str) -> None:
        self.last_fig_end = b
        self.last_measure = measure
        self.fig_in_clause += 1
        self.figures += 1
        self.prev = ("from" if self.from_open else "fig", a, b)
        self.from_open = False
        self.local_when = None
        self.before = []
        self.after = []
        self.ref_parts = []
        self.completion = False
        if self.resp is None:
            self.items = []
        self.cues = []
        self.plan_word = ""
        self.saw_rank_word = False
