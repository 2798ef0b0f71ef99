-- One source that prints the same amount for two different things of one area and family (revenue of eight months and
-- spending of six, both 6.5): possible, but also what a slip of the pen looks like.
with

figures as not materialized (
    select claims.*, indicators.family as figure_family
    from {{ ref('int_claim') }} as claims
    inner join {{ ref('indicators') }} as indicators using (indicator_id)
    where
        claims.standing = 'eligible' and claims.measure = 'level'
        -- Round figures and single digits repeat by chance.
        and length(regexp_replace(claims.value_text, '[^0-9]', '', 'g')) >= 2
        and not regexp_matches(claims.value_text, '^[1-9]0+$')
        and claims.base_unit in ('CNY', 'USD')
),

-- Few figures are there twice: a hash finds them before the wide rows are joined to each other.
perhaps_repeated as (
    select hash(source_id, area_id, figure_family, value_text, unit) as wording
    from figures
    group by all
    having count(*) > 1
),

claims as materialized (
    select figures.*
    from figures
    semi join perhaps_repeated
        on
            hash(figures.source_id, figures.area_id, figures.figure_family, figures.value_text, figures.unit)
            = perhaps_repeated.wording
    anti join (
        select observation_id from {{ ref('int_verdict') }} where disposition = 'duplicate'
    ) as printed_again on figures.observation_id = printed_again.observation_id
),

pairs as (
    select
        one.*,
        other.observation_id as other_id,
        other.indicator_id as other_indicator_id,
        {{ claim_label('one') }} as one_label,
        {{ claim_label('other') }} as other_label,
        {{ period_label('one.period_kind', 'one.period_start', 'one.period_end') }} as label,
        {{ period_label('other.period_kind', 'other.period_start', 'other.period_end') }} as other_period
    from claims as one
    inner join claims as other
        on
            one.source_id = other.source_id
            and one.area_id = other.area_id
            and one.figure_family = other.figure_family
            and one.value_text = other.value_text
            and one.unit = other.unit
            and one.observation_id < other.observation_id
            and one.series_key != other.series_key
)

select
    'repeated_figure' as kind,
    'info' as severity,
    area_id,
    indicator_id,
    label as period,
    one_label || ' as ' || indicator_id || coalesce(' of ' || label, '') || ' and ' || other_label || ' as '
    || other_indicator_id || coalesce(' of ' || other_period, '') || ': the same amount twice' as message,
    [observation_id, other_id] as observation_ids,
    observation_id || other_id as evidence_key,
    cast(null as varchar) as resolved_by
from pairs
