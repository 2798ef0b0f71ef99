-- Accepted annual growth of the same families.
-- depends_on: {{ ref('indicator_year') }}
select
    growth.area_id,
    growth.indicator_id,
    growth.year,
    growth.basis,
    growth.value,
    growth.low,
    growth.high
from {% if var('as_of') %}{{ target.schema }}.growth_year_as_of(date '{{ var('as_of') }}'){% else %}{{ ref('growth_year') }}{% endif %} as growth
inner join {{ ref('indicators') }} as indicators using (indicator_id)
where indicators.family in ('tax', 'gdp', 'employment')
