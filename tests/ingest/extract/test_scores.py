"""Extraction as a whole: how well on the annotated texts, and that time grows with length."""

from __future__ import annotations

import importlib.util
import time
from pathlib import Path

import pytest

from ingest.extract import document

ROOT = Path(__file__).resolve().parents[3]


def bench():
    spec = importlib.util.spec_from_file_location("bench_extract", ROOT / "benchmarks/extract.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scores(part: str) -> dict[str, float]:
    module = bench()
    d = document.dictionary_of(ROOT / "seeds")
    per, _ = module.score(list(module.gold_of_corpus(module.CORPUS / part)), d, errors=False)
    c = per["all"]
    return {
        "core precision": c["core"] / c["proposed"],
        "core recall": c["core"] / c["annotated"],
        "whole precision": c["whole"] / max(c["known proposed"], c["known matched"]),
        "whole recall": c["whole"] / c["known annotated"],
    }


def test_the_texts_for_development() -> None:
    found = scores("dev")
    assert min(found["core precision"], found["core recall"]) >= 0.95, found
    assert min(found["whole precision"], found["whole recall"]) >= 0.93, found


def test_the_texts_held_back() -> None:
    # The aim is 0.95 for the core and 0.90 for the whole (docs/extract.md). These are what it may
    # not fall below: some five points under what was measured last.
    found = scores("heldout")
    assert min(found["core precision"], found["core recall"]) >= 0.89, found
    assert min(found["whole precision"], found["whole recall"]) >= 0.79, found


HOSTILE = {
    "digits": "1" * 60_000,
    "numerals": "一" * 60_000,
    "proportion": "1:" * 30_000,
    "brackets": "(" * 60_000,
    "figures without end": "1亿元" * 20_000,
    "one sentence": "A、B和C分别增长1%、2%;" * 4_000,
    "brackets with targets": "(目标1%)" * 10_000,
    "forms of parks": "数字产业园" * 12_000,
    "cells": "1\t" * 30_000,
    "rows": "生产总值 1 2 3\n" * 5_000,
    "cells a line": "1\n" * 30_000,
    "quotation marks": "《" * 60_000,
    "years": "2020年" * 12_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_length(seeds: Path, name: str) -> None:
    d = document.dictionary_of(seeds)
    text = HOSTILE[name]
    document.read_text("热身2020年生产总值1亿元。", d)

    def spent(part: str) -> float:
        began = time.process_time()
        document.read_text(part, d)
        return time.process_time() - began

    short = spent(text[: len(text) // 4])
    assert spent(text) < 12 * short + 0.5
