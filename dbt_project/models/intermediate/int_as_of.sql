-- The date whose knowledge the forecasts use: the one asked for, else the newest date of publication (never today).
{% if var('as_of') -%}
-- depends_on: {{ ref('int_claim') }}
select date '{{ var('as_of') }}' as as_of
{%- else -%}
select max(known_at) as as_of
from {{ ref('int_claim') }}
where standing in ('eligible', 'target')
{%- endif %}
