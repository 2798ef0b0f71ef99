-- A decision must name two claims, and each name one claim: source#locator#indicator#area#measure.
select decision_id, preferred_observation, over_observation, count(*) as n_matches
from {{ ref('int_decision') }}
group by all
having bool_or(preferred_id is null or overruled_id is null) or count(*) > 1
