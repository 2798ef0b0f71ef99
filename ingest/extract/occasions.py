"""Which times date no figure: those of an event, of a title, of what happened to a place."""

from __future__ import annotations

import re

from ingest.extract import words as w
from ingest.extract.periods import When
from ingest.extract.words import FIG, PUNCT, RANK, RATIO

# 2019年投入使用, 入驻企业186家: the year is that of an event, not of the figures after it.
_EVENT = re.compile(
    r"(?:[^,。;、\d]{0,12})(?:(?P<began>投入使用|投入运营|开园|成立|运营|投用|创办|开业|挂牌|揭牌|投产|启用|组建)|建成|改造(?:完成)?|完工|封顶|开工|启动|竣工|落户|搬迁|建厂|停产|获批|动工|开建|升格|认定|撤[地县市区乡镇并][^,。;\d]{0,3}[设建改]|(?:建|设)[市县区镇乡](?=[,;。])|更名|改制|划归|改隶|改属|起步|谋划)[^,。;\d]{0,8}[,;。]"
    r"|[^,。;、\d]{0,8}(?:批准(?:设立|成立|建设|筹建)|(?:设立|成立)(?=[,、]))[^,。;、\d]{0,6}[,;。、]"
    r"|(?:被|经|获)[^,。;、\d]{2,14}(?:批准|批复|确定|列)(?:为|成为|设立)"
)
_CIRCUMSTANCE = re.compile(
    r"(?:年?初)?的?[^,。;、\d]{0,6}(?:疫情|新冠|非典|禽流感|非洲猪瘟|地震|洪灾|洪水|冰冻|金融危机|金融风暴)"
)
_FACED = re.compile(r"(?:面对|面临|应对|抗击|遭遇|战胜|经历|受到?|针对)$")
_OF_AIMS = re.compile("[^,;。:\\d]{0,24}(?:目标|任务|安排|预算)(?:是|为|如下)?:")


class Occasions:
    """Telling occasions; part of `Sentence`."""

    __slots__ = ()

    def _of_event(self, b: int, when: When) -> bool:
        """Whether the time is that of an event; that of an opening is kept for 开园以来."""
        event = _EVENT.match(self.text[b : b + 24])
        if event and event.group("began") and isinstance(when.year, int):
            self.p.began = when
        return event is not None

    def _is_circumstance(self, a: int, b: int) -> bool:
        """面对2020年的疫情, 2008年金融危机: the year of what happened to a place, not of its figures."""
        return (
            _CIRCUMSTANCE.match(self.text, b) is not None
            or _FACED.search(self.text, max(self.start, a - 4), a) is not None
        )

    def _long_ago(self, when: When) -> bool:
        """Whether a sentence without figures tells of years ago: it dates none that follow."""
        now = self.p.setting.now
        return (
            self.p.setting.genre == "feature"
            and isinstance(when.year, int)
            and now is not None
            and when.year < now - 2
        )

    def _part_of_name(self, a: int, b: int, i: int) -> bool:
        """2020年第七次人口普查, 2021年度先进单位: a year in a name dates nothing else."""
        if self.text[b : b + 1] in ",:;" or not any(
            part for part in self.before if self.text[part[0] : part[1]] not in w.FILLS
        ):
            return bool(
                re.match(
                    r"年?第[一二三四五六七八九十]+次|度?(?:先进|优秀|十佳|文明)",
                    self.text[b : b + 5],
                )
            )
        if _OF_AIMS.match(self.text, b):
            return False  # 提出了2019年主要预期目标:…
        for t in self.toks[i + 1 :]:
            if t[2] in (FIG, RANK, RATIO):
                return False
            if t[2] == PUNCT and t[3] in ",;:":
                return True
        return True

    def _adverbial(self, i: int) -> bool:
        """2019年以来, …: speaks of the figures that follow; 1996年以来最快 does not."""
        if i + 1 >= len(self.toks):
            return False
        following = self.text[self.toks[i][1] : self.toks[i][1] + 6]
        if re.match(r"(?:的|[^,。;]{0,5}(?:最|首次|新高))", following):
            return False
        return following[:1] == "," or self._close_figure(i)

    def _close_figure(self, i: int) -> bool:
        for t in self.toks[i + 1 : i + 8]:
            if t[2] == FIG:
                return True
            if t[2] == PUNCT and t[3] in ",;。":
                return False
        return False
