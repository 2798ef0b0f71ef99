"""One figure of a sentence: whether it is a claim at all, of which indicator, of which kind."""

from __future__ import annotations

import re

from ingest.extract import words as w
from ingest.extract.claims import SECTORS, Subject, Unclaimed
from ingest.extract.dictionary import Area
from ingest.extract.lexer import Figure
from ingest.extract.periods import When, resolve_year
from ingest.extract.refusals import no_claim
from ingest.extract.words import AREA, FIG, RANK

_COUNTERS = frozenset(("count", "persons", "person_times"))
# 5万人的目标任务, 4.2%的控制目标: an aim named after its figure
_AIM_AFTER = re.compile(r"的?(?:[\u4e00-\u9fff]{2})?(?:目标|任务)(?!值?的)")
# 比上半年前移2位: how far a rank moved
_MOVED = re.compile("前移|后移|[上提]升|前进|跃升|上移|下移|下降|后退|进|退")
# 分别增加2.4万吨、减少0.9万吨
_NEXT_OF_LIST = re.compile(
    "[、和与及以,]{0,2}|、(?:增长|下降|增加|减少|提高|回落|上升|上涨|下跌|增产|减产|降低)"
)
_TIME_COUNT = re.compile("月|季度|工作日|小时|年度|百分点|星期|学期|昼夜")
_ANNOUNCED = re.compile(
    "(?:重点)?(?:民生)?(?:实事|民心工程)|(?:主要|重点|约束性|核心)?(?:经济)?指标"
)
_NEWLY = re.compile("^(?:当年|全年)?(?:新增|净增|新引进|新认定|新培育|新建|新设立?|新登记)")
_OF_SOME = re.compile(
    r"[\u4e00-\u9fff]{1,8}中,?(?:有|实现)?\d+[个家项种]|[\u4e00-\u9fff]{1,8}中,有\d"
)
_PEERS = re.compile("(?:县|市|区|街|镇|乡|省|城市|州|园区|旗)")
_RATES = frozenset(("yoy_growth_pct", "avg_growth_pct", "growth_multiple"))
_SECTORS_NAMED = re.compile("三次产业|一二三产业|三产结构|三大产业")

# Before the number of places of a field: 进入全省前|50名.
# 总投资5亿元的冷链仓储项目: the figure is that of what is named after it.
_OF_SITES = frozenset(("total_investment", "land_area", "floor_area"))
_SITE = re.compile(
    r"的((?!重点|重大|工业|产业项目|新|大|在建)[\u4e00-\u9fffA-Za-z0-9“”]{2,20}?(?:项目|产业园|科技园|基地|物流园))(?=[、,。;落开建投正已相去今签在于顺竣二一])"
)
_AIMED = re.compile(
    r"(?:、[^,。;占为完]{0,16}\d[^,。;占为完]{0,8})?(?:的)?(?:发展|奋斗)?目标(?!任务|的|责任|完成)"
)
_FIELD = re.compile("(?:进入|跻身|迈入|挺进|位[居列]|[居列入]|排名)[^,。;]{0,10}前$")


_ITEM = re.compile(r"[.、)](?!\d)")


