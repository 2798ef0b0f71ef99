"""What the pages do to the careless reader, claim by claim, in the tables of a real run."""

import datetime as dt

import duckdb
import pytest


@pytest.fixture(scope="module")
def db(published):
    with duckdb.connect(str(published), read_only=True) as connection:
        yield connection


def claims(db, source, **conditions):
    """A source's claims as (area, indicator, measure, value, low, high), without duplicates."""
    where = " and ".join(f"{column} = ?" for column in conditions)
    return db.execute(
        "select area_id, indicator_id, measure, value, low, high from observation "
        f"where source_id = ? and disposition <> 'duplicate' and {where} order by value",
        [source, *conditions.values()],
    ).fetchall()


@pytest.mark.parametrize(
    ("indicator", "count"),
    [
        ("firms_in_statistics_industry", 23),
        ("firms_in_statistics_trade", 97),
        ("firms_in_statistics_construction", 84),
        ("firms_in_statistics_real_estate", 26),
    ],
)
def test_lists_with_分别_pair_each_item_with_its_figure(db, indicator, count):
    [(area, *_, value, _, _)] = claims(db, "doc-004", indicator_id=indicator, measure="level")
    assert (area, value) == ("jiefang", count)


def test_a_proportion_of_three_is_three_shares(db):
    rows = claims(db, "doc-002", measure="share_pct", ref_indicator_id="gdp")
    assert [(indicator, value) for _, indicator, _, value, _, _ in rows] == [
        ("primary_value_added", 1.1),
        ("tertiary_value_added", 48.4),
        ("secondary_value_added", 50.5),
    ]


def test_a_range_keeps_both_ends(db):
    [(area, _, _, value, low, high)] = claims(
        db, "doc-003", indicator_id="gdp", measure="yoy_growth_pct"
    )
    assert (area, value, low, high) == ("jiaozuo_hitech", 8.25, 8, 8.5)


@pytest.mark.parametrize(
    ("source", "locator", "low", "high"),
    [
        ("doc-000", "c212-218", 1500, 1600),  # 1500余家
        ("doc-000", "c2094-2102", 1200, None),  # 超过1200家
        ("doc-000", "c2336-2346", 8000, 9000),  # 约8000多平方米
        ("doc-000", "c2082-2089", 270_000, 300_000),  # 近30万平方米
        ("doc-000", "c1567-1573", 2e8, None),  # 突破2亿元
        ("doc-002", "c1126-1133", 3.5e7, 4.5e7),  # 约4000万元
        ("doc-002", "c2777-2783", 27_495_000, 27_505_000),  # 2750万元
    ],
)
def test_words_around_a_figure_widen_it(db, source, locator, low, high):
    assert db.execute(
        "select low, high from observation where source_id = ? and locator = ?", [source, locator]
    ).fetchall() == [(low, high)]


@pytest.mark.parametrize(
    ("source", "locator", "start", "end"),
    [
        ("doc-000", "c244-250", dt.date(2024, 1, 1), dt.date(2024, 8, 31)),  # 今年前8个月
        ("doc-000", "c212-218", dt.date(2024, 8, 31), dt.date(2024, 8, 31)),  # 截至2024年8月
        ("doc-002", "c695-700", dt.date(2020, 1, 1), dt.date(2020, 12, 31)),  # 去年
        ("doc-004", "c914-920", dt.date(2024, 1, 1), dt.date(2024, 6, 30)),  # 上半年
        ("doc-000", "c2120-2125", None, None),  # 年纳税: no year is named
    ],
)
def test_dates_follow_from_the_day_of_publication(db, source, locator, start, end):
    assert db.execute(
        "select period_start, period_end from observation where source_id = ? and locator = ?",
        [source, locator],
    ).fetchall() == [(start, end)]


def test_全区_is_another_area_in_each_document(db):
    referred = dict(
        db.execute(
            "select source_id, any_value(ref_area_id) from observation where measure = 'diff_pp' "
            "and source_id = 'doc-002' group by source_id"
        ).fetchall()
    )
    assert referred == {"doc-002": "jiaozuo_hitech"}
    aliases = dict(
        db.execute(
            "select scope, area_id from seeds.area_aliases "
            "where alias = '全区' and scope like 'doc-%'"
        ).fetchall()
    )
    assert aliases["doc-002"] == "jiaozuo_hitech" and aliases["doc-004"] == "jiefang"


def test_completion_may_exceed_a_hundred_per_cent(db):
    values = [value for *_, value, _, _ in claims(db, "doc-004", measure="completion_pct")]
    assert values == pytest.approx([95.88, 105.56, 120, 188.5])


def test_a_multiple_is_the_increase_over_its_base(db):
    rows = db.execute(
        "select indicator_id, value, base_period from observation "
        "where source_id = 'doc-003' and measure = 'growth_multiple' order by indicator_id"
    ).fetchall()
    assert rows == [("gdp", 35.0, "2004"), ("general_budget_revenue", 33.0, "2004")]


def test_figures_of_several_years_in_one_sentence_keep_their_years(db):
    rows = db.execute(
        "select year, value from observation where source_id = 'doc-003' "
        "and indicator_id = 'disposable_income_urban' order by year"
    ).fetchall()
    assert rows == [(2008, 13593.0), (2018, 32345.0)]


def test_points_above_the_average_are_a_difference_and_no_growth(db):
    [(area, _, _, value, _, _)] = claims(
        db, "doc-002", indicator_id="industrial_value_added_above_scale", measure="diff_pp"
    )
    assert (area, value) == ("wenyuan", 6.1)
    assert not claims(
        db,
        "doc-002",
        indicator_id="industrial_value_added_above_scale",
        measure="yoy_growth_pct",
    )


def test_shortened_names_of_parks_are_the_parks(db):
    areas = {
        area
        for (area,) in db.execute(
            "select distinct area_id from observation where source_id = 'doc-002'"
        ).fetchall()
    }
    assert {"oriental_hq_park", "tengyun_park", "tengyun_park_phase2", "hpu_park"} <= areas
