"""A figure and its context → claims, with status, denominator, confidence and reasons."""

from __future__ import annotations

import re

from ingest.extract import words as w
from ingest.extract.claims import RATES, SECTORS, YEARS_PLAN, Claim, Subject
from ingest.extract.dictionary import Area
from ingest.extract.numerals import Figure
from ingest.extract.periods import When, notation, resolve_year
from ingest.extract.spans import TURNS_TO
from ingest.extract.words import AREA, IND

# 总量居全省第5位, 增速居第3位: of the indicator before
_OF_THE_SAME = re.compile(
    r"(?:经济)?(?:总量|绝对值|增速|增幅|规模|数量|位次|排名|速度|指标|绝对额|增量)(?:和|连续|市|县|区|均|在|居|排|[三四五六七八九十\d]+[县市区]|$)"
)
# 在沿江八市中居第四位: among whom, not of what
_AMONG = re.compile("(?:在|全[国省市区县])?[\u4e00-\u9fff\\d]{0,8}[市县区州省](?:中|里|之)?")
_RANKING = re.compile("百强|竞争力|排行|排名|评比|评价|考核|指数|综合实力")
_APPROVED = re.compile(
    "(?:代表大会|人代会|人大|大会|会议)[^,。;]{0,16}?(?:批准|审议通过|通过|批复)的?(?!.*(?:完成|执行|决算|实际))"
)
_SAID_NEAR = 120  # characters: the sentence before may say that sums are set aside
_HARDLY_BEGUN = 2  # no rate of a year is known before its first quarter
_DRAFTED = 4  # budgets are passed in the first months of their year
# 完成年任务75亿元的23.7%: the amount is that of the plan
_OF_IT = re.compile(r"的[约近超]?\d+(?:\.\d+)?%")
_APPROPRIATED = re.compile("安排|拟|草案")
_YEARLY_PLAN = re.compile("年|全年|调整预算|变动预算|目标任务")
# 投资潜力居第3、绿色发展|第5: the next of a chain
_NEXT_RANKED = re.compile("、[\u4e00-\u9fff]{2,14}")
_RANK_WORD = re.compile(r"(?:居|列|位|排|名|跃升|移)")

_PUT_FIRST = re.compile("(?:放在|摆在|置于|作为|当作|列为|坚持)$")
_OF_ALL = re.compile("(?:数量|增[速幅长]|总量|涨幅)?[均都]")
# 计划总投资60亿元: what a project is to cost
_PLANNED = re.compile("计划总?投资额?[约近超达为]{0,2}$")
_WILL_BE = re.compile("(?<!已)可(?:实现|年产|年?创|新增|形成|达产)")
_RATES = ("增幅", "增速")
# 三次产业投资比例: what is divided between the sectors, where it is not the value added
_DIVIDED = re.compile(
    "民营经济|非公有制经济|非公经济|投资|就业人员|从业人员|就业|用电量|用电|税收|贷款"
)
_OF_PLAN = frozenset(("level", "yoy_growth_pct"))
# 在全省综合测评中继续保持|第一
_KEEPS = re.compile(
    "(?:测评|考核|评比|评价|排名|排位|竞赛|增速|总量)[^,。;]{0,12}(?:保持|获得?|夺得|取得|摘得|拿下)$"
)
# 总量六区第一: the first of so many
_OF_SO_MANY = re.compile("[两三四五六七八九十\\d]+[个大]?[县市区州旗]+$")


def text_between(text: str, a: int, b: int) -> bool:
    """Whether only a list mark stands between two places."""
    return text[a:b] in ("、", "和", "与", "及", "以及")


