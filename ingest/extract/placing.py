"""Which area a sentence speaks of, and which it only compares with."""

from __future__ import annotations

import re

from ingest.extract import words as w
from ingest.extract.claims import Unclaimed
from ingest.extract.dictionary import Area
from ingest.extract.words import AREA, CUE, FIG, PUNCT, RANK

_FORM_REFERENCES = frozenset(("zone", "town", "park", "form"))


class Placing:
    """Telling areas; part of `Sentence`."""

    def _area(self, a: int, b: int, payload: object, i: int) -> None:
        p = self.p
        name = self.text[a:b]
        area: Area | None
        if (
            isinstance(payload, Area)
            and payload.reference in _FORM_REFERENCES
            and not name.startswith(("全", "该", "我", "本"))
        ):
            # 许昌市|魏都区|先进制造业|开发区: what stands before the form may be its name
            own = p._own_name(self.text, self.toks, i)
            inside = (
                self.before
                and self.before[0][0] < a - len(own)
                and payload.reference == "form"
                and (self.text[a - len(own) - 1] not in "的,、")
            )
            if own and (own + name) in p.local and not inside:
                while self.before and self.before[-1][1] > a - len(own):
                    self.before.pop()
                self._take_area(p.local[own + name], own + name, a - len(own))
                return
            previous = self.toks[i - 1] if i else None
            if previous is not None and previous[2] == AREA and previous[1] == a:
                head, _ = p._resolve_area(previous[3], self.text[previous[0] : a])
                if head is not None and not (
                    isinstance(previous[3], Area) and previous[3].reference
                ):
                    full = self.d_area(head.name + name) or self.d_area(
                        re.sub("[市县区]$", "", head.name) + name
                    )
                    self._take_area(full or p._local_area(self.text[previous[0] : b]), name, a)
                    return
            if payload.reference == "form" and not self.before and not own:
                near = p.last_by_kind.get("park")
                if near is not None and near.name.endswith(name):
                    self._take_area(near, name, a)
                    return
            if (
                name == "园区"
                and previous is not None
                and previous[1] == a
                and previous[2] == FIG
                and previous[3].unit == "个"
            ):
                self._unclaim_last(previous[0])
                self._take_area(
                    Area("", self.text[previous[0] : b], "park_group"),
                    self.text[previous[0] : b],
                    a,
                )
                return
            if payload.reference == "form" or (
                self.before and self.before[-1][1] == a and not self.before[-1][2]
            ):
                # 专业|产业园区, 两个|园区: a common noun
                self._add(a, b, "")
                return
        area, printed = p._resolve_area(payload, name)
        if area is None:
            self._add(a, b, "")
            return
        if (
            i
            and self.toks[i - 1][2] == AREA
            and self.toks[i - 1][1] == a
            and not isinstance(payload, Area)
            and isinstance(self.toks[i - 1][3], list)
        ):
            head = self.toks[i - 1][3][0][0]
            for entry in payload:  # type: ignore[attr-defined]
                if entry[0][:2] == head[:2] and (head[2:4] == "00" or entry[0][:4] == head[:4]):
                    known = p.d.by_code.get(entry[0])
                    area = (
                        p.d.areas[known] if known else Area("", entry[2], entry[1], code=entry[0])
                    )
                    break
        self._take_area(area, printed, a)

    def _unclaim_last(self, start: int) -> None:
        """6个园区 names a group of parks: its number is no claim."""
        if self.p.claims and self.p.claims[-1].start == start:
            last = self.p.claims.pop()
            self.p.unclaimed.append(Unclaimed(last.start, last.end, "threshold"))
            self.last_fig_end = -1
            self.fig_in_clause = 0

    def d_area(self, name: str) -> Area | None:
        found = self.p.d.area_names.get(name)
        return self.p.d.areas.get(found) if found else None

    def prev_area_ends(self, position: int) -> bool:
        return any(t[2] == AREA and t[1] == position for t in self.toks)

    def _ref_position(self) -> bool:
        if not self.cues:
            return self.saw_rank_word
        return self.cues[-1][2] in (w.SHARE, w.THAN) or self.saw_rank_word

    def _take_area(self, area: Area, printed: str, a: int) -> None:
        p = self.p
        if self._elsewhere(area, a + len(printed)):
            return
        if self._ref_position() or (
            self.cues
            and self.cues_broken()
            and self.cues[-1][2] in (w.SHARE, w.THAN, w.UP, w.DOWN, w.YOY)
        ):
            self.ref_area = area
            return
        if self._rank_ahead(a) or re.match(
            r"(?:平均|同期)", self.text[a + len(printed) : a + len(printed) + 2]
        ):
            self.ref_area = area
            return
        if self.depth and not area.known:
            return
        current = p.area or p.setting.home
        if (
            current is not None
            and area.level in ("country", "province")
            and current.level not in ("country",)
            and area.name != current.name
        ):
            # 全国 or 全省 in front of a figure is a comparison, or an adjective (全国文明城市)
            following = self._next_kind(a)
            if following in ("title",):
                return
        self.order_area.append(area)
        if not self.cues_broken() and self.fig_in_clause == 0 and not self.items:
            self.before = []
        p._remember(area)
        p.area, p.area_text = area, printed
        self.fresh_area = True

    def _elsewhere(self, area: Area, b: int) -> bool:
        """北京理工大学, 焦作市农村信用社: an area within another name, unless it is home or lies in it."""
        p = self.p
        home = p.setting.home
        if (
            home is None
            or area.name == home.name
            or area.level not in ("country", "province", "city", "county", "district")
        ):
            return False
        if area.reference or (
            self.text[b - 1 : b] in "国省"
            and self.text[b - 2 : b] in ("全国", "全省", "我国", "我省", "本省")
        ):
            return False
        if area.area_id and home.area_id and home.area_id in p.d.ancestors(area.area_id):
            return False
        if area.code and home.code and area.code[:4] == home.code[:4] and home.code.endswith("00"):
            return False
        nxt = next((t for t in self.toks if t[0] >= b), None)
        return nxt is None or nxt[0] > b

    def _rank_ahead(self, position: int) -> bool:
        """Whether a rank follows before the clause ends: 居全省第2位."""
        for a, _, kind, payload in self.toks:
            if a <= position:
                continue
            if kind == RANK:
                return a - position <= 16
            if kind in (PUNCT, FIG):
                return False
            if kind == CUE and payload == w.RANKED:
                continue
        return bool(
            re.match(r"[^,。;、]{1,8}(?:首位|前列|榜首|之首)", self.text[position : position + 14])
        )

    def _next_kind(self, position: int) -> str:
        following = self.text[position + 2 : position + 10]
        if re.match(r"(?:文明|卫生|百强|先进|优秀|示范|首|第|唯一|重点|知名)", following):
            return "title"
        return ""
