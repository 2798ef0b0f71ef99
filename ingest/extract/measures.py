"""What kind of figure it is: a level, growth, a share, a difference, a completion; and its sign."""

from __future__ import annotations

import re

from ingest.extract import words as w
from ingest.extract.claims import Subject
from ingest.extract.numerals import Figure
from ingest.extract.words import FIG, PUNCT

_AMOUNTS = re.compile("(?:值|收入|税收?|投资|额|利润|资金|销售|营收|贷款|存款)$")
_PEOPLE = re.compile("人口|群众|职工|居民|学生|农民|劳动力|人才|老人|儿童|大军$|[^法]人$")
_PASSED = re.compile("(?:超过|超额|超出|超|高出|多出?)(?:了|完成)?[约近]?")
_COMPARED = re.compile("比|较")
_HIGH_OR_LOW = frozenset(("高于", "低于", "高出", "低出", "高", "低", "快于", "慢于"))
_MORE = re.compile("([多少高低])出?了?[近约逾超]?$")


class Measures:
    """Telling kinds of figures; part of `Sentence`."""

    __slots__ = ()

    def _has_share(self) -> bool:
        return any(c == w.SHARE for _, _, c in self.cues)

    def _times_of(self, a: int) -> bool:
        """是…的1.84倍 rather than 增长1.84倍."""
        clause = self.text[self.clause_start : a]
        return (
            clause.rstrip("约近超过了").endswith("的")
            and not clause.rstrip("约近超过了").endswith(("增长的", "水平的高"))
        ) or (
            re.search(r"[是为][^,。;]{0,14}$|相当于|达到", clause) is not None
            and not re.search(r"增|提高|提升|上升|高出|翻", clause)
        )

    def _measure(
        self, a: int, figure: Figure, own: Subject | None, following: str
    ) -> tuple[str, int, bool]:
        """The kind of figure, its sign, whether it is a completion rate."""
        unit = figure.unit
        cues = self.cues
        last = cues[-1] if cues else None
        text = self.text
        if "分之" in figure.value_text and self._has_share():
            return "share_pct", 1, False
        if unit in ("%", "‰", "成"):
            return self._percentage(a, figure, own, following)
        if figure.dimension == "points" or unit in ("个百分点", "百分点"):
            self.share_moved = self._has_share()
            down = False
            word = ""
            for c in cues:
                if c[2] == w.DOWN:
                    down = True
                    word = text[c[0] : c[1]]
                elif c[2] == w.THAN and text[c[0] : c[1]] in ("低于", "慢于", "低出", "低"):
                    down = True
                    word = "低"
            clause = text[self.clause_start : a]
            if not cues and self.group and self.last_measure == "diff_pp" and self.p.claims:
                previous = self.p.claims[-1]  # 分别下降0.7、0.3个百分点
                down = previous.value_text.startswith("-") and text[previous.start] != "-"
            if down and word in ("收窄", "缩小") and "降幅" in clause:
                down = False
            elif "降幅" in clause and any(x in clause for x in ("扩大", "加深")):
                down = True
            elif (
                ("降幅" in clause and "收窄" in clause)
                or word in ("降幅",)
                or (down and word == "收窄" and own is None and self._fell_before())
            ):
                down = False
            elif self._of_a_fall(a, own):
                down = word != "低"
            return "diff_pp", -1 if down else 1, False
        if unit in ("倍", "番"):
            return "growth_multiple", 1, False
        if own is None and self._next_of_changes(figure):
            return "change", -1 if self.p.claims[-1].value_text.startswith("-") else 1, False
        if own is None and self._beyond_amount(figure):
            return "change", 1, False
        if last is None:
            return "level", 1, False
        if last[2] == w.PLAN and text[last[0] - 1] == "超":
            return "change", 1, False  # 超预算11.6亿元
        # an amount: the change itself, or what it changed to
        if any(c[2] == w.AVG and text[c[1] - 1] in "加收产" for c in cues):
            return "change", 1, False  # 年均增加285元
        change = None
        than = False
        for c in cues:
            kind = c[2]
            if kind in (w.THAN, w.YOY, w.MOM):
                than = True
                if kind == w.THAN and text[c[0] : c[1]] in ("高于", "低于", "高出"):
                    return "change", -1 if text[c[0]] == "低" else 1, False
            elif kind in (w.UP, w.DOWN):
                change = c
            elif kind == w.TO:
                change = None
        if change is not None:
            if text[change[0] : change[1]] == "增收" and text[change[0] - 1] == "均":
                return "level", 1, False  # 户均增收1.2万元
            rest = text[change[1] : figure.number_start]
            if rest[:1] in ("到", "至", "为"):
                return "level", 1, False
            down = change[2] == w.DOWN or text[change[0] : change[1]] in ("低于", "低")
            net = text[change[0] : change[1]] in w.NET
            if net or rest.strip("了约近超过逾达为") == "" or figure.start <= change[1] + 1:
                return "change", -1 if down and not figure.value_text.startswith("-") else 1, False
            return "level", 1, False
        if than and text[a - 3 : a] in ("增加了", "减少了"):
            return "change", -1 if text[a - 3] == "减" else 1, False
        if than and (more := _MORE.search(text, max(self.clause_start, a - 3), a)):
            return "change", -1 if more.group(1) in "少低" else 1, False
        if (
            than
            and text[a - 2 : a] in ("新增", "净增")
            and (figure.dimension.startswith("money") or (own is None and not self.before))
        ):
            return "change", 1, False  # 较年初新增189亿元; 户籍人口27万人, 比上年新增1547人
        return "level", 1, False

    def _fell_before(self) -> bool:
        """投资下降24.6%, 收窄9.4个百分点: of a fall, so that less of it is more."""
        last = self.p.claims[-1] if self.p.claims else None
        return (
            last is not None
            and last.end == self.last_fig_end
            and last.measure == "yoy_growth_pct"
            and last.value_text.startswith("-")
        )

    def _of_a_fall(self, a: int, own: Subject | None) -> bool:
        """降幅收窄3个百分点, 比全省|低|1个百分点: of how much it falls, so that less is more."""
        than = [c for c in self.cues if c[2] == w.THAN]
        if not than or self.text[than[-1][0] : than[-1][1]] not in _HIGH_OR_LOW:
            return False
        begin = self.clause_start
        if own is None and self.last_measure == "diff_pp" and self.last_fig_end >= self.start:
            begin = max(self.start, self.last_fig_end - 24)
        return re.search("降幅(?!.*[增涨]幅)", self.text[begin:a]) is not None

    def _next_of_changes(self, figure: Figure) -> bool:
        """分别增加907元和1117元: the second is a change too."""
        if not (self.group and self.last_measure == "change" and not self.cues and self.p.claims):
            return False
        previous = self.p.claims[-1]
        return self.p.d.units.get(previous.unit) == figure.dimension and previous.unit != "位"

    def _beyond_amount(self, figure: Figure) -> bool:
        """比计划目标300亿元|超过107亿元: by how much the amount compared with was passed."""
        text = self.text
        if self.last_measure != "level" or self.last_fig_end < self.clause_start:
            return False
        said = text[self.last_fig_end : figure.number_start]
        if not _PASSED.fullmatch(said) or not _COMPARED.search(
            text, self.clause_start, self.last_fig_end
        ):
            return False
        if figure.qualifier.startswith("超"):
            figure.qualifier = ""
        return True

    def _percentage_ahead(self, i: int) -> bool:
        """Whether the clause goes on to a percentage: 占6个乡镇税收总额的56%."""
        for t in self.toks[i + 1 :]:
            if t[2] == FIG:
                return t[3].dimension == "ratio"
            if t[2] == PUNCT and t[3] in ",;。":
                return False
        return False

    def _implied_unit(self, multiple: str, counted: str) -> str:
        """万, 亿 without a unit: people where they are named, else that of the indicator."""
        if _PEOPLE.search(counted) and multiple + "人" in self.p.d.units:
            return multiple + "人"
        subject = self._subject(self.before, "", "level") or self.p.subject
        if subject is None:
            return ""
        if subject.text.endswith("人口") and not subject.dimension:
            return multiple + "人"  # 本籍人口2万
        base = {
            "money_cny": "元",
            "money_usd": "美元",
            "persons": "人",
            "person_times": "人次",
        }.get(subject.dimension)
        if not base and not subject.indicator_id and _AMOUNTS.search(subject.text):
            base = "元"  # 每平方公里产值68亿
        if not base:
            return ""
        unit = multiple + base
        return unit if unit in self.p.d.units else ""
