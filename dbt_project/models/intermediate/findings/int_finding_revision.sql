-- A publisher that printed another number later: a revision, kept because it moves what readers saw before.
with

claims as not materialized (
    select * from {{ ref('int_arbitrated') }}
),

revised as (
    select
        earlier.*,
        {{ claim_label('earlier') }} as earlier_label,
        {{ claim_label('later') }} as later_label,
        later.observation_id as later_id
    from claims as earlier
    inner join claims as later on earlier.decided_by = later.observation_id
    where
        earlier.disposition = 'superseded'
        and not rules.iv_overlaps(rules.iv(earlier.low, earlier.high), rules.iv(later.low, later.high))
)

select
    'revision' as kind,
    'info' as severity,
    area_id,
    indicator_id,
    {{ period_label('period_kind', 'period_start', 'period_end') }} as period,
    measure || ': ' || earlier_label || ' was revised to ' || later_label as message,
    [observation_id, later_id] as observation_ids,
    series_key || observation_id as evidence_key,
    cast(null as varchar) as resolved_by
from revised
