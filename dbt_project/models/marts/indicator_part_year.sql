select
    {{ indicator_part_year_columns() }}
from {{ ref('int_period_value') }}
where period_kind = 'part_year'
