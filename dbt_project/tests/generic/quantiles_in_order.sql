{# Quantiles rise from p025 to p975, none is negative, and rows that are not actual have all of them. #}
{% test quantiles_in_order(model) %}
select *
from {{ model }}
where
    case kind
        when 'actual'
            then coalesce(p025, p10, p25, p75, p90, p975) is not null or p50 is null
        else
            (0 <= p025 and p025 <= p10 and p10 <= p25 and p25 <= p50 and p50 <= p75 and p75 <= p90 and p90 <= p975) is not true
    end
{% endtest %}
