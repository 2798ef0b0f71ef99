with

sources as (
    select * from {{ ref('sources') }}
),

authorities as (
    select * from {{ ref('authorities') }}
),

final as (
    select
        sources.id as source_id,
        sources.title,
        sources.publisher,
        sources.kind,
        sources.published_on,
        rules.last_day_of(sources.published_on) as known_at,
        coalesce(length(sources.published_on) < 10, true) as known_at_assumed,
        sources.sha256,
        sources.url,
        sources.authority,
        cast(authorities.rank as integer) as authority_rank,
        sources.area_id,
        try_cast(sources.withdrawn_on as date) as withdrawn_on
    from sources
    left join authorities using (authority)
)

select * from final
