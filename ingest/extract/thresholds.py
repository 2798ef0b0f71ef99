"""Whether an amount only bounds what is counted: 亿元以上企业12家, 总投资超过10亿元的项目有7个."""

from __future__ import annotations

import re

from ingest.extract.claims import COUNTERS
from ingest.extract.numerals import Figure
from ingest.extract.refusals import in_a_name
from ingest.extract.words import FIG, FILL, PUNCT

_THRESHOLD_AFTER = re.compile(
    r"^(?:及)?(?:以上|以下)?[(]?(?:含\)?)?(?:及)?(?:的|级|规模|元)?[\u4e00-\u9fffA-Za-z、“”()\d]{0,14}?(?:企业|项目|乡镇|产业|集群|单位|街道|村|法人|纳税大户|"
    r"群体|人群|工程|园区|品牌|大户|平台|楼宇|商圈|大厦|基地|强镇|强村|工业法人|的[\u4e00-\u9fff]{2,6})"
)
_BOUNDS = ("以上", "以下")
_COUNTED_AFTER = re.compile("的?(?:[\u4e00-\u9fff]{0,4}(?:项目|企业))?(?:共|有)?\\d+[个家户项宗]")
_RANGE = re.compile("至|-|~")
_NO_BOUND = re.compile("[、,;。]|的?(?:速度|快速|高速|较快|平稳|增[速长幅]|年均)")
# 全省第三个税收超过20亿元|的县, 超800万元|的两个镇之一: who has come that far
_PEERS_BEYOND = re.compile(
    "的[^,。;\\d]{0,4}(?:城市|设区市|地级市|县级?市|[县市区镇乡州旗]|街道|省份?)(?:之一)?(?:[,。;、]|$)"
)


class Thresholds:
    """Telling bounds from amounts; part of `Sentence`."""

    __slots__ = ()

    def _is_threshold(self, figure: Figure, following: str, i: int) -> bool:
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
                and (
                    following[:1] in ("级", "企", "工", "元")
                    or (figure.qualifier.endswith(_BOUNDS) and _COUNTED_AFTER.match(following))
                )
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
        if (
            figure.dimension.startswith("money")
            and qualifier.endswith(_BOUNDS)
            and _COUNTED_AFTER.match(following)
        ):
            return True  # 亿元以上项目42个, 其中10亿元以上|5个
        if qualifier in ("超", "超过", "以上") and _PEERS_BEYOND.match(following):
            return True
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
