"""Runs killed, starved of disk and raced, and readers that watch: what was tried and what held.

    python benchmarks/torture.py [--points 200] [--real-points 8] [--publishes 200] [--short]

Points are spread over the stages of a small run, which tells when each begins: the real load, audit
and publishing, with marts made by SQL instead of dbt. Before each a row is added to the ledger, so
that there is something to store. The real points are spread over a run of the whole project, most
of which is dbt. After each kill a reader opens the published file and compares what it says with
the checksum that it carries, and the stored claims are counted. Exit code 1 when anything did not
hold.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import duckdb  # noqa: E402

from ingest.load import open_raw  # noqa: E402
from ingest.schema import LEDGER_COLUMNS  # noqa: E402
from warehouse import audit, history, publish, run  # noqa: E402
from warehouse.build import BuildResult  # noqa: E402
from warehouse.errors import Locked  # noqa: E402
from warehouse.paths import Project  # noqa: E402
from warehouse.read import connect, connect_to_write  # noqa: E402
from warehouse.settings import Settings  # noqa: E402

LEDGER_HEADER = ",".join(LEDGER_COLUMNS) + "\n"
READERS = 8


def small_warehouse() -> ModuleType:
    """The marts made by SQL that the tests use."""
    path = ROOT / "tests" / "warehouse" / "conftest.py"
    spec = importlib.util.spec_from_file_location("small_warehouse", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SMALL = small_warehouse()
_made = 0


def small_builder(
    project: Project, settings: Settings, database: Path, run_id: str, **_: object
) -> BuildResult:
    """Marts that differ from run to run, so that their checksum does."""
    with connect_to_write(database) as connection:
        connection.execute(SMALL.RAW)
        SMALL.make_marts(connection, run_id, gdp=1e10 + 1e6 * int(run_id.split("-")[0]))
    return BuildResult(models=1, seeds=0, tests=0, unit_tests=0, skipped=0, warnings=[])


def slow_builder(project: Project, settings: Settings, database: Path, run_id: str, **more: object):
    """A builder that leaves time for another run to come along."""
    time.sleep(1.5)
    return small_builder(project, settings, database, run_id)


def small_project(root: Path) -> Project:
    """A project with the reference tables, and a ledger that can grow."""
    shutil.copytree(ROOT / "seeds", root / "seeds", ignore=shutil.ignore_patterns("observations"))
    (root / "seeds" / "observations").mkdir()
    (root / "dbt_project").mkdir()
    project = Project(root=root, data=root / "data")
    (project.ledger / "small.csv").write_text(LEDGER_HEADER, encoding="utf-8")
    add_claim(project)
    return project


def add_claim(project: Project) -> None:
    """One more row in the ledger, as an editor would save it: aside, then renamed."""
    global _made
    _made += 1
    path = project.ledger / "small.csv"
    aside = path.with_suffix(".new")
    row = f"doc-000,c{_made},解放区,gdp,level,{_made}.5,亿元,,2023,actual,,,,,\n"
    aside.write_text(path.read_text(encoding="utf-8") + row, encoding="utf-8")
    aside.replace(path)


def run_small(project: Project, builder: Callable[..., BuildResult] = small_builder) -> None:
    run.run(project, Settings(keep_versions=3), force=True, builder=builder)


def forked(work: Callable[[], None]) -> int:
    """Start `work` in a process of its own, which has everything imported; returns its id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        quiet = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(quiet, stream)
        work()
        code = 0
    except Locked:
        code = 5
    except BaseException:
        code = 1
    finally:
        os._exit(code)


