"""The command line `zhibiao`. Errors become messages, and exit codes, in one place: here."""

from __future__ import annotations

import os
import sys
import traceback
from typing import Any

import typer
from typer.core import TyperGroup

from ingest.terminal import tame
from warehouse import log
from warehouse.commands.backup import backup, restore
from warehouse.commands.build import build
from warehouse.commands.doctor import doctor, freshness
from warehouse.commands.explain import explain
from warehouse.commands.export import export
from warehouse.commands.extracting import extract, ingest, init, review
from warehouse.commands.forecasting import backtest, forecast, forecast_panel, train_prior
from warehouse.commands.load import load
from warehouse.commands.locators import verify_locators
from warehouse.commands.run import run
from warehouse.commands.score import score
from warehouse.commands.show import show
from warehouse.commands.sql import sql
from warehouse.commands.versions import diff, rollback, versions
from warehouse.errors import EXIT_UNEXPECTED, ZhibiaoError, as_known_error


def _tell(error: ZhibiaoError) -> None:
    say = log.current()
    if say.format is log.LogFormat.json:
        say.event(
            "error",
            str(error),
            doing=error.doing,
            problem=error.problem,
            next=error.next_step,
            detail=error.detail,
            exit_code=error.exit_code,
        )
        return
    lines = [f"error while {error.doing}:", f"  {error.problem}"]
    lines += [f"  {line}" for line in error.detail.splitlines()]
    lines.append(f"next: {error.next_step}")
    typer.echo(tame("\n".join(lines)), err=True)


class Guarded(TyperGroup):
    """Turns known errors into messages that say what was done, what was wrong, what to do next."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort):
            raise
        except BrokenPipeError:
            # The reader of our output went away, as `head` does.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except KeyboardInterrupt:
            typer.echo("interrupted; the published version is as it was", err=True)
            raise typer.Exit(130) from None
        except Exception as error:
            known = as_known_error(error, f"running `zhibiao {ctx.invoked_subcommand}`")
            if known is None:
                if type(error).__module__.startswith(("click", "typer")):
                    raise
                traceback.print_exc()
                known = ZhibiaoError(
                    f"running `zhibiao {ctx.invoked_subcommand}`",
                    f"unexpected {type(error).__name__}: {error}",
                    "This is a fault of the program; report it with the lines above.",
                )
            _tell(known)
            raise typer.Exit(known.exit_code or EXIT_UNEXPECTED) from None


app = typer.Typer(
    cls=Guarded,
    name="zhibiao",
    help="指标 zhibiao: a warehouse of the dated figures that cities publish, with forecasts.",
    epilog="Example: zhibiao run && zhibiao show forecast --area 解放区",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

_EXAMPLES = {
    run: "zhibiao run --quiet --log-format json",
    load: "zhibiao load figures-2025.xlsx",
    build: "zhibiao build --select indicator_year+",
    show: "zhibiao show year --area 解放区 --indicator gdp --year 2018-2023",
    explain: "zhibiao explain 焦作高新区 gdp 2018",
    verify_locators: "zhibiao verify-locators ~/documents",
    sql: "zhibiao sql \"select * from forecast where kind = 'nowcast'\" --format csv",
    export: "zhibiao export exports",
    doctor: "zhibiao doctor",
    freshness: "zhibiao freshness --format csv",
    versions: "zhibiao versions",
    rollback: "zhibiao rollback 12",
    diff: "zhibiao diff 11 12 --format json",
    backup: "zhibiao backup /mnt/backup/zhibiao-2026-11-20.tar",
    restore: "zhibiao restore /mnt/backup/zhibiao-2026-11-20.tar",
    extract: "zhibiao extract page.txt --published 2024-09-30 --out claims.csv",
    review: "zhibiao review claims.csv --html review.html",
    ingest: "zhibiao ingest --inbox /srv/inbox --quiet --log-format json",
    init: "zhibiao init xuchang --city 许昌市",
    forecast: "zhibiao forecast --what-if '解放区 gdp 2025 growth=6'",
    forecast_panel: "zhibiao forecast-panel panel.csv --horizon 3 --out forecasts.csv",
    train_prior: "zhibiao train-prior panel.parquet --family gdp",
    backtest: "zhibiao backtest panel.csv",
    score: "zhibiao score --by indicator,level,horizon",
}

for _command, _example in _EXAMPLES.items():
    app.command(epilog=f"Example: {_example}")(_command)


def main() -> None:
    """The entry point of the command `zhibiao`."""
    app()
