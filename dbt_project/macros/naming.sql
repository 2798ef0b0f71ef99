{# Schemas are named as they are in the contract, without a prefix of the target. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}

{# A relation without the name of the database: what is stored in the published file (views, macros) must hold
   whatever name the file has when somebody attaches it. #}
{% macro portable_ref(model_name) -%}
    {{ ref(model_name).include(database=false) }}
{%- endmacro %}
