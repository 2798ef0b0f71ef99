"""Tables for people: what a run did and found, what it expects, and why a number is so."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

from ingest.terminal import tame
from warehouse.amounts import amount, estimate, interval
from warehouse.diff import Difference, Tally
from warehouse.explain import Explanation
from warehouse.read import records
from warehouse.show import Column, Row, printed

# A pipe has no width of its own; 80 columns would fold every table.
_WIDTH_OF_A_PIPE = 160
_CHANGES_SHOWN = 10
_FINDINGS_SHOWN = 12

_DISTRICT_LEVELS = ("city", "county", "district", "functional_area", "subdistrict")
_PARK_LEVELS = ("park", "park_group", "enterprise_cluster")


def console() -> Console:
    """The console on standard output."""
    width = None
    if not sys.stdout.isatty():
        width = int(os.environ.get("COLUMNS") or _WIDTH_OF_A_PIPE)
    return Console(highlight=False, width=width)


def _table(title: str, headings: Sequence[tuple[str, bool]]) -> Table:
    table = Table(title=title or None, title_justify="left", header_style="bold")
    for heading, right in headings:
        table.add_column(heading, justify="right" if right else "left", overflow="fold")
    return table


def _filled(
    title: str, headings: Sequence[tuple[str, bool]], rows: Iterable[Sequence[str]]
) -> Table:
    table = _table(title, headings)
    for row in rows:
        # Text from sources may hold square brackets, which rich would take for markup.
        table.add_row(*(_literal(cell) for cell in row))
    return table


def _literal(cell: str) -> Any:
    from rich.text import Text

    return Text(tame(cell))


def listing(
    columns: Sequence[Column], rows: Sequence[Row], limit: int, *, with_empty: bool = False
) -> None:
    """Print a listing, by default without its empty columns; at most `limit` rows, 0 for all."""
    out = console()
    if not rows:
        out.print("没有记录 no rows")
        return
    shown = rows[:limit] if limit else rows
    texts = [[column.text(row) for column in columns] for row in shown]
    kept = [
        index for index in range(len(columns)) if with_empty or any(line[index] for line in texts)
    ]
    headings = [(columns[index].heading, columns[index].right) for index in kept]
    out.print(_filled("", headings, ([line[index] for index in kept] for line in texts)))
    if len(shown) < len(rows):
        out.print(
            f"… and {len(rows) - len(shown)} more rows: --limit 0 shows all, or narrow it down"
        )


def rows_of(columns: Sequence[str], rows: Sequence[Sequence[Any]], limit: int) -> None:
    """Print the result of a query as it is."""
    plain = [
        Column(name, lambda row, name=name: "" if row[name] is None else str(row[name]))
        for name in columns
    ]
    listing(plain, [dict(zip(columns, row, strict=True)) for row in rows], limit, with_empty=True)


def _next_years(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """The forecasts of districts and parks: one row per series, its coming years beside it."""
    return records(
        connection,
        """
        with series as (
            select area_id, indicator_id, unit, max(n_obs) as n_obs, max(last_year) as last_year,
                list(struct_pack(year := year, p10 := p10, p50 := p50, p90 := p90)
                    order by year) as years
            from main.forecast
            where kind in ('nowcast', 'forecast') and year >= year(as_of)
            group by all
        )
        select a.level, a.name_zh as area, i.name_zh as indicator, series.*
        from series
        join main.area as a using (area_id)
        join main.indicator as i using (indicator_id)
        where a.level not in ('country', 'province', 'statistical_group')
        order by case a.level when 'city' then 0 when 'county' then 1 when 'district' then 1
            when 'functional_area' then 2 when 'subdistrict' then 3 else 4 end,
            a.area_id, case i.family when 'tax' then 0 when 'gdp' then 1 else 2 end, indicator_id
        """,
    )


def forecasts(connection: duckdb.DuckDBPyConnection) -> None:
    """Print the forecast of tax, GDP and employment for each district and park with any data."""
    out = console()
    series = _next_years(connection)
    if not series:
        out.print("没有预测 no forecasts: no series of tax, GDP or employment has a value")
        return
    years = sorted({entry["year"] for row in series for entry in row["years"]})[:3]
    headings = [
        ("地区 area", False),
        ("指标 indicator", False),
        ("点数 n", True),
        ("至 last", True),
        *((f"{year} 中位 median (80 %)", True) for year in years),
    ]

    def cells(row: Row) -> list[str]:
        by_year = {entry["year"]: entry for entry in row["years"]}
        texts = [row["area"], row["indicator"], str(row["n_obs"]), str(row["last_year"] or "")]
        for year in years:
            entry = by_year.get(year)
            texts.append(
                estimate(entry["p50"], entry["p10"], entry["p90"], row["unit"]) if entry else ""
            )
        return texts

    for title, levels in (
        (
            "区县预测 forecast of districts",
            ("city", "county", "district", "functional_area", "subdistrict"),
        ),
        ("园区预测 forecast of parks", _PARK_LEVELS),
    ):
        chosen = [cells(row) for row in series if row["level"] in levels]
        if chosen:
            out.print(_filled(title, headings, chosen))
    if any(row["n_obs"] == 1 for row in series):
        out.print("n = 1: one annual value only; the band is wide and indicative 仅供参考")
    if any(row["n_obs"] == 0 for row in series):
        out.print("n = 0: no annual value, projected from part of a year 由年内累计推算")


def run_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Print what the published version holds: loaded, accepted, rejected, found."""
    out = console()
    counts = records(
        connection,
        """
        with latest as (
            select file, max_by(rows_in, load_id) as rows_in,
                max_by(rows_rejected, load_id) as rejected
            from raw.load group by file
        ),
        standing as (
            select file, count(*) filter (where is_present) as claims
            from raw.presence group by file
        )
        select split_part(file, '/', -1) as file, rows_in, rejected, coalesce(claims, 0) as claims
        from latest left join standing using (file) order by file
        """,
    )
    out.print(
        _filled(
            "读入 loaded",
            [
                ("文件 file", False),
                ("行 rows", True),
                ("入库 claims", True),
                ("拒绝 rejected", True),
            ],
            (
                [row["file"], str(row["rows_in"]), str(row["claims"]), str(row["rejected"])]
                for row in counts
            ),
        )
    )
    dispositions = records(
        connection,
        "select disposition, count(*) as claims from main.observation group by all order by 2 desc",
    )
    out.print(
        _filled(
            "处置 what became of the claims",
            [("处置 disposition", False), ("条数 claims", True)],
            ([row["disposition"], str(row["claims"])] for row in dispositions),
        )
    )
    findings(connection)


