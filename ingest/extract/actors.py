"""Enterprises and projects that a text names: their own figures are not those of the park or the town.

An enterprise is known by its form (…公司, …集团), by who speaks for it (云帆科技董事长…) or by a visit
(走进云帆科技的展厅); a project by 项目 after a name that a clause begins with.
"""

from __future__ import annotations

import re

from ingest.extract.dictionary import Area, divisions
from ingest.extract.lexer import after
from ingest.extract.scanning import holding
from ingest.extract.words import AREA

_HAN = r"[\u4e00-\u9fffA-Za-z0-9]"
_LEAD = re.compile(
    r"^.*(?:走进|来到|走访|位于|坐落于?|入驻|引进|作为|例如|比如|譬如|以及|目前|近日|日前|如今|其中|园内|园区内?|镇内|区内|境内|辖区内?|此外|同时|本土|龙头企业|骨干企业|重点企业|落户|"
    r"今年|去年|当年|近年来|企业家|链主|记者[在从]|一家|[区园镇市县内名家型]企业|代表|得知|了解到|看到|镇党委|成立|支持|服务|中共|[在的对与由据像是有到被让使把向以])"
)
_FORM = re.compile("有限责任公司|股份有限公司|有限公司|集团公司|股份公司|专业合作社|集团|公司")
_RUN = re.compile(r"(?:[\u4e00-\u9fffA-Za-z0-9·]|\([\u4e00-\u9fff]{2,4}\))*$")
_SPEAKER = re.compile(
    "负责人|董事长|副董事长|总经理|副总经理|创始人|车间主任|厂长|总裁|副总裁|行政总监|生产总监|技术总监|首席执行官"
)
_VISIT = re.compile(
    rf"(?:走进|来到|走入|步入|在|位于)(?:(?P<name>{_HAN}{{2,20}}?)(?:的)?(?:生产|智能|加工|总装|装配|无尘|自动化|数字化|\d号|[一二三四]号)?(?:车间|展厅|厂区|生产线|厂房|展示厅|产品展|流水线)"
    rf"|(?:(?<=走进)|(?<=来到)|(?<=在))(?P<works>{_HAN}{{2,14}}?(?:智能|灯塔|超级|未来|黑灯|数字化)?工厂)(?=[,内里的]))"
)
# 宏远药业去年产值6亿元: a firm by its brand and trade, where something is said of it.
_TRADE = (
    "新材料|材料|新材|科技|电子|药业|食品|机械|化工|股份|重工|能源|生物|智能|光电|纺织|服饰|实业|精密|装备|电气|医疗|建材|酒业|"
    "乳业|木业|板业|鞋业|软件|通信|半导体|轴承|家居|陶瓷|塑业|包装|电缆|数控|制药|汽车零部件|智控|环保|铝业|铜业|钢构|牧业|饲料"
)
_TRADE_SAYS = rf"(?:{_TRADE})(?=去年|今年|上半年|一季度|前三季度|20\d\d年|年产|年销|年营|年纳税|实现|占地|总?投资|拥有员工|主营)"
_TRADE_SAID = re.compile(_TRADE_SAYS)
_BRANDED = re.compile(rf"(?:^|[^\u4e00-\u9fff、])([\u4e00-\u9fff]{{2}}{_TRADE_SAYS})", re.M)
# What with the name of a trade is a trade: 绿色食品, 装备制造.
_TRADES_OF = frozenset(
    [
        "农副",
        "绿色",
        "特色",
        "休闲",
        "新型",
        "高端",
        "先进",
        "生物",
        "医药",
        "电子",
        "信息",
        "汽车",
        "化工",
        "纺织",
        "服装",
        "精细",
        "航空",
        "数字",
        "节能",
        "环保",
        "轻工",
        "机械",
        "食品",
        "健康",
        "有色",
        "光电",
        "工程",
        "农业",
        "工业",
        "传统",
        "全市",
        "全区",
        "全县",
        "全镇",
        "该区",
        "我市",
        "我区",
        "我县",
        "园区",
        "重点",
        "主导",
        "三大",
        "五大",
        "四大",
        "六大",
        "规上",
        "民营",
        "外资",
        "现代",
        "智能",
        "文化",
        "大型",
        "小型",
        "中小",
        "粮油",
        "果蔬",
        "肉类",
        "集成",
        "通用",
        "专用",
        "金属",
        "石油",
        "石化",
        "家用",
        "塑料",
        "其中",
        "橡胶",
        "建筑",
        "铁路",
        "交通",
        "医疗",
        "军工",
        "矿山",
        "农机",
        "电力",
        "储能",
        "新兴",
        "战略",
        "海洋",
        "海工",
        "船舶",
        "碳基",
        "硅基",
        "锂电",
        "稀土",
        "钢铁",
        "木材",
        "皮革",
        "造纸",
    ]
)
_PROJECT = re.compile(
    r"项目(?=(?:计划|概算|估算|规划)?总?(?:投资|占地|用地|建筑面积)|一期|位于|达产|投产|建成|全部建成|由|也?是|于|总用地|,?总投资)"
)
_SITE = re.compile(
    rf"({_HAN}{{2,24}}(?:产业园|工业园|科技园|物流园|创业园|示范园|园区|产业港|产业城)(?:\(?[一二三四]期\)?)?)(?:工程|建设|工程建设)?项目"
)
_NOT_ONE = re.compile(
    r"(?:相关|有关|主要|部门|中心|[局科办处社村会场馆校院队组站厅部县市区镇园谷港乡街道城店]|基地)$|^[一二三四]期|^[这该此本]|^[\u4e00-\u9fff]?公司$|公司公司|园区|街道|开发区|管委会|政府|[市县区镇乡村]委|招商|多家|一批|各|公司制|上市公司|平台公司|国有公司|这[些家个]|该|全[国省市区县镇]|企业$|\d家|\d个|我们|他|每|百强|总公司|银行|重点|重大|实施|建设|推进|^完成|"
    r"新[开引签]|所有|在建|开工|工业项目|产业项目|招商项目|优质|签约|等项目|个项目|亿元项目|大项目|好项目|民生项目|首个|核心|"
    r"农民专业$|专业$|[区省市县]$"
)
_WORDS_OF_ONE = frozenset(("公司", "集团", "项目", "企业", "合作社", "子公司", "分公司", "总公司"))


