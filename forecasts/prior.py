"""The learned prior: a small versioned JSON file per family of indicators.

A prior holds hyper-parameter weights, the anchor model and the reference growth by year of the
panel it was trained on: a few hundred numbers, no series. `prior_id` names the file and its
content, so that a forecast can say which prior it used.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np

from forecasts.anchor import AnchorModel
from forecasts.filter import HyperParameters

PRIOR_DIR = Path(__file__).parent / "priors"
FORMAT_VERSION = 1
#: Which prior serves a family or indicator that has none of its own: `any` where every series
#: stands for itself, `area` where a reference panel says how its kind grows.
FALLBACK = "any"
FALLBACK_WITH_REFERENCE = "area"
#: Other names of the families that have a prior, as panels and the warehouse's indicators use them.
SYNONYMS = {
    "fiscal": "fiscal_revenue", "budget_revenue": "fiscal_revenue",
    "general_budget_revenue": "fiscal_revenue", "total_tax": "tax", "tax_revenue": "tax",
    "employment_urban_units": "employment", "grp": "gdp",
}  # fmt: skip
NOTE = "Weights, rates and yearly medians only: the file holds no series of the panel."


class PriorError(ValueError):
    """A prior file that is missing, damaged or of another format version."""


@dataclass(frozen=True)
class Prior:
    """Hyper-parameter weights by history length, anchor model and reference growth of a family.

    weights: history length in years -> weights (G,) that sum to 1.
    reference_growth: year -> median log growth of the training panel in that year.
    reference_excess: year -> variance by which the panel scattered more than in a usual year.
    anchored: whether growth is that of a reference; else every series stands for itself and the
        median is combined with other forecasts (forecasts/combine.py).
    spread: calibration, history length -> horizon -> factors on the 50, 80 and 95 % bands.
    """

    family: str
    grid: HyperParameters
    weights: dict[int, np.ndarray]
    anchor: AnchorModel
    reference_growth: dict[int, float]
    reference_excess: dict[int, float] = field(default_factory=dict)
    long_run_mean: float = 0.0
    spread: dict[int, list[list[float]]] = field(default_factory=dict)
    anchored: bool = True
    trained_on: str = ""
    prior_id: str = ""

    def weights_for(self, n_obs: np.ndarray) -> np.ndarray:
        """Weights (S, G) of the history length nearest (in ratio) to each of n_obs (S,)."""
        lengths = np.array(sorted(self.weights))
        table = np.stack([self.weights[int(k)] for k in lengths])
        return table[nearest_length(lengths, n_obs)]

    def with_id(self) -> Prior:
        """Return the prior with `prior_id` set from its content."""
        content = json.dumps(_content(self), sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(content.encode()).hexdigest()[:8]
        return replace(self, prior_id=f"{self.family}-v{FORMAT_VERSION}-{digest}")


def nearest_length(lengths: np.ndarray, n_obs: np.ndarray) -> np.ndarray:
    """Index of the entry of `lengths` nearest in ratio to each of n_obs."""
    distance = np.abs(np.log(np.maximum(n_obs, 1))[:, None] - np.log(lengths)[None, :])
    return distance.argmin(axis=1)


def save_prior(prior: Prior, directory: Path = PRIOR_DIR) -> Path:
    """Write `<family>.json` (by temporary file and rename) and return its path."""
    prior = prior.with_id()
    path = directory / f"{prior.family}.json"
    body = {"prior_id": prior.prior_id, "note": NOTE, **_content(prior)}
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    temporary.replace(path)
    load_prior.cache_clear()
    return path


@cache
def load_prior(family: str, directory: Path = PRIOR_DIR, fallback: str = FALLBACK) -> Prior:
    """Load the prior of a family (or of a synonym), or the general one where it has none."""
    path = directory / f"{family}.json"
    if not path.exists():
        name = family.strip().lower()
        path = directory / f"{SYNONYMS.get(name, name)}.json"
    if not path.exists():
        path = directory / f"{fallback}.json"
    if not path.exists():
        raise PriorError(
            f"no prior for {family!r} in {directory}: train one with `zhibiao train-prior PANEL`"
        )
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise PriorError(f"{path} is not valid JSON ({error}); restore or retrain it") from error
    if body.get("format_version") != FORMAT_VERSION:
        raise PriorError(
            f"{path} has format {body.get('format_version')}, this version reads "
            f"{FORMAT_VERSION}; train it again with `zhibiao train-prior PANEL`"
        )
    return Prior(
        family=body["family"],
        grid=HyperParameters(**{k: np.array(v, dtype=float) for k, v in body["grid"].items()}),
        weights={int(k): np.array(v, dtype=float) for k, v in body["weights"].items()},
        anchor=AnchorModel(**body["anchor"]),
        reference_growth={int(k): v for k, v in body["reference_growth"].items()},
        reference_excess={int(k): v for k, v in body["reference_excess"].items()},
        long_run_mean=body["long_run_mean"],
        spread={int(k): v for k, v in body["spread"].items()},
        anchored=body["anchored"],
        trained_on=body["trained_on"],
        prior_id=body["prior_id"],
    )


def _content(prior: Prior) -> dict:
    return {
        "format_version": FORMAT_VERSION,
        "family": prior.family,
        "trained_on": prior.trained_on,
        "anchor": {k: _short(v) for k, v in asdict(prior.anchor).items()},
        "anchored": prior.anchored,
        "long_run_mean": _short(prior.long_run_mean),
        "grid": {k: [_short(v) for v in value] for k, value in vars(prior.grid).items()},
        "weights": {
            str(k): [_short(v) for v in value] for k, value in sorted(prior.weights.items())
        },
        "reference_growth": {
            str(k): _short(v, 4) for k, v in sorted(prior.reference_growth.items())
        },
        "reference_excess": {
            str(k): _short(v, 3) for k, v in sorted(prior.reference_excess.items())
        },
        "spread": {
            str(k): [[_short(v, 4) for v in row] for row in rows]
            for k, rows in sorted(prior.spread.items())
        },
    }


def _short(value: float, digits: int = 6) -> float:
    return float(f"{value:.{digits}g}")
