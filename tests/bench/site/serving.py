"""How the site starts, serves what it keeps, and stops."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

from tests.bench.report import Ratio
from tests.bench.server import resident_bytes
from tests.bench.site.house import SITE_CORE, Places, wait_for
from tests.bench.site.visiting import Crowd, bare_server, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.bench.server import Server
    from tests.bench.site.house import House

MEGABYTE = 1024 * 1024
VISITORS = 32
TURNS = 3
"""How often what varies is measured; the median counts, or all together."""

KEPT_PAGES = 200
"""Pages of the copy on disk that a start reads."""

MANY_PAGES, MANY_REQUESTS = 1_000, 10_000
MOST_KEPT = 64
"""Megabytes of pages that the site keeps at most (`src/cache/site.ts`)."""

MORE_THAN_KEPT = 2
"""What is kept may be held twice for a while, since renders leave as much behind until it is collected."""

STOP_SECONDS = 1.0
"""Seconds for which visitors have been there when SIGTERM is sent."""


def measure_start(house: House, folder: Path) -> Iterator[Ratio]:
    """Seconds until a site with a copy of 200 pages answers with one of them."""
    with house.site(copy=folder) as site:
        pages = Places.find(site).pages[:KEPT_PAGES]
        visit(site.url, pages, visitors=VISITORS).check()
    taken = []
    for _ in range(TURNS):
        started = time.monotonic()
        with house.site(copy=folder) as site:
            wait_for(site, pages[-1])
            taken.append(time.monotonic() - started)
    yield Ratio(f"start: s to the first answer, {len(pages)} pages on disk", statistics.median(taken), 1.0)


def measure_kept(site: Server, path: str, *, seconds: float) -> Iterator[Ratio]:
    """Time to the first byte and rate of a kept page, beside a bare server of the same bytes in turns."""
    url = site.url
    visit(url, [path], visitors=1).check()
    alone = visit(url, [path], visitors=1, seconds=seconds).check(origin="hit")
    rates: dict[str, list[float]] = {url: []}
    with bare_server(url + path, core=SITE_CORE) as reference:
        for address in [url, reference] * TURNS:
            seen = visit(address, [path], visitors=VISITORS, seconds=seconds).check(origin="hit")
            rates.setdefault(address, []).append(seen.rate)
    own, least = (statistics.median(rates[address]) for address in (url, reference))
    yield Ratio("kept page: ms to the first byte, one visitor, p50", alone.p50, 1.0)
    yield Ratio("kept page: ms to the first byte, one visitor, p99", alone.p99)
    yield Ratio(f"kept page: requests/s, {VISITORS} visitors", own, 3_000, is_floor=True)
    yield Ratio("kept page: requests/s / bare server of Node with the same bytes", own / least, 0.5, is_floor=True)


def measure_memory(house: House) -> Iterator[Ratio]:
    """Megabytes that a site grows by over many requests for many pages."""
    with house.site() as site:
        places = Places.find(site)
        pages = [*places.pages, *places.lists][:MANY_PAGES]
        before = resident_bytes(site.process.pid)
        visit(site.url, pages, visitors=VISITORS).check()
        filled = resident_bytes(site.process.pid)
        rest = visit(site.url, pages, visitors=VISITORS, rounds=MANY_REQUESTS // len(pages) - 1).check(origin="hit")
        after = resident_bytes(site.process.pid)
    meaning = f"memory: MB grown in {len(pages) + rest.answers} requests over {len(pages)} pages"
    yield Ratio("memory: MB of a site that keeps little", before / MEGABYTE)
    yield Ratio(meaning, (after - before) / MEGABYTE, MORE_THAN_KEPT * MOST_KEPT)
    yield Ratio("memory: the same without the first request for each page", (after - filled) / MEGABYTE, MOST_KEPT)


def measure_stop(house: House) -> Iterator[Ratio]:
    """Requests that a site drops which is told to end while visitors ask for kept pages, and for others."""
    with house.site() as site:
        places = Places.find(site)
    for kind, pages in (("kept", places.pages[:1]), ("rendered", [*places.pages, *places.lists])):
        answers = dropped = 0
        for _ in range(TURNS):
            with house.site() as site:
                visit(site.url, pages[:1], visitors=1).check()
                crowd = Crowd.send(site.url, pages, visitors=VISITORS, seconds=3 * STOP_SECONDS)
                time.sleep(STOP_SECONDS)
            seen = crowd.wait()
            answers, dropped = answers + seen.answers, dropped + seen.dropped
        yield Ratio(f"SIGTERM: requests dropped of {answers}, {kind} pages, {TURNS} times", dropped, 0)
