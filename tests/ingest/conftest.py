"""Small reference tables and files in the ledger's form, as the tests of loading need them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from ingest.load import LoadReport, load_files, open_raw
from ingest.schema import LEDGER_COLUMNS

SEEDS = {
    "areas": """\
area_id,name_zh,parent_area_id
henan,河南省,
jiaozuo,焦作市,henan
jiefang,解放区,jiaozuo
hitech,焦作高新区,jiaozuo
wenyuan,文苑街道,hitech
park_a,甲产业园,jiefang
park_b,乙产业园,wenyuan
""",
    "area_aliases": """\
alias,area_id,scope
焦作,jiaozuo,
全区,jiefang,paper
全区,hitech,hitech
全市,jiaozuo,jiaozuo
全省,henan,henan
园区,park_a,
园区,park_b,
产业园,park_b,wenyuan
产业园,park_a,
""",
    "indicators": """\
indicator_id,name_zh,family,dimension,unit,kind
gdp,地区生产总值,gdp,money_cny,CNY,flow
tax_revenue,税收收入,tax,money_cny,CNY,flow
budget_balance,财政收支差额,budget,money_cny,CNY,flow
tenant_firms,入驻企业,firms,count,count,stock
jobs,就业岗位,employment,persons,persons,stock
floor_area,建筑面积,space,area,m²,stock
unemployment_rate,失业率,labour,ratio,percent,rate
""",
    "indicator_aliases": """\
alias,indicator_id,scope
GDP,gdp,
税收,tax_revenue,
收入,tax_revenue,paper
""",
    "units": """\
unit,dimension,numerator,denominator,note
元,money_cny,1,1,
万元,money_cny,10000,1,
亿元,money_cny,100000000,1,
万亿元,money_cny,1000000000000,1,
家,count,1,1,
人,persons,1,1,
亩,area,2000,3,
%,ratio,1,1,
％,ratio,1,1,
‰,ratio,1,10,
个百分点,ratio,1,1,
倍,ratio,1,1,
番,ratio,1,1,
位,rank,1,1,
""",
    "sources": """\
id,title,publisher,kind,published_on,sha256,url,authority,area_id,withdrawn_on
paper,日报,,newspaper,2024-09,,,newspaper,jiefang,
street,街道专版,,newspaper,2024-09-15,,,newspaper,wenyuan,
yearbook,年鉴,统计局,yearbook,,,,statistical,jiaozuo,
portal,网页,,website,,,,encyclopaedia,,
""",
}

NOW = datetime(2026, 1, 2, 3, 4, 5)


def _claim(**fields: str) -> dict[str, str]:
    """A good row of the ledger; `fields` replace its cells."""
    row = dict.fromkeys(LEDGER_COLUMNS, "")
    row |= {
        "source_id": "paper",
        "locator": "c1-5",
        "area": "解放区",
        "indicator": "GDP",
        "measure": "level",
        "value_text": "135.7",
        "unit": "亿元",
        "period": "2023",
        "status": "actual",
    }
    return row | fields


def _numbered(count: int, **fields: str) -> list[dict[str, str]]:
    """Good rows that differ by their locator."""
    return [_claim(locator=f"c{n}-{n + 4}", **fields) for n in range(count)]


def _write_csv(
    path: Path,
    rows: Iterable[Mapping[str, str]],
    *,
    encoding: str = "utf-8",
    delimiter: str = ",",
    columns: Iterable[str] = LEDGER_COLUMNS,
) -> Path:
    """A CSV file of the rows."""
    with path.open("w", encoding=encoding, newline="") as handle:
        writer = csv.writer(handle, delimiter=delimiter, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[row[name] for name in LEDGER_COLUMNS] for row in rows])
    return path


@pytest.fixture(scope="session")
def claim() -> Callable[..., dict[str, str]]:
    """Makes a good row of the ledger, with some cells replaced."""
    return _claim


@pytest.fixture(scope="session")
def numbered() -> Callable[..., list[dict[str, str]]]:
    """Makes good rows that differ by their locator."""
    return _numbered


@pytest.fixture(scope="session")
def write_csv() -> Callable[..., Path]:
    """Writes rows as a CSV file."""
    return _write_csv


@pytest.fixture(scope="session")
def seed_texts() -> dict[str, str]:
    """The small reference tables as CSV."""
    return SEEDS


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A folder with small reference tables."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    for name, text in SEEDS.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


class Loading:
    """Loads files into a state of its own, and looks at what is stored."""

    def __init__(self, folder: Path, seeds: Path) -> None:
        self.state = folder / "raw"
        self.seeds = seeds
        self.ledger = folder / "ledger"
        self.ledger.mkdir()

    def __call__(self, *paths: Path, is_ledger: bool = False, now: datetime = NOW) -> LoadReport:
        report = load_files(
            paths,
            state_dir=self.state,
            seeds_dir=self.seeds,
            is_ledger=is_ledger,
            ledger_root=self.ledger,
            now=now,
        )
        for file in report.files:
            assert file.rows_in == file.rows_loaded + file.rows_known + file.rows_rejected
        return report

    def load_ledger(self, now: datetime = NOW) -> LoadReport:
        """All files of the ledger, as a run loads them."""
        return self(*sorted(self.ledger.glob("**/*.csv")), is_ledger=True, now=now)

    def query(self, sql: str) -> list[tuple[object, ...]]:
        """Rows of a query over schema `raw` as it would be in a working file."""
        with duckdb.connect() as connection:
            open_raw(connection, self.state)
            return connection.execute(sql).fetchall()


@pytest.fixture
def load(tmp_path: Path, seeds: Path) -> Loading:
    """Loading into an empty state with the small reference tables."""
    return Loading(tmp_path, seeds)
