"""One text → its claims: what it is about is found out first, then it is read."""

from __future__ import annotations

import gc
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from ingest.extract import dictionary as seeds
from ingest.extract import home as homes
from ingest.extract import lexicon, repeats
from ingest.extract.claims import Claim, Setting, Unclaimed, genre_of, introduces
from ingest.extract.dictionary import Area, Dictionary, divisions
from ingest.extract.paragraphs import Parser
from ingest.extract.text import DAY, compact

_YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20[0-4]\d)(?=年)")
# 7月份, 1-7月, 上半年, 前三季度: what part of a year a report is on; 8月18日 is the day of its release.
_PART_REPORTED = re.compile(
    r"(?<![\d年])(?:\d{1,2}[-~至])?(?P<month>1[0-2]|[1-9])月(?!\d)|(?P<half>上半年)|前?(?P<quarter>[一二三])个?季度"
)
_RELEASED = re.compile(
    r"(?:19|20)\d\d年(?:1[0-2]|0?[1-9])月[0-3]?\d日"
    r"|^\(?(?:19|20)\d\d年(?:1[0-2]|0?[1-9])月(?:[0-3]?\d日)?\)?$"  # (2032年3月) on a line of its own
    r"|^\(?二[〇零○OＯ]{1,2}[〇零○OＯ一二三四五六七八九十]{1,2}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?\)?$",
    re.M,
)
_DRAFT = re.compile("草案|预算(?:收支)?安排")
_SPOKEN_OF = re.compile(r"(?<![\d比较至到\-~])(19[5-9]\d|20[0-4]\d)(?=年(?![-~至到]\d))")
_WRITTEN_NOW = re.compile(
    "今年|目前|当前|如今|近日|日前|昨日|记者|以来|[上下]半年|季度|\\d月|截至|本月|我们|正在|下一步"
)
_CHINESE_YEAR = re.compile(r"二[〇零○OＯ0][〇零○OＯ0一二三][〇零○OＯ0一二三四五六七八九](?=年)")
_DATE = re.compile(r"(20\d\d|19\d\d)\s*[年\-./]\s*(1[0-2]|0?[1-9])(?:\s*[月\-./]\s*([0-3]?\d)日?)?")
_REPORTED = re.compile(
    r"(?:(?:19|20)\d\d|二[〇零○OＯ0][〇零○OＯ0一二三][〇零○OＯ0一二三四五六七八九])年度?[^\n。,，]{0,24}(?:统计公报|国民经济|经济运行|普查)"
)
_LEVELS = (
    (("县", "旗"), "county"),
    (("镇", "乡", "街道", "街道办事处"), "subdistrict"),
    (("村", "社区"), "village"),
    (("开发区", "高新区", "经开区", "示范区", "集聚区", "新区"), "functional_area"),
    (("区",), "district"),
    (("市",), "city"),
)
_SMALL = ("park", "park_group", "subdistrict", "town", "enterprise_cluster")
_DIGIT = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "O": "0",
    "Ｏ": "0",
    "0": "0",
}


@dataclass(slots=True)
class Reading:
    """What came of one text."""

    text: str
    setting: Setting
    claims: list[Claim] = field(default_factory=list)
    unclaimed: list[Unclaimed] = field(default_factory=list)


@lru_cache(maxsize=4)
def _dictionary(folder: str, stamp: float) -> Dictionary:
    return seeds.load(Path(folder))


def dictionary_of(seeds_dir: Path) -> Dictionary:
    """The seed files of a folder, read again when one of them changes."""
    stamp = sum(f.stat().st_mtime for f in seeds_dir.glob("*.csv"))
    return _dictionary(str(seeds_dir), stamp)


_LATELY = re.compile("今年|去年|目前|如今|现有|近年|昨日|日前|近日|上半年|季度|\\d月")
_OLD = 5  # years
# 日期:2015-03-17 12:00: the day that a page came out says nothing of what it is about
_DAY_PRINTED = re.compile(DAY)
# 【概况】2009年, …: a paragraph of a yearbook
_YEAR_FIRST = re.compile(r"^(?:\[[^\]\n]{1,20}\])?(?:19|20)\d\d年,", re.M)
_MIDDLE = 6  # from here on speeches may review the months of their own year
_OF_HALF = re.compile("上半年|前三季度|半年来|下半年")
_END_OF_YEAR = 11  # speeches of these months review the year that they are held in
_TITLE_CHARACTERS = 60

_lexers: dict[tuple[int, str, str], lexicon.Lexer] = {}


def lexer_of(
    d: Dictionary, source_id: str, home: str, code: str = "", extra: Area | None = None
) -> lexicon.Lexer:
    scope = source_id if source_id in d.scoped_aliases or source_id in d.scoped_areas else ""
    key = (id(d), scope, home or code or (extra.name if extra else ""))
    if key not in _lexers:
        if len(_lexers) > 16:
            _lexers.clear()
        _lexers[key] = lexicon.build(d, source_id=scope, home=home, code=code, extra=extra)
    return _lexers[key]


