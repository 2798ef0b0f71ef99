select
    group_id,
    member_id,
    try_cast(valid_from as date) as valid_from,
    try_cast(valid_to as date) as valid_to
from {{ ref('area_members') }}
