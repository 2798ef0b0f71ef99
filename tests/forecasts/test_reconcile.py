"""Parts and wholes."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from forecasts import LEVELS
from forecasts.reconcile import reconcile
from forecasts.table import SCHEMA

MEDIAN = LEVELS.index(0.5)


def frame(rows: dict[str, tuple[float, float]]) -> pl.DataFrame:
    """Rows of one year: area -> (median, sd of the log); sd 0 is an actual figure."""
    from scipy.special import ndtri

    out = []
    for area, (median, sd) in rows.items():
        quantiles = (median * np.exp(sd * ndtri(np.array(LEVELS)))).tolist() if sd else None
        out.append(
            {
                **dict.fromkeys(SCHEMA), "area_id": area, "indicator_id": "gdp", "year": 2025,
                "kind": "forecast" if sd else "actual", "p50": median, "quantiles": quantiles,
                "note": "",
            }
        )  # fmt: skip
    return pl.DataFrame(out, schema=SCHEMA)


AREAS = pl.DataFrame(
    {"area_id": ["city", "a", "b", "group"], "parent_area_id": [None, "city", "city", "city"]}
)
MEMBERS = pl.DataFrame({"group_id": ["group", "group"], "member_id": ["a", "b"]})


def p50(table: pl.DataFrame, area: str) -> float:
    return table.filter(pl.col("area_id") == area)["p50"].item()


def test_a_group_and_its_members_add_up_and_the_least_certain_moves_most():
    got = reconcile(
        frame({"group": (100.0, 0.02), "a": (60.0, 0.3), "b": (20.0, 0.05)}), AREAS, MEMBERS
    )
    assert p50(got, "a") + p50(got, "b") == pytest.approx(p50(got, "group"), rel=0.01)
    assert p50(got, "group") == pytest.approx(100, rel=0.02)
    assert p50(got, "b") == pytest.approx(20, rel=0.05)
    assert p50(got, "a") > 75
    assert "reconciled with group" in got.filter(pl.col("area_id") == "a")["note"].item()
    band = got.filter(pl.col("area_id") == "a")
    assert np.log(band["p975"].item() / band["p025"].item()) < 0.3


def test_a_known_total_is_not_moved():
    got = reconcile(
        frame({"group": (100.0, 0.0), "a": (60.0, 0.1), "b": (20.0, 0.0)}), AREAS, MEMBERS
    )
    assert p50(got, "group") == 100
    assert p50(got, "a") == pytest.approx(80, rel=0.001)


def test_an_incomplete_group_is_not_summed_but_bounds_its_members():
    got = reconcile(frame({"group": (100.0, 0.02), "a": (60.0, 0.3)}), AREAS, MEMBERS)
    assert p50(got, "group") == 100
    part = got.filter(pl.col("area_id") == "a").row(0, named=True)
    assert part["quantiles"][-1] <= 106
    assert part["p50"] == pytest.approx(58, rel=0.04)


def test_no_part_is_forecast_above_its_whole():
    table = frame({"city": (100.0, 0.0), "a": (90.0, 0.2), "b": (10.0, 0.2)})
    got = reconcile(table, AREAS)
    part = got.filter(pl.col("area_id") == "a").row(0, named=True)
    assert part["quantiles"][-1] <= 100
    assert part["p50"] < 90
    assert "kept below city" in part["note"]
    assert np.all(np.diff(part["quantiles"]) >= 0)
    assert p50(got, "b") == 10
    assert got.filter(pl.col("area_id") == "b")["note"].item() == ""


def test_a_part_that_cannot_be_one_is_said_and_left():
    table = frame({"city": (50.0, 0.05), "a": (90.0, 0.1)})
    got = reconcile(table, AREAS)
    assert p50(got, "a") == 90
    assert "other definitions" in got.filter(pl.col("area_id") == "a")["note"].item()
