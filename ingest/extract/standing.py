"""What a place has whatever the year: dated by the day of writing rather than by the year under report.

A feature speaks in one of three frames: of the state of things now (下辖12个村, 面积56平方公里, 现有企业80家),
of the year or the months under report (2023年完成税收3亿元), of what was or will be (1983年设立, 到2025年).
The first has no words of time of its own: it begins with what only a state can be said of and goes on
over the stocks after it, until a time is named or a sum that came in over one.
"""

from __future__ import annotations

import re

from ingest.extract.claims import Subject
from ingest.extract.periods import When

# What comes in over a time, even where what is counted is a stock: 年初以来新引进项目34个.
EVENTS = re.compile(
    "引进|新增|签约|落地|开工|新建|改造|新签|完成|调整|发放|关停|清退|兑现|争取|帮助|新开|净增|招引|培训|办理"
)
# What a park or a district simply has, whatever the month.
_LASTING = frozenset(("land_area", "floor_area", "planned_floor_area"))
_DIVIDED = frozenset(
    (
        "villages",
        "natural_villages",
        "communities",
        "resident_committees",
        "villagers_groups",
        "area_total",
    )
)
# What a place has whatever the year: a page of which only the year is known says it of that year.
_SETTLED = (
    _LASTING
    | _DIVIDED
    | {
        "planned_area",
        "total_population",
        "registered_population",
        "arable_land",
        "cultivated_land",
    }
)
_STANDS = re.compile("现有|下[辖设]|辖有")
_HAVING = re.compile("拥有|现有|下辖|^辖|设有|占地|总面积|注册资[本金]|员工")
_HAS_NOW = re.compile("(?:全[镇村乡街区]|街道|[镇村乡辖境]内|该[镇村乡])[^,。;\\d]{0,10}有")
_DIVIDES = re.compile("现有|辖|总?面积|幅员|国土|版图|分为|共有|有|由|设")
_OF_PROJECTS = re.compile(
    r"(?:开工|签约|引进|实施|建设|新增)[^,。;和及]{0,12}项目[^,。;]{0,4}\d+多?[个项],$"
)
_LOCAL = frozenset(("subdistrict", "town", "village"))
_PARKS = frozenset(("park", "functional_area", "phase"))
_MEASURED = re.compile(
    r"\D{0,3}\d[\d.,]*[\u4e00-\u9fff]{1,3},(?:同比|[比较][去上]年同期|已?(?:完成|占)(?:全年|年度|年)[^,。;\d]{0,8}\d)"
)
_PROMISED = re.compile("可(?:年|实现|容纳|达|提供|带动)|将|预计")


