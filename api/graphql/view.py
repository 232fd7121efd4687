"""GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/): reading only, without cookies or sessions."""

from __future__ import annotations

import json
import logging
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View
from graphql import (
    ExecutionResult,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    execute,
    get_operation_ast,
)

from api.graphql.documents import MOST_ERRORS, DocumentRefused, coded, read_document
from api.graphql.execution import PublicExecutionContext
from api.graphql.loading import Reading
from api.graphql.schema import schema
from api.visibility import Visibility

if TYPE_CHECKING:
    from django.http import HttpRequest
    from graphql import DocumentNode

logger = logging.getLogger(__name__)

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
LARGEST_BODY = 64 * 1024
METHODS = "GET, HEAD, OPTIONS, POST"
ARGUMENT_ERROR = "Argument '"
"""How graphql-core begins the messages about arguments whose values turn out wrong only when a field is executed."""


class RequestRefused(Exception):  # noqa: N818  # what it says of the request
    """The request is no GraphQL request; answered with `status`."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a request asks for."""

    query: str
    variables: dict[str, Any] = field(default_factory=dict)
    operation_name: str | None = None

    @classmethod
    def of(cls, given: dict[str, Any]) -> Parameters:
        """The parameters out of decoded JSON; raises `RequestRefused`."""
        query, variables, name = given.get("query"), given.get("variables"), given.get("operationName")
        if not isinstance(query, str) or not query.strip():
            raise RequestRefused(400, "query must be a GraphQL document.")
        if variables is not None and not isinstance(variables, dict):
            raise RequestRefused(400, "variables must be an object.")
        if name is not None and not isinstance(name, str):
            raise RequestRefused(400, "operationName must be a string.")
        if not isinstance(given.get("extensions"), dict | None):
            raise RequestRefused(400, "extensions must be an object.")
        return cls(query, variables or {}, name or None)


@method_decorator(csrf_exempt, name="dispatch")
class GraphQLView(View):
    """The public endpoint."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer a request; every answer may be read from any origin."""
        del args, kwargs
        # No answer depends on cookies; the middleware would replace those it does not like, and vary by them.
        request.COOKIES.clear()
        request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
        request.encoding = "utf-8"
        try:
            response = answer(request)
        except RequestRefused as refusal:
            error = coded(refusal.message, "BAD_REQUEST")
            response = write({"errors": [error.formatted]}, status=refusal.status, media_type=JSON)
            for name, value in refusal.headers.items():
                response[name] = value
        response["Vary"] = "Accept"
        response["Access-Control-Allow-Origin"] = "*"
        return response


def answer(request: HttpRequest) -> HttpResponse:
    """The answer to a request; raises `RequestRefused`."""
    if request.method == "OPTIONS":
        return preflight()
    if request.method not in {"GET", "HEAD", "POST"}:
        raise RequestRefused(405, "Use GET or POST.", Allow=METHODS)
    media_type = negotiate(request.headers.get("Accept", ""))
    parameters = read_parameters(request)
    body, status = run(parameters, request)
    return write(body, status=200 if media_type == JSON else status, media_type=media_type)


def preflight() -> HttpResponse:
    """The answer to a browser that asks whether it may send JSON."""
    headers = {
        "Allow": METHODS,
        "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
        "Access-Control-Allow-Headers": "Accept, Content-Type",
        "Access-Control-Max-Age": "86400",
    }
    return HttpResponse(status=204, headers=headers)


def negotiate(accept: str) -> str:
    """The media type to answer in; raises `RequestRefused` when the client takes neither."""
    ranges = dict(map(read_range, accept.split(","))) if accept.strip() else {"*/*": 1.0}
    weights = {
        GRAPHQL: ranges.get(GRAPHQL, 0.0),
        JSON: next((ranges[it] for it in (JSON, "application/*", "*/*") if it in ranges), 0.0),
    }
    best = max(weights, key=lambda media_type: weights[media_type])
    if not weights[best]:
        raise RequestRefused(406, f"Answers are {GRAPHQL} or {JSON}.")
    return best