class Figures:
    """Reading figures; part of `Sentence`."""

    def _figure(self, a: int, b: int, figure: Figure, i: int) -> None:
        p = self.p
        text = self.text
        unit = figure.unit
        dimension = figure.dimension
        if dimension == "rank":
            moved = text[max(self.clause_start, a - 2) : a]
            if unit == "位" and _MOVED.search(moved):
                sign = -1 if moved[-1:] in "退降" or moved.endswith("后移") else 1
                value = figure.value_text if sign > 0 else "-" + figure.value_text
                subject = self.p.subject
                self._emit(
                    a,
                    b,
                    value,
                    "位",
                    figure.qualifier,
                    "change",
                    subject,
                    0.8,
                    None,
                    None,
                    True,
                    False,
                )
                self._done(a, b, "change")
                return
            if (
                unit == "位"
                and not figure.is_chinese
                and text[figure.number_start - 1] in "前居列"
                and not re.match("[和及、与]?后\\d", text[b : b + 3])
            ):
                self._emit_rank(a, b, figure.value_text, figure)
                return
            dimension = "persons" if unit == "位" else dimension
            if unit == "位":
                self._skip(a, b, "bare")
                return
        following = text[b : b + 24]
        if figure.unit == "名" and _FIELD.search(text, max(self.clause_start, a - 16), a):
            figure.qualifier = "前"
            self._emit_rank(a, b, figure.value_text, figure)  # 进入全省前50名
            return
        if p.setting.genre == "feature" and _AIMED.match(following):
            self.target = True  # 实现固定资产投资突破1000亿元目标
        if reason := no_claim(text, self.clause_start, a, b, figure):
            self._skip(a, b, reason)
            return
        if self._is_threshold(a, b, figure, following, i):
            p.unclaimed.append(Unclaimed(a, b, "threshold"))
            # it is part of the name of what is counted
            named = self._subject(self.before, dimension, "level")
            if named is not None and named.dimension == dimension:
                self.of_threshold = named
            self._add(a, b, "")
            return
        if (
            unit
            and re.match(r"[、;]?对", text[self.clause_start : self.clause_start + 2])
            and re.search(r"给予|奖励|补贴|补助", text[self.clause_start : b + 14])
        ):
            self._skip(a, b, "promised")
            return
        if (
            self.saw_rank_word
            and dimension == "count"
            and any(t[2] == RANK and t[0] - b <= 14 for t in self.toks[i + 1 : i + 5])
        ):
            self._skip(a, b, "peers")  # 居全区13个街道第二位
            return
        if dimension == "time":
            subject = self._subject(self.before, dimension, "level")
            named = subject is not None and (
                subject.dimension == "time"
                or subject.text.endswith(("天数", "寿命", "时间", "时限", "天", "日"))
            )
            longer = (
                p.subject is not None
                and p.subject.dimension == "time"
                and text[a - 1] in "多少加"
                and self.base_when is not None
            )  # 优良天数318天, 比2020年多9天
            if not (named or longer) or text[b : b + 1] in ("来", "间", "内"):
                self._skip(a, b, "duration")
                return
        if dimension == "count" and self._is_announced(a, b, unit, following, i):
            self._skip(a, b, "peers")
            return
        if dimension == "nil":
            self._emit_nil(a, b, figure)
            return
        if (
            unit == ""
            and text[figure.number_start - 1] == "前"
            and self.saw_rank_word
            and figure.value_text.isdigit()
            and following[:1] in ("", ",", "。", ";", "、", ")", "列", "强")
        ):  # 增速稳居全省前3
            figure.qualifier, figure.unit = "前", "位"
            self._emit_rank(a, b, figure.value_text, figure)
            return
        if not unit and dimension == "ratio":
            if self._share_in_words(b, figure):
                self._emit_fraction(a, b, figure, i)
            else:
                self._skip(a, b, "bare")
            return
        if not unit and _ITEM.match(text, b) and (a == 0 or text[a - 1] in "\n。;:"):
            self._skip(
                a, b, "bare"
            )  # 1.增值税54.2亿元: the number of an item is no part of its name
            return
        if not unit:
            named = self._subject(self.before, "", "level")
            fraction = "分之" in figure.value_text and self._has_share()
            if not fraction and not (
                (
                    named
                    and (
                        named.dimension == "index"
                        or named.text.endswith(
                            ("指数", "系数", "收入比", "之比", "比", "倍数", "密度", "分")
                        )
                    )
                )
                or (
                    named is None
                    and p.subject is not None
                    and p.subject.text.endswith(("指数", "系数", "收入比", "之比"))
                    and self.from_open
                )
                or (
                    self.prev is not None
                    and self.prev[0] == "from"
                    and named is None
                    and p.subject is not None
                    and p.subject.text.endswith(("指数", "系数", "比"))
                )
            ):
                if self.before or text[b : b + 1] not in ")、.":
                    self._add(a, b, "")  # else the mark of a list: 1)税收收入
                self._skip(a, b, "bare")
                return
        if unit in ("万", "亿", "万亿", "千万", "百万", "千", "百"):
            implied = self._implied_unit(unit, self._right_noun(b, i))
            if not implied:
                self._skip(a, b, "bare")
                return
            unit = implied
            dimension = p.d.units.get(unit, "")
            figure.unit, figure.dimension = unit, dimension
        self.group = (
            self.last_fig_end >= 0
            and text[self.last_fig_end : a].strip("、和与及以 ") == ""
            and self.prev is not None
        )
        # lists: 分别为 a、b、c
        in_list = self.resp is not None
        if (
            in_list
            and self.index >= 0
            and self.before
            and self.fig_in_clause == 0
            and self._subject(self.before, dimension, "level") is not None
        ):
            in_list = False
            self.resp = None
            self.list_measure = ""
        if in_list:
            same_run = (
                self.index >= 0
                and self.last_fig_end >= 0
                and _NEXT_OF_LIST.fullmatch(text, self.last_fig_end, a) is not None
            )
            if same_run and not (self.index + 1 >= len(self.resp) and len(self.resp) > 1):
                self.index += 1
            else:
                self.index = 0
        if figure.dimension in _COUNTERS and self._has_share() and self._percentage_ahead(i):
            right = self._right_noun(b, i)
            named = self._subject([(b, b + len(right), "")], dimension, "level") if right else None
            kept = (self.cues, self.before, self.last_measure, self.last_fig_end, self.ref_area)
            self.cues = []
            self._emit(
                a,
                b,
                figure.value_text,
                unit,
                figure.qualifier,
                "level",
                named,
                0.8,
                None,
                None,
                False,
                False,
            )
            self.cues, self.before, self.last_measure, self.last_fig_end, self.ref_area = kept
            return
        if in_list and self.index == 0 and self.before:
            self._extend_items()  # 第一、第二、第三产业分别实现|增加值
        if (
            not in_list
            and self.items
            and self.before
            and not self.fig_in_clause
            and len(self.items) == 1
            and self._run_ahead(i) == 2
        ):  # 落地率、开工率同比提高25个百分点和18个百分点: each its own, without 分别
            self.items.append(self.before)
            members = self._targets_of_list(a, [])
            self.items.pop()
            if members is not None and len(members) == 2 and isinstance(members[0], Subject):
                self.resp, self.index, in_list = members, 0, True
        if not in_list and self._run_ahead(i) == 2 and not self.group:
            # 城乡居民人均可支配收入年均增长8%和11.6%, without 分别
            spoken = self._subject(self.before, dimension, "level") or p.subject
            both = self._town_and_country(spoken) if spoken is not None else None
            if both:
                self.resp, self.index, in_list = list(both), 0, True
                p.subject = spoken
        if not in_list and not self.before and self._growth_run(i, figure):
            # 销售面积…, 销售额…, 同比增长25.4%和21.7%
            self.resp, self.index, in_list = self.recent[-2:], 0, True
        own = self._in_budget(self._own_subject(a, b, figure, dimension, i), a)
        earlier = self._level_of_base(a, b, figure, i)
        if earlier is not None:
            self.local_when, self.cues = earlier, []
        aimed = _AIM_AFTER.match(following) is not None and not (
            unit == "%" and re.search("完成|占|为", text[max(self.clause_start, a - 8) : a])
        )
        reached = any(c[2] in (w.DONE, w.TO) for c in self.cues)
        if self.prelim_clause and self.figures == self.prelim_figures:
            self.prelim_reached = reached
        if (
            self.prelim_clause
            and own is not None
            and self.figures > self.prelim_figures
            and not self.fig_in_clause
            and (
                not self.prelim_spreads
                or dimension == "count"
                or (reached and not self.prelim_reached)
            )
        ):
            self.prelim_clause = False  # another indicator, said to be reached
        measure, sign, completion = self._measure(a, b, figure, own, following)
        subject = own
        carried = False
        confidence = 1.0
        listed_area: Area | None = None
        listed_when: When | None = None
        if in_list and self.resp and self.index < len(self.resp):
            item = self.resp[self.index]
            if isinstance(item, Subject):
                subject = item
            elif isinstance(item, Area):
                listed_area = item
            elif isinstance(item, When):
                listed_when = item
        if subject is None:
            subject = self._all_of(p.subject) if self.cum and measure == "level" else p.subject
            carried = True
            confidence -= 0.03
        if subject is None and self.outer is not None:
            subject = self.outer
        if own is not None and not in_list:
            own = self._compose(
                own,
                self.outer
                if self.outer is not None
                and self.outer.indicator_id.startswith("firms_in_statistics")
                else p.subject,
            )
            subject = own
        if (
            subject is not None
            and subject.indicator_id in _OF_SITES
            and p.setting.genre == "feature"
        ):
            listed_area = self._site(b) or listed_area
        if measure == "level" and dimension == "money_cny" and self._is_planned():
            self.plan_amount_end = b
            when = self.local_when or self.sentence_when or p.when
            if when is not None and when.kind == "months" and "预算" in self.plan_word:
                # 1至4月完成年初预算20亿元的35%: a budget is that of the year
                year = resolve_year(when.year, p.setting.now, p.reference)
                self.local_when = When(year or "", explicit=year is not None)
        value = figure.value_text
        if sign < 0 and not value.startswith("-"):
            value = "-" + value
        if (
            subject is not None
            and not subject.indicator_id
            and own is not None
            and (dimension in ("mass", "energy", "money_cny") or measure != "level")
        ):
            hit = (
                p.aliases.get(subject.text + "产量") if dimension == "mass" else None
            )  # 主要产品产量: 水泥582.1万吨
            if measure in _RATES and (
                p.subject is None
                or p.subject.text.endswith(("增加值", "总产值", "生产总值", "GDP"))
                or subject.text.startswith(("规上", "规模以上", "全部"))
            ):
                hit = p.aliases.get(subject.text + "增加值")  # 规上工业增长5.6%
            if not hit and p.subject is not None:
                known = p.d.indicators.get(p.subject.indicator_id)
                hit = self._of_its_kind(subject.text, known.name if known else p.subject.text)
            name = subject.text
            if (not hit and dimension == "money_cny") or measure != "level":
                side = self._side() or (self._said_side(a) if p.setting.genre == "budget" else "")
                if name.endswith("部门"):
                    side = "收入"  # 税务部门完成41亿元: what it collected
                if side:  # 支出方面, 教育9.64亿元
                    hit = p.aliases.get(subject.text + side)
                    name += side if hit else ""
            if hit:
                subject = own = p.lookup(hit, name, 0.85, subject.start)
        if (
            measure in _RATES
            and own is not None
            and own.text.endswith("企业")
            and p.subject is not None
            and p.subject.text.endswith("增加值")
        ):  # 国有控股企业增加值增长6%, 私营企业增长3%
            hit = p.aliases.get(own.text + "增加值")
            subject = own = (
                p.lookup(hit, own.text + "增加值", 0.85, own.start)
                if hit
                else Subject("", own.text + "增加值", 0.6, "", "", own.start)
            )
        if (
            measure in _RATES
            and own is not None
            and own.indicator_id.endswith("_output")
            and own.text[-1:] not in "量值"
            and "价格" in text[self.start : a]
            and "产" not in own.text
        ):
            subject = own = Subject("", own.text + "价格", 0.6, "", "", own.start)
        if (
            measure == "level"
            and own is not None
            and own.indicator_id
            and self.items
            and not in_list
            and not self.fig_in_clause
            and dimension == "count"
        ):
            other = self._subject(self.items[-1], dimension, "level")
            if (
                other is not None
                and other.indicator_id not in ("", own.indicator_id)
                and other.kind == own.kind
            ):  # 医院、卫生院19所: counted together
                subject = own = Subject("", f"{other.text}、{own.text}", 0.6, "", "", own.start)
        if subject is not None and unit == "%" and _SECTORS_NAMED.match(subject.text):
            self.run = self.run + 1 if self.group else 0
            subject = p.lookup(SECTORS[self.run % 3], subject.text, 0.9, a)
            measure = "share_pct"
            if self.group and self.last_used is not None:
                self.local_when = self.last_used
            self.last_used = self.local_when
        if measure == "level" and subject is not None and dimension and subject.dimension:
            subject = self._fit(subject, dimension, carried)
        if (
            measure == "level"
            and unit == "%"
            and subject is not None
            and subject.indicator_id
            and subject.dimension not in ("ratio", "index", "")
        ):
            # a share or a rate of something else; say what is not known
            if self.list_measure or (
                self.last_measure in ("yoy_growth_pct",)
                and (self.group or p.section_target or self.target)
            ):
                measure = "yoy_growth_pct"
            else:
                measure = (
                    "share_pct"
                    if self._has_share()
                    else "yoy_growth_pct"
                    if self.group and self.last_measure == "yoy_growth_pct"
                    else "level"
                )
                if measure == "level":
                    confidence -= 0.2
        if measure == "level" and unit == "个百分点":
            measure = "diff_pp"
        if self.list_measure == "" and self.resp is not None:
            self.list_measure = measure if measure != "level" else ""
        if measure == "growth_multiple" and figure.unit == "倍":
            listed = self.group and p.claims and p.claims[-1].unit == "倍于"
            unit = "倍于" if listed or self._times_of(a) else unit
        every = [subject]
        if (
            not in_list
            and self.items
            and not self.fig_in_clause
            and measure in _RATES
            and own is not None
            and own.indicator_id
        ):  # 地区生产总值和居民收入翻一番: each of them
            others = [self._subject(parts, "", "level") for parts in self.items]
            if all(s is not None and s.indicator_id for s in others):
                every = [*others, own]
        if (
            own is None
            and not in_list
            and len(self.recent) >= 2
            and text[self.clause_start : self.clause_start + 1] in ("均", "都")
            and measure != "level"
        ):
            every = self.recent[-4:]
        if measure == "diff_pp" and len(self.ref_areas) >= 2:
            # 分别高于全国、全省1个、0.2个百分点
            self.ref_area = self.ref_areas[min(self.fig_in_clause, len(self.ref_areas) - 1)]
        kept_target, kept_preliminary = self.target, self.prelim_clause
        self.target = (self.target or aimed) and earlier is None
        self.prelim_clause = self.prelim_clause and earlier is None
        for one in every:
            self._emit(
                a,
                b,
                value,
                unit,
                figure.qualifier,
                measure,
                one,
                confidence,
                listed_area,
                listed_when,
                carried,
                completion,
            )
        self.target, self.prelim_clause = kept_target, kept_preliminary
        if (
            (not in_list or (own is not None and (listed_area or listed_when)))
            and subject is not None
            and (own is not None or p.subject is None)
            and measure != "rank"
        ):
            # 财政总收入超10亿元的县有5个, 甲县达到52亿元: what the threshold is of goes on
            p.subject = (
                self.of_threshold
                if self.of_threshold is not None
                and not subject.indicator_id
                and dimension in _COUNTERS
                else subject
            )
        if (
            subject is not None
            and (not self.recent or self.recent[-1].text != subject.text)
            and not in_list
        ):
            self.recent.append(subject)
        self._done(a, b, measure)

    def _is_planned(self) -> bool:
        """Whether the amount is that of a budget or a plan."""
        return bool(self.plan_word) and any(c[2] == w.PLAN for c in self.cues)

    def _is_announced(self, a: int, b: int, unit: str, following: str, i: int) -> bool:
        """连续18个月, 全省11个市中…, 40个行业中有29个, 12件民生实事, “降成本30条”: counts of no thing's number."""
        if unit == "个" and _TIME_COUNT.match(following):
            return True
        if following[:1] in '”"' and unit in ("条", "项", "件"):
            return True
        if unit in ("件", "项", "类", "个") and _ANNOUNCED.match(following):
            return True
        previous = self.toks[i - 1] if i else None
        if (
            previous is not None
            and previous[2] == AREA
            and previous[1] == a
            and re.match("(?:县|市|区|旗)", following)
        ):
            return True  # 舒城、金安、裕安3个县区
        if _OF_SOME.match(following):
            return True
        return _PEERS.match(following) is not None and bool(
            re.match(r"[\u4e00-\u9fff]{0,4}(?:中|总|平均|合计|总量)", following[2:])
            or any(t[2] == RANK and t[0] - b <= 14 for t in self.toks[i + 1 : i + 6])
        )

    def _emit_nil(self, a: int, b: int, figure: Figure) -> None:
        subject = self._subject(self.before, "", "level") or self.p.subject
        if subject is None or not (
            subject.dimension == "ratio"
            or subject.text.endswith(("率", "比重", "比例", "企业", "村"))
        ):
            self._skip(a, b, "bare")
            return
        unit = "%" if subject.dimension in ("ratio", "") else ""
        self._emit(a, b, "零", unit, "", "level", subject, 0.85, None, None, True, False)
        self._done(a, b, "level")

    def _share_in_words(self, b: int, figure: Figure) -> bool:
        """占…的三分之一, 财政收入的三分之一来自…: a share printed as a fraction."""
        following = self.text[b : b + 3]
        return (
            self._has_share()
            or (self.before != [] and self.text[figure.start - 1] == "的")
            or following.startswith(("来自", "用于", "投向"))
        )

    def _emit_fraction(self, a: int, b: int, figure: Figure, i: int) -> None:
        own = self._subject(self.before, "ratio", "share_pct")
        subject = own or self.p.subject
        self._emit(
            a,
            b,
            figure.value_text,
            "",
            figure.qualifier,
            "share_pct",
            subject,
            0.85,
            None,
            None,
            own is None,
            False,
        )
        self._done(a, b, "share_pct")

    def _all_of(self, subject: Subject | None) -> Subject | None:
        """新增高新技术企业150家, 累计1850家: the second are all that there are."""
        if subject is None or subject.indicator_id:
            return subject
        rest = _NEWLY.sub("", subject.text)
        hit = self.p.aliases.get(rest) if rest != subject.text else None
        return self.p.lookup(hit, rest, 0.85, subject.start) if hit else subject

    def _of_its_kind(self, name: str, previous: str) -> str:
        """食品价格上涨3%, 衣着下降1%; 居民消费价格上涨2%, 其中城市上涨3%: named by what went before."""
        for tail in ("价格", "产量", "用电量"):
            if previous.endswith((tail, tail + "指数")):
                hit = self.p.aliases.get(name + tail)
                if hit:
                    return hit
        if name in ("城市", "农村", "城镇", "乡村"):
            return self.p.aliases.get(name + previous, "")
        return ""

    def _site(self, b: int) -> Area | None:
        """What a sum or an area is of, where it is named after it: 总投资5亿元的冷链仓储项目."""
        site = _SITE.match(self.text, b)
        if site is not None:
            name = site.group(1).removesuffix("等项目")
            return self.p.local.get(name) or Area("", name.strip("“”"), "project")
        for a, end, kind, payload in self.toks:
            if a == b + 1 and kind == AREA and self.text[b] == "的":
                local = isinstance(payload, Area) and payload.local
                return payload if local else self._site_of(end)
            if a > b:
                break
        return None

    def _site_of(self, end: int) -> Area | None:
        """The local name right after an area: 总投资5亿元的|济宁|豪德商贸城."""
        return next(
            (
                t[3]
                for t in self.toks
                if t[0] == end and t[2] == AREA and isinstance(t[3], Area) and t[3].local
            ),
            None,
        )

    def _skip(self, a: int, b: int, reason: str) -> None:
        self.p.unclaimed.append(Unclaimed(a, b, reason))

    def _extend_items(self) -> None:
        """The members of a list get the noun that follows 分别."""
        own = self._subject(self.before, "", "level")
        if own is None or self.resp is None:
            return
        aliases = self.p.aliases
        for n, item in enumerate(self.resp):
            if not isinstance(item, Subject):
                continue
            for name in (item.text + own.text, item.text + "产业" + own.text):
                if name in aliases:
                    self.resp[n] = self.p.lookup(aliases[name], name, 0.9, item.start)
                    break

    def _growth_run(self, i: int, figure: Figure) -> bool:
        """Whether two growth rates stand for the two things just counted, without 分别."""
        if figure.unit != "%" or len(self.recent) < 2 or i + 2 >= len(self.toks):
            return False
        mark, following = self.toks[i + 1], self.toks[i + 2]
        return (
            following[2] == FIG
            and following[3].unit == "%"
            and self.text[mark[0] : mark[1]] in ("和", "、", "与")
            and any(c[2] in (w.UP, w.DOWN) for c in self.cues)
        )

    def _done(self, a: int, b: int, measure: str) -> None:
        self.last_fig_end = b
        self.last_measure = measure
        self.named_before = []
        self.fig_in_clause += 1
        self.figures += 1
        self.prev = ("from" if self.from_open else "fig", a, b)
        self.from_open = False
        self.local_when = None
        self.before = []
        self.after = []
        self.ref_parts = []
        self.completion = False
        if self.resp is None:
            self.items = []
        self.cues = []
        self.plan_word = ""
        self.saw_rank_word = False
