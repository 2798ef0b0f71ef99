"""Proposals in their context, for a person to check: as text, and as one HTML file without a network.

In the page every figure of a document is marked by what became of it: loaded unseen, proposed with
something open, or left out with the reason. What is to be checked is listed first, each with a link to its
place. Words for people stand in Chinese and in English, as elsewhere.
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


_MEASURES = {
    "level": "总量",
    "change": "增减",
    "yoy_growth_pct": "同比增长",
    "mom_growth_pct": "环比增长",
    "avg_growth_pct": "年均增长",
    "growth_multiple": "增长倍数",
    "share_pct": "占比",
    "diff_pp": "相差",
    "rank": "位次",
    "completion_pct": "完成率",
}
_STATUS = {"target": "目标 target", "preliminary": "初步数 preliminary"}
_SUFFIXES = ("余", "多", "来", "几", "以上", "以下", "以内", "之内", "左右", "上下", "之多")


def _amount(row: dict) -> str:
    """The figure with its qualifier where Chinese has it: 超过 3 亿元, 1500 家 余."""
    before, _, after = (row["qualifier"] or "").partition("…")
    if not after and before in _SUFFIXES:
        before, after = "", before
    return " ".join(part for part in (before, row["value_text"], row["unit"], after) if part)


def _said(row: dict) -> str:
    """One line of what a row claims."""
    measure = row["measure"]
    parts = [
        row["area"] or "?",
        row["indicator"] or "?",
        f"{_MEASURES.get(measure, '')} {measure}".strip(),
        _amount(row),
        row["period"] or "时期不明 undated",
    ]
    if row["status"] in _STATUS:
        parts.append(_STATUS[row["status"]])
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
mark:focus,mark:target{outline:2px solid #1a5fb4}small{color:#666}summary{cursor:pointer;font-weight:bold}li{margin:.4em 0;line-height:1.5}.key mark{margin-right:.8em}
mark::after{content:attr(data-says);display:none;position:absolute;z-index:2;max-width:28rem;background:#222;color:#fff;font-size:.85rem;line-height:1.5;padding:.4em .7em;border-radius:.3em;white-space:pre-line}
mark:hover::after,mark:focus::after{display:inline-block}
@media print{mark::after{display:none!important}}
"""
_LEFT = {
    "threshold": "门槛或名称的一部分 a threshold or part of a name",
    "duration": "时长 a duration",
    "peers": "参照范围或所列事项的个数 the number of those ranked, or of what a list announces",
    "promised": "承诺的奖励 a reward promised, not paid",
    "rule": "规定的标准 what a rule or a policy sets",
    "price": "价格 a price",
    "capacity": "产能 what a plant can make",
    "terrain": "地形、气候 how the land lies, or the weather",
    "distance": "距离 a distance",
    "age": "年龄 an age",
    "address": "地址 an address",
    "sample": "抽样 a sample",
    "wording": "行文用语 a turn of phrase",
    "bare": "无单位或无指标的数 a number without unit or indicator",
    "quoted": "标题、书名中的数 in a title",
}

# What each figure of a document became, by where it begins: its end, the kind of mark, what it says.
Marks = dict[int, tuple[int, str, list[str]]]


def _marks(claims: pl.DataFrame, document: Document) -> Marks:
    """Of one document; several claims of one figure share a mark, which is open where one of them is."""
    marks: Marks = {}
    for row in claims.filter(pl.col("source_id") == document.source_id).iter_rows(named=True):
        span = position(row["locator"], document.pages)
        if span is None:
            continue
        kind = "sure" if row["_sure"] else "open"
        says = _said(row)
        if not row["_sure"]:
            says += f"\n可信度 confidence {row['confidence']:.2f}"
            says += f"\n{row['reason']}" if row["reason"] else ""
        end, other, said = marks.get(span[0], (span[1], kind, []))
        marks[span[0]] = (
            max(end, span[1]),
            "open" if "open" in (kind, other) else "sure",
            [*said, says],
        )
    for first, last, reason in document.unclaimed:
        says = _LEFT.get(reason, reason)
        marks.setdefault(first, (last, "left", ["未取 left out: " + says]))
    return marks


def as_html(claims: pl.DataFrame, documents: list[Document]) -> str:
    """One page, complete in itself: what is to be checked first, then each document with its figures marked."""
    sure = is_sure(claims)
    marked = claims.with_columns(sure.alias("_sure"))
    body: list[str] = []
    listed: list[str] = []
    counts = {
        "sure": int(sure.sum()),
        "open": claims.height - int(sure.sum()),
        "left": sum(len(d.unclaimed) for d in documents),
    }
    for n, document in enumerate(documents):
        marks = _marks(marked, document)
        text = document.text
        pieces: list[str] = []
        at = 0
        for first in sorted(marks):
            last, kind, says = marks[first]
            if first < at:
                continue
            name = f"f{n}-{first}"
            figure = html.escape(text[first:last])
            pieces.append(html.escape(text[at:first]))
            pieces.append(
                f'<mark class="{kind}" tabindex="0" id="{name}" '
                f'data-says="{html.escape(chr(10).join(says), quote=True)}">{figure}</mark>'
            )
            if kind == "open":
                before = html.escape(text[max(0, first - _BEFORE) : first].replace("\n", " "))
                after = html.escape(text[last : last + _AFTER].replace("\n", " "))
                said = "<br>".join(html.escape(one).replace("\n", "<br>") for one in says)
                listed.append(
                    f'<li>{before}<a href="#{name}">{figure}</a>{after}<br><small>{said}</small></li>'
                )
            at = last
        pieces.append(html.escape(text[at:]))
        body.append(
            f"<h1>{html.escape(document.source_id)} <small>{html.escape(document.path.name)}</small></h1>\n<pre>{''.join(pieces)}</pre>"
        )
    key = (
        f'<p class="key"><mark class="sure" data-says="不经人工即入库 loaded unseen">可入库 sure {counts["sure"]}</mark>'
        f'<mark class="open" data-says="有未定之处 something stayed open">待核对 to check {counts["open"]}</mark>'
        f'<mark class="left" data-says="不是指标数据 no claim">未取 left out {counts["left"]}</mark></p>'
    )
    checks = (
        f"<details open><summary>待核对 to check</summary><ol>{''.join(listed)}</ol></details>"
        if listed
        else ""
    )
    return (
        f'<!doctype html>\n<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>核对 review</title><style>{_STYLE}</style></head><body>{key}\n{checks}\n{chr(10).join(body)}\n</body></html>\n"
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
