"""Bands never narrow with the horizon."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from forecasts.bands import never_narrower
from forecasts.quantiles import LEVELS

MEDIAN = LEVELS.index(0.5)


@settings(max_examples=60)
@given(seed=st.integers(0, 10_000), horizon=st.integers(1, 7))
def test_never_narrower_in_ratio_and_in_amount(seed, horizon):
    rng = np.random.default_rng(seed)
    q = np.sort(rng.normal(0.0, 0.3, (horizon, len(LEVELS))), axis=1)
    q += np.cumsum(rng.normal(-0.1, 0.2, horizon))[:, None]
    out = never_narrower(q, MEDIAN)
    assert np.all(np.diff(out, axis=1) >= -1e-12), "quantiles stay in order"
    np.testing.assert_allclose(out[:, MEDIAN], q[:, MEDIAN])
    for i in range(MEDIAN):
        ratio = out[:, -1 - i] - out[:, i]
        amount = np.exp(out[:, -1 - i]) - np.exp(out[:, i])
        assert np.all(np.diff(ratio) >= -1e-9)
        assert np.all(np.diff(amount) >= -1e-9 * amount[:-1])


def test_widening_bands_are_left_alone():
    z = np.linspace(-2, 2, len(LEVELS))
    q = np.stack([0.1 * z, 0.05 + 0.2 * z, 0.1 + 0.3 * z])
    np.testing.assert_allclose(never_narrower(q, MEDIAN), q)
