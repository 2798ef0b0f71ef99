"""The repository's own ledger holds conflicts, misprints and near-misses that really were printed.

Each must come out of a run in the open: found by a rule, decided by a rule, with nothing dropped.
"""

import duckdb
import pytest


@pytest.fixture(scope="module")
def db(published):
    with duckdb.connect(str(published), read_only=True) as connection:
        yield connection


def findings(db, kind, area=None, indicator=None):
    return db.execute(
        """
        select period, message, status, correction_id, observation_ids
        from finding
        where kind = ? and coalesce(area_id = ?, true) and coalesce(indicator_id = ?, true)
        order by finding_id
        """,
        [kind, area, indicator],
    ).fetchall()


def test_the_lost_decimal_point_is_found_and_corrected(db):
    [(_, message, status, correction_id, evidence)] = findings(
        db, "scale_error", "jiaozuo_hitech", "gdp"
    )
    assert "14195" in message and "141.95亿元" in message and "3.9亿元" in message
    assert status == "resolved" and correction_id
    assert len(evidence) >= 3
    value, basis, observation_id = db.execute(
        """select value, basis, observation_id from indicator_year
        where area_id = 'jiaozuo_hitech' and indicator_id = 'gdp' and year = 2018"""
    ).fetchone()
    assert (value, basis) == (141.95e8, "corrected")
    printed, as_printed, disposition = db.execute(
        "select value_text, value, disposition from observation where observation_id = ?",
        [observation_id],
    ).fetchone()
    assert (printed, as_printed, disposition) == ("14195", 14195e8, "corrected")


def test_two_papers_differ_on_the_tax_of_the_eight_parks(db):
    [(period, message, status, _, claims)] = findings(
        db, "conflict", "jiefang_eight_parks", "tax_revenue"
    )
    assert period == "2024-01/2024-08" and status == "open"
    assert "1.03" in message and "1.04" in message and "newest publication" in message
    values = db.execute(
        """select value, disposition from observation
        where area_id = 'jiefang_eight_parks' and indicator_id = 'tax_revenue'
        and period = '2024-01/2024-08' order by value, disposition"""
    ).fetchall()
    assert values == [
        (1.03e8, "accepted"),
        (1.04e8, "conflicting"),
        (1.04e8, "duplicate"),
    ]
    assert len(claims) == 2


def test_a_paragraph_printed_twice_counts_once(db):
    rows = db.execute(
        """select disposition, count(*) from observation
        where source_id = 'doc-000' and indicator_id = 'tenant_firms' and value_text = '1500'
        group by all order by all"""
    ).fetchall()
    assert rows == [("accepted", 1), ("duplicate", 1)]


def test_one_park_paid_more_than_all_eight_were_said_to(db):
    messages = [m for _, m, *_ in findings(db, "part_exceeds_whole", "media_park", "tax_revenue")]
    assert any("jiefang_eight_parks" in m for m in messages)


def test_market_entities_fall_while_their_growth_is_positive(db):
    [(_, message, *_)] = findings(db, "level_against_growth", "jiefang", "market_entities")
    assert "31769" in message and "31463" in message and "6.7%" in message


def test_gdp_of_jiefang_grew_faster_than_a_district_can(db):
    by_period = {p: rest for p, *rest in findings(db, "implausible_growth", "jiefang", "gdp")}
    message, status, break_id, _ = by_period["2011/2018"]
    assert "32.02亿元 in 2011" in message and "135.7亿元 in 2018" in message
    assert (status, break_id) == ("resolved", "jiefang-gdp-2018")


def test_the_same_amount_stands_for_revenue_and_for_spending(db):
    messages = [m for _, m, *_ in findings(db, "repeated_figure", "jiefang")]
    assert any("6.5" in m and "general_budget_revenue" in m for m in messages)


def test_patents_per_ten_thousand_imply_too_few_people(db):
    [(_, message, *_)] = findings(
        db, "implausible_ratio", "jiaozuo_hitech", "invention_patents_per_10k"
    )
    assert "336" in message and "1200" in message


def test_jobs_and_tenants_under_other_names_are_kept_apart(db):
    areas = {
        area
        for (area,) in db.execute(
            "select distinct area_id from finding where kind = 'definition_tension'"
        ).fetchall()
    }
    assert {"jiefang_eight_parks", "tengyun_park"} <= areas


