"""What kind of figure it is: a level, growth, a share, a difference, a completion; and its sign."""

from __future__ import annotations

import re

from ingest.extract import words as w
from ingest.extract.claims import COUNTERS, RATES, Subject
from ingest.extract.numerals import Figure
from ingest.extract.periods import resolve_year
from ingest.extract.refusals import in_a_name
from ingest.extract.words import FIG, FILL, PUNCT

_AMOUNTS = re.compile("(?:值|收入|税收?|投资|额|利润|资金|销售|营收|贷款|存款)$")
_PEOPLE = re.compile("人口|群众|职工|居民|学生|农民|劳动力|人才|老人|儿童|大军$|[^法]人$")
_THRESHOLD_AFTER = re.compile(
    r"^(?:及)?(?:以上|以下)?[(]?(?:含\)?)?(?:及)?(?:的|级|规模|元)?[\u4e00-\u9fffA-Za-z、“”()\d]{0,14}?(?:企业|项目|乡镇|产业|集群|单位|街道|村|法人|纳税大户|"
    r"群体|人群|工程|园区|品牌|大户|平台|楼宇|商圈|大厦|基地|强镇|强村|工业法人|的[\u4e00-\u9fff]{2,6})"
)
_GROWTH = frozenset((w.UP, w.DOWN, w.AVG, w.MOM, w.YOY))

# How far a budget is carried out, named without the budget: 支出进度97.3%.
_PROGRESS = re.compile(r"(?:(?:支出|收入|执行|预算)进度|执行率|(?<!教育)完成率)[为达到约]{0,2}$")

# Kinds that the next of a group of percentages is of as well: 增长8%和9%
_GOES_ON = frozenset(
    ("yoy_growth_pct", "share_pct", "completion_pct", "avg_growth_pct", "mom_growth_pct")
)
_RANGE = re.compile("至|-|~")

# 增幅最大,分别为|22.5%
_GREW = re.compile("(?:增[幅速长]|涨幅)[^,。;\\d]{1,8},[^,。;\\d]{0,4}(?:分别|依次)[为达是]?$")
_NO_BOUND = re.compile("[、,;。]|的?(?:速度|快速|高速|较快|平稳|增[速长幅]|年均)")
_PASSED = re.compile("(?:超过|超额|超出|超|高出|多出?)(?:了|完成)?[约近]?")
_COMPARED = re.compile("比|较")
_HIGH_OR_LOW = frozenset(("高于", "低于", "高出", "低出", "高", "低", "快于", "慢于"))
_OF_WHOLE = re.compile("全[国省市县区镇](?:的)?$")
_MORE = re.compile("([多少高低])出?了?[近约逾超]?$")
_OF_TARGET = re.compile(
    r"(?:[为是占达]|相当于)(?:年初|全年|年度|目标)?(?:目标|目标任务|计划|任务)数?的[约近超过]{0,2}$"
)


