"""Claims → a table: the ledger's columns, what they mean, and how sure that is.

Numbers, units and periods are read by `ingest/rules.sql`, in bulk: the same rules as at load.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl

from ingest import rules
from ingest.extract import document, readers
from ingest.extract.claims import Claim
from ingest.extract.dictionary import Dictionary
from ingest.schema import LEDGER_COLUMNS as LEDGER

MEANING = (
    "area_id",
    "indicator_id",
    "value",
    "low",
    "high",
    "base_unit",
    "period_start",
    "period_end",
    "period_kind",
)
WORDS = ("area_text", "indicator_text", "confidence", "reason", "file")
COLUMNS = LEDGER + MEANING + WORDS
SURE = (
    0.8  # at which a claim is loaded unseen: measured on the annotated texts, see docs/extract.md
)
_TABLES = ("areas", "area_aliases", "indicators", "indicator_aliases", "units", "sources")


@dataclass(slots=True)
class Failure:
    """A file that could not be read."""

    path: Path
    problem: str


@dataclass(slots=True)
class Document:
    """One file that was read: what is known of it, and its text."""

    source_id: str
    path: Path
    sha256: str
    text: str
    published: str
    publisher: str
    area_id: str
    genre: str
    known: bool  # it is in sources.csv
    pages: list[int] = field(default_factory=list)
    unclaimed: list[tuple[int, int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Extraction:
    """What came of some files."""

    claims: pl.DataFrame
    documents: list[Document]
    failures: list[Failure]


def locator(first: int, last: int, pages: list[int]) -> str:
    """`c12-19`, or `p3:c12-19` where the file has pages."""
    if not pages:
        return f"c{first}-{last}"
    page = bisect_right(pages, first)
    start = pages[page - 1]
    return f"p{page}:c{first - start}-{last - start}"


def _slug(path: Path) -> str:
    return (
        "".join(c if c.isalnum() or c in "-_" else "-" for c in path.stem).strip("-") or "document"
    )


def extract_all(
    paths: list[Path],
    *,
    published: str = "",
    publisher: str = "",
    default_area: str = "",
    seeds_dir: Path = Path("seeds"),
) -> Extraction:
    """Read files and folders. A file that cannot be read is among the failures; the others go on."""
    d = document.dictionary_of(seeds_dir)
    by_hash = {row["sha256"]: row for row in d.sources if row.get("sha256")}
    taken = {row["id"] for row in d.sources}
    documents: list[Document] = []
    failures: list[Failure] = []
    frames: list[pl.DataFrame] = []
    read: dict[str, Path] = {}
    files = readers.files_of(paths)
    if not files:
        failures += [
            Failure(path, "there is no text, HTML, DOCX or PDF file in it") for path in paths
        ]
    for path in files:
        try:
            source = readers.read(path)
        except readers.Unreadable as error:
            failures.append(Failure(path, str(error)))
            continue
        if (first := read.setdefault(source.sha256, path)) != path:
            # Under two ids its claims would agree with themselves.
            failures.append(Failure(path, f"it is the same document as {first.name}"))
            continue
        row = by_hash.get(source.sha256, {})
        source_id = row.get("id", "")
        if not source_id:
            source_id = _slug(path)
            number = 2
            while source_id in taken:
                source_id, number = f"{_slug(path)}-{number}", number + 1
            taken.add(source_id)
        stated = published or row.get("published_on", "")
        setting, parts = document.read_parts(
            source.text,
            d,
            published=stated,
            default_area=default_area or row.get("area_id", ""),
            source_id=source_id,
        )
        left: list[tuple[int, int, str]] = []
        for claims, unclaimed in parts:
            frames.append(_rows(d, claims, source_id, source.pages, path))
            left += [(u.first, u.last, u.reason) for u in unclaimed]
        home = setting.home
        documents.append(
            Document(
                source_id,
                path,
                source.sha256,
                source.text,
                stated,
                publisher or row.get("publisher", ""),
                home.area_id if home else "",
                setting.genre,
                bool(row),
                source.pages,
                left,
            )
        )
    claims = pl.concat(frames) if frames else _rows(d, [], "", [], Path())
    return Extraction(normalise(claims, seeds_dir, documents), documents, failures)


def extract(
    paths: list[Path],
    *,
    published: str = "",
    publisher: str = "",
    default_area: str = "",
    seeds_dir: Path = Path("seeds"),
) -> pl.DataFrame:
    """The claims of files and folders: ledger rows, what they mean, confidence and reason.

    Files that cannot be read are left out; `extract_all` names them.
    """
    return extract_all(
        paths,
        published=published,
        publisher=publisher,
        default_area=default_area,
        seeds_dir=seeds_dir,
    ).claims


def _rows(
    d: Dictionary, found: list[Claim], source_id: str, pages: list[int], path: Path
) -> pl.DataFrame:
    columns: dict[str, list] = {name: [] for name in (*LEDGER, *WORDS)}
    names = {key: item.name for key, item in d.indicators.items()}
    for claim in found:
        area = claim.area
        values = (
            source_id,
            locator(claim.first, claim.last, pages),
            area.name if area else "",
            names.get(claim.indicator_id, claim.indicator_text),
            claim.measure,
            claim.value_text,
            claim.unit,
            claim.qualifier,
            claim.period,
            claim.status,
            claim.ref_area,
            names.get(claim.ref_indicator, claim.ref_indicator),
            claim.base_period,
            claim.basis,
            "",
            claim.area_text,
            claim.indicator_text,
            claim.confidence,
            "; ".join(claim.reasons),
            str(path),
        )
        for column, value in zip(columns.values(), values, strict=True):
            column.append(value)
    schema = {name: pl.Float64 if name == "confidence" else pl.String for name in columns}
    return pl.DataFrame(columns, schema=schema)


def normalise(claims: pl.DataFrame, seeds_dir: Path, documents: list[Document]) -> pl.DataFrame:
    """Add what the printed words mean, by rules.sql; what it finds wrong lowers the confidence."""
    con = duckdb.connect(":memory:")
    try:
        con.execute("set threads = 1")
        rules.install(con)
        for name in _TABLES:
            _seed_table(con, seeds_dir / f"{name}.csv", name)
        known = {d.source_id for d in documents if d.known}
        new = [
            (d.source_id, d.publisher, d.published, d.area_id)
            for d in documents
            if d.source_id not in known
        ]
        if new:
            con.executemany(
                "insert into sources (id, publisher, published_on, area_id, kind) values (?, ?, ?, ?, 'newspaper')",
                new,
            )
        numbered = claims.with_row_index("row_number")
        con.register("claim_frame", numbered.to_arrow())
        con.execute("create table claims as select * from claim_frame")
        meaning = con.sql(
            """
            select row_number, area_id, indicator_id, value, low, high, base_unit, period_start, period_end, period_kind,
                array_to_string(problems, '; ') as problems
            from rules.interpret('claims', 'areas', 'area_aliases', 'indicators', 'indicator_aliases', 'units', 'sources')
            """
        ).to_arrow_table()
    finally:
        con.close()
    found = pl.from_arrow(meaning)
    joined = numbered.join(
        found.with_columns(pl.col("row_number").cast(pl.UInt32)), on="row_number", how="left"
    ).sort("row_number")
    open_words = joined["problems"].fill_null("") != ""
    return joined.with_columns(
        pl.when(open_words & (pl.col("confidence") > 0.75))
        .then(0.75)
        .otherwise(pl.col("confidence"))
        .round(2)
        .alias("confidence"),
        pl.concat_str(
            [
                pl.when(pl.col("reason") != "").then(pl.col("reason")),
                pl.when(open_words & (pl.col("reason") == "")).then(pl.col("problems")),
            ],
            separator="; ",
            ignore_nulls=True,
        )
        .fill_null("")
        .alias("reason"),
    ).select(COLUMNS)


def _seed_table(con: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """A seed file as a table of text; an empty one with the right columns where there is none."""
    empty = {
        "areas": "area_id,name_zh,name_en,level,parent_area_id,gb_code,valid_from,valid_to",
        "area_aliases": "alias,area_id,scope",
        "indicators": "indicator_id,name_zh,name_en,family,dimension,unit,kind,growth_basis,definition",
        "indicator_aliases": "alias,indicator_id,scope",
        "units": "unit,dimension,numerator,denominator,note",
        "sources": "id,title,publisher,kind,published_on,sha256,url,authority,area_id,withdrawn_on",
    }[name]
    if path.exists():
        frame = pl.read_csv(path, infer_schema=False)
        con.register("seed_frame", frame.to_arrow())
        con.execute(f"create table {name} as select * from seed_frame")
        con.unregister("seed_frame")
    else:
        con.execute(f"create table {name} ({', '.join(c + ' varchar' for c in empty.split(','))})")


def is_sure(claims: pl.DataFrame) -> pl.Series:
    """Which rows may be loaded unseen: everything resolved, dated, and said close by."""
    return claims.select(
        (pl.col("confidence") >= SURE)
        & (pl.col("reason") == "")
        & pl.col("area_id").is_not_null()
        & pl.col("indicator_id").is_not_null()
        & (pl.col("period") != "")
    ).to_series()
