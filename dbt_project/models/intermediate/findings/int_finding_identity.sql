-- Sums and shares that do not hold within the intervals of what was printed. Values in conflict are left out: their
-- publications do not add up with each other, which the conflict says already.
with

accepted as (
    select * from {{ ref('int_period_value') }}
    where basis in ('reported', 'corrected') and not is_one_sided and agreement != 'conflict'
),

relations as (
    select
        *,
        count(*) over (partition by relation_id, other_indicator_id) as n_parts
    from {{ ref('indicator_relations') }}
    where kind = 'sums_to'
),

sums as (
    select
        whole.area_id,
        whole.indicator_id,
        whole.period_kind,
        whole.period_start,
        whole.period_end,
        whole.observation_id,
        whole.value,
        whole.unit,
        rules.iv(whole.low, whole.high) as whole_span,
        rules.iv(sum(part.low), sum(part.high)) as sum_span,
        sum(part.value) as sum_value,
        string_agg(part.indicator_id || ' ' || {{ amount_label('part.value', 'part.unit') }}, ' + ' order by part.indicator_id) as wording,
        list(part.observation_id order by part.indicator_id) as part_ids
    from relations
    inner join accepted as whole on relations.other_indicator_id = whole.indicator_id
    inner join accepted as part
        on
            relations.indicator_id = part.indicator_id
            and whole.area_id = part.area_id
            and whole.period_kind = part.period_kind
            and whole.period_start = part.period_start
            and whole.period_end = part.period_end
    group by all
    having count(*) = any_value(relations.n_parts)
),

shares as (
    select * from {{ ref('int_accepted') }}
    where
        standing = 'eligible' and measure = 'share_pct' and not is_one_sided and agreement != 'conflict'
        and period_kind in ('year', 'part_year')
),

share_sums as (
    select
        shares.area_id,
        relations.other_indicator_id as indicator_id,
        shares.period_kind,
        shares.period_start,
        shares.period_end,
        rules.iv(sum(shares.low), sum(shares.high)) as sum_span,
        sum(shares.value) as sum_value,
        list(shares.observation_id order by shares.indicator_id) as part_ids
    from relations
    inner join shares
        on
            relations.indicator_id = shares.indicator_id
            and relations.other_indicator_id = shares.ref_indicator_id
            and coalesce(shares.ref_area_id, shares.area_id) = shares.area_id
    group by
        relations.relation_id, shares.area_id, relations.other_indicator_id, shares.period_kind,
        shares.period_start, shares.period_end
    having count(*) = any_value(relations.n_parts)
),

share_checks as (
    select
        shares.*,
        whole.observation_id as whole_id,
        part.observation_id as part_id,
        rules.iv_div(
            rules.iv(part.low * 100, part.high * 100), rules.iv(whole.low, whole.high)
        ) as implied,
        part.value / whole.value * 100 as implied_value
    from shares
    inner join accepted as part
        on
            shares.area_id = part.area_id
            and shares.indicator_id = part.indicator_id
            and shares.period_kind = part.period_kind
            and (year(shares.period_end) = year(part.period_end))
            and (shares.period_kind = 'year' or (shares.period_start = part.period_start and shares.period_end = part.period_end))
    inner join accepted as whole
        on
            coalesce(shares.ref_area_id, shares.area_id) = whole.area_id
            and coalesce(shares.ref_indicator_id, shares.indicator_id) = whole.indicator_id
            and part.period_kind = whole.period_kind
            and part.period_start = whole.period_start
            and part.period_end = whole.period_end
    where whole.low > 0
)

select
    'identity_failed' as kind,
    'warning' as severity,
    area_id,
    indicator_id,
    {{ period_label('period_kind', 'period_start', 'period_end') }} as period,
    'the parts do not add up: ' || wording || ' = ' || {{ amount_label('sum_value', 'unit') }}
    || ', printed ' || {{ amount_label('value', 'unit') }} as message,
    list_prepend(observation_id, part_ids) as observation_ids,
    'sum' as evidence_key,
    cast(null as varchar) as resolved_by
from sums
where not rules.iv_overlaps(whole_span, sum_span)

union all

select
    'identity_failed' as kind,
    'warning' as severity,
    area_id,
    indicator_id,
    {{ period_label('period_kind', 'period_start', 'period_end') }} as period,
    'the shares of the parts add up to ' || printf('%.4g', sum_value) || '%, not to 100%' as message,
    part_ids as observation_ids,
    'shares' as evidence_key,
    cast(null as varchar) as resolved_by
from share_sums
where not rules.iv_contains(sum_span, 100)

union all

select
    'identity_failed' as kind,
    'warning' as severity,
    area_id,
    indicator_id,
    {{ period_label('period_kind', 'period_start', 'period_end') }} as period,
    'printed share ' || {{ claim_label('share_checks') }} || ', the levels give '
    || printf('%.4g', implied_value) || '%' as message,
    [observation_id, part_id, whole_id] as observation_ids,
    'share of ' || coalesce(ref_area_id, area_id) || ' ' || coalesce(ref_indicator_id, indicator_id) as evidence_key,
    cast(null as varchar) as resolved_by
from share_checks
where not rules.iv_overlaps(rules.iv(low, high), implied)
