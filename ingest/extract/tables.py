"""Tables flattened to lines of text → claims.

Cells are set apart by tabs, bars or spaces. A header says what each column is: a unit, a period's
values, growth, a share, a rank; or, where the rows are areas, an indicator with its unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ingest.extract import headers, localnames
from ingest.extract.cells import Cell
from ingest.extract.claims import Claim
from ingest.extract.dictionary import Area, _key, divisions
from ingest.extract.periods import PERIOD, When, notation, parse
from ingest.extract.sentence import Sentence
from ingest.extract.text import _COMMA_ROW

if TYPE_CHECKING:
    from ingest.extract.paragraphs import Parser

_TABBED = re.compile(r"[^\t|]+")
_SPACED = re.compile(r"\S+")
_COMMAED = re.compile(r"[^,]+")
_COMMA_HEAD = re.compile(r"[^,。;:\d]{2,12}(?:,[^,。;:]{2,16}){2,}$")
_NUMBER = re.compile(
    r"^(?P<sign>[-+▲△↓↑])?(?P<pre>约|超过?|突破)?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>%|‰|[^\d\s,.以左上()]{1,5})?"
    r"(?P<post>以上|以下|以内|左右)?$"
)
_WORDED = re.compile(
    r"^(?P<way>增长|提高|上升|增加|下降|降低|回落|减少|上涨)(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>个百分点|百分点|%)?(?P<post>以上|以下|以内|左右)?$"
)
_UNIT_IN_LABEL = re.compile(r"\((?:单位:)?([^()]{1,8})\)$")
_UNIT_LINE = re.compile(r"单位[::]\s*([^\s,;、)]{1,8})")
_NAMED_UNIT = re.compile(r"([\u4e00-\u9fff]{2,8})[::]([^\s,;、:()\d]{1,6})(?=[;,、)]|$)")
_SUM = re.compile("(?:合|总|小)计")
_LEAD = re.compile(
    r"^(?:[#*·●\-—]+|其中[::]?|(?:\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十]+[、.]|\d+[、.](?!\d)))+"
)
_GROWTH = re.compile(r"增长|增速|增幅|涨幅|同比|±|比上年|比上期|增减|升降|比去年|可比")
_SHARE = re.compile(r"占比|比重|占.{0,6}%|构成")
_RANK = re.compile(r"位次|排名|排序|名次")
_DONE = re.compile(
    r"完成.{0,6}%|占.{0,4}预算|完成率|占.{0,4}目标|执行率|完成比例|为预算|完成.{0,4}预算的?"
)
_PLANNED = re.compile(r"预算数?|目标|计划|预期|年初数")
_HEAD_LABEL = re.compile("指标|项目|年度|年份|地区")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOT_A_PART = re.compile(r"\d|表|计划|目标|预期|单位|情况|[。;,:]")
_APART = 20  # characters between two parts of one table: the name of a city
_PERIOD = re.compile(PERIOD)
# A header that names a year or a month, not a number with a unit.
_TIME_HEAD = re.compile(r"(?:19|20)\d\d年(?:末|底)?|(?:1[0-2]|0?[1-9])月(?:份|末)?")


@dataclass(slots=True)
class Column:
    """What a header says of its column."""

    what: str = "value"  # label, unit, value, growth, share, rank, completion
    when: When | None = None
    unit: str = ""
    indicator: str = ""
    planned: bool = False
    month: bool = False  # the last month of the table's period alone


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
    units: dict[str, str] = field(default_factory=dict)  # the first unit printed per dimension
    named_units: dict[str, str] = field(default_factory=dict)  # (面积:平方公里;企业:户)
    of_parks: bool = False  # its rows are parks: their sum is not the city's


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


def _number_cell(cell: Cell) -> bool:
    if _TIME_HEAD.fullmatch(cell.text):
        return False
    return bool(_NUMBER.match(cell.text.replace(" ", "")) or _WORDED.match(cell.text))


def is_row(text: str, start: int, end: int) -> bool:
    """A label and at least one number."""
    cells = cells_of(text, start, end)
    if len(cells) >= 3 and all(re.fullmatch(r"(?:19|20)\d\d", c.text) for c in cells[1:]):
        return False
    if _HEAD_LABEL.search(cells[0].text) and all(
        _YEAR.fullmatch(c.text) or not _number_cell(c) for c in cells[1:]
    ):
        return False  # 指标\\年度 | 2015 | 全省排名
    if (
        len(cells) >= 2
        and re.fullmatch(r"(?:19|20)\d\d", cells[0].text)
        and all(_number_cell(c) or c.text in "--…" for c in cells[1:])
    ):
        return True
    return (
        len(cells) >= 2
        and not _number_cell(cells[0])
        and any(_number_cell(c) for c in cells[1:])
        and len(cells[0].text) <= 30
        and all(len(c.text) <= 24 for c in cells[1:])
    )


def is_rule(text: str, start: int, end: int) -> bool:
    """|---|---:| between a header and its rows."""
    return not set(text[start:end]) - set("|-: \t=+")


def is_header(text: str, start: int, end: int) -> bool:
    if is_rule(text, start, end):
        return False
    cells = cells_of(text, start, end)
    if len(cells) < 2 or any(len(c.text) > 24 for c in cells) or "。" in text[start:end]:
        return False
    return not any(
        _NUMBER.match(c.text)
        and not _TIME_HEAD.fullmatch(c.text)
        and not re.fullmatch(r"(?:19|20)\d\d", c.text)
        for c in cells
    )


def _column(parser: Parser, sentence: Sentence, cell: Cell, first: bool) -> Column:
    name = cell.text
    column = Column()
    if name in ("单位", "计量单位"):
        return Column("unit")
    unit = _UNIT_IN_LABEL.search(name)
    if unit:
        column.unit = _unit(parser, unit.group(1))
        name = name[: unit.start()]
    period = _PERIOD.search(name)
    if period and (when := parse(period.group())) is not None and not when.base:
        column.when = when
        if when.year == "" and parser.default_when is not None:
            # 12月 beside 1-12月: of the year that the table is about, not of its publication.
            column.when = replace(when, year=parser.default_when.year, explicit=True)
    elif re.fullmatch(r"(?:19|20)\d\d", name):
        column.when = When(int(name), explicit=True)
    if re.search("本月|当月", name):
        column.month = True
        column.when = parser.default_month
    elif "累计" in name and parser.default_when:
        column.when = parser.default_when
    if re.search("上年同期|去年同期|上年数|上年完成|上年实际", name) and not _GROWTH.search(name):
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
    elif _GROWTH.search(name):
        column.what = "growth"
        column.when = None if name.startswith(("比", "较", "同比")) else column.when
    elif _SHARE.search(name):
        column.what = "share"
    elif _RANK.search(name):
        column.what = "rank"
    elif _PLANNED.search(re.sub("(?:公共|一般|基金|财政)预算|预算(?:内|收入|支出)", "", name)):
        column.planned = True
    bare = _GROWTH.sub("", name.replace("年均", ""))
    bare = _PERIOD.sub("", bare).strip("()%±+- ")
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


def _unit(parser: Parser, printed: str) -> str:
    printed = printed.strip()
    if printed == "—":
        return ""
    return (
        printed
        if printed in parser.d.units
        else ("%" if printed in ("%", "±%", "+-%", "+,-%") else "")
    )


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
    ) and name not in ("全市", "城区", "市区", "园区"):
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
                _caption(parser, table, text[start:end])
            continue
        header = []
        _row(parser, sentence, table, cells_of(text, start, end))
    parser.last_table = (table, lines[-1][1])


def _head(parser: Parser, sentence: Sentence, table: Table, cells: list[Cell]) -> None:
    """What the cells of a header say of the columns below."""
    columns = [_column(parser, sentence, c, i == 0) for i, c in enumerate(cells)]
    if columns[0].unit and len(columns) > 1:
        # 三次产业构成(%): what the corner says holds for the columns without a unit.
        for column in columns[1:]:
            column.unit = column.unit or columns[0].unit
            if column.what == "value" and _SHARE.search(cells[0].text):
                column.what = "share"
    dated = {c.when for c in columns if c.when is not None}
    if len(dated) == 1:  # 2015 | 全省排名: the rank is of the year beside it
        for column in columns[1:]:
            if column.when is None and column.what in ("rank", "share", "completion"):
                column.when = next(iter(dated))
    table.columns = columns
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
            _caption(parser, table, "\n".join(text[a:b] for a, b, _ in title))
            table.columns = [
                Column("label"),
                *(
                    _column(parser, sentence, Cell(start, start, name + unit), False)
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
            _caption(parser, table, caption)
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
    _caption(parser, table, caption)
    return table


def _caption(parser: Parser, table: Table, caption: str) -> None:
    for word, printed in _NAMED_UNIT.findall(caption):
        if word != "单位" and printed in parser.d.units:
            table.named_units[word] = printed
    unit = _UNIT_LINE.search(caption)
    if unit:
        table.unit = _unit(parser, unit.group(1))
    period = _PERIOD.search(caption)
    if period and (when := parse(period.group())) is not None and when.explicit and not when.base:
        table.when = when
    for line in reversed(caption.split("\n")):
        title = re.sub(r"[(].*?[)]", "", line)
        title = _PERIOD.sub("", title)
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


def _row(parser: Parser, sentence: Sentence, table: Table, cells: list[Cell]) -> None:
    label = _LEAD.sub("", cells[0].text)
    numbers = cells[1:]
    columns = table.columns[1:]
    if columns and len(columns) != len(numbers):
        if len(columns) > len(numbers):
            if columns[0].what == "unit" and _number_cell(numbers[0]):
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
            else parser.section_area or parser.topic or parser.setting.home
        )
    elif area is not None and area.level in ("park", "zone"):
        table.of_parks = True
    own_unit = ""
    unit_in_label = _UNIT_IN_LABEL.search(label)
    if unit_in_label:
        own_unit = _unit(parser, unit_in_label.group(1))
        label = label[: unit_in_label.start()]
    if (
        re.fullmatch(r"(?:同比)?(?:增速|增长|增幅|比上年增长|同比增长|增长率)", label)
        and table.last_label
    ):
        label = table.last_label + label
    growth_label = bool(_GROWTH.search(label)) and not sentence.p.aliases.get(label)
    if growth_label:
        label = re.sub(r"(?:同比|比上年|可比)?(?:增长率|增长速度|增长|增速|增幅|涨幅)$", "", label)
    row_when: When | None = None
    dated = _PERIOD.fullmatch(label) if re.match(r"\d|[上下前全一二三四1-9第]", label) else None
    if dated is None and re.fullmatch(r"(?:19|20)\d\d", label):
        row_when = When(int(label), explicit=True)
    elif dated is not None:
        row_when = parse(label)
    if area is None:
        table.last_label = label
    column_area = dict(zip(map(id, columns), table.areas, strict=False)) if table.areas else {}
    share_label = label.endswith(("占比", "比重", "比例"))
    denominator = ""
    if share_label and "占" in label:
        label, _, denominator = label.partition("占")
        denominator = sentence.p.aliases.get(re.sub("的?(?:比重|比例)$", "", denominator), "")
    for cell, column in zip(numbers, columns, strict=False):
        if column.what == "unit":
            own_unit = _unit(parser, cell.text)
            continue
        if column.what == "label":
            continue
        content = cell.text
        worded = _WORDED.match(content)
        plain = _NUMBER.match(content)
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
            unit = printed_unit or (
                "位"
                if measure == "rank"
                else "%"
                if measure != "level"
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
        subject = sentence._match(name, [name], cell.start) if name else None
        if subject is not None and not subject.indicator_id:
            mass = parser.d.units.get(unit or own_unit, "") == "mass"
            hit = parser.aliases.get(name + "产量") if mass or measure != "level" else None
            if hit:
                subject = parser.lookup(hit, name, 0.85, cell.start)
        if measure == "level" and not unit and subject is not None:
            unit = table.units.get(subject.dimension, "")
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


def _named_unit(table: Table, column: Column, label: str) -> str:
    """The unit that the caption gives for what the column, or else the row, counts."""
    for word, unit in table.named_units.items():
        if word in column.indicator or (not column.indicator and word in label):
            return unit
    return ""


def vertical_end(text: str, lines: list[tuple[int, int, bool]], number: int) -> int:
    """The line after a table printed one cell a line that begins here; `number` where none does."""
    at = number
    figures = 0
    while at < len(lines) and at - number < 4000:
        start, end, _ = lines[at]
        content = text[start:end]
        if (
            end - start > 30
            or text[end - 1] in "。;,"
            or "\t" in content
            or is_row(text, start, end)
        ):
            break
        if _number_cell(Cell(start, end, text[start:end])) or text[start:end] in ("-", "--", "…"):
            figures += 1
        at += 1
    return at if figures >= 4 and figures * 4 >= at - number and at - number >= 8 else number


def read_vertical(
    parser: Parser, text: str, lines: list[tuple[int, int, bool]], caption: str
) -> None:
    """A table printed one cell a line: its rows begin where a label follows a number."""
    sentence = Sentence(parser, text, [], 0, 0)
    cells = [Cell(a, b, text[a:b].strip()) for a, b, _ in lines]

    def is_value(cell: Cell) -> bool:
        return _number_cell(cell) or cell.text in ("-", "--", "…")

    first = next(i for i, c in enumerate(cells) if is_value(c))
    label = first - 1
    if label > 0 and _unit(parser, cells[label].text):
        label -= 1
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    for cell in cells[max(0, label) :]:
        if row and any(is_value(c) for c in row) and not is_value(cell):
            rows.append(row)
            row = []
        row.append(cell)
    if row:
        rows.append(row)
    width = max((len(r) for r in rows), key=[len(r) for r in rows].count, default=0)
    header = cells[: max(0, label)][-width:] if width else []
    table = Table()
    _caption(parser, table, caption)
    if len(header) == width:
        table.columns = [_column(parser, sentence, c, i == 0) for i, c in enumerate(header)]
        _caption(parser, table, "\n".join(c.text for c in cells[: max(0, label - width)]))
    for each in rows:
        if len(each) >= 2 and any(is_value(c) for c in each):
            _row(parser, sentence, table, each)


def _previous_indicator(columns: list[Column], column: Column) -> str:
    """增速 after 地区生产总值: growth of what the column before it counts."""
    name = ""
    for other in columns:
        if other is column:
            return name
        if other.indicator:
            name = other.indicator
    return name
