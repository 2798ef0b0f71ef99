"""One figure of a sentence that is a claim: of which indicator, of which kind."""

from __future__ import annotations

import re

from ingest.extract import words as w
from ingest.extract.claims import COUNTERS, RATES, SECTORS, YEARS_PLAN, Subject
from ingest.extract.dictionary import Area
from ingest.extract.institutions import is_all, kind_of
from ingest.extract.numerals import Figure
from ingest.extract.periods import When, resolve_year
from ingest.extract.spans import FROM_TOO
from ingest.extract.subjects import LISTED_SITE
from ingest.extract.words import TIME

# 5万人的目标任务, 4.2%的控制目标: an aim named after its figure
_AIM_AFTER = re.compile(r"的?(?:[\u4e00-\u9fff]{2})?(?:目标|任务)(?!值?的)")
_PER_AREA = re.compile("人口密度[^,。;\\d]{0,4}每平方(?:公里|千米)[约近为超]{0,2}$")
_ASSIGNED = re.compile(
    "(?:[国省市县区州旗]|上级)[\u4e00-\u9fff]{0,4}?(?:政府|委|厅|局)?(?:下达?|定|核定|考核|分配|分解)+的?"
)
_SMALLEST_INDEX = 50
_WHOLE_PART = re.compile(r"\d+")
_SECTORS_NAMED = re.compile("三次产业|一二三产业|三产结构|三大产业")
_STRUCTURE = re.compile("(?:地区)?产业结构(?:构成|比例|比重|比)?")
# 总投资5亿元的冷链仓储项目: the figure is that of what is named after it.
# 40万|建档立卡贫困人口全部脱贫
_OUT_OF_POVERTY = re.compile(
    "(?:农村|建档立卡)*贫困(?:人口|群众)(?:全部|如期|稳定|顺利|实现|均|全部实现)*脱贫"
)
_JOINING = "、和与及以 "
_REACHED = frozenset((w.DONE, w.TO))
_OF_EACH = re.compile("双双|[均都](?=达|为|超|突破|在|保持|实现|完成|提高|控制|不低|高于|低于)")
_PEOPLE = frozenset(("total_population", "resident_population", "registered_population"))
_SEATS = frozenset(
    ("villages", "communities", "resident_committees", "villagers_groups", "households")
)
_WITH_HOMES = _SEATS - {"households"}
_HOMES = ("农户", "居民户", "住户")
_OF_HOMES = frozenset(("户", "万户", "人", "万人"))
_HOMES_OF_ALL = re.compile("(?:全[镇村乡街区]|街道|共|现|总|计|约|拥|有)*")
_OF_SITES = frozenset(("total_investment", "land_area", "floor_area"))


