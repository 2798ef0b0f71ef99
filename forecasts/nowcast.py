"""From a part of a year to the whole: the share-of-year distribution.

A flow over the first months of a year is share x year. If monthly amounts scatter independently
with coefficient of variation c, the log of the share scatters with variance

    c^2 / 12 * (1 - f) / f          f = months / 12

which is wide for one month and closes to zero at the year's end. The mean share differs from f by
the season: `SEASON` says by how much in the middle of the year. A stock at a date within the year
is the year-end stock less the growth still to come.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

#: Share of the first half-year less one half. Taxes on income and the first quarter's settlements
#: come early in the year, output late (harvest, fourth quarter). National accounts and budget
#: execution reports show about 0.53-0.55 for tax and 0.46-0.47 for GDP.
SEASON = {"tax": 0.03, "gdp": -0.035}
#: Coefficient of variation of monthly amounts, by family: an assumption until the warehouse holds
#: enough years with both a part and the whole. 0.35 gives +-20 % (95 %) on a half-year.
MONTHLY_CV = {"tax": 0.35, "gdp": 0.2}
DEFAULT_CV = 0.35
#: How much the share of one area and period still moves from year to year, relative to the
#: scatter above, once its own past shares are known.
OWN_SHARE_WEIGHT = 0.5
#: Standard deviation of a year's growth of a stock, for the months still to come.
STOCK_GROWTH_SD = 0.08


@dataclass(frozen=True)
class Share:
    """Log of the share of the year that a period holds: mean and variance."""

    mean: float
    var: float


def fraction_of_year(start: date, end: date) -> float:
    """Part of the year that the period covers, by days (end inclusive)."""
    days = (date(end.year, 12, 31) - date(end.year, 1, 1)).days + 1
    return ((end - start).days + 1) / days


def is_year_to_date(start: date, end: date) -> bool:
    """Whether the period starts with the year and ends within it."""
    return start.month == 1 and start.day == 1 and start.year == end.year


def share_of_year(
    family: str, start: date, end: date, own_log_shares: list[float] | None = None
) -> Share:
    """Share-of-year distribution of a flow from `start` to `end` (inclusive).

    own_log_shares: log shares seen in other years of the same series for the same months; they
    are combined with the prior as normal with normal.
    """
    season = SEASON.get(family, 0.0)
    cv = MONTHLY_CV.get(family, DEFAULT_CV)
    f1 = fraction_of_year(date(end.year, 1, 1), end)
    f0 = (
        fraction_of_year(date(end.year, 1, 1), start - timedelta(days=1))
        if start.day > 1 or (start.month > 1)
        else 0.0
    )
    share = _cumulative(f1, season) - _cumulative(f0, season)
    f = f1 - f0
    mean, var = float(np.log(share)), cv**2 / 12.0 * (1.0 - f) / f
    if own_log_shares:
        within = OWN_SHARE_WEIGHT * var
        between = var - within
        n = len(own_log_shares)
        gain = between / (between + within / n)
        mean += gain * (float(np.mean(own_log_shares)) - mean)
        var = between * (1.0 - gain) + within
    return Share(mean, var)


def _cumulative(f: float, season: float) -> float:
    """Share of the year up to fraction f: f, bent by the season (4 f (1-f) is 1 at mid-year)."""
    return f + season * 4.0 * f * (1.0 - f)


def stock_share(on: date, growth: float) -> Share:
    """Log ratio of a stock on a day to the stock at the year's end, for a year of log `growth`."""
    left = 1.0 - fraction_of_year(date(on.year, 1, 1), on)
    return Share(-left * growth, (left * STOCK_GROWTH_SD) ** 2)
