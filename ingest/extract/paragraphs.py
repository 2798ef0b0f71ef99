"""Tokens → claims: who is counted, what, when, against what.

A document is read once, from start to end. What a sentence leaves out is taken from what was said
before: the indicator from the clause or sentence before, the area and the time from the paragraph,
its heading or the title, the rest from the document as a whole. Each claim keeps which of these it
stands on, and its confidence falls with the distance."""

from __future__ import annotations

import re

from ingest.extract import cells, flattened, tables, vertical
from ingest.extract.captions import Table
from ingest.extract.claims import Claim, Setting, Subject, Unclaimed
from ingest.extract.dictionary import Area, Dictionary, is_own_level
from ingest.extract.headings import Headings
from ingest.extract.lexer import before, has_figure, of_kind, tokens
from ingest.extract.lexicon import Lexer
from ingest.extract.periods import When, resolve_year
from ingest.extract.sentence import Sentence
from ingest.extract.text import Compact
from ingest.extract.words import AREA, FIG, PUNCT, TIME

_ONE_YEAR = re.compile("[^,。;\n]{0,6}(?:过去的?一年|一年来|这一年|[上去今]年)")

_THE_YEAR = re.compile(
    "(?:^|[。;\n])(?:一年来|(?:过去的?|这)一年,)|年是[^,。;\n]{0,10}五[^,。;\n]{0,6}(?:最后|收官|收尾|末)[^,。;\n]{0,4}年"
)
# 2011年, …生产总值82亿元, 同比增长13%: a year for itself, where the plan's last year stands beside …年均增长13%.
_OF_ITSELF = re.compile(r"[^。\n]{0,160}?(?:同比|比上年|比去年|较上年)")
_OF_THE_PLAN = re.compile(r"年均|递增|[五四三]年|翻|时期|期间|是20\d\d年|比20\d\d年")

# 三季度生产总值125亿元, 增长3.6%, 比上半年高1.5个百分点: a quarter alone is not compared with a half-year
_TO_DATE = re.compile(
    r"三季度(?<![前第一二至\-]三季度)[,全](?:[^。;\n]{4,60}?\d%),(?:增速|增幅)?[比较]上半年[^。;,]{0,6}[高低快慢提回加]"
)
_BELOW = ("如下:", "情况是:", "情况为:")  # 市级支出9亿元。主要项目完成情况如下:
_TITLE = 60  # characters: a longer line is prose
_DRAFT_ALONE = re.compile("^(?!.*(?:执行|完成|决算|调整)).*预算(?:草案|\\(草案\\)|案|安排)")
# (预计,下同): what follows is expected as well.
_EXPECTED_BELOW = re.compile(r"\((?:均为)?(?:预计|预估|估计|初步统计)数?[^()]{0,4}下同\)")


def _expected_from(text: str) -> int:
    """Where the figures begin that a text calls expected once for all: the sentence of the note, else its end."""
    note = _EXPECTED_BELOW.search(text) if "下同" in text else None
    if note is None:
        return len(text)
    return max(text.rfind("。", 0, note.start()), text.rfind("\n", 0, note.start())) + 1


