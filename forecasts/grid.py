"""The grid of hyper-parameters over which the prior puts its weights."""

from __future__ import annotations

from itertools import product

import numpy as np

from forecasts.filter import HyperParameters

#: Standard deviations in log units (0.03 is about 3 % a year).
LEVEL_SD = (0.004, 0.012, 0.025, 0.05, 0.1, 0.2, 0.45)
DEV_SD_PHI = ((0.0, 0.5), (0.01, 0.4), (0.01, 0.85), (0.03, 0.4), (0.03, 0.85), (0.1, 0.4))
OBS_SD = (0.001, 0.02, 0.08)
LONG_RUN_SD = (0.002, 0.015, 0.05)


def default_grid() -> HyperParameters:
    """All combinations: 378 points from still series to series that jump by half a year to year."""
    points = np.array(
        [
            (level**2, dev**2, phi, obs**2, long_run**2, 1.0, 0.0)
            for level, (dev, phi), obs, long_run in product(
                LEVEL_SD, DEV_SD_PHI, OBS_SD, LONG_RUN_SD
            )
        ]
    )
    return HyperParameters(*points.T)


#: For series that stand for themselves: trends may slow down or be additive.
SINGLE_LEVEL_SD = (0.004, 0.02, 0.05, 0.1, 0.2, 0.45)
SINGLE_DEV_SD_PHI = ((0.0, 0.5), (0.03, 0.4), (0.03, 0.85), (0.1, 0.4), (0.1, 0.85))
SINGLE_OBS_SD = (0.001, 0.04, 0.1)
SINGLE_LONG_RUN_SD = (0.003, 0.02, 0.06, 0.15)
SLOWING = (0.6, 0.85, 1.0)


def single_series_grid() -> HyperParameters:
    """2,160 points: the default's ideas, times slowing growth, times additive or multiplicative."""
    points = np.array(
        [
            (level**2, dev**2, phi, obs**2, long_run**2, slowing, power)
            for power, level, (dev, phi), obs, long_run, slowing in product(
                (0.0, 1.0),
                SINGLE_LEVEL_SD,
                SINGLE_DEV_SD_PHI,
                SINGLE_OBS_SD,
                SINGLE_LONG_RUN_SD,
                SLOWING,
            )
        ]
    )
    return HyperParameters(*points.T)