def find_area(d: Dictionary, name: str) -> Area | None:
    """An area by id, name, alias or name in the national table."""
    name = name.strip()
    if not name:
        return None
    if name in d.areas:
        return d.areas[name]
    key = seeds._key(name)
    if key in d.area_names and d.area_names[key] in d.areas:
        return d.areas[d.area_names[key]]
    entries = divisions().get(key)
    if not entries:  # 河南省许昌市, 许昌市魏都区: the last name counts
        for cut in range(2, len(key) - 1):
            entries = divisions().get(key[cut:])
            if entries and key[:cut] in divisions():
                heads = {e[0][:2] for e in divisions()[key[:cut]]}
                entries = [e for e in entries if e[0][:2] in heads] or entries
                break
        else:
            level = next((level for endings, level in _LEVELS if name.endswith(endings)), "park")
            return Area("", name, level)
    code, level, full = (
        entries[-1] if len(entries) > 1 and entries[0][1] == "province" else entries[0]
    )
    known = d.by_code.get(code)
    return d.areas[known] if known else Area("", full, level, code=code)


def _years(text: str) -> list[int]:
    out = [int(y) for y in _YEAR.findall(text)]
    for y in _CHINESE_YEAR.findall(text):
        out.append(int("".join(_DIGIT.get(c, c) for c in y)))
    return out


def _year_under_report(text: str, now: int | None, month: int | None) -> int | None:
    """The year that a text without a title speaks of: of the year of publication and the one before, the
    one that it names more often; that of publication where it names neither or speaks of 今年.
    A year after 比, 较 or 至, or one that begins a span, is no year of report.
    """
    if now is None:
        return now
    counts = Counter(int(y) for y in _SPOKEN_OF.findall(text))
    if month is not None:  # a chapter of a yearbook knows no day of writing
        return now - 1 if set(counts) == {now - 1} and not _WRITTEN_NOW.search(text) else now
    if counts[now - 1] > counts[now] and "今年" not in text:
        return now - 1
    return now


def _of_year_before(text: str, now: int) -> bool:
    """Whether a review held in the last months of a year gives results of the year before: it compares
    that year with an earlier one (调整为2020年的…), expects nothing and never speaks of its own year."""
    return (
        f"{now - 1}年" in text
        and re.search(f"[到至为达]{now - 1}年(?!底?[前以])", text) is not None
        and re.search(f"预计|预期完成|今年|{now}年(?!\\d)", text) is None
    )


def _month_reported(head: str) -> int:
    """The last month of the part of a year that a report is on, 0 where it names none."""
    found = _PART_REPORTED.search(head[:200])
    if found is None:
        return 0
    if found["month"]:
        return int(found["month"]) if int(found["month"]) < 12 else 0
    return {"上半年": 6, "一": 3, "二": 6, "三": 9}.get(found["half"] or found["quarter"], 0)


