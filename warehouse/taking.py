"""Taking one file of an inbox: a table in the ledger's columns is loaded, a document extracted."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.errors import InputError, Locked
from warehouse.exclusive import exclusive
from warehouse.inbox import Taken
from warehouse.load import Loaded, load
from warehouse.paths import Project
from warehouse.run import utc_now
from warehouse.settings import Settings

if TYPE_CHECKING:
    from ingest.extract.ingesting import Plan, Written

_TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".parquet"})
_COMMAND = "zhibiao ingest --inbox"


@dataclass(frozen=True)
class Taker:
    """Takes files; the project's lock is held only while something is written."""

    project: Project
    settings: Settings
    published: str
    publisher: str
    default_area: str
    kind: str

    def __call__(self, path: Path) -> Taken:
        """Load the file; InputError when it cannot be read or too many of its rows are bad."""
        from ingest.extract.readers import SUFFIXES

        suffix = path.suffix.lower()
        if suffix in _TABLES:
            return self._table(path)
        if suffix in SUFFIXES:
            return self._document(path)
        raise InputError(
            f"loading {path.name}",
            f"files of kind {suffix or 'without a suffix'} are not read",
            "Send CSV, XLSX, Parquet, text, Markdown, HTML, DOCX or PDF.",
        )

    def _table(self, path: Path) -> Taken:
        with path.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        with exclusive(self.project, _COMMAND):
            loaded = load(self.project, self.settings, [path], utc_now())
        return Taken(_sentence(loaded), {"sha256": digest, **_facts(loaded)})

    def _document(self, path: Path) -> Taken:
        from ingest.extract import extract_all, ingesting

        result = extract_all(
            [path],
            published=self.published,
            publisher=self.publisher,
            default_area=self.default_area,
            seeds_dir=self.project.seeds,
        )
        if not result.documents:
            problem = result.failures[0].problem if result.failures else "it holds no text"
            raise InputError(f"reading {path.name}", problem, "Send it again when mended.")
        plan = ingesting.plan(result, self.project.seeds, kind=self.kind)
        loaded = None
        with exclusive(self.project, _COMMAND):
            written = enter(self.project, plan)
            if written.sure:
                loaded = load(self.project, self.settings, [written.sure], utc_now())
        told = (
            "no figure was found in it; it is not entered in sources.csv"
            if plan.silent
            else f"{plan.sure.height} claims are sure, {plan.review.height} are for a person"
        )
        return Taken(
            f"{told}; {_sentence(loaded)}" if loaded else told,
            {
                "source_id": None if plan.silent else result.documents[0].source_id,
                "sha256": result.documents[0].sha256,
                "review": [review.name for review in written.review],
                **(_facts(loaded) if loaded else {}),
            },
        )


def enter(project: Project, plan: Plan) -> Written:
    """Write the files of a plan and enter its new sources. Call it with the lock held.

    Raises Locked when another process entered one of the documents, or one of the same name, after
    the plan was made: the plan's ids are no longer right then.
    """
    from ingest.extract import ingesting

    if taken := ingesting.taken_since(plan, project.seeds):
        raise Locked(
            "entering documents in sources.csv",
            f"another process has entered {', '.join(taken[:3])} meanwhile",
            "Nothing was written; call again.",
        )
    return ingesting.write(plan, project.seeds, project.extracted, today=date.today())


def _sentence(loaded: Loaded) -> str:
    return (
        f"{loaded.rows_in} rows read: {loaded.rows_loaded} new, {loaded.rows_known} known already, "
        f"{loaded.rows_rejected} rejected"
    )


def _facts(loaded: Loaded) -> dict[str, Any]:
    return {
        "rows_in": loaded.rows_in,
        "rows_loaded": loaded.rows_loaded,
        "rows_known": loaded.rows_known,
        "rows_rejected": loaded.rows_rejected,
        "rejected": [
            {"row": row.row_number, "column": row.column, "reason": row.reason}
            for row in loaded.rejected
        ],
    }
