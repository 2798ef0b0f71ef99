"""What a short name leaves out that names before it say: 人均消费支出 after 城镇居民人均可支配收入, 总数 after 新增市场主体."""

from __future__ import annotations

import re

from ingest.extract.claims import YEARS_PLAN, Subject
from ingest.extract.institutions import MEMBERS, of_kind

_CARES_FOR_THE_SICK = re.compile("医|卫生|诊")
_PART_OF_CARE = re.compile("乡镇卫生院|社区卫生|村卫生室|诊所")
_OF_ALL_CARE = ("hospital_beds", "health_technicians", "doctors")

# 总产 after 夏粮播种面积: that of the crop
_INSTITUTIONS = re.compile("^(?:全部|全市|全县)?(?:银行业)?金融机构(?:本外币|人民币)?(?:各项)?")
_HERD = re.compile("(?:年末|期末|季末|月末)?([出存]栏)")
_YIELDS = {
    "总产": ("总产量", "产量", "总产"),
    "总产量": ("总产量", "产量"),
    "产量": ("产量", "总产量"),
    "亩产": ("亩产", "单产", "单位面积产量"),
    "单产": ("单产", "亩产", "单位面积产量"),
}
_FIRMS_OF_A_TRADE = (
    "规模以上{}企业",
    "限额以上{}企业",
    "资质以上{}企业",
    "{}开发企业",
    "规模以上{}",
    "{}企业",
)
_RETAIL = frozenset(("零售额", "消费品零售额", "社会消费品零售额"))
_WHO_TRADES = ("企业", "单位", "个体户", "法人", "商户")
_INVESTED = frozenset(("投资", "开发投资", "投资额"))
_SPENT = frozenset(("投资", "完成投资", "投资额"))
# Nouns that say of what kind the figure is, after a name that ends with them.
_BARE_NOUNS = frozenset(("投资", "产值", "增加值", "用电量", "销售额", "零售额", "总产值"))
# What firms that were just counted make, earn and pay.
_OF_FIRMS_TEXT = """
产值 总产值 工业总产值 销售产值 增加值 工业增加值 主营业务收入 营业收入 销售收入 利润 利润总额 利税 利税总额
"""
_OF_FIRMS = frozenset(_OF_FIRMS_TEXT.split())


