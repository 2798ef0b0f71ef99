"""Publishing: atomic, read-only versions, a relative link, retention, going back."""

from __future__ import annotations

import stat
from pathlib import Path

import duckdb
import pytest

import warehouse
from warehouse import publish
from warehouse.errors import UsageError, ZhibiaoError
from warehouse.paths import Project
from warehouse.read import connect
from warehouse.targets import refuse_published


def test_the_published_file_is_a_relative_link_to_a_read_only_version(published_project):
    link = published_project.published
    assert link.is_symlink()
    assert link.readlink() == Path("versions/zhibiao-00001-20260101T000001Z.duckdb")
    assert stat.S_IMODE(link.stat().st_mode) == 0o444
    assert [path.name for path in published_project.data.glob("**/*.wal")] == []
    assert not published_project.run_file.exists()


def test_the_data_folder_may_be_moved(published_project, tmp_path):
    moved = tmp_path / "elsewhere"
    published_project.data.rename(moved)
    with connect(moved / "zhibiao.duckdb") as connection:
        assert connection.execute("select count(*) from main.area").fetchone() == (3,)


def test_a_reader_keeps_the_version_that_it_opened(project, publish_version):
    publish_version(1)
    with connect(project=project) as reader:
        before = reader.execute("select run_id from main.meta").fetchone()
        publish_version(2)
        assert reader.execute("select run_id from main.meta").fetchone() == before
    with connect(project=project) as reader:
        assert reader.execute("select run_id from main.meta").fetchone() != before


@pytest.mark.parametrize("broken_step", ["_close_for_good", "switch"])
def test_a_publication_that_stops_half_way_leaves_the_last_version(
    project, publish_version, monkeypatch, broken_step
):
    publish_version(1)

    def stop(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publish, broken_step, stop)
    with pytest.raises(OSError, match="No space left"):
        publish_version(2)
    monkeypatch.undo()
    with connect(project=project) as reader:
        assert reader.execute("select run_id from main.meta").fetchone()[0].startswith("00001-")
    publish.clean_work(project)
    publish_version(3)
    assert publish.current(project).number == 3


def test_an_ordinary_file_in_place_of_the_link_is_not_overwritten(project, publish_version):
    project.data.mkdir()
    project.published.write_text("mine")
    with pytest.raises(ZhibiaoError, match="ordinary file"):
        publish_version(1)
    assert project.published.read_text() == "mine"


def test_old_versions_go_and_the_current_one_stays(project, publish_version):
    for number in range(1, 6):
        publish_version(number)
    publish.switch(project, publish.find_version(project, "2").path)
    deleted = publish.prune(project, keep=2)
    assert [run_id.split("-")[0] for run_id in deleted] == ["00001", "00003"]
    assert [version.number for version in publish.versions(project)] == [2, 4, 5]


def test_going_back_and_naming_versions(project, publish_version):
    publish_version(1)
    publish_version(2)
    assert publish.before_current(project).number == 1
    with pytest.raises(UsageError, match="there is no such version"):
        publish.find_version(project, "9")
    publish.switch(project, publish.before_current(project).path)
    assert publish.current(project).number == 1
    with pytest.raises(UsageError, match="the oldest"):
        publish.before_current(project)


def test_leftovers_of_a_killed_run_are_removed(project):
    project.run_folder.mkdir(parents=True)
    (project.run_folder / "zhibiao.duckdb").write_text("half")
    (project.data / ".zhibiao.duckdb.123").symlink_to("versions/gone")
    publish.clean_work(project)
    assert not project.run_folder.exists()
    assert list(project.data.glob(".zhibiao*")) == []


def test_readers_cannot_reach_files_or_settings(published_project, tmp_path):
    with warehouse.connect(project=published_project) as connection:
        for query in (
            "select * from read_text('/etc/hostname')",
            f"copy main.area to '{tmp_path / 'out.csv'}'",
            f"attach '{tmp_path / 'other.duckdb'}'",
            "set enable_external_access = true",
            "delete from main.area",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(query).fetchall()


@pytest.mark.parametrize("name", ["zhibiao.duckdb", "versions/zhibiao-00001-x.duckdb"])
def test_writing_to_what_readers_see_is_refused(published_project: Project, name: str):
    with pytest.raises(UsageError, match="readers have open"):
        refuse_published(published_project.data / name)


def test_writing_through_another_link_is_refused(published_project, tmp_path):
    other = tmp_path / "innocent.duckdb"
    other.symlink_to(published_project.published)
    with pytest.raises(UsageError, match="readers have open"):
        refuse_published(other)
    refuse_published(published_project.working_file)
