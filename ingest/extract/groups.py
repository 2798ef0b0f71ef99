"""Groups of areas as what figures are of: 全市工业园区, 五个省级园区, 高新区和六个省级工业园区, “一区四园”,
市辖区, 省直管县, 六个县.

The group as printed is the area, and the number in it is part of its name. A count of parks
(全市有11个产业集聚区, 28个园区产值过50亿元) is a claim and makes no group.
"""

from __future__ import annotations

import re
from collections import Counter

from ingest.extract.dictionary import Area, is_form
from ingest.extract.lexer import after, of_kind
from ingest.extract.scanning import holding
from ingest.extract.words import AREA, FIG, PUNCT, TIME

_N = "(?:\\d{1,3}|[一二三四五六七八九十两]{1,3})"
_KIND = "(?:国家级|省级以上|市级以上|省级|市级|县级|县域|镇级|乡镇|省定|省|市|重点|特色|主要|专业|工业|产业|农业|现代农业|科技|化工|物流|制造业|先进制造业|各类|经济|经济技术|高新技术)"
# What stands before the word for a park: the whole of which all are meant, how many, of which kind.
_HEAD = re.compile(
    f"(?:(?P<with>(?:国家级?)?(?:高新区|经开区|经济开发区|经济技术开发区|开发区|新区)[和与及])?"
    f"(?P<of>全[国省市县区州]|我[国省市县区])?(?:的)?(?P<n>{_N}[个大家])?{_KIND}*)$"
)
_OF_OR_N = re.compile("[全我][国省市县区州]|[\\d一二三四五六七八九十两][个大家]")
_LONGEST = 28  # characters before the word for a park
_BEGINS = re.compile(
    "(?:^|[\n。,;:!?、()“”]|其中|目前|截至|底|年|月|季度|[市县区省州]|期间|来|在|占|由|对|使|我们)$"
)
# 全市产业集聚区建设, 园区管委会: what is spoken of is not the parks' own figures.
_OTHER = re.compile(
    "建设|发展|工作|综合|考[核评]|评[价比]|排名|管委会|管理|党工委|观摩|规划(?!总?面积)|之[一首]|名单|经济(?!温和|运行|平稳|稳[步中定]|保持|较快|快速|持续|总体|呈)|之间|的?(?:总数|数量|个数)"
    "|[^,。;\\d]{0,8}中[,第排]"
)
_COUNTED = re.compile(
    "(?:已|现|目前|总数|共|全部|发展|增加|扩大)*(?:有|达到?|增至|为|到|至)?[约近超]?\\d+[个家]"
)
_OVER = re.compile("过|超|突破|以上|达到?百亿")
_ALLIES = re.compile(
    "(?<!形成)(?<!构建)(?<!规划为)(?<!形成了)(?<![轴带核廊心环翼])(?P<name>“?[一二三四五六七八九两十][区园港城][一二三四五六七八九两十]{1,2}[区园城](?![一-龥]{0,1}[县市])”?)"
    "(?!的?(?:发展|空间|总体|产业)*(?:[格布]局|架构|框架|结构|模式|体系))"
)

_ALLIED = re.compile("[区园港城][一二三四五六七八九两十]{1,2}[区园城]")

