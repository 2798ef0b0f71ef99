-- The rules of figures: how a printed number, qualifier, unit and period become an interval in base units and a pair of
-- dates, and how printed names become ids. DuckDB macros in schema `rules`; load, extraction and dbt all run this file
-- (ingest.rules.install), so that a rule has one definition. Statements end with a semicolon at the end of a line.
--
-- Intervals are half-open, [low, high): a missing bound is an open end. Bounds are computed in exact decimals and turned
-- into DOUBLE last, so that the upper bound of 1.03 and the lower bound of 1.04 are the same number.
--
-- `list_transform([x], lambda v: …)[1]` stands for "let v be x": a macro has no other way to use a value twice without
-- computing it twice.

create schema if not exists rules;

-- ---------------------------------------------------------------------------------------------------------------- text

-- Full-width ASCII (U+FF01–U+FF5E) to ASCII, exotic blanks to a blank, minus signs to a hyphen; no blanks at the ends.
create or replace macro rules.clean(t) as
    trim(translate(
        t,
        '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～'
        || chr(12288) || chr(160) || chr(9) || chr(10) || chr(13) || chr(8239) || chr(8201)
        || chr(8722) || chr(8208) || chr(8209) || chr(65123) || '﹪',
        '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~'
        || '       ' || '----' || '%'
    ));

-- A name as it is compared: no blanks at all, so that a name broken over two lines is the same name.
create or replace macro rules.word(t) as nullif(replace(rules.clean(t), ' ', ''), '');

-- A text within a message: quoted, shortened.
create or replace macro rules.quoted(t) as
    '"' || left(coalesce(t, ''), 60) || case when length(coalesce(t, '')) > 60 then '…' else '' end || '"';

-- ------------------------------------------------------------------------------------------------------------- numbers

-- 10 to the power of k, -8 to 15, exactly.
create or replace macro rules.power_of_ten(k) as
    list_extract(
        [
            0.00000001, 0.0000001, 0.000001, 0.00001, 0.0001, 0.001, 0.01, 0.1, 1, 10, 100, 1000, 10000, 100000,
            1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000,
            100000000000000, 1000000000000000
        ]::decimal(24, 8)[],
        k + 9
    );

-- A number's text in one script: half-width, variants of the Chinese digits and multipliers unified, 第 taken off.
create or replace macro rules.numeral(t) as
    regexp_replace(
        translate(rules.clean(t), '〇○两兩壹贰叁肆伍陆柒捌玖拾佰仟萬億點负負正', '零零二二一二三四五六七八九十百千万亿点--+'),
        '^第',
        ''
    );

-- … without its sign and without a percent sign at its end.
create or replace macro rules.unsigned(n) as
    regexp_replace(regexp_replace(n, '^[+-] ?', ''), ' ?[%‰]$', '');

-- Arabic digits, grouped by threes or not: at most 15 before the point and 8 after it. No exponent, no 0x, no `1_000`.
create or replace macro rules.is_arabic(u) as
    regexp_full_match(u, '(?:[0-9]{1,3}(?:[, ][0-9]{3}){1,4}|[0-9]{1,15})(?:\.[0-9]{1,8})?');

create or replace macro rules.arabic(u) as
    case when rules.is_arabic(u) then try_cast(replace(replace(u, ',', ''), ' ', '') as decimal(24, 8)) end;

-- Digits in their plainest form, as nearly all figures of a large file are: at most 15 before the point and 8 after it.
create or replace macro rules.plain_number(t) as
    case
        when regexp_full_match(t, '-?[0-9]{1,15}(\.[0-9]{1,8})?') then try_cast(t as decimal(24, 8))
    end;

create or replace macro rules.hanzi_digit(d) as
    case when length(d) = 1 then nullif(instr('零一二三四五六七八九', d), 0) - 1 end;

-- A Chinese numeral below ten thousand: 三千二百零五, 十七, 百; colloquially 三百五 (350). NULL where it is none.
create or replace macro rules.hanzi_section(s) as
    list_transform(
        [regexp_extract(
            regexp_replace(s, '^([百千])', '一\1'),
            '^((?:([一二三四五六七八九])千)?零?(?:([一二三四五六七八九])百)?零?(?:([一二三四五六七八九])?(十))?零?([一二三四五六七八九])?)$',
            ['whole', 'thousands', 'hundreds', 'tens', 'ten', 'ones']
        )],
        lambda m: case
            when s = '零' then 0
            when m.whole = '' or s like '%零' then null
            else
                coalesce(rules.hanzi_digit(m.thousands), 0) * 1000
                + coalesce(rules.hanzi_digit(m.hundreds), 0) * 100
                + case when m.ten = '' then 0 else coalesce(rules.hanzi_digit(m.tens), 1) * 10 end
                + coalesce(rules.hanzi_digit(m.ones), 0)
                * case when regexp_matches(s, '百.$') then 10 when regexp_matches(s, '千.$') then 100 else 1 end
        end
    )[1];

create or replace macro rules.digits_of(u) as replace(replace(replace(u, '.', ''), ',', ''), ' ', '');

-- The unit of the last printed digit of Arabic digits; of the last digit that is not zero (of 0: the last).
create or replace macro rules.arabic_step(u, is_significant) as
    rules.power_of_ten(
        (case when contains(u, '.') then instr(u, '.') - length(u) else 0 end
        + case
            when is_significant and regexp_matches(u, '[1-9]')
                then length(rules.digits_of(u)) - length(rtrim(rules.digits_of(u), '0'))
            else 0
        end)::integer
    );

