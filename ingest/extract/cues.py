"""What a word of the grammar (占, 预计, 分别, 由 …) sets for the figures after it."""

from __future__ import annotations

import re

from ingest.extract import words as w
from ingest.extract.claims import Subject
from ingest.extract.periods import When
from ingest.extract.words import FIG, IND, RANK, RATIO, TIME

_APPOSED = re.compile(
    "(?:等)?[两二三四五六七八九十]+个?(?:行政区|市辖区|城区|区县|县市|县区|[县市区旗镇乡州]|街道|园区|地区)"
)
# 甲、乙两镇各|完成2亿元
_EACH_HAS = re.compile(
    r"\d|[为占达有超增下]|完成|实现|新增|突破|投入|安排|建成|[一二三四五六七八九十两]+[万千百十]?[亿万个家户人名]"
)
_AGAINST = re.compile("[与同和跟][^,。;:]{2,16}$")
# 在生产总值中的|比重
_WITHIN = re.compile("(?<!现)在[^在,。;:]{2,24}?[中里]的?$")
_LISTED = re.compile("(?:是|为|如下)?:")
_OF_BUDGETS = re.compile("资金(?!安排)|调入|结余|结转|投资|项目")
# 完成|计划|的102%, 为|计划|的98%: how far a plan is done
_OF_A_PLAN = re.compile("(?:完成|[^预当]为|[^预当]占)计划的\\d[\\d.]*%")
_ON_ITS_BASIS = re.compile("的?基础上")

# Before an aim: what was done about it, and what is compared with it.
_MET = re.compile("围绕|对照|紧扣|聚焦|锚定|瞄准|按照|根据|实现|完成|达到|达成|超过|超额|高于|好于")
_MEASURED_BY = re.compile("完成|[占达为是]$")
_AS_EXPECTED = ("符合", "好于", "超", "超出", "不及", "低于", "高于")
_MOOD = re.compile("[稳强好弱会场]预期|预期(?:转[弱好]|[偏减]弱|不[稳足]|向好|改善|增强|管理|引导)")
_BEYOND = re.compile("高于|超过|超出|超|低于|快于|好于|比")


# What only stands before its figure: nothing below is asked of these, which are half of all cues.
_MERE = frozenset((w.UP, w.DOWN, w.TO, w.THAN, w.YOY, w.MOM, w.AVG))


