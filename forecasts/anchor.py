"""The growth that an area shares with its reference group.

Most of a short series' growth is common to all areas of its kind. The anchor is the log growth of
a reference (a panel's median, a parent area) in the years that are known at the cut-off. For later
years it goes from the recent growth to a slower long-run one:

    growth_{c+h} = long + damping ** h * (recent - long)
    recent = mean of the known years, weighted by decay ** age
    long   = slowing * mean of the known years, weighted by memory ** age

Nothing but the years known at the cut-off enters, so that a panel's later growth cannot leak into
an earlier forecast. The error is common to all areas: per year a part that does not last
(`transient_var`) and one that does (`persistent_var`, entering once as uncertainty of the long-run
growth). The numbers are learned by rolling origin and stored with the prior.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np

#: Weight of a year in the long-run growth relative to the year after it.
MEMORY = 0.85


@dataclass(frozen=True)
class AnchorModel:
    """How reference growth goes on; rates in log units a year, variances squared."""

    #: growth where the reference says nothing at all
    mean: float
    damping: float
    decay: float
    memory: float
    slowing: float
    transient_var: float
    persistent_var: float
    #: variance of the growth of a year for which the reference says nothing
    missing_var: float

    def path(self, growth: np.ndarray, cutoff: int, excess: np.ndarray | None = None) -> AnchorPath:
        """Common growth per year, for a growth array (T,) with NaN where unknown.

        cutoff: index of the last year that may be looked at; later values are ignored. excess:
        (T,) variance by which the areas scattered more than usual in that year.
        """
        n_years = len(growth)
        known = np.flatnonzero(~np.isnan(growth[: cutoff + 1]))
        u = np.full(n_years, self.mean)
        jump = np.full(n_years, self.missing_var)
        growth_jump = np.zeros(n_years)
        if len(known) == 0:
            # Nothing known: the prior's mean growth, off by one lasting amount from the start.
            jump[:] = self.transient_var
            if n_years > 1:
                growth_jump[1] = self.persistent_var
            return AnchorPath(u, jump, growth_jump)
        first, last = known[0], known[-1]
        u[first : last + 1] = np.interp(np.arange(first, last + 1), known, growth[known])
        jump[known] = 0.0 if excess is None else excess[known]
        recent = _weighted(growth[known], self.decay ** (last - known))
        long_run = self.slowing * _weighted(growth[known], self.memory ** (last - known))
        ahead = np.arange(1, n_years - last)
        u[last + 1 :] = long_run + self.damping**ahead * (recent - long_run)
        jump[last + 1 :] = self.transient_var
        if last + 1 < n_years:
            growth_jump[last + 1] = self.persistent_var
        return AnchorPath(u, jump, growth_jump)


def _weighted(values: np.ndarray, weight: np.ndarray) -> float:
    return float(np.sum(weight * values) / np.sum(weight))


@dataclass(frozen=True)
class AnchorPath:
    """Common growth (T,) and the variances that its uncertainty adds to level and growth (T,)."""

    u: np.ndarray
    jump: np.ndarray
    growth_jump: np.ndarray


def excess_scatter(growth: np.ndarray, at_least: int = 20) -> np.ndarray:
    """Variance (T,) by which series (S, T) of log growth scatter more than in the median year.

    A census or a change of scope moves every area by another amount in the same year. Such a year
    says little about any area's own growth or liveliness. Zero where fewer than `at_least` series
    are known. The scatter is half the distance of the 16 % and 84 % quantiles.
    """
    spread = np.full(growth.shape[1], np.nan)
    for t in range(growth.shape[1]):
        known = growth[~np.isnan(growth[:, t]), t]
        if len(known) >= at_least:
            low, high = np.quantile(known, (0.16, 0.84))
            spread[t] = (high - low) / 2.0
    if np.isnan(spread).all():
        return np.zeros(len(spread))
    usual = np.nanmedian(spread)
    return np.maximum(np.nan_to_num(spread**2 - usual**2), 0.0)


def fit_anchor(paths: list[np.ndarray], horizon: int = 5, shrink_years: float = 6.0) -> AnchorModel:
    """Learn an anchor model from growth histories (NaN where unknown), by rolling origin.

    Damping, decay and slowing minimise the mean absolute error of cumulative growth to `horizon`
    years; the two variances fit its mean square by horizon. shrink_years: weight of a cautious
    guess (5 % a year, half of it lasting), because a path of 30 years holds few independent turns.
    """
    values = np.concatenate([path[~np.isnan(path)] for path in paths])
    mean = float(np.median(values))
    best: tuple[float, AnchorModel, np.ndarray] | None = None
    missing_var = float(np.var(values))
    for damping, decay, slowing in product((0.6, 0.75, 0.9), (0.1, 0.3, 0.6), (0.8, 0.9, 1.0)):
        model = AnchorModel(mean, damping, decay, MEMORY, slowing, 0.0, 0.0, missing_var)
        errors = rolling_errors(model, paths, horizon)
        score = float(np.nanmean(np.abs(errors) / np.arange(1, horizon + 1)))
        if best is None or score < best[0]:
            best = (score, model, errors)
    _, model, errors = best
    h = np.arange(1, horizon + 1, dtype=float)
    square = np.nanmean(errors**2, axis=0)
    n_turns = np.sum(~np.isnan(errors[:, 0])) / horizon
    guess = 0.05**2 * (0.5 * h + 0.5 * h**2)
    square = (n_turns * square + shrink_years * guess) / (n_turns + shrink_years)
    transient, persistent = _split_variance(h, square)
    return replace(model, transient_var=transient, persistent_var=persistent)


def rolling_errors(model: AnchorModel, paths: list[np.ndarray], horizon: int) -> np.ndarray:
    """Errors (origins, horizon) of cumulative growth, NaN beyond the data."""
    rows = []
    for path in paths:
        known = np.flatnonzero(~np.isnan(path))
        for origin in known[2:-1]:
            future = path[origin + 1 : origin + 1 + horizon]
            ahead = np.full(horizon, np.nan)
            ahead[: len(future)] = np.cumsum(future)
            padded = np.concatenate([path[: origin + 1], np.full(horizon, np.nan)])
            guess = np.cumsum(model.path(padded, origin).u[origin + 1 :])
            rows.append(ahead - guess)
    return np.array(rows)


def _split_variance(h: np.ndarray, square: np.ndarray) -> tuple[float, float]:
    """Non-negative fit of square = transient h + persistent h^2, relative errors."""
    best = (np.inf, 0.0, 0.0)
    for share in np.linspace(0.0, 1.0, 101):
        shape = (1.0 - share) * h + share * h**2
        scale = float(np.exp(np.mean(np.log(square / shape))))
        error = float(np.sum((np.log(square / (scale * shape))) ** 2))
        if error < best[0]:
            best = (error, (1.0 - share) * scale, share * scale)
    return best[1], best[2]
