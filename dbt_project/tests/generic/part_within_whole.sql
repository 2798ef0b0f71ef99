{#
  No area's value exceeds that of an area above it (a park's tax against its district's), for the indicators given.
  A failure that is already a finding is known; one that is not fails the build.
#}
{% test part_within_whole(model, indicators) %}
select
    part.area_id,
    whole.area_id as whole_area_id,
    part.indicator_id,
    part.year,
    part.low,
    whole.high
from {{ model }} as part
inner join {{ ref('int_area_ancestor') }} as ancestors using (area_id)
inner join {{ model }} as whole
    on
        ancestors.ancestor_id = whole.area_id
        and part.indicator_id = whole.indicator_id
        and part.year = whole.year
anti join {{ ref('finding') }} as findings
    on
        findings.kind in ('part_exceeds_whole', 'identity_failed')
        and part.area_id = findings.area_id
        and part.indicator_id = findings.indicator_id
        and cast(part.year as varchar) = findings.period
where
    part.indicator_id in ({% for indicator in indicators %}'{{ indicator }}'{{ ', ' if not loop.last }}{% endfor %})
    and part.low >= whole.high
    and part.basis != 'derived'
    and whole.basis != 'derived'
{% endtest %}
