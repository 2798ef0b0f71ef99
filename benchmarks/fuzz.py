"""Thousands of broken and hostile files through loading: none may crash it, no row may be lost.

    python benchmarks/fuzz.py [--inputs 10000] [--seed 1] [--keep FOLDER]

Inputs are generated from the seed, in batches, each loaded by a process of its own with limits on
time and memory. What each file holds is known, so that "lost" is judged independently of the
loader's own sums: each row written, and each line that a mutation left whole, must be found among
the claims or among the rejected rows. After them comes a corpus of single nasty files, with what
must become of each. Exit code 1 when anything did not hold.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from ingest.schema import LEDGER_COLUMNS as COLUMNS  # noqa: E402

NOW = datetime(2026, 1, 2, 3, 4, 5)
BATCH = 250
SECONDS = 120
MEMORY = 6 * 1024**3
GOOD = {
    "source_id": "doc-000",
    "area": "解放区",
    "indicator": "gdp",
    "measure": "level",
    "value_text": "135.7",
    "unit": "亿元",
    "period": "2023",
    "status": "actual",
}
NASTY = (
    "",
    " ",
    "\u3000",
    "\0",
    "a\0b",
    "'",
    '"',
    '""',
    "','",
    "a,b",
    "a\tb",
    "a;b",
    "line\nbreak",
    "line\r\nbreak",
    "\r",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x","y")',
    "=cmd|'/C calc'!A0",
    "'; drop table raw.observation; --",
    "') or true --",
    "$$x$$",
    "{x}",
    "%s",
    "\\",
    "\\N",
    "NULL",
    "null",
    "<script>alert(1)</script>",
    "</script>",
    "&lt;",
    "../../etc/passwd",
    "/etc/passwd",
    "C:\\x",
    "1e999",
    "1e9",
    "-1e309",
    "nan",
    "NaN",
    "inf",
    "-inf",
    "Infinity",
    "0x1F",
    "1_000",
    "1,2,3",
    "1,234.5",
    "９９９",
    "12万",
    "三千",
    "九" * 40,
    "9" * 14,
    "9" * 15,
    "9" * 16,
    "9" * 300,
    "0." + "1" * 40,
    "-0",
    "--5",
    "+-5",
    "-135.7",
    "0",
    ".5",
    "5.",
    "1.2.3",
    "½",
    "①",
    "٣",
    "१",
    "1\u00a0000",
    "8%—8.5%",
    "5～3",
    "100-",
    "~",
    "2999",
    "9999-12-31",
    "0000",
    "0001-01",
    "2024-13",
    "2024-02-30",
    "2023/2022",
    "../",
    "/..",
    "2024-01/",
    "infinity",
    "epoch",
    "today",
    "19999",
    "2024-08-31T00:00:00Z",
    "平方米",
    "个百分点",
    "亿美元",
    "不存在",
    "gdp",
    "GDP",
    "地区生产总值",
    "全区",
    "园区",
    "all",
    "china",
    "level",
    "rank",
    "growth_multiple",
    "yoy_growth_pct",
    "share_pct",
    "diff_pp",
    "target",
    "preliminary",
    "real",
    "nominal",
    "约",
    "超过",
    "近",
    "\ufeff",
    "\u200b",
    "\u202e",
    "\ufffd",
    "\U0001f600",
    "\ud7ff",
    "\ue000",
    "e\u0301",
    "A" * 3000,
    "长" * 9000,
    "x" * 9_999,
    "y" * 10_001,
    "z" * 70_000,
    "\x1f",
    "\x1b[31m",
    "\x7f",
    "\x85",
    "\u2028",
    "\u2029",
    "\x0b",
    "\x0c",
    "doc-001",
    "made-up",
    "c1-2",
    "p3:c12-19",
    "Sheet1!B7",
)


@dataclass
class Input:
    """A file and what is known of it; `rows` None: only `at_least` so many rows must be found."""

    kind: str
    name: str
    rows: int | None = None
    at_least: int = 0
    good: list[str] = field(default_factory=list)


# ------------------------------------------------------------------------------------- generators


class Generator:
    """Writes inputs into a folder, reproducibly."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.random = random.Random(seed)
        self.count = 0

    def claims(self) -> tuple[list[dict[str, str]], list[str]]:
        """Rows, some with nasty cells, and the locators of those that must be taken."""
        rows, good = [], []
        for number in range(self.random.randint(1, 8)):
            locator = f"f{self.count}n{number}"
            row = dict.fromkeys(COLUMNS, "") | GOOD | {"locator": locator}
            if self.random.random() < 0.6:
                for column in self.random.sample(COLUMNS, self.random.choice((1, 1, 1, 2, 5))):
                    row[column] = self.cell()
            else:
                good.append(locator)
            rows.append(row)
        return rows, good

    def cell(self) -> str:
        """A cell from the list, two of them, or any characters."""
        chance = self.random.random()
        if chance < 0.7:
            return self.random.choice(NASTY)
        if chance < 0.8:
            return self.random.choice(NASTY)[:200] + self.random.choice(NASTY)[:200]
        length = self.random.randint(1, 12)
        tops = (0x7F, 0x7F, 0x2FFF, 0x9FFF, 0x10FFFF)
        codes = (self.random.randint(1, self.random.choice(tops)) for _ in range(length))
        return "".join(chr(code) for code in codes if not 0xD800 <= code <= 0xDFFF)

    def name(self, suffix: str, stem: str = "") -> str:
        self.count += 1
        return f"{stem}{self.count:06d}{suffix}"

    def csv_text(self, rows: list[dict[str, str]]) -> str:
        buffer = io.StringIO(newline="")
        columns = list(COLUMNS)
        self.random.shuffle(columns)
        writer = csv.writer(
            buffer,
            delimiter=self.random.choice(",,,\t;"),
            # The writer leaves a lone carriage return bare, where it ends a line.
            quoting=csv.QUOTE_ALL
            if any("\r" in cell for row in rows for cell in row.values())
            else self.random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
            lineterminator=self.random.choice(("\n", "\r\n")),
        )
        writer.writerow(columns)
        writer.writerows([row[name] for name in columns] for row in rows)
        return buffer.getvalue()

    def csv_cells(self) -> Input:
        rows, good = self.claims()
        # A cell of a thousand line breaks is no row; one with more than a few is rejected as such.
        encoding = self.random.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16"))
        name = self.name(".csv")
        data = self.csv_text(rows).encode(encoding)
        (self.folder / name).write_bytes(data)
        # A short text in GB18030 may happen to be UTF-8 as well; then its rows are only not lost.
        return Input(
            "CSV, nasty cells", name, len(rows), good=[] if encoding == "gb18030" else good
        )

    def plain_lines(self) -> list[bytes]:
        rows = [
            GOOD | {"locator": f"f{self.count}n{n}", "note": "x" * self.random.randint(0, 30)}
            for n in range(self.random.randint(3, 30))
        ]
        lines = [",".join(COLUMNS)] + [",".join(r.get(c, "") for c in COLUMNS) for r in rows]
        return [line.encode() for line in lines]

    def mutated(self, data: bytes, unwanted: bytes = b"") -> bytes:
        """Flip, insert, delete or cut a few bytes."""
        changed = bytearray(data)
        for _ in range(self.random.randint(1, 5)):
            place = self.random.randrange(max(len(changed), 1))
            what = self.random.random()
            byte = self.random.randrange(256)
            if byte in unwanted:
                continue
            if what < 0.4 and changed:
                changed[place] = byte
            elif what < 0.7:
                changed.insert(place, byte)
            elif what < 0.85:
                del changed[place : place + self.random.choice((1, 1, 2, 100))]
            elif what < 0.95:
                some = changed[place : place + self.random.randint(1, 300)]
                changed[place:place] = some
            else:
                del changed[place:]
        return bytes(changed)

    def csv_bytes(self) -> Input:
        name = self.name(".csv")
        lines = self.plain_lines()
        data = self.mutated(b"\n".join(lines) + b"\n", unwanted=b'"')
        (self.folder / name).write_bytes(data)
        left = Counter(data.replace(b"\r", b"\n").split(b"\n"))
        return Input("CSV, bytes changed", name, at_least=sum(left[line] for line in lines[1:]))

    def csv_quote(self) -> Input:
        name = self.name(".csv")
        lines = self.plain_lines()
        hurt = self.random.randrange(1, len(lines))
        place = self.random.randint(0, len(lines[hurt].decode()))
        text = lines[hurt].decode()
        lines[hurt] = (text[:place] + '"' + text[place:]).encode()
        (self.folder / name).write_bytes(b"\n".join(lines) + b"\n")
        good = [line.decode().split(",")[1] for n, line in enumerate(lines) if n not in (0, hurt)]
        return Input("CSV, a quote not closed", name, len(lines) - 1, good=good)

    def csv_ragged(self) -> Input:
        name = self.name(".csv")
        lines = [line.decode() for line in self.plain_lines()]
        good = []
        for n in range(1, len(lines)):
            if self.random.random() < 0.3:
                cells = lines[n].split(",")
                count = self.random.choice((1, 2, 14, 16, 17, 40, 5000))
                lines[n] = ",".join((cells * 400)[:count] if count != 1 else ["x"])
            else:
                good.append(lines[n].split(",")[1])
        (self.folder / name).write_text("\n".join(lines), encoding="utf-8")
        return Input("CSV, ragged rows", name, len(lines) - 1, good=good)

    def names(self) -> Input:
        stems = (
            "'; drop table x; --",
            "<script>alert(1)<",
            "a*",
            "a?",
            "[ab]",
            "{a,b}",
            "-rf ",
            "%2e%2e%2f",
            "..",
            "a\nb",
            "a\tb",
            "名",
            "\u202egpj",
            "\udcff",
            "a'b\"c",
            "$HOME",
            "`id`",
            "x=1",
            "~",
            " ",
            "CON",
            "a\\..\\b",
            "l" * 200,
        )
        stem = self.random.choice(stems)
        # A name that is not UTF-8 cannot be handed to DuckDB; CSV is read here.
        suffix = ".csv" if stem == "\udcff" else self.random.choice((".csv", ".parquet"))
        name = self.name(suffix, stem)
        rows, good = self.claims()
        rows = [row for row in rows if row["locator"] in good] or [
            dict.fromkeys(COLUMNS, "") | GOOD | {"locator": f"f{self.count}x"}
        ]
        if name.endswith(".csv"):
            (self.folder / name).write_text(self.csv_text(rows), encoding="utf-8")
        else:
            self.write_parquet(self.folder / name, rows)
        return Input("nasty file names", name, len(rows), good=[row["locator"] for row in rows])

    def write_parquet(self, path: Path, rows: list[dict[str, str]]) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pa.table({name: pa.array([row[name] for row in rows]) for name in COLUMNS})
        with path.open("wb") as handle:
            pq.write_table(table, handle)

    def parquet_cells(self) -> Input:
        name = self.name(".parquet")
        rows, good = self.claims()
        self.write_parquet(self.folder / name, rows)
        return Input("Parquet, nasty cells", name, len(rows), good=good)

    def parquet_bytes(self) -> Input:
        name = self.name(".parquet")
        rows, _ = self.claims()
        self.write_parquet(self.folder / name, rows)
        path = self.folder / name
        path.write_bytes(self.mutated(path.read_bytes()))
        return Input("Parquet, bytes changed", name)

    def write_xlsx(self, path: Path, rows: list[dict[str, str]]) -> None:
        import xlsxwriter

        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for column, name in enumerate(COLUMNS):
                sheet.write_string(0, column, name)
                for number, row in enumerate(rows, start=1):
                    sheet.write_string(number, column, row[name][:32_000])

    def xlsx_cells(self) -> Input:
        name = self.name(".xlsx")
        rows, good = self.claims()
        self.write_xlsx(self.folder / name, rows)
        return Input("XLSX, nasty cells", name, len(rows), good=good)

    def xlsx_bytes(self) -> Input:
        """Bytes of the zip, or of a part within it."""
        name = self.name(".xlsx")
        rows, _ = self.claims()
        path = self.folder / name
        self.write_xlsx(path, rows)
        if self.random.random() < 0.4:
            path.write_bytes(self.mutated(path.read_bytes()))
            return Input("XLSX, bytes changed", name)
        with zipfile.ZipFile(path) as archive:
            parts = {part: archive.read(part) for part in archive.namelist()}
        hurt = self.random.choice(
            [p for p in parts if "sheet" in p or "workbook" in p or "hared" in p]
        )
        if self.random.random() < 0.5:
            # Still XML: other numbers in cell names, indexes, styles.
            numbers = list(re.finditer(rb"\d+", parts[hurt]))
            chosen = self.random.choice(numbers)
            other = self.random.choice((b"-1", b"0", b"7", b"99999999999", b"1e9", b"x"))
            parts[hurt] = parts[hurt][: chosen.start()] + other + parts[hurt][chosen.end() :]
        else:
            parts[hurt] = self.mutated(parts[hurt])
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, data in parts.items():
                archive.writestr(part, data)
        return Input("XLSX, bytes changed", name)


