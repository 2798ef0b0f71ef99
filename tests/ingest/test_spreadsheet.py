"""Text in CSV that spreadsheets open: none runs as a formula, and all of it comes back."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import csv_file
from ingest.extract import extract_all, ingesting
from ingest.extract.frame import LEDGER
from ingest.spreadsheet import neutral, neutral_frame, plain, plain_frame

SEEDS = Path(__file__).parents[2] / "seeds"
STARTS = tuple("=+-@\t\r\n＝＋－＠")
FORMULAS = ["=1+1", "+1+1", "-1+1", "@sum", "\t=1", "\r=1", "＝1", "-甲公司", "'=1", "''@x"]
texts = st.text(alphabet=st.sampled_from("'=+-@\t\r\n＝ 0123.,%ab甲"), max_size=8) | st.text()


@pytest.mark.parametrize("text", FORMULAS)
def test_what_would_run_gets_an_apostrophe(text):
    assert neutral(text) == "'" + text


@pytest.mark.parametrize("text", ["解放区", "1-2", "", "-3.5", "+1,234.5", "-0.3%", "'t", "it's"])
def test_other_text_stays_as_it_is(text):
    assert neutral(text) == text


@given(texts)
def test_all_text_comes_back(text):
    guarded = neutral(text)
    assert plain(guarded) == text
    assert not guarded.startswith(STARTS) or guarded.lstrip("+-")[0].isdigit()


@given(st.lists(texts | st.none(), max_size=8))
def test_a_frame_is_guarded_cell_by_cell(cells):
    frame = pl.DataFrame({"=name": cells, "n": range(len(cells))}, schema={"=name": str, "n": int})
    guarded = neutral_frame(frame)
    assert guarded.columns == ["'=name", "n"]
    assert guarded["'=name"].to_list() == [None if c is None else neutral(c) for c in cells]
    assert plain_frame(guarded).equals(frame)


@pytest.mark.parametrize("is_large", [False, True])
def test_guarded_cells_are_loaded_as_they_were(
    load, claim, write_csv, tmp_path, monkeypatch, is_large
):
    if is_large:
        monkeypatch.setattr(csv_file, "LARGE_BYTES", 0)
    rows = [claim(locator=f"c{n}-{n + 1}", note=text) for n, text in enumerate(FORMULAS[:4])]
    # At the start of a line, and between quotes.
    rows += [claim(source_id="=x"), claim(locator="c90-91", note='="a","b"')]
    guarded = [{name: neutral(cell) for name, cell in row.items()} for row in rows]
    path = write_csv(tmp_path / "guarded.csv", guarded)
    assert "'=x," in path.read_text()
    load(path)
    ids = {row[0] for row in load.query("select observation_id from raw.observation")}
    stored = load.query("select note from raw.observation order by locator")
    assert sorted(note for (note,) in stored) == sorted([*FORMULAS[:4], '="a","b"'])
    assert load.query("select offending from raw.rejected") == [("=x",)]
    # The claim is the same, whether or not its cells were guarded.
    report = load(write_csv(tmp_path / "bare.csv", rows))
    assert (report.rows_loaded, report.rows_known, len(ids)) == (0, 5, 5)


def _hostile(folder: Path, seeds: Path) -> tuple[ingesting.Plan, dict[str, str]]:
    """A plan whose claims carry formulas, in place of what extraction finds."""
    page = folder / "page.txt"
    page.write_text("解放区2023年地区生产总值135.7亿元。风筝协会会员1370人。", encoding="utf-8")
    plan = ingesting.plan(extract_all([page], seeds_dir=seeds, published="2024-09-30"), seeds)
    cells = {"area": "=cmd|'/C x'!A0", "indicator": "@甲", "note": "-甲", "value_text": "-3.5"}
    columns = [pl.lit(text).alias(name) for name, text in cells.items()]
    plan.review = pl.concat([plan.sure, plan.review.drop("context")]).with_columns(
        *columns, pl.lit("-甲").alias("reason"), pl.lit("=context").alias("context")
    )
    plan.sure = plan.sure.with_columns(columns)
    plan.sources[0]["publisher"] = "=publisher"
    return plan, cells


def test_what_ingest_writes_runs_nowhere_and_comes_back(load, tmp_path):
    seeds = load.seeds = tmp_path / "all-seeds"
    shutil.copytree(SEEDS, seeds)
    plan, cells = _hostile(tmp_path, seeds)
    written = ingesting.write(plan, seeds, tmp_path / "extracted", today=date(2026, 1, 2))
    review_csv, review_xlsx, _ = written.review
    for path in (written.sure, review_csv, seeds / "sources.csv"):
        with path.open(encoding="utf-8-sig", newline="") as handle:
            for row in csv.reader(handle):
                assert not [c for c in row if c.startswith(STARTS) and c != "-3.5"], path
    for row in openpyxl.load_workbook(review_xlsx).active.iter_rows():
        assert {cell.data_type for cell in row} <= {"s", "n"}
        assert {type(cell.value) for cell in row} <= {str, type(None)}
    raw_rows = []
    for path in (written.sure, review_csv, review_xlsx):
        load(path)
        found = load.query(f"select raw_row from raw.rejected where file = '{path.name}'")
        assert found
        raw_rows += [json.loads(text) for (text,) in found]
    assert set(raw_rows[0]) == set(LEDGER)
    for row in raw_rows:
        assert {name: row[name] for name in cells} == cells
