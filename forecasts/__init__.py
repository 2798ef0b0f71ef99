"""Forecasts of short annual series: pure functions over data frames.

forecast_table, target_outlook and backtest_table serve the warehouse; forecast_panel serves any
panel of annual series; panel_backtest returns the accuracy measured when the priors were made.
`LEVELS` are the probability levels of the `quantiles` columns.
"""

from forecasts.backtest import backtest_table, panel_backtest
from forecasts.panel import PanelError, forecast_panel
from forecasts.prior import Prior, PriorError, load_prior
from forecasts.quantiles import LEVELS
from forecasts.table import forecast_table
from forecasts.targets import target_outlook
from forecasts.whatif import parse_assumption

__all__ = [
    "LEVELS",
    "PanelError",
    "Prior",
    "PriorError",
    "backtest_table",
    "forecast_panel",
    "forecast_table",
    "load_prior",
    "panel_backtest",
    "parse_assumption",
    "target_outlook",
]
