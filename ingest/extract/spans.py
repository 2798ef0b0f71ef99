"""A time as the period of a figure: the whole of a span of years, its end, or the year before it."""

from __future__ import annotations

import re

from ingest.extract import words as w
from ingest.extract.claims import Subject
from ingest.extract.periods import When, chinese_small, notation
from ingest.extract.words import TIME

_OF_A_YEAR = frozenset(("level", "share_pct", "rank", "yoy_growth_pct"))
_NUMBER = r"[\d.,%‰余多个亿万元人家件户吨公顷亩位名第:成倍\s]"
_AND_OTHER = rf"[、和与及]\d{_NUMBER}{{0,15}}"
# 由3.1万元|和1.4万元提高到…: another of those that it rises from
FROM_TOO = re.compile(rf"(?:{_AND_OTHER}){{1,3}}[^\d,。;]{{0,8}}(?:[到至为]|[升降增]了?到)")
# 由8.1%提高到9%: a figure after 由 that turns into another
TURNS_TO = re.compile(
    rf"{_NUMBER}{{1,16}}(?:{_AND_OTHER}){{0,3}}[^\d,。;]{{0,8}}(?:到|至|为|[升降增]了?|调整|提高|扩大|提升|减少)"
)


# What was done over the years of a review, not what came of it.
_DONE_OVER = re.compile(
    "投入|投放|整合|扶持|资助|净增|新[建修增改植造栽开引设认]|改[造建扩]|扩建|建成|修[建通缮]|硬化|实施|引进|发放|培训|转移(?!支付|性)|搬迁|争取|安置|治理|造林|植树|"
    "培育|创建|解决|获得|荣获|打造|招引|签约|化解|查处|办理|救助|"
    "接种|检测|排查|划分|脱贫|退出|出列|减贫|流转|整治|绿化|供应|建设[^,。;]{0,12}$"
)


_GIVEN = re.compile(
    "投入|引进|争取|发放|新[增建]|改造|搬迁|签约|净增|转移(?!支付|性)|培训|扶持|救助|安置|治理|造林|修建|硬化|建成(?!区)|解决"
)
_CLAUSE_END = re.compile("[,。;!?\n]|$")
_AIM_CHANGED = re.compile(
    "(?:目标|预算数?|任务|计划)[^,。;\\d]{0,6}由[^,。;]{2,20}调[整增减]?[为至到]"
)


