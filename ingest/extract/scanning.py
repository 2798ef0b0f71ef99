"""Rare patterns over a whole text, found by a word that each of their matches holds.

A pattern that begins with a look around (a mark before it, a whole form ahead) is tried at every character.
One that begins with a few characters or words is looked for ten times as fast: the machine skips to the
next of them. So the words first, then the whole pattern around each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator


def holding(
    text: str, core: re.Pattern[str], whole: re.Pattern[str], *, before: int
) -> Iterator[re.Match[str]]:
    """The matches of `whole`, as `whole.finditer(text)` gives them. Each must hold a match of `core` that
    begins no more than `before` characters after it."""
    done = 0
    for hit in core.finditer(text):
        for at in range(max(done, hit.start() - before), hit.start() + 1):
            found = whole.match(text, at)
            if found is not None:
                done = found.end()
                yield found
                break
