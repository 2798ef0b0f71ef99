"""Begin a warehouse for another city: its seed files, an empty ledger, a README."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from ingest.extract.dictionary import DIVISIONS, _rows, short_county
from ingest.schema import LEDGER_COLUMNS

_COPIED = (
    "indicators.csv",
    "indicator_aliases.csv",
    "units.csv",
    "authorities.csv",
    "indicator_relations.csv",
)
_HEADERS_ONLY = ("area_members.csv", "sources.csv", "corrections.csv", "decisions.csv")
_LEDGER = ",".join(LEDGER_COLUMNS) + "\n"


class NoSuchCity(Exception):
    """The name is not in the national table; the message offers those that are like it."""


def find(name: str) -> list[dict[str, str]]:
    """A division of today by name or code: a city, a county, a district, or a municipality."""
    rows = [r for r in _rows(DIVISIONS) if not r["valid_to"]]
    hits = [r for r in rows if name in (r["name_zh"], r["gb_code"])]
    hits = hits or [r for r in rows if r["level"] == "city" and r["name_zh"] == name + "市"]
    hits = hits or [
        r
        for r in rows
        if len(name) >= 2
        and name.endswith(r["name_zh"])
        and name != r["name_zh"]
        and any(
            p["gb_code"][:2] == r["gb_code"][:2] and name.startswith(p["name_zh"]) for p in rows
        )
    ]
    return hits


def begin(folder: Path, city: str, *, template: Path) -> list[Path]:
    """Write the seed files of `city` into `folder`; `template` is a project to take the dictionary from.

    Raises NoSuchCity, or FileExistsError where the folder already holds seed files or a README.
    """
    hits = find(city)
    if not hits:
        import rapidfuzz.process

        names = [
            r["name_zh"]
            for r in _rows(DIVISIONS)
            if not r["valid_to"] and r["level"] in ("city", "province")
        ]
        like = [m[0] for m in rapidfuzz.process.extract(city, names, limit=3)]
        raise NoSuchCity(
            f"{city} is not in the table of divisions (GB/T 2260); similar names: {', '.join(like)}"
        )
    if len(hits) > 1:
        raise NoSuchCity(
            f"{city} is the name of {len(hits)} places: "
            + ", ".join(f"{h['name_zh']} ({h['gb_code']})" for h in hits)
            + "; give the code"
        )
    home = hits[0]
    seeds = folder / "seeds"
    if (seeds / "areas.csv").exists():
        raise FileExistsError(f"{seeds} already holds seed files")
    if (folder / "README.md").exists():
        raise FileExistsError(f"{folder} already holds a README.md")
    rows = [r for r in _rows(DIVISIONS) if not r["valid_to"]]
    by_code = {r["gb_code"]: r for r in rows}
    code = home["gb_code"]
    own = code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
    below = [r for r in rows if r["gb_code"].startswith(own) and r["gb_code"] != code]
    above = [by_code[c] for c in (code[:2] + "0000", code[:4] + "00") if c in by_code and c != code]
    (seeds / "observations").mkdir(parents=True, exist_ok=True)
    written = [seeds / "areas.csv", seeds / "area_aliases.csv"]

    def area_id(row: dict[str, str]) -> str:
        return "gb" + row["gb_code"]

    parent_of = {
        r["gb_code"]: ("china" if r["level"] == "province" else "gb" + r["parent_code"])
        for r in [*above, home, *below]
    }
    known = {"china", *(area_id(r) for r in [*above, home, *below])}
    with written[0].open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(
            [
                "area_id",
                "name_zh",
                "name_en",
                "level",
                "parent_area_id",
                "gb_code",
                "valid_from",
                "valid_to",
            ]
        )
        out.writerow(("china", "中国", "China", "country", "", "", "", ""))
        for r in [*above, home, *below]:
            parent = parent_of[r["gb_code"]]
            out.writerow(
                (
                    area_id(r),
                    r["name_zh"],
                    "",
                    r["level"],
                    parent if parent in known else "china",
                    r["gb_code"],
                    "",
                    "",
                )
            )
    with written[1].open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("alias", "area_id", "scope"))
        out.writerows([("全国", "china", ""), ("我国", "china", "")])
        if home["level"] in ("city", "province"):
            out.writerow(
                ("全市" if home["name_zh"].endswith("市") else "全省", area_id(home), area_id(home))
            )
        for r in [*above, home, *below]:
            short = (
                r["name_zh"][:-1]
                if r["level"] in ("city", "province") and r["name_zh"][-1] in "市省"
                else short_county(r["name_zh"])
            )
            if len(short) >= 2:
                out.writerow(
                    (short, area_id(r), "" if r["level"] in ("city", "province") else area_id(home))
                )
    for name in _COPIED:
        if (template / "seeds" / name).exists():
            shutil.copyfile(template / "seeds" / name, seeds / name)
            written.append(seeds / name)
    for name in (*_HEADERS_ONLY, "breaks.csv"):
        source = template / "seeds" / name
        if not source.exists():
            continue
        lines = source.read_text(encoding="utf-8").splitlines()
        keep = [lines[0]]
        if name == "breaks.csv":  # a national change of base holds everywhere
            keep += [line for line in lines[1:] if line.split(",")[1:2] in (["all"], ["china"])]
        (seeds / name).write_text("\n".join(keep) + "\n", encoding="utf-8")
        written.append(seeds / name)
    ledger = seeds / "observations" / f"{code}.csv"
    ledger.write_text(_LEDGER, encoding="utf-8")
    readme = folder / "README.md"
    if not readme.exists():
        readme.write_text(_README.format(name=home["name_zh"], n=len(below)), encoding="utf-8")
    if (template / "dbt_project").is_dir() and not (folder / "dbt_project").exists():
        shutil.copytree(
            template / "dbt_project",
            folder / "dbt_project",
            ignore=shutil.ignore_patterns("target", "logs", "*.duckdb*"),
        )
    return [*written, ledger, readme]


_README = """# {name}: indicators

A warehouse of dated figures about {name}, begun by `zhibiao init`.

- `seeds/areas.csv` holds {name} and its {n} divisions (GB/T 2260). Add development zones, sub-districts and parks.
- `seeds/sources.csv` is empty: one row per document or table that figures come from.
- `seeds/observations/` is the ledger, one row per claim, empty so far.

Next: `zhibiao ingest documents/ --default-area {name}`, look at the review file, then `zhibiao run`.
"""
