"""Proposals in their context, for a person to check: as text, and as one HTML file without a network.

In the page every figure of a document is marked by what became of it: loaded unseen, proposed with
something open, or left out with the reason.
"""

from __future__ import annotations

import html
from pathlib import Path

import polars as pl

from ingest.extract import readers
from ingest.extract.frame import Document, is_sure
from ingest.terminal import tame

_BEFORE, _AFTER = 36, 18


def position(locator: str, pages: list[int]) -> tuple[int, int] | None:
    """The range in the whole text that a locator names; None where it names none."""
    page, _, span = locator.rpartition(":")
    if not span.startswith("c"):
        return None
    first, _, last = span[1:].partition("-")
    if not (first.isdigit() and last.isdigit()):
        return None
    offset = (
        pages[int(page[1:]) - 1]
        if page.startswith("p") and page[1:].isdigit() and 0 < int(page[1:]) <= len(pages)
        else 0
    )
    return offset + int(first), offset + int(last)


def _said(row: dict) -> str:
    """One line of what a row claims."""
    parts = [
        row["area"] or "?",
        row["indicator"] or "?",
        row["measure"],
        f"{row['qualifier']} {row['value_text']} {row['unit']}".strip(),
        row["period"] or "undated",
    ]
    if row["status"] != "actual":
        parts.append(row["status"])
    return " · ".join(parts)


def _in_line(text: str) -> str:
    return tame(text).replace("\n", "⏎")


def as_text(
    claims: pl.DataFrame, texts: dict[str, tuple[str, list[int]]], *, colour: bool = False
) -> str:
    """Each proposal under the words that it stands on. `texts`: source_id → text and pages."""
    sure = is_sure(claims).to_list()
    out: list[str] = []
    on, off = ("\x1b[1;7m", "\x1b[0m") if colour else ("【", "】")
    for row, good in zip(claims.iter_rows(named=True), sure, strict=True):
        text, pages = texts.get(row["source_id"], ("", []))
        span = position(row["locator"], pages)
        if text and span:
            first, last = span
            context = (
                _in_line(text[max(0, first - _BEFORE) : first])
                + on
                + _in_line(text[first:last])
                + off
                + _in_line(text[last : last + _AFTER])
            )
        else:
            context = "(the document is not at hand)"
        note = "sure" if good else row["reason"] or "not sure"
        out.append(
            f"{tame(row['source_id'])} {tame(row['locator'])}  {context}\n"
            f"    {tame(_said(row))}\n    {row['confidence']:.2f}  {tame(note)}"
        )
    return "\n".join(out)


_STYLE = """
:root{color-scheme:light dark}body{font:16px/1.9 system-ui,"Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.3rem;margin:2.5rem 0 .5rem}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;margin:0}
mark{color:#111;padding:0 .15em;border-radius:.2em;cursor:help}mark.sure{background:#b7e4b0}mark.open{background:#ffe08a}mark.left{background:#d8d8de}
mark:focus{outline:2px solid #1a5fb4}small{color:#666}.key mark{margin-right:.8em}
mark::after{content:attr(data-says);display:none;position:absolute;z-index:2;max-width:28rem;background:#222;color:#fff;font-size:.85rem;line-height:1.5;padding:.4em .7em;border-radius:.3em;white-space:pre-line}
mark:hover::after,mark:focus::after{display:inline-block}
@media print{mark::after{display:none!important}}
"""
_LEFT = {
    "threshold": "left out: a threshold or part of a name",
    "duration": "left out: a duration",
    "peers": "left out: the number of those ranked",
    "promised": "left out: a reward promised, not paid",
    "bare": "left out: a number without unit or indicator",
    "quoted": "left out: in a title",
}


def as_html(claims: pl.DataFrame, documents: list[Document]) -> str:
    """One page, complete in itself."""
    sure = is_sure(claims)
    marked = claims.with_columns(sure.alias("_sure"))
    body: list[str] = []
    counts = {
        "sure": int(sure.sum()),
        "open": claims.height - int(sure.sum()),
        "left": sum(len(d.unclaimed) for d in documents),
    }
    for document in documents:
        marks: dict[int, tuple[int, str, list[str]]] = {}
        for row in marked.filter(pl.col("source_id") == document.source_id).iter_rows(named=True):
            span = position(row["locator"], document.pages)
            if span is None:
                continue
            kind = "sure" if row["_sure"] else "open"
            says = _said(row) + (
                f"\n{row['confidence']:.2f} {row['reason']}" if not row["_sure"] else ""
            )
            if span[0] in marks:
                end, other, said = marks[span[0]]
                marks[span[0]] = (
                    max(end, span[1]),
                    "open" if "open" in (kind, other) else "sure",
                    [*said, says],
                )
            else:
                marks[span[0]] = (span[1], kind, [says])
        for first, last, reason in document.unclaimed:
            marks.setdefault(first, (last, "left", [_LEFT.get(reason, "left out: " + reason)]))
        pieces: list[str] = []
        at = 0
        for first in sorted(marks):
            last, kind, says = marks[first]
            if first < at:
                continue
            pieces.append(html.escape(document.text[at:first]))
            pieces.append(
                f'<mark class="{kind}" tabindex="0" data-says="{html.escape(chr(10).join(says), quote=True)}">'
                f"{html.escape(document.text[first:last])}</mark>"
            )
            at = last
        pieces.append(html.escape(document.text[at:]))
        body.append(
            f"<h1>{html.escape(document.source_id)} <small>{html.escape(document.path.name)}</small></h1>\n<pre>{''.join(pieces)}</pre>"
        )
    key = (
        f'<p class="key"><mark class="sure" data-says="loaded unseen">{counts["sure"]} sure</mark>'
        f'<mark class="open" data-says="something stayed open">{counts["open"]} to check</mark>'
        f'<mark class="left" data-says="no claim">{counts["left"]} left out</mark></p>'
    )
    return (
        f'<!doctype html>\n<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>review</title><style>{_STYLE}</style></head><body>{key}\n{chr(10).join(body)}\n</body></html>\n"
    )


def texts_of(claims: pl.DataFrame, folder: Path | None) -> dict[str, tuple[str, list[int]]]:
    """The documents that claims come from: where their `file` column says, or by name in `folder`."""
    found: dict[str, tuple[str, list[int]]] = {}
    for source_id, name in (
        claims.select("source_id", "file").unique(maintain_order=True).iter_rows()
    ):
        path = Path(name)
        if folder is not None:
            path = folder / path.name
        try:
            source = readers.read(path)
        except readers.Unreadable:
            continue
        found[source_id] = (source.text, source.pages)
    return found
