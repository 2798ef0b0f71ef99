"""Panels: many annual series at once, in and out as frames.

Input: `unique_id, year, value` and, where known, `low, high` (the interval of the value),
`family` (or `indicator`), `group`, `interp` (true where the compiler filled the point in).
Output: `unique_id, year, cutoff, p025 … p975`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy.special import ndtri

from forecasts.anchor import AnchorPath, excess_scatter
from forecasts.combine import ALONE_FROM, combined_forecast
from forecasts.filter import (
    Observations,
    additive,
    additive_log_jacobian,
    run_filter,
)
from forecasts.prior import (
    FALLBACK,
    FALLBACK_WITH_REFERENCE,
    Prior,
    load_prior,
    nearest_length,
)
from forecasts.quantiles import (
    COLUMNS,
    mixture_quantiles,
    posterior_weights,
    prune,
)

#: Series x grid points x years held in memory at once (10 state arrays of float64 each).
CHUNK_CELLS = 400_000
#: Nominal coverages whose bands have a calibration factor each.
CALIBRATED = (0.5, 0.8, 0.95)
#: Components of a mixture kept for its quantiles; the rest hold less than 1e-3 of the weight.
KEEP_COMPONENTS = 24


class PanelError(ValueError):
    """A panel that cannot be forecast: says what is wrong and with which series."""


@dataclass(frozen=True)
class PanelArrays:
    """Series in rows, consecutive years in columns, NaN where unknown."""

    unique_id: list[str]
    years: np.ndarray
    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    interp: np.ndarray
    family: np.ndarray
    group: np.ndarray


def to_arrays(frame: pl.DataFrame, family: str | None = None) -> PanelArrays:
    """Check a panel and turn it into arrays (S series x T years)."""
    frame = checked_panel(frame, family)
    ids = frame["unique_id"].unique(maintain_order=True).sort()
    first, last = int(frame["year"].min()), int(frame["year"].max())
    years = np.arange(first, last + 1)
    row = frame["unique_id"].replace_strict(ids, np.arange(len(ids)), return_dtype=pl.Int64)
    at = (row.to_numpy(), frame["year"].to_numpy() - first)
    shape = (len(ids), len(years))

    def spread(column: str) -> np.ndarray:
        out = np.full(shape, np.nan)
        out[at] = frame[column].cast(pl.Float64).fill_null(np.nan).to_numpy()
        return out

    interp = np.zeros(shape, dtype=bool)
    interp[at] = frame["interp"].to_numpy()
    heads = frame.group_by("unique_id").agg(pl.col("family", "group").first()).sort("unique_id")
    return PanelArrays(
        ids.to_list(), years, spread("value"), spread("low"), spread("high"), interp,
        heads["family"].to_numpy(), heads["group"].to_numpy(),
    )  # fmt: skip


def checked_panel(frame: pl.DataFrame, family: str | None = None) -> pl.DataFrame:
    """Check a panel and fill in the columns that may be left out; raises PanelError."""
    missing = {"unique_id", "year", "value"} - set(frame.columns)
    if missing:
        raise PanelError(
            f"the panel has no column {', '.join(sorted(missing))}; "
            f"needed are unique_id, year, value (found: {', '.join(frame.columns)})"
        )
    if frame.is_empty():
        raise PanelError("the panel has no rows")
    if not frame["year"].dtype.is_integer():
        year = frame["year"].cast(pl.Float64, strict=False)
        if frame["year"].dtype.is_temporal() or year.is_null().any() or (year % 1 != 0).any():
            raise PanelError(
                "the column year must hold whole years (2024): only annual series are forecast; "
                "sum or average other frequencies to years first"
            )
        frame = frame.with_columns(year=year.cast(pl.Int32))
    twice = frame.group_by("unique_id", "year").len().filter(pl.col("len") > 1)
    if not twice.is_empty():
        uid, year, n = twice.sort("unique_id", "year").row(0)
        raise PanelError(
            f"series {uid!r} has {n} values for {year}: one value a year is needed "
            "(is the panel quarterly or monthly?)"
        )
    values = frame["value"].cast(pl.Float64, strict=False)
    unread = frame.filter(values.is_null() & frame["value"].is_not_null())
    if not unread.is_empty():
        uid, year, value = unread.select("unique_id", "year", "value").row(0)
        raise PanelError(f"the value {value!r} of series {uid!r} in {year} is not a number")
    if values.is_null().all():
        raise PanelError("the column value is empty")
    if (values.is_nan() | values.is_infinite()).any():
        raise PanelError("the column value holds NaN or infinity; leave such years out")
    defaults: list[pl.Expr] = [values.alias("value"), pl.col("unique_id").cast(pl.Utf8)]
    for column in ("low", "high"):
        if column in frame.columns:
            defaults.append(pl.col(column).cast(pl.Float64))
        else:
            defaults.append(pl.lit(None, pl.Float64).alias(column))
    if family is not None:
        defaults.append(pl.lit(family).alias("family"))
    elif "family" in frame.columns:
        defaults.append(pl.col("family").cast(pl.Utf8).fill_null("any"))
    elif "indicator" in frame.columns:
        defaults.append(pl.col("indicator").cast(pl.Utf8).fill_null("any").alias("family"))
    else:
        defaults.append(pl.lit("any").alias("family"))
    defaults.append(
        pl.col("group").cast(pl.Utf8).fill_null("")
        if "group" in frame.columns
        else pl.lit("").alias("group")
    )
    defaults.append(
        pl.col("interp").fill_null(False)
        if "interp" in frame.columns
        else pl.lit(False).alias("interp")
    )
    return frame.with_columns(defaults).drop_nulls("value")


def log_growth(panel: PanelArrays) -> np.ndarray:
    """Log growth to the year before (S, T), NaN where a year is missing, filled in or not > 0."""
    usable = (panel.value > 0) & ~panel.interp
    y = np.where(usable, np.log(np.where(usable, panel.value, 1.0)), np.nan)
    growth = np.full_like(y, np.nan)
    growth[:, 1:] = np.diff(y, axis=1)
    return growth


def median_growth(growth: np.ndarray, at_least: int = 5) -> np.ndarray:
    """Median over series of the log growth of each year (T,), NaN where fewer than `at_least`."""
    enough = np.sum(~np.isnan(growth), axis=0) >= at_least
    out = np.full(growth.shape[1], np.nan)
    out[enough] = np.nanmedian(growth[:, enough], axis=0)
    return out


def reference_path(
    prior: Prior,
    years: np.ndarray,
    growth: dict[int, float],
    cutoff: int,
    excess: dict[int, float] | None = None,
) -> AnchorPath:
    """Common growth over `years`: the reference panel's where known, else the prior's own.

    growth, excess: median growth of the reference by year and its excess scatter; years may be
    earlier than `years`, so that a short history has the same anchor as a long one. cutoff: a
    year; nothing after it is looked at, neither in the reference nor in the prior's medians.
    """
    known = prior.reference_growth | growth
    scatter = prior.reference_excess | dict.fromkeys(growth, 0.0) | (excess or {})
    first = min([int(years[0]), *known])
    axis = np.arange(first, int(years[-1]) + 1)
    path = prior.anchor.path(
        np.array([known.get(int(y), np.nan) for y in axis]),
        int(cutoff - first),
        np.array([scatter.get(int(y), 0.0) for y in axis]),
    )
    return path.since(int(years[0]) - first)


def predict(
    obs: Observations, prior: Prior, n_obs: np.ndarray, cutoff: int, levels: np.ndarray
) -> np.ndarray:
    """Quantiles (S, H, L) of the log amount for the years after index `cutoff` of the axis."""
    n_series, n_years = obs.y.shape
    horizon = n_years - 1 - cutoff
    out = np.empty((n_series, horizon, len(levels)))
    step = max(1, CHUNK_CELLS // (len(prior.grid) * n_years))
    for begin in range(0, n_series, step):
        rows = slice(begin, min(begin + step, n_series))
        out[rows] = _predict_chunk(obs.rows(rows), prior, n_obs[rows], cutoff, levels)
    if not prior.anchored:
        out += _towards_combination(obs, out, n_obs, cutoff, levels)
    return widen(out, prior, n_obs, levels)


def _predict_chunk(
    obs: Observations, prior: Prior, n_obs: np.ndarray, cutoff: int, levels: np.ndarray
) -> np.ndarray:
    grid = prior.grid
    likelihoods, means, variances, order = [], [], [], []
    for power in (0, 1):
        index = np.flatnonzero(grid.power == power)
        if len(index) == 0:
            continue
        part = grid.take(index)
        # Additive components are relative to the last amount, exp(start).
        scaled = additive(obs) if power else obs
        result = run_filter(scaled, part, moments_from=cutoff + 1, origin=cutoff)
        jacobian = additive_log_jacobian(obs) if power else np.zeros(len(obs.start))
        likelihoods.append(result.log_likelihood + jacobian[:, None])
        means.append(result.level_mean - (0.0 if power else obs.start[:, None, None]))
        # The figure that will be printed is the level and its observation noise.
        variances.append(result.level_var + part.obs_var[None, :, None])
        order.append(index)
    at = np.concatenate(order)
    weights = posterior_weights(
        np.concatenate(likelihoods, axis=1), prior.weights_for(n_obs)[:, at]
    )
    power = np.broadcast_to(grid.power[at], weights.shape)
    weights, (mean, variance, power) = prune(
        weights,
        (np.concatenate(means, axis=1), np.concatenate(variances, axis=1), power),
        KEEP_COMPONENTS,
    )
    quantiles = [
        mixture_quantiles(weights, mean[:, :, h], variance[:, :, h], levels, power)
        for h in range(mean.shape[2])
    ]
    return np.stack(quantiles, axis=1) + obs.start[:, None, None]


def _towards_combination(
    obs: Observations,
    quantiles: np.ndarray,
    n_obs: np.ndarray,
    cutoff: int,
    levels: np.ndarray,
) -> np.ndarray:
    """Shift (S, H, 1) of log quantiles that moves the median to the combined point forecast.

    The less a series has to say about which smoother suits it, the more of the filter's own
    median, whose prior was learned on other series, is kept.
    """
    point = combined_forecast(obs.y[:, : cutoff + 1], quantiles.shape[1])
    middle = quantiles[:, :, int(np.argmin(np.abs(levels - 0.5)))]
    share = np.minimum(n_obs / ALONE_FROM, 1.0)[:, None]
    return np.where(np.isnan(point), 0.0, share * (point - middle))[:, :, None]


def widen(
    quantiles: np.ndarray,
    prior: Prior,
    n_obs: np.ndarray,
    levels: np.ndarray,
    first_horizon: int = 1,
) -> np.ndarray:
    """Apply the calibration factors to the distance from the median; log quantiles (S, H, L).

    The factors belong to the 50, 80 and 95 % bands, in between they are interpolated; horizons
    beyond the last calibrated one take its factors. first_horizon: years from the last information
    to the first forecast.
    """
    if not prior.spread:
        return quantiles
    lengths = np.array(sorted(prior.spread))
    table = np.array([prior.spread[int(k)] for k in lengths])
    ends = ndtri(0.5 + np.array(CALIBRATED) / 2.0)
    z = np.abs(ndtri(levels))
    by_level = np.array([[np.interp(z, ends, row) for row in rows] for rows in table])
    ahead = np.arange(quantiles.shape[1]) + first_horizon - 1
    factor = by_level[nearest_length(lengths, n_obs)][:, np.minimum(ahead, table.shape[1] - 1)]
    middle = quantiles[..., [int(np.argmin(np.abs(levels - 0.5)))]]
    return middle + factor * (quantiles - middle)


def ever_wider(quantiles: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Log quantiles (S, H, L) whose distances from the median never shrink with the horizon."""
    middle = quantiles[..., [int(np.argmin(np.abs(levels - 0.5)))]]
    distance = quantiles - middle
    sign = np.sign(levels - 0.5)
    return middle + sign * np.maximum.accumulate(sign * distance, axis=1)


