"""Tokens → claims: who is counted, what, when, against what.

A document is read once, from start to end. What a sentence leaves out is taken from what was said
before: the indicator from the clause or sentence before, the area and the time from the paragraph,
its heading or the title, the rest from the document as a whole. Each claim keeps which of these it
stands on, and its confidence falls with the distance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.extract import words as w
from ingest.extract.dictionary import Area, Dictionary, divisions
from ingest.extract.lexer import Figure, Lexer, tokens
from ingest.extract.periods import When, notation, resolve_year
from ingest.extract.text import Compact
from ingest.extract.words import AREA, CUE, FIG, FILL, IND, PLAIN, PUNCT, RANK, RATIO, TIME

_HAN = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_BRACKETED = re.compile(r"\([^()]{0,60}\)")
_TRIM_LEFT = re.compile(r"^(?:[^\u4e00-\u9fffA-Za-z\d“]+|[的了和与及等是为在对]+|万元|[一二三四五六七八九]是)+")
_TRIM_RIGHT = re.compile(r"(?:[^\u4e00-\u9fffA-Za-z\d)”]+|[的了和与及是为在对比较达]+)+$")
# What may follow an alias without making it another indicator: 常住人口|数, 进出口|总额.
_TAILS = frozenset(
    "数 人数 总数 数量 总量 总额 额 量 规模 情况 合计 总计 户数 家数 个数 面积 总值 金额 增速 增幅 收入额 水平 总水平 人员 人次 次数 完成额 达 余额 同比 累计 "
    "总规模 任务 目标 增长率 速度 总人数 指数 比重 占比 比例 所占 工作 项目 企业 资金 部分 增长速度 年 期末".split()
)
# What may stand directly before an alias without making it another indicator.
_HEADS = frozenset(
    "全社会 全部 地方 全口径 各项 各类 实现 完成 全区 全市 全县 其中 新 总 主要 全 各 我区 我市 我县 辖区 本 当地 境内 城乡 年 人民币 本外币 金融机构 财政 入库 "
    "国家 国家级 上述 该 累计 实有 登记 注册 拥有 区域 县域 市域 入统 在库 预计 力争 确保 到 使 均 年末 期末 总体 全员 全行业 全辖 所有 实缴 组织 共 国内 园区 企业 年 的 省外 "
    "末 等 日 月 份 个月 季度 实行 含 提出 投入 发放 拨付 争取 争取到 签约 引进 接待 引入 培育 受理 办理 吸引 开展 举办 改造 新建 缴纳 上缴 贡献 创造 实缴 入库 共 已 小镇 小镇企业 街道 镇区 外贸 完成了 实现了 目标 年末全 各区 本地".split()
)
# Names that say nothing of their own: the subject before them goes on.
_GENERIC = frozenset(
    "支出 收入 总量 增速 增幅 总数 总额 数量 规模 速度 指标 高 额 增量 增长 水平 平均水平 比重 占比 三项指标 位次 总体 全部 数 目标 总收入 总支出 投资额 收入额 支出额 税收占 综合 绝对数 "
    "增长率 排名 总量和增速 增速均 人数 户数 家数 个数 比例 其比重 所占比重 同口径 名义 执行 执行中 中调整 实际 情况 预算 因素 预期 计划 成 元 其".split()
)
_COUNTERS = frozenset(("count", "persons", "person_times"))
_MONEY = {"money_cny": "_cny", "money_usd": "_usd"}
_ANCESTOR_LEVELS = ("country", "province", "city")
_SECTORS = ("primary_value_added", "secondary_value_added", "tertiary_value_added")
_THRESHOLD_AFTER = re.compile(
    r"^(?:及)?(?:以上|以下)?[(]?(?:含\)?)?(?:及)?(?:的|级|规模|元)?[\u4e00-\u9fffA-Za-z、“”()\d]{0,14}?(?:企业|项目|乡镇|产业|集群|单位|街道|村|法人|纳税大户|"
    r"群体|人群|工程|园区|品牌|大户|平台|楼宇|商圈|大厦|基地|强镇|强村|工业法人|的[\u4e00-\u9fff]{2,6})"
)
_MARK_REASON = {
    "threshold": "a threshold or part of a name, not a value",
    "duration": "a duration",
    "bare": "a number without a unit and without an indicator",
    "quoted": "in a title or a quotation",
}


@dataclass(slots=True)
class Claim:
    """One proposed claim; positions are those of the compact text."""

    start: int
    end: int
    value_text: str
    unit: str
    qualifier: str
    measure: str
    indicator_id: str
    indicator_text: str
    area: Area | None
    area_text: str
    period: str
    status: str
    ref_area: str = ""
    ref_indicator: str = ""
    base_period: str = ""
    basis: str = ""
    confidence: float = 1.0
    reasons: list[str] = field(default_factory=list)
    first: int = 0  # the place in the text as it was read
    last: int = 0


@dataclass(slots=True)
class Unclaimed:
    """A figure that is no claim, and why."""

    start: int
    end: int
    reason: str
    first: int = 0
    last: int = 0


@dataclass(slots=True)
class Subject:
    """An indicator as the text names it."""

    indicator_id: str
    text: str
    quality: float = 1.0
    dimension: str = ""
    kind: str = ""
    start: int = 0


@dataclass(slots=True)
class Setting:
    """What a document says about itself."""

    genre: str  # communique, work_report, budget, feature
    now: int | None  # the year of publication
    now_month: int
    reference: int | None  # the year that it reports on
    home: Area | None
    published_day: str = ""  # where the day of publication is known


def genre_of(text: str) -> str:
    """The kind of document, from its title and its turns of phrase."""
    head = text[:400]
    if "统计公报" in head or "普查公报" in head or "经济运行情况" in head[:80]:
        return "communique"
    if "计划执行情况" in head or "发展计划" in head[:60]:
        return "work_report"
    if "预算执行" in head or "预算草案" in head or "决算" in head[:120]:
        return "budget"
    if "政府工作报告" in head or "各位代表" in text[:3000] or "工作报告" in head:
        return "work_report"
    if "公报" in head[:60]:
        return "communique"
    return "feature"


def text_between(text: str, a: int, b: int) -> bool:
    """Whether only a list mark stands between two places."""
    return text[a:b] in ("、", "和", "与", "及", "以及")


class Parser:
    """Reads one document."""

    def __init__(self, dictionary: Dictionary, lexer: Lexer, setting: Setting):
        self.d = dictionary
        self.lexer = lexer
        self.aliases = lexer.aliases
        self.setting = setting
        self.claims: list[Claim] = []
        self.unclaimed: list[Unclaimed] = []
        self.cache: dict[str, Subject] = {}
        # context, from the widest to the nearest
        self.section_area: Area | None = None
        self.section_area_text = ""
        self.section_target = False
        self.section_year: int | None = None
        self.default_when: When | None = None
        self.default_month: When | None = None
        self.area: Area | None = None
        self.area_text = ""
        self.last_by_kind: dict[str, Area] = {}
        self.when: When | None = None
        self.reference = setting.reference
        self.section_reference = setting.reference
        self.subject: Subject | None = None
        self.preliminary = False
        self.local: dict[str, Area] = {}  # areas that only this text names
        self.begun = False
        self.topic: Area | None = None  # what its title is about, within the home area

    # ---- document -------------------------------------------------------------------------

    def read(self, compact: Compact) -> None:
        text = compact.text
        toks = tokens(self.lexer, text)
        n = len(toks)
        at = 0
        lines = compact.lines
        if not self.begun:
            self._find_default_period(toks, text, lines)
        self._find_local_areas(text, toks, lines)
        number = 0
        from ingest.extract import tables

        checked = 0  # lines before this one begin no vertical table
        while number < len(lines):
            start, end, table = lines[number]
            stop = tables.vertical_end(text, lines, number) if end - start <= 24 and number >= checked else number
            if stop > number:
                caption = "\n".join(text[a:b] for a, b, _ in lines[max(0, number - 2) : number] if b - a <= 60)
                tables.read_vertical(self, text, lines[number:stop], caption)
                number = stop
                limit = lines[stop - 1][1]
                while at < n and toks[at][0] < limit:
                    at += 1
                continue
            if end - start <= 24 and number >= checked:
                checked = number + 1
            if table or " " in text[start:end] or "\t" in text[start:end]:
                stop = self._table_end(tables, text, lines, number)
                if stop > number:
                    caption = "\n".join(text[a:b] for a, b, _ in lines[max(0, number - 3) : number] if b - a <= 60 and text[a] != "注")
                    for a, b, _ in lines[number:stop]:
                        if b - a <= 45 and not tables.is_row(text, a, b):
                            self._heading_year(text[a:b])
                    tables.read_block(self, text, lines[number:stop], caption)
                    number = stop
                    limit = lines[stop - 1][1]
                    while at < n and toks[at][0] < limit:
                        at += 1
                    continue
            first = at
            while at < n and toks[at][0] < end:
                at += 1
            line = [t for t in toks[first:at]]
            number += 1
            if not line:
                if end - start <= 30:
                    self._heading(text, start, end, line)
                continue
            has_figure = any(t[2] in (FIG, RANK, RATIO) for t in line)
            if self._is_heading(text, start, end, line, has_figure):
                self._heading(text, start, end, line)
                if not has_figure:
                    continue
            if not has_figure:
                self._prose_without_figures(text, line)
                continue
            self._paragraph(text, start, end, line)
        self.begun = True

    def _heading_year(self, content: str) -> None:
        return

    def _table_end(self, tables, text: str, lines: list, number: int) -> int:
        """The line after the table that begins here; `number` itself where none begins."""
        rows = 0
        stop = number
        at = number
        while at < len(lines) and at - number < 2000:
            start, end, _ = lines[at]
            if end - start > 400 or "。" in text[start:end]:
                break
            if tables.is_row(text, start, end):
                rows += 1
                stop = at + 1
            elif tables.is_rule(text, start, end) or tables.is_header(text, start, end) and (at == number or rows or at - number < 2):
                pass
            else:
                break
            at += 1
        if rows == 0:
            return number
        if rows == 1 and not tables.is_header(text, *lines[number][:2]) and not lines[number][2]:
            return number
        return stop

    def _find_local_areas(self, text: str, toks: list, lines: list) -> None:
        """Parks, zones and sub-districts that the text names: 桃花|工业园. What stands before the form
        is a name where it comes twice, in the title, or after the name of an area."""
        counts: dict[str, int] = {}
        titled: dict[str, int] = {}
        title_end = lines[min(4, len(lines) - 1)][1] if lines else 0
        for i, (a, b, kind, payload) in enumerate(toks):
            if kind != AREA or not isinstance(payload, Area) or payload.reference not in _FORM_REFERENCES:
                continue
            form = text[a:b]
            if form.startswith(("全", "该", "我", "本")) or form in ("辖区",):
                continue
            own = self._own_name(text, toks, i)
            if not own:
                continue
            name = own + form
            after_area = i > 0 and toks[i - 1][2] == AREA and toks[i - 1][1] == a - len(own)
            counts[name] = counts.get(name, 0) + (2 if after_area else 1)
            line_start = text.rfind("\n", 0, a) + 1
            line_end = text.find("\n", b)
            if (line_end if line_end >= 0 else len(text)) - line_start <= 16:
                counts[name] += 2  # a heading
            opens = a - len(own) - 1
            if opens < 0 or text[opens] in "。\n]”\"[;":
                counts[name] += 1
            if re.match(r",?(?:占地|位于|总投资|规划|入驻|现有|已|是|自|坐落|共|总)", text[b : b + 5]):
                counts[name] += 1
            if a < title_end and a <= 160:
                titled.setdefault(name, a)
                counts[name] += 1
        self.local |= {name: self._local_area(name) for name, n in counts.items() if not re.search("级|授予|首家|批准|一批", name)
                      and (n >= 2 or len(name) >= 7 and not name.startswith(_COMMON_NAMES)) or len(name) >= 7 and not name.startswith(_COMMON_NAMES)}
        for name in list(self.local):  # 智能制造产业园 after 魏武智能制造产业园 is the same
            longer = [other for other in self.local if other != name and other.endswith(name) and len(other) - len(name) <= 6]
            if len(longer) == 1:
                self.local[name] = self.local[longer[0]]
        # 双桥街道|办事处 and the like are the same area
        if self.setting.genre == "feature" and titled and not self.begun:
            first = min(titled, key=lambda n: titled[n])
            if first in self.local and len([n for n in titled if n in self.local]) == 1:
                found = self.local[first]
                home = self.setting.home
                if home is None or home.level not in ("park", "subdistrict") and found.name != home.name:
                    self.topic = found
                    self._remember(found)

    def _own_name(self, text: str, toks: list, i: int) -> str:
        """The words right before the form of an area that belong to its name."""
        a = toks[i][0]
        begin = a
        for j in range(i - 1, max(-1, i - 4), -1):
            start, end, kind, payload = toks[j]
            if end != begin and kind != PLAIN:
                break
            if (kind == PLAIN or kind == FILL and payload in w.SOFT and payload not in "在对向将把被让使就且") and end == begin:
                begin = start
                continue
            if end < begin:
                break
            if end == begin and kind in (PUNCT, AREA, FIG, TIME, CUE, FILL, RANK, RATIO, IND):
                break
        previous_end = max((t[1] for t in toks[max(0, i - 5) : i] if t[1] <= begin and t[2] != PLAIN and not (
            t[2] == FILL and t[3] in w.SOFT and t[3] not in "在对向将把被让使就且")), default=0)
        line = text.rfind("\n", 0, a) + 1
        left = max(previous_end, line, a - 10)
        own = text[left:a]
        own = re.split(r"[^\u4e00-\u9fffA-Za-z0-9]", own)[-1]
        own = re.sub(r"^.*(?:位于|来到|走进|坐落|建设|打造|推进|按照|依托|围绕|作为|这里是|入驻|加快|支持|成为)", "", own)
        tail = re.search(r"(?:[\u4e00-\u9fff](?:市|县|区|州|旗|省))([\u4e00-\u9fffA-Za-z0-9]{2,8})$", own)
        if tail and not own.endswith(tail.group(1) + "区"):
            own = tail.group(1)
        if len(own) < 2 or own in _GENERIC_NAMES or own[0] in "个家座各该这此的我和与及":
            return ""
        return own

    def named_area(self, text: str, toks: list, i: int) -> tuple[Area | None, str]:
        """The area of the token, with the words before a form that belong to its name."""
        a, b, _, payload = toks[i]
        printed = text[a:b]
        if isinstance(payload, Area) and payload.reference in _FORM_REFERENCES and not printed.startswith(("全", "该", "我", "本")):
            own = self._own_name(text, toks, i)
            if own and own + printed in self.local:
                return self.local[own + printed], own + printed
            if i and toks[i - 1][2] == AREA and toks[i - 1][1] == a and not (
                    isinstance(toks[i - 1][3], Area) and toks[i - 1][3].reference):
                whole = text[toks[i - 1][0] : b]
                head, _ = self._resolve_area(toks[i - 1][3], text[toks[i - 1][0] : a])
                full = head and (self.d.area_names.get(head.name + printed) or self.d.area_names.get(re.sub("[市县区]$", "", head.name) + printed))
                return (self.d.areas[full] if full else self._local_area(whole)), whole
            if payload.reference == "form":
                return None, printed
        return self._resolve_area(payload, printed)

    def _local_area(self, name: str) -> Area:
        known = self.d.area_names.get(name)
        if known:
            return self.d.areas[known]
        if name.endswith(("街道", "街道办事处")):
            return Area("", name.removesuffix("办事处"), "subdistrict")
        if name.endswith(("开发区", "高新区", "经开区", "示范区", "集聚区", "新区")):
            return Area("", name, "functional_area")
        return Area("", name, "park")

    def _find_default_period(self, toks: list, text: str, lines: list) -> None:
        """The period that a text reports on where a sentence does not say: in its title (上半年), or,
        in a feature, the one that most figures are said of."""
        setting = self.setting
        title_end = lines[min(2, len(lines) - 1)][1] if lines else 0
        for a, _, kind, when in toks:
            if a > title_end or a > 120:
                break
            if kind == TIME and when.kind == "months" and not when.base and (when.explicit or setting.reference):
                year = resolve_year(when.year, setting.now, setting.reference)
                if year and when.first_month == when.last_month and when.first_month > 1 and not when.end:
                    self.default_month = When(year, when.last_month, when.last_month, 0, "months", 0, False, False, False, True)
                    line_end = text.find("\n", a)
                    said = text[text.rfind("\n", 0, a) + 1 : line_end if line_end >= 0 else len(text)]
                    if re.search("指标|运行|快报|月报|表", said) and setting.genre != "work_report":
                        self.default_when = When(year, 1, when.last_month, 0, "months", 0, True, False, False, True)
                        return
                if year and when.first_month == 1:
                    self.default_when = When(year, 1, when.last_month, 0, "months", 0, when.end, False, False, True)
                    return
        if setting.genre != "feature":
            return
        if setting.now and setting.now_month <= 3:
            self.default_when = When(setting.now - 1, explicit=True)
            return
        votes: dict[When, int] = {}
        current: When | None = None
        for _, _, kind, payload in toks[:6000]:
            if kind == TIME:
                if payload.base or payload.start or payload.kind not in ("year", "months"):
                    continue
                if payload.kind == "months" and payload.first_month == payload.last_month and not payload.end:
                    current = None
                    continue
                year = resolve_year(payload.year, setting.now, setting.reference)
                if year is None or setting.now and not setting.now - 1 <= year <= setting.now:
                    current = None
                    continue
                current = When(year, payload.first_month, payload.last_month, 0, payload.kind, 0, payload.end, False, False, True)
                votes[current] = votes.get(current, 0) + (2 if payload.kind == "months" else 1)
            elif kind == FIG and current is not None and payload.unit and payload.dimension != "time":
                votes[current] += 1
            elif kind == PUNCT and payload in "。\n":
                current = None
        if votes:
            self.default_when = max(votes, key=lambda k: votes[k])

    def _is_heading(self, text: str, start: int, end: int, line: list, has_figure: bool) -> bool:
        if end - start > 45 or text[end - 1] in "。;,:":
            return end - start <= 20 and text[end - 1] == ":" and not has_figure
        return not has_figure or all(t[2] not in (FIG, RATIO) or not t[3].unit for t in line if t[2] == FIG)

    def _heading(self, text: str, start: int, end: int, line: list) -> None:
        content = text[start:end]
        found: Area | None = None
        found_text = ""
        stated: int | None = None
        for a, b, kind, payload in line:
            if kind == AREA:
                area, name = self.named_area(text, line, line.index((a, b, kind, payload)))
                if area and not area.reference:
                    found, found_text = area, name
            elif kind == TIME and (self.setting.genre == "communique" or b - a >= end - start - 3 or "报告" in content):
                continue
            elif kind == TIME and payload.kind in ("past", "ahead") and self.setting.reference:
                n, last = payload.year2, self.setting.reference
                self._plan_section = (
                    When(last - n + 1, kind="span", year2=last, explicit=True) if payload.kind == "past"
                    else When(last + 1, kind="span", year2=last + n, explicit=True))
            elif kind == TIME and payload.explicit and payload.kind in ("year", "months", "span"):
                year = payload.year2 or resolve_year(payload.year, self.setting.now, None)
                if year and payload.kind == "span":
                    self._plan_section = payload
                if year:
                    stated = year
        # A heading about an area is short and names little else; a caption may be anything.
        if found and end - start <= 30 and ("。" not in content) and (
                self.setting.genre != "feature" or len(found_text) * 2 >= end - start - 2):
            if self.setting.home is None or found.name != self.setting.home.name or end - start <= 12:
                self.section_area, self.section_area_text = found, found_text
                self._remember(found)
        elif re.match(r"[一二三四五六七八九十]{1,3}、", content):
            self.section_area = None
        past = any(x in content for x in ("回顾", "完成情况", "执行情况", "主要工作和", "成就", "总结"))
        ahead = any(x in content for x in ("目标", "安排", "打算", "工作重点", "工作任务", "重点工作", "主要任务", "预算草案", "收支预算", "总体要求",
                                           "工作建议", "今年工作", "工作总体", "工作部署", "展望", "工作思路", "工作计划", "主要工作"))
        numbered = re.match(r"(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八]部分)", content)
        setting = self.setting
        if setting.genre in ("work_report", "budget") or (numbered and ahead):
            if past and not (ahead and "草案" in content and setting.genre == "budget" and "执行" not in content):
                self.section_target = False
                self.reference = stated or setting.reference
            elif ahead and "情况" not in content:
                self.section_target = True
                year = stated
                if "今年" in content and setting.now:
                    year = setting.now
                if setting.now and (year is None or year < setting.now) and setting.genre != "feature":
                    year = setting.now
                if year:
                    self.reference = year
            elif stated and (numbered or setting.genre != "work_report"):
                self.reference = stated
        elif stated:
            self.reference = stated
        if re.match(r"(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八]部分)", content) and not re.search(r"[五四三]年|五[”\"]?时期|五[”\"]?期间", content):
            self._plan_section = None
        self.section_reference = self.reference
        self.when = None
        self.area = None

    _plan_section: When | None = None

    def _prose_without_figures(self, text: str, line: list) -> None:
        setting = self.setting
        for i, (_, _, kind, payload) in enumerate(line):
            if kind == AREA:
                area, _ = self.named_area(text, line, i)
                if area is not None and not area.reference:
                    self._remember(area)
            elif kind == TIME and payload.explicit and payload.kind == "year" and not payload.base:
                if setting.genre == "work_report" and payload.year == "now" and not payload.start:
                    self.reference = self.section_reference = setting.now
                elif setting.genre == "work_report" and payload.year == "last":
                    self.reference = self.section_reference = (setting.now or 1) - 1

    # ---- areas ------------------------------------------------------------------------------

    def _remember(self, area: Area) -> None:
        level = area.level
        if level in ("park", "park_group", "enterprise_cluster"):
            self.last_by_kind["park"] = area
        elif level in ("subdistrict", "town"):
            self.last_by_kind["town"] = area
        elif level in ("district", "functional_area", "county"):
            self.last_by_kind["district"] = area
            if level == "county":
                self.last_by_kind["county"] = area
            if level == "functional_area":
                self.last_by_kind["zone"] = area
        elif level in ("city",):
            self.last_by_kind["city"] = area

    def _chain(self) -> list[Area]:
        home = self.section_area or self.topic or self.setting.home
        areas = []
        for start in (home, self.setting.home):
            if start is None:
                continue
            areas.append(start)
            if start.area_id:
                areas.extend(self.d.areas[a] for a in self.d.ancestors(start.area_id)[1:])
            elif start.code:
                areas.extend(national_ancestors(start.code, self.d))
        return areas

    def _resolve_area(self, payload: object, printed: str) -> tuple[Area | None, str]:
        """The area that a token stands for here, and the words printed."""
        if isinstance(payload, Area):
            if not payload.reference:
                return payload, printed
            return self._reference(payload.reference, printed), printed
        entries: list[tuple[str, str, str]] = payload  # type: ignore[assignment]
        home = self.setting.home
        code = home.code if home else ""
        best = entries[0]
        if len(entries) > 1:
            chain_code = code or next((a.code for a in self._chain() if a.code), "")
            for entry in entries:
                if chain_code and entry[0][:4] == chain_code[:4]:
                    best = entry
                    break
            else:
                best = next((e for e in entries if e[0][:2] == chain_code[:2]), entries[-1])
        known = self.d.by_code.get(best[0])
        if known:
            return self.d.areas[known], printed
        if home and home.code and best[1] in ("county", "district") and best[0][:2] != home.code[:2]:
            return Area("", printed, best[1]), printed  # 东城区 of 许昌 is not that of Beijing
        return Area("", best[2], best[1], code=best[0]), printed

    def _reference(self, level: str, printed: str) -> Area | None:
        chain = self._chain()
        if level == "home":
            return self.area if self.area and self.area.level in ("subdistrict",) else (
                self.section_area or self.setting.home)
        if level == "country":
            return self.d.areas.get("china") or Area("", "全国", "country")
        if level == "park":
            if self.area and self.area.level in ("park", "park_group"):
                return self.area
            found = next((a for a in chain if a.level in ("park", "park_group")), None)
            return found or self.last_by_kind.get("park") or self.topic
        if level == "town":
            if self.area and self.area.level in ("subdistrict", "town"):
                return self.area
            return next((a for a in chain if a.level in ("subdistrict", "town")), None) or self.last_by_kind.get("town")
        if level == "district":
            near = self.area
            if near and near.level in ("district", "functional_area", "county"):
                return near
            found = next((a for a in chain if a.level in ("district", "functional_area")), None)
            if found:
                return found
            if chain and chain[0].level == "province":  # 全区 of an autonomous region
                return chain[0]
            return self.last_by_kind.get("district") or next(iter(chain), None)
        if level == "county":
            if chain and chain[0].level in ("county", "district"):
                return chain[0]
            return self.last_by_kind.get("county") or next((a for a in chain if a.level == "county"), None)
        if level == "city":
            home = self.setting.home
            if home and home.name.endswith("市"):
                return home
            found = next((a for a in chain if a.level == "city"), None)
            return found or next((a for a in chain if a.name.endswith("市")), None)
        if level == "province":
            return next((a for a in chain if a.level == "province"), None)
        if level == "zone":
            printed = printed.lstrip("该全本我")
            if self.section_area and self.section_area.level == "functional_area":
                return self.section_area
            home = self.setting.home
            if home and home.level == "functional_area":
                return home
            near = self.last_by_kind.get("zone")
            if near and near.name.endswith(printed):
                return near
            if home:
                return Area("", re.sub("[市县]$", "", home.name) + printed, "functional_area")
            return None
        if level == "own":
            home = self.setting.home
            return Area("", (home.name if home else "") + "本级", "statistical_group") if home else None
        return None

    # ---- a paragraph ----------------------------------------------------------------------

    def _paragraph(self, text: str, start: int, end: int, line: list) -> None:
        self.area, self.area_text = self.section_area, self.section_area_text
        if self.area is None and self.topic is not None:
            self.area, self.area_text = self.topic, self.topic.name
        self.reference = self.section_reference
        self.when = None
        self.subject = None
        self.preliminary = False
        begin = 0
        n = len(line)
        place = start
        for i in range(n):
            _, b, kind, payload = line[i]
            # no sentence of a person has hundreds of words; a hostile one must not cost their square
            if kind == PUNCT and (payload in "。!?\n" or i - begin > 240 and payload == ";") or i - begin > 600:
                if i > begin:
                    Sentence(self, text, line[begin:i], place, b - 1).read()
                begin = i + 1
                place = b
        if begin < n:
            Sentence(self, text, line[begin:], place, end).read()

    # ---- indicators -----------------------------------------------------------------------

    def lookup(self, alias_id: str, text: str, quality: float, start: int) -> Subject:
        indicator = self.d.indicators.get(alias_id)
        if indicator is None:
            return Subject("", text, 0.5, "", "", start)
        return Subject(alias_id, text, quality, indicator.dimension, indicator.kind, start)

    def name_of(self, text: str) -> str:
        """An alias' indicator, or ''."""
        return self.aliases.get(text, "")


