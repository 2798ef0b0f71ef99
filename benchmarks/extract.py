"""Scores of `zhibiao extract` against annotated texts: per field, genre and document, and throughput.

    python benchmarks/extract.py [--corpus dev|heldout|documents] [--errors] [--documents DIR]

A proposed claim and an annotated one belong together when their figures overlap in the text.
`core` is number, unit, measure and period together; `whole` is all of it (area, indicator and
status too), counted where the annotation gives an indicator of the dictionary; `listed` is the
whole where the area, too, is in a reference table (seeds, or the national table of divisions).

The ledger enters every figure of its five pages, the corpus does not: `ledger_conventions.csv` says
which figures of the ledger the conventions of the corpus call no claim (durations, counts of a list
that is only announced, counts of peers), which are left out here, and which indicators were named for
one sentence of one page (`one_off`): a proposal that leaves such a one open is scored as one whose
annotation gives no indicator.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ingest.extract import document
from ingest.extract.dictionary import Area, Dictionary, _key

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "tests" / "ingest" / "extract" / "corpus"
FIELDS = ("number", "unit", "qualifier", "measure", "period", "status", "area", "indicator")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "首": 1,
    "半": 0,
}


def number(text: str) -> str:
    """One form per number, so that 第3, 3 and 三 agree."""
    text = (
        unicodedata.normalize("NFKC", text)
        .replace(" ", "")
        .replace(",", "")
        .replace("第", "")
        .replace("−", "-")
        .replace("～", "-")
        .replace("—", "-")
        .replace("~", "-")
    )
    text = text.replace("%", "").replace("--", "-")
    try:
        return str(Decimal(text).normalize())
    except InvalidOperation:
        pass
    total, current = 0, 0
    for c in text:
        if c in _DIGITS:
            current = _DIGITS[c]
        elif c in "十百千":
            total += (current or 1) * {"十": 10, "百": 100, "千": 1000}[c]
            current = 0
        else:
            return text
    return str(Decimal(total + current).normalize())


def span(period: str, stock: bool) -> str:
    """Periods that say the same get one form: a stock at the year's end is that of the year."""
    if stock and (m := re.fullmatch(r"((?:\.\./)?\d{4})-12(?:-31)?", period)):
        return m.group(1)
    if stock and (m := re.fullmatch(r"(\d{4})-(\d\d)-(?:30|31|28|29)", period)):
        return f"{m.group(1)}-{m.group(2)}"
    if stock and (m := re.fullmatch(r"(\d{4})-01/(\d{4}-\d\d)", period)):
        return m.group(2)
    return period


def area_key(d: Dictionary, name: str, source_id: str, home: str) -> str:
    """An area's id, or its name in the national table, for comparison."""
    key = _key(name)
    for scope in [source_id, *d.ancestors(home)]:
        if key in d.scoped_areas.get(scope, {}):
            return d.scoped_areas[scope][key]
    if name in d.areas:
        return name
    if key in d.area_names:
        return d.area_names[key]
    area = document.find_area(d, name)
    found = (area.area_id or area.name) if area else name
    return found.replace("(", "（").replace(")", "）")  # a form of characters, not of names


def _is_listed(d: Dictionary, name: str, source_id: str = "", home: str = "") -> bool:
    """Whether a reference table has the area, also by a name of its own page (该园区, 辖区)."""
    if area_key(d, name, source_id, home) in d.areas:
        return True
    area = document.find_area(d, name)
    return bool(area and (area.area_id or area.code))


def _name(area: Area | None) -> str:
    return (area.area_id or area.name) if area else ""


def gold_of_corpus(folder: Path):
    for path in sorted(folder.glob("*.txt")):
        table = path.with_suffix(".csv")
        if not table.exists():
            continue
        meta_path = path.with_suffix(".meta.json")
        meta = json.loads(meta_path.read_text(encoding="utf-8")) if meta_path.exists() else {}
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            row["start"], row["end"] = int(row["start"]), int(row["end"])
        yield path.name, path.read_text(encoding="utf-8"), meta, rows