def read_range(text: str) -> tuple[str, float]:
    """A media range of an Accept header with its weight (RFC 9110, section 12.5.1)."""
    media_range, *parameters = (part.strip().lower() for part in text.split(";"))
    values = dict(part.partition("=")[::2] for part in parameters)
    if values.get("charset", "utf-8") not in {"utf-8", '"utf-8"'}:
        return media_range, 0.0
    try:
        return media_range, float(values.get("q", 1))
    except ValueError:
        return media_range, 0.0


def read_parameters(request: HttpRequest) -> Parameters:
    """What a request asks for; raises `RequestRefused`."""
    if request.method != "POST":
        return Parameters.of(read_query_string(request))
    if request.content_type != JSON or (request.content_params or {}).get("charset", "utf-8").lower() != "utf-8":
        raise RequestRefused(415, f"Send {JSON} in UTF-8.", Accept=JSON)
    if int(request.headers.get("Content-Length") or 0) > LARGEST_BODY:
        raise RequestRefused(413, f"Send at most {LARGEST_BODY} bytes.")
    given = read_json(request.body, "The body")
    if not isinstance(given, dict):
        raise RequestRefused(400, "The body must be one object; batches are not answered.")
    return Parameters.of(given)


def read_query_string(request: HttpRequest) -> dict[str, Any]:
    """The parameters in an address."""
    given: dict[str, Any] = dict(request.GET.items())
    for name in ("variables", "extensions"):
        if given.get(name):
            given[name] = read_json(given[name], name)
        else:
            given.pop(name, None)
    return given


def read_json(text: str | bytes, name: str) -> Any:
    """Decoded JSON; raises `RequestRefused`, for half a surrogate too, which no text can hold."""
    try:
        found = json.loads(text.decode("utf-8-sig") if isinstance(text, bytes) else text)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise RequestRefused(400, f"{name} must be JSON.") from error
    return found


def run(parameters: Parameters, request: HttpRequest) -> tuple[dict[str, Any], int]:
    """The response to a well-formed request, with its status for clients of the newer media type."""
    try:
        document = read_document(parameters.query)
    except DocumentRefused as refusal:
        return {"errors": [error.formatted for error in refusal.errors]}, 400
    operation = get_operation_ast(document, parameters.operation_name)
    if operation is None:
        message = "operationName must name one of the document's operations."
        return {"errors": [coded(message, "BAD_USER_INPUT").formatted]}, 400
    if operation.operation is not OperationType.QUERY:
        return refuse_operation(request)
    return perform(document, operation, parameters, hostname=request.get_host())


def refuse_operation(request: HttpRequest) -> tuple[dict[str, Any], int]:
    """The answer to a mutation or subscription; raises `RequestRefused` where the method alone forbids it."""
    if request.method != "POST":
        raise RequestRefused(405, "GET may only query.", Allow="POST")
    return {"errors": [coded("There are queries only.", "GRAPHQL_VALIDATION_FAILED").formatted]}, 400


def perform(
    document: DocumentNode, operation: OperationDefinitionNode, parameters: Parameters, *, hostname: str
) -> tuple[dict[str, Any], int]:
    """Execute an operation."""
    result = execute(
        schema.graphql_schema,
        document,
        context_value=Reading(Visibility(hostname=hostname)),
        variable_values=parameters.variables,
        operation_name=operation.name.value if operation.name else None,
        execution_context_class=PublicExecutionContext,
    )
    assert isinstance(result, ExecutionResult)  # noqa: S101  # no resolver is asynchronous
    if result.errors and result.data is None and all(error.path is None for error in result.errors):
        errors = [as_bad_input(error).formatted for error in result.errors[:MOST_ERRORS]]
        return {"errors": errors}, 400
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body = {"errors": [mask(error).formatted for error in result.errors[:MOST_ERRORS]], **body}
    return body, 200


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
    incident = uuid.uuid4().hex
    logger.error("Incident %s at %s", incident, error.path, exc_info=error.original_error or error)
    return GraphQLError(
        f"Internal error; incident {incident}.",
        nodes=error.nodes,
        path=error.path,
        extensions={"code": "INTERNAL_SERVER_ERROR"},
    )


def write(body: dict[str, Any], *, status: int, media_type: str) -> HttpResponse:
    """A response with JSON."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, status=status, content_type=f"{media_type}; charset=utf-8")