class Cues:
    """Reading cues; part of `Sentence`."""

    __slots__ = ()

    def _cue(self, a: int, b: int, cue: int) -> None:
        if cue in _MERE:
            self.cues.append((a, b, cue))
            return
        if cue == w.TARGET:
            word = self.text[a:b]
            if (
                word == "计划"
                and self.before
                and self.before[-1][1] == a
                and self._next_is(b, (FIG,))
            ):
                self._add(a, b, "")  # 科技专项计划1项: a name
                return
            if word == "计划" and self.text[b : b + 2] == "项目" and self.before:
                self._add(a, b, "")  # 市级以上科技计划项目154项: a name
                return
            if word == "预期" and _MOOD.search(self.text, max(0, a - 1), b + 2):
                self._add(a, b, "")  # 需求收缩、预期转弱, 稳预期: what people look for
                return
            if self.cues and self.cues[-1][2] == w.THAN and word[-2:] in ("目标", "预期", "计划"):
                return  # 高于预期目标0.3个百分点: the aim is the base
            if (
                "目标" in word
                and "完成" in self.text[self.clause_start : a]
                and self.text[b : b + 1] in "的任"
            ) or (word == "计划" and _OF_A_PLAN.match(self.text, max(0, a - 2))):
                self.plan_word = word
                self.completion = True
                self.cues.append((a, b, w.PLAN))
                return
            if word.startswith("全年"):
                self.p.when = When("", kind="year")
                word = word[2:]
            if word.startswith(("预计", "有望", "估计")):
                if self._future(b):
                    self.target = True
                else:
                    self._preliminary()
            elif self._only_mentions_aims(a, b, word):
                pass
            elif (
                word in ("保持在", "确定为", "努力", "拟", "按照", "规划")
                and not self.p.section_target
            ):
                if word in ("规划",):
                    self._add(a, b, "")
            else:
                self.target = True
                if "目标" in word and _LISTED.match(self.text, b):
                    self.p.aims = True  # 总体目标为:…。…: all that the paragraph says after it
            return
        if cue == w.PRELIM:
            if self.text[a:b].startswith("预计") and self._future(b):
                self.target = True
            else:
                self._preliminary()
            return
        if cue == w.RESP and self.text[a:b] == "各" and not _EACH_HAS.match(self.text, b):
            if self.before and not self.cues_broken():
                self.before.append((a, b, ""))
            return  # 夯实|各|部门责任: no list
        if cue == w.RESP:
            said, self.before = self.before, []
            self.list_reached = self.text[a:b].endswith(("达到", "达", "完成", "实现"))
            if said and _APPOSED.fullmatch(self.text, said[0][0], said[-1][1]):
                said = []  # 甲、乙和丙|三个行政区|分别…
            if said and not (len(self.items) >= 2 and self._of_the_same(said)):
                self.items.append(said)
            self.resp = self._targets_of_list(b, said)
            if self.resp and not isinstance(self.resp[0], Subject) and not self.before:
                self.before = said  # 陶镇、姚镇村集体收入分别…: what is counted there
            self.index = -1
            return
        if cue == w.PLAN and self.text[b : b + 1] == ":" and self.text[b - 2 : b] == "目标":
            self.target = True  # 2020年目标: 生产总值增长5%, …
            return
        if (
            cue == w.PLAN
            and self.text[a:b] in ("全年目标", "年度目标", "全年任务", "年度任务")
            and self.text.startswith(("是", "为", "定为"), b)
            and not _MEASURED_BY.search(self.text, self.clause_start, a)
        ):
            self.target = True  # 全年目标是签约项目40个, 目前已完成57.5%
            self.p.when = When("", kind="year")
            return
        if cue == w.PLAN and self.text[a:b] == "预算" and _OF_BUDGETS.match(self.text, b):
            self._add(a, b, "")  # 争取上级预算资金2亿元, 从国资预算调入2亿元: part of a name
            return
        if cue == w.PLAN and _ON_ITS_BASIS.match(self.text, b):
            return  # 在上年完成任务基础上增长8%
        if cue == w.PLAN:
            if (
                self.cues
                and self.cues[-1][2] == w.SHARE
                and self.text[a - 2 : a] in ("收入", "支出")
                and not self._is_total()
            ):
                return  # 预备费占支出预算的1.2%: a share
            self.plan_word = self.text[a:b]
            if (
                "完成" in self.text[self.clause_start : a]
                or (self.cues and self.cues[-1][2] in (w.SHARE, w.DONE, w.TO))
                or self.text[a - 1 : a] in ("为", "达", "是", "了")
            ):
                self.completion = True
            self.cues.append((a, b, cue))
            return
        if cue == w.SHARE:
            self._within_whole(a)
        if cue == w.OF or cue == w.INCLUDE:
            if self.p.subject is not None:
                self.outer = self.p.subject
            return
        if cue == w.NOMINAL and not self.before and self._next_is(b, (IND,)):
            return  # 现价|农林牧渔业总产值: part of a name
        if (
            cue in (w.SAME, w.REAL, w.NOMINAL)
            and self.before
            and not any(part[2] for part in self.before)
        ):
            self.before = []
        if cue in (w.SAME, w.REAL, w.NOMINAL):
            self.cues = []  # 剔除减收因素后同口径增长: the reduction is no part of the figure
        if cue == w.SAME:
            self.basis = "same_scope"
        elif cue == w.REAL:
            self.basis = "real"
        elif cue == w.NOMINAL:
            self.basis = "nominal"
        elif cue == w.CUMULATIVE:
            self.cum = True
            self._since_january()
            if self.before and not self.cues_broken():
                self.before.append((a, b, ""))
            return
        elif cue == w.RANKED:
            self.saw_rank_word = True
            return
        elif cue == w.FROM:
            following = self.text[b : b + 1]
            if (
                following.isdigit()
                or self._next_is(b, (TIME, FIG, RATIO, RANK))
                or self._rank_ahead(b - 1)
            ):
                self.from_open = True
            else:
                self._add(a, b, "")
            return
        elif cue == w.DONE:
            self.cues.append((a, b, cue))
            if self.before and not self.cues_broken():
                self.before.append((a, b, ""))
            return
        elif cue == w.TIMES:
            self._doubling(a, b)
            return
        self.cues.append((a, b, cue))

    def _within_whole(self, a: int) -> None:
        """第三产业在生产总值中的|比重: what stands before 在 has the share, the rest is what it is of."""
        against = _AGAINST.search(self.text, self.clause_start, a)
        if against is not None and self.text.startswith("之比", a):
            # 研发经费支出15亿元, 与生产总值|之比: of what was told before
            self.after += [t for t in self.before if t[0] > against.start() and t[2]]
            self.before = [t for t in self.before if t[1] <= against.start()]
            return
        whole = _WITHIN.search(self.text, self.clause_start, a)
        if whole is None:
            return
        part = [t for t in self.before if t[1] <= whole.start()]
        if part:
            self.after += [t for t in self.before if t[0] > whole.start() and t[2]]
            self.before = part

    def _only_mentions_aims(self, a: int, b: int, word: str) -> bool:
        """完成了年初目标, 围绕发展目标, 高于12%的目标2个百分点: aims are mentioned, none is set."""
        text = self.text
        if word == "确保":
            return text.startswith(("目标", "任务", "进度"), b)
        if not word.endswith(("目标", "计划", "预期")):
            return False
        ahead = next((t[3] for t in self.toks if t[0] == b and t[2] == FIG), None)
        if ahead is not None and ahead.unit in ("个百分点", "百分点"):
            return True  # 低于目标1.8个百分点
        said = text[self.clause_start : a]
        if word == "预期" and said.endswith(_AS_EXPECTED):
            return True
        if text[a - 1 : a] == "的" and self._next_is(b, (FIG,)) and _BEYOND.search(said):
            return True
        follows = text[b : b + 1] in ',。;、)的”"' and text[b + 1 : b + 2] not in "是为:"
        if word == "目标" and not (follows or self._next_is(b, (FIG,))):
            return text[b : b + 2].lstrip('”"')[:1] not in ("是", ":", "为", "定", "(", ",")
        return follows and (word in ("计划", "预期", "目标") or _MET.search(said) is not None)

    def _preliminary(self) -> None:
        """预计 holds for what follows; after the name of one indicator, for that one alone."""
        self.prelim_clause = True
        self.prelim_spreads = not self.fig_in_clause and not any(part[2] for part in self.before)
        self.prelim_figures = self.figures
