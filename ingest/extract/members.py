"""The members of a list, which 分别 gives a figure each: indicators, areas or times, in their order."""

from __future__ import annotations

import re

from ingest.extract.claims import SECTORS, Subject
from ingest.extract.dictionary import Area
from ingest.extract.institutions import MEMBERS, kind_of, of_kind
from ingest.extract.periods import When

# 总量和增速分别居…: of the indicator before
_OF_THE_SAME = re.compile(
    r"(?:经济|其|三项|两项|四项|五项|[两三四五]大|以上|上述|各项)*(?:总量|增速|增幅|总数|数量|总额|规模|指标|[前后]者|位次|排名|速度|绝对额|指标增速|指标增幅|增长速度)"
)
# 0-14岁、15-59岁、60岁及以上: how a population is divided by age
AGES = re.compile(r"\d{1,3}岁?[-至]\d{1,3}(?:周岁|岁)|\d{1,3}(?:周岁|岁)(?:及|含)?以[上下]")
_VERBS_LAST = re.compile("(?:累计|共)?(?:完成|实现|达到?|为)+$")
_COMPUTED = re.compile("(?:计算|测算|统计)的")
_TOWN = re.compile("[\u4e00-\u9fff]{1,5}?(?:镇|乡|街道|街(?!道))")
# 三次产业(增加值)(占生产总值)的比重; not their investment, and not what they add to growth
_SECTORS = "(?:三次|三大|一二三|第?一、第?二、第?三)次?产业?"
_THREE_SECTORS = re.compile(
    _SECTORS
    + "(?:的?增加值占[^,。;投用就]{2,12}|的?增加值|占[^,。;投用就]{2,12}|结构|(?=的?[比占所]))"
    "(?:的?(?:比重|占比|比例|所占比重))?(?=分别)"
)
# 三次产业(固定资产)投资, (用电量, 对经济增长的贡献率)分别…
_OF_SECTORS = re.compile(
    _SECTORS + "(?:的|完成|实现)?(?P<what>[\u4e00-\u9fff]{2,12}?)(?=(?:同比|比上年)?(?:增长)?分别)"
)
# 三次产业|分别增长, after the product of all of them
_SECTORS_GROW = re.compile(
    _SECTORS
    + "(?:增加值)?(?=(?:同比|比上年|比上年同期|较上年)?(?:分别(?:同比|比上年)?[增下]|(?:增长|增速|增幅)分别))"
)
_TOTAL_AND_GROWTH = re.compile(
    "(?:总量|总额|规模|数量)[、和与及](?:增[幅速]|增长率|增长速度)分?[别列]"
)
_LONGEST_HEAD = 8  # 国有资本经营预算|收入、支出
_INSURANCE = re.compile("养老|医疗|失业|工伤|生育")
_TOWN_AND_COUNTRY = ("城乡", "城镇和农村", "城镇与农村", "城镇、农村")


