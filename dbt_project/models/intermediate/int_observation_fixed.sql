-- The claims that a correction rewrites, in the form of the ledger with the new wording in place.
with

claims as (
    select * from {{ ref('stg_observation') }}
),

fixes as (
    select
        observation_id,
        {% for field in ['value_text', 'unit', 'qualifier', 'period', 'status', 'measure', 'area', 'indicator'] -%}
        max(new_value) filter (where field = '{{ field }}') as new_{{ field }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('int_correction') }}
    where action = 'fix' and holds
    group by observation_id
),

final as (
    select
        claims.* replace (
            coalesce(fixes.new_value_text, claims.value_text) as value_text,
            coalesce(fixes.new_unit, claims.unit) as unit,
            coalesce(fixes.new_qualifier, claims.qualifier) as qualifier,
            coalesce(fixes.new_period, claims.period) as period,
            coalesce(fixes.new_status, claims.status) as status,
            coalesce(fixes.new_measure, claims.measure) as measure,
            coalesce(fixes.new_area, claims.area) as area,
            coalesce(fixes.new_indicator, claims.indicator) as indicator
        )
    from claims
    inner join fixes using (observation_id)
)

select * from final
