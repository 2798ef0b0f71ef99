"""Tables flattened to lines of text → claims.

Cells are set apart by tabs, bars or spaces. A header says what each column is: a unit, a period's
values, growth, a share, a rank; or, where the rows are areas, an indicator with its unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ingest.extract import headers, localnames
from ingest.extract.cells import (
    NUMBER,
    WORDED,
    Cell,
    cells_of,
    is_header,
    is_number,
    is_row,
    is_rule,
)
from ingest.extract.claims import Claim
from ingest.extract.columns import (
    GROWTH,
    PERIOD_IN,
    SHARE,
    UNIT_IN_LABEL,
    Column,
    column_of,
    date_before_sum,
    date_by_month,
    date_rates,
    unit_of,
)
from ingest.extract.dictionary import Area, _key, divisions
from ingest.extract.institutions import MEMBERS, kind_of, of_kind
from ingest.extract.periods import When, notation, parse
from ingest.extract.sentence import Sentence

if TYPE_CHECKING:
    from ingest.extract.paragraphs import Parser

_UNIT_LINE = re.compile(r"单位[::]\s*([^\s,;)]{1,12})")
_NAMED_UNIT = re.compile(r"([\u4e00-\u9fff]{2,8})[::]([^\s,;、:()\d]{1,6})(?=[;,、)]|$)")
_SUM = re.compile("(?:合|总|小)计")
_LEAD = re.compile(
    r"^(?:[#*·●\-—]+|其中[::]?|(?:\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十]+[、.]|\d+[、.](?!\d)))+"
)
_SPREAD = re.compile("(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")  # 城 镇
# Below these rows the parts are named without what they are parts of.
_WHOLES = {
    "gdp": "增加值",
    "industrial_value_added_above_scale": "增加值",
    "fixed_asset_investment": "投资",
    "cpi": "价格",
    "electricity_consumption": "用电量",
    "general_budget_revenue": "收入",
    "general_budget_expenditure": "支出",
    "total_retail_sales": "零售额",
}
_CHANGES = re.compile(
    "(?:比|较)上年(?:同期)?(?:涨跌|增长|增减|上涨|升降)(?:幅度|速度|率|情况|\\()|涨跌幅度"
)
_INVESTED = ("投资额", "投资", "完成投资", "完成投资额", "开发投资", "本年完成投资")
_SIDES = ("城市", "农村", "城镇", "乡村")
_CAPTIONS = (
    ("固定资产投资", "投资"),
    ("增加值", "增加值"),
    ("生产总值", "增加值"),
    ("用电量", "用电量"),
)
# The corner of a table names what its labels are.
_OF_LABELS = re.compile(
    "指标|项目|名称|地区|单位|类别|分类|科目|种类|年[份度]|行业|产品|县|区|市|镇|街"
)
_NOT_A_PART = re.compile(r"\d|表|计划|目标|预期|单位|情况|[。;,:]")
_APART = 20  # characters between two parts of one table: the name of a city


@dataclass(slots=True)
class Table:
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


_PER_HEAD = re.compile("人均|可支配收入|纯收入|工资")


def _area(parser: Parser, name: str) -> Area | None:
    name = name.strip("#*其中: ")
    if not 2 <= len(name) <= 12:
        return None
    word = parser.lexer.table.get(_key(name))
    if word is not None and word[0] == 4:  # AREA
        found, _ = parser._resolve_area(word[1], name)
        return found
    if name in parser.local:
        return parser.local[name]
    if name in divisions():
        found, _ = parser._resolve_area(divisions()[name], name)
        return found
    if re.search(
        r"(?:区|县|市|镇|乡|街道|办事处|产业园|工业园|园区|旗|州)$", name
    ) and name not in ("全市", "城区", "市区", "园区", "城市", "城镇", "乡镇", "县城", "集镇"):
        return localnames.local_area(parser.d, name)
    return None


def read_block(parser: Parser, text: str, lines: list[tuple[int, int, bool]], caption: str) -> None:
    """Claims of a run of lines that are headers and rows."""
    sentence = Sentence(parser, text, [], 0, 0)
    table = _begun(parser, sentence, text, lines, caption)
    header: list[Cell] = []
    for start, end, _ in lines:
        if is_rule(text, start, end):
            continue
        if not is_row(text, start, end):
            cells = cells_of(text, start, end)
            if is_header(text, start, end):
                if header:
                    cells = headers.merged(header, cells)
                header = cells
                _head(parser, sentence, table, cells)
            else:
                caption_of(parser, table, text[start:end])
            continue
        header = []
        read_row(parser, sentence, table, cells_of(text, start, end))
    parser.last_table = (table, lines[-1][1])


def _head(parser: Parser, sentence: Sentence, table: Table, cells: list[Cell]) -> None:
    """What the cells of a header say of the columns below."""
    columns = [column_of(parser, c, i == 0) for i, c in enumerate(cells)]
    if columns[0].unit and len(columns) > 1:
        # 三次产业构成(%): what the corner says holds for the columns without a unit.
        for column in columns[1:]:
            column.unit = column.unit or columns[0].unit
            if column.what == "value" and SHARE.search(cells[0].text):
                column.what = "share"
    titled = table.when
    if titled is not None and titled.first_month == titled.last_month:
        date_by_month(columns, [c.text for c in cells], titled)
    date_rates(parser, columns)
    date_before_sum(columns, parser.default_month)
    dated = {c.when for c in columns if c.when is not None}
    if len(dated) == 1:  # 2015 | 全省排名: the rank is of the year beside it
        for column in columns[1:]:
            if column.when is None and column.what in ("rank", "share", "completion"):
                column.when = next(iter(dated))
    table.columns = columns
    bare = column_of(parser, cells[0], False)
    labels = _OF_LABELS.search(cells[0].text.replace(" ", ""))
    named = labels and bare.what != "unit"  # | 单位 | 2018年 |, the corner left empty
    table.first = None if named or not cells[0].text else bare
    found = [_area(parser, c.text) for c in cells[1:]]
    table.areas = found if sum(a is not None for a in found) * 2 > len(found) else []
    table.by_area = (
        bool(re.search("县|区|市|地区|单位名称|乡镇|街道", cells[0].text))
        and "指标" not in cells[0].text
    )


def _begun(
    parser: Parser,
    sentence: Sentence,
    text: str,
    lines: list[tuple[int, int, bool]],
    caption: str,
) -> Table:
    """The table that these lines begin, or go on with after the name of a city or a blank line."""
    table = Table()
    start, end, _ = lines[0]
    if is_row(text, start, end):
        columns, first = headers.above(text, parser.lines, parser.line_number)
        if columns:
            title = parser.lines[max(0, first - 2) : first]
            caption_of(parser, table, "\n".join(text[a:b] for a, b, _ in title))
            table.columns = [
                Column("label"),
                *(
                    column_of(parser, Cell(start, start, name + unit), False)
                    for name, unit in columns
                ),
            ]
            table.by_area = True
            return table
        cells = headers.years_above(text, parser.lines, parser.line_number)
        if not cells:
            cells, first = headers.cells_above(text, parser.lines, parser.line_number)
            title = parser.lines[max(0, first - 3) : first]
            caption = "\n".join(text[a:b] for a, b, _ in title) if cells else caption
            if len(cells) != len(cells_of(text, start, end)):
                cells = []
        if cells:
            caption_of(parser, table, caption)
            _head(parser, sentence, table, cells)
            return table
        last = parser.last_table
        if last is not None and 0 <= start - last[1] <= _APART and last[0].columns:
            between = text[last[1] : start].strip()
            width = len(cells_of(text, start, end))
            if (
                not between
                or _area(parser, between) is not None
                or (not _NOT_A_PART.search(between) and 2 < width <= len(last[0].columns))
            ):
                return last[0]
    caption_of(parser, table, caption)
    return table


def lines_above(text: str, lines: list, number: int) -> list:
    """At most three lines above a table that are no rows of the one before it."""
    first = number
    while first > max(0, number - 3) and not is_row(text, *lines[first - 1][:2]):
        first -= 1
    return lines[first:number]


def caption_of(parser: Parser, table: Table, caption: str) -> None:
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


def read_row(parser: Parser, sentence: Sentence, table: Table, cells: list[Cell]) -> None:
    label = _SPREAD.sub("", _LEAD.sub("", cells[0].text))
    numbers = cells[1:]
    columns = table.columns[1:]
    if table.first is not None and len(columns) + 1 == len(numbers):
        columns = [table.first, *columns]  # the corner was left empty: | 绝对数 | 比上年增长 |
    if columns and len(columns) != len(numbers):
        if len(columns) > len(numbers):
            if columns[0].what == "unit" and is_number(numbers[0]):
                columns = columns[1:]
            columns = (
                columns[-len(numbers) :]  # of years, the first are those not counted yet
                if all(c.when is not None and c.what == "value" for c in columns)
                else columns[: len(numbers)]
            )
        else:
            columns = columns + [Column()] * (len(numbers) - len(columns))
    if not columns:
        columns = [Column() for _ in numbers]
    area = _area(parser, label) if table.by_area or label not in parser.aliases else None
    if area is None and table.by_area and _SUM.fullmatch(label.replace(" ", "")):
        area = (
            Area("", "合计", "park_group")
            if table.of_parks
            else next(
                (
                    whole
                    for whole in (parser.section_area, parser.topic, parser.setting.home)
                    if whole is not None and whole.name not in table.of_rows
                ),
                None,
            )
        )
    elif area is not None and area.level in ("park", "zone"):
        table.of_parks = True
    own_unit = ""
    unit_in_label = UNIT_IN_LABEL.search(label)
    if unit_in_label:
        own_unit = unit_of(parser, unit_in_label.group(1))
        label = label[: unit_in_label.start()]
    if (
        re.fullmatch(r"(?:同比)?(?:增速|增长|增幅|比上年增长|同比增长|增长率)", label)
        and table.last_label
    ):
        label = table.last_label + label
    growth_label = bool(GROWTH.search(label)) and (
        label.endswith(("增速", "增幅", "增长率")) or not sentence.p.aliases.get(label)
    )
    if growth_label:
        label = re.sub(r"(?:同比|比上年|可比)?(?:增长率|增长速度|增长|增速|增幅|涨幅)$", "", label)
    row_when: When | None = None
    dated = PERIOD_IN.fullmatch(label) if re.match(r"\d|[上下前全一二三四1-9第]", label) else None
    if dated is None and re.fullmatch(r"(?:19|20)\d\d", label):
        row_when = When(int(label), explicit=True)
    elif dated is not None:
        row_when = parse(label)
    if area is None:
        table.last_label = label
    else:
        table.of_rows.add(area.name)
    column_area = dict(zip(map(id, columns), table.areas, strict=False)) if table.areas else {}
    share_label = label.endswith(("占比", "比重", "比例"))
    denominator = ""
    if share_label and "占" in label:
        label, _, denominator = label.partition("占")
        denominator = sentence.p.aliases.get(re.sub("的?(?:比重|比例)$", "", denominator), "")
    for cell, column in zip(numbers, columns, strict=False):
        if column.what == "unit":
            own_unit = unit_of(parser, cell.text)
            continue
        if column.what == "label":
            continue
        content = cell.text
        worded = WORDED.match(content)
        plain = NUMBER.match(content)
        if not worded and not plain:
            continue
        found = worded or plain
        value = found.group("number")
        qualifier = (
            found.group("post") or (plain.group("pre") if plain and not worded else "") or ""
        )
        printed_unit = found.group("unit") or ""
        measure = {
            "growth": "yoy_growth_pct",
            "change": "change",
            "average": "avg_growth_pct",
            "share": "share_pct",
            "rank": "rank",
            "completion": "completion_pct",
        }.get(column.what, "level")
        if worded:
            unit = printed_unit or "%"
            measure = "diff_pp" if "百分点" in unit else "yoy_growth_pct"
            if worded.group("way") in ("下降", "降低", "回落", "减少"):
                value = "-" + value
        else:
            if printed_unit and printed_unit not in parser.d.units:
                continue
            if plain.group("sign") in ("-", "▲", "△", "↓"):
                value = "-" + value
            if measure == "level" and growth_label:
                measure = "yoy_growth_pct"
            if measure == "level" and share_label:
                measure = "share_pct"
            if measure == "level" and table.of_growth and "%" in (column.unit or table.unit):
                measure = "yoy_growth_pct"
            unit = printed_unit or (
                "位"
                if measure == "rank"
                else "%"
                if measure not in ("level", "change")
                else own_unit or column.unit or _named_unit(table, column, label) or table.unit
            )
        name = label
        place = area or parser.section_area or parser.topic or parser.setting.home
        if (area is not None or row_when is not None) and table.columns:
            name = column.indicator or _previous_indicator(table.columns, column)
            if table.indicator and not parser.aliases.get(name):
                name = table.indicator
        if column_area.get(id(column)) is not None:
            place = column_area[id(column)]
        if table.section and (kind_of(table.section) or not parser.aliases.get(name)):
            name = _member(parser, table.section, name)
        elif area is None and row_when is None and (kind := kind_of(label)):
            counted = column.indicator or _previous_indicator(table.columns, column)
            name = _member(parser, kind, counted) if MEMBERS.fullmatch(counted) else name
        elif area is None and table.whole and (hit := parser.aliases.get(name + table.whole)):
            name = parser.d.indicators[hit].name
        if label == "住宅" and (hit := _of_dwellings(parser, table.last_name)):
            name = hit
        elif table.of_housing and label in _INVESTED:
            name = "房地产开发投资额"
        if column.indicator in _SIDES and name:
            name = column.indicator + name  # 居民消费价格 | 全市 | 城市 | 农村
        elif label in _SIDES and table.last_name:
            name = label + table.last_name  # 常住人口 ⏎ 其中:城镇
        subject = sentence._match(name, [name], cell.start) if name else None
        if subject is not None and subject.indicator_id and label not in _SIDES and label != "住宅":
            table.last_name = parser.d.indicators[subject.indicator_id].name
        if area is None and subject is not None and subject.indicator_id in _WHOLES:
            table.whole = _WHOLES[subject.indicator_id]
        if subject is not None and not subject.indicator_id:
            mass = parser.d.units.get(unit or own_unit, "") == "mass" or column.indicator == "产量"
            hit = parser.aliases.get(name + "产量") if mass or measure != "level" else None
            if not hit and table.last_name.endswith("人口"):
                hit = parser.aliases.get(name + "人口")  # 常住人口 ⏎ 65周岁及以上
            if hit:
                subject = parser.lookup(hit, name, 0.85, cell.start)
        if measure in ("level", "change") and not unit and subject is not None:
            unit = table.units.get(subject.dimension, "")
            if table.unit_per_head and unit.endswith("元") and _PER_HEAD.search(subject.text):
                unit = table.unit_per_head
        elif measure == "level" and unit and subject is not None:
            table.units.setdefault(parser.d.units.get(unit, ""), unit)
        if subject is not None and measure == "level" and unit in parser.d.units:
            subject = sentence._fit(subject, parser.d.units[unit], False)
        if (
            subject is not None
            and measure == "level"
            and unit == "%"
            and subject.dimension not in ("ratio", "", "index")
        ):
            measure = "yoy_growth_pct"
        when = row_when or column.when or table.when or parser.default_when
        if row_when is not None and column.cumulative and row_when.kind == "months":
            when = replace(row_when, first_month=1)  # 3月 | 当月 | 累计
        if column.month and when is not None and when.kind == "months":
            when = When(when.year, when.last_month, when.last_month, 0, "months", explicit=True)
        stock = subject is not None and subject.kind == "stock"
        reference = parser.reference
        period = notation(
            when or When("", kind="year"), now=parser.setting.now, reference=reference, stock=stock
        )
        planned = column.planned or (table.planned and column.what != "completion")
        confidence = (
            0.95
            - (0.3 if subject is None or not subject.indicator_id else 0)
            - (0.3 if not unit else 0)
            - (0.15 if not table.columns else 0)
        )
        reasons = (
            [] if subject and subject.indicator_id else [f"indicator not in the dictionary: {name}"]
        )
        if not unit:
            reasons.append("no unit printed")
        if place is not None and not place.area_id:
            reasons.append(f"area not in the seed files: {place.name}")
        parser.claims.append(
            Claim(
                cell.start,
                cell.end,
                value,
                unit,
                qualifier,
                measure,
                subject.indicator_id if subject else "",
                subject.text if subject else name,
                place,
                place.name if place else "",
                period,
                "target" if planned else "actual",
                "",
                denominator if measure == "share_pct" else "",
                confidence=max(0.05, confidence),
                reasons=reasons,
            )
        )


def _of_dwellings(parser: Parser, whole: str) -> str:
    """商品房销售面积 ⏎ 其中: 住宅: the name of what is sold of dwellings."""
    for bare in (whole.removeprefix("房屋"), whole.removeprefix("商品房"), whole[-4:], whole[-2:]):
        name = "住宅" + bare
        if bare and parser.aliases.get(name):
            return name
    return ""


def _named_unit(table: Table, column: Column, label: str) -> str:
    """The unit that the caption gives for what the column, or else the row, counts."""
    for word, unit in table.named_units.items():
        if word in column.indicator or (not column.indicator and word in label):
            return unit
    return ""


def _member(parser: Parser, kind: str, counted: str) -> str:
    """普通高中 | 在校学生数: the name of what schools of a kind have, as the dictionary has it if it does."""
    if counted in ("学校数", "校数", "学校", "机构数", "所数"):
        return kind
    hit, name = of_kind(kind, counted, parser.aliases)
    known = parser.d.indicators.get(hit)
    return known.name if known is not None else name


def _previous_indicator(columns: list[Column], column: Column) -> str:
    """增速 after 地区生产总值: growth of what the column before it counts."""
    name = ""
    for other in columns:
        if other is column:
            return name
        if other.indicator:
            name = other.indicator
    return name
