"""Where a row that fails one of dbt's tests stands in the reference tables: file and line."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from warehouse.paths import Project

_LINES_SHOWN = 5
# A test further down has many tables above it, and its row says little of any one of them.
_MOST_SEEDS = 2


class Seeds:
    """The reference tables behind the tests of the last `dbt build`."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @cached_property
    def _nodes(self) -> dict[str, Any]:
        try:
            text = (self._project.dbt_target / "manifest.json").read_text(encoding="utf-8")
            return json.loads(text)["nodes"]
        except (OSError, ValueError, KeyError):
            # Places are a help; the rows are told either way.
            return {}

    def place(self, test: str, columns: Sequence[str], row: Sequence[Any]) -> str:
        """The lines at which the offending row of a test stands, for people; often none."""
        attached = self._nodes.get(test, {}).get("attached_node") or ""
        is_of_a_seed = attached.startswith("seed.")
        seeds = {attached} if is_of_a_seed else self._above(test)
        if len(seeds) > _MOST_SEEDS:
            return ""
        found = []
        for seed in sorted(seeds):
            path = (self._project.dbt / self._nodes[seed]["original_file_path"]).resolve()
            if lines := _lines(path, columns, row, any_cell=is_of_a_seed):
                more = "…" if len(lines) > _LINES_SHOWN else ""
                shown = ", ".join(map(str, lines[:_LINES_SHOWN]))
                found.append(f"{self._project.shown(path)}: line {shown}{more}")
        return "; ".join(found)

    def _above(self, node: str) -> set[str]:
        """All reference tables from which a node is made."""
        seeds, waiting, seen = set(), [node], {node}
        while waiting:
            parents = self._nodes.get(waiting.pop(), {}).get("depends_on", {}).get("nodes", [])
            seeds |= {parent for parent in parents if parent.startswith("seed.")}
            waiting += [parent for parent in parents if parent not in seen]
            seen.update(parents)
        return seeds


def _lines(path: Path, columns: Sequence[str], row: Sequence[Any], *, any_cell: bool) -> list[int]:
    """The lines of a table whose cells agree with the row wherever the columns' names do.

    Where no name does, with `any_cell`: those in which one of the row's texts stands.
    """
    wanted = dict(zip(columns, row, strict=True))
    texts = {value for value in row if isinstance(value, str) and value}
    lines = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            shared = set(wanted) & set(reader.fieldnames or [])
            for cells in reader:
                if shared:
                    agrees = all((cells[name] or "") == str(wanted[name] or "") for name in shared)
                else:
                    agrees = any_cell and not texts.isdisjoint(map(str, cells.values()))
                if agrees:
                    lines.append(reader.line_num)
    except (OSError, UnicodeError, csv.Error):
        return []
    return lines
