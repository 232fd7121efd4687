"""GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/): reading only, without cookies or sessions."""

from __future__ import annotations

import json
import logging
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from django.db import Error as DatabaseFailure
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from graphql import ExecutionResult, GraphQLError, execute

from api.caching import (
    Answer,
    conditional_response,
    find_answer,
    keep_answer,
    keep_private,
    no_store,
    read_version,
    strong_etag,
)
from api.graphql.clients import Bill, Client, identify
from api.graphql.documents import DOCUMENTS, Document, DocumentRefused, Operation, coded, price_reading, read_document
from api.graphql.execution import PublicExecutionContext
from api.graphql.limits import MOST_ERRORS, too_complex
from api.graphql.persisted import find_source, register_document
from api.graphql.requests import JSON, METHODS, Parameters, RequestRefused, negotiate, read_parameters
from api.graphql.schema import schema
from api.rates import RateLimited, rate_headers
from api.reading import Reading
from api.visibility import Visibility

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

    from api.caching import Lifetime

logger = logging.getLogger(__name__)

ARGUMENT_ERROR = "Argument '"
"""How graphql-core begins the messages about arguments whose values turn out wrong only when a field is executed."""

ALWAYS = {
    "Vary": "Accept",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate",
}


@csrf_exempt
def graphql(request: HttpRequest) -> HttpResponse:
    """The public endpoint; every answer may be read from any origin."""
    # No answer depends on cookies; the middleware would replace those it does not like, and vary by them.
    request.COOKIES.clear()
    request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
    try:
        response = answer(request)
    except RequestRefused as refusal:
        response = refuse(refusal.message, refusal.code, status=refusal.status, **refusal.headers)
    except RateLimited as limited:
        response = refuse(str(limited), "RATE_LIMITED", status=429, **rate_headers(limited))
    except DatabaseFailure as failure:
        response = refuse(record_incident(failure), "INTERNAL_SERVER_ERROR", status=503)
    for name, value in ALWAYS.items():
        response.headers[name] = value
    return response


def answer(request: HttpRequest) -> HttpResponse:
    """The answer to a request; raises `RequestRefused` and `RateLimited`."""
    if request.method == "OPTIONS":
        return preflight()
    if request.method not in {"GET", "HEAD", "POST"}:
        raise RequestRefused(405, "Use GET or POST.", Allow=METHODS)
    media_type = negotiate(request.META.get("HTTP_ACCEPT", ""))
    parameters, client = read_parameters(request), identify(request)
    version = read_version(fresh=client.wants_latest)
    return Exchange(request, parameters, media_type, client, version, timezone.now()).answer()


