"""Whether a figure is a claim at all: not where it is a threshold, a duration, one of a list of peers, a
number without a unit; and those that a rank, a fraction or a nought make a claim of another form."""

from __future__ import annotations

import re

from ingest.extract import words as w
from ingest.extract.claims import Unclaimed
from ingest.extract.numerals import Figure
from ingest.extract.refusals import no_claim
from ingest.extract.words import AREA, FIG, RANK

# 比上半年前移2位: how far a rank moved
_MOVED = re.compile("前移|后移|[上提]升|前进|跃升|上移|下移|下降|后退|进|退")
_TIME_COUNT = re.compile("月|季度|工作日|小时|年度|百分点|星期|学期|昼夜")
_PEOPLES = re.compile("少数民族(?!乡|中学|小学|学校|村)")
_TRADES = re.compile(
    "(?:主要|重点|工业|支柱|服务业|制造业)*(?:行业(?:大类|门类|中类)?|大类行业|门类行业|行业类别)(?!协会|商会|龙头|领军|标准|企业|部门|单位|平台|第)"
)
_ANNOUNCED = re.compile(
    "(?:重点)?(?:民生)?(?:实事|民心工程)|(?:主要|重点|约束性|预期性|核心|考核)?(?:经济)?(?:指标|考核项目)"
)
# 160名代表参加会议: who was there
_PRESENT = re.compile(
    "(?:(?:[\u4e00-\u9fff]{2,8}?)?(?:人大|政协))?(?:代表|委员)(?!性|团|队|处|企业|作)"
)
_OF_SOME = re.compile(
    r"[\u4e00-\u9fff]{1,8}中,?(?:有|实现)?\d+[个家项种户人名栋]|[\u4e00-\u9fff]{1,8}中,有\d"
)
# 在36家省级开发区中排名第9位
_AMONG = re.compile("[^,。;\\d]{0,14}中(?:综合)?(?:排名?|位[列居]|居|名列)")
_PEERS = re.compile("(?:县|市|区|街|镇|乡|省|城市|州|园区|旗)")
_AIMED = re.compile(
    r"(?:、[^,。;占为完]{0,16}\d[^,。;占为完]{0,8})?(?:的)?(?:发展|奋斗)?目标(?!任务|的|责任|完成)"
)
# Before the number of places of a field: 进入全省前|50名.
_FIELD = re.compile("(?:进入|跻身|迈入|挺进|位[居列]|[居列入]|排名)[^,。;]{0,10}前$")
# 对新入库的企业给予20万元奖励
_FOR, _GRANTED = ("对", "、对", ";对"), re.compile("给予|奖励|补贴|补助")
_ITEM = re.compile(r"[.、)](?!\d)")


