"""The server of the CMS as a process that ends with the one that started it: `python -m cms.server`."""

from __future__ import annotations

import argparse
import os
import signal
import threading
import time
from typing import TYPE_CHECKING, Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

if TYPE_CHECKING:
    from collections.abc import Callable

THREADS = 4
LOOKS_SECONDS = 1
LONGEST_STOP = 30
"""Seconds that requests under way get to be answered."""

ENDING = (signal.SIGTERM, signal.SIGINT)


def main() -> None:
    """Serve until SIGTERM or SIGINT, and until the parent is gone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", required=True, help="Address to listen on.")
    parser.add_argument("--port", required=True, type=int, help="Port to listen on.")
    parser.add_argument("--parent", required=True, type=int, help="Id of the process to end with.")
    options = parser.parse_args()
    os.register_at_fork(before=hold_signals, after_in_parent=release_signals, after_in_child=be_ended_by_signals)
    threading.Thread(target=end_with, args=[options.parent], daemon=True).start()
    Granian(
        "cms.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=LONGEST_STOP,
    ).serve(target_loader=load, wrap_loader=False)


def load() -> Callable[..., Any]:
    """The application, in Granian's own process for it."""
    from cms.wsgi import application  # noqa: PLC0415  # takes seconds, and is not for the parent

    return application


def hold_signals() -> None:
    """Let signals wait while a process is forked."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)


def release_signals() -> None:
    """Take the signals that have waited."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


def be_ended_by_signals() -> None:
    """Have a signal end this process at once until it serves.

    The handlers that it has of its parent only say there that it is to end, and its parent would wait.
    """
    for number in ENDING:
        signal.signal(number, signal.SIG_DFL)
    release_signals()


def end_with(parent: int) -> None:
    """Ask this process to end once the one with this id is no longer its parent: nobody else would."""
    while os.getppid() == parent:
        time.sleep(LOOKS_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
