"""How well the forecasts did: over own series, and over the panels that the prior was tested on."""

import polars as pl

# The panels' names for what the dictionary of indicators calls otherwise.
PANEL_INDICATORS = {
    "fiscal_revenue": "general_budget_revenue",
    "tax": "total_tax",
    "employment": "employment_urban_units",
}


def model(dbt, session):
    dbt.config(materialized="table")

    from forecasts import backtest_table, panel_backtest

    annual = dbt.ref("int_forecast_annual").pl()
    breaks = dbt.ref("stg_break").pl()
    areas = dbt.ref("stg_area").pl()
    own = backtest_table(annual, breaks, areas)
    panels = panel_backtest().with_columns(pl.col("indicator_id").replace(PANEL_INDICATORS))
    return pl.concat([own, panels], how="diagonal_relaxed").to_arrow()
