"""The growth that an area shares with its reference group.

Most of a short series' growth is common to all areas of its kind. The anchor is the log growth of
a reference (a panel's median, a parent area) in the years that are known at the cut-off. For later
years it goes from the recent growth to a slower long-run one:

    growth_{c+h} = long + damping ** h * (recent - long)
    recent = mean of the known years, weighted by trust * decay ** age
    long   = slowing * mean of the known years, weighted by trust * memory ** age
    trust  = 1 / (1 + excess scatter of the areas in that year / their usual scatter)

A census or a change of scope moves every area by another amount: what the median did in such a
year is no growth that goes on. Nothing but the years known at the cut-off enters, so that a
panel's later growth cannot leak into an earlier forecast. The error is common to all areas: per
year a part that does not last (`transient_var`) and one that does (`persistent_var`, entering once
as uncertainty of the long-run growth). The numbers are learned by rolling origin and stored with
the prior.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np

#: What the anchor's growth may do: damping, decay, memory, slowing. A path of 30 years holds few
#: independent turns, so that the best of many sets is best by chance: they are averaged.
CANDIDATES = tuple(product((0.75, 0.9, 1.0), (0.1, 0.3), (0.3, 0.6, 0.85), (0.7, 0.8, 0.9, 1.0)))


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
    #: scatter (variance) of the areas' growth in a usual year; 0 where years are trusted alike
    usual_var: float = 0.0

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
        trust = self.trust(jump[known])
        recent = _weighted(growth[known], trust * self.decay ** (last - known))
        long_run = self.slowing * _weighted(growth[known], trust * self.memory ** (last - known))
        ahead = np.arange(1, n_years - last)
        u[last + 1 :] = long_run + self.damping**ahead * (recent - long_run)
        jump[last + 1 :] = self.transient_var
        if last + 1 < n_years:
            growth_jump[last + 1] = self.persistent_var
        return AnchorPath(u, jump, growth_jump)

    def trust(self, excess: np.ndarray) -> np.ndarray:
        """Weight of years by their excess scatter: a change of scope is not a growth rate."""
        if self.usual_var <= 0.0:
            return np.ones_like(excess)
        return 1.0 / (1.0 + excess / self.usual_var)


def _weighted(values: np.ndarray, weight: np.ndarray) -> float:
    return float(np.sum(weight * values) / np.sum(weight))


@dataclass(frozen=True)
class AnchorPath:
    """Common growth (T,) and the variances that its uncertainty adds to level and growth (T,)."""

    u: np.ndarray
    jump: np.ndarray
    growth_jump: np.ndarray

    def since(self, index: int) -> AnchorPath:
        """Return the path without the years before `index`."""
        return AnchorPath(self.u[index:], self.jump[index:], self.growth_jump[index:])


def scatter(growth: np.ndarray, at_least: int = 20) -> np.ndarray:
    """Variance (T,) of log growth (S, T) over series, NaN where fewer than `at_least` are known.

    From half the distance of the 16 % and 84 % quantiles, so that single jumps do not count.
    """
    spread = np.full(growth.shape[1], np.nan)
    for t in range(growth.shape[1]):
        known = growth[~np.isnan(growth[:, t]), t]
        if len(known) >= at_least:
            low, high = np.quantile(known, (0.16, 0.84))
            spread[t] = (high - low) / 2.0
    return spread**2


def usual_scatter(growth: np.ndarray) -> float:
    """Scatter in the median year; 0 where no year has enough series."""
    spread = scatter(growth)
    return 0.0 if np.isnan(spread).all() else float(np.nanmedian(spread))


def excess_scatter(growth: np.ndarray) -> np.ndarray:
    """Variance (T,) by which series (S, T) of log growth scatter more than in the median year.

    A census or a change of scope moves every area by another amount in the same year. Such a year
    says little about any area's own growth or liveliness. Zero where too few series are known.
    """
    return np.maximum(np.nan_to_num(scatter(growth) - usual_scatter(growth)), 0.0)


def fit_anchor(
    paths: list[np.ndarray],
    excesses: list[np.ndarray] | None = None,
    usual_var: float = 0.0,
    horizon: int = 5,
    shrink_years: float = 6.0,
) -> AnchorModel:
    """Learn an anchor model from growth histories (NaN where unknown), by rolling origin.

    excesses: excess scatter by year, one array per path; usual_var: what it is compared with.
    The parameters are the mean of CANDIDATES, weighted by their mean absolute errors of cumulative
    growth to `horizon` years, as the likelihood of so many independent turns; errors across a year
    of excess scatter count less. The two variances fit the mean square by horizon. shrink_years:
    weight of a cautious guess (5 % a year, half of it lasting).
    """
    values = np.concatenate([path[~np.isnan(path)] for path in paths])
    start = AnchorModel(
        float(np.median(values)), 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, float(np.var(values)), usual_var
    )
    excesses = [np.zeros_like(path) for path in paths] if excesses is None else excesses
    h = np.arange(1, horizon + 1, dtype=float)
    trust = _future_trust(start, paths, excesses, horizon)
    scores = []
    for damping, decay, memory, slowing in CANDIDATES:
        model = replace(start, damping=damping, decay=decay, memory=memory, slowing=slowing)
        errors = rolling_errors(model, paths, excesses, horizon)
        scores.append(np.nansum(trust * np.abs(errors) / h) / trust.sum())
    n_turns = trust[:, 0].sum() / horizon
    log_weight = -n_turns * np.log(np.maximum(scores, 1e-9))
    weight = np.exp(log_weight - log_weight.max())
    damping, decay, memory, slowing = weight @ np.array(CANDIDATES) / weight.sum()
    model = replace(
        start, damping=float(damping), decay=float(decay), memory=float(memory),
        slowing=float(slowing),
    )  # fmt: skip
    errors = rolling_errors(model, paths, excesses, horizon)
    square = np.nanmean(errors**2, axis=0)
    n_turns = np.sum(~np.isnan(errors[:, 0])) / horizon
    guess = 0.05**2 * (0.5 * h + 0.5 * h**2)
    square = (n_turns * square + shrink_years * guess) / (n_turns + shrink_years)
    transient, persistent = _split_variance(h, square)
    return replace(model, transient_var=transient, persistent_var=persistent)


def _origins(path: np.ndarray) -> np.ndarray:
    """Years from which a path is forecast: with three known and one still to come."""
    return np.flatnonzero(~np.isnan(path))[2:-1]


def rolling_errors(
    model: AnchorModel, paths: list[np.ndarray], excesses: list[np.ndarray], horizon: int
) -> np.ndarray:
    """Errors (origins, horizon) of cumulative growth, NaN beyond the data."""
    rows = []
    for path, excess in zip(paths, excesses, strict=True):
        padded_excess = np.concatenate([excess, np.zeros(horizon)])
        for origin in _origins(path):
            future = path[origin + 1 : origin + 1 + horizon]
            ahead = np.full(horizon, np.nan)
            ahead[: len(future)] = np.cumsum(future)
            padded = np.concatenate([path[: origin + 1], np.full(horizon, np.nan)])
            known = model.path(padded, origin, padded_excess[: len(padded)])
            rows.append(ahead - np.cumsum(known.u[origin + 1 :]))
    return np.array(rows)


def _future_trust(
    model: AnchorModel, paths: list[np.ndarray], excesses: list[np.ndarray], horizon: int
) -> np.ndarray:
    """Least trust (origins, horizon) in any year up to each horizon; 0 beyond the data."""
    rows = []
    for path, excess in zip(paths, excesses, strict=True):
        trust = np.where(np.isnan(path), 0.0, model.trust(excess))
        for origin in _origins(path):
            ahead = np.minimum.accumulate(trust[origin + 1 : origin + 1 + horizon])
            rows.append(np.pad(ahead, (0, horizon - len(ahead))))
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
