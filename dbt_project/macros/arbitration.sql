{#
  Arbitration between claims about the same thing, in the order of the contract:
    1. the same claim printed twice by one source counts once;
    2. a decision of a statistician goes before every rule;
    3. within one publisher a later publication supersedes an earlier one (a revision, not a conflict), unless it only
       states a bound where the earlier one had a number, or is preliminary where the earlier one was actual;
    4. then status, authority, newest publication, precision and id put the claims in order. The first opens a group,
       each next one joins while one point lies in *all* intervals of the group, and the most precise member speaks
       for it. Claims outside are conflicting.
  The text expects a CTE `claims` with the columns of int_claim and yields `arbitrated`; it must stand in a
  `with recursive`. The marts and the as-of macros of the published file are made from this same text.
#}
{% macro arbitration_ctes() -%}
taking_part as (
    select
        * replace (
            -- A decision about one printing is about the claim.
            bool_or(is_preferred) over same_claim as is_preferred,
            max(overruled_by) over same_claim as overruled_by
        ),
        coalesce(high - low, 'infinity'::double) as width,
        row_number() over in_order_of_place as printing,
        first_value(observation_id) over in_order_of_place as first_printing_id
    from claims
    where standing in ('eligible', 'target')
    window
        same_claim as (partition by series_key, source_id, value, low, high),
        -- Claims of one source stand in the order of their places in it.
        in_order_of_place as (
            partition by series_key, source_id, value, low, high
            order by
                status != 'actual', try_cast(regexp_extract(locator, '\d+') as bigint), locator, observation_id
        )
),

newest_word as (
    -- The last dated word of each publisher: on actual figures, on any figures, and on bounds as well.
    select
        series_key,
        publisher,
        arg_max(struct_pack(known_at, observation_id), struct_pack(known_at, observation_id))
            filter (where not is_one_sided and status = 'actual') as newest_actual,
        arg_max(struct_pack(known_at, observation_id), struct_pack(known_at, observation_id))
            filter (where not is_one_sided) as newest_number,
        arg_max(struct_pack(known_at, observation_id), struct_pack(known_at, observation_id)) as newest
    from taking_part
    where printing = 1 and publisher is not null and known_at is not null
    group by series_key, publisher
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
        taking_part.overruled_by in (select observation_id from taking_part) as is_overruled
    from taking_part
    left join newest_word
        on taking_part.series_key = newest_word.series_key and taking_part.publisher = newest_word.publisher
    where taking_part.printing = 1
),

contenders as (
    select
        *,
        row_number() over (
            partition by series_key
            order by
                is_preferred desc,
                -- A bound ("more than 200 million") supports or contradicts; it does not open a group of numbers.
                is_one_sided,
                status != 'actual',
                authority_rank nulls last,
                known_at desc nulls last,
                width,
                observation_id
        ) as place
    from revisions
    where superseded_by is null and not coalesce(is_overruled, false)
),

grouping_walk as (
    select
        series_key,
        observation_id,
        place,
        true as is_member,
        coalesce(low, '-infinity'::double) as group_low,
        coalesce(high, 'infinity'::double) as group_high
    from contenders
    where place = 1

    union all

    select
        contenders.series_key,
        contenders.observation_id,
        contenders.place,
        greatest(grouping_walk.group_low, coalesce(contenders.low, '-infinity'::double))
        < least(grouping_walk.group_high, coalesce(contenders.high, 'infinity'::double)) as is_member,
        case
            when
                greatest(grouping_walk.group_low, coalesce(contenders.low, '-infinity'::double))
                < least(grouping_walk.group_high, coalesce(contenders.high, 'infinity'::double))
                then greatest(grouping_walk.group_low, coalesce(contenders.low, '-infinity'::double))
            else grouping_walk.group_low
        end as group_low,
        case
            when
                greatest(grouping_walk.group_low, coalesce(contenders.low, '-infinity'::double))
                < least(grouping_walk.group_high, coalesce(contenders.high, 'infinity'::double))
                then least(grouping_walk.group_high, coalesce(contenders.high, 'infinity'::double))
            else grouping_walk.group_high
        end as group_high
    from grouping_walk
    inner join contenders
        on
            grouping_walk.series_key = contenders.series_key
            and grouping_walk.place + 1 = contenders.place
),

judged as (
    select
        contenders.*,
        grouping_walk.is_member,
        first_value(contenders.observation_id) over (
            partition by contenders.series_key
            -- Among bounds that stand alone the tightest is the most precise.
            order by
                grouping_walk.is_member desc, contenders.is_one_sided, contenders.width,
                case when contenders.is_one_sided then contenders.low end desc nulls last,
                case when contenders.is_one_sided then contenders.high end nulls last,
                contenders.place
        ) as accepted_id,
        first_value(contenders.observation_id) over (
            partition by contenders.series_key
            order by contenders.place
        ) as opener_id
    from contenders
    inner join grouping_walk using (series_key, observation_id, place)
),

series_facts as (
    select
        revisions.series_key,
        count(*) as n_claims,
        count(distinct revisions.source_id) as n_sources,
        case
            when bool_or(coalesce(not judged.is_member, revisions.is_overruled, false)) then 'conflict'
            when count(*) > 1 then 'agree'
            else 'single'
        end as agreement
    from revisions
    left join judged using (series_key, observation_id)
    group by revisions.series_key
),

openers as (
    select * from judged
    where observation_id = opener_id
),

verdicts as (
    select
        taking_part.observation_id,
        case
            when taking_part.printing > 1 then 'duplicate'
            when revisions.superseded_by is not null then 'superseded'
            when revisions.is_overruled or not judged.is_member then 'conflicting'
            when taking_part.correction_id is not null then 'corrected'
            when taking_part.observation_id = judged.accepted_id then 'accepted'
            else 'agrees'
        end as disposition,
        case
            when taking_part.printing > 1 then 'printed a second time in the same source'
            when revisions.superseded_by is not null then 'revised later by the same publisher'
            when revisions.is_overruled then 'overruled by a decision'
            when not judged.is_member then
                'no common point with the claim that comes first by '
                || case
                    when openers.is_preferred then 'decision'
                    when openers.is_one_sided != taking_part.is_one_sided then 'being a number, not a bound'
                    when openers.status != taking_part.status then 'status'
                    when openers.authority_rank is distinct from taking_part.authority_rank then 'authority'
                    when taking_part.known_at is null and openers.known_at is not null
                        then 'having a known date of publication'
                    when openers.known_at is distinct from taking_part.known_at then 'newest publication'
                    when openers.width != taking_part.width then 'precision'
                    else 'id'
                end
            when taking_part.observation_id = judged.accepted_id and series_facts.n_claims = 1 then 'the only claim'
            when taking_part.observation_id = judged.accepted_id
                then 'the most precise of the claims that have a common point'
            else 'has a common point with the accepted claim'
        end as reason,
        case
            when taking_part.printing > 1 then taking_part.first_printing_id
            when revisions.superseded_by is not null then revisions.superseded_by
            when revisions.is_overruled then taking_part.overruled_by
            when not judged.is_member then judged.opener_id
            else judged.accepted_id
        end as decided_by,
        taking_part.observation_id is not distinct from judged.accepted_id as is_accepted,
        coalesce(series_facts.n_claims, 0) as n_claims,
        coalesce(series_facts.n_sources, 0) as n_sources,
        series_facts.agreement
    from taking_part
    left join revisions using (observation_id)
    left join judged using (observation_id)
    left join openers on taking_part.series_key = openers.series_key
    left join series_facts on taking_part.series_key = series_facts.series_key
),

arbitrated as (
    select
        claims.*,
        coalesce(verdicts.disposition, claims.standing) as disposition,
        coalesce(
            verdicts.reason,
            case claims.standing
                when 'retired' then 'no longer in its file, or its source is withdrawn'
                when 'not_comparable'
                    then case when claims.period_kind = 'undated' then 'no period is stated' else 'not at current prices and scope' end
                when 'quarantined' then coalesce(nullif(array_to_string(claims.problems, '; '), ''), 'set aside by a correction')
            end
        ) as reason,
        verdicts.decided_by,
        coalesce(verdicts.is_accepted, false) as is_accepted,
        coalesce(verdicts.n_claims, 0) as n_claims,
        coalesce(verdicts.n_sources, 0) as n_sources,
        verdicts.agreement
    from claims
    left join verdicts using (observation_id)
)
{%- endmacro %}
