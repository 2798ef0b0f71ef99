"""What the code imports is what pyproject.toml asks for."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
OUR_PACKAGES = ("ingest", "warehouse", "forecasts")


def imported_by(package: str) -> set[str]:
    """Top-level modules that the files of a package import, wherever in the file."""
    found = set()
    for file in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {name.name.split(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                found.add(node.module.split(".")[0])
    return found


def test_every_library_imported_is_declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {re.split(r"[<>=!\[; ]", entry, maxsplit=1)[0] for entry in project["dependencies"]}
    providers = packages_distributions()
    modules = set().union(*map(imported_by, OUR_PACKAGES))
    libraries = modules - set(sys.stdlib_module_names) - set(OUR_PACKAGES)
    undeclared = {
        module
        for module in libraries
        if not declared & {name.lower().replace("_", "-") for name in providers.get(module, [])}
    }
    assert "duckdb" in libraries
    assert not undeclared
