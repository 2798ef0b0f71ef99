-- Claims as printed. Blank means absent. A view: it is read once in full, by int_claim_printed.
{{ config(materialized='view') }}
with

claims as (
    select * from {{ source('raw', 'observation').include(database=false) }}
),

presence as (
    select observation_id, bool_or(is_present) as is_present
    from {{ source('raw', 'presence').include(database=false) }}
    group by observation_id
),

final as (
    select
        claims.observation_id,
        trim(claims.source_id) as source_id,
        trim(claims.locator) as locator,
        trim(claims.area) as area,
        trim(claims.indicator) as indicator,
        trim(claims.measure) as measure,
        trim(claims.value_text) as value_text,
        nullif(trim(claims.unit), '') as unit,
        nullif(trim(claims.qualifier), '') as qualifier,
        nullif(trim(claims.period), '') as period,
        trim(claims.status) as status,
        nullif(trim(claims.ref_area), '') as ref_area,
        nullif(trim(claims.ref_indicator), '') as ref_indicator,
        nullif(trim(claims.base_period), '') as base_period,
        nullif(trim(claims.basis), '') as basis,
        nullif(trim(claims.note), '') as note,
        claims.loaded_at,
        claims.file,
        claims.row_number,
        -- Claims of files outside the ledger have no presence and stay until they are withdrawn.
        coalesce(presence.is_present, true) as is_present
    from claims
    left join presence using (observation_id)
)

select * from final