class Standing:
    """Telling what stands; part of `Sentence`."""

    __slots__ = ()

    def _stands_now(
        self, subject: Subject | None, unit: str, stock: bool, used: When | None
    ) -> bool:
        """Whether a figure of a town, a street or a village says how things are at the time of writing."""
        p = self.p
        setting = p.setting
        area = p.area or p.topic or setting.home
        if (
            setting.genre != "feature"
            or not setting.stated_day
            or area is None
            or not (area.level in _LOCAL | _PARKS or setting.overview)
            or (area.level in _PARKS and len(setting.stated_day) == len("2024-01"))
        ):
            return False  # a month alone: see `_day_of_writing`
        if self.after_opening or self.opening <= self.at_figure or self.target:
            return False  # 建成后可容纳企业200家
        carried = used is self.when_before and used is not None
        at_once = used is not None and used.kind == "now" and not self.cum
        if not (used is None or carried or at_once or used is p.default_when):
            p.standing = False
            return False
        if "元" in unit or not self._static(subject, unit, stock):
            p.standing = False
            return False
        clause = self.text[self.clause_start : self.at_figure]
        if EVENTS.search(clause) or _PROMISED.search(clause):
            return False
        if not p.standing and subject is not None:
            divided = subject.indicator_id in _DIVIDED and _DIVIDES.search(clause)
            settled = subject.indicator_id in _SETTLED and not carried
            has = not carried and _HAS_NOW.match(clause)
            timeless = stock and used is None and (p.default_when is None or setting.overview)
            p.standing = bool(
                timeless or divided or settled or at_once or has or _STANDS.search(clause)
            )
        return p.standing

    def _of_town(self) -> bool:
        """Whether the text speaks of a town, a street or a village here."""
        area = self.p.area or self.p.topic or self.p.setting.home
        return area is not None and area.level in _LOCAL

    def _costs_now(self) -> bool:
        """今年3月, 总投资8亿元的云帆二期项目开工: what a project costs is no sum of that month."""
        day = self.p.setting.stated_day
        return (
            self.of_site
            and self.p.setting.genre == "feature"
            and len(day) == len("2024-01-01")
            and not self.target
        )

    def _day_of_writing(self, subject: Subject | None, so_far: bool) -> str:
        """The date of what is said in the present tense. A month alone dates only what does not change
        from month to month or has come together so far, or a page that reports on years: else the page's
        own period is nearer. A year alone dates what a place has whatever the year."""
        setting = self.p.setting
        known = setting.published_day
        if len(known) == len("2024"):
            settled = subject is not None and subject.indicator_id in _SETTLED
            has = _STANDS.search(self.text, self.clause_start, self.at_figure)
            return known if settled or has else ""
        if len(known) != len("2024-01"):
            settled = subject is None or not subject.text or subject.indicator_id in _SETTLED
            has = _HAVING.search(self.text, self.clause_start, self.at_figure)
            looks_back = setting.now_month <= 2 and self.p.when is None and self._of_town()
            if looks_back and not (settled or has or so_far):
                return ""
            return "" if not so_far and self._of_projects_reported(subject) else known
        if setting.now_month <= 3:
            return ""  # such a page looks back on the year before
        page = self.p.default_when
        lasting = subject is not None and subject.indicator_id in _LASTING
        return known if lasting or so_far or page is None or page.kind != "months" else ""

    def _begun_or_signed(self, subject: Subject, unit: str) -> bool:
        """Projects that were signed or begun over part of a year, those among them, and what they cost."""
        page = self.p.default_when
        if page is None or page.kind != "months" or page.end:
            return False
        if subject.indicator_id == "total_investment":
            return self._of_what_came_in()
        if unit not in ("个", "项") or not subject.text.endswith("项目"):
            return False
        clause = self.text[self.clause_start : self.at_figure]
        return EVENTS.search(clause) is not None or ("其中" in clause and self._of_what_came_in())

    def _of_projects_reported(self, subject: Subject | None) -> bool:
        """一季度项目建设情况 ⏎ 大生态项目5个, 总投资20亿元: those of the months that the title names."""
        page = self.p.default_when
        return (
            self.p.period_in_title
            and page is not None
            and page.kind == "months"
            and page.last_month > 1
            and subject is not None
            and (
                subject.text.endswith("项目")
                or (subject.indicator_id == "total_investment" and self._counted_just_before())
            )
            and not re.search("目前|截[至止]|[现拥]有|下辖", self.text[self.start : self.at_figure])
        )

    def _counted_just_before(self) -> bool:
        last = self.p.claims[-1] if self.p.claims else None
        return last is not None and last.start >= self.start and last.unit in ("个", "项", "宗")

    def _of_the_report(self, a: int) -> bool:
        """项目136个, 比去年同期增加12个; 开工118个, 完成年度目标90%: measured against another time or the year's
        aim, a count is of the months under report, not of the day of writing."""
        page = self.p.default_when
        return (
            page is not None and page.kind == "months" and _MEASURED.match(self.text, a) is not None
        )

    def _of_what_came_in(self) -> bool:
        """1-9月…。落地项目55个, 总投资173亿元: the sum of what the months brought."""
        last = self.p.claims[-1] if self.p.claims else None
        return (
            last is not None
            and last.start >= self.start
            and re.fullmatch(r"\d{4}-\d\d(?:/\d{4}-\d\d)?", last.period) is not None
            and EVENTS.search(self.text, self.start, self.at_figure) is not None
        )

    def _present(self, subject: Subject | None, clause: str) -> bool:
        """Whether the clause says what is, after a sentence that told what was in a year."""
        if self.p.setting.genre != "feature":
            return False
        lasting = subject is not None and (
            subject.indicator_id in _LASTING
            or subject.indicator_id == "area_total"
            or (subject.indicator_id == "total_investment" and not self._of_what_came_in())
        )
        if (
            subject is not None
            and subject.indicator_id == "total_investment"
            and _OF_PROJECTS.search(self.text, self.start, self.clause_start)
        ):
            return False  # 上半年开工项目80项, 总投资40亿元
        return lasting or _HAVING.search(clause) is not None
