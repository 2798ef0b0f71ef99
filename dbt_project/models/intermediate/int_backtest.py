"""How well the forecasts did: over own series, and over the panels that the prior was tested on."""

import polars as pl

# The panels' names for what the dictionary of indicators calls otherwise.
PANEL_INDICATORS = {
    "fiscal_revenue": "general_budget_revenue",
    "tax": "total_tax",
    "employment": "employment_urban_units",
}

# Year-ends at which some annual figure had already been published and was to be published otherwise
# later: what was accepted then may differ from what is accepted now.
REVISED = """
    with published as (
        select area_id, indicator_id, year, value, min(known_at) as known_at
        from claims
        where
            measure = 'level'
            and standing = 'eligible'
            and period_kind = 'year'
            and known_at is not null
            and family in ('tax', 'gdp', 'employment')
        group by area_id, indicator_id, year, value
    )
    select distinct make_date(year(earlier.known_at), 12, 31) as known_on
    from published as earlier
    inner join published as later using (area_id, indicator_id, year)
    where later.known_at > earlier.known_at and year(later.known_at) > year(earlier.known_at)
    order by known_on
"""

# Each vintage arbitrates all claims anew; beyond this many the figures as they stand now are used.
MAX_CLAIMS_REPLAYED = 500_000


def _vintages(dbt, session, annual):
    """What was accepted at those dates, in the columns of `annual`; None where there are none."""
    claims = dbt.ref("int_claim")
    if claims.count("*").fetchall()[0][0] > MAX_CLAIMS_REPLAYED:
        return None
    dates = [row[0] for row in claims.query("claims", REVISED).fetchall()]
    heads = annual.select("area_id", "indicator_id", "family", "level").unique()
    parts = [
        session.sql(f"from indicator_year_as_of(date '{known_on}')")
        .pl()
        .select("area_id", "indicator_id", "year", "value", "low", "high")
        .join(heads, on=["area_id", "indicator_id"])
        .with_columns(known_on=pl.lit(known_on))
        for known_on in dates
    ]
    return pl.concat(parts) if parts else None


def model(dbt, session):
    dbt.config(materialized="table")

    from forecasts import backtest_table, panel_backtest

    annual = dbt.ref("int_forecast_annual").pl()
    breaks = dbt.ref("stg_break").pl()
    areas = dbt.ref("stg_area").pl()
    own = backtest_table(annual, breaks, areas, vintages=_vintages(dbt, session, annual))
    panels = panel_backtest().with_columns(pl.col("indicator_id").replace(PANEL_INDICATORS))
    return pl.concat([own, panels], how="diagonal_relaxed").to_arrow()
