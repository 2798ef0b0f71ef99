"""Loading: files in the ledger's form → claims as printed, append-only, and rows rejected.

All formats go one way: a reader puts rows as text into a table, or those of a large file into one
aside; those that are known already are found; the rules say what is wrong with the others; what is
new and good is stored. Nothing is interpreted for keeps: a claim is stored as it is printed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import duckdb

from ingest import csv_file, parquet_file, rules, xlsx_file
from ingest import state as stored
from ingest.errors import IngestError, SeedError, UnreadableFile
from ingest.judge import any_in, judge, prepare
from ingest.large_file import LargeFiles, Origin
from ingest.schema import CLAIM_ID, LEDGER_COLUMNS, REFERENCE_COLUMNS
from ingest.state import open_raw
from ingest.table_file import create_tables, printable

__all__ = ["FileReport", "LoadReport", "RejectedRow", "load_files", "open_raw"]

#: Raise it when the readers change, so that rows rejected by the old ones are looked at again.
_READERS_VERSION = 1
_SAMPLES = 20
_TEXT_SUFFIXES = frozenset({".csv", ".tsv", ".txt"})
_MAGIC = {b"PK\x03\x04": ".xlsx", b"PAR1": ".parquet", b"\xd0\xcf\x11\xe0": ".xls"}


@dataclass(frozen=True)
class RejectedRow:
    """A row that was not taken. `row_number` is the line or sheet row; None: the whole file."""

    file: str
    row_number: int | None
    column: str | None
    reason: str
    offending: str


@dataclass(frozen=True)
class FileReport:
    """What became of one file; rows_in = rows_loaded + rows_known + rows_rejected.

    A file that could not be read at all counts as one row rejected, and `error` says why.
    `rejected` holds the first rows rejected.
    """

    file: str
    rows_in: int
    rows_loaded: int
    rows_known: int
    rows_rejected: int
    rejected: tuple[RejectedRow, ...] = ()
    error: IngestError | None = None
    is_unchanged: bool = False
    is_gone: bool = False


@dataclass(frozen=True)
class LoadReport:
    """What became of the files of one call."""

    files: tuple[FileReport, ...]

    @property
    def rows_in(self) -> int:
        """Rows read."""
        return sum(file.rows_in for file in self.files)

    @property
    def rows_loaded(self) -> int:
        """Claims stored that were not stored before."""
        return sum(file.rows_loaded for file in self.files)

    @property
    def rows_known(self) -> int:
        """Rows whose claim was stored before, by this file or another."""
        return sum(file.rows_known for file in self.files)

    @property
    def rows_rejected(self) -> int:
        """Rows not taken."""
        return sum(file.rows_rejected for file in self.files)

    @property
    def rejected(self) -> tuple[RejectedRow, ...]:
        """The first rejected rows of each file."""
        return tuple(row for file in self.files for row in file.rejected)

    @property
    def unreadable(self) -> tuple[FileReport, ...]:
        """Files that could not be read at all."""
        return tuple(file for file in self.files if file.error is not None)


@dataclass
class _Incoming:
    """A file to be read; `file_no` is its number in the tables of this load."""

    file_no: int
    path: Path
    label: str
    sha256: str = ""
    scan: csv_file.Scan | None = None
    error: UnreadableFile | None = None
    is_gone: bool = False

    @property
    def is_large(self) -> bool:
        """Whether its rows are read in batches, if nothing is odd in it."""
        return self.scan is not None and self.scan.size >= csv_file.LARGE_BYTES

    def origin(self, set_name: str) -> Origin:
        """Loads sort by their set, then by the order of the files within it."""
        return Origin(self.file_no, self.label, f"{set_name}-{self.file_no:04d}")


def load_files(
    paths: Sequence[Path],
    *,
    state_dir: Path,
    seeds_dir: Path,
    is_ledger: bool,
    ledger_root: Path | None,
    now: datetime,
    memory_limit: str = "6GB",
) -> LoadReport:
    """Store the new claims of `paths` in `state_dir`, and say what became of each row.

    A file that was loaded before and has not changed is left alone, unless it had rejected rows and
    the seeds or rules have changed since. With `is_ledger`, files are known by their path below
    `ledger_root`; a claim that is gone from its file, or whose file is gone, counts as retired.
    Other files are known by their name alone and retire nothing.

    `memory_limit` is what DuckDB may use before it spills to disk, within `state_dir`.

    Raises SeedError where the reference tables cannot be read and StateError where the state is
    damaged; a file that cannot be read is no exception but part of the report.
    """
    state_dir.mkdir(parents=True, exist_ok=True)
    stored.clean(state_dir)
    state = stored.open_state(state_dir)
    fingerprint = _fingerprint(seeds_dir)
    con = duckdb.connect(config={"preserve_insertion_order": True, "memory_limit": memory_limit})
    try:
        con.execute("set temp_directory = ?", [str(state_dir / stored.SPILL)])
        files = [
            _identify(number, path, _label(path, is_ledger, ledger_root))
            for number, path in enumerate(paths, start=1)
        ]
        earlier = _latest_loads(con, state, is_ledger)
        unchanged = {
            file.file_no: report
            for file in files
            if (report := _unchanged(con, state, file, earlier.get(file.label), fingerprint))
        }
        if is_ledger and ledger_root is not None:
            files += _gone(files, earlier, ledger_root)
        waiting = [file for file in files if file.file_no not in unchanged]
        fresh: dict[int, FileReport] = {}
        if waiting:
            fresh = _load(con, state, waiting, seeds_dir, is_ledger, fingerprint, now, earlier)
    finally:
        con.close()
    reports = unchanged | fresh
    return LoadReport(tuple(reports[file.file_no] for file in files))


def _label(path: Path, is_ledger: bool, ledger_root: Path | None) -> str:
    if is_ledger and ledger_root is not None:
        resolved = path.resolve()
        if resolved.is_relative_to(ledger_root.resolve()):
            return printable(resolved.relative_to(ledger_root.resolve()).as_posix())
    return printable(path.name)


def _identify(file_no: int, path: Path, label: str) -> _Incoming:
    """Hash and kind of a file. Its content decides the kind, its name must agree."""
    file = _Incoming(file_no, path, label)
    doing = f"reading {path.name}"
    try:
        with path.open("rb") as handle:
            start = handle.read(512)
        kind = next((kind for magic, kind in _MAGIC.items() if start.startswith(magic)), ".csv")
        suffix = path.suffix.lower()
        if kind == ".csv" and suffix in _TEXT_SUFFIXES:
            _refuse_markup(start, doing)
            file.scan = csv_file.scan(path)
            file.sha256 = file.scan.sha256
            return file
        with path.open("rb") as handle:
            file.sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
        if kind == ".xls":
            raise UnreadableFile(
                doing,
                "it is an old Excel workbook (.xls), or one with a password",
                "Open it in Excel and save it as .xlsx without a password",
            )
        if kind == ".csv":
            _refuse_markup(start, doing)
        if suffix not in (kind, ".xlsm" if kind == ".xlsx" else kind):
            what = {".xlsx": "an Excel workbook", ".parquet": "Parquet"}.get(kind, "plain text")
            raise UnreadableFile(
                doing,
                f"its name ends in {suffix or 'nothing'}, but it is {what}"
                if start
                else "the file is empty",
                "Name it for what it is: .csv, .tsv, .xlsx or .parquet",
            )
    except UnreadableFile as error:
        file.error = error
        if not file.sha256:
            with path.open("rb") as handle:
                file.sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
    return file


def _refuse_markup(start: bytes, doing: str) -> None:
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for marks, what, how in (
        ((b"<",), "a web page or XML", "Open it in Excel or a browser and save the table"),
        ((b"%pdf",), "a PDF", "Call `zhibiao ingest` for its figures, or save its table"),
        ((b"{", b"["), "JSON", "Write its records as the rows of a table, and save that"),
    ):
        if head.startswith(marks):
            raise UnreadableFile(
                doing,
                f"it is {what}, not a table, whatever its name says",
                f"{how} as .xlsx or CSV UTF-8",
            )


def _fingerprint(seeds_dir: Path) -> str:
    """What decides whether a row is good: the reference tables, the rules, the readers."""
    digest = hashlib.sha256(f"{_READERS_VERSION} {rules.fingerprint()}".encode())
    for name in REFERENCE_COLUMNS:
        try:
            digest.update((seeds_dir / f"{name}.csv").read_bytes())
        except FileNotFoundError as error:
            raise SeedError(
                f"reading the reference table {name}.csv",
                "there is no such file",
                f"Put it into {seeds_dir.name}/; docs/ledger.md says what it holds",
            ) from error
        digest.update(b"\0")
    return digest.hexdigest()[:16]


# ------------------------------------------------------------------------------ what was loaded


@dataclass(frozen=True)
class _Earlier:
    """The latest load of a file."""

    load_id: str
    sha256: str
    rows_in: int
    rows_rejected: int
    is_readable: bool
    fingerprint: str


def _latest_loads(
    con: duckdb.DuckDBPyConnection, state: stored.State, is_ledger: bool
) -> dict[str, _Earlier]:
    found = con.execute(
        "select file, max_by(struct_pack(load_id, sha256, rows_in, rows_rejected, is_readable, "
        f"fingerprint), load_id) from {state.relation('load')} where is_ledger = ? group by file",
        [is_ledger],
    ).fetchall()
    return {file: _Earlier(**latest) for file, latest in found}


def _unchanged(
    con: duckdb.DuckDBPyConnection,
    state: stored.State,
    file: _Incoming,
    earlier: _Earlier | None,
    fingerprint: str,
) -> FileReport | None:
    """The report of a file that need not be read again; None if it must be."""
    if earlier is None or earlier.sha256 != file.sha256 or not earlier.is_readable:
        return None
    if earlier.rows_rejected and earlier.fingerprint != fingerprint:
        return None
    samples = con.execute(
        f"select file, row_number, column_name, reason, offending from {state.relation('rejected')}"
        " where load_id = ? order by row_number limit ?",
        [earlier.load_id, _SAMPLES],
    ).fetchall()
    return FileReport(
        file=file.label,
        rows_in=earlier.rows_in,
        rows_loaded=0,
        rows_known=earlier.rows_in - earlier.rows_rejected,
        rows_rejected=earlier.rows_rejected,
        rejected=tuple(RejectedRow(*sample) for sample in samples),
        error=file.error,
        is_unchanged=True,
    )


def _gone(
    files: Sequence[_Incoming], earlier: dict[str, _Earlier], ledger_root: Path
) -> list[_Incoming]:
    """Files of the ledger that were loaded and are no longer there."""
    present = {file.label for file in files}
    return [
        _Incoming(len(files) + number, ledger_root / label, label, is_gone=True)
        for number, label in enumerate(
            sorted(
                label
                for label, latest in earlier.items()
                if label not in present and latest.sha256 and not (ledger_root / label).exists()
            ),
            start=1,
        )
    ]


# ----------------------------------------------------------------------------------- one load


def _load(
    con: duckdb.DuckDBPyConnection,
    state: stored.State,
    files: Sequence[_Incoming],
    seeds_dir: Path,
    is_ledger: bool,
    fingerprint: str,
    now: datetime,
    earlier: dict[str, _Earlier],
) -> dict[int, FileReport]:
    create_tables(con)
    set_name = stored.next_set(state, now)
    large = LargeFiles(con, state.folder, now)
    in_between = ThreadPoolExecutor(1)
    prepared: Callable[[], None] = partial(prepare, con, seeds_dir)
    try:
        if any(file.is_large for file in files):
            # While a large file is read there is time for it.
            prepared = in_between.submit(prepare, con.cursor(), seeds_dir).result
        for file in files:
            if not file.is_gone:
                _read(con, file, file.origin(set_name), large)
        con.execute(
            "create temp table files (file_no integer, file varchar, load_id varchar, "
            "sha256 varchar, is_readable boolean)"
        )
        con.executemany(
            "insert into files values (?, ?, ?, ?, ?)",
            [
                [
                    file.file_no,
                    file.label,
                    file.origin(set_name).load_id,
                    file.sha256,
                    file.error is None,
                ]
                for file in files
            ],
        )
        judge(con, state, large, prepared)
        _prepare_set(con, is_ledger, fingerprint, now)
        reports = _reports(con, files)
        if _is_news(files, earlier):
            loaded = sum(report.rows_loaded for report in reports.values())
            known = sum(report.rows_known for report in reports.values())
            present = known + loaded if is_ledger else known
            rejected = sum(report.rows_rejected for report in reports.values())
            counts = {"rejected": rejected, "presence": present, "claims": loaded}
            parts = [part for part, count in counts.items() if count]
            whole = _stored_as_it_is(con, large)
            stored.write_set(con, state.folder, set_name, parts, whole)
    finally:
        in_between.shutdown()
        large.remove()
    return reports


def _stored_as_it_is(con: duckdb.DuckDBPyConnection, large: LargeFiles) -> dict[str, Path]:
    """The file of new claims, where one large file holds all of them and nothing else."""
    if len(large.files) != 1 or any(
        any_in(con, table) for table in ("incoming", "known", "repeated", "wrong")
    ):
        return {}
    return {"claims": next(iter(large.files.values())).path}


def _is_news(files: Sequence[_Incoming], earlier: dict[str, _Earlier]) -> bool:
    """Whether anything must be stored: not for an unreadable file that is only tried again."""
    return any(
        file.error is None
        or (latest := earlier.get(file.label)) is None
        or latest.sha256 != file.sha256
        for file in files
    )


def _read(
    con: duckdb.DuckDBPyConnection, file: _Incoming, origin: Origin, large: LargeFiles
) -> None:
    """The file's rows into `incoming`, `broken` and `large`, or it as a whole into `broken`."""
    try:
        if file.error is not None:
            raise file.error
        if file.scan is not None:
            csv_file.read(con, file.path, origin, file.scan, large)
        elif file.path.suffix.lower() == ".parquet":
            parquet_file.read(con, file.path, origin, large)
        else:
            xlsx_file.read(con, file.path, file.file_no)
    except UnreadableFile as error:
        file.error = error
        large.forget(origin)
        for table in ("incoming", "broken"):
            con.execute(f"delete from {table} where file_no = ?", [file.file_no])
        con.execute(
            "insert into broken by name "
            "select ? as file_no, ? as reason, ? as offending, '[]' as raw_row",
            [file.file_no, printable(f"{error.problem}; {error.next_step}"), file.label],
        )


