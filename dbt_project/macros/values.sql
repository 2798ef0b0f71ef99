{# When both were known: the later of the two days, unknown where one is. #}
{% macro known_with(one, other) -%}
case when {{ one }}.known_at is not null and {{ other }}.known_at is not null
            then greatest({{ one }}.known_at, {{ other }}.known_at) end
{%- endmacro %}

{# What is made from a disputed value is disputed. #}
{% macro agreement_with(one, other) -%}
case when 'conflict' in ({{ one }}.agreement, {{ other }}.agreement) then 'conflict' else 'single' end
{%- endmacro %}

{# No change of base or scope lies between the year before and the year of the period. #}
{% macro no_break(breaks, claim) -%}
not exists (
            select 1 from {{ breaks }} as breaks
            where
                breaks.area_id = {{ claim }}.area_id
                and breaks.indicator_id = {{ claim }}.indicator_id
                and breaks.year = year({{ claim }}.period_end)
        )
{%- endmacro %}

{# The same period a year before. The last day of February stays the last day; a stock keeps one date. #}
{% macro end_a_year_before(claim) -%}
cast({{ claim }}.period_end + interval 1 day - interval 1 year - interval 1 day as date)
{%- endmacro %}

{% macro start_a_year_before(claim) -%}
case
            when {{ claim }}.period_start = {{ claim }}.period_end then {{ end_a_year_before(claim) }}
            else cast({{ claim }}.period_start - interval 1 year as date)
        end
{%- endmacro %}

{#
  From arbitrated claims to one value per area, indicator and period: the accepted claims, and values derived from them
  where a gap can be filled soundly. Expects a CTE `arbitrated`; yields `accepted_value`, `accepted_growth` and
  `period_value`. Names of relations are given, so that the same text serves the marts and the as-of macros.

  Sound derivations (each keeps its interval and the claims that it came from):
    - the year before (or after) from a level and its nominal growth; real growth says nothing about a nominal level;
    - the year before from a level and the absolute change;
    - the whole from a part and its share, and a part from the whole and the share;
    - a whole from all of its parts.
  Bounds ("more than") are not used: they have no far end. Nothing is derived from a derived value, nor over a break, nor
  from growth of a source whose growth of another indicator of that area and period does not fit the levels on record
  (it compares with a year before that it has restated).
#}
{% macro value_ctes(breaks, indicators, relations) -%}
dated as (
    select
        * replace (
            -- A stock printed for a year and a flow of that year stand in the same row of it.
            case when period_kind = 'year' then make_date(year, 1, 1) else period_start end as period_start,
            case when period_kind = 'year' then make_date(year, 12, 31) else period_end end as period_end
        ),
        case when indicator_kind = 'stock' then period_end end as as_at
    from arbitrated
    where is_accepted and standing = 'eligible' and period_kind in ('year', 'part_year')
),

accepted_value as (
    select
        area_id,
        indicator_id,
        period_kind,
        period_start,
        period_end,
        as_at,
        value,
        low,
        high,
        is_one_sided,
        base_unit as unit,
        case when correction_id is null then 'reported' else 'corrected' end as basis,
        observation_id,
        n_claims,
        n_sources,
        agreement,
        known_at
    from dated
    where measure = 'level'
),

accepted_growth as (
    select
        area_id,
        indicator_id,
        period_kind,
        period_start,
        period_end,
        coalesce(growth_basis, 'nominal') as basis,
        value,
        low,
        high,
        is_one_sided,
        indicator_kind,
        source_id,
        observation_id,
        n_claims,
        n_sources,
        agreement,
        known_at
    from dated
    where measure = 'yoy_growth_pct'
),

accepted_comparison as (
    select
        area_id,
        indicator_id,
        measure,
        period_kind,
        period_start,
        period_end,
        coalesce(ref_area_id, area_id) as ref_area_id,
        coalesce(ref_indicator_id, indicator_id) as ref_indicator_id,
        base_period_start,
        value,
        low,
        high,
        base_unit,
        observation_id,
        agreement,
        known_at
    from dated
    where measure in ('share_pct', 'change') and not is_one_sided
),

unbroken_growth as (
    select
        growth.area_id,
        growth.indicator_id,
        growth.period_kind,
        growth.period_start,
        growth.period_end,
        {{ start_a_year_before('growth') }} as previous_start,
        {{ end_a_year_before('growth') }} as previous_end,
        growth.value,
        rules.iv(1 + growth.low / 100, 1 + growth.high / 100) as factor,
        growth.source_id,
        growth.observation_id,
        growth.agreement,
        growth.known_at
    from accepted_growth as growth
    where
        growth.basis = 'nominal'
        and not growth.is_one_sided
        and growth.low > -100
        and {{ no_break(breaks, 'growth') }}
),

restated as (
    select distinct growth.source_id, growth.area_id, growth.period_end
    from unbroken_growth as growth
    inner join accepted_value as level using (area_id, indicator_id, period_kind, period_start, period_end)
    inner join accepted_value as previous
        on
            growth.area_id = previous.area_id
            and growth.indicator_id = previous.indicator_id
            and growth.period_kind = previous.period_kind
            and growth.previous_start = previous.period_start
            and growth.previous_end = previous.period_end
    where
        not level.is_one_sided and level.low > 0
        and not previous.is_one_sided and previous.low > 0
        and not rules.iv_overlaps(
            rules.iv_div(rules.iv(level.low, level.high), rules.iv(previous.low, previous.high)), growth.factor
        )
),

growth_pair as (
    select unbroken_growth.* from unbroken_growth
    anti join restated using (source_id, area_id, period_end)
),

derivation_candidate as (
    -- Year before = level / (1 + growth).
    select
        level.area_id,
        level.indicator_id,
        level.period_kind,
        growth_pair.previous_start as period_start,
        growth_pair.previous_end as period_end,
        level.value / (1 + growth_pair.value / 100) as value,
        rules.iv_div(rules.iv(level.low, level.high), growth_pair.factor) as span,
        'level of the following period / (1 + its nominal growth)' as derivation,
        [level.observation_id, growth_pair.observation_id] as derived_from,
        {{ agreement_with('level', 'growth_pair') }} as agreement,
        {{ known_with('level', 'growth_pair') }} as known_at
    from accepted_value as level
    inner join growth_pair using (area_id, indicator_id, period_kind, period_start, period_end)
    where not level.is_one_sided and level.low > 0

    union all

    -- Year after = level × (1 + growth).
    select
        level.area_id,
        level.indicator_id,
        level.period_kind,
        growth_pair.period_start,
        growth_pair.period_end,
        level.value * (1 + growth_pair.value / 100) as value,
        rules.iv_mul(rules.iv(level.low, level.high), growth_pair.factor) as span,
        'level of the period before × (1 + nominal growth)' as derivation,
        [level.observation_id, growth_pair.observation_id] as derived_from,
        {{ agreement_with('level', 'growth_pair') }} as agreement,
        {{ known_with('level', 'growth_pair') }} as known_at
    from accepted_value as level
    inner join growth_pair
        on
            level.area_id = growth_pair.area_id
            and level.indicator_id = growth_pair.indicator_id
            and level.period_kind = growth_pair.period_kind
            and level.period_start = growth_pair.previous_start
            and level.period_end = growth_pair.previous_end
    where not level.is_one_sided and level.low > 0

    union all

    -- Year before = level − change.
    select
        level.area_id,
        level.indicator_id,
        level.period_kind,
        {{ start_a_year_before('level') }} as period_start,
        {{ end_a_year_before('level') }} as period_end,
        level.value - change.value as value,
        rules.iv_sub(rules.iv(level.low, level.high), rules.iv(change.low, change.high)) as span,
        'level of the following period − its change' as derivation,
        [level.observation_id, change.observation_id] as derived_from,
        {{ agreement_with('level', 'change') }} as agreement,
        {{ known_with('level', 'change') }} as known_at
    from accepted_value as level
    inner join accepted_comparison as change using (area_id, indicator_id, period_kind, period_start, period_end)
    where
        change.measure = 'change'
        and not level.is_one_sided
        and (change.base_period_start is null or year(change.base_period_start) = year(level.period_end) - 1)
        and {{ no_break(breaks, 'level') }}

    union all

    -- Whole = part / share.
    select
        share.ref_area_id as area_id,
        share.ref_indicator_id as indicator_id,
        share.period_kind,
        share.period_start,
        share.period_end,
        level.value / (share.value / 100) as value,
        rules.iv_div(rules.iv(level.low, level.high), rules.iv(share.low / 100, share.high / 100)) as span,
        'part / its share' as derivation,
        [level.observation_id, share.observation_id] as derived_from,
        {{ agreement_with('level', 'share') }} as agreement,
        {{ known_with('level', 'share') }} as known_at
    from accepted_comparison as share
    inner join accepted_value as level using (area_id, indicator_id, period_kind, period_start, period_end)
    where share.measure = 'share_pct' and share.low > 0 and not level.is_one_sided and level.low > 0

    union all

    -- Part = whole × share.
    select
        share.area_id,
        share.indicator_id,
        share.period_kind,
        share.period_start,
        share.period_end,
        level.value * share.value / 100 as value,
        rules.iv_mul(rules.iv(level.low, level.high), rules.iv(share.low / 100, share.high / 100)) as span,
        'whole × share' as derivation,
        [level.observation_id, share.observation_id] as derived_from,
        {{ agreement_with('level', 'share') }} as agreement,
        {{ known_with('level', 'share') }} as known_at
    from accepted_comparison as share
    inner join accepted_value as level
        on
            share.ref_area_id = level.area_id
            and share.ref_indicator_id = level.indicator_id
            and share.period_kind = level.period_kind
            and share.period_start = level.period_start
            and share.period_end = level.period_end
    where share.measure = 'share_pct' and share.low >= 0 and not level.is_one_sided and level.low > 0

    union all

    -- Whole = sum of all of its parts.
    select
        level.area_id,
        parts.other_indicator_id as indicator_id,
        level.period_kind,
        level.period_start,
        level.period_end,
        sum(level.value) as value,
        rules.iv(sum(level.low), sum(level.high)) as span,
        'sum of the parts' as derivation,
        list(level.observation_id order by level.indicator_id) as derived_from,
        case when bool_or(level.agreement = 'conflict') then 'conflict' else 'single' end as agreement,
        case when bool_and(level.known_at is not null) then max(level.known_at) end as known_at
    from (
        select *, count(*) over (partition by relation_id, other_indicator_id) as n_parts
        from {{ relations }}
        where kind = 'sums_to'
    ) as parts
    inner join accepted_value as level on parts.indicator_id = level.indicator_id
    where not level.is_one_sided
    group by
        level.area_id, parts.relation_id, parts.other_indicator_id, parts.n_parts,
        level.period_kind, level.period_start, level.period_end
    having count(*) = any_value(parts.n_parts)
),

derived_value as (
    select
        candidate.area_id,
        candidate.indicator_id,
        candidate.period_kind,
        candidate.period_start,
        candidate.period_end,
        case when indicators.kind = 'stock' then candidate.period_end end as as_at,
        candidate.value,
        candidate.span.low as low,
        candidate.span.high as high,
        false as is_one_sided,
        indicators.unit,
        'derived' as basis,
        cast(null as varchar) as observation_id,
        0 as n_claims,
        0 as n_sources,
        candidate.agreement,
        candidate.known_at,
        candidate.derivation,
        candidate.derived_from
    from derivation_candidate as candidate
    anti join accepted_value using (area_id, indicator_id, period_kind, period_start, period_end)
    inner join {{ indicators }} as indicators on candidate.indicator_id = indicators.indicator_id
    where
        candidate.span.low > 0
        -- A value known to less than a factor of two says too little to stand in a table of values.
        and candidate.span.high < 2 * candidate.span.low
    qualify row_number() over (
        partition by
            candidate.area_id, candidate.indicator_id, candidate.period_kind,
            candidate.period_start, candidate.period_end
        order by (candidate.span.high - candidate.span.low) / candidate.value, candidate.derivation, candidate.derived_from
    ) = 1
),

period_value as (
    select *, cast(null as varchar) as derivation, cast([] as varchar[]) as derived_from from accepted_value
    union all by name
    select * from derived_value
)
{%- endmacro %}