class Ellipsis:
    """Completing short names from those before them; part of `Sentence`."""

    __slots__ = ()

    def _total(self, joined: str, start: int) -> Subject | None:
        """新增市场主体2316户, 总数突破1.6万户: the total is that of the stock."""
        whole = self._whole_before(joined)
        previous = whole.text
        if (
            joined in ("支出", "收入")
            and previous.endswith(("收入", "支出"))
            and not previous.endswith(joined)
        ):
            rest = previous[:-2] + joined
            hit = self.p.aliases.get(rest)
            if hit:
                return self.p.lookup(hit, rest, 0.85, start)
        other = self._other_side(whole, joined, start)
        if other is not None:
            return other
        if joined in ("支出", "收入"):
            other = "收入" if joined == "支出" else "支出"
            for earlier in reversed(self.recent):
                if earlier.text.endswith(other):  # 预算收入…, 其中税收…; 支出…
                    hit = self.p.aliases.get(earlier.text[:-2] + joined)
                    if hit:
                        return self.p.lookup(hit, earlier.text[:-2] + joined, 0.85, start)
        if joined in ("总数", "总量", "户数") and previous.startswith(("新增", "新登记", "新设")):
            rest = re.sub("^(?:新增加?|新登记|新设立?)", "", previous)
            hit = self.p.aliases.get(rest)
            return (
                self.p.lookup(hit, rest, 0.85, start)
                if hit
                else Subject("", rest, 0.6, "", "", start)
            )
        return None

    def _whole_before(self, joined: str) -> Subject:
        """收入20亿元, 其中失业保险收入1亿元。|支出|18亿元: the other side of the whole, not of its part."""
        told = self.p.subject
        if joined not in ("支出", "收入"):
            return told
        whole = self.outer if self.figures else self.p.main
        named = whole is not None and whole.text.endswith("收入" if joined == "支出" else "支出")
        return whole if named else told

    def _of_the_firms(self, subject: Subject, previous: Subject) -> Subject | None:
        """规模以上工业企业446家, 完成产值752亿元, 实现增加值203亿元: what the firms counted in the sentence made."""
        counted = "firms_in_statistics_industry"
        if previous.indicator_id != counted and not any(
            told.indicator_id == counted and told.start >= self.start for told in self.recent
        ):
            return None
        for whose in ("规模以上工业", "规模以上工业企业"):
            if hit := self.p.aliases.get(whose + subject.text):
                return self.p.lookup(hit, subject.text, 0.85, subject.start)
        return None

    def _firms_of(self, subject: Subject) -> Subject | None:
        """工业 or 房地产业 of firms just counted: how many of them are in that trade."""
        name = subject.text.removesuffix("企业")
        for form in _FIRMS_OF_A_TRADE:
            hit = self.p.aliases.get(form.format(name))
            if hit and hit.startswith("firms_in_statistics"):
                return self.p.lookup(hit, form.format(name), 0.85, subject.start)
        return None

    def _compose(
        self, subject: Subject, previous: Subject | None, *, counted: bool = False
    ) -> Subject:
        """城镇居民人均可支配收入 …, 人均消费支出 …: the second is that of the urban residents too."""
        if (
            previous is None
            or not previous.text
            or (len(subject.text) > 4 and subject.text.startswith(("城", "农", "全体", "居民")))
        ):
            return subject
        if (
            previous.indicator_id.startswith("firms_in_statistics")
            and len(subject.text) <= 6
            and (not subject.indicator_id or (counted and subject.text.endswith("业")))
            and (firms := self._firms_of(subject))
        ):
            return firms
        if subject.text in _OF_FIRMS and (theirs := self._of_the_firms(subject, previous)):
            return theirs
        if (
            subject.text == "总产值"
            and previous.indicator_id == "industrial_value_added_above_scale"
            and self.figures
            and (hit := self.p.aliases.get("规模以上工业总产值"))
        ):  # 规模以上工业增加值增长8%, 总产值突破100亿元
            return self.p.lookup(hit, subject.text, 0.85, subject.start)
        if subject.text in ("城镇", "农村", "城镇居民", "农村居民", "农民", "乡村"):
            base = re.sub("_(?:urban|rural)$|^(?:urban|rural)_", "", previous.indicator_id)
            side = "urban" if subject.text.startswith("城") else "rural"
            for theirs in (f"{base}_{side}", f"{side}_{base}") if base else ():
                if theirs in self.p.d.indicators:  # 可支配收入…, 其中城镇…; 常住人口…, 其中城镇…
                    return self.p.lookup(theirs, subject.text, 0.9, subject.start)
        if subject.text.startswith("发明专利") and previous.indicator_id in (
            "patent_applications",
            "patents_granted",
        ):
            same = {
                "patent_applications": "invention_patent_applications",
                "patents_granted": "invention_patents_granted",
            }[previous.indicator_id]
            if len(subject.text) <= 6 and same in self.p.d.indicators:
                return self.p.lookup(same, subject.text, 0.9, subject.start)
        if (
            subject.text in _RETAIL
            and previous.text.startswith("限额以上")
            and previous.text.endswith(_WHO_TRADES)
        ):  # 限额以上企业35户, 消费品零售额…: theirs
            hit = self.p.aliases.get("限额以上消费品零售额")
            if hit:
                return self.p.lookup(hit, subject.text, 0.85, subject.start)
        if subject.text in _INVESTED and previous.indicator_id == "firms_in_statistics_real_estate":
            hit = self.p.aliases.get("房地产开发投资")
            if hit:
                return self.p.lookup(hit, subject.text, 0.85, subject.start)
        if (
            subject.text in _SPENT
            and (previous.indicator_id == "total_investment" or previous.text == YEARS_PLAN)
            and re.search("完成|累计|已", self.text[self.clause_start : subject.start + 4])
        ):  # 重点项目50个, 总投资90亿元, 年度计划投资20亿元, 完成投资4亿元: what has been spent on them
            previous = next((s for s in reversed(self.recent) if s.text.endswith("项目")), None)
            if previous is None:
                return Subject("", subject.text, 0.6, "", "", subject.start)
        if subject.text == "项目投资" and previous.text.endswith("投资"):
            return Subject("", subject.text, 0.6, "", "", subject.start)  # beside that in housing
        if (
            subject.text in _BARE_NOUNS
            and previous.text.endswith(subject.text)
            and previous.text != subject.text
            and not previous.text.endswith("总投资")
        ):  # 房地产开发投资较快增长, 完成投资24亿元
            return Subject(
                previous.indicator_id,
                previous.text,
                min(previous.quality, 0.88),
                previous.dimension,
                previous.kind,
                subject.start,
            )
        if subject.text in _YIELDS and previous.text.endswith("面积"):
            crop = re.sub("(?:播种|种植|收获)?面积$", "", previous.text)
            for ending in _YIELDS[subject.text]:
                hit = self.p.aliases.get(crop + ending)
                if hit:  # 粮食播种面积…, 总产…
                    return self.p.lookup(hit, crop + ending, 0.9, subject.start)
        if (herd := _HERD.fullmatch(subject.text)) is not None:
            hit = self.p.aliases.get(
                re.sub("^(?:年末|期末|季末)|[出存]栏[量数]?", "", previous.text) + herd.group(1)
            )
            return self.p.lookup(hit, subject.text, 0.9, subject.start) if hit else subject
        if (
            subject.indicator_id == "total_investment"
            and previous.indicator_id == "projects_signed"
        ):
            hit = self.p.aliases.get("签约总投资")  # 签约项目28个, 总投资141亿元
            return self.p.lookup(hit, subject.text, 0.9, subject.start) if hit else subject
        if subject.text in ("综合收入", "总收入") and previous.indicator_id == "tourist_visits":
            hit = self.p.aliases.get("旅游" + subject.text)
            return self.p.lookup(hit, subject.text, 0.9, subject.start) if hit else subject
        if subject.text in ("亩均", "亩平"):
            tax = previous.text.endswith(("税收", "税金", "纳税"))
            hit = self.p.aliases.get("亩均" + ("税收" if tax else previous.text))
            return self.p.lookup(hit, subject.text, 0.9, subject.start) if hit else subject
        if (
            subject.text in ("投资", "完成投资")
            and subject.indicator_id != "total_investment"
            and previous.text.endswith("项目")
        ):
            if "元以上" in previous.text:  # those above a threshold are not all of them
                return Subject("", previous.text + subject.text, 0.6, "", "", subject.start)
            name = previous.text + "完成投资"
            hit = self.p.aliases.get(name) or self.p.aliases.get("重点项目完成投资")
            return self.p.lookup(hit, subject.text, 0.85, subject.start) if hit else subject
        if not subject.indicator_id and (
            previous.text.endswith("增加值") or previous.indicator_id.endswith("_value_added")
        ):
            hit = self.p.aliases.get(subject.text + "增加值")  # 第二产业增加值…, 其中工业…
            if hit:
                return self.p.lookup(hit, subject.text, 0.85, subject.start)
        if (
            self.kind
            and (member := MEMBERS.fullmatch(subject.text))
            and (member["pupils"] or not _CARES_FOR_THE_SICK.search(self.kind))
        ):
            hit, name = of_kind(self.kind, subject.text, self.p.aliases)
            if hit:
                return self.p.lookup(hit, name, 0.9, subject.start)
            return Subject("", name[-24:], 0.6, "", "", subject.start)
        if subject.indicator_id in _OF_ALL_CARE and _PART_OF_CARE.search(self.kind):
            return Subject("", self.kind + subject.text, 0.6, "", "", subject.start)
        if subject.text in ("在校生", "在校学生", "床位", "专任教师", "执业医师"):
            hit = self.p.aliases.get(previous.text + subject.text)
            if hit:  # 小学284所, 在校生7.8万人
                return self.p.lookup(hit, previous.text + subject.text, 0.9, subject.start)
        if not subject.text.startswith(("人均", "户均", "增加值", "利润", "其中")):
            return subject
        head = previous.text
        for size in range(min(len(head), 12), 1, -1):
            for glue in ("", "企业"):
                hit = self.p.aliases.get(head[:size] + glue + subject.text)
                if hit:
                    return self.p.lookup(
                        hit, head[:size] + glue + subject.text, 0.85, subject.start
                    )
        if subject.text.startswith("人均") and "居民" in head[:8]:
            size = head.index("居民") + 2
            return Subject("", head[:size] + subject.text, 0.6, "", "", subject.start)
        return subject

    def _share_tail(self, subject: Subject, tail: str) -> Subject | None:
        """第一、二、三产业增加值: each member has the tail of the last."""
        aliases = self.p.aliases
        head = subject.text
        heads = [head]
        if head in ("一", "二", "三", "第一", "第二", "第三"):
            number = head[-1]
            heads = [f"第{number}"]
        elif head[:1] in ("一", "二", "三") and "产业" in head:
            heads.append("第" + head)
        for base in heads:
            if base in aliases:
                return self.p.lookup(aliases[base], base, 0.9, subject.start)
            for at in range(len(tail)):
                name = base + tail[at:]
                hit = aliases.get(name) or aliases.get(_INSTITUTIONS.sub("", name))
                if hit:
                    return self.p.lookup(hit, base + tail[at:], 0.9, subject.start)
        return None
