"""Headers of tables that do not stand in one line: two lines merged, or one cell a line above the rows."""

from __future__ import annotations

import re

from ingest.extract.cells import Cell

_UNIT_ALONE = re.compile(r"\((?:单位:)?[^()\d]{1,8}\)")
_DIGIT = re.compile(r"\d")
_CORNER = re.compile("指标|项目|名称|地区|单位|县|区|市|年")
YEAR = re.compile(r"(?:19|20)\d\d年?")
_NEAR = 7  # lines: the names of a chapter and of its first part may stand between
_LINES = 60  # a header of twenty columns in three lines each


def merged(above: list[Cell], below: list[Cell]) -> list[Cell]:
    """Two header lines as one: what spans several columns is said of each of them.

    `above` 指标 | 2022年 | 2023年, `below` 绝对数 | 增长 | 绝对数 | 增长 → 指标 | 2022年绝对数 | 2022年增长 | …
    Empty cells of `above` belong to the one before them. `below` where the two do not fit.
    """
    if len(above) == len(below):
        joined = []
        span = ""
        for upper, lower in zip(above, below, strict=True):
            span = upper.text or span
            joined.append(
                Cell(
                    lower.start,
                    lower.end,
                    upper.text or lower.text if not joined else span + lower.text,
                )
            )
        if any(not c.text for c in above):
            return joined
    groups = above[1:]
    if not groups or (len(above) == len(below) and _CORNER.search(below[0].text)):
        return below
    for parts in (below, below[1:]):
        each = len(parts) // len(groups)
        if each >= 2 and each * len(groups) == len(parts):
            return [
                above[0],
                *(
                    Cell(part.start, part.end, groups[i // each].text + part.text)
                    for i, part in enumerate(parts)
                ),
            ]
    for parts in (below, below[1:]):
        runs = _runs(parts)
        if len(runs) == len(groups) < len(parts):
            return [
                above[0],
                *(
                    Cell(part.start, part.end, group.text + part.text)
                    for group, run in zip(groups, runs, strict=True)
                    for part in run
                ),
            ]
    return below


def _runs(cells: list[Cell]) -> list[list[Cell]]:
    """总量 | 增速 | 增速 | 增速 → [总量, 增速], [增速], [增速]: what stands under one cell says nothing twice."""
    runs: list[list[Cell]] = []
    for cell in cells:
        if not runs or any(cell.text == other.text for other in runs[-1]):
            runs.append([])
        runs[-1].append(cell)
    return runs


def years_above(text: str, lines: list[tuple[int, int, bool]], number: int) -> list[Cell]:
    """A line of years alone a few lines before line `number`, with a cell for the labels before it."""
    for at in range(number - 1, max(-1, number - _NEAR), -1):
        start, end, _ = lines[at]
        cells = [
            Cell(start + m.start(), start + m.end(), m.group())
            for m in re.finditer(r"[^\s|]+", text[start:end])
        ]
        if len(cells) >= 2 and all(YEAR.fullmatch(c.text) for c in cells):
            return [Cell(start, start, ""), *cells]
        if _DIGIT.search(text, start, end) or end - start > 20:
            break
    return []


def cells_above(
    text: str, lines: list[tuple[int, int, bool]], number: int
) -> tuple[list[Cell], int]:
    """Cells of a header that is broken over several lines with bars (地区 | 总收入 | ⏎ 消费支出 |), and its first line."""
    first = number
    while first > max(0, number - _LINES):
        start, end, _ = lines[first - 1]
        line = text[start:end]
        if "|" not in line or _DIGIT.search(line) or "单位" in line:
            break
        first -= 1
    cells = []
    for start, end, _ in lines[first:number]:
        for m in re.finditer(r"[^|]+", text[start:end]):
            content = m.group().replace(" ", "")
            if content.strip("-:"):
                cells.append(Cell(start + m.start(), start + m.end(), content))
    return cells, first


def above(
    text: str, lines: list[tuple[int, int, bool]], number: int
) -> tuple[list[tuple[str, str]], int]:
    """Names with units printed one under the other before line `number`, and the line where they begin.

    总人口 ⏎ (万人) ⏎ 财政 ⏎ 收入 ⏎ (万元): a cell ends with its unit. Empty where there are fewer than two.
    """
    first = number
    while first > max(0, number - _LINES):
        start, end, _ = lines[first - 1]
        content = text[start:end].strip()
        if len(content) > 12 or _DIGIT.search(content) or content[-1:] in "。;,":
            break
        first -= 1
    found: list[tuple[str, str]] = []
    name = ""
    for start, end, _ in lines[first:number]:
        content = text[start:end].strip()
        unit = _UNIT_ALONE.search(content)
        if unit and unit.end() == len(content):
            name += content[: unit.start()]
            if name:
                found.append((name, content[unit.start() :]))
            name = ""
        else:
            name += content.replace(" ", "")
    return (found, first) if len(found) >= 2 else ([], number)
