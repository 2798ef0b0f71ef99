-- A statistician's word: which claim is preferred over which. Claims are named by source, place, indicator, area
-- and measure.
with

decisions as (
    select * from {{ ref('decisions') }}
),

claims as (
    select
        observation_id,
        concat_ws('#', source_id, locator, indicator_id, area_id, measure) as claim_name
    from {{ ref('int_claim_printed') }}
    where is_present
),

final as (
    select
        decisions.decision_id,
        decisions.preferred_observation,
        decisions.over_observation,
        preferred.observation_id as preferred_id,
        overruled.observation_id as overruled_id,
        decisions.reason,
        try_cast(decisions.decided_on as date) as decided_on
    from decisions
    left join claims as preferred on decisions.preferred_observation = preferred.claim_name
    left join claims as overruled on decisions.over_observation = overruled.claim_name
)

select * from final
