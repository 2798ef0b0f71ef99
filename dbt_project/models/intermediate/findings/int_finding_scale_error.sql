-- A printed level that misses what other claims say, and would meet it if its decimal point stood elsewhere.
-- Strong evidence: the same area's base value with a printed multiple ("increased 35 times since 2004").
-- Weak evidence: levels of the same series within three years, part-years scaled up to twelve months; two of them are
-- needed, because with one it cannot be said which of the two is wrong.
with

claims as (
    select * from {{ ref('int_claim') }}
    where standing in ('eligible', 'quarantined') and measure = 'level' and not is_one_sided and printed_value > 0
),

accepted as (
    select
        period_value.*,
        year(period_value.period_end) as figure_year,
        case
            when indicators.kind = 'flow'
                then period_value.value * 12 / (date_diff('month', period_value.period_start, period_value.period_end) + 1)
            else period_value.value
        end as annual,
        indicators.kind
    from {{ ref('int_period_value') }} as period_value
    inner join {{ ref('indicators') }} as indicators using (indicator_id)
    where period_value.basis in ('reported', 'corrected') and not period_value.is_one_sided
),

multiples as (
    select * from {{ ref('int_accepted') }}
    where measure = 'growth_multiple' and not is_one_sided and base_period_start is not null
),

-- What lies within three years of each year, in one pass: only a figure that misses some of it can be a misprint, and
-- most figures miss nothing.
neighbourhood as (
    select
        area_id,
        indicator_id,
        figure_year,
        min(lowest) over within_three_years as lowest,
        max(highest) over within_three_years as highest
    from (
        select area_id, indicator_id, figure_year, min(annual) as lowest, max(annual) as highest
        from (
            select area_id, indicator_id, figure_year, annual from accepted where kind in ('flow', 'stock')
            union all
            select distinct area_id, indicator_id, year(period_end), null from claims where period_kind = 'year'
        )
        group by area_id, indicator_id, figure_year
    )
    window within_three_years as (
        partition by area_id, indicator_id
        order by figure_year range between 3 preceding and 3 following
    )
),

suspects as (
    select
        claims.observation_id,
        claims.area_id,
        claims.indicator_id,
        year(claims.period_end) as figure_year,
        claims.printed_value,
        claims.printed_low,
        claims.printed_high,
        claims.printed_text,
        claims.printed_unit,
        claims.printed_qualifier,
        claims.base_unit,
        claims.source_id,
        claims.locator,
        claims.correction_id
    from claims
    left join neighbourhood
        on
            claims.area_id = neighbourhood.area_id
            and claims.indicator_id = neighbourhood.indicator_id
            and year(claims.period_end) = neighbourhood.figure_year
    where
        claims.period_kind = 'year'
        and (
            claims.printed_low >= neighbourhood.lowest * 3
            or claims.printed_high <= neighbourhood.highest / 3
            or claims.indicator_id in (select indicator_id from multiples)
        )
),

