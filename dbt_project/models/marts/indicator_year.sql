-- depends_on: {{ ref('int_claim') }} {{ ref('stg_break') }} {{ ref('indicators') }} {{ ref('indicator_relations') }}
{{ config(post_hook=[
    "{{ create_as_of_macro('indicator_year_as_of', indicator_year_columns(), 'period_value', \"period_kind = 'year'\") }}",
    "{{ create_as_of_macro('indicator_part_year_as_of', indicator_part_year_columns(), 'period_value', \"period_kind = 'part_year'\") }}",
    "{{ create_as_of_macro('growth_year_as_of', growth_columns(annual=true), 'accepted_growth', \"period_kind = 'year'\") }}",
]) }}
select
    {{ indicator_year_columns() }}
from {{ ref('int_period_value') }}
where period_kind = 'year'
