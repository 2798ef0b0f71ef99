-- A printed ratio and its numerator imply a denominator ("336 patents per ten thousand people" and "1200 patents" imply
-- 36,000 people). Where that area's output per implied head is more than four times the figure of the area above, the
-- ratio is taken of something else than the denominator that its name says. The same limit is put to GDP over a printed
-- population: an area's GDP per head that is a quarter of that of the area above counts only a part of the area.
with

numerators as (
    select * from {{ ref('indicator_relations') }} where kind = 'ratio_numerator'
),

denominators as (
    select * from {{ ref('indicator_relations') }} where kind = 'ratio_denominator'
),

claims as (
    select *, year(coalesce(period_end, known_at)) as about_year
    from {{ ref('int_accepted') }}
    where standing = 'eligible' and measure = 'level'
),

accepted as (
    select *, year(period_end) as about_year
    from {{ ref('int_period_value') }}
    where basis in ('reported', 'corrected') and not is_one_sided
),

implied as (
    select
        ratio.area_id,
        ratio.indicator_id,
        ratio.about_year,
        ratio.observation_id as ratio_id,
        numerator.observation_id as numerator_id,
        {{ claim_label('ratio') }} as ratio_label,
        {{ claim_label('numerator') }} as numerator_label,
        denominators.other_indicator_id as denominator_id,
        numerator.value / ratio.value * cast(numerators.scale as double) as implied_value,
        rules.iv_div(
            rules.iv(numerator.low * cast(numerators.scale as double), numerator.high * cast(numerators.scale as double)),
            rules.iv(ratio.low, ratio.high)
        ) as span
    from claims as ratio
    inner join numerators on ratio.indicator_id = numerators.indicator_id
    inner join denominators on ratio.indicator_id = denominators.indicator_id
    inner join claims as numerator
        on
            numerators.other_indicator_id = numerator.indicator_id
            and ratio.area_id = numerator.area_id
            and ratio.about_year = numerator.about_year
            and ratio.period_kind = numerator.period_kind
    where not ratio.is_one_sided and not numerator.is_one_sided and ratio.low > 0 and numerator.low > 0
),

against_levels as (
    select
        implied.*,
        printed.observation_id as witness_id,
        'the printed ' || implied.denominator_id || ' is ' || {{ amount_label('printed.value', 'printed.unit') }} as witness
    from implied
    inner join accepted as printed
        on
            implied.area_id = printed.area_id
            and implied.denominator_id = printed.indicator_id
            and implied.about_year = printed.about_year
            and printed.period_kind = 'year'
    -- Ratios per head are taken of the mean of two year-ends and from unrounded figures: two per cent are no tension.
    where not rules.iv_overlaps(implied.span, rules.iv(printed.low * 0.98, printed.high * 1.02))
),

per_head as (
    select distinct on (implied.ratio_id, implied.numerator_id)
        implied.*,
        gdp.observation_id as witness_id,
        'GDP would be ' || printf('%.3g万元', gdp.value / implied.implied_value / 1e4) || ' a head, in '
        || above.area_id || ' it is ' || printf('%.3g万元', above_gdp.value / above_people.value / 1e4) as witness
    from implied
    inner join accepted as gdp
        on
            implied.area_id = gdp.area_id and gdp.indicator_id = 'gdp' and gdp.period_kind = 'year'
            and implied.about_year = gdp.about_year
    inner join {{ ref('int_area_ancestor') }} as ancestors on implied.area_id = ancestors.area_id
    inner join {{ ref('stg_area') }} as above on ancestors.ancestor_id = above.area_id
    inner join accepted as above_gdp
        on
            above.area_id = above_gdp.area_id and above_gdp.indicator_id = 'gdp'
            and above_gdp.period_kind = 'year' and implied.about_year = above_gdp.about_year
    inner join accepted as above_people
        on
            above.area_id = above_people.area_id and above_people.indicator_id = 'resident_population'
            and above_people.period_kind = 'year' and abs(implied.about_year - above_people.about_year) <= 5
    where
        implied.denominator_id = 'resident_population'
        and (
            gdp.value / implied.implied_value > 4 * above_gdp.value / above_people.value
            or gdp.value / implied.implied_value < above_gdp.value / above_people.value / 4
        )
    order by
        implied.ratio_id, implied.numerator_id, ancestors.distance, abs(implied.about_year - above_people.about_year),
        above_people.observation_id
),

own_people as (
    select distinct on (gdp.observation_id)
        gdp.area_id,
        gdp.about_year,
        gdp.observation_id as gdp_id,
        people.observation_id as people_id,
        above_gdp.observation_id as witness_id,
        {{ amount_label('gdp.value', 'gdp.unit') }} || ' of GDP and ' || {{ amount_label('people.value', 'people.unit') }}
        || ' (' || people.indicator_id || ') are ' || printf('%.3g万元 a head', gdp.value / people.value / 1e4)
        || '; in ' || above.area_id || ' it is ' || printf('%.3g万元', above_gdp.value / above_people.value / 1e4) as wording
    from accepted as gdp
    inner join accepted as people
        on
            gdp.area_id = people.area_id
            and people.indicator_id in ('resident_population', 'total_population')
            and abs(gdp.about_year - people.about_year) <= 1
    inner join {{ ref('int_area_ancestor') }} as ancestors on gdp.area_id = ancestors.area_id
    inner join {{ ref('stg_area') }} as above on ancestors.ancestor_id = above.area_id
    inner join accepted as above_gdp
        on
            above.area_id = above_gdp.area_id and above_gdp.indicator_id = 'gdp'
            and above_gdp.period_kind = 'year' and gdp.about_year = above_gdp.about_year
    inner join accepted as above_people
        on
            above.area_id = above_people.area_id and above_people.indicator_id = 'resident_population'
            and abs(gdp.about_year - above_people.about_year) <= 5
    where
        gdp.indicator_id = 'gdp' and gdp.period_kind = 'year' and people.low > 0
        and abs(ln((gdp.value / people.value) / (above_gdp.value / above_people.value))) > ln(4)
    order by
        gdp.observation_id, ancestors.distance, abs(gdp.about_year - people.about_year), people.observation_id,
        abs(gdp.about_year - above_people.about_year), above_people.observation_id
),

found as (
    select * from against_levels
    union all by name
    select * from per_head
)

select
    'implausible_ratio' as kind,
    'warning' as severity,
    area_id,
    indicator_id,
    cast(about_year as varchar) as period,
    ratio_label || ' and ' || numerator_label || ' imply ' || denominator_id || ' of '
    || printf('%.5g to %.5g', span.low, span.high) || '; ' || witness as message,
    [ratio_id, numerator_id, witness_id] as observation_ids,
    denominator_id as evidence_key,
    cast(null as varchar) as resolved_by
from found

union all

select
    'implausible_ratio' as kind,
    'warning' as severity,
    area_id,
    'gdp' as indicator_id,
    cast(about_year as varchar) as period,
    wording as message,
    [gdp_id, people_id, witness_id] as observation_ids,
    'gdp a head' as evidence_key,
    cast(null as varchar) as resolved_by
from own_people