-- What stands before 万 or 亿, or alone (1.2, 3千, 三千二百, 三点五): value, unit of the last printed digit, unit of the
-- last one that is not zero. A Chinese numeral prints no zeros at its end, so that 三千 has the step 1000. Tens are an
-- exception: 二十家 are counted firms, so their printed step is 1; the significant one is 10 (二十余家: 20 to 30).
create or replace macro rules.coefficient(s) as
    case
        when regexp_full_match(s, '[0-9][0-9., ]*[十百千]') then list_transform(
            [case right(s, 1) when '十' then 10 when '百' then 100 else 1000 end],
            lambda multiplier: struct_pack(
                "value" := (rules.arabic(s[:-2]) * multiplier)::decimal(38, 8),
                "step" := (rules.arabic_step(s[:-2], false) * multiplier)::decimal(38, 8),
                "significant" := (rules.arabic_step(s[:-2], true) * multiplier)::decimal(38, 8)
            )
        )[1]
        when regexp_matches(s, '^[0-9]') then struct_pack(
            "value" := rules.arabic(s)::decimal(38, 8),
            "step" := rules.arabic_step(s, false)::decimal(38, 8),
            "significant" := rules.arabic_step(s, true)::decimal(38, 8)
        )
        when contains(s, '点') then struct_pack(
            "value" := case when regexp_full_match(s, '[^点]+点[零一二三四五六七八九]{1,8}') then
                rules.hanzi_section(split_part(s, '点', 1)) + try_cast(
                    '0.' || translate(split_part(s, '点', 2), '零一二三四五六七八九', '0123456789') as decimal(24, 8)
                )
            end::decimal(38, 8),
            "step" := rules.power_of_ten(-length(split_part(s, '点', 2))::integer)::decimal(38, 8),
            "significant" := rules.power_of_ten(-length(rtrim(split_part(s, '点', 2), '零'))::integer)::decimal(38, 8)
        )
        else list_transform(
            [case
                when right(s, 1) = '千' then 1000
                when right(s, 1) = '百' or regexp_matches(s, '千[一二三四五六七八九]$') then 100
                when right(s, 1) = '十' or regexp_matches(s, '百[一二三四五六七八九]$') then 10
                else 1
            end],
            lambda unit_of_last: struct_pack(
                "value" := rules.hanzi_section(s)::decimal(38, 8),
                "step" := (case when right(s, 1) = '十' then 1 else unit_of_last end)::decimal(38, 8),
                "significant" := unit_of_last::decimal(38, 8)
            )
        )[1]
    end;

-- What the last part of a number that was split at 万 and 亿 is multiplied by.
create or replace macro rules.last_multiplier(m) as
    case
        when rules.hanzi_digit(m.d) > 0 then case when m.wan <> '' then 1000 else 10000000 end
        when m.d <> '' then 1
        when m.wan <> '' then 10000
        when m.b <> '' or m.trillions = '' then 100000000
        else 1000000000000
    end::decimal(18, 0);

-- A number with 万 or 亿 in it, or in Chinese digits: at most a万 b亿 c万 d, where b, c, d are below the multiplier before
-- them and only the last may have decimals. A single Chinese digit at the end counts in tenths (一万二 = 12000), and a
-- multiplier without a coefficient at the start is one of it.
create or replace macro rules.composite(u) as
    list_transform(
        [regexp_extract(
            case when regexp_full_match(u, '[0-9., 零一二三四五六七八九十百千万亿点]+') then u end,
            '^(?:(?:([^万亿]*)(万))?([^万亿]*)(亿))?(?:([^万亿]*)(万))?([^万亿]*)$',
            ['a', 'trillions', 'b', 'yi', 'c', 'wan', 'd']
        )],
        lambda m: list_transform(
            [list_transform(
                [
                    case when m.a = '' and m.trillions <> '' then '一' else m.a end,
                    case when m.b = '' and m.yi <> '' and m.trillions = '' then '一' else m.b end,
                    case when m.c = '' and m.wan <> '' and m.yi = '' then '一' else m.c end,
                    m.d
                ],
                lambda s: case
                    when s <> '' then rules.coefficient(case when length(s) > 1 then ltrim(s, '零') else s end)
                end
            )],
            lambda p: case
                when m.d is null then null
                when m.yi = '' and m.wan = '' then p[4]
                when m.yi <> '' and m.wan <> '' and m.c = '' then null
                -- A part that was printed and could not be read.
                when (m.a <> '' and p[1]."value" is null) or (m.b <> '' and p[2]."value" is null)
                    or (m.c <> '' and p[3]."value" is null) or (m.d <> '' and p[4]."value" is null) then null
                -- Only the last part printed may have decimals, and each must be below the one before.
                when (p[1]."value" % 1 <> 0 and m.b || m.c || m.d <> '') or (p[2]."value" % 1 <> 0 and m.c || m.d <> '')
                    or (p[3]."value" % 1 <> 0 and m.d <> '') then null
                when (m.trillions <> '' and p[2]."value" >= 10000) or (m.yi <> '' and p[3]."value" >= 10000)
                    or (m.wan <> '' and p[4]."value" >= 10000) or (m.wan = '' and p[4]."value" >= 100000000) then null
                else struct_pack(
                    "value" := (
                        coalesce(p[1]."value", 0) * 1000000000000::decimal(18, 0)
                        + coalesce(p[2]."value", 0) * 100000000::decimal(18, 0)
                        + coalesce(p[3]."value", 0) * 10000::decimal(18, 0)
                        + coalesce(p[4]."value", 0) * case
                            when rules.hanzi_digit(m.d) > 0 then rules.last_multiplier(m) else 1::decimal(18, 0)
                        end
                    )::decimal(38, 8),
                    "step" := (coalesce(p[4], p[3], p[2], p[1])."step" * rules.last_multiplier(m))::decimal(38, 8),
                    "significant"
                    := (coalesce(p[4], p[3], p[2], p[1]).significant * rules.last_multiplier(m))::decimal(38, 8)
                )
            end
        )[1]
    )[1];

