-- Printed growth against the levels printed for both years. Nominal growth must agree within the intervals; real growth
-- must leave a change of prices that China has seen: since 2000 the GDP deflator moved between -1.3 % and +8 % a year,
-- before that up to +21 % (1994).
with

accepted as (
    select * from {{ ref('int_period_value') }}
    where basis in ('reported', 'corrected') and not is_one_sided and period_kind = 'year' and low > 0
),

growth as (
    select * from {{ ref('int_growth') }}
    where period_kind = 'year' and not is_one_sided
),

breaks as (
    select * from {{ ref('stg_break') }}
),

compared as (
    select
        growth.*,
        year(growth.period_end) as growth_year,
        this_year.unit,
        this_year.value as level,
        this_year.observation_id as level_id,
        previous.value as previous_level,
        previous.observation_id as previous_id,
        rules.iv_div(rules.iv(this_year.low, this_year.high), rules.iv(previous.low, previous.high)) as ratio,
        rules.iv(1 + growth.low / 100, 1 + growth.high / 100) as factor
    from growth
    inner join accepted as this_year
        on
            growth.area_id = this_year.area_id
            and growth.indicator_id = this_year.indicator_id
            and growth.period_end = this_year.period_end
    inner join accepted as previous
        on
            growth.area_id = previous.area_id
            and growth.indicator_id = previous.indicator_id
            and year(growth.period_end) - 1 = year(previous.period_end)
    anti join breaks
        on
            growth.area_id = breaks.area_id
            and growth.indicator_id = breaks.indicator_id
            and year(growth.period_end) = breaks.year
),

judged as (
    select
        *,
        rules.iv_div(ratio, factor) as price_change,
        case
            when basis = 'real' and growth_year < 2000 then rules.iv(0.98, 1.25)
            when basis = 'real' then rules.iv(0.98, 1.10)
            else rules.iv(1, 1)
        end as allowed
    from compared
)

select
    'growth_mismatch' as kind,
    case basis when 'nominal' then 'warning' else 'info' end as severity,
    area_id,
    indicator_id,
    cast(growth_year as varchar) as period,
    'printed ' || basis || ' growth ' || printf('%.4g', value) || '%; the levels '
    || {{ amount_label('previous_level', 'unit') }} || ' and ' || {{ amount_label('level', 'unit') }}
    || ' give ' || printf('%.4g', (level / previous_level - 1) * 100) || '%'
    || case
        when basis = 'real'
            then ', prices would have changed by ' || printf('%.3g', (level / previous_level / (1 + value / 100) - 1) * 100) || '%'
        else ''
    end as message,
    [observation_id, level_id, previous_id] as observation_ids,
    basis as evidence_key,
    cast(null as varchar) as resolved_by
from judged
where
    case
        when basis = 'real' then not rules.iv_overlaps(price_change, allowed)
        else not rules.iv_overlaps(ratio, factor)
    end