def above_zero(panel: PanelArrays, cutoff: int) -> tuple[PanelArrays, np.ndarray]:
    """Shift series that are not positive throughout, so that logs can be taken.

    Where a value up to the year `cutoff` is zero or negative, the lowest such value becomes the
    series' mean absolute value (one, where all are zero). Returns the panel and the offsets (S,)
    that were added; forecasts are shifted back and may then be negative.
    """
    seen = (panel.years <= cutoff)[None, :] & ~panel.interp & ~np.isnan(panel.value)
    lowest = np.where(seen, panel.value, np.inf).min(axis=1)
    size = np.where(seen, np.abs(panel.value), 0.0).sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
    offset = np.where(lowest <= 0, np.where(size > 0, size, 1.0) - lowest, 0.0)
    if not offset.any():
        return panel, offset
    shifted = {k: getattr(panel, k) + offset[:, None] for k in ("value", "low", "high")}
    return replace(panel, **shifted), offset


def observations_of(
    panel: PanelArrays, cutoff: int, horizon: int, max_history: int | None
) -> tuple[Observations, np.ndarray, np.ndarray]:
    """Observations up to the year `cutoff`, with `horizon` empty years after it.

    Returns them with their years and the number of points per series. A filled-in point is not
    used: it was made from its neighbours, of which one may lie in the future.
    """
    years = np.arange(panel.years[0], cutoff + horizon + 1)
    seen = (panel.years <= cutoff)[None, :] & (panel.value > 0) & ~panel.interp
    if max_history is not None:
        from_end = np.cumsum(seen[:, ::-1], axis=1)[:, ::-1]
        seen &= from_end <= max_history
    n_obs = seen.sum(axis=1)
    if len(years) and seen.any():
        first = int(np.argmax(seen.any(axis=0)))
    else:
        first = max(0, int(cutoff - panel.years[0]))
    years = years[first:]
    obs = Observations.empty(len(panel.value), len(years))
    span = slice(first, first + min(len(years), panel.value.shape[1] - first))
    width = span.stop - span.start
    seen = seen[:, span]
    value = np.where(seen, panel.value[:, span], 1.0)
    obs.y[:, :width] = np.where(seen, np.log(value), np.nan)
    low, high = panel.low[:, span], panel.high[:, span]
    with np.errstate(invalid="ignore"):
        both = seen & (low > 0) & (high > low)
    ratio = np.where(both, high, 1.0) / np.where(both, low, 1.0)
    obs.y_var[:, :width] = np.log(ratio) ** 2 / 12.0
    last = np.where(n_obs > 0, width - 1 - np.argmax(seen[:, ::-1], axis=1), 0)
    start = obs.y[np.arange(len(last)), last] if width else np.zeros(len(last))
    obs.start[:] = np.where(np.isnan(start), 0.0, start)
    return obs, years, n_obs


