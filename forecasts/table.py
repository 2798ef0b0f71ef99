"""The forecast table: one row per area, indicator and year, from first figure to last horizon."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl

from forecasts.bands import never_narrower
from forecasts.breaks import with_inferred
from forecasts.filter import run_filter
from forecasts.panel import KEEP_COMPONENTS, widen
from forecasts.prior import Prior, load_prior
from forecasts.quantiles import (
    COLUMNS,
    LEVELS,
    mixture_quantiles,
    posterior_weights,
    prune,
)
from forecasts.reconcile import reconcile
from forecasts.reference import OUTLIER, References, collect
from forecasts.series import (
    LEVEL_SPREAD,
    Assumption,
    Series,
    assume,
    bound_below,
    collect_series,
    observe,
)

METHOD = "state-space-mixture-1"
SCHEMA = {
    "area_id": pl.Utf8, "indicator_id": pl.Utf8, "year": pl.Int32, "kind": pl.Utf8,
    **dict.fromkeys(COLUMNS, pl.Float64),
    "n_obs": pl.Int32, "last_year": pl.Int32, "method": pl.Utf8, "prior_id": pl.Utf8,
    "note": pl.Utf8, "quantiles": pl.List(pl.Float64), "growth_quantiles": pl.List(pl.Float64),
}  # fmt: skip
_LEVELS = np.array(LEVELS)
_MEDIAN = LEVELS.index(0.5)
_ENDS = [LEVELS.index(0.025), LEVELS.index(0.975)]
#: A band of 95 % whose ends are further apart than this factor says little more than the size.
VERY_WIDE = 4.0


def forecast_table(
    annual: pl.DataFrame,
    part_year: pl.DataFrame,
    growth: pl.DataFrame,
    breaks: pl.DataFrame,
    areas: pl.DataFrame,
    *,
    as_of: date,
    horizon: int = 5,
    assumptions: Sequence[Assumption] = (),
    members: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Forecast every tax, GDP and employment series that has at least one figure.

    annual: area_id, indicator_id, family, level, year, value, low, high (null: open end); amounts
    in base units. part_year: the same with period_start, period_end instead of year. growth:
    area_id, indicator_id, year, basis, value, low, high in percent. breaks: area_id (or 'all'),
    indicator_id, year. areas: area_id, level, parent_area_id. The frames hold the reference areas
    as well; everything in them is taken as known at `as_of`.

    assumptions: what-if, see forecasts.whatif; they condition the area's own series and anchor the
    areas below it.

    members: group_id, member_id: groups whose forecasts are the sums of their members', see
    forecasts.reconcile; no part is forecast above its whole.

    Returns the columns of SCHEMA, sorted: kind is actual (p50 the value, other quantiles null),
    estimate (a year without a full figure before the last one), nowcast (up to the year of
    `as_of`) or forecast. `quantiles` are the amounts at LEVELS; `growth_quantiles` the growth on
    the year before in percent, for target outlooks; both null for actual rows.
    """
    last_known = as_of.year
    all_series = collect_series(annual, part_year, growth, last_known)
    assume(all_series, list(assumptions))
    assumed: dict[tuple[str, str], dict[int, float]] = {}
    for a in assumptions:
        if a.measure == "growth":
            key = (a.area_id, a.indicator_id)
            assumed.setdefault(key, {})[a.year] = float(np.log1p(a.value / 100.0))
    references = replace(collect(annual, breaks, areas), assumed=assumed)
    rows: list[dict] = []
    for family in sorted({s.family for s in all_series}):
        of_family = [s for s in all_series if s.family == family]
        prior = load_prior(family)
        rows.extend(_forecast_family(of_family, prior, references, last_known, horizon))
    if not rows:
        return pl.DataFrame(schema=SCHEMA)
    table = reconcile(pl.DataFrame(rows, schema=SCHEMA), areas, members)
    return table.sort("area_id", "indicator_id", "year")


