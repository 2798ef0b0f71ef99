{# A value lies within the interval that its figure states. #}
{% test value_within_interval(model) %}
select *
from {{ model }}
where value < low or value > high
{% endtest %}
