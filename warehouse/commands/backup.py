"""`zhibiao backup` and `restore`: what a rebuild cannot make again, as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warehouse.commands.options import ProjectOption

_SEEDS_NAMED = 5


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, best on another disk.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file of that name.")] = False,
    project: ProjectOption = None,
) -> None:
    """Write what a rebuild cannot make again to one file: claims, rejected rows, runs, forecasts.

    Review files in data/extracted and the seeds go along. Published versions do not: `zhibiao run`
    builds them from these. Readers are not affected; the file appears whole or not at all.
    """
    from warehouse import backup as backups
    from warehouse.exclusive import exclusive
    from warehouse.run import utc_now
    from warehouse.settings import open_project

    found, _ = open_project(project)
    with exclusive(found, "zhibiao backup"):
        manifest = backups.make(found, file, utc_now(), force=force)
    typer.echo(
        f"{file}: {manifest.claims} claims, {manifest.rejected} rejected rows, {manifest.runs} "
        f"runs, {len(manifest.files)} files, {file.stat().st_size / 1e6:.1f} MB"
    )


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `zhibiao backup` wrote.")],
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="Replace the state that is there; it is kept in data/before-restore."
        ),
    ] = False,
    with_seeds: Annotated[
        bool,
        typer.Option("--with-seeds", help="Replace the seeds by those of the backup as well."),
    ] = False,
    project: ProjectOption = None,
) -> None:
    """Make loaded claims, rejected rows, runs and past forecasts those of a backup, in one step.

    Review files in data/extracted come along where the backup holds any. Everything is unpacked and
    checked first. Killed at any moment, the old state or the new one stands, never a mixture. Call
    `zhibiao run` afterwards; readers keep their version until then.
    """
    from warehouse import restore as restores
    from warehouse.exclusive import exclusive
    from warehouse.settings import open_project

    found, _ = open_project(project)
    with exclusive(found, "zhibiao restore"):
        done = restores.restore(found, file, force=force, with_seeds=with_seeds)
    manifest = done.manifest
    typer.echo(
        f"restored the state of {manifest.created}: {manifest.claims} claims, "
        f"{manifest.rejected} rejected rows, {manifest.runs} runs"
    )
    if done.has_replaced:
        typer.echo(f"the state before is in {found.shown(found.before_restore)}")
    if done.seeds_differ:
        named = ", ".join(done.seeds_differ[:_SEEDS_NAMED])
        more = len(done.seeds_differ) - _SEEDS_NAMED
        typer.echo(
            f"{len(done.seeds_differ)} seeds are not as in the backup: {named}"
            + (f" and {more} more" if more > 0 else "")
            + "; --with-seeds restores them too"
        )
    typer.echo(
        "next: `zhibiao run`; where the published version holds claims that the backup has not, it "
        "asks for --accept-changes"
    )
