with

findings as (
    {% for kind in [
        'conflict', 'revision', 'stale_alias', 'scale_error', 'identity', 'growth_mismatch', 'implausible_growth',
        'part_exceeds_whole', 'definition_tension', 'repeated_figure', 'level_against_growth', 'implausible_ratio',
    ] -%}
    select * from {{ ref('int_finding_' ~ kind) }}
    {{ 'union all by name' if not loop.last }}
    {% endfor %}
),

identified as (
    select
        kind || '-' || substr(md5(concat_ws('|', kind, area_id, indicator_id, period, evidence_key, array_to_string(observation_ids, ','))), 1, 12) as finding_id,
        *
    from findings
)

select
    finding_id,
    kind,
    severity,
    area_id,
    indicator_id,
    period,
    message,
    observation_ids,
    case when resolved_by is null then 'open' else 'resolved' end as status,
    resolved_by as correction_id
from identified
