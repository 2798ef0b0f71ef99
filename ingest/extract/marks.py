"""What a mark ends or sets apart: lists, brackets, clauses."""

from __future__ import annotations

import re

from ingest.extract import words as w
from ingest.extract.dictionary import Area
from ingest.extract.words import AREA, FIG

_IN_STEP = re.compile("同步|(?<!年)(?<!期)(?<!比)(?<!基本)持平|相衔接|保持衔接|相匹配")


_AS_BEFORE = re.compile("[与同和](?:上年|去年|上期|上月)(?:同期)?(?:基本|大致)?(?:持平|相当|一致)")
# 与2015年相比|, 地区生产总值增长45%
_COMPARED = re.compile("(?:与|同|和|比|较)[^,;:。]{2,16}(?:相比较?|比较|对比)")
_SET_ASIDE = re.compile("(?:预算)?安排(?:约|近)?\\d")  # 教育类支出:|安排3亿元
_MOST = re.compile("最[高低快慢大小多少][^,。;]{0,8}[为是]$")
_TRADE = re.compile(
    "(?:其中)?(?P<trade>[\u4e00-\u9fff、]{2,16}?业)(?=活力|支撑|增势|增长|稳步|持续|快速|较快|保持|平稳|回升|恢复|加快|发展|强劲|运行|表现|贡献)"
)
_SHARE_ENDS = re.compile("占[^,。;]{2,20}(?:比重|比例|份额)$")
_MOVED = re.compile("[由从][^,。;\\d]{0,6}\\d")
_VERB_FIRST = re.compile("(?:共|全年|累计)?(?:实现|完成|达到)")
# 区人大会议批准: and what was approved
_APPROVED = re.compile(
    "(?:人大|人代会|人民代表大会|常委会)[^,。;:]{0,16}(?:批准|通过)[^,。;:]{0,12}$"
)

# 预计实现产值24亿元;|13个项目竣工投产: done, whatever was expected before
_DONE_NEXT = re.compile(
    "(?![^,;。]{0,14}(?:将|预计|可|拟|计划))[^,;。]{0,14}(?:竣工|投产|开工|签约)"
)


