"""Towns, villages and communities of a text, by the last character of their names."""

from __future__ import annotations

import re
from collections import Counter

from ingest.extract.dictionary import Area
from ingest.extract.lexer import before, of_kind
from ingest.extract.words import AREA, TIME

_WORD_BEFORE = {
    "镇": "来城乡小集古重强名全该本我各村街大老个座此这那两几万千百超市区县园州制范心色星化工型",
    "乡": "城家故老全该本我各村返下水山同异他梦侨之此这镇归还思怀用",
    "村": "农乡全该本我各城行每个新老贫困范驻两此这三同邻外入进出回下返兴心民体假庄渔山本中美丽然小古个包扶强大富带联到全特一庸示旅用",
    "区": "个小各全该本我型城市老示新两三这示农慧型能",
}
_TOWN_BOUNDARY = re.compile(
    r"[^\u4e00-\u9fff]$|[在是和与及到从对由以为将把的等据让使像位于入往了驻走进向、]$"
)
_AFTER_NO = {
    "镇": "江静定痛压守化宅纸区",
    "乡": "愁亲村镇土情音友间下里贤",
    "村": "委民落庄干居级组镇里支",
    "区": "居书党服工网",
}
_TOWN_WORD = re.compile(
    r"^[原辖]|^[东西南北]{1,2}[与邻接临靠连至]|随着|围绕|带领|帮助|支持|周边|部分|转制|专业|百强|千强|产业|农村|安置|智慧|丨|其中|组织|举办|开展|建设|推动|厂镇|镇村|电商|淘宝|旅游|乡镇|城镇|村镇|特色|经济|工业|农业|文明|试点|我们|他们|全国|全省|一个|所有|某|以|之|美丽|示范|集体|社会|老旧|居民|平安|和谐|国际|网红|[年月日]|未来人才|境内|[有设辖][镇乡村社]"
)


# What a town's government does at the beginning of its news: 石城镇|紧紧围绕年度目标.
_SETS_OUT = re.compile("紧紧|紧扣|紧盯|紧抓|坚持|聚焦|立足|始终|抢抓|牢牢|深入|积极|扎实|党委")


# 石城镇位于…, 河湾村,隶属于…: a text that introduces a place
_INTRODUCED = re.compile(
    r"(?:^|[。\]:])([\u4e00-\u9fff]{2,20}?(?:街道(?:办事处)?|[镇乡村]|社区))(?:\([^()]{1,20}\))?,?"
    r"(?:位于|地处|坐落|座落|隶属|处于|[古旧原又]称|[旧原又古]名|(?:全[镇乡村]|辖区|镇域|总|行政区域|区域)?面积\d|现?辖|下辖|东[与邻接临靠]|距|是[^,。]{0,40}(?:镇|乡|村|街道|社区|乡镇|之一),)",
    re.M,
)
_INTRODUCED_WITHIN = 600  # characters from the beginning
_SCANNED = 20_000
_NOT_INTRODUCED = re.compile("^(?:[全该我本各此这那小古]|.{0,2}(?:美丽|特色))|全国|全省|全市")
_OUTER = re.compile("(?:镇|乡|街道)(?=[\u4e00-\u9fff]{2,6}(?:[镇乡村]|社区|街道))")


# 镇, 乡, 村, 社区 after another character
_FORM = re.compile("[镇乡村社](?:(?<=[\u4e00-\u9fff][镇乡村])|(?<=[\u4e00-\u9fff]社)区)")
_STEM = re.compile("(?P<stem>[\u4e00-\u9fff]{2,4})(?:街道|镇|乡)")
_SPOKEN_OF = re.compile(
    "(?:^|[\n,。;:年月度])([\u4e00-\u9fff]{2,4}?)(?=(?:共|全年|今年|上半年|一季度|前三季度)?"
    "(?:实现|完成|财政|税收|规模以上|规上|工业|经济|GDP|地区生产总值))"
)


def stem_of(name: str) -> str:
    """河湾 of 河湾街道."""
    found = _STEM.fullmatch(name)
    return found["stem"] if found else ""


def stems_spoken_of(text: str) -> set[str]:
    """What a text says of as of a place, without the word for one: 2021年|河湾|实现…"""
    return set(_SPOKEN_OF.findall(text))


_FULL_NAME = "省市区县旗州盟镇乡"


