"""Why a number is what it is: every claim behind it, where it stands, what won and what lost."""

from __future__ import annotations

import csv
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import duckdb

from warehouse.paths import Project
from warehouse.read import records

Row = dict[str, Any]

_CLAIM_COLUMNS = """
    o.observation_id, o.area_id, a.name_zh as area_name_zh, o.indicator_id,
    i.name_zh as indicator_name_zh, o.measure, o.value_text, o.unit_printed, o.qualifier, o.period,
    o.status, o.value, o.low, o.high, o.unit, o.basis, o.known_at, o.known_at_assumed,
    o.authority_rank, o.disposition, o.reason, o.correction_id, o.decided_by, o.note,
    o.source_id, o.locator, s.title as source_title, s.publisher as source_publisher
"""

_CLAIM_JOINS = """
    left join main.source as s using (source_id)
    left join main.area as a on a.area_id = o.area_id
    left join main.indicator as i on i.indicator_id = o.indicator_id
"""

_CLAIM_ORDER = """
    case o.disposition when 'accepted' then 0 when 'corrected' then 1 when 'agrees' then 2
        when 'conflicting' then 3 when 'superseded' then 4 when 'duplicate' then 5 else 6 end,
    o.authority_rank, o.known_at desc, o.observation_id
"""


@dataclass(frozen=True)
class Explanation:
    """Everything known about one area, indicator and year."""

    area_id: str
    area_name: str
    indicator_id: str
    indicator_name: str
    year: int
    accepted: Row | None
    claims: list[Row]
    related: list[Row]
    inputs: list[Row]
    corrections: list[Row]
    findings: list[Row]
    forecast: Row | None

    @property
    def is_empty(self) -> bool:
        """True when nothing at all is known."""
        return not (self.accepted or self.claims or self.related or self.forecast)

    def as_dict(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return asdict(self)


def _claims(connection: duckdb.DuckDBPyConnection, where: str, values: list[Any]) -> list[Row]:
    return records(
        connection,
        f"select {_CLAIM_COLUMNS} from main.observation as o {_CLAIM_JOINS} "
        f"where {where} order by {_CLAIM_ORDER}",
        values,
    )


def _one(rows: list[Row]) -> Row | None:
    return rows[0] if rows else None


def _corrections(project: Project, wanted: set[str]) -> list[Row]:
    path = project.seeds / "corrections.csv"
    if not wanted or not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return [row for row in csv.DictReader(handle) if row.get("correction_id") in wanted]


def explain(
    connection: duckdb.DuckDBPyConnection,
    project: Project,
    area_id: str,
    indicator_id: str,
    year: int,
) -> Explanation:
    """Collect what the published version says of one number."""
    key: list[Any] = [area_id, indicator_id, year]
    accepted = _one(
        records(
            connection,
            "select * from main.indicator_year where area_id = ? and indicator_id = ? and year = ?",
            key,
        )
    )
    claims = _claims(
        connection,
        "o.area_id = ? and o.indicator_id = ? and o.year = ? and o.measure = 'level' "
        "and o.status <> 'target'",
        key,
    )
    first, last = date(year, 1, 1), date(year, 12, 31)
    related = _claims(
        connection,
        "o.area_id = ? and o.indicator_id = ? and o.period_start <= ? and o.period_end >= ? "
        "and not (o.year is not distinct from ? and o.measure = 'level' and o.status <> 'target')",
        [area_id, indicator_id, last, first, year],
    )
    behind = list((accepted or {}).get("derived_from") or [])
    if accepted and accepted.get("observation_id"):
        behind.append(accepted["observation_id"])
    shown = {row["observation_id"] for row in (*claims, *related)}
    missing = [name for name in behind if name not in shown]
    inputs = _claims(connection, "list_contains(?, o.observation_id)", [missing]) if missing else []
    concerned = shown | set(behind)
    findings = records(
        connection,
        "select * from main.finding where list_has_any(observation_ids, ?) "
        "or (area_id = ? and indicator_id = ? and period = ?) order by finding_id",
        [sorted(concerned), area_id, indicator_id, str(year)],
    )
    correction_ids = {
        str(row["correction_id"])
        for row in (*claims, *related, *inputs, *findings)
        if row.get("correction_id")
    }
    forecast = _one(
        records(
            connection,
            "select * from main.forecast where area_id = ? and indicator_id = ? and year = ? "
            "and kind <> 'actual'",
            key,
        )
    )
    names = records(
        connection,
        "select (select name_zh from main.area where area_id = ?) as area, "
        "(select name_zh from main.indicator where indicator_id = ?) as indicator",
        [area_id, indicator_id],
    )[0]
    return Explanation(
        area_id=area_id,
        area_name=names["area"] or area_id,
        indicator_id=indicator_id,
        indicator_name=names["indicator"] or indicator_id,
        year=year,
        accepted=accepted,
        claims=claims,
        related=related,
        inputs=inputs,
        corrections=_corrections(project, correction_ids),
        findings=findings,
        forecast=forecast,
    )
