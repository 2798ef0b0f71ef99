"""Forecasts beyond the run: any panel, what-if, training of priors, rolling-origin measurement."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.commands.options import (
    AreaOption,
    Format,
    FormatOption,
    IndicatorOption,
    LimitOption,
    ProjectOption,
    print_rows,
)
from warehouse.errors import InputError, UsageError

if TYPE_CHECKING:
    import polars as pl

PanelArgument = Annotated[
    Path,
    typer.Argument(
        help="CSV or Parquet with the columns unique_id, year, value; optionally low, high, "
        "family, group, interp.",
        show_default=False,
    ),
]
HorizonOption = Annotated[int, typer.Option("--horizon", min=1, help="Years ahead.")]
ReferenceOption = Annotated[
    Path | None,
    typer.Option(
        "--reference",
        help="Panel whose median growth up to the cut-off anchors the forecasts.",
        show_default=False,
    ),
]


def forecast_panel(
    panel: PanelArgument,
    out: Annotated[
        Path, typer.Option("--out", help="CSV or Parquet file to write.", show_default=False)
    ],
    horizon: HorizonOption = 5,
    cutoff: Annotated[
        int | None,
        typer.Option(
            "--cutoff",
            help="Last year that may be used; by default the newest.",
            show_default=False,
        ),
    ] = None,
    max_history: Annotated[
        int | None,
        typer.Option("--max-history", min=1, help="Use at most so many points per series."),
    ] = None,
    reference: ReferenceOption = None,
    family: Annotated[
        str | None,
        typer.Option(
            "--family",
            help="What the series are: gdp, fiscal_revenue, tax, employment; by default what the "
            "column family or indicator says.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Forecast every annual series of a file: unique_id, year, cutoff and seven quantiles."""
    from forecasts import PanelError
    from forecasts import forecast_panel as forecast

    doing = f"forecasting {panel}"
    frame = _read(panel, doing)
    anchor = _read(reference, doing) if reference else None
    try:
        table = forecast(frame, horizon, cutoff, max_history, anchor, family=family)
    except PanelError as error:
        raise InputError(doing, str(error), "Mend the file, then run the command again.") from error
    _write(table, out)
    typer.echo(f"{table['unique_id'].n_unique()} series, {table.height} rows: {out}", err=True)


def train_prior(
    panel: PanelArgument,
    family: Annotated[
        str,
        typer.Option("--family", help="Family that the prior is for: gdp, tax, employment, …"),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", help="Folder for the file; by default the package's own.", show_default=False
        ),
    ] = None,
    trained_on: Annotated[
        str, typer.Option("--trained-on", help="What the panel is, kept in the file.")
    ] = "",
    single: Annotated[
        bool, typer.Option("--single", help="The series have no reference group in common.")
    ] = False,
) -> None:
    """Learn the prior of a family from a panel and write it as a small JSON file."""
    from forecasts import PanelError
    from forecasts.prior import PRIOR_DIR, save_prior
    from forecasts.train import TrainingError, train, train_single

    doing = f"training the prior of {family} on {panel}"
    frame = _read(panel, doing)
    folder = out or PRIOR_DIR
    folder.mkdir(parents=True, exist_ok=True)
    try:
        learn = train_single if single else train
        prior = learn(frame, family, trained_on or panel.name)
    except (PanelError, TrainingError) as error:
        raise InputError(doing, str(error), "Give a larger panel, or mend the file.") from error
    path = save_prior(prior, folder)
    typer.echo(f"{prior.prior_id}: {path}", err=True)


def backtest(
    panel: Annotated[
        Path | None,
        typer.Argument(
            help="Panel to measure on; without it, what the published version measured.",
            show_default=False,
        ),
    ] = None,
    horizon: HorizonOption = 3,
    reference: ReferenceOption = None,
    output: FormatOption = Format.table,
    limit: LimitOption = 100,
    project: ProjectOption = None,
) -> None:
    """Rolling origin: how far off the forecasts were, and how often their bands held."""
    if panel is None:
        from warehouse.read import connect
        from warehouse.settings import open_project

        found, _ = open_project(project)
        with connect(project=found) as connection:
            cursor = connection.execute("select * from backtest order by all")
            columns = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
    else:
        from forecasts import PanelError
        from forecasts.evaluate import backtest_panel

        doing = f"measuring forecasts on {panel}"
        frame = _read(panel, doing)
        anchor = _read(reference, doing) if reference else None
        try:
            table = backtest_panel(frame, horizon=horizon, reference=anchor)
        except PanelError as error:
            raise InputError(doing, str(error), "Mend the file, then try again.") from error
        columns, rows = table.columns, table.rows()
    print_rows(columns, _rounded(rows, output), output, limit)


