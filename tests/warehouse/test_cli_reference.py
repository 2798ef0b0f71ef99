"""The documentation of the command line is what the command line says."""

from warehouse.cli_reference import REFERENCE, reference


def test_the_reference_is_current():
    written = REFERENCE.read_text(encoding="utf-8")
    assert written == reference(), "write it anew: python -m warehouse.cli_reference"