create or replace macro rules.unsigned_quantity(u) as
    case
        when rules.is_arabic(u) then struct_pack(
            "value" := rules.arabic(u)::decimal(38, 8),
            "step" := rules.arabic_step(u, false)::decimal(38, 8),
            "significant" := rules.arabic_step(u, true)::decimal(38, 8)
        )
        when u = '半' then struct_pack(
            "value" := 0.5::decimal(38, 8), "step" := 0.1::decimal(38, 8), "significant" := 0.1::decimal(38, 8)
        )
        -- 居首位: the first place
        when u = '首' then struct_pack(
            "value" := 1::decimal(38, 8), "step" := 1::decimal(38, 8), "significant" := 1::decimal(38, 8)
        )
        else rules.composite(u)
    end;

-- A single number: value, printed step and significant step; NULL where the text is none, or too long to be one.
create or replace macro rules.quantity(t) as
    list_transform(
        [rules.unsigned_quantity(rules.unsigned(rules.numeral(t)))],
        lambda q: case
            when abs(q."value") < 1000000000000000 then struct_pack(
                "value" := (case when starts_with(rules.numeral(t), '-') then -q."value" else q."value" end)::decimal(24, 8),
                "step" := q."step"::decimal(24, 8),
                "significant" := q.significant::decimal(24, 8)
            )
        end
    )[1];

-- The two ends of a printed range (8%—8.5%, 3～5, 3至5), empty where it is none. `3—5万` is none: it may start at 3 or 3万.
create or replace macro rules.range_ends(t) as
    list_transform(
        [regexp_extract(
            rules.numeral(t),
            '^([+-]?[0-9., 零一二三四五六七八九十百千万亿点]+[%‰]?)(?:[~—–―-]+|至|到)([+-]?[0-9., 零一二三四五六七八九十百千万亿点]+[%‰]?)$',
            ['lower', 'upper']
        )],
        lambda e: case
            when regexp_matches(e.lower, '[百千万亿]') = regexp_matches(e.upper, '[百千万亿]') then [e.lower, e.upper]
            else ['', '']
        end
    )[1];

-- ---------------------------------------------------------------------------------------------------------- qualifiers

-- What the words around a number say of it: exact, about, plus, near, over, under, at_most; NULL where they are unknown.
create or replace macro rules.qualifier_class(q) as
    list_transform(
        [regexp_replace(
            replace(translate(coalesce(rules.clean(q), ''), ' 、,', ''), '...', '…'),
            '首次|累计|共计|总计|合计|完成|实现|预计|力争|已达|达到|[…达共已为]',
            '',
            'g'
        )],
        lambda w: case
            when w in ('', '到', '整', '正好', '恰好', '将', '至') then 'exact'
            when w in ('约', '大约', '约为', '左右', '约左右', '大约左右', '上下', '前后', '大概', '大致', '近乎') then 'about'
            when w in ('余', '多', '几', '约多', '约余', '有余', '来') then 'plus'
            when w in ('近', '接近', '将近', '逼近') then 'near'
            when w in (
                '超过', '超', '突破', '逾', '以上', '之上', '及以上', '不低于', '不少于', '不小于', '不止', '至少', '高于', '大于', '多于',
                '超出', '跨越', '站上', '起', '超余', '超多', '超过余', '超过多', '突破余', '逾余', '余以上', '多以上', '约以上', '不低于以上'
            ) then 'over'
            when w in ('不足', '低于', '少于', '小于', '不到', '未', '未到', '不', '不满', '未满') then 'under'
            when w in (
                '以内', '之内', '以下', '不超过', '不高于', '不多于', '不大于', '至多', '最多', '控制在', '控制在以内', '控制在以下', '控制', '内'
            ) then 'at_most'
        end
    )[1];

-- --------------------------------------------------------------------------------------------------------------- figures

-- What a number says, in printed units: value, low, high. `upper` is the other end of a range, else NULL.
--   exact: half a unit of the last printed digit either way    about: half a unit of the last digit that is not zero
--   plus: up to one such unit more                             near: from nine tenths of it
--   over: from it, no upper end     under: below it, not below nought     at_most: no lower end
-- A negative figure is mirrored: 近 and 余 speak of its size.
create or replace macro rules.figure_from(v, upper, step, significant, class) as
    struct_pack(
        "value" := (case when upper is null then v else (v + upper) * 0.5 end)::decimal(25, 9),
        "low" := (case
            when class = 'under' and upper is null then case when v > 0 then 0 end
            when class = 'at_most' then null
            when upper is not null or class = 'over' then v
            when class = 'about' then v - significant * 0.5
            when class = 'plus' then case when v < 0 then v - significant else v end
            when class = 'near' and v <> 0 then case when v < 0 then v else v * 0.9 end
            when class in ('exact', 'near') then v - step * 0.5
        end)::decimal(25, 9),
        "high" := (case
            when class = 'over' then null
            when upper is not null then upper
            when class in ('under', 'at_most') then v
            when class = 'about' then v + significant * 0.5
            when class = 'plus' then case when v < 0 then v else v + significant end
            when class = 'near' and v <> 0 then case when v < 0 then v * 0.9 else v end
            when class in ('exact', 'near') then v + step * 0.5
        end)::decimal(25, 9)
    );

