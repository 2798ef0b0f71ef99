"""What time a figure is said of: stated, carried over the sentence and paragraph, or only its base."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.extract import words as w
from ingest.extract.periods import When, resolve_year
from ingest.extract.words import CUE, FIG, TIME

# 达产后可新增产值10亿元: what is expected of a plant that does not run yet.
SINCE = re.compile(r"[^,。;]{0,12}(?:以来|开始)|起")
OPENING = re.compile(
    "(?:达产|投产|建成|投用|竣工|满产|投入使用|投入运营|运营|建设完成|开业|完工)(?:投产|达效|达产|投用|运营|开业)*"
    "(?:之?后|时|,(?=可|将|预计|能))(?=[^。;]{0,14}(?:可|将|预计|预期|能|有望|年产|年销|年加工|年纳|每年|力争))"
)


_FOUNDED = re.compile("(?:成立|始建|建成|创办|创建|组建|投产|开园|诞生|建设|投用|开业|起步|建)于$")
# 是2018年|全年投放量的1.58倍
_TIMES_OF = re.compile("(?:全年|同期)?[\u4e00-\u9fff]{1,10}的\\d[\\d.]*倍")
# 按2013年平均汇率折算: the year of a rate of exchange
_RATE_OF = re.compile("[\u4e00-\u9fff]{0,12}汇率")


_BACK_TO = re.compile("(?:恢复|相当|提前)(?:到了?|至|于)$")

_RANKS_NOW = re.compile("(?:跃[升居]|升[至到]|位[居列]|居|名?列|排[名在])[^,。;\\d]{0,8}第?")

_COME_TOGETHER = re.compile("[,]?[^,。;\\d底末年]{0,12}(?:累计|已)")


class Dating:
    """Telling times; part of `Sentence`."""

    __slots__ = ()

    def _time(self, a: int, b: int, when: When, i: int) -> None:
        meant = self._reckoned(a, b, when, i)
        if meant is not None and not self._of_a_base(a, b, meant, i):
            self._speak_of(a, b, meant, i)

    def _of_a_base(self, a: int, b: int, when: When, i: int) -> bool:
        """Whether the time is that of what is compared with, of an event or of a name, and so dealt with."""
        p = self.p
        text = self.text
        before = text[max(self.start, a - 3) : a]
        previous = self.toks[i - 1] if i else None
        than = (
            previous is not None
            and previous[1] == a
            and previous[2] == CUE
            and (
                previous[3] in (w.THAN, w.UP, w.DOWN, w.MOM)
                or (previous[3] == w.YOY and when.kind == "year" and not when.end)  # 同比去年增长
            )
        )
        if self._is_circumstance(a, b) or _RATE_OF.match(text, b):
            return True
        if when.year == "prior" and re.match(
            r"(?:净|滚存|累计|财力|专项|收支|年终)*(?:结转|结余)", text[b : b + 8]
        ):
            self._add(a, b, "")  # 上年结转: what this year has from the last
            return True
        if when.kind == "span" and self._amount_of_times(b):
            self.base_when = self.local_when = when  # 是“十一五”期间8300万元的3.39倍
            return True
        if self._of_times(b) or (text[a - 1] in "是为于" and _TIMES_OF.match(text, b)):
            if isinstance(when.year, int) and when.kind == "year":
                self.sentence_base = when.year
            self.base_when = when
            return True
        if (
            previous is not None
            and i >= 2
            and self.base_end == self.toks[i - 2][1] == previous[0]
            and (text[previous[0] : a] in ("、", "和", "与"))
        ):
            self.base_end = b  # 较一季度、上半年分别加快…
            self.bases += 1
            return True
        if _BACK_TO.search(text, max(self.start, a - 4), a) or (
            text[a : a + 1] in "到至" and text[max(self.start, a - 2) : a] == "恢复"
        ):
            self.base_when = when
            return True
        if before.endswith("继"):
            self.local_when = when
            return True
        if (
            than
            and when.kind == "year"
            and isinstance(when.year, int)
            and (
                not self.sentence_base and p.reference is not None and p.reference - when.year <= 6
            )
        ):
            self.sentence_base = when.year
        if than and when.kind == "year" and self._amount_that_grew(b):
            self.base_when = when
            self.local_when = replace(when, explicit=True)
            return True
        level_with = before.endswith(("与", "同", "和")) and re.match(
            r"(?:的|同期|末|底|基本)?(?:持平|相当|相比|比较|对比|一致|比[,增减上下提降])",
            text[b : b + 7],
        )
        if before.endswith(("自", "从")) and SINCE.match(text, b):
            # 自2016年启动建设以来
            year = resolve_year(when.year, p.setting.now, p.reference)
            if year is not None and when.kind in ("year", "months"):
                p.when = When(year, when.first_month, 12, 0, "since", explicit=True)
                return True
        if text[b : b + 4].lstrip("的").startswith("基础"):
            if isinstance(when.year, int):
                self.sentence_base = when.year
            self.base_when = when
            return True
        if when.base and text[b : b + 1] in ("为", "是") and p.when is not None:
            year = resolve_year(p.when.year, p.setting.now, p.reference)
            if year is not None:  # 去年同期为增长5.2%
                self.local_when = When(
                    year - 1, p.when.first_month, p.when.last_month, 0, p.when.kind, explicit=True
                )
                return True
        if (
            when.base
            and text[b : b + 1] == "的"
            and p.setting.genre != "feature"
            and (nxt := next((t for t in self.toks[i + 1 :] if t[0] > b), None)) is not None
            and nxt[2] == FIG
            and nxt[0] == b + 1
            and nxt[3].dimension not in ("ratio", "points", "")
        ):  # 较上年同期的87.4亿元增加47.88亿元
            whole = p.when or p.default_when
            year = (
                resolve_year(whole.year, p.setting.now, p.reference) if whole else None
            ) or p.reference
            if year is not None:
                self.cues = [c for c in self.cues if c[2] != w.THAN]
                self.local_when = (
                    replace(whole, year=year - 1, explicit=True)
                    if whole is not None and whole.kind in ("year", "months")
                    else When(year - 1, explicit=True)
                )
                return True
        if level_with or when.base or (than and previous[3] in (w.THAN, w.MOM, w.YOY)):
            self.base_when = when
            self.base_end = b
            self.bases += 1
            if when.base or than:
                self.cues.append((a, b, w.YOY))
            return True
        if when.start and not when.explicit:
            if than:
                self.base_when = when
            return True
        if (
            when.kind == "moment"
            and text[a : a + 1] != "截"
            and not self._close_figure(i)
            and text[b : b + 2] not in ("零时", "0时")
        ):
            return True
        if self.depth and when.kind == "year" and not self._next_is(b, (FIG,)):
            return True
        if (
            when.explicit
            and when.kind in ("year", "span")
            and self.depth == 0
            and self._part_of_name(a, b, i)
        ):
            return True
        if isinstance(when.year, int) and p.setting.now and when.year > p.setting.now:
            self.year_ahead = when.year
        if _FOUNDED.search(text, max(self.start, a - 6), a):
            if isinstance(when.year, int):
                p.began = when  # 成立于2018年6月
            return True
        if text[max(self.start, a - 2) : a].endswith(("获", "获得", "荣获")):
            return True  # 获第二季度招商奖: within a title
        if when.explicit and self.depth == 0 and self._of_event(b, when):
            return True
        if when.kind == "past" and when.year2 >= 3 and text[a:b].endswith("来"):
            p.review_years = when.year2
        if when.kind == "past" and b - a == 2 and text.startswith(("完成", "年均"), b):
            if not (self.target or p.section_target):
                self.clause_when = when  # 2005年…, 五年完成投资201亿元
            return True
        if when.kind == "past" and len(text[a:b]) <= 3 and text[a:b][-1] == "年" and self.figures:
            self.clause_when = when  # 财政收入5亿元, 三年翻一番; 其中…: holds for its clause
            return True
        if when.kind == "months" and self.figures and self.before and _RANKS_NOW.match(text, b):
            self.clause_when = when  # 工业经济总量|前三季度|跃升至全省第三位: of the rank alone
            return True
        return False

    def _speak_of(self, a: int, b: int, when: When, i: int) -> None:
        """The figures that follow are of this time: in the clause, the sentence or the paragraph."""
        p = self.p
        text = self.text
        self.order_when.append(when)
        whole = p.when or (p.default_when if self._within(a) else None)
        if text.startswith(("当季", "当月", "单月"), b) or (
            when.kind == "months"
            and when.first_month == when.last_month
            and not when.end
            and not when.explicit
            and whole is not None
            and whole.kind == "months"
            and whole.first_month < whole.last_month == when.last_month
            and (self.figures or self._within(a))
        ):
            # 其中5月份完成…: one month within those that the sentence speaks of
            self.sentence_when = when
            return
        nearest = next((t for t in self.toks[i + 1 : i + 3] if t[2] == FIG), None)
        if nearest is not None and text[nearest[1] : nearest[1] + 4].lstrip("的").startswith(
            "基础"
        ):
            self.local_when = when
            return
        if when.year in ("last", "prior") and not when.end and self._is_other_base(a, b):
            self.base_when = when
            return
        if self.from_open:
            self.from_when = when
        if self.from_open or (
            text[a : a + 1] == "到" and self.prev is not None and self.prev[0] == "from"
        ):
            self.local_when = when
            if not self.from_open:
                self.times.append(when)
                p.when = When(
                    when.year,
                    when.first_month,
                    when.last_month,
                    when.day,
                    when.kind,
                    0,
                    False,
                    False,
                    False,
                    True,
                )
            return
        if self.depth:
            self.local_when = when
            return
        if (
            when.kind == "since"
            and p.when is not None
            and when.year == "now"
            and p.when.kind == "months"
        ):
            return
        if (when.end and when.explicit and text[a] == "到") or when.kind == "ahead":
            year = resolve_year(when.year, p.setting.now, p.reference)
            near = (
                text[a] == "到" and when.end and year == p.setting.now and p.setting.now_month < 12
            )
            if near and when.kind == "year" and _COME_TOGETHER.match(text, b):
                p.when = replace(when, kind="now", year="", end=False)
                return  # 到今年, 园区累计新建厂房37万平方米
            if near:
                self.target = True
            if p.setting.now and year and year > p.setting.now:
                self.target = True
                if (
                    when.kind == "year"
                    and text[a] != "到"
                    and self.depth == 0
                    and p.setting.genre == "feature"
                ):
                    self.local_when = when
                    return
        if (
            when.kind == "past"
            and p.when is not None
            and p.when.kind == "year"
            and isinstance(p.when.year, int)
            and self.times
        ):
            # 2012年达到50亿元, 8年来增长4倍: counted back from the year just printed
            when = When(p.when.year - when.year2 + 1, kind="span", year2=p.when.year, explicit=True)
        self.times.append(when)
        p.when = when
        if when.explicit and when.kind in ("year", "months") and isinstance(when.year, int):
            p.reference = when.year if self._sets_reference(when.year) else p.reference
        elif (
            when.explicit
            and when.kind in ("year", "months", "since")
            and when.year in ("now", "last", "before")
        ):
            year = resolve_year(when.year, p.setting.now, p.reference)
            if year:
                p.reference = year

    def _since_january(self) -> None:
        """4月, …累计完成: what came in from January to that month."""
        when = self.p.when
        if (
            when is not None
            and when.kind == "months"
            and 1 < when.first_month == when.last_month
            and not when.base
            and not when.start
        ):
            self.p.when = replace(when, first_month=1)

    def _of_the_month(self) -> None:
        """上半年…, 其中当月增长12%, 高于全省3.3个百分点: the last of the months spoken of, to the mark after."""
        when = self.sentence_when or self.p.when or self.p.default_when
        if when is not None and when.kind == "months" and when.first_month < when.last_month:
            self.sentence_when = replace(when, first_month=when.last_month, end=False, base=False)

    def _sets_reference(self, year: int) -> bool:
        now = self.p.setting.now
        if now and year > now:
            return False
        return not (now and year < now - 3) or self.p.setting.genre == "feature"

    def _within(self, a: int) -> bool:
        """其中6月份…, at the start of a sentence: a month of those spoken of."""
        return self.text[self.start : a].rstrip(",:") == "其中"

    def _future(self, said: int) -> bool:
        """Whether the time that the sentence speaks of lies ahead of its publication; `said` is where
        预计 ends."""
        p = self.p
        if p.section_target:
            return True
        named = next((t[3] for t in self.toks if t[0] == said and t[2] == TIME), None)
        when = named or self.local_when or p.when
        year = resolve_year(when.year, p.setting.now, p.reference) if when else None
        now = p.setting.now
        if now and when is not None and year is not None:
            if when.kind == "span":
                year = when.year2
            if year > now:
                return True
            if year == now and when.kind == "months" and when.last_month < p.setting.now_month:
                return False  # 1—7月预计 in September
            return year == now
        for a, _b, kind, payload in self.toks:  # the time may follow
            base = payload.base if kind == TIME else False
            if (
                kind == TIME
                and payload.explicit
                and not base
                and self.text[a - 1] not in "比较由从是"
            ):
                year = resolve_year(payload.year, now, p.reference)
                return bool(now and year and year >= now)
        return bool(p.reference and now and p.reference >= now and p.setting.genre != "communique")
