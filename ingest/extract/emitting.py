"""A figure and its context → claims, with status, denominator, confidence and reasons."""

from __future__ import annotations

import re

from ingest.extract import words as w
from ingest.extract.claims import RATES, SECTORS, YEARS_PLAN, Claim, Subject
from ingest.extract.dictionary import Area
from ingest.extract.periods import When, notation, resolve_year
from ingest.extract.spans import TURNS_TO

_APPROVED = re.compile(
    "(?:代表大会|人代会|人大|大会|会议)[^,。;]{0,16}?(?:批准|审议通过|通过|批复)的?(?!.*(?:完成|执行|决算|实际))"
)
_SAID_NEAR = 120  # characters: the sentence before may say that sums are set aside
_HARDLY_BEGUN = 2  # no rate of a year is known before its first quarter
_DRAFTED = 4  # budgets are passed in the first months of their year
# 完成年任务75亿元的23.7%: the amount is that of the plan
_OF_IT = re.compile(r"的[约近超]?\d+(?:\.\d+)?%")
_APPROPRIATED = re.compile("安排|拟|草案")
_YEARLY_PLAN = re.compile("年|全年|调整预算|变动预算|目标任务")

# 计划总投资60亿元: what a project is to cost
_PLANNED = re.compile("计划总?投资额?[约近超达为]{0,2}$")
_WILL_BE = re.compile("(?<!已)可(?:实现|年产|年?创|新增|形成|达产)")
_PART_OF_YEAR = re.compile(r"(\d{4})-\d\d(?:/\1-\d\d|-\d\d)?")
_OF_SITES = frozenset(("land_area", "floor_area"))
_DIVISIONS = frozenset(("country", "province", "city", "county", "district"))
_OF_PLAN = frozenset(("level", "yoy_growth_pct"))