class Parser(Headings):
    """Reads one document."""

    _plan_section: When | None = None
    approved = False  # whether the paragraph tells what a congress passed
    theme = ""  # what the heading above is about, without its number: 建筑业
    level_in_passing = False  # 其中市本级…: said of one item, not of what follows
    below: tuple[Area, str] | None = None  # whose items a list of a budget gives, a paragraph each

    def __init__(self, dictionary: Dictionary, lexer: Lexer, setting: Setting):
        self.d = dictionary
        self.lexer = lexer
        self.aliases = lexer.aliases
        self.setting = setting
        self.claims: list[Claim] = []
        self.unclaimed: list[Unclaimed] = []
        self.cache: dict[tuple[str, bool, bool, bool], Subject] = {}
        # context, from the widest to the nearest
        self.section_area: Area | None = None
        self.section_area_text = ""
        self.section_in_brackets = False  # it was named by a heading such as (二)…
        self.section_target = False
        self.section_year: int | None = None
        self.default_when: When | None = None
        self.default_month: When | None = None
        self.area: Area | None = None
        self.area_text = ""
        self.last_by_kind: dict[str, Area] = {}
        self.last: Area | None = None  # the area named last
        self.when: When | None = None
        self.began: When | None = None  # when the park opened, as far as it was said
        self.reference = setting.results or setting.reference
        self.section_reference = self.reference
        self.subject: Subject | None = None
        self.main: Subject | None = None  # of the last sentence that is no breakdown of another
        self.local: dict[str, Area] = {}  # areas that only this text names
        self.begun = False
        self.standing = False  # the paragraph tells how things are at the time of writing
        self.named_year: int | None = None  # that a sentence of it without figures begins with
        self.review_years = 0  # 五年来: how many years the section looks back on
        self.lines: list[tuple[int, int, bool]] = []
        self.line_number = 0
        self.reported: When | None = None  # the time before 目前, which rates go on with
        self.to_date = False  # 三季度 is January to September
        self.expected_from = 0  # from where on all figures of the year are expected ones
        self.last_table: tuple[Table, int] | None = None  # and where it ends
        self.aims = False  # the paragraph lists what is aimed at
        self.period_in_title = False  # the lines on top name the months under report
        self.plan: When | None = None  # the five-year plan that it named last
        self.site: Area | None = None  # the project whose sum was told last
        self.topic: Area | None = None  # what its title is about, within the home area

    def read(self, compact: Compact) -> None:
        text = compact.text
        toks = tokens(self.lexer, text)
        at = 0
        lines = flattened.split(text, compact.lines)
        toks = self._find_local_areas(text, toks, lines)
        if not self.begun:
            self._find_default_period(toks, text, lines)
            self._find_draft(text, lines)
        self.lines = lines
        self.last_table = None
        self.expected_from = _expected_from(text)
        self.to_date = _TO_DATE.search(text) is not None
        number = 0
        checked = 0  # lines before this one begin no vertical table
        while number < len(lines):
            start, end, table = lines[number]
            stop = number
            if end - start <= 30 and number >= checked:
                stop, checked = vertical.vertical_end(text, lines, number)
            if stop > number:
                caption = "\n".join(
                    text[a:b] for a, b, _ in lines[max(0, number - 2) : number] if b - a <= 60
                )
                vertical.read_vertical(self, text, lines[number:stop], caption)
                number = stop
                at = before(toks, lines[stop - 1][1], at)
                continue
            if table or " " in text[start:end] or "\t" in text[start:end]:
                stop = self._table_end(text, lines, number)
                if stop > number:
                    caption = "\n".join(
                        text[a:b]
                        for a, b, _ in tables.lines_above(text, lines, number)
                        if b - a <= 60 and text[a] != "注"
                    )
                    self.line_number = number
                    tables.read_block(self, text, lines[number:stop], caption)
                    number = stop
                    at = before(toks, lines[stop - 1][1], at)
                    continue
            first = at
            at = before(toks, end, at)
            line = toks[first:at]
            number += 1
            if not line:
                if end - start <= 30:
                    self._heading(text, start, end, line)
                continue
            figured = has_figure(line)
            if self._is_heading(text, start, end, line, figured):
                self._heading(text, start, end, line)
                if not figured:
                    continue
            if not figured:
                self._prose_without_figures(text, line)
                continue
            self._paragraph(text, start, end, line)
        self.begun = True

    def _find_draft(self, text: str, lines: list[tuple[int, int, bool]]) -> None:
        """Whether the title is that of a draft budget alone: then all of it is what is set aside."""
        setting = self.setting
        title = "".join(text[a:b] for a, b, _ in lines[:2] if b - a <= _TITLE)
        if (
            setting.genre == "budget"
            and _DRAFT_ALONE.search(title)
            and setting.now is not None
            and setting.reference == setting.now
        ):
            self.section_target = True

    def _table_end(self, text: str, lines: list, number: int) -> int:
        """The line after the table that begins here; `number` itself where none begins."""
        rows = 0
        stop = number
        at = number
        while at < len(lines) and at - number < 2000:
            start, end, _ = lines[at]
            if end - start > 400 or "。" in text[start:end]:
                break
            if cells.is_row(text, start, end):
                rows += 1
                stop = at + 1
            elif cells.is_rule(text, start, end) or (
                cells.is_header(text, start, end) and (at == number or rows or at - number < 2)
            ):
                pass
            else:
                break
            at += 1
        if rows == 0:
            return number
        if rows == 1 and not cells.is_header(text, *lines[number][:2]) and not lines[number][2]:
            return number
        return stop

    def _find_default_period(self, toks: list, text: str, lines: list) -> None:
        """The period that a text reports on where a sentence does not say: in its title (上半年), or,
        in a feature, the one that most figures are said of."""
        setting = self.setting
        title_end = lines[min(2, len(lines) - 1)][1] if lines else 0
        for a, _, kind, when in toks:
            if a > title_end or a > 120:
                break
            if (
                setting.genre not in ("feature", "brief")
                and "。" in text[a : (text.find("\n", a) + 1 or len(text))]
            ):
                break  # prose begins
            if (
                kind == TIME
                and when.kind == "months"
                and not when.base
                and (when.explicit or setting.reference)
            ):
                year = resolve_year(when.year, setting.now, setting.reference)
                if setting.genre == "feature" and year and year < (setting.now or year) - 2:
                    continue  # 2001年1月成立: years before the page was written
                if (
                    year
                    and when.first_month == when.last_month
                    and when.first_month > 1
                    and not when.end
                ):
                    self.default_month = When(
                        year,
                        when.last_month,
                        when.last_month,
                        0,
                        "months",
                        0,
                        False,
                        False,
                        False,
                        True,
                    )
                    line_end = text.find("\n", a)
                    said = text[
                        text.rfind("\n", 0, a) + 1 : line_end if line_end >= 0 else len(text)
                    ]
                    if re.search("指标|运行|快报|月报|表", said) and setting.genre != "work_report":
                        self.default_when = When(
                            year, 1, when.last_month, 0, "months", 0, True, False, False, True
                        )
                        return
                if year and when.first_month == 1:
                    self.period_in_title = True
                    self.default_when = When(
                        year, 1, when.last_month, 0, "months", 0, when.end, False, False, True
                    )
                    return
        if setting.genre not in ("feature", "brief"):
            return
        if setting.now and setting.now_month <= 3:
            self.default_when = When(
                min(setting.now - 1, setting.reference or setting.now), explicit=True
            )
            return
        votes: dict[When, int] = {}
        current: When | None = None
        lately: When | None = None
        for _, _, kind, payload in toks[:6000]:
            if kind == TIME:
                if payload.kind == "since" and payload.year == "now":
                    lately = payload
                if payload.base or payload.start or payload.kind not in ("year", "months"):
                    continue
                if (
                    payload.kind == "months"
                    and payload.first_month == payload.last_month
                    and not payload.end
                ):
                    current = None
                    continue
                year = resolve_year(payload.year, setting.now, setting.reference)
                if year is None or (setting.now and not setting.now - 1 <= year <= setting.now):
                    current = None
                    continue
                current = When(
                    year,
                    payload.first_month,
                    payload.last_month,
                    0,
                    payload.kind,
                    0,
                    payload.end,
                    False,
                    False,
                    True,
                )
                votes[current] = votes.get(current, 0) + (2 if payload.kind == "months" else 1)
            elif (
                kind == FIG and current is not None and payload.unit and payload.dimension != "time"
            ):
                votes[current] += 1
            elif kind == PUNCT and payload in "。\n":
                current = None
        if votes:
            self.default_when = max(votes, key=lambda k: votes[k])
        else:
            self.default_when = lately  # a page that knows no other time than 今年以来

    def _prose_without_figures(self, text: str, line: list) -> None:
        setting = self.setting
        self._aims_of_a_year(text, line)
        self._term_of_office(text, line)
        for i, (_, _, kind, payload) in enumerate(line):
            if kind == AREA:
                area, _ = self.named_area(text, line, i)
                if area is not None and not area.reference:
                    self._remember(area)
            elif kind == TIME and payload.kind == "span" and payload.year2 - int(payload.year) == 4:
                self.plan = payload
            elif kind == TIME and payload.explicit and payload.kind == "year" and not payload.base:
                if setting.genre == "work_report" and payload.year == "now" and not payload.start:
                    self.reference = self.section_reference = setting.now
                elif setting.genre == "work_report" and payload.year == "last":
                    self.reference = self.section_reference = (setting.now or 1) - 1

    def _is_of_the_last_year(self, text: str, start: int, end: int, line: list) -> bool:
        """Whether a paragraph of a plan's review turns to the plan's last year alone."""
        a, b, kind, when = next((t for t in line if t[0] >= start), line[0])
        return (
            kind == TIME
            and a == start
            and when.kind == "year"
            and when.year == self._plan_section.year2
            and text.startswith(",", b)
            and _OF_ITSELF.match(text, b, end) is not None
            and _OF_THE_PLAN.search(text, b, end) is None
        )

    def _paragraph(self, text: str, start: int, end: int, line: list) -> None:
        if self._plan_section is not None and (
            _ONE_YEAR.match(text, start) or self._is_of_the_last_year(text, start, end, line)
        ):
            self._plan_section = None  # after the five years, the last one alone
            self.review_years = 0
        elif self._plan_section is not None and _THE_YEAR.search(text, start, end):
            # 2005年是“十五”计划的最后一年。…。一年来, 主要抓了以下工作: from here on that year
            self._plan_section = None
            self.review_years = 0
        below = self.below
        self.area, self.area_text = below or (self.section_area, self.section_area_text)
        if self.area is None and self.topic is not None:
            self.area, self.area_text = self.topic, self.topic.name
        self.reference = self.section_reference
        self.when = None
        self.subject = self.main = None
        self.aims = self.approved = self.standing = False
        self.named_year = None
        begin = 0
        n = len(line)
        place = start
        # no sentence of a person has hundreds of words; a hostile one must not cost their square
        for i in range(n) if n > 240 else of_kind(line, PUNCT):
            _, b, kind, payload = line[i]
            if (
                kind == PUNCT and (payload in "。!?\n" or (i - begin > 240 and payload == ";"))
            ) or i - begin > 600:
                if i > begin:
                    Sentence(self, text, line[begin:i], place, b - 1).read()
                begin = i + 1
                place = b
        if begin < n:
            Sentence(self, text, line[begin:], place, end).read()
        if below is not None and self.area is not below[0]:
            self.below = None  # 其他支出…; 全市…: the list is over
        if (
            self.setting.genre == "budget"
            and self.area is not None
            and is_own_level(self.area)
            and text.endswith(_BELOW, start, end)
        ):
            self.below = (self.area, self.area_text)

    def lookup(self, alias_id: str, text: str, quality: float, start: int) -> Subject:
        indicator = self.d.indicators.get(alias_id)
        if indicator is None:
            return Subject("", text, 0.5, "", "", start)
        return Subject(alias_id, text, quality, indicator.dimension, indicator.kind, start)
