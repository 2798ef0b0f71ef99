"""Locators: the printed number must stand where the ledger says."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from ingest.locators import holds_number, verify, verify_ledger

TEXT = "今年1至8月,全区税收 1.04 亿元，增长１２．５％;\f第二页:企业1500余家。"
SHA = hashlib.sha256(TEXT.encode()).hexdigest()


def row(locator: str, value_text: str, source_id: str = "doc") -> dict[str, str]:
    return {"source_id": source_id, "locator": locator, "value_text": value_text}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "any name.txt").write_text(TEXT, encoding="utf-8")
    return folder


SOURCES = [
    {"id": "doc", "sha256": SHA.upper()},
    {"id": "lost", "sha256": "0" * 64},
    {"id": "table", "sha256": ""},
]


def at(text: str, page: int | None = None) -> str:
    if page is None:
        start = TEXT.index(text)
        return f"c{start}-{start + len(text)}"
    start = TEXT.split("\f")[page - 1].index(text)
    return f"p{page}:c{start}-{start + len(text)}"


@pytest.mark.parametrize(
    ("locator", "value_text", "status"),
    [
        (at("1.04 亿元"), "1.04", "ok"),
        (at("1.04 亿元"), "1.03", "failed"),
        # full-width in the text, plain in the ledger; a sign that is a word in the text
        (at("１２．５％"), "12.5", "ok"),
        (at("１２．５％"), "-12.5", "ok"),
        (at("1500余家", 2), "1500", "ok"),
        (at("1500余家"), "1500", "ok"),
        # digits of a longer number are no number of their own
        (at("1500余家"), "500", "failed"),
        (at("1.04 亿元"), "04", "failed"),
        (at("1.04 亿元"), "1", "failed"),
        ("c9000-9004", "1.04", "failed"),
        ("c5-5", "1.04", "failed"),
        ("p9:c0-4", "1.04", "failed"),
        ("r12", "1.04", "not checkable"),
    ],
)
def test_a_locator(folder: Path, locator: str, value_text: str, status: str) -> None:
    (found,) = verify([row(locator, value_text)], folder, SOURCES)
    assert found.status == status
    assert (found.status == "ok") == (found.reason == "")


def test_documents_are_found_by_their_content(folder: Path) -> None:
    checks = verify([row("c0-4", "1", "lost"), row("r1", "1", "table")], folder, SOURCES)
    assert [(check.source_id, check.status) for check in checks] == [("lost", "document absent")]


def test_a_ledger(folder: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    ledger.mkdir()
    (ledger / "a.csv").write_text(
        f"source_id,locator,value_text\ndoc,{at('1.04 亿元')},1.04\ntable,r1,7\ndoc,c0-2,1.04\n",
        encoding="utf-8",
    )
    sources = tmp_path / "sources.csv"
    sources.write_text(f"id,sha256\ndoc,{SHA}\ntable,\n", encoding="utf-8")
    checks, passed_over = verify_ledger(ledger, sources, folder)
    assert passed_over == 1
    assert [(check.file, check.row_number, check.status) for check in checks] == [
        ("a.csv", 2, "ok"),
        ("a.csv", 4, "failed"),
    ]


@pytest.mark.parametrize(
    ("text", "value_text", "holds"),
    [
        ("超过三千万元", "三千", True),
        ("8%—8.5%左右", "8%—8.5%", True),
        ("31,769户", "31,769", True),
        ("31,769户", "769", False),
        ("1.04亿元,1.03亿元", "1.03", True),
        ("共49家", "49", True),
        ("共149家", "49", False),
        ("", "49", False),
        ("共49家", "", False),
    ],
)
def test_numbers_of_their_own(text: str, value_text: str, holds: bool) -> None:
    assert holds_number(text, value_text) is holds
