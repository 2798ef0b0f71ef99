-- One row per area, indicator and year in which the series changes its base or scope ('all' is spread over the areas).
with

breaks as (
    select * from {{ ref('breaks') }}
),

areas as (
    select * from {{ ref('areas') }}
)

select
    breaks.break_id,
    areas.area_id,
    breaks.indicator_id,
    cast(breaks.year as integer) as year,
    breaks.reason,
    breaks.source_id
from breaks
inner join areas
    on breaks.area_id = areas.area_id or breaks.area_id = 'all'
