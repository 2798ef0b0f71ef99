"""Which area the words of a text mean: by name, by reference (全市, 该园区), by the form of a name."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.extract.dictionary import Area, Dictionary, divisions, own_level
from ingest.extract.words import MEDIUM


@lru_cache(maxsize=1)
def _national_heads() -> dict[str, tuple[str, str]]:
    """Code → (level, name) of prefectures and provinces."""
    return {
        c: (level, name)
        for entries in divisions().values()
        for c, level, name in entries
        if c.endswith("00")
    }


def national_ancestors(code: str, dictionary: Dictionary) -> list[Area]:
    """The prefecture and province of a division of the national table."""
    found: list[Area] = []
    wanted = [code[:4] + "00", code[:2] + "0000"]
    names = _national_heads()
    for c in wanted:
        if c == code or c not in names:
            continue
        known = dictionary.by_code.get(c)
        found.append(
            dictionary.areas[known] if known else Area("", names[c][1], names[c][0], code=c)
        )
    return found


COMMON = ("城区", "郊区", "矿区", "市区", "新城区", "老城区")  # districts' names that are words too


_STEM = re.compile("(?<=[\u4e00-\u9fff]{2})[市县区]$")  # 河湾区的开发区 is 河湾开发区
_ZONE = re.compile("(?:集聚区|开发区|高新区|经开区)$")
LOCAL_GOVERNMENTS = ("city", "county", "district")
_SHORT_COUNTY = re.compile("[\u4e00-\u9fff]{2,4}[县旗]")


def _holds(name: str, short: str) -> bool:
    """Whether all characters of `short` stand in `name`, in their order."""
    rest = iter(name)
    return all(c in rest for c in short)


@lru_cache(maxsize=4_096)
def _counties_like(name: str, city: str) -> frozenset[tuple[str, str, str]]:
    """Code, level and name of the divisions of a city (the first four digits of its code) that a short name
    of a county stands for. Kept, since all divisions are gone through."""
    return frozenset(
        (code, level, full)
        for full, entries in divisions().items()
        if full.startswith(name[0]) and full.endswith(name[-1])
        for code, level, _ in entries
        if code[:4] == city and _holds(full, name)
    )


def is_park(payload: object) -> bool:
    return isinstance(payload, Area) and payload.reference in ("zone", "park", "form")


class Places:
    """Telling which areas are meant; part of `Parser`."""

    def named_area(self, text: str, toks: list, i: int) -> tuple[Area | None, str]:
        """The area of a token and the words printed; a form alone (产业园) names none."""
        a, b, _, payload = toks[i]
        printed = text[a:b]
        if MEDIUM.match(text, b):
            return None, printed  # 许昌|日报讯
        if text[a - 1 : a] == "级" and is_park(payload):
            return None, printed  # 国家级|经济技术开发区
        if (
            isinstance(payload, Area)
            and payload.reference == "form"
            and not printed.startswith(("全", "该", "我", "本"))
        ):
            return None, printed
        return self._resolve_area(payload, printed)

    def _abbreviated(self, name: str) -> Area | None:
        """喀左县 for 喀喇沁左翼蒙古族自治县: the county of the home city whose name holds its characters."""
        home = self.setting.home
        if home is None or not home.code.endswith("00") or not _SHORT_COUNTY.fullmatch(name):
            return None
        found = _counties_like(name, home.code[:4])
        if len(found) != 1:
            return None
        ((code, level, full),) = found
        known = self.d.by_code.get(code)
        return self.d.areas[known] if known else Area("", full, level, code=code)

    def _remember(self, area: Area) -> None:
        level = area.level
        self.last = area
        if level in ("park", "park_group", "enterprise_cluster"):
            self.last_by_kind["park"] = area
        elif level in ("subdistrict", "town"):
            self.last_by_kind["town"] = area
        elif level == "village":
            self.last_by_kind["village"] = area
        elif level in ("district", "functional_area", "county"):
            self.last_by_kind["district"] = area
            if level == "county":
                self.last_by_kind["county"] = area
            if level == "functional_area":
                self.last_by_kind["zone"] = area
        elif level in ("city",):
            self.last_by_kind["city"] = area

    def _chain(self) -> list[Area]:
        home = self.section_area or self.topic or self.setting.home
        areas = []
        for start in (home, self.setting.home):
            if start is None:
                continue
            areas.append(start)
            if start.area_id:
                areas.extend(self.d.areas[a] for a in self.d.ancestors(start.area_id)[1:])
            elif start.code:
                areas.extend(national_ancestors(start.code, self.d))
        return areas

    def _resolve_area(self, payload: object, printed: str) -> tuple[Area | None, str]:
        """The area that a token stands for here, and the words printed."""
        if isinstance(payload, Area):
            if not payload.reference:
                return payload, printed
            name = payload.name if payload.reference == "phase" else printed
            return self._reference(payload.reference, name), printed
        entries: list[tuple[str, str, str]] = payload  # type: ignore[assignment]
        home = self.setting.home
        code = home.code if home else ""
        best = entries[0]
        if len(entries) > 1:
            chain_code = code or next((a.code for a in self._chain() if a.code), "")
            for entry in entries:
                if chain_code and entry[0][:4] == chain_code[:4]:
                    best = entry
                    break
            else:
                best = next((e for e in entries if e[0][:2] == chain_code[:2]), entries[-1])
        if printed in COMMON and (not code or best[0][:4] != code[:4]):
            return None, printed  # 城区绿化, far from the city whose district has that name
        known = self.d.by_code.get(best[0])
        if known:
            return self.d.areas[known], printed
        if (
            home
            and home.code
            and best[1] in ("county", "district")
            and best[0][:2] != home.code[:2]
        ):
            return Area("", printed, best[1]), printed  # 东城区 of 许昌 is not that of Beijing
        return Area("", best[2], best[1], code=best[0]), printed

    def _reference(self, level: str, printed: str) -> Area | None:
        chain = self._chain()
        if level == "home":
            return (
                self.area
                if self.area and self.area.level in ("subdistrict",)
                else (self.section_area or self.setting.home)
            )
        if level == "country":
            return self.d.areas.get("china") or Area("", "全国", "country")
        if level == "phase":
            park = self._reference("park", printed)
            if park is None or park.level in ("subdistrict", "village"):
                return None  # 天一公司…, 一期征地51亩, in a page on a town
            return self._phase(park, printed)
        if level == "park":
            last = self.last_by_kind.get("park")
            if (
                printed == "园区"
                and last is not None
                and last.name.endswith("园区")
                and self.area is self.topic is not None
                and not self.topic.name.endswith(("园区", "区"))
                and self.topic.level == "park"
            ):
                return last  # 园区 after 云河现代农业园区, on a page on a farm
            if self.area and self.area.level in ("park", "park_group"):
                return self._whole(self.area)
            found = next((a for a in chain if a.level in ("park", "park_group")), None)
            if self.area is not None and self.area is self.topic and _ZONE.search(self.area.name):
                return self.area  # 园区 on a page about a zone, which the sentences before spoke of
            for zone in (self.area, self.topic):
                if printed[0] in "该本全" and zone is not None and zone.level == "functional_area":
                    return zone  # 该园区 after 海口国家高新区
            found = found or self.last_by_kind.get("park") or self.topic
            if found is None and printed.endswith("园区") and self.setting.genre == "feature":
                return Area("", "园区", "park")  # a park that the page does not name
            return found
        if level == "town":
            if self.area and self.area.level in ("subdistrict", "town"):
                return self.area
            town = next(
                (a for a in chain if a.level in ("subdistrict", "town")), None
            ) or self.last_by_kind.get("town")
            if town is None and printed[0] in "我全本" and self.setting.genre != "communique":
                return Area("", printed, "subdistrict")  # a town that the page does not name
            return town
        if level == "village":
            for place in (self.area, self.topic, self.setting.home):
                if place is not None and place.level == "village":
                    return place
            village = self.last_by_kind.get("village")
            return village or (
                Area("", printed, "village") if self.setting.genre == "feature" else None
            )
        if level == "district":
            near = self.area
            if printed == "该区" and self.topic is not None and self.topic.level == "park":
                return self.topic  # of a page on one park
            if printed[0] == "该" and near is None and self.last is not None:
                near = self.last  # 记者从高新区获悉, 该区…
            if near and near.level in ("district", "functional_area", "county"):
                return near
            found = next((a for a in chain if a.level in ("district", "functional_area")), None)
            if found:
                return found
            if chain and chain[0].level == "province":  # 全区 of an autonomous region
                return chain[0]
            return self.last_by_kind.get("district") or next(iter(chain), None)
        if level == "county":
            if chain and chain[0].level in ("county", "district"):
                return chain[0]
            return self.last_by_kind.get("county") or next(
                (a for a in chain if a.level == "county"), None
            )
        if level == "city":
            home = self.setting.home
            if home and home.name.endswith("市"):
                return home
            if (
                home and home.level == "province"
            ):  # 太原市…。全市…, in a province's page on its cities
                for near in (self.area, self.last):
                    if near is not None and near.level == "city" and not near.reference:
                        return near
            found = next((a for a in chain if a.level == "city"), None)
            return found or next((a for a in chain if a.name.endswith("市")), None)
        if level == "province":
            return next((a for a in chain if a.level == "province"), None)
        if level == "zone":
            printed = printed.lstrip("该全本我")
            for group in (self.area, self.last, self.last_by_kind.get("park")):
                if (
                    group is not None
                    and group.level == "park_group"
                    and not group.known
                    and group.name.endswith(printed)
                ):
                    return group  # 产业集聚区 after 11个产业集聚区
            general = printed in ("开发区", "示范区", "集聚区", "产业集聚区", "新区")
            within = self.section_area
            if (
                within
                and within.level == "functional_area"
                and (general or within.name.endswith(printed))
            ):
                return within
            home = self.setting.home
            if home and home.level == "functional_area":
                return home
            near = self.last_by_kind.get("zone")
            if (
                general
                and self.topic is not None
                and self.topic.level == "functional_area"
                and (printed == "开发区" or _holds(self.topic.name, printed))
            ):
                return self.topic  # 开发区 on a page about one
            # 经开区 after 郑州经济技术开发区
            for zone in (near, self.topic, self.last_by_kind.get("park")):
                if zone is not None and zone.level == "park" and zone.name.endswith(printed):
                    return zone
                if (
                    zone is not None
                    and zone.level == "functional_area"
                    and _holds(zone.name, printed)
                ):
                    return zone
            if home and (home.level in LOCAL_GOVERNMENTS or home.name.endswith("市")):
                return self._own_zone(home, printed)
            return None
        if level in ("own", "level"):
            home = self.setting.home
            return own_level(home) if home else None
        return None

    def _own_zone(self, home: Area, printed: str) -> Area:
        """The zone of a place: the one that the text names with it (县开发区, before 海盐经济开发区 is printed), else
        the form after its name, which an 产业集聚区 has in full: 博爱县产业集聚区."""
        short = _STEM.sub("", home.name)
        for zone in self.local.values():
            if (
                zone.level == "functional_area"
                and zone.name.startswith(short)
                and _holds(zone.name, printed)
            ):
                return zone
        if printed.endswith("集聚区") and not home.code.endswith("00"):
            return Area("", home.name + "产业集聚区", "functional_area")
        return Area("", short + printed, "functional_area")

    def _zone_of(self, payload: object, of: str, printed: str) -> Area | None:
        """该县|产业集聚区: the zone of the county that the text speaks of."""
        home, _ = self._resolve_area(payload, of)
        if home is None or home.level not in LOCAL_GOVERNMENTS or home.code.endswith("00"):
            return None  # 我市产业集聚区 are those of a whole city
        return self._own_zone(home, printed)

    def _phase(self, park: Area, printed: str) -> Area:
        """云谷产业园 and 二期 → 云谷产业园二期."""
        known = self.d.area_names.get(park.name + printed)
        return self.d.areas[known] if known else Area("", park.name + printed, "phase")

    def _whole(self, park: Area) -> Area:
        """园区 after its second phase means the park."""
        parent = self.d.areas.get(park.parent)
        return parent if park.name.endswith("期") and parent is not None else park
