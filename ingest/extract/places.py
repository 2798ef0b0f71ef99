"""Which area the words of a text mean: by name, by reference (全市, 该园区), by the form of a name."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.extract import words as w
from ingest.extract.dictionary import Area, Dictionary, divisions
from ingest.extract.words import AREA, CUE, FIG, FILL, IND, PLAIN, PUNCT, RANK, RATIO, TIME

_COMMON_NAMES = (
    "省级",
    "国家级",
    "市级",
    "首个",
    "现代",
    "高新",
    "专业",
    "特色",
    "主题",
    "综合",
    "各",
    "全国",
    "全省",
    "一批",
    "多个",
    "新型",
    "这个",
    "重点",
    "国家",
    "河南省",
    "县域",
    "乡镇",
)
_FORM_REFERENCES = frozenset(("zone", "town", "park", "form"))
_GENERIC_NAMES = frozenset(
    [
        "产业",
        "专业",
        "省级",
        "国家级",
        "市级",
        "工业",
        "特色",
        "各类",
        "科技",
        "经济",
        "重点",
        "示范",
        "现代",
        "专业化",
        "标准化",
        "主要",
        "全市",
        "全区",
        "全县",
        "大学",
        "街道",
        "乡镇",
        "创新",
        "创业",
        "新型",
        "化工",
        "农业",
        "物流",
        "商务",
        "数字",
        "一个",
        "两个",
        "三个",
        "多个",
        "城市",
        "农村",
        "五大",
        "八大",
        "三大",
        "四大",
        "六大",
        "十大",
        "类",
        "型",
        "智慧",
        "绿色",
        "生态",
        "国家",
        "省",
        "各",
        "高新技术",
        "民营",
        "小微",
        "核心",
        "综合",
        "支撑",
        "省级以上",
        "国家级高新技术",
        "引领",
        "承载",
        "发展",
        "集中",
        "省级产业",
        "省级经济",
    ]
)


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


class Places:
    """The areas of one document."""

    def _find_local_areas(self, text: str, toks: list, lines: list) -> None:
        """Parks, zones and sub-districts that the text names: 桃花|工业园. What stands before the form
        is a name where it comes twice, in the title, or after the name of an area."""
        counts: dict[str, int] = {}
        titled: dict[str, int] = {}
        title_end = lines[min(4, len(lines) - 1)][1] if lines else 0
        for i, (a, b, kind, payload) in enumerate(toks):
            if (
                kind != AREA
                or not isinstance(payload, Area)
                or payload.reference not in _FORM_REFERENCES
            ):
                continue
            form = text[a:b]
            if form.startswith(("全", "该", "我", "本")) or form in ("辖区",):
                continue
            own = self._own_name(text, toks, i)
            if not own:
                continue
            name = own + form
            after_area = i > 0 and toks[i - 1][2] == AREA and toks[i - 1][1] == a - len(own)
            counts[name] = counts.get(name, 0) + (2 if after_area else 1)
            line_start = text.rfind("\n", 0, a) + 1
            line_end = text.find("\n", b)
            if (line_end if line_end >= 0 else len(text)) - line_start <= 16:
                counts[name] += 2  # a heading
            opens = a - len(own) - 1
            if opens < 0 or text[opens] in '。\n]”"[;':
                counts[name] += 1
            if re.match(
                r",?(?:占地|位于|总投资|规划|入驻|现有|已|是|自|坐落|共|总)", text[b : b + 5]
            ):
                counts[name] += 1
            if a < title_end and a <= 160:
                titled.setdefault(name, a)
                counts[name] += 1
        self.local |= {
            name: self._local_area(name)
            for name, n in counts.items()
            if (
                not re.search("级|授予|首家|批准|一批", name)
                and (n >= 2 or (len(name) >= 7 and not name.startswith(_COMMON_NAMES)))
            )
            or (len(name) >= 7 and not name.startswith(_COMMON_NAMES))
        }
        for name in list(self.local):  # 智能制造产业园 after 魏武智能制造产业园 is the same
            longer = [
                other
                for other in self.local
                if other != name and other.endswith(name) and len(other) - len(name) <= 6
            ]
            if len(longer) == 1:
                self.local[name] = self.local[longer[0]]
        # 双桥街道|办事处 and the like are the same area
        if self.setting.genre == "feature" and titled and not self.begun:
            first = min(titled, key=lambda n: titled[n])
            if first in self.local and len([n for n in titled if n in self.local]) == 1:
                found = self.local[first]
                home = self.setting.home
                if home is None or (
                    home.level not in ("park", "subdistrict") and found.name != home.name
                ):
                    self.topic = found
                    self._remember(found)

    def _own_name(self, text: str, toks: list, i: int) -> str:
        """The words right before the form of an area that belong to its name."""
        a = toks[i][0]
        begin = a
        for j in range(i - 1, max(-1, i - 4), -1):
            start, end, kind, payload = toks[j]
            if end != begin and kind != PLAIN:
                break
            if (
                kind == PLAIN
                or (kind == FILL and payload in w.SOFT and payload not in "在对向将把被让使就且")
            ) and end == begin:
                begin = start
                continue
            if end < begin:
                break
            if end == begin and kind in (PUNCT, AREA, FIG, TIME, CUE, FILL, RANK, RATIO, IND):
                break
        previous_end = max(
            (
                t[1]
                for t in toks[max(0, i - 5) : i]
                if t[1] <= begin
                and t[2] != PLAIN
                and not (t[2] == FILL and t[3] in w.SOFT and t[3] not in "在对向将把被让使就且")
            ),
            default=0,
        )
        line = text.rfind("\n", 0, a) + 1
        left = max(previous_end, line, a - 10)
        own = text[left:a]
        own = re.split(r"[^\u4e00-\u9fffA-Za-z0-9]", own)[-1]
        own = re.sub(
            r"^.*(?:位于|来到|走进|坐落|建设|打造|推进|按照|依托|围绕|作为|这里是|入驻|加快|支持|成为)",
            "",
            own,
        )
        tail = re.search(
            r"(?:[\u4e00-\u9fff](?:市|县|区|州|旗|省))([\u4e00-\u9fffA-Za-z0-9]{2,8})$", own
        )
        if tail and not own.endswith(tail.group(1) + "区"):
            own = tail.group(1)
        if len(own) < 2 or own in _GENERIC_NAMES or own[0] in "个家座各该这此的我和与及":
            return ""
        return own

    def named_area(self, text: str, toks: list, i: int) -> tuple[Area | None, str]:
        """The area of the token, with the words before a form that belong to its name."""
        a, b, _, payload = toks[i]
        printed = text[a:b]
        if (
            isinstance(payload, Area)
            and payload.reference in _FORM_REFERENCES
            and not printed.startswith(("全", "该", "我", "本"))
        ):
            own = self._own_name(text, toks, i)
            if own and own + printed in self.local:
                return self.local[own + printed], own + printed
            if (
                i
                and toks[i - 1][2] == AREA
                and toks[i - 1][1] == a
                and not (isinstance(toks[i - 1][3], Area) and toks[i - 1][3].reference)
            ):
                whole = text[toks[i - 1][0] : b]
                head, _ = self._resolve_area(toks[i - 1][3], text[toks[i - 1][0] : a])
                full = head and (
                    self.d.area_names.get(head.name + printed)
                    or self.d.area_names.get(re.sub("[市县区]$", "", head.name) + printed)
                )
                return (self.d.areas[full] if full else self._local_area(whole)), whole
            if payload.reference == "form":
                return None, printed
        return self._resolve_area(payload, printed)

    def _local_area(self, name: str) -> Area:
        known = self.d.area_names.get(name)
        if known:
            return self.d.areas[known]
        if name.endswith(("街道", "街道办事处")):
            return Area("", name.removesuffix("办事处"), "subdistrict")
        if name.endswith(("开发区", "高新区", "经开区", "示范区", "集聚区", "新区")):
            return Area("", name, "functional_area")
        return Area("", name, "park")

    def _remember(self, area: Area) -> None:
        level = area.level
        if level in ("park", "park_group", "enterprise_cluster"):
            self.last_by_kind["park"] = area
        elif level in ("subdistrict", "town"):
            self.last_by_kind["town"] = area
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
            return self._reference(payload.reference, printed), printed
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
        if level == "park":
            if self.area and self.area.level in ("park", "park_group"):
                return self.area
            found = next((a for a in chain if a.level in ("park", "park_group")), None)
            return found or self.last_by_kind.get("park") or self.topic
        if level == "town":
            if self.area and self.area.level in ("subdistrict", "town"):
                return self.area
            return next(
                (a for a in chain if a.level in ("subdistrict", "town")), None
            ) or self.last_by_kind.get("town")
        if level == "district":
            near = self.area
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
            found = next((a for a in chain if a.level == "city"), None)
            return found or next((a for a in chain if a.name.endswith("市")), None)
        if level == "province":
            return next((a for a in chain if a.level == "province"), None)
        if level == "zone":
            printed = printed.lstrip("该全本我")
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
            if near and near.name.endswith(printed):
                return near
            if home:
                return Area("", re.sub("[市县]$", "", home.name) + printed, "functional_area")
            return None
        if level == "own":
            home = self.setting.home
            return (
                Area("", (home.name if home else "") + "本级", "statistical_group")
                if home
                else None
            )
        return None
