"""What the cells of a row claim: of which area and indicator, in which unit, for which period."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.extract import localnames
from ingest.extract.captions import Table
from ingest.extract.cells import NUMBER, WORDED, Cell, is_number
from ingest.extract.claims import Claim
from ingest.extract.columns import GROWTH, PERIOD_IN, UNIT_IN_LABEL, Column, unit_of
from ingest.extract.dictionary import Area, _key, divisions
from ingest.extract.institutions import MEMBERS, kind_of, of_kind
from ingest.extract.periods import When, notation, parse
from ingest.extract.sentence import Sentence
from ingest.extract.words import AREA

if TYPE_CHECKING:
    from ingest.extract.paragraphs import Parser

_SUM = re.compile("(?:合|总|小)计")
_LEAD = re.compile(
    r"^(?:[#*·●\-—]+|其中[::]?|(?:\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十]+[、.]|\d+[、.](?!\d)))+"
)
_SPREAD = re.compile("(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")  # 城 镇
# Below these rows the parts are named without what they are parts of.
_WHOLES = {
    "gdp": "增加值",
    "industrial_value_added_above_scale": "增加值",
    "fixed_asset_investment": "投资",
    "cpi": "价格",
    "electricity_consumption": "用电量",
    "general_budget_revenue": "收入",
    "general_budget_expenditure": "支出",
    "total_retail_sales": "零售额",
}
_INVESTED = ("投资额", "投资", "完成投资", "完成投资额", "开发投资", "本年完成投资")
_SIDES = ("城市", "农村", "城镇", "乡村")

_PER_HEAD = re.compile("人均|可支配收入|纯收入|工资")


def area_of(parser: Parser, name: str) -> Area | None:
    """The area that a label is: one of the word list, of this text, of the national table, or by its form."""
    name = name.strip("#*其中: ")
    if not 2 <= len(name) <= 12:
        return None
    word = parser.lexer.table.get(_key(name))
    if word is not None and word[0] == AREA:
        found, _ = parser._resolve_area(word[1], name)
        return found
    if name in parser.local:
        return parser.local[name]
    if name in divisions():
        found, _ = parser._resolve_area(divisions()[name], name)
        return found
    if re.search(
        r"(?:区|县|市|镇|乡|街道|办事处|产业园|工业园|园区|旗|州)$", name
    ) and name not in ("全市", "城区", "市区", "园区", "城市", "城镇", "乡镇", "县城", "集镇"):
        return localnames.local_area(parser.d, name)
    return None


def read_row(parser: Parser, sentence: Sentence, table: Table, cells: list[Cell]) -> None:
    """The claims of a row: one a cell, by its column's header, the row's label and the table's caption."""
    label = _SPREAD.sub("", _LEAD.sub("", cells[0].text))
    numbers = cells[1:]
    columns = table.columns[1:]
    if table.first is not None and len(columns) + 1 == len(numbers):
        columns = [table.first, *columns]  # the corner was left empty: | 绝对数 | 比上年增长 |
    if columns and len(columns) != len(numbers):
        if len(columns) > len(numbers):
            if columns[0].what == "unit" and is_number(numbers[0]):
                columns = columns[1:]
            columns = (
                columns[-len(numbers) :]  # of years, the first are those not counted yet
                if all(c.when is not None and c.what == "value" for c in columns)
                else columns[: len(numbers)]
            )
        else:
            columns = columns + [Column()] * (len(numbers) - len(columns))
    if not columns:
        columns = [Column() for _ in numbers]
    area = area_of(parser, label) if table.by_area or label not in parser.aliases else None
    if area is None and table.by_area and _SUM.fullmatch(label.replace(" ", "")):
        area = (
            Area("", "合计", "park_group")
            if table.of_parks
            else next(
                (
                    whole
                    for whole in (parser.section_area, parser.topic, parser.setting.home)
                    if whole is not None and whole.name not in table.of_rows
                ),
                None,
            )
        )
    elif area is not None and area.level in ("park", "zone"):
        table.of_parks = True
    own_unit = ""
    unit_in_label = UNIT_IN_LABEL.search(label)
    if unit_in_label:
        own_unit = unit_of(parser, unit_in_label.group(1))
        label = label[: unit_in_label.start()]
    if (
        re.fullmatch(r"(?:同比)?(?:增速|增长|增幅|比上年增长|同比增长|增长率)", label)
        and table.last_label
    ):
        label = table.last_label + label
    growth_label = bool(GROWTH.search(label)) and (
        label.endswith(("增速", "增幅", "增长率")) or not sentence.p.aliases.get(label)
    )
    if growth_label:
        label = re.sub(r"(?:同比|比上年|可比)?(?:增长率|增长速度|增长|增速|增幅|涨幅)$", "", label)
    row_when: When | None = None
    dated = PERIOD_IN.fullmatch(label) if re.match(r"\d|[上下前全一二三四1-9第]", label) else None
    if dated is None and re.fullmatch(r"(?:19|20)\d\d", label):
        row_when = When(int(label), explicit=True)
    elif dated is not None:
        row_when = parse(label)
    if area is None:
        table.last_label = label
    else:
        table.of_rows.add(area.name)
    column_area = dict(zip(map(id, columns), table.areas, strict=False)) if table.areas else {}
    share_label = label.endswith(("占比", "比重", "比例"))
    denominator = ""
    if share_label and "占" in label:
        label, _, denominator = label.partition("占")
        denominator = sentence.p.aliases.get(re.sub("的?(?:比重|比例)$", "", denominator), "")
    for cell, column in zip(numbers, columns, strict=False):
        if column.what == "unit":
            own_unit = unit_of(parser, cell.text)
            continue
        if column.what == "label":
            continue
        content = cell.text
        worded = WORDED.match(content)
        plain = NUMBER.match(content)
        if not worded and not plain:
            continue
        found = worded or plain
        value = found.group("number")
        qualifier = (
            found.group("post") or (plain.group("pre") if plain and not worded else "") or ""
        )
        printed_unit = found.group("unit") or ""
        measure = {
            "growth": "yoy_growth_pct",
            "change": "change",
            "average": "avg_growth_pct",
            "share": "share_pct",
            "rank": "rank",
            "completion": "completion_pct",
        }.get(column.what, "level")
        if worded:
            unit = printed_unit or "%"
            measure = "diff_pp" if "百分点" in unit else "yoy_growth_pct"
            if worded.group("way") in ("下降", "降低", "回落", "减少"):
                value = "-" + value
        else:
            if printed_unit and printed_unit not in parser.d.units:
                continue
            if plain.group("sign") in ("-", "▲", "△", "↓"):
                value = "-" + value
            if measure == "level" and growth_label:
                measure = "yoy_growth_pct"
            if measure == "level" and share_label:
                measure = "share_pct"
            if measure == "level" and table.of_growth and "%" in (column.unit or table.unit):
                measure = "yoy_growth_pct"
            unit = printed_unit or (
                "位"
                if measure == "rank"
                else "%"
                if measure not in ("level", "change")
                else own_unit or column.unit or _named_unit(table, column, label) or table.unit
            )
        name = label
        place = area or parser.section_area or parser.topic or parser.setting.home
        if (area is not None or row_when is not None) and table.columns:
            name = column.indicator or _previous_indicator(table.columns, column)
            if table.indicator and not parser.aliases.get(name):
                name = table.indicator
        if column_area.get(id(column)) is not None:
            place = column_area[id(column)]
        if table.section and (kind_of(table.section) or not parser.aliases.get(name)):
            name = _member(parser, table.section, name)
        elif area is None and row_when is None and (kind := kind_of(label)):
            counted = column.indicator or _previous_indicator(table.columns, column)
            name = _member(parser, kind, counted) if MEMBERS.fullmatch(counted) else name
        elif area is None and table.whole and (hit := parser.aliases.get(name + table.whole)):
            name = parser.d.indicators[hit].name
        if label == "住宅" and (hit := _of_dwellings(parser, table.last_name)):
            name = hit
        elif table.of_housing and label in _INVESTED:
            name = "房地产开发投资额"
        if column.indicator in _SIDES and name:
            name = column.indicator + name  # 居民消费价格 | 全市 | 城市 | 农村
        elif label in _SIDES and table.last_name:
            name = label + table.last_name  # 常住人口 ⏎ 其中:城镇
        subject = sentence._match(name, [name], cell.start) if name else None
        if subject is not None and subject.indicator_id and label not in _SIDES and label != "住宅":
            table.last_name = parser.d.indicators[subject.indicator_id].name
        if area is None and subject is not None and subject.indicator_id in _WHOLES:
            table.whole = _WHOLES[subject.indicator_id]
        if subject is not None and not subject.indicator_id:
            mass = parser.d.units.get(unit or own_unit, "") == "mass" or column.indicator == "产量"
            hit = parser.aliases.get(name + "产量") if mass or measure != "level" else None
            if not hit and table.last_name.endswith("人口"):
                hit = parser.aliases.get(name + "人口")  # 常住人口 ⏎ 65周岁及以上
            if hit:
                subject = parser.lookup(hit, name, 0.85, cell.start)
        if measure in ("level", "change") and not unit and subject is not None:
            unit = table.units.get(subject.dimension, "")
            if table.unit_per_head and unit.endswith("元") and _PER_HEAD.search(subject.text):
                unit = table.unit_per_head
        elif measure == "level" and unit and subject is not None:
            table.units.setdefault(parser.d.units.get(unit, ""), unit)
        if subject is not None and measure == "level" and unit in parser.d.units:
            subject = sentence._fit(subject, parser.d.units[unit], False)
        if (
            subject is not None
            and measure == "level"
            and unit == "%"
            and subject.dimension not in ("ratio", "", "index")
        ):
            measure = "yoy_growth_pct"
        when = row_when or column.when or table.when or parser.default_when
        if row_when is not None and column.cumulative and row_when.kind == "months":
            when = replace(row_when, first_month=1)  # 3月 | 当月 | 累计
        if column.month and when is not None and when.kind == "months":
            when = When(when.year, when.last_month, when.last_month, 0, "months", explicit=True)
        stock = subject is not None and subject.kind == "stock"
        reference = parser.reference
        period = notation(
            when or When("", kind="year"), now=parser.setting.now, reference=reference, stock=stock
        )
        planned = column.planned or (table.planned and column.what != "completion")
        confidence = (
            0.95
            - (0.3 if subject is None or not subject.indicator_id else 0)
            - (0.3 if not unit else 0)
            - (0.15 if not table.columns else 0)
        )
        reasons = (
            [] if subject and subject.indicator_id else [f"indicator not in the dictionary: {name}"]
        )
        if not unit:
            reasons.append("no unit printed")
        if place is not None and not place.area_id:
            reasons.append(f"area not in the seed files: {place.name}")
        parser.claims.append(
            Claim(
                cell.start,
                cell.end,
                value,
                unit,
                qualifier,
                measure,
                subject.indicator_id if subject else "",
                subject.text if subject else name,
                place,
                place.name if place else "",
                period,
                "target" if planned else "actual",
                "",
                denominator if measure == "share_pct" else "",
                confidence=max(0.05, confidence),
                reasons=reasons,
            )
        )


