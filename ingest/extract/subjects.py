"""Which indicator a figure is of: named before it, after it, in a list, or carried over."""

from __future__ import annotations

import re

from ingest.extract import words as w
from ingest.extract.claims import Subject
from ingest.extract.lexer import Figure
from ingest.extract.words import CUE, FIG, FILL, IND, PUNCT, RANK, RATIO, TIME

_HAN = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_BRACKETED = re.compile(r"\([^()]{0,60}\)")
_COUNTERS = frozenset(("count", "persons", "person_times"))
_MONEY = {"money_cny": "_cny", "money_usd": "_usd"}


class Subjects:
    """Finding the indicator; part of `Sentence`."""

    def _targets_of_list(self, position: int) -> list | None:
        """What 分别 points back to: indicators, areas or times, in their order."""
        items = [parts for parts in self.items if any(self.text[a:b].strip() for a, b, _ in parts)]
        if len(items) >= 2:
            tail = "".join(self.text[a:b] for a, b, _ in items[-1])
            tail = _BRACKETED.sub("", tail)
            found: list[Subject] = []
            for parts in items:
                subject = self._subject(parts, "", "")
                if subject is None:
                    continue
                if not subject.indicator_id:
                    subject = self._share_tail(subject, tail) or subject
                found.append(subject)
            if len(found) >= 2:
                return found
        expected = self._figures_ahead(position)
        if len(self.recent) >= expected >= 2 and not any(part[2] for part in self.before):
            return self.recent[-expected:]
        if len(self.order_area) >= 2:
            return self.order_area[-expected:] if expected >= 2 else list(self.order_area)
        if len(self.order_when) >= 2:
            return self.order_when[-expected:] if expected >= 2 else list(self.order_when)
        return None

    def _figures_ahead(self, position: int) -> int:
        """How many figures stand in the run after this place."""
        n = 0
        for a, _, kind, payload in self.toks:
            if a < position:
                continue
            if kind in (FIG, RANK):
                n += 1
            elif kind == PUNCT and payload in ",;。" and n:
                break
        return n

    def _own_subject(
        self, a: int, b: int, figure: Figure, dimension: str, i: int
    ) -> Subject | None:
        """The indicator named in this clause: before the figure, or right after it."""
        text = self.text
        subject = self._subject(self.before, dimension, "level")
        if (
            dimension == "ratio"
            and (subject is None or not subject.indicator_id)
            and text[b : b + 1] == "的"
        ):
            for t in self.toks[i + 1 : i + 4]:
                if t[2] == IND:
                    subject = self.p.lookup(t[3], text[t[0] : t[1]], 0.9, t[0])
                    if "目标" in text[t[1] : t[1] + 6]:
                        self.target = True
                    break
                if t[2] in (PUNCT, FIG):
                    break
        cue = self.cues[-1][2] if self.cues else -1
        if (
            subject is None
            and self.after
            and cue in (w.UP, w.DOWN, w.DONE)
            and figure.dimension in _COUNTERS | {"money_cny", "area", "money_usd"}
        ) and not any(c == w.SHARE or c == w.THAN for _, _, c in self.cues):
            subject = self._subject(self.after, dimension, "level")
            if subject is not None:
                self.cues = []  # 增加就业岗位500个: what is added is named, the figure is its level
        if subject is None and figure.dimension == "money_cny" and not self.cues:
            right = self._right_noun(b, i)
            if right.endswith(
                ("基金", "资金", "项目", "贷款", "债券", "奖金", "补贴", "订单", "限额")
            ):
                return self._subject([(b, b + len(right), "")], dimension, "level")
        if figure.dimension in _COUNTERS or figure.unit in (
            "公里",
            "亩",
            "公顷",
            "平方米",
            "万平方米",
            "辆",
        ):
            right = self._right_noun(b, i)
            if right and (
                subject is None
                or (not subject.indicator_id and self._is_verbal(subject.text, right))
            ):
                named = (
                    self._subject([(b, b + len(right), "")], dimension, "level") if right else None
                )
                if named is not None:
                    named.start = b
                    if (
                        not any(c in (w.UP, w.DOWN, w.THAN) for _, _, c in self.cues)
                        or subject is not None
                        or self.p.subject is None
                    ):
                        return named
        return subject

    def _right_noun(self, b: int, i: int) -> str:
        """The noun right after a count: 3家|国家高新技术企业."""
        text = self.text
        toks = self.toks
        stop = b
        for t in toks[i + 1 :]:
            if t[2] in (PUNCT, FIG, RANK, RATIO, TIME):
                stop = t[0]
                break
            if (t[2] == CUE and t[3] not in (w.RANKED, w.FROM, w.DONE)) or (
                t[2] == CUE and t[3] == w.DONE
            ):
                stop = t[0]
                break
            if t[2] == FILL and text[t[0] : t[1]] in (
                "的",
                "为",
                "是",
                "在",
                "被",
                "达",
                "共",
                "获得",
                "获",
                "先后",
                "率先",
                "实现",
                "完成",
                "新",
                "已",
                "均",
                "都",
                "开展",
                "和",
                "与",
                "及",
                "以",
            ):
                if t[0] == b:
                    if text[t[0] : t[1]] == "的":
                        continue
                    return ""
                stop = t[0]
                break
            stop = t[1]
        else:
            stop = self.end
        noun = text[b:stop]
        if len(noun) > 22 or not noun or not _HAN.match(noun[0]):
            return ""
        if noun[0] in "以左余多":
            return ""
        return noun

    def _is_verbal(self, before: str, right: str) -> bool:
        """Whether what stands before a count is a verb phrase rather than its name (邀请|20余批次)."""
        if right in self.p.aliases:
            return len(before) <= 6
        return len(right) >= 3 and len(before) <= 4

    def _fit(self, subject: Subject, dimension: str, carried: bool) -> Subject:
        """The indicator whose dimension fits the unit, or one that is not known."""
        if subject.dimension == dimension or not subject.indicator_id:
            return subject
        if subject.dimension == "ratio" and dimension == "ratio":
            return subject
        indicators = self.p.d.indicators
        if dimension in _MONEY:
            base = re.sub("_(?:cny|usd)$", "", subject.indicator_id)
            for name in (base + _MONEY[dimension], base):
                other = indicators.get(name)
                if other and other.dimension == dimension:
                    return Subject(
                        name,
                        subject.text,
                        subject.quality,
                        other.dimension,
                        other.kind,
                        subject.start,
                    )
        if {subject.dimension, dimension} <= _COUNTERS:
            return subject
        if dimension in ("index", "") or subject.dimension in ("index",):
            return subject
        if carried and self.outer is not None and self.outer.dimension == dimension:
            return self.outer
        return Subject("", "" if carried else subject.text, 0.5, "", "", subject.start)

    def _side(self) -> str:
        """Whether the text speaks of 支出 or of 收入 here: the sentence's own words, else the last heading's."""
        said = self.text[self.start : self.toks[0][0] if not self.toks else self.end]
        spending, income = said.rfind("支出"), said.rfind("收入")
        if spending < 0 and income < 0:
            previous = self.p.subject.text if self.p.subject is not None else ""
            return (
                "支出" if previous.endswith("支出") else "收入" if previous.endswith("收入") else ""
            )
        return "支出" if spending > income else "收入"
