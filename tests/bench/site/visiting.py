"""Visitors of the site, who are a program of their own."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from cms.public_site import FOLDER
from tests.bench.measuring import WrongAnswerError
from tests.bench.server import HOST, pinned
from tests.bench.site.building import node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PROGRAMS = FOLDER / "tests" / "perf"
VISITORS_CORE = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """What visitors saw; `p50` and `p99` are milliseconds to the first byte, `origins` counts `X-Cache`."""

    answers: int
    seconds: float
    p50: float
    p99: float
    statuses: dict[str, int]
    origins: dict[str, int]
    dropped: int
    refused: int

    @classmethod
    def read(cls, text: str) -> Self:
        """What `visit.ts` writes."""
        found = json.loads(text)
        return cls(**found.pop("firstByte"), **found)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds

    def check(self, *, origin: str | None = None) -> Self:
        """Itself; raises `WrongAnswerError` unless all were answered with 200, and from where they should be."""
        is_right = set(self.statuses) == {"200"} and not self.dropped and not self.refused
        if not is_right or (origin and set(self.origins) != {origin}):
            raise WrongAnswerError(f"{dataclasses.asdict(self)} instead of {origin or '200'}.")
        return self


@dataclass(frozen=True, slots=True)
class Crowd:
    """Visitors at work."""

    process: subprocess.Popen[str]

    @classmethod
    def send(
        cls, url: str, paths: Sequence[str], *, visitors: int, seconds: float | None = None, rounds: int = 1
    ) -> Self:
        """Have visitors ask for paths in turns, for so many seconds or so many times each path."""
        limits = {"rounds": rounds} if seconds is None else {"seconds": seconds}
        process = subprocess.Popen(
            pinned(VISITORS_CORE, [node(), PROGRAMS / "visit.ts"]),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin
        process.stdin.write(json.dumps({"url": url, "visitors": visitors, "paths": list(paths), **limits}))
        process.stdin.close()
        return cls(process)

    def wait(self) -> Seen:
        """What they saw, once they have left."""
        assert self.process.stdout
        text = self.process.stdout.read()
        if self.process.wait():
            raise RuntimeError("The visitors failed.")
        return Seen.read(text)


def visit(url: str, paths: Sequence[str], *, visitors: int, seconds: float | None = None, rounds: int = 1) -> Seen:
    """What visitors see who ask for paths in turns, for so many seconds or so many times each path."""
    return Crowd.send(url, paths, visitors=visitors, seconds=seconds, rounds=rounds).wait()


@contextlib.contextmanager
def bare_server(url: str, *, core: int) -> Iterator[str]:
    """The address of a bare server of Node, which answers everything with the bytes that a URL has now."""
    process = subprocess.Popen(pinned(core, [node(), PROGRAMS / "bare.ts", url]), stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield f"http://{HOST}:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.wait()
