-- A part that is larger than what it is a part of: an indicator within its whole (tax within revenue), an area within
-- the area above it, or a member of a group. Figures are taken as printed, so that a corrected misprint stays visible.
with

claims as (
    select
        observation_id,
        area_id,
        indicator_id,
        indicator_kind,
        period_kind,
        period_start,
        period_end,
        year,
        printed_low,
        printed_high,
        printed_text,
        printed_unit,
        printed_qualifier,
        source_id,
        locator,
        correction_id,
        {{ period_label('arbitrated.period_kind', 'arbitrated.period_start', 'arbitrated.period_end') }} as label
    from {{ ref('int_accepted') }} as arbitrated
    where standing = 'eligible' and measure = 'level' and period_kind in ('year', 'part_year')
),

additive as (
    select claims.* from claims
    inner join {{ ref('indicators') }} as indicators using (indicator_id)
    where indicators.kind in ('flow', 'stock') and indicators.dimension not in ('ratio', 'rank')
    -- Averages and amounts per head or per unit are not shares of a whole.
    and indicators.indicator_id not like '%per_capita%' and indicators.indicator_id not like '%per\_%' escape '\'
    and indicators.family not in ('income', 'wage', 'wages', 'prices', 'price')
),

-- Joined to their wholes in one step, on all keys: each with every other figure of its area would be far too many.
terms as materialized (
    select claims.*, relations.other_indicator_id
    from claims
    inner join (
        -- A part may be listed both as a part and as a term of the sum.
        select distinct indicator_id, other_indicator_id
        from {{ ref('indicator_relations') }}
        where kind in ('part_of', 'sums_to')
    ) as relations using (indicator_id)
),

-- The same for areas: only those that have something to be compared with above them.
placed as materialized (
    select additive.*, ancestors.ancestor_id
    from additive
    inner join {{ ref('int_area_ancestor') }} as ancestors using (area_id)
    where ancestors.ancestor_id in (select area_id from additive)
),

pairs as (
    select
        part.area_id,
        part.indicator_id,
        part.label,
        {{ claim_label('part') }} as part_label,
        {{ claim_label('whole') }} as whole_label,
        part.indicator_id || ' against ' || whole.indicator_id as what,
        part.observation_id as part_id,
        whole.observation_id as whole_id,
        part.correction_id
    from terms as part
    inner join claims as whole
        on
            part.other_indicator_id = whole.indicator_id
            and part.area_id = whole.area_id
            and part.label = whole.label
    where part.printed_low >= whole.printed_high

    union all

    select
        part.area_id,
        part.indicator_id,
        part.label,
        {{ claim_label('part') }} as part_label,
        {{ claim_label('whole') }} as whole_label,
        part.area_id || ' against ' || whole.area_id as what,
        part.observation_id as part_id,
        whole.observation_id as whole_id,
        part.correction_id
    from placed as part
    inner join additive as whole
        on
            part.ancestor_id = whole.area_id
            and part.indicator_id = whole.indicator_id
            and part.label = whole.label
    where part.printed_low >= whole.printed_high

    union all

    -- A member's whole year against a part of a neighbouring year of its group: the months that are missing are taken
    -- as good as the ones that are there, and a quarter better, because revenue is uneven over the year.
    select
        part.area_id,
        part.indicator_id,
        part.label,
        {{ claim_label('part') }} as part_label,
        {{ claim_label('whole') }} || ' in ' || whole.label as whole_label,
        part.area_id || ' against ' || whole.area_id || ' scaled up to a year' as what,
        part.observation_id as part_id,
        whole.observation_id as whole_id,
        part.correction_id
    from placed as part
    inner join additive as whole
        on
            part.ancestor_id = whole.area_id
            and part.indicator_id = whole.indicator_id
            and part.period_kind = 'year'
            and whole.period_kind = 'part_year'
            and whole.indicator_kind = 'flow'
            and abs(part.year - year(whole.period_end)) <= 1
    where
        part.printed_low
        >= whole.printed_high * 1.25 * 12 / (date_diff('month', whole.period_start, whole.period_end) + 1)
)

select
    'part_exceeds_whole' as kind,
    'warning' as severity,
    area_id,
    indicator_id,
    label as period,
    what || ': ' || part_label || ' is more than ' || whole_label as message,
    [part_id, whole_id] as observation_ids,
    what as evidence_key,
    correction_id as resolved_by
from pairs
