"""Ranks: 居全省第5位, 均居第二, 稳居全省前十; of what, where the words leave it open."""

from __future__ import annotations

import re

from ingest.extract.claims import Subject
from ingest.extract.numerals import Figure
from ingest.extract.words import AREA, IND

# 总量居全省第5位, 增速居第3位: of the indicator before
_OF_THE_SAME = re.compile(
    r"(?:经济)?(?:总量|绝对值|增速|增幅|规模|数量|位次|排名|速度|指标|绝对额|增量)(?:和|连续|市|县|区|均|在|居|排|[三四五六七八九十\d]+[县市区]|$)"
)
# 在沿江八市中居第四位: among whom, not of what
_AMONG = re.compile(
    "(?:在|全[国省市区县])?[\u4e00-\u9fff\\d]{0,8}"
    "(?:[市县区州省]|乡镇?|[镇乡]办|镇街|街镇|街道|办事处|集聚区|开发区|园区)(?:中|里|之)?"
)
_RANKING = re.compile("百强|竞争力|排行|排名|评比|评价|考核|指数|综合实力")
# 投资潜力居第3、绿色发展|第5: the next of a chain
_NEXT_RANKED = re.compile("、[\u4e00-\u9fff]{2,14}")
_RANK_WORD = re.compile(r"(?:居|列|位|排|名|跃升|移)")
_PUT_FIRST = re.compile("(?:放在|摆在|置于|作为|当作|列为|坚持)$")
_OF_ALL = re.compile("(?:数量|增[速幅长]|总量|涨幅)?[均都]")
_RATES = ("增幅", "增速")
# 在全省综合测评中继续保持|第一
_KEEPS = re.compile(
    "(?:测评|考核|评比|评价|排名|排位|竞赛|增速|总量)[^,。;]{0,12}(?:保持|获得?|夺得|取得|摘得|拿下)$"
)
# 总量六区第一: the first of so many
_OF_SO_MANY = re.compile("[两三四五六七八九十\\d]+[个大]?[县市区州旗]+$")


def text_between(text: str, a: int, b: int) -> bool:
    """Whether only a list mark stands between two places."""
    return text[a:b] in ("、", "和", "与", "及", "以及")


