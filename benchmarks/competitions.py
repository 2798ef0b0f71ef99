"""M1, M3 and tourism, yearly: the official cut, the prior learned on the other two sets.

    python -m benchmarks.competitions PANEL_DIR [--peers] [--areas]

--areas measures the same on areas' panels instead, each series for itself (no reference): none of
them is known to the prior, nor was the method made by looking at them.

MASE and MSIS are scaled by the mean absolute step of the training part; OWA is relative to the
last value (Naive 2 has no season to take out of yearly series), as in the M4 competition.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks import peers
from forecasts.panel import forecast_panel
from forecasts.recipes import SINGLE, learn_single

#: Panels of areas and how many of their last years are forecast.
AREAS = {
    "us_states": 6, "eu_nuts2": 6, "jp_pref": 6, "world_gdp": 6, "kr_region": 6, "cn_prov": 6,
    "cn_city_pool": 6, "se_municip": 3, "ny_schools": 3,
}  # fmt: skip


def load(directory: Path, stem: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Training part and test part; years renumbered so that every series ends in year 0."""
    frame = pl.read_parquet(directory / f"{stem}.parquet")
    end = (
        frame.filter(pl.col("part") == "train").group_by("unique_id").agg(end=pl.col("year").max())
    )
    frame = frame.join(end, on="unique_id").with_columns(
        year=(pl.col("year") - pl.col("end")).cast(pl.Int32), family=pl.lit("any")
    )
    keep = ["unique_id", "year", "value", "interp", "family"]
    return (
        frame.filter(pl.col("part") == "train").select(keep),
        frame.filter(pl.col("part") == "test").select(keep),
    )


def load_areas(directory: Path, stem: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The last years of a panel's series as test part, those before as training part (5 or more).

    Without filled-in points, from the last missing year on, positive series only.
    """
    ahead = AREAS[stem]
    year, uid = pl.col("year"), "unique_id"
    frame = (
        pl.read_parquet(directory / f"{stem}.parquet")
        .filter(~pl.col("interp"))
        .sort(uid, "year")
        .with_columns(run=(year.diff() != 1).fill_null(False).cum_sum().over(uid))
        .filter(pl.col("run") == pl.col("run").max().over(uid))
        .filter((pl.len().over(uid) >= ahead + 5) & (pl.col("value").min().over(uid) > 0))
        .with_columns(year=(year - year.max().over(uid) + ahead).cast(pl.Int32))
        .select(uid, "year", "value", "interp", family=pl.lit("any"))
    )
    return frame.filter(pl.col("year") <= 0), frame.filter(pl.col("year") > 0)


def measure(train: pl.DataFrame, test: pl.DataFrame, forecast: pl.DataFrame) -> dict:
    """Scores averaged over series; `answered` is the share of series that got a forecast."""
    scale = (
        train.sort("unique_id", "year")
        .with_columns(step=pl.col("value").diff().abs().over("unique_id"))
        .group_by("unique_id")
        .agg(scale=pl.col("step").mean(), last=pl.col("value").last())
        .filter(pl.col("scale") > 0)
    )
    y, f = pl.col("value"), pl.col("p50")
    joined = (
        test.select("unique_id", "year", "value")
        .join(forecast, on=["unique_id", "year"])
        .join(scale, on="unique_id")
        .with_columns(
            smape=200 * (y - f).abs() / (y + f),
            naive_smape=200 * (y - pl.col("last")).abs() / (y + pl.col("last")),
            mase=(y - f).abs() / pl.col("scale"),
            naive_mase=(y - pl.col("last")).abs() / pl.col("scale"),
            msis=(
                pl.col("p975") - pl.col("p025")
                + 40 * (pl.col("p025") - y).clip(lower_bound=0)
                + 40 * (y - pl.col("p975")).clip(lower_bound=0)
            ) / pl.col("scale"),
            inside=((y >= pl.col("p025")) & (y <= pl.col("p975"))).cast(pl.Float64),
        )
    )  # fmt: skip
    mean = (
        joined.group_by("unique_id")
        .mean()
        .select(pl.exclude("unique_id"))
        .mean()
        .row(0, named=True)
    )
    return {
        "answered": joined["unique_id"].n_unique() / test["unique_id"].n_unique(),
        "smape": mean["smape"],
        "mase": mean["mase"],
        "owa": 0.5 * (mean["smape"] / mean["naive_smape"] + mean["mase"] / mean["naive_mase"]),
        "msis": mean["msis"],
        "coverage95": mean["inside"],
    }


def main() -> None:
    """Print one row per set and method."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("panels", type=Path, help="folder that holds the panel files")
    parser.add_argument("--peers", action="store_true", help="measure the libraries as well")
    parser.add_argument("--areas", action="store_true", help="areas' panels instead")
    options = parser.parse_args()
    if not (options.panels / "m3_yearly.parquet").exists():
        parser.error(f"no panels in {options.panels}: give the folder that holds m3_yearly.parquet")
    rows, prior = [], None
    for stem in AREAS if options.areas else SINGLE:
        train, test = (load_areas if options.areas else load)(options.panels, stem)
        horizon = int(test["year"].max())
        if prior is None or not options.areas:
            prior = learn_single(options.panels, tuple(s for s in SINGLE if s != stem))
        runs = {
            "zhibiao": forecast_panel(train, horizon, 0, priors={"any": prior}),
            "drift on logs": peers.log_drift(train, horizon, 0, None, None),
            "last value": peers.naive(train, horizon, 0, None, None),
        }
        if options.peers:
            for name in ("local linear trend", "local linear trend log"):
                runs[name] = peers.local_linear_trend(name.endswith(" log"))(
                    train, horizon, 0, None, None
                )
            for name in ("AutoETS", "AutoARIMA", "AutoCES", "DOT"):
                runs[name] = peers.statsforecast_peer(name, log=False)(
                    train, horizon, 0, None, None
                )
            runs["median ensemble"] = peers.median_ensemble(
                [runs[n] for n in ("AutoETS", "AutoARIMA", "AutoCES", "DOT")]
            )
        rows += [{"set": stem, "method": n, **measure(train, test, f)} for n, f in runs.items()]
    with pl.Config(
        tbl_rows=-1, tbl_cols=-1, float_precision=3, tbl_hide_dataframe_shape=True,
        tbl_hide_column_data_types=True, tbl_width_chars=140,
    ):  # fmt: skip
        print(pl.DataFrame(rows))


if __name__ == "__main__":
    np.seterr(all="ignore")
    main()
