"""Files as people send them → text, with what can go wrong bounded.

Plain text is read here. HTML, DOCX and PDF are opened in a process of their own with limits of
memory and time (`python -m ingest.extract.readers`), for a hostile file can make any parser hang or
eat the machine. Nothing is fetched: links, images, entities and templates in a file stay unread.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from ingest.schema import column_named

SUFFIXES = (".txt", ".md", ".html", ".htm", ".docx", ".pdf")
MAX_BYTES = 256 * 1024 * 1024  # of a file; a year of a newspaper is 20 MB
MAX_TEXT = 128 * 1024 * 1024  # of the text in it, after unpacking
READER_SECONDS = 120
READER_MEMORY = 2 * 1024 * 1024 * 1024


class Unreadable(Exception):
    """A file that holds no text to be had; the message says why and what to do."""


@dataclass(slots=True)
class Source:
    """The text of one file. `pages` are the positions where its pages begin (PDF only)."""

    path: Path
    text: str
    sha256: str
    pages: list[int] = field(default_factory=list)


def files_of(paths: list[Path]) -> list[Path]:
    """The readable files among files and folders, in order of their names, each once."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            for each in sorted(path.rglob("*")):
                if (
                    each.is_file()
                    and each.suffix.lower() in SUFFIXES
                    and not each.name.startswith(".")
                ):
                    found[each] = None
        else:
            found[path] = None
    return list(found)


def decode(raw: bytes) -> str:
    """BOM, then UTF-8, then GB 18030; a charset guessed from short Chinese text is wrong too often."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    if b"\x00" in raw[:65536] or b"\x00" in raw:
        raise Unreadable("it is binary, not text (it holds zero bytes)")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise Unreadable("its encoding is neither UTF-8 nor GB 18030; save it as UTF-8")
    sample = text[:20000]
    odd = sum(
        1
        for c in sample
        if (c < " " and c not in "\n\r\t\f\v") or "\ue000" <= c <= "\uf8ff" or c == "\ufffd"
    )
    if odd > 0.05 * len(sample):
        raise Unreadable("it does not decode to readable text; save it as UTF-8")
    return text


def read(path: Path) -> Source:
    """The text of a file; `Unreadable` with the reason where there is none."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Unreadable(f"it cannot be opened: {error.strerror}") from None
    if size == 0:
        raise Unreadable("it is empty")
    if size > MAX_BYTES:
        raise Unreadable(
            f"it has {size:,} bytes; more than {MAX_BYTES:,} are not read at once: split it"
        )
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"it cannot be read: {error.strerror}") from None
    digest = hashlib.sha256(raw).hexdigest()
    suffix = path.suffix.lower()
    pages: list[int] = []
    if suffix in (".txt", ".md", ""):
        text = decode(raw)
        if _is_ledger(text):
            raise Unreadable(
                "it is a table in the ledger's columns, not prose: name it .csv, or .tsv with tabs"
            )
    elif suffix in SUFFIXES:
        text, pages = _in_a_process(path, suffix)
    else:
        raise Unreadable(
            f"files of kind {suffix} are not read; text, Markdown, HTML, DOCX and PDF are"
        )
    if not text.strip():
        raise Unreadable(
            "it has no text layer (a scan?); recognise its text first"
            if suffix == ".pdf"
            else "it holds no text"
        )
    return Source(path, text, digest, pages)


def _is_ledger(text: str) -> bool:
    """Whether the first line names columns of the ledger: such a file read as prose would be lost."""
    first = text.lstrip().split("\n", 1)[0]
    cells = [cell.strip().strip('"') for cell in first.replace("\t", ",").split(",")]
    return len(cells) > 2 and all(column_named(cell) for cell in cells)


def _in_a_process(path: Path, suffix: str) -> tuple[str, list[int]]:
    """Run a parser where it can do no harm."""
    command = [
        sys.executable,
        "-I",
        "-c",
        _CHILD,
        str(Path(__file__).resolve().parents[2]),
        str(path.resolve()),
        suffix,
    ]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=READER_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONIOENCODING": "utf-8"},
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(f"reading it took longer than {READER_SECONDS} seconds") from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise Unreadable("it is damaged or too large when unpacked (its reader died)") from None
    if "problem" in answer:
        raise Unreadable(answer["problem"])
    return answer["text"], answer["pages"]


_CHILD = """
import json, sys
sys.path.insert(0, sys.argv[1])
from ingest.extract import readers
readers.child(sys.argv[2], sys.argv[3])
"""