class Emitting:
    """Writing claims; part of `Sentence`."""

    __slots__ = ()

    def _emit(
        self,
        a: int,
        b: int,
        value: str,
        unit: str,
        qualifier: str,
        measure: str,
        subject: Subject | None,
        confidence: float,
        area: Area | None,
        when: When | None,
        carried: bool,
        completion: bool,
        ref_indicator: str = "",
    ) -> None:
        p = self.p
        setting = p.setting
        reasons: list[str] = []
        # 建成后可为企业供热, 总投资22亿元: what it costs is no promise
        self.after_opening = a >= self.opening and not (
            subject is not None and subject.text.endswith(("投资", "占地", "占地面积"))
        )
        self.at_figure = a
        stock = self._is_stock(subject, unit, measure)
        period, undated = self._period(a, unit, measure, subject, stock, when, carried)
        if undated:
            reasons.append("a yearly amount of no stated year")
        if measure == "avg_growth_pct":
            period = self._average_span(a, period)
        if (
            len(period) == len("2011-10")
            and measure == "level"
            and self.text.startswith("其中", self.clause_start)
            and p.claims
        ):  # 1-10月…引进项目126个, 其中亿元以上38个: of the months that the whole is of
            whole = p.claims[-1]
            if (
                whole.unit == unit
                and whole.start >= self.start
                and whole.measure == "level"
                and whole.period.endswith("/" + period)
            ):
                period = whole.period
        if not period:
            confidence -= 0.25
            reasons.append("no period found")
        self.dated_by_writing = (
            period if period in (setting.published_day, setting.stated_day) else ""
        )
        base = ""
        if self.base_when is not None and measure in (
            "change",
            "diff_pp",
            "growth_multiple",
            "yoy_growth_pct",
        ):
            year = resolve_year(
                self.base_when.year,
                setting.now if self.base_when.year != "last" else (p.reference or 0) + 1,
                p.reference,
            )
            if year and isinstance(self.base_when.year, int):
                base = notation(self.base_when, now=setting.now, reference=p.reference, stock=stock)
        status = self._status(b, measure, period, completion)
        if when is not None and isinstance(when.year, int) and when.year < (setting.now or 0):
            status = "actual"  # of one of the years of a list
        yearly = (
            measure == "level"
            and self.plan_word != ""
            and (
                _YEARLY_PLAN.match(self.plan_word) is not None
                or ("任务" in self.plan_word and _OF_IT.match(self.text, b) is not None)
            )
        )
        if status == "target" and (
            yearly or (subject is not None and subject.text == YEARS_PLAN and measure in _OF_PLAN)
        ):
            # 一季度收入823亿元, 为年初计划3165亿元的26%: the plan is of the year
            part = _PART_OF_YEAR.fullmatch(period)
            period = part.group(1) if part else period
        if measure == "level" and self.text.startswith(("基础", "的基础"), b):
            status = "actual"
        place = area or p.area or setting.home
        text_of_area = p.area_text if area is None and p.area is not None else ""
        if place is None:
            confidence -= 0.3
            reasons.append("no area found")
        elif not place.area_id:
            confidence -= 0.1
            reasons.append(f"area not in the seed files: {place.name}")
        if (
            unit == "个"
            and subject is not None
            and subject.dimension == "persons"
            and "岗位" in self.text[self.clause_start : b + 4]
        ):
            unit = "个岗位"  # what is counted, made explicit
        if (
            subject is not None
            and subject.indicator_id in _OF_SITES
            and place is not None
            and place.level in _DIVISIONS
            and measure == "level"
        ):
            confidence -= 0.25  # 该区以占地50亩的厂房为基础…: the land is that of a site
            reasons.append(f"the land or floor space of a site: hardly that of {place.name}")
        if subject is None or not subject.text:
            confidence -= 0.4
            reasons.append("nothing names what is counted")
        elif not subject.indicator_id:
            confidence -= 0.3
            reasons.append(f"indicator not in the dictionary: {subject.text}")
        else:
            confidence -= (1 - subject.quality) * 0.5
        if not unit:
            reasons.append("no unit printed")
        ref_area = (
            self.ref_area.name
            if self.ref_area is not None
            and measure in ("share_pct", "diff_pp", "rank", "change", "growth_multiple")
            else ""
        )
        if measure == "share_pct" and not ref_indicator:
            ref_indicator = self._denominator(subject)
        p.claims.append(
            Claim(
                a,
                b,
                value,
                unit,
                qualifier,
                measure,
                subject.indicator_id if subject else "",
                subject.text if subject else "",
                place,
                text_of_area or (place.name if place else ""),
                period,
                status,
                ref_area,
                ref_indicator,
                base,
                self.basis if measure.endswith("growth_pct") else "",
                max(0.05, confidence),
                reasons,
            )
        )

    def _denominator(self, subject: Subject | None) -> str:
        for _a, _b, indicator in [*self.after]:
            if indicator:
                return indicator
        if subject is not None and subject.indicator_id in SECTORS and self.ref_area is None:
            return "gdp"
        if self.ref_area is not None and subject is not None:
            return subject.indicator_id
        return ""

    def _status(self, end: int, measure: str, period: str, completion: bool) -> str:
        p = self.p
        if completion or measure == "completion_pct":
            return "preliminary" if self.prelim_clause else "actual"
        said = self.text[self.clause_start : self.at_figure]
        if (
            self.plan_word
            and measure == "level"
            and any(c[2] == w.PLAN for c in self.cues)
            and (
                re.search("预算|预期|计划", self.plan_word)
                or _OF_IT.match(self.text, end)
                or (
                    re.search("任务|目标", self.plan_word)
                    and re.search(
                        r"(?:任务|目标)数?(?:为|是|定为)$",
                        said,
                    )
                )
            )
            and "超"
            not in self.text[self.clause_start : min(self.clause_start + 12, self.at_figure)]
        ):
            return "target"
        if (
            p.setting.genre == "budget"
            and measure in ("level", "change")
            and "调" in said
            and re.search(
                "(?:调整[后]?为|调[增减][^,。;\\d]{0,16})$",
                said.rstrip("约"),
            )
        ):
            return "target"
        if measure == "level" and "计划" in said and _PLANNED.search(said):
            return "target"
        if p.approved and measure in ("level", "change", "yoy_growth_pct"):
            return "target"  # 区人大批准: 预算收入10亿元, …
        now = p.setting.now
        if (
            p.setting.genre == "budget"
            and measure == "level"
            and not self.fig_in_clause
            and ("会" in said or "人大" in said)
            and _APPROVED.search(self.text, self.clause_start, self.at_figure)
        ):
            return "target"  # 人代会批准的一般公共预算收入为34亿元
        if self.target and self.local_when is not None and self.local_when.kind == "now":
            return "actual"  # 由目前的112万元提高到150万元
        if (
            self.from_open
            and measure in ("level", "share_pct", "rank")
            and not (now and period[:4].isdigit() and int(period[:4]) > now)
            and TURNS_TO.match(self.text, self.at_figure)
        ):
            return "actual"  # 预计由75亿元增至110亿元: the first is what was
        if self.target or self.after_opening:
            return "target"
        if (
            measure == "level"
            and "可" in said
            and _WILL_BE.search(self.text, self.clause_start, self.at_figure)
        ):
            return "target"  # 可年产布料2亿米, 可实现年产值30亿元
        if (
            now
            and period == str(now)
            and p.setting.now_month <= _DRAFTED
            and measure in ("level", "change", "yoy_growth_pct")
            and _APPROPRIATED.search(self.text, max(0, self.start - _SAID_NEAR), self.at_figure)
        ):
            return "target"  # 今年收入安排增长5%, said when the year has hardly begun
        if (
            now
            and period == str(now)
            and p.setting.now_month <= _HARDLY_BEGUN
            and p.setting.genre in ("brief", "work_report")
            and measure in RATES
        ):
            return "target"  # 2013年, 零售总额增长15%, said in January of that year
        if now and period[:4].isdigit():
            last = period.split("/")[-1][:4]
            if last.isdigit() and int(last) > now:
                return "target"
        if p.section_target:
            year = int(period[:4]) if period[:4].isdigit() else None
            if year is None or now is None or year >= now:
                return "target"
        if self.prelim_clause:
            if self.local_when is not None and isinstance(self.local_when.year, int):
                year = self.local_when.year
                if p.reference is not None and year < p.reference:
                    return "actual"  # 预计达到118亿元, 比2003年的78亿元净增…
            return "preliminary"
        if self.at_figure >= p.expected_from and period[-4:] == str(p.reference):
            return "preliminary"  # 241亿元(预计,下同), … 106亿元
        return "actual"