def findings(connection: duckdb.DuckDBPyConnection) -> None:
    """Print how many findings there are by kind, and the gravest of them."""
    out = console()
    by_kind = records(
        connection,
        "select kind, severity, count(*) filter (where status = 'open') as open, "
        "count(*) filter (where status <> 'open') as resolved from main.finding "
        "group by kind, severity "
        "order by case severity when 'error' then 0 when 'warning' then 1 else 2 end, kind",
    )
    if not by_kind:
        out.print("没有发现 no findings")
        return
    out.print(
        _filled(
            "发现 findings",
            [
                ("类 kind", False),
                ("轻重 severity", False),
                ("未决 open", True),
                ("已决 resolved", True),
            ],
            (
                [row["kind"], row["severity"], str(row["open"]), str(row["resolved"])]
                for row in by_kind
            ),
        )
    )
    gravest = records(
        connection,
        "select f.severity, f.status, f.period, f.message, a.name_zh as area, "
        "i.name_zh as indicator from main.finding as f "
        "left join main.area as a using (area_id) "
        "left join main.indicator as i using (indicator_id) where f.severity <> 'info' "
        "order by case f.severity when 'error' then 0 else 1 end, f.status, f.kind, f.finding_id "
        f"limit {_FINDINGS_SHOWN}",
    )
    out.print(
        _filled(
            "",
            [
                ("轻重 severity", False),
                ("状态 status", False),
                ("地区 area", False),
                ("指标 indicator", False),
                ("期 period", False),
                ("内容 message", False),
            ],
            (
                [
                    row["severity"],
                    row["status"],
                    row["area"] or "",
                    row["indicator"] or "",
                    row["period"] or "",
                    row["message"] or "",
                ]
                for row in gravest
            ),
        )
    )


def _tally(found: Tally) -> str:
    return f"+{found.new} −{found.gone} ~{found.changed} (of {found.before})"


def _period(row: Row) -> str:
    if "year" in row:
        return str(row["year"])
    start, end = row["period_start"], row["period_end"]
    return str(end) if start == end else f"{start}/{end}"


def difference(found: Difference, limit: int = _CHANGES_SHOWN) -> None:
    """Print what changed between two versions; at most `limit` rows of each kind, 0 for all."""
    out = console()
    if found.is_empty:
        out.print("与上一版相同 no change against the other version")
        return
    out.print(
        f"变化 changes: claims +{found.claims_added} −{found.claims_lost}, "
        f"{found.claims_judged_anew} judged anew; accepted values {_tally(found.value_tally)}; "
        f"forecasts {_tally(found.forecast_tally)}; {found.findings_changed} findings"
    )

    def cut(rows: list[Row]) -> list[Row]:
        return rows[:limit] if limit else rows

    for title, rows, figure in (
        ("数值变化 accepted values", found.values, "value"),
        ("年内数值变化 accepted values of parts of years", found.part_year_values, "value"),
        ("预测变化 forecasts", found.forecasts, "p50"),
    ):
        if rows:
            out.print(
                _filled(
                    title,
                    [
                        ("变化 change", False),
                        ("地区 area", False),
                        ("指标 indicator", False),
                        ("期 period", True),
                        ("原 old", True),
                        ("新 new", True),
                        ("变动 %", True),
                    ],
                    (
                        [
                            row["change"],
                            row["area_id"],
                            row["indicator_id"],
                            _period(row),
                            amount(row[f"old_{figure}"], row["unit"], 7),
                            amount(row[f"new_{figure}"], row["unit"], 7),
                            "" if row["change_pct"] is None else f"{row['change_pct']:.3g}",
                        ]
                        for row in cut(rows)
                    ),
                )
            )
    if found.findings:
        out.print(
            _filled(
                "发现变化 findings",
                [("变化 change", False), ("类 kind", False), ("内容 message", False)],
                ([row["change"], row["kind"], row["message"] or ""] for row in cut(found.findings)),
            )
        )
    most = max(map(len, (found.values, found.part_year_values, found.forecasts, found.findings)))
    if limit and most > limit:
        out.print("`zhibiao diff` shows all of it")


