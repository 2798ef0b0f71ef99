"""Figures as people read them: 亿元, 万人, percent."""

from __future__ import annotations

_YI = 1e8
_WAN = 1e4

# Base units of money and people, which are shown in multiples, and what each multiple is called.
_SCALED = {"CNY": "元", "USD": "美元", "persons": "人", "person-times": "人次"}
_MONEY = frozenset({"CNY", "USD"})
_PLAIN = {
    "percent": "%",
    "percentage points": "个百分点",
    "multiple": "倍",
    "count": "",
    "rank": "",
}


def _number(value: float, digits: int) -> str:
    text = f"{value:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _significant(value: float, figures: int = 4) -> str:
    """At least `figures` significant figures where there are decimals; at most 4 decimals."""
    size = abs(value)
    if size >= 10 ** (figures - 1) or value == int(value):
        return _number(value, 0)
    digits = figures - 1
    while size >= 10 and digits > 0:
        size /= 10
        digits -= 1
    while 0 < size < 1 and digits < 4:
        size *= 10
        digits += 1
    return _number(value, digits)


def scale_of(value: float, unit: str) -> tuple[float, str]:
    """The divisor and the name of the unit in which `value` is best read."""
    word = _SCALED.get(unit)
    if word is None:
        return 1.0, _PLAIN.get(unit, unit)
    size = abs(value)
    # Amounts of one table should share a unit as far as they can: 亿元 down to a tenth.
    if unit in _MONEY and size >= 0.1 * _YI:
        return _YI, "亿" + word
    # An income or a product per head is read in 元.
    if size >= (100 * _WAN if unit in _MONEY else _WAN):
        return _WAN, "万" + word
    return 1.0, word


def amount(value: float | None, unit: str | None, figures: int = 4) -> str:
    """`13570000000, CNY` as `135.7 亿元`; empty for no value. `figures` are significant figures."""
    if value is None:
        return ""
    divisor, word = scale_of(value, unit or "")
    space = "" if word in ("", "%") else " "
    return f"{_significant(value / divisor, figures)}{space}{word}"


def interval(low: float | None, high: float | None, unit: str | None) -> str:
    """`[low, high)` in the unit of its larger end; `≥` and `<` where one end is open."""
    if low is None and high is None:
        return ""
    if low is not None and low == high:
        return amount(low, unit)
    size = max(abs(end) for end in (low, high) if end is not None)
    divisor, word = scale_of(size, unit or "")
    space = "" if word in ("", "%") else " "
    if high is None:
        return f"≥ {_significant((low or 0) / divisor, 5)}{space}{word}"
    if low is None:
        return f"< {_significant(high / divisor, 5)}{space}{word}"
    return f"{_significant(low / divisor, 5)}–{_significant(high / divisor, 5)}{space}{word}"


def estimate(middle: float, low: float, high: float, unit: str | None) -> str:
    """A median with its band in one unit: `141.2 (128.1–155.0) 亿元`."""
    divisor, word = scale_of(middle, unit or "")
    space = "" if word in ("", "%") else " "
    parts = (_significant(value / divisor) for value in (middle, low, high))
    return "{} ({}–{})".format(*parts) + space + word
