"""Writes docs/cli.md from the command line itself: `python -m warehouse.cli_reference`."""

from __future__ import annotations

from typing import Any

import typer
from typer.testing import CliRunner

from warehouse.cli import app
from warehouse.paths import SOURCE_TREE

REFERENCE = SOURCE_TREE / "docs" / "cli.md"

_HEAD = """# Command line

Every command takes `--help`. Errors say what was being done, what was wrong, and what to do next.

| exit code | meaning |
|---|---|
| 0 | published, or done, or nothing to do |
| 1 | something unexpected |
| 2 | the command was called wrongly |
| 3 | bad input: more rows rejected than allowed, or a file that cannot be read |
| 4 | a test or an audit failed, or too much would change; nothing was published |
| 5 | another run holds the lock |

This page is generated from the program: `python -m warehouse.cli_reference`.
"""


# So that the page is the same on every terminal.
_WIDTH = "96"


def _help(arguments: list[str]) -> str:
    result = CliRunner().invoke(
        app,
        [*arguments, "--help"],
        prog_name="zhibiao",
        env={"COLUMNS": _WIDTH, "TERMINAL_WIDTH": _WIDTH},
    )
    return "\n".join(line.rstrip() for line in result.stdout.strip().splitlines())


def reference() -> str:
    """The page as it should be."""
    group: Any = typer.main.get_command(app)
    sections = [f"## zhibiao {name}\n\n```text\n{_help([name])}\n```" for name in group.commands]
    return "\n\n".join([_HEAD.rstrip(), *sections]) + "\n"


if __name__ == "__main__":
    REFERENCE.write_text(reference(), encoding="utf-8")
