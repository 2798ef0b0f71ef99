"""What a genre changes: briefs, reviews of a year, what a past year is expected to be, scans."""

from __future__ import annotations

from collections.abc import Callable

Claims = Callable[..., list]

BRIEF = (
    "上半年全市经济形势\n"
    "上半年，全市生产总值完成812.4亿元，同比增长5.1%。规模以上工业增加值同比增长6.3%。"
    "固定资产投资同比增长4.8%。\n"
    "青梧经济开发区完成税收3.2亿元。一般公共预算收入41.7亿元。限上商贸企业212户。\n"
)


def test_counts_of_a_brief_are_those_of_its_period_not_of_its_publication(read: Claims) -> None:
    firms = next(c for c in read(BRIEF, "2023-07-21") if c.value_text == "212")
    assert firms.period in ("2023-06", "2023-01/2023-06")


def test_a_zone_of_a_brief_does_not_keep_the_next_sentence(read: Claims) -> None:
    revenue = next(c for c in read(BRIEF, "2023-07-21") if c.value_text == "41.7")
    assert revenue.area.name == "焦作市"


def statuses(claims: list) -> dict[str, str]:
    return {c.value_text: c.status for c in claims}


def test_what_is_expected_before_a_list_holds_for_the_list(read: Claims) -> None:
    text = (
        "政府工作报告\n预计完成地区生产总值310亿元，增长6%；规模以上工业增加值增长7.1%；"
        "一般公共预算收入完成20.5亿元，增长4.4%。"
    )
    assert statuses(read(text, "2024-01-10")) == {
        "310": "preliminary",
        "6": "preliminary",
        "7.1": "preliminary",
        "20.5": "actual",
        "4.4": "actual",
    }


def test_what_is_expected_of_one_indicator_holds_for_it_alone(read: Claims) -> None:
    text = (
        "政府工作报告\n2023年，地区生产总值预计达到310亿元，财政收入28.6亿元，增长5.2%；"
        "固定资产投资增长8.3%。"
    )
    assert statuses(read(text, "2024-01-10")) == {
        "310": "preliminary",
        "28.6": "actual",
        "5.2": "actual",
        "8.3": "actual",
    }


def test_scanned_numbers_go_on_over_short_lines_and_page_numbers(read: Claims) -> None:
    text = (
        "云岭县２０１２年国民经济和社会发展统计公报\n"
        "  全县实现生产总值８６.４亿元，比上年增长９.１％，其中：\n"
        "第二产业增加值41.\n07亿元，增长１０．３％；第三产业增加值２８．６亿元，增\n"
        "长8.5%。财政总收入9. 1\n7亿元，增长12.4%。\n"
        "   · 2 ·\n"
    )
    found = {(c.value_text, c.unit): c.indicator_id for c in read(text, "2013-03", "焦作市")}
    assert found["41.07", "亿元"] == "secondary_value_added"
    assert found["9.17", "亿元"] == "total_fiscal_revenue"
    assert ("2", "") not in found
