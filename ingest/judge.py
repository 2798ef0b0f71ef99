"""Which rows of a load are known already, and what is wrong with the others.

In a large load nearly all rows share their texts with others: source and area; source, indicator,
measure, unit and period. What the rules say of these is asked once for each such group, and of
figures in plain digits for the smallest and the largest of a group: the rules refuse figures beyond
a limit, so that what lies between two good ones is good. Only rows of groups in which something is
wrong, and rows with figures in other forms, are judged one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from ingest import rules
from ingest import state as stored
from ingest.errors import SeedError
from ingest.large_file import LargeFiles
from ingest.schema import (
    CLAIM_KEY,
    CLAIM_TEXT,
    LEDGER_COLUMNS,
    REFERENCE_COLUMNS,
    REQUIRED_COLUMNS,
)
from ingest.sql import literal

#: Below this, groups save nothing.
MANY_ROWS = 50_000
_AREA = ("source_id", "area")
#: All that decides whether a row is good, but its area, its figure and its locator.
_TOPIC = tuple(
    name for name in LEDGER_COLUMNS if name not in ("area", "value_text", "locator", "note")
)


def prepare(con: duckdb.DuckDBPyConnection, seeds_dir: Path) -> None:
    """Read the reference tables and install the rules, which `judge` needs for what is new."""
    _read_seeds(con, seeds_dir)
    rules.install(con)


def judge(
    con: duckdb.DuckDBPyConnection,
    state: stored.State,
    large: LargeFiles,
    prepared: Callable[[], None],
) -> None:
    """Make of `incoming` and the large files: `rows`, `known`, `repeated` and `wrong`.

    `prepared` returns when what `prepare` does has been done; it is called if need be.

    rows      a view: each row with a row_id, in the order of files and rows
    known     those whose claim was stored before
    repeated  those whose claim an earlier row gives
    wrong     rows that are no good claims, with all that is wrong with them
    """
    view_rows(con, large)
    keys = con.execute(f"select {CLAIM_KEY} as key from rows").fetchnumpy()["key"]
    _find_repeated(con, keys)
    _find_known(con, state, keys)
    con.execute("create temp table wrong (row_id bigint, problems varchar[])")
    ((known,),) = con.execute("select count(*) from known").fetchall()
    count = len(keys) - known
    if not count:
        return
    prepared()
    unseen = "rows anti join known using (row_id)" if known else "rows"
    con.execute(f"create temp view unseen as from {unseen}")
    if count >= MANY_ROWS:
        _find_doubtful(con)
    else:
        con.execute("create temp table doubtful as from unseen")
    if any_in(con, "doubtful"):
        _find_wrong(con)


def _find_repeated(con: duckdb.DuckDBPyConnection, keys: np.ndarray) -> None:
    """Fill `repeated`: the first row of a claim loads it, the others find it known."""
    # Sorted numbers tell faster than grouped texts that, as nearly always, no claim is there twice.
    is_high = keys >= 1 << 63
    with ThreadPoolExecutor(2) as pool:
        halves = pool.map(_twice, (keys[is_high], keys[~is_high]))
        twice = pa.table({"key": np.concatenate(list(halves))})
    con.register("keys_twice", twice)
    con.execute(
        f"create temp table alike as select row_id, {CLAIM_TEXT} as claim "
        f"from (from rows semi join keys_twice on {CLAIM_KEY} = keys_twice.key)"
        if twice.num_rows
        else "create temp table alike (row_id bigint, claim varchar)"
    )
    con.unregister("keys_twice")
    con.execute(
        "create temp table repeated as select row_id from alike anti join "
        "(select min(row_id) as row_id from alike group by claim) as firsts using (row_id)"
    )


def _twice(keys: np.ndarray) -> np.ndarray:
    keys.sort()
    return keys[1:][keys[1:] == keys[:-1]]


def _find_known(con: duckdb.DuckDBPyConnection, state: stored.State, keys: np.ndarray) -> None:
    """Fill `known` with the rows whose claims are stored."""
    con.execute("create temp table known (row_id bigint)")
    if not state.sets or not len(keys):
        return
    claims = state.stored("claims")
    con.register("row_keys", pa.table({"key": keys}))
    # New files mostly come of new sources: nothing but the sources of stored claims is read then.
    con.execute(
        f"create temp table known_keys as select {CLAIM_KEY} as key "
        f"from (from {claims} semi join (select distinct source_id from rows) using (source_id)) "
        f"semi join row_keys on {CLAIM_KEY} = row_keys.key"
    )
    con.unregister("row_keys")
    if any_in(con, "known_keys"):
        con.execute(
            f"""
            insert into known
            select row_id
            from (
                select row_id, {CLAIM_TEXT} as claim
                from (from rows semi join known_keys on {CLAIM_KEY} = known_keys.key)
            )
            semi join (
                select {CLAIM_TEXT} as claim
                from (from {claims} semi join known_keys on {CLAIM_KEY} = known_keys.key)
            ) as known_claims using (claim)
            """
        )


def any_in(con: duckdb.DuckDBPyConnection, relation: str) -> bool:
    """Whether a relation has rows."""
    return con.execute(f"select 1 from {relation} limit 1").fetchone() is not None


def view_rows(con: duckdb.DuckDBPyConnection, large: LargeFiles) -> None:
    """Make `rows`: all that was read of a load, but for blank and broken rows."""
    parts = large.relations()
    cells = ", ".join(LEDGER_COLUMNS)
    if any_in(con, "incoming") or not parts:
        parts.append(
            f"select file_no::bigint << 40 | rowid as row_id, file_no, row_number, "
            f"{cells} from incoming where concat({cells}) <> ''"
        )
    con.execute(f"create temp view rows as {' union all '.join(parts)}")


def _read_seeds(con: duckdb.DuckDBPyConnection, seeds_dir: Path) -> None:
    """The reference tables as text, in schema `seed`."""
    con.execute("create schema if not exists seed")
    for name, needed in REFERENCE_COLUMNS.items():
        path = seeds_dir / f"{name}.csv"
        doing = f"reading the reference table {path.name}"
        with path.open(encoding="utf-8-sig", errors="replace") as handle:
            columns = handle.readline().rstrip("\r\n").split(",")
        if missing := [column for column in needed if column not in columns]:
            raise SeedError(
                doing,
                f"its header lacks {', '.join(missing)}",
                "Its first line names the columns, with commas between them",
            )
        try:
            con.execute(
                f"create table seed.{name} as from read_csv(?, columns = ?, header = true, "
                "auto_detect = false, strict_mode = true, delim = ',', quote = '\"', "
                "escape = '\"')",
                [literal(path), dict.fromkeys(columns, "VARCHAR")],
            )
        except duckdb.Error as error:
            raise SeedError(
                doing, str(error).splitlines()[0][:300], "Mend that line; it is CSV in UTF-8"
            ) from error


def _interpreted(relation: str) -> str:
    seeds = ", ".join(f"'seed.{name}'" for name in REFERENCE_COLUMNS)
    return f"rules.interpret('{relation}', {seeds})"


def _find_doubtful(con: duckdb.DuckDBPyConnection) -> None:
    """Fill `doubtful` with the rows of `unseen` that the rules may find something wrong with."""
    area, topic = ", ".join(_AREA), ", ".join(_TOPIC)
    con.execute(
        "create temp table area_groups as select row_number() over () as n, * "
        f"from (select distinct {area} from unseen)"
    )
    con.execute(
        f"""
        create temp table topic_groups as
        select row_number() over () as n, *
        from (
            select {topic}, min(number) as smallest, max(number) as largest,
                count(*) > least(count(number), count(locator)) as has_odd_rows
            from (select *, rules.plain_number(value_text) as number from unseen)
            group by {topic}
        )
        """
    )
    # What stands beside the area is any of its source: it only must be something.
    con.execute(
        f"""
        create temp table sample as
        select n, false as is_area, {topic}, smallest::varchar as value_text,
            null::varchar as area, null::varchar as locator, null::varchar as note
        from topic_groups
        union all by name
        select n, false as is_area, {topic}, largest::varchar as value_text from topic_groups
        where largest > smallest
        union all by name
        select area_groups.n, true as is_area, {", ".join(f"any_topic.{name}" for name in _TOPIC)},
            smallest::varchar as value_text, area
        from area_groups
        inner join (from topic_groups qualify row_number() over (partition by source_id) = 1)
            as any_topic on area_groups.source_id is not distinct from any_topic.source_id
        """
    )
    con.execute(
        f"""
        create temp table bad_group as
        select distinct n, is_area
        from {_interpreted("sample")},
            (select unnest(problems) as problem)
        where starts_with(problem, 'area: ') = is_area
        """
    )
    odd = []
    if any_in(con, "topic_groups where has_odd_rows"):
        odd.append(
            "select row_id from unseen "
            "where locator is null or rules.plain_number(value_text) is null"
        )
    for table, columns, is_area in (("area_groups", _AREA, True), ("topic_groups", _TOPIC, False)):
        bad = f"select n from bad_group where is_area = {str(is_area).lower()}"
        if any_in(con, f"({bad})"):
            same = " and ".join(
                f"unseen.{name} is not distinct from bad.{name}" for name in columns
            )
            odd.append(
                "select row_id from unseen "
                f"inner join (from {table} where n in ({bad})) as bad on {same}"
            )
    if odd:
        con.execute(
            "create temp table doubtful as from unseen "
            f"semi join ({' union '.join(odd)}) as odd using (row_id)"
        )
    else:
        con.execute("create temp view doubtful as from unseen where false")


def _find_wrong(con: duckdb.DuckDBPyConnection) -> None:
    """Fill `wrong` with the rows of `doubtful` that are no good claims."""
    required = ", ".join(
        f"case when {name} is null then '{name}: it is empty; every row must fill it' end"
        for name in REQUIRED_COLUMNS
    )
    empty = " or ".join(f"{name} is null" for name in REQUIRED_COLUMNS)
    con.execute(
        f"""
        insert into wrong
        select
            row_id,
            case
                when {empty} then
                    -- What is empty is not also unknown.
                    list_filter([{required}], lambda problem: problem is not null)
                    || list_filter(problems, lambda problem: not contains(problem, ': "" '))
                else problems
            end as problems
        from {_interpreted("doubtful")}
        where len(problems) > 0 or {empty}
        """
    )
