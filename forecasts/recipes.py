"""From which panels each family's prior is learned, and the command that does it.

    python -m forecasts.recipes PANEL_DIR

writes priors/<family>.json, and priors/panel_backtest.csv with the accuracy measured on areas held
out of the training. The panels themselves are not part of the package.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
from scipy.special import ndtri

from forecasts.evaluate import (
    ours,
    rolling_origin,
    split_by_area,
    spread_factors,
    table,
)
from forecasts.flaws import without_flaws
from forecasts.prior import PRIOR_DIR, Prior, save_prior
from forecasts.quantiles import COLUMNS
from forecasts.train import train, train_single

COLUMNS_OF_PANEL = ("unique_id", "year", "value", "panel", "indicator", "area", "group", "interp")
SCOPE = "held-out prefecture-level cities of China"
ORIGINS = tuple(range(2002, 2021))


@dataclass(frozen=True)
class Test:
    """A panel to be forecast; reported: whether its accuracy is published under this family."""

    stem: str
    indicator: str
    origins: tuple[int, ...] = ORIGINS
    reported: bool = True


@dataclass(frozen=True)
class Recipe:
    """Family, its panels as (file stem, indicator), the description that goes into the file.

    reference: whether the yearly medians of the first panel stand in where a forecast has no
    reference of its own. tests: on which panels' held-out areas it is evaluated and calibrated.
    """

    family: str
    panels: tuple[tuple[str, str], ...]
    trained_on: str
    reference: bool = True
    tests: tuple[Test, ...] = ()


RECIPES = (
    Recipe(
        "gdp",
        (("cn_city_pool", "gdp"),),
        "GDP of 148 prefecture-level cities of China, 1990-2023",
        tests=(Test("cn_city_pool", "gdp"),),
    ),
    Recipe(
        "tax",
        (("cn_city_pool", "fiscal_revenue"), ("cn_city_pool", "tax"), ("cn_prov", "tax")),
        "prefecture-level cities of China: budget revenue 1990-2023 (148), tax 1996-2007 (178); "
        "tax of 31 provinces 2007-2024",
        # Eight origins of one long upswing are too few to calibrate with.
        tests=(
            Test("cn_city_pool", "tax", tuple(range(1999, 2007))),
            Test("cn_city_pool", "fiscal_revenue", reported=False),
        ),
    ),
    Recipe(
        "fiscal_revenue",
        (("cn_city_pool", "fiscal_revenue"),),
        "budget revenue of 148 prefecture-level cities of China, 1990-2023",
        tests=(Test("cn_city_pool", "fiscal_revenue"),),
    ),
    Recipe(
        "employment",
        (("cn_city_pool", "employment"),),
        "employment in urban units of 187 prefecture-level cities of China, 2001-2020",
        tests=(Test("cn_city_pool", "employment", tuple(range(2003, 2019))),),
    ),
    Recipe(
        "area",
        (
            ("eu_nuts2", "gdp"),
            ("world_gdp", "gdp_usd"),
            ("us_states", "income_per_head"),
            ("jp_pref", "gdp"),
        ),
        "GDP of EU regions 2000-2024, of countries 1960-2023 (USD), of Japanese prefectures "
        "1955-2022; income per head of US states 1929-2009",
        reference=False,
    ),
)
#: Series without a reference group: the yearly series of forecasting competitions.
SINGLE = ("m1_yearly", "m3_yearly", "tourism_yearly")
SINGLE_TRAINED_ON = "yearly series of the M1 and M3 competitions and of the tourism competition"


def read_panel(directory: Path, stem: str, indicator: str) -> pl.DataFrame:
    """Series of one indicator of one panel file, `panel` naming both; without known flaws."""
    frame = pl.read_parquet(directory / f"{stem}.parquet").select(COLUMNS_OF_PANEL)
    frame = without_flaws(frame.filter(pl.col("indicator") == indicator))
    return frame.with_columns(panel=pl.lit(f"{stem}/{indicator}"))


def learn(recipe: Recipe, frames: list[pl.DataFrame]) -> Prior:
    """Train the prior of a recipe on its frames (all areas, or a half of them)."""
    prior = train(pl.concat(frames), recipe.family, recipe.trained_on)
    return prior if recipe.reference else replace(prior, reference_growth={}, reference_excess={})


def learn_single(directory: Path, stems: tuple[str, ...]) -> Prior:
    """Train the prior of series that stand for themselves."""
    frames = [
        pl.read_parquet(directory / f"{stem}.parquet").select(COLUMNS_OF_PANEL) for stem in stems
    ]
    return train_single(pl.concat(frames), "any", SINGLE_TRAINED_ON)


def drift(
    series: pl.DataFrame,
    horizon: int,
    cutoff: int,
    max_history: int | None,
    reference: pl.DataFrame,
) -> pl.DataFrame:
    """Random walk with drift on logs; series with fewer than three points are left out."""
    history = series.sort("unique_id", "year")
    if max_history is not None:
        history = history.group_by("unique_id", maintain_order=True).tail(max_history)
    y = pl.col("value").log()
    fit = (
        history.with_columns(
            dy=y.diff().over("unique_id"), dt=pl.col("year").diff().over("unique_id")
        )
        .group_by("unique_id", maintain_order=True)
        .agg(
            n=pl.len(), last=y.last(), slope=(y.last() - y.first()) / pl.col("dt").sum(),
            dy=pl.col("dy").drop_nulls(), dt=pl.col("dt").drop_nulls(),
        )
        .filter(pl.col("n") >= 3)
        .explode("dy", "dt")
        .group_by("unique_id", maintain_order=True)
        .agg(
            pl.col("n", "last", "slope").first(),
            span=pl.col("dt").sum(),
            sse=((pl.col("dy") - pl.col("slope") * pl.col("dt")) ** 2 / pl.col("dt")).sum(),
        )
    )  # fmt: skip
    h = pl.DataFrame({"h": np.arange(1, horizon + 1)})
    sigma = (pl.col("sse") / (pl.col("n") - 2)).sqrt()
    spread = sigma * (pl.col("h") * (1 + pl.col("h") / pl.col("span"))).sqrt()
    return fit.join(h, how="cross").select(
        "unique_id",
        (pl.col("h") + cutoff).cast(pl.Int32).alias("year"),
        *(
            (pl.col("last") + pl.col("slope") * pl.col("h") + spread * float(ndtri(level)))
            .exp()
            .alias(column)
            for column, level in COLUMNS.items()
        ),
    )


def held_out(directory: Path) -> tuple[pl.DataFrame, dict[str, dict[int, list[list[float]]]]]:
    """Accuracy on areas held out, and the calibration factors by family."""
    parts, factors = [], {}
    for recipe in RECIPES:
        if not recipe.tests:
            continue
        priors, first = calibrated_halves(directory, recipe)
        factors[recipe.family] = spread_factors(pl.concat(first))
        for test in recipe.tests:
            if not test.reported:
                continue
            halves = split_by_area(read_panel(directory, test.stem, test.indicator))
            for half in (0, 1):
                method = ours({recipe.family: priors[half]}, recipe.family)
                for name, run in (("zhibiao", method), ("drift", drift)):
                    scored = rolling_origin(
                        halves[half], halves[1 - half], run, test.origins, horizon=5
                    )
                    parts.append(
                        scored.with_columns(indicator=pl.lit(test.indicator), method=pl.lit(name))
                    )
    scored = pl.concat(parts)
    tables = [
        table(part, str(indicator), str(method), "city").with_columns(scope=pl.lit(SCOPE))
        for (indicator, method), part in scored.group_by("indicator", "method", maintain_order=True)
    ]
    return pl.concat(tables), factors


def calibrated_halves(directory: Path, recipe: Recipe) -> tuple[list[Prior], list[pl.DataFrame]]:
    """Priors for each half of the areas, and what the uncalibrated ones scored there.

    Each half is forecast with the prior of the other half, and calibrated with the factors
    measured on the other half's own held-out forecasts.
    """
    trains = [split_by_area(read_panel(directory, *p)) for p in recipe.panels]
    tests = [split_by_area(read_panel(directory, t.stem, t.indicator)) for t in recipe.tests]
    priors = [learn(recipe, [halves[1 - half] for halves in trains]) for half in (0, 1)]
    first = []
    for half in (0, 1):
        method = ours({recipe.family: priors[half]}, recipe.family)
        runs = [
            rolling_origin(halves[half], halves[1 - half], method, test.origins, horizon=5)
            for test, halves in zip(recipe.tests, tests, strict=True)
        ]
        # Two panels of one family have origins of their own.
        first.append(
            pl.concat(
                run.with_columns(origin=pl.col("origin") + 10_000 * k) for k, run in enumerate(runs)
            )
        )
    calibrated = [replace(priors[half], spread=spread_factors(first[1 - half])) for half in (0, 1)]
    return calibrated, first


def main() -> None:
    """Train all priors and measure them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("panels", type=Path, help="folder that holds the panel files")
    parser.add_argument("--out", type=Path, default=PRIOR_DIR)
    options = parser.parse_args()
    if not options.panels.is_dir():
        parser.error(f"no folder {options.panels}: give the folder that holds the panel files")
    backtest, factors = held_out(options.panels)
    for recipe in RECIPES:
        prior = learn(recipe, [read_panel(options.panels, *p) for p in recipe.panels])
        prior = replace(prior, spread=factors.get(recipe.family, {})).with_id()
        print(save_prior(prior, options.out), prior.prior_id)
    prior = learn_single(options.panels, SINGLE)
    print(save_prior(prior, options.out), prior.prior_id)
    path = options.out / "panel_backtest.csv"
    backtest.with_columns(pl.selectors.float().round(4)).write_csv(path)
    print(path, f"{backtest.height} rows")


if __name__ == "__main__":
    main()