def gold_of_documents(folder: Path):
    import hashlib

    with (ROOT / "seeds" / "sources.csv").open(encoding="utf-8") as file:
        sources = {r["sha256"]: r for r in csv.DictReader(file) if r["sha256"]}
    with (ROOT / "benchmarks" / "ledger_conventions.csv").open(encoding="utf-8") as file:
        conventions = {(r["source_id"], r["locator"]): r["kind"] for r in csv.DictReader(file)}
    for path in sorted(folder.glob("*.txt")):
        source = sources.get(hashlib.sha256(path.read_bytes()).hexdigest())
        if source is None:
            continue
        with (ROOT / "seeds" / "observations" / f"{source['id']}.csv").open(
            encoding="utf-8"
        ) as file:
            rows = list(csv.DictReader(file))
        kinds = [conventions.get((r["source_id"], r["locator"]), "") for r in rows]
        rows = [r | {"kind": k} for r, k in zip(rows, kinds, strict=True) if k in ("", "one_off")]
        for row in rows:
            first, last = row["locator"][1:].split("-")
            row["start"], row["end"] = int(first), int(last)
        meta = {
            "published": source["published_on"],
            "default_area": source["area_id"],
            "genre": "feature",
            "source_id": source["id"],
        }
        yield source["id"], path.read_bytes().decode("utf-8"), meta, rows


def score(documents, d: Dictionary, *, errors: bool):
    per: dict[str, Counter] = defaultdict(Counter)
    mistakes: Counter = Counter()
    for name, text, meta, gold in documents:
        source_id = meta.get("source_id", "")
        reading = document.read_text(
            text,
            d,
            published=meta.get("published", ""),
            default_area=meta.get("default_area", ""),
            source_id=source_id,
        )
        home = reading.setting.home.area_id if reading.setting.home else ""
        found = []
        for claim in reading.claims:
            found.append((claim.first, claim.last, claim))
        used: set[int] = set()
        keys = ("all", f"genre {meta.get('genre', '?')}", f"document {name}")

        def count(what: str, by: int = 1, keys=keys) -> None:
            for key in keys:
                per[key][what] += by

        count("proposed", len(found))
        count("annotated", len(gold))
        for row in gold:
            best = None
            for i, (first, last, claim) in enumerate(found):
                if i in used or last <= row["start"] or first >= row["end"]:
                    continue
                if best is None or (
                    number(claim.value_text) == number(row["value_text"])
                    and number(found[best][2].value_text) != number(row["value_text"])
                ):
                    best = i
            context = (
                text[max(0, row["start"] - 26) : row["start"]]
                + "【"
                + text[row["start"] : row["end"]]
                + "】"
                + text[row["end"] : row["end"] + 10]
            )
            context = context.replace("\n", "/")
            if best is None:
                mistakes["missed"] += 1
                if errors:
                    print(f"{name} MISSED {context}")
                continue
            used.add(best)
            claim = found[best][2]
            ids = {**d.aliases, **d.scoped_aliases.get(source_id, {})}
            wanted = (
                row["indicator"]
                if row["indicator"] in d.indicators
                else ids.get(_key(row["indicator"]), "")
            )
            if not wanted and row.get("indicator_text"):  # annotated before the dictionary knew it
                wanted = ids.get(_key(row["indicator_text"]), "")
            if row.get("kind") == "one_off":
                if claim.indicator_id == wanted:
                    count("known annotated")
                    count("listed annotated", _is_listed(d, row["area"], source_id, home))
                else:
                    wanted = ""
            indicator = d.indicators.get(wanted)
            stock = (
                bool(indicator and indicator.kind == "stock")
                or not indicator
                or row["unit"] in ("家", "个", "人", "万人", "户", "件", "项", "位", "所", "%")
            )
            right = {
                "number": number(claim.value_text) == number(row["value_text"]),
                "unit": claim.unit.replace("万名", "万人").replace("个岗位", "个")
                == row["unit"].replace("个岗位", "个").replace("万名", "万人"),
                "qualifier": claim.qualifier.replace("首次", "")
                == row["qualifier"].replace("首次", "").replace("达到", ""),
                "measure": claim.measure == row["measure"],
                "period": span(claim.period, stock) == span(row["period"], stock),
                "status": claim.status == row["status"],
                "area": area_key(d, _name(claim.area), source_id, home)
                == area_key(d, row["area"], source_id, home),
                "indicator": claim.indicator_id == wanted,
            }
            for key, ok in right.items():
                count(key, ok)
                mistakes[key] += not ok
            core = right["number"] and right["unit"] and right["measure"] and right["period"]
            whole = core and right["area"] and right["status"] and right["indicator"]
            count("matched")
            count("core", core)
            count(
                "all fields",
                core and right["area"] and right["status"] and (right["indicator"] or not wanted),
            )
            if wanted:
                count("known matched")
                count("whole", whole)
                count("listed", whole and _is_listed(d, row["area"], source_id, home))
            if errors and not all(
                v
                for k, v in right.items()
                if k != "qualifier" and (k != "indicator" or wanted or claim.indicator_id)
            ):
                bad = [
                    f"{k}: {_said(claim, k)} ≠ {wanted + '/' if k == 'indicator' else ''}{row.get('value_text' if k == 'number' else k)}"
                    for k, v in right.items()
                    if not v
                ]
                print(f"{name} {context} :: {'; '.join(bad)}")
        ids = {**d.aliases, **d.scoped_aliases.get(source_id, {})}
        known = [
            row
            for row in gold
            if row.get("kind") != "one_off"
            and (
                row["indicator"] in d.indicators
                or _key(row["indicator"] or row.get("indicator_text", "")) in ids
            )
        ]
        count("known annotated", len(known))
        count("listed annotated", sum(_is_listed(d, row["area"], source_id, home) for row in known))
        proposed = [c for _, _, c in found if c.indicator_id]
        count("known proposed", len(proposed))
        count("listed proposed", sum(_is_listed(d, _name(c.area)) for c in proposed))
        for i, (first, last, claim) in enumerate(found):
            if i not in used:
                mistakes["spurious"] += 1
                if errors:
                    print(
                        f"{name} SPURIOUS {text[max(0, first - 20) : first]}【{text[first:last]}】{text[last : last + 10]} :: {claim.measure} {claim.indicator_id} {claim.indicator_text}".replace(
                            "\n", "/"
                        )
                    )
    return per, mistakes