# 市辖区完成49亿元, 六个县实现收入12亿元: what the group does comes with a figure; 各县区要… names no area.
_DIVISIONS = r"县\(市、区\)|县市区|县区|区县|县市|城区|行政区|县"
_OF_DIVISIONS = re.compile(
    rf"(?=[市省各所下]|{_N}个)(?:(?<=[。;,:、和\n])|(?<=其中)|(?<=全[市县省区州]))"
    rf"(?P<name>市辖区|省直管县(?:\(市\))?|(?:各|所辖|下辖)(?:{_DIVISIONS})|{_N}个(?:主城|中心|沿江|山区)?(?:{_DIVISIONS}))"
    r"(?=(?:合计|总共|共|累计|均|全部)?(?:完成|实现|达到)?[^,。;、\d]{0,18}"
    r"(?<![年月第])\d[\d.,]*(?:万|亿|千)?(?:元|美元|%|吨|家|户))"
)
_ONE_OF = "(?:主城|中心|沿江|山区)?(?:[县区]|城区|行政区)"
_DIVISION = re.compile(f"市辖区|省直管县|各{_ONE_OF}|个{_ONE_OF}|所辖{_ONE_OF}|下辖{_ONE_OF}")
# 国家高新区实现营业收入41亿元，省级高新区实现…: parks of one rank, where a figure of theirs follows;
# 省级高新区15个 counts them, 省级开发区专项资金 is not theirs.
_OF_RANK = re.compile(
    rf"(?:(?<=[。;,:、\n年月度末底●])|(?<=其中)|(?<=显示)|(?<=我国)|(?<=目前)|^)(?P<name>(?:[东中西]部(?:地区)?|东北地区)?(?:{_N}[个家])?(?:国家级?|省级(?:以上)?|市级|县级|县域)"
    r"(?:高新技术产业开发区|高新区|经济技术开发区|经济开发区|经开区|开发区|新区|综合保税区|工业园区|产业园区|产业集聚区|农业科技园区|现代农业产业园))"
    r"(?!建设|发展|工作|综合|考|评|管委会|专项|认定|名单|验收|创建|的?总?数|个数|(?:已|共|达到?|增至|为|有|拥有|增加到)*[约近超]?\d+[个家])"
    r"(?=[^,。;、:\n\d]{0,18}(?:\d[\d.,]*(?:多|余)?(?:万|亿|千)*(?:多|余)?(?:元|美元|%|吨|家|户|个|人|项|件|亩|平方|公顷)|千分之|百分之))"
)
_RANK = re.compile(
    rf"^(?:[东中西]部(?:地区)?|东北地区)?(?:{_N}[个家])?(?:国家级?|省级(?:以上)?|市级|县级|县域)?"
)
_NUMBER = re.compile(rf"^{_N}[个大家]")
_COMPARING = frozenset("占比于快低超")
_TOKENS = 6000  # as far as a text tells what it is about
_OFTEN = 3  # times a group is named
# 河湾、青禾两个工业园区开工项目80个: the parks named, as a group
_OF_NAMES = re.compile(
    r"(?:(?<=[。;,:\n年月度末来底])|^)(?P<name>[\u4e00-\u9fff]{2,4}(?:、[\u4e00-\u9fff]{2,4}){0,4}[、和与][\u4e00-\u9fff]{2,4}等?"
    rf"{_N}[个大家](?:工业|产业|科技|化工|农业|高新|经济)*(?:园区|开发区|产业园|工业园|集聚区|集中区))(?=[^。\n,、]{{0,24}}\d)"
)
_COUNTED_NAMES = re.compile(
    "[个大家](?:工业|产业|科技|化工|农业|高新|经济)*(?:园区|开发区|产业园|工业园|集聚区|集中区)"
)
# 14个示范镇财政收入10.6亿元, 6个省级示范镇和河湾区石城镇8224元: towns of one kind, where a figure of theirs follows
_OF_TOWNS = re.compile(
    rf"(?:(?<=[。;,:、\n今去半底])|(?<=其中)|(?<=[今去半]年)|^)(?P<name>{_N}个(?:[国省市县区镇]级|全国|重点|示范|中心|特色|小城市|试点|强|经济|工业|旅游|山区|沿江|沿海){{1,3}}"
    r"(?:镇街|街镇|镇|乡镇|街道|村)(?:[和与及][\u4e00-\u9fff]{2,3}[市县区][\u4e00-\u9fff]{1,3}[镇乡])?)"
    r"(?!之一|中|名单|建设|创建|的?总?数)"
    r"(?=[^。;,\n\d]{0,16}\d[\d.,]*(?:多|余)?(?:万|亿|千)*(?:元|美元|%|个|家|户|吨|亩))"
)
_COUNTED_TOWNS = re.compile("个(?=[国省市县区镇全重示中特小试强经工旅山沿])")
_TOWNS_HINT = re.compile("(?:级|示范|中心|特色|重点|试点|强)(?:镇|乡镇|街道|村)")
_RANKED = re.compile(
    "(?:国家级?|[省市县]级(?:以上)?|县域)(?:[高开新]|经[济开]|综合保|工业园|产业[园集]|农业科|现代农业产)"
)
_BEFORE, _AFTER = 40, 60  # characters around such a word that may belong to its name or tell of it


def main_group(text: str, toks: list, title_end: int) -> Area | None:
    """The group that a text is about: named three times, or in its title and once more; the group of
    all (全市工业园区) before one of a rank (省级工业园区) that it holds."""
    found: dict[str, Area] = {}
    counts: Counter[str] = Counter()
    for i in of_kind(toks[:_TOKENS], AREA):
        a, _, _, payload = toks[i]
        if isinstance(payload, Area) and payload.level == "park_group":
            if text[a - 1 : a] in _COMPARING:
                continue  # 占|全省开发区的8%, 高于|全省开发区
            name = _NUMBER.sub("", payload.name)
            if found.setdefault(name, payload).name != name == payload.name:
                found[name] = payload  # 县域开发区, after 59家县域开发区
            counts[name] += 1 + (a < title_end)
    if not counts:
        return None
    name, n = max(counts.items(), key=lambda item: (item[1], item[0].startswith("全")))
    whole = next((g for g in counts if is_rank_of(name, g)), name)
    return found[whole] if max(n, counts[whole]) >= _OFTEN else None


