"""Figures of a page that say nothing of an area: prices, ages, addresses, the size of one machine."""

from __future__ import annotations

import re

from ingest.extract.numerals import Figure

_PRICE = re.compile(
    r"(?:售价|单价|房租|租金|票价|月租|门票(?![^,。;]{0,2}收入)|价格|起步价|押金|每[亩斤吨件只张套间床平]|一[亩斤件只张套间](?:地)?)[^,。;、]{0,8}$"
)
_PRICED = ("money_cny", "money_usd")
# 年产5万吨的|生产线: what a plant can do is part of its name.
_CAPACITY = re.compile(r"(?:[年日月]产|[年日]?加工|[年日]处理|产能|装机)[^,。;、\d]{0,8}$")
_PLANT = re.compile(
    r"的?[\u4e00-\u9fffA-Za-z]{0,14}?(?:生产线|项目|车间|装置|工程|产线|基地|厂房|电站|机组)"
)
# 年产8万吨|饲料项目: part of the name of a project
_NAMED_AFTER = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{1,16}?(?:[及和、]\d+[\u4e00-\u9fff]{2,14}?)?(?:项目|生产线)"
)
# 2万吨|钛白粉、1万吨海绵钛生产线, 5万头|生猪养殖项目: what plants can make or keep
_MAKES = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{2,12}?(?:、\d[\d.]*[万千]?吨[\u4e00-\u9fffA-Za-z]{2,12}?){0,4}(?:生产线|技改|扩建项目|加工项目)"
)
_KEEPS = re.compile("[\u4e00-\u9fff]{1,8}?(?:养殖项目|养殖场|养殖基地|屠宰线|屠宰项目)")
# 符合预算法1%—3%的规定, 按每人1.8万元定额核定: what a rule says, not what was.
_RULE_BEFORE = re.compile(r"(?:按照?|符合|根据|依据|》)[^,。;]{0,12}$")
_RULE_AFTER = re.compile(
    r"的?(?:法定)?(?:比例)?(?:规定|要求|标准|比例|定额)(?:[,。;、)]|设置|核定|计提|提取|安排|予以|给予|补助|执行)|设置|核定|计提|提取"
)
# 应到代表158名, 实到145名, 请假13名: who came to a meeting
_ATTENDED = re.compile(
    "(?:应到|实到|应出席|实出席|出席大?会|请假|列席|代表名额|实有代表|缺席会议)[^,。;\\d]{0,8}$"
)
# 位于市区南23公里, 距省会98公里: where a place lies.
_DISTANCE = re.compile("(?:位于|[相距]距|距离?|[东西南北]距)[^,。;、]{0,12}$")
# 1‰人口变动抽样调查: how many were asked
_SAMPLE = re.compile("的?(?:人口|农户|住户|企业)?(?:变动)?(?:情况)?抽样")
# 平均海拔816米, 全长5.6千米, 东西长17公里, 最高达39℃: how the land lies and the weather's extremes.
_TERRAIN = re.compile(
    "(?:海拔|全长|流域面积|[东西南北]{1,2}[长宽]|[最极][高低大](?:气温|温度)?|无霜期|日照)[^,。;、]{0,8}$"
)
_ADDRESS = re.compile(r"\d|单元|楼[\u4e00-\u9fff]?室|号")


# 跨越50亿元、60亿元|两个台阶: steps that were passed, not what was reached
_STEP = re.compile(
    '元?(?:[、和]“?[^,。;、和]{1,8}){0,3}[”"]?(?:[两三四五六七八2-8]个)?(?:重要|历史性|整数|新)?(?:关口|台阶|大关|门槛)'
)
_LEFT_OUT = re.compile("(?:剔除|扣除|还原)(?!后)[^,。;后]{1,60}$")
_STEPS_UP = re.compile("(?:跨越|连跨|跨过|越过|迈过|迈上|连上|跃上|跨上)[^,。;]{0,14}$")
_VENUE = re.compile("[主分][会现赛]场")
_MADE = ("套", "台", "吨", "辆", "千瓦", "兆瓦", "头", "只", "件", "箱", "米", "立方", "支", "片")
_NAME_BEFORE = re.compile("[\u4e00-\u9fff]{2}(?<![达到为至增超过约近了成现产工有共计余以上量])$")
_IN_A_NAME = re.compile("[\u4e00-\u9fffA-Za-z]{2,16}?项目")
# 全省35个国家级园区|之一, 15个示范园中|唯一…的园区: one of how many
_ONE_OF = re.compile("[^,。;\\d]{1,20}?(?:之一|中的?(?:唯一|首[个家]))")
# 收入每提高1个百分点, 可带动生产总值提高0.5个百分点: how one thing moves another
_EACH_STEP = re.compile(r"每(?:提高|增加|增长|上升|下降|降低|减少)(?:\d[^。;]{0,50})?$")
# “三年翻两番,五年创一流”的奋斗目标: a slogan
_SLOGAN = re.compile(
    "[^“”。]{0,24}”的(?:奋斗|总体|发展|工作|战略)?(?:目标|思路|战略|口号|要求|理念)"
)
# 对首次认定的实验室分别奖励|20万元、10万元: what each will be given
_REWARD = re.compile(
    r"对[^。;\d]{0,24}(?:首次|每[家个项]|新)[^。;\d]{0,40}(?:奖励|奖补|补助|补贴)(?:[\d.]+[万亿]?元、)*$"
    r"|(?:首次|每[家个项])[^。;,\d]{0,20}的[^。;\d]{0,30}(?:分别|各|一次性)(?:给予)?(?:奖励|奖补|补助|补贴)(?:[\d.]+[万亿]?元、)*$"
)
_YEARS_GONE = re.compile("春秋|寒暑|年头|日夜")
_OF_TERRAIN = frozenset(
    ("米", "公里", "千米", "平方公里", "平方千米", "℃", "摄氏度", "度", "小时", "天", "km", "m")
)


