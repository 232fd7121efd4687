"""`make bench`: what the API costs, beside views that give the same data.

The exit status is 0 however good the figures are, and 1 when something broke or two answers differ.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import os
import platform
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import comparing, content, feeds, report
from tests.bench.comparing import Measured
from tests.bench.measuring import CONNECTIONS, WrongAnswerError, measure
from tests.bench.operations import choose_operations
from tests.bench.server import SERVERS, Server, serve
from tests.bench.soak import soak

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.operations import Operation
    from tests.bench.report import Ratio

MEGABYTE = 1024 * 1024
LEAST_EVENTS = 500
"""With fewer, the lists that are compared are not filled."""

MOST_GROWTH = 20
"""Megabytes that memory may grow by in a soak."""

TURNS = 3
"""How often servers are compared."""


@dataclasses.dataclass(frozen=True, slots=True)
class Options:
    """The command line: events, seconds of each measurement, requests of the soak."""

    count: int
    seconds: int
    soak: int

    @classmethod
    def read(cls) -> Options:
        """The command line of this process."""
        parser = argparse.ArgumentParser(description=__doc__)
        parser.add_argument("--count", type=int, default=10_000, help="number of events (default: 10000)")
        parser.add_argument("--seconds", type=int, help="length of each measurement (default: 5; 1 below 5000 events)")
        parser.add_argument("--soak", type=int, help="number of requests of the soak (default: ten for each event)")
        given = parser.parse_args()
        if given.count < LEAST_EVENTS:
            parser.error(f"--count must be at least {LEAST_EVENTS}.")
        return cls(
            given.count,
            given.seconds or (5 if given.count >= 5000 else 1),
            given.count * 10 if given.soak is None else given.soak,
        )

    @property
    def small_count(self) -> int:
        """The number of events that the whole is compared with."""
        return max(100, self.count // 10)


def say(text: str = "") -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@contextlib.contextmanager
def scratch(purpose: str, **options: str) -> Iterator[tuple[content.Database, dict[str, str]]]:
    """A scratch database with the environment of what works on it."""
    with content.database(purpose, **options) as database, tempfile.TemporaryDirectory() as folder:
        yield database, content.environment_of(database.url, Path(folder))


@contextlib.contextmanager
def filled(count: int, *, template: content.Database) -> Iterator[dict[str, str]]:
    """The environment of a copy of `template` with `count` events."""
    with scratch(f"of_{count}", template=template.name) as (_, environment):
        seconds = content.fill(environment, count)
        say(f"{count} events made: " + ", ".join(f"{name} {taken:.0f} s" for name, taken in seconds.items()))
        yield environment


def run(options: Options) -> list[Ratio]:
    """Measure everything; gives the ratios."""
    say(
        f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, {CONNECTIONS} connections."
    )
    say("The server has the first core, the load generator the second; PostgreSQL takes what is left of both.")
    with scratch("empty") as (empty, environment):
        content.manage(environment, "migrate", "--verbosity=0")
        with filled(options.small_count, template=empty) as small, serve("granian", small) as server:
            few = run_small(server, options)
        with filled(options.count, template=empty) as large:
            with serve("granian", large) as server:
                many, ratios = run_large(server, options)
            ratios += compare_servers(large, options)
            ratios.append(feeds.measure_publishing(large))
    sizes = (options.small_count, options.count)
    for name in dict.fromkeys(name for name, _ in many.figures):
        ratios += report.growth_of(name, few, many, sizes=sizes)
    return ratios


def run_small(server: Server, options: Options) -> Measured:
    """Measure the operations as they are executed over few events."""
    measured = Measured()
    operations = choose_operations(server)
    for operation in operations.values():
        # The one statement for events leaves out the series, which the first page shows where events are few.
        comparing.check_equality(server, operation, set(comparing.views_of(operation)) - {"sql"})
        comparing.measure_fresh(server, operation, measured, seconds=options.seconds)
    show(measured)
    return measured


def run_large(server: Server, options: Options) -> tuple[Measured, list[Ratio]]:
    """Measure everything that one server can show."""
    measured, ratios = Measured(), []
    operations = choose_operations(server)
    for operation in operations.values():
        comparing.check_equality(server, operation, comparing.views_of(operation))
        comparing.check_freshness(server, operation)
    before = server.usage().memory
    say(report.HEADINGS)
    for operation in operations.values():
        comparing.measure_all(
            server,
            operation,
            measured,
            seconds=options.seconds,
            report=lambda name, variant: say(report.row(name, variant, measured.figures[name, variant])),
        )
        ratios += report.ratios_of(operation.name, measured)
    ratios += measure_far_page(server, operations[comparing.PAGED], measured, options)
    ratios += run_feeds(server, options)
    say(f"Memory of the server: {before / MEGABYTE:.0f} MB before, {server.usage().memory / MEGABYTE:.0f} MB after.")
    ratios += run_soak(server, list(operations.values()), options)
    return measured, ratios


def run_feeds(server: Server, options: Options) -> list[Ratio]:
    """Measure feeds and the change log."""
    measured = Measured()
    feeds.measure_feeds(server, measured, seconds=options.seconds)
    show(measured)
    return list(feeds.ratios_of_feeds(server, measured))


def show(measured: Measured) -> None:
    """Print the table of what was measured."""
    say(report.HEADINGS)
    for (name, variant), figures in measured.figures.items():
        say(report.row(name, variant, figures))


def measure_far_page(server: Server, operation: Operation, measured: Measured, options: Options) -> list[Ratio]:
    """Compare a page far down a list with its first one."""
    number, far = comparing.find_far_page(server, operation)
    figures = measure(server, far.fresh, seconds=options.seconds)
    say(report.row(operation.name, f"page {number}", figures))
    first = measured.figures[operation.name, "API"]
    return [report.Ratio(f"{operation.name}: time, page {number} / page 1", first.rate / figures.rate, 1.3)]


def run_soak(server: Server, operations: list[Operation], options: Options) -> list[Ratio]:
    """Look for memory that is never given back."""
    if not options.soak:
        return []
    done = soak(server, operations, amount=options.soak)
    say(
        f"{done.requests} mixed requests in {done.seconds:.0f} s: memory {done.before / MEGABYTE:.1f} → "
        f"{done.after / MEGABYTE:.1f} MB; statuses {done.statuses}."
    )
    return [report.Ratio(f"soak: MB grown in {done.requests} requests", done.growth / MEGABYTE, MOST_GROWTH)]


def compare_servers(environment: dict[str, str], options: Options) -> list[Ratio]:
    """Compare granian with gunicorn on a kept answer, in turns: what else the machine does changes with time."""
    rates: dict[str, list[float]] = {name: [] for name in SERVERS}
    for name in [*SERVERS] * TURNS:
        with serve(name, environment) as server:
            operation = choose_operations(server)["HomeUpcoming"]
            figures = measure(server, operation.kept, seconds=options.seconds)
        say(report.row(operation.name, name, figures))
        rates[name].append(figures.rate)
    quotient = statistics.median(rates["granian"]) / statistics.median(rates["gunicorn"])
    meaning = f"kept answer: requests/s, granian / gunicorn, medians of {TURNS}"
    return [report.Ratio(meaning, quotient, 1.0, is_floor=True)]


def main() -> int:
    """Run, and print the ratios."""
    try:
        ratios = run(Options.read())
    except content.NoDatabaseServerError as error:
        say(str(error))
        return 1
    except WrongAnswerError as error:
        say(f"A wrong answer: {error}")
        return 1
    say()
    for ratio in ratios:
        say(str(ratio))
    goals = [ratio for ratio in ratios if ratio.goal is not None]
    say(f"{sum(ratio.is_met for ratio in goals)} of {len(goals)} goals are met.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
