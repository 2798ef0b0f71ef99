-- One row per claim as the rules see it: corrected where a correction says so, with its standing (may it take part in
-- arbitration?) and the key of the series and period that it speaks of.
-- A view: what it adds is joined from small tables, and ten million wide rows need not be written once more.
-- depends_on: {{ ref('int_claim_printed') }} {{ ref('int_claim_fixed') }} {{ ref('int_correction') }} {{ ref('stg_source') }}
-- depends_on: {{ ref('indicators') }} {{ ref('int_decision') }}
{{ config(materialized='view') }}
with

printed as not materialized (
    select
        *,
        value as printed_value,
        low as printed_low,
        high as printed_high,
        value_text as printed_text,
        unit as printed_unit,
        qualifier as printed_qualifier,
        period as printed_period,
        status as printed_status,
        base_unit as printed_base_unit
    from {{ portable_ref('int_claim_printed') }}
),

fixed as (
    select * from {{ portable_ref('int_claim_fixed') }}
),

corrections as (
    select
        observation_id,
        min(correction_id) as correction_id,
        bool_or(action = 'quarantine') as is_quarantined
    from {{ portable_ref('int_correction') }}
    where holds
    group by observation_id
),

sources as (
    select * from {{ portable_ref('stg_source') }}
),

indicators as (
    select indicator_id, growth_basis from {{ portable_ref('indicators') }}
),

preferred as (
    select distinct preferred_id as observation_id from {{ portable_ref('int_decision') }}
),

overruled as (
    select overruled_id as observation_id, min(preferred_id) as preferred_id
    from {{ portable_ref('int_decision') }}
    group by overruled_id
),

as_corrected as (
    select printed.* from printed
    anti join fixed using (observation_id)

    union all by name

    select
        fixed.*,
        printed.printed_value,
        printed.printed_low,
        printed.printed_high,
        printed.printed_text,
        printed.printed_unit,
        printed.printed_qualifier,
        printed.printed_period,
        printed.printed_status,
        printed.printed_base_unit
    from fixed
    inner join printed using (observation_id)
),

described as (
    select
        as_corrected.*,
        corrections.correction_id,
        sources.authority_rank,
        case
            when as_corrected.measure in ('yoy_growth_pct', 'avg_growth_pct', 'mom_growth_pct')
                then coalesce(as_corrected.basis, indicators.growth_basis)
            else as_corrected.basis
        end as growth_basis,
        case
            when not as_corrected.is_present or sources.withdrawn_on is not null then 'retired'
            when coalesce(corrections.is_quarantined, false) or len(as_corrected.problems) > 0 then 'quarantined'
            when as_corrected.status = 'target' then 'target'
            when as_corrected.period_kind = 'undated' then 'not_comparable'
            -- A level at constant prices or in last year's scope is no level of the series at current prices.
            when as_corrected.measure = 'level' and coalesce(as_corrected.basis, 'nominal') != 'nominal' then 'not_comparable'
            else 'eligible'
        end as standing,
        preferred.observation_id is not null as is_preferred,
        overruled.preferred_id as overruled_by,
        as_corrected.low is null
        or as_corrected.high is null
        or as_corrected.qualifier_class in ('over', 'under', 'at_most') as is_one_sided
    from as_corrected
    left join sources on as_corrected.source_id = sources.source_id
    left join corrections on as_corrected.observation_id = corrections.observation_id
    left join indicators on as_corrected.indicator_id = indicators.indicator_id
    left join preferred on as_corrected.observation_id = preferred.observation_id
    left join overruled on as_corrected.observation_id = overruled.observation_id
),

final as (
    select
        *,
        -- What two claims must share to be about the same thing. A stock printed for a year and one printed for its
        -- 31 December are the same; a share or a comparison is also about what it is taken of.
        concat_ws(
            '|',
            standing = 'target',
            area_id,
            indicator_id,
            measure,
            case when measure in ('yoy_growth_pct', 'avg_growth_pct', 'mom_growth_pct') then growth_basis end,
            case
                when measure in ('share_pct', 'diff_pp', 'rank', 'growth_multiple', 'completion_pct')
                    then coalesce(ref_area_id, area_id)
            end,
            case when measure in ('share_pct', 'diff_pp') then coalesce(ref_indicator_id, indicator_id) end,
            case when measure in ('growth_multiple', 'avg_growth_pct', 'change') then base_period end,
            period_kind,
            case when period_kind = 'year' then cast(year as varchar) else concat_ws('/', period_start, period_end) end
        ) as series_key
    from described
)

select * from final
