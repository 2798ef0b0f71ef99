-- Every area above an area, with its distance in steps: parents by the hierarchy, and groups that it is a member of.
with recursive

parents as (
    select area_id, parent_area_id as ancestor_id from {{ ref('stg_area') }}
    where parent_area_id is not null
    union
    select member_id as area_id, group_id as ancestor_id from {{ ref('stg_area_member') }}
),

walk as (
    select area_id, ancestor_id, 1 as distance from parents
    union all
    select walk.area_id, parents.ancestor_id, walk.distance + 1 as distance
    from walk
    inner join parents on walk.ancestor_id = parents.area_id
    -- The hierarchy is a dozen levels deep at most; the bound ends a walk round a cycle, which a test reports.
    where walk.distance < 12
)

select area_id, ancestor_id, min(distance) as distance
from walk
group by area_id, ancestor_id
