"""`zhibiao verify-locators`: is each claim where the ledger says it is?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warehouse.commands.options import ProjectOption


def verify_locators(
    folder: Annotated[
        Path,
        typer.Argument(help="The documents that the ledger was read from.", show_default=False),
    ],
    project: ProjectOption = None,
) -> None:
    """Check that the text at each claim's locator holds the number that the ledger says it prints.

    Documents are found by the hash of their content, whatever they are called.
    """
    raise NotImplementedError
