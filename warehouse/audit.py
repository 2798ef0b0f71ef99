"""Checks between building and publishing that do not depend on dbt's own tests.

They read the finished file as a reader would, and compare it with the state that it was made from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.sql import quoted
from warehouse.contract import (
    COLUMNS_ABOUT_RUNS,
    FORECAST_COLUMNS,
    KEYS,
    RUN_COLUMNS,
    TABLES_ABOUT_RUNS,
)
from warehouse.errors import CheckFailed

Connection = duckdb.DuckDBPyConnection


@dataclass(frozen=True)
class Counts:
    """What the audit counted; rows are those of `raw.observation` and the marts."""

    rows_in: int
    rows_rejected: int
    rows_accepted: int
    findings: int
    content_hash: str


def _count(connection: Connection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0] or 0) if row else 0


def _columns(connection: Connection, schema: str, table: str) -> list[str]:
    rows = connection.execute(
        "select column_name from duckdb_columns() where database_name = current_database() "
        "and schema_name = ? and table_name = ? order by column_index",
        [schema, table],
    ).fetchall()
    return [row[0] for row in rows]


def content_hash(connection: Connection) -> str:
    """A hash of what the marts say, whatever the order of rows; no run ids, no load times."""
    total = hashlib.sha256()
    for table in sorted(KEYS.keys() - TABLES_ABOUT_RUNS):
        columns = [
            name for name in _columns(connection, "main", table) if name not in COLUMNS_ABOUT_RUNS
        ]
        cells = ", ".join(f'coalesce("{name}"::varchar, chr(0))' for name in columns)
        row = connection.execute(
            f"select count(*), sum(md5_number_lower(concat_ws(chr(31), {cells}))::hugeint) "
            f'from main."{table}"'
        ).fetchone()
        total.update(f"{table}({','.join(columns)}):{row}\n".encode())
    return total.hexdigest()


def _missing_tables(connection: Connection) -> Iterator[str]:
    for table, key in KEYS.items():
        columns = _columns(connection, "main", table)
        if not columns:
            yield f"the table {table} is missing"
            continue
        needed = {
            "run": list(RUN_COLUMNS),
            "forecast": list(FORECAST_COLUMNS),
            "forecast_history": list(FORECAST_COLUMNS),
        }.get(table, list(key))
        if missing := [name for name in needed if name not in columns]:
            yield f"the table {table} has no column {', '.join(missing)}"


def _repeated_keys(connection: Connection) -> Iterator[str]:
    for table, key in KEYS.items():
        if not key:
            rows = _count(connection, f"select count(*) from main.{table}")
            if rows != 1:
                yield f"{table} has {rows} rows, not one"
            continue
        columns = ", ".join(key)
        row = connection.execute(
            f"select {columns}, count(*) from main.{table} "
            "group by all having count(*) > 1 order by all limit 1"
        ).fetchone()
        if row:
            found = ", ".join(f"{name}={value}" for name, value in zip(key, row, strict=False))
            yield f"{table} has {row[-1]} rows for {found}"


def _lost_claims(connection: Connection) -> Iterator[str]:
    in_raw = _count(connection, "select count(*) from raw.observation")
    lost = _count(
        connection,
        "select count(*) from raw.observation anti join main.observation using (observation_id)",
    )
    added = _count(
        connection,
        "select count(*) from main.observation anti join raw.observation using (observation_id)",
    )
    if lost:
        yield f"{lost} of {in_raw} claims loaded are not in `observation`"
    if added:
        yield f"{added} claims in `observation` were never loaded"
    if not in_raw:
        yield "there are no claims at all"
    uneven = _count(
        connection,
        "select count(*) from raw.load where rows_in <> rows_loaded + rows_known + rows_rejected",
    )
    if uneven:
        yield f"{uneven} loads do not add up: rows read <> loaded + known + rejected"


def _unreadable_views(connection: Connection) -> Iterator[str]:
    views = connection.execute(
        "select schema_name, view_name from duckdb_views() "
        "where not internal and database_name = current_database() order by all"
    ).fetchall()
    for schema, view in views:
        try:
            connection.execute(f'select * from "{schema}"."{view}" limit 1').fetchall()
        except duckdb.Error as error:
            yield f"the view {schema}.{view} cannot be read: {str(error).splitlines()[0]}"


def _unreadable_macros(connection: Connection) -> Iterator[str]:
    # Published under another file name, a stored macro must not name the working database.
    macros = connection.execute(
        "select distinct schema_name, function_name from duckdb_functions() "
        "where not internal and database_name = current_database() "
        "and schema_name = 'main' and function_type = 'table_macro' "
        "and function_name like '%\\_as\\_of' escape '\\' order by all"
    ).fetchall()
    if not macros:
        yield "the as-of macros are missing"
    for schema, macro in macros:
        try:
            connection.execute(
                f'select * from "{schema}"."{macro}"(date \'2000-01-01\') limit 1'
            ).fetchall()
        except duckdb.Error as error:
            yield f"the macro {schema}.{macro} cannot be used: {str(error).splitlines()[0]}"


def _bad_values(connection: Connection) -> Iterator[str]:
    outside = _count(
        connection,
        "select count(*) from main.indicator_year where value < low or value > high",
    )
    if outside:
        yield f"{outside} accepted values lie outside their own interval"
    disordered = _count(
        connection,
        "select count(*) from main.forecast where kind <> 'actual' and "
        "not (p025 <= p10 and p10 <= p25 and p25 <= p50 and p50 <= p75 "
        "and p75 <= p90 and p90 <= p975)",
    )
    if disordered:
        yield f"{disordered} forecasts have quantiles out of order"
    not_finite = _count(
        connection,
        "select count(*) from main.forecast "
        "where p50 is null or not isfinite(p50) or not isfinite(coalesce(p975, 0))",
    )
    if not_finite:
        yield f"{not_finite} forecasts are not numbers"
    negative = _count(connection, "select count(*) from main.forecast where p025 < 0")
    if negative:
        yield f"{negative} forecasts reach below zero"


def _private_paths(connection: Connection) -> Iterator[str]:
    for table in ("load", "rejected", "observation"):
        if "file" in _columns(connection, "raw", table):
            absolute = _count(connection, f"select count(*) from raw.{table} where file like '/%'")
            if absolute:
                yield f"{absolute} rows of raw.{table} hold an absolute path of this machine"


_CHECKS: tuple[Callable[[Connection], Iterator[str]], ...] = (
    _repeated_keys,
    _lost_claims,
    _unreadable_views,
    _unreadable_macros,
    _bad_values,
    _private_paths,
)


def problems(connection: Connection) -> list[str]:
    """Everything that is wrong with the file behind `connection`; empty if it may be published."""
    if missing := list(_missing_tables(connection)):
        return missing
    return [problem for check in _CHECKS for problem in check(connection)]


def audit(working_file: Path) -> Counts:
    """Check the working file as readers will open it; CheckFailed if anything is wrong."""
    if (log := working_file.with_name(working_file.name + ".wal")).exists():
        # Whoever built it did not close it. Cut short, such a log gives fewer rows and no error.
        raise CheckFailed(
            "auditing the finished tables",
            f"a write-ahead log of {log.stat().st_size} bytes stands beside the working file: the "
            "build did not end as it should",
            "Nothing was published; the last version stands. Run again.",
        )
    with duckdb.connect() as connection:
        # Attached under another name: what holds only under the working name must not pass.
        connection.execute(f"attach {quoted(working_file)} as audited (read_only)")
        connection.execute("use audited")
        found = problems(connection)
        if found:
            raise CheckFailed(
                "auditing the finished tables",
                f"{len(found)} check{'s' if len(found) > 1 else ''} failed",
                "Nothing was published; the last version stands.",
                detail="\n".join(found),
            )
        return Counts(
            rows_in=_count(
                connection,
                # What the files hold now: a file that was read again counts once.
                "select sum(rows_in) from (select max_by(rows_in, load_id) as rows_in "
                "from raw.load group by file, is_ledger)",
            ),
            rows_rejected=_count(connection, "select count(*) from raw.rejected where is_current"),
            rows_accepted=_count(
                connection,
                "select count(*) from main.observation where disposition in "
                "('accepted', 'agrees', 'corrected')",
            ),
            findings=_count(connection, "select count(*) from main.finding where status = 'open'"),
            content_hash=content_hash(connection),
        )
