"""Which place within its home area a page is about: by its title, by what it begins with, by its own account."""

from __future__ import annotations

import re
from collections import Counter

from ingest.extract import actors, groups, localnames
from ingest.extract.dictionary import Area
from ingest.extract.lexer import of_kind
from ingest.extract.places import LOCAL_GOVERNMENTS, Places, is_park
from ingest.extract.words import AREA, INTRODUCES, TIME

_OWN_PARK = re.compile(
    r"(?<![\u4e00-\u9fff])(?P<of>[县区])(?P<form>(?:工业|产业|科技|化工|物流)园区?)"
)
# 工业园区位于县城东部…, as a paragraph of a county's page begins
_BARE_PARK = re.compile(
    r"(?:^|\n)(?P<form>(?:工业|产业|科技|化工|物流)园区?)(?=位于|坐落|地处|始建|成立于|规划总?面积|总?占地)"
)
_BELOW = ("village", "spot", "enterprise", "project")  # no page is about one of them alone
_HEAD = 400  # characters: where a page says who wrote it
_REPORTER = re.compile("记者|通讯员|本报讯")
_SOURCE = re.compile("(?:从|据)[市县区]?$")
_TOLD = re.compile("[^,。;]{0,10}(?:获悉|了解到|介绍|看到|得知)")
# 2017年, 面对…, 高新区按照…: whose year it was
_ACTS = re.compile(
    "按照|坚持|紧?围绕|紧扣|紧盯|聚焦|锚定|全力|认真|以|深入|着力|主动|牢牢|始终|立足|积极|抢抓|努力|扎实|狠抓|突出"
)
_NEAR = 60  # characters from the beginning
_HEADING = 20  # characters of a heading and its end
_FIRST_WORDS = 12  # characters: a time and a mark
_TITLE = 60  # characters: a longer line is prose
_TOKENS = 2000  # as far as a page says what it is about
_VILLAGE = re.compile("[\u4e00-\u9fff]{1,3}村")


def _within(text: str, first: str, places: dict[str, Area]) -> str:
    """青禾镇(小洲村)|云帆科技园: the place in the town that a page begins with, where it is named right after."""
    at = text.find(first) + len(first)
    village = _VILLAGE.match(text, at)
    starts = (at, village.end()) if village else (at,)
    found = [n for n in places if any(text.startswith(n, start) for start in starts)]
    return max(found, key=len) if found else first


def _is_zone(payload: object) -> bool:
    return isinstance(payload, Area) and payload.reference == "zone"


