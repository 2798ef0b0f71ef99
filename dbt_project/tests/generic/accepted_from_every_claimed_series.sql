{# Nothing is lost: every area, indicator and year with a claim that may take part has a value. #}
{% test accepted_from_every_claimed_series(model) %}
select distinct claims.area_id, claims.indicator_id, claims.year
from {{ ref('int_claim') }} as claims
anti join {{ model }} as accepted using (area_id, indicator_id, year)
where claims.standing = 'eligible' and claims.measure = 'level' and claims.period_kind = 'year'
{% endtest %}
