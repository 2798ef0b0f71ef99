"""`zhibiao sql`: one read-only query, or a shell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ingest.terminal import tame
from warehouse.commands.options import (
    Format,
    FormatOption,
    LimitOption,
    ProjectOption,
    print_rows,
)
from warehouse.errors import UsageError

if TYPE_CHECKING:
    import duckdb

_HELP = "End a query with ; — .tables lists the tables, .quit leaves"


def sql(
    query: Annotated[
        str | None,
        typer.Argument(help="One query; without it, a shell.", show_default=False),
    ] = None,
    output: FormatOption = Format.table,
    limit: LimitOption = 100,
    project: ProjectOption = None,
) -> None:
    """Ask the published version anything, read-only, without access to other files."""
    from warehouse.read import connect
    from warehouse.settings import open_project

    found, _ = open_project(project)
    with connect(project=found) as connection:
        if query is not None:
            _answer(connection, query, output, limit)
        else:
            _shell(connection, output, limit)


def _answer(connection: duckdb.DuckDBPyConnection, query: str, output: Format, limit: int) -> None:
    import duckdb

    try:
        statements = connection.extract_statements(query)
        if len(statements) != 1:
            raise UsageError(
                "running a query",
                f"there are {len(statements)} statements in it, not one",
                "Give one query at a time.",
            )
        cursor = connection.execute(query)
        columns = [column[0] for column in cursor.description or []]
        rows = cursor.fetchall()
    except duckdb.Error as error:
        raise UsageError(
            "running a query",
            str(error).strip(),
            "Tables: `zhibiao sql 'show tables'`; columns: `zhibiao sql 'describe forecast'`.",
        ) from error
    print_rows(columns, rows, output, limit)


def _shell(connection: duckdb.DuckDBPyConnection, output: Format, limit: int) -> None:
    import contextlib

    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - line editing for input()

    typer.echo(_HELP, err=True)
    lines: list[str] = []
    while True:
        try:
            line = input("...> " if lines else "zhibiao> ")
        except EOFError:
            break
        word = line.strip()
        if not lines and word in (".quit", ".exit", "exit", "quit"):
            break
        if not lines and word == ".tables":
            lines = ["show tables;"]
        elif not lines and word.startswith("."):
            typer.echo(_HELP, err=True)
            continue
        else:
            lines.append(line)
        if not lines[-1].rstrip().endswith(";"):
            continue
        query, lines = "\n".join(lines), []
        try:
            _answer(connection, query, output, limit)
        except UsageError as error:
            typer.echo(tame(error.problem), err=True)
