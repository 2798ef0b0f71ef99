"""Which indicator a figure is of: named before it, after it, in a list, or carried over."""

from __future__ import annotations

import re

from ingest.extract import words as w
from ingest.extract.claims import COUNTERS, YEARS_PLAN, Subject
from ingest.extract.members import AGES
from ingest.extract.numerals import Figure
from ingest.extract.words import CUE, FIG, FILL, IND, PUNCT, RANK, RATIO, TIME

_MONEY = {"money_cny": "_cny", "money_usd": "_usd"}

# What is done to the things counted after it; with their noun it may be an indicator: 入驻|30家|企业.
_VERB = re.compile(
    r"(解决|带动|吸纳|安置|新增|新设|新签约|引进|入驻|入园|落户|签约|新签|培育|孵化|集聚|聚集|改造|盘活|引入|招引|吸引|新建|在建|建成|开工|竣工|投产|实施|提供|新开工)"
    r"(?:各类|了|到|的|共|优质)?$"
)
_CREATES = re.compile("(?:创造|贡献|带来|上缴|缴纳)了?$")  # 创造5亿元|税收
_SOULS = re.compile("口[,。;、]")  # 总计2万人|口,
_SCALE = re.compile("(?:规模以上|规上)工业(?!企业)")
_SEATS = re.compile(
    "(?:行政|自然)?村(?!民?[小组])|社区(?:居委会)?|居委会|村民小组|(?:村民)?组(?![\u4e00-\u9fff])|乡镇|街道"
)
_SEAT_NAMES = {"村": "行政村", "组": "村民小组", "村民组": "村民小组"}
_NOUN_AFTER = ("个", "家", "所", "座", "处", "条")  # units that what is counted follows
_GROUND = re.compile("的(?:土地|热土|大地|沃土|[\u4e00-\u9fff]{1,4}大地)")
_YEARS_PLAN = re.compile("(?:年度?|当年|年,?该?项目)计划(?:完成)?投资|年度?预计投资|年度计划总投资")
_INVESTED = re.compile("(?:该|此|一期|二期|三期|项目|其中|预计|拟|引进|有|新引进)*投资")
# 投资3亿元的云帆数码、投资4亿元的…: each sum is that of what is named after it
LISTED_SITE = re.compile(
    "的(?!重点|重大|大)([\u4e00-\u9fffA-Za-z0-9]{3,16})(?=、[\u4e00-\u9fffA-Za-z0-9]{0,20}(?:总?投资\\d|等)|等)"
)
_BUILT = re.compile(
    r"(?:(?:、[^,。;、的]{2,16})?的[\u4e00-\u9fffA-Za-z0-9“”]{2,24}?(?:项目|产业园|基地|工厂|厂|中心|生产线|园区|工程|酒店|广场|大厦|综合体|商场|商城|商务港)|(?:,|建设|新建|兴建)[^,。;]{0,6}(?:占地|建筑面积|规划|建设))"
)
# Nouns too general to be what is counted, where the rest says which of them are.
_BARE = frozenset(("企业", "项目", "单位", "重点企业", "公司", "村", "社区"))
# A noun ends where what its things do begins: 25个|重点项目|集中开工.
_DOES = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:投资力度|落户|集中|陆续|相继|全部|加快|顺利|入驻|开工|建成|投产|投用|达产|获|签约|正在|正式|纳入|通过|成功|率先|参与|参加|共同|流转|提供|组织|总投资|年产|先后|建设|推进|被|已|均|将|入选|上市|挂牌|实现全|全覆盖)"
)


