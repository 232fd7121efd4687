"""The table of figures and the ratios, each with its goal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.comparing import Measured
    from tests.bench.measuring import Figures

LEAST_SHARE = 0.9
"""Of the bytes of an answer that another one has at least, to be compared with it."""

HEADINGS = f"{'operation':<15}{'variant':<11}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}{'SQL':>5}{'bytes':>8}"


@dataclass(frozen=True, slots=True)
class Ratio:
    """A quotient and what it should be, None: anything; `is_floor` when it should be at least that, else at most."""

    meaning: str
    value: float
    goal: float | None = None
    is_floor: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the goal, if there is one, is reached."""
        if self.goal is None:
            return True
        return self.value >= self.goal if self.is_floor else self.value <= self.goal

    def __str__(self) -> str:
        if self.goal is None:
            return f"{self.meaning:<72}{self.value:>7.2f}"
        sign = "≥" if self.is_floor else "≤"
        mark = "" if self.is_met else "   MISSED"
        return f"{self.meaning:<72}{self.value:>7.2f}   {sign} {self.goal}{mark}"


def row(operation: str, variant: str, figures: Figures) -> str:
    """A line of the table."""
    return (
        f"{operation:<15}{variant:<11}{figures.rate:>9.0f}{figures.p50:>9.2f}{figures.p99:>9.2f}"
        f"{figures.cpu:>9.3f}{figures.statements:>5}{figures.size:>8}"
    )


def ratios_of(name: str, measured: Measured) -> Iterator[Ratio]:
    """The ratios of one operation."""
    api, kept, known = (measured.of(name, variant) for variant in ("API", "API kept", "API 304"))
    orm, sql = measured.of(name, "orm"), measured.of(name, "sql")
    stored, stored_known = measured.of(name, "bytes"), measured.of(name, "bytes 304")
    if api and orm:
        yield Ratio(f"{name}: CPU, API / hand-written view (aim: 0.5)", api.cpu / orm.cpu, 1.0)
        yield Ratio(f"{name}: time, API / hand-written view", orm.rate / api.rate, 1.0)
    if api and sql:
        yield Ratio(f"{name}: CPU, API / one SQL statement", api.cpu / sql.cpu)
    if kept and stored:
        yield Ratio(f"{name}: requests/s, kept answer / bare cached view", kept.rate / stored.rate, 0.7, is_floor=True)
    if known and stored_known:
        yield Ratio(f"{name}: requests/s, 304 / bare 304", known.rate / stored_known.rate, 0.7, is_floor=True)
    for variant, figures in (("API", api), ("API kept", kept), ("API 304", known)):
        if figures:
            yield Ratio(f"{name}: p99 / p50, {variant}", figures.p99 / figures.p50, 4.0)


def growth_of(name: str, small: Measured, large: Measured, *, sizes: tuple[int, int]) -> Iterator[Ratio]:
    """How an operation slows down with the number of events; without a goal where few events fill a shorter answer."""
    few, many = small.of(name, "API"), large.of(name, "API")
    if few and many:
        is_same_work = few.size > many.size * LEAST_SHARE
        meaning = f"{name}: time with {sizes[1]} events / with {sizes[0]}"
        yield Ratio(
            meaning if is_same_work else f"{meaning}, for less", few.rate / many.rate, 1.3 if is_same_work else None
        )