def is_rank_of(part: str, whole: str) -> bool:
    """Whether a group is those of one rank among all: 8个国家高新区 of 全省高新区."""
    stem = _RANK.sub("", part)
    return stem != part and whole[:1] == "全" and whole[2:] == stem


def _spans(text: str, core: re.Pattern[str], whole: re.Pattern[str], level: str) -> list:
    """The names of groups that hold one of the words of `core`: few, so that the longer pattern with what
    has to stand around is tried at few places."""
    found = []
    done = 0
    for m in core.finditer(text):
        near = whole.search(text, max(done, m.start() - _BEFORE), m.end() + _AFTER)
        if near is not None and near.start() <= m.start():
            found.append((*near.span("name"), level))
            done = near.end()
    return found


def find(text: str, toks: list) -> list:
    """The tokens with the groups of parks among them as areas of their own."""
    spans = _spans(text, _ALLIED, _ALLIES, "park_group")
    spans += _spans(text, _DIVISION, _OF_DIVISIONS, "statistical_group")
    spans += _spans(text, _RANKED, _OF_RANK, "park_group")
    spans += _spans(text, _COUNTED_NAMES, _OF_NAMES, "park_group")
    if _TOWNS_HINT.search(text):
        towns = holding(text, _COUNTED_TOWNS, _OF_TOWNS, before=3)
        spans += [(*m.span("name"), "park_group") for m in towns]
    for i in of_kind(toks, AREA):
        a, b, _, payload = toks[i]
        if is_form(payload) and not text.startswith(
            ("全", "该", "我", "本", "各", "街道", "辖"), a
        ):
            span = _group(text, toks, i, a, b)
            if span:
                spans.append((*span, "park_group"))
    return _put(text, toks, sorted(spans)) if spans else toks


def _group(text: str, toks: list, i: int, a: int, b: int) -> tuple[int, int] | None:
    """The span of the group that the word for a park of token `i` ends; None where it is none."""
    left = max(0, a - _LONGEST)
    head = _HEAD.search(text[left:a]) if _OF_OR_N.search(text, left, a) else None
    if head is None or not (head["of"] or head["n"]):
        return None
    begin = left + head.start()
    number = head["n"] or ""
    named = i > 0 and any(t[2] == AREA and t[1] == begin for t in toks[max(0, i - 4) : i])
    if number and not head["of"] and not (named or _BEGINS.search(text[max(0, begin - 3) : begin])):
        return None  # 新增3个产业园
    other = _OTHER.match(text, b)
    if (other and not (number and other.group() in ("建设", "发展"))) or (
        not number and _COUNTED.match(text, b)
    ):
        return None
    opens = begin == 0 or text[begin - 1] in "\n。" or bool(head["of"])
    if number and not _figure_follows(toks, i, same_clause=not opens):
        return None
    if number and not head["with"]:
        begin = left + head.start("n")  # 全市|五个省级园区
    if text[b : b + 1] in ("和", "与", "及"):
        for t in toks[i + 1 : i + 3]:
            if (
                t[0] == b + 1
                and t[2] == AREA
                and isinstance(t[3], Area)
                and t[3].reference == "zone"
            ):
                return begin, t[1]
    return begin, b


def _figure_follows(toks: list, i: int, same_clause: bool) -> bool:
    """Whether the clause, or the sentence, gives a figure for the group that it begins with: the first, or
    the one after 完成投资突破1万亿元, which 产值过50亿元 as what makes a park one of them has not."""
    over = False
    for _, _, kind, payload in toks[i + 1 : i + 40]:
        if kind == PUNCT and (
            payload in "。!?\n" or (same_clause and not over and payload in ",;")
        ):
            return False
        if kind == FIG and payload.unit and payload.dimension != "time":
            exceeds = _OVER.match(payload.qualifier or "") is not None
            if over or not exceeds:
                return not (over and (exceeds or payload.dimension == "count"))
            over = True
    return False


def _put(text: str, toks: list, spans: list[tuple[int, int, str]]) -> list:
    out: list = []
    at, n, done = 0, len(toks), -1
    for start, end, level in spans:
        if start < done:
            continue
        stop = after(toks, start, at)
        out += toks[at:stop]
        at = stop
        while stop < n and toks[stop][0] < end:
            stop += 1
        if stop > at and (
            toks[stop - 1][1] > end or (toks[at][0] < start and toks[at][2] in (FIG, TIME))
        ):
            continue
        while at < stop and toks[at][0] < start:
            at += 1
        name = text[start:end].strip("“”")
        if name[0] == "我":
            name = "全" + name[1:]  # 我市工业园区 are those of the whole city
        out.append((start, end, AREA, Area("", name, level)))
        at, done = stop, end
    return out + toks[at:]
