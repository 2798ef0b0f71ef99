"""What if: the forecast given a growth or a level that somebody assumes."""

from __future__ import annotations

import re

from forecasts.series import Assumption

_FORM = re.compile(
    r"^\s*(?P<area>\S+)\s+(?P<indicator>\S+)\s+(?P<year>\d{4})\s+"
    r"(?P<measure>growth|level)\s*=\s*(?P<value>[-+]?\d+(?:\.\d+)?(?:[eE]\d+)?)\s*%?\s*$"
)


def parse_assumption(text: str) -> Assumption:
    """Read `AREA INDICATOR YEAR growth=PERCENT` or `AREA INDICATOR YEAR level=BASE_UNITS`.

    Names are returned as written; the caller resolves them to ids. Raises ValueError with the form
    that is understood.
    """
    found = _FORM.match(text)
    if found is None:
        raise ValueError(
            f"{text!r} is not understood; write for instance '解放区 gdp 2025 growth=6' "
            "(percent) or '解放区 gdp 2025 level=2e10' (base units)"
        )
    return Assumption(
        found["area"],
        found["indicator"],
        int(found["year"]),
        found["measure"],
        float(found["value"]),
    )
