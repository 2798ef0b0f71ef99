"""The batched filter against statsmodels and against direct calculation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal, truncnorm

from forecasts.filter import DIFFUSE_VAR, HyperParameters, Observations, run_filter


def small_grid() -> HyperParameters:
    return HyperParameters(
        level_var=np.array([0.001, 0.004]),
        dev_var=np.array([0.0005, 0.0001]),
        phi=np.array([0.5, 0.9]),
        obs_var=np.array([0.0004, 0.001]),
        long_run_var=np.array([0.001, 0.002]),
        slowing=np.ones(2),
        power=np.zeros(2),
    )


def some_series(n_series: int = 4, n_years: int = 12, seed: int = 1) -> Observations:
    rng = np.random.default_rng(seed)
    obs = Observations.empty(n_series, n_years)
    obs.y[:] = 5.0 + np.cumsum(rng.normal(0.1, 0.05, obs.y.shape), axis=1)
    obs.y[0, 3:5] = np.nan
    obs.y[1, 0] = np.nan
    obs.y_var[:] = rng.uniform(0.0, 0.01, obs.y.shape)
    obs.u[:] = rng.normal(0.08, 0.02, obs.y.shape)
    obs.start[:] = obs.y[:, -1]
    return obs


def statsmodels_loglike(obs: Observations, grid: HyperParameters, i: int, g: int) -> float:
    from statsmodels.tsa.statespace.mlemodel import MLEModel

    n_years = obs.y.shape[1]
    phi, dev_var = grid.phi[g], grid.dev_var[g]
    model = MLEModel(obs.y[i], k_states=3, k_posdef=2)
    model["design"] = np.array([[1.0, 0.0, 0.0]])
    model["transition"] = np.array([[1.0, phi, 1.0], [0.0, phi, 0.0], [0.0, 0.0, 1.0]])
    model["selection"] = np.array([[1.0, 1.0], [0.0, 1.0], [0.0, 0.0]])
    # The intercept and the noise of the step into year t+1 stand at t in statsmodels.
    intercept = np.zeros((3, n_years))
    intercept[0, :-1] = obs.u[i, 1:]
    model.ssm["state_intercept"] = intercept
    cov = np.zeros((2, 2, n_years))
    cov[0, 0, :] = grid.level_var[g]
    cov[0, 0, :-1] += obs.jump[i, 1:]
    cov[1, 1, :] = dev_var
    model.ssm["state_cov"] = cov
    model.ssm["obs_cov"] = (grid.obs_var[g] + obs.y_var[i])[None, None, :]
    model.ssm.initialize_known(
        np.array([obs.start[i], 0.0, 0.0]),
        np.diag([DIFFUSE_VAR, dev_var / (1.0 - phi**2), grid.long_run_var[g]]),
    )
    return float(model.ssm.loglike())


def test_likelihood_equals_statsmodels_with_gaps_intervals_and_breaks():
    obs, grid = some_series(), small_grid()
    obs.jump[2, 6] = 0.1
    ours = run_filter(obs, grid).log_likelihood
    theirs = np.array(
        [[statsmodels_loglike(obs, grid, i, g) for g in range(2)] for i in range(len(obs.y))]
    )
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-6)


def test_likelihood_and_smoothing_equal_the_joint_normal_with_growth_claims():
    """Levels and differences of one series as one multivariate normal, built directly."""
    grid = small_grid().take(np.array([0]))
    n = 5
    obs = Observations.empty(1, n)
    obs.y[0] = [1.0, np.nan, 1.3, np.nan, 1.5]
    obs.growth[0, 1], obs.growth_var[0, 1] = 0.11, 1e-4
    obs.u[0] = 0.08
    obs.start[0] = 1.0
    result = run_filter(obs, grid, keep=np.array([3]))

    phi, long_run = grid.phi[0], grid.long_run_var[0]
    dev0 = grid.dev_var[0] / (1 - phi**2)
    # Independent sources: level_0, dev_0, long_run, then (zeta_t, eta_t) for t = 1..n-1.
    variances = np.array(
        [DIFFUSE_VAR, dev0, long_run] + [grid.dev_var[0], grid.level_var[0]] * (n - 1)
    )
    level = np.zeros((n, len(variances)))
    dev = np.zeros(len(variances))
    level[0, 0], dev[1] = 1.0, 1.0
    mean = np.array([1.0 + 0.08 * t for t in range(n)])
    for t in range(1, n):
        dev = dev * phi
        dev[3 + 2 * (t - 1)] = 1.0
        level[t] = level[t - 1] + dev
        level[t, 2] += 1.0
        level[t, 4 + 2 * (t - 1)] = 1.0
    rows = np.stack([level[0], level[1] - level[0], level[2], level[4]])
    noise = np.array([grid.obs_var[0], 1e-4, grid.obs_var[0], grid.obs_var[0]])
    covariance = rows @ np.diag(variances) @ rows.T + np.diag(noise)
    centre = np.array([mean[0], mean[1] - mean[0], mean[2], mean[4]])
    seen = np.array([1.0, 0.11, 1.3, 1.5])
    assert result.log_likelihood[0, 0] == pytest.approx(
        multivariate_normal(centre, covariance).logpdf(seen), abs=1e-6
    )
    cross = level[3] @ np.diag(variances) @ rows.T
    gain = np.linalg.solve(covariance, cross)
    assert result.kept_mean[0, 0] == pytest.approx(mean[3] + gain @ (seen - centre), abs=1e-6)
    smoothed = level[3] @ np.diag(variances) @ level[3] - cross @ gain
    assert result.kept_var[0, 0] == pytest.approx(smoothed, abs=1e-6)


def test_a_lower_bound_truncates_the_level():
    grid = small_grid().take(np.array([0]))
    obs = Observations.empty(2, 3)
    obs.y[:, :2] = [1.0, 1.1]
    obs.start[:] = 1.1
    before = run_filter(obs, grid)
    m, v = before.level_mean[0, 0, 2], before.level_var[0, 0, 2]
    bound = m + 0.5 * np.sqrt(v)
    obs.low[1, 2] = bound
    after = run_filter(obs, grid)
    truncated = truncnorm((bound - m) / np.sqrt(v), np.inf, loc=m, scale=np.sqrt(v))
    assert after.level_mean[1, 0, 2] == pytest.approx(truncated.mean(), abs=1e-8)
    assert after.level_var[1, 0, 2] == pytest.approx(truncated.var(), abs=1e-8)
    mass = after.log_likelihood[1, 0] - before.log_likelihood[1, 0]
    assert mass == pytest.approx(np.log(1 - truncnorm.cdf(0.5, -np.inf, np.inf)), abs=1e-8)
    assert after.level_mean[0, 0, 2] == m


def test_chunks_do_not_change_the_result():
    obs, grid = some_series(), small_grid()
    whole = run_filter(obs, grid)
    parts = [run_filter(obs.rows(slice(i, i + 1)), grid) for i in range(len(obs.y))]
    joined = np.concatenate([p.log_likelihood for p in parts])
    np.testing.assert_array_equal(whole.log_likelihood, joined)
