"""Settings: file, environment, flags, in that order of strength; and where the project is."""

from __future__ import annotations

import pytest

from warehouse.errors import UsageError
from warehouse.paths import SOURCE_TREE, find_root
from warehouse.settings import load_settings, open_project


def test_defaults(tmp_path):
    settings = load_settings(tmp_path)
    assert (settings.keep_versions, settings.forecast_horizon) == (5, 5)


def test_the_environment_beats_the_file_and_a_flag_beats_both(tmp_path, monkeypatch):
    (tmp_path / "zhibiao.toml").write_text("keep_versions = 7\nforecast_horizon = 3\n")
    assert load_settings(tmp_path).keep_versions == 7
    monkeypatch.setenv("ZHIBIAO_KEEP_VERSIONS", "8")
    assert load_settings(tmp_path).keep_versions == 8
    assert load_settings(tmp_path, keep_versions=9).keep_versions == 9
    assert load_settings(tmp_path, keep_versions=None).forecast_horizon == 3


def test_a_file_that_is_not_toml(tmp_path):
    (tmp_path / "zhibiao.toml").write_text("keep_versions: 7")
    with pytest.raises(UsageError, match=r"zhibiao\.toml"):
        load_settings(tmp_path)


@pytest.mark.parametrize("value", ["", "{bad", "20", "[1]", '{"yearbook": "soon"}', "yearbook=20"])
def test_a_table_in_the_environment_that_is_none(tmp_path, monkeypatch, value):
    monkeypatch.setenv("ZHIBIAO_FRESHNESS_MONTHS", value)
    with pytest.raises(UsageError, match="freshness_months"):
        load_settings(tmp_path)


def test_a_table_in_the_environment_is_json(tmp_path, monkeypatch):
    monkeypatch.setenv("ZHIBIAO_FRESHNESS_MONTHS", '{"yearbook": 20}')
    assert load_settings(tmp_path).freshness_months["yearbook"] == 20


def test_only_settings_that_change_content_are_part_of_the_input_hash(tmp_path):
    content = load_settings(tmp_path).that_change_content()
    assert load_settings(tmp_path, keep_versions=1).that_change_content() == content
    assert load_settings(tmp_path, forecast_horizon=9).that_change_content() != content


def test_the_project_is_found_from_below(project, monkeypatch):
    monkeypatch.delenv("ZHIBIAO_PROJECT", raising=False)
    monkeypatch.chdir(project.ledger)
    assert find_root() == project.root


def test_the_environment_names_the_project(project, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZHIBIAO_PROJECT", str(project.root))
    assert find_root() == project.root


def test_elsewhere_it_is_the_source_tree(tmp_path, monkeypatch):
    monkeypatch.delenv("ZHIBIAO_PROJECT", raising=False)
    monkeypatch.chdir(tmp_path)
    assert find_root() == SOURCE_TREE


def test_the_data_folder_may_lie_elsewhere(project, tmp_path):
    found, _ = open_project(project.root, data_dir=tmp_path / "state")
    assert found.published == tmp_path / "state" / "zhibiao.duckdb"
