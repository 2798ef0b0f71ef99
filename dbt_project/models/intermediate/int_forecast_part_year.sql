-- Part-year values of the same families, for the nowcast.
-- depends_on: {{ ref('indicator_year') }}
select
    values.area_id,
    values.indicator_id,
    indicators.family,
    indicators.kind,
    areas.level,
    values.period_start,
    values.period_end,
    values.value,
    values.low,
    values.high
from {% if var('as_of') %}{{ target.schema }}.indicator_part_year_as_of(date '{{ var('as_of') }}'){% else %}{{ ref('indicator_part_year') }}{% endif %} as values
inner join {{ ref('indicators') }} as indicators using (indicator_id)
inner join {{ ref('stg_area') }} as areas using (area_id)
where indicators.family in ('tax', 'gdp', 'employment') and indicators.kind in ('flow', 'stock')
