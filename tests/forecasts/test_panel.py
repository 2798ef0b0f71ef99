"""Panels in and out."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from forecasts import PanelError, forecast_panel
from forecasts.quantiles import COLUMNS


def panel(n: int = 12, first: int = 2005, last: int = 2020, seed: int = 0) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    years = np.arange(first, last + 1)
    rows = []
    for i in range(n):
        y = 5.0 + rng.normal() + np.cumsum(rng.normal(0.08, 0.03, len(years)))
        rows += [(f"s{i:02d}", int(t), float(np.exp(v))) for t, v in zip(years, y, strict=True)]
    return pl.DataFrame(rows, schema=["unique_id", "year", "value"], orient="row")


def test_columns_years_and_order():
    got = forecast_panel(panel(), horizon=3, cutoff=2015, family="gdp")
    assert got.columns == ["unique_id", "year", "cutoff", *COLUMNS]
    assert got.height == 12 * 3
    assert got["year"].unique().sort().to_list() == [2016, 2017, 2018]
    q = got.select(list(COLUMNS)).to_numpy()
    assert np.all(q > 0)
    assert np.all(np.diff(q, axis=1) > 0)


def test_nothing_after_the_cutoff_is_seen():
    whole, reference = panel(), panel(seed=1)
    past = pl.col("year") <= 2015
    a = forecast_panel(whole, 3, 2015, None, reference, family="gdp")
    b = forecast_panel(whole.filter(past), 3, 2015, None, reference.filter(past), family="gdp")
    assert a.equals(b)


def test_max_history_hides_older_points():
    whole = panel()
    recent = whole.filter(pl.col("year") >= 2013)
    a = forecast_panel(whole, 3, 2015, 3, family="gdp")
    b = forecast_panel(recent, 3, 2015, None, family="gdp")
    np.testing.assert_allclose(
        a.select(list(COLUMNS)).to_numpy(), b.select(list(COLUMNS)).to_numpy(), rtol=1e-6
    )


def test_the_reference_moves_the_anchor():
    subject = panel(n=3).filter(pl.col("year") == 2015)
    slow, fast = (
        panel(n=10, seed=2).with_columns(pl.col("value") * (g ** (pl.col("year") - 2005)))
        for g in (0.95, 1.10)
    )
    a = forecast_panel(subject, 3, 2015, None, slow, family="gdp")
    b = forecast_panel(subject, 3, 2015, None, fast, family="gdp")
    assert np.all(b["p50"].to_numpy() > 1.1 * a["p50"].to_numpy())


def test_one_point_is_enough_and_gaps_are_natural():
    frame = pl.DataFrame(
        {"unique_id": ["a", "b", "b"], "year": [2015, 2005, 2015], "value": [1.0, 10.0, 20.0]}
    )
    got = forecast_panel(frame, horizon=2)
    assert got.height == 4
    assert got["p50"].is_finite().all()


def test_filled_in_points_are_not_used():
    whole = panel(n=4).with_columns(interp=pl.col("year") == 2014)
    crazy = whole.with_columns(value=pl.when(pl.col("interp")).then(1e9).otherwise(pl.col("value")))
    assert forecast_panel(whole, 2, 2015).equals(forecast_panel(crazy, 2, 2015))


def test_zero_and_negative_values_are_shifted_and_shifted_back():
    frame = pl.DataFrame(
        {
            "unique_id": ["a"] * 6 + ["z"] * 3,
            "year": [*range(2015, 2021), 2018, 2019, 2020],
            "value": [-3.0, 0.0, 2.0, -1.0, 1.0, 0.5, 0.0, 0.0, 0.0],
        }
    )
    got = forecast_panel(frame, horizon=2)
    a = got.filter(pl.col("unique_id") == "a").row(0, named=True)
    assert a["p025"] < 0 < a["p975"]
    assert abs(a["p50"]) < 3
    z = got.filter(pl.col("unique_id") == "z").row(0, named=True)
    assert z["p50"] == pytest.approx(0.0, abs=0.2)


def test_bands_widen_with_the_horizon():
    got = forecast_panel(panel(n=20), horizon=6, cutoff=2015).with_columns(
        width=(pl.col("p975") / pl.col("p025")).log()
    )
    for (_,), part in got.sort("unique_id", "year").group_by("unique_id"):
        assert np.all(np.diff(part["width"].to_numpy()) >= -1e-9)


def test_a_cutoff_before_all_points_gives_nothing():
    assert forecast_panel(panel(n=2), 2, cutoff=1990).is_empty()


def test_a_reference_without_a_family_is_taken_at_its_word():
    subject = panel(n=3).with_columns(family=pl.lit("gdp"))
    named = forecast_panel(subject, 2, 2015, None, panel(seed=4).with_columns(family=pl.lit("gdp")))
    bare = forecast_panel(subject, 2, 2015, None, panel(seed=4))
    assert named.equals(bare)


def test_an_unknown_family_takes_the_general_prior():
    got = forecast_panel(panel(n=3).with_columns(family=pl.lit("visitors")), horizon=1)
    assert got.height == 3


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pl.DataFrame({"unique_id": ["a"], "value": [1.0]}), "no column year"),
        (pl.DataFrame({"unique_id": [], "year": [], "value": []}), "no rows"),
        (
            pl.DataFrame({"unique_id": ["a", "a"], "year": [2020, 2020], "value": [1.0, 2.0]}),
            "2 values for 2020",
        ),
        (
            pl.DataFrame({"unique_id": ["a"], "year": ["2020-06"], "value": [1.0]}),
            "whole years",
        ),
        (
            pl.DataFrame({"unique_id": ["a"], "year": [2020], "value": [float("nan")]}),
            "NaN or infinity",
        ),
        (
            pl.DataFrame({"unique_id": ["a"], "year": [2020], "value": ["1.2 bn"]}),
            "'1.2 bn' of series 'a' in 2020 is not a number",
        ),
        (
            pl.DataFrame({"unique_id": ["a"], "year": [2020], "value": [None]}),
            "the column value is empty",
        ),
    ],
)  # fmt: skip
def test_bad_panels_are_refused_with_the_reason(frame, message):
    with pytest.raises(PanelError, match=message):
        forecast_panel(frame)


@pytest.mark.parametrize("kwargs", [{"horizon": 0}, {"max_history": 0}])
def test_bad_options_are_refused(kwargs):
    with pytest.raises(PanelError):
        forecast_panel(panel(n=2), **kwargs)


@pytest.mark.slow
def test_two_thousand_series_per_second():
    import time

    frame = panel(n=4000, first=1990, last=2019)
    start = time.process_time()
    forecast_panel(frame, horizon=3)
    assert 4000 / (time.process_time() - start) > 1000, "half of the aim, for a busy machine"
