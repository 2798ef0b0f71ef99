"""The rules of figures: each table is a rule and what it must give; the properties hold for any."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import rules

D = Decimal


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    rules.install(connection)
    return connection


def evaluate(
    con: duckdb.DuckDBPyConnection, expression: str, arguments: list[tuple[Any, ...]]
) -> list[Any]:
    """The SQL `expression` of columns a, b, c … for each tuple of arguments, in one query."""
    width = len(arguments[0])
    names = "abcdef"[:width]
    columns = {
        name: pa.array(column, pa.string())
        for name, column in zip(names, zip(*arguments, strict=True), strict=True)
    }
    con.register("arguments", pa.table({"n": list(range(len(arguments))), **columns}))
    return [
        value
        for (value,) in con.execute(f"select {expression} from arguments order by n").fetchall()
    ]


def check(con: duckdb.DuckDBPyConnection, expression: str, cases: dict[Any, Any]) -> None:
    arguments = [case if isinstance(case, tuple) else (case,) for case in cases]
    found = evaluate(con, expression, arguments)
    wrong = {
        case: (got, expected)
        for (case, expected), got in zip(cases.items(), found, strict=True)
        if got != expected
    }
    assert not wrong


# -------------------------------------------------------------------------------------- numbers


def test_numbers(con: duckdb.DuckDBPyConnection) -> None:
    cases = {
        "1.04": D("1.04"),
        "2750": D(2750),
        "1,500": D(1500),
        "1，500": D(1500),
        "1 500": D(1500),
        "1,234,567.89": D("1234567.89"),
        "１２３": D(123),
        "１，２３４．５": D("1234.5"),
        " 12 ": D(12),
        "-3.5": D("-3.5"),
        "−3.5": D("-3.5"),
        "－3.5": D("-3.5"),
        "+3.5": D("3.5"),
        "负三点五": D("-3.5"),
        "8%": D(8),
        "1.5‰": D("1.5"),
        "999999999999999.99999999": D("999999999999999.99999999"),
        # Chinese numerals
        "零": D(0),
        "两": D(2),
        "十": D(10),
        "十七": D(17),
        "二十": D(20),
        "百": D(100),
        "一百零五": D(105),
        "一百一十五": D(115),
        "三百五": D(350),
        "三千": D(3000),
        "三千二百": D(3200),
        "三千零二十": D(3020),
        "三千五": D(3500),
        "一万二": D(12000),
        "一万零五": D(10005),
        "三万二千": D(32000),
        "二十万": D(200000),
        "三千五百万": D(35000000),
        "一亿": D(10**8),
        "一亿二": D(120000000),
        "一亿二千万": D(120000000),
        "一万二千亿": D(12 * 10**11),
        "三点五": D("3.5"),
        "三点五万": D(35000),
        "半": D("0.5"),
        "第一": D(1),
        "第3": D(3),
        "首": D(1),
        "贰仟叁佰": D(2300),
        "兩萬": D(20000),
        # digits and multipliers
        "3千": D(3000),
        "1.2万": D(12000),
        "3000万": D(30000000),
        "1,234.5万": D(12345000),
        "2万3千": D(23000),
        "1亿2000万": D(120000000),
        "1.2万亿": D("1200000000000"),
    }
    check(con, 'rules.quantity(a)."value"', cases)


def test_what_is_no_number(con: duckdb.DuckDBPyConnection) -> None:
    texts = [
        "",
        " ",
        "abc",
        "1e9",
        "1E5",
        "0x1F",
        "nan",
        "inf",
        "infinity",
        "1_000",
        "1,50",
        "1,5000",
        ".5",
        "5.",
        "1.2.3",
        "--1",
        "1234567890123456",
        "1.123456789",
        "二〇二四",
        "三三",
        "千千",
        "三百二千",
        "万万",
        "1.2万3千",
        "1万20000",
        "亿亿",
        "3-5",
        "12家",
        "约12",
        "十七八",
        "百分之五",
        "点五",
        "三点",
        "三千零",
        "NULL",
        "=1+1",
        "１_０",
        "99999999亿亿",
    ]
    check(con, 'rules.quantity(a)."value"', dict.fromkeys(texts))
    check(con, "rules.figure(a, '')", {t: None for t in texts if t != "3-5"})
    assert evaluate(con, 'rules.quantity(a)."value"', [(None,)]) == [None]


def test_steps(con: duckdb.DuckDBPyConnection) -> None:
    cases = {
        "1.04": (D("0.01"), D("0.01")),
        "4.10": (D("0.01"), D("0.1")),
        "2750": (D(1), D(10)),
        "4000": (D(1), D(1000)),
        "20,000": (D(1), D(10000)),
        "0": (D(1), D(1)),
        "0.0": (D("0.1"), D("0.1")),
        "100.00": (D("0.01"), D(100)),
        "3000万": (D(10000), D(10000000)),
        "1.2万": (D(1000), D(1000)),
        "1.20万": (D(100), D(1000)),
        "三千": (D(1000), D(1000)),
        "三千二百": (D(100), D(100)),
        "二十": (D(1), D(10)),
        "十六": (D(1), D(1)),
        "一万二": (D(1000), D(1000)),
        "三点五万": (D(1000), D(1000)),
        "1亿2000万": (D(10000), D(10000000)),
        "1.2万亿": (D(10**11), D(10**11)),
    }
    check(con, 'rules.quantity(a)."step"', {k: v[0] for k, v in cases.items()})
    check(con, 'rules.quantity(a)."significant"', {k: v[1] for k, v in cases.items()})


DIGITS = "零一二三四五六七八九"


def to_chinese(number: int) -> str:
    """An independent writer of standard Chinese numerals, by groups of four digits."""
    if number == 0:
        return "零"
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    text = ""
    has_gap = False
    for position in reversed(range(len(groups))):
        group = groups[position]
        if group == 0:
            has_gap = bool(text)
            continue
        if text and (has_gap or group < 1000):
            text += "零"
        has_gap = False
        inner = ""
        pending = False
        for power in (3, 2, 1, 0):
            digit = group // 10**power % 10
            if digit == 0:
                pending = bool(inner)
                continue
            if pending:
                inner += "零"
            pending = False
            inner += DIGITS[digit] + ("", "十", "百", "千")[power]
        text += inner + ("", "万", "亿", "万亿")[position].replace("万亿", "万")
        if position == 3 and groups[2] == 0:
            text += "亿"
    return text[1:] if text.startswith("一十") else text


def test_the_writer_of_numerals() -> None:
    assert to_chinese(105) == "一百零五"
    assert to_chinese(10_005) == "一万零五"
    assert to_chinese(30_002_000) == "三千万二千" or to_chinese(30_002_000) == "三千万零二千"
    assert to_chinese(17) == "十七"
    assert to_chinese(1_200_000_000_000) == "一万二千亿"


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(
            st.integers(0, 99),
            st.integers(0, 9999),
            st.integers(0, 99_999_999),
            st.integers(0, 999_999_999_999),
        ),
        min_size=20,
        max_size=200,
    )
)
def test_chinese_numerals_round_trip(con: duckdb.DuckDBPyConnection, numbers: list[int]) -> None:
    check(con, 'rules.quantity(a)."value"', {to_chinese(n): D(n) for n in numbers})


decimals = st.builds(
    lambda sign, whole, places, fraction: (
        f"{sign}{whole}" + (f".{fraction % 10**places:0{places}d}" if places else "")
    ),
    st.sampled_from(["", "-"]),
    st.integers(0, 10**13),
    st.integers(0, 8),
    st.integers(0, 10**8 - 1),
)


@settings(max_examples=8)
@given(st.lists(decimals, min_size=10, max_size=200))
def test_arabic_numbers_round_trip(con: duckdb.DuckDBPyConnection, texts: list[str]) -> None:
    check(con, 'rules.quantity(a)."value"', {t: D(t) for t in texts})

    def grouped(text: str) -> str:
        whole, _, fraction = text.lstrip("-").partition(".")
        sign = "-" if text.startswith("-") else ""
        return sign + f"{int(whole):,}" + (f".{fraction}" if fraction else "")

    full_width = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
    check(con, 'rules.quantity(a)."value"', {grouped(t): D(t) for t in texts})
    check(con, 'rules.quantity(a)."value"', {grouped(t).translate(full_width): D(t) for t in texts})


@settings(max_examples=8)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=150))
def test_any_text_is_read_or_refused(con: duckdb.DuckDBPyConnection, texts: list[str]) -> None:
    clean = [(t.encode("utf-8", "ignore").decode().replace("\0", ""),) for t in texts]
    evaluate(con, "rules.figure(a, a)", clean)
    evaluate(con, "rules.period_of(a, 'flow')", clean)
    evaluate(con, "rules.last_day_of(a)", clean)


# ----------------------------------------------------------------------------------- qualifiers


def test_qualifiers(con: duckdb.DuckDBPyConnection) -> None:
    classes = {
        "exact": ["", "达", "达到", "完成", "共", "共计", "实现", "已达"],
        "about": ["约", "左右", "大约", "约…左右", "上下"],
        "plus": ["余", "多", "约…多", "约…余", "几", "达…余"],
        "near": ["近", "接近", "将近", "达到近"],
        "over": [
            *(
                "超过",
                "超",
                "突破",
                "逾",
                "以上",
                "不低于",
                "不少于",
                "首次突破",
                "已突破",
                "达到…以上",
            ),
            *("高于", "至少"),
        ],
        "under": ["不足", "低于", "不到", "少于"],
        "at_most": ["以内", "以下", "不超过", "不高于", "控制在", "控制在…以内"],
    }
    check(con, "rules.qualifier_class(a)", {q: c for c, words in classes.items() for q in words})
    check(con, "rules.qualifier_class(a)", dict.fromkeys(["xx", "大概率", "增长"]))
    assert evaluate(con, "rules.qualifier_class(a)", [(None,)]) == ["exact"]


def as_tuple(figure: dict[str, Any] | None) -> tuple[Any, ...] | None:
    return None if figure is None else (figure["low"], figure["value"], figure["high"])


def test_what_a_qualifier_makes_of_a_number(con: duckdb.DuckDBPyConnection) -> None:
    """low, value, high in printed units; None is an open end."""
    cases = {
        ("1.04", ""): (D("1.035"), D("1.04"), D("1.045")),
        ("4.17", ""): (D("4.165"), D("4.17"), D("4.175")),
        ("2750", ""): (D("2749.5"), D(2750), D("2750.5")),
        ("49", ""): (D("48.5"), D(49), D("49.5")),
        ("4.10", ""): (D("4.095"), D("4.1"), D("4.105")),
        ("-3.5", ""): (D("-3.55"), D("-3.5"), D("-3.45")),
        ("4000", "约"): (D(3500), D(4000), D(4500)),
        ("1500", "左右"): (D(1450), D(1500), D(1550)),
        ("3000", "余"): (D(3000), D(3000), D(4000)),
        ("1500", "多"): (D(1500), D(1500), D(1600)),
        ("20000", "余"): (D(20000), D(20000), D(30000)),
        ("8000", "约…多"): (D(8000), D(8000), D(9000)),
        ("二十", "余"): (D(20), D(20), D(30)),
        ("30", "近"): (D(27), D(30), D(30)),
        ("3", "超过"): (D(3), D(3), None),
        ("2", "首次突破"): (D(2), D(2), None),
        ("7.5", "以上"): (D("7.5"), D("7.5"), None),
        ("90", "不足"): (D(0), D(90), D(90)),
        ("3", "以内"): (None, D(3), D(3)),
        ("8%—8.5%", ""): (D(8), D("8.25"), D("8.5")),
        ("3～5", ""): (D(3), D(4), D(5)),
        ("3至5", "约"): (D(3), D(4), D(5)),
        ("100-120", ""): (D(100), D(110), D(120)),
        ("-2—1", ""): (D(-2), D("-0.5"), D(1)),
        ("1.2万—1.5万", ""): (D(12000), D(13500), D(15000)),
        ("8—8.5", "以上"): (D(8), D("8.25"), None),
        ("-3", "余"): (D(-4), D(-3), D(-3)),
        ("-30", "近"): (D(-30), D(-30), D(-27)),
        ("5—3", ""): None,
        ("5—5", ""): None,
        ("3—5万", ""): None,
        ("3", "尚未"): None,
    }
    found = evaluate(con, "rules.figure(a, b)", list(cases))
    assert dict(zip(cases, map(as_tuple, found), strict=True)) == cases


# ---------------------------------------------------------------------------------- base units

BASE = "rules.figure_base(a, b, c, d::bigint, e::bigint, f)"


def test_base_units(con: duckdb.DuckDBPyConnection) -> None:
    money, level = ("100000000", "1", "level"), "level"
    cases = {
        ("1.04", "", "亿元", *money): (1.035e8, 1.04e8, 1.045e8),
        ("2750", "", "万元", "10000", "1", level): (27495000.0, 2.75e7, 27505000.0),
        ("4000", "约", "万元", "10000", "1", level): (3.5e7, 4e7, 4.5e7),
        ("超", "", "亿元", *money): None,
        ("15", "", "亩", "2000", "3", level): (29000 / 3, 10000.0, 31000 / 3),
        ("1.5", "", "‰", "1", "10", "share_pct"): (0.145, 0.15, 0.155),
        ("8.5", "", "%", "1", "1", "yoy_growth_pct"): (8.45, 8.5, 8.55),
        ("三", "", "成", "10", "1", "share_pct"): (25.0, 30.0, 35.0),
        ("35", "", "倍", "1", "1", "growth_multiple"): (34.5, 35.0, 35.5),
        ("1.84", "", "倍于", "1", "1", "growth_multiple"): (0.835, 0.84, 0.845),
        ("120", "", "%", "1", "1", "growth_multiple"): (1.195, 1.2, 1.205),
        ("2", "超过", "番", "1", "1", "growth_multiple"): (3.0, 3.0, None),
    }
    found = evaluate(con, BASE, list(cases))
    assert dict(zip(cases, map(as_tuple, found), strict=True)) == cases


def test_one_doubling_is_an_increase_by_one(con: duckdb.DuckDBPyConnection) -> None:
    (found,) = evaluate(con, BASE, [("一", "", "番", "1", "1", "growth_multiple")])
    assert found["value"] == 1.0
    assert found["low"] < 1.0 < found["high"]


def test_beyond_range_is_no_value(con: duckdb.DuckDBPyConnection) -> None:
    (found,) = evaluate(
        con, BASE, [("999999999999999", "", "万亿元", "1000000000000", "1", "level")]
    )
    assert found == {"value": None, "low": None, "high": None}


printed = st.builds(lambda n, p: (n, p), st.integers(1, 10**9), st.integers(0, 6))
UNITS = {
    "元": (1, 1),
    "万元": (10**4, 1),
    "亿元": (10**8, 1),
    "亩": (2000, 3),
    "公顷": (10**4, 1),
    "%": (1, 1),
    "‰": (1, 10),
    "米": (1, 1000),
    "斤": (1, 2),
}


def spelled(number: int, places: int) -> str:
    return f"{D(number).scaleb(-places):f}"


@settings(max_examples=8)
@given(st.lists(st.tuples(printed, st.sampled_from(sorted(UNITS))), min_size=5, max_size=150))
def test_neighbours_share_a_bound_and_do_not_overlap(
    con: duckdb.DuckDBPyConnection, figures: list[tuple[tuple[int, int], str]]
) -> None:
    """1.03 and 1.04 touch at 1.035: the very same number, and in one of the two only."""
    rows = []
    for (number, places), unit in figures:
        for n in (number, number + 1):
            rows.append((spelled(n, places), "", unit, *map(str, UNITS[unit]), "level"))
    found = evaluate(con, BASE, rows)
    for lower, upper in zip(found[::2], found[1::2], strict=True):
        assert lower["high"] == upper["low"]
        assert lower["low"] < lower["value"] < lower["high"]


@settings(max_examples=8)
@given(
    st.lists(
        st.tuples(printed, st.sampled_from(["", "约", "余", "近", "超过", "不足", "以内"])),
        min_size=5,
        max_size=150,
    )
)
def test_the_value_lies_in_its_interval(
    con: duckdb.DuckDBPyConnection, figures: list[tuple[tuple[int, int], str]]
) -> None:
    rows = [(spelled(n, p), q, "亿元", "100000000", "1", "level") for (n, p), q in figures]
    for row, found in zip(rows, evaluate(con, BASE, rows), strict=True):
        assert found["low"] is None or found["low"] <= found["value"], row
        assert found["high"] is None or found["value"] <= found["high"], row
        assert found["low"] is not None or found["high"] is not None


@settings(max_examples=8)
@given(st.lists(st.tuples(st.integers(1, 10**9), st.integers(0, 2)), min_size=5, max_size=150))
def test_the_unit_makes_no_difference(
    con: duckdb.DuckDBPyConnection, figures: list[tuple[int, int]]
) -> None:
    """1.04亿元 with four more digits is 10400万元 with none: same value, same bounds."""
    rows = []
    for number, places in figures:
        rows.append((spelled(number, places + 4), "", "亿元", "100000000", "1", "level"))
        rows.append((spelled(number, places), "", "万元", "10000", "1", "level"))
    found = evaluate(con, BASE, rows)
    assert found[::2] == found[1::2]


def test_the_taxes_of_the_eight_parks_do_not_agree(con: duckdb.DuckDBPyConnection) -> None:
    (overlap,) = evaluate(
        con,
        "rules.iv_overlaps("
        "rules.figure_base(a, '', '亿元', 100000000, 1, 'level'), "
        "rules.figure_base(b, '', '亿元', 100000000, 1, 'level'))",
        [("1.04", "1.03")],
    )
    assert overlap is False


# ------------------------------------------------------------------------------------ intervals


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("rules.iv_add(rules.iv(1, 2), rules.iv(10, 20))", (11, 22)),
        ("rules.iv_sub(rules.iv(10, 20), rules.iv(1, 2))", (8, 19)),
        ("rules.iv_mul(rules.iv(2, 3), rules.iv(10, 20))", (20, 60)),
        ("rules.iv_div(rules.iv(10, 20), rules.iv(2, 5))", (2, 10)),
        ("rules.iv_div(rules.iv(10, 20), rules.iv(0, 5))", (2, None)),
        ("rules.iv_add(rules.iv(1, null), rules.iv(10, 20))", (11, None)),
        ("rules.iv_sub(rules.iv(10, 20), rules.iv(1, null))", (None, 19)),
        ("rules.iv_intersect(rules.iv(1, 5), rules.iv(3, null))", (3, 5)),
    ],
)
def test_interval_arithmetic(
    con: duckdb.DuckDBPyConnection, expression: str, expected: tuple[float | None, float | None]
) -> None:
    ((found,),) = con.execute(f"select {expression}").fetchall()
    assert (found["low"], found["high"]) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("rules.iv_overlaps(rules.iv(1, 2), rules.iv(2, 3))", False),
        ("rules.iv_overlaps(rules.iv(1, 2.5), rules.iv(2, 3))", True),
        ("rules.iv_overlaps(rules.iv(2, null), rules.iv(5, 6))", True),
        ("rules.iv_overlaps(rules.iv(null, 2), rules.iv(2, null))", False),
        ("rules.iv_overlaps(rules.iv(null, 2), rules.iv(null, 1))", True),
        ("rules.iv_contains(rules.iv(1, 2), 1)", True),
        ("rules.iv_contains(rules.iv(1, 2), 2)", False),
        ("rules.iv_contains(rules.iv(1, null), 1e12)", True),
        ("rules.iv_contains(rules.iv(1, 2), null)", None),
        ("rules.iv_intersect(rules.iv(1, 2), rules.iv(2, 3))", None),
    ],
)
def test_interval_relations(
    con: duckdb.DuckDBPyConnection, expression: str, expected: bool | None
) -> None:
    assert con.execute(f"select {expression}").fetchall() == [(expected,)]


# -------------------------------------------------------------------------------------- periods


def test_periods(con: duckdb.DuckDBPyConnection) -> None:
    """(text, kind of indicator) → first day, last day, kind of period."""
    cases = {
        ("2024", "flow"): ("2024-01-01", "2024-12-31", "year"),
        ("２０２４", "flow"): ("2024-01-01", "2024-12-31", "year"),
        ("2024", "stock"): ("2024-01-01", "2024-12-31", "year"),
        ("2024-01/2024-08", "flow"): ("2024-01-01", "2024-08-31", "part_year"),
        ("2024-01/2024-08", "stock"): ("2024-08-31", "2024-08-31", "part_year"),
        ("2024-01/2024-12", "flow"): ("2024-01-01", "2024-12-31", "year"),
        ("2024-01/2024-06", "rate"): ("2024-01-01", "2024-06-30", "part_year"),
        ("2024-02", "flow"): ("2024-02-01", "2024-02-29", "part_year"),
        ("2024-08", "stock"): ("2024-08-31", "2024-08-31", "part_year"),
        ("2024-08-15", "stock"): ("2024-08-15", "2024-08-15", "part_year"),
        ("2024-12", "stock"): ("2024-12-31", "2024-12-31", "year"),
        ("2024-12-31", "stock"): ("2024-12-31", "2024-12-31", "year"),
        ("2024-12-31", "flow"): ("2024-12-31", "2024-12-31", "part_year"),
        ("2024-12", "flow"): ("2024-12-01", "2024-12-31", "part_year"),
        ("../2018", "flow"): (None, "2018-12-31", "cumulative"),
        ("../2024-08", "stock"): (None, "2024-08-31", "cumulative"),
        ("2019/..", "flow"): ("2019-01-01", None, "since"),
        ("2016/2020", "flow"): ("2016-01-01", "2020-12-31", "multi_year"),
        ("2016/2020", "stock"): ("2016-01-01", "2020-12-31", "multi_year"),
        ("2020-10/2022-09", "flow"): ("2020-10-01", "2022-09-30", "multi_year"),
        ("", "flow"): (None, None, "undated"),
        ("  ", "flow"): (None, None, "undated"),
        **{
            (text, "flow"): (None, None, None)
            for text in (
                *(
                    "2024-13",
                    "2024-02-30",
                    "24",
                    "2024Q1",
                    "2024年",
                    "../..",
                    "/",
                    "2024/",
                    "/2024",
                ),
                *("2024/2023", "2024-08/2024-01", "2024/2025/2026", "infinity", "0999", "now"),
                "2024-1",
            )
        },
    }
    found = evaluate(
        con,
        "struct_pack(s := rules.period_of(a, b).period_start::varchar, "
        "e := rules.period_of(a, b).period_end::varchar, k := rules.period_of(a, b).period_kind)",
        list(cases),
    )
    got = {case: tuple(row.values()) for case, row in zip(cases, found, strict=True)}
    assert got == cases


def test_last_days(con: duckdb.DuckDBPyConnection) -> None:
    cases = {
        "2024": "2024-12-31",
        "2024-09": "2024-09-30",
        "2023-02": "2023-02-28",
        "2023-04-28": "2023-04-28",
        "": None,
        "2024-13": None,
        "infinity": None,
    }
    check(con, "rules.last_day_of(a)::varchar", cases)


# -------------------------------------------------------------------------------------- install


def test_installing_twice_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "figures.duckdb"
    with duckdb.connect(str(path)) as connection:
        rules.install(connection)
        rules.install(connection)
    with duckdb.connect(str(path), read_only=True) as connection:
        # A read-only connection could not create anything.
        rules.install(connection)
        assert connection.execute("select rules.quantity('三千').value").fetchone() == (3000,)