def forecast_panel(
    frame: pl.DataFrame,
    horizon: int = 5,
    cutoff: int | None = None,
    max_history: int | None = None,
    reference: pl.DataFrame | None = None,
    family: str | None = None,
    priors: dict[str, Prior] | None = None,
) -> pl.DataFrame:
    """Forecast every series of a panel `horizon` years beyond `cutoff`.

    cutoff: last year that may be used (default: the newest year of the panel); series are
    forecast from their own last point, for the years cutoff+1 … cutoff+horizon. max_history: use
    at most that many points per series. reference: panel whose median growth up to the cut-off
    anchors the forecasts (default: the panel itself, as far as max_history leaves it, then the
    prior's own yearly medians). Series with no point up to the cut-off are left out.

    Zero and negative values are shifted above zero (see above_zero) and the forecasts back.

    Returns unique_id, year, cutoff, p025, p10, p25, p50, p75, p90, p975. Raises PanelError.
    """
    if horizon < 1:
        raise PanelError(f"the horizon must be at least one year, not {horizon}")
    if max_history is not None and max_history < 1:
        raise PanelError(f"max_history must be at least one point, not {max_history}")
    panel = to_arrays(frame, family)
    cutoff = int(panel.years[-1]) if cutoff is None else int(cutoff)
    levels = np.array(list(COLUMNS.values()))
    references = None if reference is None else to_arrays(reference, family)
    parts = []
    for name in np.unique(panel.family) if cutoff >= panel.years[0] else ():
        fallback = FALLBACK if references is None else FALLBACK_WITH_REFERENCE
        prior = (priors or {}).get(name) or load_prior(str(name), fallback=fallback)
        rows = np.flatnonzero(panel.family == name)
        part, offset = above_zero(_select(panel, rows), cutoff)
        obs, years, n_obs = observations_of(part, cutoff, horizon, max_history)
        if prior.anchored:
            growth, excess = _reference_growth(part, obs, years, references, str(name), cutoff)
            path = reference_path(prior, years, growth, cutoff, excess)
            obs.u[:], obs.jump[:], obs.growth_jump[:] = path.u, path.jump, path.growth_jump
        obs.long_run_mean[:] = prior.long_run_mean
        used = np.flatnonzero(n_obs > 0)
        if len(used) == 0:
            continue
        quantiles = predict(obs.rows(used), prior, n_obs[used], len(years) - 1 - horizon, levels)
        amounts = np.exp(ever_wider(quantiles, levels)) - offset[used, None, None]
        ids = [part.unique_id[i] for i in used]
        parts.append(
            pl.DataFrame(
                {
                    "unique_id": np.repeat(np.array(ids, dtype=object), horizon).tolist(),
                    "year": np.tile(np.arange(cutoff + 1, cutoff + horizon + 1), len(used)),
                    "cutoff": np.full(len(used) * horizon, cutoff),
                    **{column: amounts[:, :, i].reshape(-1) for i, column in enumerate(COLUMNS)},
                },
                schema_overrides={"unique_id": pl.Utf8, "year": pl.Int32, "cutoff": pl.Int32},
            )
        )
    if not parts:
        return pl.DataFrame(
            schema={
                "unique_id": pl.Utf8, "year": pl.Int32, "cutoff": pl.Int32,
                **dict.fromkeys(COLUMNS, pl.Float64),
            }
        )  # fmt: skip
    return pl.concat(parts).sort("unique_id", "year")


