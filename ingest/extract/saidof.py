"""Places whose form tells nothing or is a common word: known by their brand, by the title of the page or by
what is said of parks alone (占地, 管委会, 入驻)."""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest.extract.dictionary import Area, divisions
from ingest.extract.scanning import holding

_SCANNED = 20_000  # as far as it is worth to look whether a name comes back
# “云上硅巷”占地300亩: a park known by its brand, which comes back.
_BRAND = re.compile(
    "“([\u4e00-\u9fffA-Za-z0-9·]{3,10})”(?=园区|占地|入驻|总?建筑面积|总投资|已?开园|已?入驻|已?投入运营|位于)"
)
_NO_BRAND = re.compile(
    "[一二三四五六七八九十]五|计划$|行动$|工程$|政策$|模式$|企业$|品牌$|大赛$|大会$"
)
# 记者从河湾临空经济区获悉, 河湾科创中心占地…: forms that are common words too, where the name comes back and
# something is said of it that is said of places
_SAYS = "占地|管委会|规划面积|总?建筑面积|入驻|看到|获悉|完成|实现|现有|位于|已"
_SAID = re.compile(f"[区心地间城](?:{_SAYS})")
_LONGEST = 14  # characters of such a name
_SAID_OF = re.compile(
    r"(?:^|(?<=[-,。;:\n“从])|(?<=走进)|(?<=来到))(?P<name>[\u4e00-\u9fff]{2,8}?"
    r"(?P<form>(?:临空|临港|综合)?经济区|实验区|集聚区|先导区|片区|港区|旅游区|农高区|科创中心|双创中心|创新中心|物流中心|"
    r"数据中心|产业基地|制造基地|石化基地|火炬基地|创客空间|食品城|电商城|科教城|职教城|产业城))"
    rf"(?={_SAYS})"
)
_NO_SUBJECT = (
    "全",
    "我",
    "各",
    "该",
    "本",
    "这",
    "一",
    "两",
    "三",
    "多",
    "每",
    "整",
    "其",
    "省",
    "市",
    "县",
    "国家",
    "新增",
    "重点",
    "主",
)
_BEFORE_NAME = re.compile("^.*(?:[从在是]|走进)")
# 智能传感谷占地…, 从云帆数港管委会获悉: a rare form, and what is said of parks alone
_RARE_SAYS = (
    "[谷港岛湾坊](?=占地|管委会|高质量发展|交出|规划面积|总?建筑面积|入驻企业|看到|完成|实现)"
)
_RARE_SAID = re.compile(_RARE_SAYS)
_RARE = re.compile(rf"(?:^|[-,。;:\n“市县区]|[从在是]|走进)([\u4e00-\u9fff]{{3,9}}{_RARE_SAYS})")
# 中原电气谷:…, 走进中原电气谷: a place whose form is rare, by its title and what is said of it.
_PAGE = re.compile(
    r"\A\s*([\u4e00-\u9fffA-Za-z0-9·]{4,14})[::,]|(?:走进|来到|探访)([\u4e00-\u9fffA-Za-z0-9·]{4,14}?)[,的]"
)
_PLACE_END = frozenset("谷港岛城湾坊区园地街洲苑")
_PLACE_SAYS = "成立于|占地|规划|位于|入驻|管委会|建成|始建|实现|完成"
_LEAD_TEXT = 400  # characters: title and first lines


def find(
    text: str,
    names: dict[str, Area],
    area_of: Callable[[str], Area],
    is_plain: Callable[[str], bool],
) -> str:
    """Adds such places to the names of a text; the one that the page is about, or ''. `is_plain` tells
    whether the words before a form name no place."""
    for m in holding(text, _RARE_SAID, _RARE, before=11):
        name = _BEFORE_NAME.sub("", m.group(1))
        if len(name) >= 4 and name not in names and text.count(name[-3:], 0, _SCANNED) >= 2:
            names[name] = names[name[-3:]] = area_of(name)
    for said in _SAID.finditer(text):
        m = _SAID_OF.search(text, max(0, said.start() - _LONGEST), said.end())
        if m is None:
            continue
        name = m["name"]
        if (
            name not in names
            and not name.startswith(_NO_SUBJECT)
            and not is_plain(name[: -len(m["form"])])
            and text.count(name, 0, _SCANNED) >= 2
        ):
            level = "functional_area" if m["form"][-1] == "区" else "park"
            names[name] = Area("", name, level)
    page = _page_name(text, names)
    if page:
        names[page[0]] = names[page[1]] = area_of(page[0])
    for m in _BRAND.finditer(text):
        name = m.group(1)
        if text.count(name, 0, _SCANNED) >= 2 and name not in names and not _NO_BRAND.search(name):
            names[name] = names[f"“{name}”"] = Area("", name, "park")
    return page[0] if page else ""


def _page_name(text: str, names: dict[str, Area]) -> tuple[str, str] | None:
    """The name and the short form of the place that a page is about, where its form tells nothing."""
    for m in _PAGE.finditer(text[:_LEAD_TEXT]):
        name = m.group(1) or m.group(2)
        if (
            name[-1] not in _PLACE_END
            or any(name.endswith(known) or known.endswith(name) for known in names)
            or name in divisions()
            or text.count(name, 0, _SCANNED) < 3
            or not re.search(re.escape(name) + f"(?:{_PLACE_SAYS})", text[:_SCANNED])
        ):
            continue
        times = text.count(name, 0, _SCANNED)
        for at in range(1, len(name) - 1):
            if text.count(name[at:], 0, _SCANNED) > times:
                return name, name[at:]
        return name, name
    return None
