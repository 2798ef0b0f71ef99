"""The contract of the published file: its tables, their keys, and the columns that name a run."""

from __future__ import annotations

# Each table that readers may count on, with the columns that identify a row.
KEYS: dict[str, tuple[str, ...]] = {
    "area": ("area_id",),
    "area_member": ("group_id", "member_id", "valid_from"),
    "indicator": ("indicator_id",),
    "source": ("source_id",),
    "observation": ("observation_id",),
    "indicator_year": ("area_id", "indicator_id", "year"),
    "indicator_part_year": ("area_id", "indicator_id", "period_start", "period_end"),
    "growth_year": ("area_id", "indicator_id", "year", "basis"),
    "growth_part_year": ("area_id", "indicator_id", "period_start", "period_end", "basis"),
    "district_year": ("area_id", "year"),
    "park_year": ("area_id", "year"),
    "target": ("target_id",),
    "finding": ("finding_id",),
    "forecast": ("area_id", "indicator_id", "year", "as_of"),
    "forecast_history": ("run_id", "area_id", "indicator_id", "year", "as_of"),
    "forecast_score": ("run_id", "area_id", "indicator_id", "year", "as_of"),
    "target_outlook": ("target_id", "as_of"),
    "backtest": ("indicator_id", "level", "history_length", "horizon", "method", "scope"),
    "run": ("run_id",),
    "meta": (),
}

# Tables about runs; the content of a version is what the others say.
TABLES_ABOUT_RUNS = frozenset({"run", "forecast_history", "forecast_score", "meta"})

# Columns that differ between two builds of the same inputs.
COLUMNS_ABOUT_RUNS = frozenset({"run_id", "loaded_at", "rejected_at", "load_id"})

# The tables of planners: the base table, its view with Chinese names, and what it holds.
PLANNER_TABLES: dict[str, str] = {
    "district_year": "地区年度",
    "park_year": "园区年度",
    "forecast": "预测",
    "target_outlook": "目标展望",
}

RUN_COLUMNS: dict[str, str] = {
    "run_id": "VARCHAR",
    "started": "TIMESTAMP",
    "finished": "TIMESTAMP",
    "status": "VARCHAR",
    "input_hash": "VARCHAR",
    "rows_in": "BIGINT",
    "rows_rejected": "BIGINT",
    "rows_accepted": "BIGINT",
    "findings": "BIGINT",
    "versions": "VARCHAR",
}

FORECAST_COLUMNS: dict[str, str] = {
    "area_id": "VARCHAR",
    "indicator_id": "VARCHAR",
    "year": "INTEGER",
    "as_of": "DATE",
    "kind": "VARCHAR",
    "p025": "DOUBLE",
    "p10": "DOUBLE",
    "p25": "DOUBLE",
    "p50": "DOUBLE",
    "p75": "DOUBLE",
    "p90": "DOUBLE",
    "p975": "DOUBLE",
    "unit": "VARCHAR",
    "n_obs": "INTEGER",
    "last_year": "INTEGER",
    "method": "VARCHAR",
    "prior_id": "VARCHAR",
    "run_id": "VARCHAR",
    "note": "VARCHAR",
}
