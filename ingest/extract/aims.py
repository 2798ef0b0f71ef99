"""Where a sentence on what is planned turns to what has been done: 今年计划投资10亿元, 1-6月完成4亿元."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.extract.periods import When

if TYPE_CHECKING:
    pass

_VERBS = "完成|实现|到位|开工|动工|复工|竣工|完工|投产|建成|签约|落地|落户|入库|入统|投入"
# 1-6月|份累计完成投资: what the months have brought
_DONE_THEN = re.compile(
    f"[,份]{{0,2}}(?:(?:全[市县区州]|各)?(?:重点)?(?:建设)?(?:项目)?)?(?:累计|实际|已|共|实)*(?:{_VERBS})"
)
# 预计|12月完成投资2亿元
_EXPECTED = re.compile("(?:预计|计划|力争|确保|预期|将|拟)(?:到|于|在)?$")
# 已开工|51个, 实际完成投资|3亿元
_BY_NOW = re.compile(
    f"(?<!的)(?:已|实际)(?:经|累计|实际|全部|陆续|完成)*(?:{_VERBS})"
    "(?:建设|投资|项目|资金|产值)*[约近超达了共]{0,2}$"
)
_ACCOUNTED = re.compile(
    "(?:决算|执行)(?:数|结果)?(?:为|是|完成)$|实际(?:支出|收入|列支|执行)[为是达]{0,2}$"
)
_WANTED = re.compile("确保|力争|争取|推动|预计|到年底|年底前")
# 完成投资4亿元|, 占年度计划的24%
_PART_OF_PLAN = re.compile(
    r"[,(、](?:同比[^,。;]{1,12},)?(?:占|完成|为|达到?|已?达)了?[^,。;\d%]{0,14}(?:计划|目标|任务)"
    r"[^,。;\d%]{0,10}\d[\d.]*%"
)
_DONE = re.compile(f"(?<!计划)(?<!预计)(?<!确保)(?<!力争)(?:{_VERBS})")


class Aims:
    """Telling what has been done from what is planned; part of `Sentence`."""

    __slots__ = ()

    def _turns_to_months(self, a: int, b: int, when: When) -> bool:
        """今年计划投资10亿元, 1-3月|完成2亿元: from here on the sentence tells what was done."""
        return (
            self.target
            and self.figures > 0
            and when.kind == "months"
            and when.year != "next"
            and when.last_month <= self.p.setting.now_month
            and not _EXPECTED.search(self.text, self.clause_start, a)
            and (when.end or _DONE_THEN.match(self.text, b) is not None)
        )

    def _done_by_now(self, a: int, b: int) -> bool:
        """计划新开工项目92个, 已开工|51个; 完成投资|4亿元, 占年度计划的24%: done, whatever is planned beside it."""
        said = self.text[self.clause_start : a]
        if _WANTED.search(said):
            return False
        if ("已" in said or "实际" in said) and _BY_NOW.search(said):
            return True
        if _ACCOUNTED.search(said):
            return True  # 预期为20亿元, 决算为|21亿元; 年初安排11亿元, 实际支出|14亿元
        return _DONE.search(said) is not None and _PART_OF_PLAN.match(self.text, b) is not None
