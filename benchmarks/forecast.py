"""Forecast benchmark: ours against the libraries, on series held out of the training.

    python -m benchmarks.forecast PANEL_DIR [--quick] [--out FILE]

City panels: each half of the areas is forecast with priors and references of the other half, from
the origins 2005, 2010, 2015, 2018, histories of 1, 2, 3, 5, 10 and all years, horizons 1-3; ours
with the calibration measured on the other half. Every table names who wins.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import polars as pl

from benchmarks import peers
from forecasts.evaluate import ours, rolling_origin, split_by_area
from forecasts.recipes import RECIPES, calibrated_halves, read_panel

ORIGINS = (2005, 2010, 2015, 2018)
LENGTHS: tuple[int | None, ...] = (1, 2, 3, 5, 10, None)
CELLS = (
    ("gdp", "gdp", ORIGINS),
    ("fiscal_revenue", "fiscal_revenue", ORIGINS),
    ("tax", "tax", (2001, 2003, 2005)),
    ("employment", "employment", ORIGINS),
)


#: Libraries that take minutes are run on one half of the areas only.
SLOW = ("AutoETS", "AutoETS log", "AutoARIMA", "AutoARIMA log", "AutoCES", "DOT", "DOT log")


def methods(quick: bool, half: int) -> dict:
    """Name to forecaster; quick leaves out what takes minutes."""
    found = {
        "pooled drift": peers.pooled_drift,
        "drift on logs": peers.log_drift,
        "LightGBM": peers.lightgbm_peer,
    }
    if not quick and half == 0:
        for name in ("local linear trend", "local linear trend log"):
            found[name] = peers.local_linear_trend(name.endswith(" log"))
        for name in SLOW:
            found[name] = peers.statsforecast_peer(name.removesuffix(" log"), name.endswith(" log"))
    return found


def city_cells(directory: Path, quick: bool, out: Path | None) -> pl.DataFrame:
    """Scored forecasts of all methods on the city panels."""
    parts = []
    for indicator, family, origins in CELLS:
        recipe = next(r for r in RECIPES if r.family == family)
        priors, _ = calibrated_halves(directory, recipe)
        tests = split_by_area(read_panel(directory, "cn_city_pool", indicator))
        for half in (0, 1):
            run = {"zhibiao": ours({family: priors[half]}, family), **methods(quick, half)}
            for name, method in run.items():
                start = time.perf_counter()
                scored = rolling_origin(tests[half], tests[1 - half], method, origins, LENGTHS, 3)
                parts.append(scored.with_columns(indicator=pl.lit(indicator), method=pl.lit(name)))
                took = time.perf_counter() - start
                print(f"{indicator} half {half} {name}: {took:.0f} s", file=sys.stderr, flush=True)
        if out:
            pl.concat(parts).write_parquet(out)
    scored = pl.concat(parts)
    if not quick:
        scored = pl.concat([scored, ensembles(scored)])
    return scored


def ensembles(scored: pl.DataFrame) -> pl.DataFrame:
    """Median of AutoETS, AutoARIMA, AutoCES and DOT where at least two of them answered."""
    from forecasts.quantiles import COLUMNS
    from forecasts.scores import score

    keys = ["indicator", "unique_id", "year", "origin", "horizon", "history_length"]
    members = scored.filter(pl.col("method").is_in(["AutoETS", "AutoARIMA", "AutoCES", "DOT"]))
    pooled = (
        members.group_by(keys)
        .agg(
            pl.col(*COLUMNS).median(), pl.col("value", "scale").first(), n=pl.len(),
        )
        .filter(pl.col("n") > 1)
        .drop("n")
        .with_columns(method=pl.lit("median ensemble"))
    )  # fmt: skip
    return score(pooled).select(scored.columns)


def compare(scored: pl.DataFrame) -> pl.DataFrame:
    """One row per cell and method; a method that refuses some series is judged on the rest only."""
    keys = ["indicator", "history_length", "method"]
    full = (
        scored.filter(pl.col("method") == "zhibiao")
        .group_by("indicator", "history_length")
        .agg(full=pl.len())
    )
    return (
        scored.group_by(keys)
        .agg(
            pl.len().alias("n"),
            *(pl.col(c).mean() for c in ("smape", "scaled_error", "wis", "msis95")),
            *(pl.col(f"coverage{c}").mean() for c in (50, 80, 95)),
        )
        .join(full, on=["indicator", "history_length"])
        .with_columns(answered=pl.col("n") / pl.col("full"))
        .drop("full")
        .sort(keys)
    )


def winners(scored: pl.DataFrame) -> pl.DataFrame:
    """Ours over the best peer, per cell and metric, each on the forecasts that both made.

    A peer counts where it answered at least two of five.
    """
    keys = ["indicator", "history_length", "unique_id", "year", "origin"]
    metrics = ("smape", "wis", "msis95")
    mine = scored.filter(pl.col("method") == "zhibiao").select(*keys, *metrics)
    full = mine.group_by("indicator", "history_length").agg(pl.len().alias("full"))
    both = (
        scored.filter(pl.col("method") != "zhibiao")
        .select(*keys, "method", *metrics)
        .join(mine, on=keys, suffix="_ours")
        .group_by("indicator", "history_length", "method")
        .agg(pl.len().alias("n"), *(pl.col(m, f"{m}_ours").mean() for m in metrics))
        .join(full, on=["indicator", "history_length"])
        .filter(pl.col("n") >= 0.4 * pl.col("full"))
    )
    parts = [
        both.select(
            "indicator",
            pl.col("history_length").alias("history"),
            pl.lit(m).alias("metric"),
            pl.col("method").alias("best peer"),
            pl.col(f"{m}_ours").alias("ours"),
            pl.col(m).alias("theirs"),
            (pl.col(f"{m}_ours") / pl.col(m)).alias("ratio"),
        )
        .sort("ratio", descending=True)
        .group_by("indicator", "history", maintain_order=True)
        .first()
        for m in metrics
    ]
    return (
        pl.concat(parts)
        .with_columns(
            winner=pl.when(pl.col("ratio") < 1)
            .then(pl.lit("zhibiao"))
            .otherwise(pl.col("best peer"))
        )
        .sort("indicator", "history", "metric")
    )


def main() -> None:
    """Run the benchmark and print its tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("panels", type=Path, help="folder that holds the panel files")
    parser.add_argument("--quick", action="store_true", help="without the slow libraries")
    parser.add_argument("--out", type=Path, help="write all scored forecasts to this Parquet file")
    options = parser.parse_args()
    if not (options.panels / "cn_city_pool.parquet").exists():
        parser.error(
            f"no panels in {options.panels}: give the folder that holds cn_city_pool.parquet "
            "(make bench-forecast PANELS=…)"
        )
    scored = city_cells(options.panels, options.quick, options.out)
    table = compare(scored)
    with pl.Config(
        tbl_rows=-1, tbl_cols=-1, float_precision=2, tbl_hide_dataframe_shape=True,
        tbl_hide_column_data_types=True, tbl_width_chars=160, fmt_str_lengths=30,
    ):  # fmt: skip
        print(table)
        won = winners(scored)
        print(won)
        print(won.group_by("metric").agg(pl.col("ratio").mean(), worst=pl.col("ratio").max()))


if __name__ == "__main__":
    main()
