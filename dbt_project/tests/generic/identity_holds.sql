{#
  A whole lies within the sum of its parts, all taken as intervals (49 = 16 + 5 + 16 + 7 + 5; 115.1 = 75.2 + 40.0 within
  rounding). A failure that is already a finding is known and waits for a statistician; one that is not fails the build.
#}
{% test identity_holds(model, whole, parts) %}
with

reported as (
    select * from {{ model }}
    where basis != 'derived' and agreement != 'conflict'
),

sums as (
    select area_id, year, sum(low) as low, sum(high) as high, count(*) as n_parts
    from reported
    where indicator_id in ({% for part in parts %}'{{ part }}'{{ ', ' if not loop.last }}{% endfor %})
    group by area_id, year
)

select reported.area_id, reported.indicator_id, reported.year, reported.value, sums.low as sum_low, sums.high as sum_high
from reported
inner join sums using (area_id, year)
anti join {{ ref('finding') }} as findings
    on
        findings.kind = 'identity_failed'
        and reported.area_id = findings.area_id
        and reported.indicator_id = findings.indicator_id
        and cast(reported.year as varchar) = findings.period
where
    reported.indicator_id = '{{ whole }}'
    and sums.n_parts = {{ parts | length }}
    and (reported.high <= sums.low or reported.low >= sums.high)
{% endtest %}
