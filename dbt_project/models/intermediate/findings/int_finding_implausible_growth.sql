-- A level that grew or shrank, between two neighbouring values of its own series, by far more than its reference area
-- (the nearest area above that has both years): coverage, base or a printing error rather than growth.
-- Where a break is declared between the two years the finding stays, resolved by it.
-- The limit, in log points a year beyond the reference, falls with the span: single years do jump, seven years in a row
-- do not. Of the yearly steps of China's prefecture-level cities 2.5 % leave 0.20 in GDP and 3.9 % leave 0.30 in fiscal
-- revenue (148 cities, 1990-2023, against the median of the year). Without a reference area in both years 12 % a year
-- stands in for it, and the limit is wider by 0.10.
with

accepted as (
    select values.*, year(values.period_end) as year
    from {{ ref('int_period_value') }} as values
    inner join {{ ref('indicators') }} as indicators using (indicator_id)
    where
        values.basis in ('reported', 'corrected') and not values.is_one_sided and values.period_kind = 'year'
        and values.low > 0 and indicators.kind in ('flow', 'stock')
        and indicators.family in ('gdp', 'tax', 'employment', 'fiscal', 'population', 'enterprise')
),

steps as (
    select
        area_id,
        indicator_id,
        unit,
        year,
        value,
        observation_id,
        lag(year) over series as previous_year,
        lag(value) over series as previous_value,
        lag(observation_id) over series as previous_id
    from accepted
    window series as (partition by area_id, indicator_id order by year)
),

breaks as (
    select * from {{ ref('stg_break') }}
),

ancestors as (
    select * from {{ ref('int_area_ancestor') }}
),

stated as (
    -- A source that states the growth itself has meant it.
    select area_id, indicator_id, year(period_end) as year, year(base_period_start) as base_year
    from {{ ref('int_accepted') }}
    where measure = 'growth_multiple'
),

compared as (
    select
        steps.*,
        steps.year - steps.previous_year as n_years,
        ln(steps.value / steps.previous_value) / (steps.year - steps.previous_year) as growth,
        ln(later.value / earlier.value) / (steps.year - steps.previous_year) as reference_growth,
        later.area_id as reference_area_id,
        ancestors.distance
    from steps
    left join ancestors using (area_id)
    left join accepted as later
        on
            ancestors.ancestor_id = later.area_id
            and steps.indicator_id = later.indicator_id
            and steps.year = later.year
    left join accepted as earlier
        on
            ancestors.ancestor_id = earlier.area_id
            and steps.indicator_id = earlier.indicator_id
            and steps.previous_year = earlier.year
    where
        steps.previous_year is not null
        and not exists (
            select 1 from stated
            where
                stated.area_id = steps.area_id
                and stated.indicator_id = steps.indicator_id
                and stated.year = steps.year
                and stated.base_year = steps.previous_year
        )
    qualify row_number() over (
        partition by steps.area_id, steps.indicator_id, steps.year
        order by (later.value is null or earlier.value is null), ancestors.distance, ancestors.ancestor_id
    ) = 1
),

explained as (
    select compared.*, breaks.break_id, breaks.reason
    from compared
    left join breaks
        on
            compared.area_id = breaks.area_id
            and compared.indicator_id = breaks.indicator_id
            and compared.previous_year < breaks.year
            and breaks.year <= compared.year
    qualify row_number() over (
        partition by compared.area_id, compared.indicator_id, compared.year order by breaks.year, breaks.break_id
    ) = 1
)

select
    'implausible_growth' as kind,
    'warning' as severity,
    area_id,
    indicator_id,
    previous_year || '/' || year as period,
    {{ amount_label('previous_value', 'unit') }}
    || ' in ' || previous_year || ', ' || {{ amount_label('value', 'unit') }} || ' in ' || year || ': '
    || printf('%+.3g%% a year', (exp(growth) - 1) * 100)
    || case
        when reference_growth is not null
            then ', ' || reference_area_id || ' in the same years ' || printf('%+.3g%%', (exp(reference_growth) - 1) * 100)
        else ''
    end
    || coalesce('; declared as a break: ' || reason, '; coverage, base or a printing error?') as message,
    [observation_id, previous_id] as observation_ids,
    'step' as evidence_key,
    break_id as resolved_by
from explained
where
    abs(growth - coalesce(reference_growth, 0.12))
    > case when indicator_id = 'gdp' then 0.05 + 0.15 / n_years else 0.08 + 0.22 / n_years end
    + case when reference_growth is null then 0.10 else 0 end
