"""Places that a sentence only mentions: in a name, a title, a list or a phrase, with no figures of their own."""

from __future__ import annotations

import re

from ingest.extract import words as w
from ingest.extract.dictionary import Area
from ingest.extract.lexer import before
from ingest.extract.words import AREA, CUE, FIG, FILL, IND, MEDIA, PUNCT, TIME

# Before a name that the sentence speaks of from here on.
_SPEAKS_OF = re.compile("(?:走进|来到|走访|位于|在|据|作为|目前|如今|记者从|以|,|-)$")
_SOON = frozenset(
    ("共", "已", "已经", "共有", "共实现", "共完成", "已完成", "已实现", "还", "也", "现有")
)
_SUCH = re.compile("[^,。;]{2,60}(?:等|\\d)")
_PREPOSITIONS = "在把对向与和从被占同比赴到为给由及于距"
_INSTITUTION = re.compile(
    "(?:工业|理工|师范|农业|科技|医科|财经|交通|中医药|职业|技术|工程|城市|电子|建筑|商业|农村){0,3}"
    f"(?:大学|学院|{MEDIA}|研究院|分行|分公司|银行)"
)

# What only a government has, so that 市级 before it is the city's own level.
_BUDGET_WORD = re.compile(
    r"(?:当年|本年|年初|地方|一般|公共|财政|可用|完成|实现|总|收支|安排|部门|全口径)*"
    r"(?:政府性|国有资本|社会保险|社保|税收|非税|基金|预算|收入|支出|财力|国库|预备费|转移|[“\"]?三公|\(不[包含]"
    r"|(?:企业|个人)所得税|(?:国内|改征)?增值税|营业税|契税|(?:专项|政府)?(?:债务|债券)|[\u4e00-\u9fff]{2,10}支出)"
)
_OF_THE_CENTRE = re.compile("中央级?(?:财政|税收)?收入|(?:上划|入)中央")
_LINE = 400  # characters of a paragraph that are looked back upon
_EACH = re.compile("分别|依次|[三四五六七八九]个?[县市区旗镇]")
_COUNTS_ALL = re.compile("[已共现]有|已?建有|共计?")
_BUILT_HERE = re.compile("建成|新建|打造|建有|拥有|形成")