-- A number or a range, unread by its qualifier: lower, upper (of a range only), step, significant; NULL where it is none.
-- A range must not run backwards.
create or replace macro rules.reading(t) as
    list_transform(
        [list_transform([t] || rules.range_ends(t), lambda x: rules.quantity(x))],
        lambda q: case
            when q[1] is not null then struct_pack(
                "lower" := q[1]."value",
                "upper" := null::decimal(24, 8),
                "step" := q[1]."step",
                "significant" := q[1].significant
            )
            when q[2]."value" < q[3]."value" then struct_pack(
                "lower" := q[2]."value",
                "upper" := q[3]."value",
                "step" := q[2]."step",
                "significant" := q[2].significant
            )
        end
    )[1];

create or replace macro rules.figure(value_text, qualifier) as
    list_transform(
        [struct_pack("reading" := rules.reading(value_text), "class" := rules.qualifier_class(qualifier))],
        lambda r: case
            when r.reading is not null and r."class" is not null then rules.figure_from(
                r.reading."lower", r.reading."upper", r.reading."step", r.reading.significant, r."class"
            )
        end
    )[1];

-- Printed units to base units. Beyond 10^20 nothing is a figure of a city: NULL.
-- The last step before DOUBLE is always DECIMAL(38, 12), so that equal bounds give equal numbers whatever the unit.
create or replace macro rules.to_base(x, numerator, denominator) as
    case
        when abs(x::double * numerator::double / denominator::double) < 1e20 then
            case
                when denominator in (1, 10, 100, 1000) then
                    (x::decimal(38, 9) * numerator::decimal(18, 0)
                    * (case denominator when 1 then 1.000 when 10 then 0.100 when 100 then 0.010 else 0.001 end)::decimal(4, 3)
                    )::decimal(38, 12)::double
                else (x::decimal(38, 9) * numerator::decimal(18, 0))::double / denominator::double
            end
    end;

-- Whether a size in printed units can be had in base units; doublings beyond 60 can not.
create or replace macro rules.is_in_range(x, unit, numerator, denominator) as
    coalesce(x::double * numerator::double / denominator::double < case when unit = '番' then 60 else 1e20 end, true);

-- A growth multiple is the increase: 增长35倍 → 35; 是…的1.84倍 (倍于) → 0.84; 翻一番 → 1; 增长120% → 1.2.
create or replace macro rules.to_measure(x, unit, numerator, denominator, measure) as
    case
        when measure <> 'growth_multiple' then rules.to_base(x, numerator, denominator)
        when unit = '倍于' then (x - 1)::double
        when unit = '番' and abs(x) <= 60 then pow(2, x::double) - 1
        when unit = '倍' then x::double
        when unit in ('%', '成', '‰') then rules.to_base(x, numerator, denominator * 100)
    end;

create or replace macro rules.figure_base(value_text, qualifier, unit, numerator, denominator, measure) as
    list_transform(
        [rules.figure(value_text, qualifier)],
        lambda f: case
            when f is not null then struct_pack(
                "value" := rules.to_measure(f."value", rules.clean(unit), numerator, denominator, measure),
                "low" := rules.to_measure(f.low, rules.clean(unit), numerator, denominator, measure),
                "high" := rules.to_measure(f.high, rules.clean(unit), numerator, denominator, measure)
            )
        end
    )[1];

-- ------------------------------------------------------------------------------------------------------------- intervals

create or replace macro rules.iv(low, high) as struct_pack("low" := low::double, "high" := high::double);

create or replace macro rules.iv_add(a, b) as rules.iv(a.low + b.low, a.high + b.high);

create or replace macro rules.iv_sub(a, b) as rules.iv(a.low - b.high, a.high - b.low);

-- Products and quotients are for intervals that are not negative, which amounts and growth factors are.
create or replace macro rules.iv_mul(a, b) as rules.iv(a.low * b.low, a.high * b.high);

create or replace macro rules.iv_div(a, b) as
    rules.iv(a.low / b.high, case when b.low > 0 then a.high / b.low end);

-- Half-open: the upper bound is not in it, so intervals that share a bound do not overlap. Two open ends always meet.
create or replace macro rules.iv_overlaps(a, b) as
    coalesce(a.low < b.high, true) and coalesce(b.low < a.high, true);

create or replace macro rules.iv_contains(a, x) as
    case when x is not null then coalesce(a.low <= x, true) and coalesce(x < a.high, true) end;

-- NULL where they do not overlap; greatest and least pass over an open end.
create or replace macro rules.iv_intersect(a, b) as
    case when rules.iv_overlaps(a, b) then rules.iv(greatest(a.low, b.low), least(a.high, b.high)) end;

-- --------------------------------------------------------------------------------------------------------------- periods

-- The first and the last possible day of 2024, 2024-08 or 2024-08-31; NULL where it is no such date.
create or replace macro rules.first_day_of(t) as
    list_transform(
        [rules.clean(t)],
        lambda d: case
            when regexp_full_match(d, '[12][0-9]{3}') then try_cast(d || '-01-01' as date)
            when regexp_full_match(d, '[12][0-9]{3}-[0-9]{2}') then try_cast(d || '-01' as date)
            when regexp_full_match(d, '[12][0-9]{3}-[0-9]{2}-[0-9]{2}') then try_cast(d as date)
        end
    )[1];

