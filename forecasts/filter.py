"""Batched Kalman filter for short annual series: series x hyper-parameter grid at once.

The model, on the log of the value, for year t (Harvey 1989, ch. 3; damped trend after Gardner and
McKenzie 1985):

    level_t   = level_{t-1} + u_t + long_run + dev_t + eta_t       eta  ~ N(0, level_var + jump_t)
    dev_t     = phi * dev_{t-1} + zeta_t                           zeta ~ N(0, dev_var)
    long_run  = constant, but for growth_jump_t                    N(long_run_mean, long_run_var)
    y_t       = level_t + eps_t                                    eps  ~ N(0, obs_var + y_var_t)
    g_t       = level_t - level_{t-1} + nu_t                       nu   ~ N(0, g_var_t)

`u_t` is the growth of the reference group (the anchor). A missing observation is NaN; one-sided
claims enter by the moments of a truncated normal. Arrays are float64 and the result does not
depend on how the series are cut into chunks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import log_ndtr

LEVEL, DEV, LONG_RUN, PREVIOUS, KEPT = range(5)
#: Variance of a level nobody has seen yet: log amounts lie within a few tens.
DIFFUSE_VAR = 1.0e4
_LOG_2PI = float(np.log(2.0 * np.pi))


@dataclass(frozen=True)
class HyperParameters:
    """A grid of hyper-parameters, each field of shape (G,); variances in squared log units.

    slowing: factor on the long-run growth in each year after the origin of the forecast (1: growth
    goes on). power: 0 where the model holds for logs, 1 where it holds for amounts relative to
    the last one (multiplicative and additive growth); the filter itself does not look at it.
    """

    level_var: np.ndarray
    dev_var: np.ndarray
    phi: np.ndarray
    obs_var: np.ndarray
    long_run_var: np.ndarray
    slowing: np.ndarray
    power: np.ndarray

    def __len__(self) -> int:
        return len(self.level_var)

    def take(self, index: np.ndarray) -> HyperParameters:
        """Return the grid points at `index`."""
        return HyperParameters(**{name: value[index] for name, value in vars(self).items()})


@dataclass(frozen=True)
class Observations:
    """What is known about S series over T consecutive years; NaN where nothing is known.

    y, y_var: log level and the variance of its printed interval.
    growth, growth_var: observed log difference to the year before, and its variance.
    low: log of a lower bound where only that is known (censoring).
    u: growth of the reference group; jump, growth_jump: variance added in that year to the level
    (breaks, unknown reference growth) and to the long-run growth. start: log level to start at.
    """

    y: np.ndarray
    y_var: np.ndarray
    growth: np.ndarray
    growth_var: np.ndarray
    low: np.ndarray
    u: np.ndarray
    jump: np.ndarray
    growth_jump: np.ndarray
    start: np.ndarray
    long_run_mean: np.ndarray

    @classmethod
    def empty(cls, n_series: int, n_years: int) -> Observations:
        """Observations of nothing, to be filled."""
        shape = (n_series, n_years)
        unknown = [np.full(shape, np.nan) for _ in range(5)]
        zero = [np.zeros(shape) for _ in range(3)]
        y, y_var, growth, growth_var, low = unknown
        y_var[:] = 0.0
        growth_var[:] = 0.0
        u, jump, growth_jump = zero
        return cls(
            y, y_var, growth, growth_var, low, u, jump, growth_jump,
            np.zeros(n_series), np.zeros(n_series),
        )  # fmt: skip

    def until(self, n_years: int) -> Observations:
        """Return the first `n_years` years."""
        cut = {k: v[:, :n_years] if v.ndim == 2 else v for k, v in vars(self).items()}
        return replace(self, **cut)

    def rows(self, index: np.ndarray | slice) -> Observations:
        """Return the series at `index`."""
        return replace(self, **{name: value[index] for name, value in vars(self).items()})


@dataclass(frozen=True)
class Filtered:
    """Moments by series, grid point and year; log likelihood by series and grid point.

    level_mean, level_var, growth_mean, growth_var: (S, G, T), given all that is known up to that
    year. kept_mean, kept_var: (S, G), the level of year `keep` given everything.
    """

    log_likelihood: np.ndarray
    level_mean: np.ndarray
    level_var: np.ndarray
    growth_mean: np.ndarray
    growth_var: np.ndarray
    kept_mean: np.ndarray | None
    kept_var: np.ndarray | None


def additive(obs: Observations) -> Observations:
    """The same observations as amounts relative to the last one, less one.

    The last amount is exp(start). Growth claims are left out: they are about ratios.
    """
    y = np.expm1(obs.y - obs.start[:, None])
    return replace(
        obs,
        y=y,
        y_var=obs.y_var * np.where(np.isnan(y), 1.0, 1.0 + y) ** 2,
        growth=np.full_like(obs.growth, np.nan),
        low=np.expm1(obs.low - obs.start[:, None]),
        start=np.zeros_like(obs.start),
    )


def additive_log_jacobian(obs: Observations) -> np.ndarray:
    """What to add (S,) to the log likelihood of `additive(obs)` to compare it with that of logs."""
    return np.nansum(obs.y - obs.start[:, None], axis=1)


def run_filter(
    obs: Observations,
    grid: HyperParameters,
    keep: np.ndarray | None = None,
    moments_from: int = 0,
    origin: int | None = None,
) -> Filtered:
    """Filter all series at all grid points.

    keep: (S,) index of a year whose level is to be remembered, which makes `kept_*` the smoothed
    level of that year (a fixed-point smoother). moments_from: first year whose moments are
    returned, to save memory where only the end matters. origin: index of the last year of
    history, after which growth slows by `grid.slowing`.
    """
    n_series, n_years = obs.y.shape
    n_grid = len(grid)
    n_states = 4 if keep is None else 5
    shape = (n_series, n_grid)
    x, p = _initial(obs, grid, n_states)
    log_likelihood = np.zeros(shape)
    n_out = n_years - moments_from
    out = np.empty((4, n_series, n_grid, n_out))
    for t in range(n_years):
        if t > 0:
            if origin is not None and t > origin:
                _slow_down(x, p, grid.slowing)
            _predict(x, p, grid, obs.u[:, t], obs.jump[:, t], obs.growth_jump[:, t])
        _observe_growth(x, p, log_likelihood, obs.growth[:, t], obs.growth_var[:, t])
        _observe_level(x, p, log_likelihood, obs.y[:, t], obs.y_var[:, t], grid.obs_var)
        _observe_bound(x, p, log_likelihood, obs.low[:, t])
        if t >= moments_from:
            i = t - moments_from
            out[0, :, :, i] = x[LEVEL]
            out[1, :, :, i] = p[LEVEL, LEVEL]
            out[2, :, :, i] = x[LEVEL] - x[PREVIOUS]
            out[3, :, :, i] = p[LEVEL, LEVEL] + p[PREVIOUS, PREVIOUS] - 2.0 * p[LEVEL, PREVIOUS]
        if keep is not None:
            rows = np.flatnonzero(keep == t)
            x[KEPT, rows] = x[LEVEL, rows]
            p[KEPT][:, rows] = p[LEVEL][:, rows]
            p[:, KEPT, rows] = p[:, LEVEL, rows]
            p[KEPT, KEPT, rows] = p[LEVEL, LEVEL, rows]
    kept = (None, None) if keep is None else (x[KEPT].copy(), p[KEPT, KEPT].copy())
    return Filtered(log_likelihood, *out, *kept)


def _initial(
    obs: Observations, grid: HyperParameters, n_states: int
) -> tuple[np.ndarray, np.ndarray]:
    """Diffuse level; growth deviation at its stationary distribution; long-run growth at prior."""
    shape = (len(obs.start), len(grid))
    x = np.zeros((n_states, *shape))
    p = np.zeros((n_states, n_states, *shape))
    x[LEVEL] = obs.start[:, None]
    x[PREVIOUS] = obs.start[:, None]
    x[LONG_RUN] = obs.long_run_mean[:, None]
    p[LEVEL, LEVEL] = DIFFUSE_VAR
    p[PREVIOUS, PREVIOUS] = DIFFUSE_VAR
    p[DEV, DEV] = (grid.dev_var / (1.0 - grid.phi**2))[None, :]
    p[LONG_RUN, LONG_RUN] = grid.long_run_var[None, :]
    return x, p


def _predict(
    x: np.ndarray,
    p: np.ndarray,
    grid: HyperParameters,
    u: np.ndarray,
    jump: np.ndarray,
    growth_jump: np.ndarray,
) -> None:
    """One year ahead, in place. Rows, then columns, of T P T' without forming T."""
    phi = grid.phi[None, :]
    p[LONG_RUN, LONG_RUN] += growth_jump[:, None]
    for axis in (0, 1):
        rows = p if axis == 0 else p.swapaxes(0, 1)
        rows[PREVIOUS] = rows[LEVEL]
        rows[DEV] *= phi
        rows[LEVEL] += rows[DEV]
        rows[LEVEL] += rows[LONG_RUN]
    p[DEV, DEV] += grid.dev_var
    p[LEVEL, DEV] += grid.dev_var
    p[DEV, LEVEL] += grid.dev_var
    p[LEVEL, LEVEL] += (grid.dev_var + grid.level_var)[None, :] + jump[:, None]
    x[PREVIOUS] = x[LEVEL]
    x[DEV] *= phi
    x[LEVEL] += x[DEV] + x[LONG_RUN] + u[:, None]


