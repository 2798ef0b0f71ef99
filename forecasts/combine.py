"""Point forecasts of series that have no reference: the median of four.

    last     the last value
    steps    the last value plus h times the median step
    next     a bank of exponential smoothers, weighted by how well each foresaw the next value
    path     the same bank, weighted by how well each foresaw the next six

The more a series' steps all go one way, the less the first two say: they give way to the others.
The smoothers have a damped local trend and a global one that grows with the root of the level
(after the local and global trend model of Smyl, Bergmeir et al. 2025), for amounts y relative to
the last one and d = mean |y_t - y_{t-1}|:

    f_{t+1} = l_t + lam b_t + gamma d sqrt(l_t)        the forecast
    l_t     = alpha y_t + (1 - alpha) l_{t-1}          level
    b_t     = beta (l_t - l_{t-1}) + (1 - beta) b_{t-1}  trend

Further ahead the forecast takes the place of y. No parameter is fitted: each series weighs the 80
smoothers by exp(-temperature * sqrt(n) * their mean absolute errors in its own past / d), a
generalised posterior (Bissiri, Holmes and Walker 2016). Methods that err differently and are
combined by their median beat each of them on short series (Bates and Granger 1969).
"""

from __future__ import annotations

from itertools import product

import numpy as np

#: Level smoothing, trend smoothing, share of the local trend, global trend in mean steps.
ALPHA, BETA, LAMBDA, GAMMA = (0.1, 0.3, 0.6, 1.0), (0.2, 0.7), (0.0, 0.4, 0.8), (0.0, 0.3, 0.7, 1.1)
#: How sharply errors decide between smoothers: for one step, and for six (divided by sqrt(h)).
ONE_STEP, SIX_STEPS = 3.0, 0.2
LEARNED_STEPS = 6
#: Fewest points from which a series can say which smoother suits it, and from how many on the
#: combination stands alone.
AT_LEAST, ALONE_FROM = 3, 12
#: The share by which steps up outnumber steps down (or the reverse), to this power, is how far
#: `last` and `steps` give way to `next` and `path`: what has only ever grown hardly stands still.
ONE_WAY = 6
#: No forecast falls below this share of the last value.
FLOOR = 0.05
#: Series in one pass: the arrays of a pass fit a processor's cache.
CHUNK = 128


def _bank() -> np.ndarray:
    """Smoothers (4, G) as alpha, beta, lam, gamma; without a local trend beta says nothing."""
    points = [p for p in product(ALPHA, BETA, LAMBDA, GAMMA) if p[2] > 0 or p[1] == BETA[0]]
    return np.array(points, dtype=np.float32).T


BANK = _bank()


def combined_forecast(log_values: np.ndarray, horizon: int) -> np.ndarray:
    """Logs (S, horizon) of the combined forecasts for the years after the last column.

    log_values: (S, T), NaN where unknown; gaps are filled in along the logs, and a series that
    ends early is forecast from its own last year. NaN for series with fewer than AT_LEAST points.
    """
    known = ~np.isnan(log_values)
    n_years = known.shape[1]
    out = np.full((len(log_values), horizon), np.nan)
    rows = np.flatnonzero(known.sum(axis=1) >= AT_LEAST)
    if len(rows) == 0:
        return out
    first = known[rows].argmax(axis=1)
    last = n_years - 1 - known[rows, ::-1].argmax(axis=1)
    # Series of like length share a pass, so that none waits for a longer one.
    order = np.lexsort((rows, last, first - last))
    for begin in range(0, len(order), CHUNK):
        part = order[begin : begin + CHUNK]
        amounts = _aligned(log_values[rows[part]], first[part], last[part])
        lag = n_years - 1 - last[part]
        length = last[part] - first[part] + 1
        ahead = _median_of_four(amounts, length, horizon + int(lag.max()))
        at = lag[:, None] + np.arange(horizon)
        end = log_values[rows[part], last[part]][:, None]
        out[rows[part]] = end + np.log(np.take_along_axis(ahead, at, axis=1))
    return out


