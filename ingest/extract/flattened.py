"""Tables whose lines were run together: … 品名 | 产量(吨) | 增长(%) | 粮食 | 12 | 3.2 | 其中:小麦 | 5 | -3.0 | …

Where a page was flattened without its line breaks, a whole table stands in one line, its title and often
the sentence before it too. The places of its rows are told by their equal number of cells.
"""

from __future__ import annotations

import re

from ingest.extract.cells import NUMBER

Line = tuple[int, int, bool]

_CELL = re.compile(r"[^|]*")
_FEWEST_BARS = 6
_EMPTY = frozenset(("", "-", "—", "--", "…"))
_TITLE = re.compile(r"(?:附?表)\s?\d{1,2}")
_CORNER = re.compile(
    r"(?:指\s?标(?:名称)?|产品名称|项\s?目(?:名称)?|名\s?称|地\s?区|单位名称|行\s?业|品\s?名|类\s?别|科\s?目)$"
)


def split(text: str, lines: list[Line]) -> list[Line]:
    """The lines, those that hold a whole table cut at its rows."""
    if "|" not in text:
        return lines
    out: list[Line] = []
    for line in lines:
        start, end, _ = line
        if end - start > 60 and text.count("|", start, end) >= _FEWEST_BARS:
            out += _rows(text, start, end) or [line]
        else:
            out.append(line)
    return out


def _rows(text: str, start: int, end: int) -> list[Line]:
    """The title, the header and the rows of the table in this line; empty where it holds none."""
    cells = [
        (m.start(), m.end(), text[m.start() : m.end()].strip())
        for m in _CELL.finditer(text, start, end)
        if m.start() == start or text[m.start() - 1] == "|"
    ]
    if cells and not cells[-1][2]:
        cells.pop()
    numeric = [bool(NUMBER.match(cell[2].replace(" ", ""))) for cell in cells]
    if True not in numeric:
        return []
    first = numeric.index(True)
    width = 0  # values of a row
    while first + width < len(cells) and numeric[first + width]:
        width += 1
    label = first - 1
    corner = label - width - 1
    if width < 1 or corner < 0 or any(not cells[n][2] for n in range(corner, first)):
        return []
    rows = _below(cells, numeric, label, width)
    found = _CORNER.search(cells[corner][2])
    if sum(stop - at > 1 for at, stop in rows) < (1 if found is not None and width > 1 else 2):
        return []
    opens = cells[corner][0]
    if found is not None and found.start():
        opens = text.index(cells[corner][2], opens) + found.start()
    elif found is None and (blank := cells[corner][2].rfind(" ")) > 0:
        opens = text.index(cells[corner][2], opens) + blank + 1
    out: list[Line] = []
    if opens > start:
        titles = [m.start() for m in _TITLE.finditer(text, start, opens)]
        cut = titles[-1] if titles else text.rfind("。", start, opens) + 1 or start
        if cut > start:
            out.append((start, cut, False))
        if text[cut:opens].strip():
            out.append((cut, opens, False))
    out.append((opens, cells[label - 1][1], True))
    out += [(cells[at][0], cells[stop - 1][1], stop - at > 1) for at, stop in rows]
    return out


def _below(
    cells: list[tuple[int, int, str]], numeric: list[bool], label: int, width: int
) -> list[tuple[int, int]]:
    """Where each row begins and ends: a label and its values, or a label alone (按城乡分)."""
    rows: list[tuple[int, int]] = []
    at = label
    while at < len(cells):
        stop = at + 1
        while (
            stop < len(cells)
            and stop - at <= width
            and (numeric[stop] or (cells[stop][2] in _EMPTY and numeric[at + 1]))
        ):
            stop += 1
        rows.append((at, stop))
        at = stop
    return rows
