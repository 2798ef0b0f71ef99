-- Claims as printed. Blank means absent. A view: it is read once in full, by int_claim_printed.
{{ config(materialized='view') }}
with

claims as (
    select * from {{ source('raw', 'observation').include(database=false) }}
),

-- Few: claims that stood in a file of the ledger and stand in none of those of the last load.
absent as (
    select observation_id from {{ source('raw', 'presence').include(database=false) }}
    where not is_present
    except
    select observation_id from {{ source('raw', 'presence').include(database=false) }}
    where is_present
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
        absent.observation_id is null as is_present
    from claims
    left join absent using (observation_id)
)

select * from final
