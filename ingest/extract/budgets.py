"""Words of budget reports that mean what they do by where they stand.

收入, 支出, 结转下年 or 上级补助收入 are of the budget that was named last: of the general budget, of the
government funds, of state capital or of the social insurance funds.
"""

from __future__ import annotations

import re

from ingest.extract.claims import Subject
from ingest.extract.dictionary import Area
from ingest.extract.fiscal_names import plain_name

_KINDS = re.compile(
    "(?P<general>一般公共预算|公共财政预算|一般预算|公共预算|公共财政)|(?P<fund>政府性基金|(?<!调节)(?<!保险)(?<!医保)基金(?:预算|收入|支出))"
    "|(?P<capital>国有资本经营)|(?P<insurance>社会保险基金|社保基金|社会保险预算)"
)
_PREFIX = {"fund": "政府性基金", "capital": "国有资本经营预算", "insurance": "社会保险基金"}
_BY_SIDE = {
    "general": ("general_budget_revenue", "general_budget_expenditure"),
    "fund": ("government_fund_revenue", "government_fund_expenditure"),
    "capital": ("state_capital_revenue", "state_capital_expenditure"),
    "insurance": ("social_insurance_revenue", "social_insurance_expenditure"),
}
_TOTALS = ("总收入", "总支出")
_TOTAL_OF = {
    kind: tuple(name + "_total" for name in _BY_SIDE[kind])
    for kind in ("general", "fund", "capital")
}
_SIDES = frozenset(i for pair in _BY_SIDE.values() for i in pair) | {
    "total_fiscal_revenue",
    "fiscal_revenue",
    "fiscal_expenditure",
}
# 收入合计 at the end of a balance: with what came from above and from the year before
_SUM_FIRST = re.compile("(?:合计|共计)(?P<side>收入|支出)")
_SUM = re.compile(
    "(?:当年|全[市县区]|[市县区省镇]级|[市县区省镇]?本级|财政|公共|一般|预算|政府性|基金|总)*(?P<side>收入|支出)(?:合计|总计|总量)"
)
_WHOLE = re.compile(
    "(?:全[市县区]|本级|全年|完成|实现)*(?:一般公共|公共财政|一般|公共)预算总(?P<side>收入|支出)"
)
_SHARED = re.compile("地方(?:级)?一般公共预算收入|上划|中央级?收入")
_BALANCED = re.compile("转移性[收支]|补助|结余|结转|转贷|调入|上解|还本|债券")
_CREDIT = re.compile("存贷款((?:余额|总额)?)$")
# An item of a list that says its own sum.
_LISTED = re.compile(r"(?:\(?\d{1,2}[.、)])[^\n]{0,24}?\d[\d,.]*[亿万]?元")
# 收入合计80亿元。其中: 本级收入57亿元, 上级补助…: its items follow
_ITEMISED = re.compile("[^。;\n]{0,16}[。;,]其中:[^。;\n]{0,80}(?:补助|结余|结转|转贷|调入|上解)")
_SIDE = re.compile(
    "(?:全[市县区]|[市县区省]级|本级|预算|总)*(?P<side>收入|支出)(?:预算|安排|任务)?"
)
# Lines of the balance; the dictionary's plain names are those of the general budget.
_BALANCE = frozenset(
    [
        "general_budget_revenue_total",
        "general_budget_expenditure_total",
        "general_budget_balance",
        "general_budget_carried_forward",
        "general_budget_brought_forward",
        "general_budget_net_balance",
        "funds_transferred_in",
        "funds_transferred_out",
        "higher_level_subsidies",
        "remittance_expenditure",
        "bond_revenue",
        "debt_repayment",
        "transfer_revenue",
    ]
)
_SOURCE_AT_MOST = 20
_SOURCE = re.compile("(?:从|调入|来自)[^,。;:(\n]{0,16}$")
# 从政府性基金预算和国有资本经营预算|调入资金: what comes from all the other budgets
_MOVED_IN = re.compile("(?:基金|预算|经营|国资)[和与及、][^,。;]{2,16}调入(?:资金)?$")
_NEAR = 500  # characters back to the budget's name; a section of a report is about as long
# 还原留抵退税后, 扣除一次性因素: the condition of a comparison, not its subject.
_CONDITION = re.compile(
    "^(?:若|如)?(?:还原|扣除|剔除|考虑|不考虑|除去|受|因|由于|按照?|不含)[^,。;]*(?:后|因素|影响|口径|计算|原因)$"
)


