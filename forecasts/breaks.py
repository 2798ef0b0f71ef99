"""Changes of base and single wrong figures that no source tells of, found by their likelihood.

For each year with a figure that leaves the path of its reference, the marginal likelihood of the
series (over the prior's grid) is compared with that of the same series with an unknown step in
that year, or with a figure that is off by itself. Posterior odds above one make it a break: the
level is new, the growth is not (outlier and level shift as in Chen and Liu 1993, with the prior's
marginal likelihood in the place of their tests).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np
from scipy.special import logsumexp

from forecasts.filter import Observations
from forecasts.prior import Prior
from forecasts.reference import OUTLIER, SCOPE, STEP, References
from forecasts.series import BREAK_VAR, SCOPE_VAR, Series, observe
from forecasts.train import window_likelihood

#: Chance of a step in any one year, small or large, and of a wrong figure. The city's yearbook has
#: four changes of GDP's base or scope in 34 years, most series fewer or none.
CHANCE = {STEP: 0.01, SCOPE: 0.003, OUTLIER: 0.003}
VARIANCE = {STEP: BREAK_VAR, SCOPE: SCOPE_VAR, OUTLIER: BREAK_VAR}
#: Growth nearer than this to the reference's is not looked at (log units).
LEAST_DEVIATION = 0.1
#: At most so many per series: more of them are a lively series.
MOST = 3


def with_inferred(
    members: list[Series],
    prior: Prior,
    references: References,
    years: np.ndarray,
    cutoff: int,
) -> References:
    """References that know the breaks inferred in `members` (series of one family).

    From the top of the tree down: a parent's step must not look like the children's.
    """
    by_depth: dict[int, list[Series]] = defaultdict(list)
    for series in members:
        by_depth[len(references.chain(series.area_id))].append(series)
    for depth in sorted(by_depth):
        for _ in range(MOST):
            group = by_depth[depth]
            found = _most_likely(group, observe(group, prior, references, years, cutoff), prior)
            if not found:
                break
            inferred = dict(references.inferred)
            for i, (t, kind) in found.items():
                key = (group[i].area_id, group[i].indicator_id)
                inferred[key] = inferred.get(key, {}) | {int(years[t]): kind}
            references = replace(references, inferred=inferred)
    return references


def _most_likely(
    members: list[Series], obs: Observations, prior: Prior
) -> dict[int, tuple[int, str]]:
    """Series index -> (year index, kind) of the likeliest event with odds above one."""
    candidates = [(i, *event) for i in range(len(members)) for event in _candidates(obs, i)]
    if not candidates:
        return {}
    at = np.array([i for i, *_ in candidates])
    changed = obs.rows(at)
    for row, (_, t, kind, _) in enumerate(candidates):
        array = changed.y_var if kind == OUTLIER else changed.jump
        array[row, t] += VARIANCE[kind]
    n_obs = np.array([max(1, len(members[i].annual)) for i in at])
    # In a gap of years the step may have come in any of them.
    chance = np.array([1.0 - (1.0 - CHANCE[kind]) ** gap for _, _, kind, gap in candidates])
    odds = _log_marginal(changed, prior, n_obs) - _log_marginal(obs.rows(at), prior, n_obs)
    odds += np.log(chance / (1.0 - chance))
    best: dict[int, tuple[int, str]] = {}
    for row in np.argsort(odds):
        if odds[row] > 0:
            i, t, kind, _ = candidates[row]
            best[i] = (t, kind)
    return best


def _candidates(obs: Observations, i: int) -> list[tuple[int, str, int]]:
    """Years (index, kind, years since the figure before) whose growth is far from the reference's.

    Out and in again may be a wrong figure.
    """
    known = np.flatnonzero(~np.isnan(obs.y[i]))
    found = []
    common = np.cumsum(obs.u[i])
    away = np.diff(obs.y[i, known] - common[known])
    for k, t in enumerate(known[1:].tolist()):
        if abs(away[k]) < LEAST_DEVIATION:
            continue
        gap = t - int(known[k])
        if obs.jump[i, t] < BREAK_VAR:
            found += [(t, STEP, gap), (t, SCOPE, gap)]
        back = k + 1 < len(away) and away[k] * away[k + 1] < 0
        if back and abs(away[k + 1]) >= LEAST_DEVIATION and obs.y_var[i, t] < BREAK_VAR:
            found.append((t, OUTLIER, 1))
    return found


def _log_marginal(obs: Observations, prior: Prior, n_obs: np.ndarray) -> np.ndarray:
    """Log likelihood (S,) of all that is known, over the prior's grid."""
    with np.errstate(divide="ignore"):
        weights = np.log(prior.weights_for(n_obs))
    return logsumexp(window_likelihood(obs, prior.grid) + weights, axis=1)
