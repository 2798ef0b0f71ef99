"""Names of files and folders that readers could take for something else, and headers in quotes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingest.csv_file import LARGE_BYTES
from ingest.schema import LEDGER_COLUMNS

Numbered = Callable[..., list[dict[str, str]]]


def write_parquet(path: Path, rows: list[dict[str, str]]) -> Path:
    table = pa.table({name: [row[name] for row in rows] for name in LEDGER_COLUMNS})
    with path.open("wb") as handle:
        pq.write_table(table, handle)
    return path


@pytest.mark.parametrize("stem", ["a*", "a?", "[ab]", "{a,b}", "a[b]"])
def test_a_name_is_no_pattern(load: Any, numbered: Numbered, tmp_path: Path, stem: str) -> None:
    for neighbour in ("a", "b", "ab"):
        write_parquet(tmp_path / f"{neighbour}.parquet", numbered(7))
    assert load(write_parquet(tmp_path / f"{stem}.parquet", numbered(3))).rows_loaded == 3


def test_the_name_of_a_large_csv_is_no_pattern(
    load: Any, numbered: Numbered, write_csv: Callable[..., Path], tmp_path: Path
) -> None:
    rows = numbered(60_000)
    write_csv(tmp_path / "ab.csv", rows)
    path = write_csv(tmp_path / "a[b].csv", [row | {"note": "x" * 40} for row in rows[:55_000]])
    assert path.stat().st_size > LARGE_BYTES
    assert load(path).rows_loaded == 55_000


def test_folders_named_like_partitions_add_no_columns(
    load: Any, numbered: Numbered, tmp_path: Path
) -> None:
    folder = tmp_path / "year=2024" / "p[1]*"
    folder.mkdir(parents=True)
    load.state = folder / "raw"
    assert load(write_parquet(folder / "a.parquet", numbered(3))).rows_loaded == 3
    assert load(write_parquet(folder / "b.parquet", numbered(4))).rows_known == 3
    assert load.query("select count(*) from raw.observation") == [(4,)]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_header_in_quotes(
    load: Any, numbered: Numbered, write_csv: Callable[..., Path], tmp_path: Path, delimiter: str
) -> None:
    plain = write_csv(tmp_path / "a.csv", numbered(2), delimiter=delimiter)
    quoted = [
        delimiter.join(f'"{cell}"' for cell in line.split(delimiter))
        for line in plain.read_text(encoding="utf-8").splitlines()
    ]
    plain.write_text("\n".join(quoted), encoding="utf-8")
    assert load(plain).rows_loaded == 2


def test_a_line_beyond_any_buffer_costs_one_row(
    load: Any, numbered: Numbered, write_csv: Callable[..., Path], tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "a.csv", numbered(2))
    with path.open("ab") as handle:
        handle.write(b"x" * 40_000_000 + b"\n")
    report = load(path)
    assert (report.rows_loaded, report.rows_rejected) == (2, 1)
