select * from {{ ref('stg_area_member') }}