#: Shares of the kinds among the inputs, in percent.
KINDS: tuple[tuple[int, Callable[[Generator], Input]], ...] = (
    (36, Generator.csv_cells),
    (24, Generator.csv_bytes),
    (8, Generator.csv_quote),
    (8, Generator.csv_ragged),
    (6, Generator.names),
    (6, Generator.parquet_cells),
    (6, Generator.parquet_bytes),
    (3, Generator.xlsx_cells),
    (3, Generator.xlsx_bytes),
)


# ------------------------------------------------------------------------------ loading and judging


def load_and_judge(folder: Path) -> None:
    """In a process of its own: load the batch in `folder` and print what did not hold, as JSON."""
    from ingest import load

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY * 2, MEMORY * 2))
    inputs = [Input(**each) for each in json.loads((folder / "inputs.json").read_text())]
    state = folder / "state"
    started = time.perf_counter()
    report = load.load_files(
        [folder / "files" / each.name for each in inputs],
        state_dir=state,
        seeds_dir=ROOT / "seeds",
        is_ledger=False,
        ledger_root=None,
        now=NOW,
    )
    seconds = time.perf_counter() - started
    import duckdb

    wrong = []
    with duckdb.connect() as con:
        load.open_raw(con, state)
        stored = {row[0] for row in con.execute("select locator from raw.observation").fetchall()}
        counts = con.execute(
            "select (select count(*) from raw.observation), (select count(*) from raw.rejected)"
        ).fetchone()
    if counts != (report.rows_loaded, report.rows_rejected):
        wrong.append(
            ("whole batch", "", f"stored {counts}, told {report.rows_loaded, report.rows_rejected}")
        )
    for each, told in zip(inputs, report.files, strict=True):
        if told.rows_in != told.rows_loaded + told.rows_known + told.rows_rejected:
            wrong.append((each.kind, each.name, f"does not add up: {told}"))
        if told.error is not None:
            if each.good:
                wrong.append((each.kind, each.name, f"refused as a whole: {told.error.problem}"))
            if told.rows_loaded or told.rows_rejected != 1:
                wrong.append((each.kind, each.name, "refused, and yet taken in part"))
            continue
        if each.rows is not None and told.rows_in != each.rows:
            wrong.append((each.kind, each.name, f"{each.rows} rows written, {told.rows_in} read"))
        if told.rows_in < each.at_least:
            wrong.append(
                (each.kind, each.name, f"{each.at_least} lines whole, {told.rows_in} read")
            )
        if lost := [locator for locator in each.good if locator not in stored]:
            wrong.append(
                (each.kind, each.name, f"good rows not taken: {lost[:3]}; {told.rejected[:2]}")
            )
    summary = Counter()
    for each, told in zip(inputs, report.files, strict=True):
        for what in ("rows_in", "rows_loaded", "rows_known", "rows_rejected"):
            summary[f"{each.kind}|{what}"] += getattr(told, what)
        summary[f"{each.kind}|refused"] += told.error is not None
        summary[f"{each.kind}|inputs"] += 1
    peak = peak_megabytes()
    print(json.dumps({"wrong": wrong, "summary": summary, "seconds": seconds, "megabytes": peak}))


