"""Large files: rows in batches, rules by groups; with the result of small ones."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import csv_file, judge, parquet_file
from ingest.schema import LEDGER_COLUMNS

Claim = Callable[..., dict[str, str]]
Rows = Callable[..., list[dict[str, str]]]
WriteCsv = Callable[..., Path]

EVERYTHING = (
    "select * exclude (load_id, loaded_at) from raw.observation order by row_number, locator",
    "select row_number, reason, offending, column_name, raw_row from raw.rejected "
    "order by row_number, raw_row",
    "from raw.presence order by all",
    "select rows_in, rows_loaded, rows_known, rows_rejected from raw.load order by load_id",
)


def everything(load: Any) -> list[list[tuple[object, ...]]]:
    return [load.query(sql) for sql in EVERYTHING]


@pytest.fixture
def as_large(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From the call on, all files are large, and their batches small."""

    def change() -> None:
        monkeypatch.setattr(csv_file, "LARGE_BYTES", 1)
        monkeypatch.setattr(csv_file, "_BATCH_BYTES", 400)
        monkeypatch.setattr(parquet_file, "LARGE_ROWS", 1)
        monkeypatch.setattr(judge, "MANY_ROWS", 1)

    return change


@pytest.fixture
def both(
    load: Any, tmp_path: Path, as_large: Callable[[], None]
) -> Callable[..., list[list[tuple[object, ...]]]]:
    """Loads files one after the other, as small ones and as large ones; gives what is stored."""

    def compared(*paths: Path, is_ledger: bool = False) -> list[list[tuple[object, ...]]]:
        other = type(load)(tmp_path / "other", load.seeds)
        other.ledger = load.ledger
        for path in paths:
            load(path, is_ledger=is_ledger)
        as_large()
        for path in paths:
            other(path, is_ledger=is_ledger)
        assert not list(other.state.glob("*.part"))
        assert everything(other) == everything(load)
        return everything(other)

    (tmp_path / "other").mkdir()
    return compared


def odd_rows(claim: Claim) -> list[dict[str, str]]:
    """Good rows, and rows with all kinds of faults among them."""
    rows = [claim(locator=f"c{n}-9", value_text=f"{n}.{n % 7}") for n in range(60)]
    for place, fields in (
        (3, {"area": "月球"}),
        (8, {"area": ""}),
        (11, {"value_text": "三千"}),
        (12, {"value_text": "1,500"}),
        (13, {"value_text": "x"}),
        (14, {"value_text": "-4"}),
        (15, {"value_text": ""}),
        (20, {"unit": "斤"}),
        (21, {"measure": "rank", "unit": "位", "value_text": "3"}),
        (22, {"measure": "rank", "unit": "位", "value_text": "0.5"}),
        (23, {"measure": "rank", "unit": "位", "value_text": "7"}),
        (24, {"locator": ""}),
        (25, {"source_id": "nobody"}),
        (26, {"source_id": ""}),
        (27, {"period": "2031"}),
        (28, {"status": "maybe"}),
        (29, {"qualifier": "约莫"}),
        (30, {"ref_area": "月球"}),
        (31, {"unit": "万亿元", "value_text": "999999999999999"}),
        (32, {"unit": "万亿元", "value_text": "1"}),
        (33, {"area": "园区"}),
    ):
        rows[place] |= fields
    return [*rows, rows[5], rows[40], rows[3], dict.fromkeys(LEDGER_COLUMNS, "")]


def test_faults_are_found_as_in_small_files(
    both: Any, claim: Claim, write_csv: WriteCsv, tmp_path: Path
) -> None:
    stored = both(write_csv(tmp_path / "sent.csv", odd_rows(claim)))
    reasons = " ".join(str(reason) for _, reason, *_ in stored[1])
    for column in ("area", "value_text", "unit", "locator", "source_id", "period", "ref_area"):
        assert f"{column}: " in reasons
    assert stored[3] == [(63, 44, 2, 17)]


@pytest.mark.parametrize("is_ledger", [False, True])
def test_what_is_known_is_not_stored_again(
    both: Any, numbered: Rows, write_csv: WriteCsv, tmp_path: Path, is_ledger: bool
) -> None:
    folder = tmp_path / "ledger" if is_ledger else tmp_path
    stored = both(
        write_csv(folder / "first.csv", numbered(30)),
        write_csv(folder / "second.csv", numbered(40)),
        write_csv(folder / "third.csv", numbered(40, note="again")),
        is_ledger=is_ledger,
    )
    assert [loaded for _, loaded, *_ in stored[3]] == [30, 10, 0]


