"""What a percentage is: growth (on a year, over years, on average), a share, a completion or a level."""

from __future__ import annotations

import re

from ingest.extract import words as w
from ingest.extract.claims import COUNTERS, RATES, Subject
from ingest.extract.numerals import Figure
from ingest.extract.periods import resolve_year

_GROWTH = frozenset((w.UP, w.DOWN, w.AVG, w.MOM, w.YOY))

# How far a budget is carried out, named without the budget: 支出进度97.3%.
_PROGRESS = re.compile(r"(?:(?:支出|收入|执行|预算)进度|执行率|(?<!教育)完成率)[为达到约]{0,2}$")

# Kinds that the next of a group of percentages is of as well: 增长8%和9%
_GOES_ON = frozenset(
    ("yoy_growth_pct", "share_pct", "completion_pct", "avg_growth_pct", "mom_growth_pct")
)

# 增幅最大,分别为|22.5%
_GREW = re.compile("(?:增[幅速长]|涨幅)[^,。;\\d]{1,8},[^,。;\\d]{0,4}(?:分别|依次)[为达是]?$")
_GROWTH_AHEAD = re.compile("(?:左右|以上)?的[^,。;]{0,16}?(?:增长|增速|增幅)")
_OF_WHOLE = re.compile("全[国省市县区镇](?:的)?$")
_OF_TARGET = re.compile(
    r"(?:[为是占达]|相当于)(?:年初|全年|年度|目标)?(?:目标|目标任务|计划|任务)数?的[约近超过]{0,2}$"
)