def opening(text: str, toks: list) -> str:
    """The one town, street or village that a text introduces at its beginning, without the areas that
    it lies in: 河湾县石城镇|柳树村|位于…; "" where it introduces none or several."""
    found = {m.group(1): m for m in _INTRODUCED.finditer(text[:_SCANNED])}
    names: dict[str, int] = {}
    for m in found.values():
        begin, end = m.span(1)
        for a, b, kind, payload in toks[before(toks, begin) : before(toks, end)]:
            if (
                kind == AREA
                and begin <= a
                and b <= end - 2
                and not (isinstance(payload, Area) and payload.reference)
                and not (text.startswith(("街道", "社区"), b + 1) and text[b - 1] not in _FULL_NAME)
            ):
                begin = b  # but 大连|湾街道
        begin = max([begin, *(outer.end() for outer in _OUTER.finditer(text, begin, end))])
        times = text.count(text[begin:end], 0, _SCANNED)
        begin = next(
            (
                at
                for at in range(begin, end - 2 - text.endswith(("街道", "社区"), begin, end))
                if text.count(text[at:end], 0, _SCANNED) > times
            ),
            begin,
        )  # 一角|石城街道地处…: a line of a caption before it
        name = text[begin:end]
        if 3 <= len(name) <= 8 and not _NOT_INTRODUCED.search(name):
            names.setdefault(name.removesuffix("办事处"), begin)
    if len(names) != 1:
        return ""
    name, begin = names.popitem()
    return name if begin <= _INTRODUCED_WITHIN else ""


# 桃源街按照…, 柳河街党工委: a street without 道, in a text that speaks of 全街
_OF_STREET = ("全街", "我街", "街域", "该街", "街党工委", "街工委")
_STREET = re.compile(
    "(?:^|[\n,。;:年月日区从据])(?P<name>[\u4e00-\u9fff]{2,3}街)(?=[,:。“]|办事处|党工委|工委|按照|坚持|积极|全力|实现|完成|紧紧?围绕|聚焦|立足|位于|地处|辖|深入|不断|获悉|共)"
)


def streets(text: str) -> set[str]:
    """Streets that are divisions and are called 街 alone."""
    head = text[:_SCANNED]
    if not any(word in head for word in _OF_STREET):
        return set()
    return {m["name"] for m in _STREET.finditer(head) if m["name"][0] not in "全我本该各"}


def _walled(text: str, b: int) -> bool:
    """石城镇 or 柳村镇, twice or more, and set apart; not 小城镇, 中心城镇, 乡村镇."""
    name = text[b - 3 : b]
    return (
        name[:1] not in "小大各老全县市区在的型心与和、,乡农"
        and (b <= 3 or _TOWN_BOUNDARY.match(text[b - 4 : b - 3]) is not None)
        and (text.count(name, 0, 20_000) >= 2 or _SETS_OUT.match(text, b) is not None)
    )


def _townships(text: str, ends: set[int]) -> set[str]:
    """石城乡 behind the name of its county and once more; 城乡 is a word."""
    found = {text[end : end + 3] for end in ends if text.startswith("城乡", end + 1)}
    return {name for name in found if text.count(name, 0, _SCANNED) >= 2}


def towns(text: str, toks: list) -> Counter[str]:
    """Towns and villages: 季市镇 after a mark, an area or 在; then wherever it stands."""
    ends = {toks[i][1] for i in of_kind(toks, TIME)}
    for i in of_kind(toks, AREA):
        _, end, _, payload = toks[i]
        if not (isinstance(payload, Area) and payload.reference):
            ends.add(end)
    townships = _townships(text, ends)
    votes: Counter[str] = Counter()
    for m in _FORM.finditer(text):
        b = m.end()
        last = text[b - 1]
        if text[b : b + 1] in _AFTER_NO.get(last, ""):
            continue
        form = 2 if last == "区" else 1
        named_so = last == "镇" and text[b - 2] in "市区县园州集" and text[b - 3 : b - 2].strip()
        walled = (last == "镇" and text[b - 2] in "城村" and _walled(text, b)) or text[
            b - 3 : b
        ] in townships
        if text[b - form - 1] in _WORD_BEFORE[last] and not named_so and not walled:
            continue  # but 季市镇, 石城镇
        for size in (2, 3, 1) if form == 1 else (2, 3):
            begin = b - form - size
            if (
                begin < 0
                or text[begin] == "的"
                or not all("\u4e00" <= c <= "\u9fff" for c in text[begin:b])
            ):
                continue
            if (
                begin == 0
                or begin in ends
                or _TOWN_BOUNDARY.match(text[begin - 1])
                or text[begin - 2 : begin] == "其中"
            ):
                if size == 1 and begin not in ends:
                    continue
                name = text[begin:b]
                if walled or not _TOWN_WORD.search(name):
                    votes[name] += 1
                break
    for name in [n for n in votes if votes[n] <= votes.get(n[1:], 0)]:
        del votes[name]  # 而|绵江镇
    return votes
