"""How large a document may be, and what an operation costs."""

from __future__ import annotations

import re

import pytest
from graphql import GraphQLError, get_introspection_query

from api.graphql.documents import DocumentRefused, check_document
from cms.environment import BASE_DIR


def cost(source, **variables):
    (operation,) = check_document(source).operations.values()
    return operation.cost(variables)


def refusal(source):
    with pytest.raises((DocumentRefused, GraphQLError)) as raised:
        check_document(source)
    error = raised.value.errors[0] if isinstance(raised.value, DocumentRefused) else raised.value
    return error.extensions["code"], error.message


def nested(levels):
    return "{ events { nodes " + "{ partOf " * (levels - 3) + "{ id }" + "}" * (levels - 1)


def inside(fields):
    return f"{{ events {{ nodes {{ {fields} }} }} }}"


SCALARS = "id title slug path url phase status summary shortTitle statusMessage locale partOfTitle partOfUrl updatedAt"
SCALARS += " languages attendanceMode"

AT_THE_LIMIT = [
    nested(14),
    inside(" ".join(f"a{number}: title" for number in range(30))),
    "{ " + " ".join(f"a{number}: serverTime" for number in range(20)) + " }",
    inside(f"{SCALARS} " * 37 + "id " * 6),
    inside("title " * 200),
]


@pytest.mark.parametrize("source", AT_THE_LIMIT)
def test_a_document_at_the_limit_is_accepted(source):
    assert check_document(source).operations


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (nested(15), "The document asks for 15 levels; at most 14 are allowed."),
        (inside("a: title " * 31), "The document asks for 31 aliases; at most 30 are allowed."),
        (
            "{ " + " ".join(f"a{n}: serverTime" for n in range(21)) + " }",
            "The document asks for 21 root fields; at most 20 are allowed.",
        ),
        (inside("id " * 599), "The document asks for 601 fields; at most 600 are allowed."),
        (inside("title " * 201), "The document asks for 20,100 repetitions of fields; at most 20,000 are allowed."),
        (
            inside("when { isAllDay } " * 41),
            "The document asks for 21,320 repetitions of fields; at most 20,000 are allowed.",
        ),
    ],
)
def test_a_document_beyond_a_limit_says_which(source, message):
    assert refusal(source) == ("QUERY_TOO_COMPLEX", message)


def test_a_fragment_counts_wherever_it_is_spread():
    fragment = "fragment F on Event { " + " ".join(f"... on Forum {{ {name} }}" for name in ["id"] * 100) + " }"

    assert check_document(inside("...F") + fragment)
    assert refusal(inside(" ".join(f"p{n}: partOf {{ ...F }}" for n in range(6))) + fragment) == (
        "QUERY_TOO_COMPLEX",
        "The document asks for 608 fields; at most 600 are allowed.",
    )


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{ serverTime } fragment F on Event { id }", "Fragment 'F' is never used."),
        ("{ ...F } fragment F on Query { ...F }", "Cannot spread fragment 'F' within itself."),
        (
            "{ ...F } fragment F on Query { ...G } fragment G on Query { site { __typename } ...F }",
            "Cannot spread fragment 'F' within itself.",
        ),
        (
            "{ ...F } fragment F on Query { serverTime } fragment F on Query { serverTime }",
            "There can be only one fragment named 'F'.",
        ),
        ("{ ...F }", "Unknown fragment 'F'."),
        ("type Query { a: Int }", "The 'Query' definition is not executable."),
    ],
)
def test_what_is_no_tree_of_fragments_is_not_valid(source, message):
    assert refusal(source) == ("GRAPHQL_VALIDATION_FAILED", message)


@pytest.mark.parametrize(
    ("source", "points"),
    [
        ("{ serverTime }", 1),
        ('{ event(by: {path: "/"}) { id title } }', 1),
        ('{ event(by: {path: "/"}) { when { start { date } end { date } } } }', 4),
        ('{ event(by: {path: "/"}) { when { isAllDay } when { start { date } } } }', 3),
        ('{ event(by: {path: "/"}) { topics { name } } }', 4),
        ('{ event(by: {path: "/"}) { contributors { person { name } } } }', 7),
        ("{ events { totalCount } }", 21),
        ("{ events { nodes { id } } }", 21),
        ("{ events(first: 100) { nodes { id } pageInfo { endCursor } } }", 102),
        ("{ events(last: 5) { edges { node { id } } } }", 11),
        ("{ events(first: null) { nodes { id } } }", 21),
        ("{ events(first: -7) { nodes { id } } }", 1),
        ("{ events(first: 2000) { nodes { id } } }", 101),
        ("{ events(first: 3, last: 7) { nodes { id } } }", 8),
        ("{ events(first: 10) { nodes { ... on SeminarSeries { talks(first: 5) { nodes { id } } } } } }", 71),
        ("{ events(first: 100) { nodes { ... on SeminarSeries { talks(first: 100) { nodes { id } } } } } }", 10_201),
        ('{ nodes(ids: ["a", "b", "c"]) { id } }', 3),
        ('{ nodes(ids: "a") { id } }', 1),
        ("{ nodes(ids: []) { id } }", 1),
        ("{ node(id: 1) { ... on Forum { tracks { name } } ... on Talk { topics { name } venue { city } } } }", 5),
        ("{ node(id: 1) { ... on Event { partOf { ... on Forum { venue { city } } ... on Talk { id } } } } }", 3),
        ("{ events(first: 5) { totalCount nodes { id } } }", 26),
        ("{ events(first: 2) { nodes { ... on SeminarSeries { talks(first: 1) { totalCount } } } } }", 45),
        ('{ events(first: 5, search: "mul") { nodes { id } } }', 106),
        ("{ events(first: 5, search: null) { nodes { id } } }", 6),
        ('{ a: search(words: "mul", first: 1) { totalCount } b: people(first: 1, search: "b") { totalCount } }', 242),
        ("{ __typename }", 1),
        ("{ __schema { queryType { name } } }", 1),
        ("{ __schema { types { name } } }", 1000),
    ],
)
def test_an_operation_costs_a_point_for_each_object(source, points):
    assert cost(source) == points


