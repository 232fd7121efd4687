"""How soon the site shows what was published, and what that has it ask of the CMS."""

from __future__ import annotations

import contextlib
import http.client
import statistics
import time
import uuid
from typing import TYPE_CHECKING

from tests.bench.report import Ratio
from tests.bench.server import HOST
from tests.bench.site.visiting import Crowd

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.server import Server
    from tests.bench.site.house import Editor, House

LOOKS_SECONDS = 0.005
LONGEST_WAIT = 30
PUBLICATIONS, PUBLICATIONS_WITHOUT = 30, 8
GOAL, GOAL_WITHOUT = 1.0, 5.5
CROWD = 100
CROWD_SECONDS = 6
CROWD_PUBLICATIONS = 5


def publish_and_wait(site: Server, editor: Editor, path: str) -> float:
    """Publish a page with another title; the seconds until the site has answered with it."""
    title = f"Talk {uuid.uuid4()}"
    published = editor.publish(path, title)
    with contextlib.closing(http.client.HTTPConnection(HOST, site.port, timeout=LONGEST_WAIT)) as connection:
        while time.time() - published < LONGEST_WAIT:
            connection.request("GET", path)
            if title.encode() in connection.getresponse().read():
                return time.time() - published
            time.sleep(LOOKS_SECONDS)
    raise RuntimeError(f"{path} never had its new title.")


def wait_for_doorbell(site: Server, editor: Editor, path: str) -> None:
    """Publish until the worker tells the site at once; raises `RuntimeError` if it never does."""
    for _ in range(PUBLICATIONS):
        if publish_and_wait(site, editor, path) < GOAL:
            return
    raise RuntimeError("The doorbell never rings.")


def measure_visibility(site: Server, editor: Editor, path: str, *, has_doorbell: bool) -> Iterator[Ratio]:
    """Seconds from the end of a publication to the end of the first answer that has it."""
    times = PUBLICATIONS if has_doorbell else PUBLICATIONS_WITHOUT
    taken = sorted(publish_and_wait(site, editor, path) for _ in range(times))
    how = "with the doorbell" if has_doorbell else "without"
    goal = GOAL if has_doorbell else GOAL_WITHOUT
    most = taken[round(0.95 * (times - 1))]
    yield Ratio(f"publish → visible: s, {how}, p50 of {times}", statistics.median(taken), goal)
    yield Ratio(f"publish → visible: s, {how}, p95 of {times}", most, goal)
    yield Ratio(f"publish → visible: s, {how}, longest of {times}", taken[-1], goal)


def measure_questions(house: House, site: Server, editor: Editor, path: str) -> Iterator[Ratio]:
    """Questions of the CMS after a publication while a hundred visitors ask for the page again and again."""
    before = house.count_questions()
    publish_and_wait(site, editor, path)
    alone = house.count_questions() - before
    crowd = Crowd.send(site.url, [path], visitors=CROWD, seconds=CROWD_SECONDS)
    most = 0
    for _ in range(CROWD_PUBLICATIONS):
        before = house.count_questions()
        publish_and_wait(site, editor, path)
        most = max(most, house.count_questions() - before)
    seen = crowd.wait().check()
    yield Ratio("a publication: questions of the CMS for one visitor", alone)
    yield Ratio(f"a publication: most questions under {CROWD} visitors ({seen.answers} answers)", most, 1)
