{#
  Arbitration between claims about the same thing, in the order of the contract:
    1. the same claim printed twice by one source counts once;
    2. a decision of a statistician goes before every rule;
    3. within one publisher a later publication supersedes an earlier one (a revision, not a conflict), unless it only
       states a bound where the earlier one had a number, or is preliminary where the earlier one was actual;
    4. then status, authority, newest publication, precision and id put the claims in order. The first opens a group,
       each next one joins while one point lies in *all* intervals of the group, and the most precise member speaks
       for it. Claims outside are conflicting.
  Written for millions of claims: what decides is narrow and travels alone, a series is known by the hash of its key
  (128 bits; that of ten million series collides once in 10^24 runs), and the rules are gone through for those series
  alone that need them: where every claim has a publisher of its own, none is decided upon and one point lies in all
  intervals, there is nothing to count once, to supersede or to dispute, and it only has to be said who speaks.
  The text expects a CTE `claims` with the columns of int_claim and yields `verdicts`, a row for each claim, and
  `arbitrated`, the claims with them; it must stand in a `with recursive`. The marts and the as-of macros of the
  published file are made from this same text.
#}
{# Of the members of a group the most precise speaks; among bounds that stand alone the tightest is the most precise. #}
{% macro order_of_speakers() -%}
create_sort_key(
            is_one_sided, 'asc nulls last',
            width, 'asc nulls last',
            case when is_one_sided then low end, 'desc nulls last',
            case when is_one_sided then high end, 'asc nulls last',
            is_preferred, 'desc nulls last',
            status != 'actual', 'asc nulls last',
            authority_rank, 'asc nulls last',
            known_at, 'desc nulls last',
            observation_id, 'asc nulls last'
        )
{%- endmacro %}

{% macro arbitration_ctes() -%}
entries as (
    select
        observation_id,
        md5_number(series_key) as series,
        source_id,
        publisher,
        locator,
        status,
        value,
        low,
        high,
        coalesce(high - low, 'infinity'::double) as width,
        is_one_sided,
        is_preferred,
        overruled_by,
        correction_id,
        authority_rank,
        known_at
    from claims
    where standing in ('eligible', 'target')
),

overview as (
    select
        series,
        count(*) as n_claims,
        {#- A publisher is a bit: as many bits as claims, and no two claims have one publisher. Two publishers that share
           a bit in both draws only take the longer way. #}
        count(*) in (
            bit_count(bit_or(1::ubigint << (hash(publisher) % 64))), bit_count(bit_or(1::ubigint << (hash(publisher, 0) % 64)))
        ) as are_publishers_distinct,
        max(coalesce(low, '-infinity'::double)) < min(coalesce(high, 'infinity'::double)) as has_common_point,
        bool_or(is_preferred or overruled_by is not null) as has_decision,
        arg_min(observation_id, {{ order_of_speakers() }}) as speaker_id
    from entries
    group by series
),

plain_series as (
    select series, n_claims, speaker_id
    from overview
    where not has_decision and (n_claims = 1 or (are_publishers_distinct and has_common_point))
),

contested as materialized (
    select * from entries
    anti join plain_series using (series)
),

-- Groups by a hash only narrow the choice: what they let through is compared in full.
perhaps_repeated as (
    select series, hash(source_id, value, low, high) as wording
    from contested
    group by all
    having count(*) > 1
),

repeats as (
    select
        observation_id,
        -- A decision about one printing is about the claim.
        bool_or(is_preferred) over same_claim as is_preferred,
        max(overruled_by) over same_claim as overruled_by,
        row_number() over in_order_of_place as printing,
        first_value(observation_id) over in_order_of_place as first_printing_id
    from contested
    semi join perhaps_repeated
        on
            contested.series = perhaps_repeated.series
            and hash(contested.source_id, contested.value, contested.low, contested.high) = perhaps_repeated.wording
    window
        same_claim as (partition by series, source_id, value, low, high),
        -- Claims of one source stand in the order of their places in it.
        in_order_of_place as (
            partition by series, source_id, value, low, high
            order by
                status != 'actual', try_cast(regexp_extract(locator, '\d+') as bigint), locator, observation_id
        )
),

taking_part as (
    select
        contested.* replace (
            coalesce(repeats.is_preferred, contested.is_preferred) as is_preferred,
            coalesce(repeats.overruled_by, contested.overruled_by) as overruled_by
        ),
        coalesce(repeats.printing, 1) as printing,
        repeats.first_printing_id
    from contested
    left join repeats using (observation_id)
),

perhaps_revised as (
    select series, hash(publisher) as publishing
    from taking_part
    where printing = 1 and publisher is not null
    group by all
    having min(known_at) < max(known_at)
),

newest_word as (
    -- The last dated word of each publisher: on actual figures, on any figures, and on bounds as well.
    select
        series,
        publisher,
        arg_max(struct_pack(known_at, observation_id), struct_pack(known_at, observation_id))
            filter (where not is_one_sided and status = 'actual') as newest_actual,
        arg_max(struct_pack(known_at, observation_id), struct_pack(known_at, observation_id))
            filter (where not is_one_sided) as newest_number,
        arg_max(struct_pack(known_at, observation_id), struct_pack(known_at, observation_id)) as newest
    from taking_part
    semi join perhaps_revised
        on taking_part.series = perhaps_revised.series and hash(taking_part.publisher) = perhaps_revised.publishing
    where printing = 1 and publisher is not null and known_at is not null
    group by series, publisher
),

overruling as (
    -- A decision holds while the claim that it prefers takes part.
    select distinct taking_part.observation_id
    from taking_part
    semi join (select overruled_by from taking_part where overruled_by is not null) as decided
        on taking_part.observation_id = decided.overruled_by
),

revisions as (
    select
        taking_part.*,
        case
            when taking_part.is_preferred then null
            when taking_part.known_at < newest_word.newest_actual.known_at then newest_word.newest_actual.observation_id
            when taking_part.status != 'actual' and taking_part.known_at < newest_word.newest_number.known_at
                then newest_word.newest_number.observation_id
            when
                taking_part.status != 'actual'
                and taking_part.is_one_sided
                and taking_part.known_at < newest_word.newest.known_at
                then newest_word.newest.observation_id
        end as superseded_by,
        overruling.observation_id is not null as is_overruled
    from taking_part
    left join newest_word
        on taking_part.series = newest_word.series and taking_part.publisher = newest_word.publisher
    left join overruling on taking_part.overruled_by = overruling.observation_id
    where taking_part.printing = 1
),

common_ground as (
    -- Where one point lies in all intervals, all agree and the order among them decides nothing but who speaks.
    select
        series,
        count(*) = 1
        or max(coalesce(low, '-infinity'::double)) < min(coalesce(high, 'infinity'::double)) as is_quiet
    from revisions
    where superseded_by is null and not is_overruled
    group by series
),

contenders as (
    select
        revisions.*,
        common_ground.is_quiet,
        row_number() over (
            partition by revisions.series
            order by
                revisions.is_preferred desc,
                -- A bound ("more than 200 million") supports or contradicts; it does not open a group of numbers.
                revisions.is_one_sided,
                revisions.status != 'actual',
                revisions.authority_rank nulls last,
                revisions.known_at desc nulls last,
                revisions.width,
                revisions.observation_id
        ) as place
    from revisions
    inner join common_ground using (series)
    where revisions.superseded_by is null and not revisions.is_overruled
),

disputed as (
    select
        series,
        observation_id,
        place,
        coalesce(low, '-infinity'::double) as low,
        coalesce(high, 'infinity'::double) as high
    from contenders
    where not is_quiet
),

grouping_walk as (
    select series, observation_id, place, true as is_member, low as group_low, high as group_high
    from disputed
    where place = 1

    union all

    select
        disputed.series,
        disputed.observation_id,
        disputed.place,
        greatest(grouping_walk.group_low, disputed.low) < least(grouping_walk.group_high, disputed.high) as is_member,
        case
            when greatest(grouping_walk.group_low, disputed.low) < least(grouping_walk.group_high, disputed.high)
                then greatest(grouping_walk.group_low, disputed.low)
            else grouping_walk.group_low
        end as group_low,
        case
            when greatest(grouping_walk.group_low, disputed.low) < least(grouping_walk.group_high, disputed.high)
                then least(grouping_walk.group_high, disputed.high)
            else grouping_walk.group_high
        end as group_high
    from grouping_walk
    inner join disputed on grouping_walk.series = disputed.series and grouping_walk.place + 1 = disputed.place
),

membership as (
    select contenders.*, true as is_member
    from contenders
    where is_quiet

    union all

    select contenders.*, grouping_walk.is_member
    from contenders
    inner join grouping_walk using (observation_id)
    where not contenders.is_quiet
),

judged as (
    select
        *,
        first_value(observation_id) over (
            partition by series order by is_member desc, {{ order_of_speakers() }}
        ) as accepted_id
    from membership
),

openers as (
    select * from judged
    where place = 1 and not is_quiet
),

-- A source that speaks of a series more than once, in different words, is one source.
perhaps_same_source as (
    select series, hash(source_id) as speaker
    from revisions
    group by all
    having count(*) > 1
),

sources_twice as (
    select revisions.series, count(*) - count(distinct revisions.source_id) as n_more
    from revisions
    semi join perhaps_same_source
        on revisions.series = perhaps_same_source.series and hash(revisions.source_id) = perhaps_same_source.speaker
    group by revisions.series
),

series_facts as (
    select
        counted.series,
        counted.n_claims,
        counted.n_claims - coalesce(sources_twice.n_more, 0) as n_sources,
        case
            when counted.is_overruled or not coalesce(common_ground.is_quiet, true) then 'conflict'
            when counted.n_claims > 1 then 'agree'
            else 'single'
        end as agreement
    from (
        select series, count(*) as n_claims, bool_or(is_overruled) as is_overruled from revisions
        group by series
    ) as counted
    left join common_ground using (series)
    left join sources_twice using (series)
),

-- On which ground a claim stands or falls; at most twelve letters, so that millions of them stay small.
grounds as (
    select observation_id, series, correction_id, first_printing_id as decided_by, 'repeated' as ground
    from taking_part
    where printing > 1

    union all

    select
        observation_id,
        series,
        correction_id,
        coalesce(superseded_by, overruled_by),
        case when superseded_by is not null then 'revised' else 'overruled' end
    from revisions
    where superseded_by is not null or is_overruled

    union all

    select
        observation_id,
        series,
        correction_id,
        accepted_id,
        case when observation_id = accepted_id then 'accepted' else 'shared' end
    from judged
    where is_member

    union all

    select
        judged.observation_id,
        judged.series,
        judged.correction_id,
        openers.observation_id,
        case
            when openers.is_preferred then 'decision'
            when openers.is_one_sided != judged.is_one_sided then 'bound'
            when openers.status != judged.status then 'status'
            when openers.authority_rank is distinct from judged.authority_rank then 'authority'
            when judged.known_at is null and openers.known_at is not null then 'dated'
            when openers.known_at is distinct from judged.known_at then 'newest'
            when openers.width != judged.width then 'precision'
            else 'id'
        end
    from judged
    inner join openers using (series)
    where not judged.is_member
),

reasoned as (
    select
        entries.observation_id,
        plain_series.speaker_id as decided_by,
        case when entries.observation_id = plain_series.speaker_id then 'accepted' else 'shared' end as ground,
        entries.correction_id is not null as is_corrected,
        plain_series.n_claims,
        plain_series.n_claims as n_sources,
        case when plain_series.n_claims > 1 then 'agree' else 'single' end as agreement
    from entries
    inner join plain_series using (series)

    union all

    select
        grounds.observation_id,
        grounds.decided_by,
        grounds.ground,
        grounds.correction_id is not null,
        series_facts.n_claims,
        series_facts.n_sources,
        series_facts.agreement
    from grounds
    inner join series_facts using (series)
),

verdicts as (
    select
        observation_id,
        case
            when ground = 'repeated' then 'duplicate'
            when ground = 'revised' then 'superseded'
            when ground not in ('accepted', 'shared') then 'conflicting'
            when is_corrected then 'corrected'
            when ground = 'accepted' then 'accepted'
            else 'agrees'
        end as disposition,
        case
            when ground = 'repeated' then 'printed a second time in the same source'
            when ground = 'revised' then 'revised later by the same publisher'
            when ground = 'overruled' then 'overruled by a decision'
            when ground = 'accepted' and n_claims = 1 then 'the only claim'
            when ground = 'accepted' then 'the most precise of the claims that have a common point'
            when ground = 'shared' then 'has a common point with the accepted claim'
            else
                'no common point with the claim that comes first by '
                || case ground
                    when 'bound' then 'being a number, not a bound'
                    when 'dated' then 'having a known date of publication'
                    when 'newest' then 'newest publication'
                    else ground
                end
        end as reason,
        decided_by,
        ground = 'accepted' as is_accepted,
        n_claims,
        n_sources,
        agreement
    from reasoned

    union all

    select
        observation_id,
        standing,
        case standing
            when 'retired' then 'no longer in its file, or its source is withdrawn'
            when 'not_comparable' then
                case when period_kind = 'undated' then 'no period is stated' else 'not at current prices and scope' end
            when 'quarantined' then coalesce(nullif(array_to_string(problems, '; '), ''), 'set aside by a correction')
        end,
        null,
        false,
        0,
        0,
        null
    from claims
    where standing not in ('eligible', 'target')
),

arbitrated as (
    select claims.*, verdicts.* exclude (observation_id)
    from claims
    inner join verdicts using (observation_id)
)
{%- endmacro %}
