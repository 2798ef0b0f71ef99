"""Bands that a reader can trust: never narrower with a longer horizon, never negative."""

from __future__ import annotations

import numpy as np


def never_narrower(log_quantiles: np.ndarray, median: int) -> np.ndarray:
    """Widen (H, L) log quantiles so that no band narrows from one year to the next.

    Holds for the ratio of the ends to the median and for the width in amounts: a shrinking area
    would otherwise show a band that gets smaller in 亿元 while its relative error grows.
    """
    middle = log_quantiles[:, [median]]
    distance = log_quantiles - middle
    distance[:, :median] = np.minimum.accumulate(distance[:, :median], axis=0)
    distance[:, median + 1 :] = np.maximum.accumulate(distance[:, median + 1 :], axis=0)
    n_levels = distance.shape[1]
    for i in range(median):
        j = n_levels - 1 - i
        for h in range(1, len(distance)):
            wanted = _width(middle[h - 1, 0], distance[h - 1, i], distance[h - 1, j])
            if _width(middle[h, 0], distance[h, i], distance[h, j]) >= wanted:
                continue
            factor = _stretch(middle[h, 0], distance[h, i], distance[h, j], wanted)
            distance[h, i] *= factor
            distance[h, j] *= factor
    # Stretching one pair of ends must not let it cross a pair further out.
    distance[:, :median] = np.minimum.accumulate(distance[:, :median][:, ::-1], axis=1)[:, ::-1]
    distance[:, median + 1 :] = np.maximum.accumulate(distance[:, median + 1 :], axis=1)
    return middle + distance


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
