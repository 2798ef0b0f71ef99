select
    {{ growth_columns(annual=false) }}
from {{ ref('int_growth') }}
where period_kind = 'part_year'
