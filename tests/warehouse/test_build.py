"""Calling dbt: what it did is counted, what failed is told with the rows that offend."""

from __future__ import annotations

import pytest

from warehouse.build import build
from warehouse.errors import CheckFailed
from warehouse.paths import Project
from warehouse.settings import Settings

_PROJECT = """
name: small
version: '1.0'
profile: small
flags: {send_anonymous_usage_stats: false}
"""
_PROFILE = """
small:
  target: here
  outputs:
    here: {type: duckdb, path: "{{ env_var('ZHIBIAO_DB') }}", schema: main, threads: 1}
"""
_TESTS = """
version: 2
models:
  - name: prices
    columns:
      - name: price
        data_tests:
          - not_null
"""


@pytest.fixture
def small(tmp_path):
    """A dbt project of one model with one test."""
    project = Project(root=tmp_path, data=tmp_path / "data")
    models = project.dbt / "models"
    models.mkdir(parents=True)
    (project.dbt / "dbt_project.yml").write_text(_PROJECT)
    (project.dbt / "profiles.yml").write_text(_PROFILE)
    (models / "prices.yml").write_text(_TESTS)
    (models / "prices.sql").write_text("select 'tea' as good, 1.5 as price")
    project.work.mkdir(parents=True)
    return project


def test_a_build_counts_what_it_did_and_says_how_far_it_is(small):
    said = []
    result = build(small, Settings(), small.working_file, "r1", progress=said.append)
    assert (result.models, result.tests, result.warnings) == (1, 1, [])
    assert said[0].startswith("1 of 2: sql table model") or said[0].startswith("1 of 2: sql view")
    assert not (small.dbt / "target").exists()


def test_a_failing_test_prints_the_offending_rows(small):
    (small.dbt / "models" / "prices.sql").write_text(
        "select 'tea' as good, 1.5 as price union all select 'salt', null"
    )
    (small.dbt / "models" / "broken.sql").write_text("select nope from {{ ref('prices') }}")
    with pytest.raises(CheckFailed) as caught:
        build(small, Settings(), small.working_file, "r1")
    assert caught.value.exit_code == 4
    assert "test not_null_prices_price" in caught.value.detail
    assert "good=salt, price=None" in caught.value.detail
    assert "the last version stands" in caught.value.next_step


def _refused_with_places(small, tests: str) -> str:
    seeds = small.dbt / "seeds"
    seeds.mkdir()
    (seeds / "places.csv").write_text("place,lies_in\na,\nb,a\nc,nowhere\nb,\n")
    (small.dbt / "models" / "places.yml").write_text(tests)
    (small.dbt / "models" / "chain.sql").write_text(
        "select place, nullif(place, 'a') as far from {{ ref('places') }}"
    )
    with pytest.raises(CheckFailed) as caught:
        build(small, Settings(), small.working_file, "r1")
    return caught.value.detail


def test_rows_of_reference_tables_are_told_with_their_lines(small):
    told = _refused_with_places(
        small,
        """
version: 2
seeds:
  - name: places
    columns:
      - name: place
        data_tests: [unique]
      - name: lies_in
        data_tests:
          - relationships:
              arguments: {to: ref('places'), field: place}
""",
    )
    assert "unique_field=b, n_records=2 (dbt_project/seeds/places.csv: line 3, 5)" in told
    assert "from_field=nowhere (dbt_project/seeds/places.csv: line 4)" in told


def test_so_are_rows_made_from_them_where_the_columns_have_their_names(small):
    told = _refused_with_places(
        small,
        """
version: 2
models:
  - name: chain
    columns:
      - name: far
        data_tests: [not_null]
""",
    )
    assert "place=a, far=None (dbt_project/seeds/places.csv: line 2)" in told


def test_a_project_that_cannot_be_parsed_says_why(small):
    (small.dbt / "models" / "prices.sql").write_text("select * from {{ ref('nowhere') }}")
    with pytest.raises(CheckFailed) as caught:
        build(small, Settings(), small.working_file, "r1")
    assert "nowhere" in caught.value.detail


def test_building_the_published_file_is_refused_by_dbt_itself(small):
    small.versions.mkdir(parents=True)
    profile = _PROFILE.replace(
        "threads: 1", "threads: 1, plugins: [{module: warehouse.dbt_plugin}]"
    )
    (small.dbt / "profiles.yml").write_text(profile)
    with pytest.raises(CheckFailed) as caught:
        build(small, Settings(), small.published, "r1")
    assert "readers have open" in caught.value.detail
    assert not small.published.exists()
