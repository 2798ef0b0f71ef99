"""Which area a sentence speaks of, and which it only compares with."""

from __future__ import annotations

import re

from ingest.extract import words as w
from ingest.extract.dictionary import Area, is_form, is_own_level, own_level
from ingest.extract.localnames import in_title
from ingest.extract.places import COMMON, LOCAL_GOVERNMENTS
from ingest.extract.words import AREA, CUE, FIG, IND, INTRODUCES, MEDIUM, PUNCT, RANK, TIME

_THIS_COUNTY = frozenset(("该县", "我县", "本县", "该区", "我区", "本区", "该市"))

# 记者从县产业集聚区获悉: the county's own
_OF_HOME = re.compile("(?:^|[从在据,。:\n])[县市区]$")
# 据云帆集团|董事长介绍, 该项目总投资…: of the project that the page is about
_SPEAKS_FOR = re.compile(
    "(?:[\u4e00-\u9fff]{0,6}(?:董事长|经理|负责人|厂长|总裁|总监|主任))[^,。;]{0,8}(?:介绍|说|表示|透露)[,:]?“?(?:该|这个|本)(?:项目|园|产业园|基地)"
)

_RANKS = re.compile("[居列排]|位[居列]|名列|跃居|跻身|稳居|荣[居登]|雄[踞居]|高居")

# What a place has: said in the next clause, it is still said of that place.
_HAS = re.compile(
    "(?:该|此|这个|整个)(?:项目|园|产业园|基地|工程)|总?(?:占地|投资|建筑面积|用地|规划|入驻|注册|已?入[园驻]|拥有|现有|已有|建有|年[产纳营销]|从业|总|一期|二期|税|营|主营|产值|工业|规模|规上|固定资产|招商|实际|进出口|财政|实现|完成|有)"
)


# 紧邻郑州市, 产品销往上海市: a place that something lies by or goes to has no figures of its own here.
_BESIDE = re.compile(
    r"(?:紧?邻|毗邻|邻近|临近|靠近|紧靠|距离?|接壤|通往|通达|辐射|覆盖|来自|隶?属于?|销往|远销|运往|面向|对接|承接|融入|[东西南北]与?[邻接靠临连依])(?:古都|古城|省会)?$"
)
_BRACKET_HEAD = re.compile("[(;,](?:其中[:,]?)?$")
_OF_ITS_ECONOMY = re.compile("[^,。;:]{0,12}中的?(?:比重|占比|份额|所占)")
_SHORT_ZONE = 3  # characters: 高新区, 开发区
_ONE_OF_THEM = re.compile("(?:[一二三四五六七八九十\\d]{1,3}[^,。;、]{0,6})?之一")
# 区本级(不含洪山镇): a place within brackets that the figures are without
LEFT_OUT = re.compile(r"\([^()]{0,6}(?:不?含|不?包括|不计|除|扣除)[^()]*$")
# 河湾本级|(不含新区, 下同): holds for what follows as well
_SO_BELOW = re.compile(r"\([^()]{0,20}下同\)")
# 沈阳|4月19日电: where a report was filed
_DATELINE = re.compile(r"[省市县区]?\d{1,2}月\d{1,2}日[电讯]")
# 全省|平均增速(2.4%)
_AVERAGE = re.compile("(?:的?(?:平均)?(?:水平|增速|增幅|增长率|值)?)$")
# 辖青湖区、云山县|和河湾县: what a place is divided into
_DIVIDED_INTO = re.compile("(?<![市直])辖(?!区)有?(?:[\u4e00-\u9fff]{1,8}[、和与及])*$")
_AND_OTHERS = re.compile("[和、与及]|分别|[高低快慢]")
# 云谷产业园、示范区|等4个项目: names of a list that is counted
_AND_SO_MANY = re.compile(
    r"等[约近]?[\d一二三四五六七八九十两]{1,4}[余多]?[个家项处所条](?![市县区])"
)
_NATION_ITSELF = (IND, CUE, TIME, PUNCT)


