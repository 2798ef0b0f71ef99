"""The dictionary of the repository: a name stands in it once."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("indicators", ("indicator_id",)),
        ("indicators", ("name_zh",)),
        ("indicator_aliases", ("alias", "scope")),
        ("area_aliases", ("alias", "scope")),
        ("units", ("unit",)),
    ],
)
def test_names_stand_once(seeds: Path, table: str, key: tuple[str, ...]) -> None:
    with (seeds / f"{table}.csv").open(encoding="utf-8-sig", newline="") as handle:
        found = Counter(tuple(row[name] for name in key) for row in csv.DictReader(handle))
    assert [name for name, times in found.items() if times > 1] == []


def test_each_alias_names_an_indicator(seeds: Path) -> None:
    with (seeds / "indicators.csv").open(encoding="utf-8-sig", newline="") as handle:
        known = {row["indicator_id"] for row in csv.DictReader(handle)}
    with (seeds / "indicator_aliases.csv").open(encoding="utf-8-sig", newline="") as handle:
        aliases = list(csv.DictReader(handle))
    assert [row["alias"] for row in aliases if row["indicator_id"] not in known] == []
