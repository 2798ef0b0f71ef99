"""Which member of a list a figure is of: 分别为 a、b、c, and lists without 分别."""

from __future__ import annotations

import re

from ingest.extract import words as w
from ingest.extract.claims import COUNTERS, Subject
from ingest.extract.numerals import Figure
from ingest.extract.periods import When
from ingest.extract.words import FIG

# 分别增加2.4万吨、减少0.9万吨
_NEXT_OF_LIST = re.compile(
    "[、和与及以,]{0,2}|、(?:增长|下降|增加|减少|提高|回落|上升|上涨|下跌|增产|减产|降低)"
)

_NOUN = re.compile("[\u4e00-\u9fff]{2}")
_GLUES = ("产业", "完成", "项目完成")


class Lists:
    """Counting off lists; part of `Sentence`."""

    __slots__ = ()

    def _goes_on_with_list(self, a: int, figure: Figure, i: int) -> bool:
        """Whether the figure is of a member of the list that 分别 began; `index` says of which."""
        in_list = self.resp is not None
        if (
            in_list
            and self.index >= 0
            and self.before
            and self.fig_in_clause == 0
            and self._subject(self.before, figure.dimension, "level") is not None
        ):
            in_list = False
            self.resp = None
            self.list_measure = ""
        if (
            in_list
            and self.index >= 0
            and not self.fig_in_clause
            and self.last_measure == "share_pct"
            and figure.dimension in COUNTERS
            and _NOUN.match(self.text, self.toks[i][1])
        ):
            self.resp, in_list = None, False  # 丘陵、平原各占一半, 下辖|20个|村
        if (
            in_list
            and isinstance(self.resp[0], When)
            and self.index >= 0
            and not self.group
            and self._run_ahead(i) == 1
        ):
            return False  # 分别完成2亿元、3亿元, 年均增长8%: one for all the years
        if in_list:
            same_run = (
                self.index >= 0
                and self.last_fig_end >= 0
                and _NEXT_OF_LIST.fullmatch(self.text, self.last_fig_end, a) is not None
            )
            if same_run and not (self.index + 1 >= len(self.resp) and len(self.resp) > 1):
                self.index += 1
            else:
                self.index = 0
        return in_list

    def _begins_list(self, a: int, figure: Figure, i: int) -> bool:
        """Whether the figure begins a list that no 分别 announced."""
        if (
            self.items
            and self.before
            and not self.fig_in_clause
            and len(self.items) == 1
            and self._run_ahead(i) == 2
        ):  # 落地率、开工率同比提高25个百分点和18个百分点: each its own, without 分别
            self.items.append(self.before)
            members = self._targets_of_list(a, [])
            self.items.pop()
            if members is not None and len(members) == 2 and isinstance(members[0], Subject):
                self.resp, self.index = members, 0
                return True
        if self._run_ahead(i) == 2 and not self.group:
            # 城乡居民人均可支配收入年均增长8%和11.6%, without 分别
            spoken = self._subject(self.before, figure.dimension, "level") or self.p.subject
            both = self._town_and_country(spoken) if spoken is not None else None
            if both:
                self.resp, self.index = list(both), 0
                self.p.subject = spoken
                return True
        if not self.before and self._growth_run(i, figure):
            # 销售面积…, 销售额…, 同比增长25.4%和21.7%
            self.resp, self.index = self.recent[-2:], 0
            return True
        return False

    def _extend_items(self) -> None:
        """The members of a list get the noun that follows 分别."""
        own = self._subject(self.before, "", "level")
        if own is None or self.resp is None:
            return
        aliases = self.p.aliases
        for n, item in enumerate(self.resp):
            if not isinstance(item, Subject):
                continue
            # 省、市重点项目分别完成投资…: with the verb in its name
            for name in (item.text + own.text, *(item.text + glue + own.text for glue in _GLUES)):
                if name in aliases:
                    self.resp[n] = self.p.lookup(aliases[name], name, 0.9, item.start)
                    break

    def _growth_run(self, i: int, figure: Figure) -> bool:
        """Whether two growth rates stand for the two things just counted, without 分别."""
        if figure.unit not in ("%", "倍") or len(self.recent) < 2 or i + 2 >= len(self.toks):
            return False
        mark, following = self.toks[i + 1], self.toks[i + 2]
        return (
            following[2] == FIG
            and following[3].unit == figure.unit
            and self.text[mark[0] : mark[1]] in ("和", "、", "与")
            and (figure.unit == "倍" or any(c[2] in (w.UP, w.DOWN) for c in self.cues))
        )
