"""What a GraphQL request asks for, and in which media type (GraphQL over HTTP; RFC 9110, section 12.5.1)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import orjson
from django.http.request import UnreadablePostError

from api.caching import answer_key, release_digest
from api.graphql.documents import find_digest

if TYPE_CHECKING:
    from django.http import HttpRequest

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
LARGEST_BODY = 64 * 1024
MOST_ARGUMENTS = 20
KEPT_ADDRESSES = 1_000
LONGEST_KEPT_ADDRESS = 4_096
MOST_RANGES = 50
"""Media ranges of an Accept header that are read."""

METHODS = "GET, HEAD, OPTIONS, POST"
SHA_256 = re.compile(r"[0-9a-f]{64}")
QUALITY = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?")
UTF_8 = {"utf-8", '"utf-8"', "utf8"}


class RequestRefused(Exception):  # noqa: N818  # what it says of the request
    """The request is answered with `status` and nothing but an error."""

    def __init__(self, status: int, message: str, *, code: str = "BAD_REQUEST", **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a request asks for: a document by its source, by its SHA-256, or to be registered by both."""

    query: str | None
    digest: str
    is_registration: bool = False
    variables: dict[str, Any] = field(default_factory=dict)
    operation_name: str | None = None
    wants_cost: bool = False
    identity: str = ""
    """What tells it from requests with other answers, as far as it depends on these parameters and the schema."""

    @classmethod
    def of(cls, given: dict[str, Any]) -> Parameters:
        """The parameters out of decoded JSON; raises `RequestRefused`."""
        variables, name, extensions = given.get("variables"), given.get("operationName"), given.get("extensions")
        if not isinstance(extensions, dict | None):
            raise RequestRefused(400, "extensions must be an object.")
        extensions = extensions or {}
        query, digest = read_document_names(given, extensions)
        if variables is not None and not isinstance(variables, dict):
            raise RequestRefused(400, "variables must be an object.")
        if name is not None and not isinstance(name, str):
            raise RequestRefused(400, "operationName must be a string.")
        document, wants_cost = digest or find_digest(query or ""), extensions.get("cost") is True
        return cls(
            query,
            document,
            is_registration=query is not None and digest is not None,
            variables=variables or {},
            operation_name=name or None,
            wants_cost=wants_cost,
            identity=answer_key(
                schema=release_digest(),
                site="",
                document=document,
                operation=name or "",
                variables=variables or {},
                extra=f"cost: {wants_cost}",
            ),
        )


def read_document_names(given: dict[str, Any], extensions: dict[str, Any]) -> tuple[str | None, str | None]:
    """The source of the document and its SHA-256, of which one may be missing; raises `RequestRefused`."""
    query, digest = given.get("query"), read_persisted_query(extensions.get("persistedQuery"))
    if given.get("documentId") is not None:
        if query is not None or digest is not None:
            raise RequestRefused(400, "documentId stands for the document; send it alone.")
        return None, read_document_id(given["documentId"])
    if digest is not None and (query is None or query == ""):
        return None, digest
    if not isinstance(query, str) or not query.strip():
        raise RequestRefused(400, "query must be a GraphQL document.")
    if digest is not None and digest != find_digest(query):
        raise RequestRefused(400, "persistedQuery.sha256Hash is not the SHA-256 of query.")
    return query, digest


def read_document_id(text: Any) -> str:
    """The SHA-256 in a document identifier; raises `RequestRefused`."""
    scheme, _, digest = text.partition(":") if isinstance(text, str) else ("", "", "")
    if scheme != "sha256" or not SHA_256.fullmatch(digest):
        raise RequestRefused(400, "documentId must be sha256: with 64 hexadecimal digits.")
    return digest


def read_persisted_query(value: Any) -> str | None:
    """The SHA-256 that Apollo's extension names, None without the extension; raises `RequestRefused`."""
    if value is None:
        return None
    digest = value.get("sha256Hash") if isinstance(value, dict) and value.get("version") == 1 else None
    if not isinstance(digest, str) or not SHA_256.fullmatch(digest):
        raise RequestRefused(400, "persistedQuery must have version 1 and a sha256Hash of 64 hexadecimal digits.")
    return digest


