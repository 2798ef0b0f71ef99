-- A target of a year that is known is settled by the accepted value; the others by the predictive distribution.
with

outlook as (
    select * from {{ ref('int_target_outlook') }}
),

targets as (
    select * from {{ ref('target') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

known as (
    select area_id, indicator_id, year, 'level' as measure, value, low, high, known_at
    from {{ ref('indicator_year') }}
    union all
    select
        growth.area_id, growth.indicator_id, growth.year, 'yoy_growth_pct' as measure, growth.value, growth.low,
        growth.high, growth.known_at
    from {{ ref('growth_year') }} as growth
    inner join {{ ref('indicator') }} as indicators using (indicator_id)
    where growth.basis = indicators.growth_basis
)

select
    targets.target_id,
    as_of.as_of,
    targets.area_id,
    targets.indicator_id,
    targets.year,
    targets.measure,
    targets.low as target_low,
    targets.high as target_high,
    targets.unit,
    coalesce(known.value, outlook.p50) as p50,
    case
        when known.low >= targets.low then 1.0
        when known.high <= targets.low then 0.0
        -- The printed value rounds over the target: the share of its interval that reaches it.
        when known.value is not null then coalesce((known.high - targets.low) / (known.high - known.low), 0.5)
        else outlook.probability
    end as probability,
    case when known.value is not null then 'known: the year has an accepted value' else outlook.note end as note
from outlook
inner join targets using (target_id)
cross join as_of
left join known
    on
        targets.area_id = known.area_id
        and targets.indicator_id = known.indicator_id
        and targets.year = known.year
        and targets.measure = known.measure
        and targets.low is not null
        and (known.known_at is null or known.known_at <= as_of.as_of)
where targets.known_at is null or targets.known_at <= as_of.as_of
