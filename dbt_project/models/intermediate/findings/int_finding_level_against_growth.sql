-- A stock that stands below the end of last year although its printed growth on the same date of last year is positive
-- (or above, although negative): a change of coverage within the year, or two different counts.
with

levels as (
    select * from {{ ref('int_period_value') }}
    where basis in ('reported', 'corrected') and as_at is not null and not is_one_sided
),

growth as (
    select * from {{ ref('int_growth') }}
    where period_kind = 'part_year' and not is_one_sided
),

compared as (
    select
        levels.*,
        growth.value as growth,
        growth.low as growth_low,
        growth.high as growth_high,
        growth.observation_id as growth_id,
        last_year.value as last_value,
        last_year.low as last_low,
        last_year.high as last_high,
        last_year.observation_id as last_id
    from levels
    inner join growth
        on
            levels.area_id = growth.area_id
            and levels.indicator_id = growth.indicator_id
            and levels.period_end = growth.period_end
    inner join levels as last_year
        on
            levels.area_id = last_year.area_id
            and levels.indicator_id = last_year.indicator_id
            and last_year.period_kind = 'year'
            and year(levels.period_end) - 1 = year(last_year.period_end)
    where levels.period_kind = 'part_year'
)

select
    'level_against_growth' as kind,
    'warning' as severity,
    area_id,
    indicator_id,
    cast(period_end as varchar) as period,
    {{ amount_label('last_value', 'unit') }} || ' at the end of ' || (year(period_end) - 1) || ', '
    || {{ amount_label('value', 'unit') }} || ' at ' || period_end || ', yet printed growth on a year before is '
    || printf('%+.4g%%', growth) as message,
    [observation_id, growth_id, last_id] as observation_ids,
    'stock' as evidence_key,
    cast(null as varchar) as resolved_by
from compared
where (high <= last_low and growth_low > 0) or (low >= last_high and growth_high < 0)
