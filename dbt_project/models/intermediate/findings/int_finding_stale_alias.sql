-- Claims that were loaded once and can no longer be read: an alias, indicator, unit or source is gone from the seeds.
select
    'stale_alias' as kind,
    'error' as severity,
    area_id,
    indicator_id,
    period,
    array_to_string(problems, '; ') || ' [' || source_id || ' ' || locator || ']' as message,
    [observation_id] as observation_ids,
    observation_id as evidence_key,
    cast(null as varchar) as resolved_by
from {{ ref('int_claim') }}
where standing = 'quarantined' and len(problems) > 0
