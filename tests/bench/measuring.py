"""Measuring one request: how many a second, how long each takes, and what it costs the server."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.counting import ANSWERED, COUNTING
from tests.bench.server import pinned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench.operations import Request
    from tests.bench.server import Server

LOAD = Path(__file__).with_name("load.mjs")
CONNECTIONS = 16
WARM_UP = 64
"""Requests before each measurement."""


class WrongAnswerError(Exception):
    """A server did not answer as it should."""


@dataclass(frozen=True, slots=True)
class Load:
    """What the load generator saw; times in milliseconds."""

    requests: int
    seconds: float
    p50: float
    p99: float
    statuses: dict[str, int]
    errors: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What a request costs: rate per second, times and CPU time of the server in milliseconds, bytes of the answer."""

    rate: float
    p50: float
    p99: float
    cpu: float
    statements: int
    size: int


def generate_load(server: Server, requests: Sequence[dict[str, Any]], **limits: float) -> Load:
    """Send requests in turns over all connections, until a number of `seconds` or an `amount` is reached."""
    job = {"url": server.url, "connections": CONNECTIONS, "requests": list(requests), **limits}
    done = subprocess.run(
        pinned(1, ["node", LOAD]), input=json.dumps(job), capture_output=True, text=True, check=False, env=os.environ
    )
    if done.returncode:
        raise RuntimeError(f"The load generator failed:\n{done.stderr}")
    return Load(**json.loads(done.stdout))


def measure(server: Server, request: Request, *, seconds: float, is_known: bool = False) -> Figures:
    """The figures of a request; with `is_known`, of asking again with the entity tag of the answer."""
    answer = request.send(server, **COUNTING)
    headers = {**request.headers, **({"If-None-Match": answer.headers["ETag"]} if is_known else {})}
    sent = [{"method": "GET", "path": request.path, "headers": headers}]
    generate_load(server, sent, amount=WARM_UP)
    before = server.usage()
    load = generate_load(server, sent, seconds=seconds)
    after = server.usage()
    expected = "304" if is_known else "200"
    if set(load.statuses) != {expected} or load.errors:
        raise WrongAnswerError(f"{request.path[:200]}: {load.statuses} and {load.errors} errors instead of {expected}.")
    counted = request.numbered().send(server, **headers, **COUNTING)
    return Figures(
        rate=load.requests / load.seconds,
        p50=load.p50,
        p99=load.p99,
        cpu=(after.cpu - before.cpu) / load.requests * 1000,
        statements=int(counted.headers[ANSWERED]),
        size=len(counted.body),
    )
