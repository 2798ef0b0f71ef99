"""What holds for all of a table: the unit, the time and the indicator that its caption names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.extract.columns import PERIOD_IN, Column, unit_of
from ingest.extract.dictionary import Area
from ingest.extract.periods import When, parse

if TYPE_CHECKING:
    from ingest.extract.paragraphs import Parser


_UNIT_LINE = re.compile(r"单位[::]\s*([^\s,;)]{1,12})")
_NAMED_UNIT = re.compile(r"([\u4e00-\u9fff]{2,8})[::]([^\s,;、:()\d]{1,6})(?=[;,、)]|$)")

_CHANGES = re.compile(
    "(?:比|较)上年(?:同期)?(?:涨跌|增长|增减|上涨|升降)(?:幅度|速度|率|情况|\\()|涨跌幅度"
)

_CAPTIONS = (
    ("固定资产投资", "投资"),
    ("增加值", "增加值"),
    ("生产总值", "增加值"),
    ("用电量", "用电量"),
)


@dataclass(slots=True)
class Table:
    """What is known of a table when a row of it is read."""

    columns: list[Column] = field(default_factory=list)
    unit: str = ""
    when: When | None = None
    planned: bool = False
    by_area: bool = False
    indicator: str = ""  # of the whole table, where its title names one
    areas: list[Area | None] = field(
        default_factory=list
    )  # of the columns, where its header names them
    last_label: str = ""
    last_name: str = ""  # of the last indicator that is no part: 常住人口 above 其中:城镇
    units: dict[str, str] = field(default_factory=dict)  # the first unit printed per dimension
    unit_per_head: str = ""  # where the caption has a unit for totals and one for what is per head
    named_units: dict[str, str] = field(default_factory=dict)  # (面积:平方公里;企业:户)
    of_parks: bool = False  # its rows are parks: their sum is not the city's
    first: Column | None = None  # what the first cell of the header says, were it no label's
    of_growth: bool = False  # its title says that it is of changes: 比上年涨跌幅度
    whole: str = ""  # what its labels leave out: 工业 below 地区生产总值 is 工业增加值
    of_rows: set[str] = field(default_factory=set)  # areas that its rows are of
    of_housing: bool = False  # its title says so, and its labels leave it out: 投资额
    section: str = ""  # what stands alone above the labels of some rows


def caption_of(parser: Parser, table: Table, caption: str) -> None:
    """Notes what a caption, a title or a note on units says of the table below it."""
    for word, printed in _NAMED_UNIT.findall(caption):
        if word != "单位" and printed in parser.d.units:
            table.named_units[word] = printed
    unit = _UNIT_LINE.search(caption)
    if unit and "、" in unit.group(1):  # 单位:所、万人: each row has that which fits what it counts
        for printed in unit.group(1).split("、"):
            if table.units.setdefault(parser.d.units.get(printed, ""), printed) != printed == "元":
                table.unit_per_head = printed  # 单位:亿元、元、%
    elif unit:
        table.unit = unit_of(parser, unit.group(1))
    if _CHANGES.search(caption):
        table.of_growth = True
    table.of_housing |= "房地产" in caption
    for word, tail in _CAPTIONS:
        if word in caption:
            table.whole = tail
    period = PERIOD_IN.search(caption)
    if period and (when := parse(period.group())) is not None and when.explicit and not when.base:
        table.when = when
    for line in reversed(caption.split("\n")):
        title = re.sub(r"[(].*?[)]", "", line)
        title = PERIOD_IN.sub("", title)
        title = re.sub(
            r"^(?:附表|表)?\s*\d*|^[一二三四五六七八九十]+、|分地区|各[县市区州旗、()及]{1,8}|(?:份|各)?(?:乡镇|街道|镇街|乡镇街道)|分县[市区()]*|全[市县区州省]|情况表?|完成|统计表?|一览表?",
            "",
            title,
        ).strip(" :")
        if len(title) >= 3 and title in parser.aliases:
            table.indicator = title
            break
    if re.search("目标|预期|预算草案|计划表", caption):
        table.planned = "完成" not in caption and "执行" not in caption
        table.columns = []
