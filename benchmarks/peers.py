"""The methods that ours is measured against, all behind one call.

A forecaster takes (series, horizon, cutoff, max_history, reference panel) and returns unique_id,
year and the quantile columns. Series that a library refuses come back as missing: one short series
makes a whole statsforecast batch raise, so batches are formed by what each method can take.
"""

from __future__ import annotations

import warnings

import numpy as np
import polars as pl
from scipy.special import ndtri

from forecasts.quantiles import COLUMNS

LEVELS = np.array(list(COLUMNS.values()))
#: Years of panel history from which pooled growth quantiles are taken.
POOLED_YEARS = 5


def histories(series: pl.DataFrame, max_history: int | None) -> dict[str, np.ndarray]:
    """Series as arrays from first to last year, years missing in between filled in log-linearly."""
    out = {}
    for (uid,), part in series.sort("unique_id", "year").group_by("unique_id", maintain_order=True):
        tail = part if max_history is None else part.tail(max_history)
        years = tail["year"].to_numpy()
        full = np.arange(years[0], years[-1] + 1)
        out[uid] = np.exp(np.interp(full, years, np.log(tail["value"].to_numpy())))
    return out


def as_frame(ids: list[str], cutoff: int, quantiles: np.ndarray) -> pl.DataFrame:
    """(S, H, 7) amounts to a frame; amounts that are not positive are set to a small one."""
    n, horizon, _ = quantiles.shape
    floor = np.nanmax(np.abs(quantiles), axis=(1, 2), keepdims=True) * 1e-6
    quantiles = np.sort(np.maximum(quantiles, floor), axis=2)
    return pl.DataFrame(
        {
            "unique_id": np.repeat(np.array(ids, dtype=object), horizon).tolist(),
            "year": np.tile(np.arange(cutoff + 1, cutoff + horizon + 1), n),
            **{c: quantiles[:, :, k].reshape(-1) for k, c in enumerate(COLUMNS)},
        },
        schema_overrides={"unique_id": pl.Utf8, "year": pl.Int32},
    )


def pooled_drift(series, horizon, cutoff, max_history, reference):
    """Last value times the quantiles of the reference panel's growth over as many years."""
    true = reference.filter(~pl.col("interp") & (pl.col("value") > 0)).sort("unique_id", "year")
    last = histories(series, 1)
    ids = list(last)
    level = np.array([v[-1] for v in last.values()])
    out = np.empty((len(ids), horizon, len(LEVELS)))
    for h in range(1, horizon + 1):
        ahead = true.with_columns(
            growth=(pl.col("value").shift(-h) / pl.col("value")).log().over("unique_id"),
            to=pl.col("year").shift(-h).over("unique_id"),
        ).filter((pl.col("to") - pl.col("year") == h) & (pl.col("to") > cutoff - POOLED_YEARS))
        growth = ahead["growth"].to_numpy()
        if len(growth) == 0:
            growth = np.zeros(1)
        out[:, h - 1] = level[:, None] * np.exp(np.quantile(growth, LEVELS))[None, :]
    return as_frame(ids, cutoff, out)


def log_drift(series, horizon, cutoff, max_history, reference):
    """Random walk with drift on logs, three points or more."""
    known = {k: np.log(v) for k, v in histories(series, max_history).items() if len(v) >= 3}
    h = np.arange(1, horizon + 1)[:, None]
    out = np.empty((len(known), horizon, len(LEVELS)))
    for i, y in enumerate(known.values()):
        steps = np.diff(y)
        spread = steps.std(ddof=1) * np.sqrt(h * (1 + h / len(steps)))
        out[i] = np.exp(y[-1] + steps.mean() * h + spread * ndtri(LEVELS)[None, :])
    return as_frame(list(known), cutoff, out)


def naive(series, horizon, cutoff, max_history, reference):
    """The last value, with the spread of past steps (levels)."""
    known = histories(series, max_history)
    out = np.empty((len(known), horizon, len(LEVELS)))
    for i, y in enumerate(known.values()):
        sd = np.std(np.diff(y)) if len(y) > 2 else 0.0
        spread = sd * np.sqrt(np.arange(1, horizon + 1))[:, None]
        out[i] = y[-1] + spread * ndtri(LEVELS)[None, :]
    return as_frame(list(known), cutoff, out)


def statsforecast_peer(name: str, log: bool):
    """AutoETS, AutoARIMA, AutoCES or DOT of statsforecast, on amounts or on logs."""
    from statsforecast import models

    makers = {
        "AutoETS": (models.AutoETS, 6),
        "AutoARIMA": (models.AutoARIMA, 3),
        # On fewer points its optimiser takes up to seven seconds a series.
        "AutoCES": (models.AutoCES, 9),
        "DOT": (models.DynamicOptimizedTheta, 4),
    }
    maker, at_least = makers[name]
    probability = [50, 80, 95]

    def run(series, horizon, cutoff, max_history, reference):
        known = {k: v for k, v in histories(series, max_history).items() if len(v) >= at_least}
        ids, rows = [], []
        for uid, y in known.items():
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    got = maker(season_length=1).forecast(
                        y=np.log(y) if log else y, h=horizon, level=probability
                    )
            except Exception:  # a library's refusal of one series is a result, not our error
                continue
            q = np.stack(
                [got["lo-95"], got["lo-80"], got["lo-50"], got["mean"],
                 got["hi-50"], got["hi-80"], got["hi-95"]], axis=1,
            )  # fmt: skip
            if not np.all(np.isfinite(q)):
                continue
            ids.append(uid)
            rows.append(np.exp(q) if log else q)
        if not rows:
            return as_frame([], cutoff, np.ones((0, horizon, len(LEVELS))))
        return as_frame(ids, cutoff, np.stack(rows))

    return run


