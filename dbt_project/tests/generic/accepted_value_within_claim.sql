{# A reported value lies within the interval of the claim that it names, and that claim was accepted. #}
{% test accepted_value_within_claim(model) %}
select
    accepted.area_id,
    accepted.indicator_id,
    accepted.observation_id,
    accepted.value,
    claims.low,
    claims.high,
    claims.disposition
from {{ model }} as accepted
left join {{ ref('observation') }} as claims using (observation_id)
where
    accepted.basis != 'derived'
    and (
        claims.observation_id is null
        or claims.disposition not in ('accepted', 'corrected')
        or (accepted.basis = 'reported' and (accepted.value < claims.low or accepted.value > claims.high))
        or (accepted.basis = 'corrected' and claims.correction_id is null)
    )
{% endtest %}
