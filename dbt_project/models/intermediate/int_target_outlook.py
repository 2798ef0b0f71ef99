"""Probability that each target is reached, from the distributions of int_forecast."""


def model(dbt, session):
    dbt.config(materialized="table")

    from forecasts import target_outlook

    targets = dbt.ref("target").pl()
    forecast = dbt.ref("int_forecast").pl()
    annual = dbt.ref("int_forecast_annual").pl()
    return target_outlook(targets, forecast, annual).sort("target_id").to_arrow()
