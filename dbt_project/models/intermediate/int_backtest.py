"""How well the forecasts did: rolling origin over the warehouse's own series, and the panels the prior was tested on."""

import polars as pl


def model(dbt, session):
    dbt.config(materialized="table")

    from forecasts import backtest_table, panel_backtest

    annual = dbt.ref("int_forecast_annual").pl()
    breaks = dbt.ref("stg_break").pl()
    areas = dbt.ref("stg_area").pl()
    own = backtest_table(annual, breaks, areas)
    return pl.concat([own, panel_backtest()], how="diagonal_relaxed").to_arrow()
