-- depends_on: {{ ref('int_claim') }} {{ ref('stg_break') }} {{ ref('indicators') }} {{ ref('indicator_relations') }}
{{ config(post_hook="{{ create_as_of_macro('observation_as_of', observation_columns(), 'arbitrated') }}") }}
select
    {{ observation_columns() }}
from {{ ref('int_arbitrated') }}
