-- depends_on: {{ ref('forecast') }} {{ ref('area') }} {{ ref('indicator') }}
select
    areas.name_zh as 地区,
    indicators.name_zh as 指标,
    forecasts.year as 年份,
    case forecasts.kind
        when 'actual' then '实际'
        when 'estimate' then '估计'
        when 'nowcast' then '现时预测'
        else '预测'
    end as 类型,
    {{ planner_unit('forecasts.unit') }} as 单位,
    round(forecasts.p50 / {{ planner_scale('forecasts.unit') }}, 4) as 中位数,
    round(forecasts.p10 / {{ planner_scale('forecasts.unit') }}, 4) as "80%区间下限",
    round(forecasts.p90 / {{ planner_scale('forecasts.unit') }}, 4) as "80%区间上限",
    round(forecasts.p025 / {{ planner_scale('forecasts.unit') }}, 4) as "95%区间下限",
    round(forecasts.p975 / {{ planner_scale('forecasts.unit') }}, 4) as "95%区间上限",
    forecasts.n_obs as 观测数,
    forecasts.as_of as 数据截至,
    forecasts.note as 备注
from {{ portable_ref('forecast') }} as forecasts
inner join {{ portable_ref('area') }} as areas using (area_id)
inner join {{ portable_ref('indicator') }} as indicators using (indicator_id)
order by forecasts.area_id, forecasts.indicator_id, forecasts.year
