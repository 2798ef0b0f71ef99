-- One accepted year-on-year growth per area, indicator, period and basis (nominal, real, same scope).
with

arbitrated as (
    select * from {{ ref('int_accepted') }}
),

{{ value_ctes(breaks=ref('stg_break'), indicators=ref('indicators'), relations=ref('indicator_relations')) }}

select * from accepted_growth
