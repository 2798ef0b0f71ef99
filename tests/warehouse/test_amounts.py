"""Figures as people read them."""

import pytest

from warehouse.amounts import amount, estimate, interval


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (13_570_000_000.0, "CNY", "135.7 亿元"),
        (104_000_000.0, "CNY", "1.04 亿元"),
        (2_110_000_000_000.0, "CNY", "21,100 亿元"),
        (1_500_000.0, "CNY", "150 万元"),
        (76_432.0, "CNY", "76,432 元"),
        (31_769.0, "persons", "3.177 万人"),
        (3000.0, "persons", "3,000 人"),
        (38.0, "count", "38"),
        (15.19, "percent", "15.19%"),
        (-2.5, "percent", "-2.5%"),
        (0.0, "CNY", "0 元"),
        (28_250_000.0, "CNY", "0.2825 亿元"),
        (None, "CNY", ""),
        (5.0, "km", "5 km"),
    ],
)
def test_amount(value, unit, text):
    assert amount(value, unit) == text


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        (4.165e8, 4.175e8, "CNY", "4.165–4.175 亿元"),
        (3e8, None, "CNY", "≥ 3 亿元"),
        (None, 2e8, "CNY", "< 2 亿元"),
        (None, None, "CNY", ""),
        (37.5, 38.5, "count", "37.5–38.5"),
    ],
)
def test_interval(low, high, unit, text):
    assert interval(low, high, unit) == text


def test_an_estimate_has_one_unit():
    assert estimate(9_000.0, 8_000.0, 12_000.0, "persons") == "9,000 (8,000–12,000) 人"


def test_an_accepted_value_keeps_its_printed_precision():
    assert amount(14_195_000_000.0, "CNY", figures=7) == "141.95 亿元"
    assert amount(341_420_500_000.0, "CNY", figures=7) == "3,414.205 亿元"
