"""Learn a prior from a panel: hyper-parameter weights by empirical Bayes, and the anchor model.

The weights maximise the marginal likelihood of windows of the panel, each of `length` years of
history and `horizon` years after it, over all distributions on the grid: the non-parametric
maximum-likelihood estimate (Kiefer and Wolfowitz 1956; Laird 1978), found by EM; a few steps on the
score of the forecasts follow. The common growth
of the years in the window is taken as it was, so that the weights describe what is particular to
an area; what is common has its own uncertainty in the anchor model.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy.special import logsumexp

from forecasts.anchor import AnchorModel, excess_scatter, fit_anchor, usual_scatter
from forecasts.filter import (
    HyperParameters,
    Observations,
    additive,
    additive_log_jacobian,
    run_filter,
)
from forecasts.grid import default_grid, single_series_grid
from forecasts.panel import PanelArrays, log_growth, median_growth, to_arrays
from forecasts.prior import Prior

LENGTHS = (1, 2, 3, 5, 10, 20)
HORIZON = 3
#: Grid points with less weight than this at every history length are dropped from the file.
NEGLIGIBLE = 1e-3
#: The same for single series, whose grid is larger: a third of the points and of the time, and
#: the same bands.
NEGLIGIBLE_SINGLE = 5e-3


class TrainingError(ValueError):
    """A panel from which no prior can be learned."""


def em_weights(
    log_likelihood: np.ndarray,
    row_weights: np.ndarray | None = None,
    iterations: int = 400,
    smooth: float = 1e-3,
) -> np.ndarray:
    """Weights (G,) that maximise sum_i r_i log sum_g w_g exp(log_likelihood[i, g]).

    smooth: weight of a uniform prior over the grid, in windows, which keeps EM from overfitting
    a small panel.
    """
    n_rows, n_grid = log_likelihood.shape
    scaled = np.exp(log_likelihood - log_likelihood.max(axis=1, keepdims=True))
    row = np.full(n_rows, 1.0) if row_weights is None else row_weights
    row = row / row.sum()
    w = np.full(n_grid, 1.0 / n_grid)
    for _ in range(iterations):
        ratio = row / (scaled @ w)
        w = w * (scaled.T @ ratio)
        w = (1.0 - smooth) * w + smooth / n_grid
        w /= w.sum()
    return w


def sharpen(
    whole: np.ndarray, history: np.ndarray, weights: np.ndarray, steps: int = 30, rate: float = 0.1
) -> np.ndarray:
    """Move weights (G,) to where the future is likely *given* the history.

    Maximises sum_i log [ sum_g w_g exp(whole_ig) / sum_g w_g exp(history_ig) ], the logarithmic
    score of the forecasts, by Adam on the log weights from the EM estimate. EM alone fits the
    whole window, of which a long history is most: what it says best of the past need not forecast
    best. The steps are few, which stops it from overfitting.
    """
    log_w = np.log(np.maximum(weights, 1e-7))
    first, second = np.zeros_like(log_w), np.zeros_like(log_w)
    scaled_whole = np.exp(whole - whole.max(axis=1, keepdims=True))
    scaled_history = np.exp(history - history.max(axis=1, keepdims=True))
    for step in range(1, steps + 1):
        w = np.exp(log_w - logsumexp(log_w))
        gradient = _responsibility(scaled_whole, w) - _responsibility(scaled_history, w)
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        size = np.sqrt(second / (1.0 - 0.99**step)) + 1e-6
        log_w = log_w + rate * (first / (1.0 - 0.9**step)) / size
    w = np.exp(log_w - logsumexp(log_w))
    return w / w.sum()


def _responsibility(scaled: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Mean posterior weight (G,) over windows."""
    return w * (scaled.T @ (1.0 / (scaled @ w))) / len(scaled)