class Mentions:
    """Telling mentions from what is spoken of; part of `Sentence`."""

    __slots__ = ()

    def _in_passing(self, a: int, b: int, area: Area) -> bool:
        """签约云谷产业园等项目19个: a name within a phrase is not what the sentence speaks of."""
        if area.level == "village" and self.text[a - 1] != "在":
            opens = self._chain_opens(a)
            if opens > self.clause_start:
                return True
        if self.text[b : b + 1] in ("等", "项"):
            return True
        if self.text[b : b + 1] == "、" and _SUCH.match(self.text, b):
            return True  # 青禾产业园、云谷产业园等22个项目
        if self._of_list(a, b) or self._built(a, b):
            return True
        counted = next((t[3] for t in self.toks if t[0] == b and t[2] == FIG), None)
        if counted is not None and counted.unit in ("个", "家", "处", "座"):
            return True  # 科技企业孵化器326家: a common noun
        if area.level in ("enterprise", "project") and (
            (self.fresh_area and self.text[a - 1] != "的")
            or self.items
            or self.text[b : b + 1] in "、与和"
        ):
            return True
        if not self.before or self.text[a - 1] in "的,、":
            return False
        said = self.text[self.before[0][0] : a]
        return not (
            _SPEAKS_OF.search(said) or self._next_is(self._after_fills(b), (IND, CUE, TIME))
        )

    def _built(self, a: int, b: int) -> bool:
        """建成接待中心400亩、花木示范园|500亩: one of the things that the place before has built."""
        if (
            self.text[a - 1] != "、"
            or not self.fig_in_clause
            or (self.fresh_area and not _BUILT_HERE.search(self.text, self.clause_start, a))
        ):
            return False
        figure = next((t[3] for t in self.toks if t[0] == b and t[2] == FIG), None)
        return figure is not None and figure.dimension in ("area", "length", "count")

    def _after_fills(self, position: int) -> int:
        """The place after words such as 共 and 已 that stand before a verb."""
        for a, b, kind, _ in self.toks:
            if a == position and kind == FILL and self.text[a:b] in _SOON:
                position = b
        return position

    def _of_list(self, a: int, b: int) -> bool:
        """分别是:青禾产业园、云谷产业园和…: names in a list are told, not spoken of, but for 分别 after them."""
        text = self.text
        last = (
            text[a - 1] in "、和"
            and self.items
            and not self._next_is(self._after_fills(b), (IND, CUE, TIME))
        )
        if text[b : b + 1] != "、" and not last:
            return False
        return not any(t[2] == CUE and t[3] == w.RESP and t[0] > a for t in self.toks)

    def _within_quotes(self, a: int, b: int) -> bool:
        """素有“许昌南大门”之称: a name within a quoted phrase; “许昌” alone in quotes is itself."""
        opens = self.text.rfind("“", max(0, a - 12), a)
        if opens < 0 or "”" in self.text[opens:a]:
            return False
        closes = self.text.find("”", b, b + 12)
        return closes >= 0 and (opens < a - 1 or closes > b)

    def _counts(self, b: int) -> bool:
        """产业集聚区9个: how many there are."""
        found = next((t for t in self.toks if t[0] >= b), None)
        return (
            found is not None
            and found[0] == b
            and found[2] == FIG
            and found[3].unit in ("个", "家", "处", "座")
            and self._next_is(found[1], (PUNCT,))
        )

    def _own_level(self, name: str, b: int) -> bool:
        """Whether 市级, 县级 are the home area's own government: 市级一般公共预算, not 市级龙头企业."""
        home = self.p.setting.home
        if home is None or self.p.setting.genre not in ("budget", "communique", "work_report"):
            return False
        if name[0] != {"city": "市", "county": "县", "district": "区", "province": "省"}.get(
            home.level
        ):
            return False
        if _BUDGET_WORD.match(self.text, b) is None:
            return False
        if name[0] in "区县" and self.p.setting.genre != "budget":
            return False  # 区级财政收入 beside 财政总收入: what is left to the district
        # 财政总收入…, 其中: 中央级收入…, 县级收入…: what is left to the county, towns and all
        line = max(self.text.rfind("\n", 0, b) + 1, b - _LINE)
        return _OF_THE_CENTRE.search(self.text, line, b) is None

    def _adjective(self, area: Area, a: int, stop: int) -> bool:
        """全国 or 全省 as a comparison or an adjective (全国文明城市), not as what is spoken of."""
        home = self.p.setting.home
        current = self.p.area or home
        if (
            current is None
            or area.level not in ("country", "province")
            or current.level == "country"
            or area.name == current.name
        ):
            return False
        if self._next_kind(a) == "title":
            return True
        elsewhere = home is None or area.name != home.name
        of_one_place = self.p.setting.genre in ("feature", "work_report")
        counted = _COUNTS_ALL.match(self.text, stop)  # 全国|共有国家级高新区113家
        return of_one_place and elsewhere and not counted and not self._next_is(stop, (IND, AREA))

    def _aside(self, area: Area, a: int) -> bool:
        """七圩镇把月城镇作为对象, 街道在全区率先完成, 商贸业为全区扛下重任: the area after the preposition does nothing."""
        current = self.p.area
        if current is None or current.name == area.name or a == self.start:
            return False
        opens = self._chain_opens(a)
        if self._in_list(opens):
            return False
        if self.fresh_area and self.text[opens - 1] in _PREPOSITIONS:
            return True  # 在|山东|济宁市
        if self.text[a - 2 : a] in ("整个", "代表"):
            return False  # 街道代表|全区|参赛, 获第一名
        if self.text[a - 1] in "为给替" and self.text[a] in "全我本":
            return True
        within = self.text[a - 1] in "在对" or bool(self.before and self.before[-1][1] == a)
        return within and self._holds(area, current)

    def _chain_opens(self, a: int) -> int:
        """Where the names before this one begin that it lies in: 山东|济宁市|."""
        toks = self.toks
        at = before(toks, a) - 1
        while at >= 0 and toks[at][1] == a and toks[at][2] == AREA:
            a = toks[at][0]
            at -= 1
        return a

    def _in_list(self, opens: int) -> bool:
        """甲县、乙县和|丙县分别…: the last of the areas that each have a figure of their own."""
        return (
            bool(self.order_area)
            and self.text[opens - 1] in "和与及"
            and self.prev_area_ends(opens - 1)
            and _EACH.search(self.text, opens, min(self.end, opens + 24)) is not None
        )

    def _holds(self, outer: Area, inner: Area) -> bool:
        """Whether one area lies in the other, as far as is known."""
        p = self.p
        if outer.level == "country":
            return inner.level != "country"
        if inner.area_id and outer.area_id:
            return outer.area_id in p.d.ancestors(inner.area_id)[1:]
        if inner.local:
            return outer.name in {a.name for a in p._chain() if a.name != inner.name}
        return bool(inner.code and outer.code and inner.code.startswith(outer.code.rstrip("0")))

    def _elsewhere(self, area: Area, b: int) -> bool:
        """北京理工大学, 焦作市农村信用社: an area within another name, unless it is home or lies in it."""
        p = self.p
        if _INSTITUTION.match(self.text, b) and not area.local:
            return True
        home = p.setting.home
        if (
            home is None
            or area.name == home.name
            or area.level not in ("country", "province", "city", "county", "district")
        ):
            return False
        if area.reference or (
            self.text[b - 1 : b] in "国省"
            and self.text[b - 2 : b] in ("全国", "全省", "我国", "我省", "本省")
        ):
            return False
        if area.area_id and home.area_id and home.area_id in p.d.ancestors(area.area_id):
            return False
        if home.level == "province" and self.text[b - 2 : b] in ("全市", "我市"):
            return False  # 太原市…。全市|一般公共预算支出…, on a province's page
        if area.level in ("country", "province") and re.match(
            "[\u4e00-\u9fff]{0,4}(?:奖|院|大学|学会|协会|委|厅|局|公司|集团|杯|银行)",
            self.text[b : b + 8],
        ):
            return True
        if area.code and home.code and area.code[:4] == home.code[:4] and home.code.endswith("00"):
            return False
        if p.setting.genre in ("feature", "work_report", "budget") and home.code and area.code:
            chain = home.code.rstrip("0"), area.code.rstrip("0")
            if not (chain[0].startswith(chain[1]) or chain[1].startswith(chain[0])):
                return True  # a page speaks of its own place; others are where guests come from
        nxt = next((t for t in self.toks if t[0] >= b), None)
        return nxt is None or nxt[0] > b

    def _next_kind(self, position: int) -> str:
        following = self.text[position + 2 : position + 10]
        if re.match(r"(?:文明|卫生|百强|先进|优秀|示范|首|第|唯一|重点|知名)", following):
            return "title"
        return ""
