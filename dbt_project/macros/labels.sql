{# A period as a reader writes it: 2018, 2024-01/2024-08, 2024-08-31. #}
{% macro period_label(kind, period_start, period_end) -%}
    case
        when {{ kind }} = 'undated' then null
        when {{ kind }} = 'year' then cast(year({{ period_end }}) as varchar)
        when {{ period_start }} = {{ period_end }} then cast({{ period_end }} as varchar)
        when {{ period_start }} is null then '../' || cast({{ period_end }} as varchar)
        when {{ period_end }} is null then cast({{ period_start }} as varchar) || '/..'
        else strftime({{ period_start }}, '%Y-%m') || '/' || strftime({{ period_end }}, '%Y-%m')
    end
{%- endmacro %}

{# An amount as a reader of Chinese statistics writes it: 亿元 for large sums, the base unit otherwise. #}
{% macro amount_label(amount, unit) -%}
    case
        when {{ amount }} is null then '∞'
        when {{ unit }} = 'CNY' then
            case when abs({{ amount }}) >= 1e7 then printf('%.6g亿元', {{ amount }} / 1e8) else printf('%.6g万元', {{ amount }} / 1e4) end
        when {{ unit }} = 'percent' then printf('%.6g%%', {{ amount }})
        when {{ unit }} = 'count' then printf('%.8g', {{ amount }})
        when {{ unit }} = 'persons' then printf('%.8g人', {{ amount }})
        else printf('%.8g ', {{ amount }}) || {{ unit }}
    end
{%- endmacro %}

{# How a claim is quoted in a finding: figure as printed, source, place. #}
{% macro claim_label(claim) -%}
    coalesce({{ claim }}.printed_qualifier || ' ', '') || {{ claim }}.printed_text
    || coalesce({{ claim }}.printed_unit, '')
    || ' [' || {{ claim }}.source_id || ' ' || {{ claim }}.locator || ']'
{%- endmacro %}
