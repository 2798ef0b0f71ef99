"""Which sources are late: yearly publications whose next one should be there by now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from warehouse.settings import Settings

# The newest publication of a kind about an area, as of a day: a date in the future, which is a
# mistake in the seeds, must not hide that nothing came. A volume without a date of its own is known
# by that of its newest claim.
_NEWEST = """
with dated as (
    select source_id, max(known_at) filter (where known_at <= $today) as known_at
    from main.observation group by source_id
)
select
    source.kind,
    source.area_id,
    max(greatest(case when source.known_at <= $today then source.known_at end, dated.known_at))
        as newest,
    count(*) as n_sources
from main.source as source
left join dated using (source_id)
where source.withdrawn_on is null
group by source.kind, source.area_id
order by source.kind, source.area_id
"""


@dataclass(frozen=True)
class Freshness:
    """One kind of source about one area; `age_months` is null where no date is known."""

    kind: str
    area_id: str | None
    n_sources: int
    newest: date | None
    age_months: int | None
    limit_months: int | None

    @property
    def state(self) -> str:
        """fresh, late, undated, or irregular for kinds without a rhythm."""
        if not self.limit_months:
            return "irregular"
        if self.age_months is None:
            return "undated"
        return "late" if self.age_months > self.limit_months else "fresh"

    @property
    def is_late(self) -> bool:
        """Whether the next publication should be there by now."""
        return self.state == "late"


def whole_months(since: date, until: date) -> int:
    """Whole months from one day to another."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return months - (until.day < since.day)


def examine(
    connection: duckdb.DuckDBPyConnection, settings: Settings, today: date
) -> list[Freshness]:
    """Every kind of source about every area in the published file behind `connection`."""
    return [
        Freshness(
            kind=kind or "",
            area_id=area_id,
            n_sources=n_sources,
            newest=newest,
            age_months=None if newest is None else whole_months(newest, today),
            limit_months=settings.freshness_months.get(kind or "") or None,
        )
        for kind, area_id, newest, n_sources in connection.execute(
            _NEWEST, {"today": today}
        ).fetchall()
    ]


def late_text(found: list[Freshness]) -> str:
    """The late ones in one sentence, the oldest first; empty if none is."""
    late = sorted(
        (entry for entry in found if entry.is_late), key=lambda entry: -(entry.age_months or 0)
    )
    if not late:
        return ""
    named = ", ".join(
        f"{entry.kind} of {entry.area_id or 'no area'} ({entry.newest})" for entry in late[:3]
    )
    more = f" and {len(late) - 3} more" if len(late) > 3 else ""
    return f"{len(late)} yearly sources are late: {named}{more}; `zhibiao freshness` lists them"
