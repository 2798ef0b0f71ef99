"""What the tests of extraction share: the dictionary of the repository, and a short way to read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.extract import document
from ingest.extract.claims import Claim

SEEDS = Path(__file__).resolve().parents[3] / "seeds"


@pytest.fixture(scope="session")
def seeds() -> Path:
    return SEEDS


@pytest.fixture(scope="session")
def read() -> Callable[..., list[Claim]]:
    """Claims of a text, as published on a day about an area."""

    def claims(text: str, published: str = "2024-03-20", area: str = "焦作市") -> list[Claim]:
        found = document.read_text(
            text, document.dictionary_of(SEEDS), published=published, default_area=area
        )
        return found.claims

    return claims
