"""Very many mixed requests, wrong ones among them, and what they leave in the server's memory."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.bench.measuring import generate_load

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.bench.operations import Operation
    from tests.bench.server import Server

WARM_UP = 0.2
"""Of the requests measured; in it caches fill up."""

JSON = {"Content-Type": "application/json"}
WRONG = (
    {"method": "GET", "path": "/graphql"},
    {"method": "GET", "path": "/graphql?query=" + quote("{ nothingUNIQUE }")},
    {"method": "GET", "path": "/graphql?query=" + quote("{ events(first: 1000) { nodes { id } } }")},
    {"method": "GET", "path": "/graphql?query=" + quote("{ events { nodes { id ")},
    {"method": "GET", "path": "/graphql?query=" + quote("{ serverTime }"), "headers": {"Accept": "text/html"}},
    {"method": "POST", "path": "/graphql", "headers": JSON, "body": "UNIQUE is no JSON"},
    {"method": "POST", "path": "/graphql", "headers": JSON, "body": json.dumps({"query": "mutation { a }"})},
    {"method": "POST", "path": "/graphql", "headers": {"Content-Type": "text/plain"}, "body": "{ serverTime }"},
    {"method": "POST", "path": "/graphql", "headers": JSON, "body": "[" * 5000},
    {"method": "DELETE", "path": "/graphql"},
    {"method": "GET", "path": "/nothing/here/UNIQUE"},
    {"method": "GET", "path": "/graphql?query=" + quote('{ node(id: "UNIQUE") { id } }')},
    {
        "method": "GET",
        "path": "/graphql?query=" + quote("{ " + " ".join(f"a{n}: serverTime" for n in range(100)) + " }"),
    },
)
"""Requests that are refused, and documents that no other request has."""

UNUSUAL = (
    '{ route(path: "/UNIQUE/") { __typename } }',
    '{ search(words: "UNIQUE") { nodes { id } } people(search: "UNIQUE") { nodes { id } } }',
    "query QUNIQUE { events(first: 2) { nodes { " + " ".join(f"a{n}: title" for n in range(600)) + " } } }",
    "query ($a: Int = UNIQUE) { events(first: $a) { nodes { id } } }",
    '{ events(after: "UNIQUE") { nodes { id } } }',
    "{ __schema { types { name fields { name } } } QUNIQUE: serverTime }",
)
"""Documents that are answered, each one new: misses, large ones, wrong values."""

PERSISTED = 30
"""Documents that are registered by their hashes again and again."""


@dataclass(frozen=True, slots=True)
class Soak:
    """Resident memory in bytes after the warm-up and at the end, and how often each status was answered."""

    requests: int
    seconds: float
    before: int
    after: int
    statuses: dict[str, int]

    @property
    def growth(self) -> int:
        """Bytes that memory grew by after the warm-up."""
        return self.after - self.before


def soak(server: Server, operations: Iterable[Operation], *, amount: int) -> Soak:
    """Send `amount` requests after the warm-up."""
    mixed = [*mixed_requests(operations), *WRONG, *map(get, UNUSUAL), *persisted_requests(), *token_requests()]
    generate_load(server, mixed, amount=int(amount * WARM_UP))
    before = server.usage().memory
    load = generate_load(server, mixed, amount=amount)
    return Soak(load.requests, load.seconds, before, server.usage().memory, load.statuses)


def mixed_requests(operations: Iterable[Operation]) -> list[dict[str, Any]]:
    """Each operation four times out of the cache and once executed."""
    requests = [request for it in operations for request in (*[it.kept] * 4, it.fresh)]
    return [{"method": "GET", "path": request.path, "headers": request.headers} for request in requests]


def get(query: str, **extra: str) -> dict[str, Any]:
    """A request for a document in the address."""
    arguments = "".join(f"&{name}={quote(value)}" for name, value in extra.items())
    return {"method": "GET", "path": f"/graphql?query={quote(query)}{arguments}"}


def persisted_requests() -> list[dict[str, Any]]:
    """Hashes that nobody registered, and one of many documents to be registered for each of them."""
    miss = json.dumps({"persistedQuery": {"version": 1, "sha256Hash": "UNIQUE" + "0" * 48}})
    requests = [{"method": "GET", "path": f"/graphql?extensions={quote(miss)}"}]
    for number in range(PERSISTED):
        query = f"{{ a{number}: serverTime }}"
        named = {"version": 1, "sha256Hash": hashlib.sha256(query.encode()).hexdigest()}
        requests.append(get(query, extensions=json.dumps({"persistedQuery": named})))
    return requests


def token_requests() -> list[dict[str, Any]]:
    """Tokens that nobody was given."""
    return [
        {**get("{ serverTime }"), "headers": {"Authorization": f"Bearer wagtail_{number:040}"}} for number in range(9)
    ]