create or replace macro rules.last_day_of(t) as
    list_transform(
        [rules.clean(t)],
        lambda d: case
            when regexp_full_match(d, '[12][0-9]{3}') then try_cast(d || '-12-31' as date)
            when regexp_full_match(d, '[12][0-9]{3}-[0-9]{2}') then last_day(try_cast(d || '-01' as date))
            when regexp_full_match(d, '[12][0-9]{3}-[0-9]{2}-[0-9]{2}') then try_cast(d as date)
        end
    )[1];

-- The kind of a span of days. Within a year, a stock's span is its last moment, annual only where that is 31 December.
create or replace macro rules.span_of(span_start, span_end, is_year, indicator_kind) as
    case
        when span_start is null or span_end is null or span_start > span_end
            then struct_pack(period_start := null::date, period_end := null::date, period_kind := null::varchar)
        when indicator_kind = 'stock' and not is_year and year(span_start) = year(span_end) then struct_pack(
            period_start := span_end,
            period_end := span_end,
            period_kind := case when month(span_end) = 12 and day(span_end) = 31 then 'year' else 'part_year' end
        )
        else struct_pack(
            period_start := span_start,
            period_end := span_end,
            period_kind := case
                when year(span_start) <> year(span_end) then 'multi_year'
                when dayofyear(span_start) = 1 and month(span_end) = 12 and day(span_end) = 31 then 'year'
                else 'part_year'
            end
        )
    end;

-- ISO 8601: 2024, 2024-08, 2024-08-31, 2024-01/2024-08, ../2018 (up to), 2019/.. (since); empty is undated.
-- All fields are NULL where the text is no period.
create or replace macro rules.period_of(period, indicator_kind) as
    list_transform(
        [coalesce(rules.clean(period), '')],
        lambda p: case
            when p = '' then struct_pack(period_start := null::date, period_end := null::date, period_kind := 'undated')
            when p like '../%' then struct_pack(
                period_start := null::date,
                period_end := rules.last_day_of(p[4:]),
                period_kind := case when rules.last_day_of(p[4:]) is not null then 'cumulative' end
            )
            when p like '%/..' then struct_pack(
                period_start := rules.first_day_of(p[:-4]),
                period_end := null::date,
                period_kind := case when rules.first_day_of(p[:-4]) is not null then 'since' end
            )
            when contains(p, '/') then rules.span_of(
                case when p like '%/%/%' then null else rules.first_day_of(split_part(p, '/', 1)) end,
                rules.last_day_of(split_part(p, '/', 2)),
                false,
                indicator_kind
            )
            else rules.span_of(rules.first_day_of(p), rules.last_day_of(p), length(p) = 4, indicator_kind)
        end
    )[1];

-- ----------------------------------------------------------------------------------------------------------------- names

-- Which unit fits which measure; a message where it does not, else NULL. `dimension` is the unit's.
create or replace macro rules.unit_problem(measure, unit, dimension, indicator, indicator_dimension) as
    case
        when measure in ('level', 'change') and (
            dimension <> indicator_dimension
            or (dimension = 'ratio' and (
                unit in ('倍', '倍于', '番') or (measure = 'level' and unit in ('个百分点', '百分点', 'pp'))
            ))
        )
            then 'unit: ' || rules.quoted(unit) || ' measures ' || dimension || ', but ' || rules.quoted(indicator)
            || ' is measured in ' || indicator_dimension || '; print the unit with its dimension (亿元, 个岗位), or mend the indicator'
        when measure in ('yoy_growth_pct', 'avg_growth_pct', 'mom_growth_pct', 'share_pct', 'completion_pct')
            and unit not in ('%', '‰', '成', '百分比')
            then 'unit: ' || rules.quoted(unit) || ' does not fit the measure ' || measure || '; use %, ‰ or 成'
        when measure = 'diff_pp' and unit not in ('个百分点', '百分点', 'pp')
            then 'unit: ' || rules.quoted(unit) || ' does not fit the measure diff_pp; use 个百分点'
        when measure = 'rank' and dimension <> 'rank'
            then 'unit: ' || rules.quoted(unit) || ' does not fit the measure rank; use 位'
        when measure = 'growth_multiple' and unit not in ('倍', '倍于', '番', '%')
            then 'unit: ' || rules.quoted(unit) || ' does not fit the measure growth_multiple; use 倍, 倍于, 番 or %'
    end;

-- Every claim of `obs` with its names resolved and its figure in base units, the class of its qualifier, plus `problems`:
-- a list of messages `column: what is wrong; what to do`, empty where nothing is. One row per row of `obs`. All arguments are names of
-- relations; `obs` has the ledger's columns as text and may have others, which come through.
--
-- An area's name is looked up as an id, as name_zh, then among the aliases: those of the source, those of the source's
-- home area, of the areas that contain it from the nearest on, and those that hold everywhere. The first that finds
-- anything decides; if it finds two areas, the name is ambiguous.
--
-- Only numbers differ from row to row in a large load. Everything else is worked out once per distinct text and joined.
create or replace macro rules.interpret(obs, areas, area_aliases, indicators, indicator_aliases, units, sources) as table
with recursive

claims as not materialized (
    select * from query_table(obs)
),