def setting_of(d: Dictionary, text: str, *, published: str, default_area: str) -> Setting:
    """Genre, year and area of a text, from what the caller knows and what the text says."""
    opening = compact(text[:30_000]).text
    overview = introduces(opening)
    genre = "feature" if overview else genre_of(opening)
    head = opening[:600]
    now = month = None
    stated = re.match(r"(\d{4})(?:-(\d{1,2}))?", published or "")
    if stated:
        now, month = int(stated.group(1)), int(stated.group(2)) if stated.group(2) else None
    lines = [s for s in head.split("\n") if s.strip()]
    title = lines[:3]
    title_years = _years("\n".join(title)) or _years(head[:200])
    if now is None:
        dates = [(int(y), int(m)) for y, m, _ in _DATE.findall(head)]
        if genre in ("work_report", "budget", "communique") and dates:
            now, month = max(dates)
        elif genre == "communique" and title_years:
            now, month = title_years[0] + 1, 3
        elif genre in ("work_report", "budget") and title_years:
            now, month = max(title_years), 1
        else:
            # years that are aimed at (到2025年, 2025年底前) say nothing about the day of writing
            spoken = re.sub(
                r"(?:到|至|力争|预计|计划)[^,。;，；\d]{0,6}20\d\d年?", "", text[:50000]
            )
            years = _years(spoken)
            if years:
                now, month = max(years), 12
    home = find_area(d, default_area) if default_area else None
    if home is None:
        home = homes.of_first_lines(d, lexer_of(d, "", ""), text)
    elif genre in ("feature", "brief", "work_report"):
        lexer = lexer_of(d, "", home.area_id, home.code if not home.area_id else "")
        home = homes.county_of_page(d, lexer, text, home) or home
    if genre == "brief" and home is not None and home.level in _SMALL:
        genre = "feature"
    reference = results = None
    chapter = False  # of a yearbook: all of it is of the year before
    if genre == "communique":
        named = _REPORTED.search(opening[:3000])
        if named:
            title_years = _years(named.group() + "年")[:1] or title_years
        if not named and now and title_years and title_years[0] != now:
            title_years = [
                now - 1
            ]  # no title: a year printed first may be that of a chart or a plan
        elif not named and now and month and _RELEASED.search("\n".join(lines[:4])):
            title_years = []  # the only year in its head is that of the day it came out
        reference = title_years[0] if title_years else (now - 1 if now else None)
        if not title_years and now and month and _month_reported(head) in range(1, month + 1):
            reference = now  # 7月份全省经济运行情况, written in August
        if (
            title_years
            and now
            and title_years[0] == now
            and "月" not in "".join(title)
            and not stated
        ):
            now = now + 1
    elif genre == "budget":
        short = [line for line in title if len(line) <= _TITLE_CHARACTERS]
        years = _years("\n".join(short)) or [int(y) for y in _SPOKEN_OF.findall("\n".join(title))]
        years = (
            years or title_years
        )  # 比2010年(下同): a year compared with is not that of the title
        reference = min(years) if years else (now - 1 if now else None)
        if not years and now and month and _month_reported(head) in range(1, month + 1):
            reference = now  # 1-5月财政收支情况, with no year
    elif genre == "work_report":
        late = month is not None and month >= _END_OF_YEAR  # it looks back on the year that ends
        if month is not None and now is not None and _MIDDLE <= month < _END_OF_YEAR:
            late = _OF_HALF.search(opening[:600]) is not None and str(now - 1) not in opening[:1500]
        reference = now if late else now - 1 if now else None
        if late and month is not None and month >= _END_OF_YEAR and _of_year_before(opening, now):
            results = now - 1
    else:
        reference = _year_under_report(opening, now, month)
        chapter = month is not None and now is not None and reference == now - 1
        part = _month_reported(head) in range(1, month) if month else False
        if now and month and month <= 3:
            reference = now if part else now - 1
        dated = genre == "feature" or _DAY_PRINTED.search(head) is not None
        if dated and now and not _LATELY.search(opening):
            spoken = [y for y in _years(_DAY_PRINTED.sub("", opening)) if y <= now]
            if spoken and max(spoken) <= now - _OLD:
                reference = max(spoken)  # a page put on the web years after it was written
        # A page in one line has no title, and a year in its text may be one compared with.
        # Nor does a line with the day of its release.
        own = _years(
            "\n".join(
                line
                for line in title
                if len(line) <= _TITLE_CHARACTERS and not _RELEASED.fullmatch(line.strip())
            )
        )
        if genre == "brief" and own and now and own[0] in (now, now - 1):
            reference = own[0]
    day = published if re.fullmatch(r"\d{4}(?:-\d\d){0,2}", published or "") else ""
    stated_day = day
    if chapter:
        day = ""  # nothing in it is of the day that it came out
    old = now is not None and reference is not None and reference <= now - _OLD
    if old and genre in ("feature", "brief") and _YEAR_FIRST.search(opening):
        day = stated_day = ""  # nor of the day that a page of years ago was put on the web
    if genre == "budget" and month is None and _DRAFT.search(head):
        month = 2  # budgets are put before the people's congress early in their year
    return Setting(genre, now, month or 12, reference, home, day, stated_day, overview, results)


def read_text(
    text: str, d: Dictionary, *, published: str = "", default_area: str = "", source_id: str = ""
) -> Reading:
    """All claims of a text, in its order."""
    setting, parts = read_parts(
        text, d, published=published, default_area=default_area, source_id=source_id
    )
    reading = Reading(text, setting)
    for claims, unclaimed in parts:
        reading.claims += claims
        reading.unclaimed += unclaimed
    return reading


def read_parts(
    text: str, d: Dictionary, *, published: str = "", default_area: str = "", source_id: str = ""
) -> tuple[Setting, Iterator[tuple[list[Claim], list[Unclaimed]]]]:
    """What a text says of itself, and its claims part by part, so that a long one need not be held."""
    setting = setting_of(d, text, published=published, default_area=default_area)
    home = setting.home
    known = home.area_id if home else ""
    lexer = lexer_of(
        d,
        source_id,
        known,
        home.code if home and not known else "",
        home if home and not known else None,
    )
    return setting, _read_pieces(text, Parser(d, lexer, setting))


def _read_pieces(text: str, parser: Parser) -> Iterator[tuple[list[Claim], list[Unclaimed]]]:
    for start, end in pieces(text):
        parser.claims, parser.unclaimed = [], []
        # Claims hold no cycles; searching for some among a million tokens takes a fifth of the time.
        collecting = gc.isenabled()
        gc.disable()
        try:
            body = compact(text[start:end])
            parser.read(body)
            repeats.settle(parser.claims, body.text)
            body.locate(parser.claims, start)
            body.locate(parser.unclaimed, start)
        finally:
            if collecting:
                gc.enable()
        yield parser.claims, parser.unclaimed


PIECE = 100_000


def pieces(text: str) -> list[tuple[int, int]]:
    """Parts of a long text that end with a line, or a sentence, so that memory stays bounded."""
    spans: list[tuple[int, int]] = []
    start = 0
    while len(text) - start > PIECE * 1.5:
        end = text.rfind("\n", start + PIECE // 2, start + PIECE) + 1
        end = end or text.rfind("。", start + PIECE // 2, start + PIECE) + 1 or start + PIECE
        spans.append((start, end))
        start = end
    spans.append((start, len(text)))
    return spans
