with

sources as (
    select * from {{ ref('stg_source') }}
),

claims as (
    select source_id, count(*) as n_claims
    from {{ ref('int_claim') }}
    group by source_id
)

select
    sources.source_id,
    sources.title,
    sources.publisher,
    sources.kind,
    sources.published_on,
    sources.known_at,
    sources.known_at_assumed,
    sources.sha256,
    sources.url,
    sources.authority,
    sources.authority_rank,
    sources.area_id,
    sources.withdrawn_on,
    cast(coalesce(claims.n_claims, 0) as integer) as n_claims
from sources
left join claims using (source_id)