class Figures:
    """Reading figures; part of `Sentence`."""

    __slots__ = ()

    def _figure(self, a: int, b: int, figure: Figure, i: int) -> None:
        text = self.text
        following = text[b : b + 24]
        if self._screened(a, b, figure, following, i):
            return
        p = self.p
        unit = figure.unit
        dimension = figure.dimension
        if self.target and not p.aims and self._done_by_now(a, b):
            self.target = False
        if "当月" in text[self.clause_start : a] and self.local_when is None:
            self._of_the_month()
        self.group = (
            self.prev is not None
            and self.last_fig_end >= 0
            and not text[self.last_fig_end : a].strip(_JOINING)
        )
        in_list = self._goes_on_with_list(a, figure, i)
        if figure.dimension in COUNTERS and self._has_share() and self._percentage_ahead(i):
            self._emit_within_share(a, b, figure, i)
            return
        if in_list and self.index == 0 and self.before:
            self._extend_items()  # 第一、第二、第三产业分别实现|增加值
        in_list = in_list or self._begins_list(a, figure, i)
        own = self._in_budget(self._own_subject(a, b, figure, dimension, i), a)
        if own is not None and self.plan_word and _ASSIGNED.fullmatch(own.text):
            own = None  # 完成市政府下达任务数132亿元的90%: who set the aim is no name
        earlier = self._level_of_base(a, b, figure, i)
        if earlier is not None:
            self.local_when, self.cues = earlier, []
        aimed = (
            not figure.closed
            and ("目标" in following or "任务" in following)
            and _AIM_AFTER.match(following) is not None
            and not (
                unit == "%" and re.search("完成|占|为", text[max(self.clause_start, a - 8) : a])
            )
        )
        begins_list = in_list and self.index == 0
        reached = (begins_list and self.list_reached) or (
            self.cues != [] and any(c[2] in _REACHED for c in self.cues)
        )
        self.list_reached = self.list_reached and not begins_list
        if self.prelim_clause and self.figures == self.prelim_figures:
            self.prelim_reached = reached
        if (
            self.prelim_clause
            and (own is not None or (begins_list and reached))
            and self.figures > self.prelim_figures
            and not self.fig_in_clause
            and (reached and not self.prelim_reached)
        ):
            self.prelim_clause = False  # another indicator, said to be reached
        if (
            following[:1] == "("
            and self.depth == 0
            and (dated := self._dated_after(b, i)) is not None
        ):
            self.local_when = dated
        measure, sign, completion = self._measure(a, figure, own, following)
        if measure == "yoy_growth_pct" and own is None and (base := self._over_years()):
            measure, self.base_when = "growth_multiple", base
        if measure == "level" and self._is_added(own):
            measure, own = "change", None
        subject = own
        carried = self.of_site = False
        confidence = 1.0
        listed_area: Area | None = None
        listed_when: When | None = None
        if in_list and self.resp and self.index < len(self.resp):
            item = self.resp[self.index]
            if isinstance(item, Subject):
                subject = item
                if not self.recent or self.recent[-1].text != item.text:
                    self.recent.append(item)  # …分别达到a和b, 均增长9%
            elif isinstance(item, Area):
                listed_area = item
            elif isinstance(item, When):
                listed_when = item
        if subject is None:
            subject = self._all_of(p.subject) if self.cum and measure == "level" else p.subject
            carried = True
            confidence -= 0.03
        if subject is None and self.outer is not None:
            subject = self.outer
        listed_site = (
            following[:1] == "的"
            and (own is None or own.indicator_id != "total_investment")
            and LISTED_SITE.match(text, b) is not None
        )
        if own is not None and not in_list and not listed_site:
            own = self._of_theme(own)
            own = self._compose(
                own,
                self.outer
                if self.outer is not None
                and self.outer.indicator_id.startswith("firms_in_statistics")
                else p.subject,
                counted=dimension in COUNTERS,
            )
            own = self._part_of(own, p.subject, measure)
            subject = own
            if dimension in COUNTERS:
                self.kind = kind_of(own.text) or ("" if is_all(own.text) else self.kind)
        if (
            subject is not None
            and subject.indicator_id in _OF_SITES
            and p.setting.genre == "feature"
        ):
            site = self._site(b)
            self.of_site = site is not None
            if site is not None:
                listed_area = p.site = site
        elif own is not None and own.text == "投资" and listed_site:
            listed_area = self._site(b)
        if measure == "level" and dimension == "money_cny" and self._is_planned():
            self.plan_amount_end = b
            if "投资" in self.plan_word and (subject is None or carried):
                subject = own = Subject("", YEARS_PLAN, 0.6, "", "", a)  # 年度投资计划304亿元
            when = self.local_when or self.sentence_when or p.when
            if when is not None and when.kind == "months" and "预算" in self.plan_word:
                # 1至4月完成年初预算20亿元的35%: a budget is that of the year
                year = resolve_year(when.year, p.setting.now, p.reference)
                self.local_when = When(year or "", explicit=year is not None)
        if unit in ("人", "万人") and _PER_AREA.search(text, self.clause_start, a):
            unit = "人/平方公里"  # 人口密度为每平方千米633人
            subject = own = p.lookup("population_density", "人口密度", 0.9, a)
        value = figure.value_text
        if sign < 0 and not value.startswith("-"):
            value = "-" + value
        subject, own = self._refined(a, figure, measure, subject, own, in_list)
        if (
            subject is not None
            and unit == "%"
            and measure in ("level", "share_pct")
            and ("产业" in subject.text or "三产" in subject.text)
            and "贡献" not in subject.text
            and (
                _SECTORS_NAMED.match(subject.text)
                or (
                    _STRUCTURE.fullmatch(subject.text)
                    and (self.group or self.run or self._run_ahead(i) == 3)
                )
            )
        ):
            self.run = self.run + 1 if self.group else 0
            subject = p.lookup(SECTORS[self.run % 3], subject.text, 0.9, a)
            measure = "share_pct"
            if self.group and self.last_used is not None:
                self.local_when = self.last_used
            self.last_used = self.local_when
        if (
            measure == "level"
            and subject is not None
            and subject.indicator_id == "poor_population"
            and _OUT_OF_POVERTY.match(text, b)
            and "lifted_out_of_poverty" in p.d.indicators
        ):
            subject = own = p.lookup("lifted_out_of_poverty", subject.text, 0.88, a)
        if measure == "level" and unit == "%" and self._goes_on_growing(own):
            measure = "yoy_growth_pct"
        if unit in _OF_HOMES:
            subject, own = self._of_homes(a, unit, subject, own)
        if measure == "level" and subject is not None and dimension and subject.dimension:
            subject = self._fit(subject, dimension, carried)
        if measure == "level" and unit == "%":
            measure = self._of_percent(figure, subject)
            if measure == "unsure":
                measure, confidence = "level", confidence - 0.2
        if measure == "level" and unit == "个百分点":
            measure = "diff_pp"
        if self.list_measure == "" and self.resp is not None:
            self.list_measure = measure if measure != "level" else ""
        if measure == "growth_multiple" and figure.unit == "倍":
            listed = self.group and p.claims and p.claims[-1].unit == "倍于"
            unit = "倍于" if listed or self._times_of(a) else unit
        every = [subject]
        if measure == "diff_pp" and "拉动" in text[self.clause_start : a]:
            # 拉动经济增长2.1个百分点: what a part adds is not how much the whole changed
            every = [Subject("", "拉动" + (subject.text if subject else ""), 0.6, "", "", a)]
        if (
            not in_list
            and self.items
            and not self.fig_in_clause
            and (measure in RATES or (measure == "level" and self._of_both(a)))
            and own is not None
            and own.indicator_id
        ):  # 地区生产总值和居民收入翻一番: each of them
            others = [self._subject(parts, "", "level") for parts in self.items]
            if all(s is not None and s.indicator_id for s in others):
                every = [*others, own]
                self.recent += [s for s in others if s is not None]
        if own is None and measure != "level" and text.startswith(("均", "都"), self.clause_start):
            # 居民收入分别达到4万元和2万元, 均增长9%: each of them
            listed = (
                [s for s in self.resp or () if isinstance(s, Subject)]
                if in_list
                else self.recent[-4:]
            )
            every = listed if len(listed) >= 2 else every
        if len(self.ref_areas) >= 2 and measure == "diff_pp":
            # 分别高于全国、全省1个、0.2个百分点
            self.ref_area = self.ref_areas[min(self.fig_in_clause, len(self.ref_areas) - 1)]
        kept_target, kept_preliminary = self.target, self.prelim_clause
        self.target = (self.target or aimed) and earlier is None
        self.prelim_clause = self.prelim_clause and earlier is None
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
        self.target, self.prelim_clause = kept_target, kept_preliminary
        if (
            (not in_list or (own is not None and (listed_area or listed_when)))
            and subject is not None
            and (own is not None or p.subject is None)
            and measure != "rank"
        ):
            # 财政总收入超10亿元的县有5个, 甲县达到52亿元: what the threshold is of goes on
            p.subject = (
                self.of_threshold
                if self.of_threshold is not None
                and not subject.indicator_id
                and dimension in COUNTERS
                else subject
            )
        if (
            subject is not None
            and (not self.recent or self.recent[-1].text != subject.text)
            and not in_list
        ):
            self.recent.append(subject)
        self._done(a, b, measure)

    def _of_homes(
        self, a: int, unit: str, subject: Subject | None, own: Subject | None
    ) -> tuple[Subject | None, Subject | None]:
        """Homes and those who live in them, counted one after the other: the indicator, and that of the clause."""
        p = self.p
        if unit in ("户", "万户") and subject is not None and subject.indicator_id in _PEOPLE:
            p.subject, own = subject, None  # 人口9015户3.4万人: the people go on
            subject = p.lookup("households", subject.text, 0.85, subject.start)
        if own is not None and own.indicator_id in _WITH_HOMES:
            subject, own = own, None  # 辖21个村146个村民组8154户
        if own is None and unit in ("户", "万户") and self._has_homes(a, subject):
            subject = p.lookup("households", "户", 0.75, a)  # 辖9个村委会, 共7276户
        if (
            own is None
            and unit in ("人", "万人")
            and subject
            and (
                subject.indicator_id in _SEATS
                or subject.text.endswith(_HOMES)
                or (self._after_homes(a) and subject.indicator_id not in _PEOPLE)
            )
        ):
            subject = p.lookup("total_population", "人口", 0.75, a)  # 辖18个行政村, 3.1万人
        return subject, own

    def _of_percent(self, figure: Figure, subject: Subject | None) -> str:
        """What a percentage is that nothing around tells: "unsure" where the indicator is no rate."""
        p = self.p
        if subject is None:
            return "level"
        if subject.dimension == "index" and self._is_small(figure):
            return "yoy_growth_pct"  # 居民消费价格指数控制在3%以内: its rise
        if not subject.indicator_id or subject.dimension in ("ratio", "index", ""):
            return "level"
        # a share or a rate of something else; say what is not known
        if self.list_measure or (
            self.last_measure == "yoy_growth_pct"
            and (self.group or p.section_target or self.target)
        ):
            return "yoy_growth_pct"
        return "share_pct" if self._has_share() else "unsure"

    def _has_homes(self, a: int, subject: Subject | None) -> bool:
        """辖9个村委会, 共|7276户; 面积6平方公里。2021年, 有|2万户: the homes of the place."""
        if subject is None:
            return False
        return subject.indicator_id in _SEATS or (
            (subject.dimension == "area" or subject.text.endswith("面积"))
            and _HOMES_OF_ALL.fullmatch(self.text, self.clause_start, a) is not None
        )

    def _after_homes(self, a: int) -> bool:
        """有28115户, |6.5万人: those who live in the homes."""
        told = self.p.claims[-1] if self.p.claims else None
        return (
            told is not None
            and told.indicator_id == "households"
            and told.end == self.last_fig_end
            and self.text[self.last_fig_end : a].strip("、,和共") == ""
        )

    def _dated_after(self, b: int, i: int) -> When | None:
        """总人口2.3万人(2010年): the year of a figure, in brackets after it."""
        toks = self.toks
        if self.text[b : b + 1] != "(" or i + 3 >= len(toks):
            return None
        _, end, kind, when = toks[i + 2]
        dated = kind == TIME and when.explicit and isinstance(when.year, int) and not when.base
        return when if dated and self.text[end : end + 1] == ")" else None

    def _over_years(self) -> When | None:
        """由166万户增加到276万户、增长66%, in a review of five years: the year that it grew from."""
        if len(self.p.claims) < 2 or self.base_when is not None:
            return None
        first, last = self.p.claims[-2:]
        if (
            last.end != self.last_fig_end
            or first.start < self.clause_start
            or (first.measure, last.measure) != ("level", "level")
            or first.unit != last.unit
            or not (first.period.isdigit() and last.period.isdigit())
            or int(last.period) - int(first.period) < 2
        ):
            return None
        return When(int(first.period), explicit=True)

    def _of_both(self, a: int) -> bool:
        """财政收入、税收双双突破10亿元, 覆盖率、绿地率均达到40%: the amount is that of each."""
        return _OF_EACH.search(self.text, self.clause_start, a) is not None

    def _emit_within_share(self, a: int, b: int, figure: Figure, i: int) -> None:
        """占6个乡镇税收总额的56%: a count within what a share is of changes nothing for the share."""
        right = self._right_noun(b, i)
        named = (
            self._subject([(b, b + len(right), "")], figure.dimension, "level") if right else None
        )
        kept = (self.cues, self.before, self.last_measure, self.last_fig_end, self.ref_area)
        self.cues = []
        self._emit(
            a,
            b,
            figure.value_text,
            figure.unit,
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

    def _goes_on_growing(self, own: Subject | None) -> bool:
        """教育支出增长25%, 农林水支出20.7%: a rate in a list of growth rates, without its verb."""
        return (
            own is not None
            and own.indicator_id != ""
            and own.dimension not in ("ratio", "index", "")
            and self.last_measure == "yoy_growth_pct"
            and not self.cues
            and self.text[self.last_fig_end : own.start] in (",", "、", ";")
        )

    def _is_small(self, figure: Figure) -> bool:
        """Whether a percentage is that of a change rather than an index (103.2%)."""
        number = _WHOLE_PART.match(figure.value_text)
        return number is not None and int(number.group()) < _SMALLEST_INDEX

    def _is_planned(self) -> bool:
        """Whether the amount is that of a budget or a plan."""
        return bool(self.plan_word) and any(c[2] == w.PLAN for c in self.cues)

    def _done(self, a: int, b: int, measure: str) -> None:
        self.last_fig_end = b
        self.last_measure = measure
        self.named_before = []
        self.fig_in_clause += 1
        self.figures += 1
        self.prev = ("from" if self.from_open else "fig", a, b)
        if not (self.from_open and FROM_TOO.match(self.text, b)):
            self.from_open = False
            self.local_when = None
        self.before = []
        self.after = []
        self.completion = False
        if self.resp is None:
            self.items = []
        self.cues = []
        self.plan_word = ""
        self.saw_rank_word = False