def _prepare_set(
    con: duckdb.DuckDBPyConnection, is_ledger: bool, fingerprint: str, now: datetime
) -> None:
    """The tables new_claims, new_rejected, new_presence and new_load, as they will be stored."""
    cells = ", ".join(f"rows.{name}" for name in LEDGER_COLUMNS)
    # What is empty, as it is in most large loads, is not looked up for each row.
    lookups, is_known = "", "false"
    if any_in(con, "known"):
        lookups += " left join known on rows.row_id = known.row_id"
        is_known = "known.row_id is not null"
    if any_in(con, "repeated"):
        lookups += " left join repeated on rows.row_id = repeated.row_id"
        is_known += " or repeated.row_id is not null"
    if any_in(con, "wrong"):
        lookups += " anti join wrong on rows.row_id = wrong.row_id"
    con.execute(
        f"create temp view taken as select rows.*, {is_known} as is_known, "
        f"{CLAIM_ID} as observation_id from rows{lookups}"
    )
    con.execute(
        f"""
        create temp view new_claims as
        select {cells}, files.load_id, {_timestamp(now)} as loaded_at,
            files.file, rows.row_number
        from taken as rows
        inner join files using (file_no)
        where not rows.is_known
        """
    )
    raw_row = ", ".join(f"{name} := rows.{name}" for name in LEDGER_COLUMNS)
    values = " ".join(f"when '{name}' then rows.{name}" for name in LEDGER_COLUMNS)
    con.execute(
        f"""
        create temp table new_rejected as
        select files.load_id, files.file, row_number, reason, offending, column_name, raw_row,
            {_timestamp(now)} as rejected_at, file_no
        from (
            select rows.file_no, rows.row_number,
                array_to_string(wrong.problems, ' | ') as reason,
                case split_part(wrong.problems[1], ': ', 1) {values} end as offending,
                split_part(wrong.problems[1], ': ', 1) as column_name,
                to_json(struct_pack({raw_row}))::varchar as raw_row
            from rows
            inner join wrong using (row_id)
            union all by name
            select * from broken
        )
        inner join files using (file_no)
        order by file_no, row_number
        """
    )
    # The ledger's claims must be known to stand in their file. Of other files only those are noted
    # that the ledger may have too: they do not retire with it.
    distinct = "distinct" if any_in(con, "repeated") else ""
    con.execute(
        f"""
        create temp view new_presence as
        select {distinct} taken.observation_id, files.file, files.load_id
        from taken inner join files using (file_no)
        where {"true" if is_ledger else "taken.is_known"}
        """
    )
    con.execute(
        f"""
        create temp table new_load as
        select files.*, {_timestamp(now)} as loaded_at,
            coalesce(taken.n, 0) + coalesce(rejected.n, 0) as rows_in,
            coalesce(taken.n, 0) - coalesce(taken.n_known, 0) as rows_loaded,
            coalesce(taken.n_known, 0) as rows_known,
            coalesce(rejected.n, 0) as rows_rejected,
            {str(is_ledger).lower()} as is_ledger, '{fingerprint}' as fingerprint
        from files
        left join (
            select file_no, count(*) as n, count(*) filter (where is_known) as n_known
            from taken group by file_no
        ) as taken using (file_no)
        left join (
            select file_no, count(*) as n from new_rejected group by file_no
        ) as rejected using (file_no)
        order by file_no
        """
    )


def _timestamp(now: datetime) -> str:
    return f"timestamp '{now.replace(tzinfo=None):%Y-%m-%d %H:%M:%S}'"


def _reports(con: duckdb.DuckDBPyConnection, files: Sequence[_Incoming]) -> dict[int, FileReport]:
    samples: dict[int, list[RejectedRow]] = {}
    for file_no, *sample in con.execute(
        "select file_no, file, row_number, column_name, reason, offending from new_rejected "
        "qualify row_number() over (partition by file_no order by row_number) <= ? "
        "order by file_no, row_number",
        [_SAMPLES],
    ).fetchall():
        samples.setdefault(file_no, []).append(RejectedRow(*sample))
    counts = {
        file_no: numbers
        for file_no, *numbers in con.execute(
            "select file_no, rows_in, rows_loaded, rows_known, rows_rejected from new_load"
        ).fetchall()
    }
    return {
        file.file_no: FileReport(
            file.label,
            *counts[file.file_no],
            rejected=tuple(samples.get(file.file_no, ())),
            error=file.error,
            is_gone=file.is_gone,
        )
        for file in files
    }
