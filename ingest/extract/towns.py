"""Towns, villages and communities of a text, by the last character of their names."""

from __future__ import annotations

import re
from collections import Counter

from ingest.extract.dictionary import Area
from ingest.extract.words import AREA

_WORD_BEFORE = {
    "镇": "来城乡小集古重强名全该本我各村街大老个座此这那两几万千百超市区县园州制范心色星化工型",
    "乡": "城家故老全该本我各村返下水山同异他梦侨之此这镇归还思怀",
    "村": "农乡全该本我各城行每个新老贫困范驻两此这三同邻外入进出回下返兴心民体假庄渔山本中美丽然小古个包扶强大富带联到全特一庸示旅",
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
    r"丨|其中|组织|举办|开展|建设|推动|厂镇|镇村|电商|淘宝|旅游|乡镇|城镇|村镇|特色|经济|工业|农业|文明|试点|我们|他们|全国|全省|一个|所有|某|以|之|美丽|示范|集体|社会|老旧|居民|平安|和谐|国际|网红|[年月日]|未来人才"
)


# What a town's government does at the beginning of its news: 石城镇|紧紧围绕年度目标.
_SETS_OUT = re.compile("紧紧|紧扣|紧盯|坚持|聚焦|立足|始终|抢抓|牢牢|深入|积极|扎实|党委")


def _walled(text: str, b: int) -> bool:
    """石城镇, twice or more, and set apart; not 小城镇, 中心城镇."""
    name = text[b - 3 : b]
    return (
        name[:1] not in "小大各老全县市区在的型心与和、,"
        and (b <= 3 or _TOWN_BOUNDARY.match(text[b - 4 : b - 3]) is not None)
        and (text.count(name, 0, 20_000) >= 2 or _SETS_OUT.match(text, b) is not None)
    )


def towns(text: str, toks: list) -> Counter[str]:
    """Towns and villages: 季市镇 after a mark, an area or 在; then wherever it stands."""
    ends = {t[1] for t in toks if t[2] == AREA and not (isinstance(t[3], Area) and t[3].reference)}
    votes: Counter[str] = Counter()
    for m in re.finditer(r"[\u4e00-\u9fff][镇乡村]|[\u4e00-\u9fff]社区", text):
        b = m.end()
        last = text[b - 1]
        if text[b : b + 1] in _AFTER_NO.get(last, ""):
            continue
        form = 2 if last == "区" else 1
        named_so = last == "镇" and text[b - 2] in "市区县园州集" and text[b - 3 : b - 2].strip()
        walled = last == "镇" and text[b - 2] == "城" and _walled(text, b)
        if text[b - form - 1] in _WORD_BEFORE[last] and not named_so and not walled:
            continue  # but 季市镇, 石城镇
        for size in (2, 3, 1) if form == 1 else (2, 3):
            begin = b - form - size
            if begin < 0 or not all("\u4e00" <= c <= "\u9fff" for c in text[begin:b]):
                continue
            if begin == 0 or begin in ends or _TOWN_BOUNDARY.match(text[begin - 1]):
                if size == 1 and begin not in ends:
                    continue
                name = text[begin:b]
                if walled or not _TOWN_WORD.search(name):
                    votes[name] += 1
                break
    for name in [n for n in votes if votes[n] <= votes.get(n[1:], 0)]:
        del votes[name]  # 而|绵江镇
    return votes