def _of_dwellings(parser: Parser, whole: str) -> str:
    """商品房销售面积 ⏎ 其中: 住宅: the name of what is sold of dwellings."""
    for bare in (whole.removeprefix("房屋"), whole.removeprefix("商品房"), whole[-4:], whole[-2:]):
        name = "住宅" + bare
        if bare and parser.aliases.get(name):
            return name
    return ""


def _named_unit(table: Table, column: Column, label: str) -> str:
    """The unit that the caption gives for what the column, or else the row, counts."""
    for word, unit in table.named_units.items():
        if word in column.indicator or (not column.indicator and word in label):
            return unit
    return ""


def _member(parser: Parser, kind: str, counted: str) -> str:
    """普通高中 | 在校学生数: the name of what schools of a kind have, as the dictionary has it if it does."""
    if counted in ("学校数", "校数", "学校", "机构数", "所数"):
        return kind
    hit, name = of_kind(kind, counted, parser.aliases)
    known = parser.d.indicators.get(hit)
    return known.name if known is not None else name


def _previous_indicator(columns: list[Column], column: Column) -> str:
    """增速 after 地区生产总值: growth of what the column before it counts."""
    name = ""
    for other in columns:
        if other is column:
            return name
        if other.indicator:
            name = other.indicator
    return name
