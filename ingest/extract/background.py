"""What a sentence without figures leaves for those after it: a place, a time, an indicator."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.extract.dating import SINCE
from ingest.extract.localnames import in_title
from ingest.extract.periods import When
from ingest.extract.words import AREA, IND, TIME

if TYPE_CHECKING:
    pass


_PART_OF = re.compile("”?的(?:重要|核心|主要)?(?:组成部分|一部分|核心区|配套)")
_VILLAGE = re.compile("(?:[\u4e00-\u9fff]{1,3}村)?")
# 主要目标是: 围绕…: what the paragraph goes on with is aimed at
_AIMS = re.compile("(?:预期|奋斗|发展|主要|总体|工作|具体)目标(?:任务)?(?:是|为|如下)?:")


class Background:
    """Reading sentences without figures; part of `Sentence`."""

    __slots__ = ()

    def _no_figures(self) -> None:
        p = self.p
        told = -1  # where the name ends that the sentence was taken to speak of
        if _AIMS.search(self.text, self.start, self.end):
            p.aims = True
            last = p.setting.reference
            ahead = next((t[3] for t in self.toks if t[2] == TIME and t[3].kind == "ahead"), None)
            if ahead is not None and last is not None:  # 今后五年的主要目标是: …。…
                p.when = When(last + 1, kind="span", year2=last + ahead.year2, explicit=True)
        for position, (a, b, kind, payload) in enumerate(self.toks):
            if kind == AREA:
                area, name = p.named_area(self.text, self.toks, position)
                if area and area.name != "全国" and not self._within_quotes(a, b):
                    p._remember(area)
                    opens, at = a, position
                    while at and self.toks[at - 1][2] == AREA and self.toks[at - 1][1] == opens:
                        at -= 1
                        opens = self.toks[at][0]  # 河北|沧州|黄骅市
                    before = self.text[max(0, opens - 1) : opens]
                    lies_in = told >= 0 and _VILLAGE.fullmatch(self.text, told, a) is not None
                    if _PART_OF.match(self.text, b):
                        continue  # 也是“云谷科技园区”的重要组成部分
                    if (
                        before in ("", "\n", "。", ",", ";", "”", "“")
                        or opens <= self.start
                        or (lies_in and area.level == "park")  # 青禾镇小洲村|云帆科技园
                        or self.text[max(0, opens - 2) : opens] in ("走进", "来到", "走访")
                        or (area.level == "enterprise" and before == "的")
                        or (
                            area.level == "enterprise"
                            and opens == self.start + 1
                            and before == "在"
                        )
                    ):
                        p.area, p.area_text = area, name
                        told = b
            elif kind == TIME and in_title(self.text, a):
                continue  # 《…二〇三五年远景目标纲要》
            elif kind == TIME and payload.kind == "span" and payload.year2 - payload.year == 4:
                p.plan = payload  # “十二五”时期, 我们…
                if position <= 1:
                    p.when = payload
            elif (
                kind == TIME
                and not payload.base
                and not payload.start
                and (
                    position <= 1
                    or (
                        self.text[b : b + 2] in (",是", "是全", "是我", ",我")
                        and payload.year != p.setting.now
                    )
                )
            ):
                if payload.kind == "year" and payload.explicit and isinstance(payload.year, int):
                    p.named_year = payload.year
                if payload.kind == "past" and payload.year2 >= 3 and self.text[b - 1] == "来":
                    p.review_years = payload.year2
                if self.text[max(self.start, a - 1) : a] in ("从", "自") and SINCE.match(
                    self.text, b
                ):
                    self._time(a, b, payload, position)  # 变化从2010年开始
                elif self._of_event(b, payload) or self._long_ago(payload):
                    pass
                elif (
                    payload.kind == "months"
                    and p.setting.genre in ("brief", "work_report")
                    and self.text[b : b + 1] == ","
                ):
                    p.when = payload  # 前三季度, 服务业发展较快。
                elif (payload.explicit and payload.kind in ("year", "months")) or payload.kind in (
                    "span",
                    "past",
                ):
                    p.when = payload
            elif kind == IND and (p.subject is None or position <= 3):
                p.subject = p.lookup(payload, self.text[a:b], 0.8, a)
