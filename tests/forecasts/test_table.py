"""The forecast table: what a planner may rely on."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forecasts import LEVELS
from forecasts.quantiles import COLUMNS
from forecasts.table import SCHEMA


def of(frame: pl.DataFrame, area: str, indicator: str = "gdp") -> pl.DataFrame:
    return frame.filter((pl.col("area_id") == area) & (pl.col("indicator_id") == indicator))


def row(frame: pl.DataFrame, year: int) -> dict:
    return frame.filter(pl.col("year") == year).row(0, named=True)


def test_one_row_per_year_from_first_figure_to_horizon(frames, province):
    rows = [("district", "gdp", "gdp", "district", y, 1e10) for y in (2018, 2020, 2021)]
    got = of(frames.forecast(province + rows), "district")
    assert got["year"].to_list() == list(range(2018, 2030))
    kinds = dict(zip(got["year"], got["kind"], strict=True))
    assert [kinds[y] for y in range(2018, 2030)] == (
        ["actual", "estimate", "actual", "actual"] + ["nowcast"] * 3 + ["forecast"] * 5
    )
    assert list(got.schema.items()) == list(SCHEMA.items())
    assert got["n_obs"].unique().to_list() == [3]
    assert got["last_year"].unique().to_list() == [2021]


def test_actual_rows_carry_the_value_and_nothing_else(frames):
    got = row(frames.forecast([("district", "gdp", "gdp", "district", 2020, 1.23e10)]), 2020)
    assert got["kind"] == "actual"
    assert got["p50"] == 1.23e10
    assert all(got[c] is None for c in COLUMNS if c != "p50")
    assert got["quantiles"] is None


def test_one_observation_is_labelled_indicative_and_none_gives_none(frames, province):
    got = frames.forecast([*province, ("district", "gdp", "gdp", "district", 2023, 1e10)])
    assert "仅供参考" in of(got, "district")["note"][0]
    assert of(got, "henan")["note"][0] == ""
    assert of(got, "city").is_empty()
    assert frames.forecast().is_empty()


def test_one_observation_grows_with_its_reference(frames, province):
    """A district known in 2018 alone follows the province, which is known up to 2023."""
    got = of(
        frames.forecast([*province, ("district", "gdp", "gdp", "district", 2018, 1e10)]),
        "district",
    )
    assert row(got, 2023)["p50"] == pytest.approx(1e10 * 1.08**5, rel=0.03)
    widths = [row(got, y)["p975"] / row(got, y)["p025"] for y in range(2019, 2030)]
    assert np.all(np.diff(widths) > 0)


def test_a_break_is_not_a_growth_rate(frames, province):
    values = [1e11 * 1.07 ** (y - 2010) * (0.75 if y >= 2020 else 1.0) for y in range(2010, 2024)]
    rows = [
        ("city", "gdp", "gdp", "city", y, v) for y, v in zip(range(2010, 2024), values, strict=True)
    ]
    known = of(frames.forecast(province + rows, breaks=[("city", "gdp", 2020)]), "city")
    assert row(known, 2025)["p50"] == pytest.approx(values[-1] * 1.07**2, rel=0.04)
    # No source tells of it: it is found all the same, and said.
    unknown = of(frames.forecast(province + rows), "city")
    assert row(unknown, 2025)["p50"] == pytest.approx(row(known, 2025)["p50"], rel=0.01)
    assert "2020 taken as a change of base" in unknown["note"][0]
    assert known["note"][0] == ""


def test_a_parents_unrecorded_break_is_not_its_childrens(frames, province):
    step = [(*r[:5], r[5] * (0.75 if r[4] >= 2020 else 1.0)) for r in province]
    rows = [
        ("district", "gdp", "gdp", "district", y, 1e10 * 1.08 ** (y - 2012))
        for y in range(2012, 2023)
    ]
    got = frames.forecast(step + rows)
    assert "2020" in of(got, "henan")["note"][0]
    assert of(got, "district")["note"][0] == ""
    assert row(of(got, "district"), 2023)["p50"] == pytest.approx(1e10 * 1.08**11, rel=0.03)


def test_a_single_wrong_figure_does_not_move_what_follows(frames, province):
    rows = [
        ("city", "gdp", "gdp", "city", y, 1e11 * 1.07 ** (y - 2010) * (3.0 if y == 2019 else 1.0))
        for y in range(2010, 2024)
    ]
    got = of(frames.forecast(province + rows), "city")
    assert "2019 taken as a figure that is off by itself" in got["note"][0]
    assert row(got, 2025)["p50"] == pytest.approx(1e11 * 1.07**15, rel=0.05)


def test_growth_over_a_long_gap_may_be_a_change_of_scope(frames, province):
    """Fifteen-fold in 14 years, then calm: no growth that goes on at a fifth a year."""
    figures = ((2006, 1e9), (2020, 1.5e10), (2021, 1.6e10))
    rows = [("district", "gdp", "gdp", "district", y, v) for y, v in figures]
    got = of(frames.forecast(province + rows), "district")
    assert "2020 taken as a change of base or scope" in got["note"][0]
    assert row(got, 2025)["p50"] == pytest.approx(1.6e10 * 1.07**4, rel=0.1)
    assert row(got, 2025)["p975"] < 4 * row(got, 2025)["p025"]


def test_ups_and_downs_of_a_lively_series_are_no_breaks(frames, province):
    steps = np.array([0.3, -0.25, 0.4, -0.3, 0.35, -0.2, 0.25, -0.35, 0.3, -0.25])
    levels = 1e8 * np.exp(np.cumsum(steps))
    rows = [
        ("park", "tax_revenue", "tax", "park", 2014 + k, float(v)) for k, v in enumerate(levels)
    ]
    assert "inferred" not in of(frames.forecast(rows), "park", "tax_revenue")["note"][0]


def test_a_band_that_says_little_is_labelled(frames):
    figures = ((2018, 3e7), (2019, 9e7), (2020, 2e7), (2021, 8e7), (2022, 3e7))
    rows = [("park", "tax_revenue", "tax", "park", y, v) for y, v in figures]
    got = of(frames.forecast(rows), "park", "tax_revenue")
    assert row(got, 2025)["p975"] > 4 * row(got, 2025)["p025"]
    assert "仅供参考" in got["note"][0]


def test_a_part_year_flow_is_nowcast_and_bounds_the_year(frames):
    part = [("park", "tax_revenue", "tax", "park", date(2024, 1, 1), date(2024, 8, 31), 1.04e8)]
    got = of(frames.forecast(part=part), "park", "tax_revenue")
    now = row(got, 2024)
    assert now["kind"] == "nowcast"
    assert 1.04e8 <= now["p025"] < 1.35e8 < now["p50"] < 1.65e8 < now["p975"] < 3e8
    assert row(got, 2025)["p975"] / row(got, 2025)["p025"] > now["p975"] / now["p025"]
    assert "part-year" in now["note"]
    assert now["n_obs"] == 0
    assert now["last_year"] is None


def test_a_lower_bound_alone_gives_a_forecast_above_it(frames):
    rows = [("park", "tax_revenue", "tax", "park", 2023, 2e8, 2e8, None)]
    got = of(frames.forecast(rows), "park", "tax_revenue")
    known = row(got, 2023)
    assert known["kind"] == "estimate"
    assert known["p025"] >= 2e8
    assert known["p50"] == pytest.approx(2.16e8, rel=0.03)
    assert "lower bounds" in known["note"]


def test_a_later_lower_bound_pulls_the_forecast_up(frames):
    rows = [("park", "tax_revenue", "tax", "park", y, 1e8) for y in (2019, 2020, 2021)]
    bound = [("park", "tax_revenue", "tax", "park", 2023, 1.5e8, 1.5e8, None)]
    without = row(of(frames.forecast(rows), "park", "tax_revenue"), 2025)
    with_bound = row(of(frames.forecast(rows + bound), "park", "tax_revenue"), 2025)
    assert with_bound["p50"] > 1.2 * without["p50"]


def test_nominal_growth_moves_the_forecast_and_real_growth_does_not(frames, province):
    rows = [*province, ("district", "gdp", "gdp", "district", 2022, 1e10)]

    def p50(growth: list[tuple]) -> float:
        return row(of(frames.forecast(rows, growth=growth), "district"), 2023)["p50"]

    assert p50([("district", "gdp", 2023, "nominal", 20.0)]) == pytest.approx(1.2e10, rel=0.01)
    assert p50([("district", "gdp", 2023, "real", 20.0)]) == p50([])


def test_wider_intervals_of_the_figures_give_wider_bands(frames, province):
    def width(relative: float) -> float:
        rows = [
            ("district", "gdp", "gdp", "district", y, 1e10, 1e10 * (1 - relative),
             1e10 * (1 + relative)) for y in (2021, 2022, 2023)
        ]  # fmt: skip
        got = row(of(frames.forecast(province + rows), "district"), 2024)
        return got["p975"] / got["p025"]

    assert width(0.2) > 1.1 * width(0.001)


def test_a_figure_with_more_stands_for_the_middle_of_its_interval(frames):
    """3000余 is between 3000 and 4000: the model takes the middle, the actual row the print."""
    rows = [("park", "direct_employment", "employment", "park", 2023, 3000.0, 3000.0, 4000.0)]
    got = of(frames.forecast(rows), "park", "direct_employment")
    assert row(got, 2023)["p50"] == 3000.0
    assert 3300 < row(got, 2024)["p50"] < 3600


def test_figures_after_the_as_of_year_are_not_seen(frames, province):
    rows = [
        ("district", "gdp", "gdp", "district", y, 1e10 * 1.1 ** (y - 2018))
        for y in range(2015, 2024)
    ]
    past = frames.forecast([r for r in province + rows if r[4] <= 2018], as_of=date(2018, 12, 31))
    seen = frames.forecast(province + rows, as_of=date(2018, 12, 31))
    assert of(seen, "district").equals(of(past, "district"))


def test_the_same_input_gives_the_same_output_in_any_order(frames, province):
    rows = [*province, ("district", "gdp", "gdp", "district", 2022, 1e10)]
    assert frames.forecast(rows).equals(frames.forecast(rows[::-1]))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.dictionaries(st.integers(2000, 2024), st.floats(1.0, 1e13), min_size=1, max_size=8),
    level=st.sampled_from(["city", "park"]),
    family=st.sampled_from(["gdp", "tax", "employment"]),
)
def test_any_series_gives_positive_ordered_bands_that_never_narrow(frames, values, level, family):
    rows = [("city", family, family, level, y, v) for y, v in values.items()]
    got = of(frames.forecast(rows), "city", family)
    assert got["year"].to_list() == list(range(min(values), 2030))
    bands = got.filter(pl.col("kind") != "actual")
    quantiles = np.array(bands["quantiles"].to_list())
    assert np.all(np.isfinite(quantiles))
    assert np.all(quantiles > 0)
    assert np.all(np.diff(quantiles, axis=1) >= 0)
    ahead = bands.filter(pl.col("year") > max(values))
    for low, high in (("p025", "p975"), ("p10", "p90"), ("p25", "p75")):
        width = (ahead[high] - ahead[low]).to_numpy()
        assert np.all(np.diff(width) >= -1e-6 * width[:-1])
    at = [LEVELS.index(level) for level in COLUMNS.values()]
    np.testing.assert_allclose(bands.select(list(COLUMNS)).to_numpy(), quantiles[:, at])
