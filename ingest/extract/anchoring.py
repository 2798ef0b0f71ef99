"""Which time a figure belongs to: one that is named, the year under review, or the day of writing."""

from __future__ import annotations

import re

from ingest.extract.claims import Subject
from ingest.extract.periods import When, resolve_year
from ingest.extract.standing import EVENTS, Standing
from ingest.extract.words import TIME

# A yearly amount that the text gives no year for: 年纳税3亿元, 年加工山药4万吨.
_YEARLY = re.compile(
    "年(?:均|可)?(?:创?产|纳税|上缴|税收|出口|销|营|交易|利税|创汇|加工|生产|处理|实现|接待|创税|缴税|吞吐|发电|客流|利润|收入|贡献)"
)
# 年加工能力, but not 年均气温, 年降水量: those are the climate's
_A_YEARS_WORTH = re.compile("年(?!度|平?均|降[水雨]|日照|积温)")
_OWNS = re.compile("拥有|现有|已有|建有|设有")

_CAME_IN = re.compile("新(?:增|签约?|引进|开工|谋划|入[统园驻规]|注册|认定)|净增|签约")

# What is said of a flow, so that 目前 before a stock does not date it.
_LATELY = re.compile("(?:近期|近日|最近)[^,。;]{0,12}(?:已|先后|共)(?!经)")
_GOES_ON = frozenset(("yoy_growth_pct", "share_pct", "diff_pp"))


def _is_harvest(subject: Subject | None) -> bool:
    """年产花生360万公斤: a crop is of a year, where 年纳税3亿元 may be of any."""
    return subject is not None and subject.indicator_id != "" and subject.text.startswith("产")


