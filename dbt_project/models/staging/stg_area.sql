select
    area_id,
    name_zh,
    name_en,
    level,
    parent_area_id,
    gb_code,
    try_cast(valid_from as date) as valid_from,
    try_cast(valid_to as date) as valid_to
from {{ ref('areas') }}