class Members:
    """Telling the members of lists; part of `Sentence`."""

    __slots__ = ()

    def _targets_of_list(self, position: int, said: list[tuple[int, int, str]]) -> list | None:
        """What 分别 points back to: indicators, areas or times, in their order."""
        expected = self._figures_ahead(position)
        if self.bases >= 2:
            return None  # 较一季度、上半年分别加快: the members are what is compared with
        if (
            not said
            and self.resp is not None
            and len(self.resp) == expected >= 2
            and self.index >= 0
            and isinstance(self.resp[0], Subject)
            and not (self.items and self.items[-1][-1][1] > self.last_fig_end)
        ):
            return self.resp  # 生猪、牛分别出栏6万头、3万头, 分别增长8%、3%
        if "岁" in self.text[self.clause_start : position] and (ages := self._ages(position)):
            return ages if len(ages) == expected else None
        if expected == 3 and (sectors := self._each_sector(position)):
            return sectors
        towns = self._towns()
        if towns and len(towns) >= expected:
            return towns
        both = self._both_sides(said or self.before) if expected == 2 else None
        both = both or (self._towns_and_villages() if expected == 2 else None)
        if both:
            return both
        items = [parts for parts in self.items if any(self.text[a:b].strip() for a, b, _ in parts)]
        if (
            expected == 2
            and self.p.subject is not None
            and _TOTAL_AND_GROWTH.match(self.text, self.clause_start)
        ):
            return [self.p.subject] * expected  # 财政收入增长14%, 总量和增幅分别居第3位和第1位
        if len(items) >= 2:
            last = self._subject(items[-1], "", "")
            said_all = self.text[items[-1][0][0] : items[-1][-1][1]]
            if last is not None and last.indicator_id and _COMPUTED.search(said_all):
                return [last] * len(items)  # 按常住人口、户籍人口计算的人均生产总值分别…
            tail = _VERBS_LAST.sub("", self._join(items[-1]))
            found: list[Subject] = []
            for parts in items:
                subject = self._subject(parts, "", "")
                if subject is None:
                    headed = self._headed(found[0], self._join(parts)) if found else None
                    if headed is not None:  # 一般公共预算收入和|支出
                        found.append(headed)
                    continue
                if not subject.indicator_id:
                    subject = self._share_tail(subject, tail) or subject
                elif subject.quality <= 0.85:  # 金融机构|存、贷款余额: cut short, not named
                    whole = Subject("", self._join(parts), 0.6, "", "", subject.start)
                    subject = self._share_tail(whole, tail) or subject
                if _OF_THE_SAME.fullmatch(subject.text) and self.p.subject is not None:
                    subject = self.p.subject
                found.append(subject)
            if len(found) >= 2:
                if len(found) > expected >= 2 and not found[0].indicator_id:
                    # 主要支出增幅较高, 如教育支出、科学技术支出分别增长…: the list begins later
                    found = found[-expected:]
                self._complete(found)
                return found
        named = self._subject(said, "", "")
        if named is not None and (members := self._of_each_kind(named, expected)):
            return members
        if (
            named is not None
            and self.fig_in_clause >= expected >= 2
            and len(self.recent) >= expected
            and named.text == self.recent[-1].text
        ):
            return self.recent[-expected:]  # 8个省重点、20个市重点项目分别完成投资
        listed = [*self.named_before, named]
        if (
            named is not None
            and named.indicator_id
            and self.fig_in_clause == 0
            and len(listed) == expected >= 2
        ):
            return listed  # 粮食产量, 油料产量分别增长
        if named is None and self.resp is not None and len(self.resp) == expected:
            return self.resp  # …分别为a和b, 分别增长c和d
        own = named or (None if self.fig_in_clause else self.p.subject)
        both = self._town_and_country(own) if own is not None and expected == 2 else None
        if both:
            return both
        span = self.p.when
        if (
            span is not None
            and span.kind == "span"
            and isinstance(span.year, int)
            and expected >= 2
            and span.year2 - span.year + 1 == expected
        ):  # 2016年至2018年, 分别完成产值2亿元、3亿元、4亿元
            return [When(year, explicit=True) for year in range(span.year, span.year2 + 1)]
        compared = self._compares(position)
        if (
            len(self.recent) >= expected >= 2
            and not compared
            and (named is None or (not named.indicator_id and _OF_THE_SAME.match(named.text)))
        ):
            return self.recent[-expected:]
        if len(self.order_area) >= 2:
            return self.order_area[-expected:] if expected >= 2 else list(self.order_area)
        if len(self.order_when) >= 2:
            return self.order_when[-expected:] if expected >= 2 else list(self.order_when)
        return None

    def _each_sector(self, position: int) -> list[Subject] | None:
        """三次产业的比重分别为…: the three sectors, in their order."""
        grow = _SECTORS_GROW.search(self.text, self.clause_start, position + 8)
        if grow is not None and (
            grow.group().endswith("增加值")
            or (self.p.subject is not None and self.p.subject.indicator_id == "gdp")
        ):
            names = ("第一产业", "第二产业", "第三产业")
            pairs = zip(SECTORS, names, strict=True)
            return [self.p.lookup(i, name, 0.9, grow.start()) for i, name in pairs]
        named = _THREE_SECTORS.search(self.text, self.clause_start, position)
        if named is None:
            return self._of_each_sector(position)
        return [self.p.lookup(name, named.group(), 0.9, named.start()) for name in SECTORS]

    def _of_each_sector(self, position: int) -> list[Subject] | None:
        """三次产业投资分别…, 一、二、三产业的贡献率分别…: what is told of each sector."""
        told = _OF_SECTORS.search(self.text, self.clause_start, position)
        if told is None:
            return None
        found = []
        for name in ("第一产业", "第二产业", "第三产业"):
            name += told["what"]
            hit = self.p.aliases.get(name) or self.p.aliases.get(name.replace("固定资产", ""))
            found.append(
                self.p.lookup(hit, name, 0.9, told.start())
                if hit
                else Subject("", name, 0.6, "", "", told.start())
            )
        return found

    def _complete(self, found: list[Subject]) -> None:
        """生猪存栏、出栏分别…: a member that leaves out the head that the first one has."""
        first = found[0]
        whole = self.outer or self.p.subject
        if whole is not None and whole.indicator_id.startswith("firms_in_statistics"):
            firms = [self._firms_of(item) for item in found]
            if all(firms) and not self._has_share():
                found[:] = firms  # 规上企业120家, 其中工业、建筑业分别为60家、20家
                return
        if "养老" in first.text:
            self._complete_insured(found)
        for n, item in enumerate(found[1:], 1):
            if not item.indicator_id:
                found[n] = self._headed(first, item.text) or item

    def _headed(self, first: Subject, tail: str) -> Subject | None:
        """What the first member's head and a short member make together: 生猪存栏、|出栏."""
        if len(tail) > 4:
            return None
        for size in range(min(_LONGEST_HEAD, len(first.text) - 1), 1, -1):
            name = first.text[:size] + tail
            if name in self.p.aliases:
                return self.p.lookup(self.p.aliases[name], name, 0.85, first.start)
        return None

    def _complete_insured(self, found: list[Subject]) -> None:
        """参加城镇职工基本养老、医疗、失业保险人数分别…: each of the insurances."""
        base, _, _ = found[0].text.partition("养老")
        for n, item in enumerate(found):
            kind = _INSURANCE.search(item.text)
            if item.indicator_id or kind is None:
                continue
            name = kind.group() + "保险"
            hit = self.p.aliases.get(base + name) or self.p.aliases.get("参加" + name)
            if hit:
                found[n] = self.p.lookup(hit, base + name, 0.85, item.start)

    def _towns(self) -> list[Area] | None:
        """陶镇、姚镇村集体收入分别…: towns in a list; what follows the last is what is counted."""
        towns: list[Area] = []
        rest: list[tuple[int, int, str]] = []
        for parts in self.items:
            last = parts is self.items[-1]
            start, end = parts[0][0], parts[-1][1]
            match = _TOWN.match(self.text, start, end)
            if match is not None and match.group().endswith(("城镇", "乡镇")):
                return None  # 城镇、乡村零售额: no towns of that name
            if match is None and last and towns and self.order_area:
                towns.append(self.order_area[-1])  # a town that the text names elsewhere too
                rest = parts
                break
            if match is None or (match.end() != end and not last):
                return None
            towns.append(Area("", match.group(), "subdistrict"))
            if match.end() < end:
                name = self.text[match.end() : end]
                rest = [(match.end(), end, self.p.aliases.get(name, ""))]
        if len(towns) < 2:
            return None
        if rest:
            self.before = rest
        return towns

    def _of_the_same(self, parts: list[tuple[int, int, str]]) -> bool:
        """增速, 总量: of the indicators named before."""
        return _OF_THE_SAME.fullmatch(self.text[parts[0][0] : parts[-1][1]]) is not None

    def _of_each_kind(self, named: Subject, expected: int) -> list[Subject]:
        """中学42所, 小学93所; 在校学生分别为…: the pupils of each kind of school just counted."""
        if not 2 <= expected <= len(self.recent) or MEMBERS.fullmatch(named.text) is None:
            return []
        kinds = [kind_of(s.text) for s in self.recent[-expected:]]
        if not all(kinds):
            return []
        found = []
        for kind in kinds:
            hit, name = of_kind(kind, named.text, self.p.aliases)
            found.append(
                self.p.lookup(hit, name, 0.9, named.start)
                if hit
                else Subject("", name, 0.6, "", "", named.start)
            )
        return found

    def _ages(self, position: int) -> list[Subject]:
        """0-14岁、15-59岁、60岁及以上人口分别为…: each age of the population, in their order."""
        bands = list(AGES.finditer(self.text, self.clause_start, position))
        if len(bands) < 2:
            return []
        tail = re.sub("分别.*", "", self.text[bands[-1].end() : position])
        found = []
        for band in bands:
            name = band.group() + tail
            hit = self.p.aliases.get(name)
            found.append(
                self.p.lookup(hit, name, 0.95, band.start())
                if hit
                else Subject("", name, 0.6, "", "", band.start())
            )
        return found

    def _towns_and_villages(self) -> list[Subject] | None:
        """城、乡居民人均可支配收入分别为…: the mark stands within 城乡."""
        if len(self.items) != 2 or self._join(self.items[0]) not in ("城", "城镇"):
            return None
        whole = self._join(self.items[1])
        if not whole.startswith(("乡", "农村")):
            return None
        hit = self.p.aliases.get("城乡" + whole.removeprefix("农村").removeprefix("乡"))
        named = self.p.lookup(hit, "城乡居民", 0.9, self.items[0][0][0]) if hit else None
        return self._town_and_country(named) if named is not None else None

    def _town_and_country(self, subject: Subject) -> list[Subject] | None:
        """城乡居民人均可支配收入分别为…: that of the towns, then that of the country."""
        if not subject.text.startswith(_TOWN_AND_COUNTRY) or not subject.indicator_id:
            return None
        found = [f"{subject.indicator_id}_{side}" for side in ("urban", "rural")]
        if not all(name in self.p.d.indicators for name in found):
            return None
        return [self.p.lookup(n, subject.text, 0.9, subject.start) for n in found]
