"""Extract → what is loaded unseen, what a person completes, which sources are new."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from ingest.extract.frame import LEDGER, Document, Extraction, is_sure
from ingest.extract.review import as_html, position
from ingest.files import replacing
from ingest.spreadsheet import neutral, neutral_frame

# Headings' marks, blanks, and what would make a title or a publisher in seeds/sources.csv a formula
# in Excel: a reference table is read as it is, so that an apostrophe would stay in the name.
_EDGES = "#= +-@＝＋－＠\u3000\t\r"
_QUOTED, _BRACKETED = re.compile('"[^"]*"'), re.compile(r" ?\([^()]*\)")
_SOURCE = (
    "id",
    "title",
    "publisher",
    "kind",
    "published_on",
    "sha256",
    "url",
    "authority",
    "area_id",
    "withdrawn_on",
)
_AUTHORITY = {
    "yearbook": "statistical",
    "communique": "statistical",
    "census_communique": "statistical",
    "newspaper": "newspaper",
    "budget_report": "government_report",
    "final_accounts": "government_report",
    "work_report": "government_report",
}
_KIND = {"communique": "communique", "budget": "budget_report", "work_report": "work_report"}


def _kind(reason: str | None) -> str:
    """What kind of reason keeps a row for a person: the first one, without the names in it."""
    if not reason:
        return "not sure enough"
    first = reason.partition("; ")[0]
    head, _, rest = first.partition(":")
    if " " in head:
        return head  # area not in the seed files: …
    rest = _BRACKETED.sub("", _QUOTED.sub("…", rest)).partition(";")[0]
    return f"{head}:{rest}"  # period: … ends after the source was published, so it is no actual


@dataclass(slots=True)
class Plan:
    """What an ingestion would do."""

    sure: pl.DataFrame
    review: pl.DataFrame
    sources: list[dict[str, str]]
    page: str = ""  # every figure in its document, as one offline HTML page
    silent: tuple[str, ...] = ()  # new documents without a claim, by the names of their files

    def summary(self) -> str:
        """A few lines for a person."""
        lines = [
            f"{self.sure.height} claims are sure and would be loaded; {self.review.height} are for a person to complete"
        ]
        lines += [
            f"new source: {s['id']} ({s['kind']}, published {s['published_on'] or 'unknown'})"
            for s in self.sources
        ]
        lines += [
            f"no figure found in {name}: it is not entered in sources.csv" for name in self.silent
        ]
        kinds = Counter(_kind(reason) for reason in self.review["reason"])
        lines += [f"  {n} × {kind}" for kind, n in kinds.most_common(8)]
        return "\n".join(lines)


@dataclass(slots=True)
class Written:
    """The files of an ingestion."""

    sure: Path | None
    review: list[Path]


def _title(document: Document) -> str:
    return next(
        (line.strip(_EDGES) for line in document.text.splitlines() if line.strip(_EDGES)),
        document.path.stem,
    )[:80]


def plan(result: Extraction, seeds_dir: Path, *, kind: str = "newspaper") -> Plan:
    """Split the claims, add the words around each open one, and describe documents not in sources.csv.

    A document without a claim is no source of anything: entered, it would count as the newest of
    its kind, and hide that the figures are late.
    """
    sure = is_sure(result.claims)
    claimed = set(result.claims["source_id"])
    texts = {d.source_id: d for d in result.documents}
    contexts: list[str] = []
    opened = result.claims.filter(~sure)
    for row in opened.iter_rows(named=True):
        document = texts.get(row["source_id"])
        span = position(row["locator"], document.pages) if document else None
        if span is None:
            contexts.append("")
            continue
        first, last = span
        text = document.text
        contexts.append(
            (
                text[max(0, first - 40) : first]
                + "【"
                + text[first:last]
                + "】"
                + text[last : last + 20]
            ).replace("\n", "⏎")
        )
    review = opened.with_columns(pl.Series("context", contexts, dtype=pl.String))
    sources = [
        {
            "id": d.source_id,
            "title": _title(d),
            "publisher": d.publisher.strip(_EDGES),
            "kind": (k := _KIND.get(d.genre, kind)),
            "published_on": d.published,
            "sha256": d.sha256,
            "url": "",
            "authority": _AUTHORITY.get(k, "newspaper"),
            "area_id": d.area_id,
            "withdrawn_on": "",
        }
        for d in result.documents
        if not d.known and d.source_id in claimed
    ]
    return Plan(
        result.claims.filter(sure),
        review,
        sources,
        as_html(result.claims, result.documents),
        tuple(d.path.name for d in result.documents if not d.known and d.source_id not in claimed),
    )


def taken_since(plan_: Plan, seeds_dir: Path) -> list[str]:
    """The ids of new sources that sources.csv has given to another document since the plan was
    made, or whose document it has under another id."""
    pairs = _entered(seeds_dir / "sources.csv")
    ids = {identifier for identifier, _ in pairs}
    digests = {digest for _, digest in pairs if digest}
    return [
        s["id"]
        for s in plan_.sources
        if (s["id"], s["sha256"]) not in pairs and (s["id"] in ids or s["sha256"] in digests)
    ]


def _entered(path: Path) -> set[tuple[str, str]]:
    """The id and the digest of each source in sources.csv."""
    if not path.exists():
        return set()
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return {(row.get("id") or "", row.get("sha256") or "") for row in csv.DictReader(handle)}


def write(plan_: Plan, seeds_dir: Path, folder: Path, *, today: date) -> Written:
    """Write the files of a plan. The same documents give the same file names: nothing is loaded twice.

    One process at a time; `taken_since` must have found nothing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sources = seeds_dir / "sources.csv"
    entered = _entered(sources)
    if new := [s for s in plan_.sources if (s["id"], s["sha256"]) not in entered]:
        _add_sources(new, sources)
    ids = sorted(set(plan_.sure["source_id"]) | set(plan_.review["source_id"]))
    stem = (
        ids[0]
        if len(ids) == 1
        else f"{ids[0]}-and-{len(ids) - 1}-more"
        if ids
        else f"nothing-{today}"
    )
    sure_path = None
    if plan_.sure.height:
        sure_path = folder / f"{stem}.csv"
        neutral_frame(plan_.sure.select(LEDGER)).write_csv(sure_path)
    review_paths: list[Path] = []
    if plan_.review.height:
        # The ledger's columns and no other, so that the completed file loads as it is; why a row is
        # open goes into its note, the words around the figure into a comment of its cell.
        ledger = plan_.review.select(*LEDGER[:-1], pl.col("reason").alias("note"))
        csv_path = folder / f"{stem}-review.csv"
        neutral_frame(ledger).write_csv(csv_path, include_bom=True)
        xlsx_path = folder / f"{stem}-review.xlsx"
        _xlsx(ledger, plan_.review["context"].to_list(), xlsx_path)
        review_paths = [csv_path, xlsx_path]
        if plan_.page:
            page_path = folder / f"{stem}-review.html"
            page_path.write_text(plan_.page, encoding="utf-8")
            review_paths.append(page_path)
    return Written(sure_path, review_paths)


