-- Figures of one area and year that go by different names for what readers take to be the same thing (tenants and
-- registered entities, direct jobs and all jobs), or by one name at several dates, and have no common point.
-- None of them is wrong for that: they are kept apart, and this says that they are not to be compared.
-- One indicator that is stated twice within a quarter and differs by more than a tenth is shown too, although two bounds
-- can both be true; and so is an undated bound of a flow ("more than 300 million a year") that the year of its
-- publication was not on course for.
with

claims as (
    select
        *,
        year(coalesce(period_end, period_start, known_at)) as about_year
    from {{ ref('int_accepted') }}
    where standing = 'eligible' and measure = 'level'
),

relations as (
    select relation_id, indicator_id from {{ ref('indicator_relations') }} where kind = 'alternative'
    union
    select relation_id, other_indicator_id as indicator_id from {{ ref('indicator_relations') }} where kind = 'alternative'
    union
    select indicator_id as relation_id, indicator_id from {{ ref('indicators') }} where kind = 'stock'
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
        -- A flow of eight months and one of twelve differ without any tension.
        (one.indicator_kind = 'stock' or one.label = other.label)
        and case
            when one.indicator_id != other.indicator_id
                then not rules.iv_overlaps(rules.iv(one.low, one.high), rules.iv(other.low, other.high))
            -- Within a quarter no stock moves by a tenth.
            else
                one.relation_id = one.indicator_id
                and one.value > 0 and other.value > 0
                and abs(date_diff('day', one.period_end, other.period_end)) <= 92
                and abs(ln(one.value / other.value)) > 0.1
        end
),

undated_bounds as (
    select
        undated.area_id,
        undated.indicator_id,
        undated.about_year,
        undated.observation_id,
        whole.observation_id as other_id,
        {{ claim_label('undated') }} || ' without a year, and ' || {{ claim_label('whole') }} || ' in '
        || {{ period_label('whole.period_kind', 'whole.period_start', 'whole.period_end') }} as wording
    from (
        select *, year(known_at) as about_year
        from {{ ref('int_arbitrated') }}
        where disposition = 'not_comparable' and period_kind = 'undated' and measure = 'level' and indicator_kind = 'flow'
    ) as undated
    inner join claims as whole
        on
            undated.area_id = whole.area_id
            and undated.indicator_id = whole.indicator_id
            and undated.about_year = whole.about_year
            and whole.period_kind = 'part_year'
    -- The months that are missing may be a quarter better than those that are there.
    where undated.low >= whole.high * 1.25 * 12 / (date_diff('month', whole.period_start, whole.period_end) + 1)
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

union all

select
    'definition_tension' as kind,
    'info' as severity,
    area_id,
    indicator_id,
    cast(about_year as varchar) as period,
    wording || ': a year that is not named, or another count' as message,
    [observation_id, other_id] as observation_ids,
    'undated' as evidence_key,
    cast(null as varchar) as resolved_by
from undated_bounds
