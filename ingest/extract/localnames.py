"""Names that only this text knows: its parks, zones, sub-districts, towns and villages.

They are found by their form (…产业园, …街道, …镇) before the text is read and are then tokens like the
names of the seed files. What stands before the form is a name where it is set apart on its left (by a
mark, an area, 位于 …) or comes back; a short form (腾云产业园) is the one longer name that it abbreviates.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

import ahocorasick_rs

from ingest.extract import saidof, towns
from ingest.extract.abbreviations import UNQUOTED, complete
from ingest.extract.dictionary import Area, Dictionary, divisions, is_form
from ingest.extract.lexer import after, of_kind
from ingest.extract.words import (
    AREA,
    CUE,
    FIG,
    IND,
    RANK,
    RATIO,
    TIME,
    VILLAGE_FORMS,
)

# What ends before a name begins. Single characters that names hold too (和, 为, 向) are not among them.
_LEAD = re.compile(
    r"^.*(?:位于|坐落|地处|来到|走进|走访|毗邻|紧邻|按照|依托|围绕|立足|作为|这里是|打造|建设|建成|建起|推进|推动|加快|支持|扶持|"
    r"成为|入驻|进驻|落户|引入|来自|属于|包括|例如|譬如|诸如|比如|根据|通过|对于|关于|授予|获批|创建|申报|认定|命名|升级|规划|"
    r"目前|近日|日前|近年来|如今|此外|同时|其中|介绍|表示|了解到|获悉|看到|发现|当时|下辖|管辖|隶属|聚焦|瞄准|决定|政府|管委会|突出|做强|做大|培育|"
    r"开展|实施|举[行办]|签约|引进|正是|记者从|记者在|见到|整个|带动|促进|助力|发展|[造型变升名列称作定成评]为|成立|用于|解决|服务于?|距离|必须|转变|步入|负责|拓展|完善|保[证障]|提升|优化|做好|抓好|强化|加强|盘活|改造|招引|吸引|进入|迈入|赋能|融入|对接|借助|利用|引导|组织|探访|参观|创造|争取|落实|到位|本报讯|简介|概况|不断|变身|化身|蝶变|崛起|长出|算起来|说起|考察|调研|视察|前往|助推|支撑|引领|设立|兴建|新建|在建|开建|启动|拥有|深入|以及|保持|全力|批准|批复|同意|窥见|争当|争创|所在地|撤销|第?[一二三四五六七八九十首多]+批|区[域内]|[与在即对是把被让使的了着给这那该据由从像有丨]|含(?!山))"
)
_WEAK_LEAD = re.compile(r"^.*[和及等为将到向以如于]")
_NO_NAME = re.compile(
    r"级|公司|共建|合作|最|唯一|授予|首家|首个|百强|十强|千强|五百强|一批|多个|若干|[各类型个家座批]$|^[个座各我和与及多]|^原?[一两三四五六七八九十](?:[个座家大]|$|工业|产业)|名单|榜单|数量"
)
_AWARD = re.compile(r"获|评为|授予|称号|荣|认定|命名|创建|入选|跻身|列入")
# A common noun before the form: 专业|产业园, 省级|开发区.
_GENERIC_TEXT = """
产业 专业 省级 国家级 市级 工业 特色 飞地 各类 科技 经济 重点 示范 现代 专业化 标准化
主要 全市 全区 全县 大学 街道 乡镇 创新 创业 新型 化工 农业 物流 商务 数字 一个
两个 三个 多个 城市 农村 五大 八大 三大 四大 六大 十大 类 型 智慧 绿色 生态 国家
省 各 高新技术 民营 小微 核心 综合 支撑 省级以上 国家级高新技术 引领 承载 发展 集中
重大 省级产业 省级经济 现代农业 现代产业 特色产业 先进制造业 农产品加工 电商 电子商务
科技企业 企业 文化 文创 返乡 返乡创业 大学生 小微企业 中小企业 高端 主题 综合性 传统
两大 市属 省内 国内 县级 一流 高标准 标准 合作 共建 城乡一体化 城乡
"""
GENERIC = frozenset(_GENERIC_TEXT.split())
_COMMON_HEADS = ("省级", "国家级", "市级", "首个", "现代", "高新", "专业", "特色", "主题", "综合", "各", "全国", "全省",
    "一批", "多个", "新型", "这个", "重点", "国家", "河南省", "县域", "乡镇")  # fmt: skip
_PLAIN_PARK = "园区"
_FULL_FORMS = ("经济开发区", "经济技术开发区", "高新技术产业开发区")
_NUMERALS = frozenset("一二三四五六七八九十首多")
_WORKS = ("基地", "大厦")
_NAMED_PARK = ("产业园区", "工业园区", "科技园区")
# Words that make a name with the area before them and none without: 温县|先进制造业|开发区.
_JOINED_TEXT = """
经济 经济技术 高新技术 工业 产业 先进制造业 科技 城乡一体化 现代农业 化工 物流 循环经济 国家
国家级 农业 国家农业 国家现代农业 生态 民营 民营经济
"""
_JOINED = frozenset(_JOINED_TEXT.split()) | {""}
# Words that make a name with the area before them where it comes back: 商丘市|大学生|创业园.
_OF_A_CITY_TEXT = """
大学生 返乡创业 返乡 小微企业 中小企业 电子商务 电商 文化 创新 数字 创新创业
"""
_OF_A_CITY = frozenset(_OF_A_CITY_TEXT.split())
_FULL = re.compile("(?:[市县区旗省镇]|自治州)$")
_ZONES = (
    "开发区",
    "高新区",
    "经开区",
    "示范区",
    "集聚区",
    "新区",
    "新片区",
    "保税区",
    "自贸区",
    "试验区",
    "度假区",
    "管理区",
)
_SUBDISTRICTS = ("街道", "街道办事处", "镇", "乡")


# What a small town is called, which names none: 河边的江南小镇.
_EPITHETS_TEXT = """
江南 边陲 水乡 山区 滨海 海滨 边境 湖畔 江边 千年 百年 旅游 特色 田园 魅力 幸福
"""
# 国家农业|科技园区, 省级现代农业|产业园: a rank and a trade name none without the area before them.
_RANKED = re.compile(
    "(?:国家级?|[省市县]级|标准化|规模化|专业化|高标准)(?:现代|高效|生态|特色|新型|先进|绿色|数字|农业|工业|产业|科技|经济|制造业|示范|创新|创业|循环|民营|文化|旅游|高新技术)*"
)
_EPITHETS = frozenset(_EPITHETS_TEXT.split())

_SCANNED = 20_000  # as far as it is worth to look whether a name comes back


@dataclass(slots=True)
class Found:
    """Names as printed → areas; how often each comes; those of the title; the place that the text
    introduces first (石城镇位于…)."""

    names: dict[str, Area] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    titled: dict[str, int] = field(default_factory=dict)
    opening: str = ""


def level_of(name: str) -> str:
    """The level that the form of a name tells."""
    if name.endswith(VILLAGE_FORMS):
        return "village"
    if name.endswith(_SUBDISTRICTS) and not name.endswith("小镇"):
        return "subdistrict"
    return "functional_area" if name.endswith(_ZONES) else "park"


_PRINTED = str.maketrans("()", "（）")  # 中德（云河）产业园: as Chinese text prints it


def local_area(dictionary: Dictionary, name: str) -> Area:
    """The area of a name found by its form; that of the seed files where they know it."""
    known = dictionary.area_names.get(name)
    if known and known in dictionary.areas:
        return dictionary.areas[known]
    printed = name.removesuffix("办事处").translate(_PRINTED)
    return Area("", printed, level_of(name))


def find(text: str, toks: list, title_end: int, dictionary: Dictionary) -> Found:
    """All names of the text that its form gives away."""
    votes: Counter[str] = Counter()
    titled: dict[str, int] = {}
    whole_names: set[str] = set()  # an area and a form: 长葛|经济开发区
    joined: dict[str, tuple[str, int]] = {}  # name → the same with the area before it; its own part
    for i in of_kind(toks, AREA):
        a, b, _, payload = toks[i]
        if _of_another(toks[i - 1] if i else None, a, payload, dictionary):
            printed = text[toks[i - 1][0] : b]  # 孟州市|高新区, which is not that of the home city
            votes[printed] += 2
            whole_names.add(printed)
            continue
        if not is_form(payload):
            continue
        form = text[a:b]
        if text.startswith(("位优", "位条"), b):
            continue  # 云谷工业园|区位优越
        if form == _PLAIN_PARK and text.endswith(_NAMED_PARK, 0, a):
            continue  # 云谷工业园区|园区概况
        if form.startswith(("全", "该", "我", "本", "各")) or form == "辖区":
            continue
        begin, strong, head = _begin(text, toks, i)
        if begin is None or in_title(text, begin):
            continue
        printed = text[begin:b]
        if head is not None:
            whole = text[head:b]
            own = text[begin:a].translate(UNQUOTED)
            if own not in _JOINED and _NO_NAME.search(own):
                continue
            if own in _OF_A_CITY and text.count(whole, 0, _SCANNED) >= 2:
                votes[whole] += 2
                whole_names.add(whole)
                if a < title_end:
                    titled.setdefault(whole, a)
                continue
            if own in GENERIC and own not in _JOINED:
                continue
            if own in _JOINED:
                votes[whole] += 3
                whole_names.add(whole)
                if a < title_end:
                    titled.setdefault(whole, a)
                continue
            joined.setdefault(printed, (whole, a - begin))
            if form.endswith(_ZONES) and text[head - 1 : head] in ("", "。", "\n", ";"):
                votes[printed] += 2  # 上海|临港新片区发展迈出新步伐
        votes[printed] += _weight(text, begin, a, b, strong)
        if a < title_end:
            titled.setdefault(printed, a)
            votes[printed] += 1
    names: dict[str, Area] = {}
    joined = {
        name: (whole, own)
        for name, (whole, own) in joined.items()
        if _goes_with_area(text, name, whole, own)
    }
    with_area = {whole for whole, _ in joined.values()}
    for name, n in votes.items():
        plain = name.endswith(_PLAIN_PARK) and not name.endswith(_NAMED_PARK)
        if name.endswith(_WORKS) and n < 2:
            continue  # 油茶产业基地面积2万亩: a common noun
        needed = 4 if plain or (name.endswith(_ZONES) and name not in with_area) else 2
        if name in whole_names:
            needed = 2
        if n >= needed or (
            n > 0 and needed == 2 and len(name) >= 7 and not name.startswith(_COMMON_HEADS)
        ):
            whole = joined.get(name, (name, 0))[0]
            names[name] = names[whole] = local_area(dictionary, whole.translate(UNQUOTED))
    page = saidof.find(text, names, lambda name: local_area(dictionary, name), is_plain)
    if page:
        titled.setdefault(page, 0)
    for name in towns.streets(text):
        names.setdefault(name, Area("", name, "subdistrict"))
    for name, n in towns.towns(text, toks).items():
        votes[name] += n
        names.setdefault(name, local_area(dictionary, name))
        place = text.find(name, 0, title_end)
        if place >= 0:
            titled.setdefault(name, place)
    streets = [n for n, a in names.items() if a.level == "subdistrict" and a.local]
    stems = towns.stems_spoken_of(text[:_SCANNED]) if streets else frozenset()
    for name in streets if stems else ():
        stem = towns.stem_of(name)
        if stem in stems and stem not in names:
            names[stem] = names[name]  # 2021年河湾实现…, in a page on 河湾街道
    opening = towns.opening(text, toks)
    if opening:
        names.setdefault(opening, local_area(dictionary, opening))
    _leave_out_divisions(text, names, votes)
    complete(names)
    return Found(names, votes, {n: a for n, a in titled.items() if n in names}, opening)


def _of_another(before: tuple | None, a: int, zone: object, dictionary: Dictionary) -> bool:
    """Whether a zone of the seed files stands behind the name of a county that it does not lie in."""
    if not (isinstance(zone, Area) and zone.known and zone.level == "functional_area"):
        return False
    if before is None or before[2] != AREA or before[1] != a or not isinstance(before[3], Area):
        return False
    county = before[3]
    return county.level in ("county", "district") and (
        not county.known or county.area_id not in dictionary.ancestors(zone.area_id)
    )


# 南湾市|光电产业园: what is made there is no name of its own
_TRADE = re.compile(
    "(?:材料|建材|食品|医药|制造|电子|信息|农业|纺织|服装|化工|物流|能源|装备|机械|环保|健康|文化|光电|汽车|零部件|家居|陶瓷)$"
)


_GENERAL = re.compile(
    "(?:现代|综合|智慧|数字|创新|创业|科技|生态|循环|特色|国际|高端|中小|企业|大学生|返乡)+"
)


def is_plain(own: str) -> bool:
    """Whether the words before a form name no place: 现代农业|产业园, 推进|科创中心."""
    return own in GENERIC or _LEAD.match(own) is not None


def _goes_with_area(text: str, name: str, whole: str, own: int) -> bool:
    """Whether the area before a name belongs to it: 启东|生命健康科技城, but not 福安|铁湖工业园区 where 铁湖工业园
    comes more often; 云河县|健康产业园 where it never comes without, but not 山阳区|云台产业园."""
    before = whole[: len(whole) - len(name)]
    plain = _TRADE.search(name[:own]) or _GENERAL.fullmatch(name[:own])
    start = name[: own + 2]  # the form may be shortened: 铁湖|工业园
    times = text.count(before + start, 0, _SCANNED)
    bare = text.count(start, 0, _SCANNED) - times
    if _FULL.search(before) and before[-1] not in "县旗区" and not plain and times < 3:
        return False
    if bare == 0 or _FULL.search(before):
        return bare == 0
    first = text.find(start, 0, _SCANNED)
    headed = text[first - 1 : first] in ("", "\n") and not plain
    return bare <= times and not (headed and not name.startswith(_COMMON_HEADS))


def _leave_out_divisions(text: str, names: dict[str, Area], votes: Counter[str]) -> None:
    """安徽河湾工业园, printed once, is 河湾工业园 where that comes more often or comes first: the province or
    the city before a name only says where it lies."""
    known = divisions()
    for name in list(names):
        for size in (2, 3, 4):
            rest = name[size:]
            if (
                len(rest) >= 5
                and rest in names
                and names[rest].name == rest
                and names[name].local
                and (name[:size] in known or name[:size] + "市" in known)
                and (votes[rest] > votes[name] or 0 <= text.find(rest) < text.find(name))
            ):
                names[name] = names[rest]
                break


def _weight(text: str, begin: int, a: int, b: int, strong: bool) -> int:
    """How much one place speaks for a name."""
    own = text[begin:a].translate(UNQUOTED)
    if len(own) < 2 or own in GENERIC or _NO_NAME.search(own) or _RANKED.fullmatch(own):
        return -9
    if own[-1] in "和与及" or "等" in own or (own in _EPITHETS and text[a:b] == "小镇"):
        return -9
    if b - a == 1 and (len(own) < 3 or own[-1] in "成进开满入离出建逛游看新老每名"):
        return -9  # 未开园
    after = text[b : b + 6]
    if re.match(
        r"(?:\d+|[一二三四五六七八九十]+)[个家处座]|等?\d*[个家]|项目(?!建设|现场|施工|工地)|之一|”",
        after,
    ):
        return 0
    if (
        text[begin - 1 : begin] == "的"
        and after[:1] in ",。;"
        and re.search("(?:是|成为|变成|一[座个])[^。\n]{0,40}$", text[max(0, begin - 44) : begin])
    ):
        return 0  # 是一座傍水的江南小镇,
    n = 1 + strong
    if text[begin - 1 : begin] in ("在", "从") and _NEWS.match(text, b):
        n += 2  # 记者在天云经开区看到
    if text[begin - 1 : begin] in ("", "。", "\n", ";") and text[a:b].endswith(_ZONES):
        n += 2  # 小蓝|经开区完成…
    line_start = text.rfind("\n", 0, a) + 1
    line_end = text.find("\n", b)
    if (line_end if line_end >= 0 else len(text)) - line_start <= 16:
        n += 1  # a heading
    return n


def in_title(text: str, at: int) -> bool:
    """Whether a place is within a quoted title that something was given: 被评为“中国百强园区”."""
    left = max(0, at - 60)
    opens = text.rfind("“", left, at)
    if opens < 0 or text.rfind("”", opens, at) >= 0:
        return False
    closes = text.find("”", at, at + 60)
    if closes < 0:
        return False
    return bool(
        _AWARD.search(text[max(0, opens - 40) : opens])
        or text[opens - 1 : opens] == "”"
        or text[closes + 1 : closes + 2] == "“"
        or re.match(r"等?[\u4e00-\u9fff]{0,2}(?:称号|荣誉)", text[closes + 1 : closes + 7])
    )


def _begin(text: str, toks: list, i: int) -> tuple[int | None, bool, int | None]:
    """Where the name before the form of token `i` begins, whether something sets it apart there, and
    where an area right before it begins."""
    a = toks[i][0]
    left = max(text.rfind("\n", 0, a) + 1, a - 12, 0)
    head = None
    hard = left
    strong = left == 0 or text[left - 1] == "\n"  # a line begins with it
    for j in range(i - 1, max(-1, i - 9), -1):
        start, end, kind, payload = toks[j]
        if end <= left:
            break
        if kind == IND and end == a and end - start <= 3:
            continue  # 大学生|创业园, 粮食|产业园
        if kind in (TIME, FIG, RANK, RATIO, CUE, IND):
            hard, strong = end, True
            break
        if kind == AREA and not (
            isinstance(payload, Area)
            and (payload.reference == "form" or payload.name in _FULL_FORMS)
        ):
            hard, strong = end, True
            if not (isinstance(payload, Area) and payload.reference):
                head = start
                if j and toks[j - 1][2] == AREA and toks[j - 1][1] == start:
                    before = toks[j - 1]
                    if (
                        not _FULL.search(text, before[0], start)
                        and not _FULL.search(text, start, end)
                        and not (isinstance(before[3], Area) and before[3].reference)
                    ):
                        head = before[0]  # 安徽|巢湖|经济开发区
            break
    own = text[hard:a]
    run = re.search(r"(?:“[\u4e00-\u9fffA-Za-z0-9]{1,10}”|[\u4e00-\u9fffA-Za-z0-9])*$", own)
    start = hard + (run.start() if run else len(own))
    if start > hard:
        strong, head = True, None
    if text.startswith("批", start) and text[start - 1 : start] in _NUMERALS:
        start, strong, head = start + 1, True, None  # 第五|批|国家农业科技园区
    if text[start - 1 : start] == ")" and (
        bracket := _BRANCH_OF.search(text[max(0, start - 16) : start])
    ):
        # 云帆(河湾)纺织产业园
        start, strong, head = start - len(bracket.group()), True, None
    own = text[start:a]
    if text[start - 1 : start] == "(" and own[:1] in "现原即今":
        start, strong, head = start + 1, True, None  # (现官渡街道)
        own = text[start:a]
    if (within := _WITHIN.match(own)) is not None:
        start, strong, head = start + within.end(), True, None
        own = text[start:a]
    lead = _LEAD.match(own)
    if lead:
        start, strong, head = start + lead.end(), True, None
        own = text[start:a]
    beside = _BESIDE.match(own)
    if beside:
        start, strong, head = start + beside.end(), True, None
        own = text[start:a]
    weak = _WEAK_LEAD.match(own)
    if weak and own[weak.end() - 2 : weak.end() - 1] in _ENDS_A_NAME and len(own) - weak.end() >= 2:
        start, strong, head = start + weak.end(), True, None  # 元滨投资区以|归雁创业园
        own, weak = text[start:a], None
    if weak:
        rest = own[weak.end() :]
        if rest in GENERIC:
            return None, False, None
    if weak and len(rest) >= 2 and (head is None or weak.end() > 0):
        form = text[a : toks[i][1]]
        if text.count(rest + form, 0, _SCANNED) > text.count(own + form, 0, _SCANNED):
            start, strong, head = start + weak.end(), True, None
    if head is not None and text.startswith("街道", a) and _ROAD.fullmatch(text, start, a):
        return head, True, None
    if a - start > 2 and (text.startswith("街道", a) or a - start > _LONG_NAME):
        start = _commoner(text, start, a, text[a : toks[i][1]])
    if start == a and head is None:
        return None, False, None
    return start, strong, head


# 河湾镇小洲村|云帆果蔬科技园: where a park lies; 小洲村|工业园 is its name
_WITHIN = re.compile(
    "[\u4e00-\u9fff]{1,4}(?:镇|街道)(?:[\u4e00-\u9fff]{1,3}村(?=[\u4e00-\u9fff]{3}))?(?=[\u4e00-\u9fff]{2})"
)
# 南接|石城街道, 以原|柳河街道
_BESIDE = re.compile(
    "[东南西北]{1,2}(?:[接邻靠临连依]|与)(?=[\u4e00-\u9fff]{2})|[以由将]?原(?=[\u4e00-\u9fff])"
)
_BRANCH_OF = re.compile(r"[\u4e00-\u9fff]{2,8}\([\u4e00-\u9fff]{2,5}\)$")
_ENDS_A_NAME = frozenset("区园镇县市地心城谷港")


_NEWS = re.compile("(?:管委会)?(?:看到|获悉|了解到|采访)")
# 湖南路街道: a street named after a province or a city
_ROAD = re.compile("[东西南北中]?(?:路|街|大道|桥|门)$")


_LONG_NAME = 4  # characters before the form: a shorter name has no verb before it


def _commoner(text: str, start: int, a: int, form: str) -> int:
    """Where a name begins that comes more often without the words before it: 机构简介|河湾街道."""
    times = text.count(text[start:a] + form, 0, _SCANNED)
    for begin in range(start + 1, a - 1):
        if text.count(text[begin:a] + form, 0, _SCANNED) > times:
            own = text[begin:a]
            plain = own in GENERIC or _TRADE.search(own) or _GENERAL.fullmatch(own)
            within = text[begin - 1] in "区园"  # 河湾开发区|柳溪园
            return start if (plain or within) and form != "街道" else begin
    return start


def inject(text: str, toks: list, names: dict[str, Area], words: dict) -> list:
    """The tokens with those of the names among them. A figure or a time is not cut; an indicator
    only where a word is left of it: 冷链项目|总投资."""
    if not names:
        return toks
    printed = list(names)
    automaton = ahocorasick_rs.AhoCorasick(
        printed, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
    )
    out: list = []
    at, n = 0, len(toks)
    for index, start, end in automaton.find_matches_as_indexes(text):
        stop = after(toks, start, at)
        out += toks[at:stop]
        at = stop
        whole = True
        rest = None
        while stop < n and toks[stop][0] < end:
            a, b, kind, _ = toks[stop]
            if a >= start and b > end and kind == IND and text[end:b] in words:
                rest = (end, b, *words[text[end:b]])
            elif (a < start or b > end) and kind in (FIG, TIME, IND, AREA, RANK, RATIO):
                whole = False
                break
            stop += 1
        if not whole:
            continue
        out.append((start, end, AREA, names[printed[index]]))
        if rest is not None:
            out.append(rest)
        at = stop
    out.extend(toks[at:])
    return out