# 8个|总投资20亿元的光伏项目: what is counted stands after what it costs
_COSTING = re.compile(
    r"(?:计划|预计|协议|合同)?总?投资(?:额|共|合计|共计)?[约近超达逾]{0,2}过?[\d.]{1,12}[余多]?[万亿]?美?元(?:以上)?的"
    r"(?P<noun>[\u4e00-\u9fffA-Za-z0-9]{0,12}?项目)"
)
# 拿出|500万元设立产业基金: the sum is the fund's
_SET_ASIDE = re.compile("(?:拿出|安排|出资|投入|筹措|划拨|列支|注资|投资)了?$")
_FUND = re.compile(
    ",?(?:用于)?(?:设立|建立|成立|组建)了?(?P<noun>[\u4e00-\u9fffA-Za-z0-9]{0,12}?(?:基金|专项资金|资金池))"
)
# 为5家|企业提供|贷款3000万元: to whom it went is no part of the sum's name.
_GIVEN = re.compile(
    "[\u4e00-\u9fff]{0,6}?(?:企业|农户|商户|个体户|主体|单位|项目|群众)(?:获得?|提供|发放|解决|落实|协调|办理|兑付|兑现|争取|申请|申报|取得)+"
)
# 为12家|企业发放|贷款, 30家|企业获得“科技贷”: firms by what they got
_FIRMS_LENT_TO = re.compile(
    "[\u4e00-\u9fff]{0,6}?企业(?:成功|累计|共)?(?:获得?|提供|发放|解决|争取|落实|办理|取得)?(?:各类|银行|信用|流动资金)?“?(?P<what>科技贷款?|贷款)(?!贴息|余额|担保费)"
)
_ASIDE = re.compile(r"\([^()\d]{1,20}\)(?=参加|参保)")
_PEOPLE_OF = re.compile(
    "(?:以(?P<one>[\u4e00-\u9fff]{1,4}族)为主,(?:[^,。;\\d]{1,12},)?(?:达|占|有)?|(?P<all>少数民族),共)$"
)
_AGED = re.compile(rf"(?:其中)?(?P<age>{AGES.pattern})(?:的?(?:人口|老人|老年人))?")