class Screening:
    """Telling claims from other figures; part of `Sentence`."""

    __slots__ = ()

    def _screened(self, a: int, b: int, figure: Figure, following: str, i: int) -> bool:
        """Whether all has been done that is to be done about this figure."""
        p = self.p
        text = self.text
        unit = figure.unit
        dimension = figure.dimension
        if dimension == "rank":
            moved = text[max(self.clause_start, a - 2) : a]
            if unit == "位" and _MOVED.search(moved):
                sign = -1 if moved[-1:] in "退降" or moved.endswith("后移") else 1
                value = figure.value_text if sign > 0 else "-" + figure.value_text
                own = self._subject(self.before, "", "rank")
                subject = own if own is not None and own.indicator_id else self.p.subject
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
                return True
            if (
                unit == "位"
                and not figure.is_chinese
                and text[figure.number_start - 1] in "前居列名"
                and text[b : b + 1] != ":"  # 身份证前6位:410811
                and not re.match("[和及、与]?后\\d", text[b : b + 3])
            ):
                self._emit_rank(a, b, figure.value_text, figure)
                return True
            if unit == "位":
                self._skip(a, b, "bare")
                return True
        if unit == "名" and _FIELD.search(text, max(self.clause_start, a - 16), a):
            figure.qualifier = "前"
            self._emit_rank(a, b, figure.value_text, figure)  # 进入全省前50名
            return True
        closed = figure.closed
        if not closed and p.setting.genre == "feature" and _AIMED.match(following):
            self.target = True  # 实现固定资产投资突破1000亿元目标
        if reason := no_claim(text, self.clause_start, a, b, figure, following):
            self._skip(a, b, reason)
            if reason == "threshold" and self.figures > self.prelim_figures:
                self.prelim_clause &= self.prelim_reached  # 预计实现…; 税收跨越十亿元台阶
            return True
        if not closed and self._is_threshold(figure, following, i):
            p.unclaimed.append(Unclaimed(a, b, "threshold"))
            # it is part of the name of what is counted
            named = self._subject(self.before, dimension, "level")
            if named is not None and named.dimension == dimension:
                self.of_threshold = named
            self._add(a, b, "")
            return True
        if (
            unit
            and text.startswith(_FOR, self.clause_start)
            and _GRANTED.search(text, self.clause_start, b + 14)
        ):
            self._skip(a, b, "promised")
            return True
        if (
            self.saw_rank_word
            and dimension == "count"
            and any(t[2] == RANK and t[0] - b <= 14 for t in self.toks[i + 1 : i + 5])
        ):
            self._skip(a, b, "peers")  # 居全区13个街道第二位
            return True
        if dimension == "money_cny" and self._has_share() and self._is_whole_of_share(a, b, i):
            self._emit_whole(a, b, figure)
            return True
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
            turned = (
                p.subject is not None
                and p.subject.dimension == "time"
                and self.prev is not None
                and self.prev[0] == "from"
                and any(c[2] == w.TO for c in self.cues)
            )  # 办理时限由5个工作日压缩至1个工作日
            if not (named or longer or turned) or text[b : b + 1] in ("来", "间", "内"):
                self._skip(a, b, "duration")
                return True
        if (
            not closed
            and dimension in ("count", "persons")
            and self._is_announced(a, b, unit, following, i)
        ):
            self._skip(a, b, "peers")
            return True
        if dimension == "nil":
            self._emit_nil(a, b)
            return True
        if (
            unit == ""
            and text[figure.number_start - 1] == "前"
            and self.saw_rank_word
            and figure.value_text.isdigit()
            and following[:1] in ("", ",", "。", ";", "、", ")", "列", "强")
        ):  # 增速稳居全省前3
            figure.qualifier, figure.unit = "前", "位"
            self._emit_rank(a, b, figure.value_text, figure)
            return True
        if not unit and dimension == "ratio":
            if self._share_in_words(b, figure):
                self._emit_fraction(a, b, figure)
            else:
                self._skip(a, b, "bare")
            return True
        if not unit and _ITEM.match(text, b) and (a == 0 or text[a - 1] in "\n。;:"):
            self._skip(
                a, b, "bare"
            )  # 1.增值税54.2亿元: the number of an item is no part of its name
            return True
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
                return True
        if unit in ("万", "亿", "万亿", "千万", "百万", "千", "百"):
            implied = self._implied_unit(unit, self._right_noun(b, i))
            if not implied:
                self._skip(a, b, "bare")
                return True
            unit = implied
            dimension = p.d.units.get(unit, "")
            figure.unit, figure.dimension = unit, dimension
        return False

    def _is_whole_of_share(self, a: int, b: int, i: int) -> bool:
        """占一般公共预算支出|16.5亿元|的84%: the amount of what the share is of."""
        ahead = self.toks[i + 1 : i + 3]
        return (
            self.text.startswith("的", b)
            and any(t[2] == FIG and t[0] == b + 1 and t[3].unit == "%" for t in ahead)
            and any(part[2] and part[1] == a for part in self.after)
            and not any(c[2] == w.PLAN for c in self.cues)
        )

    def _emit_whole(self, a: int, b: int, figure: Figure) -> None:
        kept = (self.cues, self.before, self.last_measure, self.last_fig_end)
        self.cues, self.before = [], []
        whole = self._subject(self.after, figure.dimension, "level")
        self._emit(
            a, b, figure.value_text, figure.unit, figure.qualifier, "level", whole, 0.85,
            None, None, False, False,
        )  # fmt: skip
        self.cues, self.before, self.last_measure, self.last_fig_end = kept

    def _is_announced(self, a: int, b: int, unit: str, following: str, i: int) -> bool:
        """连续18个月, 全省11个市中…, 40个行业中有29个, 12件民生实事, “降成本30条”: counts of no thing's number."""
        if unit == "个" and (_TIME_COUNT.match(following) or _PEOPLES.match(following)):
            return True
        if (unit == "个" and _TRADES.match(following)) or (
            unit == "种" and following.startswith(("产量", "产品产量", "主要产品产量"))
        ):
            return True  # 38个行业中27个|行业增加值实现增长
        if following[:1] in '”"' and unit in ("条", "项", "件"):
            return True
        if unit in ("件", "项", "类", "个") and _ANNOUNCED.match(following):
            return True
        if unit in ("名", "位", "人") and _PRESENT.match(following):
            return True
        previous = self.toks[i - 1] if i else None
        if (
            previous is not None
            and previous[2] == AREA
            and previous[1] == a
            and re.match("(?:县|市|区|旗)", following)
        ):
            return True  # 舒城、金安、裕安3个县区
        if _OF_SOME.match(following) or _AMONG.match(following):
            return True
        return _PEERS.match(following) is not None and bool(
            re.match(r"[\u4e00-\u9fff]{0,4}(?:中|总|平均|合计|总量)", following[2:])
            or any(t[2] == RANK and t[0] - b <= 14 for t in self.toks[i + 1 : i + 6])
        )

    def _emit_nil(self, a: int, b: int) -> None:
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

    def _emit_fraction(self, a: int, b: int, figure: Figure) -> None:
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

    def _skip(self, a: int, b: int, reason: str) -> None:
        self.p.unclaimed.append(Unclaimed(a, b, reason))
