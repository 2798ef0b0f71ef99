"""The many spellings of one line of a budget: 加上上解省市级财政支出, 县税务局, 累计滚存结余."""

from __future__ import annotations

import re

_ADDED = re.compile("^(?:再?加上?|连同|另有)")
_ABOVE = "(?:中央|自治区|省级?|市级?|省市级?|中省|上级)"
_FORMS = (
    (re.compile(f"(?:体制|专项|各项)*上解{_ABOVE}*(?:财政)?的?支出"), "上解上级支出"),
    (re.compile(f"(?:{_ABOVE}[和及、]?)+(?:财政)?(?:各项|各类|专项)?补助(?:收入|资金)?"), "上级补助收入"),
    (re.compile("(?:累计|年终|年末|当年|全部)*(?:滚存)?结余"), "年终结余"),
)  # fmt: skip
_COLLECTS = re.compile(
    "[县市区州旗省]?(?P<who>税务|国税|地税|财政)(?:等|及其他|和其他)?(?:部门|局|系统|局等部门)(?:征收|组织|完成)?(?:收入)?"
)
_OF_OFFICE = {
    "税务": "税务部门征收收入",
    "国税": "国税部门收入",
    "地税": "地税部门收入",
    "财政": "财政部门组织收入",
}
_MAIN = re.compile("类支出$|税务|国税|地税|财政|上解|补助|结余|^再?加上?")


def plain_name(name: str) -> str:
    """The name by which the dictionary knows a line of a budget, or the name without 加上; empty where it is
    neither."""
    if _MAIN.search(name) is None:
        return ""
    office = _COLLECTS.fullmatch(name)
    if office is not None:
        return _OF_OFFICE[office["who"]]
    if name.endswith("类支出"):
        return name.removesuffix("类支出") + "支出"  # 教育类支出
    bare = _ADDED.sub("", name)
    for form, plain in _FORMS:
        if form.fullmatch(bare):
            return plain
    return bare if bare != name else ""
