"""Learning the prior."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from forecasts.anchor import AnchorModel, fit_anchor, rolling_errors
from forecasts.filter import HyperParameters
from forecasts.prior import Prior, PriorError, load_prior, save_prior
from forecasts.train import em_weights, train


def simulated(level_sd: float, n: int = 60, years: int = 12, seed: int = 3) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    y = 5.0 + np.cumsum(rng.normal(0.08, level_sd, (n, years)), axis=1)
    return pl.DataFrame(
        {
            "unique_id": np.repeat([f"s{i}" for i in range(n)], years),
            "year": np.tile(np.arange(2000, 2000 + years), n),
            "value": np.exp(y).reshape(-1),
        }
    )


def two_point_grid() -> HyperParameters:
    return HyperParameters(
        level_var=np.array([0.01**2, 0.1**2]), dev_var=np.zeros(2), phi=np.full(2, 0.5),
        obs_var=np.full(2, 1e-6), long_run_var=np.full(2, 1e-6), slowing=np.ones(2),
        power=np.zeros(2),
    )  # fmt: skip


def test_em_finds_the_mixing_weights():
    rng = np.random.default_rng(0)
    sd = np.where(rng.random(4000) < 0.3, 3.0, 1.0)
    x = rng.normal(0.0, sd)
    grid = np.array([1.0, 3.0])
    loglik = -0.5 * (x[:, None] / grid) ** 2 - np.log(grid)
    assert em_weights(loglik)[1] == pytest.approx(0.3, abs=0.05)


@pytest.mark.parametrize(("level_sd", "index"), [(0.01, 0), (0.1, 1)])
def test_training_finds_how_lively_the_series_are(level_sd, index):
    prior = train(simulated(level_sd), "test", "simulated", lengths=(3,), grid=two_point_grid())
    variances = np.sqrt(prior.grid.level_var)
    weight = prior.weights[3][np.isclose(variances, (0.01, 0.1)[index])]
    assert weight.sum() > 0.9


def test_a_small_panel_is_refused():
    with pytest.raises(ValueError, match="too small"):
        train(simulated(0.05, n=6, years=4), "test", "simulated", grid=two_point_grid())


def test_the_anchor_learns_persistence_from_persistent_growth():
    steady = [np.repeat(g, 20) for g in (0.02, 0.1)]
    model = fit_anchor(steady)
    errors = rolling_errors(model, steady, [np.zeros(20)] * 2, 3)
    assert np.nanmax(np.abs(errors)) < 0.06
    assert model.transient_var + model.persistent_var > 0, "never certain"


def test_the_anchor_does_not_look_ahead():
    model = AnchorModel(0.1, 0.8, 0.3, 0.85, 0.8, 0.001, 0.001, 0.005)
    growth = np.array([0.1, 0.12, 0.08, 0.3, -0.3])
    hidden = growth.copy()
    hidden[3:] = np.nan
    np.testing.assert_array_equal(model.path(growth, 2).u, model.path(hidden, 2).u)


def test_a_year_of_new_scope_does_not_set_the_growth_that_follows():
    growth = np.array([0.05, 0.05, 0.05, 0.30, np.nan, np.nan])
    excess = np.array([0.0, 0.0, 0.0, 0.04, 0.0, 0.0])
    trusting = AnchorModel(0.05, 0.9, 0.1, 0.5, 1.0, 0.001, 0.001, 0.005)
    wary = replace(trusting, usual_var=0.001)
    assert trusting.path(growth, 3, excess).u[4] > 0.2
    assert wary.path(growth, 3, excess).u[4] < 0.1
    # The year itself is known all the same: what the group did is not the area's own.
    assert wary.path(growth, 3, excess).u[3] == 0.30


def test_a_prior_survives_the_file_and_its_id_follows_its_content(tmp_path):
    prior = train(simulated(0.05), "test", "simulated", lengths=(3,), grid=two_point_grid())
    save_prior(prior, tmp_path)
    again = load_prior("test", tmp_path)
    assert again.prior_id == prior.prior_id
    assert again.weights[3] == pytest.approx(prior.weights[3], rel=1e-5)
    other = Prior(**{**vars(prior), "long_run_mean": 0.5}).with_id()
    assert other.prior_id != prior.prior_id


def test_missing_and_foreign_files_are_errors_that_say_what_to_do(tmp_path):
    with pytest.raises(PriorError, match="train-prior"):
        load_prior("nothing", tmp_path)
    (tmp_path / "old.json").write_text('{"format_version": 0}')
    with pytest.raises(PriorError, match="format 0"):
        load_prior("old", tmp_path)
    (tmp_path / "bad.json").write_text("{")
    with pytest.raises(PriorError, match="not valid JSON"):
        load_prior("bad", tmp_path)


@pytest.mark.parametrize("family", ["gdp", "tax", "fiscal_revenue", "employment", "any"])
def test_the_shipped_priors_are_distributions(family):
    prior = load_prior(family)
    assert prior.prior_id == prior.with_id().prior_id, "the file was edited by hand"
    for weights in prior.weights.values():
        assert weights.sum() == pytest.approx(1.0, abs=1e-4)
        assert np.all(weights >= 0)
