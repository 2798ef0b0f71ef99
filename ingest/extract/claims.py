"""What one figure of a text is taken to say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.extract.dictionary import Area

# The three of a structure 12.1:33.6:54.3, in its order.
SECTORS = ("primary_value_added", "secondary_value_added", "tertiary_value_added")
# What projects are to spend in a year, of what they cost in all.
YEARS_PLAN = "年度计划投资"
# Dimensions of what is counted in heads or pieces, and measures that say how much something grew.
COUNTERS = frozenset(("count", "persons", "person_times"))
RATES = frozenset(("yoy_growth_pct", "avg_growth_pct", "growth_multiple"))


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

    genre: str  # communique, work_report, budget, brief, feature
    now: int | None  # the year of publication
    now_month: int
    reference: int | None  # the year that it reports on
    home: Area | None
    published_day: str = ""  # where the day of publication is known
    stated_day: str = ""  # the same, of a chapter of a yearbook too
    overview: bool = False  # it introduces a place
    results: int | None = None  # the year of its results, where that ended before what it reviews


# The indicators of a whole economy: a text that speaks of little else is a brief on it.
_MACRO = re.compile(
    "生产总值|GDP|增加值|固定资产投资|社会消费品零售总额|社零|一般公共预算收入|财政总?收入|可支配收入|进出口|规模以上|规上工业|纯收入|[存贷]款余额|"
    "房地产开发投资|居民消费价格"
)
_ABOUT_THE_ECONOMY = re.compile(
    "经济运行|经济发展|经济形势|统计局|开门红|国民经济|经济数据|主要指标"
)
_CHANGED = re.compile("同比|增长|下降|增速|回落")
_PART_OF_A_YEAR = re.compile(r"(?<!\d)1[-~]\d{1,2}月|上半年|前?[一二三]个?季度")
_PIECE = re.compile(r"[^。;\n]+")
_DIGIT = re.compile(r"\d")
# The turns of a communiqué, by which a part of one is known without its title: sentences that begin with the
# year that is over or its end, changes from the year before, numbered chapters on the sectors.
_OF_A_YEAR = re.compile(r"^(?:全[市县区省州旗])?(?:全年|年末)|初步核算|比上年(?!同期)")
_CHAPTER = re.compile(
    r"^[一二三四五六七八九十]{1,3}、(?:综合|农业|农林|工业|建筑业|固定资产投资|国内贸易|商贸|贸易|对外|交通|邮电|旅游|财政|金融|教育|"
    r"科[学技]|文化|卫生|人口|人民生活|居民|就业|社会保障|资源|环境|城[市乡])[^。;\n]{0,16}$",
    re.M,
)
_SPEECH = re.compile("各位代表|(?:^|\n)同志们[:,]")
# 河湾街道2021年工作总结及2022年工作计划
_SUMMARY = re.compile("(?:年度?|[上下]半年)(?:工作)?总结")
_CONGRESS = re.compile("党代会|代表大会上的报告|(?:全会|全体会议)上的(?:报告|讲话)")
_SPEAKER = re.compile(
    "上半年|前[一二三]?个?季度|1-[2-9]月|各位代表|同志们|今年以来|今年的?(?:工作|目标|预期)|我们|记者|通讯员|该[镇乡村]|该街道"
)


_BUDGET = re.compile("(?:财政|收支|年度?)预算(?:收支)?(?:安排|编制|调整)")
# A communiqué whose title was cut off: who publishes it, then its first chapter.
# Its preamble may stand between them.
_STATISTICIANS = re.compile(
    r"统计局\n(?:[^\n]{0,40}\n){0,12}?(?:[^\n]{40,1200}\n)?(?:一、|1[.、]|\(一\)) ?综 ?合\n"
)


# 河湾县简介, 县情概况, 投资环境: a page that introduces a place speaks of how things stand there
_OVERVIEW = re.compile(
    r"^\W{0,3}[\u4e00-\u9fff]{0,12}(?:简介|概况|概览|概貌|基本情况|投资环境|[省市县区镇乡村]情(?:介绍)?)$",
    re.M,
)
_TITLE_LINES, _TITLE_CHARACTERS = 3, 120
# 盟市概况, 各县区概况: the column of a site
_NO_OVERVIEW = re.compile("运行|经济|工作|财政|预算|执行|项目|公报|指标|[盟市县区]{2}概况|各")


# 河湾县位于…, 总面积541平方公里, 下辖…: such a page without its title
_LIES_FIRST = re.compile(
    r"^[^\n。,]{2,10}[县市区州旗](?:[^。\n,]{0,12},)?(?:位于|地处|坐落|是)[^\n]{0,260}?"
    r"(?:总?面积|国土|幅员)[^\n\d]{0,6}\d[^\n]{0,200}?(?:辖|人口)"
)
_OPENING = 900


def introduces(text: str) -> bool:
    """Whether a compact text introduces a place: by its title, or by the sentence that it begins with."""
    head = text[:_TITLE_CHARACTERS]
    lines = head.split("\n")[:_TITLE_LINES]
    if any(_OVERVIEW.match(line) and not _NO_OVERVIEW.search(line) for line in lines):
        return True
    opening = text[:_OPENING].lstrip("\n")
    return "面积" in opening and _LIES_FIRST.match(opening) is not None


def genre_of(text: str) -> str:
    """The kind of document, from its title and its turns of phrase. `text` is compact."""
    head = text[:400]
    if "统计公报" in head or "普查公报" in head:
        return "communique"
    if "经济运行情况" in head[:80]:
        return "brief"
    if "计划执行情况" in head or "发展计划" in head[:60]:
        return "work_report"
    if (
        "预算执行" in head
        or "预算草案" in head
        or "决算" in head[:120]
        or _BUDGET.search(head[:120])
        or "支出预算说明" in head[:120]
    ):
        return "budget"
    if (
        "政府工作报告" in head
        or _SPEECH.search(text[:3000])
        or "工作报告" in head
        or _SUMMARY.search(head[:120])
        or _CONGRESS.search(head)
    ):
        return "work_report"
    if "公报" in head[:60] or _STATISTICIANS.search(text[:1_800]):
        return "communique"
    said = [piece for piece in _PIECE.findall(text[:20_000]) if _DIGIT.search(piece)]
    macro = sum(1 for piece in said if _MACRO.search(piece))
    yearly = sum(1 for piece in said if _OF_A_YEAR.search(piece))
    if (
        said
        and not _SPEAKER.search(text[:20_000])
        and (
            len(_CHAPTER.findall(text[:20_000])) >= 2
            or (
                len(said) >= 5
                and yearly >= 0.5 * len(said)
                and sum("预算" in piece for piece in said) < 0.3 * len(said)
            )
        )
    ):
        return "communique"
    needed = 0.3 if _ABOUT_THE_ECONOMY.search(text[:300]) else 0.36
    if macro >= 3 and macro >= needed * len(said):
        return "brief"
    grown = sum(1 for piece in said if _CHANGED.search(piece))
    if len(said) >= 5 and grown >= 0.75 * len(said) and _PART_OF_A_YEAR.search(text[:20_000]):
        return "brief"  # growth in every sentence, of part of a year
    return "feature"
