"""The same operations asked of several processes, each with what it keeps in memory."""

from __future__ import annotations

import itertools
import json
import re
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from api.caching import answers, versions
from api.published.timetable import TimetableKept
from api.reading import loading
from api.visibility import rule
from api.visibility.grounds import GroundsKept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PAGE = """
fragment Card on Event { title phase ...Links ...Dates ...Sessions }
fragment Links on Event { links { kind url note availability } }
fragment Dates on Event { importantDates { label state at { instant date month } } }
fragment Sessions on Event { sessions { title phase speakers { name } } }
fragment Block on Block {
  ... on TextBlock { content { html markdown } }
  ... on FigureBlock { image { url alt } }
}
fragment Picture on Image { url alt responsive(preset: CARD) { src sources { srcSet } } }
fragment Whole on ContentPage {
  __typename id title path url locale slug updatedAt
  seo { title canonicalUrl isNoIndex jsonLd image { url } }
  breadcrumbs { title path }
  translations { path locale title }
  ... on Event {
    ...Card attendanceMode languages
    topics { name slug broader { name } }
    heroImage { ...Picture }
    partOf { title phase }
    dateChanges { kind label old { date } new { date } }
    body { ...Block }
    contributors { role affiliation person { name photo { ...Picture } affiliation { name } } photo { url } }
  }
  ... on Talk { minutes series { title phase } }
  ... on SeminarSeries { usualMinutes talks { totalCount nodes { title phase } } }
  ... on StandardPage { body { ...Block } }
}
"""
PHASES = ("UPCOMING", "LIVE", "PAST", "UNSCHEDULED", "CANCELLED")


@dataclass(frozen=True, slots=True)
class Operation:
    """A document with its variables, and a name for messages."""

    name: str
    document: str
    variables: dict[str, Any]


def by_each(values: tuple[str, ...], template: str) -> str:
    """A document with one field for each of `values`."""
    return "{ " + " ".join(f"in{value}: " + template.replace("VALUE", value) for value in values) + " }"


LISTS = {
    "events in phases": by_each(PHASES, "events(where: { phase: [VALUE] }) { totalCount nodes { title } }"),
    "events on or ahead": "{ events(where: { phase: [UPCOMING, LIVE] }) { nodes { title } } }",
    "phases of events": "{ events { nodes { title phase } } }",
    "talks in phases": by_each(PHASES, "talks(where: { phase: [VALUE] }) { totalCount nodes { title } }"),
    "phases of talks": "{ talks { nodes { title phase } } }",
    "dates in states": by_each(
        ("OPEN", "CLOSED", "UNKNOWN"), "importantDates(where: { state: [VALUE] }) { totalCount nodes { label } }"
    ),
    "states of dates": "{ importantDates { nodes { label state event { title } } } }",
    "sessions in phases": by_each(PHASES, "sessions(where: { phase: [VALUE] }) { nodes { title } }"),
    "phases of sessions": "{ sessions { nodes { title phase } } }",
    "by next deadline": """{
      next: events(orderBy: [{ field: NEXT_DEADLINE }]) { nodes { title } }
      last: events(orderBy: [{ field: NEXT_DEADLINE, direction: DESC }]) { nodes { title } }
    }""",
    "links": "{ events { nodes { links { kind url note availability } } } }",
    "series": """{ events(where: { types: [SEMINAR_SERIES] }) { nodes {
      title phase ... on SeminarSeries { talks(where: { phase: [UPCOMING] }) { nodes { title } } }
    } } }""",
    "cards": "{ events { totalCount nodes { ...Card topics { name } } } }" + PAGE.partition("fragment Block")[0],
    "search": '{ search(words: "harbour") { nodes { title } } ada: search(words: "ada") { nodes { title } } }',
    "people": "{ people { totalCount nodes { name affiliation { name } photo { url } } } }",
    "site": "{ site { name tagline url menu { title path } languages { path name } } }",
}


def operations(*, paths: list[str], ids: list[str], lists: Iterable[str] = tuple(LISTS)) -> list[Operation]:
    """Some lists by their names, the pages at `paths`, and the objects with `ids`."""
    route = """query ($path: String!) { route(path: $path) {
      __typename ... on PageRoute { page { ...Whole } } ... on RedirectRoute { url isPermanent }
      ... on ProtectedRoute { requirement } ... on GoneRoute { since }
    } }"""
    nodes = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on ContentPage { path } } }"
    return [
        *(Operation(name, LISTS[name], {}) for name in lists),
        *(Operation(f"route {path}", route + PAGE, {"path": path}) for path in paths),
        Operation("nodes", nodes, {"ids": ids}),
    ]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a client gets: the body, its tag, and for how many seconds a shared cache may give it."""

    body: bytes
    etag: str
    seconds: int


class Process:
    """What one process of the server keeps in its memory; processes share the database, and Redis if there is one."""

    def __init__(self) -> None:
        self.kept = (
            (answers, "MEMORY", answers.Memory(most=answers.MEMORY_BYTES)),
            (versions, "VERSION", versions.VersionMemory()),
            (rule, "kept_grounds", GroundsKept()),
            (loading, "kept_timetable", TimetableKept()),
        )

    @contextmanager
    def running(self) -> Iterator[None]:
        """Have what is asked now asked of this process."""
        with ExitStack() as stack:
            patch = stack.enter_context(pytest.MonkeyPatch.context())
            for module, name, value in self.kept:
                patch.setattr(module, name, value)
            yield

    def ask(self, operation: Operation, **headers: str) -> Seen:
        """What this process answers."""
        with self.running():
            return ask(operation, **headers)


NUMBERS = itertools.count()


def ask_afresh(operation: Operation) -> Seen:
    """The answer of a process that has just started, and that no process has kept."""
    unknown = {**operation.variables, "unique": next(NUMBERS)}
    return Process().ask(Operation(operation.name, operation.document, unknown), Cache_Control="no-cache")


def ask(operation: Operation, **headers: str) -> Seen:
    """The answer to a GET request; raises `AssertionError` for one with errors."""
    response = Client().get(
        "/graphql",
        {"query": operation.document, "variables": json.dumps(operation.variables)},
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )
    assert response.status_code == 200, (operation.name, response.content)
    assert b'"errors"' not in response.content[:10], (operation.name, response.content)
    return Seen(response.content, response["ETag"], shared_seconds(response["Cache-Control"]))


def shared_seconds(cache_control: str) -> int:
    """For how long a shared cache may give an answer, fresh or while it asks again."""
    return sum(map(int, re.findall(r"(?:s-maxage|stale-while-revalidate)=(\d+)", cache_control)))