_LEVEL = re.compile(
    "(?:本区|本市|本县)?(?P<of>[省市县区]|乡镇|镇街|镇乡)级(?:全口径|地方)?(?=一般|公共|政府性|基金|国有资本|社会保险|税收|非税|支出|收入)"
)
_COLLECTOR = re.compile(
    "(?P<who>(?:税务|国税|地税|财政)(?:部门|局))(?:组织|征收|完成|入库)?的?(?=.)"
)
_OWN_PART = re.compile("[省市县区]级|[省市县区]?本级")
_BALANCED_OUT = re.compile("(?:收支|相抵|轧抵|抵后)[^,。;]{0,6}(?:相抵|轧抵|抵扣|平衡|后),")
_TOWNS = ("乡镇", "镇街", "镇乡")
_LEVELS = {"省": ("province",), "市": ("city",), "县": ("county",), "区": ("district",)}
_KEPT_IN = re.compile("纳入(?:一般)?(?:公共)?(?:财政)?预算管理的?")
_BY_LEVELS = re.compile(
    "\\n?分(?:级次|级|层级|地区|区域)的?(?P<side>收入|支出)?(?:完成|执行)?(?:情况)?(?:来?看)?[:,]"
)
_OWN_LEVEL = Area("", "市本级", "own", reference="own")


