"""The median of four simple forecasts, for series without a reference."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts import combine
from forecasts.combine import ALPHA, BETA, FLOOR, GAMMA, LAMBDA
from forecasts.filter import Observations
from forecasts.panel import predict
from forecasts.prior import load_prior
from forecasts.quantiles import COLUMNS

HORIZON = 4
series = st.lists(st.floats(0.5, 2.0), min_size=3, max_size=25).map(np.array)


def combined(y: np.ndarray, horizon: int) -> np.ndarray:
    """Combined forecasts (S, horizon) of logs (S, T) or (T,)."""
    return combine.combined_forecast(np.atleast_2d(y), horizon)


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
    smooth = []
    for cost in (np.array(by_next), np.array(by_path)):
        weight = np.exp(cost.min() - cost)
        smooth.append(weight @ np.array(paths) / weight.sum())
    gives = (abs(np.sum(steps > 0) - np.sum(steps < 0)) / len(steps)) ** 6
    drift = 1.0 + np.median(steps) * np.arange(1, horizon + 1)
    last = (1.0 - gives) + gives * smooth[0]
    drift = (1.0 - gives) * drift + gives * smooth[1]
    return np.maximum(np.median([last, drift, *smooth], axis=0), FLOOR)


@settings(max_examples=40)
@given(series)
def test_the_batched_arithmetic_is_that_of_the_equations(y):
    got = np.exp(combined(np.log(y), HORIZON)[0]) / y[-1]
    np.testing.assert_allclose(got, one_by_one(y, HORIZON), rtol=2e-3, atol=2e-3)


@settings(max_examples=25)
@given(st.lists(series, min_size=2, max_size=6), st.floats(1e-3, 1e6))
def test_each_series_stands_for_itself_and_its_unit_does_not_matter(many, unit):
    width = max(map(len, many))
    batch = np.full((len(many), width), np.nan)
    for row, y in zip(batch, many, strict=True):
        row[width - len(y) :] = np.log(y)
    together = combined(batch, HORIZON)
    for k, y in enumerate(many):
        alone = combined(np.log(y * unit), HORIZON)[0] - np.log(unit)
        np.testing.assert_allclose(together[k], alone, atol=1e-3)


@settings(max_examples=25)
@given(series, st.integers(1, 5))
def test_a_series_that_ends_early_is_forecast_from_its_own_end(y, lag):
    late = np.concatenate([np.log(y), np.full(lag, np.nan)])[None, :]
    whole = combined(np.log(y), HORIZON + lag)
    np.testing.assert_allclose(combined(late, HORIZON), whole[:, lag:], atol=1e-6)


def test_a_gap_is_filled_along_the_logs():
    y = np.log(np.array([100.0, 104.0, 103.0, 108.0, 112.0, 111.0, 118.0]))
    y[3] = 0.5 * (y[2] + y[4])
    gap = y.copy()
    gap[3] = np.nan
    np.testing.assert_allclose(combined(gap, 3), combined(y, 3), atol=1e-6)


def test_still_series_stay_and_steady_ones_go_on():
    still = combined(np.full((1, 8), np.log(70.0)), 3)
    np.testing.assert_allclose(np.exp(still), 70.0, rtol=1e-5)
    steady = np.exp(combined(np.log(np.arange(100.0, 160.0, 5.0)), 3)[0])
    np.testing.assert_allclose(steady, [160.0, 165.0, 170.0], rtol=1e-2)


def test_two_points_say_too_little():
    y = np.log(np.array([[np.nan, 3.0, 4.0], [2.0, 3.0, 4.0]]))
    got = combined(y, 2)
    assert np.isnan(got[0]).all()
    assert np.isfinite(got[1]).all()


def test_the_median_of_a_long_series_is_the_combination_and_that_of_a_short_one_is_not():
    prior = load_prior("any")
    levels = np.array(list(COLUMNS.values()))
    for n_points in (20, 5):
        rng = np.random.default_rng(5)
        obs = Observations.empty(6, n_points + 3)
        obs.y[:, :n_points] = 4.0 + np.cumsum(rng.normal(0.05, 0.1, (6, n_points)), axis=1)
        obs.start[:] = obs.y[:, n_points - 1]
        n_obs = np.full(6, n_points)
        moved = predict(obs, prior, n_obs, n_points - 1, levels)
        model = predict(obs, replace(prior, anchored=True), n_obs, n_points - 1, levels)
        point = combine.combined_forecast(obs.y[:, :n_points], 3)
        share = min(1.0, n_points / combine.ALONE_FROM)
        np.testing.assert_allclose(
            moved[:, :, 3], model[:, :, 3] + share * (point - model[:, :, 3]), atol=1e-9
        )
        # The bands move with their median, as ratios.
        np.testing.assert_allclose(moved - moved[:, :, [3]], model - model[:, :, [3]], atol=1e-9)
        assert np.abs(moved - model).max() > 1e-3


@settings(max_examples=40)
@given(st.lists(st.floats(1e-6, 1e6), min_size=3, max_size=12))
def test_wild_series_give_finite_forecasts_above_the_floor(values):
    y = np.log(np.array(values))[None, :]
    got = combined(y, 10)
    assert np.isfinite(got).all()
    assert np.all(got >= y[0, -1] + np.log(FLOOR) - 1e-9)
