"""What rendering costs the site and the CMS, and what it costs to render everything anew after each publication."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tests.bench.report import Ratio
from tests.bench.site.publishing import publish_and_wait
from tests.bench.site.visiting import visit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.bench.server import Server
    from tests.bench.site.house import Editor, House, Places

VISITORS = 8
RENDERED = 200
"""Pages of each kind that are rendered, each once."""

VISITED = 100
PUBLICATIONS = 10

HEADINGS = f"{'pages':<30}{'req/s':>8}{'p50 ms':>8}{'p99 ms':>8}{'site CPU ms':>13}{'CMS CPU ms':>12}{'CMS share':>11}"


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of the site and of the CMS, so far or of something."""

    site: float
    cms: float

    @classmethod
    def read(cls, house: House, site: Server) -> Self:
        """What both have used so far."""
        return cls(site.usage().cpu, house.cms.usage().cpu)

    def since(self, before: Cost, *, times: int) -> Cost:
        """Milliseconds that were used since then, each time."""
        return Cost((self.site - before.site) / times * 1000, (self.cms - before.cms) / times * 1000)


def measure_rendering(house: House, places: Places) -> Iterator[str]:
    """A table of pages that a site without any renders: of talks and of lists, executed and kept by the CMS."""
    yield HEADINGS
    for name, paths in (("talk", places.talks[:RENDERED]), ("list of events", places.lists[:RENDERED])):
        with house.editor() as editor:
            editor.publish(places.talks[-1], f"Talk {uuid.uuid4()}")
        for variant in ("CMS executes", "CMS has kept"):
            # A site that has just started keeps nothing.
            with house.site() as site:
                before = Cost.read(house, site)
                seen = visit(site.url, paths, visitors=VISITORS).check(origin="miss")
                cost = Cost.read(house, site).since(before, times=seen.answers)
            share = cost.cms / (cost.cms + cost.site)
            yield (
                f"{f'{name}, {variant}':<30}{seen.rate:>8.0f}{seen.p50:>8.1f}{seen.p99:>8.1f}"
                f"{cost.site:>13.2f}{cost.cms:>12.2f}{share:>11.0%}"
            )


def measure_purging(house: House, site: Server, editor: Editor, places: Places) -> Iterator[Ratio]:
    """CPU milliseconds after a publication: of all visited pages anew, and of the one page that was published."""
    talk, *others = places.talks
    step = len(others) // (VISITED - 1) or 1
    visited = [talk, *others[::step]][:VISITED]
    visit(site.url, visited, visitors=VISITORS).check()
    for name, paths in ((f"all {len(visited)} visited pages", visited), ("the one page", [talk])):
        cost = cost_of_publications(house, site, editor, paths)
        yield Ratio(f"a publication: CPU ms of the site, {name} rendered anew", cost.site)
        yield Ratio(f"a publication: CPU ms of the CMS, {name} rendered anew", cost.cms)


def cost_of_publications(house: House, site: Server, editor: Editor, paths: Sequence[str]) -> Cost:
    """CPU milliseconds per publication of the first path, after which all of them are visited once."""
    before = Cost.read(house, site)
    for _ in range(PUBLICATIONS):
        publish_and_wait(site, editor, paths[0])
        visit(site.url, paths, visitors=VISITORS).check()
    return Cost.read(house, site).since(before, times=PUBLICATIONS)
