"""Forecast distributions of tax, GDP and employment; the model is forecasts.forecast_table."""

import os

import polars as pl


def model(dbt, session):
    dbt.config(materialized="table")

    from forecasts import forecast_table

    annual = dbt.ref("int_forecast_annual").pl()
    part_year = dbt.ref("int_forecast_part_year").pl()
    growth = dbt.ref("int_forecast_growth").pl()
    breaks = dbt.ref("stg_break").pl()
    areas = dbt.ref("stg_area").pl()
    indicators = dbt.ref("indicators").pl()
    as_of = dbt.ref("int_as_of").pl().item()

    table = forecast_table(
        annual,
        part_year,
        growth,
        breaks,
        areas,
        as_of=as_of,
        members=dbt.ref("stg_area_member").pl(),
        horizon=int(os.environ.get("ZHIBIAO_FORECAST_HORIZON", "5")),
    )
    units = indicators.select("indicator_id", "unit")
    return (
        table.join(units, on="indicator_id", how="left")
        .with_columns(pl.lit(as_of).alias("as_of"))
        .sort("area_id", "indicator_id", "year")
        .to_arrow()
    )
