"""Will the target be reached? Targets are compared with the forecast, never used by it."""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy.special import ndtri

from forecasts.quantiles import LEVELS

SCHEMA = {"target_id": pl.Utf8, "p50": pl.Float64, "probability": pl.Float64, "note": pl.Utf8}
_LEVELS = np.array(LEVELS)
#: GDP targets are growth at constant prices, the forecast is nominal: the change of the price
#: level in between, percent a year. The mean and spread are those of the GDP deflator over the
#: last decade (years between -1 and +5).
DEFLATOR_MEAN, DEFLATOR_SD = 1.5, 2.0
REAL_GROWTH_INDICATORS = ("gdp",)
#: Points of a target's own interval, and of the deflator, over which the probability is averaged.
_NODES = (np.arange(41) + 0.5) / 41.0


def target_outlook(
    targets: pl.DataFrame, forecast: pl.DataFrame, annual: pl.DataFrame
) -> pl.DataFrame:
    """Probability that each target is reached, from the forecast's own distribution.

    targets: target_id, area_id, indicator_id, year, measure (level or yoy_growth_pct), value, low,
    high (base units or percent); optionally basis (nominal, real) and period_start, period_end.
    forecast: as forecast_table returns it. annual: area_id, indicator_id, year, value.

    The threshold is uniform over the target's interval: 8%-8.5% averages over the range, 以上 (no
    upper end) means at least the lower end, 以内 (no lower end) at most the upper. A year that is
    already actual gives 0 or 1 within rounding. p50 is the median of what the target speaks of:
    the level, or the growth in percent. Returns target_id, p50, probability, note, one row per
    target; p50 and probability are null where there is nothing to compare with, and the note says
    why.
    """
    by_key = {
        (r["area_id"], r["indicator_id"], int(r["year"])): r for r in forecast.iter_rows(named=True)
    }
    actual = {
        (a, i, int(y)): v
        for a, i, y, v in annual.select("area_id", "indicator_id", "year", "value").iter_rows()
        if v is not None
    }
    rows = [_outlook(t, by_key, actual) for t in targets.iter_rows(named=True)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _outlook(target: dict, by_key: dict, actual: dict) -> tuple:
    target_id = target["target_id"]
    year = target.get("year")
    if year is None:
        return target_id, None, None, "the target is not for a whole year"
    key = (target["area_id"], target["indicator_id"], int(year))
    row = by_key.get(key)
    if row is None:
        return target_id, None, None, "no forecast of this indicator, area and year"
    notes = [row["note"]] if row["note"] else []
    if target["measure"] == "level":
        quantiles = _level_quantiles(row)
    elif target["measure"] in ("yoy_growth_pct", "growth"):
        quantiles = _growth_quantiles(row, by_key, actual, key)
        if quantiles is None:
            return target_id, None, None, "the year before is unknown"
        if _is_real(target):
            quantiles = _deflated(quantiles)
            notes.append(
                f"real growth: nominal forecast less a deflator of {DEFLATOR_MEAN:g} ± "
                f"{DEFLATOR_SD:g} % (assumed)"
            )
    else:
        return target_id, None, None, f"a target of {target['measure']} is not compared"
    if row["kind"] == "actual":
        notes.append("the year is known")
    probability = _reached(quantiles, target)
    if probability is None:
        return target_id, float(np.interp(0.5, _LEVELS, quantiles)), None, "no target value"
    p50 = float(np.interp(0.5, _LEVELS, quantiles))
    return target_id, p50, float(np.clip(probability, 0.0, 1.0)), "; ".join(notes)


def _level_quantiles(row: dict) -> np.ndarray:
    if row["quantiles"] is None:
        return np.full(len(LEVELS), row["p50"])
    return np.array(row["quantiles"])


def _growth_quantiles(row: dict, by_key: dict, actual: dict, key: tuple) -> np.ndarray | None:
    """Quantiles of the growth on the year before, percent."""
    before_key = (key[0], key[1], key[2] - 1)
    before = by_key.get(before_key)
    known = actual.get(before_key)
    if before is not None and before["kind"] != "actual":
        known = None
    if known is not None and known > 0:
        return 100.0 * (_level_quantiles(row) / known - 1.0)
    if row.get("growth_quantiles") is not None:
        return np.array(row["growth_quantiles"])
    if before is None:
        return None
    # Without the joint distribution: as if the two years moved together in the middle of each.
    ratio = np.log(_level_quantiles(row)) - np.log(
        np.interp(0.5, _LEVELS, _level_quantiles(before))
    )
    return 100.0 * np.expm1(ratio)


def _is_real(target: dict) -> bool:
    basis = target.get("basis")
    if basis in ("nominal", "real", "same_scope"):
        return basis == "real"
    return target["indicator_id"] in REAL_GROWTH_INDICATORS


def _deflated(quantiles: np.ndarray) -> np.ndarray:
    """Quantiles of nominal growth less an independent normal deflator (percent)."""
    deflator = DEFLATOR_MEAN + DEFLATOR_SD * ndtri(_NODES)
    draws = np.interp(_NODES, _LEVELS, quantiles)
    return np.quantile((draws[:, None] - deflator[None, :]).reshape(-1), _LEVELS)


def _reached(quantiles: np.ndarray, target: dict) -> float | None:
    low, high, value = target.get("low"), target.get("high"), target.get("value")
    if low is None and high is None and value is None:
        return None
    if low is None and high is not None:
        return 1.0 - _above(quantiles, np.array([high]))
    if high is None:
        return _above(quantiles, np.array([low if low is not None else value]))
    return _above(quantiles, low + (high - low) * _NODES)


def _above(quantiles: np.ndarray, thresholds: np.ndarray) -> float:
    """Mean probability of reaching the thresholds."""
    q = np.maximum.accumulate(quantiles)
    if q[-1] - q[0] <= 1e-12 * max(1.0, abs(q[0])):
        return float(np.mean(q[0] >= thresholds))
    # Beyond the outermost levels the probability is what lies outside them.
    below = np.interp(thresholds, q, _LEVELS, left=0.0, right=1.0)
    return float(np.mean(1.0 - below))
