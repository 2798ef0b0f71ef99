"""Scores of quantile forecasts of positive amounts, per forecast.

Widths and errors are taken in logs and divided by the series' mean absolute log step, so that
series of different size and liveliness can be averaged (after Hyndman and Koehler 2006; interval
score: Gneiting and Raftery 2007; weighted interval score: Bracher et al. 2021).
"""

from __future__ import annotations

import polars as pl

#: Intervals of the published columns: nominal coverage -> (lower, upper).
INTERVALS = {0.50: ("p25", "p75"), 0.80: ("p10", "p90"), 0.95: ("p025", "p975")}
SUMMARY = ("n", "smape", "scaled_error", "wis", "msis95", "coverage50", "coverage80", "coverage95")


def score(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the scores to a frame with `value`, `scale` and the quantile columns."""
    y = pl.col("value").log()
    error = (y - pl.col("p50").log()).abs()
    columns = [
        (200.0 * (pl.col("value") - pl.col("p50")).abs() / (pl.col("value") + pl.col("p50"))).alias(
            "smape"
        ),
        (error / pl.col("scale")).alias("scaled_error"),
    ]
    weighted = 0.5 * error
    for nominal, (lower, upper) in INTERVALS.items():
        alpha = 1.0 - nominal
        low, high = pl.col(lower).log(), pl.col(upper).log()
        missed = (low - y).clip(lower_bound=0.0) + (y - high).clip(lower_bound=0.0)
        interval = (high - low) + 2.0 / alpha * missed
        weighted = weighted + 0.5 * alpha * interval
        inside = (pl.col("value") >= pl.col(lower)) & (pl.col("value") <= pl.col(upper))
        inside = pl.when(pl.col(lower).is_null()).then(None).otherwise(inside.cast(pl.Float64))
        columns.append(inside.alias(f"coverage{round(100 * nominal)}"))
        if nominal == 0.95:
            columns.append((interval / pl.col("scale")).alias("msis95"))
    columns.append((weighted / (len(INTERVALS) + 0.5) / pl.col("scale")).alias("wis"))
    return frame.with_columns(columns)


def summarise(scored: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Mean scores by group, with the number of forecasts in each."""
    return (
        scored.group_by(by)
        .agg(pl.len().cast(pl.Int64).alias("n"), *(pl.col(c).mean() for c in SUMMARY[1:]))
        .sort(by)
    )


def log_steps(values: pl.DataFrame, by: str | list[str]) -> pl.DataFrame:
    """Mean absolute log step (`scale`) per series; null for series without two values."""
    keys = [by] if isinstance(by, str) else by
    return (
        values.sort(*keys, "year")
        .with_columns(step=pl.col("value").log().diff().abs().over(keys))
        .group_by(keys)
        .agg(scale=pl.col("step").mean())
        .with_columns(pl.col("scale").clip(lower_bound=1e-3))
    )