known_sources as (
    select
        id as source_id,
        any_value(kind) as source_kind,
        any_value(publisher) as publisher,
        any_value(authority) as authority,
        any_value(nullif(area_id, '')) as home_area_id,
        any_value(rules.last_day_of(published_on)) as published_day,
        any_value(coalesce(length(rules.clean(published_on)), 0)) as published_length
    from query_table(sources)
    group by id
),

known_areas as (
    select area_id, any_value(rules.word(name_zh)) as name_zh, any_value(nullif(parent_area_id, '')) as parent_area_id
    from query_table(areas)
    group by area_id
),

-- Bounded, so that a hierarchy with a cycle in it ends.
homes as (
    select source_id, home_area_id as area_id, 0 as distance
    from known_sources
    where home_area_id is not null
    union
    select homes.source_id, known_areas.parent_area_id, homes.distance + 1
    from homes
    inner join known_areas on homes.area_id = known_areas.area_id
    where known_areas.parent_area_id is not null and homes.distance < 16
),

area_names as (
    select area_id, rules.word(area_id) as word, 1 as strength, null::varchar as scope from known_areas
    union all
    select area_id, name_zh, 2, null from known_areas
    union all
    select area_id, rules.word(alias), case when coalesce(scope, '') = '' then 100 else 3 end, nullif(scope, '')
    from query_table(area_aliases)
),

area_words as (
    select source_id, area as word from claims
    union
    select source_id, ref_area from claims
),

area_spellings as (
    select word as printed, rules.word(word) as word from (select distinct word from area_words)
),

area_candidates as (
    select
        area_words.source_id,
        area_words.word,
        area_names.area_id,
        case
            when area_names.scope is null or area_names.scope = area_words.source_id then area_names.strength
            else 10 + homes.distance
        end as strength
    from area_words
    inner join area_spellings on area_words.word = area_spellings.printed
    inner join area_names on area_spellings.word = area_names.word
    left join homes on area_words.source_id = homes.source_id and area_names.scope = homes.area_id
    where area_names.scope is null or area_names.scope = area_words.source_id or homes.distance is not null
),

found_areas as (
    select
        source_id,
        word,
        case when min(area_id) = max(area_id) then min(area_id) end as area_id,
        case when min(area_id) < max(area_id) then array_to_string(list_sort(list_distinct(list(area_id))), ', ') end as rivals
    from (
        select *, min(strength) over (partition by source_id, word) as best from area_candidates
    )
    where strength = best
    group by source_id, word
),

known_indicators as (
    select
        indicator_id,
        any_value(rules.word(name_zh)) as name_zh,
        any_value(family) as family,
        any_value(kind) as indicator_kind,
        any_value(dimension) as dimension,
        any_value(unit) as unit
    from query_table(indicators)
    group by indicator_id
),

indicator_names as (
    select indicator_id, rules.word(indicator_id) as word, 1 as strength, null::varchar as scope from known_indicators
    union all
    select indicator_id, name_zh, 2, null from known_indicators
    union all
    select indicator_id, rules.word(alias), case when coalesce(scope, '') = '' then 100 else 3 end, nullif(scope, '')
    from query_table(indicator_aliases)
),

indicator_words as (
    select source_id, indicator as word from claims
    union
    select source_id, ref_indicator from claims
),

indicator_spellings as (
    select word as printed, rules.word(word) as word from (select distinct word from indicator_words)
),

found_indicators as (
    select
        source_id,
        word,
        case when min(indicator_id) = max(indicator_id) then min(indicator_id) end as indicator_id,
        case
            when min(indicator_id) < max(indicator_id)
                then array_to_string(list_sort(list_distinct(list(indicator_id))), ', ')
        end as rivals
    from (
        select
            indicator_words.source_id,
            indicator_words.word,
            indicator_names.indicator_id,
            indicator_names.strength,
            min(indicator_names.strength) over (partition by indicator_words.source_id, indicator_words.word) as best
        from indicator_words
        inner join indicator_spellings on indicator_words.word = indicator_spellings.printed
        inner join indicator_names on indicator_spellings.word = indicator_names.word
        where indicator_names.scope is null or indicator_names.scope = indicator_words.source_id
    )
    where strength = best
    group by source_id, word
),

known_units as (
    select
        rules.clean(unit) as unit,
        any_value(dimension) as dimension,
        any_value(try_cast(numerator as bigint)) as numerator,
        any_value(try_cast(denominator as bigint)) as denominator
    from query_table(units)
    group by rules.clean(unit)
),

unit_words as (
    select printed_unit, known_units.*
    from (select distinct unit as printed_unit from claims)
    inner join known_units on rules.clean(printed_unit) = known_units.unit
),

qualifiers as (
    select qualifier, rules.qualifier_class(qualifier) as qualifier_class
    from (select distinct coalesce(qualifier, '') as qualifier from claims)
),

periods as (
    select words.period, kinds.indicator_kind, rules.period_of(words.period, kinds.indicator_kind) as span
    from (
        select coalesce(period, '') as period from claims
        union
        select coalesce(base_period, '') from claims
    ) as words
    cross join (select unnest(['flow', 'stock', 'rate']) as indicator_kind) as kinds
),

-- Plain digits are read in place; any other spelling (Chinese digits, ranges, separators) once per distinct text.
numbers as (
    select
        claims.*,
        rules.plain_number(value_text) as plain
    from claims
),

other_numbers as (
    select value_text, rules.reading(value_text) as reading
    from (select distinct value_text from numbers where plain is null)
),

