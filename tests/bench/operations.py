"""The requests that are measured: each operation with its variables, to the API and to the reference views."""

from __future__ import annotations

import dataclasses
import datetime as dt
import http.client
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from graphql import build_schema, get_operation_ast, parse, print_ast, validate
from graphql.utilities import separate_operations, strip_ignored_characters

from tests.bench.server import HOST, ROOT

if TYPE_CHECKING:
    from email.message import Message

    from tests.bench.server import Server

OPERATIONS = Path(__file__).with_name("operations.graphql")
SETUP = """query Setup($now: DateTime!) {
  events(first: 1, where: { types: [FORUM], startsAt: { gte: $now } }) { nodes { path } }
  talks(first: 100, where: { phase: [UPCOMING] }) { nodes { id series { id } } }
}"""
BOARD_DAYS = 120


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Message
    body: bytes

    @property
    def data(self) -> Any:
        """The data of an answer to an operation; raises `RuntimeError` for anything else."""
        found = json.loads(self.body) if self.status == http.HTTPStatus.OK else {}
        if "data" not in found or "errors" in found:
            raise RuntimeError(f"{self.status}: {self.body[:2000].decode()}")
        return found["data"]


@dataclass(frozen=True, slots=True)
class Request:
    """A GET request."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)

    def numbered(self) -> Request:
        """The request with a number that no other one has had in place of `UNIQUE`."""
        return dataclasses.replace(self, path=self.path.replace("UNIQUE", str(time.time_ns())))

    def send(self, server: Server, **headers: str) -> Answer:
        """The answer of a server."""
        connection = http.client.HTTPConnection(HOST, server.port, timeout=60)
        try:
            connection.request("GET", self.path, headers={**self.headers, **headers})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of a client with its variables."""

    name: str
    document: str
    variables: dict[str, Any]

    @property
    def kept(self) -> Request:
        """The request to the API; answered out of its response cache from the second time on."""
        return self._ask(self.variables)

    @property
    def fresh(self) -> Request:
        """The same, always executed: a variable that the operation does not declare makes each request another one."""
        return self._ask({**self.variables, "unique": "UNIQUE"})

    def view(self, kind: str) -> Request:
        """The same of a reference view."""
        return Request(f"/bench/{kind}/{self.name}?{urlencode({'variables': json.dumps(self.variables)})}")

    def _ask(self, variables: dict[str, Any]) -> Request:
        query = urlencode({"query": self.document, "variables": json.dumps(variables)})
        return Request(f"/graphql?{query}", {"Accept": "application/graphql-response+json"})


def read_documents() -> dict[str, str]:
    """The operations by name, each with its fragments; raises `ValueError` when the schema does not know them."""
    document = parse(OPERATIONS.read_text(encoding="utf-8"))
    schema = build_schema((ROOT / "api" / "schema.graphql").read_text(encoding="utf-8"))
    errors = validate(schema, document)
    if errors:
        raise ValueError("\n".join(str(error) for error in errors))
    return {
        name: strip_ignored_characters(print_ast(part)) for name, part in separate_operations(document).items() if name
    }


def choose_operations(server: Server) -> dict[str, Operation]:
    """The operations with variables that fit the content of a server."""
    now = dt.datetime.now(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    setup = Operation("Setup", SETUP, {"now": write(now)}).kept.send(server).data
    talks = setup["talks"]["nodes"]
    busiest, _ = Counter(talk["series"]["id"] for talk in talks).most_common(1)[0]
    variables: dict[str, dict[str, Any]] = {
        "HomeUpcoming": {"first": 12},
        "DeadlineBoard": {"now": write(now), "until": write(now + dt.timedelta(days=BOARD_DAYS))},
        "Route": {"path": setup["events"]["nodes"][0]["path"]},
        "SeriesTalks": {"id": busiest},
        "TalkBoard": {"first": 20},
        "PartnerSync": {},
        "Refetch": {"ids": [talk["id"] for talk in talks[:20]]},
        "AllTalks": {},
    }
    documents = read_documents()
    assert all(get_operation_ast(parse(text), name) for name, text in documents.items())
    return {name: Operation(name, documents[name], values) for name, values in variables.items()}


def write(instant: dt.datetime) -> str:
    """An instant as a variable."""
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def without_cursors(value: Any) -> Any:
    """Data in which cursors, which are opaque, all look the same."""
    if isinstance(value, dict):
        return {key: key if key == "endCursor" and item else without_cursors(item) for key, item in value.items()}
    return [without_cursors(item) for item in value] if isinstance(value, list) else value
