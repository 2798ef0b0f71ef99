-- Each correction with the claim that it names and what it finds there. A correction whose expectation does not hold
-- (its source was fixed, or it never matched) is kept here and fails the test on `holds`.
with

corrections as (
    select * from {{ ref('corrections') }}
),

claims as (
    select * from {{ ref('stg_observation') }}
    where is_present
),

matched as (
    select
        corrections.*,
        claims.observation_id,
        case corrections.field
            when 'value_text' then claims.value_text
            when 'unit' then claims.unit
            when 'qualifier' then claims.qualifier
            when 'period' then claims.period
            when 'status' then claims.status
            when 'measure' then claims.measure
            when 'area' then claims.area
            when 'indicator' then claims.indicator
        end as found
    from corrections
    left join claims
        on
            corrections.source_id = claims.source_id
            and corrections.locator = claims.locator
            and (corrections.indicator is null or corrections.indicator = claims.indicator)
            and (corrections.area is null or corrections.area = claims.area)
            and (corrections.measure is null or corrections.measure = claims.measure)
),

final as (
    select
        correction_id,
        observation_id,
        field,
        expect,
        found,
        new_value,
        action,
        reason,
        evidence,
        try_cast(decided_on as date) as decided_on,
        observation_id is not null and found is not distinct from expect as holds
    from matched
)

select * from final