class Topics(Places):
    """Finding what a page is about; part of `Parser`."""

    def _find_local_areas(self, text: str, toks: list, lines: list) -> list:
        """The tokens with the names that only this text knows; what its title is about is its topic."""
        title_end = 0
        for start, end, _ in lines[:5]:
            if end - start > _TITLE or end > 160:
                break
            title_end = end
        if not title_end and "工作报告" in text[:_TITLE]:
            title_end = text.index("工作报告")  # a title that runs on into the text
        grouped = groups.find(text, toks)
        if (
            grouped is not toks
            and self.setting.genre == "brief"
            and not self.begun
            and any(t[2] == AREA and t[0] < title_end and is_park(t[3]) for t in toks)
        ):
            self.setting.genre = "feature"  # 全市园区经济较快增长: a page on parks
        toks = grouped
        found = localnames.find(text, toks, title_end, self.d)
        self.local |= found.names
        reported = self.setting.genre == "brief" and (
            _REPORTER.search(text[:_HEAD]) or found.titled
        )
        heading = text.find("\n") + 1  # 园区总体情况 ⏎ 2023年, 河湾高新区坚持…
        opens = heading if heading <= _HEADING and title_end < len(text) else 0
        own = self.setting.genre == "brief" and any(
            0 <= text.find(name, 0, _NEAR + opens) <= _FIRST_WORDS + opens
            for name, area in found.names.items()
            if area.level in ("subdistrict", "functional_area", "park") and area.local
        )  # 2023年, 河湾街道坚持…: a street's own account; 河湾县经济开发区包括…
        if (self.setting.genre == "feature" or reported or own) and not self.begun:
            self._find_topic(found, text)
            if (reported or own) and self.topic is not None:
                self.setting.genre = "feature"  # a page on one zone, whatever its figures
        if self.setting.genre == "work_report" and not self.begun:
            self._find_author(found, text)
        if self.setting.genre in ("feature", "brief") and not self.begun:
            self._find_known_park(text, toks)
            self._find_zone(text, toks, title_end)
            self._find_own_park(text, title_end)
            if self.topic is None and self.setting.genre == "feature":
                self.topic = groups.main_group(text, toks, title_end)
        if self.topic is None and not self.begun and self.setting.genre in ("feature", "brief"):
            self._find_unnamed(found, toks)
        if self.setting.genre == "feature":
            self.local = actors.find(text) | self.local
            toks = actors.phases(text, toks)
        self.local = actors.spots(text) | self.local
        return localnames.inject(text, toks, self.local, self.lexer.table)

    def _find_unnamed(self, found: localnames.Found, toks: list) -> None:
        """我镇…, 全村…, in a page that names no town: the town is what it is about, by that word."""
        home = self.setting.home
        if (home is not None and home.level in ("subdistrict", "village", "park")) or any(
            a.level in ("subdistrict", "village") for a in found.names.values()
        ):
            return
        for _, _, kind, payload in toks[:_TOKENS]:
            if kind == AREA and isinstance(payload, Area) and payload.name[:1] in "我全本该":
                if payload.reference == "town":
                    self.topic = Area("", payload.name, "subdistrict")
                elif payload.reference == "village":
                    self.topic = Area("", payload.name, "village")
                if self.topic is not None:
                    self._remember(self.topic)
                    return

    def _find_known_park(self, text: str, toks: list) -> None:
        """The one park of the seed files that a feature names, and comes back to more often than to its city."""
        if self.topic is not None or self.setting.genre != "feature":
            return
        home = self.setting.home
        areas = [toks[i][3] for i in of_kind(toks[:3000], AREA)]
        named = [area for area in areas if isinstance(area, Area)]
        parks = Counter(a.name for a in named if a.area_id and a.level == "park")
        if len(parks) != 1 or self.local.keys() - actors.find(text).keys():
            return
        (name, times), *_ = parks.items()
        others = sum(1 for a in named if home is not None and a.name == home.name)
        if times < 2 or others > times:
            return
        self.topic = next(a for a in named if a.name == name)
        self._remember(self.topic)

    def _find_zone(self, text: str, toks: list, title_end: int) -> None:
        """经开区2022年工作情况, 记者从县产业集聚区获悉, in a page on one city: the city's zone, where the page begins
        with it and comes back to it, or has its news from it."""
        home = self.setting.home
        if (
            self.topic is not None
            or home is None
            or home.level not in ("city", "county", "district")
        ):
            return
        zones = [toks[i] for i in of_kind(toks[:3000], AREA) if _is_zone(toks[i][3])]
        if not zones:
            return
        a, b = zones[0][:2]
        printed = text[a:b]
        alike = sum(1 for t in zones if text[t[0] : t[1]] == printed)
        opens = (
            toks[0][1] if toks[0][2] == TIME and toks[0][0] == 0 else 0
        )  # 上半年|经开区工业经济…
        begins = (
            (a == opens or text[a - 1] == "\n")
            and a <= max(title_end, _NEAR)
            and (alike >= 3 or (a == opens < title_end and alike == 2))
        )
        told = a < _HEAD and _SOURCE.search(text, max(0, a - 3), a) and _TOLD.match(text, b)
        acts = a < _HEAD and text[a - 1 : a] in ("", "\n", ",", "。") and _ACTS.match(text, b)
        if not (begins or told or acts):
            return
        self.topic = self._reference("zone", printed)
        if self.topic is not None:
            self._remember(self.topic)

    def _find_own_park(self, text: str, title_end: int) -> None:
        """县工业园 in a page on one county, which its title speaks of or which comes back: the county's."""
        home = self.setting.home
        found = _OWN_PARK.search(text, 0, _HEAD) if self.topic is None and home else None
        bare = _BARE_PARK.search(text, 0, _HEAD) if self.topic is None and home else None
        if found is None and bare is not None and home.level in LOCAL_GOVERNMENTS:
            self.topic = Area("", home.name + bare["form"], "park")
            self._remember(self.topic)
            return
        if found is None or not home.name.endswith(found["of"]):
            return
        form = found["form"]
        if text.find(form, 0, title_end) < 0 and text.count(found.group(), 0, 20_000) < 2:
            return
        self.topic = self.local[found.group()] = Area("", home.name + form, "park")
        self._remember(self.topic)

    def _find_author(self, found: localnames.Found, text: str) -> None:
        """The town or street whose own report this is, by its title, or of whose congress the page tells."""
        titled = [found.names[name] for name in found.titled]
        told = [n for n, a in found.names.items() if a.level == "subdistrict" and a.local]
        if not titled and len(told) == 1 and text.count(told[0], 0, 2_000) >= 3:
            titled = [found.names[told[0]]] if told[0] in text[:_NEAR] else []
        authors = {a.name: a for a in titled if a.level in ("subdistrict", "town")}
        if len(authors) == 1:
            self.topic = next(iter(authors.values()))
            self._remember(self.topic)

    def _find_topic(self, found: localnames.Found, text: str) -> None:
        """What a feature is about within its home area: the one name of its title, else the name that
        it begins with and comes back to more often than to any other."""
        home = self.setting.home
        if home is not None and home.level in ("park", "subdistrict"):
            return
        places = {n: a for n, a in found.names.items() if a.level not in _BELOW and a.local}
        titled = {places[name].name: places[name] for name in found.titled if name in places}
        if found.opening:
            topic = found.names[found.opening]
        elif len(titled) == 1:
            topic = next(iter(titled.values()))
        else:
            counts: Counter[str] = Counter()
            for name, area in places.items():
                counts[area.name] += text.count(name, 0, 20_000)
            first = min(places, key=lambda n: text.find(n) % 20_000, default="")
            # captions and bylines stand before the first sentence
            prose = text.rfind("\n", 0, text.find("。", 0, 20_000) + 1) + 1
            if not first or not 0 <= text.find(first) <= prose + 160:
                return
            first = _within(text, first, places)
            topic = places[first]
            others = text.count(home.name, 0, 20_000) if home is not None else 0
            if home is not None and topic.name.startswith(home.name):
                others -= text.count(topic.name, 0, 20_000)  # 云河县|健康产业园
            after = text.find(first) + len(first)
            introduced = text.find(first) <= 2 and INTRODUCES.match(
                text, after + (text[after : after + 1] in (",", "("))
            )
            if counts[topic.name] < max(counts.values()) or (
                not introduced and others > counts[topic.name] - (topic.level == "park")
            ):
                return
            if counts[topic.name] < 2 and (others or text.find(first) > _NEAR) and not introduced:
                return
            if text[text.find(first) + len(first) :][:1] in "、和":
                return
        if home is None or topic.name != home.name:
            self.topic = topic
            self._remember(topic)
