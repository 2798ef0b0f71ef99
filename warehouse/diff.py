"""What changed between two versions: claims, accepted values, forecasts, findings."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.read import records

# A forecast is the same when it agrees to a millionth: sums in another order differ by less.
_SAME_FORECAST = 1e-6

_VALUES = """
select
    coalesce(o.area_id, n.area_id) as area_id,
    coalesce(o.indicator_id, n.indicator_id) as indicator_id,
    coalesce(o.year, n.year) as year,
    case when o.area_id is null then 'new' when n.area_id is null then 'gone' else 'changed' end
        as change,
    o.value as old_value, n.value as new_value,
    o.basis as old_basis, n.basis as new_basis,
    coalesce(n.unit, o.unit) as unit
from old.main.indicator_year as o
full join new.main.indicator_year as n using (area_id, indicator_id, year)
where o.area_id is null or n.area_id is null
    or o.value is distinct from n.value or o.low is distinct from n.low
    or o.high is distinct from n.high or o.basis is distinct from n.basis
order by all
"""

_FORECASTS = f"""
with o as (select * from old.main.forecast where kind <> 'actual'),
n as (select * from new.main.forecast where kind <> 'actual')
select
    coalesce(o.area_id, n.area_id) as area_id,
    coalesce(o.indicator_id, n.indicator_id) as indicator_id,
    coalesce(o.year, n.year) as year,
    case when o.area_id is null then 'new' when n.area_id is null then 'gone' else 'changed' end
        as change,
    o.p50 as old_p50, n.p50 as new_p50,
    o.p10 as old_p10, n.p10 as new_p10, o.p90 as old_p90, n.p90 as new_p90,
    coalesce(n.unit, o.unit) as unit
from o full join n using (area_id, indicator_id, year)
where o.area_id is null or n.area_id is null
    or abs(o.p50 - n.p50) > {_SAME_FORECAST} * abs(o.p50)
    or abs(o.p10 - n.p10) > {_SAME_FORECAST} * abs(o.p50)
    or abs(o.p90 - n.p90) > {_SAME_FORECAST} * abs(o.p50)
order by all
"""

_FINDINGS = """
select
    finding_id,
    case when o.finding_id is null then 'new' when n.finding_id is null then 'gone'
        else 'changed' end as change,
    coalesce(n.kind, o.kind) as kind,
    coalesce(n.severity, o.severity) as severity,
    o.status as old_status, n.status as new_status,
    coalesce(n.message, o.message) as message
from old.main.finding as o full join new.main.finding as n using (finding_id)
where o.finding_id is null or n.finding_id is null
    or o.status is distinct from n.status or o.message is distinct from n.message
order by severity, kind, finding_id
"""

_CLAIMS = """
select
    count(*) filter (where o.observation_id is null) as added,
    count(*) filter (where n.observation_id is null) as lost,
    count(*) filter (where o.disposition <> n.disposition) as judged_anew
from old.main.observation as o full join new.main.observation as n using (observation_id)
"""


@dataclass(frozen=True)
class Difference:
    """What the new version says that the old did not, as rows for people and machines."""

    claims_added: int
    claims_lost: int
    claims_judged_anew: int
    values: list[dict[str, Any]]
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
            or self.forecasts
            or self.findings
        )

    def as_dict(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return asdict(self)


def compare(old: Path, new: Path) -> Difference:
    """Compare two published versions."""
    with duckdb.connect() as connection:
        for name, path in (("old", old), ("new", new)):
            location = str(path.resolve()).replace("'", "''")
            connection.execute(f"attach '{location}' as {name} (read_only)")
        claims = records(connection, _CLAIMS)[0]
        return Difference(
            claims_added=claims["added"],
            claims_lost=claims["lost"],
            claims_judged_anew=claims["judged_anew"],
            values=records(connection, _VALUES),
            forecasts=records(connection, _FORECASTS),
            findings=records(connection, _FINDINGS),
        )
