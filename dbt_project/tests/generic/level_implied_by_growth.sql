{#
  Where the levels of two years and the nominal growth between them are all printed, they agree within their intervals.
  `growth` is the table of accepted growth. A failure that is already a finding, or lies on a break, is known.
#}
{% test level_implied_by_growth(model, growth) %}
with

reported as (
    select * from {{ model }}
    where basis != 'derived' and low > 0 and high is not null
)

select
    growth.area_id,
    growth.indicator_id,
    growth.year,
    growth.value as growth_pct,
    before.value as value_before,
    after.value as value_after
from {{ growth }} as growth
inner join reported as after using (area_id, indicator_id, year)
inner join reported as before
    on
        growth.area_id = before.area_id
        and growth.indicator_id = before.indicator_id
        and growth.year - 1 = before.year
anti join {{ ref('stg_break') }} as breaks
    on growth.area_id = breaks.area_id and growth.indicator_id = breaks.indicator_id and growth.year = breaks.year
anti join {{ ref('finding') }} as findings
    on
        findings.kind = 'growth_mismatch'
        and growth.area_id = findings.area_id
        and growth.indicator_id = findings.indicator_id
        and cast(growth.year as varchar) = findings.period
where
    growth.basis = 'nominal'
    and (
        after.high / before.low < 1 + growth.low / 100
        or after.low / before.high > 1 + growth.high / 100
    )
{% endtest %}
