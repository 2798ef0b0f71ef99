"""What changed between two versions: claims, accepted values, forecasts, findings."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from ingest.sql import quoted
from warehouse.read import records

# A forecast is the same when it agrees to a millionth: sums in another order differ by less.
_SAME_FORECAST = 1e-6

# Gone rows first, then the largest changes: what a person looks at first.
_ORDER = (
    "order by change <> 'gone', change <> 'changed', change_pct desc nulls first, "
    "area_id, indicator_id, {}"
)
_CHANGE = "case when old.area_id is null then 'new' when new.area_id is null then 'gone' {} end"
# In percent of the old figure; null where that was zero, which is beyond any percentage.
_CHANGE_PCT = "case when {0} = {1} then 0 else 100 * abs({1} - {0}) / nullif(abs({0}), 0) end"


def _values(table: str, period: str) -> str:
    """The query for accepted values whose figure, interval or basis changed."""
    change = _CHANGE.format("else 'changed'")
    keys = ", ".join(
        f"coalesce(new.{name}, old.{name}) as {name}"
        for name in ("area_id", "indicator_id", *period.split(", "))
    )
    return f"""
        select {keys}, {change} as change,
            old.value as old_value, new.value as new_value,
            old.basis as old_basis, new.basis as new_basis,
            coalesce(new.unit, old.unit) as unit,
            {_CHANGE_PCT.format("old.value", "new.value")} as change_pct
        from old.main.{table} as old
        full join new.main.{table} as new using (area_id, indicator_id, {period})
        where old.area_id is null or new.area_id is null
            or old.value is distinct from new.value or old.low is distinct from new.low
            or old.high is distinct from new.high or old.basis is distinct from new.basis
    """


# A forecast whose year was published since is no longer one: it has `come`, and is not gone.
_FORECASTS = f"""
    with old as (from old.main.forecast where kind <> 'actual'),
    new as (from new.main.forecast)
    select
        coalesce(new.area_id, old.area_id) as area_id,
        coalesce(new.indicator_id, old.indicator_id) as indicator_id,
        coalesce(new.year, old.year) as year,
        {_CHANGE.format("when new.kind = 'actual' then 'come' else 'changed'")} as change,
        old.p50 as old_p50, new.p50 as new_p50,
        old.p10 as old_p10, new.p10 as new_p10, old.p90 as old_p90, new.p90 as new_p90,
        coalesce(new.unit, old.unit) as unit,
        {_CHANGE_PCT.format("old.p50", "new.p50")} as change_pct
    from old full join new using (area_id, indicator_id, year)
    where (old.area_id is null and new.kind <> 'actual') or new.area_id is null
        or (old.area_id is not null and new.kind = 'actual')
        or abs(old.p50 - new.p50) > {_SAME_FORECAST} * abs(old.p50)
        or abs(old.p10 - new.p10) > {_SAME_FORECAST} * abs(old.p50)
        or abs(old.p90 - new.p90) > {_SAME_FORECAST} * abs(old.p50)
"""

_FINDINGS = """
    select
        finding_id,
        case when old.finding_id is null then 'new' when new.finding_id is null then 'gone'
            else 'changed' end as change,
        coalesce(new.kind, old.kind) as kind,
        coalesce(new.severity, old.severity) as severity,
        old.status as old_status, new.status as new_status,
        coalesce(new.message, old.message) as message
    from old.main.finding as old full join new.main.finding as new using (finding_id)
    where old.finding_id is null or new.finding_id is null
        or old.status is distinct from new.status or old.message is distinct from new.message
"""

_CLAIMS = """
    select
        count(*) filter (where old.observation_id is null) as added,
        count(*) filter (where new.observation_id is null) as lost,
        count(*) filter (where old.disposition <> new.disposition) as judged_anew
    from old.main.observation as old
    full join new.main.observation as new using (observation_id)
