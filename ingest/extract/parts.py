"""A part that leaves out what it is a part of: 第二产业 below 投资, 农业 below 农林牧渔业总产值, 新增 after a stock."""

from __future__ import annotations

import re

from ingest.extract.claims import SECTORS, Subject
from ingest.extract.institutions import kind_of, of_kind

# The tail that the whole is named with, and what its parts then lack.
_TAILS = (
    ("投资", ("投资",)),
    ("用电量", ("用电量",)),
    ("总产值", ("产值", "总产值")),
    ("产值", ("产值", "总产值")),
    ("增加值", ("增加值",)),
    ("保费收入", ("保费收入",)),
    ("零售额", ("零售额",)),
    ("零售总额", ("零售额", "消费品零售额")),
    ("就业人员", ("就业人员",)),
    ("从业人员", ("就业人员",)),
    ("价格", ("价格",)),
    ("价格指数", ("价格",)),
    ("产量", ("产量",)),
)
# Farming in the narrow sense beside forestry, husbandry and fishing.
_FARMING = re.compile("(?:农业|种植业)(?:总?产值|增加值)?")
_OTHER_BRANCHES = re.compile("(?<!农)(?:林业|牧业|渔业)")
_BRANCHES = 80  # characters: two branches with their growth
_FARMING_OF = {
    "agricultural_output": "farming_output",
    "agriculture_value_added": "farming_value_added",
}
_ADDED = re.compile("(?:当年|全年|本年|年内|比年初)?(?:净?新增|净增)(?:加?额|数|户数|家数)?")
_SALES = frozenset(("销售额", "销售金额", "销售总额"))
_FLOOR = re.compile("(?:施工|竣工|新开工|销售)面积")
_DEAD = re.compile("(?:共?造成)?死亡(?:人数|人口)?")

_PROJECTS = re.compile(
    "项目(?:已|均已|均|都|先后|相继|陆续|全部|顺利|正式|成功)*(?:竣工|建成|完工|投产|(?P<settled>入驻|进驻|落户))"
)
_OF_SCHOOLS = {"teachers": "专任教师", "students": "在校学生"}
# Nouns that leave open of what they are, and those of them that have an indicator of their own.
_BARE = re.compile(
    "投资额?|总?产值|增加值|总收入|销售额|零售额|(?:销售|施工|竣工|新开工|待售)面积|经营收入|接待人数"
)
_GENERAL = frozenset(("总产值", "产值", "增加值", "投资", "投资额", "总收入"))
_BY_SEX = ("male_population", "female_population")
# trade of some firms or with some countries
_OF_SOME_TRADE = re.compile(
    "(?:企业|民企|国企|外企|国家|东盟|欧盟|美国|日本|韩国|香港|俄罗斯|非洲|拉美)(?:的)?(?:进出口|贸易)"
)
_NOT_ALL = ("births", "deaths")
_RESIDENTS = ("urban_resident_population", "rural_resident_population")


