"""What `zhibiao show` can show: for each listing its rows, filters, and columns for people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from warehouse.amounts import amount, interval
from warehouse.errors import UsageError

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]


class What(StrEnum):
    """The listings."""

    forecast = "forecast"
    year = "year"
    part_year = "part-year"
    growth = "growth"
    district = "district"
    park = "park"
    outlook = "outlook"
    targets = "targets"
    findings = "findings"
    observations = "observations"
    rejected = "rejected"
    sources = "sources"
    backtest = "backtest"
    runs = "runs"
    areas = "areas"
    indicators = "indicators"


@dataclass(frozen=True)
class Column:
    """A column of the table for people: its heading, and how a row fills it."""

    heading: str
    text: Callable[[Row], str]
    right: bool = False


@dataclass(frozen=True)
class Listing:
    """One listing. The flags say which filters it takes; `as_of` is the relation at a date."""

    relation: str
    order: str
    columns: tuple[Column, ...]
    by_area: bool = True
    by_indicator: bool = True
    by_year: bool = True
    as_of: str | None = None
    year_column: str = "year"


def _plain(heading: str, name: str, right: bool = False) -> Column:
    def text(row: Row) -> str:
        value = row.get(name)
        if value is None:
            return ""
        if isinstance(value, list):
            return ", ".join(map(str, value))
        return f"{value:g}" if isinstance(value, float) else str(value)

    return Column(heading, text, right)


def _amount(heading: str, name: str, unit: str = "", figures: int = 4) -> Column:
    return Column(
        heading, lambda row: amount(row.get(name), unit or row.get("unit"), figures), right=True
    )


def _band(heading: str, low: str, high: str) -> Column:
    return Column(
        heading, lambda row: interval(row.get(low), row.get(high), row.get("unit")), right=True
    )


def _percent(heading: str, name: str) -> Column:
    return Column(
        heading,
        lambda row: "" if row.get(name) is None else f"{100 * row[name]:.0f} %",
        right=True,
    )


_AREA = _plain("地区 area", "area_name_zh")
_INDICATOR = _plain("指标 indicator", "indicator_name_zh")
_YEAR = _plain("年 year", "year", right=True)
# An accepted value is shown as precisely as sources print it, an estimate is not.
_VALUE = _amount("数值 value", "value", figures=7)
_INTERVAL = _band("区间 interval", "low", "high")

_WIDE = (
    _AREA,
    _YEAR,
    _amount("GDP", "gdp_cny", "CNY"),
    _amount("税收 tax", "tax_cny", "CNY"),
    _amount("就业 employment", "employment_persons", "persons"),
    _amount("财政收入 revenue", "general_budget_revenue_cny", "CNY"),
    _amount("财政支出 expenditure", "general_budget_expenditure_cny", "CNY"),
    _amount("投资 investment", "fixed_asset_investment_cny", "CNY"),
    _amount("零售 retail", "retail_sales_cny", "CNY"),
    _amount("常住人口 population", "resident_population_persons", "persons"),
    _amount("入驻企业 firms", "tenant_firms_count", "count"),
    _amount("市场主体 market entities", "market_entities_count", "count"),
)

_ACCEPTED = (
    _plain("依据 basis", "basis"),
    _plain("条数 claims", "n_claims", right=True),
    _plain("一致 agreement", "agreement"),
    _plain("公布 known at", "known_at"),
)

LISTINGS: dict[What, Listing] = {
    What.forecast: Listing(
        "main.forecast",
        "area_id, indicator_id, as_of, year",
        (
            _AREA,
            _INDICATOR,
            _YEAR,
            _plain("类 kind", "kind"),
            _amount("中位 median", "p50"),
            _band("80 %", "p10", "p90"),
            _band("95 %", "p025", "p975"),
            _plain("点数 n", "n_obs", right=True),
            _plain("说明 note", "note"),
        ),
        as_of="main.forecast_history",
    ),
    What.year: Listing(
        "main.indicator_year",
        "area_id, indicator_id, year",
        (_AREA, _INDICATOR, _YEAR, _VALUE, _INTERVAL, *_ACCEPTED),
        as_of="main.indicator_year_as_of",
    ),
    What.part_year: Listing(
        "main.indicator_part_year",
        "area_id, indicator_id, period_start, period_end",
        (
            _AREA,
            _INDICATOR,
            _plain("起 from", "period_start"),
            _plain("止 to", "period_end"),
            _VALUE,
            _INTERVAL,
            *_ACCEPTED,
        ),
        year_column="year(period_end)",
    ),
    What.growth: Listing(
        "main.growth_year",
        "area_id, indicator_id, year, basis",
        (
            _AREA,
            _INDICATOR,
            _YEAR,
            _plain("口径 basis", "basis"),
            _plain("增长 growth %", "value", right=True),
            _plain("下限 low", "low", right=True),
            _plain("上限 high", "high", right=True),
            *_ACCEPTED[1:],
        ),
    ),
    What.district: Listing("main.district_year", "area_id, year", _WIDE, by_indicator=False),
    What.park: Listing("main.park_year", "area_id, year", _WIDE, by_indicator=False),
    What.outlook: Listing(
        "main.target_outlook",
        "area_id, indicator_id, year, target_id",
        (
            _AREA,
            _INDICATOR,
            _YEAR,
            _plain("指标类 measure", "measure"),
            _band("目标 target", "target_low", "target_high"),
            _amount("预计 expected", "p50"),
            _percent("概率 probability", "probability"),
            _plain("说明 note", "note"),
        ),
    ),
    What.targets: Listing(
        "main.target",
        "area_id, indicator_id, year, target_id",
        (
            _AREA,
            _INDICATOR,
            _YEAR,
            _plain("指标类 measure", "measure"),
            _amount("目标 target", "value"),
            _INTERVAL,
            _plain("来源 source", "source_id"),
            _plain("公布 known at", "known_at"),
        ),
    ),
    What.findings: Listing(
        "main.finding",
        "case severity when 'error' then 0 when 'warning' then 1 else 2 end, kind, finding_id",
        (
            _plain("轻重 severity", "severity"),
            _plain("类 kind", "kind"),
            _AREA,
            _INDICATOR,
            _plain("期 period", "period"),
            _plain("状态 status", "status"),
            _plain("内容 message", "message"),
        ),
        year_column="try_cast(left(period, 4) as integer)",
    ),
    What.observations: Listing(
        "main.observation",
        "area_id, indicator_id, period_start, period_end, source_id, locator, observation_id",
        (
            _AREA,
            _INDICATOR,
            _plain("期 period", "period"),
            _plain("指标类 measure", "measure"),
            Column("印刷 printed", lambda row: printed(row)),
            _INTERVAL,
            _plain("来源 source", "source_id"),
            _plain("位置 locator", "locator"),
            _plain("处置 disposition", "disposition"),
        ),
        as_of="main.observation_as_of",
        year_column="coalesce(year, year(period_end))",
    ),
    What.rejected: Listing(
        "raw.rejected",
        "file, row_number",
        (
            _plain("文件 file", "file"),
            _plain("行 row", "row_number", right=True),
            _plain("列 column", "column_name"),
            _plain("内容 offending", "offending"),
            _plain("原因 reason", "reason"),
        ),
        by_area=False,
        by_indicator=False,
        by_year=False,
    ),
    What.sources: Listing(
        "main.source",
        "authority_rank, source_id",
        (
            _plain("来源 source", "source_id"),
            _plain("题名 title", "title"),
            _plain("出版 publisher", "publisher"),
            _plain("类 kind", "kind"),
            _plain("公布 known at", "known_at"),
            _plain("权威 rank", "authority_rank", right=True),
            _plain("条数 claims", "n_claims", right=True),
        ),
        by_indicator=False,
        by_year=False,
    ),
    What.backtest: Listing(
        "main.backtest",
        "indicator_id, level, history_length, horizon, method",
        (
            _INDICATOR,
            _plain("级别 level", "level"),
            _plain("史长 history", "history_length", right=True),
            _plain("步长 horizon", "horizon", right=True),
            _plain("方法 method", "method"),
            _plain("n", "n", right=True),
            _plain("sMAPE", "smape", right=True),
            _plain("WIS", "wis", right=True),
            _percent("50 %", "coverage50"),
            _percent("80 %", "coverage80"),
            _percent("95 %", "coverage95"),
        ),
        by_area=False,
        by_year=False,
    ),
    What.runs: Listing(
        "main.run",
        "run_id",
        (
            _plain("批次 run", "run_id"),
            _plain("开始 started", "started"),
            _plain("完成 finished", "finished"),
            _plain("状态 status", "status"),
            _plain("读入 rows in", "rows_in", right=True),
            _plain("拒绝 rejected", "rows_rejected", right=True),
            _plain("采纳 accepted", "rows_accepted", right=True),
            _plain("发现 findings", "findings", right=True),
        ),
        by_area=False,
        by_indicator=False,
        by_year=False,
    ),
    What.areas: Listing(
        "main.area",
        "level, area_id",
        (
            _plain("标识 id", "area_id"),
            _plain("名称 name", "name_zh"),
            _plain("英文 English", "name_en"),
            _plain("级别 level", "level"),
            _plain("上级 parent", "parent_area_id"),
            _plain("代码 code", "gb_code"),
        ),
        by_indicator=False,
        by_year=False,
    ),
    What.indicators: Listing(
        "main.indicator",
        "family, indicator_id",
        (
            _plain("标识 id", "indicator_id"),
            _plain("名称 name", "name_zh"),
            _plain("英文 English", "name_en"),
            _plain("族 family", "family"),
            _plain("单位 unit", "unit"),
            _plain("类 kind", "kind"),
        ),
        by_area=False,
        by_year=False,
    ),
}


def printed(row: Row) -> str:
    """A claim as its source prints it: qualifier, number, unit."""
    parts = (row.get("value_text") or "") + (row.get("unit_printed") or "")
    qualifier = row.get("qualifier")
    return f"{parts} ({qualifier})" if qualifier else parts


@dataclass(frozen=True)
class Filter:
    """Which rows are wanted; ids are resolved already."""

    area_id: str | None = None
    indicator_id: str | None = None
    first_year: int | None = None
    last_year: int | None = None
    as_of: date | None = None


def parse_years(text: str | None) -> tuple[int | None, int | None]:
    """`2018`, `2018-2023`, `2018-` or `-2023` as first and last year."""
    if not text:
        return None, None
    first, dash, last = text.partition("-")
    try:
        start = int(first) if first else None
        end = (int(last) if last else None) if dash else start
    except ValueError:
        start = end = None
    if start is None and end is None:
        raise UsageError(
            f"reading the option --year {text}",
            "that is not a year or a range of years",
            "Write it as 2018, 2018-2023, 2018- or -2023.",
        )
    return start, end


def _relation(listing: Listing, what: What, wanted: Filter, parameters: list[Any]) -> str:
    if wanted.as_of is None:
        return listing.relation
    if listing.as_of is None:
        able = ", ".join(kind for kind, entry in LISTINGS.items() if entry.as_of)
        raise UsageError(
            f"showing {what} as of {wanted.as_of}",
            "this listing has no dated view",
            f"--as-of works with: {able}.",
        )
    parameters.append(wanted.as_of)
    if what is What.forecast:
        # The last forecast made from what was known by that day.
        return (
            "(select * from main.forecast_history where as_of <= ? "
            "qualify dense_rank() over (order by as_of desc, run_id desc) = 1)"
        )
    return f"{listing.as_of}(?)"


def too_early(connection: duckdb.DuckDBPyConnection, what: What, wanted: Filter) -> str | None:
    """Why there is no forecast as of a day, and how to make one; None where there may be some.

    Forecasts are kept as they were made. A day before the first of them has none, which is not
    the same as that nothing could be known then.
    """
    if what is not What.forecast or wanted.as_of is None:
        return None
    first = connection.execute("select min(as_of) from main.forecast_history").fetchone()
    if first is None or first[0] is None or first[0] <= wanted.as_of:
        return None
    return (
        f"no run has forecast from what was known by {wanted.as_of}, the earliest forecast is as "
        f"of {first[0]}; `zhibiao show year --as-of {wanted.as_of}` shows what was known"
    )


def rows(
    connection: duckdb.DuckDBPyConnection, what: What, wanted: Filter
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Columns and rows of a listing, with the names of areas and indicators added."""
    listing = LISTINGS[what]
    parameters: list[Any] = []
    relation = _relation(listing, what, wanted, parameters)
    conditions = []
    for flag, name, value in (
        (listing.by_area, "area", wanted.area_id),
        (listing.by_indicator, "indicator", wanted.indicator_id),
        (listing.by_year, "year", wanted.first_year or wanted.last_year),
    ):
        if value is not None and not flag:
            raise UsageError(
                f"showing {what} with --{name}",
                f"this listing has no {name}",
                f"Leave --{name} out, or see `zhibiao show --help`.",
            )
    if wanted.area_id is not None:
        conditions.append("t.area_id = ?")
        parameters.append(wanted.area_id)
    if wanted.indicator_id is not None:
        conditions.append("t.indicator_id = ?")
        parameters.append(wanted.indicator_id)
    if wanted.first_year is not None:
        conditions.append(f"{listing.year_column} >= ?")
        parameters.append(wanted.first_year)
    if wanted.last_year is not None:
        conditions.append(f"{listing.year_column} <= ?")
        parameters.append(wanted.last_year)
    named = {name for column in listing.columns for name in _names_of(column)}
    joins, extra = "", ""
    if what not in (What.district, What.park) and "area_name_zh" in named:
        joins += " left join main.area as a on a.area_id = t.area_id"
        extra += ", a.name_zh as area_name_zh"
    if "indicator_name_zh" in named:
        joins += " left join main.indicator as i on i.indicator_id = t.indicator_id"
        extra += ", i.name_zh as indicator_name_zh"
    where = f" where {' and '.join(conditions)}" if conditions else ""
    cursor = connection.execute(
        f"select t.*{extra} from (select * from {relation}) as t{joins}{where} "
        f"order by {listing.order}",
        parameters,
    )
    return [column[0] for column in cursor.description or []], cursor.fetchall()


def _names_of(column: Column) -> set[str]:
    if column is _AREA:
        return {"area_name_zh"}
    if column is _INDICATOR:
        return {"indicator_name_zh"}
    return set()
