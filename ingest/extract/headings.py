"""Headings: which area, year and kind of section (review, aims) hold for what follows them."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.extract.dictionary import Area
from ingest.extract.periods import When, chinese_small, resolve_year
from ingest.extract.placing import LEFT_OUT
from ingest.extract.topics import Topics
from ingest.extract.words import AREA, FIG, RATIO, TIME

_FIRST_MONTHS = 4  # in which the budget of the year itself is set
# 2016年财政预算安排情况: what is set aside, not what was done
_SET_ASIDE = re.compile("预算(?:收支|草案|\\(草案\\))?(?:安排|编制)(?!.*(?:执行|完成))")
_LONGEST = 45  # characters
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八]部分)")
_BACK = re.compile("回顾|完成情况|执行情况|主要工作[和及]|成就|成效|总结|[一二三四五]年来")
# 全年各项目标任务圆满完成: aims that were reached
_REACHED = re.compile(
    "(?<!确保)(?<!力争)(?:目标|任务)(?!.*(?:确保|力争|坚决))[^,。;]{0,12}(?:完成|实现|达成)$"
)
_AHEAD = re.compile(
    "目标|安排|打算|工作重点|工作任务|重点工作|主要任务|预算草案|收支预算|总体要求|工作建议|今年工作|工作总体|"
    "工作部署|展望|工作思路|工作计划|主要工作"
)
# Outside reports and budgets 重点工作, 主要任务 may head what was done.
_SURELY_AHEAD = re.compile(
    "目标|安排|打算|工作建议|建议$|今年工作|展望|思路|工作计划|下一?步|下一?阶段"
)
# 2019年全区发展的主要预期目标为: begins a list of aims, however long the line
_AIMS_FOLLOW = re.compile(
    "(?:预期|奋斗|发展|主要|工作|总体|具体)目标(?:任务)?(?:建议)?[是为如下安排确定]{0,4}:$"
)
# 2019年|全区发展的主要预期目标是:坚持…
_AIMS_OF_YEAR = re.compile(
    "[^。;\\d]{0,24}(?:预期|奋斗|发展|主要)目标(?:任务)?(?:建议)?(?:是|为|如下|确定)"
)


_DOING = re.compile("打造|建设|推进|融入|对接|助力|服务")  # 共同打造云谷科学城: an aim, no place


# 五年工作回顾, 第十届政府工作回顾: over the years of a term of office
_TERM = re.compile(
    "(?:(?P<n>[五四三])年(?:来|间)?的?(?:政府)?(?:主要)?工作|(?:上|本|第[一二三四五六七八九十]{1,3})届[县市区州旗人民]{0,4}政府)"
)
# 2008年|本届政府成立以来, …: from when on the review looks back
_SINCE_THEN = re.compile(
    "(?:本届|新一届|第[一二三四五六七八九十]{1,3}届)[^,。;\\d]{0,12}(?:以来|[以之]后)"
)
_ALL_OF_IT = re.compile("全[省市县区州旗]")
_THEME = re.compile(
    r"[(■●◆]?(?:[一二三四五六七八九十]{1,3}|\d{1,2}|第[一二三四五六七八九十]部分)?[)、.:,]*"
    r"(?P<theme>[\u4e00-\u9fff]{2,7}?)(?:情况|方面|总体|运行|稳|平稳|持续|较快|快速|保持|增|发展|$)"
)


def _theme(content: str) -> str:
    """What a heading is about: 三、固定资产投资稳步增长 → 固定资产投资."""
    found = _THEME.match(content.replace(" ", ""))
    return found["theme"] if found else ""


class Headings(Topics):
    """Reading headings; part of `Parser`."""

    def _is_heading(self, text: str, start: int, end: int, line: list, has_figure: bool) -> bool:
        if text.count("《", start, end) != text.count("》", start, end):
            return False  # a line of prose, broken within a title
        if end - start > _LONGEST or text[end - 1] in "。;,:":
            return (
                text[end - 1] == ":"
                and not has_figure
                and (end - start <= 20 or self._announces_aims(text, start, end))
            )
        return not has_figure or all(
            t[2] not in (FIG, RATIO) or not t[3].unit for t in line if t[2] == FIG
        )

    def _announces_aims(self, text: str, start: int, end: int) -> bool:
        return end - start <= 2 * _LONGEST and _AIMS_FOLLOW.search(text, start, end) is not None

    def _aims_of_a_year(self, text: str, line: list) -> None:
        """A report's sentence without figures, 2019年的主要预期目标是…: what follows is aimed at."""
        if self.setting.genre != "work_report" or self.setting.now is None:
            return
        for _, b, kind, payload in line:
            if kind == TIME and payload.kind == "year" and payload.explicit and not payload.base:
                year = resolve_year(payload.year, self.setting.now, None)
                if year and year >= self.setting.now and _AIMS_OF_YEAR.match(text, b):
                    self.section_target = True
                    self.reference = self.section_reference = year
                return

    def _term_of_office(self, text: str, line: list) -> None:
        """2016年以来, 我们…, without figures: the years that the review after it looks back on."""
        reference = self.setting.reference
        if self.setting.genre != "work_report" or self.section_target or reference is None:
            return
        begins = next((t for t in line[:2] if t[2] == TIME), None)
        first = begins[3] if begins is not None else None
        began_then = (
            begins is not None
            and first.kind == "year"
            and first.explicit
            and _SINCE_THEN.match(text, begins[1]) is not None
        )
        if (
            first is not None
            and (first.kind == "since" or began_then)
            and isinstance(first.year, int)
            and 2 <= reference - first.year <= 6
            and (self._plan_section is None or began_then)
        ):
            self._plan_section = When(first.year, kind="span", year2=reference, explicit=True)

    def _above_home(self, area: Area) -> bool:
        """投资居全国第3位 as a title of a province: no heading about the country."""
        home = self.setting.home
        return home is not None and (
            (area.level == "country" and home.level != "country")
            or (area.level == "province" and home.level not in ("country", "province"))
        )

    def _far_from_home(self, area: Area) -> bool:
        """A division of another prefecture: no part of a text is about it."""
        home = self.setting.home
        if home is None or not home.code or not area.code:
            return False
        if home.code.endswith("0000"):
            return area.code[:2] != home.code[:2]
        return area.code[:4] != home.code[:4] and not area.code.endswith("00")

    def _heading(self, text: str, start: int, end: int, line: list) -> None:
        content = text[start:end]
        self.theme = _theme(content)
        self.reference = self.section_reference  # a year of the paragraph before is no heading's
        found: Area | None = None
        found_text = ""
        stated: int | None = None
        lone_year = spans_years = False  # 2020年及“十三五”工作回顾: the year is told first
        stated_when: When | None = None
        for a, b, kind, payload in line:
            if kind == AREA and LEFT_OUT.search(text, start, a):
                continue
            if kind == AREA:
                area, name = self.named_area(text, line, line.index((a, b, kind, payload)))
                if area and not area.reference:
                    found, found_text = area, name
            elif kind == TIME and (
                self.setting.genre == "communique" or b - a >= end - start - 3 or "报告" in content
            ):
                continue
            elif kind == TIME and payload.kind in ("past", "ahead") and self.setting.reference:
                n, last = payload.year2, self.setting.reference
                self._plan_section = (
                    When(last - n + 1, kind="span", year2=last, explicit=True)
                    if payload.kind == "past"
                    else When(last + 1, kind="span", year2=last + n, explicit=True)
                )
            elif kind == TIME and payload.explicit and payload.kind in ("year", "months", "span"):
                year = payload.year2 or resolve_year(payload.year, self.setting.now, None)
                lone_year |= payload.kind == "year"
                if year and payload.kind == "span":
                    self._plan_section, spans_years = payload, True
                if year:
                    stated = year
                    stated_when = replace(payload, year=year)
        if found is not None and found.level == "statistical_group" and _ALL_OF_IT.search(content):
            found = None  # 全区财政总决算和区级财政决算: of both
        if found is None and (found := self._abbreviated(content)) is not None:
            found_text = content
        # A heading about an area is short and names little else; a caption may be anything.
        named = found is not None and len(found_text) * 2 >= end - start - 2
        if (
            found
            and end - start <= 30
            and ("。" not in content)
            and (named or found.level != "functional_area" or found.known)
            and (named or self.setting.genre not in ("feature", "work_report"))
            and not self._above_home(found)
            and not (found_text in content and _DOING.search(content[: content.index(found_text)]))
            and not self._far_from_home(found)
            and not (self.topic is not None and self.setting.home == found)
        ):
            if (
                self.setting.home is None
                or found.name != self.setting.home.name
                or end - start <= 12
            ):
                self.section_area, self.section_area_text = found, found_text
                self.section_in_brackets = content[:1] == "("
                self._remember(found)
        elif re.match(r"[一二三四五六七八九十]{1,3}、", content) or (
            self.setting.genre == "budget"
            and self.section_area is not None
            and self.section_area.level == "statistical_group"
            and (_ALL_OF_IT.search(content) or (self.section_in_brackets and content[:1] == "("))
        ):  # (二)县级一般公共预算 … (三)政府性基金: of the whole county again
            self.section_area = None
        setting = self.setting
        report = setting.genre in ("work_report", "budget")
        past = _BACK.search(content) is not None
        ahead = (_AHEAD if report else _SURELY_AHEAD).search(content) is not None
        aims = _AIMS_FOLLOW.search(content) is not None
        over = stated is not None and setting.now is not None and stated < setting.now
        if _REACHED.search(content) or (ahead and over and not _SURELY_AHEAD.search(content)):
            past, ahead = True, False  # 二、2020年主要工作, in 2021
        numbered = _NUMBERED.match(content)
        if report or (ahead and (numbered or aims)):
            if past and not (
                ahead and "草案" in content and setting.genre == "budget" and "执行" not in content
            ):
                self.section_target = False
                self.reference = stated or setting.results or setting.reference
            elif ahead and (
                "情况" not in content
                or (setting.genre == "budget" and _SET_ASIDE.search(content) and not past)
            ):
                self.section_target = True
                year = stated
                if "今年" in content and setting.now:
                    year = setting.now
                if (
                    setting.now
                    and (year is None or year < setting.now)
                    and setting.genre != "feature"
                ):
                    year = setting.now
                    late = setting.reference == setting.now and setting.now_month > _FIRST_MONTHS
                    if report and late and "今年" not in content:
                        year += 1  # tasks set at the end of a year are those of the next
                if year:
                    self.reference = year
            elif stated and (numbered or setting.genre != "work_report"):
                self.reference = stated
        elif stated and not (setting.now and stated > setting.now):
            self.reference = stated
            if self.default_when is not None and self.default_when.kind == "year":
                # 一、2012年回顾 … 二、2013年打算: no longer the year that the page began with
                self.default_when = When(stated, kind="year", explicit=True)
        whole = self.default_when
        if (
            numbered
            and stated_when is not None
            and whole is not None
            and "months" in (stated_when.kind, whole.kind)
            and stated_when.kind in ("year", "months")
            and whole.kind in ("year", "months")
        ):
            # 2021年决算和2022年上半年预算执行情况: 一、2021年收支决算情况 … 二、2022年上半年…
            self.default_when = stated_when
        term = _TERM.search(content) if report and past and not stated else None
        if term is not None and self.setting.reference:
            years, last = chinese_small(term["n"] or "五"), self.setting.reference
            self._plan_section = When(last - years + 1, kind="span", year2=last, explicit=True)
        elif (
            numbered
            and not re.search(r"[五四三]年|五[”\"]?时期|五[”\"]?期间", content)
            and not (past and spans_years and not lone_year)
        ):
            self._plan_section = None
            self.review_years = 0
        self.section_reference = self.reference
        self.when = None
        self.area = self.below = None