@lru_cache(maxsize=1)
def _national_heads() -> dict[str, tuple[str, str]]:
    """Code → (level, name) of prefectures and provinces."""
    return {c: (level, name) for entries in divisions().values() for c, level, name in entries if c.endswith("00")}


def national_ancestors(code: str, dictionary: Dictionary) -> list[Area]:
    """The prefecture and province of a division of the national table."""
    found: list[Area] = []
    wanted = [code[:4] + "00", code[:2] + "0000"]
    names = _national_heads()
    for c in wanted:
        if c == code or c not in names:
            continue
        known = dictionary.by_code.get(c)
        found.append(dictionary.areas[known] if known else Area("", names[c][1], names[c][0], code=c))
    return found


_COMMON_NAMES = ("省级", "国家级", "市级", "首个", "现代", "高新", "专业", "特色", "主题", "综合", "各", "全国", "全省", "一批", "多个", "新型", "这个", "重点", "国家", "河南省", "县域", "乡镇")
_FORM_REFERENCES = frozenset(("zone", "town", "park", "form"))
_GENERIC_NAMES = frozenset(
    "产业 专业 省级 国家级 市级 工业 特色 各类 科技 经济 重点 示范 现代 专业化 标准化 主要 全市 全区 全县 大学 街道 乡镇 创新 创业 新型 化工 农业 物流 商务 数字 一个 两个 三个 多个 城市 农村 "
    "五大 八大 三大 四大 六大 十大 类 型 智慧 绿色 生态 国家 省 各 高新技术 民营 小微 核心 综合 支撑 省级以上 国家级高新技术 引领 承载 发展 集中 省级产业 省级经济".split()
)
# The states that a budget line goes through; the line itself is named before.
_STATE_WORDS = re.compile("(?:全年|年终|实际|预算|执行|结果|决算|完成|调整|变动|最终|情况|后|中|为|上述|总体|合计|共计|其|数|年初|年度|人大|批准|经|安排|支出数|收入数)+")
# 2019年投入使用, 入驻企业186家: the year is that of an event, not of the figures after it.
_EVENT = re.compile(r"(?:[^,。;、\d]{0,12})(?:投入使用|投入运营|开园|成立|建成|运营|开工|启动|投用|竣工|落户|创办|开业|搬迁|建厂|停产|获批|挂牌|揭牌|投产|动工|开建|组建|升格|认定)[^,。;\d]{0,8}[,;。]")
_AREA_WORDS = re.compile(r"各?[市区县州旗()]{1,5}|各城区|各区县|各县市区|各乡镇|同类[\u4e00-\u9fff]{0,4}")
_ITEMS_TAIL = re.compile(r"等?[一二三四五六七八九十两\d]*项?(?:主要)?(?:经济)?指标(?:增速|增幅|总量|均)*$")
_PER = ("每万", "每千", "每百", "人均", "户均", "亩均", "单位", "平均每", "每平方", "每亩")
_BREAKS = frozenset((w.UP, w.DOWN, w.TO, w.SHARE, w.AVG, w.MOM, w.YOY, w.THAN, w.SAME, w.REAL, w.NOMINAL))
_GROWTH = frozenset((w.UP, w.DOWN, w.AVG, w.MOM, w.YOY))
_LIST_WORDS = frozenset(("和", "与", "及", "以及"))
_RANK_WORD = re.compile(r"(?:居|列|位|排|名|第|跃升|移)")