def _forecast_family(
    members: list[Series], prior: Prior, references: References, last_known: int, horizon: int
) -> Iterable[dict]:
    first = min(s.years()[0] for s in members)
    # One year of lead, so that growth into the first year has a year to start from.
    years = np.arange(first - 1, last_known + horizon + 1)
    references = with_inferred(members, prior, references, years, last_known)
    obs = observe(members, prior, references, years, last_known)
    n_obs = np.array([max(1, len(s.annual)) for s in members])
    informed = [_last_information(s) for s in members]
    cells = [
        (i, year, year <= informed[i])
        for i, s in enumerate(members)
        for year in range(s.years()[0], int(years[-1]) + 1)
        if not s.two_sided(year)
    ]
    levels: dict[tuple[int, int], np.ndarray] = {}
    growths: dict[tuple[int, int], np.ndarray] = {}
    result = run_filter(obs, prior.grid)
    weights = posterior_weights(result.log_likelihood, prior.weights_for(n_obs))
    ahead = [(i, year) for i, year, smoothed in cells if not smoothed]
    if ahead:
        i, t = np.array([c[0] for c in ahead]), np.array([c[1] for c in ahead]) - years[0]
        w, moments = prune(
            weights[i],
            (
                result.level_mean[i, :, t],
                result.level_var[i, :, t] + prior.grid.obs_var[None, :],
                result.growth_mean[i, :, t],
                result.growth_var[i, :, t] + 2.0 * prior.grid.obs_var[None, :],
            ),
            KEEP_COMPONENTS,
        )
        levels.update(zip(ahead, mixture_quantiles(w, *moments[:2], _LEVELS), strict=True))
        growths.update(zip(ahead, mixture_quantiles(w, *moments[2:], _LEVELS), strict=True))
    within = [(i, year) for i, year, smoothed in cells if smoothed]
    if within:
        i, t = np.array([c[0] for c in within]), np.array([c[1] for c in within]) - years[0]
        kept = run_filter(obs.rows(i), prior.grid, keep=t, moments_from=len(years))
        variance = np.maximum(kept.kept_var, 0.0) + prior.grid.obs_var[None, :]
        w, moments = prune(weights[i], (kept.kept_mean, variance), KEEP_COMPONENTS)
        levels.update(zip(within, mixture_quantiles(w, *moments, _LEVELS), strict=True))
    for i, s in enumerate(members):
        inferred = references.inferred.get((s.area_id, s.indicator_id), {})
        yield from _rows(
            i, s, prior, levels, growths, informed[i], last_known, int(years[-1]), inferred
        )


def _last_information(s: Series) -> int:
    """Last year about which anything is known: a level, a part of the year, or growth."""
    return max([*s.years(), *(y for y in s.growth if y > s.years()[0])])


def _rows(
    i: int,
    s: Series,
    prior: Prior,
    levels: dict[tuple[int, int], np.ndarray],
    growths: dict[tuple[int, int], np.ndarray],
    informed: int,
    last_known: int,
    end: int,
    inferred: dict[int, str],
) -> Iterable[dict]:
    spread = LEVEL_SPREAD.get(s.level, 1.0)
    n_obs = len(s.annual)
    future = [y for y in range(informed + 1, end + 1) if (i, y) in levels]
    if future:
        stacked = np.stack([levels[(i, y)] for y in future])
        stacked = widen(stacked[None], prior, np.array([max(1, n_obs)]), _LEVELS)[0]
        stacked = _stretched(stacked, spread)
        for y, q in zip(future, never_narrower(stacked, _MEDIAN), strict=True):
            levels[(i, y)] = q
    band = levels.get((i, last_known + 1), np.zeros(len(_LEVELS)))[_ENDS]
    common = {
        "area_id": s.area_id, "indicator_id": s.indicator_id, "n_obs": n_obs,
        "last_year": s.last_year, "method": METHOD, "prior_id": prior.prior_id,
        "note": note(s, float(np.exp(band[1] - band[0])), inferred),
    }  # fmt: skip
    for year in range(s.years()[0], end + 1):
        if s.two_sided(year):
            yield {
                **common, **dict.fromkeys(COLUMNS), "p50": s.annual[year][0], "year": year,
                "kind": "actual", "quantiles": None, "growth_quantiles": None,
            }  # fmt: skip
            continue
        amounts = np.exp(levels[(i, year)])
        bound = bound_below(s, year)
        if bound is not None:
            amounts = np.maximum(amounts, bound)
        growth = growths.get((i, year))
        yield {
            **common, "year": year, "kind": _kind(s, year, last_known),
            **{c: float(amounts[LEVELS.index(level)]) for c, level in COLUMNS.items()},
            "quantiles": amounts.tolist(),
            "growth_quantiles": None
            if growth is None
            else (100.0 * np.expm1(_stretched(growth[None], spread)[0])).tolist(),
        }  # fmt: skip


def _stretched(log_quantiles: np.ndarray, factor: float) -> np.ndarray:
    middle = log_quantiles[:, [_MEDIAN]]
    return middle + factor * (log_quantiles - middle)


def _kind(s: Series, year: int, last_known: int) -> str:
    if s.last_year is not None and year <= s.last_year:
        return "estimate"
    return "nowcast" if year <= last_known else "forecast"


def note(s: Series, first_band: float = 1.0, inferred: dict[int, str] | None = None) -> str:
    """What a reader must know before using the numbers; empty where there is nothing to say.

    first_band: upper over lower end of the 95 % band in the first year after as-of. inferred:
    breaks and wrong figures by year, see forecasts.breaks.
    """
    notes = []
    exact = sum(s.two_sided(y) for y in s.annual)
    if len(s.annual) == 0:
        notes.append("仅供参考 indicative: from part-year figures only")
    elif len(s.annual) == 1:
        notes.append("仅供参考 indicative: one annual figure; growth is that of the reference")
    elif first_band > VERY_WIDE:
        notes.append(
            f"仅供参考 indicative: next year's 95 % band spans a factor of {first_band:.1f}"
        )
    if exact < len(s.annual):
        notes.append("open-ended figures (超过/突破) used as lower bounds")
    for year, kind in sorted((inferred or {}).items()):
        what = "a figure that is off by itself" if kind == OUTLIER else "a change of base or scope"
        notes.append(f"{year} taken as {what}: inferred, no source says so")
    return "; ".join(notes)
