"""Text of sources on a terminal: none of it may move the cursor, change colours or set a title."""

from __future__ import annotations

# C0 without tab and line feed, DEL, and C1, which holds the one-byte form of ESC [.
_CONTROLS = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)], "�")


def tame(text: str) -> str:
    """`text` with its control characters replaced; line feeds and tabs stay."""
    return text.translate(_CONTROLS)