def preflight() -> HttpResponse:
    """The answer to a browser that asks what it may send."""
    headers = {
        "Allow": METHODS,
        "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
        "Access-Control-Allow-Headers": "Accept, Authorization, Cache-Control, Content-Type, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
    return HttpResponse(status=204, headers=headers)


def refuse(message: str, code: str, *, status: int, **headers: str) -> HttpResponse:
    """The answer to a request that is not even tried."""
    body = {"errors": [coded(message, code).formatted]}
    return no_store(
        HttpResponse(dump(body), status=status, content_type=f"{JSON}; charset=utf-8", headers=headers or None)
    )


@dataclass(frozen=True, slots=True)
class Exchange:
    """A well-formed request on its way to an answer."""

    request: HttpRequest
    parameters: Parameters
    media_type: str
    client: Client
    version: int
    now: dt.datetime

    def answer(self) -> HttpResponse:
        """The kept answer, else a new one; raises `RequestRefused` and `RateLimited`."""
        bill = Bill(self.client)
        try:
            if self.parameters.is_registration:
                self.register(bill)
            return self.find_kept() or self.execute(self.find_document(bill), bill)
        except DocumentRefused as refusal:
            return self.fail(*refusal.errors)

    def key(self) -> str:
        """What tells this answer from all others; hosts that are not ours have been refused before."""
        meta = self.request.META
        host = meta.get("HTTP_HOST") or f"{meta['SERVER_NAME']}:{meta['SERVER_PORT']}"
        limit = self.client.most_points if self.parameters.wants_cost else ""
        return f"{self.parameters.identity}:{host}:{self.media_type}:{limit}"

    def find_kept(self) -> HttpResponse | None:
        """The kept answer; it is free, but only for those who might have asked for it."""
        found = find_answer(self.key(), version=self.version, now=self.now.timestamp())
        return None if found is None or found.cost > self.client.most_points else self.give(found)

    def give(self, answer: Answer) -> HttpResponse:
        """A response with an answer, unless the client has it already; the limit of a token is no news for others."""
        response = conditional_response(self.request, answer=answer, media_type=self.media_type, now=self.now)
        return no_store(response) if self.parameters.wants_cost and self.client.has_token else response

    def register(self, bill: Bill) -> None:
        """Keep the document under its name, if it is valid; raises `DocumentRefused`."""
        self.find_document(bill)
        bill.reach(1)
        register_document(self.parameters.digest, self.parameters.query or "")

    def find_document(self, bill: Bill) -> Document:
        """The document that was sent or named; raises `DocumentRefused` and `RateLimited`."""
        found = DOCUMENTS.find(self.parameters.digest)
        source = self.parameters.query or find_source(self.parameters.digest)
        if found is None or source is None:
            bill.reach(price_reading(source or ""))
        if source is None:
            raise DocumentRefused((coded("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND"),))
        return found or read_document(source, digest=self.parameters.digest)

    def execute(self, document: Document, bill: Bill) -> HttpResponse:
        """Execute the operation that was asked for; raises `RequestRefused` and `RateLimited`."""
        operation = document.find(self.parameters.operation_name)
        if operation is None:
            bill.reach(1)
            return self.fail(coded("operationName must name one of the document's operations.", "BAD_USER_INPUT"))
        if not operation.is_query:
            return self.refuse_operation()
        cost = operation.cost(self.parameters.variables)
        if cost > self.client.most_points:
            bill.reach(1)
            return self.fail(
                too_complex(f"The operation costs {cost:,} points; at most {self.client.most_points:,} are allowed."),
                cost=cost,
            )
        bill.reach(cost)
        return self.perform(document, operation, cost=cost)

    def refuse_operation(self) -> HttpResponse:
        """The answer to a mutation or subscription; raises `RequestRefused` where the method alone forbids it."""
        if self.request.method != "POST":
            raise RequestRefused(405, "GET may only query.", Allow="POST")
        return self.fail(coded("There are queries only.", "GRAPHQL_VALIDATION_FAILED"))

    def perform(self, document: Document, operation: Operation, *, cost: int) -> HttpResponse:
        """Execute an operation within its limits; an answer without errors is kept as long as it holds."""
        visibility = Visibility(hostname=self.request.get_host(), now=self.now, version=self.version)
        reading = Reading(visibility, version=self.version)
        result = execute(
            schema.graphql_schema,
            document.node,
            context_value=reading,
            variable_values=self.parameters.variables,
            operation_name=operation.node.name.value if operation.node.name else None,
            execution_context_class=PublicExecutionContext,
            is_awaitable=never_waits,
        )
        assert isinstance(result, ExecutionResult)  # noqa: S101  # no resolver is asynchronous
        response = self.answer_with(result, reading, cost=cost)
        return keep_private(response) if reading.is_private else response

    def answer_with(self, result: ExecutionResult, reading: Reading, *, cost: int) -> HttpResponse:
        """The response with what an operation has given; kept for others where they may read it too."""
        errors = result.errors or []
        if errors and result.data is None and all(error.path is None for error in errors):
            return self.fail(*map(as_bad_input, errors), cost=cost)
        if errors:
            masked = [mask(error).formatted for error in errors[:MOST_ERRORS]]
            return self.write({"errors": masked, "data": result.data}, status=200, cost=cost)
        if reading.is_private:
            return self.write({"data": result.data}, status=200, cost=cost)
        return self.give(self.keep(result.data, reading.lifetime, cost=cost))

    def keep(self, data: Any, lifetime: Lifetime, *, cost: int) -> Answer:
        """The answer with this data, kept for whoever asks next."""
        body = dump(self.with_cost({"data": data}, cost))
        etag = strong_etag(body, media_type=self.media_type)
        until = lifetime.until.timestamp() if lifetime.until else None
        answer = Answer(
            body,
            etag,
            until,
            tuple(sorted(lifetime.tags)),
            self.version,
            cost,
            must_revalidate=lifetime.must_revalidate,
        )
        keep_answer(self.key(), answer)
        return answer

    def fail(self, *errors: GraphQLError, cost: int | None = None) -> HttpResponse:
        """The answer to an operation that is not executed; clients of the older media type expect 200 for it."""
        is_missing = (errors[0].extensions or {}).get("code") == "PERSISTED_QUERY_NOT_FOUND"
        body = {"errors": [error.formatted for error in errors[:MOST_ERRORS]]}
        return self.write(body, status=200 if is_missing or self.media_type == JSON else 400, cost=cost)

    def write(self, body: dict[str, Any], *, status: int, cost: int | None) -> HttpResponse:
        """A response that nobody keeps."""
        return no_store(
            HttpResponse(
                dump(self.with_cost(body, cost)), status=status, content_type=f"{self.media_type}; charset=utf-8"
            )
        )

    def with_cost(self, body: dict[str, Any], cost: int | None) -> dict[str, Any]:
        """The body, with what it cost where the client wants to know."""
        if cost is None or not self.parameters.wants_cost:
            return body
        return {**body, "extensions": {"cost": {"requested": cost, "limit": self.client.most_points}}}


def never_waits(_value: Any) -> bool:
    """Whether a resolver's value has to be waited for: no resolver is asynchronous."""
    return False


def as_bad_input(error: GraphQLError) -> GraphQLError:
    """The error for a variable or an argument that does not fit its type, without guesses at what was meant."""
    message = error.message.partition(" Did you mean ")[0]
    code = (error.extensions or {}).get("code", "BAD_USER_INPUT")
    return GraphQLError(message, nodes=error.nodes, path=error.path, extensions={"code": code})


def mask(error: GraphQLError) -> GraphQLError:
    """An error fit for the public: what the client did wrong as it is, everything else as an incident in the log."""
    if (error.extensions or {}).get("code"):
        return error
    if error.message.startswith(ARGUMENT_ERROR):
        return as_bad_input(error)
    message = record_incident(error.original_error or error, path=error.path)
    return GraphQLError(message, nodes=error.nodes, path=error.path, extensions={"code": "INTERNAL_SERVER_ERROR"})


def record_incident(failure: Exception, *, path: list[str | int] | None = None) -> str:
    """The message about a failure of ours, by whose number the log tells the rest."""
    incident = uuid.uuid4().hex
    logger.error("Incident %s at %s", incident, path, exc_info=failure)
    return f"Internal error; incident {incident}."


def dump(body: Any) -> bytes:
    """JSON in UTF-8; half a surrogate, which an older database may hold, is written as an escape."""
    try:
        return orjson.dumps(body)
    except orjson.JSONEncodeError:
        return json.dumps(body, separators=(",", ":")).encode()
