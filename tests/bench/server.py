"""The server under measurement, and what its processes use; Linux only, because it reads /proc."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
BIN = Path(sys.executable).parent
GUNICORN = "gunicorn==23.0.0"
LONGEST_START = 60
TICKS = os.sysconf("SC_CLK_TCK")
UTIME, STIME, PARENT = 11, 12, 1
"""Places in /proc/<pid>/stat after the name (proc_pid_stat(5))."""


def granian(port: int) -> list[str | Path]:
    """The command that `make run` serves with."""
    options = ["--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", "1", "--blocking-threads", "4"]
    return [BIN / "granian", *options, "--no-ws", "--log-level", "warning", "cms.wsgi:application"]


def gunicorn(port: int) -> list[str | Path]:
    """The same with gunicorn, which is no dependency of the project."""
    options = ["--bind", f"{HOST}:{port}", "--workers", "1", "--threads", "4", "--log-level", "warning"]
    return [ROOT / ".uv/bin/uv", "run", "--no-sync", "--with", GUNICORN, "gunicorn", *options, "cms.wsgi:application"]


SERVERS = {"granian": granian, "gunicorn": gunicorn}


@dataclass(frozen=True, slots=True)
class Usage:
    """CPU time in seconds and resident memory in bytes of a process with all that it started."""

    cpu: float
    memory: int


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{HOST}:{self.port}"

    def usage(self) -> Usage:
        """What its processes have used so far."""
        family = find_family(self.process.pid)
        return Usage(sum(map(cpu_seconds, family)), sum(map(resident_bytes, family)))


def find_family(ancestor: int) -> list[int]:
    """The keys of a process and of its descendants."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(path.parent.name)] = int(read_stat(path)[PARENT])
    family = [ancestor]
    for member in family:
        family += [pid for pid, parent in parents.items() if parent == member]
    return family


def read_stat(path: Path) -> list[str]:
    """The values in a `stat` file after the name of the process, which may contain blanks."""
    return path.read_text().rpartition(")")[2].split()


def cpu_seconds(pid: int) -> float:
    """CPU time of a process in user and kernel mode."""
    values = read_stat(Path(f"/proc/{pid}/stat"))
    return (int(values[UTIME]) + int(values[STIME])) / TICKS


def resident_bytes(pid: int) -> int:
    """Resident memory of a process."""
    pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def pinned(core: int, command: list[str | Path]) -> list[str | Path]:
    """A command that stays on one core, where there are two."""
    has_cores = shutil.which("taskset") and (os.cpu_count() or 1) > 1
    return ["taskset", "--cpu-list", str(core), *command] if has_cores else command


@contextlib.contextmanager
def serve(name: str, environment: dict[str, str]) -> Iterator[Server]:
    """A server on a free port; stopped at the end."""
    port = find_free_port()
    log = Path(environment["DATA_DIR"]) / f"{name}.log"
    with log.open("a") as file:
        process = subprocess.Popen(
            pinned(0, SERVERS[name](port)),
            cwd=ROOT,
            env={**environment, "PORT": str(port)},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        if not is_ready(port, process):
            raise RuntimeError(f"{name} did not start:\n{log.read_text()}")
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait()


def find_free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def is_ready(port: int, process: subprocess.Popen[bytes]) -> bool:
    """Whether the server answers before its process ends or its time is over."""
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), contextlib.closing(http.client.HTTPConnection(HOST, port)) as connection:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return True
        time.sleep(0.2)
    return False
