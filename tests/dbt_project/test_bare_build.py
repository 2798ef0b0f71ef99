"""`dbt build` by itself, as a scheduled job would call it, on what `zhibiao load` has filled."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from warehouse.paths import SOURCE_TREE

BIN = Path(sys.executable).parent


def call(root: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one of the installed programs in the project, with nothing of ours in its environment."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ZHIBIAO_")}
    return subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=root,
        env={**kept, "PATH": f"{BIN}:{kept['PATH']}", **environment},
        capture_output=True,
        text=True,
    )


def dbt(root: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return call(
        root,
        *("dbt", "build", "--project-dir", "dbt_project", "--profiles-dir", "dbt_project"),
        *("--no-use-colors", *options),
        **environment,
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("bare")
    shutil.copytree(SOURCE_TREE / "seeds", root / "seeds")
    shutil.copytree(
        SOURCE_TREE / "dbt_project",
        root / "dbt_project",
        ignore=shutil.ignore_patterns("target", "logs", ".user.yml"),
    )
    loaded = call(root, "zhibiao", "load")
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    return root


def test_it_builds_all_tables_into_the_working_file(project):
    built = dbt(project)
    assert built.returncode == 0, built.stdout
    with duckdb.connect(str(project / "data/work/zhibiao.duckdb"), read_only=True) as db:
        assert db.execute("select count(*) from forecast where kind = 'forecast'").fetchone()[0]
        assert db.execute("select run_id from meta").fetchone()[0] == "manual"
        # Without a run there is nothing published.
        assert not (project / "data/zhibiao.duckdb").exists()


def test_as_of_an_earlier_date_the_forecasts_see_no_later_claim(project):
    built = dbt(project, "--select", "+forecast", "+target_outlook", ZHIBIAO_AS_OF="2019-12-31")
    assert built.returncode == 0, built.stdout
    with duckdb.connect(str(project / "data/work/zhibiao.duckdb"), read_only=True) as db:
        newest, first, last, n = db.execute(
            """select max(last_year), min(year) filter (where kind = 'forecast'), max(year),
                count(*)
            from forecast where as_of = date '2019-12-31'"""
        ).fetchone()
        # The yearbook's figures of 2018 are the last that were known then.
        assert newest == 2018 and (first, last) == (2020, 2024) and n > 100
        later = db.execute(
            "select count(*) from target_outlook join target using (target_id) "
            "where known_at > date '2019-12-31'"
        ).fetchone()[0]
        assert later == 0


def test_a_correction_that_outlived_its_misprint_fails_and_shows_itself(project):
    corrections = project / "seeds/corrections.csv"
    text = corrections.read_text(encoding="utf-8")
    try:
        corrections.write_text(text.replace(",14195,", ",14196,"), encoding="utf-8")
        built = dbt(project, "--select", "corrections+1", "int_correction+1,test_type:singular")
        assert built.returncode == 1
        assert "corrections_hold" in built.stdout
    finally:
        corrections.write_text(text, encoding="utf-8")


def test_the_published_file_is_refused(project):
    published = project / "data/zhibiao.duckdb"
    built = dbt(project, "--select", "areas", ZHIBIAO_DB=str(published))
    assert built.returncode != 0
    assert not published.exists()
    assert "published" in built.stdout + built.stderr
