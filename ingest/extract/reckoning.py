"""What a word of time means where it stands: 今年 of a communiqué, 三季度 of a page that counts from January,
过去五年 after a plan, 前五年 as a base, 端午 as days."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.extract.periods import When, notation
from ingest.extract.words import IND, PUNCT, TIME

# 2019年青梧县政府工作报告: the year of a title
_TITLE = re.compile(r"[^,。;:\d]{0,16}(?:工作报告|统计公报|国民经济和社会发展计划)")
_RECORD = re.compile("以?来?的?[^,。;、]{0,4}(?:新高|新低|最[高好快大低小多少佳优强慢差]|历史)")
_ENACTED = frozenset(("发布", "实施", "出台", "印发"))
_RUN_IN = 6  # characters of a heading that runs into its sentence


class Reckoning:
    """Telling what a word of time means; part of `Sentence`."""

    __slots__ = ()

    def _reckoned(self, a: int, b: int, when: When, i: int) -> When | None:
        """What an expression means where it stands; None where nothing is left to be dated by it."""
        p = self.p
        text = self.text
        if (
            self.before
            and a - self.start <= _RUN_IN
            and text[a:b] in ("全年", "年末")
            and text[self.start - 1 : self.start] in ("", "\n")
            and (named := next((t for t in self.toks[i + 1 :] if t[0] == b), None)) is not None
            and named[2] == IND
            and text[self.before[0][0] : a] + text[b : named[1]] not in p.aliases
        ):
            self.before = []  # 粮食|全年农作物播种面积…: a heading that runs into its sentence
        if text.endswith("结转", 0, a) and when.year == "next":
            self._add(a, b, "")  # 专项结转|下年|支出: what is left of this year
            return None
        if when.kind == "months" and (when.first_month, when.last_month) == (7, 9) and p.to_date:
            when = replace(when, first_month=1)  # 三季度, on a page that counts from January
        if when.kind == "opening":
            if text[b - 4 : b - 2] in _ENACTED:
                if text[a - 1] == "》" and p.setting.genre == "feature":
                    p.when = replace(when, kind="so far")  # 《方案》发布以来
            elif p.began is not None:
                p.when = replace(p.began, kind="since", last_month=12, explicit=True, end=False)
            else:
                self.cum = True
            return None
        if self._turns_to_months(a, b, when):
            self.target = p.aims  # 今年计划投资10亿元, 截至3月底完成2亿元
        if (
            p.named_year is not None
            and when.year == ""
            and when.kind == "year"
            and not when.base
            and p.setting.genre == "feature"
            and not any(t.kind == "year" and t.explicit for t in self.times)
        ):  # 2005年, 该镇坚持…。全年完成…
            when = replace(when, year=p.named_year, explicit=True)
        if self._of_this_item(a, when) or self._year_of_months(i, when):
            return None
        if text[a:b] == "现有" and self.times and self._until():
            return None  # 截至去年底, 累计投入2亿元, 现有企业6家
        if when.kind == "feast":
            self._feast(when)
            return None
        if when.kind == "now" and self.from_open:
            self.local_when = when  # 由目前的112万元提高到150万元
            return None
        if when.kind == "now":
            if text[a:b] not in ("至今", "迄今", "此刻"):
                if p.when is not when and p.when is not None:
                    p.reported = p.when
                p.when = when
            return None
        if when.kind == "since" and not self._adverbial(i):
            return None
        if (
            p.setting.genre == "communique"
            and when.year in ("now", "last")
            and when.kind in ("year", "months")
            and p.setting.reference is not None
            and p.setting.now == p.setting.reference + 1
        ):  # 由去年的…优化为今年的…: the year under report, whenever it came out
            year = p.setting.reference - (when.year == "last")
            when = replace(when, year=year, explicit=True)
        if when.kind == "past" and when.base:
            self._term_before(when)
            return None
        if when.kind == "span" and when.year2 - int(when.year) == 4:
            p.plan = when
        if when.kind == "past" and self._of_plan_just_over(a, b, when):
            when = p.plan  # 过去五年, said in the spring after the plan
        if (
            when.kind == "past"
            and p.setting.now is not None
            and when.year2 in (p.setting.now - 2000, p.setting.now - 2001)
            and re.fullmatch(r"\d\d年以?来", text[a:b])
        ):
            when = When(2000 + when.year2, kind="since", explicit=True)  # 15年以来, in 2015
        if when.kind in ("past", "span") and _RECORD.match(text, b):
            return None  # 创近五年新高, 为十年来最高增幅
        if when.kind == "year" and when.explicit and _TITLE.match(text[b : b + 24]):
            return None
        if when.year == "ago" and p.when is not None and isinstance(p.when.year, int):
            when = When(p.when.year - when.year2, explicit=True)  # 2022年 …, 由五年前的61.8%
        if (
            p.setting.genre == "feature"
            and when.year == ""
            and when.kind in ("months", "moment")
            and p.reference == p.setting.now
            and p.reference is not None
            and when.last_month > p.setting.now_month
            and not 1 < when.first_month <= p.setting.now_month  # 下半年 in a text of November
        ):
            when = replace(when, year=p.reference - 1)  # 12月 in a text of March
        if (
            p.setting.genre == "feature"
            and when.year == ""
            and when.kind == "months"
            and p.when is None
            and p.setting.now is not None
            and p.reference == p.setting.now - 1
            and when.last_month < p.setting.now_month <= 3
        ):
            when = replace(when, year=p.setting.now)  # 1月份 in a text of March
        if (
            when.kind == "since"
            and when.year == "now"
            and p.setting.now_month <= 2
            and p.setting.now
            and p.reference == p.setting.now - 1
        ):
            if p.when is None:
                p.when = When(p.reference, explicit=True)
            return None  # 今年以来 of an article written when the year had just ended
        if (
            p.setting.genre == "feature"
            and when.year == "now"
            and when.kind == "year"
            and text.startswith(("累计", "已"), b)
            and len(p.setting.published_day) == len("2024-01-01")
        ):
            when = replace(when, kind="since")  # 今年累计救助57人: so far
        return when

    def _of_this_item(self, a: int, when: When) -> bool:
        """1-7月…; 7个项目在一季度|开工, 总投资…; 13个…: months within those spoken of, for one item of a list."""
        whole = self.times[-1] if self.times else None
        if (
            not self.fig_in_clause
            or self.text[a - 1] not in "在于"
            or when.kind != "months"
            or when.year != ""
            or when.end
            or whole is None
            or whole.kind not in ("year", "months")
            or whole.last_month < when.last_month
        ):
            return False
        self.sentence_when = replace(when, year=whole.year, explicit=whole.explicit)
        return True

    def _year_of_months(self, i: int, when: When) -> bool:
        """截至7月,|今年…: the year only says which July."""
        if when.kind != "year" or when.year != "now" or when.end or i < 2:
            return False
        mark, months = self.toks[i - 1], self.toks[i - 2]
        return (
            mark[2] == PUNCT
            and mark[3] == ","
            and months[2] == TIME
            and months[1] == mark[0]
            and months[3].kind == "months"
            and months[3].year == ""
            and months[3].end
        )

    def _term_before(self, when: When) -> None:
        """五年累计完成246亿元, 是前五年的3.2倍: the base is as many years before those spoken of."""
        p = self.p
        spoken = p.when if p.when is not None else p._plan_section
        if spoken is None or p.reference is None:
            return
        years = notation(spoken, now=p.setting.now, reference=p.reference, stock=False)
        if re.fullmatch(r"\d{4}/\d{4}", years):
            first = int(years[:4])
            self.base_when = When(first - when.year2, kind="span", year2=first - 1, explicit=True)

    def _feast(self, when: When) -> None:
        """端午小长假, …: a page on them alone is dated by them, else their sentence. The month of a feast of
        the moon is that of the publication, if it can be."""
        p = self.p
        now, month = p.setting.now, p.setting.now_month
        if now is None:
            return
        if not when.first_month <= month <= when.last_month:
            month = when.last_month
        named = self.times[-1].year if self.times else None
        year = named if isinstance(named, int) else now - (month > p.setting.now_month)
        kind = "days" if when.day else "months"
        when = When(year, month, month, when.day, kind, explicit=True)
        alone = p.when is None or (p.when.kind == kind and p.when.first_month == month)
        if p.setting.genre in ("brief", "feature") and alone:
            p.when = when
        else:
            self.sentence_when = when

    def _of_plan_just_over(self, a: int, b: int, when: When) -> bool:
        """过去五年 in the spring after a plan that the text has named: the plan's years."""
        plan, now = self.p.plan, self.p.setting.now
        return (
            plan is not None
            and when.year2 == 5
            and plan.year2 + 1 == now
            and self.text[a:b].startswith(("过去", "这"))
        )
