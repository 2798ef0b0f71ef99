select
    -- The claim's own id: one target per claim, however many sources repeat it.
    't-' || observation_id as target_id,
    area_id,
    indicator_id,
    cast(year(period_end) as integer) as year,
    period_start,
    period_end,
    measure,
    value,
    low,
    high,
    base_unit as unit,
    source_id,
    known_at,
    observation_id
from {{ ref('int_arbitrated') }}
where standing = 'target' and disposition != 'duplicate'
