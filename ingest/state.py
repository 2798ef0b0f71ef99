"""What is loaded, as append-only Parquet: one set of files per load, never changed again.

    claims-00001-….parquet    the claims that were new, as printed; their ids follow from them
    rejected-00001-….parquet  the rows that were not taken, and why
    presence-00001-….parquet  which claims stand in which file
    load-00001-….parquet      one row per file read; written last, so that a set without it is none

Each file is written aside, synced and renamed. A load that dies leaves at most files of a set
without its last one, which nobody reads and the next load removes.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from ingest.errors import StateError
from ingest.files import replacing
from ingest.schema import CLAIM_ID, RAW_TABLES
from ingest.sql import parquet, quoted

#: Where a large load puts what does not fit into memory; gone when it ends.
SPILL = "spill.part"
_NAME = re.compile(r"^(?P<part>claims|rejected|presence|load)-(?P<set>\d{5,}-[0-9TZ]+)\.parquet$")

_COLUMNS = {
    "claims": {k: v for k, v in RAW_TABLES["observation"].items() if k != "observation_id"},
    "rejected": {k: v for k, v in RAW_TABLES["rejected"].items() if k != "is_current"},
    "presence": {"observation_id": "VARCHAR", "file": "VARCHAR", "load_id": "VARCHAR"},
    "load": RAW_TABLES["load"] | {"is_readable": "BOOLEAN", "fingerprint": "VARCHAR"},
}


@dataclass(frozen=True)
class State:
    """The sets of files in a folder that are whole."""

    folder: Path
    sets: tuple[str, ...]

    def relation(self, part: str) -> str:
        """SQL of a relation over one part of all sets, claims with their ids."""
        if part == "claims":
            return f"(select {CLAIM_ID} as observation_id, * from {self.stored(part)})"
        return self.stored(part)

    def stored(self, part: str) -> str:
        """SQL of what is stored of one part in all sets; typed and empty where there is none."""
        paths = [self.folder / f"{part}-{name}.parquet" for name in self.sets]
        if part != "load":
            paths = [path for path in paths if path.exists()]
        columns = _COLUMNS[part]
        if not paths:
            nothing = ", ".join(f"null::{kind} as {name}" for name, kind in columns.items())
            return f"(select {nothing} where false)"
        return f"(select {', '.join(columns)} from {parquet(paths)})"


def open_state(folder: Path) -> State:
    """The state in `folder`, which need not exist yet."""
    names = sorted(path.name for path in folder.glob("load-*.parquet")) if folder.is_dir() else []
    sets = [match["set"] for name in names if (match := _NAME.match(name))]
    return State(folder, tuple(sorted(sets, key=_number_of)))


def files(folder: Path) -> list[Path]:
    """The files of the sets that are whole, by name."""
    whole = set(open_state(folder).sets)
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(
        path for path in found if (match := _NAME.match(path.name)) and match["set"] in whole
    )


def _number_of(name: str) -> int:
    return int(name.split("-", 1)[0])


def clean(folder: Path) -> None:
    """Remove what loads that died left: files being written, and sets without their last file."""
    shutil.rmtree(folder / SPILL, ignore_errors=True)
    whole = set(open_state(folder).sets)
    for path in folder.iterdir():
        match = _NAME.match(path.name)
        is_half_written = path.name.endswith(".parquet.part")
        if is_half_written or (match and match["set"] not in whole):
            path.unlink(missing_ok=True)


def next_set(state: State, now: datetime) -> str:
    """A name that sorts after all others, also when the clock was set back."""
    return f"{max(map(_number_of, state.sets), default=0) + 1:05d}-{now:%Y%m%dT%H%M%SZ}"


def write_set(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    name: str,
    parts: list[str],
    written: dict[str, Path],
) -> None:
    """Make the tables `new_<part>` of the connection the set `name`; the load comes last.

    `written` are files in `folder` which have all that a part is to hold; they are moved, so that
    what is read from them must come before.
    """
    for part in (*parts, "load"):
        columns = ", ".join(_COLUMNS[part])
        target = folder / f"{part}-{name}.parquet"
        aside = written.get(part, target.with_name(target.name + ".part"))
        with replacing(target, aside):
            if part not in written:
                con.execute(
                    f"copy (select {columns} from new_{part}) to {quoted(aside)} "
                    "(format parquet, compression zstd, compression_level 1)"
                )


def open_raw(con: duckdb.DuckDBPyConnection, state_dir: Path) -> None:
    """Make schema `raw` in the connection's database with all that is stored in `state_dir`.

    Makes raw.observation, raw.rejected, raw.load and raw.presence, empty where nothing is stored.
    Raises StateError when files of the state are missing or short of rows.
    """
    state = open_state(state_dir)
    con.execute("create schema if not exists raw")
    try:
        _fill_raw(con, state)
    except duckdb.IOException as error:
        raise _damaged(state_dir, str(error).splitlines()[0]) from error
    _check_rows(con, state_dir, "raw.load", "raw.observation", "raw.rejected")


def count_rows(state_dir: Path) -> tuple[int, int]:
    """Claims and rejected rows stored; StateError when files are missing or short of rows."""
    state = open_state(state_dir)
    with duckdb.connect() as con:
        try:
            return _check_rows(
                con, state_dir, *(state.relation(part) for part in ("load", "claims", "rejected"))
            )
        except duckdb.Error as error:
            raise _damaged(state_dir, str(error).splitlines()[0]) from error


def _check_rows(
    con: duckdb.DuckDBPyConnection, state_dir: Path, loads: str, claims: str, rejected: str
) -> tuple[int, int]:
    row = con.execute(
        f"select (select coalesce(sum(rows_loaded), 0) from {loads}), "
        f"(select count(*) from {claims}), "
        f"(select coalesce(sum(rows_rejected), 0) from {loads}), "
        f"(select count(*) from {rejected})"
    ).fetchone()
    if row is None or row[0] != row[1] or row[2] != row[3]:
        told = row or (0,) * 4
        raise _damaged(
            state_dir,
            f"the loads tell of {told[0]} claims and {told[2]} rejected rows, {told[1]} and "
            f"{told[3]} are there",
        )
    return int(row[1]), int(row[3])


def _damaged(state_dir: Path, problem: str) -> StateError:
    return StateError(
        f"reading the stored claims in {state_dir.name}",
        problem,
        "Restore the folder from a backup, or move it away and load the files again",
    )


def _fill_raw(con: duckdb.DuckDBPyConnection, state: State) -> None:
    def create(table: str, select: str) -> None:
        columns = ", ".join(f"{name} {kind}" for name, kind in RAW_TABLES[table].items())
        con.execute(f"create or replace table raw.{table} ({columns})")
        con.execute(f"insert into raw.{table} by name {select}")

    create("load", f"select {', '.join(RAW_TABLES['load'])} from {state.relation('load')}")
    create("observation", f"from {state.relation('claims')}")
    con.execute(
        "create or replace temp table latest_load as "
        "select file, is_ledger, max(load_id) as load_id, "
        "max(load_id) filter (where is_readable) as readable_load_id "
        f"from {state.relation('load')} group by file, is_ledger"
    )
    create(
        "rejected",
        f"select stored.*, latest_load.load_id is not null as is_current "
        f"from {state.relation('rejected')} as stored left join latest_load using (load_id)",
    )
    create(
        "presence",
        # A file of the ledger that cannot be read at the moment retires nothing.
        f"""
        select stored.observation_id, stored.file,
            bool_or(not latest_load.is_ledger or stored.load_id = latest_load.readable_load_id)
                as is_present
        from {state.relation("presence")} as stored
        inner join {state.relation("load")} as loads using (load_id)
        inner join latest_load
            on loads.file = latest_load.file and loads.is_ledger = latest_load.is_ledger
        group by stored.observation_id, stored.file
        """,
    )
    # A claim that came by another file first, and by the ledger later, does not retire with it.
    con.execute(
        """
        insert into raw.presence
        select observation_id, observation.file, true
        from raw.observation
        inner join raw.load using (load_id)
        semi join raw.presence using (observation_id)
        where not is_ledger
        """
    )
    con.execute("drop table latest_load")
