"""Time and memory of loading made-up claims, next to DuckDB's own reader on the same file.

    python benchmarks/load.py [--rows 1000000 ...] [--build] [--repeats N]

The claims are areas × indicators × years × four sources, in the ledger's form, with reference
tables to match, all in a temporary folder. Each step runs in a process of its own; memory is that
process's highest resident size, time that of the step without imports. `first load` reads, checks
and stores every row; `again` loads a second file with the same claims; `open` makes the tables of
schema raw from what is stored. With --build, dbt builds the marts (its slowest models are listed)
and the result is audited, as in a run. `core s` is how long cores worked, which says more than the
seconds where others use the machine too.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
INDICATORS = 40
YEARS = range(2005, 2025)
#: Four claims for each value: kind of source, authority, months from the year's end to publication.
SOURCES = (
    ("yearbook", "statistical", 10),
    ("communique", "statistical", 3),
    ("work_report", "government_report", 2),
    ("newspaper", "newspaper", 1),
)
NOW = datetime(2026, 1, 2, 3, 4, 5)


def make_seeds(folder: Path, areas: int) -> list[tuple[str, str]]:
    """Copy the reference tables and add made-up areas and sources; returns indicators and units."""
    shutil.copytree(ROOT / "seeds", folder, ignore=shutil.ignore_patterns("observations"))
    (folder / "observations").mkdir()
    # They speak of claims that are not there.
    for name in ("corrections", "decisions"):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")

    def append(name: str, rows: list[dict[str, str]]) -> None:
        path = folder / f"{name}.csv"
        with path.open(encoding="utf-8-sig", newline="") as handle:
            columns = csv.DictReader(handle).fieldnames or []
        with path.open("a", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, columns, restval="", lineterminator="\n")
            writer.writerows(rows)

    append(
        "areas",
        [
            {
                "area_id": f"made_up_{number:05d}",
                "name_zh": f"测试{number:05d}县",
                "name_en": f"Made-up {number:05d}",
                "level": "county",
                "parent_area_id": "henan",
            }
            for number in range(areas)
        ],
    )
    append(
        "sources",
        [
            {
                "id": f"made-up-{kind}-{year}",
                "title": f"Made-up {kind} {year}",
                "publisher": f"Made-up {kind}",
                "kind": kind,
                "published_on": f"{year + 1}-{month:02d}-15",
                "authority": authority,
                "area_id": "henan",
            }
            for year in YEARS
            for kind, authority, month in SOURCES
        ],
    )
    unit_of = {"money_cny": "亿元", "persons": "万人", "count": "个", "area": "亩", "length": "km"}
    with (folder / "units.csv").open(encoding="utf-8-sig", newline="") as handle:
        known = {(row["unit"], row["dimension"]) for row in csv.DictReader(handle)}
    with (folder / "indicators.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = [
            (row["indicator_id"], unit_of[row["dimension"]])
            for row in csv.DictReader(handle)
            if (unit_of.get(row["dimension"]), row["dimension"]) in known and row["kind"] == "flow"
        ]
    return rows[:INDICATORS]


def make_files(folder: Path, rows: int) -> None:
    """The reference tables, and the same claims as CSV and as Parquet."""
    per_area = INDICATORS * len(YEARS) * len(SOURCES)
    indicators = make_seeds(folder / "seeds", -(-rows // per_area))
    if len(indicators) < INDICATORS:
        raise SystemExit(f"only {len(indicators)} indicators are fit for the benchmark")
    con = duckdb.connect()
    con.execute("create table i (n integer, indicator varchar, unit varchar)")
    con.executemany(
        "insert into i values (?, ?, ?)", [(n, *pair) for n, pair in enumerate(indicators)]
    )
    con.execute("create table s (n integer, kind varchar)")
    con.executemany(
        "insert into s values (?, ?)", [(n, kind) for n, (kind, *_) in enumerate(SOURCES)]
    )
    # Growth of some percent a year, and sources that differ by what rounding explains, mostly.
    con.execute(
        f"""
        create view claims as
        select
            'made-up-' || s.kind || '-' || year as source_id,
            format('r{{}}', area * {INDICATORS} + i.n) as locator,
            format('测试{{:05d}}县', area) as area,
            i.indicator,
            'level' as measure,
            case s.n
                when 0 then printf('%.2f', value)
                when 3 then printf('%.0f', value)
                else printf('%.1f', value * (1 + (hash(area, i.n, year, s.n) % 200 = 0)::int * 0.3))
            end as value_text,
            i.unit,
            case when s.n = 3 then '约' end as qualifier,
            year::varchar as period,
            'actual' as status,
            null::varchar as ref_area, null::varchar as ref_indicator,
            null::varchar as base_period, null::varchar as basis, null::varchar as note
        from range({-(-rows // per_area)}) as a(area), i,
            range({YEARS.start}, {YEARS.stop}) as y(year), s,
            lateral (select (50 + hash(area, i.n) % 5000) * 1.07 ** (year - {YEARS.start})
                * (1 + (hash(area, i.n, year) % 100) / 2000.0) as value)
        order by area, i.n, year, s.n
        limit {rows}
        """
    )
    con.execute(f"copy claims to '{folder}/claims.csv' (header, delimiter ',')")
    con.execute(f"copy claims to '{folder}/claims.parquet' (format parquet, compression zstd)")


# -------------------------------------------------------------- the steps, each in its own process


def _plain(folder: Path) -> dict[str, object]:
    """What DuckDB needs to put the file into a table, unchecked."""
    con = duckdb.connect()
    columns = _header(folder)
    con.execute(
        "create table plain as from read_csv(?, columns = ?, header = true, auto_detect = false)",
        [str(folder / "claims.csv"), columns],
    )
    return {"rows": con.execute("select count(*) from plain").fetchone()[0]}


def _plain_stored(folder: Path) -> dict[str, object]:
    """The same, and stored as Parquet, which a load does too."""
    con = duckdb.connect()
    con.execute(
        "copy (from read_csv(?, columns = ?, header = true, auto_detect = false)) "
        f"to '{folder}/plain.parquet' (format parquet, compression zstd)",
        [str(folder / "claims.csv"), _header(folder)],
    )
    return {"rows": con.execute(f"select count(*) from '{folder}/plain.parquet'").fetchone()[0]}


def _plain_parquet(folder: Path) -> dict[str, object]:
    con = duckdb.connect()
    con.execute(f"create table plain as from '{folder}/claims.parquet'")
    return {"rows": con.execute("select count(*) from plain").fetchone()[0]}


def _header(folder: Path) -> dict[str, str]:
    with (folder / "claims.csv").open(encoding="utf-8", newline="") as handle:
        return dict.fromkeys(next(csv.reader(handle)), "VARCHAR")


def _load(folder: Path, name: str, state: str) -> dict[str, object]:
    from ingest.load import load_files

    report = load_files(
        [folder / name],
        state_dir=folder / state,
        seeds_dir=folder / "seeds",
        is_ledger=False,
        ledger_root=None,
        now=NOW,
    )
    if report.rows_in != report.rows_loaded + report.rows_known + report.rows_rejected:
        raise SystemExit("rows were lost")
    if report.rows_rejected:
        raise SystemExit(f"rows were rejected: {report.rejected[:3]}")
    return {"rows": report.rows_in, "loaded": report.rows_loaded}


def _load_again(folder: Path) -> dict[str, object]:
    return _load(folder, "claims.parquet", "state-csv")


def _open(folder: Path) -> dict[str, object]:
    from ingest.load import open_raw

    with duckdb.connect(str(folder / "opened.duckdb")) as con:
        open_raw(con, folder / "state-csv")
        return {"rows": con.execute("select count(*) from raw.observation").fetchone()[0]}


def _build(folder: Path) -> dict[str, object]:
    from warehouse import inputs
    from warehouse.build import build
    from warehouse.errors import ZhibiaoError
    from warehouse.history import RunRecord
    from warehouse.load import prepare_working_file
    from warehouse.paths import Project
    from warehouse.settings import Settings

    root = folder / "project"
    root.mkdir()
    shutil.copytree(
        ROOT / "dbt_project", root / "dbt_project", ignore=shutil.ignore_patterns("target", "logs")
    )
    (root / "seeds").symlink_to(folder / "seeds")
    project = Project(root=root, data=root / "data")
    project.data.mkdir()
    shutil.copytree(folder / "state-csv", project.raw)
    run_id = "00001-20260102T030405Z"
    record = RunRecord(
        run_id=run_id, started=NOW, status="running", input_hash="", versions=inputs.versions_text()
    )
    prepare_working_file(project, project.run_file, record)
    try:
        build(project, Settings(), project.run_file, run_id, unit_tests=False)
    except ZhibiaoError as error:
        raise SystemExit(f"{error}\n{error.detail[:2000]}") from error
    with duckdb.connect(str(project.run_file), read_only=True) as con:
        rows = con.execute("select count(*) from main.observation").fetchone()[0]
    results = json.loads((project.dbt_target / "run_results.json").read_text(encoding="utf-8"))
    slowest = sorted(
        ((node["execution_time"], node["unique_id"]) for node in results["results"]), reverse=True
    )
    return {"rows": rows, "slowest": slowest[:15]}


def _audit(folder: Path) -> dict[str, object]:
    from warehouse.audit import audit

    counts = audit(folder / "project" / "data" / "work" / "run" / "zhibiao.duckdb")
    return {"rows": counts.rows_in}


STEPS: dict[str, tuple[str, Callable[[Path], dict[str, object]]]] = {
    "plain": ("DuckDB read_csv into a table", _plain),
    "plain-stored": ("DuckDB read_csv to Parquet", _plain_stored),
    "csv": ("first load, CSV", lambda folder: _load(folder, "claims.csv", "state-csv")),
    "plain-parquet": ("DuckDB Parquet into a table", _plain_parquet),
    "parquet": ("first load, Parquet", lambda f: _load(f, "claims.parquet", "state-parquet")),
    "again": ("the same claims again", _load_again),
    "open": ("open for a build", _open),
    "build": ("dbt build", _build),
    "audit": ("audit before publishing", _audit),
}
_BUILT = ("build", "audit")


def measure(step: str, folder: Path) -> None:
    """Run one step and print what it took, as JSON."""
    importlib.import_module("ingest.load")
    started, busy = time.perf_counter(), _busy()
    said = STEPS[step][1](folder)
    seconds, busy = time.perf_counter() - started, _busy() - busy
    peak = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps(said | {"seconds": seconds, "busy": busy, "megabytes": peak / 1024}))


def _busy() -> float:
    """Seconds that cores worked for this process and those it waited for."""
    used = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--build", action="store_true", help="build the marts too")
    parser.add_argument("--repeats", type=int, default=1, help="the best of so many counts")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    parser.add_argument("--make", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        measure(given.measure, given.folder)
        return
    if given.make:
        make_files(given.folder, given.rows[0])
        return
    for rows in given.rows:
        with tempfile.TemporaryDirectory(prefix="zhibiao-bench-") as folder:
            _report(rows, Path(folder), given.build, given.repeats)


def _report(rows: int, folder: Path, with_build: bool, repeats: int) -> None:
    # In a process of its own too: what it needs would count as theirs for those started from here.
    subprocess.run(
        [sys.executable, __file__, "--rows", str(rows), "--make", "--folder", str(folder)],
        check=True,
    )
    sizes = " and ".join(
        f"{(folder / name).stat().st_size / 1e6:.0f} MB of {kind}"
        for name, kind in (("claims.csv", "CSV"), ("claims.parquet", "Parquet"))
    )
    print(f"\n{rows:,} rows, {sizes}", flush=True)
    print(
        f"{'step':<32}{'seconds':>9}{'rows/s':>12}{'peak MB':>9}{'× read_csv':>12}"
        f"{'core s':>9}{'× read_csv':>12}"
    )
    plain = plain_busy = 0.0
    for step, (title, _) in STEPS.items():
        if step in _BUILT and not with_build:
            continue
        best: dict[str, object] = {}
        for _ in range(repeats if step not in _BUILT else 1):
            if step in ("csv", "parquet"):
                shutil.rmtree(folder / f"state-{step}", ignore_errors=True)
            result = subprocess.run(
                [sys.executable, __file__, "--measure", step, "--folder", str(folder)],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            if result.returncode:
                raise SystemExit(f"{title} failed:\n{result.stderr[-3000:]}")
            said = json.loads(result.stdout.splitlines()[-1])
            if not best or said["seconds"] < best["seconds"]:
                best = said
            if step in ("again", "open"):
                break
        seconds = float(best["seconds"])
        plain, plain_busy = plain or seconds, plain_busy or float(best["busy"])
        print(
            f"{title:<32}{seconds:>9.2f}{best['rows'] / seconds:>12,.0f}{best['megabytes']:>9.0f}"
            f"{seconds / plain:>12.1f}{best['busy']:>9.2f}{best['busy'] / plain_busy:>12.1f}",
            flush=True,
        )
        for took, node in best.get("slowest", ()):
            print(f"    {took:>8.1f} s  {node}")


if __name__ == "__main__":
    main()
