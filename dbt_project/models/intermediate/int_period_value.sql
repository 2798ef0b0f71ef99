-- One value per area, indicator and period (whole years and parts of years): accepted, or derived where there is a gap.
with

arbitrated as (
    select * from {{ ref('int_accepted') }}
),

{{ value_ctes(breaks=ref('stg_break'), indicators=ref('indicators'), relations=ref('indicator_relations')) }}

select * from period_value