def in_a_name(text: str, a: int, b: int, unit: str) -> bool:
    """云帆车桥300万套|扩能项目: what a project will make, within its name."""
    return (
        unit.lstrip("万亿千百").startswith(_MADE)
        and _NAME_BEFORE.search(text, max(0, a - 3), a) is not None
        and _IN_A_NAME.match(text, b) is not None
    )


def no_claim(text: str, clause_start: int, a: int, b: int, figure: Figure, following: str) -> str:
    """Why a figure is no claim, for the review page; empty where it may be one. `following` is what stands
    right after it."""
    unit = figure.unit
    before = text[max(clause_start, a - 16) : a]
    if figure.dimension in _PRICED:
        if _PRICE.search(before):
            return "" if following[:1] in ",。;" and "平均" in before else "price"
        if ("奖" in before or "补" in before) and _REWARD.search(text, max(0, a - 90), a):
            return "rule"
    if unit == "个" and _YEARS_GONE.match(following):
        return "duration"
    if unit in ("名", "人", "位") and _ATTENDED.search(before):
        return "wording"
    if unit.endswith("人") and following[:1] == "民":
        return "wording"  # 20万人民的重托
    if unit == "%" and before.endswith("(") and following.startswith("部分)"):
        return "rule"  # 增值税收入(50%部分): which part of a tax stays with a level
    if (
        figure.dimension in _PRICED
        and (opens := max(clause_start, a - 60, 0)) is not None
        and ("除" in (said := text[opens:a]) or "还原" in said)
        and _LEFT_OUT.search(said)
    ):
        return "rule"  # 剔除一次性收入2亿元、…, 同口径增长5%: a condition of the comparison
    step = "关" in following or "台阶" in following or "门槛" in following
    if step and _STEP.match(following) and _STEPS_UP.search(before):
        return "threshold"  # 先后跨越50亿元、|60亿元|两个关口
    if unit == "个" and _VENUE.match(following):
        return "wording"  # 1个主会场+10个分会场
    if unit == "岁" and not before.rstrip("为达到约是").endswith(("寿命", "平均年龄")):
        return "age"
    if unit in ("公里", "千米", "米", "里") and _DISTANCE.search(before):
        return "distance"
    near = text[max(0, a - 60) : a]
    if "“" in near and following[:1] in ",、”" and "“" in near[-30:] and _SLOGAN.match(text, b):
        return "wording"
    if unit in _OF_TERRAIN and _TERRAIN.search(before):
        return "terrain"
    if "每" in near and _EACH_STEP.search(text, max(0, a - 60), a):
        return "rule"
    if figure.closed:
        return ""
    if unit in ("栋", "号楼", "幢", "单元") and _ADDRESS.match(following):
        return "address"
    if following[:1] == "的" and _CAPACITY.search(before) and _PLANT.match(following):
        return "capacity"
    if _RULE_AFTER.match(following) and _RULE_BEFORE.search(before):
        return "rule"
    if figure.is_chinese and unit in ("亿元", "万元") and following[:1] in "镇村县街楼":
        return "wording"  # 全国特色产业十亿元镇
    if figure.dimension in ("mass", "count", "volume", "area") and (
        _CAPACITY.search(before) and _NAMED_AFTER.match(following)
    ):
        return "capacity"
    if in_a_name(text, a, b, unit):
        return "capacity"
    if figure.dimension in _PRICED and following.startswith("规模以上"):
        return "threshold"  # 2000万元|规模以上工业企业: what the scale is
    if figure.dimension in ("mass", "volume") and _MAKES.match(following):
        return "capacity"
    if unit[-1:] in "头羽只" and _KEEPS.match(following):
        return "capacity"
    if unit in ("%", "‰") and _SAMPLE.match(following):
        return "sample"
    if unit in ("个", "家", "座", "大") and _ONE_OF.match(following):
        return "wording"
    if unit == "层" and following[:1] in "楼高":
        return "wording"
    return ""
