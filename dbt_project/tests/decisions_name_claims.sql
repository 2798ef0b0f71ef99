-- A decision must name two claims that exist, as source#locator#indicator#area.
select decision_id, preferred_observation, over_observation
from {{ ref('int_decision') }}
where preferred_id is null or overruled_id is null
