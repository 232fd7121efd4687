"""GraphQL documents: parsed, checked, and kept while they are asked for."""

from __future__ import annotations

import functools

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    SelectionSetNode,
    parse,
    validate,
)

from api.graphql.schema import schema

LONGEST_SOURCE = 16_384
MOST_TOKENS = 2_000
MOST_ERRORS = 5
GREATEST_DEPTH = 14
KEPT_DOCUMENTS = 100
"""The largest ones take about 1 MB of memory each."""


class DocumentRefused(Exception):  # noqa: N818  # what it says of the document
    """The document cannot be executed; `errors` say why."""

    def __init__(self, errors: tuple[GraphQLError, ...]) -> None:
        super().__init__(errors)
        self.errors = errors


def read_document(source: str) -> DocumentNode:
    """The document written in `source`; raises `DocumentRefused`."""
    if len(source.encode(errors="replace")) > LONGEST_SOURCE:
        message = f"The document is longer than {LONGEST_SOURCE} bytes."
        raise DocumentRefused((coded(message, "QUERY_TOO_COMPLEX"),))
    return check_document(source)


@functools.lru_cache(maxsize=KEPT_DOCUMENTS)
def check_document(source: str) -> DocumentNode:
    """The valid document written in `source`; raises `DocumentRefused`. Only valid documents are kept."""
    try:
        document = parse(source, max_lexical_tokens=MOST_TOKENS)
    except GraphQLError as error:
        raise DocumentRefused((recoded(error, "GRAPHQL_PARSE_FAILED"),)) from error
    errors = validate(schema.graphql_schema, document, max_errors=MOST_ERRORS)
    if errors:
        raise DocumentRefused(tuple(recoded(error, "GRAPHQL_VALIDATION_FAILED") for error in errors[:MOST_ERRORS]))
    if find_depth(document) > GREATEST_DEPTH:
        raise DocumentRefused((coded(f"The document is deeper than {GREATEST_DEPTH} levels.", "QUERY_TOO_COMPLEX"),))
    return document


def find_depth(document: DocumentNode) -> int:
    """How many fields the deepest one stands below; each fragment is measured once. The document must be valid.

    Introspection counts as one field: graphql-core's own rule limits it, and tools ask it deeper than anything else.
    """
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}

    @functools.cache
    def depth_of_fragment(name: str) -> int:
        return depth_of(fragments[name].selection_set)

    def depth_of(selections: SelectionSetNode | None) -> int:
        return max(map(depth_of_selection, selections.selections), default=0) if selections else 0

    def depth_of_selection(node: object) -> int:
        if isinstance(node, FragmentSpreadNode):
            return depth_of_fragment(node.name.value)
        if isinstance(node, FieldNode) and node.name.value.startswith("__"):
            return 1
        return depth_of(getattr(node, "selection_set", None)) + isinstance(node, FieldNode)

    return max(depth_of(getattr(node, "selection_set", None)) for node in document.definitions)


def coded(message: str, code: str) -> GraphQLError:
    """An error with a code."""
    return GraphQLError(message, extensions={"code": code})


def recoded(error: GraphQLError, code: str) -> GraphQLError:
    """An error of the parser or a rule with a code, and without guesses at what was meant."""
    message = error.message.partition(" Did you mean ")[0]
    return GraphQLError(
        message, nodes=error.nodes, source=error.source, positions=error.positions, extensions={"code": code}
    )
