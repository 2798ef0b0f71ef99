-- The claims that a correction rewrites, in the form of the ledger with the new wording in place. An empty new value clears the field.
with

claims as (
    select * from {{ ref('stg_observation') }}
),

fixes as (
    select
        observation_id,
        {% for field in ['value_text', 'unit', 'qualifier', 'period', 'status', 'measure', 'area', 'indicator'] -%}
        bool_or(field = '{{ field }}') as fixes_{{ field }},
        max(new_value) filter (where field = '{{ field }}') as new_{{ field }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('int_correction') }}
    where action = 'fix' and holds
    group by observation_id
),

final as (
    select
        claims.* replace (
            case when fixes.fixes_value_text then fixes.new_value_text else claims.value_text end as value_text,
            case when fixes.fixes_unit then fixes.new_unit else claims.unit end as unit,
            case when fixes.fixes_qualifier then fixes.new_qualifier else claims.qualifier end as qualifier,
            case when fixes.fixes_period then fixes.new_period else claims.period end as period,
            case when fixes.fixes_status then fixes.new_status else claims.status end as status,
            case when fixes.fixes_measure then fixes.new_measure else claims.measure end as measure,
            case when fixes.fixes_area then fixes.new_area else claims.area end as area,
            case when fixes.fixes_indicator then fixes.new_indicator else claims.indicator end as indicator
        )
    from claims
    inner join fixes using (observation_id)
)

select * from final
