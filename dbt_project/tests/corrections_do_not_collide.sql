-- Two corrections of one field of one claim contradict each other.
select observation_id, field, string_agg(correction_id, ', ' order by correction_id) as corrections
from {{ ref('int_correction') }}
where holds
group by observation_id, field
having count(*) > 1
