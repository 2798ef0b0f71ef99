"""Proportions 12.1:33.6:54.3 and 1.76:1, and doublings in one word: 翻两番."""

from __future__ import annotations

import re

from ingest.extract.claims import SECTORS, Subject

# 三次产业投资比例: what is divided between the sectors, where it is not the value added
_DIVIDED = re.compile(
    "民营经济|非公有制经济|非公经济|投资|就业人员|从业人员|就业|用电量|用电|税收|贷款"
)


class Proportions:
    """Reading proportions; part of `Sentence`."""

    __slots__ = ()

    def _ratio(self, a: int, b: int, payload: tuple[int, list[str]]) -> None:
        number_start, pieces = payload
        text = self.text
        clause = text[max(self.start, self.clause_start) : a]
        sentence = text[self.start : a]
        if len(pieces) == 3 and (
            "产业" in sentence or "三产" in sentence or "产" in clause or "结构" in clause
        ):
            names = SECTORS
            of = _DIVIDED.search(clause)
            if of is not None:
                self._emit_sectors(a, number_start, pieces, of.group())
                return
        elif (
            len(pieces) == 2
            and pieces[1] in ("1", "1.0", "1.00", "100")
            and self._to_one(number_start, b, pieces)
        ):
            return
        else:
            self._skip(a, b, "bare")
            return
        when = self.local_when
        position = number_start
        for piece, name in zip(pieces, names, strict=True):
            subject = self.p.lookup(name, "三次产业结构", 0.98, a)
            self.local_when = when
            self._emit(
                position,
                position + len(piece),
                piece,
                "%",
                "",
                "share_pct",
                subject,
                1.0,
                None,
                None,
                False,
                False,
                ref_indicator="gdp",
            )
            position += len(piece) + 1
        self._done(a, b, "share_pct")

    def _emit_sectors(self, a: int, position: int, pieces: list[str], of: str) -> None:
        """三次产业投资比例6.0:24.5:69.5: how something else than the value added is divided."""
        for piece, sector in zip(pieces, ("第一产业", "第二产业", "第三产业"), strict=True):
            hit = self.p.aliases.get(sector + of, "")
            subject = (
                self.p.lookup(hit, sector + of, 0.9, a)
                if hit
                else Subject("", sector + of, 0.6, "", "", a)
            )
            end = position + len(piece)
            self._emit(
                position, end, piece, "%", "", "share_pct", subject, 0.95, None, None, False, False
            )
            position = end + 1
        self._done(a, position - 1, "share_pct")

    def _to_one(self, a: int, b: int, pieces: list[str]) -> bool:
        """城乡收入比1.76:1, 性别比105.2:100: the ratio is the number before the colon."""
        own = self._subject(self.before, "index", "level")
        subject = own or (self.p.subject if self.prev is not None else None)
        if subject is None or not subject.text.endswith(("比", "之比", "比值", "比例", "差距")):
            return False
        if (pieces[1] == "100") != subject.text.endswith("性别比"):
            return False
        carried = own is None
        self._emit(a, b, pieces[0], "", "", "level", subject, 0.95, None, None, carried, False)
        if own is not None:
            self.p.subject = own
        self._done(a, b, "level")
        return True

    def _doubling(self, a: int, b: int) -> None:
        """翻一番, 翻两番 printed as one word."""
        word = self.text[a:b]
        number = next((c for c in word if c in "一两二三四"), "")
        if not number:
            return
        at = a + word.index(number)
        subject = self._subject(self.before, "", "growth_multiple") or self.p.subject
        self._emit(
            at, at + 2, number, "番", "", "growth_multiple", subject, 0.95, None, None, False, False
        )
        if subject is not None and subject is not self.p.subject:
            self.p.subject = subject
        self._done(at, at + 2, "growth_multiple")
