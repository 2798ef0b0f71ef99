"""Pieces of SQL that name files and hold texts of others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path


def quoted(text: Path | str) -> str:
    """A text as SQL writes it, for statements that take no parameters."""
    return "'" + str(text).replace("'", "''") + "'"


def literal(path: Path) -> str:
    """The path for DuckDB's readers, which take * ? [ in a name for a pattern of many names."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


def parquet(paths: Iterable[Path]) -> str:
    """A relation over these files, at least one: columns by name, names of folders no columns."""
    listed = ", ".join(quoted(literal(path)) for path in paths)
    return f"read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"
