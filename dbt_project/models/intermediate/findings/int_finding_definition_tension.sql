-- Figures of one area and year that go by different names for what readers take to be the same thing (tenants and
-- registered entities, direct jobs and all jobs), or by one name at several dates, and have no common point.
-- None of them is wrong for that: they are kept apart, and this says that they are not to be compared.
with

claims as (
    select
        *,
        year(coalesce(period_end, period_start, known_at)) as about_year
    from {{ ref('int_arbitrated') }}
    where is_accepted and standing = 'eligible' and measure = 'level'
),

relations as (
    select relation_id, indicator_id from {{ ref('indicator_relations') }} where kind = 'alternative'
    union
    select relation_id, other_indicator_id as indicator_id from {{ ref('indicator_relations') }} where kind = 'alternative'
),

named as (
    select
        relations.relation_id,
        claims.*,
        {{ period_label('claims.period_kind', 'claims.period_start', 'claims.period_end') }} as label,
        {{ claim_label('claims') }} as quoted
    from claims
    inner join relations using (indicator_id)
),

disagreeing as (
    select distinct one.relation_id, one.area_id, one.about_year
    from named as one
    inner join named as other
        on
            one.relation_id = other.relation_id
            and one.area_id = other.area_id
            and one.about_year = other.about_year
            and one.base_unit = other.base_unit
            and one.observation_id < other.observation_id
    where
        not rules.iv_overlaps(rules.iv(one.low, one.high), rules.iv(other.low, other.high))
        -- A flow of eight months and one of twelve differ without any tension.
        and (one.indicator_kind = 'stock' or one.label = other.label)
)

select
    'definition_tension' as kind,
    'info' as severity,
    named.area_id,
    min(named.indicator_id) as indicator_id,
    cast(named.about_year as varchar) as period,
    string_agg(named.indicator_id || ' ' || named.quoted || coalesce(' at ' || named.label, ''), '; ' order by named.value, named.observation_id)
    || ': different definitions or dates, kept apart' as message,
    list(named.observation_id order by named.observation_id) as observation_ids,
    named.relation_id as evidence_key,
    cast(null as varchar) as resolved_by
from named
inner join disagreeing using (relation_id, area_id, about_year)
group by named.relation_id, named.area_id, named.about_year
