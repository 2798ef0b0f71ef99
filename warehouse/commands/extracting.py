"""`zhibiao extract`, `ingest`, `review` and `init`: from documents to claims."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.terminal import tame
from warehouse import log
from warehouse.commands.options import (
    LogFormatOption,
    ProjectOption,
    QuietOption,
    RejectedShareOption,
)
from warehouse.errors import InputError, UsageError

if TYPE_CHECKING:
    from warehouse.paths import Project
    from warehouse.settings import Settings

PathsArgument = Annotated[
    list[Path],
    typer.Argument(help="Files or folders: .txt, .md, .html, .docx, .pdf.", show_default=False),
]
PublishedOption = Annotated[
    str,
    typer.Option(
        "--published",
        help="When the documents were published: 2024-09-30, 2024-09 or 2024.",
        show_default=False,
    ),
]
PublisherOption = Annotated[
    str, typer.Option("--publisher", help="Who published them.", show_default=False)
]
DefaultAreaOption = Annotated[
    str,
    typer.Option(
        "--default-area",
        help="What 全市, 全区 … mean where the text does not say.",
        show_default=False,
    ),
]


def _published(value: str) -> str:
    import re

    if value and not re.fullmatch(
        r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", value
    ):
        raise UsageError(
            "reading --published", f"{value} is no date", "Write 2024-09-30, 2024-09 or 2024."
        )
    return value


def _tell_failures(failures: list) -> None:
    for failure in failures:
        typer.echo(tame(f"not read: {failure.path}: {failure.problem}"), err=True)


def _extract(found, paths: list[Path], published: str, publisher: str, default_area: str):
    from ingest.extract import extract_all

    for path in paths:
        if not path.exists():
            raise UsageError(
                f"reading {path}", "there is no such file or folder", "Check the path."
            )
    result = extract_all(
        paths,
        published=_published(published),
        publisher=publisher,
        default_area=default_area,
        seeds_dir=found.seeds,
    )
    _tell_failures(result.failures)
    if not result.documents:
        raise InputError(
            "reading " + ", ".join(map(str, paths[:3])),
            "no document could be read",
            "The lines above say why.",
        )
    return result


def extract(
    paths: PathsArgument,
    published: PublishedOption = "",
    publisher: PublisherOption = "",
    default_area: DefaultAreaOption = "",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="CSV to write; without it, standard output.", show_default=False
        ),
    ] = None,
    project: ProjectOption = None,
) -> None:
    """Propose ledger rows from documents: area, indicator, value, period, and where it is said.

    Rows that stayed open say why in `reason`; a person completes them, `zhibiao load` takes them.
    """
    from warehouse.settings import open_project

    found, _ = open_project(project)
    result = _extract(found, paths, published, publisher, default_area)
    from ingest.extract import is_sure
    from ingest.spreadsheet import neutral_frame

    text = neutral_frame(result.claims).write_csv(include_bom=out is not None)
    n, sure = result.claims.height, int(is_sure(result.claims).sum())
    told = f"{n} claims of {len(result.documents)} documents, {sure} sure, {n - sure} open"
    if out is None:
        typer.echo(text, nl=False)
        typer.echo(f"{told}; --out claims.csv writes them to a file", err=True)
        return
    out.write_text(text, encoding="utf-8")
    typer.echo(f"{out}: {told}", err=True)
    typer.echo(f"check them: zhibiao review {out} --html review.html", err=True)


def review(
    claims: Annotated[
        Path, typer.Argument(help="A CSV that `zhibiao extract` or `zhibiao ingest` wrote.")
    ],
    documents: Annotated[
        Path | None,
        typer.Option(
            "--documents",
            help="Folder of the documents, where they have moved.",
            show_default=False,
        ),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html", help="Write one offline page with every figure marked.", show_default=False
        ),
    ] = None,
    project: ProjectOption = None,
) -> None:
    """Show each proposal in its context, the figure highlighted; with --html as a page."""
    import sys

    import polars as pl

    from ingest.extract import review as reviewing
    from ingest.extract.frame import COLUMNS
    from ingest.spreadsheet import plain_frame
    from warehouse.settings import open_project

    found, _ = open_project(project)
    if not claims.is_file():
        raise UsageError(
            f"reviewing {claims}",
            "there is no such file",
            "Name the CSV that `zhibiao extract --out` wrote.",
        )
    frame = plain_frame(pl.read_csv(claims, infer_schema=False))
    missing = [c for c in COLUMNS if c not in frame.columns]
    if missing:
        raise UsageError(
            f"reviewing {claims}",
            f"it lacks the columns {', '.join(missing[:5])}",
            "Name a CSV that `zhibiao extract` wrote.",
        )
    frame = frame.with_columns(
        pl.col("confidence").cast(pl.Float64, strict=False).fill_null(0.0),
        pl.col("reason").fill_null(""),
        *(
            pl.col(c).fill_null("")
            for c in COLUMNS
            if c not in ("confidence", "reason", "area_id", "indicator_id")
        ),
    )
    if html is None:
        typer.echo(
            reviewing.as_text(
                frame, reviewing.texts_of(frame, documents), colour=sys.stdout.isatty()
            )
        )
        return
    files = [
        documents / Path(f).name if documents else Path(f)
        for f in frame["file"].unique(maintain_order=True)
    ]
    result = _extract(found, [f for f in files if f.exists()], "", "", "")
    ids = dict(frame.select("file", "source_id").unique().rows())
    for document in result.documents:
        document.source_id = next(
            (s for f, s in ids.items() if Path(f).name == document.path.name), document.source_id
        )
    html.write_text(reviewing.as_html(frame, result.documents), encoding="utf-8")
    typer.echo(f"{html}: open it in a browser", err=True)


def ingest(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files or folders: .txt, .md, .html, .docx, .pdf.", show_default=False),
    ] = None,
    inbox: Annotated[
        Path | None,
        typer.Option(
            "--inbox",
            help="Work off a folder: documents, and tables in the ledger's columns; each file "
            "moves to done/ or failed/ in it.",
            show_default=False,
        ),
    ] = None,
    settle: Annotated[
        float,
        typer.Option(
            "--settle", min=0, help="With --inbox: leave alone files changed so many seconds ago."
        ),
    ] = 10,
    published: PublishedOption = "",
    publisher: PublisherOption = "",
    default_area: DefaultAreaOption = "",
    kind: Annotated[
        str, typer.Option("--kind", help="Kind of the documents, as in sources.csv.")
    ] = "newspaper",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change; write nothing.")
    ] = False,
    max_rejected_share: RejectedShareOption = None,
    quiet: QuietOption = False,
    log_format: LogFormatOption = log.LogFormat.text,
    project: ProjectOption = None,
) -> None:
    """Extract, load what is sure, and leave the rest in a review file to complete in Excel.

    The review file (CSV and XLSX) loads again with `zhibiao load`. New documents are entered in
    seeds/sources.csv. With --inbox it ends with 3 when a file failed, and may be killed and called
    again at any time: no file is lost, none is loaded twice.
    """
    say = log.use(log_format, quiet)
    from ingest.extract import ingesting
    from warehouse.settings import open_project

    if bool(paths) == (inbox is not None) or (inbox is not None and dry_run):
        raise UsageError(
            "ingesting documents",
            "name either files and folders, or --inbox FOLDER without --dry-run",
            "See `zhibiao ingest --help`.",
        )
    found, settings = open_project(project, max_rejected_share=max_rejected_share)
    if inbox is not None:
        _work_off(say, found, settings, inbox, settle, published, publisher, default_area, kind)
        return
    paths = paths or []
    result = _extract(found, paths, published, publisher, default_area)
    plan = ingesting.plan(result, found.seeds, kind=kind)
    typer.echo(tame(plan.summary()), err=True)
    if dry_run:
        return
    from warehouse.commands.load import load_and_tell
    from warehouse.exclusive import exclusive
    from warehouse.taking import enter

    with exclusive(found, "zhibiao ingest"):
        files = enter(found, plan)
        for path in files.review:
            typer.echo(f"to check: {path}", err=True)
        if files.sure:
            load_and_tell(say, found, settings, [files.sure])


def _work_off(
    say: log.Log,
    found: Project,
    settings: Settings,
    inbox: Path,
    settle: float,
    published: str,
    publisher: str,
    default_area: str,
    kind: str,
) -> None:
    from warehouse import inbox as inboxes
    from warehouse.errors import EXIT_INPUT
    from warehouse.taking import Taker

    take = Taker(found, settings, _published(published), publisher, default_area, kind)
    counts = {"done": 0, "failed": 0, "waiting": 0}
    for report in inboxes.work_off(inbox, take, settle_seconds=settle):
        counts[report.became] += 1
        tell = say.warn if report.became == "failed" else say.info
        tell(
            f"{report.name}: {report.became}, {report.reason}",
            file=report.name,
            outcome=report.became,
        )
    say.info(
        f"{counts['done']} files done, {counts['failed']} failed, {counts['waiting']} left alone",
        **counts,
    )
    if counts["failed"]:
        raise typer.Exit(EXIT_INPUT)


def init(
    folder: Annotated[Path, typer.Argument(help="The new project's folder.")],
    city: Annotated[str, typer.Option("--city", help="Name or GB/T 2260 code: 许昌市, 411000.")],
    project: ProjectOption = None,
) -> None:
    """Begin a warehouse for another city: its districts as seeds, an empty ledger, a README."""
    from ingest.extract import city as cities
    from warehouse.settings import open_project

    found, _ = open_project(project)
    try:
        written = cities.begin(folder, city, template=found.root)
    except cities.NoSuchCity as error:
        raise UsageError(
            f"beginning a warehouse for {city}", str(error), "Give the full name or the code."
        ) from None
    except FileExistsError as error:
        raise UsageError(
            f"beginning a warehouse in {folder}", str(error), "Name an empty folder."
        ) from None
    typer.echo(f"{folder}: {len(written)} files; see {folder / 'README.md'}", err=True)