class Ranking:
    """Reading ranks; part of `Sentence`."""

    __slots__ = ()

    def _rank(self, a: int, b: int, payload: tuple[str, str], i: int) -> None:
        number, counter = payload
        text = self.text
        following = text[b : b + 2]
        before = text[max(self.start, a - 3) : a]
        previous = self.toks[i - 1] if i else None
        ranked = self.saw_rank_word or (bool(counter) and following[:1] not in ("的",))
        self.group = (
            self.last_measure == "rank"
            and self.last_fig_end >= 0
            and text[self.last_fig_end : a] in ("、", "和", "与")
        )
        chained = (
            self.last_measure == "rank"
            and self.last_fig_end >= 0
            and _NEXT_RANKED.fullmatch(text, self.last_fig_end, a) is not None
        )
        if self.group or chained:
            ranked = True
        if following[:1] in (
            "产",
            "届",
            "次",
            "季",
            "批",
            "个",
            "期",
            "方",
            "一",
            "三",
            "号",
            "条",
            "章",
            "部",
            "类",
            "时",
            "轮",
            "书",
            "实",
            "中",
            "小",
            "人",
            "幼",
        ):
            ranked = False
        if _PUT_FIRST.search(text, max(self.start, a - 6), a):
            self._add(a, b, "")  # 把安全放在第一位
            return
        ends = b >= self.end or text[b] in ",。;、()\n”*" or following[:1] in ("位", "名")
        if (
            not ranked
            and ends
            and previous is not None
            and previous[2] in (AREA,)
            and previous[1] >= a - 1
        ):
            ranked = True
        if not ranked and ends and (_RANK_WORD.search(before) or _OF_SO_MANY.search(before)):
            ranked = True
        if not ranked and ends and _KEEPS.search(text, self.clause_start, a):
            ranked = True
        if not ranked:
            self._add(a, b, "")
            return
        value = number[1:] if number[1:].isdigit() else number
        self.rank_unit = "名" if counter == "名" else "位"
        self._emit_rank(a, b, value, None)

    def _emit_rank(self, a: int, b: int, value: str, figure: Figure | None) -> None:
        subjects: list[Subject] = []
        if self.items and self.fig_in_clause == 0 and self.resp is None:
            items = [*self.items, self.before] if self.before else list(self.items)
            if items[0][0][0] < self.clause_start:  # 荣获“…”、“…”等荣誉, 考核获全省第一名
                items = [parts for parts in items if any(part[2] for part in parts)]
            if (
                len(items) == 1
                and any(self.text[c[0] : c[1]] in _RATES for c in self.cues)
                and re.search("[均都]", self.text[self.clause_start : a])
            ):
                items.append([])  # 总量、增幅均居第二: of the level, and of the growth
            for parts in items:
                named = self._subject(parts, "", "rank")
                if named is None and (subjects or self.p.subject is not None):
                    named = subjects[-1] if subjects else self.p.subject
                if (
                    named is not None
                    and not named.indicator_id
                    and named.text.endswith(("增速", "增幅", "指标", "总量"))
                ):
                    named = self._subject_from(named.text[:-2]) or named
                if named is not None and (named.indicator_id or len(named.text) >= 2):
                    subjects.append(named)
        if len(subjects) < 2 or not (
            any(item.indicator_id for item in subjects)
            or re.search("[均都]", self.text[self.clause_start : a])
        ):
            subjects = []  # 水泵、铸造等, 规模为全县之首: one thing is ranked
        if (
            not subjects
            and self.resp is None
            and _OF_ALL.match(self.text, self.clause_start)
            and len(self.recent) > 1
        ):
            since = self.text.rfind(";", self.start, a)
            subjects = [
                s for s in self.recent[-4:] if s.start > since
            ]  # 主营业务收入…, 税金…, 均居全市第一
        if (
            not subjects
            and self.resp is not None
            and not self.fig_in_clause
            and _OF_ALL.match(self.text, self.clause_start)
        ):
            subjects = [item for item in self.resp if isinstance(item, Subject)]
        own = self._subject(self.before, "", "rank") if not subjects else None
        if own is not None and own.indicator_id and self.index >= 0 and not self.fig_in_clause:
            self.resp = None  # 分别增长5%、6%, 经济总量由第六位升至第五位: the list is over
        if self.resp is not None and not subjects and not (own is not None and own.indicator_id):
            same_run = (
                self.last_measure == "rank"
                and self.last_fig_end >= 0
                and text_between(self.text, self.last_fig_end, a)
            )
            self.index = self.index + 1 if same_run else 0
            item = self.resp[self.index] if self.index < len(self.resp) else None
            if isinstance(item, Subject):
                own = item
        if (
            own is not None
            and not own.indicator_id
            and self.p.subject is not None
            and (own.text == "高" or _OF_THE_SAME.match(own.text) or _AMONG.fullmatch(own.text))
        ):
            own = None
        if (
            own is not None
            and own.indicator_id == ""
            and own.text.endswith(("增速", "增幅", "总量"))
            and len(own.text) > 3
        ):
            own = self._subject_from(own.text[:-2]) or own
        subject = own or self.p.subject
        if own is None and self.last_measure == "rank" and self.prev:
            at_once = self.text[self.last_fig_end : self.last_fig_end + 2] in (",全", "、全", ",居")
            if self.prev[0] == "from" or (at_once and self.clause_start == self.last_fig_end + 1):
                subject = self.ranked or subject  # 由第12位上升到第8位; 全省第三名,全市第一名
        if own is None and not subjects and not self.figures and self.resp is None:
            subject = self._named_in_sentence(a) or subject
        for item in subjects or ([subject] if subject else []):
            self._emit(
                a,
                b,
                value,
                self.rank_unit if figure is None else figure.unit,
                figure.qualifier if figure else "",
                "rank",
                item,
                0.95,
                None,
                None,
                own is None,
                False,
            )
        if not subjects and subject is None:
            self._emit(a, b, value, "位", "", "rank", None, 0.6, None, None, True, False)
        self.ranked = subjects[-1] if subjects else subject
        last = subjects[-1] if subjects else own
        if last is not None and last.indicator_id and (self.p.subject is None or subjects):
            self.p.subject = last
        self._done(a, b, "rank")

    def _named_in_sentence(self, a: int) -> Subject | None:
        """入选全国百强县,列第48位: what a rank is of where its sentence names it, before any figure."""
        if any(t[2] == IND and t[0] < a for t in self.toks):
            return None
        clauses = [s for s in re.split("[,:(]", self.text[self.start : a]) if _RANKING.search(s)]
        if not clauses:
            return None
        return Subject("", re.sub(r"[“”\"]", "", clauses[-1])[-24:], 0.6, "", "", self.start)