class Subjects:
    """Finding the indicator; part of `Sentence`."""

    __slots__ = ()

    def _compares(self, position: int) -> bool:
        """分别高于全国、全省…: the members are what is compared with."""
        for k, (a, b, kind, payload) in enumerate(self.toks):
            if a < position:
                continue
            if kind == FILL:
                continue
            return (
                kind == CUE
                and payload == w.THAN
                and not (k + 1 < len(self.toks) and self.toks[k + 1][2] == TIME)
                and self.text[a:b] != "对比"
            )
        return False

    def _run_ahead(self, i: int) -> int:
        """How many figures of one unit stand side by side from here on: 8%和11.6%."""
        if i + 2 >= len(self.toks) or self.toks[i + 1][3] not in ("、", "和", "与", "及"):
            return 1
        run = 1
        unit = self.toks[i][3].unit
        for k in range(i + 1, min(len(self.toks) - 1, i + 6), 2):
            mark, following = self.toks[k], self.toks[k + 1]
            if (
                self.text[mark[0] : mark[1]] not in ("、", "和", "与", "及")
                or mark[0] != self.toks[k - 1][1]
                or following[2] != FIG
                or following[3].unit != unit
                or following[0] != mark[1]
            ):
                break
            run += 1
        return run

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
        if text[b : b + 1] == "(" and (aside := _ASIDE.match(text, b)):
            b = aside.end()  # 134万人(包括离退休人员)参加养老保险
        if self.clause_start < self.opening <= a:  # 项目建成后可|安排就业
            self.before = [part for part in self.before if part[0] >= self.opening]
        subject = self._subject(self.before, dimension, "level")
        counted = self._next_of_a_row(a, b, figure, subject, i)
        if counted is not None:
            return counted
        if (
            subject is not None
            and not subject.indicator_id
            and (subject.text.endswith("辖") or self._lists_what_it_holds(a, figure))
        ):
            seat = _SEATS.match(text, b)  # 辖3个村, 10个居委会
            name = seat.group() if seat else ""
            hit = self.p.aliases.get(_SEAT_NAMES.get(name, name))
            if not hit and name in ("街道", "乡镇"):
                hit = "townships"
            if hit:
                return self.p.lookup(hit, name, 0.9, b)
        if subject is None and figure.unit == "个" and self._lists_seats(a, b):
            return self.p.lookup("villages", "村", 0.85, b)
        if subject is None and figure.unit in ("人", "万人") and _SOULS.match(text, b):
            return self.p.lookup("total_population", "人口", 0.85, b)
        if subject is None and (aged := self._of_age(a) or self._of_people(a)):
            return aged
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
        if (
            subject is not None
            and (subject.indicator_id == "total_investment" or subject.text == "投资")
            and _YEARS_PLAN.search(text, max(self.start, self.clause_start - 2), a)
        ):
            self.target = True  # 2012年计划投资33亿元: what is to be spent in the year
            return Subject("", YEARS_PLAN, 0.6, "", "", subject.start)
        if (
            subject is not None
            and subject.text == "面积"
            and figure.unit.endswith(("平方公里", "平方千米"))
        ):
            return self.p.lookup("area_total", "面积", 0.85, subject.start)
        if figure.dimension == "area" and _GROUND.match(text, b):
            return self.p.lookup("area_total", "", 0.8, b)  # 在402平方公里的土地上
        if figure.unit in ("个", "项") and (subject is None or not subject.indicator_id):
            projects = self._projects(b)
            if projects is not None:
                return projects
        cue = self.cues[-1][2] if self.cues else -1
        added = (
            self._subject(self.after, dimension, "level")
            if subject is not None
            and not subject.indicator_id
            and self.after
            and dimension != "ratio"
            and cue in (w.UP, w.DONE, w.TO)
            else None
        )
        if added is not None and added.indicator_id and added.dimension == dimension:
            self.cues = []  # 项目可新增|销售收入10亿元, 大楼达|税收3亿元
            return added
        if (
            subject is not None
            and subject.text.endswith("投资")
            and not subject.text.endswith("总投资")
            and dimension in _MONEY
            and LISTED_SITE.match(text, b)
        ):
            return Subject("", "投资", 0.6, "", "", subject.start)
        if subject is not None and subject.text.endswith("投资") and dimension in _MONEY:
            said = text[max(self.clause_start, a - 8) : a]
            if (
                _INVESTED.fullmatch(subject.text)
                and not re.search("完成|已|累计|新增|到位", said)
                and self._of_project(b)
            ):
                return self.p.lookup("total_investment", subject.text, 0.85, subject.start)
        if (
            subject is None
            and self.after
            and cue in (w.UP, w.DOWN, w.DONE, w.TO)
            and figure.dimension in COUNTERS | {"money_cny", "area", "money_usd"}
        ) and not any(c == w.SHARE or c == w.THAN for _, _, c in self.cues):
            subject = self._subject(self.after, dimension, "level")
            if subject is not None and text[self.cues[-1][0] : self.cues[-1][1]] not in w.NET:
                self.cues = []  # 增加就业岗位500个: what is added is named, the figure is its level
        if (
            figure.dimension == "money_cny"
            and (subject is None or not subject.indicator_id)
            and (fund := _FUND.match(text, b))
            and _SET_ASIDE.search(text, max(self.clause_start, a - 8), a)
        ):
            start = fund.start("noun")
            return self._subject([(start, fund.end(), "")], dimension, "level") or subject
        if subject is None and figure.dimension == "money_cny" and not self.cues:
            right = self._right_noun(b, i)
            if right in self.p.aliases and _CREATES.search(text, self.clause_start, a):
                return self._subject([(b, b + len(right), "")], dimension, "level")
            if right.endswith(
                ("基金", "资金", "项目", "贷款", "债券", "奖金", "补贴", "订单", "限额")
            ):
                return self._subject([(b, b + len(right), "")], dimension, "level")
        if (
            figure.dimension == "count"
            and (subject is None or not subject.indicator_id)
            and (costing := _COSTING.match(text, b))
        ):
            noun = costing["noun"]
            verb = _VERB.search(text, max(self.clause_start, a - 8), a)
            hit = self.p.aliases.get(verb.group(1) + "项目") if verb is not None else None
            if hit and noun not in self.p.aliases:
                return self.p.lookup(hit, verb.group(1) + "项目", 0.88, b)
            start = costing.start("noun")
            return self._subject([(start, start + len(noun), "")], dimension, "level") or subject
        if figure.dimension in COUNTERS or figure.unit in (
            "公里",
            "亩",
            "公顷",
            "平方米",
            "万平方米",
            "辆",
        ):
            right = self._right_noun(b, i)
            if figure.unit in ("家", "户") and subject is None and _SCALE.match(right):
                hit = self.p.aliases.get("规模以上工业企业", "")
                return self.p.lookup(hit, right, 0.85, b)  # 284家|规模以上工业产值增长30%
            if figure.unit in ("家", "户") and (lent := _FIRMS_LENT_TO.match(text, b)):
                hit = self.p.aliases.get("企业获得" + lent["what"])
                if hit and self.p.d.indicators[hit].dimension == "count":
                    return self.p.lookup(hit, lent.group(), 0.88, b)
            verb = _VERB.search(text, max(self.clause_start, a - 8), a) if right else None
            if verb is not None and right.endswith(("就业", "务工")):
                right = "就业"  # 带动300多名|群众就近就业
            hit = self.p.aliases.get(verb.group(1) + right) if verb is not None else None
            if hit:  # 入驻|30家|企业, 签约|22个|项目
                return self.p.lookup(hit, verb.group(1) + right, 0.92, b)
            if right and (
                subject is None
                or (
                    not subject.indicator_id
                    and (self._is_verbal(subject.text, right) or text[a - 1 : a] == "等")
                )
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

    def _next_of_a_row(
        self, a: int, b: int, figure: Figure, subject: Subject | None, i: int
    ) -> Subject | None:
        """辖1个社区9个村委会|168个|村民小组: nouns after their counts, with no mark between them."""
        if (
            subject is None
            or figure.dimension not in COUNTERS
            or not self.fig_in_clause
            or subject.start < self.last_fig_end
            or self.cues
            or self.prev is None
            or not self.text[self.prev[1] : self.last_fig_end].endswith(_NOUN_AFTER)
            or self.text[self.last_fig_end : a] != subject.text
        ):
            return None
        right = self._right_noun(b, i)
        return (
            self._subject([(b, b + len(right), "")], figure.dimension, "level") if right else None
        )

    def _lists_seats(self, a: int, b: int) -> bool:
        """17个社区居委会、5个|村: villages beside other parts of a place."""
        before = self.p.subject
        return (
            self.text[b : b + 1] == "村"
            and self.text[b + 1 : b + 2] in "、,。;和()"
            and self.text[a - 1] in "、,和及"
            and before is not None
            and before.indicator_id in ("communities", "resident_committees", "villagers_groups")
        )

    def _lists_what_it_holds(self, a: int, figure: Figure) -> bool:
        """辖青溪、石桥、柳树等|5个|村: the parts of a place, by their names first."""
        said = self.text[self.clause_start : a]
        return figure.unit == "个" and said[-1:] == "等" and "辖" in said

    def _of_people(self, a: int) -> Subject | None:
        """总人口中, 以汉族为主, 达|7.7万人; 满族、回族等少数民族, 共|120人: a part of the people, not all."""
        if "族" not in self.text[max(self.start, a - 24) : a]:
            return None
        found = _PEOPLE_OF.search(self.text, max(self.start, a - 40), a)
        if found is None:
            return None
        name = (found["one"] or found["all"]) + "人口"
        hit = self.p.aliases.get(name)
        if hit:
            return self.p.lookup(hit, name, 0.85, found.start())
        return Subject("", name, 0.6, "", "", found.start())

    def _of_age(self, a: int) -> Subject | None:
        """女性16012人;14岁以下|5145人: those of an age, not of the part named before."""
        if "岁" not in self.text[self.clause_start : a]:
            return None
        found = _AGED.fullmatch(self.text, self.clause_start, a)
        if found is None:
            return None
        name = found["age"]
        hit = next(
            (h for end in ("", "人口", "老人") if (h := self.p.aliases.get(name + end))), None
        )
        if hit:
            return self.p.lookup(hit, name, 0.85, self.clause_start)
        return Subject("", name + "人口", 0.6, "", "", self.clause_start)

    def _of_project(self, b: int) -> bool:
        """投资5亿元的…项目, 一期投资3亿元 of a project: what it costs in all."""
        text = self.text
        area = self.p.area
        return (
            _BUILT.match(text, b) is not None
            or "项目" in text[max(self.start, self.clause_start - 30) : b]
            or (area is not None and area.level in ("project", "phase"))
        )

    def _right_noun(self, b: int, i: int) -> str:
        """The noun right after a count: 3家|国家高新技术企业."""
        text = self.text
        toks = self.toks
        stop = b
        for t in toks[i + 1 :]:
            if t[0] < b:
                continue
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
        if "完成投资" in noun[2:]:
            noun = noun[: noun.index("完成投资")]  # 436个重点项目|完成投资66亿元
        does = _DOES.search(noun)
        if does and noun[: does.start()] not in _BARE and noun not in self.p.aliases:
            noun = noun[: does.start()]
        if len(noun) > 22 or not noun or not w.LETTER.match(noun[0]):
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
        if subject.indicator_id == "total_investment" and dimension == "money_usd":
            return subject
        if subject.dimension == "energy_intensity":
            return subject  # 万元GDP能耗1.2吨标准煤, the rest of the unit in its name
        if subject.dimension in _MONEY and subject.indicator_id.endswith("_per_capita"):
            return subject  # 人均生产总值…元, 折合…美元
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
        if {subject.dimension, dimension} <= COUNTERS:
            return subject
        if not carried and (given := _GIVEN.match(subject.text)):
            name = subject.text[given.end() :]
            for one in (name, "企业" + name):
                hit = self.p.aliases.get(one)
                if hit and indicators[hit].dimension == dimension:
                    return self.p.lookup(hit, one, 0.88, subject.start)
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
