"""The documentation of the tables is complete, and written once for each name."""

import re
from pathlib import Path

import yaml

MARTS = Path(__file__).parents[2] / "dbt_project" / "models" / "marts"


def described_models():
    return yaml.safe_load((MARTS / "_marts.yml").read_text(encoding="utf-8"))["models"]


def test_every_mart_has_a_contract_with_described_columns():
    models = {model["name"]: model for model in described_models()}
    assert set(models) == {path.stem for path in MARTS.glob("*.sql")}
    for model in models.values():
        assert model["description"]
        for column in model["columns"]:
            assert column["data_type"]
            assert column["description"] == f"{{{{ doc('{column['name']}') }}}}"


def test_every_column_is_described_once_and_no_description_is_unused():
    blocks = re.findall(r"{% docs (\w+) %}", (MARTS / "_columns.md").read_text(encoding="utf-8"))
    used = {column["name"] for model in described_models() for column in model["columns"]}
    assert len(blocks) == len(set(blocks))
    assert set(blocks) == used
