"""Tables printed one cell a line: 普通高中 ⏎ 3.82 ⏎ 10.87 ⏎ 3.31, with or without bars between the lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.extract.captions import Table, caption_of
from ingest.extract.cells import Cell, is_number, is_row
from ingest.extract.columns import column_of, date_rates, unit_of
from ingest.extract.headers import YEAR
from ingest.extract.rows import read_row
from ingest.extract.sentence import Sentence

if TYPE_CHECKING:
    from ingest.extract.paragraphs import Parser

_LONGEST = 4000  # lines of one table
_NONE = ("-", "--", "…", "—", "――", "―", "——", "/")
# 比上年 ⏎ 增长(%): one cell of a header, broken
_BROKEN = re.compile(r"(?:比|较|为)?(?:上年|去年|上年同期|去年同期|同期|同比|本年)")
_GOES_ON = re.compile(r"增|升|±|\(?%|为?%")


def _cell(text: str, start: int, end: int) -> Cell:
    """What a line holds between its bars."""
    while start < end and text[start] in "| \t":
        start += 1
    while start < end and text[end - 1] in "| \t":
        end -= 1
    return Cell(start, end, text[start:end])


def vertical_end(text: str, lines: list[tuple[int, int, bool]], number: int) -> tuple[int, int]:
    """The line after a table printed one cell a line that begins here, `number` where none does; and the
    line before which no other can begin."""
    at = number
    figures = cells = 0
    end_of_table = number
    while at < len(lines) and at - number < _LONGEST:
        start, end, _ = lines[at]
        cell = _cell(text, start, end)
        if not cell.text:
            at += 1  # a line of bars alone
            continue
        if (
            cell.end - cell.start > 30
            or cell.text[-1] in "。;,"
            or "\t" in cell.text
            or "|" in cell.text
            or is_row(text, start, end)
        ):
            break
        cells += 1
        if is_number(cell) or cell.text in _NONE:
            figures += 1
        at += 1
        end_of_table = at
    if figures < 4 or cells < 8:
        return number, at  # nor can one that begins later among these lines
    return (end_of_table if figures * 4 >= cells else number), number + 1


def read_vertical(
    parser: Parser, text: str, lines: list[tuple[int, int, bool]], caption: str
) -> None:
    """A table printed one cell a line: its rows begin where a label follows a number."""
    sentence = Sentence(parser, text, [], 0, 0)
    cells = [cell for a, b, _ in lines if (cell := _cell(text, a, b)).text]

    def is_value(cell: Cell) -> bool:
        return is_number(cell) or cell.text in _NONE

    first = next(i for i, c in enumerate(cells) if is_value(c))
    label = first - 1
    if label > 0 and unit_of(parser, cells[label].text):
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
    dated = rows[0] if rows and len(rows[0]) >= 3 and _are_years(rows[0][1:]) else None
    if dated is not None:
        rows = rows[1:]  # 指标 ⏎ 2020 ⏎ 2021: the header
    width = max((len(r) for r in rows), key=[len(r) for r in rows].count, default=0)
    above = _mended(parser, cells[: max(0, label)])
    table = Table()
    if above and any(len(r) == width + 1 and not is_value(r[1]) for r in rows[1:]):
        table.section = above.pop().text  # 普通高中 above 招生数, 在校学生数
    header = (_spanned(above, width) or above[-width:]) if width else []
    caption_of(parser, table, caption)
    if dated is not None and len(dated) == width:
        header = dated
    if len(header) == width:
        table.columns = [column_of(parser, c, i == 0) for i, c in enumerate(header)]
        date_rates(parser, table.columns)
        caption_of(parser, table, "\n".join(c.text for c in above[: len(above) - width + 1]))
    for each in rows:
        if len(each) == width + 1 and not is_value(each[1]) and is_value(each[2]):
            table.section = each[0].text
            each = each[1:]
        if len(each) >= 2 and any(is_value(c) for c in each):
            read_row(parser, sentence, table, each)


def _are_years(cells: list[Cell]) -> bool:
    return all(YEAR.fullmatch(c.text) for c in cells)


def _spanned(above: list[Cell], width: int) -> list[Cell]:
    """产业甲 ⏎ 产业乙 ⏎ 绝对值 ⏎ 增长 ⏎ 绝对值 ⏎ 增长: a header in two levels, each cell with what spans it."""
    lower = above[1 - width :]
    upper = above[: len(above) - len(lower)]
    for each in range(2, len(lower) // 2 + 1):
        groups = len(lower) // each
        if (
            each * groups == len(lower)
            and len(upper) >= groups
            and all(c.text == lower[i % each].text for i, c in enumerate(lower))
        ):
            spans = upper[-groups:]
            cells = [
                Cell(c.start, c.end, spans[i // each].text + c.text) for i, c in enumerate(lower)
            ]
            return [Cell(spans[0].start, spans[0].start, ""), *cells]
    return []


def _mended(parser: Parser, cells: list[Cell]) -> list[Cell]:
    """Cells of a header that are broken over two lines, as one: 比上年 ⏎ 增长(%)."""
    mended: list[Cell] = []
    for cell in cells:
        last = mended[-1] if mended else None
        if last is not None and (
            (_BROKEN.fullmatch(last.text) and _GOES_ON.match(cell.text))
            or (cell.text[0] == "(" and unit_of(parser, cell.text.strip("()")))
        ):
            mended[-1] = Cell(last.start, cell.end, last.text + cell.text)
        else:
            mended.append(cell)
    return mended
