-- The claims that speak for their series: what values, growth and most findings are made from.
select * exclude (area, indicator, ref_area, ref_indicator, publisher, authority, file, row_number, is_present, problems)
from {{ ref('int_arbitrated') }}
where is_accepted