def peak_megabytes() -> float:
    """The highest resident size of this process; getrusage counts its parent's in."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run_child(folder: Path, seconds: float = SECONDS) -> dict[str, object] | str:
    """What the child said, or how it died."""
    try:
        result = subprocess.run(
            [sys.executable, __file__, "--judge", str(folder)],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"not done after {seconds:.0f} s"
    if result.returncode:
        return f"exit code {result.returncode}: {result.stderr.strip()[-1500:]}"
    return json.loads(result.stdout.splitlines()[-1])


def write_batch(folder: Path, inputs: list[Input]) -> None:
    text = json.dumps([each.__dict__ for each in inputs])
    (folder / "inputs.json").write_text(text, encoding="utf-8")


def find_culprits(folder: Path, inputs: list[Input]) -> list[tuple[str, str, str]]:
    """Halve a batch that died until the files are found that did it."""
    shutil.rmtree(folder / "state", ignore_errors=True)
    write_batch(folder, inputs)
    said = run_child(folder)
    if not isinstance(said, str):
        return []
    if len(inputs) == 1:
        return [(inputs[0].kind, inputs[0].name, said)]
    half = len(inputs) // 2
    found = find_culprits(folder, inputs[:half]) + find_culprits(folder, inputs[half:])
    return found or [("whole batch", "", said)]


def fuzz(count: int, seed: int, keep: Path | None) -> bool:
    """Generate, load and judge `count` inputs; True when all held."""
    totals: Counter[str] = Counter()
    wrong: list[tuple[str, str, str]] = []
    slowest = peak = 0.0
    started = time.perf_counter()
    for number in range(-(-count // BATCH)):
        with tempfile.TemporaryDirectory(prefix="zhibiao-fuzz-") as name:
            folder = Path(name)
            (folder / "files").mkdir()
            generator = Generator(folder / "files", seed * 1_000_003 + number)
            makers = [make for share, make in KINDS for _ in range(share)]
            inputs = [
                generator.random.choice(makers)(generator)
                for _ in range(min(BATCH, count - number * BATCH))
            ]
            write_batch(folder, inputs)
            said = run_child(folder)
            if isinstance(said, str):
                found = find_culprits(folder, inputs)
            else:
                found = [tuple(each) for each in said["wrong"]]
                totals.update(said["summary"])
                slowest = max(slowest, said["seconds"])
                peak = max(peak, said["megabytes"])
            wrong += found
            for kind, file, problem in found:
                print(f"FAILED (batch {number}) {kind}, {file!r}: {problem}", flush=True)
                if keep and file:
                    keep.mkdir(parents=True, exist_ok=True)
                    shutil.copy(folder / "files" / file, keep / f"{number:03d}-{file}")
    print(
        f"\n{'kind':<26}{'inputs':>8}{'refused':>9}{'rows in':>9}{'loaded':>8}{'known':>7}"
        f"{'rejected':>9}{'failed':>8}"
    )
    failed = Counter(kind for kind, *_ in wrong)
    for kind in [*sorted({key.split("|")[0] for key in totals}), "all"]:
        cells = [
            sum(
                n
                for key, n in totals.items()
                if key.endswith(f"|{what}") and kind in ("all", key.split("|")[0])
            )
            for what in (
                "inputs",
                "refused",
                "rows_in",
                "rows_loaded",
                "rows_known",
                "rows_rejected",
            )
        ]
        bad = len(wrong) if kind == "all" else failed[kind]
        print(
            f"{kind:<26}"
            + "".join(
                f"{n:>{w}}" for n, w in zip([*cells, bad], (8, 9, 9, 8, 7, 9, 8), strict=True)
            )
        )
    print(
        f"{time.perf_counter() - started:.0f} s in all; the slowest batch of {BATCH} took "
        f"{slowest:.1f} s, the highest memory was {peak:.0f} MB"
    )
    return not wrong


# ------------------------------------------------------------------------------------- nasty files

HEADER = ",".join(COLUMNS)


def line(n: int = 1, **cells: str) -> str:
    row = GOOD | {"locator": f"c{n}-{n + 3}"} | cells
    return ",".join(row.get(name, "") for name in COLUMNS)


def many_lines(count: int) -> list[str]:
    return [line(n) for n in range(count)]


def _zip(path: Path, parts: dict[str, bytes | int]) -> None:
    """A zip of parts; a number stands for so many megabytes of blanks."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            with archive.open(name, "w", force_zip64=True) as handle:
                if isinstance(data, int):
                    for _ in range(data):
                        handle.write(b" " * 1024 * 1024)
                else:
                    handle.write(data)