@pytest.mark.parametrize(
    ("variables", "points"),
    [
        ({}, 31),
        ({"n": 5}, 6),
        ({"n": None}, 21),
        ({"n": 100}, 101),
        ({"n": 5000}, 101),
        ({"n": -1}, 1),
        ({"n": 7.0}, 8),
    ],
)
def test_the_size_of_a_page_may_be_a_variable(variables, points):
    assert cost("query ($n: Int = 30) { events(first: $n) { nodes { id } } }", **variables) == points


@pytest.mark.parametrize("wrong", ["100", True, [100], {"n": 100}])
def test_a_size_that_is_none_costs_as_the_usual_page(wrong):
    """The request is refused when its variables are read."""
    assert cost("query ($n: Int) { events(first: $n) { nodes { id } } }", n=wrong) == 21


@pytest.mark.parametrize(("ids", "points"), [([], 1), (["a"] * 7, 14), ("a", 2), (["a"] * 3000, 200)])
def test_the_number_of_ids_may_be_a_variable(ids, points):
    assert cost("query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Event { when { isAllDay } } } }", ids=ids) == points


def test_variables_multiply_through_lists_in_lists():
    source = """query ($n: Int!, $m: Int = 2) { events(first: $n) { nodes {
        ... on SeminarSeries { talks(first: $m) { nodes { id } } } ... on Forum { tracks { name } }
    } } }"""

    assert [cost(source, n=10), cost(source, n=10, m=50), cost(source, n=100, m=100)] == [41, 521, 10_201]


def test_of_several_types_the_most_expensive_counts():
    source = """query ($n: Int!) { nodes(ids: ["a"]) {
        ... on SeminarSeries { talks(first: $n) { nodes { id } } } ... on Forum { tracks { name } }
    } }"""

    assert [cost(source, n=1), cost(source, n=50)] == [4, 52]


def test_what_clients_ask_for_stays_far_below_the_limit_with_full_pages():
    source = (BASE_DIR / "tests" / "bench" / "operations.graphql").read_text()
    document = check_document(re.sub(r"first: \d+", "first: 100", source))

    costs = {name: it.cost({"first": 100, "ids": ["x"] * 100}) for name, it in document.operations.items()}

    assert max(costs.values()) <= 1_500


def test_the_worked_example_of_the_documentation_costs_what_it_says():
    documentation = (BASE_DIR / "docs" / "partners.md").read_text()
    example = next(it for it in re.findall(r"```graphql\n(.*?)```", documentation, re.DOTALL) if "query Board" in it)

    assert (cost(example), "= 451 points" in documentation) == (451, True)


def test_each_operation_has_its_own_price():
    document = check_document("query A { events(first: 1) { nodes { id } } } query B { serverTime }")

    assert {name: it.cost({}) for name, it in document.operations.items()} == {"A": 2, "B": 1}


EVERYTHING = dict.fromkeys(
    ("input_value_deprecation", "specified_by_url", "directive_is_repeatable", "schema_description"), True
)


@pytest.mark.parametrize("options", [{}, {"descriptions": False}, EVERYTHING])
def test_what_tools_ask_of_the_schema_is_within_the_limits(options):
    assert cost(get_introspection_query(**options)) < 1_100


@pytest.mark.parametrize("above", ["fields", "inputFields", "interfaces", "possibleTypes"])
def test_introspection_in_circles_is_refused(above):
    selection = "type { fields { name } }" if above in {"fields", "inputFields"} else "fields { name }"

    assert refusal(f"{{ __schema {{ types {{ {above} {{ {selection} }} }} }} }}") == (
        "QUERY_TOO_COMPLEX",
        f"Introspection may not ask for fields below {above}.",
    )