def ended(child: int) -> int:
    """The exit code of a child, negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def check(project: Project, last: str) -> str:
    """Read as a planner and as the next run would; returns the run id, raises when not whole."""
    with connect(project.published) as connection:
        row = connection.execute("select run_id, content_hash from main.meta").fetchone()
        if row is None or audit.content_hash(connection) != row[1]:
            raise AssertionError("the checksum does not fit the content")
        if found := audit.problems(connection):
            raise AssertionError("; ".join(found))
    if row[0] < last:
        raise AssertionError(f"readers went back from {last} to {row[0]}")
    return row[0]


def stored_claims(project: Project) -> int:
    """Claims in the stored state, read as a run reads them; raises when it is damaged."""
    with duckdb.connect() as connection:
        open_raw(connection, project.raw)
        row = connection.execute("select count(*) from raw.observation").fetchone()
    return row[0] if row else 0


class Table:
    """What was tried and what held."""

    def __init__(self) -> None:
        self.failed = False
        print(f"{'tried':<46}{'times':>7}{'held':>7}  remarks", flush=True)

    def add(self, tried: str, times: int, problems: list[str], remark: str = "") -> None:
        self.failed = self.failed or bool(problems) or not times
        print(f"{tried:<46}{times:>7}{times - len(problems):>7}  {remark}", flush=True)
        for problem in problems[:5]:
            print(f"    NOT HELD: {problem}", flush=True)


#: What a run calls, in this order; each tells when it begins.
STAGES = ("load", "prepare", "build", "audit", "stamp", "publish", "switch", "record", "prune")


def start_told(project: Project) -> tuple[int, int]:
    """Start a small run that writes a byte to the pipe returned as each stage begins."""
    told, tell = os.pipe()

    def work() -> None:
        def telling(function: Callable[..., Any]) -> Callable[..., Any]:
            def told_of(*arguments: Any, **named: Any) -> Any:
                os.write(tell, b".")
                return function(*arguments, **named)

            return told_of

        run.load = telling(run.load)
        run.prepare_working_file = telling(run.prepare_working_file)
        run.audit = telling(run.audit)
        run._stamp = telling(run._stamp)
        publish.publish = telling(publish.publish)
        publish.switch = telling(publish.switch)
        plain, recover = history.record, run.recover_history
        told_record = telling(plain)

        def recover_silently(project: Project) -> list[str]:
            # What an earlier run left to be recorded is no stage of this one.
            history.record = plain
            try:
                return recover(project)
            finally:
                history.record = told_record

        run.recover_history = recover_silently
        publish.prune = telling(publish.prune)
        run_small(project, telling(small_builder))

    child = forked(work)
    os.close(tell)
    return child, told


def kill_small(folder: Path, points: int, table: Table) -> None:
    """SIGKILL at times spread evenly over the length of a small run."""
    project = small_project(folder / "killed")
    lengths: list[list[float]] = [[] for _ in STAGES]
    for _ in range(3):
        child, told = start_told(project)
        times = [time.perf_counter() for _ in STAGES if os.read(told, 1)]
        if ended(child) or len(times) < len(STAGES):
            raise SystemExit("the small run fails of itself")
        times.append(time.perf_counter())
        os.close(told)
        for stage in range(len(STAGES)):
            lengths[stage].append(times[stage + 1] - times[stage])
    last = check(project, "")
    before = stored_claims(project)
    problems: list[str] = []
    died = [0] * len(STAGES)
    killed = published = 0
    dice = random.Random(1)
    for number in range(points):
        add_claim(project)
        stage = number % len(STAGES)
        child, told = start_told(project)
        for _ in range(stage + 1):
            os.read(told, 1)
        time.sleep(dice.random() * sorted(lengths[stage])[1])
        os.kill(child, signal.SIGKILL)
        was_killed = ended(child) == -signal.SIGKILL
        killed += was_killed
        while os.read(told, 1):
            stage += 1
        os.close(told)
        died[stage] += was_killed
        try:
            seen = check(project, last)
            published += seen != last
            last = seen
            now = stored_claims(project)
            if now < before:
                raise AssertionError(f"{before - now} stored claims are gone")
            before = now
        except Exception as error:
            problems.append(f"killed at {STAGES[stage]}: {error}")
    table.add(
        "SIGKILL within a small run",
        points,
        problems,
        f"{killed} died running; readers saw {published} new versions",
    )
    print("    died at: " + ", ".join(f"{n} {name}" for name, n in zip(STAGES, died, strict=True)))
    problems = []
    try:
        if ended(forked(lambda: run_small(project))):
            problems.append("it failed")
        check(project, last)
        if stored_claims(project) != _made:
            problems.append(f"{_made} claims in the ledger, {stored_claims(project)} stored")
        recorded = set(history.recorded_runs(project))
        if not {version.run_id for version in publish.versions(project)} <= recorded:
            problems.append("a published run is not recorded")
        if project.run_folder.exists() or list(project.data.glob(".zhibiao*")):
            problems.append("leftovers of dead runs remain")
    except Exception as error:
        problems.append(f"{type(error).__name__}: {error}")
    table.add("the next run mends all of it", 1, problems, f"{_made} claims, none lost or twice")


def starve(folder: Path, limits: int, table: Table) -> None:
    """A limit on the size of files, from nothing to enough, stands in for a full disk."""
    project = small_project(folder / "starved")
    if ended(forked(lambda: run_small(project))):
        raise SystemExit("the small run fails of itself")
    last = check(project, "")
    problems = []
    refused = 0
    largest = project.published.stat().st_size * 1.2
    for number in range(limits):
        add_claim(project)
        limit = int(largest ** ((number + 1) / limits))

        def starved(limit: int = limit) -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            run_small(project)

        code = ended(forked(starved))
        refused += code == 1
        try:
            if code not in (0, 1):
                raise AssertionError(f"the run ended with {code}")
            last = check(project, last)
            stored_claims(project)
        except Exception as error:
            problems.append(f"at {limit} bytes: {error}")
    table.add("disk full (files limited in size)", limits, problems, f"{refused} runs failed")
    problems = []
    try:
        if ended(forked(lambda: run_small(project))):
            problems.append("it failed")
        check(project, last)
    except Exception as error:
        problems.append(str(error))
    table.add("the next run with room succeeds", 1, problems)


def race(folder: Path, times: int, table: Table) -> None:
    """Two runs at once: one publishes, the other is told who holds the lock."""
    project = small_project(folder / "raced")
    ended(forked(lambda: run_small(project)))
    problems = []
    last = check(project, "")
    for _ in range(times):
        add_claim(project)
        codes = sorted(
            ended(child)
            for child in [forked(lambda: run_small(project, slow_builder)) for _ in range(2)]
        )
        try:
            if codes != [0, 5]:
                raise AssertionError(f"they ended with {codes}, not with 0 and 5")
            last = check(project, last)
        except Exception as error:
            problems.append(str(error))
    table.add("two runs at once", times, problems, "one published, one was locked out")


def read_on(path: Path, stop: Path, report: Path) -> None:
    """A reader: polls until `stop` is there, and writes what it saw."""
    opened, last, problems, seen = 0, "", [], set()
    while not stop.exists():
        try:
            with connect(path) as connection:
                row = connection.execute("select run_id, content_hash from main.meta").fetchone()
                whole = row is not None and audit.content_hash(connection) == row[1]
            opened += 1
            if not whole:
                problems.append("torn: the checksum does not fit")
            elif row[0] < last:
                problems.append(f"went back from {last} to {row[0]}")
            else:
                last = row[0]
            seen.add(row[0])
        except Exception as error:
            problems.append(f"{type(error).__name__}: {error}")
    report.write_text("\n".join([str(opened), str(len(seen)), *problems]), encoding="utf-8")


def watch(folder: Path, publishes: int, table: Table) -> None:
    """Readers that poll while versions are published and old ones removed."""
    project = small_project(folder / "watched")
    project.run_folder.mkdir(parents=True)
    template = folder / "template.duckdb"
    with connect_to_write(template) as connection:
        connection.execute(SMALL.RAW)
        history.load_into(
            connection,
            project,
            history.RunRecord("00000-x", run.utc_now(), "published", "", "{}"),
        )
        SMALL.make_marts(connection, "00000-x")

    def publish_one(number: int) -> None:
        run_id = f"{number:05d}-20260101T000000Z"
        project.run_folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(template, project.run_file)
        with connect_to_write(project.run_file) as connection:
            connection.execute("update main.indicator_year set n_claims = ?", [number])
            connection.execute("update main.finding set message = ?", [f"as of {number}"])
            connection.execute(
                "update main.meta set run_id = ?, content_hash = ?",
                [run_id, audit.content_hash(connection)],
            )
        publish.publish(project, run_id, project.run_file)
        publish.prune(project, 5)

    publish_one(1)
    stop = folder / "stop"
    reports = [folder / f"reader-{number}" for number in range(READERS)]
    children = [
        forked(lambda report=report: read_on(project.published, stop, report)) for report in reports
    ]
    started = time.perf_counter()
    for number in range(2, publishes + 2):
        publish_one(number)
    seconds = time.perf_counter() - started
    stop.touch()
    problems = [f"a reader ended with {code}" for code in map(ended, children) if code]
    opened = 0
    fewest = publishes
    for report in reports:
        count, versions, *wrong = report.read_text(encoding="utf-8").splitlines()
        opened += int(count)
        fewest = min(fewest, int(versions))
        problems += wrong
    table.add(
        f"{READERS} readers through {publishes} publishes: reads",
        opened,
        problems,
        f"in {seconds:.0f} s; each saw {fewest} versions or more; no error, none torn, none back",
    )


def kill_real(folder: Path, points: int, table: Table) -> None:
    """SIGKILL within a run of the whole project, most of which is dbt."""
    root = folder / "real"
    ignored = shutil.ignore_patterns("target", "logs")
    shutil.copytree(ROOT / "seeds", root / "seeds")
    shutil.copytree(ROOT / "dbt_project", root / "dbt_project", ignore=ignored)
    project = Project(root=root, data=root / "data")

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", REAL_RUN, str(root)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    length = 0.0
    # The second run is as long as those that are killed: the first also loads the whole ledger.
    for _ in range(2):
        started = time.perf_counter()
        whole = start()
        said = whole.communicate()[1].decode(errors="replace")
        if whole.returncode:
            table.add("a run of the whole project", 1, [said[-800:]])
            return
        length = time.perf_counter() - started
    last = check(project, "")
    claims = stored_claims(project)
    problems: list[str] = []
    dice = random.Random(1)
    alive = 0
    for number in range(points):
        process = start()
        time.sleep(length * (number + dice.random()) / points)
        process.kill()
        process.communicate()
        alive += process.returncode == -signal.SIGKILL
        try:
            last = check(project, last)
            if stored_claims(project) != claims:
                raise AssertionError("stored claims changed")
        except Exception as error:
            problems.append(f"killed at {(number + 0.5) / points:.0%}: {error}")
    remark = f"over {length:.0f} s; {alive} died running"
    table.add("SIGKILL within a run of the whole project", points, problems, remark)
    process = start()
    said = process.communicate()[1].decode(errors="replace")
    problems = [said[-800:]] if process.returncode else []
    if not problems:
        try:
            check(project, last)
        except Exception as error:
            problems.append(str(error))
    table.add("the next run of the whole project succeeds", 1, problems)


REAL_RUN = """
import sys
from pathlib import Path
from warehouse import run
from warehouse.paths import Project
from warehouse.settings import Settings
root = Path(sys.argv[1])
run.run(Project(root=root, data=root / "data"), Settings(), force=True)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--points", type=int, default=200, help="kills within a small run")
    parser.add_argument("--real-points", type=int, default=8, help="kills within a real run")
    parser.add_argument("--publishes", type=int, default=200)
    parser.add_argument("--short", action="store_true", help="few of each, without the real run")
    given = parser.parse_args()
    points, real_points, publishes = given.points, given.real_points, given.publishes
    if given.short:
        points, real_points, publishes = 20, 0, 20
    SMALL._empty_marts()
    with tempfile.TemporaryDirectory(prefix="zhibiao-torture-") as name:
        folder = Path(name)
        table = Table()
        try:
            kill_small(folder, points, table)
            global _made
            _made = 0
            watch(folder, publishes, table)
            starve(folder, 6 if given.short else 24, table)
            race(folder, 1 if given.short else 5, table)
            if real_points:
                kill_real(folder, real_points, table)
        except Exception:
            traceback.print_exc()
            table.failed = True
    sys.exit(1 if table.failed else 0)


if __name__ == "__main__":
    main()
