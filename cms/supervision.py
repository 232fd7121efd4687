"""Programs that live and end together."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Mapping, Sequence
    from pathlib import Path

ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
LONGEST_STOP = 35
"""Seconds that programs get to end; the worker takes 30 of them at most."""


@dataclass(frozen=True, slots=True)
class Program:
    """A command with the folder it runs in, and the variables it is given beside ours."""

    name: str
    command: Sequence[str]
    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    async def start(self) -> Process:
        """The program in a session of its own: signals of the terminal reach it through us alone, in order."""
        return await asyncio.create_subprocess_exec(
            *self.command, cwd=self.folder, env={**os.environ, **self.variables}, start_new_session=True
        )


async def supervise(programs: Sequence[Program]) -> str | None:
    """Run programs until a signal of `ENDING`, or until one of them ends; then ask all others to end, and wait.

    Returns the name of the program that ended by itself, and how. A second signal kills what has not ended.
    """
    loop, asked = asyncio.get_running_loop(), asyncio.Event()
    # Who starts us in the background, or lets us outlive a terminal, has some of them ignored.
    handled = [number for number in ENDING if signal.getsignal(number) is not signal.SIG_IGN]
    for number in handled:
        loop.add_signal_handler(number, asked.set)
    running: dict[str, Process] = {}
    try:
        for program in programs:
            running[program.name] = await program.start()
        ends = {asyncio.create_task(process.wait()): name for name, process in running.items()}
        asking = asyncio.create_task(asked.wait())
        done, _ = await asyncio.wait([asking, *ends], return_when=asyncio.FIRST_COMPLETED)
        for number in handled:
            loop.remove_signal_handler(number)
        asking.cancel()
        for process in running.values():
            send(process, signal.SIGTERM)
        await asyncio.wait(ends, timeout=LONGEST_STOP)
        return None if asking in done else next(f"{ends[it]} ({say_end(it.result())})" for it in done if it in ends)
    finally:
        for process in running.values():
            kill_session(process)


def say_end(status: int) -> str:
    """How a process ended, by its exit status, which is negative for a signal."""
    return f"exit status {status}" if status >= 0 else signal.Signals(-status).name


def send(process: Process, number: signal.Signals) -> None:
    """Signal a process, unless it has ended."""
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(number)


def kill_session(process: Process) -> None:
    """Kill what a program has left behind, and the program itself."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
