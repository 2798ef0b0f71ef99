"""Documents → claims: dated indicators proposed from Chinese prose, with their place in it."""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    """`extract`, `extract_all`, … on first use: the reader process imports no data frames."""
    if name in (
        "extract",
        "extract_all",
        "Extraction",
        "Failure",
        "Document",
        "is_sure",
        "COLUMNS",
        "LEDGER",
        "SURE",
    ):
        from ingest.extract import frame

        return getattr(frame, name)
    raise AttributeError(name)
