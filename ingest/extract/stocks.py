"""Stock or flow: whether a figure says what there is at a moment, or what came in over a time."""

from __future__ import annotations

import re

from ingest.extract.claims import Subject

# 年均降水量600毫米: of the climate, not of a year
_OF_MANY_YEARS = re.compile("(?:多年平均|年平?均|年)(?:气温|降[水雨]|日照|无霜)")
# Of a year, also on a page that introduces a place: 年产兔毛1000吨, 用电量
_MADE = re.compile("^年?产(?!业)|[产销]量$|[电气水]量$|[客货]运量|吞吐量|排放量|接待")
_NEW = re.compile("新增|净增|新[引注签登开设培]|引进|签约")


class Stocks:
    """Telling stocks from flows; part of `Sentence`."""

    __slots__ = ()

    def _is_stock(self, subject: Subject | None, unit: str, measure: str) -> bool:
        """Whether a figure says what there is at a moment rather than what came in over a time."""
        stock = subject is not None and subject.kind == "stock"
        if subject is not None and not subject.indicator_id:
            if _NEW.match(subject.text) or (
                measure == "level" and _NEW.match(self.text, self.clause_start, self.at_figure)
            ):
                return False  # 一季度新增入驻面积4万平方米, 新登记个体户和合作社2万户
            stock = stock or (
                subject.text.endswith(
                    ("余额", "人口", "总数", "床位", "面积", "里程", "保有量")
                    if measure.endswith("growth_pct")
                    else ("余额", "人口", "总数", "企业", "床位", "面积", "里程", "保有量")
                )
                and not (unit.endswith("元") and subject.text.endswith("企业"))  # 大中型企业204亿元
            )
        if measure == "level" and subject is not None and self._begun_or_signed(subject, unit):
            return False  # 1-9月…落地亿元以上项目55个, 总投资173亿元
        p = self.p
        last = p.claims[-1] if p.claims else None
        if (
            measure in ("change", "yoy_growth_pct")
            and subject is not None
            and last is not None
            and last.measure == "level"
            and last.start >= self.start
            and (last.indicator_id, last.indicator_text) == (subject.indicator_id, subject.text)
            and "/" in last.period
        ):
            return False  # 上半年新开工亿元以上项目9个, 同比减少4个: of what the level was of
        moment = self.local_when or self.clause_when or self.sentence_when or p.when
        if (
            subject is not None
            and not subject.indicator_id
            and moment is not None
            and moment.end
            and p.d.units.get(unit, "") in ("count", "persons", "area")
        ):
            stock = True
        if unit in ("家", "户", "所", "座") and subject is not None and not subject.indicator_id:
            stock = True
        return stock

    def _static(self, subject: Subject | None, unit: str, stock: bool) -> bool:
        """A count, an area, a plan's sum: what is, rather than what came in over a time."""
        if stock or (subject is not None and _OF_MANY_YEARS.match(subject.text)):
            return True
        if subject is not None and subject.indicator_id:
            return subject.kind == "rate" and subject.dimension != "money_cny"
        if subject is None:
            return self.p.d.units.get(unit, "") in ("area", "length")
        if self.p.setting.overview and not _MADE.search(subject.text):
            return "元" not in unit  # 平均气温12℃, 可开发风能40万千瓦, 煤炭储量3亿吨
        return self.p.d.units.get(unit, "") in ("area", "length", "count", "ratio", "persons")
