-- Claims about the same thing that have no common point. The rule that decided is in the message.
with

claims as materialized (
    select * from {{ ref('int_arbitrated') }}
    where standing = 'eligible' and agreement = 'conflict'
),

decided as (
    select
        series_key,
        string_agg(distinct reason, '; ' order by reason) filter (where disposition = 'conflicting') as reason,
        string_agg({{ claim_label('claims') }}, ', ' order by observation_id) filter (where is_accepted) as winner,
        string_agg({{ claim_label('claims') }}, ', ' order by observation_id)
            filter (where disposition = 'conflicting') as losers,
        list(observation_id order by observation_id)
            filter (where is_accepted or disposition in ('conflicting', 'agrees', 'corrected')) as observation_ids
    from claims
    group by series_key
    having bool_or(disposition = 'conflicting')
),

accepted as (
    select * from claims
    where is_accepted
)

select
    'conflict' as kind,
    'warning' as severity,
    accepted.area_id,
    accepted.indicator_id,
    {{ period_label('accepted.period_kind', 'accepted.period_start', 'accepted.period_end') }} as period,
    accepted.measure || ': ' || decided.winner || ' stands; out: ' || decided.losers || ' (' || decided.reason || ')' as message,
    decided.observation_ids,
    accepted.series_key as evidence_key,
    decisions.decision_id as resolved_by
from decided
inner join accepted using (series_key)
left join (
    select preferred_id, min(decision_id) as decision_id from {{ ref('int_decision') }} group by preferred_id
) as decisions
    on list_contains(decided.observation_ids, decisions.preferred_id)
