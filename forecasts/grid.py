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
            (level**2, dev**2, phi, obs**2, long_run**2)
            for level, (dev, phi), obs, long_run in product(
                LEVEL_SD, DEV_SD_PHI, OBS_SD, LONG_RUN_SD
            )
        ]
    )
    return HyperParameters(*points.T)
