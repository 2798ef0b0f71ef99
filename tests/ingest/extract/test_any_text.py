"""Whatever a text holds, it is read to its end: no line of it may end the reading."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest.extract.claims import Claim

_PIECES = st.sampled_from(
    [
        "2021年，全县完成地区生产总值152.3亿元，比上年增长7.1%；",
        "其中：第一产业增加值20.1亿元，第二、三产业分别增长",
        "一、工业和建筑业\n",
        "指标\t2020年\t增长(%)\n",
        "税收收入 12,345 -3.5\n",
        "| 合计 | 8 | 9.5% |\n|---|---:|\n",
        "（一）青云街道：落户企业1500余家，税收超2亿元",
        "占一般公共预算收入的三分之一，居全市第2位、第一位和首位",
        "由2016年的35.6亿元增长到2020年的翻一番",
        "“十三五”时期年均增长",
        "力争完成年度目标的百分之六十",
        "11.9:33.3:54.8",
        "（截至8月末）",
    ]
)
_MARKS = st.text(
    alphabet="-—|\t \n、，。；：:（）()“”%％０1２345.,万亿元年月日第分别其中同比占增至翻倍十百",
    max_size=6,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(_PIECES, _MARKS), max_size=12))
@example(["-\n"])
@example(["—"])
def test_any_text_is_read_to_its_end(read: Callable[..., list[Claim]], pieces: list[str]) -> None:
    text = "".join(pieces)
    for claim in read(text):
        assert 0 <= claim.first < claim.last <= len(text)
