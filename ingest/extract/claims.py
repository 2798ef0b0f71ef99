"""What one figure of a text is taken to say."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.extract.dictionary import Area

# The three of a structure 12.1:33.6:54.3, in its order.
SECTORS = ("primary_value_added", "secondary_value_added", "tertiary_value_added")


@dataclass(slots=True)
class Claim:
    """One proposed claim; positions are those of the compact text."""

    start: int
    end: int
    value_text: str
    unit: str
    qualifier: str
    measure: str
    indicator_id: str
    indicator_text: str
    area: Area | None
    area_text: str
    period: str
    status: str
    ref_area: str = ""
    ref_indicator: str = ""
    base_period: str = ""
    basis: str = ""
    confidence: float = 1.0
    reasons: list[str] = field(default_factory=list)
    first: int = 0  # the place in the text as it was read
    last: int = 0


@dataclass(slots=True)
class Unclaimed:
    """A figure that is no claim, and why."""

    start: int
    end: int
    reason: str
    first: int = 0
    last: int = 0


@dataclass(slots=True)
class Subject:
    """An indicator as the text names it."""

    indicator_id: str
    text: str
    quality: float = 1.0
    dimension: str = ""
    kind: str = ""
    start: int = 0


@dataclass(slots=True)
class Setting:
    """What a document says about itself."""

    genre: str  # communique, work_report, budget, feature
    now: int | None  # the year of publication
    now_month: int
    reference: int | None  # the year that it reports on
    home: Area | None
    published_day: str = ""  # where the day of publication is known


def genre_of(text: str) -> str:
    """The kind of document, from its title and its turns of phrase."""
    head = text[:400]
    if "统计公报" in head or "普查公报" in head or "经济运行情况" in head[:80]:
        return "communique"
    if "计划执行情况" in head or "发展计划" in head[:60]:
        return "work_report"
    if "预算执行" in head or "预算草案" in head or "决算" in head[:120]:
        return "budget"
    if "政府工作报告" in head or "各位代表" in text[:3000] or "工作报告" in head:
        return "work_report"
    if "公报" in head[:60]:
        return "communique"
    return "feature"
