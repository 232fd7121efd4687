"""`make bench SITE=only`: what the public site costs, and how soon it shows what was published.

The exit status is 0 however good the figures are, and 1 when something broke.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.content import NoDatabaseServerError
from tests.bench.measuring import WrongAnswerError
from tests.bench.report import Ratio
from tests.bench.site import publishing, rendering, serving, weights
from tests.bench.site.building import Build, CannotBuildError, build_site
from tests.bench.site.house import House, Places, open_house

if TYPE_CHECKING:
    from collections.abc import Iterator

MEGABYTE = 1024 * 1024


def main() -> int:
    """Measure, print each figure as soon as it is there, and count the goals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500, help="number of events (default: 500)")
    parser.add_argument("--seconds", type=float, default=3, help="length of each measurement (default: 3)")
    given = parser.parse_args()
    goals = []
    try:
        for figure in measure(given.count, seconds=given.seconds):
            sys.stdout.write(f"{figure}\n")
            sys.stdout.flush()
            goals += [figure] if isinstance(figure, Ratio) and figure.goal is not None else []
    except WrongAnswerError as error:
        sys.stdout.write(f"A wrong answer: {error}\n")
        return 1
    sys.stdout.write(f"{sum(goal.is_met for goal in goals)} of {len(goals)} goals of the site are met.\n")
    return 0


def measure(count: int, *, seconds: float) -> Iterator[str | Ratio]:
    """All figures; says what is left out where Node or PostgreSQL is missing."""
    load, *_ = os.getloadavg()
    yield f"The public site: {platform.platform()}, {os.cpu_count()} cores, of which others keep {load:.1f} busy."
    with tempfile.TemporaryDirectory() as folder:
        home, copy = Path(folder) / "site", Path(folder) / "copy"
        home.mkdir()
        try:
            build = build_site(home)
        except CannotBuildError as error:
            yield f"Nothing of the site is measured. {error}"
            return
        yield from measure_build(build)
        try:
            with open_house(home, count) as (house, filled):
                yield f"{count} events made in {sum(filled.values()):.0f} s."
                yield from measure_house(house, copy, seconds=seconds)
        except NoDatabaseServerError as error:
            yield f"Only the build is measured. {error}"


def measure_build(build: Build) -> Iterator[Ratio]:
    """The build."""
    yield Ratio("build: s", build.seconds, 5.0)
    yield Ratio("build: MB, all that a server needs besides Node", build.size / MEGABYTE)


def measure_house(house: House, copy: Path, *, seconds: float) -> Iterator[str | Ratio]:
    """What takes a CMS: first sites that live shortly, then one that is told of changes."""
    yield from serving.measure_start(house, copy)
    with house.site() as site:
        places = Places.find(site)
        yield from serving.measure_kept(site, "/events/", seconds=seconds)
        yield from weights.measure_weights(house, site, places)
    yield from rendering.measure_rendering(house, places)
    yield from serving.measure_memory(house)
    yield from serving.measure_stop(house)
    talk = places.talks[0]
    with house.site() as site, house.editor() as editor:
        yield from publishing.measure_visibility(site, editor, talk, has_doorbell=False)
        with house.worker():
            publishing.wait_for_doorbell(site, editor, talk)
            yield from publishing.measure_visibility(site, editor, talk, has_doorbell=True)
            yield from publishing.measure_questions(house, site, editor, talk)
            yield from rendering.measure_purging(house, site, editor, places)


if __name__ == "__main__":
    sys.exit(main())
