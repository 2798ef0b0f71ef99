"""Where things are: the project that a command works on, and the files under its data folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import UsageError

SOURCE_TREE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Project:
    """The folders of one project. `data` holds everything that commands write."""

    root: Path
    data: Path

    @property
    def seeds(self) -> Path:
        """Reference data and the ledger."""
        return self.root / "seeds"

    @property
    def ledger(self) -> Path:
        """The hand-checked observations."""
        return self.seeds / "observations"

    @property
    def dbt(self) -> Path:
        """The dbt project, with its profile."""
        return self.root / "dbt_project"

    @property
    def raw(self) -> Path:
        """Append-only state: claims loaded and rows rejected."""
        return self.data / "raw"

    @property
    def history(self) -> Path:
        """Append-only state: runs and their forecasts."""
        return self.data / "history"

    @property
    def extracted(self) -> Path:
        """What was extracted from documents, and review files that a person completes."""
        return self.data / "extracted"

    @property
    def versions(self) -> Path:
        """Published versions, read-only."""
        return self.data / "versions"

    @property
    def differences(self) -> Path:
        """What each version that is kept changed, as JSON."""
        return self.data / "diff"

    @property
    def status(self) -> Path:
        """What became of the last run, for monitoring."""
        return self.data / "status"

    @property
    def restoring(self) -> Path:
        """A backup that is being unpacked and checked; worth nothing when that was cut short."""
        return self.data / ".restore"

    @property
    def restored(self) -> Path:
        """A backup unpacked and checked, to be put in place by whoever takes the lock next."""
        return self.data / "restore"

    @property
    def before_restore(self) -> Path:
        """The state that the last restore replaced."""
        return self.data / "before-restore"

    @property
    def published(self) -> Path:
        """The link to the version that readers see."""
        return self.data / "zhibiao.duckdb"

    @property
    def work(self) -> Path:
        """Everything that may be deleted at any time when no run is under way."""
        return self.data / "work"

    @property
    def working_file(self) -> Path:
        """Filled by `zhibiao load`, built by `zhibiao build` and by a bare `dbt build`."""
        return self.work / "zhibiao.duckdb"

    @property
    def run_folder(self) -> Path:
        """The working folder of the run that is under way."""
        return self.work / "run"

    @property
    def run_file(self) -> Path:
        """The database that a run builds before it is published.

        The path is the same for each run: dbt parses everything anew when its profile changes.
        """
        return self.run_folder / "zhibiao.duckdb"

    @property
    def refused(self) -> Path:
        """What the last run built and did not publish, because it changed too much."""
        return self.work / "refused"

    @property
    def refused_file(self) -> Path:
        """The tables that were not published; `refused_difference` is what they would change."""
        return self.refused / "zhibiao.duckdb"

    @property
    def refused_difference(self) -> Path:
        """Against the version that stayed, as JSON."""
        return self.refused / "diff.json"

    @property
    def unpublished_file(self) -> Path:
        """The tables of the last run that was made for the history only."""
        return self.work / "history-only" / "zhibiao.duckdb"

    @property
    def dbt_target(self) -> Path:
        """Where dbt leaves what it parsed, compiled and found."""
        return self.work / "dbt"

    @property
    def lock_file(self) -> Path:
        """Held by the run that is under way."""
        return self.data / "run.lock"

    def ledger_files(self) -> list[Path]:
        """The ledger's files, in the order of their names."""
        return sorted(path for path in self.ledger.glob("**/*.csv") if path.is_file())

    def shown(self, path: Path) -> str:
        """`path` as people know it: relative to the project where it lies inside."""
        try:
            return str(path.relative_to(self.root))
        except ValueError:
            return str(path)


def _is_project(folder: Path) -> bool:
    return (folder / "dbt_project").is_dir() and (folder / "seeds").is_dir()


def find_root(given: Path | None = None) -> Path:
    """The project's folder: given, from ZHIBIAO_PROJECT, upward from here, or the source tree."""
    named = given or (Path(value) if (value := os.environ.get("ZHIBIAO_PROJECT")) else None)
    if named is not None:
        folder = named.expanduser().resolve()
        if _is_project(folder):
            return folder
        raise UsageError(
            f"looking for the project in {named}",
            "there is no dbt_project/ and seeds/ in that folder",
            "Name the folder that holds both, with --project or ZHIBIAO_PROJECT.",
        )
    here = Path.cwd()
    for folder in (here, *here.parents):
        if _is_project(folder):
            return folder
    if _is_project(SOURCE_TREE):
        return SOURCE_TREE
    raise UsageError(
        f"looking for the project from {here} upward",
        "no folder with dbt_project/ and seeds/ was found",
        "Go to the project's folder, or name it with --project or ZHIBIAO_PROJECT.",
    )