class Spans:
    """Writing times as periods; part of `Sentence`."""

    __slots__ = ()

    def _done_over(self, a: int, subject: Subject | None) -> bool:
        """Whether the figure counts what was done over the years that a section looks back on."""
        end = _CLAUSE_END.search(self.text, a).start()
        clause = self.text[self.clause_start : min(end, a + 20)]
        if subject is not None and subject.indicator_id and subject.kind != "stock":
            return _GIVEN.search(clause) is not None
        return _DONE_OVER.search(clause) is not None and self._reached(a, subject) is False

    def _written(
        self,
        a: int,
        unit: str,
        measure: str,
        subject: Subject | None,
        stock: bool,
        carried: bool,
        used: When | None,
    ) -> str:
        """A time as the period of this kind of figure: the whole of a span, its end, or the year before."""
        p = self.p
        setting = p.setting
        period = ""
        plan = p._plan_section
        if (
            plan is not None
            and self.from_open
            and measure in ("level", "share_pct", "rank")
            and not p.section_target
            and (
                used is None or used is p.default_when or (used.year == "" and used.kind == "year")
            )
        ) or (
            plan is not None
            and not p.section_target
            and self.from_open
            and self.local_when is None
            and measure in ("level", "share_pct", "rank")
            and used is not None
            and used.kind == "year"
            and used.year == plan.year2
        ):
            used = When(plan.year - 1, explicit=True)
        elif (
            plan is not None
            and not p.section_target
            and plan.kind == "span"
            and measure == "level"
            and not (stock and not self._done_over(a, subject))
            and not (
                subject is not None and (subject.kind == "rate" or subject.dimension == "ratio")
            )
            and unit not in ("%", "‰", "成", "")
            and (
                (
                    p.when is None
                    and self.local_when is None
                    and (
                        re.search("累计|[五四三]年", self.text[self.start : a])
                        or self._done_over(a, subject)
                    )
                )
                or (self._end_named_before(plan, used) and self._done_over(a, subject))
                or (
                    "累计" in self.text[self.clause_start : a]
                    and used is not None
                    and used.year in (plan.year2, "")
                )
            )
        ):
            used = plan  # a review of five years: what came in over them
        elif (
            plan is not None
            and plan.kind == "span"
            and not p.section_target
            and measure == "growth_multiple"
            and self.cum
            and p.when is None
            and self.local_when is None
        ):
            used = plan  # 能耗累计下降21%
        if used is not None:
            if (
                measure == "avg_growth_pct"
                and self.p._plan_section is not None
                and used.kind != "span"
                and p.section_target
                and used is p.when is None
            ):
                used = p._plan_section
            of_term = used.kind == "ahead" or (used.kind == "past" and setting.results is not None)
            reported = setting.reference if of_term else p.reference
            if used.kind == "past" and p.section_reference and reported:
                reported = max(reported, p.section_reference)  # not of a year named in passing
            period = notation(used, now=setting.now, reference=reported, stock=stock)
            if (
                (stock or self.cum)
                and used.end
                and used.kind == "year"
                and self._until()
                and period.isdigit()
            ):
                period = f"{period}-12-31"
            rate = measure == "share_pct" or (
                subject is not None
                and (
                    subject.kind == "rate"
                    or subject.dimension == "ratio"
                    or subject.text.endswith(("率", "比例", "比重"))
                )
            )
            reached = (
                used.kind in ("span", "past")
                and "/" in period
                and used is not plan
                and (
                    (measure == "level" and self._reached(a, subject))
                    or (
                        measure == "growth_multiple"
                        and self.base_when is not None
                        and self.base_when.kind == "year"
                    )
                )
            )
            if reached:
                self.between_ends = self.prev is not None and self.prev[0] == "from"
                period = period.split("/")[1]
            gathered = "累计" in self.text[self.clause_start : a]
            if used.kind in ("span", "past") and "/" in period and not gathered:
                period = self._end_of_span(period, measure)
            if (
                used.kind in ("span", "past")
                and ((stock and not gathered and not self._done_over(a, subject)) or rate)
                and measure in ("level", "share_pct", "diff_pp", "rank")
                and "/" in period
            ):
                period = period.split("/")[1]
            if (
                used.kind in ("span", "past")
                and self.from_open
                and "/" not in period
                and period.isdigit()
                and self.local_when is None
            ):
                start_year = notation(
                    used, now=setting.now, reference=p.reference, stock=False
                ).split("/")[0]
                period = str(int(start_year) - 1) if start_year.isdigit() else period
            if (
                self.from_open
                and self.local_when is None
                and measure in _OF_A_YEAR
                and not (plan is not None and period == str(plan.year - 1))
            ):
                period = self._year_before(a, used, period)
            if (
                self.cum
                and measure == "level"
                and (stock or used.end or subject is None or not subject.indicator_id)
                and re.fullmatch(r"[\d-]+", period)
                and (used.kind in ("now", "moment", "year") or used.end)
                and not (used.kind == "year" and not used.end and unit.endswith("元"))
            ):
                period = "../" + period
            if (
                plan is not None
                and measure in ("diff_pp", "change")
                and plan.kind == "span"
                and (
                    re.search("每年|年均", self.text[self.clause_start : a])
                    or not (
                        p.section_target
                        or p.when
                        or self.local_when
                        or self.base_when
                        or self.ref_area
                    )
                )
            ):
                period = f"{plan.year}/{plan.year2}"
            previous = p.claims[-1] if p.claims else None
            if (
                measure == "share_pct"
                and carried
                and previous is not None
                and previous.start >= self.start
                and previous.measure == "level"
                and "/" in previous.period
                and period == previous.period.split("/")[1]
            ):
                period = previous.period  # 五年累计投入507亿元, 占财政支出的65%
        if (
            measure in ("diff_pp", "change", "yoy_growth_pct")
            and self.base_when is not None
            and self.base_when.year in ("prior", "last")
            and re.fullmatch(r"\d{4}/\d{4}", period)
        ):
            period = period[-4:]  # “九五”期间…, 财政收入占比5.6%, 比上年提高0.5个百分点
        return period

    def _end_named_before(self, plan: When, used: When | None) -> bool:
        """2020年生产总值达到46亿元, 年均增长7%。…引进项目47个: the plan's last year holds for what was reached, not
        for what was done, in the sentences after the one that names it."""
        return (
            used is not None
            and used is self.p.when
            and used is self.when_before
            and used.kind == "year"
            and used.year == plan.year2
        )

    def _reached(self, a: int, subject: Subject | None) -> bool:
        """五年来, …收入突破10亿元, 达到28亿元: what a yearly amount has come to, not its sum."""
        clause = self.text[self.clause_start : a + 8]
        return (
            subject is not None
            and subject.indicator_id != ""
            and re.search("达到|达|突破|超过|增至|增加到|增长到|提高到", clause) is not None
            and re.search("累计|总量达|合计|共", clause) is None
        )

    def _year_before(self, a: int, used: When, period: str) -> str:
        """由2.3%下降到0.46%: the first is that of the year before, or of the year that another 由 named."""
        if not TURNS_TO.match(self.text[a : a + 40]):
            return period
        if _AIM_CHANGED.search(self.text, max(self.clause_start, a - 16), a + 24):
            return period  # 预算收入由15亿元调整为12亿元: both of the same year
        if self.from_when is not None:
            return notation(
                self.from_when, now=self.p.setting.now, reference=self.p.reference, stock=False
            )
        if (
            used.kind not in ("year", "months")
            or used.base
            or ("/" in period and "-" not in period)
        ):
            return period
        return re.sub(r"\d{4}", lambda m: str(int(m.group()) - 1), period)

    def _average_span(self, a: int, period: str) -> str:
        """Years of an average: a plan's, or the last N."""
        clause = self.text[max(self.start, a - 24) : a]
        found = re.search(r"([两三四五六七八九十]|\d{1,2})年(?:来|间)?(?:年?平均|年均)", clause)
        if found and period.isdigit():
            n = chinese_small(found.group(1).replace("两", "二")) or 2
            return f"{int(period) - n + 1}/{period}"
        first = next(
            (
                t[3]
                for t in self.order_when_tokens()
                if t[3].explicit and isinstance(t[3].year, int)
            ),
            None,
        )
        plan = self.p._plan_section
        if self.sentence_base and period.isdigit() and self.sentence_base < int(period):
            return f"{self.sentence_base + 1}/{period}"
        if plan is not None and not period:
            return f"{plan.year}/{plan.year2}"
        years = self.p.review_years
        if plan is None and years and re.fullmatch(r"\d{4}", period) and not self.p.section_target:
            return f"{int(period) - years + 1}/{period}"
        if (
            plan is not None
            and re.fullmatch(r"\d{4}", period)
            and plan.year <= int(period) <= plan.year2
        ):
            return f"{plan.year}/{plan.year2}"
        if (
            first is not None
            and period.isdigit()
            and int(first.year) < int(period)
            and first.kind == "year"
        ):
            return f"{int(first.year) + 1}/{period}"
        if "/" not in period and self.p._plan_section is not None and self.p.when is None:
            span = self.p._plan_section
            return f"{span.year}/{span.year2}"
        if re.fullmatch(r"\d{4}", period) and (
            not self.p.section_target
            or (self.p.plan is not None and self.p.plan.year2 == int(period))
        ):
            return self._last_average(period)
        return period

    def _last_average(self, year: str) -> str:
        """“十二五”时期…。2015年收入46亿元, 年均增长13%: the average of one year is that of the plan, or of the
        years that another of the paragraph is of."""
        for claim in reversed(self.p.claims[-6:]):
            if claim.measure == "avg_growth_pct" and re.fullmatch(rf"\d{{4}}/{year}", claim.period):
                return claim.period
        plan = self.p.plan
        return f"{plan.year}/{year}" if plan is not None and str(plan.year2) == year else year

    def order_when_tokens(self) -> list:
        return [t for t in self.toks if t[2] == TIME]

    def _until(self) -> bool:
        return (
            "截至" in self.text[max(0, self.start) : self.end]
            or "截止" in self.text[self.start : self.end]
        )

    def _end_of_span(self, period: str, measure: str) -> str:
        """五年间…由51.9亿元跨越到165.28亿元, 净增113.38亿元: the years at the ends of the span."""
        first, last = period.split("/")
        if measure == "level" and self.from_open and self.local_when is None and first.isdigit():
            self.between_ends = True
            return str(int(first) - 1)
        reached = self.prev is not None and self.prev[0] == "from"
        if measure == "level" and reached and any(c[2] == w.TO for c in self.cues):
            self.between_ends = True
            return last
        averaged = any(c[2] == w.AVG for c in self.cues)
        if self.between_ends and measure in ("change", "growth_multiple") and not averaged:
            return last
        return period
