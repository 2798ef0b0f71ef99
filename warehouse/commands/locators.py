"""`zhibiao verify-locators`: is each claim where the ledger says it is?"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from warehouse.commands.options import (
    Format,
    FormatOption,
    LimitOption,
    ProjectOption,
    print_rows,
)
from warehouse.errors import CheckFailed, UsageError

_COLUMNS = ["file", "row", "source", "locator", "printed", "state", "found", "reason"]


def verify_locators(
    folder: Annotated[
        Path,
        typer.Argument(help="The documents that the ledger was read from.", show_default=False),
    ],
    output: FormatOption = Format.table,
    limit: LimitOption = 100,
    project: ProjectOption = None,
) -> None:
    """Check that the text at each claim's locator holds the number that the ledger says it prints.

    Documents are found by the hash of their content, whatever they are called. A claim without its
    number, or without its document, fails; csv and json list every claim. Ends with 4 if any fails.
    """
    from ingest.locators import verify_ledger
    from warehouse.settings import open_project

    found, _ = open_project(project)
    if not folder.is_dir():
        raise UsageError(
            f"looking for documents in {folder}",
            "there is no such folder",
            "Name the folder that holds the documents.",
        )
    checks, passed_over = verify_ledger(found.ledger, found.seeds / "sources.csv", folder)
    rows = [
        (
            check.file,
            check.row_number,
            check.source_id,
            check.locator,
            check.value_text,
            check.status,
            check.found,
            check.reason,
        )
        for check in checks
    ]
    if output is Format.table:
        rows = [row for row in rows if row[5] != "ok"]
    if rows or output is not Format.table:
        print_rows(_COLUMNS, rows, output, limit)
    counts = Counter(check.status for check in checks)
    text = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
    typer.echo(
        f"{len(checks)} claims of documents: {text}; "
        f"{passed_over} claims of other sources not checked",
        err=True,
    )
    bad = counts["failed"] + counts["document absent"]
    if bad:
        raise CheckFailed(
            f"checking locators against {folder}",
            f"{bad} of {len(checks)} claims are not where the ledger says",
            "Mend the locator or the printed number in seeds/observations/, or give the folder "
            "that holds all documents.",
        )