def _slow_down(x: np.ndarray, p: np.ndarray, slowing: np.ndarray) -> None:
    """Scale the long-run growth, in place."""
    x[LONG_RUN] *= slowing
    p[LONG_RUN] *= slowing
    p[:, LONG_RUN] *= slowing


def _observe_level(
    x: np.ndarray,
    p: np.ndarray,
    log_likelihood: np.ndarray,
    y: np.ndarray,
    y_var: np.ndarray,
    obs_var: np.ndarray,
) -> None:
    rows = np.flatnonzero(~np.isnan(y))
    if len(rows) == 0:
        return
    every = len(rows) == len(y)
    xs, ps = (x, p) if every else (x[:, rows], p[:, :, rows])
    gain = ps[:, LEVEL].copy()
    f = gain[LEVEL] + obs_var[None, :] + y_var[rows, None]
    error = y[rows, None] - xs[LEVEL]
    _update(xs, ps, gain, f, error)
    log_likelihood[rows] -= 0.5 * (_LOG_2PI + np.log(f) + error**2 / f)
    if not every:
        x[:, rows], p[:, :, rows] = xs, ps


def _observe_growth(
    x: np.ndarray,
    p: np.ndarray,
    log_likelihood: np.ndarray,
    growth: np.ndarray,
    growth_var: np.ndarray,
) -> None:
    rows = np.flatnonzero(~np.isnan(growth))
    if len(rows) == 0:
        return
    xs, ps = x[:, rows], p[:, :, rows]
    gain = ps[:, LEVEL] - ps[:, PREVIOUS]
    # A floor keeps a growth printed without any interval from making the variance singular.
    f = gain[LEVEL] - gain[PREVIOUS] + np.maximum(growth_var[rows], 1e-10)[:, None]
    error = growth[rows, None] - (xs[LEVEL] - xs[PREVIOUS])
    _update(xs, ps, gain, f, error)
    log_likelihood[rows] -= 0.5 * (_LOG_2PI + np.log(f) + error**2 / f)
    x[:, rows], p[:, :, rows] = xs, ps


def _update(
    x: np.ndarray, p: np.ndarray, gain: np.ndarray, f: np.ndarray, error: np.ndarray
) -> None:
    x += gain * (error / f)
    p -= gain[:, None] * (gain / f)[None, :]


def _observe_bound(
    x: np.ndarray, p: np.ndarray, log_likelihood: np.ndarray, low: np.ndarray
) -> None:
    """Level at least `low`: match the moments of the truncated normal (a Tobit update)."""
    rows = np.flatnonzero(~np.isnan(low))
    if len(rows) == 0:
        return
    xs, ps = x[:, rows], p[:, :, rows]
    gain = ps[:, LEVEL].copy()
    variance = gain[LEVEL].copy()
    sd = np.sqrt(variance)
    alpha = (low[rows, None] - xs[LEVEL]) / sd
    log_mass = log_ndtr(-alpha)
    hazard = np.exp(-0.5 * (alpha**2 + _LOG_2PI) - log_mass)
    shrink = np.clip(hazard * (hazard - alpha), 0.0, 1.0 - 1e-9)
    xs += gain * (hazard / sd)
    ps -= gain[:, None] * gain[None, :] * (shrink / variance)
    log_likelihood[rows] += log_mass
    x[:, rows], p[:, :, rows] = xs, ps
