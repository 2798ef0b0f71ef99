"""Words of time → the ledger's notation."""

from __future__ import annotations

import pytest

from ingest.extract.periods import notation, parse

# expression, flow, stock; published in 2024, speaking of 2023
CASES = [
    ("2024年8月", "2024-08", "2024-08"),
    ("截至2024年8月", "2024-01/2024-08", "2024-08"),
    ("今年前8个月", "2024-01/2024-08", "2024-08"),
    ("1-8月份", "2023-01/2023-08", "2023-08"),
    ("前三季度", "2023-01/2023-09", "2023-09"),
    ("上半年", "2023-01/2023-06", "2023-06"),
    ("一、二季度", "2023-01/2023-06", "2023-06"),
    ("2022年下半年", "2022-07/2022-12", "2022-12"),
    ("去年", "2023", "2023"),
    ("上年", "2022", "2022"),
    ("二〇〇三年", "2003", "2003"),
    ("2019年至今", "2019/..", "2019/.."),
    ("“十三五”期间", "2016/2020", "2016/2020"),
    ("2016-2020年", "2016/2020", "2016/2020"),
    ("五年来", "2019/2023", "2019/2023"),
    ("2020年9月1日", "2020-09-01", "2020-09-01"),
    ("到2025年", "2025", "2025"),
    ("三年前", "2021", "2021"),
]


@pytest.mark.parametrize(("expression", "flow", "stock"), CASES)
def test_notation(expression: str, flow: str, stock: str) -> None:
    when = parse(expression)
    assert when is not None
    assert notation(when, now=2024, reference=2023, stock=False) == flow
    assert notation(when, now=2024, reference=2023, stock=True) == stock


@pytest.mark.parametrize("expression", ["1234年", "3号", "第三产业"])
def test_no_time(expression: str) -> None:
    assert parse(expression) is None
