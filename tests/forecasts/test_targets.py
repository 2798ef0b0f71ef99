"""Target outlooks against the forecast's own distribution."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from forecasts import target_outlook
from forecasts.targets import DEFLATOR_MEAN, DEFLATOR_SD


@pytest.fixture(scope="module")
def world(frames, province):
    rows = [
        *province,
        *(
            ("district", "gdp", "gdp", "district", y, 1e10 * 1.06 ** (y - 2018))
            for y in range(2018, 2024)
        ),
        *(("district", "tax_revenue", "tax", "district", y, 1e9) for y in (2021, 2022, 2023)),
    ]
    return frames.forecast(rows), frames.annual(rows)


def outlook(world, **target) -> dict:
    row = {
        "target_id": "t", "area_id": "district", "indicator_id": "tax_revenue", "year": 2024,
        "measure": "level", "value": None, "low": None, "high": None, **target,
    }  # fmt: skip
    frame = pl.DataFrame(
        [row], schema_overrides={"value": pl.Float64, "low": pl.Float64, "high": pl.Float64}
    )
    return target_outlook(frame, *world).row(0, named=True)


def quantile(world, column: str, year: int = 2024) -> float:
    forecast = world[0].filter(
        (pl.col("indicator_id") == "tax_revenue") & (pl.col("area_id") == "district")
    )
    return forecast.filter(pl.col("year") == year)[column][0]


@pytest.mark.parametrize(("column", "probability"), [("p10", 0.9), ("p50", 0.5), ("p975", 0.025)])
def test_a_level_target_at_a_quantile(world, column, probability):
    got = outlook(world, value=quantile(world, column), low=quantile(world, column))
    assert got["probability"] == pytest.approx(probability, abs=1e-6)
    assert got["p50"] == pytest.approx(quantile(world, "p50"))


def test_at_most_is_the_other_side_of_at_least(world):
    limit = quantile(world, "p75")
    assert outlook(world, value=limit, high=limit)["probability"] == pytest.approx(0.75, abs=1e-6)


def test_a_range_lies_between_its_ends(world):
    ends = [outlook(world, value=v, low=v)["probability"] for v in (1.0e9, 1.1e9)]
    middle = outlook(world, value=1.05e9, low=1.0e9, high=1.1e9)["probability"]
    assert ends[1] < middle < ends[0]


def test_growth_on_a_known_year_is_the_level_restated(world):
    level = outlook(world, value=1.05e9, low=1.05e9)["probability"]
    growth = outlook(world, measure="yoy_growth_pct", value=5.0, low=5.0)["probability"]
    assert growth == pytest.approx(level, abs=1e-6)


def test_growth_on_an_unknown_year_uses_the_joint_distribution(world):
    """Growth is surer than the two levels would be if they were independent."""
    got = outlook(world, measure="yoy_growth_pct", year=2026, value=-8.0, low=-8.0)
    a, b = (
        np.interp(np.random.default_rng(0).random(20_000), [0.025, 0.25, 0.5, 0.75, 0.975],
                  [quantile(world, c, y) for c in ("p025", "p25", "p50", "p75", "p975")])
        for y in (2026, 2025)
    )  # fmt: skip
    independent = float(np.mean(a / np.random.default_rng(1).permutation(b) > 0.92))
    assert got["probability"] > independent


def test_a_real_growth_target_is_compared_net_of_prices(world):
    kwargs = {"indicator_id": "gdp", "measure": "yoy_growth_pct", "value": 6.0}
    kwargs |= {"low": 5.5, "high": 6.5}
    real = outlook(world, **kwargs)
    nominal = outlook(world, basis="nominal", **kwargs)
    assert real["p50"] == pytest.approx(nominal["p50"] - DEFLATOR_MEAN, abs=0.3)
    assert "deflator" in real["note"]
    assert "deflator" not in nominal["note"]
    assert DEFLATOR_SD > 0


def test_a_year_already_known_is_reached_or_not(world):
    assert outlook(world, year=2023, value=0.9e9, low=0.9e9)["probability"] == 1.0
    assert outlook(world, year=2023, value=1.1e9, low=1.1e9)["probability"] == 0.0


def test_nothing_to_compare_with_says_so(world):
    got = outlook(world, indicator_id="unknown", value=1.0, low=1.0)
    assert got["probability"] is None
    assert "no forecast" in got["note"]
