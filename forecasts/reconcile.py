"""Parts and wholes that are forecast apart, made to agree.

Two rules, each on draws from the forecasts' own distributions, in which areas of one tree share a
part of their luck:

- A *group* of two or more members, where each has a figure or a forecast of that year: each draw
  is projected on `group = sum of members`, in the metric of the draws' covariance, so that what is
  least certain moves most (Panagiotelis, Gamakumara, Athanasopoulos and Hyndman 2023).
- A *part* is not more than its whole (its parent, or a group of which it is a member): draws of
  the part above the whole are left out. The whole is not moved.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import polars as pl
from scipy.special import ndtri
from scipy.stats import qmc

from forecasts.bands import never_narrower
from forecasts.quantiles import COLUMNS, LEVELS

#: Correlation of the logs of two areas of one tree: the growth that they share is about half of
#: what is unknown about either. An assumption; it decides how soon a part counts as too large.
SHARED = 0.5
DRAWS = 4096
#: Less likely than this, the two do not measure the same thing: left as they are, and said.
CONTRADICTION = 0.05
#: Said in the note from here on: below it the published quantiles move.
NOTICED = 0.99
_LEVELS = np.array(LEVELS)
Key = tuple[str, str, int]


def reconcile(
    table: pl.DataFrame, areas: pl.DataFrame, members: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Forecast rows (as forecast_table makes them) after both rules; other columns as they were.

    areas: area_id, parent_area_id. members: group_id, member_id, or None. A row that the rules
    moved says so in its note.
    """
    rows = {(r["area_id"], r["indicator_id"], r["year"]): r for r in table.iter_rows(named=True)}
    groups: dict[str, list[str]] = defaultdict(list)
    if members is not None:
        for group, member in members.select("group_id", "member_id").sort(pl.all()).iter_rows():
            groups[group].append(member)
    open_keys = sorted(k for k, r in rows.items() if r["quantiles"] is not None)
    for group, indicator, year in sorted(rows):
        keys = [(group, indicator, year)] + [(m, indicator, year) for m in groups.get(group, [])]
        known = all(k in rows for k in keys)
        if len(keys) > 2 and known and any(rows[k]["quantiles"] is not None for k in keys):
            _sum_up(rows, keys)
    wholes = defaultdict(list)
    for part, whole in areas.select("area_id", "parent_area_id").drop_nulls().iter_rows():
        wholes[part].append(whole)
    for group, parts in sorted(groups.items()):
        for part in parts:
            wholes[part].append(group)
    for part in open_keys:
        for area in wholes.get(part[0], []):
            if (area, *part[1:]) in rows:
                _bound(rows, part, (area, *part[1:]))
    _keep_widening(rows, open_keys)
    return pl.DataFrame(list(rows.values()), schema=table.schema)


def _sum_up(rows: dict[Key, dict], keys: list[Key]) -> None:
    """Project the draws of a group (first) and its members on their sum, in place."""
    factors = _normal_draws(len(keys) + 1)
    common, own = factors[:, :1], factors[:, 1:]
    z = np.sqrt(SHARED) * common + np.sqrt(1.0 - SHARED) * own
    draws = np.column_stack([_draw(rows[k], z[:, i]) for i, k in enumerate(keys)])
    gap = draws[:, 0] - draws[:, 1:].sum(axis=1)
    covariance = np.cov(draws, rowvar=False)
    contrast = np.concatenate([[1.0], -np.ones(len(keys) - 1)])
    gain = covariance @ contrast
    scale = float(contrast @ gain)
    if scale <= 0.0 or np.mean(np.abs(gap)) <= 1e-9 * np.mean(draws[:, 0]):
        return
    projected = draws - np.outer(gap, gain / scale)
    projected = np.maximum(projected, 0.01 * draws)
    for i, key in enumerate(keys):
        if rows[key]["quantiles"] is not None:
            whole = "members" if i == 0 else keys[0][0]
            _replace(rows[key], projected[:, i], f"reconciled with {whole} (sum of the parts)")


def _bound(rows: dict[Key, dict], part: Key, whole: Key) -> None:
    """Leave out the draws of the part that exceed the whole, in place."""
    factors = _normal_draws(2)
    of_whole = _draw(rows[whole], factors[:, 0])
    # What is most of the whole moves with it: whole = part + rest, with SHARED between the two.
    weight = min(1.0, rows[part]["p50"] / rows[whole]["p50"])
    together = weight + (1.0 - weight) * SHARED
    z = together * factors[:, 0] + np.sqrt(1.0 - together**2) * factors[:, 1]
    of_part = _draw(rows[part], z)
    possible = of_part <= of_whole
    share = float(np.mean(possible))
    if share == 1.0:
        return
    if share < CONTRADICTION:
        _say(rows[part], f"exceeds {whole[0]}, of which it is a part: other definitions?")
        return
    why = f"kept below {whole[0]}, of which it is a part" if share < NOTICED else ""
    _replace(rows[part], of_part[possible], why)


def _keep_widening(rows: dict[Key, dict], keys: list[Key]) -> None:
    """No band of the years ahead is narrower than that of the year before, in place."""
    ahead: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for key in keys:
        if rows[key]["kind"] == "forecast":
            ahead[key[:2]].append(key)
    for series in ahead.values():
        before = np.log([rows[k]["quantiles"] for k in series])
        wider = never_narrower(before.copy(), LEVELS.index(0.5))
        for key, old, new in zip(series, before, wider, strict=True):
            if np.any(np.abs(new - old) > 1e-6):
                _set(rows[key], np.exp(new))


def _normal_draws(n: int) -> np.ndarray:
    """Evenly spread standard normal draws (DRAWS, n), always the same."""
    # The first point of the sequence is the origin, which has no normal quantile.
    uniform = qmc.Sobol(n, scramble=False).fast_forward(1).random(DRAWS - 1)
    return ndtri(np.clip(uniform, 1e-6, 1.0 - 1e-6))


def _draw(row: dict, z: np.ndarray) -> np.ndarray:
    """Amounts at standard normal z; of an actual row its value."""
    if row["quantiles"] is None:
        return np.full(len(z), row["p50"])
    return np.exp(np.interp(z, ndtri(_LEVELS), np.log(row["quantiles"])))


def _replace(row: dict, draws: np.ndarray, why: str) -> None:
    _set(row, np.quantile(draws, _LEVELS))
    _say(row, why)


def _set(row: dict, quantiles: np.ndarray) -> None:
    row["quantiles"] = quantiles.tolist()
    row.update({c: float(quantiles[LEVELS.index(level)]) for c, level in COLUMNS.items()})


def _say(row: dict, why: str) -> None:
    row["note"] = "; ".join(n for n in (row["note"], why) if n)