evidence as (
    select
        suspects.observation_id,
        true as is_strong,
        rules.iv_mul(
            rules.iv(base.low, base.high), rules.iv(1 + multiples.low, 1 + multiples.high)
        ) as expected,
        {{ amount_label('base.value', 'base.unit') }} || ' in ' || base.figure_year
        || printf(' and an increase by %g times', multiples.value) as wording,
        [base.observation_id, multiples.observation_id] as evidence_ids
    from suspects
    inner join multiples
        on
            suspects.area_id = multiples.area_id
            and suspects.indicator_id = multiples.indicator_id
            and suspects.figure_year = year(multiples.period_end)
    inner join accepted as base
        on
            multiples.area_id = base.area_id
            and multiples.indicator_id = base.indicator_id
            and base.period_kind = 'year'
            and base.figure_year = year(multiples.base_period_start)

    union all

    -- A level three years away is within a factor of three in all but war and hyperinflation, and a lost decimal point
    -- moves it by ten or more.
    select
        suspects.observation_id,
        false as is_strong,
        rules.iv(near.annual / 3, near.annual * 3) as expected,
        {{ amount_label('near.value', 'near.unit') }} || ' in '
        || {{ period_label('near.period_kind', 'near.period_start', 'near.period_end') }} as wording,
        [near.observation_id] as evidence_ids
    from suspects
    inner join accepted as near
        on
            suspects.area_id = near.area_id
            and suspects.indicator_id = near.indicator_id
            and suspects.observation_id != near.observation_id
            and abs(suspects.figure_year - near.figure_year) between 1 and 3
    where near.kind in ('flow', 'stock')

    union all

    select
        suspects.observation_id,
        false as is_strong,
        rules.iv(0, whole.high) as expected,
        areas.name_zh || ' as a whole has ' || {{ amount_label('whole.value', 'whole.unit') }} as wording,
        [whole.observation_id] as evidence_ids
    from suspects
    inner join {{ ref('stg_area') }} as parts on suspects.area_id = parts.area_id
    inner join {{ ref('stg_area') }} as areas on parts.parent_area_id = areas.area_id
    inner join accepted as whole
        on
            parts.parent_area_id = whole.area_id
            and suspects.indicator_id = whole.indicator_id
            and whole.period_kind = 'year'
            and suspects.figure_year = whole.figure_year
    where whole.kind = 'flow'
),

tested as (
    select
        suspects.*,
        evidence.is_strong,
        evidence.expected,
        evidence.wording,
        evidence.evidence_ids,
        not rules.iv_overlaps(rules.iv(suspects.printed_low, suspects.printed_high), evidence.expected) as is_missed,
        -- The nearest power of ten to the middle of what is expected; nothing can be said from a bare upper bound.
        case
            when evidence.expected.low > 0
                then round(log10(suspects.printed_value / sqrt(evidence.expected.low * evidence.expected.high)))
        end as shift
    from suspects
    inner join evidence using (observation_id)
),

shifted as (
    select
        observation_id,
        -- Of several shifts the smallest that the evidence allows.
        min_by(shift, abs(shift)) filter (
            where shift != 0
            and rules.iv_overlaps(rules.iv(printed_low / pow(10, shift), printed_high / pow(10, shift)), expected)
        ) as shift
    from tested
    where is_missed
    group by observation_id
),

mended as (
    select
        tested.*,
        shifted.shift as mend,
        rules.iv_overlaps(
            rules.iv(tested.printed_low / pow(10, shifted.shift), tested.printed_high / pow(10, shifted.shift)),
            tested.expected
        ) as is_met_then
    from tested
    inner join shifted using (observation_id)
    where shifted.shift != 0
),

judged as (
    select
        observation_id,
        any_value(mend) as shift,
        bool_or(is_strong and is_missed and is_met_then) as has_strong,
        count(*) filter (where is_missed and is_met_then) as n_mended,
        -- Evidence that the printed figure meets, or that the mended one misses, speaks against a misprint.
        count(*) filter (where not is_missed or not is_met_then) as n_against,
        string_agg(wording, '; ' order by is_strong desc, wording) as wording,
        list_sort(list_distinct(flatten(list(evidence_ids)))) as evidence_ids
    from mended
    group by observation_id
)

select
    'scale_error' as kind,
    'error' as severity,
    suspects.area_id,
    suspects.indicator_id,
    cast(suspects.figure_year as varchar) as period,
    'printed ' || {{ claim_label('suspects') }} || '; a factor of 10^' || cast(judged.shift as integer)
    || ' less, ' || {{ amount_label('(suspects.printed_value / pow(10, judged.shift))', 'suspects.base_unit') }}
    || ', agrees with: ' || judged.wording as message,
    list_prepend(suspects.observation_id, judged.evidence_ids) as observation_ids,
    suspects.source_id || suspects.locator as evidence_key,
    suspects.correction_id as resolved_by
from judged
inner join suspects using (observation_id)
where (judged.has_strong or judged.n_mended >= 2) and judged.n_against = 0