class Measures:
    """Telling kinds of figures; part of `Sentence`."""

    __slots__ = ()

    def _is_threshold(self, a: int, b: int, figure: Figure, following: str, i: int) -> bool:
        if (
            figure.dimension
            not in (
                "money_cny",
                "money_usd",
                "area",
                "persons",
                "count",
                "energy_coal",
                "ratio",
                "mass",
            )
            or not figure.unit
        ):
            return (
                figure.unit in ("万", "亿", "千", "百", "千万", "百亿", "千亿")
                and following[:1] in ("级", "企", "工", "元")
            ) or (figure.is_chinese and following[:2] in ("大关",))
        if following.startswith(
            ("大关", "级", "俱乐部", "台阶", "关口", "门槛", "大台阶")
        ) and not re.search("突破|逼近", figure.qualifier or ""):
            return True
        if figure.dimension in ("count", "persons", "ratio") and not figure.qualifier.endswith(
            ("以上", "以下")
        ):
            return False
        if figure.dimension == "ratio" and _NO_BOUND.match(following):
            return False  # 增长15%以上、…增长10%以上; 保持30%以上的较快增长
        qualifier = figure.qualifier
        match = _THRESHOLD_AFTER.match(following) or re.match(r"的?有\d", following)
        if not match:
            return False
        nxt = self.toks[i + 1] if i + 1 < len(self.toks) else None
        if (
            following[:1] == "的"
            and qualifier in ("", "约", "近", "余", "多")
            and self._counted_after(i)
        ):
            return False  # 总投资290亿元的|38个|项目: the sum of what is counted
        if (_RANGE.search(figure.value_text) or qualifier == "过") and nxt is not None:
            return True  # 5亿元至10亿元项目17个
        linked = (
            following.startswith(("的", "及以上", "级"))
            or qualifier.endswith(("以上", "以下"))
            or qualifier.startswith(("超过", "超", "突破", "逾", "大于"))
        )
        if not linked:
            return (
                figure.is_chinese and figure.value_text[0] in "千百亿万"
            ) or figure.value_text in ("亿", "百", "千")
        if qualifier.endswith(("以上", "以下")) and re.match(r"的?有\d", following):
            return True  # 总投资50亿元以上的有1个
        if qualifier.endswith(("以上", "以下")) or following.startswith("及以上"):
            stop = re.search(r"[,。;]", following)
            return not (stop and stop.start() == 0)
        # …超过10亿元的(在建)项目有47个: another figure follows in the clause
        for t in self.toks[i + 1 : i + 9]:
            if t[2] == FIG and not in_a_name(self.text, t[0], t[1], t[3].unit):
                return t[3].dimension in COUNTERS
            if t[2] == PUNCT and t[3] in ",;。":
                return False
        return False

    def _counted_after(self, i: int) -> bool:
        """Whether 的 and a count come right after the figure."""
        following = [t for t in self.toks[i + 1 : i + 3] if not (t[2] == FILL and t[3] == "的")]
        b = self.toks[i][1]
        return bool(
            following
            and following[0][2] == FIG
            and following[0][0] <= b + 1
            and following[0][3].dimension in COUNTERS
        )

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
        self, a: int, b: int, figure: Figure, own: Subject | None, following: str
    ) -> tuple[str, int, bool]:
        """The kind of figure, its sign, whether it is a completion rate."""
        unit = figure.unit
        cues = self.cues
        last = cues[-1] if cues else None
        text = self.text
        sign = 1
        if (
            unit == "%"
            and own is None
            and not cues
            and following[:1] in ("的", "以", "为", "是", "来", "属", "分")
            and text[self.clause_start : figure.start] in ("", "其中", "近", "约")
            and self.p.subject is not None
            and self.p.subject.dimension in (*COUNTERS, "")
        ):
            return "share_pct", 1, False  # 电商240家, 80%以上以经营服装为主
        if unit == "%" and not cues and following[:1] == "的" and _OF_WHOLE.search(text[:a][-4:]):
            return "share_pct", 1, False  # 以全市3%的面积
        if "分之" in figure.value_text and self._has_share():
            return "share_pct", 1, False
        if (
            unit == "%"
            and self.plan_amount_end >= 0
            and text[self.plan_amount_end : a].rstrip("约") == "的"
        ):
            return "completion_pct", 1, True  # 完成年初预算20亿元的35%
        if (
            unit == "%"
            and own is None
            and self.last_measure == "level"
            and self.p.claims
            and self.p.claims[-1].status == "target"
            and re.search("(?:已|目前)完成[了约近超过]{0,2}$", text[self.clause_start : a])
        ):
            return "completion_pct", 1, True  # 全年目标是签约40个, 目前已完成57.5%
        if unit in ("%", "‰", "成"):
            if (
                self.completion
                or _OF_TARGET.search(text, max(0, a - 12), a)
                or _PROGRESS.search(text, max(0, a - 10), a)
                or (
                    self.plan_word
                    and last
                    and last[2] == w.PLAN
                    and text[last[1] : a].strip("的约达为数任务了") == ""
                    and (
                        any(c[2] in (w.DONE, w.SHARE) for c in cues)
                        or (
                            self.last_measure == "completion_pct"
                            and text[self.last_fig_end : last[0]] in ("、", "和", "与", "及", ",")
                        )  # 占年初预算的157.3%、调整预算的105.7%
                    )
                )
            ):
                return "completion_pct", 1, True
            if (
                own is None
                and text[self.last_fig_end : a] == "的"
                and self.last_measure == "level"
                and self.p.claims
                and self.p.claims[-1].status == "target"
                and self.p.claims[-1].end == self.last_fig_end
            ):
                return "completion_pct", 1, True  # 为年初计划3165亿元的26%
            if last is not None and text[last[0] : last[1]] in ("增长为", "增幅为", "增速为"):
                return "yoy_growth_pct", 1, False
            share = up = None
            for cue in cues:
                kind = cue[2]
                if kind == w.SHARE:
                    share = cue
                elif kind in _GROWTH or kind in (w.SAME, w.REAL, w.NOMINAL):
                    up = cue
            if (
                share is not None
                and up is not None
                and self.from_open
                and not any(c[2] in (w.UP, w.DOWN, w.AVG) for c in cues)
            ):
                up = None  # 占比从去年同期的36.3%跃升至50%
            to = next((c for c in reversed(cues) if c[2] == w.TO), None)
            if share is not None and (
                up is None or share[0] > up[0] or (to is not None and to[0] > up[0])
            ):
                return "share_pct", 1, False
            if (
                share is not None
                and up is not None
                and share[0] < up[0]
                and text[up[1] : a].startswith(("到", "至"))
            ):
                return "share_pct", 1, False
            if own is None and up is None and self.share_moved and self.last_measure == "diff_pp":
                return "share_pct", 1, False  # 比重提高2.1个百分点, 达78.5%
            if up is not None:
                if any(
                    c[2] == w.UP
                    and text[c[0] : c[1]] in ("增速", "增幅", "涨幅", "增长速度", "增长率")
                    for c in cues
                ) and (self.from_open or to is not None):
                    return "yoy_growth_pct", 1, False
                if (
                    own is None
                    and self.prev is not None
                    and self.prev[0] == "from"
                    and self.last_measure == "yoy_growth_pct"
                ):
                    return "yoy_growth_pct", 1, False  # 增速由…回升至…
                if text[up[1] : up[1] + 1] in ("到", "至") or (
                    to is not None
                    and to[0] > up[0]
                    and own is not None
                    and (own.dimension == "ratio" or own.text.endswith("率"))
                ):
                    return "level", 1, False
                kinds = [c[2] for c in cues]
                direction = next((c[2] for c in reversed(cues) if c[2] in (w.UP, w.DOWN)), w.UP)
                if direction == w.DOWN:
                    sign = -1
                if figure.value_text.startswith("-"):
                    sign = 1
                if w.AVG in kinds:
                    return "avg_growth_pct", sign, False
                if w.MOM in kinds:
                    return "mom_growth_pct", sign, False
                if (
                    up[2] == w.YOY
                    and own is not None
                    and own.dimension == "ratio"
                    and w.UP not in kinds
                    and w.DOWN not in kinds
                    and text[up[1] : a] != ""
                ):
                    return "level", 1, False
                if self._distant_base():
                    return "growth_multiple", sign, False
                if (self.cum and self._spans()) or (self._spans() and not self._yearly(cues)):
                    return "growth_multiple", sign, False
                if (
                    own is not None
                    and own.dimension == "ratio"
                    and w.UP not in kinds
                    and w.DOWN not in kinds
                ):
                    return "level", 1, False
                if (
                    any(
                        x in text[max(self.clause_start, up[0] - 4) : up[0]]
                        for x in ("两年", "三年", "五年")
                    )
                    and "平均" in text[self.clause_start : a]
                ):
                    return "avg_growth_pct", sign, False
                return "yoy_growth_pct", sign, False
            if (
                self.prev is not None
                and self.prev[0] == "from"
                and own is None
                and (
                    any(c[2] == w.TO for c in cues)
                    or re.search("[至到]", text[self.prev[2] : a]) is not None
                )
                and self.last_measure in ("share_pct", "yoy_growth_pct")
            ):
                return self.last_measure, 1, False
            if own is None and unit == "成" and following.startswith(("用于", "来自", "投向")):
                return "share_pct", 1, False
            if (
                own is None
                and last is None
                and self.base_when is not None
                and re.search(r"恢复(?:到了?|至)", text[self.clause_start : a])
            ):
                return "share_pct", 1, False
            if (
                own is None
                and self.last_measure == "share_pct"
                and last is not None
                and all(c[2] == w.TO for c in cues)
            ):
                return "share_pct", 1, False  # 比重首次超过三成, 达31.2%
            if (
                figure.flags
                and last is None
                and (own is None or own.dimension != "ratio")
                and "贡献" not in text[self.clause_start : a]
            ):
                return "yoy_growth_pct", 1, False
            if "相当于" in text[self.clause_start : a] and self.base_when is not None:
                return "share_pct", 1, False
            if "相当于" in text[self.clause_start : a]:
                return "share_pct", 1, False
            if (
                own is None
                and self.last_measure in ("yoy_growth_pct", "avg_growth_pct")
                and (self.depth or (self.target and a - self.last_fig_end <= 6))
            ):
                return self.last_measure, 1, False
            if own is None and self._of_other_growth(a):
                return "yoy_growth_pct", 1, False
            if (
                self.resp is not None
                and (own is None or own.dimension != "ratio")
                and _GREW.search(text, self.start, a)
            ):
                return "yoy_growth_pct", 1, False
            if own is None or own.dimension != "ratio":
                ahead = re.match(r"(?:左右|以上)?的[^,。;]{0,16}?(?:增长|增速|增幅)", following)
                if ahead and "的" in following[:4]:
                    return "yoy_growth_pct", 1, False
            if (
                own is None
                and self.group
                and (
                    self.last_measure in _GOES_ON
                    or (  # 累计下降10.5%、10.8%, not 3.9倍和10.9%
                        self.last_measure == "growth_multiple"
                        and self.p.claims
                        and self.p.claims[-1].unit == unit
                    )
                )
            ):
                previous = self.p.claims[-1] if self.p.claims else None
                if (
                    previous is not None
                    and previous.value_text.startswith("-")
                    and previous.measure == self.last_measure
                    and self.last_measure in RATES
                    and "-" not in text[previous.start : previous.end]  # 下降5%、3%, not -5%、3%
                ):
                    sign = -1
                return self.last_measure, sign, False
            if (
                own is None
                and self.group
                and self.last_measure == "growth_multiple"
                and self.p.claims
            ):  # 增长3.9倍、2.3倍和10.9%; 五年分别增长31%、42%
                multiple = self.p.claims[-1].unit == "%"
                return "growth_multiple" if multiple else "yoy_growth_pct", 1, False
            return "level", 1, False
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
            elif ("降幅" in clause and "收窄" in clause) or word in ("降幅",):
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

    def _of_other_growth(self, a: int) -> bool:
        """增长8.4%, …比全省(7.7%)高: in brackets after another area stands its growth."""
        if not (self.depth and self.of_other):
            return False
        said = (c for c in self.p.claims[-4:] if c.start >= self.start)
        grown = any(c.measure == "yoy_growth_pct" for c in said) or re.search(
            "增[速幅长]|涨幅", self.text[self.clause_start : a]
        )
        return bool(grown) and (self.p.subject is None or self.p.subject.dimension != "ratio")

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

    def _distant_base(self) -> bool:
        """较2019年增长15.6% in a text on 2023: no year-on-year growth."""
        base = self.base_when
        if (
            base is not None
            and base.start
            and (
                self.p.when is not None
                and self.p.when.kind in ("months", "moment")
                and self.p.when.last_month < 12
            )
        ):
            return True
        if base is None or not isinstance(base.year, int) or base.kind not in ("year",):
            return False
        when = self.local_when or self.p.when
        year = (
            resolve_year(when.year, self.p.setting.now, self.p.reference)
            if when
            else self.p.reference
        )
        return year is not None and year - base.year > 1

    def _spans(self) -> bool:
        when = self.local_when or self.p.when
        if when is None and self.cum and self.p._plan_section is not None:
            return not self.p.section_target  # in a review of five years: 累计下降21%
        return when is not None and when.kind in ("span", "past")

    def _yearly(self, cues: list) -> bool:
        return (
            any(c[2] in (w.YOY, w.AVG) for c in cues)
            or self.base_when is not None
            or "比上年" in self.text[self.clause_start : self.end]
        )

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
