"""What the seed files know: indicators, areas, units and their aliases, made ready for matching.

Nothing about a city or an indicator is in code: an alias added to the seed files changes extraction.
The national table of divisions (GB/T 2260) adds the names of every city, county and district.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from ingest.extract import variants, words

# The peoples in the names of autonomous prefectures: 楚雄彝族自治州 is called 楚雄州.
_PEOPLES = re.compile(
    "朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|蒙古族?|哈萨克|柯尔克孜|自治州"
)
DIVISIONS = Path(__file__).with_name("divisions.csv")


def _key(text: str) -> str:
    """One form per name: width, spaces and quotation marks make no difference."""
    text = unicodedata.normalize("NFKC", text).strip()
    return text.translate({ord(c): None for c in " “”\"'·、《》"})


def _forms(name: str) -> set[str]:
    """A name as it is compared, and as it is printed where it holds a list mark (批发、零售业增加值):
    the reader's words are those of the text, in which the mark stands."""
    printed = unicodedata.normalize("NFKC", name).strip()
    return {_key(name), printed} if "、" in printed else {_key(name)}


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{k: (v or "").strip() for k, v in row.items() if k} for row in csv.DictReader(file)]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of `indicators.csv`."""

    indicator_id: str
    name: str
    family: str
    dimension: str
    kind: str


@dataclass(frozen=True, slots=True)
class Area:
    """An area of the seed files, of the national table (`area_id` empty) or found by its form."""

    area_id: str
    name: str
    level: str
    parent: str = ""
    code: str = ""
    reference: str = ""  # 全市, 该园区 …: to be resolved against the text around

    @property
    def known(self) -> bool:
        return bool(self.area_id)

    @property
    def local(self) -> bool:
        """Whether only the text at hand names it."""
        return not (self.area_id or self.code or self.reference)


def is_form(payload: object) -> bool:
    """Whether a token is a word for a place that is also a form of names: 园区, 街道, 开发区."""
    return isinstance(payload, Area) and payload.reference in words.FORM_REFERENCES


_OWN_LEVEL = "本级"


def own_level(area: Area) -> Area:
    """What an area's government has itself, without the governments below it: 河湾市本级."""
    return Area("", area.name + _OWN_LEVEL, "statistical_group")


def is_own_level(area: Area) -> bool:
    return area.name.endswith(_OWN_LEVEL)


@dataclass(slots=True)
class Dictionary:
    """The seed files of one warehouse."""

    seeds: Path
    indicators: dict[str, Indicator] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    scoped_aliases: dict[str, dict[str, str]] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    area_names: dict[str, str] = field(default_factory=dict)
    scoped_areas: dict[str, dict[str, str]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    sources: list[dict[str, str]] = field(default_factory=list)
    _spellings: dict[str, str] = field(default_factory=dict)
    _by_code: dict[str, str] = field(default_factory=dict)
    _coded: int = 0  # how many areas there were when the codes were put together

    def spelt(self, name: str) -> str:
        """The indicator of a name that the seed files have in another spelling, or ''."""
        if not self._spellings:
            self._spellings = variants.by_spelling(self.aliases)
        return self._spellings.get(variants.compared(name), "")

    def ancestors(self, area_id: str) -> list[str]:
        """The area and those that it lies in, nearest first."""
        chain: list[str] = []
        while area_id and area_id in self.areas and area_id not in chain:
            chain.append(area_id)
            area_id = self.areas[area_id].parent
        return chain

    @property
    def by_code(self) -> dict[str, str]:
        """Code of an administrative division → area."""
        if self._coded != len(self.areas):
            self._coded = len(self.areas)
            self._by_code = {a.code: a.area_id for a in self.areas.values() if a.code}
        return self._by_code


def load(seeds_dir: Path) -> Dictionary:
    """Read the seed files; a missing file counts as empty, so that a new city can begin."""
    d = Dictionary(seeds=seeds_dir)
    for row in _rows(seeds_dir / "indicators.csv"):
        item = Indicator(
            row["indicator_id"], row["name_zh"], row["family"], row["dimension"], row["kind"]
        )
        d.indicators[item.indicator_id] = item
        for name in _forms(item.name):
            d.aliases[name] = item.indicator_id
    for row in _rows(seeds_dir / "indicator_aliases.csv"):
        target = d.scoped_aliases.setdefault(row["scope"], {}) if row.get("scope") else d.aliases
        for name in _forms(row["alias"]):
            target.setdefault(name, row["indicator_id"])
    for row in _rows(seeds_dir / "areas.csv"):
        area = Area(
            row["area_id"], row["name_zh"], row["level"], row["parent_area_id"], row["gb_code"]
        )
        d.areas[area.area_id] = area
        d.area_names[_key(area.name)] = area.area_id
    for row in _rows(seeds_dir / "area_aliases.csv"):
        target = d.scoped_areas.setdefault(row["scope"], {}) if row.get("scope") else d.area_names
        target.setdefault(_key(row["alias"]), row["area_id"])
    for row in _rows(seeds_dir / "units.csv"):
        d.units[unicodedata.normalize("NFKC", row["unit"])] = row["dimension"]
        d.units.setdefault(row["unit"], row["dimension"])  # ㎡ is one character in a text
    d.sources = _rows(seeds_dir / "sources.csv")
    return d


@lru_cache(maxsize=1)
def current_names() -> frozenset[str]:
    """The names of the national table that its last edition still has."""
    return frozenset(row["name_zh"] for row in _rows(DIVISIONS) if not row["valid_to"])


@lru_cache(maxsize=1)
def divisions() -> dict[str, list[tuple[str, str, str]]]:
    """Name → [(code, level, full name)] of the national table, former names included.

    Prefectures and provinces are also known by their short form (许昌, 河南); counties only in full,
    for too many of their stems are ordinary words.
    """
    table: dict[str, list[tuple[str, str, str]]] = {}
    for row in _rows(DIVISIONS):
        name, code, level = row["name_zh"], row["gb_code"], row["level"]
        if row["valid_to"] and int(row["valid_to"]) < 1990:
            continue
        entry = (code, level, name)
        if len(name) >= 2:
            table.setdefault(name, []).append(entry)
        if level == "city" and name.endswith("自治州"):
            head = _PEOPLES.split(name)[0]
            if len(head) >= 2:
                table.setdefault(head + "州", []).append(entry)
        if level in ("province", "city") and not row["valid_to"]:
            for suffix in (
                "壮族自治区",
                "回族自治区",
                "维吾尔自治区",
                "自治区",
                "省",
                "市",
                "地区",
                "盟",
            ):
                if name.endswith(suffix) and len(name) - len(suffix) >= 2:
                    short = name[: -len(suffix)]
                    if short not in (
                        "大同",
                        "和平",
                        "东方",
                        "中卫",
                        "来宾",
                        "保定",
                        "吉安",
                        "长治",
                        "安康",
                        "海南",
                    ):
                        table.setdefault(short, []).append(entry)
                    break
    return table


def short_county(name: str) -> str:
    """禹州市 → 禹州, 修武县 → 修武; empty where nothing of two characters stays."""
    stem = name[:-1] if name[-1:] in "市县区旗" else ""
    return stem if len(stem) >= 2 else ""


__all__ = ["Area", "Dictionary", "Indicator", "divisions", "load", "short_county", "words"]