def _said(claim, key: str):
    if key == "number":
        return claim.value_text
    if key == "area":
        return claim.area.name if claim.area else None
    if key == "indicator":
        return f"{claim.indicator_id}({claim.indicator_text})"
    return getattr(claim, key)


def report(per: dict[str, Counter]) -> None:
    print(
        f"{'':44}{'gold':>6}{'found':>6}{'match':>6} | core P {'':3} R | whole P {'':2} R | listed P {'':1} R | "
        + " ".join(f"{f[:6]:>6}" for f in FIELDS)
    )
    for key in sorted(per, key=lambda k: (k != "all", k)):
        c = per[key]
        matched = max(1, c["matched"])

        def pct(a: int, b: int) -> str:
            return f"{100 * a / b:5.1f}" if b else "    -"

        known = max(1, c["known matched"])
        print(
            f"{key[:43]:44}{c['annotated']:6}{c['proposed']:6}{c['matched']:6} | {pct(c['core'], c['proposed'])} {pct(c['core'], c['annotated'])} | "
            f"{pct(c['whole'], max(c['known proposed'], known))} {pct(c['whole'], c['known annotated'])} | "
            f"{pct(c['listed'], c['listed proposed'])} {pct(c['listed'], c['listed annotated'])} | "
            + " ".join(f"{pct(c[f], matched):>6}" for f in FIELDS)
        )


def throughput(d: Dictionary, texts: list[str]) -> None:
    whole = "\n".join(texts)
    while len(whole.encode()) < 3_000_000:
        whole += "\n" + whole
    document.read_text(whole[:20000], d, default_area="焦作市", published="2024-01")
    began = time.process_time()
    reading = document.read_text(whole, d, default_area="焦作市", published="2024-01")
    spent = time.process_time() - began
    size = len(whole.encode()) / 1e6
    print(
        f"throughput: {size:.1f} MB in {spent:.2f} s = {size / spent:.2f} MB/s, {len(reading.claims)} claims"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", default="dev")
    parser.add_argument(
        "--errors", action="store_true", help="print each error (not for the held-out part)"
    )
    parser.add_argument(
        "--documents", type=Path, help="folder of the source documents of the ledger"
    )
    parser.add_argument("--only", default="")
    parser.add_argument("--throughput", action="store_true")
    args = parser.parse_args()
    d = document.dictionary_of(ROOT / "seeds")
    if args.documents:
        items = list(gold_of_documents(args.documents))
    else:
        items = list(gold_of_corpus(CORPUS / args.corpus))
    items = [i for i in items if args.only in i[0]]
    if args.corpus == "heldout" and args.errors:
        sys.exit("the held-out texts are for totals only")
    if args.corpus == "heldout":  # nothing of the texts, only totals and genres
        items = [(f"heldout-{n}", *rest) for n, (_, *rest) in enumerate(items)]
    per, mistakes = score(items, d, errors=args.errors)
    if args.corpus == "heldout":
        per = {k: v for k, v in per.items() if not k.startswith("document")}
    report(per)
    print("errors:", dict(mistakes.most_common()))
    if args.throughput:
        throughput(d, [text for _, text, _, _ in items])


if __name__ == "__main__":
    main()
