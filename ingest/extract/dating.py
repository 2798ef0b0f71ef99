"""What time a figure is said of: stated, carried over the sentence and paragraph, or only its base."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.extract import words as w
from ingest.extract.lexer import Figure
from ingest.extract.periods import When, resolve_year
from ingest.extract.words import CUE, FIG, FILL, PUNCT, RANK, RATIO, TIME

# 2019年投入使用, 入驻企业186家: the year is that of an event, not of the figures after it.
_EVENT = re.compile(
    r"(?:[^,。;、\d]{0,12})(?:(?P<began>投入使用|投入运营|开园|成立|运营|投用|创办|开业|挂牌|揭牌|投产|启用|组建)|建成|开工|启动|竣工|落户|搬迁|建厂|停产|获批|动工|开建|升格|认定)[^,。;\d]{0,8}[,;。]"
)

# 达产后可新增产值10亿元: what is expected of a plant that does not run yet.
SINCE = re.compile(r"[^,。;]{0,12}(?:以来|开始)|起")
OPENING = re.compile(
    "(?:达产|投产|建成|投用|竣工|满产|投入使用|投入运营|运营|建设完成|开业|完工)(?:投产|达效|达产|投用|运营|开业)*"
    "(?:之?后|时|,(?=可|将|预计|能))(?=[^。;]{0,14}(?:可|将|预计|预期|能|有望|年产|年销|年加工|年纳|每年|力争))"
)


_CIRCUMSTANCE = re.compile(
    r"(?:年?初)?的?[^,。;、\d]{0,6}(?:疫情|新冠|非典|禽流感|非洲猪瘟|地震|洪灾|洪水|冰冻|金融危机|金融风暴)"
)
_FACED = re.compile(r"(?:面对|面临|应对|抗击|遭遇|战胜|经历|受到?|针对)$")

_CHANGES = re.compile("[,]?(?:净?增|多|少|减|提高|提升|上升|下降|下滑|降低)")


# 2019年青梧县政府工作报告: the year of a title
_TITLE = re.compile(r"[^,。;:\d]{0,16}(?:工作报告|统计公报|国民经济和社会发展计划)")

_FOUNDED = re.compile("(?:成立|始建|建成|创办|创建|组建|投产|开园|诞生|建设|投用|开业|起步|建)于$")


_OF_AIMS = re.compile("[^,;。:\\d]{0,24}(?:目标|任务|安排|预算)(?:是|为|如下)?:")
_ON_ITS_BASIS = re.compile("[^,。;\\d]{0,14}基础上")


class Dating:
    """Telling times; part of `Sentence`."""

    def _time(self, a: int, b: int, when: When, i: int) -> None:
        p = self.p
        text = self.text
        before = text[max(self.start, a - 3) : a]
        previous = self.toks[i - 1] if i else None
        than = (
            previous is not None
            and previous[1] == a
            and previous[2] == CUE
            and previous[3] in (w.THAN, w.UP, w.DOWN, w.MOM)
        )
        if when.kind == "opening":
            if p.began is not None:
                p.when = replace(p.began, kind="since", last_month=12, explicit=True, end=False)
            else:
                self.cum = True
            return
        if when.kind == "now" and self.from_open:
            self.local_when = when  # 由目前的112万元提高到150万元
            return
        if when.kind == "now":
            if text[a:b] not in ("至今", "迄今", "此刻"):
                p.when = when
            return
        if when.kind == "since" and not self._adverbial(i):
            return
        if when.kind == "year" and when.explicit and _TITLE.match(text[b : b + 24]):
            return
        if when.year == "ago" and p.when is not None and isinstance(p.when.year, int):
            when = When(p.when.year - when.year2, explicit=True)  # 2022年 …, 由五年前的61.8%
        if (
            p.setting.genre == "feature"
            and when.year == ""
            and when.kind in ("months", "moment")
            and p.reference == p.setting.now
            and p.reference is not None
            and when.last_month > p.setting.now_month
        ):
            when = replace(when, year=p.reference - 1)  # 12月 in a text of March
        if (
            when.kind == "since"
            and when.year == "now"
            and p.setting.now_month <= 2
            and p.setting.now
            and p.reference == p.setting.now - 1
        ):
            return  # 今年以来 of an article written when the year had just ended
        if self._is_circumstance(a, b):
            return
        if when.year == "prior" and re.match(
            r"(?:净|滚存|累计|财力|专项|收支|年终)*(?:结转|结余)", text[b : b + 8]
        ):
            self._add(a, b, "")  # 上年结转: what this year has from the last
            return
        if when.kind == "span" and self._amount_of_times(b):
            self.base_when = self.local_when = when  # 是“十一五”期间8300万元的3.39倍
            return
        if self._of_times(b):
            if isinstance(when.year, int) and when.kind == "year":
                self.sentence_base = when.year
            self.base_when = when
            return
        if (
            previous is not None
            and i >= 2
            and self.base_end == self.toks[i - 2][1] == previous[0]
            and (text[previous[0] : a] in ("、", "和", "与"))
        ):
            self.base_end = b  # 较一季度、上半年分别加快…
            self.bases += 1
            return
        if re.search(r"(?:恢复|相当|提前)(?:到了?|至|于)$", text[max(self.start, a - 4) : a]) or (
            text[a : a + 1] in "到至" and text[max(self.start, a - 2) : a] == "恢复"
        ):
            self.base_when = when
            return
        if before.endswith("继"):
            self.local_when = when
            return
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
            return
        level_with = before.endswith(("与", "同", "和")) and re.match(
            r"(?:的|同期|末|底|基本)?(?:持平|相当|相比|比较|对比|一致|比[,增减上下提降])",
            text[b : b + 7],
        )
        if before.endswith(("自", "从")) and SINCE.match(text, b):
            # 自2016年启动建设以来
            year = resolve_year(when.year, p.setting.now, p.reference)
            if year is not None and when.kind in ("year", "months"):
                p.when = When(year, when.first_month, 12, 0, "since", explicit=True)
                return
        if text[b : b + 4].lstrip("的").startswith("基础"):
            if isinstance(when.year, int):
                self.sentence_base = when.year
            self.base_when = when
            return
        if when.base and text[b : b + 1] in ("为", "是") and p.when is not None:
            year = resolve_year(p.when.year, p.setting.now, p.reference)
            if year is not None:  # 去年同期为增长5.2%
                self.local_when = When(
                    year - 1, p.when.first_month, p.when.last_month, 0, p.when.kind, explicit=True
                )
                return
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
                return
        if level_with or when.base or (than and previous[3] in (w.THAN, w.MOM)):
            self.base_when = when
            self.base_end = b
            self.bases += 1
            if when.base or than:
                self.cues.append((a, b, w.YOY))
            return
        if when.start and not when.explicit:
            if than:
                self.base_when = when
            return
        if (
            when.kind == "moment"
            and text[a : a + 1] != "截"
            and not self._close_figure(i)
            and text[b : b + 2] not in ("零时", "0时")
        ):
            return
        if self.depth and when.kind == "year" and not self._next_is(b, (FIG,)):
            return
        if (
            when.explicit
            and when.kind in ("year", "span")
            and self.depth == 0
            and self._part_of_name(a, b, i)
        ):
            return
        if isinstance(when.year, int) and p.setting.now and when.year > p.setting.now:
            self.year_ahead = when.year
        if _FOUNDED.search(text, max(self.start, a - 6), a):
            if isinstance(when.year, int):
                p.began = when  # 成立于2018年6月
            return
        if text[max(self.start, a - 2) : a].endswith(("获", "获得", "荣获")):
            return  # 获第二季度招商奖: within a title
        if when.explicit and self.depth == 0 and self._of_event(b, when):
            return
        if when.kind == "past" and when.year2 >= 3 and text[a:b].endswith("来"):
            p.review_years = when.year2
        if when.kind == "past" and len(text[a:b]) <= 3 and text[a:b][-1] == "年" and self.figures:
            self.clause_when = when  # 财政收入5亿元, 三年翻一番; 其中…: holds for its clause
            return
        self.order_when.append(when)
        whole = p.when
        if re.match(r"当季|当月|单月", text[b : b + 2]) or (
            when.kind == "months"
            and when.first_month == when.last_month
            and not when.end
            and not when.explicit
            and whole is not None
            and whole.kind == "months"
            and whole.first_month < whole.last_month == when.last_month
            and self.figures
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

    def _amount_of_times(self, b: int) -> bool:
        figures = [t for t in self.toks if t[0] >= b and t[2] == FIG][:2]
        return (
            len(figures) == 2
            and figures[0][0] == b
            and self.text[figures[0][1] : figures[1][0]] == "的"
            and figures[1][3].unit == "倍"
        )

    def _amount_that_grew(self, b: int) -> bool:
        """比2003年的78.2亿元净增40.4亿元: the amount after the year is that year's."""
        for n, t in enumerate(self.toks):
            if t[0] < b or (t[2] == FILL and t[3] == "的" and t[0] == b):
                continue
            if t[2] != FIG or t[0] > b + 1 or t[3].unit in ("%", "‰", "个百分点", "倍", "番"):
                return False
            following = self.toks[n + 1] if n + 1 < len(self.toks) else None
            return (
                following is not None
                and following[2] == CUE
                and following[3] in (w.UP, w.DOWN)
                and following[0] == t[1]
            )
        return False

    def _of_event(self, b: int, when: When) -> bool:
        """Whether the time is that of an event; that of an opening is kept for 开园以来."""
        event = _EVENT.match(self.text[b : b + 24])
        if event and event.group("began") and isinstance(when.year, int):
            self.p.began = when
        return event is not None

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

    def _level_of_base(self, a: int, b: int, figure: Figure, i: int) -> When | None:
        """The time of an amount that another is compared with: 比上年同期|18.5亿元|增加2亿元."""
        if self.base_when is None or figure.dimension in ("ratio", "points", "") or i < 2:
            return None
        time, than = self.toks[i - 1], self.toks[i - 2]
        if time[2] == FILL and time[3] == "的" and i >= 3:
            time, than = self.toks[i - 2], self.toks[i - 3]
        if (
            time[2] != TIME
            or than[2] != CUE
            or than[3] != w.THAN
            or self.text[time[1] : a].strip("的")
        ):
            return None
        if not _CHANGES.match(self.text, b):
            return None
        p = self.p
        year = resolve_year(self.base_when.year, p.setting.now, p.reference)
        now = self.sentence_when or p.when or p.default_when
        if year is None:
            return None
        if self.base_when.base and now is not None and now.kind == "months":
            return replace(now, year=year, explicit=True, base=False)
        return replace(self.base_when, year=year, explicit=True, base=False)

    def _is_circumstance(self, a: int, b: int) -> bool:
        """面对2020年的疫情, 2008年金融危机: the year of what happened to a place, not of its figures."""
        return (
            _CIRCUMSTANCE.match(self.text, b) is not None
            or _FACED.search(self.text, max(self.start, a - 4), a) is not None
        )

    def _long_ago(self, when: When) -> bool:
        """Whether a sentence without figures tells of years ago: it dates none that follow."""
        now = self.p.setting.now
        return (
            self.p.setting.genre == "feature"
            and isinstance(when.year, int)
            and now is not None
            and when.year < now - 2
        )

    def _sets_reference(self, year: int) -> bool:
        now = self.p.setting.now
        if now and year > now:
            return False
        return not (now and year < now - 3) or self.p.setting.genre == "feature"

    def _part_of_name(self, a: int, b: int, i: int) -> bool:
        """2020年第七次人口普查, 2021年度先进单位: a year in a name dates nothing else."""
        if self.text[b : b + 1] in ",:;" or not any(
            part for part in self.before if self.text[part[0] : part[1]] not in w.FILLS
        ):
            return bool(
                re.match(
                    r"年?第[一二三四五六七八九十]+次|度?(?:先进|优秀|十佳|文明)",
                    self.text[b : b + 5],
                )
            )
        if _OF_AIMS.match(self.text, b):
            return False  # 提出了2019年主要预期目标:…
        for t in self.toks[i + 1 :]:
            if t[2] in (FIG, RANK, RATIO):
                return False
            if t[2] == PUNCT and t[3] in ",;:":
                return True
        return True

    def _adverbial(self, i: int) -> bool:
        """2019年以来, …: speaks of the figures that follow; 1996年以来最快 does not."""
        if i + 1 >= len(self.toks):
            return False
        following = self.text[self.toks[i][1] : self.toks[i][1] + 6]
        if re.match(r"(?:的|[^,。;]{0,5}(?:最|首次|新高))", following):
            return False
        return following[:1] == "," or self._close_figure(i)

    def _of_times(self, b: int) -> bool:
        """是2016年的3.2倍, 相当于去年全年的66.9%: the time is the base."""
        for position, (a, _, kind, payload) in enumerate(self.toks):
            if a < b:
                continue
            if kind == FILL and payload == "的":
                continue
            if kind != FIG:
                return False
            before = self.text[max(self.start, b - 16) : b]
            if payload.unit == "倍":
                return not re.search(r"增长|增加|提高|由|从", self.text[self.clause_start : b])
            if (
                payload.unit == "%"
                and self.text[b - 1] in "的年期"
                and re.search(r"相当于|[是为]", before)
            ):
                return position >= 0
            return False
        return False

    def _close_figure(self, i: int) -> bool:
        for t in self.toks[i + 1 : i + 8]:
            if t[2] == FIG:
                return True
            if t[2] == PUNCT and t[3] in ",;。":
                return False
        return False

    def _is_other_base(self, a: int, b: int) -> bool:
        """上年 as the base of a change (上年同期, 上年为100, 在上年实际完成的基础上), not as the time
        that is spoken of."""
        return _ON_ITS_BASIS.match(self.text, b) is not None or (
            self.text[b : b + 2]
            in ("同期", "同口", "增长", "提高", "上升", "下降", "持平", "末提", "多增")
            and self.text[a : a + 2] == "上年"
        )

    def _future(self) -> bool:
        """Whether the time that the sentence speaks of lies ahead of its publication."""
        p = self.p
        if p.section_target:
            return True
        when = self.local_when or p.when
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
