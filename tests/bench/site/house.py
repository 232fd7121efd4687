"""The site with its CMS, worker and editor, each a process over a scratch database."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from tests.bench import content
from tests.bench.operations import Request
from tests.bench.server import HOST, ROOT, Server, find_free_port, pinned, serve
from tests.bench.site.building import node
from tests.bench.site.questions import COUNTED

if TYPE_CHECKING:
    from collections.abc import Iterator

SITE_CORE = 1
"""The CMS has the other one, with all visitors."""

LONGEST_START = 60
LOOKS_SECONDS = 0.002
TALK_SLASHES = 5
"""In the path of a talk of an invented series, and of no other page."""

SECRET = "known to the CMS and the site of the bench"  # noqa: S105  # of a scratch database


@dataclass(frozen=True, slots=True)
class Editor:
    """A process that publishes."""

    process: subprocess.Popen[str]

    def publish(self, path: str, title: str) -> float:
        """Publish a page with a title; the instant at which it was done, in seconds since 1970."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{json.dumps({'path': path, 'title': title})}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"The editor cannot publish {path}.")
        return float(answer)


@dataclass(frozen=True, slots=True)
class House:
    """A running CMS with events, and where a site beside it is."""

    home: Path
    environment: dict[str, str]
    cms: Server
    site_port: int

    @contextlib.contextmanager
    def site(self, *, copy: Path | None = None) -> Iterator[Server]:
        """The site as `home` has it, ready to answer; with a folder, it keeps a copy of its pages there."""
        variables = {
            "HOST": HOST,
            "PORT": str(self.site_port),
            "CMS_URL": self.cms.url,
            "PUBLIC_URL": self.environment["PUBLIC_URL"],
            "SITE_SECRET": SECRET,
            **({"CACHE_DIR": str(copy)} if copy else {}),
        }
        command = pinned(SITE_CORE, [node(), "server.mjs"])
        with self._run(command, name="site", variables=variables, folder=self.home) as process:
            server = Server(self.site_port, process)
            wait_for(server, "/readyz")
            yield server

    @contextlib.contextmanager
    def worker(self) -> Iterator[None]:
        """The worker, which tells the site of changes from some moment on."""
        with self._run([sys.executable, "manage.py", "worker"], name="worker", variables={}, folder=ROOT):
            yield

    @contextlib.contextmanager
    def editor(self) -> Iterator[Editor]:
        """Somebody who publishes."""
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.site.editor"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with process:
            yield Editor(process)

    def count_questions(self) -> int:
        """How many questions for pages the CMS was asked so far."""
        return int(Request(COUNTED).send(self.cms).body)

    @contextlib.contextmanager
    def _run(
        self, command: list[str | Path], *, name: str, variables: dict[str, str], folder: Path
    ) -> Iterator[subprocess.Popen[bytes]]:
        with (Path(self.environment["DATA_DIR"]) / f"{name}.log").open("a") as log:
            process = subprocess.Popen(
                command, cwd=folder, env={**self.environment, **variables}, stdout=log, stderr=subprocess.STDOUT
            )
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


@contextlib.contextmanager
def open_house(home: Path, count: int) -> Iterator[tuple[House, dict[str, float]]]:
    """A CMS with `count` events beside a built site, and the seconds that filling it took."""
    port = find_free_port()
    address = f"http://{HOST}:{port}"
    with content.database("site") as database, tempfile.TemporaryDirectory() as folder:
        environment = {
            **content.environment_of(database.url, Path(folder)),
            "DJANGO_SETTINGS_MODULE": "tests.bench.site.settings",
            "PUBLIC_URL": address,
            "SITE_SECRET": SECRET,
            "SITE_HOOK_URLS": f"{address}/_hooks/content",
        }
        content.manage(environment, "migrate", "--verbosity=0")
        seconds = content.fill(environment, count)
        with serve("granian", environment) as cms:
            yield House(home, environment, cms, port), seconds


def wait_for(server: Server, path: str) -> float:
    """The seconds until a server answers a path with 200; raises `RuntimeError` when it ends instead."""
    started = time.monotonic()
    while time.monotonic() - started < LONGEST_START and server.process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if Request(path).send(server).status == http.HTTPStatus.OK:
                return time.monotonic() - started
        time.sleep(LOOKS_SECONDS)
    raise RuntimeError(f"The site does not answer {path}.")


@dataclass(frozen=True, slots=True)
class Places:
    """Paths of the site: pages and persons of the sitemap, and lists of events of one topic."""

    pages: list[str]
    lists: list[str]

    @classmethod
    def find(cls, site: Server) -> Self:
        """All of them."""
        sitemap = Request("/sitemap.xml").send(site).body.decode()
        pages = [urlsplit(url).path for url in re.findall(r"<loc>([^<]+)</loc>", sitemap)]
        form = Request("/events/").send(site).body.decode()
        choices = re.search(r'<select name="topic".*?</select>', form, re.DOTALL)
        topics = re.findall(r'<option value="([^"]+)"', choices[0] if choices else "")
        lists = [
            f"{language}/events/?topic={topic}&when={when}"
            for when in ("all", "past", "upcoming", "week", "today")
            for language in ("", "/zh-hans")
            for topic in topics
        ]
        return cls(pages, lists)

    @property
    def talks(self) -> list[str]:
        """Pages of talks."""
        return [path for path in self.pages if path.count("/") == TALK_SLASHES]