def _workbook(path: Path, sheet: str, shared: str = "") -> None:
    """A workbook with one sheet of the given XML, as small as one can be."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    _zip(
        path,
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
                '"application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
                '<Override PartName="/xl/worksheets/sheet1.xml" '
                f'ContentType="{kind}.worksheet+xml"/>'
                "</Types>"
            ).encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
                f'Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
            ).encode(),
            "xl/workbook.xml": (
                f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>'
                '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
            ).encode(),
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
                f'Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
            ).encode(),
            "xl/worksheets/sheet1.xml": (
                f'<?xml version="1.0"?>{shared}<worksheet xmlns="{main}">{sheet}</worksheet>'
            ).encode(),
        },
    )


def _cells(row: int, texts: list[str], more: str = "") -> str:
    cells = "".join(
        f'<c r="{chr(65 + n)}{row}" t="inlineStr"><is><t>{text}</t></is></c>'
        for n, text in enumerate(texts)
    )
    return f'<row r="{row}">{cells}{more}</row>'


def _good_cells(row: int) -> str:
    return _cells(row, line(row).split(","))


def make_corpus(folder: Path) -> list[Input]:
    """The nasty files, with what must be read of each: rows None = refused as a whole."""
    made: list[Input] = []

    def text(title: str, name: str, content: str | bytes, rows: int | None, good: int = 0) -> None:
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        (folder / name).write_bytes(data)
        made.append(Input(title, name, rows, at_least=good))

    def table(*lines: str) -> str:
        return "\n".join((HEADER, *lines)) + "\n"

    text("empty file", "empty.csv", b"", None)
    text("header only", "header.csv", HEADER + "\n", 0)
    text("blank lines only", "blank.csv", b"\n" * 100_000, None)
    text("one NUL byte in a row", "nul.csv", table(line(1), line(2, note="a\0b"), line(3)), 3, 2)
    text("all NUL, 5 MB", "nuls.csv", b"\0" * 5_000_000, None)
    text("UTF-16 without a mark", "utf16.csv", table(*many_lines(50)).encode("utf-16-le"), None)
    text("Latin-1", "latin.csv", table(line(1, note="caf\xe9")).encode("latin-1", "ignore"), None)
    text("random bytes, 1 MB", "random.csv", random.Random(7).randbytes(1_000_000), None)
    text(
        "a bad byte among 5,000 rows",
        "badbyte.csv",
        table(*many_lines(5_000)).encode() + line(9).encode().replace(b"gdp", b"g\xffp") + b"\n",
        5_001,
        5_000,
    )
    text(
        "a bad byte, 9 MB file",
        "badbyte_large.csv",
        table(*many_lines(100_000)).encode() + line(9).encode().replace(b"gdp", b"g\xffp") + b"\n",
        100_001,
        100_000,
    )
    text(
        "a NUL byte, 9 MB file",
        "nul_large.csv",
        table(*many_lines(100_000), line(1, note="\0")),
        100_001,
        100_000,
    )
    text(
        "an open quote, 9 MB file",
        "quote_large.csv",
        table(*many_lines(50_000), '"' + line(7), *many_lines(100_000)[50_000:]),
        100_001,
        100_000,
    )
    text(
        "ragged rows, 9 MB file",
        "ragged_large.csv",
        table(*many_lines(50_000), "a,b,c", *many_lines(100_000)[50_000:]),
        100_001,
        100_000,
    )
    text(
        "a million columns", "wide.csv", ",".join(f"c{n}" for n in range(1_000_000)) + "\n1\n", None
    )
    text(
        "a row of a million cells",
        "wide_row.csv",
        table(line(1), "," * 1_000_000, line(2), "1," * 99_000),
        4,
        2,
    )
    text(
        "one line of 300 MB",
        "line.csv",
        table(line(1)).encode() + b"x" * 300_000_000 + b"\n" + line(2).encode(),
        3,
        2,
    )
    text("300 MB without a line end", "no_end.csv", b"y" * 300_000_000, None)
    text("100,000 open quotes", "quotes.csv", table(line(1), *['"'] * 100_000), 100_001, 1)
    text("quotes in each cell", "quotes2.csv", table(line(1), '"""' * 60_000, line(2)), 3, 2)
    text("header twice the same name", "twice.csv", HEADER + ",unit\n" + line(1) + ",元\n", None)
    text(
        "SQL in the header",
        "sql.csv",
        HEADER + ",x'); drop table raw.load; --\n" + line(1) + ",1\n",
        None,
    )
    text("no header", "bare.csv", line(1) + "\n" + line(2) + "\n", None)
    text("a page named .csv", "page.csv", "<html><table><tr><td>1</td></tr></table></html>", None)
    text("a page named .xlsx", "page.xlsx", "<html><table><tr><td>1</td></tr></table></html>", None)
    text("JSON named .csv", "json.csv", '{"source_id": 1}', None)
    text("a PDF named .xlsx", "pdf.xlsx", b"%PDF-1.7\n", None)
    text("a shell script", "script.sh", "#!/bin/sh\nexit 1\n", None)
    numbers = [
        "1e999",
        "nan",
        "inf",
        "0x1F",
        "1_000",
        "9" * 16,
        "9" * 400,
        "1.2.3",
        "",
        "一二三abc",
    ]
    text(
        "numbers that are none",
        "numbers.csv",
        table(line(0), *(line(n, value_text=x) for n, x in enumerate(numbers, 1))),
        len(numbers) + 1,
        1,
    )
    text(
        "formulas in cells",
        "formula.csv",
        table(line(1), line(2, value_text="=1+1"), line(3, note="=cmd|' /C calc'!A0")),
        3,
        2,
    )
    text(
        "wrong dimension of a unit",
        "unit.csv",
        table(line(1), line(2, unit="亩"), line(3, unit="斤斤")),
        3,
        1,
    )
    text(
        "periods that are none",
        "period.csv",
        table(
            line(0),
            *(
                line(n, period=x)
                for n, x in enumerate(("2024-13", "2023/2022", "昨天", "99999"), 1)
            ),
        ),
        5,
        1,
    )
    text(
        "negative tax",
        "negative.csv",
        table(line(1), line(2, indicator="tax_revenue", value_text="-5")),
        2,
        1,
    )
    text("a future year", "future.csv", table(line(1), line(2, period="2999")), 2, 1)
    text(
        "markup in names",
        "markup.csv",
        table(line(1), line(2, area="<script>alert(1)</script>")),
        2,
        1,
    )
    # Workbooks.
    good = Generator(folder, 3)
    rows = [dict.fromkeys(COLUMNS, "") | GOOD | {"locator": f"x{n}"} for n in range(200)]
    good.write_xlsx(folder / "whole.xlsx", rows)
    made.append(Input("a good workbook", "whole.xlsx", 200, 200))
    data = (folder / "whole.xlsx").read_bytes()
    text("a workbook cut off", "cut.xlsx", data[: len(data) // 2], None)
    text("a workbook named .csv", "book.csv", data, None)
    text(
        "an old or locked workbook",
        "old.xlsx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5_000),
        None,
    )
    head = _cells(1, list(COLUMNS))
    _workbook(
        folder / "xfd.xlsx",
        f"<sheetData>{head}{_good_cells(2)}"
        '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>',
    )
    made.append(Input("one cell at XFD1048576", "xfd.xlsx", 1, 1))
    _workbook(
        folder / "dimension.xlsx",
        f'<dimension ref="A1:XFD1048576"/><sheetData>{head}{_good_cells(2)}</sheetData>',
    )
    made.append(Input("a dimension that lies", "dimension.xlsx", 1, 1))
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    _workbook(
        folder / "entities.xlsx",
        f"<sheetData>{head}" + _cells(2, ["&e11;"]) + "</sheetData>",
        f"<!DOCTYPE x [{bomb}]>",
    )
    made.append(Input("entities that multiply", "entities.xlsx", None))
    _workbook(
        folder / "external.xlsx",
        f"<sheetData>{head}" + _cells(2, ["&x;"]) + "</sheetData>",
        '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    )
    made.append(Input("an entity that reads a file", "external.xlsx", None))
    _workbook(
        folder / "rownumber.xlsx",
        f'<sheetData>{head}<row r="999999999999"><c r="A999999999999"><v>1</v></c></row>'
        "</sheetData>",
    )
    made.append(Input("a row number beyond any sheet", "rownumber.xlsx", None))
    _zip(folder / "bomb.xlsx", {"[Content_Types].xml": b"<x/>", "xl/worksheets/sheet1.xml": 1_000})
    made.append(Input("a zip bomb of 1 GB", "bomb.xlsx", None))
    _zip(folder / "parts.xlsx", {f"part{n}": b"" for n in range(30_000)})
    made.append(Input("30,000 parts", "parts.xlsx", None))
    lying = bytearray(data)
    directory = lying.rfind(b"PK\x01\x02")
    lying[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    text("a part larger than it says", "lying.xlsx", bytes(lying), None)
    made[-1].at_least = -1
    # Parquet.
    good.write_parquet(folder / "whole.parquet", rows)
    data = (folder / "whole.parquet").read_bytes()
    made.append(Input("good Parquet, claims known", "whole.parquet", 200, 0))
    for share in (0.3, 0.9, 0.999):
        text(
            f"Parquet cut at {share:.1%}",
            f"cut{share}.parquet",
            data[: int(len(data) * share)],
            None,
        )
    text("Parquet, footer only", "footer.parquet", b"PAR1" + data[-300:], None)
    text("PAR1 and nothing", "magic.parquet", b"PAR1", None)
    text("Parquet named .csv", "parquet.csv", data, None)
    # Names that DuckDB takes for patterns, beside files that match them.
    good.write_parquet(folder / "a.parquet", [r | {"locator": f"y{n}"} for n, r in enumerate(rows)])
    text("a neighbour", "a.csv", table(line(1)), 1, 1)
    for stem in ("a*", "[ab]", "{a,b}", "?"):
        good.write_parquet(
            folder / f"{stem}.parquet",
            [r | {"locator": f"{stem}{n}".replace(",", "")} for n, r in enumerate(rows)],
        )
        made.append(Input(f"Parquet named {stem}", f"{stem}.parquet", 200, 200))
        text(f"9 MB of CSV named {stem}", f"{stem}.csv", table(*many_lines(100_000)), 100_000)
    (folder / "year=2024").mkdir()
    good.write_parquet(
        folder / "year=2024" / "hive.parquet",
        [r | {"locator": f"h{n}"} for n, r in enumerate(rows)],
    )
    made.append(Input("Parquet below year=2024/", "year=2024/hive.parquet", 200, 200))
    (folder / "folder.csv").mkdir()
    return made


def corpus() -> bool:
    """Load each nasty file on its own; True when all became what they must."""
    held = True
    with tempfile.TemporaryDirectory(prefix="zhibiao-nasty-") as name:
        folder = Path(name)
        (folder / "files").mkdir()
        print(f"\n{'nasty file':<34}{'in':>8}{'loaded':>8}{'rejected':>9}{'s':>7}{'MB':>6}  held")
        for each in make_corpus(folder / "files"):
            shutil.rmtree(folder / "state", ignore_errors=True)
            write_batch(folder, [Input(each.kind, each.name)])
            said = run_child(folder, 60)
            if isinstance(said, str):
                held = False
                print(f"{each.kind:<34}{'':>38}  NO: {said}", flush=True)
                continue
            told = {key.split("|")[1]: n for key, n in said["summary"].items()}
            problem = "; ".join(problem for *_, problem in said["wrong"])
            if each.at_least >= 0:
                if each.rows is None and not told["refused"]:
                    problem += f"read as {told['rows_in']} rows, must be refused"
                if each.rows is not None and (told["refused"] or told["rows_in"] != each.rows):
                    problem += f"{each.rows} rows must be read"
                if told["rows_loaded"] < each.at_least:
                    problem += f"at least {each.at_least} rows must be loaded"
            if said["megabytes"] > 1_500:
                problem += "too much memory"
            held = held and not problem
            print(
                f"{each.kind:<34}{told['rows_in']:>8}{told['rows_loaded']:>8}"
                f"{told['rows_rejected']:>9}{said['seconds']:>7.1f}{said['megabytes']:>6.0f}  "
                + (f"NO: {problem}" if problem else "yes"),
                flush=True,
            )
    return held


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="keep the files that failed in this folder")
    parser.add_argument("--only", choices=("generated", "corpus"))
    parser.add_argument("--judge", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.judge:
        load_and_judge(given.judge)
        return
    os.environ.setdefault("PYTHONUTF8", "1")
    held = given.only == "generated" or corpus()
    held = (given.only == "corpus" or fuzz(given.inputs, given.seed, given.keep)) and held
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
