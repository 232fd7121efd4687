"""What is measured of a server full of events, and the ratios that are asked of it."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.bench.counting import ANSWERED, COUNTING
from tests.bench.measuring import Figures, WrongAnswerError, measure
from tests.bench.operations import without_cursors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tests.bench.operations import Operation
    from tests.bench.server import Server

IN_ONE_STATEMENT = frozenset({"HomeUpcoming", "TalkBoard"})
KEPT_STATEMENTS = 1
"""A kept answer costs one: whether the content is still what it was made of."""

FAR_PAGE = 200
PAGED = "AllTalks"
REPORTED = 12
"""Differences shown of two answers."""


@dataclass
class Measured:
    """Figures by operation and variant."""

    figures: dict[tuple[str, str], Figures] = field(default_factory=dict)

    def of(self, operation: str, variant: str) -> Figures | None:
        """The figures of a variant, if it was measured."""
        return self.figures.get((operation, variant))


def check_equality(server: Server, operation: Operation, kinds: Iterable[str]) -> None:
    """Compare what the API answers with reference views; raises `WrongAnswerError` with the differences."""
    ours = without_cursors(operation.kept.send(server).data)
    for kind in kinds:
        theirs = without_cursors(operation.view(kind).send(server).data)
        found = [*differences(ours, theirs, operation.name)][:REPORTED]
        if found:
            raise WrongAnswerError(f"The API and the view bench/{kind} differ:\n" + "\n".join(found))


def differences(ours: Any, theirs: Any, place: str) -> Iterator[str]:
    """Where two JSON values differ."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted(ours.keys() | theirs.keys()):
            yield from differences(ours.get(key, "(absent)"), theirs.get(key, "(absent)"), f"{place}.{key}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for number, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(one, other, f"{place}[{number}]")
    elif ours != theirs:
        yield f"{place}: {json.dumps(ours)[:300]} and {json.dumps(theirs)[:300]}"


def views_of(operation: Operation) -> list[str]:
    """The reference views that give the same data as an operation."""
    if operation.name == PAGED:
        return []
    return ["orm", *(["sql"] if operation.name in IN_ONE_STATEMENT else [])]


def check_freshness(server: Server, operation: Operation) -> None:
    """Make sure that a fresh request is executed; raises `WrongAnswerError`."""
    counts = [int(operation.fresh.numbered().send(server, **COUNTING).headers[ANSWERED]) for _ in range(3)]
    if min(counts) <= KEPT_STATEMENTS:
        raise WrongAnswerError(f"{operation.name} is answered out of a cache though its variables differ: {counts}.")


def measure_fresh(server: Server, operation: Operation, measured: Measured, *, seconds: float) -> None:
    """Measure an operation as it is executed."""
    measured.figures[operation.name, "API"] = measure(server, operation.fresh, seconds=seconds)


def measure_all(
    server: Server, operation: Operation, measured: Measured, *, seconds: float, report: Callable[[str, str], None]
) -> None:
    """Measure an operation in all variants, those that are compared one after the other."""
    variants = {"API": (operation.fresh, False)}
    variants |= {kind: (operation.view(kind), False) for kind in views_of(operation)}
    variants["API kept"] = (operation.kept, False)
    if "orm" in variants:
        variants["bytes"] = (operation.view("bytes"), False)
    variants["API 304"] = (operation.kept, True)
    if "orm" in variants:
        variants["bytes 304"] = (operation.view("bytes"), True)
    for name, (request, is_known) in variants.items():
        measured.figures[operation.name, name] = measure(server, request, seconds=seconds, is_known=is_known)
        report(operation.name, name)


def find_far_page(server: Server, operation: Operation) -> tuple[int, Operation]:
    """The page of a list with the number `FAR_PAGE`, or the last full one, with its number."""
    number, current = 1, operation
    while number < FAR_PAGE:
        info = current.kept.send(server).data["talks"]["pageInfo"]
        following = dataclasses.replace(current, variables={**current.variables, "after": info["endCursor"]})
        rows = following.kept.send(server).data["talks"]["nodes"] if info["hasNextPage"] else []
        if len(rows) < 20:
            break
        number, current = number + 1, following
    return number, current