def find(text: str) -> dict[str, Area]:
    """Names of enterprises and projects → areas of their own."""
    names: dict[str, Area] = {}

    def add(whole: str, level: str, form: str = "") -> None:
        name = _LEAD.sub("", whole) + form
        if (
            3 <= len(name) <= 24
            and name not in _WORDS_OF_ONE
            and not _NOT_ONE.search(name)
            and len(names) < _MOST
        ):
            names.setdefault(name, Area("", name, level))

    for m in _FORM.finditer(text):
        if text[m.end() : m.end() + 1] in "委党工支":
            continue  # …公司党委
        add(_run(text, m.start(), 20), "enterprise", m.group())
    for m in _SPEAKER.finditer(text):
        add(_POST.sub("", _run(text, m.start(), 18)), "enterprise")
    for m in _VISIT.finditer(text):
        add(m.group("name") or m.group("works"), "enterprise")
    for m in holding(text, _TRADE_SAID, _BRANDED, before=3):
        if m.group(1)[:2] not in _TRADES_OF:
            add(m.group(1), "enterprise")
    for m in _PROJECT.finditer(text):
        whole = _run(text, m.start(), 32)
        whole_name = _LEAD.sub("", whole) + "项目"
        if name := park_of(whole_name):
            if not _NOT_ONE.search(name):
                names[name] = names[whole_name] = Area("", name, "park")
            continue
        add(whole, "project", "项目")
    for name, area in list(names.items()):
        short = _short(name)
        if short and short not in names:
            names[short] = area
    return names


# 云湖山景区接待游客…: a scenic spot whose visitors are told; 全市景区, 5A级景区 are none
_SPOT = re.compile(
    r"(?:^|[,。;、:])([\u4e00-\u9fff]{2,7}(?:风景名胜区|风景区|景区))(?=(?:累计|共计?|已|单日|全年|实现|完成)*(?:接待|迎来|售出|门票|客流|入库|税收|旅游|综合收入|营业收入|游客))",
    re.M,
)
_NO_SPOT = re.compile("[全各我本该市县区大级等类个家]|主要|重点|旅游|热门|其中|多家|红色|乡村")


