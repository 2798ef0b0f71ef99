"""A small warehouse, made by SQL from the declared contract of the marts, without dbt."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from warehouse import history, publish
from warehouse import run as run_module
from warehouse.audit import audit
from warehouse.build import BuildResult
from warehouse.history import RunRecord
from warehouse.load import Loaded
from warehouse.paths import SOURCE_TREE, Project
from warehouse.read import connect_to_write
from warehouse.settings import Settings

_CONTRACT = SOURCE_TREE / "dbt_project" / "models" / "marts" / "_marts.yml"

RAW = """
create schema if not exists raw;
create or replace table raw.observation (observation_id varchar, file varchar);
create or replace table raw.load (load_id varchar, file varchar, loaded_at timestamp,
    rows_in bigint, rows_loaded bigint, rows_known bigint, rows_rejected bigint,
    is_ledger boolean);
create or replace table raw.presence (observation_id varchar, file varchar, is_present boolean);
create or replace table raw.rejected (load_id varchar, file varchar, row_number bigint,
    reason varchar, offending varchar, column_name varchar, raw_row varchar,
    rejected_at timestamp, is_current boolean);
insert into raw.observation values ('o1', 'a.csv'), ('o2', 'a.csv'), ('o3', 'a.csv');
insert into raw.load values ('l1', 'a.csv', timestamp '2026-01-01 00:00:00', 4, 3, 0, 1, true);
insert into raw.presence select observation_id, file, true from raw.observation;
insert into raw.rejected values ('l1', 'a.csv', 4, 'the unit 斤 is not known', '斤', 'unit', '{}',
    timestamp '2026-01-01 00:00:00', true);
"""

MARTS = """
insert into main.area by name from (values
    ('jiefang', '解放区', 'Jiefang District', 'district'),
    ('shanyang', '山阳区', 'Shanyang District', 'district'),
    ('tengyun_park', '腾云数字经济产业园', 'Tengyun Park', 'park'))
    as v(area_id, name_zh, name_en, level);
insert into main.indicator by name from (values
    ('gdp', '地区生产总值', 'GDP', 'gdp', 'CNY', 'flow'),
    ('tax_revenue', '税收收入', 'Tax revenue', 'tax', 'CNY', 'flow'),
    ('tenant_firms', '入驻企业', 'Tenant firms', 'firms', 'count', 'stock'))
    as v(indicator_id, name_zh, name_en, family, unit, kind);
insert into main.source by name from (values
    ('daily', '=cmd()|日报', 'newspaper', 3, date '2024-09-30', false, 'jiefang'),
    ('yearbook', '年鉴', 'yearbook', 1, date '2024-12-31', true, 'jiefang'))
    as v(source_id, title, kind, authority_rank, known_at, known_at_assumed, area_id);
insert into main.observation by name from (values
    ('o1', 'yearbook', 'gdp:2023', 'jiefang', 'gdp', 'level', '135.7', '亿元', null, '2023',
        'actual', 13570000000.0, 13565000000.0, 13575000000.0, 'CNY', date '2023-01-01',
        date '2023-12-31', 'year', 2023, date '2024-12-31', true, 1, 'accepted',
        'the best of its group', null),
    ('o2', 'daily', 'c10-14', 'jiefang', 'gdp', 'level', '130', '亿元', '近', '2023',
        'actual', 13000000000.0, 11700000000.0, 13000000000.0, 'CNY', date '2023-01-01',
        date '2023-12-31', 'year', 2023, date '2024-09-30', false, 3, 'conflicting',
        'outside the interval of the best claim', 'o1'),
    ('o3', 'daily', 'c40-44', 'tengyun_park', 'tenant_firms', 'level', '38', '家', null,
        '2024-08-31', 'actual', 38.0, 37.5, 38.5, 'count', date '2024-08-31',
        date '2024-08-31', 'part_year', null, date '2024-09-30', false, 3, 'accepted', '', null))
    as v(observation_id, source_id, locator, area_id, indicator_id, measure, value_text,
        unit_printed, qualifier, period, status, value, low, high, unit, period_start, period_end,
        period_kind, year, known_at, known_at_assumed, authority_rank, disposition, reason,
        decided_by);