def _claims_table(title: str, rows: Sequence[Row], with_subject: bool) -> Table:
    headings = [
        ("处置 disposition", False),
        ("印刷 printed", True),
        ("区间 interval", True),
        ("期 period", False),
        ("来源 source, 位置 place", False),
        ("公布 known", False),
        ("理由 reason", False),
    ]
    if with_subject:
        headings[1:1] = [("地区 area", False), ("指标 indicator", False), ("类 measure", False)]
    lines = []
    for row in rows:
        known = "" if row["known_at"] is None else str(row["known_at"])
        if row["known_at_assumed"]:
            known = f"≈ {known}"
        line = [
            row["disposition"],
            printed(row),
            interval(row["low"], row["high"], row["unit"]),
            row["period"] or "",
            f"{row['source_title'] or row['source_id']}, {row['locator']}",
            known,
            " ".join(text for text in (row["reason"], row["note"]) if text),
        ]
        if with_subject:
            line[1:1] = [
                row["area_name_zh"] or "",
                row["indicator_name_zh"] or "",
                row["measure"] + (" target" if row["status"] == "target" else ""),
            ]
        lines.append(line)
    return _filled(title, headings, lines)


def explanation(found: Explanation) -> None:
    """Print why a number is what it is."""
    out = console()
    subject = f"{found.area_name} {found.indicator_name} {found.year}"
    accepted = found.accepted
    if accepted:
        unit = accepted["unit"]
        out.print(_literal(f"{subject}: {amount(accepted['value'], unit, 7)}"), style="bold")
        facts = [
            f"区间 interval {interval(accepted['low'], accepted['high'], unit)}",
            f"依据 basis {accepted['basis']}",
            f"{accepted['n_claims']} claims in {accepted['n_sources']} sources, "
            f"{accepted['agreement']}",
        ]
        if accepted.get("as_at"):
            facts.append(f"时点 as at {accepted['as_at']}")
        if accepted.get("known_at"):
            facts.append(f"公布 known at {accepted['known_at']}")
        out.print(_literal("; ".join(facts)))
        if accepted.get("derivation"):
            out.print(_literal(f"推算 derivation: {accepted['derivation']}"))
    else:
        out.print(_literal(f"{subject}: 没有采纳值 no accepted value"), style="bold")
    if found.forecast:
        row = found.forecast
        band = interval(row["p10"], row["p90"], row["unit"])
        out.print(
            _literal(
                f"预测 {row['kind']}: {amount(row['p50'], row['unit'])}, 80 % {band} "
                f"({row['method']}, n = {row['n_obs']}) {row['note'] or ''}"
            )
        )
    if found.claims:
        out.print(_claims_table("本年数 claims of this number", found.claims, with_subject=False))
    if found.inputs:
        out.print(_claims_table("推算所据 derived from", found.inputs, with_subject=True))
    if found.related:
        out.print(
            _claims_table("同期其他 other claims of the period", found.related, with_subject=True)
        )
    for row in found.corrections:
        out.print(
            _literal(
                f"更正 correction {row['correction_id']} ({row.get('action')}): "
                f"{row.get('field')} {row.get('expect')} → {row.get('new_value')}, "
                f"{row.get('reason')}; evidence: {row.get('evidence')}"
            )
        )
    for row in found.findings:
        out.print(
            _literal(f"发现 {row['severity']} {row['kind']} ({row['status']}): {row['message']}")
        )


def next_steps(connection: duckdb.DuckDBPyConnection) -> None:
    """Print what to try next, with names that are in this version."""
    series = _next_years(connection)
    area = series[0]["area"] if series else "AREA"
    found = records(
        connection,
        "select coalesce(a.name_zh, v.area_id) as area, v.indicator_id, v.year "
        "from main.indicator_year as v left join main.area as a using (area_id) "
        "order by case v.agreement when 'conflict' then 0 else 1 end, "
        "case v.basis when 'corrected' then 0 else 1 end, v.n_claims desc, v.year desc, v.area_id, "
        "v.indicator_id limit 1",
    )
    number = "{area} {indicator_id} {year}".format(**found[0]) if found else "AREA INDICATOR YEAR"
    steps = (
        (f"zhibiao show forecast --area {area}", "forecasts with their bands"),
        (f"zhibiao explain {number}", "every claim behind a number"),
        ("zhibiao show findings", "what the sources contradict each other about"),
        ("zhibiao export exports", "CSV, Excel and Parquet for planners"),
        ('zhibiao sql "from 地区年度"', "any query, read-only"),
    )
    console().print(
        _filled(
            "接下来 try next",
            [("命令 command", False), ("看什么 what it shows", False)],
            steps,
        )
    )