def spots(text: str) -> dict[str, Area]:
    """Names of scenic spots that a page tells the visitors of → areas of their own."""
    if "景区" not in text:
        return {}
    return {
        m.group(1): Area("", m.group(1), "spot")
        for m in _SPOT.finditer(text)
        if not _NO_SPOT.search(m.group(1)[:-2])
    }


def park_of(project: str) -> str:
    """云谷产业园(二期)工程项目 → 云谷产业园(二期): the park that a project builds; '' where it builds none."""
    site = _SITE.fullmatch(project)
    return site.group(1) if site is not None and len(site.group(1)) >= 5 else ""


def _run(text: str, end: int, size: int) -> str:
    """The words that end at a place, back to the mark before them."""
    found = _RUN.search(text[max(0, end - size) : end])
    return found.group() if found else ""


def _short(name: str) -> str:
    """安徽乐润食品有限公司 → 乐润食品; empty where nothing of three characters stays."""
    stem = _LEGAL.sub("", name)
    if stem == name:
        return ""
    known = divisions()
    for size in (4, 3, 2):
        if stem[:size] in known:
            stem = stem[size:]
    return stem if len(stem) >= 3 else ""


# 一期 of a park is an area of its own where the text says more than one thing of it in a row
# (一期占地200亩, 已落户企业30家); one figure alone (二期计划投资3亿元) tells of the park's building.
_PHASE_WORD = re.compile("[一二三四首]期")
_PHASE = re.compile(
    r"(?:(?<=[,。;:、(\n“园区城港谷地目程前])|(?<=其中)|(?<=完成))第?[一二三四首]期(?!以来|间)"
)
_TOLD = re.compile(
    r"\d[\d.,]*(?:多|余)?(?:万|亿|千)*(?:多|余)?(?:元|美元|亩|平方|公顷|㎡|[家个户人栋幢座条吨套台件辆])|[两三四五六七八九十][家个户栋幢座条]"
)
_OTHER_SUBJECT = re.compile("园区|整个|全部|总共|合计|项目区")
_ENDS = re.compile("[。\n]")
_REACH = 160  # characters that a phase may be spoken of


def _sentence_end(text: str, at: int) -> int:
    """Where the sentence ends, as far as it is worth to look."""
    found = _ENDS.search(text, at, at + _REACH)
    return found.start() if found else at


def _phase_of(found: re.Match[str]) -> str:
    """首期, 第一期 → 一期."""
    return found.group().removeprefix("第").replace("首", "一")


def phases(text: str, toks: list) -> list:
    """The tokens with the phases of parks as areas that refer to the park spoken of."""
    found = list(holding(text, _PHASE_WORD, _PHASE, before=1))
    if not found:
        return toks
    out: list = []
    at = 0
    last = -1  # where the sentence ends that tells of the phase before
    for number, m in enumerate(found):
        name = _phase_of(m)
        end = min(
            m.end() + _REACH,
            next((n.start() for n in found[number + 1 :] if _phase_of(n) != name), len(text)),
            *(p for p in (text.find(c, m.end(), m.end() + _REACH) for c in "。;\n") if p >= 0),
        )
        other = _OTHER_SUBJECT.search(text, m.end() + 2, end)
        told = _TOLD.finditer(text, m.end(), other.start() if other else end)
        if sum(1 for _ in told) < (1 if m.start() <= last else 2):
            continue
        last = max(_sentence_end(text, end), last)
        stop = after(toks, m.start(), at)
        out += toks[at:stop]
        at = stop
        if at < len(toks) and toks[at][0] < m.start():
            continue
        while at < len(toks) and toks[at][0] < m.end():
            at += 1
        out.append((m.start(), m.end(), AREA, Area("", name, "phase", reference="phase")))
    return out + toks[at:]


_POST = re.compile("(?:的|党委书记、?|党支部书记、?|集团)+$")
_LEGAL = re.compile(
    r"(?:\([\u4e00-\u9fff]{2,4}\))?(?:科技|实业)?(?:股份|集团)?(?:有限责任公司|有限公司|股份公司|集团公司)$"
)
_MOST = 2000  # more than any page names; keeps a hostile text bounded
