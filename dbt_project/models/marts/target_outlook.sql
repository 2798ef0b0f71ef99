with

outlook as (
    select * from {{ ref('int_target_outlook') }}
),

targets as (
    select * from {{ ref('target') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
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
    outlook.p50,
    outlook.probability,
    outlook.note
from outlook
inner join targets using (target_id)
cross join as_of
