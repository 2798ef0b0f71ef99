"""`zhibiao verify-locators`: each claim stands where the ledger says."""

from __future__ import annotations

import hashlib
import json

import pytest
from typer.testing import CliRunner

from warehouse.cli import app

TEXT = "前八个月，税收收入达到1.04亿元。"
SOURCES = "id,title,publisher,kind,published_on,sha256,url,authority,area_id,withdrawn_on\n"
LEDGER = (
    "source_id,locator,area,indicator,measure,value_text,unit,qualifier,period,status,"
    "ref_area,ref_indicator,base_period,basis,note\n"
)


@pytest.fixture
def call(project, tmp_path):
    """Check a ledger of one claim that says to stand at `locator`."""
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "whatever.txt").write_text(TEXT, encoding="utf-8")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    row = f"paper,,,newspaper,2024-09,{digest},,newspaper,jiefang,\n"
    (project.seeds / "sources.csv").write_text(SOURCES + row, encoding="utf-8")
    for path in project.ledger_files():
        path.unlink()

    def check(locator: str, folder=documents):
        claim = f"paper,{locator},解放区,tax_revenue,level,1.04,亿元,,2024-01/2024-08,actual,,,,,\n"
        (project.ledger / "paper.csv").write_text(LEDGER + claim, encoding="utf-8")
        arguments = ["verify-locators", str(folder), "--format", "json"]
        return CliRunner().invoke(app, [*arguments, "--project", str(project.root)])

    return check


def test_a_claim_in_its_place(call):
    start = TEXT.index("1.04")
    result = call(f"c{start}-{start + 6}")
    assert result.exit_code == 0, result.stderr
    assert [row["state"] for row in json.loads(result.stdout)] == ["ok"]


def test_a_claim_that_is_not_there(call):
    result = call("c0-4")
    assert result.exit_code == 4
    assert [row["found"] for row in json.loads(result.stdout)] == ["前八个月"]
    assert "1 of 1 claims are not where the ledger says" in result.stderr


def test_documents_that_are_absent(call, tmp_path):
    (tmp_path / "empty").mkdir()
    assert call("c0-4", tmp_path / "empty").exit_code == 4
    assert call("c0-4", tmp_path / "nowhere").exit_code == 2
