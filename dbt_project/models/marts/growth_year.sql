select
    {{ growth_columns(annual=true) }}
from {{ ref('int_growth') }}
where period_kind = 'year'