"""


@dataclass(frozen=True)
class Tally:
    """How many rows of a kind there were, and what became of them."""

    before: int
    new: int
    gone: int
    changed: int
    # Of those that changed, the ones that did by more than the percentage asked for.
    moved: int


@dataclass(frozen=True)
class Difference:
    """What the new version says that the old did not, as rows for people and machines.

    The tallies are of all rows; of the rows themselves there may be fewer, the largest changes.
    `value_tally` counts annual and part-year values together.
    """

    claims_added: int
    claims_lost: int
    claims_judged_anew: int
    value_tally: Tally
    forecast_tally: Tally
    findings_changed: int
    values: list[dict[str, Any]]
    part_year_values: list[dict[str, Any]]
    forecasts: list[dict[str, Any]]
    findings: list[dict[str, Any]]

    @property
    def is_empty(self) -> bool:
        """True when both versions say the same."""
        return not (
            self.claims_added
            or self.claims_lost
            or self.claims_judged_anew
            or self.values
            or self.part_year_values
            or self.forecasts
            or self.findings
        )

    def as_dict(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return asdict(self)

    def as_json(self, old: str, new: str) -> str:
        """All of it as JSON, with the run ids of the versions compared."""
        facts = {"old": old, "new": new, **self.as_dict()}
        return json.dumps(facts, ensure_ascii=False, indent=2, default=str) + "\n"


def compare(
    old: Path,
    new: Path,
    *,
    value_change_pct: float = 0.0,
    forecast_change_pct: float = 0.0,
    most_rows: int | None = None,
) -> Difference:
    """Compare two versions, or a version and a finished working file.

    The tallies count as moved what changed by more than the given percentages. Of each kind at most
    `most_rows` rows are returned, None for all.
    """
    limit = "" if most_rows is None else f"limit {int(most_rows)}"
    with duckdb.connect() as connection:
        for name, path in (("old", old), ("new", new)):
            connection.execute(f"attach {quoted(path.resolve())} as {name} (read_only)")

        def changed(name: str, query: str, order: str) -> list[dict[str, Any]]:
            connection.execute(f"create temp table {name} as {query}")
            return records(connection, f"from {name} {order} {limit}")

        def tally(names: list[str], tables: dict[str, str], percent: float) -> Tally:
            changes = " union all ".join(f"select change, change_pct from {n}" for n in names)
            before = " + ".join(
                f"(select count(*) from old.main.{table} where {condition})"
                for table, condition in tables.items()
            )
            row = connection.execute(
                f"select {before}, count(*) filter (where change = 'new'), "
                "count(*) filter (where change = 'gone'), "
                "count(*) filter (where change = 'changed'), "
                "count(*) filter (where change = 'changed' and coalesce(change_pct > ?, true)) "
                f"from ({changes})",
                [percent],
            ).fetchone()
            return Tally(*(row or (0,) * 5))

        claims = records(connection, _CLAIMS)[0]
        values = changed("value_change", _values("indicator_year", "year"), _ORDER.format("year"))
        part_year_values = changed(
            "part_year_change",
            _values("indicator_part_year", "period_start, period_end"),
            _ORDER.format("period_start, period_end"),
        )
        forecasts = changed("forecast_change", _FORECASTS, _ORDER.format("year"))
        findings = changed("finding_change", _FINDINGS, "order by severity, kind, finding_id")
        count = connection.execute("select count(*) from finding_change").fetchone()
        return Difference(
            claims_added=claims["added"],
            claims_lost=claims["lost"],
            claims_judged_anew=claims["judged_anew"],
            value_tally=tally(
                ["value_change", "part_year_change"],
                {"indicator_year": "true", "indicator_part_year": "true"},
                value_change_pct,
            ),
            forecast_tally=tally(
                ["forecast_change"], {"forecast": "kind <> 'actual'"}, forecast_change_pct
            ),
            findings_changed=count[0] if count else 0,
            values=values,
            part_year_values=part_year_values,
            forecasts=forecasts,
            findings=findings,
        )
