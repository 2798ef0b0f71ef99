"""Text in CSV that spreadsheets open: nothing of a source becomes a formula, and nothing is lost.

Excel, LibreOffice and Google Sheets run a cell that begins with one of a few characters. Such text
gets an apostrophe in front, and so does text that has one there already: taking one away again
gives back what was.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

# The full-width forms are run where the system's language is Chinese or Japanese.
_RUNS = "[=+\\-@\t\r\n＝＋－＠]"
_AT_RISK = rf"\A'*{_RUNS}"
_GUARDED = rf"\A'+{_RUNS}"
#: A guarded text for libraries that replace by patterns: what `plain` gives is the first group.
GUARDED = rf"\A'('*{_RUNS})"
# `-3.5` and `+1,234%` are figures; as such they are harmless, and should stay figures.
_NUMBER = r"\A[+-]?[0-9][0-9,]*(\.[0-9]+)?%?"
# The ends of a text have one name in Python and another in polars.
_NUMBER_POLARS = _NUMBER + r"\z"
_at_risk, _guarded, _number = map(re.compile, (_AT_RISK, _GUARDED, _NUMBER))


def neutral(text: str) -> str:
    """`text` as it may stand in a CSV file: what would run as a formula gets an apostrophe."""
    return "'" + text if _at_risk.match(text) and not _number.fullmatch(text) else text


def plain(text: str) -> str:
    """What `neutral` was given."""
    return text[1:] if text.startswith("'") and _guarded.match(text) else text


def neutral_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with each text, and each column's name, as `neutral` gives it."""
    import polars as pl

    def guarded(name: str) -> pl.Expr:
        text = pl.col(name)
        runs = text.str.contains(_AT_RISK) & ~text.str.contains(_NUMBER_POLARS)
        return pl.when(runs).then(pl.lit("'") + text).otherwise(text).alias(name)

    return frame.with_columns(map(guarded, _texts(frame))).rename(neutral)


def plain_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """What `neutral_frame` was given."""
    import polars as pl

    def bare(name: str) -> pl.Expr:
        text = pl.col(name)
        guarded = text.str.contains(_GUARDED)
        return pl.when(guarded).then(text.str.slice(1)).otherwise(text).alias(name)

    return frame.with_columns(map(bare, _texts(frame))).rename(plain)


def _texts(frame: pl.DataFrame) -> list[str]:
    from polars import selectors

    return frame.select(selectors.string()).columns
