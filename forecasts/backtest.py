"""Rolling origin: what would have been forecast, and what came."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from scipy.special import ndtri

from forecasts.filter import Observations, run_filter
from forecasts.panel import CHUNK_CELLS, KEEP_COMPONENTS, widen
from forecasts.prior import PRIOR_DIR, Prior, load_prior
from forecasts.quantiles import COLUMNS, mixture_quantiles, posterior_weights, prune
from forecasts.reference import References, collect
from forecasts.scores import score, summarise
from forecasts.series import BREAK_VAR, FAMILIES, LEVEL_SPREAD, MIN_SD

HISTORY_LENGTHS: tuple[int | None, ...] = (1, 2, 3, 5, 10, None)
HORIZON = 5
BY = ["indicator_id", "level", "history_length", "horizon", "method"]
SCHEMA = {
    "indicator_id": pl.Utf8, "level": pl.Utf8, "history_length": pl.Utf8, "horizon": pl.Int32,
    "method": pl.Utf8, "n": pl.Int64, "smape": pl.Float64, "scaled_error": pl.Float64,
    "wis": pl.Float64, "msis95": pl.Float64, "coverage50": pl.Float64, "coverage80": pl.Float64,
    "coverage95": pl.Float64,
}  # fmt: skip
SCOPE_OWN = "own series of this warehouse"
#: Series per indicator and level of area; more measure the same and take minutes.
MAX_SERIES = 300
_QUANTILES = np.array(list(COLUMNS.values()))


def backtest_table(
    annual: pl.DataFrame,
    breaks: pl.DataFrame,
    areas: pl.DataFrame,
    horizon: int = HORIZON,
    vintages: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Rolling-origin accuracy over the given annual series (frames as in forecast_table).

    Each origin sees the years up to it, as they stood then where `vintages` tells: rows as in
    `annual` with known_on, the date as of which they were accepted. A series' origin takes the
    first vintage in which that year is its newest; the outcomes are those of `annual`. Figures
    beyond a recorded break are not compared, being of another base or scope. history_length (text)
    is the number of points used, 'all' for as many as there are. Methods: `zhibiao`, and `drift`
    (random walk with drift on logs, three points or more). Scores as in forecasts.scores; coverages
    are shares. Of more than MAX_SERIES series of an indicator and level, that many are measured,
    spread evenly over the ids of their areas. Returns the columns of SCHEMA and `scope`.
    """
    usable = _sample(_usable(annual))
    replay = _replay(vintages, breaks, areas)
    references = collect(annual, breaks, areas)
    parts = []
    for family in FAMILIES:
        of_family = usable.filter(pl.col("family") == family)
        if not of_family.is_empty():
            parts.extend(_family(of_family, load_prior(family), references, horizon, replay))
    if not parts:
        return pl.DataFrame(schema={**SCHEMA, "scope": pl.Utf8})
    scored = score(pl.concat(parts))
    return (
        summarise(scored, BY)
        .select(pl.col(c).cast(t) for c, t in SCHEMA.items())
        .with_columns(scope=pl.lit(SCOPE_OWN))
    )


@dataclass(frozen=True)
class _Vintage:
    """One series as it stood at some date, with the references of that date."""

    years: np.ndarray
    y: np.ndarray
    variance: np.ndarray
    references: References


def _usable(annual: pl.DataFrame) -> pl.DataFrame:
    return annual.filter(
        pl.col("family").is_in(FAMILIES) & (pl.col("value") > 0)
        & pl.col("low").is_not_null() & pl.col("high").is_not_null()
    )  # fmt: skip


def _replay(
    vintages: pl.DataFrame | None, breaks: pl.DataFrame, areas: pl.DataFrame
) -> dict[tuple[str, str, int], _Vintage]:
    """Area, indicator and newest year -> the first vintage in which it was the newest."""
    found: dict[tuple[str, str, int], _Vintage] = {}
    if vintages is None or vintages.is_empty():
        return found
    for (_,), then in vintages.sort("known_on").group_by("known_on", maintain_order=True):
        references = collect(then, breaks, areas)
        series = _usable(then).sort("area_id", "indicator_id", "year")
        for (area, indicator), part in series.group_by(
            "area_id", "indicator_id", maintain_order=True
        ):
            years, y, variance = _arrays(part)
            key = (str(area), str(indicator), int(years[-1]))
            found.setdefault(key, _Vintage(years, y, variance, references))
    return found


