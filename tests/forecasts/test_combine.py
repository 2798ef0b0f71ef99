"""The median of four simple forecasts, for series without a reference."""

from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts import forecast_panel
from forecasts.combine import ALPHA, BETA, FLOOR, GAMMA, LAMBDA, combined_forecast

HORIZON = 4
series = st.lists(st.floats(0.5, 2.0), min_size=3, max_size=25).map(np.array)


def one_by_one(y: np.ndarray, horizon: int) -> np.ndarray:
    """The equations of the module, written out for one series in amounts."""
    y = y / y[-1]
    steps = np.diff(y)
    d = max(np.mean(np.abs(steps)), 1e-9)
    paths, by_next, by_path = [], [], []
    origins = max(len(y) - 3, 0)
    for alpha, beta, lam, gamma in product(ALPHA, BETA, LAMBDA, GAMMA):
        if lam == 0 and beta != BETA[0]:
            continue
        level, local = y[0], 0.5 * (y[min(3, len(y) - 1)] - y[0]) / min(3, len(y) - 1)
        errors = [[] for _ in range(6)]
        for t in range(len(y)):
            if t > 0:
                before = level
                level = alpha * y[t] + (1 - alpha) * level
                local = beta * (level - before) + (1 - beta) * local
            at, by, path = level, local, []
            for _ in range(max(horizon, 6)):
                path.append(at + lam * by + gamma * d * np.sqrt(max(at, 1e-3)))
                before, at = at, alpha * path[-1] + (1 - alpha) * at
                by = beta * (at - before) + (1 - beta) * by
            for h in range(6):
                if t >= 2 and t + 1 + h < len(y):
                    errors[h].append(abs(path[h] - y[t + 1 + h]))
        mean = [np.mean(e) / d if e else 0.0 for e in errors]
        paths.append(path[:horizon])
        by_next.append(3.0 * np.sqrt(origins) * mean[0])
        by_path.append(0.2 * np.sqrt(origins) * sum(m / np.sqrt(h + 1) for h, m in enumerate(mean)))
    members = [np.ones(horizon), 1.0 + np.median(steps) * np.arange(1, horizon + 1)]
    for cost in (np.array(by_next), np.array(by_path)):
        weight = np.exp(cost.min() - cost)
        members.append(weight @ np.array(paths) / weight.sum())
    return np.maximum(np.median(members, axis=0), FLOOR)


@settings(max_examples=40, deadline=None)
@given(series)
def test_the_batched_arithmetic_is_that_of_the_equations(y):
    got = np.exp(combined_forecast(np.log(y)[None, :], HORIZON)[0]) / y[-1]
    np.testing.assert_allclose(got, one_by_one(y, HORIZON), rtol=2e-3, atol=2e-3)


@settings(max_examples=25, deadline=None)
@given(st.lists(series, min_size=2, max_size=6), st.floats(1e-3, 1e6))
def test_each_series_stands_for_itself_and_its_unit_does_not_matter(many, unit):
    width = max(map(len, many))
    batch = np.full((len(many), width), np.nan)
    for row, y in zip(batch, many, strict=True):
        row[width - len(y) :] = np.log(y)
    together = combined_forecast(batch, HORIZON)
    for k, y in enumerate(many):
        alone = combined_forecast(np.log(y * unit)[None, :], HORIZON)[0] - np.log(unit)
        np.testing.assert_allclose(together[k], alone, atol=1e-3)


@settings(max_examples=25, deadline=None)
@given(series, st.integers(1, 5))
def test_a_series_that_ends_early_is_forecast_from_its_own_end(y, lag):
    late = np.concatenate([np.log(y), np.full(lag, np.nan)])[None, :]
    whole = combined_forecast(np.log(y)[None, :], HORIZON + lag)
    np.testing.assert_allclose(combined_forecast(late, HORIZON), whole[:, lag:], atol=1e-6)


def test_a_gap_is_filled_along_the_logs():
    y = np.log(np.array([100.0, 104.0, 103.0, 108.0, 112.0, 111.0, 118.0]))
    y[3] = 0.5 * (y[2] + y[4])
    gap = y.copy()
    gap[3] = np.nan
    np.testing.assert_allclose(
        combined_forecast(gap[None, :], 3), combined_forecast(y[None, :], 3), atol=1e-6
    )


def test_still_series_stay_and_steady_ones_go_on():
    still = combined_forecast(np.full((1, 8), np.log(70.0)), 3)
    np.testing.assert_allclose(np.exp(still), 70.0, rtol=1e-5)
    steady = np.exp(combined_forecast(np.log(np.arange(100.0, 160.0, 5.0))[None, :], 3)[0])
    np.testing.assert_allclose(steady, [160.0, 165.0, 170.0], rtol=5e-3)


def test_two_points_say_too_little():
    y = np.log(np.array([[np.nan, 3.0, 4.0], [2.0, 3.0, 4.0]]))
    got = combined_forecast(y, 2)
    assert np.isnan(got[0]).all()
    assert np.isfinite(got[1]).all()


@pytest.mark.parametrize(("n_points", "alone"), [(20, True), (5, False)])
def test_the_median_of_a_long_series_is_the_combination(n_points, alone):
    rng = np.random.default_rng(5)
    y = 4.0 + np.cumsum(rng.normal(0.05, 0.1, (6, n_points)), axis=1)
    frame = pl.DataFrame(
        {
            "unique_id": np.repeat([f"s{i}" for i in range(6)], n_points),
            "year": np.tile(np.arange(2001, 2001 + n_points), 6),
            "value": np.exp(y).ravel(),
        }
    )
    got = forecast_panel(frame, horizon=3)
    middle = np.log(got["p50"].to_numpy().reshape(6, 3))
    point = combined_forecast(y, 3)
    if alone:
        np.testing.assert_allclose(middle, point, atol=1e-9)
    else:
        assert np.abs(middle - point).max() > 1e-3
    assert (got["p025"] < got["p50"]).all()
    assert (got["p50"] < got["p975"]).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(1e-6, 1e6), min_size=3, max_size=12))
def test_wild_series_give_finite_forecasts_above_the_floor(values):
    y = np.log(np.array(values))[None, :]
    got = combined_forecast(y, 10)
    assert np.isfinite(got).all()
    assert np.all(got >= y[0, -1] + np.log(FLOOR) - 1e-9)
