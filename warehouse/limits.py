"""How much one run may change before a person has looked at it."""

from __future__ import annotations

from warehouse.diff import Difference
from warehouse.settings import Settings


def _too_many(count: int, of: int, share: float, always_allowed: int) -> bool:
    return count > always_allowed and count > share * of


def exceeded(found: Difference, settings: Settings) -> list[str]:
    """The limits that `found` exceeds, as sentences with the figures; empty if none.

    `found` must have been made with the percentages of `settings`.
    """
    problems = []
    if found.claims_lost > settings.max_claims_lost:
        problems.append(
            f"{found.claims_lost} claims of the last version are gone, at most "
            f"{settings.max_claims_lost} may be (max_claims_lost); data/raw was changed, removed "
            "or restored (a claim that is no longer printed is retired, never deleted)"
        )
    always = settings.changes_always_allowed
    values, forecasts = found.value_tally, found.forecast_tally
    for name, count, of, share, what in (
        (
            "max_values_gone_share",
            values.gone,
            values.before,
            settings.max_values_gone_share,
            "accepted values are gone",
        ),
        (
            "max_values_changed_share",
            values.moved,
            values.before,
            settings.max_values_changed_share,
            f"accepted values changed by more than {settings.value_change_pct:g} %",
        ),
        (
            "max_forecasts_changed_share",
            forecasts.moved + forecasts.gone,
            forecasts.before,
            settings.max_forecasts_changed_share,
            f"forecasts are gone or moved by more than {settings.forecast_change_pct:g} %",
        ),
    ):
        if _too_many(count, of, share, always):
            problems.append(f"{count} of {of} {what}, at most {share:.1%} may ({name})")
    return problems