insert into main.indicator_year by name from (values
    ('jiefang', 'gdp', 2023, 13570000000.0, 13565000000.0, 13575000000.0, 'CNY', 'reported', 'o1',
        2, 2, 'conflict', date '2024-12-31', []::varchar[]))
    as v(area_id, indicator_id, year, value, low, high, unit, basis, observation_id, n_claims,
        n_sources, agreement, known_at, derived_from);
insert into main.indicator_part_year by name from (values
    ('tengyun_park', 'tenant_firms', date '2024-08-31', date '2024-08-31', 38.0, 37.5, 38.5,
        'count', 'reported', 'o3', 1, 1, 'single', date '2024-09-30'))
    as v(area_id, indicator_id, period_start, period_end, value, low, high, unit, basis,
        observation_id, n_claims, n_sources, agreement, known_at);
insert into main.district_year by name from (values
    ('jiefang', '解放区', 'district', 2023, 13570000000.0))
    as v(area_id, area_name_zh, level, year, gdp_cny);
insert into main.park_year by name from (values
    ('tengyun_park', '腾云数字经济产业园', 'park', 2024, 38.0))
    as v(area_id, area_name_zh, level, year, tenant_firms_count);
insert into main.finding by name from (values
    ('conflict-1', 'conflict', 'warning', 'jiefang', 'gdp', '2023',
        '=HYPERLINK("x") 135.7 against 130', ['o1', 'o2'], 'open'))
    as v(finding_id, kind, severity, area_id, indicator_id, period, message, observation_ids,
        status);
insert into main.forecast by name
    select 'jiefang' as area_id, 'gdp' as indicator_id, y::integer as year,
        date '2024-12-31' as as_of,
        case when y = 2023 then 'actual' else 'forecast' end as kind,
        case when y > 2023 then 1.1e10 end as p025, case when y > 2023 then 1.2e10 end as p10,
        case when y > 2023 then 1.3e10 end as p25, 1.357e10 as p50,
        case when y > 2023 then 1.4e10 end as p75, case when y > 2023 then 1.5e10 end as p90,
        case when y > 2023 then 1.6e10 end as p975, 'CNY' as unit, 1 as n_obs, 2023 as last_year,
        'local level' as method, 'p1' as prior_id, getvariable('run_id') as run_id,
        'indicative' as note
    from range(2023, 2027) as t(y);
insert into main.forecast_history by name
    from main.forecast union all by name select * from raw.forecast_history;
insert into main.run by name select * from raw.run_history;
insert into main.meta by name
    select '1.0' as contract_version, date '2024-12-31' as as_of, getvariable('run_id') as run_id;
create or replace view main."地区年度" as
    select area_name_zh as 地区, year as 年份, round(gdp_cny / 1e8, 2) as "生产总值(亿元)"
    from main.district_year;
create or replace view main."园区年度" as
    select area_name_zh as 地区, year as 年份, tenant_firms_count as "入驻企业(家)"
    from main.park_year;
create or replace view main."预测" as
    select area_id as 地区, year as 年份, p50 / 1e8 as 中位数 from main.forecast;
create or replace view main."目标展望" as select target_id, probability from main.target_outlook;
create or replace macro main.indicator_year_as_of(d) as table
    select * from main.indicator_year where known_at <= d;
create or replace macro main.observation_as_of(d) as table
    select * from main.observation where known_at <= d;
