"""Short forms of a text's own names: which longer name they stand for."""

from __future__ import annotations

from ingest.extract.dictionary import Area

UNQUOTED = {ord(c): None for c in '“”"'}

_SHORTER = 8  # characters that a short form may leave out
_ALIKE = 50  # names that one page may have alike; keeps a hostile text linear


def complete(names: dict[str, Area]) -> None:
    """A short form is the one longer name that holds its characters in order: 腾云产业园, 安巢经开区."""
    by_end: dict[str, list[str]] = {}  # names by the longest endings that shorten them
    by_ends: dict[tuple[str, str], list[str]] = {}  # and by their first and last character
    for full in names:
        by_ends.setdefault((full[0], full[-1]), []).append(full)
        if full.endswith("园区"):
            by_ends.setdefault((full[0], "园"), []).append(full)
        for cut in range(1, min(_SHORTER, len(full) - 1) + 1):
            by_end.setdefault(full[cut:], []).append(full)
    for name, area in list(names.items()):
        if area.name != name.translate(UNQUOTED) or area.area_id:
            continue
        longer = [*by_end.get(name, ()), *by_ends[(name[0], name[-1])][:_ALIKE]]
        distinct = {
            names[full].name: names[full]
            for full in longer
            if len(full) > len(name)
            and names[full].level == area.level
            and _shortens(name, names[full].name)
        }
        if len(distinct) == 1:
            names[name] = next(iter(distinct.values()))


def _shortens(short: str, full: str) -> bool:
    if full.endswith(short):
        return len(full) - len(short) <= _SHORTER
    if full.endswith("园区") and short.endswith("园"):
        full = full.removesuffix("区")  # 云湖工业园 for 云湖工业园区
    if (
        short[0] != full[0]
        or len(short) < 4
        or len(full) - len(short) > _SHORTER
        or short[-1] != full[-1]
    ):
        return False
    rest = iter(full)
    return all(c in rest for c in short)