class Anchoring(Standing):
    """Anchoring figures in time; part of `Sentence`."""

    __slots__ = ()

    def _period(
        self,
        a: int,
        unit: str,
        measure: str,
        subject: Subject | None,
        stock: bool,
        when: When | None,
        carried: bool,
    ) -> tuple[str, bool]:
        """The period of a figure in the ledger's notation, and whether it is a yearly amount of no stated
        year."""
        p = self.p
        setting = p.setting
        used = when or self.local_when or self.clause_when or self.sentence_when or p.when
        clause = self.text[self.clause_start : a]
        so_far = False
        if (
            used is not None
            and used.kind == "since"
            and stock
            and measure == "level"
            and not EVENTS.search(clause)
            and not (used.year == "now" and self._of_town())
        ):
            so_far = used.year != "now"  # 2019年至今, 入驻企业80家
            used = None
        if (
            setting.genre == "feature"
            and used is not None
            and used.year == "now"
            and used.kind in ("year", "since")
            and (
                used.kind == "year"
                or (len(setting.published_day) < len("2024-01-01") and not self._of_town())
            )
            and not self.target
            and (
                p.default_when is not None
                and p.default_when.kind == "months"
                and p.default_when.year == setting.now
            )
        ):
            used = p.default_when
        if measure == "level" and not stock and when is None and self._lately(a):
            return "", False  # 近期已签约8个项目: since when is not said
        standing = (
            measure == "level"
            and when is None
            and (self._stands_now(subject, unit, stock, used) or self._costs_now())
        )
        reported = measure == "level" and self._of_the_report(a)
        if reported:
            standing = False
            if used is None or used.kind == "now":
                used = p.default_when
        elif (
            used is not None
            and (used is self.when_before or self._of_other_clause(used))
            and self._present(subject, clause)
        ):
            used = None
            if setting.overview:
                p.when = None  # and what stands beside it
        if (
            setting.genre == "feature"
            and measure == "level"
            and not stock
            and (used is None or used.kind in ("now", "since"))
            and not ("元" not in unit and _is_harvest(subject))
            and (
                _YEARLY.search(clause)
                or (subject is not None and _A_YEARS_WORTH.match(subject.text))
            )
        ):
            undated = not (self._of_a_known_year(used) and not self.after_opening)
            used = When("?", kind="now") if undated else When(setting.now, explicit=True)
        else:
            undated = False
        if (
            used is not None
            and used.year == ""
            and used.kind == "year"
            and not used.end
            and setting.genre in ("feature", "brief")
            and p.reference == setting.now
            and setting.now_month <= 10
            and not (self.target or self.prelim_clause)
            and setting.now is not None
            and not any(t.kind == "year" and t.year == setting.now for t in self.times)
        ):
            used = When(setting.now - 1, explicit=True)  # 全年 in a text of September
        if (
            used is not None
            and used.year == ""
            and used.kind == "year"
            and used.end
            and setting.genre not in ("work_report", "feature")
            and setting.now is not None
            and p.reference == setting.now
            and setting.now_month <= 10
            and not (self.target or self.prelim_clause or p.section_target)
        ):
            used = When(setting.now - 1, end=True, explicit=True)  # 年末 in a text of April
        period = ""
        if reported:
            pass
        elif standing:
            period = setting.stated_day
        elif used is not None and used.kind == "so far":
            period = "../" + setting.published_day if setting.published_day else ""
        elif undated or (self.after_opening and self.local_when is None and measure == "level"):
            period = self._expected(used)
            undated = True
        elif (
            setting.genre == "feature"
            and measure == "level"
            and (used is None or used.kind == "now")
            and not (used is None and self._came_in(clause))
            and (written := self._day_of_writing(subject, so_far))
            and (
                (used is not None and ("元" not in unit or (subject and subject.text == "投资")))
                or self._static(subject, unit, stock)
                or ("元" not in unit and _OWNS.search(clause))
            )
        ):
            period = written  # what stands there on the day of writing
            if self.cum and used is not None:
                period = "../" + period
        elif (
            self.cum
            and (used is None or used.kind == "now")
            and measure == "level"
            and setting.genre == "feature"
            and len(setting.published_day) in (len("2024"), len("2024-01-01"))
            and not (
                subject is not None
                and subject.kind == "flow"
                and p.default_when is not None
                and (
                    p.default_when.kind == "months"
                    or (p.default_when.kind == "year" and p.period_in_title)
                )
            )  # 截至11月底 …, 税收累计完成…: of the year so far, or of that of the title
        ):
            period = "../" + setting.published_day
        elif (
            (
                measure in ("share_pct", "change", "growth_multiple", "rank")
                or (measure == "level" and self._static(subject, unit, stock))
            )
            and (used is None or used.kind == "now" or used is self.when_before)
            and self.dated_by_writing
        ):
            period = self.dated_by_writing
        elif used is not None and used.kind == "now":
            # 1-5月…。目前在库项目88个, 工业投资增长4%: the rate is of the months again
            told = p.reported
            rate = setting.genre != "feature" and measure in _GOES_ON
            this_year = When(setting.now, explicit=True) if self._of_a_known_year(used) else None
            used = told if rate and told is not None and told.kind == "months" else this_year
        if (
            used is None
            and self.target
            and not self.depth
            and setting.genre == "brief"
            and setting.now is not None
            and p.reference == setting.now - 1
        ):
            used = When(setting.now, explicit=True)  # what is aimed at lies ahead
        if used is None:
            used = p.default_when
            if p.section_target and used is not None and used.kind == "months":
                used = When("", kind="year")  # aims, in a report on a part of the year
            if used is None and setting.genre != "feature":
                used = When("", kind="year")
        if not period and not undated:
            period = self._written(a, unit, measure, subject, stock, carried, used)
        return period, undated

    def _of_other_clause(self, used: When) -> bool:
        """1-8月空气优良; 拥有耕地20万亩, on a page that introduces a place: the time was that of another clause."""
        return (
            self.p.setting.overview
            and used in self.times
            and not any(
                t[2] == TIME for t in self.toks if self.clause_start <= t[0] < self.at_figure
            )
        )

    def _lately(self, a: int) -> bool:
        """Whether the sentence counts what has been done of late, and names no time."""
        return (
            self.p.setting.genre == "feature"
            and not self.times
            and self.sentence_when is None
            and self.local_when is None
            and _LATELY.search(self.text, self.start, a) is not None
        )

    def _of_a_known_year(self, used: When | None) -> bool:
        """目前, 年主营业务收入510亿元, on a page of which the year is known and no more: in that year."""
        setting = self.p.setting
        return (
            used is not None
            and used.kind == "now"
            and setting.genre == "feature"
            and len(setting.published_day) == len("2024")
            and self.p.default_when is None
        )

    def _came_in(self, clause: str) -> bool:
        """新签约项目12个, on a page on a part of a year: in that part, whatever the day of writing."""
        page = self.p.default_when
        return (
            page is not None
            and page.kind == "months"
            and not self.cum
            and _CAME_IN.search(clause) is not None
        )

    def _expected(self, used: When | None) -> str:
        """When what is promised for after the opening will be: the year of the opening, if that is told."""
        if not self.after_opening:
            return ""
        year = self.year_ahead
        if year is None and used is not None and used.year != "?":
            year = resolve_year(used.year, self.p.setting.now, self.p.reference)
        now = self.p.setting.now
        return str(year) if year is not None and now is not None and year > now else ""
