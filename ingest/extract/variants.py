"""Spellings of one name: 限上 for 限额以上, 零售总额 for 零售额, 总产值 for 产值. A name that is in no seed file
may be there in another spelling; the file need not list them all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

# What a name may be printed with and what it is compared as, in this order. Only what never tells two
# indicators apart: 总收入 is not 收入, and 单位 may be the firms themselves.
_SPELLINGS = tuple(
    (re.compile(printed), compared)
    for printed, compared in (
        ("规模以上|规模(?=工业)", "规上"),
        # only firms above the scale are asked for these trades: 规模以上装备制造业增加值
        (
            "规上(?=高技术|高新技术|战略性新兴|装备制造|先进制造|制造业|采矿业|轻工业|重工业|高耗能|六大高耗能"
            "|国有控股|股份制|私营|外商|主导产业|传统产业)",
            "",
        ),
        ("限额以上", "限上"),
        ("限上(?:法人)?(?:单位|企业)?(?=社会|消费|商品|零售)", "限上"),
        ("规上(?:工业企业|企业工业)(?:工业(?=总?产值|增加值))?(?=.)", "规上工业"),
        ("社会消费品零售", "消费品零售"),
        ("总额(?!度)", "额"),
        ("现价", ""),
        ("固投(?!资)", "固定资产投资"),
        ("总产值", "产值"),
        ("[和与及、](?!服务业)|贸易(?=业)", ""),
        ("旅游者", "游客"),
        ("作物(?=种植|播种|面积|产量)", ""),
        ("播种面积", "种植面积"),
        ("种植(?=产量|总产)", ""),
        ("总产量?$", "产量"),
        ("常[住驻]居民", "居民"),
    )
)


@lru_cache(maxsize=20_000)
def compared(name: str) -> str:
    """The form in which spellings of one name are equal."""
    for printed, form in _SPELLINGS:
        name = printed.sub(form, name)
    return name


def by_spelling(aliases: Mapping[str, str]) -> dict[str, str]:
    """Compared form → indicator, but for forms that two indicators share."""
    found: dict[str, str] = {}
    for name, indicator in aliases.items():
        form = compared(name)
        found[form] = indicator if found.get(form, indicator) == indicator else ""
    return {form: indicator for form, indicator in found.items() if indicator}