resolved as (
    select
        numbers.*,
        subjects.area_id,
        subjects.rivals as area_rivals,
        topics.indicator_id,
        topics.rivals as indicator_rivals,
        ref_subjects.area_id as ref_area_id,
        ref_subjects.rivals as ref_area_rivals,
        ref_topics.indicator_id as ref_indicator_id,
        ref_topics.rivals as ref_indicator_rivals,
        known_indicators.family,
        known_indicators.indicator_kind,
        known_indicators.dimension,
        known_indicators.unit as indicator_unit,
        unit_words.unit as clean_unit,
        unit_words.dimension as unit_dimension,
        unit_words.numerator,
        unit_words.denominator,
        qualifiers.qualifier_class,
        periods.span.period_start as period_start,
        periods.span.period_end as period_end,
        periods.span.period_kind as period_kind,
        base_periods.span.period_start as base_period_start,
        base_periods.span.period_end as base_period_end,
        base_periods.span.period_kind as base_period_kind,
        known_sources.source_id is not null as is_known_source,
        known_sources.source_kind,
        known_sources.publisher,
        known_sources.authority,
        known_sources.published_day,
        known_sources.published_length,
        coalesce(numbers.plain, other_numbers.reading."lower") as number,
        other_numbers.reading."upper" as upper_end,
        case when plain is null then other_numbers.reading."step" else rules.arabic_step(ltrim(numbers.value_text, '-'), false) end
            as step,
        case
            when plain is null then other_numbers.reading.significant
            when qualifiers.qualifier_class in ('about', 'plus')
                then rules.arabic_step(ltrim(numbers.value_text, '-'), true)
        end as significant
    from numbers
    left join found_areas as subjects on numbers.source_id = subjects.source_id and numbers.area = subjects.word
    left join found_areas as ref_subjects
        on numbers.source_id = ref_subjects.source_id and numbers.ref_area = ref_subjects.word
    left join found_indicators as topics on numbers.source_id = topics.source_id and numbers.indicator = topics.word
    left join found_indicators as ref_topics
        on numbers.source_id = ref_topics.source_id and numbers.ref_indicator = ref_topics.word
    left join known_indicators on topics.indicator_id = known_indicators.indicator_id
    left join unit_words on numbers.unit = unit_words.printed_unit
    left join qualifiers on coalesce(numbers.qualifier, '') = qualifiers.qualifier
    left join periods
        on coalesce(numbers.period, '') = periods.period
        and coalesce(known_indicators.indicator_kind, 'flow') = periods.indicator_kind
    left join periods as base_periods
        on coalesce(numbers.base_period, '') = base_periods.period
        and coalesce(known_indicators.indicator_kind, 'flow') = base_periods.indicator_kind
    left join known_sources on numbers.source_id = known_sources.source_id
    left join other_numbers on numbers.plain is null and numbers.value_text = other_numbers.value_text
),

figures as (
    select
        *,
        case
            when number is not null and qualifier_class is not null
                then rules.figure_from(number, upper_end, step, significant, qualifier_class)
        end as figure
    from resolved
),

valued as (
    select
        *,
        rules.to_measure(figure."value", clean_unit, numerator, denominator, measure) as "value",
        rules.to_measure(figure.low, clean_unit, numerator, denominator, measure) as low,
        rules.to_measure(figure.high, clean_unit, numerator, denominator, measure) as high,
        case
            when measure in ('level', 'change') then indicator_unit
            when measure = 'diff_pp' then 'percentage_points'
            when measure = 'rank' then 'rank'
            when measure = 'growth_multiple' then 'multiple'
            when measure like '%\_pct' escape '\' then 'percent'
        end as base_unit,
        case when period_kind = 'year' then year(period_end)::integer end as "year",
        coalesce(
            published_day,
            case when source_kind = 'yearbook' then make_date(year(period_end) + 1, 12, 31) end
        ) as known_at,
        published_day is null or published_length < 10 as known_at_assumed
    from figures
),