class Marks:
    """Reading marks; part of `Sentence`."""

    __slots__ = ()

    def _list_break(self, a: int) -> None:
        """、 or 和 between members of a list, before any figure of the clause."""
        if self.fig_in_clause == 0 or self.last_fig_end < 0 or self.before:
            if not self.cues_broken() and self.before:
                if self.resp is not None and self.index >= 0 and not self.fig_in_clause:
                    self.resp, self.items = None, []  # the list before has all its figures
                    self.list_measure = ""
                self.items.append(self.before)
                self.before = []
        elif self.last_fig_end == a:
            self.group = True

    def _punctuation(self, a: int, b: int, mark: str) -> None:
        if mark == "《":
            close = self.text.find("》", b, min(self.end, b + 80))
            if close >= 0:
                self.quote = 1
            return
        if mark == "、":
            self._list_break(a)
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
                self.of_other = (
                    self.ref_area is not None and self._next_is(b, (FIG,)) and self._other_ends(a)
                )
                self.of_base = self._next_is(b, (FIG,)) and self._base_ends(a)
                if (extreme := self._extreme(a)) is not None:
                    self.p.area, self.p.area_text = extreme
                    if known := [part for part in self.before if part[2]]:
                        first, last, indicator = known[-1]
                        name = self.text[first:last]
                        self.p.subject = self.p.lookup(indicator, name, 0.85, first)
                if self.of_base:
                    self.before = []
                if self.of_other:
                    # 高于全省(7.7%)1.5个百分点
                    self.p.area, self.p.area_text = self.ref_area, self.ref_area.name
                    self.before = []
                if self._next_is(b, (FIG,)):
                    # 固定资产投资(6.3亿元), 占税收总额(17.9亿元)的71%: the figure is of what it follows
                    share = self.after and any(c[2] == w.SHARE for c in self.cues)
                    self.p.subject = (
                        self._subject(self.after if share else self.before, "", "")
                        or self.p.subject
                    )
                    self.after, self.cues = [], []
                self.before = []
                if self.of_base:
                    self.local_when = self._time_of_base()
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
                if (self.of_other or self.of_base) and self._goes_on_comparing(b):
                    self.cues = cues  # 比全省(17.3%)和全国(11.4%)分别高…
                elif self.last_fig_end == a and any(c[2] == w.THAN for c in cues):
                    self.cues = cues  # 低于时序进度(16.7%)3.8个百分点
                elif (
                    cues
                    and all(c[2] in (w.SAME, w.REAL, w.NOMINAL) for c in self.cues)
                    and self.last_fig_end < self.clause_start
                    and self._next_is(b, (FIG,))
                ):
                    self.cues = cues  # 下降(同口径)|19.6%
                elif before or self.text[b : b + 1] == "的":
                    self.after, self.cues = after, cues  # 占税收总额(17.9亿元)的71%
            self.depth = max(0, self.depth - 1)
            return
        if mark in '“”"':
            return
        if mark == "]" and not self.text[a - 1].isdigit():
            self.before = []  # 【农业】耕地面积…: a caption is no part of the name after it
            return
        if mark in ",:;":
            if mark == ":" and self.p.setting.genre == "budget":
                self.p.approved |= _APPROVED.search(self.text, self.clause_start, a) is not None
            if mark == ":" and self.before and not self.fig_in_clause:
                self._settle(a)
                if not self._next_is(b, (FIG,)) and not _SET_ASIDE.match(self.text, b):
                    self.before = []
                    self.items = []
                return
            if not self.fig_in_clause:
                self._settle(a)
                if (
                    mark == ","
                    and self.p.area is not None
                    and self._contains_home(self.p.area)
                    and not self._of_home_itself(self.p.area)
                ):
                    # 入选全国千强镇, 龙头企业80家
                    self.p.area, self.p.area_text = self.first_area
            if (
                self.items
                and self.items[-1][-1][1] <= self.last_fig_end
                and all(any(part[2] for part in parts) for parts in self.items)
            ):
                self.items = []  # the list has had its figures
            self._leave_area(b)
            if self.fig_in_clause and self._counts_the_topic(a):
                self.p.area, self.p.area_text = self.first_area
            base = self.base_when
            if base is not None and not _COMPARED.fullmatch(self.text, self.clause_start, a):
                base = None
            share = self._share_ahead(a, b) if mark == "," else None
            self._clause(b)
            self.base_when = base
            if share is not None:
                self.before, self.cues = share
            if mark == ";":
                self.sentence_when = None
                if (
                    self.p.setting.genre != "feature"
                    and not self._budget_level()
                    and not self._zone_goes_on(b)
                    and not self._whole_goes_on()
                ):
                    self.p.area, self.p.area_text = self.first_area
                self.resp = None
                self.items = []
                self.prelim_reached = False
                if not self.prelim_spreads or _DONE_NEXT.match(self.text, b):
                    self.prelim_clause = False
                self.list_measure = ""
                self.order_area = []

    def _share_ahead(self, a: int, b: int) -> tuple[list, list] | None:
        """煤炭业占经济的比重|, 由90%降到3%: what the share is of, where the next clause only says how it moved."""
        if (
            self.fig_in_clause
            or not _SHARE_ENDS.search(self.text, self.clause_start, a)
            or not _MOVED.match(self.text, b)
            or not any(c[2] == w.SHARE for c in self.cues)
        ):
            return None
        return self.before, self.cues

    def _counts_the_topic(self, a: int) -> bool:
        """我市有产业集聚区13个|, 规划总面积…, on a page on all of them: what follows is theirs."""
        topic = self.p.topic
        if topic is None or topic.level != "park_group" or self.text[a - 1] not in "个家":
            return False
        counted = self.text[self.clause_start : self.last_fig_end]
        return (
            re.search(re.escape(topic.name[2:]) + r"[已达共到]{0,3}\d+[个家]$", counted) is not None
        )

    def _of_home_itself(self, area: Area) -> bool:
        """全市工业投资大幅增长, 增速达到…, on a page on its parks: the clause is on the city and its indicator."""
        return (
            area == self.p.setting.home
            and any(part[2] for part in self.before)
            and self.text.startswith(self.p.area_text, self.clause_start)
        )

    def _whole_goes_on(self) -> bool:
        """全区收入…; 转移性收入…, in a report on the district's own budget: the whole goes on."""
        area, home = self.p.area, self.p.setting.home
        own = self.first_area[0]
        return (
            self.p.setting.genre == "budget"
            and own is not None
            and own.level == "statistical_group"
            and area is not None
            and home is not None
            and area.name == home.name
        )

    def _zone_goes_on(self, b: int) -> bool:
        """云谷开发区完成投资…;实现税收…, in a brief: a verb without a subject is the zone's too."""
        area = self.p.area
        return (
            self.p.setting.genre == "brief"
            and area is not None
            and area.local
            and area.level in ("functional_area", "park", "park_group")
            and _VERB_FIRST.match(self.text, b) is not None
        )

    def _extreme(self, a: int) -> tuple[Area, str] | None:
        """增速最高的为甲县|(增长15%): the area that the figure in the bracket is of."""
        i = next((i for i, t in enumerate(self.toks) if t[1] == a and t[2] == AREA), None)
        if i is None or not _MOST.search(self.text, self.clause_start, self.toks[i][0]):
            return None
        area, name = self.p.named_area(self.text, self.toks, i)
        return (area, name) if area is not None else None

    def _trade_ahead(self, position: int) -> bool:
        """金融业活力凸显, 增加值实现200亿元: a trade that a clause without figures names."""
        subject = self.p.subject
        if (
            not self.before
            or subject is None
            or not subject.indicator_id.endswith(("_value_added", "gdp"))
        ):
            return False
        named = _TRADE.match(self.text, self.before[0][0], position)
        hit = self.p.aliases.get(named["trade"] + "增加值") if named is not None else None
        if not hit:
            return False
        self.p.subject = self.p.lookup(hit, named["trade"], 0.85, named.start("trade"))
        return True

    def _settle(self, position: int) -> None:
        """A clause ends without a figure: what it named is the subject of what follows."""
        if _IN_STEP.search(self.text, self.clause_start, position):
            self.before, self.items = [], []  # 居民收入增长与经济增长同步: no list goes on
            return
        if (
            len(self.items) == 1
            and not any(part[2] for part in self.before)
            and _AS_BEFORE.search(self.text, self.clause_start, position)
        ):
            self.before, self.items = self.items[0], []  # 播种面积|与|上年持平: no list
        known = [part for part in self.before if part[2]]
        if not known and self._trade_ahead(position):
            return
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
