"""The log of a command, on standard error: lines and progress for people, or JSON for machines."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from rich.console import Console

from ingest.terminal import tame


class LogFormat(StrEnum):
    """How the log is written."""

    text = "text"
    json = "json"


class Log:
    """Tells what a command is doing. Results go to standard output, not here."""

    def __init__(self, log_format: LogFormat = LogFormat.text, quiet: bool = False) -> None:
        self.format = log_format
        self.quiet = quiet
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)

    def event(self, level: str, message: str, **fields: Any) -> None:
        """One thing that happened; `fields` appear in the JSON format only."""
        if self.format is LogFormat.json:
            line = {
                "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "level": level,
                "message": message,
                **fields,
            }
            print(json.dumps(line, ensure_ascii=False, default=str), file=sys.stderr, flush=True)
        elif level == "info":
            if not self.quiet:
                self._console.print(tame(message), markup=False)
        else:
            self._console.print(tame(f"{level}: {message}"), markup=False, style="yellow")

    def info(self, message: str, **fields: Any) -> None:
        """Something that went as it should."""
        self.event("info", message, **fields)

    def warn(self, message: str, **fields: Any) -> None:
        """Something that a person should look at."""
        self.event("warning", message, **fields)

    @contextmanager
    def step(self, name: str) -> Iterator[Callable[[str], None]]:
        """A step that may take long: shown on a terminal; yields a function that says how far."""
        started = time.monotonic()
        on_terminal = self.format is LogFormat.text and not self.quiet and self._console.is_terminal
        if on_terminal:
            with self._console.status(name) as status:
                yield lambda text: status.update(f"{name}: {text}")
        else:
            yield lambda text: None
        seconds = round(time.monotonic() - started, 1)
        if self.format is LogFormat.json:
            self.event("info", name, seconds=seconds)
        else:
            self.info(f"{name} ({seconds} s)")


_current = Log()


def current() -> Log:
    """The log of the command that is running."""
    return _current


def use(log_format: LogFormat, quiet: bool) -> Log:
    """Set up the log as the command's options say."""
    global _current
    _current = Log(log_format, quiet)
    return _current
