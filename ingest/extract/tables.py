"""Tables flattened to lines of text: which lines are header and rows, which table they go on with.

Cells are set apart by tabs, bars or spaces. A header says what each column is: a unit, a period's
values, growth, a share, a rank; or, where the rows are areas, an indicator with its unit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.extract import headers
from ingest.extract.captions import Table, caption_of
from ingest.extract.cells import Cell, cells_of, is_header, is_row, is_rule
from ingest.extract.columns import (
    SHARE,
    Column,
    column_of,
    date_before_sum,
    date_by_month,
    date_rates,
)
from ingest.extract.rows import area_of, read_row
from ingest.extract.sentence import Sentence

if TYPE_CHECKING:
    from ingest.extract.paragraphs import Parser

# The corner of a table names what its labels are.
_OF_LABELS = re.compile(
    "指标|项目|名称|地区|单位|类别|分类|科目|种类|年[份度]|行业|产品|县|区|市|镇|街"
)
_NOT_A_PART = re.compile(r"\d|表|计划|目标|预期|单位|情况|[。;,:]")
_APART = 20  # characters between two parts of one table: the name of a city


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
                _head(parser, table, cells)
            else:
                caption_of(parser, table, text[start:end])
            continue
        header = []
        read_row(parser, sentence, table, cells_of(text, start, end))
    parser.last_table = (table, lines[-1][1])


def _head(parser: Parser, table: Table, cells: list[Cell]) -> None:
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
    found = [area_of(parser, c.text) for c in cells[1:]]
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
            _head(parser, table, cells)
            return table
        last = parser.last_table
        if last is not None and 0 <= start - last[1] <= _APART and last[0].columns:
            between = text[last[1] : start].strip()
            width = len(cells_of(text, start, end))
            if (
                not between
                or area_of(parser, between) is not None
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
