"""A cell of a table that was flattened to text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Cell:
    """Its place in the compact text, and what it says."""

    start: int
    end: int
    text: str
