"""Assumptions and what follows from them."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from forecasts import forecast_table, parse_assumption
from forecasts.series import Assumption


def run(frames, rows, *assumptions):
    return forecast_table(
        frames.annual(rows), frames.part([]), frames.growth([]), frames.breaks([]), frames.areas,
        as_of=date(2023, 12, 31), assumptions=assumptions,
    )  # fmt: skip


def cell(frame, area, year, column="p50"):
    return frame.filter((pl.col("area_id") == area) & (pl.col("year") == year))[column][0]


@pytest.fixture(scope="module")
def rows(province):
    district = [
        ("district", "gdp", "gdp", "district", y, 1e10 * 1.07 ** (y - 2020))
        for y in range(2019, 2024)
    ]
    return [*province, *district]


def test_an_assumed_growth_holds_and_carries_on(frames, rows):
    base = run(frames, rows)
    slow = run(frames, rows, Assumption("district", "gdp", 2024, "growth", 2.0))
    last = cell(base, "district", 2023)
    assert cell(slow, "district", 2024) == pytest.approx(last * 1.02, rel=0.01)
    assert cell(slow, "district", 2026) < cell(base, "district", 2026)
    width = cell(slow, "district", 2024, "p975") / cell(slow, "district", 2024, "p025")
    assert width < cell(base, "district", 2024, "p975") / cell(base, "district", 2024, "p025")


def test_an_assumed_level_holds(frames, rows):
    got = run(frames, rows, Assumption("district", "gdp", 2025, "level", 2e10))
    assert cell(got, "district", 2025) == pytest.approx(2e10, rel=0.03)
    assert cell(got, "district", 2025, "kind") == "forecast"


def test_an_assumption_about_the_area_above_moves_those_below(frames, rows):
    base = run(frames, rows)
    fast = run(frames, rows, Assumption("henan", "gdp", 2024, "growth", 20.0))
    assert cell(fast, "district", 2024) > 1.05 * cell(base, "district", 2024)


def test_an_assumption_without_a_figure_is_refused(frames, rows):
    with pytest.raises(ValueError, match="no figure to start from"):
        run(frames, rows, Assumption("park", "gdp", 2024, "growth", 5.0))


def test_reading_an_assumption():
    assert parse_assumption("解放区 gdp 2025 growth=6%") == Assumption(
        "解放区", "gdp", 2025, "growth", 6.0
    )
    assert parse_assumption("jiefang tax_revenue 2025 level=2e9").value == 2e9
    with pytest.raises(ValueError, match="is not understood"):
        parse_assumption("解放区 gdp growth=6")
