"""The change log as a list: what happened, with the documents as they are now."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.graphql.documents import read_document
from api.ids import GlobalId
from api.ledger.changes import prune
from api.ledger.models import CalendarEntry
from tests.api.calendar_rows import TIME, key, remove, write
from tests.factories import ForumFactory, ImportantDateFactory, PersonFactory, SeriesFactory, TalkFactory, TopicFactory

pytestmark = pytest.mark.django_db

CHANGES = """query Changes($first: Int, $after: String, $where: ChangeFilter) {
  changes(first: $first, after: $after, where: $where) {
    nodes { kind uid rev reason }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  } }"""


@pytest.fixture
def read(ask):
    """The changes after a cursor, and the cursor to continue with."""

    def send(after=None, **variables):
        found = ask(CHANGES, after=after, **variables)["changes"]
        return [(it["kind"], int(it["uid"].replace("-", ""), 16), it["reason"]) for it in found["nodes"]], found[
            "pageInfo"
        ]["endCursor"]

    return send


@pytest.fixture
def refusal(post):
    """Why a page of changes is refused."""

    def send(**variables):
        body = post(CHANGES, **variables)
        assert body["data"] == {"changes": None}
        return body["errors"][0]["message"], body["errors"][0]["extensions"]["code"]

    return send


def test_a_change_says_all_of_what_is_public(home, ask):
    old = {**TIME, "date": "2027-06-09", "instant": "2027-06-09T12:30:00Z"}
    moved = {
        "kind": "rescheduled",
        "old": old,
        "new": TIME,
        "announcedAt": "2027-05-01T08:00:00Z",
        "reason": "The speaker travels.",
    }
    entry = write(1)
    write(1, data={"changes": [moved]}, changed_at=dt.datetime(2027, 5, 1, 8, tzinfo=dt.UTC))

    (change,) = ask(
        """{ changes { nodes {
          __typename id kind uid language nodeId node { id } rev sequence at publishedAt reason title url
          when { start { instant announcedAs } end { instant } isAllDay }
          dateChanges { kind label old { date } new { date } announcedAt reason } } } }"""
    )["changes"]["nodes"]

    assert change == {
        "__typename": "Change",
        "id": str(GlobalId("Change", str(key(1)), "2")),
        "kind": "UPDATED",
        "uid": str(key(1)),
        "language": "en",
        "nodeId": entry.node_id,
        "node": None,
        "rev": 2,
        "sequence": 1,
        "at": "2027-05-01T08:00:00Z",
        "publishedAt": "2027-01-01T00:00:00Z",
        "reason": None,
        "title": "Talk 1",
        "url": "https://example.org/talks/1/",
        "when": {"start": {"instant": "2027-06-16T12:30:00Z", "announcedAs": None}, "end": None, "isAllDay": False},
        "dateChanges": [
            {
                "kind": "RESCHEDULED",
                "label": None,
                "old": {"date": "2027-06-09"},
                "new": {"date": "2027-06-16"},
                "announcedAt": "2027-05-01T08:00:00Z",
                "reason": "The speaker travels.",
            }
        ],
    }


def test_a_moved_deadline_is_named(home, ask):
    moved = {"kind": "extended", "old": TIME, "new": TIME, "announcedAt": None, "reason": None}
    write(1, kind="deadline", data={"kind": "deadline", "title": "Submission", "changes": [moved]})

    (change,) = ask("{ changes { nodes { dateChanges { kind label } } } }")["changes"]["nodes"]

    assert change == {"dateChanges": [{"kind": "EXTENDED", "label": "Submission"}]}


def test_a_removal_says_why_and_nothing_else(home, ask, read):
    cursor = read()[1]
    write(1)
    remove(1, reason="hidden")

    (change,) = ask(
        """query($after: String) { changes(after: $after) { nodes { kind reason node { id } nodeId title url
        when { isAllDay } dateChanges { kind } } } }""",
        after=cursor,
    )["changes"]["nodes"]

    assert change == {
        "kind": "REMOVED",
        "reason": "HIDDEN",
        "node": None,
        "nodeId": str(GlobalId("Talk", str(key(1)), "en")),
        "title": None,
        "url": None,
        "when": None,
        "dateChanges": [],
    }


def test_changes_are_read_page_by_page(home, ask):
    for number in range(1, 4):
        write(number)
    first = ask(CHANGES, first=2)["changes"]
    last = ask(CHANGES, first=2, after=first["pageInfo"]["endCursor"])["changes"]
    empty = ask(CHANGES, after=last["pageInfo"]["endCursor"])["changes"]

    flags = [(it["pageInfo"]["hasNextPage"], it["pageInfo"]["hasPreviousPage"]) for it in (first, last, empty)]
    assert [[node["rev"] for node in page["nodes"]] for page in (first, last, empty)] == [[1, 2], [3], []]
    assert flags == [(True, False), (False, True), (False, True)]
    assert empty["pageInfo"]["startCursor"] is None
    assert empty["pageInfo"]["endCursor"] == last["pageInfo"]["endCursor"]


def test_each_edge_has_the_cursor_of_its_place(home, ask):
    for number in range(1, 4):
        write(number)
    edges = ask("{ changes { edges { cursor node { rev } } } }")["changes"]["edges"]

    following = [ask(CHANGES, after=edge["cursor"], first=1)["changes"]["nodes"] for edge in edges]

    assert [[node["rev"] for node in nodes] for nodes in following] == [[2], [3], []]


def test_new_changed_and_removed_things_are_told_apart(home, read):
    write(1)
    write(2)
    cursor = read()[1]
    write(2)
    write(3)
    remove(1, reason="unpublished")

    assert read(cursor)[0] == [("UPDATED", 2, None), ("PUBLISHED", 3, None), ("REMOVED", 1, "UNPUBLISHED")]


def test_a_hundred_changes_come_unless_another_number_is_asked_for(home, ask):
    for number in range(1, 102):
        write(number)

    pages = [ask(f"{{ changes{given} {{ nodes {{ rev }} }} }}") for given in ("", "(first: null)", "(first: 1)")]

    assert [len(page["changes"]["nodes"]) for page in pages] == [100, 100, 1]


@pytest.mark.parametrize(
    ("source", "points"),
    [
        ("{ changes { nodes { rev } } }", 101),
        ("{ changes(first: null) { nodes { rev } } }", 101),
        ("{ changes(first: 5) { edges { node { when { isAllDay } } } } }", 16),
        ("query($first: Int) { changes(first: $first) { nodes { rev } } }", 101),
        ("query($first: Int = 7) { changes(first: $first) { nodes { rev } } }", 8),
    ],
)
def test_changes_cost_as_many_points_as_there_may_be(source, points):
    operation = read_document(source, digest=source).find(None)

    assert operation.cost({}) == points


@pytest.mark.parametrize("first", [0, -1, 101])
def test_an_impossible_number_is_refused(home, refusal, first):
    assert refusal(first=first) == ("first must be between 1 and 100.", "BAD_USER_INPUT")


@pytest.mark.parametrize("after", ["", "x", "WyJzdGFydHNfYXQiLG51bGwsMV0"])
def test_what_is_no_cursor_is_refused(home, refusal, after):
    assert refusal(after=after) == ("after is no cursor of this list.", "BAD_USER_INPUT")


def test_a_copy_that_is_too_old_has_to_be_made_anew(home, read, refusal):
    write(1)
    cursor = read()[1]
    remove(1)
    prune(dt.datetime(2028, 1, 1, tzinfo=dt.UTC))

    assert refusal(after=cursor) == ("The cursor is older than 180 days.", "SYNC_TOKEN_EXPIRED")


def test_a_cursor_belongs_to_its_filters(home, read, refusal):
    cursor = read(where={"kinds": ["TALK"]})[1]

    assert refusal(after=cursor) == ("The cursor was given for other filters.", "SYNC_TOKEN_EXPIRED")
    assert read(cursor, where={"kinds": ["TALK", "TALK"], "types": None})[0] == []


LISTS = {"topics", "people", "series"}


def ids(*found):
    return [str(GlobalId(type(it).__name__, str(it.uid))) for it in found]


@pytest.fixture
def calendar(home):
    """Things that differ in all that can be asked for."""
    tides, ada = TopicFactory(name="Tides", slug="tides"), PersonFactory(name="Ada")
    write(1)
    write(2, kind="event", type_name="Forum", topics=",tides,")
    write(3, kind="deadline", type_name="Forum", date_kind="submission", parent_uid=key(2), topics=",tides,")
    write(4, kind="talk", parent_uid=key(9), people=f",{ada.uid},")
    write(5, language="de", is_preferred=True)
    write(5, is_preferred=False)
    write(9, kind="event", type_name="SeminarSeries", people=",x,")
    return {
        "tides": ids(tides),
        "ada": ids(ada),
        "series": [str(GlobalId("SeminarSeries", str(key(9)), "en"))],
        "other": [str(GlobalId("Topic", str(key(7)))), "x", ""],
    }


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (None, [1, 2, 3, 4, 5, 9]),
        ({"types": ["FORUM"]}, [2, 3]),
        ({"kinds": ["EVENT", "SUBMISSION"]}, [2, 3, 9]),
        ({"kinds": ["DEADLINE"]}, [3]),
        ({"topics": "tides"}, [2, 3]),
        ({"topics": "tides", "kinds": ["EVENT"]}, [2]),
        ({"people": "ada"}, [4]),
        ({"series": "series"}, [4, 9]),
        ({"language": "de"}, [5]),
        ({"language": "fr"}, []),
        ({"language": None}, [1, 2, 3, 4, 5, 9]),
        *(({name: given}, []) for name in ("topics", "people", "series") for given in ("other", [], "below")),
        ({"types": []}, []),
        ({"kinds": [], "language": "en"}, []),
    ],
)
def test_changes_are_filtered(calendar, read, where, expected):
    given = {
        name: calendar.get(it, []) if name in LISTS and isinstance(it, str) else it
        for name, it in (where or {}).items()
    }

    assert [uid for _, uid, _ in read(where=where and given)[0]] == expected


def test_too_many_values_are_refused(home, refusal):
    assert refusal(where={"topics": ["x"] * 51}) == ("topics must name at most 50 values.", "BAD_USER_INPUT")


def test_the_document_of_a_change_is_the_current_one(home, ask, read):
    dates = [ImportantDateFactory(label="Abstracts")]
    pages = [
        ForumFactory(parent=home, title="Forum", important_dates=dates),
        SeriesFactory(parent=home, title="Series"),
    ]
    pages.append(TalkFactory(parent=pages[1], title="Talk"))

    found = ask(
        """{ changes { nodes { nodeId node { id ... on Event { title } ... on ImportantDate { label } } } } }"""
    )["changes"]["nodes"]

    assert {it["node"]["id"] for it in found} == {it["nodeId"] for it in found}
    assert sorted(it["node"].get("title") or it["node"]["label"] for it in found) == [
        *("Abstracts", "Forum", "Series", "Talk"),
    ]


def test_a_change_is_found_by_its_id_until_another_one(home, ask):
    write(1)
    (before,) = ask("{ changes { nodes { id } } }")["changes"]["nodes"]
    known = ask("query($id: ID!) { node(id: $id) { id ... on Change { kind rev } } }", id=before["id"])
    write(1)
    later = ask("query($id: ID!) { node(id: $id) { id } }", id=before["id"])
    remove(1)
    removed = ask(
        "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Change { kind reason title } } }",
        ids=[str(GlobalId("Change", str(key(1)), "3")), str(GlobalId("Change", str(key(2)), "1"))],
    )

    assert (known, later) == ({"node": {"id": before["id"], "kind": "PUBLISHED", "rev": 1}}, {"node": None})
    assert removed == {"nodes": [{"kind": "REMOVED", "reason": "DELETED", "title": None}, None]}


def test_an_answer_holds_until_something_expires(home, client):
    now = dt.datetime(2027, 6, 1, 12, 0, tzinfo=dt.UTC)
    with time_machine.travel(now, tick=False) as clock:
        ForumFactory(parent=home, expire_at=now + dt.timedelta(seconds=30))
        cursor = client.get("/graphql", {"query": "{ changes(first: 1) { nodes { kind } } }"})
        clock.shift(31)
        later = client.get("/graphql", {"query": "{ changes(first: 1) { nodes { kind } } }"})

    answers = [it.json()["data"]["changes"]["nodes"] for it in (cursor, later)]
    assert answers == [[{"kind": "PUBLISHED"}], []]
    assert (cursor.headers["Cache-Tag"], "s-maxage=30" in cursor.headers["Cache-Control"]) == ("all,changes", True)


@pytest.mark.parametrize("count", [1, 4])
def test_the_statements_of_a_page_do_not_grow(home, ask, count):
    for _ in range(count):
        ForumFactory(parent=home, important_dates=[ImportantDateFactory()])
    assert CalendarEntry.objects.count() == 2 * count

    with CaptureQueriesContext(connection) as captured:
        found = ask("{ changes { nodes { node { id } } pageInfo { endCursor } } }")

    assert (len(found["changes"]["nodes"]), len(captured)) == (2 * count, 10)
