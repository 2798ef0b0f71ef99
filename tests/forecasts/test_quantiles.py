"""Quantiles of mixtures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from forecasts.quantiles import LEVELS, mixture_cdf, mixture_quantiles, posterior_weights, prune


def test_one_component_is_the_normal_quantile():
    q = mixture_quantiles(np.ones((1, 1)), np.array([[2.0]]), np.array([[0.25]]), np.array(LEVELS))
    np.testing.assert_allclose(q[0], norm(2.0, 0.5).ppf(LEVELS), atol=1e-9)


@settings(max_examples=40)
@given(seed=st.integers(0, 10_000), components=st.integers(1, 30))
def test_quantiles_invert_the_distribution_function(seed, components):
    rng = np.random.default_rng(seed)
    weights = rng.dirichlet(np.full(components, 0.3), 5)
    mean = rng.normal(0.0, 0.2, (5, components))
    variance = 10.0 ** rng.uniform(-4.0, -0.5, (5, components))
    q = mixture_quantiles(weights, mean, variance, np.array(LEVELS))
    back = mixture_cdf(q, weights, mean, np.sqrt(variance))
    np.testing.assert_allclose(back, np.broadcast_to(LEVELS, back.shape), atol=1e-5)
    assert np.all(np.diff(q, axis=1) >= 0)


def test_posterior_weights_are_prior_times_likelihood():
    w = posterior_weights(np.log([[0.2, 0.1]]), np.array([0.25, 0.75]))
    np.testing.assert_allclose(w, [[0.05 / 0.125, 0.075 / 0.125]])


def test_prune_keeps_the_heaviest():
    weights, (mean,) = prune(np.array([[0.1, 0.6, 0.3]]), (np.array([[1.0, 2.0, 3.0]]),), keep=2)
    assert mean.tolist() == [[2.0, 3.0]]
    assert weights[0] == pytest.approx([2 / 3, 1 / 3])
