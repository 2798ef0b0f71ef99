"""The annotated texts are consistent: offsets, vocabularies, values, units, counts.

Run as a script it prints the claims per genre and half (the table of the README).
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

CORPUS = Path(__file__).parent
SEEDS = CORPUS.parents[3] / "seeds"
TEXTS = sorted(CORPUS.glob("*/*.txt"))
COLUMNS = [
    "start", "end", "value_text", "unit", "qualifier", "area", "indicator", "indicator_text",
    "measure", "period", "status", "ref_area", "ref_indicator", "base_period", "basis", "note",
]  # fmt: skip
MEASURES = {
    "level", "yoy_growth_pct", "share_pct", "diff_pp", "change", "growth_multiple",
    "avg_growth_pct", "mom_growth_pct", "rank", "completion_pct",
}  # fmt: skip
MEASURE_UNITS = {
    "yoy_growth_pct": {"%", "‰", "成"}, "share_pct": {"%", "‰", "成", ""}, "diff_pp": {"个百分点"},
    "growth_multiple": {"倍", "倍于", "番", "%", "成"}, "avg_growth_pct": {"%", "‰", "成"},
    "mom_growth_pct": {"%", "‰"}, "rank": {"位", "名"}, "completion_pct": {"%"},
}  # fmt: skip
# Printed in real documents, not in units.csv: compound units and trade units. A unit that the
# dictionary learns may go from here.
OPEN_UNITS = {"", "亿斤", "亿度", "亿支", "万标箱", "万元/亩", "元/平方米"}
MOMENT = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
PERIOD = re.compile(rf"|{MOMENT}|{MOMENT}/{MOMENT}|{MOMENT}/\.\.|\.\./{MOMENT}")
NUMBER = r"[-+]?\d[\d,]*(?:\.\d+)?"
CHINESE = "[零一二两三四五六七八九十百千万半]+"
VALUE = re.compile(
    rf"{NUMBER}|{NUMBER}%?[-—~]{{1,2}}{NUMBER}%?|-?第?{CHINESE}|{CHINESE}分之{CHINESE}|首"
)


def normal(text: str) -> str:
    """Half-width forms without blanks: what a figure looks like when the scan was clean."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("−", "-")


def read(path: Path) -> tuple[str, list[dict[str, str]], dict]:
    """Text, claims and meta of one document."""
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert reader.fieldnames == COLUMNS
        rows = list(reader)
    meta = json.loads(path.with_suffix("").with_suffix(".meta.json").read_text("utf-8"))
    return text, rows, meta


def seed_column(name: str, column: str) -> set[str]:
    """The values of one column of a seed file."""
    with (SEEDS / name).open(encoding="utf-8-sig", newline="") as file:
        return {row[column] for row in csv.DictReader(file)}


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_annotation_is_consistent(path: Path) -> None:
    text, rows, meta = read(path)
    units = seed_column("units.csv", "unit") | OPEN_UNITS
    indicators = seed_column("indicators.csv", "indicator_id")
    flat = normal(text)
    problems: list[str] = []
    seen: set[tuple[str, ...]] = set()
    spans: set[tuple[int, int]] = set()
    for row in rows:
        start, end = int(row["start"]), int(row["end"])
        figure = text[start:end]
        spans.add((start, end))
        value = normal(row["value_text"])
        digits = value.lstrip("+-第")
        checks = {
            "offsets": 0 <= start < end <= len(text) and figure == figure.strip(),
            "value in figure": digits in normal(figure),
            "value": bool(VALUE.fullmatch(value)),
            "qualifier": all(q in normal(figure) for q in row["qualifier"].split("…"))
            or row["qualifier"] in text,
            "unit": row["unit"] in units,
            "measure": row["measure"] in MEASURES,
            "unit of measure": row["unit"] in MEASURE_UNITS.get(row["measure"], units),
            "status": row["status"] in {"actual", "preliminary", "target"},
            "period": bool(PERIOD.fullmatch(row["period"])),
            "base period": bool(PERIOD.fullmatch(row["base_period"])),
            "basis": row["basis"] in {"", "nominal", "real", "same_scope"},
            "indicator": row["indicator"] in indicators | {""},
            "words": normal(row["indicator_text"]) in flat and row["indicator_text"] != "",
            "area": row["area"] != "",
        }
        problems += [f"{figure!r} at {start}: {name}" for name, fine in checks.items() if not fine]
        key = tuple(row[c] for c in COLUMNS)
        if key in seen:
            problems.append(f"{figure!r} at {start}: twice")
        seen.add(key)
    for item in meta["not_claims"]:
        if text[item["start"] : item["end"]] != item["text"]:
            problems.append(f"not_claims: offsets of {item['text']!r}")
        if any(item["start"] < e and s < item["end"] for s, e in spans):
            problems.append(f"not_claims: {item['text']!r} is also claimed")
    ordered = sorted(spans)
    problems += [f"overlap at {a[0]}" for a, b in pairwise(ordered) if b[0] < a[1]]
    assert not problems, "\n".join(problems)
    assert 15 <= len(rows) <= 60


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_number_is_claimed_or_listed(path: Path) -> None:
    """A digit that is in neither list would be judged by nobody."""
    text, rows, meta = read(path)
    known = bytearray(len(text))
    for item in [*rows, *meta["not_claims"]]:
        start, end = int(item["start"]), int(item["end"])
        known[start:end] = b"\x01" * (end - start)
    left = [
        m.span() for m in re.finditer(r"[0-9０-９]+", text) if not all(known[m.start() : m.end()])
    ]
    assert not left, [text[max(0, a - 8) : b + 8] for a, b in left]


def test_halves_do_not_share_a_text() -> None:
    names = [p.stem for p in TEXTS]
    assert len(names) == len(set(names))
    assert {p.parent.name for p in TEXTS} == {"dev", "heldout"}


def counts() -> Counter[tuple[str, str, str]]:
    """(genre, half, texts|claims) → number."""
    table: Counter[tuple[str, str, str]] = Counter()
    for path in TEXTS:
        _, rows, meta = read(path)
        table[meta["genre"], path.parent.name, "texts"] += 1
        table[meta["genre"], path.parent.name, "claims"] += len(rows)
    return table


if __name__ == "__main__":
    table = counts()
    for genre in sorted({g for g, _, _ in table}):
        cells = [table[genre, h, k] for h in ("dev", "heldout") for k in ("texts", "claims")]
        print(f"| {genre} | " + " | ".join(map(str, cells)) + " |")
