"""The rules of figures as DuckDB macros: what load, extraction and dbt all read figures with."""

from __future__ import annotations

import functools
import hashlib
import re
from pathlib import Path

import duckdb

RULES_SQL = Path(__file__).with_name("rules.sql")


@functools.cache
def fingerprint() -> str:
    """The first 16 hex digits of the hash of rules.sql: equal fingerprint, equal rules."""
    return hashlib.sha256(RULES_SQL.read_bytes()).hexdigest()[:16]


def install(con: duckdb.DuckDBPyConnection) -> None:
    """Create the macros in schema `rules` of the database that `con` is in.

    Does nothing where these very rules are installed, so that it can be called on each
    connection to one file, read-only ones included.
    """
    if _installed_fingerprint(con) == fingerprint():
        return
    for statement in _statements():
        con.execute(statement)
    con.execute(f"create or replace macro rules.fingerprint() as '{fingerprint()}'")


def _installed_fingerprint(con: duckdb.DuckDBPyConnection) -> str | None:
    try:
        rows = con.execute("select rules.fingerprint()").fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):
        return None
    return rows[0][0] if rows else None


@functools.cache
def _statements() -> tuple[str, ...]:
    """The statements of rules.sql; each ends with a semicolon at the end of a line."""
    text = RULES_SQL.read_text(encoding="utf-8")
    return tuple(
        part.strip() for part in re.split(r";[ \t]*$", text, flags=re.MULTILINE) if part.strip()
    )
