select * from {{ ref('stg_area') }}