def _select(panel: PanelArrays, rows: np.ndarray) -> PanelArrays:
    return PanelArrays(
        [panel.unique_id[i] for i in rows], panel.years,
        panel.value[rows], panel.low[rows], panel.high[rows], panel.interp[rows],
        panel.family[rows], panel.group[rows],
    )  # fmt: skip


def _reference_growth(
    part: PanelArrays,
    obs: Observations,
    years: np.ndarray,
    references: PanelArrays | None,
    family: str,
    cutoff: int,
) -> tuple[dict[int, float], dict[int, float]]:
    """Median growth and excess scatter by year, of the reference panel or the series at hand."""
    if references is None:
        growth = np.full_like(obs.y, np.nan)
        growth[:, 1:] = np.diff(obs.y, axis=1)
        median = median_growth(growth, at_least=8)
    else:
        rows = np.flatnonzero(references.family == family)
        if len(rows) == 0 and len(np.unique(references.family)) == 1:
            # A reference that names no family, or another one, is taken at the caller's word.
            rows = np.arange(len(references.unique_id))
        known = references.years <= cutoff
        years = references.years[known]
        growth = log_growth(_select(references, rows))[:, known]
        median = median_growth(growth)
    scatter = excess_scatter(growth)
    given = np.flatnonzero(~np.isnan(median))
    return (
        {int(years[t]): float(median[t]) for t in given},
        {int(years[t]): float(scatter[t]) for t in given},
    )