"""


@cache
def _empty_marts() -> str:
    """The tables of the contract as `create table` statements."""
    contract: dict[str, Any] = yaml.safe_load(_CONTRACT.read_text(encoding="utf-8"))
    statements = []
    for model in contract["models"]:
        columns = ", ".join(
            f'"{column["name"]}" {column["data_type"]}' for column in model["columns"]
        )
        statements.append(f"create or replace table main.{model['name']} ({columns});")
    return "\n".join(statements)


def make_marts(connection: duckdb.DuckDBPyConnection, run_id: str, gdp: float = 13.57e9) -> None:
    """Fill `main` with the tables of the contract and a handful of rows."""
    connection.execute(f"set variable run_id = '{run_id}'")
    connection.execute(_empty_marts())
    connection.execute(MARTS)
    connection.execute(
        "update main.indicator_year set value = ?, low = ? - 5e6, high = ? + 5e6", [gdp, gdp, gdp]
    )


def fake_builder(
    project: Project, settings: Settings, database: Path, run_id: str, **_: Any
) -> BuildResult:
    """Stands in for dbt: makes the marts in the working file."""
    with connect_to_write(database) as connection:
        connection.execute(RAW)
        make_marts(connection, run_id)
    return BuildResult(models=19, seeds=0, tests=0, unit_tests=0, skipped=0, warnings=[])


@pytest.fixture(scope="session")
def builder() -> Callable[..., BuildResult]:
    """A builder for `warehouse.run.run` that needs no dbt."""
    return fake_builder


def _empty_project(root: Path) -> Project:
    shutil.copytree(SOURCE_TREE / "seeds", root / "seeds")
    (root / "dbt_project").mkdir()
    return Project(root=root, data=root / "data")


def _publish(project: Project, number: int, gdp: float = 13.57e9, record: bool = True) -> Path:
    run_id = f"{number:05d}-20260101T0000{number:02d}Z"
    run = RunRecord(
        run_id=run_id,
        started=datetime(2026, 1, 1, 0, 0, number),
        finished=datetime(2026, 1, 1, 0, 1, number),
        status="published",
        input_hash=f"hash-{number}",
        versions="{}",
        rows_in=4,
    )
    project.run_folder.mkdir(parents=True, exist_ok=True)
    with connect_to_write(project.run_file) as connection:
        history.load_into(connection, project, run)
        connection.execute(RAW)
        make_marts(connection, run_id, gdp)
    counts = audit(project.run_file)
    with connect_to_write(project.run_file) as connection:
        connection.execute("update main.meta set content_hash = ?", [counts.content_hash])
    version = publish.publish(project, run_id, project.run_file)
    if record:
        history.record(project, run_id, version)
    return version


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project with the repository's seeds."""
    return _empty_project(tmp_path / "project")


Publisher = Callable[..., Path]


@pytest.fixture
def publish_version(project: Project) -> Publisher:
    """Publish a version of the small warehouse with the given number; returns its path."""
    return partial(_publish, project)


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    template = _empty_project(tmp_path_factory.mktemp("template") / "project")
    _publish(template, 1)
    return template.data


@pytest.fixture
def published_project(project: Project, _template: Path) -> Project:
    """A project with one published version of the small warehouse."""
    shutil.copytree(_template, project.data, symlinks=True)
    return project


@pytest.fixture
def loading_succeeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading and the state, tested elsewhere, succeed in runs of the small warehouse."""

    def prepare(project: Project, path: Path, run: RunRecord) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with connect_to_write(path) as connection:
            history.load_into(connection, project, run)

    monkeypatch.setattr(run_module, "load", lambda *_: Loaded(1, 4, 3, 0, 1, ()))
    monkeypatch.setattr(run_module, "prepare_working_file", prepare)


class Runner:
    """Runs the project; each look at the clock is a minute after the one before."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.start = datetime(2026, 1, 1, 6, 30)
        self.minutes = 0

    def clock(self) -> datetime:
        """A minute later each time it is asked."""
        self.minutes += 1
        return self.start + timedelta(minutes=self.minutes - 1)

    def __call__(self, settings: Settings | None = None, **options: Any) -> run_module.Outcome:
        """Run, by default with the settings and the builder of the small warehouse."""
        options.setdefault("builder", fake_builder)
        options.setdefault("clock", self.clock)
        return run_module.run(self.project, settings or Settings(), **options)


@pytest.fixture
def run(project: Project, loading_succeeds: None) -> Runner:
    """Run the small warehouse in an empty project."""
    return Runner(project)


@pytest.fixture
def altered() -> Callable[..., Callable[..., BuildResult]]:
    """A builder of the small warehouse that runs some SQL in the tables that it made."""

    def make(*statements: str) -> Callable[..., BuildResult]:
        def build(
            project: Project, settings: Settings, database: Path, run_id: str, **_: Any
        ) -> BuildResult:
            result = fake_builder(project, settings, database, run_id)
            with connect_to_write(database) as connection:
                for statement in statements:
                    connection.execute(statement)
            return result

        return build

    return make
