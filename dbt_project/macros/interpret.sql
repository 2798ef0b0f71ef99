{# Words to ids and base units: the one definition of it is the table macro rules.interpret (ingest/rules.sql), which
   the loader uses to reject rows and which runs here again, so that a change of a rule needs no new ingestion. #}
{% macro interpret(relation) -%}
    rules.interpret(
        '{{ relation }}',
        '{{ ref('areas') }}',
        '{{ ref('area_aliases') }}',
        '{{ ref('indicators') }}',
        '{{ ref('indicator_aliases') }}',
        '{{ ref('units') }}',
        '{{ ref('sources') }}'
    )
{%- endmacro %}