def _arrays(part: pl.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Years, log values and the variances of their intervals of one series."""
    low, high = part["low"].to_numpy(), part["high"].to_numpy()
    variance = np.maximum(np.log(high / np.maximum(low, 1e-12)) ** 2 / 12.0, MIN_SD**2)
    return part["year"].to_numpy(), np.log(part["value"].to_numpy()), variance


def _sample(usable: pl.DataFrame) -> pl.DataFrame:
    """The rows of at most MAX_SERIES areas per indicator and level; the same ones each time."""
    number, share = pl.int_range(pl.len()), MAX_SERIES / pl.len()
    is_next = (number * share).floor() != ((number - 1) * share).floor()
    group = ["indicator_id", "level"]
    kept = (
        usable.select(*group, "area_id")
        .unique()
        .sort(*group, "area_id")
        .filter(((pl.len() <= MAX_SERIES) | is_next).over(group))
    )
    return usable.join(kept, on=[*group, "area_id"], how="semi", nulls_equal=True)


def panel_backtest(directory: Path = PRIOR_DIR) -> pl.DataFrame:
    """Accuracy measured on panel series held out of the training, as stored with the priors.

    Columns as backtest_table; `scope` says which series were tested.
    """
    path = directory / "panel_backtest.csv"
    if not path.exists():
        return pl.DataFrame(schema={**SCHEMA, "scope": pl.Utf8})
    return pl.read_csv(path, schema={**SCHEMA, "scope": pl.Utf8})


def _family(
    annual: pl.DataFrame,
    prior: Prior,
    references: References,
    horizon: int,
    replay: dict[tuple[str, str, int], _Vintage],
) -> list[pl.DataFrame]:
    """Forecasts and outcomes of all series of a family, all origins and history lengths."""
    heads, blocks, truth, meta = [], [], [], []
    width_max = 0
    groups = annual.sort("area_id", "indicator_id", "year").group_by(
        "area_id", "indicator_id", maintain_order=True
    )
    for (area, indicator), part in groups:
        years, y, variance = _arrays(part)
        if len(years) < 2:
            continue
        step = max(float(np.mean(np.abs(np.diff(y)))), 1e-3)
        broken = sorted(references.break_years(area, indicator))
        family = part["family"][0]
        level = part["level"][0] or ""
        for at in range(len(years) - 1):
            origin = int(years[at])
            later = {int(v) - origin: w for v, w in zip(years[at + 1 :], y[at + 1 :], strict=True)}
            # A figure beyond a change of base or scope is not what was forecast.
            ends = min([b - origin for b in broken if b > origin], default=horizon + 1)
            later = {h: w for h, w in later.items() if h <= horizon and h < ends}
            if not later:
                continue
            then = replay.get((area, indicator, origin))
            if then is None:
                seen = slice(0, at + 1)
                then = _Vintage(years[seen], y[seen], variance[seen], references)
            n_seen = len(then.years)
            axis = np.arange(int(then.years[0]) - 1, origin + horizon + 1)
            path = then.references.path(prior, area, indicator, family, axis, origin)
            for length in HISTORY_LENGTHS:
                if length is not None and length > n_seen:
                    continue
                first = 0 if length is None else n_seen - length
                blocks.append((axis, path, then.years[first:], then.y[first:],
                               then.variance[first:], broken, origin))  # fmt: skip
                heads.append((indicator, level, "all" if length is None else str(length)))
                truth.append(later)
                meta.append(step)
                width_max = max(width_max, origin + horizon - int(then.years[first]) + 2)
    if not blocks:
        return []
    obs, n_obs = _stack(blocks, width_max, horizon)
    ours = _predict(obs, prior, n_obs, horizon)
    spread = np.array([LEVEL_SPREAD.get(level, 1.0) for _, level, _ in heads])[:, None, None]
    middle = ours[..., [3]]
    ours = middle + spread * (ours - middle)
    drift = _drift(blocks, horizon)
    return [
        _frame("zhibiao", heads, truth, meta, ours),
        _frame("drift", heads, truth, meta, drift),
    ]


def _stack(blocks: list, width: int, horizon: int) -> tuple[Observations, np.ndarray]:
    """One batch, aligned at the origin: the last `horizon` columns are the future."""
    obs = Observations.empty(len(blocks), width)
    n_obs = np.array([len(block[2]) for block in blocks])
    for i, (axis, path, years, y, variance, broken, origin) in enumerate(blocks):
        first_year = origin + horizon - width + 1
        take = axis >= first_year
        span = slice(width - int(take.sum()), width)
        obs.u[i, span], obs.jump[i, span] = path.u[take], path.jump[take]
        obs.growth_jump[i, span] = path.growth_jump[take]
        at = years - first_year
        obs.y[i, at], obs.y_var[i, at] = y, variance
        for year in broken:
            if first_year < year <= origin:
                obs.jump[i, year - first_year] += BREAK_VAR
        obs.start[i] = y[-1]
    return obs, n_obs


def _predict(obs: Observations, prior: Prior, n_obs: np.ndarray, horizon: int) -> np.ndarray:
    """Log quantiles (rows, horizon, 7). Rows with short histories skip the empty years."""
    n_rows, width = obs.y.shape
    out = np.empty((n_rows, horizon, len(_QUANTILES)))
    first = np.argmax(~np.isnan(obs.y), axis=1)
    order = np.argsort(first, kind="stable")
    step = max(1, CHUNK_CELLS // (len(prior.grid) * width))
    for start in range(0, n_rows, step):
        rows = order[start : start + step]
        lead = max(0, int(first[rows].min()) - 1)
        part = obs.rows(rows)
        part = Observations(*(v[:, lead:] if v.ndim == 2 else v for v in vars(part).values()))
        result = run_filter(part, prior.grid, moments_from=width - lead - horizon)
        weights = posterior_weights(result.log_likelihood, prior.weights_for(n_obs[rows]))
        variance = result.level_var + prior.grid.obs_var[None, :, None]
        weights, (mean, variance) = prune(weights, (result.level_mean, variance), KEEP_COMPONENTS)
        for h in range(horizon):
            out[rows, h] = mixture_quantiles(weights, mean[:, :, h], variance[:, :, h], _QUANTILES)
    return widen(out, prior, n_obs, _QUANTILES)


def _drift(blocks: list, horizon: int) -> np.ndarray:
    """Random walk with drift on logs: NaN where fewer than three points."""
    out = np.full((len(blocks), horizon, len(_QUANTILES)), np.nan)
    h = np.arange(1, horizon + 1)[:, None]
    z = ndtri(_QUANTILES)[None, :]
    for i, (_, _, years, y, _, _, _) in enumerate(blocks):
        if len(years) < 3:
            continue
        span = years[-1] - years[0]
        slope = (y[-1] - y[0]) / span
        residual = np.diff(y) - slope * np.diff(years)
        sigma = np.sqrt(np.sum(residual**2 / np.diff(years)) / (len(years) - 2))
        out[i] = y[-1] + slope * h + sigma * np.sqrt(h * (1.0 + h / span)) * z
    return out


def _frame(
    method: str, heads: list, truth: list, steps: list, log_quantiles: np.ndarray
) -> pl.DataFrame:
    row, horizon, value = [], [], []
    for i, later in enumerate(truth):
        for h, w in later.items():
            row.append(i)
            horizon.append(h)
            value.append(w)
    at = np.array(row)
    q = np.exp(log_quantiles[at, np.array(horizon) - 1])
    indicator, level, length = zip(*(heads[i] for i in row), strict=True)
    return pl.DataFrame(
        {
            "indicator_id": indicator, "level": level, "history_length": length,
            "horizon": horizon, "method": [method] * len(row), "value": np.exp(value),
            "scale": [steps[i] for i in row],
            **{c: q[:, k] for k, c in enumerate(COLUMNS)},
        }
    ).filter(pl.col("p50").is_not_nan())  # fmt: skip
