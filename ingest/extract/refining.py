"""What the context makes of the indicator that was named: food of 食品价格, the whole of what is new."""

from __future__ import annotations

import re

from ingest.extract.actors import park_of
from ingest.extract.claims import RATES, Subject
from ingest.extract.dictionary import Area
from ingest.extract.numerals import Figure
from ingest.extract.subjects import LISTED_SITE
from ingest.extract.words import AREA

_OF_PRICES = ("上涨", "下跌", "涨", "跌")  # of no volume or value
_NEWLY = re.compile("^(?:当年|全年)?(?:新增|净增|新引进|新认定|新培育|新建|新设立?|新登记)")
_EPITHET = re.compile("^“[^”]{2,10}”(?=[^“]{4})")  # “飞地项目”|云帆新材料二期项目
_SITE = re.compile(
    r"的((?!重点|重大|工业|产业项目|新|大|在建|\d)(?:(?!等)[\u4e00-\u9fffA-Za-z0-9“”()]){2,40}?(?:项目|产业园|科技园|基地|物流园|酒店|广场|大厦|综合体|商场|商城|商务港|商务中心)(?:[一二三]期)?)(?=[、,。;落开建投正已也将相去今签在于顺竣二一破封完规\d])"
)


# A和B共实现|6亿元: the sum of both
_TOGETHER = re.compile("共(?:计|同)?(?:实现|完成|达)|合计(?:实现|完成|达)?$|之和")
# What is summed over trades: the name of a trade after it is that of its part.
_SUMS = ("投资", "用电量")
_BARE_OF_CROPS = frozenset(("总面积", "产值", "总产值", "年产值", "综合产值"))
_BY_PARTS = re.compile("其中|分|从|按")
_IN_FULL = {"一产": "第一产业", "二产": "第二产业", "三产": "第三产业", "房地产": "房地产开发"}


_KNOWN_ONE = re.compile("。?(?:这个|这一|该|此)")


