{# The columns of the mart `observation`, from `arbitrated`. The figure is as printed; what a correction made of it is
   said by correction_id and stands in indicator_year. #}
{% macro observation_columns() -%}
    observation_id,
    source_id,
    locator,
    area_id,
    indicator_id,
    measure,
    printed_text as value_text,
    printed_unit as unit_printed,
    printed_qualifier as qualifier,
    printed_period as period,
    printed_status as status,
    printed_value as value,
    printed_low as low,
    printed_high as high,
    printed_base_unit as unit,
    period_start,
    period_end,
    period_kind,
    year,
    ref_area_id,
    ref_indicator_id,
    base_period,
    growth_basis as basis,
    known_at,
    known_at_assumed,
    authority_rank,
    cast(loaded_at as timestamp) as loaded_at,
    case
        when standing = 'target' and period_kind = 'undated' then 'not_comparable'
        when standing = 'target' and disposition in ('agrees', 'conflicting', 'superseded') then 'accepted'
        else disposition
    end as disposition,
    reason,
    correction_id,
    decided_by,
    note
{%- endmacro %}

{% macro indicator_year_columns() -%}
    area_id,
    indicator_id,
    cast(year(period_end) as integer) as year,
    value,
    low,
    high,
    unit,
    basis,
    as_at,
    observation_id,
    cast(n_claims as integer) as n_claims,
    cast(n_sources as integer) as n_sources,
    agreement,
    known_at,
    derivation,
    derived_from
{%- endmacro %}

{% macro indicator_part_year_columns() -%}
    area_id,
    indicator_id,
    period_start,
    period_end,
    value,
    low,
    high,
    unit,
    basis,
    observation_id,
    cast(n_claims as integer) as n_claims,
    cast(n_sources as integer) as n_sources,
    agreement,
    known_at,
    derivation,
    derived_from
{%- endmacro %}

{% macro growth_columns(annual) -%}
    area_id,
    indicator_id,
    {% if annual -%}
    cast(year(period_end) as integer) as year,
    {%- else -%}
    period_start,
    period_end,
    {%- endif %}
    basis,
    value,
    low,
    high,
    observation_id,
    cast(n_claims as integer) as n_claims,
    cast(n_sources as integer) as n_sources,
    agreement,
    known_at
{%- endmacro %}

{# A table macro in the published file that answers as of a date: the rules of the marts over the claims known by then.
   Corrections, decisions and breaks apply at every date; claims whose publication date is unknown are in the current
   tables only. `body` selects from the CTEs of arbitration_ctes and value_ctes. #}
{% macro create_as_of_macro(name, columns, relation, condition='true') -%}
create or replace macro {{ target.schema }}.{{ name }}(as_of_date) as table
with recursive

claims as not materialized (
    select * from {{ portable_ref('int_claim') }}
    where known_at <= as_of_date
),

{{ arbitration_ctes() }},

{{ value_ctes(
    breaks=portable_ref('stg_break'), indicators=portable_ref('indicators'), relations=portable_ref('indicator_relations')
) }}

select
    {{ columns }}
from {{ relation }}
where {{ condition }}
{%- endmacro %}

{#
  One row per area and year, one column per indicator. For the families gdp, tax and employment, which offer several
  indicators, each area keeps one for all of its years (never spliced): the one with the newest year, then the most years.
  Other columns are one indicator each.
#}
{% macro wide_year(levels) -%}
{%- set columns = {
    'general_budget_revenue_cny': 'general_budget_revenue',
    'general_budget_expenditure_cny': 'general_budget_expenditure',
    'primary_value_added_cny': 'primary_value_added',
    'secondary_value_added_cny': 'secondary_value_added',
    'tertiary_value_added_cny': 'tertiary_value_added',
    'industrial_value_added_above_scale_cny': 'industrial_value_added_above_scale',
    'fixed_asset_investment_cny': 'fixed_asset_investment',
    'retail_sales_cny': 'retail_sales',
    'resident_population_persons': 'resident_population',
    'disposable_income_urban_cny': 'disposable_income_urban',
    'disposable_income_rural_cny': 'disposable_income_rural',
    'tenant_firms_count': 'tenant_firms',
    'market_entities_count': 'market_entities',
} -%}
with

annual as (
    select values.*, areas.name_zh, areas.level, indicators.family
    from {{ ref('indicator_year') }} as values
    inner join {{ ref('area') }} as areas using (area_id)
    inner join {{ ref('indicator') }} as indicators using (indicator_id)
    where areas.level in ({% for level in levels %}'{{ level }}'{{ ', ' if not loop.last }}{% endfor %})
),

chosen as (
    select area_id, family, indicator_id
    from annual
    where family in ('gdp', 'tax', 'employment')
    group by area_id, family, indicator_id
    qualify row_number() over (
        partition by area_id, family
        order by max(year) desc, count(*) desc, indicator_id
    ) = 1
),

final as (
    select
        annual.area_id,
        any_value(annual.name_zh) as area_name_zh,
        any_value(annual.level) as level,
        annual.year,
        {% for family, column in [('gdp', 'gdp_cny'), ('tax', 'tax_cny'), ('employment', 'employment_persons')] -%}
        max(annual.value) filter (where annual.family = '{{ family }}' and chosen.indicator_id is not null) as {{ column }},
        max(annual.indicator_id) filter (where annual.family = '{{ family }}' and chosen.indicator_id is not null)
            as {{ family }}_indicator_id,
        {% endfor %}
        {%- for column, indicator_id in columns.items() %}
        max(annual.value) filter (where annual.indicator_id = '{{ indicator_id }}') as {{ column }},
        {%- endfor %}
        -- "More than 200 million" stands as 200 million above; here it says that it is a bound.
        coalesce(
            list(annual.indicator_id order by annual.indicator_id) filter (where annual.low is null or annual.high is null), []
        ) as bounds,
        coalesce(
            list(annual.indicator_id order by annual.indicator_id) filter (where annual.basis = 'derived'), []
        ) as derived
    from annual
    left join chosen using (area_id, family, indicator_id)
    group by annual.area_id, annual.year
)

select * from final
-- A year of which none of these is known says nothing here; indicator_year has it.
where coalesce(gdp_cny, tax_cny, employment_persons, {{ columns.keys() | join(', ') }}) is not null
{%- endmacro %}
