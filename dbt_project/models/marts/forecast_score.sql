-- Past forecasts against what was published later. An actual counts for a forecast when it became
-- known after the forecast's as-of date; values derived here, bounds and undated ones do not count.
with

forecasts as (
    select * from {{ ref('forecast_history') }}
    where kind <> 'actual'
),

runs as (
    select run_id, cast(started as date) as made_on from {{ ref('run') }}
),

actuals as (
    select * from {{ ref('indicator_year') }}
    where
        basis in ('reported', 'corrected')
        and value > 0
        and low is not null
        and high is not null
        and isfinite(high)
),

matched as (
    select
        forecasts.*,
        forecasts.year - year(forecasts.as_of) as horizon,
        runs.made_on,
        actuals.value as actual,
        actuals.basis as actual_basis,
        actuals.known_at as actual_known_at,
        actuals.observation_id,
        runs.made_on < actuals.known_at as is_ahead,
        -- Runs between two publications repeat the same forecast; the last word on it counts.
        row_number() over (
            partition by
                forecasts.area_id, forecasts.indicator_id, forecasts.year, forecasts.as_of
            order by forecasts.run_id desc
        ) = 1 as is_latest_run
    from forecasts
    inner join actuals using (area_id, indicator_id, year)
    left join runs using (run_id)
    where actuals.known_at > forecasts.as_of and forecasts.p025 > 0
),

missed as (
    select
        *,
        -- How far the actual lies outside each band, on logs.
        greatest(ln(p25 / actual), ln(actual / p75), 0) as outside50,
        greatest(ln(p10 / actual), ln(actual / p90), 0) as outside80,
        greatest(ln(p025 / actual), ln(actual / p975), 0) as outside95
    from matched
),

scored as (
    select
        *,
        -- Gneiting and Raftery 2007: width, and 2 / alpha times the miss.
        ln(p75 / p25) + 2 / 0.50 * outside50 as interval_score50,
        ln(p90 / p10) + 2 / 0.20 * outside80 as interval_score80,
        ln(p975 / p025) + 2 / 0.05 * outside95 as interval_score95
    from missed
)

select
    run_id,
    area_id,
    indicator_id,
    cast(year as integer) as year,
    as_of,
    kind,
    cast(horizon as integer) as horizon,
    method,
    cast(n_obs as integer) as n_obs,
    unit,
    made_on,
    p025,
    p10,
    p25,
    p50,
    p75,
    p90,
    p975,
    actual,
    actual_basis,
    actual_known_at,
    observation_id,
    p50 - actual as error,
    100 * (p50 / actual - 1) as error_pct,
    200 * abs(p50 - actual) / (p50 + actual) as smape,
    outside50 = 0 as in50,
    outside80 = 0 as in80,
    outside95 = 0 as in95,
    interval_score50,
    interval_score80,
    interval_score95,
    -- Bracher et al. 2021, of the median and the three bands.
    (
        0.5 * abs(ln(p50 / actual))
        + 0.25 * interval_score50 + 0.10 * interval_score80 + 0.025 * interval_score95
    ) / 3.5 as wis_log,
    is_ahead,
    is_latest_run
from scored