@pytest.mark.parametrize("is_ledger", [False, True])
def test_claims_with_the_same_key_are_told_apart(
    both: Any, numbered: Rows, write_csv: WriteCsv, tmp_path: Path, is_ledger: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(judge, "CLAIM_KEY", "hash(measure)")
    folder = tmp_path / "ledger" if is_ledger else tmp_path
    rows = numbered(20)
    stored = both(
        write_csv(folder / "first.csv", [*rows[:10], *rows[4:7], rows[0] | {"note": "again"}]),
        write_csv(folder / "second.csv", [*rows[5:], rows[19]]),
        is_ledger=is_ledger,
    )
    assert stored[3] == [(14, 10, 4, 0), (16, 10, 6, 0)]
    assert len({row[0] for row in stored[0]}) == 20


def test_several_large_files_in_one_load(
    load: Any, as_large: Callable[[], None], numbered: Rows, write_csv: WriteCsv, tmp_path: Path
) -> None:
    as_large()
    report = load(
        write_csv(tmp_path / "a.csv", numbered(30)),
        write_csv(tmp_path / "b.csv", numbered(50)),
        write_csv(tmp_path / "c.csv", [*numbered(5, unit="斤"), *numbered(2, period="2022")]),
    )
    assert [file.rows_loaded for file in report.files] == [30, 20, 2]
    assert load.query("select file, count(*) from raw.observation group by file order by file") == [
        ("a.csv", 30),
        ("b.csv", 20),
        ("c.csv", 2),
    ]


def test_blanks_guards_and_missing_columns(both: Any, tmp_path: Path) -> None:
    lines = ["source_id,locator,area,indicator,measure,value_text,unit,period,status,qualifier"]
    cell = {7: "'=1", 9: "''-c", 11: "'c", 13: " x ", 15: "\u3000y\u2003", 17: "'＝1", 19: "\t"}
    for n in range(40):
        area = " 解放区" if n % 5 == 0 else "解放区\u3000" if n % 7 == 0 else "解放区"
        number = f"{n}.5 " if n % 3 == 0 else f"{n}.5"
        lines.append(f"paper,{cell.get(n, '')}{n},{area},GDP,level,{number},亿元,2023,actual, ")
    lines.insert(9, "")
    lines.insert(22, "," * 9)
    lines.insert(23, " , ,\u3000" + "," * 7)
    path = tmp_path / "sent.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    stored = both(path)
    assert len(stored[0]) == 40
    assert {row[3] for row in stored[0]} == {"解放区"}
    assert [row[-1] for row in stored[0]][-1] == 44


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_file_whose_rows_are_all_good_is_stored_in_batches(
    load: Any, as_large: Callable[[], None], numbered: Rows, write_csv: WriteCsv, tmp_path: Path,
    kind: str,
) -> None:  # fmt: skip
    as_large()
    path = write_csv(tmp_path / "sent.csv", numbered(500))
    if kind == "parquet":
        path = tmp_path / "sent.parquet"
        duckdb.sql(f"copy (from read_csv('{tmp_path}/sent.csv', all_varchar = true)) to '{path}'")
    report = load(path)
    assert (report.rows_in, report.rows_loaded) == (500, 500)
    first = 2 if kind == "csv" else 1
    assert load.query("select min(row_number), max(row_number) from raw.observation") == [
        (first, first + 499)
    ]
    (stored,) = load.state.glob("claims-*.parquet")
    ((groups,),) = duckdb.sql(
        f"select count(distinct row_group_id) from parquet_metadata('{stored}')"
    ).fetchall()
    assert groups > 1 or kind == "parquet"


def test_parquet_as_large_and_as_small(both: Any, claim: Claim, tmp_path: Path) -> None:
    rows = odd_rows(claim)
    rows[50]["area"] = "解放\0区"
    rows[51]["note"] = "长" * 4_000
    rows[52]["note"] = "y" * 20_000
    path = tmp_path / "sent.parquet"
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(
        pa.table({n: pa.array([r[n] for r in rows], pa.string()) for n in LEDGER_COLUMNS}), path
    )
    both(path)


@pytest.mark.parametrize("at", [5, 30, 60])
@pytest.mark.parametrize("odd", ["a,b", '"a" b', "x" * 20_000, "\udcff", "a\0b"])
def test_an_odd_row_far_in_costs_that_row_alone(
    both: Any, numbered: Rows, write_csv: WriteCsv, tmp_path: Path, odd: str, at: int
) -> None:
    path = write_csv(tmp_path / "sent.csv", numbered(60))
    lines = path.read_bytes().splitlines(keepends=True)
    lines.insert(at, odd.encode("utf-8", "surrogateescape") + b"\n")
    path.write_bytes(b"".join(lines))
    stored = both(path)
    assert len(stored[0]) == 60
    assert [row[0] for row in stored[1]] == [at + 1]


@pytest.mark.parametrize("odd", ['"a" b', '"a"' + ',"b"' * 3, '"解放', '"\udcff"'])
def test_an_odd_row_after_many_quoted_ones(
    load: Any, numbered: Rows, write_csv: WriteCsv, tmp_path: Path, odd: str
) -> None:
    path = write_csv(tmp_path / "sent.csv", numbered(40_000, note="a,b"))
    with path.open("ab") as handle:
        handle.write(odd.encode("utf-8", "surrogateescape") + b"\n")
    assert path.stat().st_size < csv_file.LARGE_BYTES
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_file, "LARGE_BYTES", 1)
        report = load(path)
    assert (report.rows_loaded, report.rows_rejected) == (40_000, 1)
    assert report.rejected[0].row_number == 40_002


