"""Frames in the shape that the warehouse hands to the forecasts."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from forecasts import forecast_table

AREAS = [
    ("china", "country", None),
    ("henan", "province", "china"),
    ("city", "city", "henan"),
    ("district", "district", "city"),
    ("park", "park", "district"),
]


def annual_frame(rows: list[tuple]) -> pl.DataFrame:
    """Rows of area, indicator, family, level, year, value[, low, high]; exact to half a percent."""
    full = [
        (*r, "reported") if len(r) == 8 else (*r, r[5] * 0.995, r[5] * 1.005, "reported")
        for r in rows
    ]
    return pl.DataFrame(
        full,
        schema={
            "area_id": pl.Utf8, "indicator_id": pl.Utf8, "family": pl.Utf8, "level": pl.Utf8,
            "year": pl.Int32, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64,
            "basis": pl.Utf8,
        },
        orient="row",
    )  # fmt: skip


def part_frame(rows: list[tuple]) -> pl.DataFrame:
    """Rows of area, indicator, family, level, period_start, period_end, value."""
    full = [(*r, r[6] * 0.995, r[6] * 1.005) for r in rows]
    return pl.DataFrame(
        full,
        schema={
            "area_id": pl.Utf8, "indicator_id": pl.Utf8, "family": pl.Utf8, "level": pl.Utf8,
            "period_start": pl.Date, "period_end": pl.Date, "value": pl.Float64,
            "low": pl.Float64, "high": pl.Float64,
        },
        orient="row",
    )  # fmt: skip


def growth_frame(rows: list[tuple]) -> pl.DataFrame:
    """Rows of area, indicator, year, basis, percent."""
    full = [(*r, r[4] - 0.05, r[4] + 0.05) for r in rows]
    return pl.DataFrame(
        full,
        schema={
            "area_id": pl.Utf8, "indicator_id": pl.Utf8, "year": pl.Int32, "basis": pl.Utf8,
            "value": pl.Float64, "low": pl.Float64, "high": pl.Float64,
        },
        orient="row",
    )  # fmt: skip


def break_frame(rows: list[tuple]) -> pl.DataFrame:
    """Rows of area, indicator, year."""
    return pl.DataFrame(
        rows,
        schema={"area_id": pl.Utf8, "indicator_id": pl.Utf8, "year": pl.Int32},
        orient="row",
    )


class Frames:
    """Makers of input frames and the forecast of them."""

    annual = staticmethod(annual_frame)
    part = staticmethod(part_frame)
    growth = staticmethod(growth_frame)
    breaks = staticmethod(break_frame)
    areas = pl.DataFrame(AREAS, schema=["area_id", "level", "parent_area_id"], orient="row")

    @staticmethod
    def forecast(
        annual: list[tuple] = (),
        part: list[tuple] = (),
        growth: list[tuple] = (),
        breaks: list[tuple] = (),
        as_of: date = date(2024, 10, 31),
        horizon: int = 5,
    ) -> pl.DataFrame:
        return forecast_table(
            annual_frame(list(annual)), part_frame(list(part)), growth_frame(list(growth)),
            break_frame(list(breaks)), Frames.areas, as_of=as_of, horizon=horizon,
        )  # fmt: skip


@pytest.fixture(scope="session")
def frames() -> type[Frames]:
    return Frames


@pytest.fixture(scope="session")
def province() -> list[tuple]:
    """A province that grew 8 % a year from 2005 to 2023."""
    return [
        ("henan", "gdp", "gdp", "province", y, 1e12 * 1.08 ** (y - 2005)) for y in range(2005, 2024)
    ]