class Placing:
    """Telling areas; part of `Sentence`."""

    __slots__ = ()

    def _area(self, a: int, b: int, payload: object, i: int) -> None:
        p = self.p
        name = self.text[a:b]
        area: Area | None
        nxt = self.toks[i + 1] if i + 1 < len(self.toks) else None
        of_all = (
            nxt is not None
            and nxt[2] == AREA
            and nxt[0] == b
            and _is_reference(payload)
            and _is_reference(nxt[3])
            and name.endswith("域")
        )
        if (
            of_all
            or in_title(self.text, a)
            or self._within_quotes(a, b)
            or self.text[b : b + 1] == "级"
            or _ONE_OF_THEM.match(self.text, b)
            or (b - a <= _SHORT_ZONE and self.text[a - 1 : a] == "级" and name[-1] == "区")
            or MEDIUM.match(self.text, b)
            or _DATELINE.match(self.text, b)
            or (self.text[b : b + 1] == "等" and _AND_SO_MANY.match(self.text, b))
        ):
            # 被评为“中国百强园区”, 河北省级, 许昌市|六县市之一, 省级|高新区, 县域|开发区, 许昌|日报讯
            self._add(a, b, "")
            return
        if self.depth and LEFT_OUT.search(self.text, max(self.start, a - 40), a):
            if self.text.endswith("(含", 0, a) and self._next_is(b, (FIG,)):
                self.before = []  # 收入30亿元(含|示范区|12亿元): its part
                p.area, p.area_text = p._resolve_area(payload, name)
            return  # 区本级(不含洪山镇)
        if is_form(payload) and not name.startswith(("全", "该", "我", "本")):
            previous = self.toks[i - 1] if i else None
            if payload.reference == "zone" and previous is not None and previous[1] == a:
                of = self.text[previous[0] : a]
                if of in _THIS_COUNTY and (zone := p._zone_of(previous[3], of, name)):
                    self._take_area(zone, name, a)  # 该县|产业集聚区
                    return
            if previous is not None and previous[1] == a and _is_reference(previous[3]):
                self._add(a, b, "")  # 全省|开发区: all of them
                return
            if payload.reference == "form" and not self.before:
                near = p.last_by_kind.get("park")
                if near is not None and near.name.endswith(name):
                    self._take_area(near, name, a)
                    return
            counted = previous is not None and previous[1] == a and previous[2] == FIG
            joined = (
                self.before
                and self.before[-1][1] == a
                and not _OF_HOME.search(self.text[max(0, a - 2) : a])
            )
            of_rank = self.text[max(0, a - 2) : a].endswith(("级", "以上"))  # 省级|开发区
            if payload.reference == "form" or counted or joined or of_rank or self._counts(b):
                # 专业|产业园区, 两个|园区: a common noun
                self._add(a, b, "")
                return
        if (
            isinstance(payload, Area)
            and payload.reference == "level"
            and not self._own_level(name, b)
        ):
            self._add(a, b, "")
            return
        area, printed = p._resolve_area(payload, name)
        if area is None and name in COMMON:
            if self.before and self.text[self.before[0][0] : a] == "全":
                self.before = []
            return  # 全城区|财政收入
        if area is None or (
            isinstance(payload, Area) and payload.local and self._in_passing(a, b, payload)
        ):
            self._add(a, b, "")
            return
        if (
            i
            and self.toks[i - 1][2] == AREA
            and self.toks[i - 1][1] == a
            and not isinstance(payload, Area)
            and isinstance(self.toks[i - 1][3], list)
        ):
            head = self.toks[i - 1][3][0][0]
            for entry in payload:  # type: ignore[attr-defined]
                if entry[0][:2] == head[:2] and (head[2:4] == "00" or entry[0][:4] == head[:4]):
                    known = p.d.by_code.get(entry[0])
                    area = (
                        p.d.areas[known] if known else Area("", entry[2], entry[1], code=entry[0])
                    )
                    break
        if self.text.startswith("本级", b) and area.level in LOCAL_GOVERNMENTS:
            area = own_level(area)  # 河湾|本级一般公共预算收入
        self._take_area(area, printed, a)

    def prev_area_ends(self, position: int) -> bool:
        return any(t[2] == AREA and t[1] == position for t in self.toks)

    def _other_ends(self, position: int) -> bool:
        """Whether the area compared with, or its average, stands before this place: 比全省平均水平|(."""
        start = position - len(_AVERAGE.search(self.text, self.clause_start, position).group())
        return self.prev_area_ends(start)

    def _goes_on_comparing(self, b: int) -> bool:
        return _AND_OTHERS.match(self.text, b) is not None

    def _ref_position(self) -> bool:
        if not self.cues:
            return self.saw_rank_word
        return self.cues[-1][2] in (w.SHARE, w.THAN) or self.saw_rank_word

    def _compares_next(self, area: Area, a: int) -> bool:
        """高于全省0.5个百分点、|全市|0.3个百分点: the next of those compared with."""
        if (
            self.ref_area is None
            or self.last_fig_end != a - 1
            or self.text[a - 1] not in "、和与"
            or self.last_measure not in ("diff_pp", "change")
        ):
            return False
        than = next((t for t in reversed(self.toks) if t[0] < a and t[2:] == (CUE, w.THAN)), None)
        if than is None or than[0] < self.clause_start:
            return False
        self.cues.append((than[0], than[1], w.THAN))
        self.ref_area, self.ref_areas = area, []
        return True

    def _take_area(self, area: Area, printed: str, a: int) -> None:
        p = self.p
        opens = self._chain_opens(a)
        if self._elsewhere(area, a + len(printed)) or _BESIDE.search(
            self.text, max(self.start, opens - 6), opens
        ):
            return
        if self.text.find("辖", self.clause_start, a) >= 0 and _DIVIDED_INTO.search(
            self.text, self.clause_start, a
        ):
            return
        if (
            self.text[a - 1] == "在"
            and self.before
            and _OF_ITS_ECONOMY.match(self.text, a + len(printed))
        ):
            return  # 服务业在|全区|经济中的比重
        if printed in ("中国", "国际") and not self._next_is(a + len(printed), _NATION_ITSELF):
            return  # 中国对外贸易500强
        if self._ref_position() or (
            self.cues
            and self.cues_broken()
            and self.cues[-1][2] in (w.SHARE, w.THAN, w.UP, w.DOWN, w.YOY)
        ):
            self.ref_area = area
            self.ref_areas.append(area)
            return
        if self._compares_next(area, a):
            return
        stop = a + len(printed)
        if (
            self._rank_ahead(a)
            and not self._area_before_rank(stop)
            and (not _RANKS.match(self.text, stop) or self._contains_home(area))
        ) or self.text.startswith(("平均", "同期"), stop):
            self.ref_area = area
            self.ref_areas.append(area)
            return
        if self._aside(area, a):
            return
        if self.depth and not area.known and not self._heads_bracket(area, a):
            return
        if area.local and (
            (self.fresh_area and self.text[a - 1] == "是")  # 河湾开发区是|山海示范园区, 面积…
            or (area.level == "enterprise" and _SPEAKS_FOR.match(self.text, stop))
        ):
            return
        if self._adjective(area, a, stop):
            return
        self.order_area.append(area)
        visited = self.text[max(0, a - 2) : a] in ("走进", "来到", "走访", "走入")
        passing = p.area is not None and (
            self.clause_start > self.start or (area.level == "village" and opens > self.start + 1)
        )
        if (
            area.local
            and area.level != "park_group"
            and (passing or p.setting.genre == "work_report")
            and not visited
        ):
            self.outside = self.outside or (p.area, a, p.area_text)
        if not self.cues_broken() and self.fig_in_clause == 0 and not self.items:
            self.before = []
        said = self.text[max(self.start, a - 3) : a].rstrip(":,")
        if said.endswith("其中") and p.area is not None and p.setting.genre == "feature":
            told = p.claims[-1].start if p.claims else -1
            if self.figures or told > self.text.rfind("\n", 0, a):
                self.whole = (p.area, p.area_text)  # a part of what was just counted
        p._remember(area)
        p.level_in_passing = self.figures > 0 or self.text[self.start : a].endswith(
            ("其中", "其中:", "其中,")
        )
        p.area, p.area_text = area, printed
        if is_own_level(area) and _SO_BELOW.match(self.text, stop + len("本级")):
            p.section_area, p.section_area_text = area, printed
        self.fresh_area = True

    def _heads_bracket(self, area: Area, a: int) -> bool:
        """收入12亿元(其中: 区本级5亿元; 高新区3亿元): what stands first in a bracket has the figures there."""
        return (
            area.level in ("statistical_group", "functional_area")
            and _BRACKET_HEAD.search(self.text, max(self.start, a - 6), a) is not None
        )

    def _leave_area(self, b: int) -> None:
        """A park or a village named within a sentence holds for its clause, unless what it has follows:
        云谷产业园签约落地, 新增就业500人; but 云谷产业园一期建成, 占地200亩."""
        kept, self.outside = self.outside, None
        if kept is None or kept[2] == self.p.area_text:
            return
        said_of_it = self.fig_in_clause and self.last_fig_end > kept[1]
        if said_of_it and self.p.area is not None and self.p.area.level != "village":
            return
        if self.fig_in_clause == 0 and (
            _HAS.match(self.text, b) or INTRODUCES.match(self.text, kept[1] + len(self.p.area_text))
        ):
            return
        self.p.area, self.p.area_text = kept[0], kept[2]

    def _area_before_rank(self, position: int) -> bool:
        """洛阳作为全省第二: the rank is that of the nearer area's comparison."""
        for a, b, kind, payload in self.toks:
            if a >= position:
                if kind == AREA and a == position and is_form(payload):
                    position = b  # 全省|园区: one with the area before it
                    continue
                if kind == AREA:
                    return True
                if kind in (RANK, FIG, PUNCT):
                    return False
        return False

    def _rank_ahead(self, position: int) -> bool:
        """Whether a rank follows before the clause ends: 居全省第2位."""
        for a, b, kind, payload in self.toks:
            if a <= position:
                continue
            if kind == RANK:
                return a - position <= 16 and self.text[b : b + 1] not in "批期届轮"
            if kind in (PUNCT, FIG):
                return False
            if kind == CUE and payload == w.RANKED:
                continue
        return bool(
            re.match(r"[^,。;、]{1,8}(?:首位|前列|榜首|之首)", self.text[position : position + 14])
        )


def _is_reference(payload: object) -> bool:
    return isinstance(payload, Area) and bool(payload.reference)