def _aligned(log_values: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Amounts relative to the last one (S, W) ending in the last column, 1 before the first."""
    width = int((last - first).max()) + 1
    at = last[:, None] - np.arange(width - 1, -1, -1)
    inside = at >= first[:, None]
    y = np.take_along_axis(log_values, np.maximum(at, 0), axis=1)
    known = inside & ~np.isnan(y)
    column = np.arange(width)
    before = np.maximum.accumulate(np.where(known, column, 0), axis=1)
    after = np.minimum.accumulate(np.where(known, column, width - 1)[:, ::-1], axis=1)[:, ::-1]
    low, high = np.take_along_axis(y, before, axis=1), np.take_along_axis(y, after, axis=1)
    share = (column - before) / np.maximum(after - before, 1)
    filled = np.where(known, y, low + share * (high - low))
    return np.where(inside, np.exp(filled - y[:, -1:]), 1.0)


def _median_of_four(amounts: np.ndarray, length: np.ndarray, horizon: int) -> np.ndarray:
    """Amounts (S, horizon) relative to the last one; the last `length` columns are the history."""
    steps = np.diff(amounts, axis=1)
    steps[np.arange(steps.shape[1]) < steps.shape[1] + 1 - length[:, None]] = np.nan
    usual = np.maximum(np.nanmean(np.abs(steps), axis=1), 1e-9)
    paths, errors, n_origins = _smooth(amounts, length, usual, horizon)
    root = np.sqrt(n_origins)[:, None]
    by_next = _weigh(paths, ONE_STEP * root * errors[0])
    by_path = _weigh(
        paths, SIX_STEPS * root * sum(e / np.sqrt(h + 1.0) for h, e in enumerate(errors))
    )
    yields = (np.abs(np.nanmean(np.sign(steps), axis=1)) ** ONE_WAY)[:, None]
    drift = 1.0 + np.nanmedian(steps, axis=1)[:, None] * np.arange(1, horizon + 1)
    last = 1.0 + yields * (by_next - 1.0)
    drift += yields * (by_path - drift)
    return np.maximum(np.median([last, drift, by_next, by_path], axis=0), FLOOR)


def _weigh(paths: np.ndarray, cost: np.ndarray) -> np.ndarray:
    """Mean (S, H) of paths (H, S, G) with weights exp(-cost), cost (S, G)."""
    weight = np.exp(cost.min(axis=1, keepdims=True) - cost)
    weight /= weight.sum(axis=1, keepdims=True)
    return np.einsum("hsg,sg->sh", paths, weight)


def _smooth(
    amounts: np.ndarray, length: np.ndarray, usual: np.ndarray, horizon: int
) -> tuple[np.ndarray, list[np.ndarray], np.ndarray]:
    """Run the bank over the histories.

    Returns the paths (horizon, S, G), for h = 1 … 6 the mean absolute error (S, G) of the
    forecasts h steps ahead in units of the usual step, and the number of origins (S,).
    """
    n_series, width = amounts.shape
    alpha, beta, lam, gamma = BANK[:, None, :]
    y = amounts.astype(np.float32)
    trend = gamma * usual.astype(np.float32)[:, None]
    unit = (1.0 / usual).astype(np.float32)[:, None]
    start = width - length
    row = np.arange(n_series)
    early = np.minimum(3, length - 1)
    # Half of the mean of the first three steps: a start that the trend can grow out of.
    slope = 0.5 * (y[row, start + early] - y[row, start]) / early.astype(np.float32)
    level = np.ones((n_series, BANK.shape[1]), dtype=np.float32)
    local = np.zeros_like(level)
    errors = [np.zeros_like(level) for _ in range(LEARNED_STEPS)]
    counts = np.zeros((LEARNED_STEPS, n_series), dtype=np.float32)

    def ahead(level: np.ndarray, local: np.ndarray, trend: np.ndarray) -> np.ndarray:
        return level + lam * local + trend * np.sqrt(np.maximum(level, 1e-3))

    def follow(value: np.ndarray, level: np.ndarray, local: np.ndarray) -> tuple:
        step = alpha * (value - level)
        return level + step, local + beta * (step - local)

    for t in range(width):
        now = y[:, t : t + 1]
        begins, runs = (start == t)[:, None], (start < t)[:, None]
        new_level, new_local = follow(now, level, local)
        level = np.where(runs, new_level, np.where(begins, now, level))
        local = np.where(runs, new_local, np.where(begins, slope[:, None], local))
        # Two steps have to be seen before a smoother is judged. Series are sorted by length, so
        # that those that have begun are the first ones.
        begun = int(np.searchsorted(start, t - 2, side="right"))
        if begun == 0:
            continue
        at, by = level[:begun], local[:begun]
        for h in range(min(LEARNED_STEPS, width - 1 - t)):
            value = ahead(at, by, trend[:begun])
            errors[h][:begun] += np.abs(value - y[:begun, t + 1 + h, None])
            counts[h, :begun] += 1
            if h + 1 < LEARNED_STEPS:
                at, by = follow(value, at, by)
    paths = np.empty((horizon, *level.shape), dtype=np.float32)
    for h in range(horizon):
        paths[h] = ahead(level, local, trend)
        level, local = follow(paths[h], level, local)
    mean = [e * (unit / np.maximum(c, 1.0)[:, None]) for e, c in zip(errors, counts, strict=True)]
    return paths, mean, counts[0]
