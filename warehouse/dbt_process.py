"""The process in which dbt runs: it ends when the run that started it does, however that ended."""

from __future__ import annotations

import os
import sys
import threading


def _end_with_parent() -> None:
    # The other end of standard input is held by the run; it closes even on SIGKILL. Not through
    # sys.stdin: a thread that waits in it holds a lock which the interpreter wants on its way out.
    while os.read(0, 4096):
        pass
    os._exit(70)


def main() -> None:
    """Run dbt with the arguments of this process."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from dbt.cli.main import cli

    cli(args=sys.argv[1:])


if __name__ == "__main__":
    main()
