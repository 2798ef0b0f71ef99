"""What tests of several parts share: one real run of the whole project."""

from __future__ import annotations

import fcntl
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from warehouse.paths import SOURCE_TREE, Project
from warehouse.run import run
from warehouse.settings import Settings

# Time is measured by the benchmarks: on a busy machine an example may take as long as it needs.
settings.register_profile("zhibiao", deadline=None)
settings.load_profile("zhibiao")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published DuckDB file of one real run on a copy of the repository's seeds and models.

    Made once for all tests, also when they run in several processes. Read it, do not write to it;
    the project that it belongs to is `Project(root=published.parents[1], data=published.parent)`.
    """
    shared = tmp_path_factory.getbasetemp()
    if shared.name.startswith("popen-"):
        # Under pytest-xdist each process has a folder of its own inside the common one.
        shared = shared.parent
    root = shared / "published-project"
    project = Project(root=root, data=root / "data")
    with (shared / "published-project.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        failed = shared / "published-project.failed"
        if failed.exists():
            pytest.fail(failed.read_text(), pytrace=False)
        if not project.published.exists():
            shutil.copytree(SOURCE_TREE / "seeds", root / "seeds")
            shutil.copytree(
                SOURCE_TREE / "dbt_project",
                root / "dbt_project",
                ignore=shutil.ignore_patterns("target", "logs", ".user.yml"),
            )
            try:
                run(project, Settings())
            except Exception as error:
                detail = getattr(error, "detail", "")
                failed.write_text(f"the run on the repository's seeds failed: {error}\n{detail}")
                raise
    return project.published