class Refining:
    """Completing indicators; part of `Sentence`."""

    __slots__ = ()

    def _refined(
        self,
        a: int,
        figure: Figure,
        measure: str,
        subject: Subject | None,
        own: Subject | None,
        in_list: bool,
    ) -> tuple[Subject | None, Subject | None]:
        """The indicator of a figure, and the one that its clause names, with what the words around add."""
        p = self.p
        text = self.text
        dimension = figure.dimension
        if own is not None and not in_list and self._of_the_crop(own, figure):
            own = subject = Subject("", own.text, 0.6, "", "", own.start)
        if subject is not None and (part := self._part_of_sum(subject)) is not None:
            return part, (own if in_list else part)
        if (
            subject is not None
            and not subject.indicator_id
            and (own is not None or (in_list and measure in RATES))
            and (dimension in ("mass", "energy", "money_cny") or measure != "level")
        ):
            # 主要产品产量: 水泥582.1万吨; 从主要产品产量看, 水泥增长6%
            of_products = dimension == "mass" or "产品产量" in text[self.start : a]
            hit = p.aliases.get(subject.text + "产量") if of_products else None
            if (
                not hit
                and measure in RATES
                and (
                    p.subject is None
                    or p.subject.text.endswith(("增加值", "总产值", "生产总值", "GDP"))
                    or subject.text.startswith(("规上", "规模以上", "全部"))
                )
            ):
                hit = p.aliases.get(subject.text + "增加值")  # 规上工业增长5.6%
            if not hit and p.subject is not None:
                known = p.d.indicators.get(p.subject.indicator_id)
                hit = self._of_its_kind(subject.text, known.name if known else p.subject.text)
            name = subject.text
            if (not hit and dimension == "money_cny") or measure != "level":
                side = self._side() or (self._said_side(a) if p.setting.genre == "budget" else "")
                if name.endswith("部门"):
                    side = "收入"  # 税务部门完成41亿元: what it collected
                if side:  # 支出方面, 教育9.64亿元
                    hit = p.aliases.get(subject.text + side)
                    name += side if hit else ""
            if hit:
                subject = own = p.lookup(hit, name, 0.85, subject.start)
        if (
            (measure in RATES or (measure == "level" and dimension == "money_cny"))
            and own is not None
            and (
                not own.indicator_id
                or (measure in RATES and p.aliases.get(own.text + "增加值", "") != "")
            )
            and own.text.endswith("企业")
            and p.subject is not None
            and p.subject.text.endswith("增加值")
        ):  # 国有控股企业增加值增长6%, 私营企业增长3%
            hit = p.aliases.get(own.text + "增加值")
            subject = own = (
                p.lookup(hit, own.text + "增加值", 0.85, own.start)
                if hit
                else Subject("", own.text + "增加值", 0.6, "", "", own.start)
            )
        if (
            measure in RATES
            and own is not None
            and own.indicator_id.endswith("_value_added")
            and not own.text.endswith(("增加值", "产值"))
            and any(text[c[0] : c[1]] in _OF_PRICES for c in self.cues)
        ):  # 工业品出厂价格…, 其中轻工业上涨9%
            subject = own = Subject("", own.text + "价格", 0.6, "", "", own.start)
        if (
            measure in RATES
            and own is not None
            and own.indicator_id.endswith("_output")
            and own.text[-1:] not in "量值"
            and "价格" in text[self.start : a]
            and "产" not in own.text
        ):
            subject = own = Subject("", own.text + "价格", 0.6, "", "", own.start)
        if (
            dimension == "persons"
            and own is not None
            and not own.indicator_id
            and own.text.endswith("保险")
            and (hit := p.aliases.get("参加" + own.text) or p.aliases.get(own.text + "参保人数"))
        ):  # 参保人数: 工伤保险8万人, 失业保险6万人
            subject = own = p.lookup(hit, own.text, 0.88, own.start)
        if own is not None and subject is own:
            subject = own = self._of_whole(own, dimension)
        if (
            measure == "level"
            and own is not None
            and own.indicator_id
            and self.items
            and self.items[-1][-1][1] >= self.clause_start  # 使用调入资金等, 支出调整为…: no list
            and not in_list
            and not self.fig_in_clause
            and (
                dimension == "count"
                or own.text.endswith("支出")
                or (dimension == "money_cny" and _TOGETHER.search(text, self.clause_start, a))
            )
            and self._figures_ahead(a) == 1
        ):
            other = self._subject(self.items[-1], dimension, "level")
            if other is not None and dimension == "money_cny" and not own.text.endswith("支出"):
                subject = own = Subject("", f"{other.text}、{own.text}", 0.6, "", "", own.start)
            elif other is not None and not other.indicator_id and own.text.endswith("支出"):
                other = self._subject_from(other.text + "支出")  # 科技、文化体育与传媒支出
            if (
                other is not None
                and other.indicator_id not in ("", own.indicator_id)
                and other.kind == own.kind
            ):  # 医院、卫生院19所: counted together
                subject = own = Subject("", f"{other.text}、{own.text}", 0.6, "", "", own.start)
        return subject, own

    def _of_the_crop(self, own: Subject, figure: Figure) -> bool:
        """新植果树44万亩, 总面积达到76万亩, 产值14.7亿元: of the trees, not of the county."""
        if own.text not in _BARE_OF_CROPS or self.fig_in_clause or not self.p.claims:
            return False
        if self.p.setting.genre == "feature":
            return False  # a plant of a park has its output
        last = self.p.claims[-1]
        if last.start < self.start:
            return False
        unit = self.p.d.units.get(last.unit, "")
        if own.text == "总面积":
            return "亩" in last.unit and "亩" in figure.unit
        return "亩" in last.unit or unit == "mass" or last.indicator_text.endswith("总面积")

    def _part_of_sum(self, subject: Subject) -> Subject | None:
        """固定资产投资增长5%, 其中第一产业增长3%, 工业增长8%: the investment in them, not their value added."""
        whole = self.p.subject
        if whole is None or not subject.text or subject.text.endswith(_SUMS):
            return None
        tail = next((s for s in _SUMS if whole.text.endswith(s)), "")
        by_value_added = subject.indicator_id.endswith("_value_added")
        if not tail or (
            subject.indicator_id and (not by_value_added or subject.text.endswith("增加值"))
        ):
            return None
        if not (self.figures or _BY_PARTS.match(self.text, self.start)):
            return None
        name = _IN_FULL.get(subject.text, subject.text) + tail
        hit = self.p.aliases.get(name)
        return self.p.lookup(hit, name, 0.88, subject.start) if hit else None

    def _all_of(self, subject: Subject | None) -> Subject | None:
        """新增高新技术企业150家, 累计1850家: the second are all that there are."""
        if subject is None or subject.indicator_id:
            return subject
        rest = _NEWLY.sub("", subject.text)
        hit = self.p.aliases.get(rest) if rest != subject.text else None
        return self.p.lookup(hit, rest, 0.85, subject.start) if hit else subject

    def _site(self, b: int) -> Area | None:
        """What a sum or an area is of, where it is named after it: 总投资5亿元的冷链仓储项目."""
        if _KNOWN_ONE.match(self.text, self.clause_start):
            return None  # 这个总投资3亿元的纺织项目: the one spoken of
        site = _SITE.match(self.text, b)
        if site is not None:
            name = _EPITHET.sub("", site.group(1).removesuffix("等项目"))
            if park := park_of(name):
                return self.p.local.get(park) or Area("", park, "park")
            return self.p.local.get(name) or Area("", name.strip("“”"), "project")
        listed = LISTED_SITE.match(self.text, b)
        if listed is not None:
            return self.p.local.get(listed.group(1)) or Area("", listed.group(1), "project")
        for a, end, kind, payload in self.toks:
            if a == b + 1 and kind == AREA and self.text[b] == "的":
                local = isinstance(payload, Area) and payload.local
                return payload if local else self._site_of(end)
            if a > b:
                break
        return None

    def _site_of(self, end: int) -> Area | None:
        """The local name right after an area: 总投资5亿元的|济宁|豪德商贸城."""
        return next(
            (
                t[3]
                for t in self.toks
                if t[0] == end and t[2] == AREA and isinstance(t[3], Area) and t[3].local
            ),
            None,
        )