def _add_sources(rows: list[dict[str, str]], path: Path) -> None:
    """Append to sources.csv, in one step; its other lines stay as they are."""
    text = io.StringIO()
    before = path.read_bytes() if path.exists() else b""
    header = next(csv.reader([before.decode("utf-8-sig").partition("\n")[0]]), None)
    out = csv.DictWriter(text, header or _SOURCE, lineterminator="\n", extrasaction="ignore")
    if not before:
        out.writeheader()
    elif not before.endswith(b"\n"):
        before += b"\n"
    out.writerows({name: neutral(text) for name, text in row.items()} for row in rows)
    with replacing(path, path.with_name(f".{path.name}.part")) as aside:
        aside.write_bytes(before + text.getvalue().encode())


def _xlsx(frame: pl.DataFrame, contexts: list[str], path: Path) -> None:
    """All cells as text: nothing in a document becomes a formula, no printed digit is lost."""
    import xlsxwriter

    with xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ) as book:
        sheet = book.add_worksheet("claims")
        head = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"num_format": "@"})
        for column, name in enumerate(frame.columns):
            sheet.write_string(0, column, name, head)
        for number, row in enumerate(frame.iter_rows(), start=1):
            for column, value in enumerate(row):
                sheet.write_string(number, column, "" if value is None else str(value), text)
        value = frame.columns.index("value_text")
        for number, context in enumerate(contexts, start=1):
            if context:
                sheet.write_comment(number, value, context, {"x_scale": 3, "y_scale": 1.2})
        sheet.freeze_panes(1, 2)
        sheet.set_column(0, len(LEDGER) - 1, 12)
        sheet.set_column(len(LEDGER) - 1, len(LEDGER) - 1, 60)
