"""The repository's dictionary: each name means one thing, each unit converts exactly."""

from __future__ import annotations

import csv
from pathlib import Path

from ingest.extract.dictionary import _key

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_no_name_stands_for_two_indicators() -> None:
    meant = {(_key(r["name_zh"]), ""): r["indicator_id"] for r in rows("indicators.csv")}
    wrong = []
    for row in rows("indicator_aliases.csv"):
        first = meant.setdefault((_key(row["alias"]), row["scope"]), row["indicator_id"])
        if first != row["indicator_id"]:
            wrong.append((row["alias"], first, row["indicator_id"]))
    assert wrong == []


def test_no_name_is_given_twice() -> None:
    seen: set[tuple[str, str]] = set()
    twice = []
    for row in rows("indicator_aliases.csv"):
        key = (row["alias"], row["scope"])
        twice += [key] * (key in seen)
        seen.add(key)
    assert twice == []


def test_units_are_one_each_and_exact() -> None:
    units = rows("units.csv")
    names = [r["unit"] for r in units]
    assert len(names) == len(set(names))
    assert all(int(r["numerator"]) > 0 and int(r["denominator"]) > 0 for r in units)


def test_every_indicator_can_be_printed_in_some_unit() -> None:
    dimensions = {r["dimension"] for r in rows("units.csv")}
    assert {r["dimension"] for r in rows("indicators.csv")} <= dimensions
