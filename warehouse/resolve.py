"""Which area or indicator a person means: by id, Chinese or English name, or alias."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.errors import UsageError
from warehouse.paths import Project

# Below this similarity (0 to 100) a suggestion is more confusing than none.
_WORTH_SUGGESTING = 60
_SUGGESTIONS = 3


@dataclass(frozen=True)
class Named:
    """An area or indicator with its names."""

    id: str
    name_zh: str
    name_en: str


class Catalogue:
    """All names of one kind of thing, and the ids that each stands for."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._by_id: dict[str, Named] = {}
        self._ids: dict[str, set[str]] = defaultdict(set)

    def add(self, thing: Named) -> None:
        """A thing with its id and names."""
        self._by_id[thing.id] = thing
        for name in (thing.id, thing.name_zh, thing.name_en):
            if name:
                self._ids[_folded(name)].add(thing.id)

    def add_alias(self, alias: str, thing_id: str) -> None:
        """Another name; ignored for a thing that is not there."""
        if thing_id in self._by_id:
            self._ids[_folded(alias)].add(thing_id)

    def names(self) -> list[str]:
        """Everything that may be given, for completion and suggestions."""
        return sorted(self._ids)

    def get(self, thing_id: str) -> Named:
        """The thing with that id; one without names if it is unknown."""
        return self._by_id.get(thing_id, Named(thing_id, thing_id, thing_id))

    def find(self, given: str) -> Named:
        """The one thing called `given`; UsageError, with suggestions, for none or several."""
        if given in self._by_id:
            return self._by_id[given]
        found = sorted(self._ids.get(_folded(given), ()))
        if len(found) == 1:
            return self._by_id[found[0]]
        listing = f"`zhibiao show {self.what}s` lists all."
        if found:
            raise UsageError(
                f"looking for the {self.what} {given!r}",
                "that name stands for several: " + ", ".join(map(self._shown, found)),
                f"Give the id of the one that you mean. {listing}",
            )
        near = self._near(given)
        raise UsageError(
            f"looking for the {self.what} {given!r}",
            f"there is no {self.what} of that id, name or alias",
            (f"Did you mean {' or '.join(map(self._shown, near))}? " if near else "") + listing,
        )

    def _shown(self, thing_id: str) -> str:
        thing = self._by_id[thing_id]
        return f"{thing.id} ({thing.name_zh})"

    def _near(self, given: str) -> list[str]:
        from rapidfuzz import fuzz, process

        matches = process.extract(
            _folded(given), self._ids.keys(), scorer=fuzz.WRatio, limit=3 * _SUGGESTIONS
        )
        near: list[str] = []
        for name, score, _ in matches:
            if score >= _WORTH_SUGGESTING:
                near += [thing for thing in sorted(self._ids[name]) if thing not in near]
        return near[:_SUGGESTIONS]


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def areas(connection: duckdb.DuckDBPyConnection, project: Project) -> Catalogue:
    """Areas of the published version, with the aliases of the seeds."""
    return _catalogue(connection, project, "area")


def indicators(connection: duckdb.DuckDBPyConnection, project: Project) -> Catalogue:
    """Indicators of the published version, with the aliases of the seeds."""
    return _catalogue(connection, project, "indicator")


def _catalogue(connection: duckdb.DuckDBPyConnection, project: Project, what: str) -> Catalogue:
    catalogue = Catalogue(what)
    for row in connection.execute(
        f"select {what}_id, name_zh, name_en from main.{what} order by 1"
    ).fetchall():
        catalogue.add(Named(row[0], row[1] or "", row[2] or ""))
    for alias, thing_id in _aliases(project.seeds / f"{what}_aliases.csv", f"{what}_id"):
        catalogue.add_alias(alias, thing_id)
    return catalogue


def _aliases(path: Path, id_column: str) -> list[tuple[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = csv.DictReader(handle)
        return [
            (row["alias"], row[id_column])
            for row in rows
            if row.get("alias") and row.get(id_column)
        ]
