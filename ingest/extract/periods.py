"""Words of time → the period notation of the ledger.

`parse` reads an expression once (cached: the same words come back all the time) into a `When`, which
says what is fixed and what hangs on the text around it; `resolve` fills that in.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from functools import lru_cache

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "Ｏ": 0,
    "O": 0,
    "两": 2,
}
_DIGITS |= {str(i): i for i in range(10)}

# Years before the first plan or far ahead are prices, model numbers or addresses.
FIRST_YEAR, LAST_YEAR = 1949, 2060

_Y4 = r"(?:19[4-9]\d|20[0-6]\d)"
_CY = r"(?:一九|二[〇零○OＯ0])[〇零○OＯ0一二三四五六七八九]{2}"
_RELATIVE = "今年|新的一年|新一年|去年|上一年|上年|前年|明年|来年|下年|本年度?|当年|同年|次年"
_N = r"(?:1[0-2]|[1-9]|十[一二]?|[一二两三四五六七八九])"
_SEP = r"(?:-{1,2}|~|至|到)"
_LOST = r"(?<!\d)1(?:[3-9]|1[0-2])月份"  # 19月份 is 1-9月份 whose dash was lost
_PLAN = r"[“\"]?(?P<plan>十[一二三四五六]?|九|八|七)五(?!连[丰增胜涨])[”\"]?"

# 端午小长假, 国庆中秋8天长假, “五一”期间: days off; 五一路 is none
_FEAST = (
    r"[“\"]?(?P<feast>元旦|春节|清明|端午|中秋国庆|国庆中秋|中秋|国庆|五一|(?<![二三四五六七八九十第])十一)(?:国际劳动节|劳动节|节)?[”\"]?(?:双节)?"
    r"(?P<feastdays>[3-8三四五六七八]天)?(?:小长假|黄金周|长假|假期|假日|期间)(?:期间)?"
)
# name → first day where it is fixed, and the months that it may fall in
_FEASTS = {
    "元旦": (1, 1, 1),
    "春节": (0, 1, 2),
    "清明": (0, 4, 4),
    "五一": (1, 5, 5),
    "端午": (0, 5, 6),
    "中秋": (0, 9, 10),
    "国庆": (1, 10, 10),
    "十一": (1, 10, 10),
}

PERIOD = (
    # 2019年1-8月, 今年前三季度, 上半年, 1-8月份, 截至8月底, 2016-2020年, "十三五"期间 …
    rf"(?P<until>截至|截止到?|到|至)?(?:"
    rf"(?P<y1>{_Y4})年?{_SEP}(?P<y2>{_Y4})年(?P<ytail>期间|底|末)?"
    rf"|(?P<seasonyear>{_Y4})[-/]\d{{2,4}}(?P<season>采暖季|榨季|学年度?|供暖季)"
    rf"|(?:(?P<year>{_Y4}|{_CY})年度?|(?P<rel>{_RELATIVE}))的?"
    rf"(?:(?P<part>全年|上半年|下半年|前?[一二三四1-4]季度|第[一二三四]季度|前三个?季度|"
    rf"1月?{_SEP}{_N}月份?|{_LOST}|前{_N}个?月份?|(?:头|前)(?:两|三)个月|"
    rf"{_N}月(?:(?P<day>\d{{1,2}})日|份)?|(?=[底末初]))(?P<end>底|末|初)?|年?(?P<end2>底|末|初))?"
    rf"(?P<tail>以来|来(?![自到说看的源临])|至今|迄今|起|期间|同期|之前|以前)?"
    rf"|(?P<bare>全年度?|上半年|半年度|下半年|{_LOST}|[一二三]、[二三四]季度(?!分别)|前?[一二三四]季度|第[一二三四]季度|前三个?季度|1月?{_SEP}{_N}月份?|前{_N}个?月份?|"
    rf"(?:1[0-2]|[1-9])月(?:(?P<bday>\d{{1,2}})日|份)?)(?P<bend>底|末|初)?(?P<btail>以来|同期|累计)?"
    r"|(?P<yearend>年[底末])|(?P<yearstart>年初(?P<ystail>以来)?)"
    rf"|{_PLAN}(?:规划)?(?P<pterm>期间|时期|以来|期末|末年?|前[一二三四两]年|初期)?"
    r"|(?P<now>目前为止|目前|当前|如今|现在|至今|迄今|此刻|现已|现有|现共有|现共)"
    rf"|{_FEAST}"
    r"|(?P<opening>(?:自)?(?:建成|正式|投入)?(?:运营|开园|发布|实施|出台|印发|成立|建成|投用|挂牌|创建|启用|建园|建区|组建|投运)以来)"
    r"|(?P<span>(?:过去|近|最近|前|这|建[区园市院校]|连续)?(?P<spann>[一二三四五六七八九十两\d]{1,3})年(?:间|来|以来|多来|累计|共|期间))"
    r"|(?:(?<![续第])[两三四五六七八九十]年(?=净增|新增|减轻|投入|翻|完成|年均))"
    r"|(?P<past>(?:过去的?|近|最近|未来|今后)(?P<pastn>[一二三四五六七八九十两\d]{1,2})年)"
    r"|(?P<term>(?:上一?个?|前一个?|前)(?P<termn>[五5四4三3])年|上一?届(?:政府)?(?:任期)?)(?=的\d)"
    r"|(?P<ago>(?P<agon>[一二两三四五六七八九十])年前)"
    r")"
)


_TERM = 5  # years of office


@dataclass(frozen=True, slots=True)
class When:
    """An expression of time. `year` is a number or one of '' (the text's year), now, last, before,
    next, then; `part` is 'M1-M8' months, 'Y' a year, 'end', or 'start'."""

    year: int | str = ""
    first_month: int = 1
    last_month: int = 12
    day: int = 0
    kind: str = "year"  # year, months, days (the first of a month), feast, moment, since, span, plan, now, until, opening
    year2: int = 0
    end: bool = False  # 末, 底, 截至: a moment
    start: bool = False  # 初
    base: bool = False  # 同期: the period is only a base
    explicit: bool = False  # carries its own year


def chinese_small(text: str) -> int:
    """十七 → 17, 三 → 3, 12 → 12; 0 where it is no number below 100."""
    if text.isdigit():
        return int(text)
    if "十" in text:
        left, _, right = text.partition("十")
        return (_DIGITS.get(left, 1) if left else 1) * 10 + (_DIGITS.get(right, 0) if right else 0)
    return _DIGITS.get(text, 0) if len(text) == 1 else 0


def _months(part: str) -> tuple[int, int, int] | None:
    """First month, last month, of 上半年, 前三季度, 1-8月 …; None for a whole year."""
    if part.startswith("全年") or not part:
        return None
    if part in ("上半年", "半年度"):
        return 1, 6, 0
    if part == "下半年":
        return 7, 12, 0
    if "季度" in part:
        number = next((_DIGITS[c] for c in part if c in _DIGITS), 1)
        if part[1] == "、":  # 一、二季度
            return number * 3 - 2, _DIGITS[part[2]] * 3, 0
        if part.startswith("前"):
            return 1, number * 3, 0
        return number * 3 - 2, number * 3, 0
    if "月" in part and part[0] in "头前":  # 前五个月, 前五月
        return 1, chinese_small(part.strip("头前个月份")), 0
    head = part.removeprefix("1月") if part.count("月") == 2 else part  # 1月至10月
    head = ("1" if head is not part else "") + head.split("月")[0]
    split = re.split(_SEP, head)
    if len(split) == 2:
        return int(split[0]), chinese_small(split[1]), 0
    month = chinese_small(head)
    if month > 12 and head.isdigit():
        return 1, int(head[1:]), 0
    return month, month, 1


def _plan_years(plan: str) -> tuple[int, int]:
    number = {"七": 7, "八": 8, "九": 9}.get(plan) or 10 + (
        _DIGITS[plan[1]] if len(plan) > 1 else 0
    )
    first = 1981 + (number - 6) * 5
    return first, first + 4


_PERIOD = re.compile(PERIOD)


@lru_cache(maxsize=20_000)
def parse(expression: str) -> When | None:
    """Read one expression of time, as matched by `PERIOD`; None where it is none after all."""
    m = _PERIOD.match(expression)
    if not m:
        if len(expression) == 2 and expression[1] == "年":  # 五年|净增: what follows made it a time
            return When("", kind="past", year2=chinese_small(expression[0]))
        if expression[0] in "上前":  # 前五年|的3.2倍, 上届政府|的2倍
            years = chinese_small(expression[-2]) if expression[-1] == "年" else _TERM
            return When("", kind="past", year2=years, base=True)
        return None
    g = m.group
    until = bool(g("until"))
    if g("y1"):
        return When(int(g("y1")), kind="span", year2=int(g("y2")), explicit=True)
    if g("season"):
        return When(int(g("seasonyear")), explicit=True)
    if g("plan"):
        first, last = _plan_years(g("plan"))
        term = g("pterm") or ""
        if until or term.startswith(("期末", "末")):
            return When(last, kind="year", end=True, explicit=True)
        if term.startswith("前"):
            last = first + chinese_small(term[1:-1]) - 1
        if term == "以来":
            return When(first, kind="since", explicit=True)
        return When(first, kind="span", year2=last, explicit=True)
    if g("year") or g("rel"):
        year: int | str
        if g("year"):
            text = g("year")
            year = int("".join(str(_DIGITS.get(c, 0)) for c in text))
            if not FIRST_YEAR <= year <= LAST_YEAR:
                return None
        else:
            year = {
                "今": "now",
                "新": "now",
                "本": "now",
                "去": "last",
                "上": "prior",
                "前": "before",
                "明": "next",
                "来": "next",
                "下": "next",
                "当": "then",
                "同": "then",
                "次": "next",
            }[g("rel")[0]]
        tail = g("tail") or ""
        end = g("end") or g("end2") or ""
        months = _months(g("part") or "")
        base = tail == "同期"
        if tail in ("以来", "来", "至今", "迄今", "起") or (end == "初" and tail):
            first_month = months[0] if months else 1
            return When(year, first_month=first_month, kind="since", explicit=True)
        if g("day"):
            return When(
                year, months[0], months[0], int(g("day")), "moment", end=True, explicit=True
            )
        if months:
            return When(
                year,
                months[0],
                months[1],
                0,
                "months",
                end=until or end in ("底", "末"),
                start=end == "初",
                base=base,
                explicit=True,
            )
        return When(
            year,
            kind="year",
            end=until or end in ("底", "末"),
            start=end == "初",
            base=base,
            explicit=True,
        )
    if g("bare"):
        months = _months(g("bare"))
        end = g("bend") or ""
        if months is None:
            return When("", kind="year")
        if g("bday"):
            return When("", months[0], months[0], int(g("bday")), "moment", end=True)
        return When(
            "",
            months[0],
            months[1],
            0,
            "months",
            end=until or end in ("底", "末"),
            start=end == "初",
            base=g("btail") == "同期",
        )
    if g("yearend"):
        return When("", kind="year", end=True)
    if g("ystail"):
        return When("now", kind="since", explicit=True)
    if g("yearstart"):
        return When("", kind="year", start=True)
    if g("now"):
        return When("", kind="now")
    if g("feast"):
        name = next(n for n in _FEASTS if n in g("feast") and (n != "中秋" or len(g("feast")) == 2))
        fixed, first, last = _FEASTS[name]
        days = chinese_small(g("feastdays")[:-1]) if g("feastdays") and fixed else 0
        return When("", first, last, days, "feast")
    if g("opening"):
        return When("", kind="opening")
    if g("span") or g("past"):
        n = chinese_small(g("spann") or g("pastn"))
        if not 2 <= n <= 80:
            return None
        return When(
            "", kind="ahead" if expression.startswith(("未来", "今后")) else "past", year2=n
        )
    if g("ago"):
        return When("ago", kind="year", year2=chinese_small(g("agon")), explicit=False)
    return None


def resolve_year(year: int | str, now: int | None, reference: int | None) -> int | None:
    """The number of a year, given the year of publication and the year that the text speaks of."""
    if isinstance(year, int):
        return year
    if year in ("", "then"):
        return reference
    if year == "ago":
        return now
    if year == "prior":  # 上年: the year before the one that the text reports on
        return reference - 1 if reference is not None else None
    if now is None:
        return None
    return now + {"now": 0, "last": -1, "before": -2, "next": 1}[year]


def notation(when: When, *, now: int | None, reference: int | None, stock: bool) -> str:
    """The ledger's notation (`2024`, `2024-01/2024-08`, `2024-08-31`, `2019/..`, `2016/2020`)."""
    if when.year == "ago":
        return str(now - when.year2) if now is not None else ""
    year = resolve_year(when.year, now, reference)
    if when.kind == "span":
        return f"{year}/{when.year2}"
    if when.kind == "ahead" and reference is not None:
        return f"{reference + 1}/{reference + when.year2}"
    if when.kind in ("past", "ahead") or year is None:
        if when.kind == "past" and reference is not None:
            return f"{reference - when.year2 + 1}/{reference}"
        return ""
    if when.kind == "since":
        return f"{year}/.." if when.first_month == 1 else f"{year}-{when.first_month:02d}/.."
    if when.kind == "moment":
        try:
            last = calendar.monthrange(year, when.last_month)[1]
        except calendar.IllegalMonthError:
            return str(year)
        return f"{year}-{when.last_month:02d}-{min(when.day, last):02d}"
    if when.kind == "days":
        month = f"{year}-{when.last_month:02d}"
        return f"{month}-01/{month}-{when.day:02d}"
    if when.kind == "months" and not (when.first_month == 1 and when.last_month == 12):
        if not 1 <= when.first_month <= when.last_month <= 12:
            return str(year)
        if stock:
            return f"{year}-{when.last_month:02d}"
        if when.first_month == when.last_month:
            if when.end:  # 截至8月底 of a flow: since the year began
                return (
                    f"{year}-01/{year}-{when.last_month:02d}" if when.last_month < 12 else str(year)
                )
            return f"{year}-{when.first_month:02d}"
        return f"{year}-{when.first_month:02d}/{year}-{when.last_month:02d}"
    return str(year)