class Emitting:
    """Writing claims; part of `Sentence`."""

    __slots__ = ()

    def _emit(
        self,
        a: int,
        b: int,
        value: str,
        unit: str,
        qualifier: str,
        measure: str,
        subject: Subject | None,
        confidence: float,
        area: Area | None,
        when: When | None,
        carried: bool,
        completion: bool,
        ref_indicator: str = "",
    ) -> None:
        p = self.p
        setting = p.setting
        reasons: list[str] = []
        # 建成后可为企业供热, 总投资22亿元: what it costs is no promise
        costs = subject is not None and subject.text.endswith(("投资", "占地", "占地面积"))
        self.after_opening = a >= self.opening and not costs
        self.at_figure = a
        stock = self._is_stock(subject, unit, measure)
        period, used, undated = self._period(a, unit, measure, subject, stock, when, carried)
        if undated:
            reasons.append("a yearly amount of no stated year")
        if measure == "avg_growth_pct":
            period = self._average_span(a, period, used)
        if not period:
            confidence -= 0.25
            reasons.append("no period found")
        self.dated_by_writing = (
            period if period in (setting.published_day, setting.stated_day) else ""
        )
        base = ""
        if measure in ("yoy_growth_pct",) and self.base_when is None:
            base = ""
        elif self.base_when is not None and measure in (
            "change",
            "diff_pp",
            "growth_multiple",
            "yoy_growth_pct",
        ):
            year = resolve_year(
                self.base_when.year,
                setting.now if self.base_when.year != "last" else (p.reference or 0) + 1,
                p.reference,
            )
            if year and isinstance(self.base_when.year, int):
                base = notation(self.base_when, now=setting.now, reference=p.reference, stock=stock)
        status = self._status(b, measure, period, used, completion)
        if when is not None and isinstance(when.year, int) and when.year < (setting.now or 0):
            status = "actual"  # of one of the years of a list
        yearly = measure == "level" and (
            _YEARLY_PLAN.match(self.plan_word) is not None
            or ("任务" in self.plan_word and _OF_IT.match(self.text, b) is not None)
        )
        if status == "target" and (
            yearly or (subject is not None and subject.text == YEARS_PLAN and measure in _OF_PLAN)
        ):
            # 一季度收入823亿元, 为年初计划3165亿元的26%: the plan is of the year
            part = re.fullmatch(r"(\d{4})-\d\d(?:/\1-\d\d|-\d\d)?", period)
            period = part.group(1) if part else period
        if self.text[b : b + 4].lstrip("的").startswith("基础") and measure == "level":
            status = "actual"
        place = area or p.area or setting.home
        text_of_area = p.area_text if area is None and p.area is not None else ""
        if place is None:
            confidence -= 0.3
            reasons.append("no area found")
        elif not place.area_id:
            confidence -= 0.1
            reasons.append(f"area not in the seed files: {place.name}")
        if subject is None or not subject.text:
            confidence -= 0.4
            reasons.append("nothing names what is counted")
        elif not subject.indicator_id:
            confidence -= 0.3
            reasons.append(f"indicator not in the dictionary: {subject.text}")
        else:
            confidence -= (1 - subject.quality) * 0.5
        if not unit:
            reasons.append("no unit printed")
        ref_area = (
            self.ref_area.name
            if self.ref_area is not None
            and measure in ("share_pct", "diff_pp", "rank", "change", "growth_multiple")
            else ""
        )
        if measure == "share_pct" and not ref_indicator:
            ref_indicator = self._denominator(subject)
        p.claims.append(
            Claim(
                a,
                b,
                value,
                unit,
                qualifier,
                measure,
                subject.indicator_id if subject else "",
                subject.text if subject else "",
                place,
                text_of_area or (place.name if place else ""),
                period,
                status,
                ref_area,
                ref_indicator,
                base,
                self.basis if measure.endswith("growth_pct") else "",
                max(0.05, confidence),
                reasons,
            )
        )

    def _denominator(self, subject: Subject | None) -> str:
        for _a, _b, indicator in [*self.after]:
            if indicator:
                return indicator
        if subject is not None and subject.indicator_id in SECTORS and self.ref_area is None:
            return "gdp"
        if self.ref_area is not None and subject is not None:
            return subject.indicator_id
        return ""

    def _status(
        self, end: int, measure: str, period: str, used: When | None, completion: bool
    ) -> str:
        p = self.p
        if completion or measure == "completion_pct":
            return "preliminary" if self.prelim_clause else "actual"
        if (
            self.plan_word
            and measure == "level"
            and any(c[2] == w.PLAN for c in self.cues)
            and (
                re.search("预算|预期|计划", self.plan_word)
                or _OF_IT.match(self.text, end)
                or (
                    re.search("任务|目标", self.plan_word)
                    and re.search(
                        r"(?:任务|目标)数?(?:为|是|定为)$",
                        self.text[self.clause_start : self.at_figure],
                    )
                )
            )
            and "超"
            not in self.text[self.clause_start : min(self.clause_start + 12, self.at_figure)]
        ):
            return "target"
        if (
            p.setting.genre == "budget"
            and measure in ("level", "change")
            and re.search(
                "(?:调整[后]?为|调[增减][^,。;\\d]{0,16})$",
                self.text[self.clause_start : self.at_figure].rstrip("约"),
            )
        ):
            return "target"
        if measure == "level" and _PLANNED.search(self.text, self.clause_start, self.at_figure):
            return "target"
        if p.approved and measure in ("level", "change", "yoy_growth_pct"):
            return "target"  # 区人大批准: 预算收入10亿元, …
        now = p.setting.now
        if (
            p.setting.genre == "budget"
            and measure == "level"
            and not self.fig_in_clause
            and _APPROVED.search(self.text, self.clause_start, self.at_figure)
        ):
            return "target"  # 人代会批准的一般公共预算收入为34亿元
        if self.target and self.local_when is not None and self.local_when.kind == "now":
            return "actual"  # 由目前的112万元提高到150万元
        if (
            self.from_open
            and measure in ("level", "share_pct", "rank")
            and not (now and period[:4].isdigit() and int(period[:4]) > now)
            and TURNS_TO.match(self.text, self.at_figure)
        ):
            return "actual"  # 预计由75亿元增至110亿元: the first is what was
        if self.target or self.after_opening:
            return "target"
        if measure == "level" and _WILL_BE.search(self.text, self.clause_start, self.at_figure):
            return "target"  # 可年产布料2亿米, 可实现年产值30亿元
        if (
            now
            and period == str(now)
            and p.setting.now_month <= _DRAFTED
            and measure in ("level", "change", "yoy_growth_pct")
            and _APPROPRIATED.search(self.text, max(0, self.start - _SAID_NEAR), self.at_figure)
        ):
            return "target"  # 今年收入安排增长5%, said when the year has hardly begun
        if (
            now
            and period == str(now)
            and p.setting.now_month <= _HARDLY_BEGUN
            and p.setting.genre in ("brief", "work_report")
            and measure in RATES
        ):
            return "target"  # 2013年, 零售总额增长15%, said in January of that year
        if now and period[:4].isdigit():
            last = period.split("/")[-1][:4]
            if last.isdigit() and int(last) > now:
                return "target"
        if p.section_target:
            year = int(period[:4]) if period[:4].isdigit() else None
            if year is None or now is None or year >= now:
                return "target"
        if self.prelim_clause:
            if self.local_when is not None and isinstance(self.local_when.year, int):
                year = self.local_when.year
                if p.reference is not None and year < p.reference:
                    return "actual"  # 预计达到118亿元, 比2003年的78亿元净增…
            return "preliminary"
        if self.at_figure >= p.expected_from and period[-4:] == str(p.reference):
            return "preliminary"  # 241亿元(预计,下同), … 106亿元
        return "actual"

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
                if named is None and self.p.subject is not None:
                    named = self.p.subject
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

    def _ratio(self, a: int, b: int, payload: tuple[int, list[str]], i: int) -> None:
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
