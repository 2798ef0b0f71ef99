-- The date whose knowledge the forecasts use: the one asked for, else the newest date of publication (never today).
{% set asked = var('as_of') %}
select
    {% if asked -%}
    date '{{ asked }}' as as_of
    {%- else -%}
    max(known_at) as as_of
    {%- endif %}
from {{ ref('int_claim') }}
where standing in ('eligible', 'target')