def read_parameters(request: HttpRequest) -> Parameters:
    """What a request asks for; raises `RequestRefused`."""
    if request.method != "POST":
        text = request.META.get("QUERY_STRING", "")
        return read_kept_address(text) if len(text) <= LONGEST_KEPT_ADDRESS else read_address(text)
    if request.content_type != JSON or (request.content_params or {}).get("charset", "utf-8").lower() not in UTF_8:
        raise RequestRefused(415, f"Send {JSON} in UTF-8.", Accept=JSON)
    given = read_json(read_body(request), "The body")
    if not isinstance(given, dict):
        raise RequestRefused(400, "The body must be one object; batches are not answered.")
    return Parameters.of(given)


def read_body(request: HttpRequest) -> bytes:
    """The bytes of a request; raises `RequestRefused`."""
    if request.META.get("HTTP_TRANSFER_ENCODING"):
        raise RequestRefused(411, "Send the Content-Length with the body.")
    length = request.headers.get("Content-Length") or "0"
    if not (length.isascii() and length.isdecimal()):
        raise RequestRefused(400, "Content-Length must be a number.")
    if len(length) > len(str(LARGEST_BODY)) or int(length) > LARGEST_BODY:
        raise RequestRefused(413, f"Send at most {LARGEST_BODY} bytes.")
    try:
        return request.body
    except UnreadablePostError as error:
        raise RequestRefused(400, "The body did not arrive.") from error


def read_address(text: str) -> Parameters:
    """What the query string of an address asks for; raises `RequestRefused`."""
    return Parameters.of(read_query_string(text))


# Decoding an address takes longer than finding the answer to it.
read_kept_address = functools.lru_cache(maxsize=KEPT_ADDRESSES)(read_address)


def read_query_string(text: str) -> dict[str, Any]:
    """The parameters in an address, whose bytes WSGI hands over as Latin-1; raises `RequestRefused`."""
    if len(text) > LARGEST_BODY:
        raise RequestRefused(414, f"Send at most {LARGEST_BODY} bytes.")
    try:
        arguments = text.encode("latin-1").decode()
        given: dict[str, Any] = dict(
            parse_qsl(arguments, keep_blank_values=True, errors="strict", max_num_fields=MOST_ARGUMENTS)
        )
    except ValueError as error:
        raise RequestRefused(400, f"The address must hold UTF-8 and at most {MOST_ARGUMENTS} arguments.") from error
    for name in ("variables", "extensions"):
        if given.get(name):
            given[name] = read_json(given[name], name)
        else:
            given.pop(name, None)
    return given


def read_json(text: str | bytes, name: str) -> Any:
    """Decoded JSON in UTF-8; raises `RequestRefused`, for half a surrogate too, which no text can hold."""
    try:
        return orjson.loads(text.removeprefix(b"\xef\xbb\xbf") if isinstance(text, bytes) else text)
    except orjson.JSONDecodeError as error:
        raise RequestRefused(400, f"{name} must be JSON.") from error


@functools.lru_cache(maxsize=128)
def negotiate(accept: str) -> str:
    """The media type to answer in; raises `RequestRefused` when the client takes neither.

    The most specific range that fits a type says how much the client likes it; of two types liked equally, the one
    it names, and of two named ones the newer.
    """
    ranges: dict[str, float] = {}
    for media_range, quality in map(read_range, (accept.strip() or "*/*").split(",")[:MOST_RANGES]):
        ranges[media_range] = max(quality, ranges.get(media_range, 0.0))
    best = max((JSON, GRAPHQL), key=lambda it: (find_quality(it, ranges), it in ranges, it == GRAPHQL and it in ranges))
    if not find_quality(best, ranges):
        raise RequestRefused(406, f"Answers are {GRAPHQL} or {JSON}.")
    return best


def find_quality(media_type: str, ranges: dict[str, float]) -> float:
    """How much a client likes a media type."""
    return next((ranges[it] for it in (media_type, "application/*", "*/*") if it in ranges), 0.0)


def read_range(text: str) -> tuple[str, float]:
    """A media range of an Accept header with its quality; 0 for one that we cannot fulfil."""
    media_range, *parameters = (part.strip().lower() for part in text.split(";"))
    values = dict(part.partition("=")[::2] for part in parameters)
    if values.get("charset", "utf-8") not in UTF_8:
        return media_range, 0.0
    quality = values.get("q", "1")
    return media_range, float(quality) if QUALITY.fullmatch(quality) else 0.0
