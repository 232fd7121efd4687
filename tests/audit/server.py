"""A CMS with the sample communities, of the audit's own: nothing of it survives."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
GRANIAN = Path(sys.executable).with_name("granian")
OPTIONS = (
    "--interface",
    "wsgi",
    "--host",
    HOST,
    "--workers",
    "1",
    "--blocking-threads",
    "4",
    "--no-ws",
    "--log-level",
    "warning",
)
OF_THE_MACHINE = {"DATABASE_URL", "CACHE_URL", "CMS_URL", "PUBLIC_URL", "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS"}
"""Variables that would lead to somebody's data or to another address."""
LOG = "server.log"
LONGEST_START = 60
"""Seconds after which a server that does not answer counts as broken."""


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[int]:
    """Serve the sample communities out of a folder; gives the port, stops at the end."""
    port = find_free_port()
    inherited = {name: value for name, value in os.environ.items() if name not in OF_THE_MACHINE}
    own = {"DATA_DIR": str(folder), "PORT": str(port), "LOG_LEVEL": "ERROR", "GRAPHQL_POINTS_PER_MINUTE": "0"}
    (folder / "static").mkdir(parents=True)
    if start(folder, inherited | own, sys.executable, "manage.py", "demo").wait():
        raise RuntimeError(f"The sample communities could not be loaded:\n{read_log(folder)}")
    process = start(folder, inherited | own, GRANIAN, *OPTIONS, "--port", str(port), "cms.wsgi:application")
    try:
        if not answers(port, process):
            raise RuntimeError(f"The CMS did not start:\n{read_log(folder)}")
        yield port
    finally:
        process.terminate()
        process.wait()


def find_free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def start(folder: Path, environment: dict[str, str], *command: str | Path) -> subprocess.Popen[bytes]:
    """Start a command of the project that adds to the folder's log."""
    with (folder / LOG).open("a") as file:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=subprocess.STDOUT)


def read_log(folder: Path) -> str:
    """What the commands of a folder have printed."""
    return (folder / LOG).read_text(encoding="utf-8")


def answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    """Whether the CMS is ready before its process ends or its time is over."""
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), connect(port) as connection:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return True
        time.sleep(0.2)
    return False


def ask(port: int, document: str) -> dict[str, Any]:
    """The data that answers a GraphQL document; raises `RuntimeError` when it is refused."""
    with connect(port) as connection:
        headers = {"Content-Type": "application/json"}
        connection.request("POST", "/graphql", json.dumps({"query": document}), headers)
        answer = json.load(connection.getresponse())
    if "errors" in answer:
        raise RuntimeError(f"{document} is refused: {answer['errors']}")
    return answer["data"]


def connect(port: int) -> contextlib.closing[http.client.HTTPConnection]:
    """A connection to the CMS, to be used in a `with` statement."""
    return contextlib.closing(http.client.HTTPConnection(HOST, port, timeout=30))