class Percentages:
    """Telling what percentages are of; part of `Sentence`."""

    __slots__ = ()

    def _percentage(
        self, a: int, figure: Figure, own: Subject | None, following: str
    ) -> tuple[str, int, bool]:
        """The kind of a percentage, its sign, whether it is a completion rate."""
        unit = figure.unit
        cues = self.cues
        last = cues[-1] if cues else None
        text = self.text
        sign = 1
        if (
            unit == "%"
            and own is None
            and not cues
            and following[:1] in ("的", "以", "为", "是", "来", "属", "分")
            and text[self.clause_start : figure.start] in ("", "其中", "近", "约")
            and self.p.subject is not None
            and self.p.subject.dimension in (*COUNTERS, "")
        ):
            return "share_pct", 1, False  # 电商240家, 80%以上以经营服装为主
        if (
            unit == "%"
            and not cues
            and following[:1] == "的"
            and _OF_WHOLE.search(text[max(0, a - 4) : a])
        ):
            return "share_pct", 1, False  # 以全市3%的面积
        if (
            unit == "%"
            and self.plan_amount_end >= 0
            and text[self.plan_amount_end : a].rstrip("约") == "的"
        ):
            return "completion_pct", 1, True  # 完成年初预算20亿元的35%
        if (
            unit == "%"
            and own is None
            and self.last_measure == "level"
            and self.p.claims
            and self.p.claims[-1].status == "target"
            and re.search("(?:已|目前)完成[了约近超过]{0,2}$", text[self.clause_start : a])
        ):
            return "completion_pct", 1, True  # 全年目标是签约40个, 目前已完成57.5%
        if (
            self.completion
            or ("的" in text[max(0, a - 3) : a] and _OF_TARGET.search(text, max(0, a - 12), a))
            or (
                ("率" in text[max(0, a - 10) : a] or "进度" in text[max(0, a - 10) : a])
                and _PROGRESS.search(text, max(0, a - 10), a)
            )
            or (
                self.plan_word
                and last
                and last[2] == w.PLAN
                and text[last[1] : a].strip("的约达为数任务了") == ""
                and (
                    any(c[2] in (w.DONE, w.SHARE) for c in cues)
                    or (
                        self.last_measure == "completion_pct"
                        and text[self.last_fig_end : last[0]] in ("、", "和", "与", "及", ",")
                    )  # 占年初预算的157.3%、调整预算的105.7%
                )
            )
        ):
            return "completion_pct", 1, True
        if (
            own is None
            and text[self.last_fig_end : a] == "的"
            and self.last_measure == "level"
            and self.p.claims
            and self.p.claims[-1].status == "target"
            and self.p.claims[-1].end == self.last_fig_end
        ):
            return "completion_pct", 1, True  # 为年初计划3165亿元的26%
        if last is not None and text[last[0] : last[1]] in ("增长为", "增幅为", "增速为"):
            return "yoy_growth_pct", 1, False
        share = up = to = None
        for cue in cues:
            kind = cue[2]
            if kind == w.TO:
                to = cue
            elif kind == w.SHARE:
                share = cue
            elif kind in _GROWTH or kind in (w.SAME, w.REAL, w.NOMINAL):
                up = cue
        if (
            share is not None
            and up is not None
            and self.from_open
            and not any(c[2] in (w.UP, w.DOWN, w.AVG) for c in cues)
        ):
            up = None  # 占比从去年同期的36.3%跃升至50%
        if share is not None and (
            up is None or share[0] > up[0] or (to is not None and to[0] > up[0])
        ):
            return "share_pct", 1, False
        if (
            share is not None
            and up is not None
            and share[0] < up[0]
            and text[up[1] : a].startswith(("到", "至"))
        ):
            return "share_pct", 1, False
        if own is None and up is None and self.share_moved and self.last_measure == "diff_pp":
            return "share_pct", 1, False  # 比重提高2.1个百分点, 达78.5%
        if up is not None:
            if any(
                c[2] == w.UP and text[c[0] : c[1]] in ("增速", "增幅", "涨幅", "增长速度", "增长率")
                for c in cues
            ) and (self.from_open or to is not None):
                return "yoy_growth_pct", self._sign_said(a), False
            if (
                own is None
                and self.prev is not None
                and self.prev[0] == "from"
                and self.last_measure == "yoy_growth_pct"
            ):
                return "yoy_growth_pct", self._sign_said(a), False  # 增速由…回升至…
            if text[up[1] : up[1] + 1] in ("到", "至") or (
                to is not None
                and to[0] > up[0]
                and own is not None
                and (own.dimension == "ratio" or own.text.endswith("率"))
            ):
                return "level", 1, False
            kinds = [c[2] for c in cues]
            direction = next((c[2] for c in reversed(cues) if c[2] in (w.UP, w.DOWN)), w.UP)
            if direction == w.DOWN:
                sign = -1
            if figure.value_text.startswith("-"):
                sign = 1
            if w.AVG in kinds:
                return "avg_growth_pct", sign, False
            if w.MOM in kinds:
                return "mom_growth_pct", sign, False
            if (
                up[2] == w.YOY
                and own is not None
                and own.dimension == "ratio"
                and w.UP not in kinds
                and w.DOWN not in kinds
                and text[up[1] : a] != ""
            ):
                return "level", 1, False
            if self._distant_base():
                return "growth_multiple", sign, False
            if (self.cum and self._spans()) or (self._spans() and not self._yearly(cues)):
                return "growth_multiple", sign, False
            if (
                own is not None
                and own.dimension == "ratio"
                and w.UP not in kinds
                and w.DOWN not in kinds
            ):
                return "level", 1, False
            if (
                any(
                    x in text[max(self.clause_start, up[0] - 4) : up[0]]
                    for x in ("两年", "三年", "五年")
                )
                and "平均" in text[self.clause_start : a]
            ):
                return "avg_growth_pct", sign, False
            return "yoy_growth_pct", sign, False
        if (
            self.prev is not None
            and self.prev[0] == "from"
            and own is None
            and (
                any(c[2] == w.TO for c in cues)
                or re.search("[至到]", text[self.prev[2] : a]) is not None
            )
            and self.last_measure in ("share_pct", "yoy_growth_pct")
        ):
            return self.last_measure, self._sign_said(a), False
        if own is None and unit == "成" and following.startswith(("用于", "来自", "投向")):
            return "share_pct", 1, False
        if (
            own is None
            and last is None
            and self.base_when is not None
            and re.search(r"恢复(?:到了?|至)", text[self.clause_start : a])
        ):
            return "share_pct", 1, False
        if (
            own is None
            and self.last_measure == "share_pct"
            and last is not None
            and all(c[2] == w.TO for c in cues)
        ):
            return "share_pct", 1, False  # 比重首次超过三成, 达31.2%
        if (
            figure.flags
            and last is None
            and (own is None or own.dimension != "ratio")
            and "贡献" not in text[self.clause_start : a]
        ):
            return "yoy_growth_pct", 1, False
        if "相当于" in text[self.clause_start : a] and self.base_when is not None:
            return "share_pct", 1, False
        if "相当于" in text[self.clause_start : a]:
            return "share_pct", 1, False
        if (
            own is None
            and self.last_measure in ("yoy_growth_pct", "avg_growth_pct")
            and (self.depth or (self.target and a - self.last_fig_end <= 6))
        ):
            return self.last_measure, 1, False
        if own is None and self._of_other_growth(a):
            return "yoy_growth_pct", 1, False
        if (
            self.resp is not None
            and (own is None or own.dimension != "ratio")
            and _GREW.search(text, self.start, a)
        ):
            return "yoy_growth_pct", 1, False
        if (
            (own is None or own.dimension != "ratio")
            and "的" in following[:4]
            and _GROWTH_AHEAD.match(following)
        ):
            return "yoy_growth_pct", 1, False
        if (
            own is None
            and self.group
            and (
                self.last_measure in _GOES_ON
                or (  # 累计下降10.5%、10.8%, not 3.9倍和10.9%
                    self.last_measure == "growth_multiple"
                    and self.p.claims
                    and self.p.claims[-1].unit == unit
                )
            )
        ):
            previous = self.p.claims[-1] if self.p.claims else None
            if (
                previous is not None
                and previous.value_text.startswith("-")
                and previous.measure == self.last_measure
                and self.last_measure in RATES
                and "-" not in text[previous.start : previous.end]  # 下降5%、3%, not -5%、3%
            ):
                sign = -1
            return self.last_measure, sign, False
        if (
            own is None and self.group and self.last_measure == "growth_multiple" and self.p.claims
        ):  # 增长3.9倍、2.3倍和10.9%; 五年分别增长31%、42%
            multiple = self.p.claims[-1].unit == "%"
            return "growth_multiple" if multiple else "yoy_growth_pct", 1, False
        return "level", 1, False

    def _sign_said(self, a: int) -> int:
        """增速从一季度的|下降7.9%, 到上半年|下降3.3%: a fall said of the figure itself."""
        return -1 if self.text.endswith(("下降", "下滑", "负增长"), self.clause_start, a) else 1

    def _of_other_growth(self, a: int) -> bool:
        """增长8.4%, …比全省(7.7%)高: in brackets after another area stands its growth."""
        if not (self.depth and self.of_other):
            return False
        said = (c for c in self.p.claims[-4:] if c.start >= self.start)
        grown = any(c.measure == "yoy_growth_pct" for c in said) or re.search(
            "增[速幅长]|涨幅", self.text[self.clause_start : a]
        )
        return bool(grown) and (self.p.subject is None or self.p.subject.dimension != "ratio")

    def _distant_base(self) -> bool:
        """较2019年增长15.6% in a text on 2023: no year-on-year growth."""
        base = self.base_when
        if (
            base is not None
            and base.start
            and (
                self.p.when is not None
                and self.p.when.kind in ("months", "moment")
                and self.p.when.last_month < 12
            )
        ):
            return True
        if base is None or not isinstance(base.year, int) or base.kind not in ("year",):
            return False
        when = self.local_when or self.p.when
        year = (
            resolve_year(when.year, self.p.setting.now, self.p.reference)
            if when
            else self.p.reference
        )
        return year is not None and year - base.year > 1

    def _spans(self) -> bool:
        when = self.local_when or self.p.when
        if when is None and self.cum and self.p._plan_section is not None:
            return not self.p.section_target  # in a review of five years: 累计下降21%
        return when is not None and when.kind in ("span", "past")

    def _yearly(self, cues: list) -> bool:
        return (
            any(c[2] in (w.YOY, w.AVG) for c in cues)
            or self.base_when is not None
            or "比上年" in self.text[self.clause_start : self.end]
        )
