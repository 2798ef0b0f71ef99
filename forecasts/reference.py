"""Which area's growth anchors which: the nearest ancestor that has the figure for that year."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from forecasts.anchor import AnchorPath
from forecasts.prior import Prior

#: Areas that stand for the nation where a chain of parents ends without reaching one with data.
NATION = ("china", "china_31_provinces")
#: A single area's last growth is noisier than a panel's median: spread the weight over years.
SINGLE_AREA_DECAY = 0.6
#: Kinds of inferred events: the level is another from that year on, by tens of percent or by a
#: factor of several, or that one figure is off.
STEP, SCOPE, OUTLIER = "step", "scope", "outlier"


@dataclass(frozen=True)
class References:
    """Annual log levels of every area that can serve as a reference, and the area tree."""

    parent: dict[str, str]
    #: (area, indicator) -> year -> log value
    log_value: dict[tuple[str, str], dict[int, float]]
    #: (area, family) -> indicators that the area has in the family, longest series first
    indicators: dict[tuple[str, str], list[str]]
    #: (area or 'all', indicator) -> years of breaks
    breaks: dict[tuple[str, str], set[int]]
    #: (area, indicator) -> year -> STEP, SCOPE or OUTLIER that no source tells of
    inferred: dict[tuple[str, str], dict[int, str]] = field(default_factory=dict)
    #: (area, indicator) -> year -> assumed log growth, for what-if
    assumed: dict[tuple[str, str], dict[int, float]] = field(default_factory=dict)

    def chain(self, area: str) -> list[str]:
        """Ancestors from the nearest up, then the nation."""
        out: list[str] = []
        at = self.parent.get(area)
        while at and at not in out and at != area:
            out.append(at)
            at = self.parent.get(at)
        return out + [n for n in NATION if n not in out and n != area]

    def growth(
        self, area: str, indicator: str, family: str, years: np.ndarray, cutoff: int
    ) -> np.ndarray:
        """Reference log growth (T,) for the years up to `cutoff`, NaN where no ancestor has it.

        In each year the nearest ancestor with both years and no break between them speaks; its
        own indicator is preferred to another of the same family.
        """
        growth = np.full(len(years), np.nan)
        for ancestor in self.chain(area):
            have = self.indicators.get((ancestor, family), [])
            ordered = [i for i in have if i == indicator] + [i for i in have if i != indicator]
            for other in ordered:
                values = self.log_value[(ancestor, other)]
                broken = self.break_years(ancestor, other)
                off = self.outlier_years(ancestor, other)
                broken = broken | off | {year + 1 for year in off}
                for t, year in enumerate(years.tolist()):
                    if year > cutoff or not np.isnan(growth[t]) or year in broken:
                        continue
                    if year in values and year - 1 in values:
                        growth[t] = values[year] - values[year - 1]
        return growth

    def break_years(self, area: str, indicator: str) -> set[int]:
        """Years whose level is not comparable to the year before, recorded or inferred."""
        inferred = self.inferred.get((area, indicator), {})
        return (
            self.breaks.get((area, indicator), set())
            | self.breaks.get(("all", indicator), set())
            | {year for year, kind in inferred.items() if kind != OUTLIER}
        )

    def outlier_years(self, area: str, indicator: str) -> set[int]:
        """Years whose figure fits neither the year before nor the year after."""
        inferred = self.inferred.get((area, indicator), {})
        return {year for year, kind in inferred.items() if kind == OUTLIER}

    def path(
        self, prior: Prior, area: str, indicator: str, family: str, years: np.ndarray, cutoff: int
    ) -> AnchorPath:
        """Common growth over `years` as known at the year `cutoff`.

        Growth known before `years` counts as well, so that the anchor of a short series is that of
        a long one.
        """
        first = min([int(years[0]), *prior.reference_growth])
        axis = np.arange(first, int(years[-1]) + 1)
        growth = self.growth(area, indicator, family, axis, cutoff)
        for ancestor in reversed(self.chain(area)):
            for year, value in self.assumed.get((ancestor, indicator), {}).items():
                growth[year - first] = value
                cutoff = max(cutoff, year)
        own = np.array([prior.reference_growth.get(int(y), np.nan) for y in axis])
        known = np.where(np.isnan(growth), own, growth)
        model = prior.anchor
        if not np.isnan(growth).all():
            model = replace(model, decay=max(model.decay, SINGLE_AREA_DECAY))
        # A year of census or of new scope scatters every area, whichever reference is used.
        excess = np.array([prior.reference_excess.get(int(y), 0.0) for y in axis])
        path = model.path(known, cutoff - first, excess)
        return path.since(int(years[0]) - first)


def collect(annual: pl.DataFrame, breaks: pl.DataFrame, areas: pl.DataFrame) -> References:
    """Gather references from the annual frame (positive values only), the breaks and the areas."""
    parent = {
        a: p
        for a, p in areas.select("area_id", "parent_area_id").iter_rows()
        if p is not None and p != ""
    }
    log_value: dict[tuple[str, str], dict[int, float]] = {}
    lengths: dict[tuple[str, str], list[tuple[int, str]]] = {}
    usable = annual.filter(
        (pl.col("value") > 0) & pl.col("low").is_not_null() & pl.col("high").is_not_null()
    ).sort("area_id", "indicator_id", "year")
    for (area, indicator, family), part in usable.group_by(
        "area_id", "indicator_id", "family", maintain_order=True
    ):
        series = dict(zip(part["year"].to_list(), np.log(part["value"].to_numpy()), strict=True))
        log_value[(area, indicator)] = series
        lengths.setdefault((area, family), []).append((-len(series), indicator))
    indicators = {key: [i for _, i in sorted(found)] for key, found in lengths.items()}
    broken: dict[tuple[str, str], set[int]] = {}
    for area, indicator, year in breaks.select("area_id", "indicator_id", "year").iter_rows():
        broken.setdefault((area, indicator), set()).add(int(year))
    return References(parent, log_value, indicators, broken)
