-- A derived value stands on accepted claims, at least two of them or all parts of a sum.
select derived.area_id, derived.indicator_id, derived.year, derived.derived_from
from {{ ref('indicator_year') }} as derived
where
    derived.basis = 'derived'
    and (
        len(derived.derived_from) < 2
        or exists (
            select 1
            from unnest(derived.derived_from) as parts (observation_id)
            left join {{ ref('observation') }} as claims using (observation_id)
            where coalesce(claims.disposition, '') not in ('accepted', 'corrected')
        )
    )
