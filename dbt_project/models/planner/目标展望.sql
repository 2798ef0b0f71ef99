-- depends_on: {{ ref('target_outlook') }} {{ ref('area') }} {{ ref('indicator') }}
select
    areas.name_zh as 地区,
    indicators.name_zh as 指标,
    outlook.year as 年份,
    case outlook.measure when 'level' then '总量' when 'yoy_growth_pct' then '增速' else outlook.measure end as 目标类型,
    {{ planner_unit('outlook.unit') }} as 单位,
    round(outlook.target_low / {{ planner_scale('outlook.unit') }}, 4) as 目标下限,
    round(outlook.target_high / {{ planner_scale('outlook.unit') }}, 4) as 目标上限,
    round(outlook.p50 / {{ planner_scale('outlook.unit') }}, 4) as 预测中位数,
    round(outlook.probability, 3) as 达成概率,
    outlook.as_of as 数据截至,
    outlook.note as 备注
from {{ portable_ref('target_outlook') }} as outlook
inner join {{ portable_ref('area') }} as areas using (area_id)
inner join {{ portable_ref('indicator') }} as indicators using (indicator_id)
order by outlook.area_id, outlook.indicator_id, outlook.year
