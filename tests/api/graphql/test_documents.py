"""Parsed documents are kept while they are asked for, within bounds."""

from __future__ import annotations

import pytest

from api.graphql.documents import DOCUMENTS, DocumentRefused, Documents, check_document, find_digest, read_document

CLOCK = check_document("{ serverTime }")


def test_a_document_is_kept_under_its_digest():
    source = "{ serverTime } # kept"

    document = read_document(source, digest=find_digest(source))

    assert DOCUMENTS.find(find_digest(source)) is document


def test_a_refused_document_is_not_kept():
    source = "{ nothing }"

    with pytest.raises(DocumentRefused):
        read_document(source, digest=find_digest(source))

    assert DOCUMENTS.find(find_digest(source)) is None


def test_the_document_not_asked_for_the_longest_goes_first():
    documents = Documents(most=2, most_bytes=1000)
    documents.keep("a", CLOCK, size=10)
    documents.keep("b", CLOCK, size=10)
    documents.find("a")

    documents.keep("c", CLOCK, size=10)

    assert [digest for digest in "abc" if documents.find(digest)] == ["a", "c"]


def test_the_sources_together_stay_below_a_size():
    documents = Documents(most=100, most_bytes=100)
    for digest in "abcd":
        documents.keep(digest, CLOCK, size=40)
    documents.keep("d", CLOCK, size=60)

    assert ([digest for digest in "abcd" if documents.find(digest)], documents.bytes) == (["c", "d"], 100)


def test_a_document_as_long_as_can_be_is_read():
    longest, too_long = ("{ serverTime } #" + "x" * (16_384 - 16), "{ serverTime } #" + "x" * (16_384 - 15))

    assert read_document(longest, digest="longest").operations
    with pytest.raises(DocumentRefused) as refused:
        read_document(too_long, digest="too long")
    assert [error.message for error in refused.value.errors] == ["The document is longer than 16,384 bytes."]


def test_length_is_counted_in_bytes():
    with pytest.raises(DocumentRefused):
        read_document("{ serverTime } # " + "é" * 8_184, digest="accents")


@pytest.mark.parametrize(
    ("source", "name", "found"),
    [
        ("{ serverTime }", None, "{ serverTime }"),
        ("query A { serverTime }", None, "A"),
        ("query A { serverTime }", "A", "A"),
        ("query A { serverTime }", "B", None),
        ("query A { serverTime } query B { __typename }", "B", "B"),
        ("query A { serverTime } query B { __typename }", None, None),
    ],
)
def test_an_operation_is_found_by_its_name(source, name, found):
    operation = check_document(source).find(name)

    names = operation and (operation.node.name.value if operation.node.name else source)
    assert names == found
