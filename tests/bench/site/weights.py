"""How many bytes a browser gets of each type of page."""

from __future__ import annotations

import gzip
import http
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin

from tests.bench.measuring import WrongAnswerError
from tests.bench.operations import Operation, Request
from tests.bench.report import Ratio

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.server import Server
    from tests.bench.site.house import House, Places

KILOBYTE = 1_000
MOST_HTML, MOST_CSS, MOST_JS = 30, 8, 3
"""Kilobytes, compressed."""

STYLES = re.compile(r'<link[^>]+rel="stylesheet"[^>]*>')
SCRIPTS = re.compile(r"<script[^>]+src=[^>]+>")
ADDRESS = re.compile(r'(?:href|src)="([^"]+)"')
IMPORTED = re.compile(r"""(?:\bimport|\bfrom)\s*["']([^"']+)["']""")
INLINE = re.compile(r"<script(?![^>]*(?:\bsrc=|application/))[^>]*>(.*?)</script>", re.DOTALL)

TYPES = ("FORUM", "TUTORIAL", "SEMINAR_SERIES", "TALK", "CALL_FOR_PAPERS")
PATHS = (
    "query Paths { "
    + " ".join(f"{it}: events(first: 1, where: {{ types: [{it}] }}) {{ nodes {{ path }} }}" for it in TYPES)
    + " }"
)
VIEWS = ("/", "/events/", "/deadlines/", "/people/", "/search/?q=theory", "/calendar/", "/embed/", "/zh-hans/events/")

HEADINGS = f"{'page':<20}{'HTML':>8}{'gzip':>8}{'CSS':>8}{'gzip':>8}{'JS':>8}{'gzip':>8}"


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes as they are and compressed with gzip."""

    raw: int
    gzip: int

    @classmethod
    def of(cls, *parts: bytes) -> Self:
        """The bytes of several files together."""
        return cls(sum(map(len, parts)), sum(len(gzip.compress(part, 9)) for part in parts))


@dataclass(frozen=True)
class Sheet:
    """A page with all styles and scripts that it loads before anybody does something."""

    site: Server
    path: str

    @cached_property
    def html(self) -> bytes:
        """The page itself; raises `WrongAnswerError` where there is none."""
        return self._get(self.path)

    @property
    def weights(self) -> tuple[Weight, Weight, Weight]:
        """Of HTML, of CSS and of JavaScript."""
        text = self.html.decode()
        styles = [self._get(path) for path in addresses(STYLES, text)]
        inline = [script.encode() for script in INLINE.findall(text)]
        scripts = self._load(addresses(SCRIPTS, text))
        return Weight.of(self.html), Weight.of(*styles), Weight.of(*inline, *scripts)

    def _load(self, paths: list[str]) -> list[bytes]:
        """Scripts with all that they import."""
        loaded: dict[str, bytes] = {}
        while paths:
            path = paths.pop()
            if path not in loaded:
                loaded[path] = self._get(path)
                paths += [urljoin(path, name) for name in IMPORTED.findall(loaded[path].decode())]
        return list(loaded.values())

    def _get(self, path: str) -> bytes:
        answer = Request(path).send(self.site)
        if answer.status != http.HTTPStatus.OK:
            raise WrongAnswerError(f"{path}: {answer.status}")
        return answer.body


def addresses(tags: re.Pattern[str], text: str) -> list[str]:
    """What tags of one kind refer to."""
    return [found[1] for tag in tags.findall(text) if (found := ADDRESS.search(tag))]


def find_sheets(house: House, site: Server, places: Places) -> dict[str, Sheet]:
    """One page of each type and all views, by their names."""
    found = Operation("Paths", PATHS, {}).kept.send(house.cms).data
    paths = {name.lower().replace("_", " "): found[name]["nodes"][0]["path"] for name in TYPES}
    paths["person"] = next(path for path in places.pages if re.fullmatch(r"/people/[^/]+/", path))
    return {name: Sheet(site, path) for name, path in {**paths, **{path: path for path in VIEWS}}.items()}


def measure_weights(house: House, site: Server, places: Places) -> Iterator[str | Ratio]:
    """A table of all types, and the heaviest of them."""
    yield HEADINGS
    most = [0, 0, 0]
    for name, sheet in find_sheets(house, site, places).items():
        weights = sheet.weights
        yield f"{name:<20}" + "".join(f"{weight.raw:>8}{weight.gzip:>8}" for weight in weights)
        most = [max(one, weight.gzip) for one, weight in zip(most, weights, strict=True)]
    for kind, heaviest, goal in zip(("HTML", "CSS", "JS"), most, (MOST_HTML, MOST_CSS, MOST_JS), strict=True):
        yield Ratio(f"bytes: kB of {kind} of the heaviest type of page, gzip", heaviest / KILOBYTE, goal)
