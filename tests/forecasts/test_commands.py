"""The commands that forecast, train and measure on files."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from forecasts.prior import load_prior
from warehouse.commands import forecasting
from warehouse.errors import InputError, UsageError

app = typer.Typer()
for command in (forecasting.forecast_panel, forecasting.train_prior, forecasting.backtest):
    app.command()(command)


def call(*words: str):
    result = CliRunner().invoke(app, [*words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def panel(tmp_path):
    rng = np.random.default_rng(5)
    y = 5.0 + np.cumsum(rng.normal(0.08, 0.05, (60, 14)), axis=1)
    frame = pl.DataFrame(
        {
            "unique_id": np.repeat([f"s{i:02d}" for i in range(60)], 14),
            "year": np.tile(np.arange(2005, 2019), 60),
            "value": np.exp(y).reshape(-1),
            "family": ["gdp"] * 840,
        }
    )
    path = tmp_path / "panel.csv"
    frame.write_csv(path)
    return path


def test_a_panel_file_is_forecast(panel, tmp_path):
    out = tmp_path / "out.parquet"
    call("forecast-panel", str(panel), "--cutoff", "2015", "--horizon", "2", "--out", str(out))
    got = pl.read_parquet(out)
    assert got.height == 120
    assert got["cutoff"].unique().to_list() == [2015]


def test_a_series_that_is_called_like_a_formula_runs_nowhere(panel, tmp_path):
    renamed, out = tmp_path / "renamed.csv", tmp_path / "out.csv"
    frame = pl.read_csv(panel).with_columns(unique_id="=1+" + pl.col("unique_id"))
    frame.write_csv(renamed)
    call("forecast-panel", str(renamed), "--cutoff", "2015", "--out", str(out))
    assert pl.read_csv(out)["unique_id"].str.starts_with("'=1+").all()


def test_a_family_may_be_named_by_option_or_under_another_name(panel, tmp_path):
    frame = pl.read_csv(panel)
    outs = []
    for name, family, option in (
        ("column", "fiscal_revenue", ()),
        ("option", None, ("--family", "fiscal_revenue")),
        ("synonym", "General_budget_revenue", ()),
    ):
        source, out = tmp_path / f"{name}.csv", tmp_path / f"{name}.parquet"
        told = frame.with_columns(family=pl.lit(family)) if family else frame.drop("family")
        told.write_csv(source)
        call("forecast-panel", str(source), "--cutoff", "2015", "--out", str(out), *option)
        outs.append(pl.read_parquet(out))
    assert outs[0].equals(outs[1])
    assert outs[0].equals(outs[2])
    other = tmp_path / "other.parquet"
    call("forecast-panel", str(panel), "--cutoff", "2015", "--out", str(other))
    assert not outs[0].equals(pl.read_parquet(other))


def test_a_prior_is_trained_and_can_be_loaded(panel, tmp_path):
    call("train-prior", str(panel), "--family", "visitors", "--out", str(tmp_path / "priors"))
    prior = load_prior("visitors", tmp_path / "priors")
    assert prior.trained_on == "panel.csv"
    assert sorted(prior.weights)[0] == 1


def test_a_panel_is_measured(panel):
    got = call("backtest", str(panel), "--horizon", "1", "--format", "csv")
    assert "coverage95" in got.stdout.splitlines()[0]
    assert "gdp" in got.stdout


def test_errors_say_what_was_wrong(panel, tmp_path):
    with pytest.raises(UsageError, match="no file"):
        call("forecast-panel", "absent.csv", "--out", str(tmp_path / "o.csv"))
    with pytest.raises(UsageError, match="neither in"):
        call("forecast-panel", str(panel), "--out", str(tmp_path / "o.txt"))
    monthly = tmp_path / "monthly.csv"
    monthly.write_text("unique_id,year,value\na,2020-01,1\n")
    with pytest.raises(InputError, match="only annual series"):
        call("forecast-panel", str(monthly), "--out", str(tmp_path / "o.csv"))
