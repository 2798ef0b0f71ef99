"""Are the reference tables whole? A cut or misquoted seed must be told by file and line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from warehouse.errors import InputError
from warehouse.paths import Project


def problem_of(path: Path) -> str | None:
    """What is wrong with a reference table, with the line; None if nothing is."""
    content = path.read_bytes()
    if (place := content.find(b"\0")) >= 0:
        return f"line {content.count(10, 0, place) + 1} holds a NUL byte"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return f"line {content.count(10, 0, error.start) + 1} is not UTF-8"
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, None)
        if not header:
            return "it is empty"
        if repeated := sorted({name for name in header if header.count(name) > 1}):
            return f"its header names {repeated[0]} twice"
        for row in reader:
            if row and len(row) != len(header):
                return f"line {reader.line_num} has {len(row)} cells, the header {len(header)}"
    except csv.Error as error:
        return f"line {reader.line_num}: {error}"
    return None


def check(project: Project) -> None:
    """Raise InputError for the first reference table that is broken."""
    for path in sorted(project.seeds.glob("*.csv")):
        if problem := problem_of(path):
            raise InputError(
                f"reading {project.shown(path)}",
                problem,
                "Mend it; it is CSV in UTF-8, each line with a cell for each column of the header.",
            )
