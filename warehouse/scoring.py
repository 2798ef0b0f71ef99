"""`zhibiao score`: past forecasts against what came, by groups. The table is `forecast_score`."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import duckdb

from warehouse.errors import UsageError


class Group(StrEnum):
    """What the scores are averaged by."""

    indicator = "indicator"
    area = "area"
    level = "level"
    horizon = "horizon"
    kind = "kind"
    method = "method"
    as_of = "as-of"
    year = "year"
    run = "run"


_COLUMN = {
    Group.indicator: "indicator_id",
    Group.area: "area_id",
    Group.level: "level",
    Group.horizon: "horizon",
    Group.kind: "kind",
    Group.method: "method",
    Group.as_of: "as_of",
    Group.year: "year",
    Group.run: "run_id",
}


def parse_groups(text: str) -> list[Group]:
    """`indicator,horizon` as groups; UsageError for what is none."""
    try:
        groups = [Group(part.strip()) for part in text.split(",") if part.strip()]
    except ValueError:
        groups = []
    if not groups or len(set(groups)) < len(groups):
        raise UsageError(
            f"reading the option --by {text}",
            "that is no list of groups, each once",
            "Write for instance indicator,horizon; there are: " + ", ".join(Group) + ".",
        )
    return groups


def _where(
    area_id: str | None, indicator_id: str | None, all_runs: bool
) -> tuple[str, dict[str, Any]]:
    conditions, parameters = ["true"], {}
    if area_id is not None:
        conditions.append("score.area_id = $area_id")
        parameters["area_id"] = area_id
    if indicator_id is not None:
        conditions.append("score.indicator_id = $indicator_id")
        parameters["indicator_id"] = indicator_id
    if not all_runs:
        conditions.append("is_latest_run")
    return " and ".join(conditions), parameters


def summary(
    connection: duckdb.DuckDBPyConnection,
    groups: list[Group],
    *,
    area_id: str | None = None,
    indicator_id: str | None = None,
    all_runs: bool = False,
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Columns and rows of the mean scores by group; shares of hits in percent."""
    where, parameters = _where(area_id, indicator_id, all_runs)
    keys = ", ".join(_COLUMN[group] for group in groups)
    cursor = connection.execute(
        f"""
        select {keys}, count(*) as n, count(*) filter (where is_ahead) as n_ahead,
            round(median(abs(error_pct)), 2) as median_abs_error_pct,
            round(avg(error_pct), 2) as mean_error_pct,
            round(avg(smape), 2) as smape,
            round(100 * avg(in50::integer), 1) as in_50_pct,
            round(100 * avg(in80::integer), 1) as in_80_pct,
            round(100 * avg(in95::integer), 1) as in_95_pct,
            round(avg(interval_score80), 4) as interval_score80,
            round(avg(interval_score95), 4) as interval_score95,
            round(avg(wis_log), 4) as wis_log
        from (
            select score.*, area.level from main.forecast_score as score
            left join main.area as area using (area_id)
            where {where}
        )
        group by {keys} order by {keys}
        """,
        parameters,
    )
    return [column[0] for column in cursor.description or []], cursor.fetchall()


def rows(
    connection: duckdb.DuckDBPyConnection,
    *,
    area_id: str | None = None,
    indicator_id: str | None = None,
    all_runs: bool = False,
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Columns and rows of the table itself, the oldest forecast first."""
    where, parameters = _where(area_id, indicator_id, all_runs)
    cursor = connection.execute(
        f"select * from main.forecast_score as score where {where} "
        "order by area_id, indicator_id, as_of, year, run_id",
        parameters,
    )
    return [column[0] for column in cursor.description or []], cursor.fetchall()
