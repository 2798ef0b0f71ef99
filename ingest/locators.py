"""Whether each claim stands where the ledger says: the text at its locator holds its number.

A locator `c1034-1041` means the characters from 1034 up to, but not including, 1041 of the document
decoded from UTF-8 as it is, counted from 0. `p3:c12-19` counts within the third page; pages end at
form feeds. Other locators (`r12`, `Sheet1!B7`, words) point into tables and are not checked here.
"""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ingest.errors import SeedError

Status = Literal["ok", "failed", "document absent", "not checkable"]

_LOCATOR = re.compile(r"^(?:p(?P<page>[1-9]\d*):)?c(?P<start>\d+)-(?P<end>\d+)$")
_SIGN = re.compile(r"^[+\-−－]")


@dataclass(frozen=True)
class LocatorCheck:
    """What was found for one claim. `found` is the text at the locator, where there is any."""

    file: str
    row_number: int
    source_id: str
    locator: str
    value_text: str
    status: Status
    found: str = ""
    reason: str = ""


def verify(
    rows: Iterable[Mapping[str, str]], document_dir: Path, sources: Iterable[Mapping[str, str]]
) -> list[LocatorCheck]:
    """Check the claims of those `sources` that are documents, that is, have a sha256.

    `rows` are rows of the ledger, with `file` and `row_number` where they are known. A document is
    found in `document_dir` by the hash of its content, whatever it is called.
    """
    hashes = {
        source["id"]: source["sha256"].strip().lower()
        for source in sources
        if (source.get("sha256") or "").strip()
    }
    texts = _texts(document_dir, set(hashes.values()))
    return [
        _check(row, texts.get(hashes[row["source_id"]]))
        for row in rows
        if row["source_id"] in hashes
    ]


def verify_ledger(
    ledger_root: Path, sources_csv: Path, document_dir: Path
) -> tuple[list[LocatorCheck], int]:
    """`verify` for all ledger files below `ledger_root`.

    Also returns how many claims were passed over because their source is no document.
    """
    rows = list(_ledger_rows(ledger_root))
    checks = verify(rows, document_dir, _rows(sources_csv))
    return checks, len(rows) - len(checks)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            yield from csv.DictReader(handle, strict=True)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SeedError(
            f"reading {path.name}", str(error), "It must be CSV in UTF-8 with a header"
        ) from error


def _ledger_rows(ledger_root: Path) -> Iterator[dict[str, str]]:
    for path in sorted(ledger_root.glob("**/*.csv")):
        for number, row in enumerate(_rows(path), start=2):
            yield {**row, "file": path.name, "row_number": str(number)}


def _texts(folder: Path, wanted: set[str]) -> dict[str, str | None]:
    """Decoded documents by the hash of their bytes; None for one that is not UTF-8."""
    texts: dict[str, str | None] = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        with path.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        if digest in wanted and digest not in texts:
            try:
                texts[digest] = path.read_bytes().decode("utf-8")
            except UnicodeDecodeError:
                texts[digest] = None
    return texts


def _check(row: Mapping[str, str], text: str | None) -> LocatorCheck:
    def result(status: Status, found: str = "", reason: str = "") -> LocatorCheck:
        return LocatorCheck(
            file=row.get("file", ""),
            row_number=int(row.get("row_number") or 0),
            source_id=row["source_id"],
            locator=row["locator"],
            value_text=row["value_text"],
            status=status,
            found=found,
            reason=reason,
        )

    match = _LOCATOR.match(row["locator"].strip())
    if match is None:
        return result("not checkable", reason="the locator is no character range")
    if text is None:
        return result("document absent", reason="no file there has the source's sha256")
    if match["page"]:
        pages = text.split("\f")
        page = int(match["page"])
        if page > len(pages):
            return result("failed", reason=f"the document has {len(pages)} pages")
        text = pages[page - 1]
    start, end = int(match["start"]), int(match["end"])
    if not start < end <= len(text):
        return result(
            "failed", reason=f"the range is empty or beyond the text's {len(text)} characters"
        )
    found = text[start:end]
    if not holds_number(found, row["value_text"]):
        return result("failed", found, "the text there does not hold the printed number")
    return result("ok", found)


def holds_number(text: str, value_text: str) -> bool:
    """Whether `value_text` stands in `text` as a number of its own, not as digits of a longer one.

    Both are compared in NFKC without whitespace. A sign of the ledger may be a word in the text
    (下降3.5%), so it is left out.
    """
    number = _SIGN.sub("", _folded(value_text))
    if not number:
        return False
    before = r"(?<![0-9])(?<![0-9][.,])" if number[0].isdecimal() else ""
    after = r"(?![0-9])(?![.,][0-9])" if number[-1].isdecimal() else ""
    return re.search(before + re.escape(number) + after, _folded(text)) is not None


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
