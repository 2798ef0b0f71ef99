-- Nothing is lost between raw and the mart, and nothing is made up.
select raw.observation_id, mart.observation_id as mart_id
from {{ source('raw', 'observation') }} as raw
full outer join {{ ref('observation') }} as mart using (observation_id)
where raw.observation_id is null or mart.observation_id is null
