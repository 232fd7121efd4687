"""GraphQL documents: parsed, checked, priced, and kept while they are asked for."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import DocumentNode, GraphQLError, OperationType, parse, validate
from graphql.validation.validate import ValidationAbortedError

from api.graphql.costs import Price, Pricing, evaluate, find_defaults
from api.graphql.limits import LONGEST_SOURCE, MOST_ERRORS, MOST_TOKENS, Sizes, check_size, too_complex
from api.graphql.schema import schema

if TYPE_CHECKING:
    from graphql import OperationDefinitionNode

MOST_KEPT = 500
MOST_KEPT_BYTES = 1024 * 1024
"""Bytes of source; a parsed document takes about sixty times as much memory."""

BYTES_FOR_A_POINT = 100
"""Of the source; to check the most awkward document of this size takes about 3 ms."""


class DocumentRefused(Exception):  # noqa: N818  # what it says of the document
    """The document cannot be executed; `errors` say why."""

    def __init__(self, errors: tuple[GraphQLError, ...]) -> None:
        super().__init__(errors)
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a document, with its price."""

    node: OperationDefinitionNode
    price: Price
    defaults: dict[str, Any]

    @property
    def is_query(self) -> bool:
        """Whether it only reads."""
        return self.node.operation is OperationType.QUERY

    def cost(self, variables: dict[str, Any]) -> int:
        """Points for these variables; one at least."""
        return max(1, evaluate(self.price, {**self.defaults, **variables}))


@dataclass(frozen=True, slots=True)
class Document:
    """A valid document."""

    node: DocumentNode
    operations: dict[str | None, Operation]

    def find(self, name: str | None) -> Operation | None:
        """The operation called `name`, or the only one; None when there is none, or no only one."""
        if name is None:
            return next(iter(self.operations.values())) if len(self.operations) == 1 else None
        return self.operations.get(name)


class Documents:
    """The documents asked for last, by the SHA-256 of their sources; bounded by their number and their size."""

    def __init__(self, *, most: int, most_bytes: int) -> None:
        self.most = most
        self.most_bytes = most_bytes
        self.kept: OrderedDict[str, tuple[Document, int]] = OrderedDict()
        self.bytes = 0
        self.lock = threading.Lock()

    def find(self, digest: str) -> Document | None:
        """A document that is kept."""
        with self.lock:
            if digest not in self.kept:
                return None
            self.kept.move_to_end(digest)
            return self.kept[digest][0]

    def keep(self, digest: str, document: Document, *, size: int) -> None:
        """Keep a document with a source of `size` bytes, and fewer of the others if need be."""
        with self.lock:
            self.bytes += size - self.kept.pop(digest, (document, 0))[1]
            self.kept[digest] = (document, size)
            while len(self.kept) > self.most or self.bytes > self.most_bytes:
                self.bytes -= self.kept.popitem(last=False)[1][1]


DOCUMENTS = Documents(most=MOST_KEPT, most_bytes=MOST_KEPT_BYTES)


def find_digest(source: str) -> str:
    """The SHA-256 of a document's source, in hexadecimal digits."""
    return hashlib.sha256(source.encode()).hexdigest()


def price_reading(source: str) -> int:
    """Points for parsing and checking a document, whether it is valid or not."""
    return 1 + min(len(source), LONGEST_SOURCE) // BYTES_FOR_A_POINT


def read_document(source: str, *, digest: str) -> Document:
    """The document written in `source`, kept for the next request; raises `DocumentRefused`."""
    size = len(source.encode())
    if size > LONGEST_SOURCE:
        raise DocumentRefused((too_complex(f"The document is longer than {LONGEST_SOURCE:,} bytes."),))
    try:
        document = check_document(source)
    except RecursionError as error:
        raise DocumentRefused((too_complex("The document is nested too deeply."),)) from error
    except GraphQLError as error:
        raise DocumentRefused((error,)) from error
    DOCUMENTS.keep(digest, document, size=size)
    return document


def check_document(source: str) -> Document:
    """The valid document written in `source`; raises `DocumentRefused`, or `GraphQLError` for what is too large."""
    node = parse_source(source)
    check_size(node)
    errors = validate(schema.graphql_schema, node, max_errors=MOST_ERRORS, hide_suggestions=True)
    if errors and isinstance(errors[0], ValidationAbortedError):
        raise RecursionError
    if errors:
        raise DocumentRefused(tuple(recoded(error, "GRAPHQL_VALIDATION_FAILED") for error in errors[:MOST_ERRORS]))
    sizes = Sizes(node)
    pricing = Pricing(schema.graphql_schema, sizes.fragments)
    return Document(
        node,
        {
            operation.name.value if operation.name else None: Operation(
                operation, pricing.price_operation(operation), find_defaults(operation)
            )
            for operation in sizes.operations
        },
    )


def parse_source(source: str) -> DocumentNode:
    """The document as it is written; raises `DocumentRefused`."""
    try:
        return parse(source, max_lexical_tokens=MOST_TOKENS)
    except GraphQLError as error:
        raise DocumentRefused((recoded(error, "GRAPHQL_PARSE_FAILED"),)) from error


def coded(message: str, code: str) -> GraphQLError:
    """An error with a code."""
    return GraphQLError(message, extensions={"code": code})


def recoded(error: GraphQLError, code: str) -> GraphQLError:
    """An error of the parser or a rule with a code."""
    return GraphQLError(
        error.message, nodes=error.nodes, source=error.source, positions=error.positions, extensions={"code": code}
    )
