"""Cells of tables that were flattened to text, and whether a line is a header or a row of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.extract.text import _COMMA_ROW

_TABBED = re.compile(r"[^\t|]+")
_SPACED = re.compile(r"\S+")
_COMMAED = re.compile(r"[^,]+")
_COMMA_HEAD = re.compile(r"[^,。;:\d]{2,12}(?:,[^,。;:]{2,16}){2,}$")
NUMBER = re.compile(
    r"^(?P<sign>[-+▲△↓↑])?(?P<pre>约|超过?|突破)?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>%|‰|[^\d\s,.以左上()]{1,5})?"
    r"(?P<post>以上|以下|以内|左右)?$"
)
WORDED = re.compile(
    r"^(?P<way>增长|提高|上升|增加|下降|降低|回落|减少|上涨)(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>个百分点|百分点|%)?(?P<post>以上|以下|以内|左右)?$"
)
_CAPTION = re.compile(r"附?表\s?\d{1,2}[^|\t]*$")  # 表1 2032年主要农产品产量
_HEAD_LABEL = re.compile("指标|项目|年度|年份|地区")
_YEAR = re.compile(r"(?:19|20)\d\d")
# The title of a whole report, which a site repeats with the year behind it.
_TITLE = re.compile("(?:公报|报告|年鉴|快报)$")
# A header that names a year or a month, not a number with a unit.
_TIME_HEAD = re.compile(
    r"(?:19|20)\d\d年(?:末|底)?|(?:1[0-2]|0?[1-9])月(?:份|末)?|(?:19|20)\d\d年[^\d,。;]{1,12}"
)


@dataclass(slots=True)
class Cell:
    """Its place in the compact text, and what it says."""

    start: int
    end: int
    text: str


def cells_of(text: str, start: int, end: int) -> list[Cell]:
    """The cells of one line."""
    line = text[start:end]
    if "\t" in line or line.count("|") >= 2:
        pattern = _TABBED
    elif _COMMA_ROW.match(line) or _COMMA_HEAD.match(line):
        pattern = _COMMAED
    else:
        pattern = _SPACED
    found = []
    for m in pattern.finditer(line):
        content = m.group()
        lead = len(content) - len(content.lstrip())
        stripped = content.strip()
        if stripped and (
            not set(stripped) <= set("-: ") or (pattern is _SPACED and len(stripped) <= 3 and found)
        ):
            found.append(
                Cell(start + m.start() + lead, start + m.start() + lead + len(stripped), stripped)
            )
        elif pattern is _TABBED and stripped:
            found.append(Cell(start + m.start(), start + m.end(), "-"))
        elif pattern is _TABBED and "\t" in line:
            found.append(Cell(start + m.start(), start + m.end(), ""))
    while (
        pattern is _SPACED
        and len(found) >= 3
        and len(found[0].text) == 1 == len(found[1].text)
        and "\u4e00" <= found[1].text <= "\u9fff"
    ):
        found[:2] = [Cell(found[0].start, found[1].end, found[0].text + found[1].text)]  # 指 标
    # a first column that only numbers the rows
    if len(found) >= 3 and (
        found[0].text == "序号"
        or (
            re.fullmatch(r"\d{1,3}", found[0].text)
            and re.match(r"[^\d\s+-]", found[1].text)
            and len(found[1].text) >= 2
        )
    ):
        del found[0]
    return found


def is_number(cell: Cell) -> bool:
    if _TIME_HEAD.fullmatch(cell.text):
        return False
    return bool(NUMBER.match(cell.text.replace(" ", "")) or WORDED.match(cell.text))


def is_row(text: str, start: int, end: int) -> bool:
    """A label and at least one number."""
    cells = cells_of(text, start, end)
    if not cells:
        return False  # | |: a row of empty cells
    if len(cells) == 2 and _TITLE.search(cells[0].text) and _YEAR.fullmatch(cells[1].text):
        return False  # 青梧县统计公报 [2032]
    if len(cells) >= 3 and all(re.fullmatch(r"(?:19|20)\d\d", c.text) for c in cells[1:]):
        return False
    if _HEAD_LABEL.search(cells[0].text) and all(
        _YEAR.fullmatch(c.text) or not is_number(c) for c in cells[1:]
    ):
        return False  # 指标\\年度 | 2015 | 全省排名
    if (
        len(cells) >= 2
        and re.fullmatch(r"(?:19|20)\d\d", cells[0].text)
        and all(is_number(c) or c.text in "--…" for c in cells[1:])
    ):
        return True
    return (
        len(cells) >= 2
        and (not is_number(cells[0]) or "岁" in cells[0].text)
        and any(is_number(c) for c in cells[1:])
        and len(cells[0].text) <= 30
        and all(len(c.text) <= 24 for c in cells[1:])
    )


def is_rule(text: str, start: int, end: int) -> bool:
    """|---|---:| between a header and its rows."""
    return not set(text[start:end]) - set("|-: \t=+")


def is_header(text: str, start: int, end: int) -> bool:
    if is_rule(text, start, end) or _CAPTION.match(text, start, end):
        return False
    cells = [c for c in cells_of(text, start, end) if c.text != "|"]
    if len(cells) == 2 and cells[1].text.startswith(("单位:", "(单位:")):
        return False  # 2032年9月 单位:亿元
    if len(cells) < 2 or any(len(c.text) > 24 for c in cells) or "。" in text[start:end]:
        return False
    return not any(
        NUMBER.match(c.text)
        and not _TIME_HEAD.fullmatch(c.text)
        and not re.fullmatch(r"(?:19|20)\d\d", c.text)
        for c in cells
    )