def windows(
    panel: PanelArrays,
    common: np.ndarray,
    excess: np.ndarray,
    length: int,
    horizon: int,
    every: int = 1,
) -> Observations:
    """All windows of `length` known years up to an origin and `horizon` years after it.

    A window needs a true (not filled-in) value at its origin and at least one after it.
    """
    true = (panel.value > 0) & ~panel.interp
    y = np.where(true, np.log(np.where(true, panel.value, 1.0)), np.nan)
    parts_y, parts_u, parts_jump = [], [], []
    width = length + horizon
    n_years = y.shape[1]
    for origin in range(0, n_years - 1, every):
        first = origin - length + 1
        if first < 0:
            continue
        stop = min(origin + horizon + 1, n_years)
        block = np.full((len(y), width), np.nan)
        block[:, : stop - first] = y[:, first:stop]
        # At least 80 % of the history must be there, or it is a window of another length.
        good = ~np.isnan(block[:, length - 1])
        good &= np.sum(~np.isnan(block[:, :length]), axis=1) >= 0.8 * length
        good &= np.any(~np.isnan(block[:, length:]), axis=1)
        u = np.full(width, np.nan)
        u[: stop - first] = common[first:stop]
        if np.isnan(u[1 : stop - first]).any():
            continue
        u[np.isnan(u)] = 0.0
        parts_y.append(block[good])
        parts_u.append(np.broadcast_to(u, (int(good.sum()), width)))
        jump = np.zeros(width)
        jump[:length] = excess[first : origin + 1]
        parts_jump.append(np.broadcast_to(jump, (int(good.sum()), width)))
    if not parts_y:
        return Observations.empty(0, width)
    stacked = np.concatenate(parts_y)
    obs = Observations.empty(*stacked.shape)
    obs.y[:] = stacked
    obs.u[:] = np.concatenate(parts_u)
    obs.jump[:] = np.concatenate(parts_jump)
    obs.start[:] = np.where(np.isnan(obs.y[:, length - 1]), 0.0, obs.y[:, length - 1])
    return obs


def window_likelihood(
    obs: Observations,
    grid: HyperParameters,
    chunk: int = 60,
    origin: int | None = None,
) -> np.ndarray:
    """Log likelihood (windows, G) of whole windows, relative to the diffuse first point."""
    parts = [
        run_filter(
            obs.rows(slice(i, i + chunk)), grid, moments_from=obs.y.shape[1], origin=origin
        ).log_likelihood
        for i in range(0, len(obs.y), chunk)
    ]
    return np.concatenate(parts) if parts else np.empty((0, len(grid)))


def train_single(
    frame: pl.DataFrame,
    family: str,
    trained_on: str,
    horizon: int = 6,
    lengths: tuple[int, ...] = (3, 6, 12, 40),
    grid: HyperParameters | None = None,
) -> Prior:
    """Learn a prior for series that have no reference group, each standing for itself.

    Every series gives one window per history length: its last `horizon` years and as many years
    before them. The grid also chooses between additive and multiplicative growth, and how fast
    growth slows after the origin.
    """
    grid = grid or single_series_grid()
    panel = to_arrays(frame, family)
    true = (panel.value > 0) & ~panel.interp
    y = np.where(true, np.log(np.where(true, panel.value, 1.0)), np.nan)
    weights: dict[int, np.ndarray] = {}
    for length in lengths:
        obs = last_windows(y, length, horizon)
        if len(obs.y) >= 50:
            weights[length] = em_weights(_single_likelihood(obs, grid, length))
    if not weights:
        raise TrainingError(f"the panel for {family!r} is too small: fewer than 50 series")
    kept = np.flatnonzero(np.max(np.stack(list(weights.values())), axis=0) > NEGLIGIBLE_SINGLE)
    weights = {k: w[kept] / w[kept].sum() for k, w in weights.items()}
    no_anchor = AnchorModel(0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0)
    return Prior(
        family, grid.take(kept), weights, no_anchor, {},
        anchored=False, trained_on=trained_on,
    ).with_id()  # fmt: skip