def local_linear_trend(log: bool):
    """Level and slope as random walks (statsmodels' UnobservedComponents), three points or more."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    def run(series, horizon, cutoff, max_history, reference):
        known = {k: v for k, v in histories(series, max_history).items() if len(v) >= 3}
        ids, rows = [], []
        for uid, y in known.items():
            # A scale of one keeps the optimiser's start sensible.
            scale = 1.0 if log else float(np.mean(y))
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    model = UnobservedComponents(np.log(y) if log else y / scale, "lltrend")
                    ahead = model.fit(disp=False, maxiter=100).get_forecast(horizon)
                    mean, sd = ahead.predicted_mean, ahead.se_mean
            except Exception:  # a library's refusal of one series is a result, not our error
                continue
            q = mean[:, None] + sd[:, None] * ndtri(LEVELS)[None, :]
            if not np.all(np.isfinite(q)):
                continue
            ids.append(uid)
            rows.append(np.exp(q) if log else q * scale)
        if not rows:
            return as_frame([], cutoff, np.ones((0, horizon, len(LEVELS))))
        return as_frame(ids, cutoff, np.stack(rows))

    return run


def median_ensemble(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """Median, quantile by quantile, of several methods' forecasts."""
    keys = ["unique_id", "year"]
    return pl.concat([p.select(*keys, *COLUMNS) for p in parts]).group_by(keys).median()


def lightgbm_peer(series, horizon, cutoff, max_history, reference):
    """One quantile regression per level over all windows of the reference panel up to the cut-off.

    Features: the series' last log growths, the panel's median growth of the last years, the
    horizon; target: log growth from the last value.
    """
    import lightgbm as lgb

    lags = 5 if max_history is None else min(max_history - 1, 5)
    grid, years = _log_grid(reference)
    growth = np.diff(grid, axis=1, prepend=np.nan)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        median = np.nanmedian(growth, axis=0)
    xs, ys = [], []
    for t in range(1, len(years) - 1):
        for h in range(1, min(horizon, len(years) - 1 - t) + 1):
            target = grid[:, t + h] - grid[:, t]
            features = _features(growth, median, t, lags, h)
            good = ~np.isnan(target)
            xs.append(features[good])
            ys.append(target[good])
    x, y = np.concatenate(xs), np.concatenate(ys)
    own = series.sort("unique_id", "year")
    if max_history is not None:
        own = own.group_by("unique_id", maintain_order=True).tail(max_history)
    subject, subject_years = _log_grid(own, years[0], cutoff)
    ids = own["unique_id"].unique(maintain_order=True).to_list()
    subject_growth = np.diff(subject, axis=1, prepend=np.nan)
    full = np.full(len(subject_years), np.nan)
    full[: len(median)] = median[: len(full)]
    out = np.empty((len(ids), horizon, len(LEVELS)))
    t = len(subject_years) - 1
    for k, level in enumerate(LEVELS):
        settings = {
            "objective": "quantile", "alpha": level, "learning_rate": 0.05, "num_leaves": 15,
            "min_data_in_leaf": 20, "verbosity": -1, "num_threads": 1, "seed": 1,
            "deterministic": True,
        }  # fmt: skip
        model = lgb.train(settings, lgb.Dataset(x, y), num_boost_round=120)
        for h in range(1, horizon + 1):
            features = _features(subject_growth, full, t, lags, h)
            out[:, h - 1, k] = np.exp(subject[:, t] + model.predict(features))
    return as_frame(ids, cutoff, out)


def _log_grid(frame, first=None, last=None):
    frame = frame.filter(~pl.col("interp") & (pl.col("value") > 0)).sort("unique_id", "year")
    first = int(frame["year"].min()) if first is None else int(first)
    last = int(frame["year"].max()) if last is None else int(last)
    frame = frame.filter(pl.col("year").is_between(first, last))
    ids = frame["unique_id"].unique(maintain_order=True)
    row = frame["unique_id"].replace_strict(ids, np.arange(len(ids)), return_dtype=pl.Int64)
    grid = np.full((len(ids), last - first + 1), np.nan)
    grid[row.to_numpy(), frame["year"].to_numpy() - first] = np.log(frame["value"].to_numpy())
    return grid, np.arange(first, last + 1)


def _features(growth, median, t, lags, h):
    n = len(growth)
    own = [growth[:, t - k] for k in range(lags)]
    mean3 = np.nanmean(median[max(0, t - 2) : t + 1])
    common = [np.full(n, median[t]), np.full(n, mean3), np.full(n, float(h))]
    return np.stack(own + common, axis=1)
