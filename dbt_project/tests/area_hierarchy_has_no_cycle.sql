-- No area lies within itself, through parents or groups.
select area_id, ancestor_id, distance
from {{ ref('int_area_ancestor') }}
where area_id = ancestor_id