def last_windows(y: np.ndarray, length: int, horizon: int) -> Observations:
    """The last `horizon` known years of each series (S, T) with up to `length` years before them.

    Series with fewer than three points of history are left out. The origin is column length - 1.
    """
    rows = []
    for series in y:
        known = np.flatnonzero(~np.isnan(series))
        if len(known) < horizon + 3:
            continue
        series = series[known[0] : known[-1] + 1]
        history, future = series[:-horizon][-length:], series[-horizon:]
        if np.isnan(history[-1]) or np.sum(~np.isnan(history)) < 3:
            continue
        pad = np.full(length - len(history), np.nan)
        rows.append(np.concatenate([pad, history, future]))
    obs = Observations.empty(len(rows), length + horizon)
    if rows:
        obs.y[:] = np.stack(rows)
        obs.start[:] = obs.y[:, length - 1]
    return obs


def _single_likelihood(obs: Observations, grid: HyperParameters, length: int) -> np.ndarray:
    """Log likelihood (windows, G) of the logs, for additive and multiplicative points alike."""
    out = np.empty((len(obs.y), len(grid)))
    jacobian = additive_log_jacobian(obs)
    for power in (0, 1):
        index = np.flatnonzero(grid.power == power)
        scaled = additive(obs) if power else obs
        out[:, index] = window_likelihood(scaled, grid.take(index), chunk=20, origin=length - 1)
        if power:
            out[:, index] += jacobian[:, None]
    return out


def train(
    frame: pl.DataFrame,
    family: str,
    trained_on: str,
    lengths: tuple[int, ...] = LENGTHS,
    grid: HyperParameters | None = None,
    max_windows: int = 1500,
    anchor: AnchorModel | None = None,
) -> Prior:
    """Learn the prior of one family from a panel of series of that family.

    Each `panel` (column) of the frame has its own common growth; the reference growth stored is
    that of the first one. max_windows bounds the time: windows are thinned evenly beyond it.
    """
    grid = grid or default_grid()
    if "panel" in frame.columns:
        names = frame["panel"].unique(maintain_order=True).to_list()
        arrays = [to_arrays(frame.filter(pl.col("panel") == n), family) for n in names]
    else:
        arrays = [to_arrays(frame, family)]
    growths = [log_growth(a) for a in arrays]
    commons = [median_growth(g) for g in growths]
    scatters = [excess_scatter(g) for g in growths]
    if anchor is None:
        long_enough = [k for k, c in enumerate(commons) if np.sum(~np.isnan(c)) > 4]
        if not long_enough:
            raise TrainingError(
                f"the panel for {family!r} is too small to learn from: the common growth needs "
                "five years with at least five series each"
            )
        anchor = fit_anchor(
            [commons[k] for k in long_enough],
            [scatters[k] for k in long_enough],
            usual_scatter(growths[0]),
        )
    weights: dict[int, np.ndarray] = {}
    for length in lengths:
        whole, history = [], []
        for array, common, scatter in zip(arrays, commons, scatters, strict=True):
            obs = windows(array, common, scatter, length, HORIZON)
            if len(obs.y) > max_windows:
                obs = obs.rows(np.linspace(0, len(obs.y) - 1, max_windows).astype(int))
            if len(obs.y):
                whole.append(window_likelihood(obs, grid))
                history.append(window_likelihood(obs.until(length), grid))
        if whole and sum(map(len, whole)) >= 50:
            both = np.concatenate(whole), np.concatenate(history)
            weights[length] = sharpen(*both, em_weights(both[0]))
    if not weights:
        raise TrainingError(
            f"the panel for {family!r} is too small to learn from: no history length has 50 windows"
        )
    kept = np.flatnonzero(np.max(np.stack(list(weights.values())), axis=0) > NEGLIGIBLE)
    weights = {k: w[kept] / w[kept].sum() for k, w in weights.items()}
    growth = {
        int(y): float(g)
        for y, g in zip(arrays[0].years, commons[0], strict=True)
        if not np.isnan(g)
    }
    excess = {int(y): float(v) for y, v in zip(arrays[0].years, scatters[0], strict=True) if v > 0}
    prior = Prior(family, grid.take(kept), weights, anchor, growth, excess, trained_on=trained_on)
    return prior.with_id()
