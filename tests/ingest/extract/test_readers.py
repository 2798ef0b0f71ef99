"""Files as people send them, and as nobody should."""

from __future__ import annotations

import contextlib
import zipfile
from pathlib import Path

import pytest

from ingest.extract.readers import Unreadable, files_of, read

SENTENCE = "全市生产总值2234.8亿元，比上年增长4.1%。"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(path: Path, xml: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml)
    return path


def pdf(path: Path, pages: list[str]) -> Path:
    """A small PDF with a text layer of ASCII, one line a page."""
    kids = " ".join(f"{3 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
    ]
    for i, text in enumerate(pages):
        stream = f"BT /F 12 Tf 72 700 Td ({text}) Tj ET" if text else ""
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {4 + 2 * i} 0 R"
            "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
        )
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    body = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj{content}endobj\n".encode()
    table = "".join(f"{o:010d} 00000 n \n" for o in offsets)
    body += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    ).encode()
    path.write_bytes(body)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(SENTENCE.encode(encoding))
    assert read(path).text == SENTENCE


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n ", "no text"),
        ("binary.txt", b"\x7fELF\x00\x01\x02", "binary"),
        ("noise.txt", bytes(range(1, 32)) * 40, "readable"),
        ("sheet.xlsx", b"PK\x03\x04", "not read"),
        ("fake.pdf", b"%PDF-1.4 nothing", "PDF"),
        ("fake.docx", b"no archive", "DOCX"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=says):
        read(path)


def test_html_gives_its_visible_text_and_its_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<html><head><title>t</title><script>var x = '1亿元';</script></head><body>"
        f"<h1>公报</h1><p>{SENTENCE}</p><table><tr><td>增值税</td><td>6.1</td></tr></table>"
        "<img src='http://example.invalid/x.png'></body></html>",
        encoding="utf-8",
    )
    text = read(path).text
    assert SENTENCE in text.split("\n")
    assert "增值税\t6.1" in text
    assert "1亿元" not in text


def test_html_nested_a_hundred_thousand_deep(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_text("<div>" * 100_000 + SENTENCE, encoding="utf-8")
    with contextlib.suppress(Unreadable):  # refused in bounded time is as good
        assert SENTENCE in read(path).text


def test_docx(tmp_path: Path) -> None:
    xml = (
        f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>'
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>增值税</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>6.1</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
    )
    assert read(docx(tmp_path / "a.docx", xml)).text.split("\n") == [SENTENCE, "增值税\t6.1"]


def test_docx_with_entities_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    xml = bomb + f'<w:document xmlns:w="{W}"><w:p><w:t>&b;</w:t></w:p></w:document>'
    with pytest.raises(Unreadable):
        read(docx(tmp_path / "bomb.docx", xml))


def test_docx_that_unzips_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(160):
            part.write(b"<" + b" " * (1 << 20))
    with pytest.raises(Unreadable, match="too large"):
        read(path)


def test_pdf_has_pages(tmp_path: Path) -> None:
    source = read(pdf(tmp_path / "a.pdf", ["GDP 2234.8", "second"]))
    assert "GDP 2234.8" in source.text
    assert len(source.pages) == 2
    assert source.text[source.pages[1] :].startswith("second")


def test_pdf_without_a_text_layer(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="text layer"):
        read(pdf(tmp_path / "scan.pdf", [""]))


def test_folders_give_their_readable_files_once(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "c.csv", ".hidden.txt"):
        (tmp_path / name).write_text("x")
    assert [p.name for p in files_of([tmp_path, tmp_path / "a.md"])] == ["a.md", "b.txt"]


@pytest.mark.parametrize(
    "text",
    [
        "source_id,area,indicator,value_text\na,b,c,1\n",
        '\ufeff"地区","指标","数值"\n',
        "area\tindicator\tvalue_text\r\na\tb\t1\r\n",
    ],
)
def test_a_table_of_the_ledger_is_not_read_as_prose(tmp_path, text):
    path = tmp_path / "figures.txt"
    path.write_text(text, encoding="utf-8", newline="")
    with pytest.raises(Unreadable, match=r"name it \.csv"):
        read(path)


@pytest.mark.parametrize("text", ["地区,指标\n", "地区,指标,上升了三成\n", SENTENCE])
def test_prose_with_commas_is_read(tmp_path, text):
    path = tmp_path / "page.txt"
    path.write_text(text, encoding="utf-8")
    assert read(path).text
