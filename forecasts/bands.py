"""Bands that a reader can trust: never narrower with a longer horizon, never negative."""

from __future__ import annotations

import numpy as np


def never_narrower(log_quantiles: np.ndarray, median: int) -> np.ndarray:
    """Widen (H, L) log quantiles so that no band narrows from one year to the next.

    Holds for the ratio of the ends to the median and for the width in amounts: a shrinking area
    would otherwise show a band that gets smaller in 亿元 while its relative error grows.
    """
    middle = log_quantiles[:, median]
    distance = log_quantiles - middle[:, None]
    n_levels = distance.shape[1]
    for h in range(1, len(distance)):
        now, before = distance[h], distance[h - 1]
        now[:median] = np.minimum(now[:median], before[:median])
        now[median + 1 :] = np.maximum(now[median + 1 :], before[median + 1 :])
        for i in range(median - 1, -1, -1):
            j = n_levels - 1 - i
            # Stretching the pair inside must not let it cross this one.
            now[i], now[j] = min(now[i], now[i + 1]), max(now[j], now[j - 1])
            wanted = _width(middle[h - 1], before[i], before[j])
            if _width(middle[h], now[i], now[j]) < wanted:
                factor = _stretch(middle[h], now[i], now[j], wanted)
                now[i] *= factor
                now[j] *= factor
    return middle[:, None] + distance


def _width(middle: float, below: float, above: float) -> float:
    return float(np.exp(middle) * (np.exp(above) - np.exp(below)))


def _stretch(middle: float, below: float, above: float, wanted: float) -> float:
    low, high = 1.0, 2.0
    while _width(middle, below * high, above * high) < wanted and high < 64.0:
        low, high = high, high * 2.0
    for _ in range(50):
        factor = 0.5 * (low + high)
        if _width(middle, below * factor, above * factor) < wanted:
            low = factor
        else:
            high = factor
    return high
