"""What the header of a table says of a column: a period's values, growth, a share, a unit, an indicator."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.extract.cells import Cell
from ingest.extract.periods import PERIOD, When, parse

if TYPE_CHECKING:
    from ingest.extract.paragraphs import Parser

UNIT_IN_LABEL = re.compile(r"\((?:单位:)?([^()]{1,8})\)$")
GROWTH = re.compile(r"增长|增速|增幅|涨幅|同比|±|比上年|比上期|增减|升降|比去年|可比")
SHARE = re.compile(r"占比|比重|占.{0,6}%|构成")
_RANK = re.compile(r"位次|排名|排序|名次")
_DONE = re.compile(
    r"完成.{0,6}%|占.{0,4}预算|完成率|占.{0,4}目标|执行率|完成比例|为预算|完成.{0,4}预算的?"
)
_PLANNED = re.compile(r"预算数?|目标|计划|预期|年初数|任务数?$")
# 增减额 beside 增减%: the change itself.
_CHANGE = re.compile("(?:增减|增加|增长|增收|减少)[额量数](?!.*%)")
# 比年初增加(亿元)
_ADDED = re.compile("(?:比|较|同比)[^()]{0,6}(?:增加|增减|增长|减少|新增|变动)|^同比$")
_RATES = ("%", "±%", "‰", "个百分点", "百分点")
_YEAR_BEFORE = re.compile("上年同期|去年同期|上年数|上年完成|上年实际|同期数|[上去]年累计|^同期$")
_YEAR_AT_END = re.compile(r"(?<=[\u4e00-\u9fff])((?:19|20)\d\d)$")
PERIOD_IN = re.compile(PERIOD)


@dataclass(slots=True)
class Column:
    """What a header says of its column."""

    what: str = "value"  # label, unit, value, growth, change, share, rank, completion
    when: When | None = None
    unit: str = ""
    indicator: str = ""
    planned: bool = False
    cumulative: bool = False  # from January on
    month: bool = False  # the last month of the table's period alone


def column_of(parser: Parser, cell: Cell, first: bool) -> Column:
    name = cell.text
    column = Column()
    if name in ("单位", "计量单位"):
        return Column("unit")
    unit = UNIT_IN_LABEL.search(name)
    if unit:
        column.unit = unit_of(parser, unit.group(1))
        name = name[: unit.start()]
    period = PERIOD_IN.search(name)
    if period and name[period.start() - 1 : period.start()] in ("比", "较"):
        period = None  # 第一产业比上年增长: a year compared with
    if period and (when := parse(period.group())) is not None and not when.base:
        column.when = when
        if when.year == "now" and when.kind == "year" and isinstance(parser.reference, int):
            column.when = When(parser.reference, explicit=True)  # 本年 | 上年: of the year reported
        if when.year == "" and parser.default_when is not None:
            # 12月 beside 1-12月: of the year that the table is about, not of its publication.
            column.when = replace(when, year=parser.default_when.year, explicit=True)
    elif re.fullmatch(r"(?:19|20)\d\d", name):
        column.when = When(int(name), explicit=True)
    elif year := _YEAR_AT_END.search(name):  # 城镇化率2022
        column.when = When(int(year.group(1)), explicit=True)
        name = name[: year.start()]
    if re.search("(?<!至)(?<!到)本月(?!止|末)|当月", name):
        column.month = True
        column.when = parser.default_month
        whole = parser.default_when
        if column.when is None and whole is not None and whole.kind == "months":
            column.when = replace(whole, first_month=whole.last_month, end=False)
    elif "累计" in name and parser.default_when:
        column.when = parser.default_when
    column.cumulative = "累计" in name
    if _YEAR_BEFORE.search(name) and not GROWTH.search(name):
        base = parser.default_when
        year = base.year if base is not None else parser.reference
        if isinstance(year, int):
            column.when = When(
                year - 1,
                base.first_month if base else 1,
                base.last_month if base else 12,
                0,
                base.kind if base else "year",
                0,
                False,
                False,
                False,
                True,
            )
    if "年均" in name or "平均增长" in name:
        column.what = "average"
    elif _DONE.search(name):
        column.what = "completion"
    elif _CHANGE.search(name) or (
        column.unit and column.unit not in _RATES and _ADDED.search(name)
    ):
        column.what = "change"
    elif GROWTH.search(name):
        column.what = "growth"
        column.when = None if name.startswith(("比", "较", "同比")) else column.when
    elif SHARE.search(name):
        column.what = "share"
    elif _RANK.search(name):
        column.what = "rank"
    elif _PLANNED.search(re.sub("(?:公共|一般|基金|财政)预算|预算(?:内|收入|支出)", "", name)):
        column.planned = True
    bare = GROWTH.sub("", name.replace("年均", ""))
    bare = PERIOD_IN.sub("", bare).strip("()%±+- ")
    known = bare if bare in parser.aliases else ""
    bare = known or re.sub(
        r"(?:本月|当月|累计|本年|同期|占比|比重|位次|排名|完成情况|完成|实绩|绝对[数值量额]|总量|数值|金额|累计|指标名称|指标|项目|名称|全年|数$)",
        "",
        bare,
    )
    if len(bare) >= 2:
        column.indicator = bare
    if first:
        column.what = "label"
    return column


def date_by_month(columns: list[Column], names: list[str], month: When) -> None:
    """本月 | 上月 | 去年同月 | 本年累计 | 去年累计, below a title that names one month."""
    if month.kind != "months" or not isinstance(month.year, int):
        return
    for column, name in zip(columns, names, strict=True):
        if column.what not in ("value", "growth"):
            continue
        if GROWTH.search(name) and not column.cumulative:
            continue
        if column.when is not None and column.when.kind != "year":
            continue
        year = month.year - (re.search("[去上]年|同期", name) is not None)
        if column.cumulative:
            column.when = replace(month, year=year, first_month=1)
        elif column.month:
            column.when = month
        elif re.search("同[月期]", name):
            column.when = replace(month, year=year)
        elif "上月" in name and month.last_month > 1:
            last = month.last_month - 1
            column.when = replace(month, first_month=last, last_month=last)


def date_before_sum(columns: list[Column], month: When | None) -> None:
    """环比 | 同比 | 1-7月累计, in a table of July: the columns before the sum are of that month."""
    first = next((i for i, c in enumerate(columns) if c.when is not None), 0)
    if month is None or first < 2:
        return
    sums = columns[first].when
    if sums.kind == "months" and sums.first_month == 1 < sums.last_month == month.last_month:
        for column in columns[1:first]:
            column.when = month


def date_rates(parser: Parser, columns: list[Column]) -> None:
    """本月 | 本年累计 | 上年累计 | 增减%: a rate is of the latest of the values before it."""
    latest: When | None = None
    if any(c.what == "value" and c.when is None for c in columns[1:]):
        return  # 本期数 | 同期数 | 增减%: the first is of the period of the whole table

    def order(when: When) -> tuple[int, int]:
        reported = (parser.reference or 0) - (when.year in ("prior", "last"))
        year = when.year if isinstance(when.year, int) else reported
        months = when.last_month - when.first_month if when.kind == "months" else 12
        return year, months

    for column in columns:
        if column.what == "value" and column.when is not None:
            if not column.planned and (latest is None or order(column.when) >= order(latest)):
                latest = column.when
        elif column.what in ("growth", "change") and column.when is None:
            column.when = latest


def unit_of(parser: Parser, printed: str) -> str:
    printed = printed.strip()
    if printed == "—":
        return ""
    return (
        printed
        if printed in parser.d.units
        else ("%" if printed in ("%", "±%", "+-%", "+,-%") else "")
    )
