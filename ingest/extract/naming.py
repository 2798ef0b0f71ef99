"""Words → the indicator that they name: by alias, whole or but for what says nothing of its own."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.extract import words as w
from ingest.extract.claims import Subject

_BRACKETED = re.compile(r"\([^()]{0,60}\)")
_TRIM_LEFT = re.compile(
    r"^(?:[^\u4e00-\u9fffA-Za-z\d“]+|(?:[的了和与及等是为对之]|在(?![建校职岗园册编孵库]))+|万元|[一二三四五六七八九]是)+"
)
_ENDS_A_NAME = re.compile(r"(?![的了和与及是为在对比较达])[\u4e00-\u9fffA-Za-z\d)”]")
# What may follow an alias without making it another indicator: 常住人口|数, 进出口|总额.
_TAILS_TEXT = """
数 人数 总数 数量 总量 总额 额 量 规模 情况 合计 总计 户数 家数 个数 面积 总值
金额 增速 增幅 收入额 水平 总水平 人员 人次 次数 完成额 达 余额 同比 累计 总规模
任务 目标 增长率 速度 总人数 总人 指数 比重 占比 比例 所占 工作 项目 企业 资金 部分
增长速度 年 期末 决算 决算数 执行数 完成数 预算数 完成情况 执行 执行情况 任务数 累计完成 累计实现
"""
_TAILS = frozenset(_TAILS_TEXT.split())
# What may stand directly before an alias without making it another indicator.
_HEADS_TEXT = """
公司 项目 该项目 一期 二期 全社会 全部 地方 全口径 各项 各类 实现 完成 全区 全市 全县 其中 新 总 主要 全 各
我区 我市 我县 辖区 本 当地 境内 城乡 年 人民币 本外币 金融机构 财政 入库 国家
国家级 上述 该 累计 实有 登记 注册 拥有 区域 县域 市域 入统 在库 预计 力争 确保
到 使 均 年末 期末 总体 全员 全行业 全辖 所有 实缴 组织 共 国内 园区 企业 的
运输方式 保险机构 保险业 保险行业 发生 各类 省外 末 等 日 月 份 个月 季度 实行 含 提出 投入 发放 拨付 争取 争取到 签约 引进
接待 引入 培育 受理 办理 吸引 开展 举办 改造 新建 缴纳 上缴 贡献 创造 已 小镇
工程 原 申请 开通 新开通 加 加上 减去 朝着 朝 敷设 铺设 入驻 这 这个 兴建 修建 种植 组织 兑付 兑现 落实 收储 盘活 流转 打造 布局 排定 谋划 前期 争取到了
小镇企业 省市 区 县 全年 当年 年度 本年 今年 共完成 共实现 累计完成 累计实现 全社会共 街道 镇区 外贸 完成了 实现了 目标 发布 出台 接洽 招商引资 年末全 各区 本地
初次 新调整 列入 集聚 镇内 乡内 域内 镇域内 区域内 辖区内 区内 区内企业 区内单位 园内企业
各景点 营业性 文化系统 运动健儿 健儿 我市运动健儿 上报 获 获得 荣获 梳理 工商 可吸入颗粒物 细颗粒物 整 整个 省商务平台 项目区
项目集中 重点项目集中
"""
_HEADS = frozenset(_HEADS_TEXT.split())
_HEAD_SIZES = sorted({len(head) for head in _HEADS}, reverse=True)
# Titles of chapters run on into the sentence: 人民生活|城镇居民…, 国民经济|全年…. Those of one noun that narrows
# as well (农业|贷款, 教育|支出) are not among them.
_CHAPTERS_TEXT = """
国民经济 人民生活 居民生活 人口与就业 人口就业 社会保障 社会事业 科学技术 科技教育 教育科技 国内贸易
对外经济 对外贸易 财政金融 金融保险 金融和保险 资源环境 交通邮电 交通运输 经济总量 经济运行 经济发展
综合实力 城乡建设 城市建设 固定资产 人民生活和社会保障 人口 综合 总体情况 基本情况 收入情况 支出情况
"""
_CHAPTERS = frozenset(_CHAPTERS_TEXT.split())
# 县人大会议批准的|一般公共预算收入, 按常住人口计算的|人均生产总值: who decided or how it is counted is no part of a name.
_APPROVED = re.compile(r"[^,。;、]{0,30}?(?:批准|通过|下达|核定|审定|计算)的?")
# Names that say nothing of their own: the subject before them goes on.
_SELLERS = frozenset(("服务业", "商贸业", "商贸", "商业", "第三产业", "商贸流通业", "消费"))
_GENERIC_TEXT = """
支出 收入 总量 增速 增幅 总数 总额 数量 规模 速度 指标 高 额 增量 增长 水平
平均水平 比重 占比 三项指标 位次 总体 全部 数 目标 总收入 总支出 投资额 收入额
支出额 税收占 综合 绝对数 增长率 排名 总量和增速 增速均 人数 户数 家数 个数 比例
其比重 所占比重 同口径 名义 执行 执行中 中调整 实际 情况 预算 因素 预期 计划 成 元
其 绝对值 金额 总金额 累计金额 完成金额 本级收入 本级支出
"""
_GENERIC = frozenset(_GENERIC_TEXT.split())
# The states that a budget line goes through; the line itself is named before.
_STATE_WORDS = re.compile(
    "(?:全年|年终|年中|实际|预算|执行|结果|决算|完成|调整|调增|调减|调|变动|最终|情况|后|中|为|上述|总体|合计|共计|其|数|率|年初|年度|人代会?|人大常委会?|人大|批准|审议|通过|核定|经|安排|财力|按|自然口径|计算|支出数|收入数|(?:支出|收入|执行)进度)+"
)
# 按年平均汇率折算, 提前一个季度, 市定: words around a figure that name nothing
_SAYS_NOTHING = re.compile(
    ".*(?:汇率|折算|折合)(?:计算|测算|折算)?[成为达到]*|(?:提前|季度|个月|市定|省定|县定|工作中?|这一?数字|全年|恢复|超?[时序]{0,2}进度?|时?间进度|均?衡进度|年初|确定|始终|稳定|的|完成|到|至|首次|初步)+"
)
_LASTING = re.compile("连续[一二三四五六七八九十\\d]*[年届季月个]*|始终|一直")
# What verbs leave of a clause after the name: 财政收入|未完成年初确定的
_VERBAL = re.compile(
    "(?:未|已|全部|确定|下达|提前|超额|预计|仅|首次|累计|完成|实现|达到|保持|稳定|总体|依然|年初|市定|省定|的|季度|基本|以上|全年|可|能|有所)+"
)
# 预备费按照第四十条规定: what a law says of it is no part of its name.
_RULED = re.compile(
    r"(?:按照?|根据|依据|依照?)?(?:第[一二三四五六七八九十百]+条)?(?:的?(?:有关|相关))?规定(?:比例|要求|标准)?$"
)
# 经人大常委会第六次会议批准, 收入调整为…: who decided is no part of the name either.
_DECIDED = re.compile(
    r"^(?:经|由)?[\u4e00-\u9fff]{0,6}?(?:人大|人代|常委)[\u4e00-\u9fff\d]{0,12}?(?:批准|通过|同意|核定|审议|审查)后?的?"
)
# 还原留抵退税后一般公共预算收入: the condition of a comparison
_RESTORED = re.compile(r"^(?:还?原|扣除|剔除)[\u4e00-\u9fff]{2,14}?(?:后|因素)(?=.)")
# 从收入结构情况看税收收入: how one looks at it
_VIEWED = re.compile("^(?:从|按|分)[\u4e00-\u9fff]{1,12}?(?:来|上)?看(?=.)")
_SET_APART = "还原扣剔从按分"  # how those two begin
_STATE_OF = re.compile(
    "(?:调整后?|变动|年初|年度|全年|实际|批准|预算)+(?P<side>支出|收入)(?:预算)?"
)
_AREA_WORDS = re.compile(
    r"各?[市区县州旗()]{1,5}之?|各城区|各区县|各县市区|各乡镇|同类[\u4e00-\u9fff]{0,4}"
)
_ITEMS_TAIL = re.compile(
    r"等?[一二三四五六七八九十两\d]*项?(?:主要)?(?:经济)?指标(?:增速|增幅|总量|均)*$"
    r"|等?[一二三四五六七八九十两]项(?:增速|增幅|总量|均)*$"
)
_FORGONE = re.compile(
    "^(?:市县|区县|县区|区市|县市|市州|市区县|县乡)级?|减免|减税|退税|缓缴|减征|免征|欠缴|少缴|退还|退付|偷逃"
)  # of a tax
_BEGUN = ("新注册", "新登记", "新设立", "新设", "新开办", "新办")
_PER = (
    "日均",
    "月均",
    "每万",
    "每千",
    "每百",
    "人均",
    "户均",
    "亩均",
    "单位",
    "平均每",
    "每平方",
    "每亩",
)

# What is left of 三年增长3倍, 为改造前的5倍: it names nothing.
_NOTHING = re.compile(
    "[一二两三四五六七八九十](?:年?[内间]?翻了?)?|(?:改造|整治|搬迁|入园|改革|转型|技改|整合)前"
)
# 签约云谷产业园等|项目: the list only says which.
_ADDED = re.compile("加上(?!解|年|级)|(?<=.)加(?=上[解年级])")
_SUCH_AS = re.compile(
    "^(签约|引进|新签约|开工|实施|培育|入驻)[^,。;]{2,30}等([\u4e00-\u9fff]{0,4}(?:项目|企业))$"
)


def _trimmed_right(name: str) -> str:
    """A name without the marks and particles at its end. By hand: a pattern that begins anywhere and
    must reach the end takes the square of a long run of marks, or worse."""
    end = len(name)
    while end and not _ENDS_A_NAME.match(name, end - 1):
        end -= 1
    return name[:end]


@lru_cache(maxsize=20_000)
def _harmless(head: str) -> bool:
    """Whether words before a name leave it what it is: verbs, areas, times and the chapter's title do;
    what narrows it (住户|贷款, 短期|贷款, 小学|在校生) makes it another indicator."""
    approved = _APPROVED.match(head)
    if approved:
        head = head[approved.end() :]
    head = _OF_LEVELS.sub("", head)
    while head:
        for size in _HEAD_SIZES:
            if head[-size:] in _HEADS and len(head) >= size:
                head = head[:-size]
                break
        else:
            return head in _CHAPTERS or _NUMERALS.fullmatch(head) is not None
    return True


_NUMERALS = re.compile("[一二三四五六七八九十]{2,}")  # what is left of 前十期“三个一批”项目
# 省、市、区三级|重点项目: on whose lists they stand
_OF_LEVELS = re.compile("(?:国家?|[省市区县镇乡村])[、省市区县镇乡村]*[两三四]级$")
# 新老商圈三大|商业综合体: which of them the list says
_THE_SO_MANY = re.compile("[\u4e00-\u9fffA-Za-z]{0,24}[两三四五六七八九十]大(?=[\u4e00-\u9fff]{3})")
_MOST = 60  # words of one name; keeps a hostile text from costing their square
_FILLING = frozenset(("居", "列", "排", "完成", "实现", "累计", "总计"))


class Naming:
    """Naming indicators; part of `Sentence`."""

    __slots__ = ()

    def _join(self, parts: list[tuple[int, int, str]]) -> str:
        text = self.text
        return _BRACKETED.sub(
            "",
            "".join([text[a:b] for a, b, _ in parts if not (b - a <= 2 and text[a:b] in w.FILLS)]),
        )

    def _subject(
        self, parts: list[tuple[int, int, str]], dimension: str, measure: str
    ) -> Subject | None:
        """The indicator that these words name; None where they name nothing."""
        if not parts:
            return None
        text = self.text
        if len(parts) > _MOST:
            parts = parts[-_MOST:]
        inner = text[parts[0][1] : parts[-1][0]] if len(parts) > 2 else ""
        for n in range(len(parts) - 2, 0, -1) if "中" in inner else ():
            if (
                parts[n - 1][2]
                and parts[n + 1][2]
                and text[parts[n][0] : parts[n][1]] in ("中", "当中")
            ):
                return self._subject(parts[n + 1 :], dimension, measure)  # 财政收入中税收收入占比
        pieces: list[str] = []
        ends_in_name = (
            False  # 城乡居民收入比|为: with its word, not with what says that a figure follows
        )
        last = len(parts) - 1
        for n, (a, b, indicator) in enumerate(parts):
            piece = text[a:b]
            if (
                piece in w.SOFT
                and not indicator
                and 0 < n < last
                and text[parts[n - 1][1] : a] in ("", "”", '"')
                and parts[n + 1][0] == b
                and not parts[n - 1][2]
                and (
                    not parts[n + 1][2]
                    or (piece not in "中内里" and text[parts[n - 1][0] : a] not in w.FILLS)
                )
            ):
                pieces.append(piece)  # within a word: 衣着类, 三公经费
                ends_in_name = False
                continue
            if not indicator and (
                piece in w.FILLS or piece in _FILLING or w.CUES.get(piece) == w.CUMULATIVE
            ):
                pieces.append("")
                continue
            pieces.append(piece)
            ends_in_name = bool(indicator) if piece else ends_in_name
        joined = "".join(pieces)
        start = parts[0][0]
        key = (joined, not parts[0][2], not ends_in_name, not measure)
        cached = self.p.cache.get(key)
        if cached is not None:
            return Subject(
                cached.indicator_id,
                cached.text,
                cached.quality,
                cached.dimension,
                cached.kind,
                start,
            )
        if "(" in joined:
            joined = _BRACKETED.sub("", joined)
        joined = joined.replace("“", "").replace("”", "").replace('"', "")
        if not parts[0][2]:
            joined = _TRIM_LEFT.sub("", joined)
        if not ends_in_name:
            joined = _trimmed_right(joined)
        if joined[:1] in _SET_APART:  # what most names do not begin with is no search for each
            joined = _VIEWED.sub("", _RESTORED.sub("", joined))
        if "规定" in joined:
            joined = _RULED.sub("", joined)
        if "人" in joined or "常委" in joined:
            joined = _DECIDED.sub("", joined)
        bare = _STATE_OF.fullmatch(joined)
        if bare:
            joined = bare.group("side")
        if not joined or not w.LETTER.search(joined) or (measure and _NOTHING.fullmatch(joined)):
            return None
        if joined == "经济" and "gdp" in self.p.d.indicators:  # 全区经济增长7.2%
            return self.p.lookup("gdp", joined, 0.9, start)
        if "续" in joined or "一直" in joined or "始终" in joined:
            joined = _LASTING.sub("", joined)
        if self.p.subject is not None and (
            joined in _GENERIC or _STATE_WORDS.fullmatch(joined) or _SAYS_NOTHING.fullmatch(joined)
        ):
            return self._total(joined, start)
        if not joined:
            return None
        if _AREA_WORDS.fullmatch(joined):
            return None
        found = self._match(joined, pieces, start)
        if len(self.p.cache) < 50_000:
            self.p.cache[key] = found
        return found

    def _match(self, joined: str, pieces: list[str], start: int) -> Subject:
        p = self.p
        aliases = p.aliases
        hit = aliases.get(joined)
        if hit:
            return p.lookup(hit, joined, 1.0, start)
        such = _SUCH_AS.match(joined)
        if such and (hit := aliases.get(such.group(1) + such.group(2))):
            return p.lookup(hit, such.group(1) + such.group(2), 0.9, start)
        if "加" in joined[1:]:
            added = _ADDED.split(joined)[-1]  # 县级收入|加上|上级补助收入
            if added != joined and added:
                return self._match(added, pieces, start)
        if "大" in joined and (so_many := _THE_SO_MANY.match(joined)):
            hit = aliases.get(joined[so_many.end() :])
            if hit:
                return p.lookup(hit, joined[so_many.end() :], 0.9, start)
        joined = _ITEMS_TAIL.sub("", joined) or joined
        hit = aliases.get(joined)
        if hit:
            return p.lookup(hit, joined, 0.97, start)
        short = joined[-40:]
        n = len(short)
        # the whole but for a harmless tail: 常住人口|数
        for cut in range(1, min(5, n - 1)):
            if short[-cut:] in _TAILS:
                hit = aliases.get(short[:-cut])
                if hit:
                    return p.lookup(hit, short[:-cut], 0.97, start)
        # the longest alias at the end
        for at in range(1, n - 1):
            tail = short[at:]
            hit = aliases.get(tail)
            cut = 0
            if not hit:
                for cut in range(1, min(4, len(tail) - 1)):
                    if tail[-cut:] in _TAILS:
                        hit = aliases.get(tail[:-cut])
                        if hit:
                            break
                else:
                    cut = 0
            if hit:
                head = short[:at]
                if _FORGONE.search(head):
                    return Subject("", short[-24:], 0.6, "", "", start)
                if head.endswith(_BEGUN) and p.d.indicators[hit].kind == "stock":
                    return Subject("", short[-24:], 0.6, "", "", start)  # 新注册|私营企业
                if head.startswith(_PER):
                    return Subject("", short[-24:], 0.6, "", "", start)
                if _harmless(head) or (hit == "retail_sales" and head in _SELLERS):
                    return p.lookup(hit, tail, 0.92, start)
                if head.endswith("等") and p.d.indicators[hit].dimension == "count":
                    return p.lookup(hit, tail, 0.88, start)  # 甲厂、乙公司等|亿元以上项目8个
                name = _TRIM_LEFT.sub("", short)
                return self._spelt(name, start) or Subject("", name[-24:], 0.6, "", "", start)
        if joined.startswith("产") and (hit := aliases.get(joined[1:] + "产量")):
            return p.lookup(hit, joined, 0.9, start)  # 年产花生360万公斤
        # an alias at the beginning with a tail that says nothing of its own
        for stop in range(n - 1, 1, -1):
            hit = aliases.get(short[:stop])
            if hit:
                rest = short[stop:]
                if (
                    rest in _TAILS
                    or len(rest) <= 1
                    or _VERBAL.fullmatch(rest)
                    or _STATE_WORDS.fullmatch(rest)
                ):
                    return p.lookup(hit, short[:stop], 0.85, start)
                break
        return self._spelt(short, start) or Subject("", short[-24:], 0.6, "", "", start)

    def _spelt(self, name: str, start: int) -> Subject | None:
        """限上法人企业消费品零售额: a name that the dictionary has in another spelling. A trade alone
        (批发和零售业) is whatever is told of it, and a name as it stands was refused for its head."""
        if name.endswith("业"):
            return None
        for at in range(len(name) - 3):
            if at and not _harmless(name[:at]):
                continue
            hit = self.p.d.spelt(name[at:])
            if hit:
                if name[at:] in self.p.aliases:
                    return None
                return self.p.lookup(hit, name[at:], 0.88, start)
        return None

    def _subject_from(self, text: str) -> Subject | None:
        hit = self.p.aliases.get(text)
        return self.p.lookup(hit, text, 0.9, 0) if hit else None
