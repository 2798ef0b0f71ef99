"""Quantiles of Gaussian mixtures by inverting the distribution function."""

from __future__ import annotations

import numpy as np
from scipy.special import logsumexp, ndtr, ndtri

#: Probability levels of the dense `quantiles` columns.
LEVELS: tuple[float, ...] = (
    0.001, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5,
    0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 0.99, 0.995, 0.999,
)  # fmt: skip
BISECTIONS, NEWTON_STEPS = 8, 8
#: Least amount relative to the last one that an additive component may reach.
SMALLEST = 1e-3
_INV_SQRT_2PI = 1.0 / float(np.sqrt(2.0 * np.pi))
#: The published columns and their levels.
COLUMNS: dict[str, float] = {
    "p025": 0.025, "p10": 0.1, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p90": 0.9, "p975": 0.975,
}  # fmt: skip


def posterior_weights(log_likelihood: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Prior weights (G,) or (S, G) times likelihood (S, G), normalised over G."""
    with np.errstate(divide="ignore"):
        log_w = log_likelihood + np.log(weights)
    return np.exp(log_w - logsumexp(log_w, axis=1, keepdims=True))


def mixture_cdf(
    x: np.ndarray,
    weights: np.ndarray,
    mean: np.ndarray,
    sd: np.ndarray,
    power: np.ndarray | None = None,
) -> np.ndarray:
    """Distribution function at x (S, L) of mixtures with components (S, G).

    power: (S, G), 1 where the component is normal in exp(x) - 1 rather than in x.
    """
    z = (_scale_of(x, power) - mean[:, :, None]) / sd[:, :, None]
    return np.einsum("sg,sgl->sl", weights, ndtr(z))


def mixture_quantiles(
    weights: np.ndarray,
    mean: np.ndarray,
    variance: np.ndarray,
    levels: np.ndarray,
    power: np.ndarray | None = None,
) -> np.ndarray:
    """Quantiles (S, L) at `levels` (L,) of S mixtures of G normals.

    power: (S, G), 1 where the component is normal in exp(x) - 1 (an amount relative to the last
    one) rather than in x (its log); the result is in x either way. Newton's method inside a
    bracket that bisection keeps: it cannot diverge, and the number of steps is fixed, so that a
    series' result does not depend on what else is in the batch.
    """
    if power is not None and not power.any():
        power = None
    sd = np.sqrt(np.maximum(variance, 1e-18))
    ends = _log_of(mean[:, :, None] + sd[:, :, None] * ndtri(levels), power)
    # The mixture's quantile lies between the least and the greatest of its components'.
    low, high = ends.min(axis=1), ends.max(axis=1)
    x = np.einsum("sg,sgl->sl", weights, ends)
    for step in range(BISECTIONS + NEWTON_STEPS):
        z = (_scale_of(x, power) - mean[:, :, None]) / sd[:, :, None]
        error = np.einsum("sg,sgl->sl", weights, ndtr(z)) - levels
        low = np.where(error < 0, x, low)
        high = np.where(error < 0, high, x)
        middle = 0.5 * (low + high)
        if step < BISECTIONS:
            x = middle
            continue
        density = np.exp(-0.5 * z * z)
        if power is not None:
            density *= np.where(power[:, :, None] == 0, 1.0, np.exp(x)[:, None, :])
        slope = np.einsum("sg,sgl->sl", weights / sd, density) * _INV_SQRT_2PI
        newton = x - error / np.maximum(slope, 1e-300)
        # A step that no longer moves x lies on the bracket: it has converged and must be kept.
        x = np.where((newton >= low) & (newton <= high), newton, middle)
    return np.sort(x, axis=1)


def _scale_of(x: np.ndarray, power: np.ndarray | None) -> np.ndarray:
    """x (S, L) on the scale of each component, (S, G or 1, L)."""
    if power is None:
        return x[:, None, :]
    return np.where(power[:, :, None] == 0, x[:, None, :], np.expm1(x)[:, None, :])


def _log_of(z: np.ndarray, power: np.ndarray | None) -> np.ndarray:
    """Back to x from the scale of each component (S, G, L); amounts end at SMALLEST."""
    if power is None:
        return z
    return np.where(power[:, :, None] == 0, z, np.log(np.maximum(1.0 + z, SMALLEST)))


def prune(
    weights: np.ndarray, moments: tuple[np.ndarray, ...], keep: int
) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
    """Keep the `keep` heaviest components of each series (S, G) and renormalise."""
    if weights.shape[1] <= keep:
        return weights, moments
    index = np.argpartition(-weights, keep - 1, axis=1)[:, :keep]
    index.sort(axis=1)
    kept = np.take_along_axis(weights, index, axis=1)
    kept /= kept.sum(axis=1, keepdims=True)
    taken = tuple(
        np.take_along_axis(m, index[..., None] if m.ndim == 3 else index, axis=1) for m in moments
    )
    return kept, taken