def child(path: str, suffix: str) -> None:
    """In the process apart: limit it, parse, answer in JSON."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (READER_MEMORY, READER_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (READER_SECONDS, READER_SECONDS))
    except (ImportError, ValueError, OSError):
        pass  # no limits on this system; the time limit of the caller holds
    try:
        reader = {".html": _html, ".htm": _html, ".docx": _docx, ".pdf": _pdf}[suffix]
        text, pages = reader(Path(path))
        if len(text) > MAX_TEXT:
            raise Unreadable("its text is too large when unpacked")
        answer = {"text": text, "pages": pages}
    except Unreadable as error:
        answer = {"problem": str(error)}
    except MemoryError:
        answer = {"problem": "it needs more memory than a document may"}
    except Exception as error:
        answer = {"problem": f"it cannot be parsed as {suffix[1:].upper()}: {type(error).__name__}"}
    sys.stdout.write(json.dumps(answer))


_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "tr",
        "pre",
        "blockquote",
        "figure",
        "figcaption",
        "br",
        "hr",
        "form",
        "tbody",
        "thead",
        "caption",
        "option",
    ]
)
_HIDDEN = frozenset(
    ["script", "style", "noscript", "template", "head", "iframe", "object", "svg", "math", "select"]
)


def _html(path: Path) -> tuple[str, list[int]]:
    """Visible text: blocks on lines of their own, cells of a table set apart by tabs."""
    from selectolax.lexbor import LexborHTMLParser

    raw = path.read_bytes()
    if len(raw) > 64 * 1024 * 1024:
        raise Unreadable("more than 64 MB of HTML are not read")
    declared = raw[:2048].lower()
    try:
        text = (
            raw.decode("gb18030")
            if b"charset=gb" in declared.replace(b'"', b"").replace(b"'", b"")
            else decode(raw)
        )
    except UnicodeDecodeError:
        text = decode(raw)
    root = LexborHTMLParser(text).root
    if root is None:
        return "", []
    out: list[str] = []
    node = root
    depth = 0
    while node is not None:  # no recursion: markup can be nested a million deep
        tag = node.tag
        if tag == "-text":
            out.append(
                (node.text_content or "").replace("\n", " ").replace("\r", " ").replace("\t", " ")
            )
            child_node = None
        elif tag in _HIDDEN or tag in ("-comment", "!doctype"):
            child_node = None
        else:
            if tag in _BLOCKS:
                out.append("\n")
            child_node = node.child
        if child_node is not None:
            node = child_node
            depth += 1
            continue
        while node is not None:
            closing = node.tag
            if closing in _BLOCKS:
                out.append("\n")
            elif closing in ("td", "th"):
                out.append("\t")
            following = node.next
            if following is not None:
                node = following
                break
            node = node.parent
            depth -= 1
            if node is None or depth < 0:
                node = None
    lines = (
        " ".join(part for part in line.split(" ") if part).strip(" ")
        for line in "".join(out).split("\n")
    )
    return "\n".join(
        line.strip("\t") if not line.strip("\t ") else line.rstrip("\t ")
        for line in lines
        if line.strip()
    ), []


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _docx(path: Path) -> tuple[str, list[int]]:
    """Paragraphs and tables of the main text. Unzipped with a limit; entities are refused."""
    import zipfile

    from defusedxml.ElementTree import iterparse

    try:
        archive = zipfile.ZipFile(path)
        part = archive.getinfo("word/document.xml")
    except (zipfile.BadZipFile, KeyError):
        raise Unreadable("it is no DOCX file (or is encrypted)") from None
    if part.flag_bits & 1:
        raise Unreadable("it is encrypted; save it without a password")
    if part.file_size > MAX_TEXT:
        raise Unreadable("its text is too large when unpacked")
    lines: list[str] = []
    paragraph: list[str] = []
    cells: list[str] = []
    in_cell = 0
    seen = 0
    with archive.open(part) as stream:
        for event, element in iterparse(
            _Bounded(stream, MAX_TEXT), events=("start", "end"), forbid_dtd=True
        ):
            tag = element.tag
            if event == "start":
                if tag == _W + "tc":
                    in_cell += 1
                continue
            seen += 1
            if tag == _W + "t":
                paragraph.append(element.text or "")
            elif tag == _W + "tab":
                paragraph.append("\t")
            elif tag in (_W + "br", _W + "cr"):
                paragraph.append("\n")
            elif tag == _W + "p":
                if not in_cell:
                    lines.append("".join(paragraph))
                    paragraph = []
                else:
                    paragraph.append(" ")
            elif tag == _W + "tc":
                in_cell -= 1
                if not in_cell:
                    cells.append("".join(paragraph).strip())
                    paragraph = []
            elif tag == _W + "tr" and not in_cell:
                lines.append("\t".join(cells))
                cells = []
            if tag not in (_W + "t",):
                element.clear()
    return "\n".join(lines), []


class _Bounded:
    """A stream that ends with an error after so many bytes, whatever its archive promised."""

    def __init__(self, stream, limit: int):
        self.stream, self.left = stream, limit

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self.stream.read(size if size > 0 else 1 << 20)
        self.left -= len(data)
        if self.left < 0:
            raise Unreadable("its text is too large when unpacked")
        return data


def _pdf(path: Path) -> tuple[str, list[int]]:
    """The text layer, page by page."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(str(path))
    except pypdfium2.PdfiumError as error:
        raise Unreadable(
            "it is encrypted; save it without a password"
            if "assword" in str(error)
            else "it is no PDF that can be opened"
        ) from None
    if len(document) > 5000:
        raise Unreadable(f"it has {len(document)} pages; more than 5000 are not read at once")
    pages: list[int] = []
    texts: list[str] = []
    position = 0
    for page in document:
        textpage = page.get_textpage()
        content = (
            textpage.get_text_bounded()
            .replace("\r\n", "\n")
            .replace("\r", "\n")
            .replace("\ufffe", "")
            .replace("\x00", "")
        )
        textpage.close()
        page.close()
        pages.append(position)
        texts.append(content)
        position += len(content) + 1
        if position > MAX_TEXT:
            raise Unreadable("its text is too large when unpacked")
    return "\n".join(texts), pages
