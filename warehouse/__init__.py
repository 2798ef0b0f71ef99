"""The warehouse: settings, runs, publishing and reading of the indicator database.

``warehouse.connect()`` opens the published version read-only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from warehouse.read import connect

__all__ = ["connect"]


def __getattr__(name: str) -> Any:
    # Imported on first use: `zhibiao --help` need not wait for DuckDB.
    if name == "connect":
        from warehouse.read import connect

        return connect
    raise AttributeError(f"module 'warehouse' has no attribute {name!r}")
