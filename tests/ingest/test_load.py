"""Loading: nothing twice, nothing lost, and what is gone from the ledger is retired."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest import load as ingest_load
from ingest import rules, state
from ingest.errors import SeedError, StateError
from ingest.schema import CLAIM_ID, LEDGER_COLUMNS, REQUIRED_COLUMNS

Claim = Callable[..., dict[str, str]]
Rows = Callable[..., list[dict[str, str]]]
WriteCsv = Callable[..., Path]
LATER = datetime(2026, 2, 2)


def counts(report: Any) -> tuple[int, int, int, int]:
    return report.rows_in, report.rows_loaded, report.rows_known, report.rows_rejected


def test_an_empty_state_gives_empty_tables(load: Any) -> None:
    assert load.query("select count(*) from raw.observation") == [(0,)]
    assert load.query("from raw.presence union all from raw.presence") == []
    assert load.query("describe raw.rejected")[-1][:2] == ("is_current", "BOOLEAN")


def test_a_claim_is_stored_as_printed(
    load: Any, claim: Claim, write_csv: WriteCsv, tmp_path: Path
) -> None:
    row = claim(value_text="１，３５．７０", qualifier="约", note="a, b")
    row["value_text"] = "135.70"
    path = write_csv(tmp_path / "claims.csv", [row])
    assert counts(load(path)) == (1, 1, 0, 0)
    ((*cells, load_id, loaded_at, file, number),) = load.query(
        f"select {', '.join(LEDGER_COLUMNS)}, load_id, loaded_at, file, row_number "
        "from raw.observation"
    )
    assert cells == [row[name] or None for name in LEDGER_COLUMNS]
    assert (load_id, file, number) == ("00001-20260102T030405Z-0001", "claims.csv", 2)
    assert loaded_at == datetime(2026, 1, 2, 3, 4, 5)


def test_an_id_depends_on_all_but_the_note(
    load: Any, claim: Claim, write_csv: WriteCsv, tmp_path: Path
) -> None:
    rows = [
        claim(),
        claim(note="the same claim"),
        claim(value_text=" 135.7 "),
        claim(value_text="135.70"),
        claim(locator="c9-14"),
        # a cell's text must not run over into the next cell's
        claim(ref_area="焦作", ref_indicator=""),
        claim(ref_area="", ref_indicator="GDP"),
    ]
    report = load(write_csv(tmp_path / "claims.csv", rows))
    assert counts(report) == (7, 5, 2, 0)
    ids = [row[0] for row in load.query("select observation_id from raw.observation")]
    assert len(set(ids)) == 5
    assert all(len(text) == 16 and int(text, 16) >= 0 for text in ids)


def test_the_same_file_again_changes_nothing(
    load: Any, numbered: Rows, claim: Claim, write_csv: WriteCsv, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "claims.csv", [*numbered(3), claim(unit="斤")])
    assert counts(load(path)) == (4, 3, 0, 1)
    before = {file: file.stat().st_mtime_ns for file in load.state.iterdir()}
    again = load(path, now=LATER)
    assert counts(again) == (4, 0, 3, 1)
    assert again.files[0].is_unchanged
    assert [row.row_number for row in again.rejected] == [5]
    assert {file: file.stat().st_mtime_ns for file in load.state.iterdir()} == before


def test_the_same_rows_in_another_format_are_known(
    load: Any, numbered: Rows, write_csv: WriteCsv, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "claims.csv", numbered(3))
    load(path)
    with duckdb.connect() as con:
        con.execute(f"copy (from read_csv('{path}', all_varchar = true)) to '{tmp_path}/c.parquet'")
    assert counts(load(tmp_path / "c.parquet")) == (3, 0, 3, 0)
    tabs = write_csv(tmp_path / "c.tsv", numbered(3), delimiter="\t", encoding="gb18030")
    assert counts(load(tabs)) == (3, 0, 3, 0)
    assert load.query("select count(*), count(distinct observation_id) from raw.observation") == [
        (3, 3)
    ]


def test_bad_rows_are_kept_with_the_reason_and_good_ones_go_on(
    load: Any, claim: Claim, write_csv: WriteCsv, tmp_path: Path
) -> None:
    rows = [claim(), claim(area="无此区", unit=""), claim(locator="c7-9", value_text="1e9")]
    report = load(write_csv(tmp_path / "claims.csv", rows))
    assert counts(report) == (3, 1, 0, 2)
    unknown, number = load.query(
        "select file, row_number, column_name, offending, reason, raw_row, is_current "
        "from raw.rejected order by row_number"
    )
    assert unknown[:4] == ("claims.csv", 3, "unit", None)
    assert "unit: it is empty" in unknown[4]
    assert 'area: "无此区" is not known' in unknown[4]
    assert json.loads(unknown[5])["area"] == "无此区"
    assert number[:4] == ("claims.csv", 4, "value_text", "1e9")
    assert number[6] is True
    assert [(row.row_number, row.column) for row in report.rejected] == [
        (3, "unit"),
        (4, "value_text"),
    ]


def test_each_required_cell_must_be_filled(
    load: Any, claim: Claim, write_csv: WriteCsv, tmp_path: Path
) -> None:
    rows = [claim(**{name: " "}) for name in REQUIRED_COLUMNS]
    report = load(write_csv(tmp_path / "claims.csv", rows))
    assert counts(report) == (len(rows), 0, 0, len(rows))
    assert [row.column for row in report.rejected] == list(REQUIRED_COLUMNS)
    assert all(row.reason.startswith(f"{row.column}: it is empty") for row in report.rejected)


def test_rejected_rows_are_looked_at_again_when_the_seeds_change(
    load: Any, claim: Claim, write_csv: WriteCsv, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "claims.csv", [claim(), claim(area="新区", locator="c2-3")])
    assert counts(load(path)) == (2, 1, 0, 1)
    areas = load.seeds / "areas.csv"
    areas.write_text(areas.read_text(encoding="utf-8") + "new,新区,jiaozuo\n", encoding="utf-8")
    assert counts(load(path, now=LATER)) == (2, 1, 1, 0)
    assert load.query("select count(*) from raw.rejected where is_current") == [(0,)]
    assert load.query("select count(*) from raw.rejected") == [(1,)]


def test_rejected_rows_are_looked_at_again_when_the_rules_change(
    load: Any, claim: Claim, write_csv: WriteCsv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(tmp_path / "claims.csv", [claim(), claim(unit="斤", locator="c2-3")])
    load(path)
    monkeypatch.setattr(rules, "fingerprint", lambda: "other rules")
    again = load(path)
    assert not again.files[0].is_unchanged
    assert counts(again) == (2, 0, 1, 1)
    # The earlier rejection is history, the one of this load holds.
    assert load.query("select is_current from raw.rejected order by load_id") == [
        (False,),
        (True,),
    ]


def test_a_loaded_claim_stays_when_its_area_is_forgotten(
    load: Any, claim: Claim, write_csv: WriteCsv
) -> None:
    path = write_csv(load.ledger / "a.csv", [claim(area="甲产业园"), claim(area="无此区")])
    assert counts(load.load_ledger()) == (2, 1, 0, 1)
    areas = load.seeds / "areas.csv"
    text = areas.read_text(encoding="utf-8").replace("park_a,甲产业园,jiefang\n", "")
    areas.write_text(text, encoding="utf-8")
    assert counts(load.load_ledger()) == (2, 0, 1, 1)
    assert load.query("select is_present from raw.presence") == [(True,)]
    assert path.exists()


def test_a_row_that_leaves_the_ledger_is_retired_and_can_return(
    load: Any, numbered: Rows, write_csv: WriteCsv
) -> None:
    rows = numbered(3)
    path = write_csv(load.ledger / "a.csv", rows)
    load.load_ledger()
    write_csv(path, rows[:2])
    assert counts(load.load_ledger()) == (2, 0, 2, 0)
    present = (
        "select locator, is_present from raw.presence join raw.observation using (observation_id) "
        "order by locator"
    )
    assert load.query(present) == [("c0-4", True), ("c1-5", True), ("c2-6", False)]
    write_csv(path, rows)
    load.load_ledger()
    assert [row[1] for row in load.query(present)] == [True, True, True]
    assert load.query("select count(*) from raw.observation") == [(3,)]


def test_a_ledger_file_that_is_gone_retires_its_claims(
    load: Any, numbered: Rows, claim: Claim, write_csv: WriteCsv
) -> None:
    (load.ledger / "more").mkdir()
    write_csv(load.ledger / "a.csv", numbered(2))
    write_csv(load.ledger / "more" / "a.csv", [*numbered(1), claim(locator="c90-99")])
    assert counts(load.load_ledger()) == (4, 3, 1, 0)
    (load.ledger / "more" / "a.csv").unlink()
    report = load.load_ledger()
    assert [(file.file, file.is_gone) for file in report.files] == [
        ("a.csv", False),
        ("more/a.csv", True),
    ]
    # The claim that the other file has as well stays.
    retired = (
        "select locator, bool_or(is_present) from raw.presence "
        "join raw.observation using (observation_id) group by locator order by locator"
    )
    assert load.query(retired) == [("c0-4", True), ("c1-5", True), ("c90-99", False)]
    sets = len(list(load.state.glob("load-*")))
    load.load_ledger()
    assert len(list(load.state.glob("load-*"))) == sets


def test_one_file_of_the_ledger_alone_retires_nothing_of_the_others(
    load: Any, numbered: Rows, claim: Claim, write_csv: WriteCsv
) -> None:
    write_csv(load.ledger / "a.csv", numbered(2))
    other = write_csv(load.ledger / "b.csv", [claim(locator="c90-99")])
    load.load_ledger()
    load(other, is_ledger=True)
    assert load.query("select distinct is_present from raw.presence") == [(True,)]


def test_other_files_retire_nothing(
    load: Any, numbered: Rows, write_csv: WriteCsv, tmp_path: Path
) -> None:
    rows = numbered(3)
    path = write_csv(tmp_path / "sent.csv", rows)
    load(path)
    write_csv(path, rows[:1])
    load(path)
    path.unlink()
    load.load_ledger()
    assert load.query("select count(*) from raw.presence where not is_present") == [(0,)]


@pytest.mark.parametrize("sent_first", [True, False])
def test_a_claim_that_another_file_has_too_outlives_the_ledger(
    load: Any, numbered: Rows, write_csv: WriteCsv, tmp_path: Path, sent_first: bool
) -> None:
    rows = numbered(2)
    sent = write_csv(tmp_path / "sent.csv", rows[:1])
    own = write_csv(load.ledger / "a.csv", rows)
    if sent_first:
        load(sent)
        load.load_ledger()
    else:
        load.load_ledger()
        load(sent)
    own.unlink()
    load.load_ledger()
    still_present = (
        "select locator from raw.presence join raw.observation using (observation_id) "
        "group by locator having bool_or(is_present)"
    )
    assert load.query(still_present) == [("c0-4",)]


def test_an_unreadable_ledger_file_retires_nothing(
    load: Any, numbered: Rows, write_csv: WriteCsv
) -> None:
    path = write_csv(load.ledger / "a.csv", numbered(2))
    load.load_ledger()
    path.write_text("nonsense\n", encoding="utf-8")
    report = load.load_ledger()
    assert counts(report) == (1, 0, 0, 1)
    assert [file.file for file in report.unreadable] == ["a.csv"]
    assert load.query("select distinct is_present from raw.presence") == [(True,)]
    sets = len(list(load.state.glob("load-*")))
    assert load.load_ledger().unreadable
    assert len(list(load.state.glob("load-*"))) == sets


def test_names_of_files_keep_no_directories(
    load: Any, numbered: Rows, write_csv: WriteCsv, tmp_path: Path
) -> None:
    (tmp_path / "secret").mkdir()
    load(write_csv(tmp_path / "secret" / "sent.csv", [*numbered(1), *numbered(1, unit="斤")]))
    for table in ("observation", "load", "rejected"):
        assert load.query(f"select distinct file from raw.{table}") == [("sent.csv",)]


def test_a_load_that_died_is_as_if_it_had_not_been(
    load: Any,
    numbered: Rows,
    write_csv: WriteCsv,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = write_csv(tmp_path / "sent.csv", [*numbered(2), *numbered(1, unit="斤")])
    real = Path.replace
    moved: list[str] = []

    def dies_at_the_last(self: Path, target: Path) -> Path:
        if target.name.startswith("load-"):
            raise KeyboardInterrupt
        moved.append(target.name)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", dies_at_the_last)
    with pytest.raises(KeyboardInterrupt):
        load(path)
    monkeypatch.undo()
    assert len(moved) == 2
    for name in ("load-00009-20260101T000000Z", "rows-00009-20260101T000000Z-0001"):
        (load.state / f"{name}.parquet.part").write_bytes(b"half")
    assert load.query("select count(*) from raw.observation") == [(0,)]
    assert counts(load(path)) == (3, 2, 0, 1)
    assert not list(load.state.glob("*.part"))
    assert load.query("select count(*) from raw.observation") == [(2,)]


def test_an_id_is_the_hash_of_what_is_printed_and_is_not_stored(
    load: Any, claim: Claim, write_csv: WriteCsv, tmp_path: Path
) -> None:
    rows = [claim(note="a remark"), claim(qualifier="约", basis="nominal", locator="r\u3000'，1")]
    load(write_csv(tmp_path / "sent.csv", rows))
    (claims,) = load.state.glob("claims-*")
    assert "observation_id" not in duckdb.sql(f"from '{claims}'").columns
    identifying = [name for name in rows[0] if name != "note"]
    assert {row[0] for row in load.query("select observation_id from raw.observation")} == {
        hashlib.sha256("\x1f".join(row[name] for name in identifying).encode()).hexdigest()[:16]
        for row in rows
    }


def test_claims_that_were_stored_with_their_ids_are_known(
    load: Any, numbered: Rows, write_csv: WriteCsv, tmp_path: Path
) -> None:
    load(write_csv(tmp_path / "sent.csv", numbered(3)))
    (claims,) = load.state.glob("claims-*")
    before = load.query("from raw.observation order by all")
    duckdb.execute(
        f"copy (select {CLAIM_ID} as observation_id, * from read_parquet('{claims}')) "
        f"to '{tmp_path}/as_it_was.parquet'"
    )
    (tmp_path / "as_it_was.parquet").replace(claims)
    assert load.query("from raw.observation order by all") == before
    report = load(write_csv(tmp_path / "more.csv", numbered(5)))
    assert (report.rows_loaded, report.rows_known) == (2, 3)
    assert load.query("select count(*), count(distinct observation_id) from raw.observation") == [
        (5, 5)
    ]


def test_a_state_short_of_rows_is_noticed(
    load: Any, numbered: Rows, write_csv: WriteCsv, tmp_path: Path
) -> None:
    load(write_csv(tmp_path / "sent.csv", numbered(2)))
    (claims,) = load.state.glob("claims-*")
    claims.unlink()
    with pytest.raises(StateError, match="2 claims"):
        load.query("select 1")


def test_loads_sort_in_their_order_though_the_clock_went_back(
    load: Any, numbered: Rows, write_csv: WriteCsv, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "sent.csv", numbered(1))
    load(path, now=LATER)
    write_csv(path, numbered(2))
    load(path, now=datetime(2020, 1, 1))
    assert load.query("select rows_loaded from raw.load order by load_id") == [(1,), (1,)]
    assert [int(name[:5]) for name in state.open_state(load.state).sets] == [1, 2]


def test_a_missing_reference_table_is_told(
    load: Any, numbered: Rows, write_csv: WriteCsv, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "sent.csv", numbered(1))
    (load.seeds / "units.csv").unlink()
    with pytest.raises(SeedError, match=r"units\.csv"):
        load(path)


def test_a_broken_reference_table_is_told(
    load: Any, numbered: Rows, write_csv: WriteCsv, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "sent.csv", numbered(1))
    (load.seeds / "areas.csv").write_text("name\nx\n", encoding="utf-8")
    with pytest.raises(SeedError, match="lacks area_id, name_zh, parent_area_id"):
        load(path)
    (load.seeds / "areas.csv").write_text(
        'area_id,name_zh,parent_area_id\nx,"y\n', encoding="utf-8"
    )
    with pytest.raises(SeedError, match=r"reading the reference table areas\.csv"):
        load(path)


def test_the_ledger_of_the_repository_loads_whole(tmp_path: Path) -> None:
    seeds = Path(ingest_load.__file__).resolve().parents[1] / "seeds"
    paths = sorted((seeds / "observations").glob("*.csv"))
    report = ingest_load.load_files(
        paths,
        state_dir=tmp_path / "raw",
        seeds_dir=seeds,
        is_ledger=True,
        ledger_root=seeds / "observations",
        now=LATER,
    )
    assert report.rejected == ()
    assert report.rows_in == report.rows_loaded > 500
