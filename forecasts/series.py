"""From the warehouse's frames to observations: one row per area and indicator."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl

from forecasts.filter import Observations
from forecasts.nowcast import fraction_of_year, is_year_to_date, share_of_year, stock_share
from forecasts.prior import Prior
from forecasts.reference import OUTLIER, SCOPE, References

FAMILIES = ("tax", "gdp", "employment")
#: Families whose figures are stocks on a day; the others are flows over a period.
STOCKS = ("employment",)
#: A break moves the level by an unknown factor: exp(+-0.35) is one standard deviation. The changes
#: of scope and base seen so far lie between -25 % and +60 %.
BREAK_VAR = 0.35**2
#: Another territory or another kind of units: a factor of two or three is one standard deviation.
SCOPE_VAR = 1.0
#: "More than 2" is printed for figures shortly above 2: where nothing else is known, 8 % above,
#: give or take as much (the moments of an exponential distribution of that mean).
OVERSHOOT = 0.08
#: No claim is more exact than this (0.05 %): accounts are revised.
MIN_SD = 0.0005
#: Shortest part of a year that says something about the whole.
MIN_FRACTION = 0.08

#: Parks and their like are smaller and change faster than the cities whose panel made the prior,
#: and there is no panel of parks: their bands are stretched by an assumed factor.
LEVEL_SPREAD = {
    "park": 1.5, "park_group": 1.3, "enterprise_cluster": 1.5, "subdistrict": 1.3,
}  # fmt: skip


@dataclass
class Series:
    """What is known about one indicator of one area; amounts in base units."""

    area_id: str
    indicator_id: str
    family: str
    level: str
    #: year -> (value, low, high); low or high None where open
    annual: dict[int, tuple[float, float | None, float | None]] = field(default_factory=dict)
    #: (start, end, value, low, high); low or high None where open
    parts: list[tuple[date, date, float, float | None, float | None]] = field(default_factory=list)
    #: year -> (log growth, variance)
    growth: dict[int, tuple[float, float]] = field(default_factory=dict)

    @property
    def last_year(self) -> int | None:
        """Last year with an annual value."""
        return max(self.annual) if self.annual else None

    def two_sided(self, year: int) -> bool:
        """Whether the year has an annual value with both ends known."""
        known = self.annual.get(year)
        return known is not None and known[1] is not None and known[2] is not None

    def years(self) -> list[int]:
        """Years with any level, whole or part."""
        return sorted({*self.annual, *(part[1].year for part in self.parts)})


def collect_series(
    annual: pl.DataFrame, part_year: pl.DataFrame, growth: pl.DataFrame, last_year: int
) -> list[Series]:
    """All series of the forecast families with something known up to `last_year`, sorted."""
    found: dict[tuple[str, str], Series] = {}
    for row in annual.filter(
        pl.col("family").is_in(FAMILIES) & (pl.col("value") > 0) & (pl.col("year") <= last_year)
    ).iter_rows(named=True):
        series = _series(found, row)
        series.annual[int(row["year"])] = (row["value"], row["low"], row["high"])
    for row in part_year.filter(pl.col("family").is_in(FAMILIES) & (pl.col("value") > 0)).iter_rows(
        named=True
    ):
        start, end = row["period_start"], row["period_end"]
        if start is None or end is None or end.year > last_year or start.year != end.year:
            continue
        if row["family"] not in STOCKS and fraction_of_year(start, end) < MIN_FRACTION:
            continue
        _series(found, row).parts.append((start, end, row["value"], row["low"], row["high"]))
    # Real growth says nothing about a nominal level without the deflator: left out.
    for row in growth.filter(
        pl.col("basis").is_in(["nominal", "same_scope"]) & (pl.col("year") <= last_year)
    ).iter_rows(named=True):
        series = found.get((row["area_id"], row["indicator_id"]))
        if series is None or row["value"] is None or row["value"] <= -100:
            continue
        low, high = row["low"], row["high"]
        if low is None or high is None or low <= -100:
            continue
        middle = float(np.log1p(row["value"] / 100.0))
        width = float(np.log1p(high / 100.0) - np.log1p(low / 100.0))
        series.growth[int(row["year"])] = (middle, max(width**2 / 12.0, MIN_SD**2))
    return [found[key] for key in sorted(found)]


def _series(found: dict[tuple[str, str], Series], row: dict) -> Series:
    key = (row["area_id"], row["indicator_id"])
    if key not in found:
        found[key] = Series(*key, row["family"], row["level"] or "")
    return found[key]


@dataclass(frozen=True)
class Assumption:
    """What would follow if: the growth (percent) or level (base units) of one year."""

    area_id: str
    indicator_id: str
    year: int
    measure: str
    value: float


def assume(all_series: list[Series], assumptions: list[Assumption]) -> None:
    """Add assumptions to the series they are about, as claims without doubt, in place."""
    by_key = {(s.area_id, s.indicator_id): s for s in all_series}
    for a in assumptions:
        series = by_key.get((a.area_id, a.indicator_id))
        if series is None:
            raise ValueError(
                f"{a.indicator_id} of {a.area_id} has no figure to start from, so that nothing "
                "can be assumed about it"
            )
        if a.measure == "growth" and a.value > -100:
            series.growth[a.year] = (float(np.log1p(a.value / 100.0)), MIN_SD**2)
        elif a.measure == "level" and a.value > 0:
            ends = a.value * (1.0 - MIN_SD), a.value * (1.0 + MIN_SD)
            day = date(a.year, 12, 31)
            series.annual.pop(a.year, None)
            # A whole year as a part: known, but not an actual figure.
            series.parts.append((date(a.year, 1, 1), day, a.value, *ends))
        else:
            raise ValueError(f"{a.measure}={a.value:g} cannot be: a level is above 0, growth -100")


def observe(
    all_series: list[Series],
    prior: Prior,
    references: References,
    years: np.ndarray,
    cutoff: int,
) -> Observations:
    """Observations of series over consecutive `years`, as known at the year `cutoff`."""
    obs = Observations.empty(len(all_series), len(years))
    obs.long_run_mean[:] = prior.long_run_mean
    first = int(years[0])
    for i, s in enumerate(all_series):
        path = references.path(prior, s.area_id, s.indicator_id, s.family, years, cutoff)
        obs.u[i], obs.jump[i], obs.growth_jump[i] = path.u, path.jump, path.growth_jump
        broken = {y for y in references.break_years(s.area_id, s.indicator_id) if y <= cutoff}
        for year in broken:
            if first < year <= years[-1]:
                obs.jump[i, year - first] += BREAK_VAR
        _observe_annual(obs, i, s, first)
        for year, kind in references.inferred.get((s.area_id, s.indicator_id), {}).items():
            if kind == OUTLIER:
                obs.y_var[i, year - first] += BREAK_VAR
            elif kind == SCOPE:
                obs.jump[i, year - first] += SCOPE_VAR
        _observe_parts(obs, i, s, first)
        for year, (value, variance) in s.growth.items():
            # Growth across a break is on a comparable base, the levels are not.
            if first < year <= years[-1] and year not in broken:
                obs.growth[i, year - first] = value
                obs.growth_var[i, year - first] = variance
        known = np.flatnonzero(~np.isnan(obs.y[i]))
        obs.start[i] = obs.y[i, known[-1]] if len(known) else 0.0
    return obs


def log_interval(value: float, low: float | None, high: float | None) -> tuple[float, float]:
    """Mean and variance of the log of an amount that lies evenly in [low, high).

    The middle of the interval, not the printed number: 3000余 lies between 3000 and 4000. Where an
    end is open, or the lower one is not positive, the amount lies shortly beyond the other.
    """
    floor = MIN_SD**2
    if low is not None and low > 0 and high is not None:
        return 0.5 * float(np.log(low * high)), max(float(np.log(high / low)) ** 2 / 12.0, floor)
    if low is not None and low > 0:
        return float(np.log(low)) + OVERSHOOT, OVERSHOOT**2
    if high is not None and high > 0:
        return float(np.log(high)) - OVERSHOOT, OVERSHOOT**2
    return float(np.log(value)), floor


def _observe_annual(obs: Observations, i: int, s: Series, first: int) -> None:
    level_seen = False
    for year in sorted(s.annual):
        value, low, high = s.annual[year]
        t = year - first
        if low is not None and high is not None:
            obs.y[i, t], obs.y_var[i, t] = log_interval(value, low, high)
            level_seen = True
        elif low is not None and low > 0 and level_seen:
            obs.low[i, t] = np.log(low)
        elif (low is not None and low > 0) or (high is not None and not level_seen):
            obs.y[i, t], obs.y_var[i, t] = log_interval(value, low, high)
            level_seen = True


def _observe_parts(obs: Observations, i: int, s: Series, first: int) -> None:
    """The longest part of each year that has no annual value."""
    longest: dict[int, tuple] = {}
    for part in sorted(s.parts, key=lambda p: (p[1], -p[0].toordinal())):
        longest[part[1].year] = part
    for year, (start, end, value, low, high) in longest.items():
        if year in s.annual:
            continue
        t = year - first
        if s.family in STOCKS:
            share = stock_share(end, float(obs.u[i, t]))
        else:
            share = share_of_year(s.family, start, end, _own_shares(s, start, end))
        middle, variance = log_interval(value, low, high)
        obs.y[i, t] = middle - share.mean
        # Small areas' months scatter more, by the same factor as their years.
        obs.y_var[i, t] = share.var * LEVEL_SPREAD.get(s.level, 1.0) ** 2 + variance


def _own_shares(s: Series, start: date, end: date) -> list[float]:
    """Log shares of the same months in years of this series that have the whole as well."""
    same = (start.month, start.day, end.month)
    return [
        float(np.log(value / s.annual[b.year][0]))
        for a, b, value, _, _ in s.parts
        if s.two_sided(b.year) and (a.month, a.day, b.month) == same
    ]


def bound_below(s: Series, year: int) -> float | None:
    """An amount that the year's value cannot be below: an open claim, or a part of the year."""
    known = s.annual.get(year)
    if known is not None and known[2] is None and known[1] is not None:
        return known[1]
    if s.family in STOCKS or year in s.annual:
        return None
    parts = [
        low
        for a, b, _, low, _ in s.parts
        if b.year == year and is_year_to_date(a, b) and low is not None
    ]
    return max(parts) if parts else None