class Parts:
    """Naming parts by their wholes; part of `Sentence`."""

    __slots__ = ()

    def _part_of(self, subject: Subject, previous: Subject | None, measure: str) -> Subject:
        """The indicator of a part that only names which part it is."""
        if previous is None or not previous.text:
            return subject
        name = subject.text
        known = self.p.d.indicators.get(previous.indicator_id)
        whole = known.name if known else previous.text
        if subject.indicator_id in SECTORS and "增加" not in name and measure != "share_pct":
            # 固定资产投资增长8%, 第二产业增长12%: the sectors of what was named
            for ending, tails in _TAILS:
                if whole.endswith(ending) and ending not in ("增加值", "总产值", "产值"):
                    return self._with_tail(subject, tails) or Subject(
                        "", name + tails[0], 0.6, "", "", subject.start
                    )
            return subject
        farming = _FARMING_OF.get(previous.indicator_id)
        if farming in self.p.d.indicators and self._breaks_down(subject):
            return self.p.lookup(farming, name, 0.85, subject.start)
        if not subject.indicator_id:
            if name in _SALES and previous.indicator_id == "housing_floor_sold":
                hit = self.p.aliases.get("商品房销售额")
                if hit:  # 商品房销售面积…, 销售额…
                    return self.p.lookup(hit, name, 0.88, subject.start)
            if previous.indicator_id == "grain_area" or previous.text.endswith("播种面积"):
                for ending in ("播种面积", "种植面积"):
                    hit = self.p.aliases.get(name + ending)
                    if hit:  # 粮食播种面积…, 其中小麦…
                        return self.p.lookup(hit, name, 0.85, subject.start)
            if "死亡" in name and _DEAD.fullmatch(name):
                hit = "work_deaths" if previous.indicator_id == "accidents" else ""
                return (
                    self.p.lookup(hit, name, 0.9, subject.start)
                    if hit
                    else Subject("", previous.text + name, 0.6, "", "", subject.start)
                )
            floor = _FLOOR.search(previous.text) if name.endswith("面积") else None
            if floor is not None and _FLOOR.fullmatch(name):
                hit = self.p.aliases.get(previous.text[: floor.start()] + name)
                if hit:  # 商品房施工面积…, 竣工面积…
                    return self.p.lookup(hit, name, 0.9, subject.start)
        return subject

    def _of_theme(self, own: Subject) -> Subject:
        """A bare noun below a heading: 建筑业 ⏎ 完成总产值9亿元; 房地产 ⏎ …, 销售面积5万平方米."""
        p = self.p
        theme = p.theme
        if (
            not theme
            or (own.indicator_id and own.text not in _GENERAL)
            or _BARE.fullmatch(own.text) is None
        ):
            return own
        housing = theme.startswith("房地产")
        if p.subject is not None and not (housing and own.text.endswith(("面积", "销售额"))):
            return own  # 在建项目30个, 完成投资20亿元: theirs
        if own.text.startswith("投资") and theme.endswith("投资"):
            names = [theme]
        else:
            bases = [theme, theme.removesuffix("业"), theme + "业"]
            bases += ["房地产开发", "商品房"] if housing else []
            names = [base + own.text for base in bases]
        for name in names:
            hit = p.aliases.get(name) or p.d.spelt(name)
            if hit:
                return p.lookup(hit, name, 0.85, own.start)
        return own

    def _of_whole(self, own: Subject, dimension: str) -> Subject:
        """教师总人数3000人, 其中小学1800人; 户籍人口11万人, 其中城镇人口5万人: another thing than its name."""
        p = self.p
        whole = self.outer or p.subject
        if whole is None:
            return own
        if dimension == "persons" and own.dimension == "count" and kind_of(own.text):
            # the teachers of these schools, not the schools
            member = _OF_SCHOOLS.get(whole.indicator_id, "")
            hit, name = of_kind(own.text, member, p.aliases) if member else ("", own.text)
            if hit:
                return p.lookup(hit, name, 0.9, own.start)
            return Subject("", name[-24:], 0.6, "", "", own.start)
        if own.indicator_id.startswith(("exports", "imports")) and _OF_SOME_TRADE.search(
            whole.text
        ):
            return Subject("", own.text, 0.6, "", "", own.start)  # 民营企业进出口…, 其中出口
        if own.indicator_id in _BY_SEX and whole.indicator_id in _NOT_ALL:
            return Subject("", own.text, 0.6, "", "", own.start)  # 出生人口…, 其中男性
        if own.indicator_id in _RESIDENTS and whole.indicator_id == "registered_population":
            return Subject("", own.text, 0.6, "", "", own.start)  # of those registered
        return own

    def _projects(self, b: int) -> Subject | None:
        """8个|项目已竣工, 5个|项目已入驻: what the projects have come to names their count."""
        found = _PROJECTS.match(self.text, b)
        if found is None:
            return None
        indicator = "projects_settled" if found["settled"] else "projects_completed"
        return self.p.lookup(indicator, found.group(), 0.88, b)

    def _breaks_down(self, subject: Subject) -> bool:
        """Whether 农业 is one of the branches of what was just told: it stands before 林业, 牧业 or 渔业."""
        if _FARMING.fullmatch(subject.text) is None:
            return False
        following = self.text[subject.start : subject.start + _BRANCHES]
        return _OTHER_BRANCHES.search(following) is not None

    def _with_tail(self, subject: Subject, tails: tuple[str, ...]) -> Subject | None:
        for tail in tails:
            hit = self.p.aliases.get(subject.text + tail)
            if hit:
                return self.p.lookup(hit, subject.text + tail, 0.9, subject.start)
        return None

    def _of_its_kind(self, name: str, previous: str) -> str:
        """食品价格上涨3%, 衣着下降1%; 居民消费价格上涨2%, 其中城市上涨3%: named by what went before."""
        for ending, tails in _TAILS:
            if previous.endswith(ending):
                if tails == ("价格",):
                    name = name.removesuffix("类")  # 食品类上涨3%
                for tail in tails:
                    hit = self.p.aliases.get(name + tail) or self.p.d.spelt(name + tail)
                    if hit:
                        return hit
        if name in ("城市", "农村", "城镇", "乡村"):
            return self.p.aliases.get(name + previous, "")
        return ""

    def _is_added(self, own: Subject | None) -> bool:
        """贷款余额400亿元, 当年新增30亿元: the change of the stock just told."""
        subject = self.p.subject
        previous = self.p.claims[-1] if self.p.claims else None
        return (
            own is not None
            and "增" in own.text
            and _ADDED.fullmatch(own.text) is not None
            and subject is not None
            and (
                (subject.kind == "stock" and subject.dimension.startswith("money"))
                or (not subject.indicator_id and subject.text.endswith("余额"))
            )
            and previous is not None
            and previous.start >= self.start
            and previous.indicator_id == subject.indicator_id
        )
