"""The declared form of the ledger: its columns, which of them a row must fill, and their names."""

from __future__ import annotations

LEDGER_COLUMNS = (
    "source_id",
    "locator",
    "area",
    "indicator",
    "measure",
    "value_text",
    "unit",
    "qualifier",
    "period",
    "status",
    "ref_area",
    "ref_indicator",
    "base_period",
    "basis",
    "note",
)

#: Columns that a file must have and that each row must fill.
REQUIRED_COLUMNS = (
    "source_id",
    "locator",
    "area",
    "indicator",
    "measure",
    "value_text",
    "unit",
    "status",
)

#: What makes two rows the same claim: everything but the remark.
IDENTIFYING_COLUMNS = tuple(name for name in LEDGER_COLUMNS if name != "note")

#: SQL of a claim's cells in one text, kept apart by unit separators; NULL is as empty.
CLAIM_TEXT = f"concat({', chr(31), '.join(IDENTIFYING_COLUMNS)})"
#: SQL of a claim's id: the first 16 hex digits of the hash of that text. It follows from the row,
#: costs more than reading it, and does not pack: loads do not store it, and the build makes it once
#: (`state.State.relation`).
CLAIM_ID = f"left(sha256({CLAIM_TEXT}), 16)"
#: SQL of a number that is the same for the same claim, and for others hardly ever, at a tenth of
#: the cost. It holds within one process only, and tells which texts are worth comparing.
CLAIM_KEY = f"hash({', '.join(IDENTIFYING_COLUMNS)})"

CHINESE_NAMES = {
    "来源": "source_id",
    "位置": "locator",
    "地区": "area",
    "指标": "indicator",
    "口径": "measure",
    "数值": "value_text",
    "单位": "unit",
    "修饰语": "qualifier",
    "时期": "period",
    "状态": "status",
    "对比地区": "ref_area",
    "对比指标": "ref_indicator",
    "基期": "base_period",
    "价格口径": "basis",
    "备注": "note",
}

#: The seeds that say what a name or a unit means; with the rules they decide whether a row is good.
REFERENCE_COLUMNS = {
    "areas": ("area_id", "name_zh", "parent_area_id"),
    "area_aliases": ("alias", "area_id", "scope"),
    "indicators": ("indicator_id", "name_zh", "family", "dimension", "unit", "kind"),
    "indicator_aliases": ("alias", "indicator_id", "scope"),
    "units": ("unit", "dimension", "numerator", "denominator"),
    "sources": ("id", "publisher", "kind", "published_on", "authority", "area_id"),
}

#: Tables in schema `raw`, as the state gives them to a working file.
RAW_TABLES = {
    "observation": {
        "observation_id": "VARCHAR",
        **dict.fromkeys(LEDGER_COLUMNS, "VARCHAR"),
        "load_id": "VARCHAR",
        "loaded_at": "TIMESTAMP",
        "file": "VARCHAR",
        "row_number": "BIGINT",
    },
    "rejected": {
        "load_id": "VARCHAR",
        "file": "VARCHAR",
        "row_number": "BIGINT",
        "reason": "VARCHAR",
        "offending": "VARCHAR",
        "column_name": "VARCHAR",
        "raw_row": "VARCHAR",
        "rejected_at": "TIMESTAMP",
        "is_current": "BOOLEAN",
    },
    "load": {
        "load_id": "VARCHAR",
        "file": "VARCHAR",
        "sha256": "VARCHAR",
        "loaded_at": "TIMESTAMP",
        "rows_in": "BIGINT",
        "rows_loaded": "BIGINT",
        "rows_known": "BIGINT",
        "rows_rejected": "BIGINT",
        "is_ledger": "BOOLEAN",
    },
    "presence": {
        "observation_id": "VARCHAR",
        "file": "VARCHAR",
        "is_present": "BOOLEAN",
    },
}


def column_named(heading: str) -> str | None:
    """The ledger column that a heading names, in English or Chinese; None if it names none."""
    name = heading.strip().lower()
    return name if name in LEDGER_COLUMNS else CHINESE_NAMES.get(heading.strip())
