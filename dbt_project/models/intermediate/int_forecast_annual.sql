-- Values derived from a level and its own growth are left out: the forecast takes the growth itself, so that no figure
-- speaks twice.
-- Annual values that forecasts may use, as known at the as-of date: the families tax, gdp and employment, of every area
-- (reference areas among them).
-- depends_on: {{ ref('indicator_year') }}
select
    values.area_id,
    values.indicator_id,
    indicators.family,
    areas.level,
    values.year,
    values.value,
    values.low,
    values.high,
    values.basis
from {% if var('as_of') %}{{ target.schema }}.indicator_year_as_of(date '{{ var('as_of') }}'){% else %}{{ ref('indicator_year') }}{% endif %} as values
inner join {{ ref('indicators') }} as indicators using (indicator_id)
inner join {{ ref('stg_area') }} as areas using (area_id)
where indicators.family in ('tax', 'gdp', 'employment') and indicators.kind in ('flow', 'stock')
    and (values.derivation is null or values.derivation in ('part / its share', 'whole × share', 'sum of the parts'))