def test_newspaper_and_budget_report_bear_each_other_out(db):
    value, n_sources, agreement = db.execute(
        """select value, n_sources, agreement from indicator_year
        where area_id = 'jiaozuo_hitech' and indicator_id = 'general_budget_revenue'
        and year = 2018"""
    ).fetchone()
    assert (value, n_sources, agreement) == (11.6e8, 2, "agree")


def test_four_kinds_of_firms_add_up_to_the_printed_total(db):
    """49 = 16 + 5 + 16 + 7 + 5, within the intervals of what is printed."""
    assert not findings(db, "identity_failed", "wenyuan")


def test_a_share_of_three_sectors_gives_their_levels(db):
    rows = db.execute(
        """select indicator_id, round(value / 1e8, 2), basis, len(derived_from)
        from indicator_year
        where area_id = 'wenyuan' and year = 2020 and indicator_id like '%value_added'
        and indicator_id in ('primary_value_added', 'secondary_value_added', 'tertiary_value_added')
        order by indicator_id"""
    ).fetchall()
    assert rows == [
        ("primary_value_added", 0.48, "derived", 2),
        ("secondary_value_added", 22.22, "derived", 2),
        ("tertiary_value_added", 21.3, "derived", 2),
    ]


def test_the_district_total_follows_from_a_street_and_its_share(db):
    """4.17亿元 is 56 % of the six townships' tax: 7.45亿元, with the interval of both."""
    rows = db.execute(
        """select indicator_year.area_id, value, low, high from indicator_year
        join area using (area_id)
        where basis = 'derived' and year = 2020 and indicator_id = 'tax_revenue'
        and level = 'statistical_group'"""
    ).fetchall()
    [(_, value, low, high)] = rows
    assert value == pytest.approx(4.17e8 / 0.56)
    assert low == pytest.approx(4.165e8 / 0.565) and high == pytest.approx(4.175e8 / 0.555)


def test_real_growth_gives_no_nominal_level(db):
    assert (
        db.execute(
            """select count(*) from indicator_year join growth_year
            on list_contains(derived_from, growth_year.observation_id)
            where indicator_year.basis = 'derived' and growth_year.basis = 'real'"""
        ).fetchone()[0]
        == 0
    )


def test_change_of_base_is_a_break_and_no_growth(db):
    [(_, _, status, break_id, _)] = [
        f for f in findings(db, "implausible_growth", "jiaozuo", "gdp") if f[0] == "2019/2020"
    ]
    assert (status, break_id) == ("resolved", "jiaozuo-gdp-2020")
    values = dict(
        db.execute(
            """select year, value from indicator_year
            where area_id = 'jiaozuo' and indicator_id = 'gdp' and year in (2019, 2020)"""
        ).fetchall()
    )
    assert values[2019] > 1.2 * values[2020]


def test_every_claim_keeps_a_place(db):
    raw, mart = db.execute(
        "select (select count(*) from raw.observation), (select count(*) from observation)"
    ).fetchone()
    assert raw == mart > 800


def test_as_of_sees_only_what_was_known(db):
    rows = db.execute(
        """select value from observation_as_of(date '2024-09-30')
        where area_id = 'jiefang_eight_parks' and indicator_id = 'tax_revenue'
        and disposition = 'accepted' and period = '2024-01/2024-08'"""
    ).fetchall()
    assert rows == [(1.04e8,)]
    later = db.execute(
        "select max(known_at) from indicator_year_as_of(date '2019-12-31')"
    ).fetchone()[0]
    assert later.year <= 2019


def test_as_of_the_newest_date_equals_the_marts_where_dates_are_known(db):
    different = db.execute(
        """
        select count(*) from indicator_year as now
        full outer join indicator_year_as_of(date '2100-01-01') as dated
            using (area_id, indicator_id, year)
        where now.known_at is not null and dated.value is distinct from now.value
        and not exists (
            select 1 from observation
            where observation.known_at is null and observation.area_id = now.area_id
            and observation.indicator_id = now.indicator_id
        )
        """
    ).fetchone()[0]
    assert different == 0