class Budgets:
    """Telling the four budgets apart; part of `Sentence`."""

    __slots__ = ()

    def _budget_kind(self, a: int) -> str:
        """Which of the four budgets was named last before this place; empty where none was."""
        kind = ""
        line = self.text.rfind("\n", 0, a) + 1
        listed = _LISTED.match(self.text, line) is not None
        for found in _KINDS.finditer(self.text, max(0, a - _NEAR), a):
            if _SOURCE.search(self.text, max(0, found.start() - _SOURCE_AT_MOST), found.start()):
                continue  # 从政府性基金预算调入3亿元: where the money of another budget comes from
            if listed and found.start() < line:
                other = self.text.rfind("\n", 0, found.start()) + 1
                if _LISTED.match(self.text, other):
                    continue  # 2、基金收入3亿元。⏎ 3、上年结余2亿元: two of one list
            kind = found.lastgroup or kind
        return kind

    def _in_budget(self, own: Subject | None, a: int) -> Subject | None:
        """The line of the budget that the text is about here."""
        total = self._total_of_balance(a)
        if total is not None:
            return total
        if own is None or not own.text:
            return own
        if not own.indicator_id and _OWN_PART.fullmatch(own.text) and self._is_own_part(own):
            return self._side_of_whole(own)
        if not own.indicator_id and (plain := plain_name(own.text)):
            own = self._by_plain_name(own, plain)
        if own.indicator_id in _BALANCE:
            prefix = _PREFIX.get(self._budget_kind(a), "")
            if not prefix or own.text.startswith(("政府性基金", "国有资本", "社", "一般", "公共")):
                return own
            name = prefix + own.text
            hit = self.p.aliases.get(name)
            return (
                self.p.lookup(hit, name, 0.9, own.start)
                if hit
                else Subject("", name, 0.6, "", "", own.start)
            )
        if own.text.endswith("结余") and self._budget_kind(a) == "insurance":
            gathered = re.search("滚存|累计|年末", self.text[self.clause_start : a])
            name = "社会保险基金" + ("年末滚存结余" if gathered else "当年结余")
            hit = self.p.aliases.get(name)
            return self.p.lookup(hit, name, 0.88, own.start) if hit else own
        if (
            not own.indicator_id
            and own.text.endswith(("调入", "调入资金"))
            and _MOVED_IN.search(self.text, self.clause_start, a)
        ):
            return self.p.lookup("funds_transferred_in", own.text, 0.88, own.start)
        if not own.indicator_id and (kept := _KEPT_IN.match(own.text)):
            # 纳入一般公共预算管理的非税收入
            hit = self.p.aliases.get(own.text[kept.end() :])
            return self.p.lookup(hit, own.text, 0.9, own.start) if hit else own
        if own.text.endswith("收入") and (by := _COLLECTOR.match(own.text)):
            # 税务部门组织的一般公共预算收入: what that office collects
            who = by.group("who")
            names = (who + "征收收入", who + "组织收入", who)
            hit = next((self.p.aliases[n] for n in names if n in self.p.aliases), "")
            if hit:
                return self.p.lookup(hit, own.text, 0.9, own.start)
        if not own.indicator_id and (level := _LEVEL.match(own.text)):
            # 市级一般公共预算收入: what the city itself has, without its counties
            hit = self.p.aliases.get(own.text[level.end() :])
            if hit and self.p.d.indicators[hit].family in ("fiscal", "tax", "tax_by_type"):
                home = self.p.setting.home
                of_part = self.p.setting.genre == "feature" and self.p.area not in (None, home)
                if of_part:
                    pass  # 河湾街道完成区级税收2亿元
                elif home is not None and home.level in _LEVELS.get(level["of"], ()):
                    self._at_own_level(own.text[: level.end()])
                elif level["of"] in _TOWNS:  # 乡镇级一般公共预算支出: that of all towns together
                    name = own.text[: level.end()]
                    self.p.area, self.p.area_text = Area("", name, "statistical_group"), name
                return self.p.lookup(hit, own.text[level.end() :], 0.9, own.start)
        if self.p.setting.genre == "budget" and not own.indicator_id:
            side = _SIDE.fullmatch(own.text)
            if side:
                return self._side_of(self._budget_kind(a) or "general", side["side"], own.start)
        return own

    def _is_own_part(self, own: Subject) -> bool:
        """政府性基金收入18亿元, 其中县级|10亿元: the part of the government's own level."""
        home = self.p.setting.home
        return (
            self.p.setting.genre == "budget"
            and "其中" in self.text[self.start : own.start + 1]
            and self.p.subject is not None
            and self.p.subject.indicator_id in _SIDES
            and home is not None
            and (own.text[0] == "本" or home.level in _LEVELS.get(own.text[0], ()))
        )

    def _at_own_level(self, printed: str) -> bool:
        """Whether the text has an own level, which is then what its figures are of."""
        area, _ = self.p._resolve_area(_OWN_LEVEL, "市本级")
        if area is None:
            return False
        self.p.area, self.p.area_text = area, printed
        return True

    def _side_of_whole(self, own: Subject) -> Subject:
        if self._at_own_level(own.text):
            self.p.level_in_passing = True
        whole = self.p.subject
        return self.p.lookup(whole.indicator_id, whole.text, 0.88, own.start)

    def _by_plain_name(self, own: Subject, plain: str) -> Subject:
        """加上省市补助收入, 县税务局, 收支相抵, 累计结余: lines of a budget in other words."""
        if plain == "年终结余" and not (
            self.p.setting.genre == "budget"
            and _BALANCED_OUT.search(self.text, self.start, self.end)
        ):
            return own
        hit = self.p.aliases.get(plain)
        return self.p.lookup(hit, plain, 0.88, own.start) if hit else own

    def _total_of_balance(self, a: int) -> Subject | None:
        """收入22亿元, 加上上级补助30亿元, 收入合计52亿元: the last is the total of the balance."""
        if self.p.setting.genre != "budget" or not self.before:
            return None
        start = self.before[0][0]
        whole = _WHOLE.match(self.text, start, a)
        if whole is not None:
            # 总收入…(含上年结转), 总支出…: the two sides of a balance, not what is raised for all levels
            said = self.text[self.start : self.end]
            balanced = _BALANCED.search(said) and not _SHARED.search(said)
            side = whole["side"] == "支出"
            return (
                self.p.lookup(_TOTAL_OF["general"][side], whole.group(), 0.9, start)
                if balanced
                else None
            )
        if self.text.startswith("合计", max(0, start - 2)):
            start -= 2  # 合计收入为80亿元: the word for the sum first
        found = _SUM.match(self.text, start, a) or _SUM_FIRST.match(self.text, start, a)
        kind = self._budget_kind(a) or "general"
        if found is None or kind not in _TOTAL_OF:
            return None
        opens = max(self.text.rfind("\n", 0, a), start - _NEAR, 0)
        if not (_BALANCED.search(self.text, opens, start) or _ITEMISED.match(self.text, a)):
            return None
        return self.p.lookup(_TOTAL_OF[kind][found["side"] == "支出"], found.group(), 0.9, start)

    def _by_levels(self) -> Subject | None:
        """分级次收入情况: 市本级完成…, 六县市完成…: each level's part of the side of the budget told of here."""
        if self.p.setting.genre != "budget":
            return None
        found = _BY_LEVELS.match(self.text, self.start)
        if found is None:
            return None
        kind = self._budget_kind(found.end()) or "general"
        return self._side_of(kind, found["side"] or "收入", found.start())

    def _side_of(self, kind: str, side: str, start: int) -> Subject:
        return self.p.lookup(_BY_SIDE[kind][side == "支出"], side, 0.9, start)

    def _other_side(self, previous: Subject, joined: str, start: int) -> Subject | None:
        """收入60亿元, 支出58亿元: the spending of the budget whose revenue was told."""
        for kind, pair in _BY_SIDE.items():
            if previous.indicator_id in pair and joined in _TOTALS and kind in _TOTAL_OF:
                return self.p.lookup(_TOTAL_OF[kind][joined == "总支出"], joined, 0.85, start)
            if previous.indicator_id in pair and joined in ("收入", "支出"):
                wanted = pair[joined == "支出"]
                if wanted != previous.indicator_id:
                    return self.p.lookup(wanted, joined, 0.9, start)
        if (
            joined in ("收入", "支出")
            and self.p.setting.genre == "budget"
            and previous.indicator_id not in _SIDES
            and (
                not previous.text.endswith(("收入", "支出"))
                or previous.indicator_id in _BALANCE
                or (self.fresh_area and self._budget_level())
            )
        ):  # …, 其中民生支出增长5%; 其中: 省本级支出749亿元
            return self._side_of(self._budget_kind(start) or "general", joined, start)
        return None

    def _both_sides(self, parts: list[tuple[int, int, str]]) -> list[Subject] | None:
        """一般公共预算收支分别增长…: the revenue, then the expenditure."""
        name = self.text[parts[0][0] : parts[-1][1]][-30:] if parts else ""
        if credit := _CREDIT.search(name):  # 金融机构存贷款余额分别…
            sides = [self.p.aliases.get(side + credit.group(1)) for side in ("存款", "贷款")]
            start = parts[0][0]
            return [self.p.lookup(hit, name, 0.9, start) for hit in sides] if all(sides) else None
        if not name.endswith("收支"):
            return None
        for at in range(len(name) - 3):
            hits = [self.p.aliases.get(name[at:-2] + side) for side in ("收入", "支出")]
            if all(hits):
                return [self.p.lookup(hit, name[at:], 0.9, parts[0][0]) for hit in hits]
        return None

    def _is_total(self) -> bool:
        """Whether the clause speaks of a budget as a whole, so that 占支出预算的 is how far it is done."""
        subject = self._subject(self.before, "", "") or self.p.subject
        return subject is not None and subject.indicator_id in _SIDES

    def _is_condition(self, start: int, end: int) -> bool:
        return end - start < 60 and _CONDITION.match(self.text[start:end].strip(",;: ")) is not None

    def _said_side(self, a: int) -> str:
        """Whether 支出 or 收入 was said last before this place."""
        spending = self.text.rfind("支出", max(0, a - _NEAR), a)
        income = self.text.rfind("收入", max(0, a - _NEAR), a)
        return "" if spending == income else "支出" if spending > income else "收入"