class Sentence:
    """Reads one sentence, from its tokens."""

    __slots__ = ("after", "area_mark", "areas", "base_when", "before", "clause_areas", "clause_subject", "cues", "depth", "end", "figures",
                 "fresh_area", "from_open", "group", "index", "items", "last_fig_end", "last_measure", "local_when", "p", "part_gap",
                 "pre", "prev", "quote", "ref_area", "ref_parts", "resp", "start", "target", "text", "times", "toks", "prelim_clause",
                 "basis", "pending", "clause_start", "completion", "outer", "cum", "list_measure", "fig_in_clause", "plan_word",
                 "saw_rank_word", "order_area", "order_when", "rank_unit", "sentence_base", "at_figure", "kept", "first_area", "clause_when", "recent", "bracket_measure")

    def __init__(self, parser: Parser, text: str, toks: list, start: int, end: int):
        self.p = parser
        self.text = text
        self.toks = toks
        self.start = start
        self.end = end

    def read(self) -> None:
        p = self.p
        text = self.text
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
        self.sentence_base = 0
        self.first_area = (p.section_area or p.topic, p.section_area_text)
        if p.setting.genre != "feature":
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
                elif payload in w.SOFT and i + 1 < n and toks[i + 1][0] > b and not self.cues_broken():
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

    def _share_units(self) -> None:
        """1.1个、1.2个百分点; 23、97、84家: the members of a list have the unit of the last."""
        toks = self.toks
        for i in range(len(toks) - 3, -1, -1):
            if toks[i][2] != FIG or toks[i + 2][2] != FIG:
                continue
            mark = toks[i + 1]
            if mark[0] != toks[i][1] or mark[1] != toks[i + 2][0] or not (
                    mark[2] == PUNCT and mark[3] == "、" or mark[2] == FILL and mark[3] in _LIST_WORDS):
                continue
            figure, following = toks[i][3], toks[i + 2][3]
            if figure.unit == "" and following.unit and not figure.is_chinese or figure.unit == "个" and following.unit == "个百分点":
                figure.unit, figure.dimension = following.unit, following.dimension

    def _no_figures(self) -> None:
        p = self.p
        for position, (a, b, kind, payload) in enumerate(self.toks):
            if kind == AREA:
                area, name = p.named_area(self.text, self.toks, position)
                if area and area.name != "全国":
                    p._remember(area)
                    opens = a - (len(name) - (b - a)) if name.endswith(self.text[a:b]) else a
                    if self.text[max(0, opens - 1) : opens] in ("", "\n", "。", ",", ";", "”", "“") or opens <= self.start:
                        p.area, p.area_text = area, name
            elif kind == TIME and not payload.base and not payload.start and position <= 1:
                if payload.explicit and payload.kind in ("year", "months") or payload.kind in ("span", "past"):
                    p.when = payload
            elif kind == IND and (p.subject is None or position <= 3):
                p.subject = p.lookup(payload, self.text[a:b], 0.8, a)

    # ---- clause state ---------------------------------------------------------------------

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
            if "目标" in word and "完成" in self.text[self.clause_start : a] and self.text[b : b + 1] in "的任":
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
            elif word == "目标" and self.text[b : b + 1] not in ("是", ":", "为", "定", "(", ",") and not (self.depth and self._next_is(b, (FIG,))):
                pass
            elif word in ("计划", "预期", "目标") and self.text[b : b + 1] in ",。;、)的”\"" :
                pass
            elif word in ("保持在", "确定为", "努力", "拟", "按照", "规划") and not self.p.section_target:
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
            if "完成" in self.text[self.clause_start : a] or self.cues and self.cues[-1][2] in (w.SHARE, w.DONE, w.TO) or self.text[a - 1 : a] in ("为", "达", "是", "了"):
                self.completion = True
            self.cues.append((a, b, cue))
            return
        if cue == w.OF or cue == w.INCLUDE:
            if self.p.subject is not None:
                self.outer = self.p.subject
            return
        if cue in (w.SAME, w.REAL, w.NOMINAL) and self.before and not any(part[2] for part in self.before):
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
            if self.before and not self.cues_broken():
                self.before.append((a, b, ""))
            return
        elif cue == w.FROM:
            following = self.text[b : b + 1]
            if following.isdigit() or self._next_is(b, (TIME, FIG, RATIO, RANK)):
                self.from_open = True
            else:
                self._add(a, b, "")
            return
        elif cue == w.DONE:
            self.cues.append((a, b, cue))
            if self.before and not self.cues_broken():
                self.before.append((a, b, ""))
            return
        elif cue in (w.THAN,):
            word = self.text[a:b]
            if word in ("比", "较", "高", "低") and not self.before and not self.after and self.fig_in_clause == 0 and self.p.subject is None:
                pass
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

    def _future(self) -> bool:
        """Whether the time that the sentence speaks of lies ahead of its publication."""
        p = self.p
        if p.section_target:
            return True
        when = self.local_when or p.when
        year = resolve_year(when.year, p.setting.now, p.reference) if when else None
        now = p.setting.now
        if now and when is not None and year is not None:
            if when.kind == "span":
                year = when.year2
            if year > now:
                return True
            if year == now:
                return not (p.setting.now_month >= 11 and p.setting.genre != "feature")
            return False
        for a, b, kind, payload in self.toks:  # the time may follow
            if kind == TIME and payload.explicit:
                year = resolve_year(payload.year, now, p.reference)
                return bool(now and year and year >= now)
        return bool(p.reference and now and p.reference >= now and p.setting.genre != "communique")

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
                self.kept = (self.before, self.after, self.cues, self.p.subject, self.p.area, self.p.area_text)
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
        if mark in "“”\"":
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
            areas_kept = self.ref_area
            self._clause(b)
            if mark == ";":
                if self.p.setting.genre != "feature":
                    self.p.area, self.p.area_text = self.first_area
                self.resp = None
                self.items = []
                self.areas = []
                if not self._goes_on(b):
                    self.prelim_clause = False
                self.list_measure = ""
                self.order_area = []
            del areas_kept

    def _goes_on(self, b: int) -> bool:
        """预计 …; …: still expected, unless the next member says that it was done."""
        if not any(t[2] == CUE and t[3] == w.TARGET and self.text[t[0] : t[1]].startswith("预计") for t in self.toks):
            return False
        stop = next((t[0] for t in self.toks if t[0] >= b and t[2] == PUNCT and t[3] == ";"), self.end)
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
        if isinstance(payload, Area) and payload.reference in _FORM_REFERENCES and not name.startswith(("全", "该", "我", "本")):
            # 许昌市|魏都区|先进制造业|开发区: what stands before the form may be its name
            own = p._own_name(self.text, self.toks, i)
            inside = self.before and self.before[0][0] < a - len(own) and payload.reference == "form" and (
                self.text[a - len(own) - 1] not in "的,、")
            if own and (own + name) in p.local and not inside:
                while self.before and self.before[-1][1] > a - len(own):
                    self.before.pop()
                self._take_area(p.local[own + name], own + name, a - len(own))
                return
            previous = self.toks[i - 1] if i else None
            if previous is not None and previous[2] == AREA and previous[1] == a:
                head, _ = p._resolve_area(previous[3], self.text[previous[0] : a])
                if head is not None and not (isinstance(previous[3], Area) and previous[3].reference):
                    full = self.d_area(head.name + name) or self.d_area(re.sub("[市县区]$", "", head.name) + name)
                    self._take_area(full or p._local_area(self.text[previous[0] : b]), name, a)
                    return
            if payload.reference == "form" and not self.before and not own:
                near = p.last_by_kind.get("park")
                if near is not None and near.name.endswith(name):
                    self._take_area(near, name, a)
                    return
            if name == "园区" and previous is not None and previous[1] == a and previous[2] == FIG and previous[3].unit == "个":
                self._unclaim_last(previous[0])
                self._take_area(Area("", self.text[previous[0] : b], "park_group"), self.text[previous[0] : b], a)
                return
            if payload.reference == "form" or self.before and self.before[-1][1] == a and not self.before[-1][2]:
                # 专业|产业园区, 两个|园区: a common noun
                self._add(a, b, "")
                return
        area, printed = p._resolve_area(payload, name)
        if area is None:
            self._add(a, b, "")
            return
        if i and self.toks[i - 1][2] == AREA and self.toks[i - 1][1] == a and not isinstance(payload, Area) and isinstance(self.toks[i - 1][3], list):
            head = self.toks[i - 1][3][0][0]
            for entry in payload:  # type: ignore[attr-defined]
                if entry[0][:2] == head[:2] and (head[2:4] == "00" or entry[0][:4] == head[:4]):
                    known = p.d.by_code.get(entry[0])
                    area = p.d.areas[known] if known else Area("", entry[2], entry[1], code=entry[0])
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
        if self._ref_position() or (self.cues and self.cues_broken() and self.cues[-1][2] in (w.SHARE, w.THAN, w.UP, w.DOWN, w.YOY)):
            self.ref_area = area
            return
        if self._rank_ahead(a) or re.match(r"(?:平均|同期)", self.text[a + len(printed) : a + len(printed) + 2]):
            self.ref_area = area
            return
        if self.depth and not area.known:
            return
        current = p.area or p.setting.home
        if current is not None and area.level in ("country", "province") and current.level not in ("country",) and area.name != current.name:
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
        if home is None or area.name == home.name or area.level not in ("country", "province", "city", "county", "district"):
            return False
        if area.reference or self.text[b - 1 : b] in "国省" and self.text[b - 2 : b] in ("全国", "全省", "我国", "我省", "本省"):
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
            if kind == PUNCT or kind == FIG:
                return False
            if kind == CUE and payload == w.RANKED:
                continue
        return bool(re.match(r"[^,。;、]{1,8}(?:首位|前列|榜首|之首)", self.text[position : position + 14]))

    def _next_kind(self, position: int) -> str:
        following = self.text[position + 2 : position + 10]
        if re.match(r"(?:文明|卫生|百强|先进|优秀|示范|首|第|唯一|重点|知名)", following):
            return "title"
        return ""

    def _time(self, a: int, b: int, when: When, i: int) -> None:
        p = self.p
        text = self.text
        before = text[max(self.start, a - 3) : a]
        previous = self.toks[i - 1] if i else None
        than = previous is not None and previous[1] == a and previous[2] == CUE and previous[3] in (w.THAN, w.UP, w.DOWN, w.MOM)
        if when.kind == "now":
            if text[a:b] not in ("至今", "迄今", "此刻"):
                p.when = when
            return
        if when.kind == "since" and not self._adverbial(i):
            return
        if self._of_times(b):
            if isinstance(when.year, int) and when.kind == "year":
                self.sentence_base = when.year
            self.base_when = when
            return
        level_with = before.endswith(("与", "同", "和")) and re.match(r"(?:的|同期|基本)?(?:持平|相当|相比|一致)", text[b : b + 6])
        if text[b : b + 4].lstrip("的").startswith("基础"):
            if isinstance(when.year, int):
                self.sentence_base = when.year
            self.base_when = when
            return
        if level_with or when.base or than and previous[3] in (w.THAN, w.MOM):
            self.base_when = when
            if when.base or than:
                self.cues.append((a, b, w.YOY if not self.cues_broken() or True else w.YOY))
            return
        if when.start and not when.explicit:
            if than:
                self.base_when = when
            return
        if when.kind == "moment" and not text[a : a + 1] == "截" and not self._close_figure(i):
            return
        if self.depth and when.kind == "year" and not self._next_is(b, (FIG,)):
            return
        if self.fig_in_clause == 0 and len(self.order_when) and i >= 2 and self.toks[i - 1][2] == PUNCT and self.toks[i - 1][3] == "、":
            pass
        if when.explicit and when.kind in ("year", "span") and self.depth == 0 and self._part_of_name(a, b, i):
            return
        if when.explicit and self.depth == 0 and _EVENT.match(text[b : b + 24]):
            return
        self.order_when.append(when)
        if re.match(r"当季|当月|单月", text[b : b + 2]):
            self.clause_when = when
            return
        nearest = next((t for t in self.toks[i + 1 : i + 3] if t[2] == FIG), None)
        if nearest is not None and text[nearest[1] : nearest[1] + 4].lstrip("的").startswith("基础"):
            self.local_when = when
            return
        if when.year == "last" and not when.end and self._is_other_base(a, b):
            self.base_when = when
            return
        if self.from_open or text[a : a + 1] == "到" and self.prev is not None and self.prev[0] == "from":
            self.local_when = when
            if not self.from_open:
                p.when = When(when.year, when.first_month, when.last_month, when.day, when.kind, 0, False, False, False, True)
            return
        if self.depth:
            self.local_when = when
            return
        if when.kind == "since" and p.when is not None and when.year == "now" and p.when.kind == "months":
            return
        if when.end and when.explicit and text[a] == "到" or when.kind == "ahead":
            year = resolve_year(when.year, p.setting.now, p.reference)
            if p.setting.now and year and year > p.setting.now:
                self.target = True
                if when.kind == "year" and text[a] != "到" and self.depth == 0 and p.setting.genre == "feature":
                    self.local_when = when
                    return
        p.when = when
        if when.explicit and when.kind in ("year", "months") and isinstance(when.year, int):
            p.reference = when.year if self._sets_reference(when.year) else p.reference
        elif when.explicit and when.kind in ("year", "months") and when.year in ("now", "last", "before"):
            year = resolve_year(when.year, p.setting.now, p.reference)
            if year:
                p.reference = year

    def _sets_reference(self, year: int) -> bool:
        now = self.p.setting.now
        if now and year > now:
            return False
        return not (now and year < now - 3) or self.p.setting.genre == "feature"

    def _part_of_name(self, a: int, b: int, i: int) -> bool:
        """2020年第七次人口普查, 2021年度先进单位: a year in a name dates nothing else."""
        if self.text[b : b + 1] in ",:;" or not any(part for part in self.before if self.text[part[0] : part[1]] not in w.FILLS):
            return bool(re.match(r"年?第[一二三四五六七八九十]+次|度?(?:先进|优秀|十佳|文明)", self.text[b : b + 5]))
        for t in self.toks[i + 1 :]:
            if t[2] in (FIG, RANK, RATIO):
                return False
            if t[2] == PUNCT and t[3] in ",;:":
                return True
        return True

    def _adverbial(self, i: int) -> bool:
        """2019年以来, …: speaks of the figures that follow; 1996年以来最快 does not."""
        if i + 1 >= len(self.toks):
            return False
        following = self.text[self.toks[i][1] : self.toks[i][1] + 6]
        if re.match(r"(?:的|[^,。;]{0,5}(?:最|首次|新高))", following):
            return False
        return following[:1] == "," or self._close_figure(i)

    def _of_times(self, b: int) -> bool:
        """是2016年的3.2倍, 相当于去年全年的66.9%: the time is the base."""
        for position, (a, _, kind, payload) in enumerate(self.toks):
            if a < b:
                continue
            if kind == FILL and payload == "的":
                continue
            if kind != FIG:
                return False
            before = self.text[max(self.start, b - 16) : b]
            if payload.unit == "倍":
                return not re.search(r"增长|增加|提高|由|从", self.text[self.clause_start : b])
            if payload.unit == "%" and self.text[b - 1] in "的年期" and re.search(r"相当于|[是为]", before):
                return position >= 0
            return False
        return False

    def _close_figure(self, i: int) -> bool:
        for t in self.toks[i + 1 : i + 8]:
            if t[2] == FIG:
                return True
            if t[2] == PUNCT and t[3] in ",;。":
                return False
        return False

    def _is_other_base(self, a: int, b: int) -> bool:
        """上年 as the base of a change (上年同期, 上年为100), not as the time that is spoken of."""
        return self.text[b : b + 2] in ("同期", "同口", "增长", "提高", "上升", "下降", "持平", "末提", "多增") and self.text[a : a + 2] == "上年"

    # ---- subjects -------------------------------------------------------------------------

    def _join(self, parts: list[tuple[int, int, str]]) -> str:
        text = self.text
        return _BRACKETED.sub("", "".join([text[a:b] for a, b, _ in parts if not (b - a <= 2 and text[a:b] in w.FILLS)]))

    def _subject(self, parts: list[tuple[int, int, str]], dimension: str, measure: str) -> Subject | None:
        """The indicator that these words name; None where they name nothing."""
        if not parts:
            return None
        text = self.text
        joined = ""
        pieces: list[str] = []
        last = len(parts) - 1
        for n, (a, b, indicator) in enumerate(parts):
            piece = text[a:b]
            if piece in w.SOFT and not indicator and 0 < n < last and parts[n - 1][1] == a and parts[n + 1][0] == b and not parts[n - 1][2] and (
                    not parts[n + 1][2]):
                pieces.append(piece)  # within a word: 衣着类, 三公经费
                continue
            if not indicator and (piece in w.FILLS or piece in ("居", "列", "排", "完成", "实现", "累计", "总计")):
                pieces.append("")
                continue
            pieces.append(piece)
        joined = "".join(pieces)
        if "(" in joined:
            joined = _BRACKETED.sub("", joined)
        joined = joined.replace("“", "").replace("”", "").replace("\"", "")
        if not parts[0][2]:
            joined = _TRIM_LEFT.sub("", joined)
        if not parts[-1][2]:
            joined = _TRIM_RIGHT.sub("", joined)
        if not joined or not _HAN.search(joined):
            return None
        start = parts[0][0]
        key = joined
        cached = self.p.cache.get(key)
        if cached is not None:
            return Subject(cached.indicator_id, cached.text, cached.quality, cached.dimension, cached.kind, start)
        if self.p.subject is not None and (joined in _GENERIC or _STATE_WORDS.fullmatch(joined)):
            return self._total(joined, start)
        if _AREA_WORDS.fullmatch(joined):
            return None
        found = self._match(joined, pieces, start)
        if len(self.p.cache) < 50_000:
            self.p.cache[key] = found
        return found

    def _total(self, joined: str, start: int) -> Subject | None:
        """新增市场主体2316户, 总数突破1.6万户: the total is that of the stock."""
        previous = self.p.subject.text
        if joined in ("支出", "收入") and previous.endswith(("收入", "支出")) and not previous.endswith(joined):
            rest = previous[:-2] + joined
            hit = self.p.aliases.get(rest)
            if hit:
                return self.p.lookup(hit, rest, 0.85, start)
        if joined in ("总数", "总量", "户数") and previous.startswith(("新增", "新登记", "新设")):
            rest = re.sub("^(?:新增加?|新登记|新设立?)", "", previous)
            hit = self.p.aliases.get(rest)
            return self.p.lookup(hit, rest, 0.85, start) if hit else Subject("", rest, 0.6, "", "", start)
        return None

    def _match(self, joined: str, pieces: list[str], start: int) -> Subject:
        p = self.p
        aliases = p.aliases
        hit = aliases.get(joined)
        if hit:
            return p.lookup(hit, joined, 1.0, start)
        joined = _ITEMS_TAIL.sub("", joined) or joined
        hit = aliases.get(joined)
        if hit:
            return p.lookup(hit, joined, 0.97, start)
        short = joined[-40:]
        n = len(short)
        # the whole but for a harmless tail: 常住人口|数
        for cut in range(1, min(5, n - 1)):
            if short[-cut:] in _TAILS:
                hit = aliases.get(short[:-cut])
                if hit:
                    return p.lookup(hit, short[:-cut], 0.97, start)
        boundaries = set()
        length = 0
        for piece in reversed(pieces):
            length += len(piece)
            boundaries.add(length)
        # the longest alias at the end
        for at in range(1, n - 1):
            tail = short[at:]
            hit = aliases.get(tail)
            cut = 0
            if not hit:
                for cut in range(1, min(4, len(tail) - 1)):
                    if tail[-cut:] in _TAILS:
                        hit = aliases.get(tail[:-cut])
                        if hit:
                            break
                else:
                    cut = 0
            if hit:
                head = short[:at]
                if head.startswith(_PER):
                    return Subject("", short[-24:], 0.6, "", "", start)
                if self._harmless(head):
                    return p.lookup(hit, tail, 0.92, start)
                if n - at in boundaries and "" in pieces:
                    # other words, set apart by a verb: 规模以上工业企业 实现 增加值
                    return p.lookup(hit, tail, 0.8, start)
                name = _TRIM_LEFT.sub("", short)
                return Subject("", name[-24:], 0.6, "", "", start)
        # an alias at the beginning with a tail that says nothing of its own
        for stop in range(n - 1, 1, -1):
            hit = aliases.get(short[:stop])
            if hit:
                rest = short[stop:]
                if rest in _TAILS or len(rest) <= 1:
                    return p.lookup(hit, short[:stop], 0.85, start)
                break
        return Subject("", short[-24:], 0.6, "", "", start)

    def _harmless(self, head: str) -> bool:
        if head in _HEADS:
            return True
        while head:
            for size in (4, 3, 2, 1):
                if len(head) >= size and head[-size:] in _HEADS:
                    head = head[:-size]
                    break
            else:
                return False
        return True

    def _compose(self, subject: Subject, previous: Subject | None) -> Subject:
        """城镇居民人均可支配收入 …, 人均消费支出 …: the second is that of the urban residents too."""
        if previous is None or not previous.text or subject.text.startswith(("城", "农", "全体", "居民")):
            return subject
        if not subject.indicator_id and previous.indicator_id.startswith("firms_in_statistics") and len(subject.text) <= 6:
            for name in (f"规模以上{subject.text}企业", f"限额以上{subject.text}企业", f"资质以上{subject.text}企业", f"{subject.text}开发企业", f"规模以上{subject.text}", f"{subject.text}企业"):
                hit = self.p.aliases.get(name)
                if hit and hit.startswith("firms_in_statistics"):
                    return self.p.lookup(hit, name, 0.85, subject.start)
        if not subject.text.startswith(("人均", "户均", "增加值", "利润", "其中")):
            return subject
        head = previous.text
        for size in range(min(len(head), 12), 1, -1):
            for glue in ("", "企业"):
                hit = self.p.aliases.get(head[:size] + glue + subject.text)
                if hit:
                    return self.p.lookup(hit, head[:size] + glue + subject.text, 0.85, subject.start)
        if subject.text.startswith("人均") and "居民" in head[:8]:
            size = head.index("居民") + 2
            return Subject("", head[:size] + subject.text, 0.6, "", "", subject.start)
        return subject

    def _targets_of_list(self, position: int) -> list | None:
        """What 分别 points back to: indicators, areas or times, in their order."""
        items = [parts for parts in self.items if any(self.text[a:b].strip() for a, b, _ in parts)]
        if len(items) >= 2:
            tail = "".join(self.text[a:b] for a, b, _ in items[-1])
            tail = _BRACKETED.sub("", tail)
            found: list[Subject] = []
            for parts in items:
                subject = self._subject(parts, "", "")
                if subject is None:
                    continue
                if not subject.indicator_id:
                    subject = self._share_tail(subject, tail) or subject
                found.append(subject)
            if len(found) >= 2:
                return found
        expected = self._figures_ahead(position)
        if len(self.recent) >= expected >= 2 and not any(part[2] for part in self.before):
            return self.recent[-expected:]
        if len(self.order_area) >= 2:
            return self.order_area[-expected:] if expected >= 2 else list(self.order_area)
        if len(self.order_when) >= 2:
            return self.order_when[-expected:] if expected >= 2 else list(self.order_when)
        return None

    def _figures_ahead(self, position: int) -> int:
        """How many figures stand in the run after this place."""
        n = 0
        for a, _, kind, payload in self.toks:
            if a < position:
                continue
            if kind in (FIG, RANK):
                n += 1
            elif kind == PUNCT and payload in ",;。" and n:
                break
        return n

    def _share_tail(self, subject: Subject, tail: str) -> Subject | None:
        """第一、二、三产业增加值: each member has the tail of the last."""
        aliases = self.p.aliases
        head = subject.text
        heads = [head]
        if head in ("一", "二", "三", "第一", "第二", "第三"):
            number = head[-1]
            heads = [f"第{number}"]
        elif head[:1] in ("一", "二", "三") and "产业" in head:
            heads.append("第" + head)
        for base in heads:
            if base in aliases:
                return self.p.lookup(aliases[base], base, 0.9, subject.start)
            for at in range(len(tail)):
                hit = aliases.get(base + tail[at:])
                if hit:
                    return self.p.lookup(hit, base + tail[at:], 0.9, subject.start)
        return None

    # ---- figures --------------------------------------------------------------------------

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
        if unit and re.match(r"[、;]?对", text[self.clause_start : self.clause_start + 2]) and re.search(
                r"给予|奖励|补贴|补助", text[self.clause_start : b + 14]):
            self._skip(a, b, "promised")
            return
        if self.saw_rank_word and dimension == "count" and any(t[2] == RANK and t[0] - b <= 14 for t in self.toks[i + 1 : i + 5]):
            self._skip(a, b, "peers")  # 居全区13个街道第二位
            return
        if dimension == "time":
            subject = self._subject(self.before, dimension, "level")
            named = subject is not None and (subject.dimension == "time" or subject.text.endswith(("天数", "寿命", "时间", "时限", "天", "日")))
            if not named or text[b : b + 1] in ("来", "间", "内"):
                self._skip(a, b, "duration")
                return
        if not unit:
            named = self._subject(self.before, "", "level")
            if not (named and (named.dimension == "index" or named.text.endswith(("指数", "系数", "收入比", "之比", "比", "倍数", "密度", "分"))) or (
                named is None and p.subject is not None and p.subject.text.endswith(("指数", "系数", "收入比", "之比")) and self.from_open)
                    or (self.prev is not None and self.prev[0] == "from" and named is None and p.subject is not None and p.subject.text.endswith(("指数", "系数", "比")))):
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
        self.group = self.last_fig_end >= 0 and text[self.last_fig_end : a].strip("、和与及以 ") == "" and self.prev is not None
        # lists: 分别为 a、b、c
        in_list = self.resp is not None
        if in_list and self.index >= 0 and self.before and self.fig_in_clause == 0 and self._subject(self.before, dimension, "level") is not None:
            in_list = False
            self.resp = None
            self.list_measure = ""
        if in_list:
            same_run = self.index >= 0 and self.last_fig_end >= 0 and re.fullmatch(r"[、和与及以,]{0,2}", text[self.last_fig_end : a]) is not None
            if same_run and not (self.index + 1 >= len(self.resp) and len(self.resp) > 1):
                self.index += 1
            else:
                self.index = 0
        if figure.dimension in _COUNTERS and self._has_share() and self._percentage_ahead(i):
            right = self._right_noun(b, i)
            named = self._subject([(b, b + len(right), "")], dimension, "level") if right else None
            kept = (self.cues, self.before, self.last_measure, self.last_fig_end, self.ref_area)
            self.cues = []
            self._emit(a, b, figure.value_text, unit, figure.qualifier, "level", named, 0.8, None, None, False, False)
            self.cues, self.before, self.last_measure, self.last_fig_end, self.ref_area = kept
            return
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
            own = self._compose(own, self.outer if self.outer is not None and self.outer.indicator_id.startswith("firms_in_statistics") else p.subject)
            subject = own
        value = figure.value_text
        if sign < 0 and not value.startswith("-"):
            value = "-" + value
        if subject is not None and not subject.indicator_id and own is not None and (
                dimension in ("mass", "energy", "money_cny") or measure != "level"):
            hit = p.aliases.get(subject.text + "产量") if dimension == "mass" else None  # 主要产品产量: 水泥582.1万吨
            if not hit and dimension == "money_cny" or measure != "level":
                side = self._side()
                if side:  # 支出方面, 教育9.64亿元
                    hit = p.aliases.get(subject.text + side)
            if hit:
                subject = own = p.lookup(hit, subject.text, 0.85, subject.start)
        if measure == "level" and subject is not None and dimension and subject.dimension:
            subject = self._fit(subject, dimension, carried)
        if measure == "level" and unit == "%" and subject is not None and subject.indicator_id and subject.dimension not in ("ratio", "index", ""):
            # a share or a rate of something else; say what is not known
            if self.list_measure or (self.last_measure in ("yoy_growth_pct",) and (self.group or p.section_target or self.target)):
                measure = "yoy_growth_pct"
            elif text[b : b + 1] in "的" and False:
                measure = "share_pct"
            else:
                measure = "share_pct" if self._has_share() else "yoy_growth_pct" if self.group and self.last_measure == "yoy_growth_pct" else "level"
                if measure == "level":
                    confidence -= 0.2
        if measure == "level" and unit == "个百分点":
            measure = "diff_pp"
        if self.list_measure == "" and self.resp is not None:
            self.list_measure = measure if measure != "level" else ""
        if measure == "growth_multiple" and figure.unit == "倍" and self._times_of(a):
            unit = "倍于"
        every = [subject]
        if own is None and not in_list and len(self.recent) >= 2 and text[self.clause_start : self.clause_start + 1] in ("均", "都") and measure != "level":
            every = self.recent[-4:]
        for one in every:
            self._emit(a, b, value, unit, figure.qualifier, measure, one, confidence, listed_area, listed_when, carried, completion)
        if not in_list and subject is not None and (own is not None or p.subject is None) and measure != "rank":
            p.subject = subject
        if subject is not None and (not self.recent or self.recent[-1].text != subject.text) and not in_list:
            self.recent.append(subject)
        self._done(a, b, measure)

    def _percentage_ahead(self, i: int) -> bool:
        """Whether the clause goes on to a percentage: 占6个乡镇税收总额的56%."""
        for t in self.toks[i + 1 :]:
            if t[2] == FIG:
                return t[3].dimension == "ratio"
            if t[2] == PUNCT and t[3] in ",;。":
                return False
        return False

    def _side(self) -> str:
        """Whether the text speaks of 支出 or of 收入 here: the sentence's own words, else the last heading's."""
        said = self.text[self.start : self.toks[0][0] if not self.toks else self.end]
        spending, income = said.rfind("支出"), said.rfind("收入")
        if spending < 0 and income < 0:
            previous = self.p.subject.text if self.p.subject is not None else ""
            return "支出" if previous.endswith("支出") else "收入" if previous.endswith("收入") else ""
        return "支出" if spending > income else "收入"

    def _skip(self, a: int, b: int, reason: str) -> None:
        self.p.unclaimed.append(Unclaimed(a, b, reason))

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
        keep = [c for c in self.cues if c[2] in (w.PLAN,)] if False else []
        self.cues = keep
        self.plan_word = ""
        self.saw_rank_word = False

    def _implied_unit(self, multiple: str) -> str:
        """万, 亿 without a unit: that of the indicator."""
        subject = self._subject(self.before, "", "level") or self.p.subject
        if subject is None:
            return ""
        base = {"money_cny": "元", "money_usd": "美元", "persons": "人", "person_times": "人次"}.get(subject.dimension)
        if not base:
            return ""
        unit = multiple + base
        return unit if unit in self.p.d.units else ""

    def _is_threshold(self, a: int, b: int, figure: Figure, following: str, i: int) -> bool:
        text = self.text
        if figure.dimension not in ("money_cny", "money_usd", "area", "persons", "count", "energy_coal", "ratio", "mass") or not figure.unit:
            return figure.unit in ("万", "亿", "千", "百", "千万", "百亿", "千亿") and following[:1] in ("级", "企", "工", "元") or (
                figure.is_chinese and following[:2] in ("大关",))
        if following.startswith(("大关", "级", "俱乐部", "台阶", "关口", "门槛", "大台阶")) and not (figure.qualifier and "突破" in figure.qualifier):
            return following.startswith(("大关", "级", "俱乐部", "关口")) or True
        if figure.dimension in ("count", "persons", "ratio") and not figure.qualifier.endswith(("以上", "以下")):
            return False
        qualifier = figure.qualifier
        match = _THRESHOLD_AFTER.match(following)
        if not match:
            return False
        rest = following[match.end():]
        linked = following.startswith(("的", "及以上", "级")) or qualifier.endswith(("以上", "以下")) or qualifier.startswith(("超过", "超", "突破", "逾", "大于"))
        if not linked:
            return figure.is_chinese and figure.value_text[0] in "千百亿万" or figure.value_text in ("亿", "百", "千")
        if qualifier.endswith(("以上", "以下")) or following.startswith("及以上"):
            stop = re.search(r"[,。;]", following)
            if stop and stop.start() == 0:
                return False
            return True
        # …超过10亿元的(在建)项目有47个: another figure follows in the clause
        for t in self.toks[i + 1 : i + 9]:
            if t[2] == FIG:
                return t[3].dimension in _COUNTERS
            if t[2] == PUNCT and t[3] in ",;。":
                return bool(rest[:0]) or False
        return False

    def _own_subject(self, a: int, b: int, figure: Figure, dimension: str, i: int) -> Subject | None:
        """The indicator named in this clause: before the figure, or right after it."""
        text = self.text
        subject = self._subject(self.before, dimension, "level")
        if dimension == "ratio" and (subject is None or not subject.indicator_id) and text[b : b + 1] == "的":
            for t in self.toks[i + 1 : i + 4]:
                if t[2] == IND:
                    subject = self.p.lookup(t[3], text[t[0] : t[1]], 0.9, t[0])
                    if "目标" in text[t[1] : t[1] + 6]:
                        self.target = True
                    break
                if t[2] in (PUNCT, FIG):
                    break
        cue = self.cues[-1][2] if self.cues else -1
        if subject is None and self.after and cue in (w.UP, w.DOWN, w.DONE) and figure.dimension in _COUNTERS | {"money_cny", "area", "money_usd"}:
            if not any(c == w.SHARE or c == w.THAN for _, _, c in self.cues):
                subject = self._subject(self.after, dimension, "level")
                if subject is not None:
                    self.cues = []  # 增加就业岗位500个: what is added is named, the figure is its level
        if subject is None and figure.dimension == "money_cny" and not self.cues:
            right = self._right_noun(b, i)
            if right.endswith(("基金", "资金", "项目", "贷款", "债券", "奖金", "补贴", "订单", "限额")):
                return self._subject([(b, b + len(right), "")], dimension, "level")
        if figure.dimension in _COUNTERS or figure.unit in ("公里", "亩", "公顷", "平方米", "万平方米", "辆"):
            right = self._right_noun(b, i)
            if right and (subject is None or (not subject.indicator_id and self._is_verbal(subject.text, right))):
                named = self._subject([(b, b + len(right), "")], dimension, "level") if right else None
                if named is not None:
                    named.start = b
                    if not any(c in (w.UP, w.DOWN, w.THAN) for _, _, c in self.cues) or subject is not None or self.p.subject is None:
                        return named
        return subject

    def _right_noun(self, b: int, i: int) -> str:
        """The noun right after a count: 3家|国家高新技术企业."""
        text = self.text
        toks = self.toks
        stop = b
        for t in toks[i + 1 :]:
            if t[2] in (PUNCT, FIG, RANK, RATIO, TIME):
                stop = t[0]
                break
            if t[2] == CUE and t[3] not in (w.RANKED, w.FROM, w.DONE) or t[2] == CUE and t[3] == w.DONE:
                stop = t[0]
                break
            if t[2] == FILL and text[t[0] : t[1]] in ("的", "为", "是", "在", "被", "达", "共", "获得", "获", "先后", "率先", "实现", "完成", "新", "已", "均", "都", "开展", "和", "与", "及", "以"):
                if t[0] == b:
                    if text[t[0] : t[1]] == "的":
                        continue
                    return ""
                stop = t[0]
                break
            stop = t[1]
        else:
            stop = self.end
        noun = text[b:stop]
        if len(noun) > 22 or not noun or not _HAN.match(noun[0]):
            return ""
        if noun[0] in "以左余多":
            return ""
        return noun

    def _is_verbal(self, before: str, right: str) -> bool:
        """Whether what stands before a count is a verb phrase rather than its name (邀请|20余批次)."""
        if right in self.p.aliases:
            return len(before) <= 6
        return len(right) >= 3 and len(before) <= 4

    def _fit(self, subject: Subject, dimension: str, carried: bool) -> Subject:
        """The indicator whose dimension fits the unit, or one that is not known."""
        if subject.dimension == dimension or not subject.indicator_id:
            return subject
        if subject.dimension == "ratio" and dimension == "ratio":
            return subject
        indicators = self.p.d.indicators
        if dimension in _MONEY:
            base = re.sub("_(?:cny|usd)$", "", subject.indicator_id)
            for name in (base + _MONEY[dimension], base):
                other = indicators.get(name)
                if other and other.dimension == dimension:
                    return Subject(name, subject.text, subject.quality, other.dimension, other.kind, subject.start)
        if {subject.dimension, dimension} <= _COUNTERS:
            return subject
        if dimension in ("index", "") or subject.dimension in ("index",):
            return subject
        if carried and self.outer is not None and self.outer.dimension == dimension:
            return self.outer
        return Subject("", "" if carried else subject.text, 0.5, "", "", subject.start)

    def _has_share(self) -> bool:
        return any(c == w.SHARE for _, _, c in self.cues)

    def _times_of(self, a: int) -> bool:
        """是…的1.84倍 rather than 增长1.84倍."""
        clause = self.text[self.clause_start : a]
        return clause.rstrip("约近超过了").endswith("的") and not clause.rstrip("约近超过了").endswith(("增长的", "水平的高")) or re.search(r"[是为][^,。;]{0,14}$|相当于|达到", clause) is not None and not re.search(r"增|提高|提升|上升|高出|翻", clause)

    def _measure(self, a: int, b: int, figure: Figure, own: Subject | None, following: str) -> tuple[str, int, bool]:
        """The kind of figure, its sign, whether it is a completion rate."""
        unit = figure.unit
        cues = self.cues
        last = cues[-1] if cues else None
        text = self.text
        sign = 1
        if unit in ("%", "‰", "成"):
            if self.completion or (self.plan_word and last and last[2] == w.PLAN and text[last[1] : a].strip("的约达为数任务了") == ""
                                   and any(c[2] in (w.DONE, w.SHARE) for c in cues)):
                return "completion_pct", 1, True
            share = up = None
            for cue in cues:
                kind = cue[2]
                if kind == w.SHARE:
                    share = cue
                elif kind in _GROWTH or kind in (w.SAME, w.REAL, w.NOMINAL):
                    up = cue
            to = next((c for c in reversed(cues) if c[2] == w.TO), None)
            if share is not None and (up is None or share[0] > up[0] or (to is not None and to[0] > up[0])) :
                return "share_pct", 1, False
            if share is not None and up is not None and share[0] < up[0] and text[up[1] : a].startswith(("到", "至")):
                return "share_pct", 1, False
            if up is not None:
                if any(c[2] == w.UP and text[c[0] : c[1]] in ("增速", "增幅", "涨幅", "增长速度", "增长率") for c in cues) and (self.from_open or to is not None):
                    return "yoy_growth_pct", 1, False
                if text[up[1] : up[1] + 1] in ("到", "至") or to is not None and to[0] > up[0] and own is not None and (own.dimension == "ratio" or own.text.endswith("率")):
                    return "level", 1, False
                kinds = [c[2] for c in cues]
                direction = next((c[2] for c in reversed(cues) if c[2] in (w.UP, w.DOWN)), w.UP)
                if direction == w.DOWN:
                    sign = -1
                if figure.value_text.startswith("-"):
                    sign = 1
                if w.AVG in kinds:
                    return "avg_growth_pct", sign, False
                if w.MOM in kinds:
                    return "mom_growth_pct", sign, False
                if up[2] == w.YOY and own is not None and own.dimension == "ratio" and w.UP not in kinds and w.DOWN not in kinds and text[up[1] : a] != "":
                    return "level", 1, False
                if self._distant_base():
                    return "growth_multiple", sign, False
                if self.cum and self._spans() or (self._spans() and not self._yearly(cues)):
                    return "growth_multiple", sign, False
                if own is not None and own.dimension == "ratio" and w.UP not in kinds and w.DOWN not in kinds:
                    return "level", 1, False
                if any(x in text[max(self.clause_start, up[0] - 4) : up[0]] for x in ("两年", "三年", "五年")) and "平均" in text[self.clause_start : a]:
                    return "avg_growth_pct", sign, False
                return "yoy_growth_pct", sign, False
            if self.prev is not None and self.prev[0] == "from" and own is None and any(c[2] == w.TO for c in cues) and self.last_measure in (
                    "share_pct", "yoy_growth_pct"):
                return self.last_measure, 1, False
            if figure.flags and last is None and (own is None or own.dimension != "ratio"):
                return "yoy_growth_pct", 1, False
            if "相当于" in text[self.clause_start : a] and self.base_when is not None:
                return "share_pct", 1, False
            if "相当于" in text[self.clause_start : a]:
                return "share_pct", 1, False
            if own is None and self.last_measure in ("yoy_growth_pct", "avg_growth_pct") and (
                    self.depth or self.target and a - self.last_fig_end <= 6):
                return self.last_measure, 1, False
            if own is None or not own.indicator_id:
                ahead = re.match(r"(?:左右|以上)?的[^,。;]{0,16}?(?:增长|增速|增幅)", following)
                if ahead and "的" in following[:4]:
                    return "yoy_growth_pct", 1, False
            if own is None and self.group and self.last_measure in ("yoy_growth_pct", "share_pct", "completion_pct", "avg_growth_pct", "mom_growth_pct"):
                previous = self.p.claims[-1] if self.p.claims else None
                if previous is not None and previous.value_text.startswith("-") and previous.measure == self.last_measure == "yoy_growth_pct":
                    sign = -1
                return self.last_measure, sign, False
            return "level", 1, False
        if figure.dimension == "points" or unit in ("个百分点", "百分点"):
            down = False
            word = ""
            for c in cues:
                if c[2] == w.DOWN:
                    down = True
                    word = text[c[0] : c[1]]
                elif c[2] == w.THAN and text[c[0] : c[1]] in ("低于", "慢于", "低出", "低"):
                    down = True
                    word = "低"
            clause = text[self.clause_start : a]
            if down and word in ("收窄", "缩小") and "降幅" in clause:
                down = False
            elif "降幅" in clause and any(x in clause for x in ("扩大", "加深")):
                down = True
            elif "降幅" in clause and "收窄" in clause:
                down = False
            elif word in ("降幅",) :
                down = False
            return "diff_pp", -1 if down else 1, False
        if unit in ("倍", "番"):
            return "growth_multiple", 1, False
        if last is None:
            return "level", 1, False
        # an amount: the change itself, or what it changed to
        change = None
        than = False
        for c in cues:
            kind = c[2]
            if kind in (w.THAN, w.YOY, w.MOM):
                than = True
                if kind == w.THAN and text[c[0] : c[1]] in ("高于", "低于", "高出"):
                    return "change", -1 if text[c[0]] == "低" else 1, False
            elif kind in (w.UP, w.DOWN):
                change = c
            elif kind == w.TO:
                change = None
        if change is not None:
            rest = text[change[1] : figure.number_start]
            if rest[:1] in ("到", "至", "为"):
                return "level", 1, False
            down = change[2] == w.DOWN or text[change[0] : change[1]] in ("低于", "低")
            if rest.strip("了约近超过逾达为") == "" or figure.start <= change[1] + 1:
                return "change", -1 if down and not figure.value_text.startswith("-") else 1, False
            return "level", 1, False
        if than and self.text[max(self.clause_start, a - 1) : a] in ("多", "少"):
            return "change", -1 if text[a - 1] == "少" else 1, False
        return "level", 1, False

    def _distant_base(self) -> bool:
        """较2019年增长15.6% in a text on 2023: no year-on-year growth."""
        base = self.base_when
        if base is not None and base.start and (self.p.when is not None and self.p.when.kind in ("months", "moment") and self.p.when.last_month < 12):
            return True
        if base is None or not isinstance(base.year, int) or base.kind not in ("year",):
            return False
        when = self.local_when or self.p.when
        year = resolve_year(when.year, self.p.setting.now, self.p.reference) if when else self.p.reference
        return year is not None and year - base.year > 1

    def _spans(self) -> bool:
        when = self.local_when or self.p.when
        return when is not None and when.kind in ("span", "past")

    def _yearly(self, cues: list) -> bool:
        return any(c[2] in (w.YOY, w.AVG) for c in cues) or self.base_when is not None or "比上年" in self.text[self.clause_start : self.end]

    # ---- ranks, ratios, doublings ---------------------------------------------------------

    def _rank(self, a: int, b: int, payload: tuple[str, str], i: int) -> None:
        number, counter = payload
        text = self.text
        following = text[b : b + 2]
        before = text[max(self.start, a - 3) : a]
        previous = self.toks[i - 1] if i else None
        ranked = self.saw_rank_word or bool(counter) and following[:1] not in ("的",)
        self.group = self.last_measure == "rank" and self.last_fig_end >= 0 and text[self.last_fig_end : a] in ("、", "和", "与")
        if self.group:
            ranked = True
        if following[:1] in ("产", "届", "次", "季", "批", "个", "期", "方", "一", "三", "号", "条", "章", "部", "类", "时", "轮", "书", "实", "中", "小", "人", "幼"):
            ranked = False
        ends = b >= self.end or text[b] in ",。;、()\n”*" or following[:1] in ("位", "名")
        if not ranked and ends and previous is not None and previous[2] in (AREA,) and previous[1] >= a - 1:
            ranked = True
        if not ranked and ends and _RANK_WORD.search(before):
            ranked = True
        if not ranked:
            self._add(a, b, "")
            return
        value = number[1:] if number[1:].isdigit() else number
        self.rank_unit = "名" if counter == "名" else "位"
        self._emit_rank(a, b, value, None)

    def _emit_rank(self, a: int, b: int, value: str, figure: Figure | None) -> None:
        subjects: list[Subject] = []
        if self.items and self.fig_in_clause == 0 and self.resp is None:
            items = [*self.items, self.before] if self.before else list(self.items)
            for parts in items:
                named = self._subject(parts, "", "rank")
                if named is None and self.p.subject is not None:
                    named = self.p.subject
                if named is not None and not named.indicator_id and named.text.endswith(("增速", "增幅", "指标", "总量")):
                    named = self._subject_from(named.text[:-2]) or named
                if named is not None:
                    subjects.append(named)
        if len(subjects) < 2:
            subjects = []
        own = self._subject(self.before, "", "rank") if not subjects else None
        if self.resp is not None and not subjects:
            same_run = self.last_measure == "rank" and self.last_fig_end >= 0 and text_between(self.text, self.last_fig_end, a)
            self.index = self.index + 1 if same_run else 0
            item = self.resp[self.index] if self.index < len(self.resp) else None
            if isinstance(item, Subject):
                own = item
        if own is not None and not own.indicator_id and self.p.subject is not None and own.text in (
                "数量", "总量", "增速", "增幅", "规模", "高", "速度", "指标", "位次", "排名"):
            own = None
        if own is not None and own.indicator_id == "" and own.text.endswith(("增速", "增幅", "总量")) and len(own.text) > 3:
            own = self._subject_from(own.text[:-2]) or own
        subject = own or self.p.subject
        for item in subjects or ([subject] if subject else []):
            self._emit(a, b, value, self.rank_unit if figure is None else "位", figure.qualifier if figure else "", "rank", item, 0.95, None, None, own is None, False)
        if not subjects and subject is None:
            self._emit(a, b, value, "位", "", "rank", None, 0.6, None, None, True, False)
        last = subjects[-1] if subjects else own
        if last is not None and last.indicator_id and (self.p.subject is None or subjects):
            self.p.subject = last
        self._done(a, b, "rank")

    def _subject_from(self, text: str) -> Subject | None:
        hit = self.p.aliases.get(text)
        return self.p.lookup(hit, text, 0.9, 0) if hit else None

    def _ratio(self, a: int, b: int, payload: tuple[int, list[str]], i: int) -> None:
        number_start, pieces = payload
        text = self.text
        clause = text[max(self.start, self.clause_start) : a]
        sentence = text[self.start : a]
        if len(pieces) == 3 and ("产业" in sentence or "三产" in sentence or "产" in clause or "结构" in clause):
            names = _SECTORS
        else:
            self._skip(a, b, "bare")
            return
        when = self.local_when
        position = number_start
        for piece, name in zip(pieces, names, strict=True):
            subject = self.p.lookup(name, "三次产业结构", 0.98, a)
            self.local_when = when
            self._emit(position, position + len(piece), piece, "%", "", "share_pct", subject, 1.0, None, None, False, False,
                       ref_indicator="gdp")
            position += len(piece) + 1
        self._done(a, b, "share_pct")

    def _doubling(self, a: int, b: int) -> None:
        """翻一番, 翻两番 printed as one word."""
        word = self.text[a:b]
        number = next((c for c in word if c in "一两二三四"), "")
        if not number:
            return
        at = a + word.index(number)
        subject = self._subject(self.before, "", "growth_multiple") or self.p.subject
        self._emit(at, at + 2, number, "番", "", "growth_multiple", subject, 0.95, None, None, False, False)
        if subject is not None and subject is not self.p.subject:
            self.p.subject = subject
        self._done(at, at + 2, "growth_multiple")

    # ---- out ------------------------------------------------------------------------------

    def _emit(self, a: int, b: int, value: str, unit: str, qualifier: str, measure: str, subject: Subject | None,
              confidence: float, area: Area | None, when: When | None, carried: bool, completion: bool,
              ref_indicator: str = "") -> None:
        p = self.p
        setting = p.setting
        reasons: list[str] = []
        stock = subject is not None and subject.kind == "stock" or (
            subject is not None and not subject.indicator_id and subject.text.endswith(("余额", "人口", "总数", "企业", "床位", "面积", "里程", "保有量")))
        moment = self.local_when or self.clause_when or p.when
        if subject is not None and not subject.indicator_id and moment is not None and moment.end and p.d.units.get(unit, "") in ("count", "persons", "area"):
            stock = True
        if unit in ("家", "户", "所", "座") and subject is not None and not subject.indicator_id:
            stock = True
        used = when or self.local_when or self.clause_when or p.when
        if used is not None and used.kind == "since" and stock and measure == "level":
            used = None
        if setting.genre == "feature" and used is not None and used.year == "now" and used.kind in ("year", "since") and not self.target and (
                p.default_when is not None and p.default_when.kind == "months" and p.default_when.year == setting.now):
            used = p.default_when
        yearly = used is None and re.search("年(?:均?产值|纳税|上缴|税收|出口|销售|营业|产量|交易)", self.text[self.clause_start : a]) is not None
        if subject is not None and (subject.text.startswith("年") or yearly) and measure == "level" and setting.genre == "feature" and (
                used is None or used.kind == "since") and unit in ("亿元", "万元", "亿美元", "万美元"):
            reasons.append("a yearly amount of no stated year")
            used = When("?", kind="now")
            undated = True
        else:
            undated = False
        self.at_figure = a
        period = ""
        if undated:
            pass
        elif setting.genre == "feature" and measure == "level" and (used is None or used.kind == "now") and setting.published_day and self._static(subject, unit, stock):
            period = setting.published_day  # what stands there on the day of writing
            if self.cum and used is not None:
                period = "../" + period
        elif used is not None and used.kind == "now":
            used = p.default_when if setting.genre == "feature" else When("", kind="year")
        if used is None:
            used = p.default_when if setting.genre == "feature" else p.default_when or When("", kind="year")
        plan = p._plan_section
        if plan is not None and self.from_open and measure in ("level", "share_pct", "rank") and not p.section_target and (
                used is None or used is p.default_when or used.year == "" and used.kind == "year"):
            used = When(plan.year - 1, explicit=True)
        if used is not None and not period and not undated:
            if measure == "avg_growth_pct" and self.p._plan_section is not None and used.kind != "span" and p.section_target and used is p.when is None:
                used = p._plan_section
            period = notation(used, now=setting.now, reference=p.reference, stock=stock)
            if stock and used.end and used.kind == "year" and self._until(used) and period.isdigit():
                period = f"{period}-12-31"
            rate = measure == "share_pct" or subject is not None and (subject.kind == "rate" or subject.dimension == "ratio" or subject.text.endswith(("率", "比例", "比重")))
            gathered = "累计" in self.text[self.clause_start : a]
            if used.kind in ("span", "past") and (stock and not gathered or rate) and measure in ("level", "share_pct", "diff_pp", "rank") and "/" in period:
                period = period.split("/")[1]
            if used.kind in ("span", "past") and self.from_open and "/" not in period and period.isdigit() and self.local_when is None:
                start_year = notation(used, now=setting.now, reference=p.reference, stock=False).split("/")[0]
                period = str(int(start_year) - 1) if start_year.isdigit() else period
            if self.cum and measure == "level" and (stock or subject is None or not subject.indicator_id) and re.fullmatch(r"[\d-]+", period) and (
                    used.kind in ("now", "moment") or used.kind == "year" or used.end):
                period = "../" + period
        if measure == "avg_growth_pct":
            period = self._average_span(a, period, used)
        if not period:
            confidence -= 0.25
            reasons.append("no period found")
        base = ""
        if measure in ("yoy_growth_pct",) and self.base_when is None:
            base = ""
        elif self.base_when is not None and measure in ("change", "diff_pp", "growth_multiple", "yoy_growth_pct"):
            year = resolve_year(self.base_when.year, setting.now if self.base_when.year != "last" else (p.reference or 0) + 1, p.reference)
            if year and isinstance(self.base_when.year, int):
                base = notation(self.base_when, now=setting.now, reference=p.reference, stock=stock)
        status = self._status(measure, period, used, completion)
        if self.text[b : b + 4].lstrip("的").startswith("基础") and measure == "level":
            status = "actual"
        place = area or p.area or setting.home
        text_of_area = p.area_text if area is None and p.area is not None else ""
        if place is None:
            confidence -= 0.3
            reasons.append("no area found")
        elif not place.area_id:
            confidence -= 0.1
            reasons.append(f"area not in the seed files: {place.name}")
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
        ref_area = self.ref_area.name if self.ref_area is not None and measure in ("share_pct", "diff_pp", "rank", "change", "growth_multiple") else ""
        if measure == "share_pct" and not ref_indicator:
            ref_indicator = self._denominator(subject)
        p.claims.append(Claim(
            a, b, value, unit, qualifier, measure, subject.indicator_id if subject else "", subject.text if subject else "",
            place, text_of_area or (place.name if place else ""), period, status, ref_area, ref_indicator, base,
            self.basis if measure.endswith("growth_pct") else "", max(0.05, confidence), reasons))

    def _static(self, subject: Subject | None, unit: str, stock: bool) -> bool:
        """A count, an area, a plan's sum: what is, rather than what came in over a time."""
        if stock:
            return True
        if subject is None or subject.indicator_id:
            return subject is not None and subject.kind == "rate" and subject.dimension != "money_cny"
        return self.p.d.units.get(unit, "") in ("area", "length", "count", "ratio", "persons")

    def _until(self, when: When) -> bool:
        return "截至" in self.text[max(0, self.start) : self.end] or "截止" in self.text[self.start : self.end]

    def _average_span(self, a: int, period: str, used: When | None) -> str:
        """Years of an average: a plan's, or the last N."""
        clause = self.text[max(self.start, a - 24) : a]
        found = re.search(r"([两三四五六七八九十]|\d{1,2})年(?:来)?(?:年)?平均", clause)
        if found and period.isdigit():
            from ingest.extract.periods import chinese_small

            n = chinese_small(found.group(1).replace("两", "二")) or 2
            return f"{int(period) - n + 1}/{period}"
        first = next((t[3] for t in self.order_when_tokens() if t[3].explicit and isinstance(t[3].year, int)), None)
        plan = self.p._plan_section
        if self.sentence_base and period.isdigit() and self.sentence_base < int(period):
            return f"{self.sentence_base + 1}/{period}"
        if plan is not None and not period:
            return f"{plan.year}/{plan.year2}"
        if plan is not None and re.fullmatch(r"\d{4}", period) and plan.year <= int(period) <= plan.year2:
            return f"{plan.year}/{plan.year2}"
        if first is not None and period.isdigit() and int(first.year) < int(period) and first.kind == "year":
            return f"{int(first.year) + 1}/{period}"
        if "/" not in period and self.p._plan_section is not None and self.p.when is None:
            span = self.p._plan_section
            return f"{span.year}/{span.year2}"
        return period

    def order_when_tokens(self) -> list:
        return [t for t in self.toks if t[2] == TIME]

    def _denominator(self, subject: Subject | None) -> str:
        for a, b, indicator in [*self.after]:
            if indicator:
                return indicator
        if subject is not None and subject.indicator_id in _SECTORS and self.ref_area is None:
            return "gdp"
        if self.ref_area is not None and subject is not None:
            return subject.indicator_id
        return ""

    def _status(self, measure: str, period: str, used: When | None, completion: bool) -> str:
        p = self.p
        if completion or measure == "completion_pct":
            return "actual"
        if self.plan_word and measure == "level" and any(c[2] == w.PLAN for c in self.cues) and re.search("预算|预期|计划", self.plan_word) and (
                "超" not in self.text[self.clause_start : self.clause_start + 12]):
            return "target"
        if p.setting.genre == "budget" and measure == "level" and re.search("调整[后]?为$", self.text[self.clause_start : self.at_figure].rstrip("约")):
            return "target"
        if self.target:
            return "target"
        now = p.setting.now
        if now and period[:4].isdigit():
            last = period.split("/")[-1][:4]
            if last.isdigit() and int(last) > now:
                return "target"
        if p.section_target:
            year = int(period[:4]) if period[:4].isdigit() else None
            if year is None or now is None or year >= now:
                return "target"
        if self.prelim_clause:
            return "preliminary"
        return "actual"


__all__ = ["Claim", "Parser", "Sentence", "Setting", "Unclaimed", "genre_of", "national_ancestors"]