@pytest.mark.parametrize("note", ["", "plain", 'said "so"', "a,b", "'=1", " x\u3000"])
def test_an_even_file_is_not_read_line_by_line(
    both: Any, numbered: Rows, write_csv: WriteCsv, tmp_path: Path, note: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    path = write_csv(tmp_path / "sent.csv", numbered(60, note=note))
    careful = csv_file._read_carefully

    def only_small(*arguments: Any) -> None:
        assert csv_file.LARGE_BYTES > 1
        careful(*arguments)

    monkeypatch.setattr(csv_file, "_read_carefully", only_small)
    assert len(both(path)[0]) == 60


figures = st.sampled_from(["1", "0", "-1", "0.5", "99999999", "1e5", "三千", "1,000", "", "3—5"])
measures = st.sampled_from(["level", "rank", "share_pct", "yoy_growth_pct", "growth_multiple"])


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    fields=st.lists(
        st.fixed_dictionaries(
            {
                "value_text": figures,
                "measure": measures,
                "unit": st.sampled_from(["亿元", "位", "%", "倍", "番", "人"]),
                "area": st.sampled_from(["解放区", "全区", "园区", "月球"]),
                "source_id": st.sampled_from(["paper", "street", "nobody"]),
                "period": st.sampled_from(["2023", "2025", "x", ""]),
            }
        ),
        min_size=1,
        max_size=40,
    )
)
def test_rules_by_groups_find_what_rules_by_rows_find(
    claim: Claim, seeds: Path, tmp_path: Path, fields: list[dict[str, str]]
) -> None:
    found = []
    for many in (1, 10**9):
        with pytest.MonkeyPatch.context() as patch, duckdb.connect() as con:
            patch.setattr(judge, "MANY_ROWS", many)
            from ingest.large_file import LargeFiles
            from ingest.state import open_state
            from ingest.table_file import create_tables, insert_rows

            create_tables(con)
            path = tmp_path / "rows.csv"
            with path.open("w", encoding="utf-8", newline="") as handle:
                writer = csv.DictWriter(handle, LEDGER_COLUMNS)
                writer.writeheader()
                writer.writerows(claim(locator=f"c{n}", **one) for n, one in enumerate(fields))
            insert_rows(
                con, 1,
                "select row_number() over () as row_number, * "
                f"from read_csv('{path}', all_varchar = true)",
            )  # fmt: skip
            large = LargeFiles(con, tmp_path, None)  # type: ignore[arg-type]
            judge.judge(con, open_state(tmp_path), large, partial(judge.prepare, con, seeds))
            found.append(con.execute("from wrong order by row_id").fetchall())
    assert found[0] == found[1]