def forecast(
    what_if: Annotated[
        list[str],
        typer.Option(
            "--what-if",
            help="AREA INDICATOR YEAR growth=PERCENT or level=BASE_UNITS; may be repeated.",
            show_default=False,
        ),
    ],
    area: AreaOption = None,
    indicator: IndicatorOption = None,
    output: FormatOption = Format.table,
    limit: LimitOption = 100,
    project: ProjectOption = None,
) -> None:
    """What would follow if: forecasts of the published version beside those under an assumption.

    The assumption conditions the area's own series and the areas below it; nothing is written.
    """
    from dataclasses import replace

    import polars as pl

    from forecasts import forecast_table, parse_assumption
    from warehouse import resolve
    from warehouse.read import connect
    from warehouse.settings import open_project

    doing = f"assuming {'; '.join(what_if)}"
    found, _ = open_project(project)
    with connect(project=found) as connection:
        areas, indicators = resolve.areas(connection, found), resolve.indicators(connection, found)
        try:
            stated = [parse_assumption(text) for text in what_if]
        except ValueError as error:
            raise UsageError(doing, str(error), "Write it in that form.") from error
        assumptions = [
            replace(
                a,
                area_id=areas.find(a.area_id).id,
                indicator_id=indicators.find(a.indicator_id).id,
            )
            for a in stated
        ]
        area_id = areas.find(area).id if area else None
        indicator_id = indicators.find(indicator).id if indicator else None
        inputs = [
            connection.sql(f"select * from {name}").pl()
            for name in (
                "intermediate.int_forecast_annual",
                "intermediate.int_forecast_part_year",
                "intermediate.int_forecast_growth",
                "staging.stg_break",
                "staging.stg_area",
            )
        ]
        members = connection.sql("select * from staging.stg_area_member").pl()
        as_of = connection.execute("select as_of from meta").fetchone()[0]
    horizon = max([5, *(a.year - as_of.year for a in assumptions)])
    base = forecast_table(*inputs, as_of=as_of, horizon=horizon, members=members)
    try:
        changed = forecast_table(
            *inputs, as_of=as_of, horizon=horizon, assumptions=assumptions, members=members
        )
    except ValueError as error:
        raise UsageError(doing, str(error), "Name an area and indicator with a figure.") from error
    keys = ["area_id", "indicator_id", "year"]
    both = (
        changed.select(*keys, "kind", "p10", "p50", "p90")
        .join(base.select(*keys, without="p50"), on=keys, how="left")
        .with_columns(change_pct=100 * (pl.col("p50") / pl.col("without") - 1))
        .filter(pl.col("kind").is_in(["nowcast", "forecast"]))
    )
    if area_id:
        both = both.filter(pl.col("area_id") == area_id)
    elif not indicator_id:
        # Without a filter: what the assumption moves.
        both = both.filter(pl.col("change_pct").abs() > 0.05)
    if indicator_id:
        both = both.filter(pl.col("indicator_id") == indicator_id)
    print_rows(both.columns, _rounded(both.rows(), output), output, limit)


def _rounded(rows: list[tuple], output: Format) -> list[tuple]:
    """Four significant digits where people read."""
    if output is not Format.table:
        return rows
    return [tuple(float(f"{v:.4g}") if isinstance(v, float) else v for v in row) for row in rows]


def _read(path: Path, doing: str) -> pl.DataFrame:
    import polars as pl

    if not path.is_file():
        raise UsageError(doing, f"there is no file {path}", "Name a CSV or Parquet file.")
    try:
        if path.suffix.lower() in (".parquet", ".pq"):
            return pl.read_parquet(path)
        if path.suffix.lower() == ".csv":
            from ingest.spreadsheet import plain_frame

            return plain_frame(pl.read_csv(path, infer_schema_length=None))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InputError(
            doing, f"{path} cannot be read: {error}", "Check the file's format."
        ) from error
    raise UsageError(
        doing, f"{path.name} is neither .csv nor .parquet", "Convert the panel to one of them."
    )


def _write(table: pl.DataFrame, out: Path) -> None:
    if out.suffix.lower() in (".parquet", ".pq"):
        table.write_parquet(out)
    elif out.suffix.lower() == ".csv":
        from ingest.spreadsheet import neutral_frame

        neutral_frame(table).write_csv(out)
    else:
        raise UsageError(
            f"writing {out}", "the name ends neither in .csv nor in .parquet", "Choose one of them."
        )
