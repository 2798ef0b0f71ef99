"""What dbt's connections need: the rules of figures, and a guard for what readers see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from warehouse.errors import UsageError
from warehouse.read import STORAGE_VERSION
from warehouse.targets import refuse_published


class Plugin(BasePlugin):
    """Named in `dbt_project/profiles.yml`."""

    def update_connection_config(self, creds: DuckDBCredentials, config: dict[str, Any]) -> None:
        """Before the file is opened: never build into what readers have open."""
        path = Path(creds.path)
        if creds.path != ":memory:":
            refuse_published(path)
            if not path.is_file():
                raise UsageError(
                    f"building {path} with dbt",
                    "there is no such working file",
                    "Fill it with `zhibiao load` first, and call dbt from the project's folder: "
                    "dbt build --project-dir dbt_project --profiles-dir dbt_project. "
                    "ZHIBIAO_DB names another working file.",
                )
        config.setdefault("storage_compatibility_version", STORAGE_VERSION)

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """The macros that read printed figures, the same for load, dbt and extraction."""
        from ingest import rules

        rules.install(conn)