judged as (
    select
        *,
        case
            when not is_known_source
                then 'source_id: no source is called ' || rules.quoted(source_id) || '; add it to sources.csv'
        end as source_problem,
        case
            when area_rivals is not null
                then 'area: ' || rules.quoted(area) || ' is ambiguous: ' || area_rivals || '; print the area_id, or scope the alias'
            when area_id is null
                then 'area: ' || rules.quoted(area) || ' is not known; add it to areas.csv or area_aliases.csv'
        end as area_problem,
        case
            when indicator_rivals is not null
                then 'indicator: ' || rules.quoted(indicator) || ' is ambiguous: ' || indicator_rivals
                || '; print the indicator_id, or scope the alias'
            when indicator_id is null
                then 'indicator: ' || rules.quoted(indicator)
                || ' is not known; add it to indicators.csv or indicator_aliases.csv'
        end as indicator_problem,
        case
            when coalesce(ref_area, '') = '' then null
            when ref_area_rivals is not null
                then 'ref_area: ' || rules.quoted(ref_area) || ' is ambiguous: ' || ref_area_rivals
                || '; print the area_id, or scope the alias'
            when ref_area_id is null
                then 'ref_area: ' || rules.quoted(ref_area) || ' is not known; add it to areas.csv or area_aliases.csv'
        end as ref_area_problem,
        case
            when coalesce(ref_indicator, '') = '' then null
            when ref_indicator_rivals is not null
                then 'ref_indicator: ' || rules.quoted(ref_indicator) || ' is ambiguous: ' || ref_indicator_rivals
                || '; print the indicator_id, or scope the alias'
            when ref_indicator_id is null
                then 'ref_indicator: ' || rules.quoted(ref_indicator)
                || ' is not known; add it to indicators.csv or indicator_aliases.csv'
        end as ref_indicator_problem,
        case
            when measure is null or measure not in (
                'level', 'yoy_growth_pct', 'share_pct', 'diff_pp', 'change', 'growth_multiple', 'avg_growth_pct',
                'mom_growth_pct', 'rank', 'completion_pct'
            )
                then 'measure: ' || rules.quoted(measure) || ' is none; use level, yoy_growth_pct, share_pct, diff_pp, '
                || 'change, growth_multiple, avg_growth_pct, mom_growth_pct, rank or completion_pct'
        end as measure_problem,
        case
            when clean_unit is null
                then 'unit: ' || rules.quoted(unit) || ' is not known; add it to units.csv'
            else rules.unit_problem(measure, clean_unit, unit_dimension, indicator, dimension)
        end as unit_problem,
        case
            when qualifier_class is null
                then 'qualifier: ' || rules.quoted(qualifier) || ' is not known; use 约, 余, 多, 近, 超过, 以上, 不足, 以内 or none'
        end as qualifier_problem,
        case
            when number is null
                then 'value_text: ' || rules.quoted(value_text) || ' is no number; write the digits alone (1.04, 1,500, 三千, '
                || '8—8.5), at most 15 before the point and 8 after it, and the unit in its own column'
            when plain is null and regexp_matches(rules.clean(value_text), '[%‰]')
                and clean_unit not in ('%', '‰', '百分比', '个百分点', '百分点', 'pp')
                then 'value_text: ' || rules.quoted(value_text) || ' is in percent, but its unit is ' || rules.quoted(unit)
                || '; leave the sign to the unit'
            when plain is null and regexp_matches(value_text, '[%％]') and clean_unit = '‰'
                or plain is null and contains(value_text, '‰') and clean_unit <> '‰'
                then 'value_text: ' || rules.quoted(value_text) || ' has another sign than its unit ' || rules.quoted(unit)
                || '; leave the sign to the unit'
            when not rules.is_in_range(greatest(abs(number), abs(upper_end)), clean_unit, numerator, denominator)
                then 'value_text: ' || rules.quoted(value_text) || ' ' || clean_unit
                || ' is beyond the range of figures (10^20 base units); check the unit'
            when measure = 'level' and number < 0 and (
                dimension not in ('money_cny', 'money_usd', 'ratio', 'index') or family in ('tax', 'gdp', 'employment')
            )
                then 'value_text: ' || rules.quoted(value_text) || ' is negative, which a level of '
                || rules.quoted(indicator) || ' cannot be; is it a change?'
            when measure in ('rank', 'share_pct', 'completion_pct') and number < (case when measure = 'rank' then 1 else 0 end)
                then 'value_text: ' || rules.quoted(value_text) || ' cannot be a ' || measure || '; is it a change, or the wrong measure?'
        end as value_problem,
        case
            when period_kind is null
                then 'period: ' || rules.quoted(period)
                || ' is no period; write 2024, 2024-08, 2024-08-31, 2024-01/2024-08, ../2018, 2019/.. or nothing'
            -- A month that is under way may be meant up to now; a printed day may not.
            when status = 'actual' and coalesce(period_end, period_start) > published_day and (
                date_trunc('month', coalesce(period_end, period_start)) > date_trunc('month', published_day)
                or regexp_matches(period, '-[0-9]{2}-[0-9]{2}$')
            )
                then 'period: ' || rules.quoted(period) || ' ends after the source was published (' || published_day
                || '), so it is no actual; use preliminary or target, or the period that is over'
        end as period_problem,
        case
            when base_period_kind is null
                then 'base_period: ' || rules.quoted(base_period) || ' is no period; write 2024, 2024-08 or 2024-01/2024-08'
        end as base_period_problem,
        case
            when status is null or status not in ('actual', 'preliminary', 'target')
                then 'status: ' || rules.quoted(status) || ' is none; use actual, preliminary or target'
        end as status_problem,
        case
            when coalesce(basis, '') not in ('', 'nominal', 'real', 'same_scope')
                then 'basis: ' || rules.quoted(basis) || ' is none; use nominal, real, same_scope or nothing'
        end as basis_problem
    from valued
)

select
    * exclude (
        plain, area_rivals, indicator_rivals, ref_area_rivals, ref_indicator_rivals, indicator_unit, clean_unit,
        unit_dimension, numerator, denominator, base_period_kind, is_known_source, source_kind, published_day,
        published_length, number, upper_end, step, significant, figure, source_problem, area_problem, indicator_problem,
        ref_area_problem, ref_indicator_problem, measure_problem, unit_problem, qualifier_problem, value_problem,
        period_problem, base_period_problem, status_problem, basis_problem
    ),
    case
        when coalesce(
            source_problem, area_problem, indicator_problem, ref_area_problem, ref_indicator_problem, measure_problem,
            unit_problem, qualifier_problem, value_problem, period_problem, base_period_problem, status_problem,
            basis_problem
        ) is null then []::varchar[]
        else list_filter(
            [
                source_problem, area_problem, indicator_problem, ref_area_problem, ref_indicator_problem, measure_problem,
                unit_problem, qualifier_problem, value_problem, period_problem, base_period_problem, status_problem,
                basis_problem
            ],
            lambda problem: problem is not null
        )
    end as problems
from judged;
