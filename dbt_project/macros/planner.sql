{# Tables for planners: Chinese names, 亿元 and 万人, two decimals. Stored without the name of the database. #}
{% macro yearly_view(table) -%}
-- depends_on: {{ ref(table) }} {{ ref('indicator') }}
select
    wide.area_name_zh as 地区,
    wide.year as 年份,
    round(wide.gdp_cny / 1e8, 2) as "地区生产总值(亿元)",
    round(wide.tax_cny / 1e8, 4) as "税收(亿元)",
    tax.name_zh as 税收口径,
    round(wide.employment_persons / 1e4, 4) as "就业(万人)",
    employment.name_zh as 就业口径,
    round(wide.general_budget_revenue_cny / 1e8, 2) as "一般公共预算收入(亿元)",
    round(wide.general_budget_expenditure_cny / 1e8, 2) as "一般公共预算支出(亿元)",
    round(wide.fixed_asset_investment_cny / 1e8, 2) as "固定资产投资(亿元)",
    round(wide.retail_sales_cny / 1e8, 2) as "社会消费品零售总额(亿元)",
    round(wide.resident_population_persons / 1e4, 2) as "常住人口(万人)",
    cast(round(wide.tenant_firms_count) as bigint) as "入驻企业(家)",
    cast(round(wide.market_entities_count) as bigint) as "市场主体(户)",
    concat_ws(
        '; ',
        '只知上下限: ' || (
            select string_agg(name_zh, '、' order by name_zh) from {{ portable_ref('indicator') }}
            where list_contains(wide.bounds, indicator_id)
        ),
        '推算: ' || (
            select string_agg(name_zh, '、' order by name_zh) from {{ portable_ref('indicator') }}
            where list_contains(wide.derived, indicator_id)
        )
    ) as 说明
from {{ portable_ref(table) }} as wide
left join {{ portable_ref('indicator') }} as tax on wide.tax_indicator_id = tax.indicator_id
left join {{ portable_ref('indicator') }} as employment on wide.employment_indicator_id = employment.indicator_id
order by wide.area_id, wide.year
{%- endmacro %}

{# Base units to what a planner reads: CNY in 亿元, persons in 万人, the rest as it is. #}
{% macro planner_scale(unit) -%}
    case {{ unit }} when 'CNY' then 1e8 when 'persons' then 1e4 else 1 end
{%- endmacro %}

{% macro planner_unit(unit) -%}
    case {{ unit }} when 'CNY' then '亿元' when 'persons' then '万人' when 'percent' then '%' else {{ unit }} end
{%- endmacro %}
