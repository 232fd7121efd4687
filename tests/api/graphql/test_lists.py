"""Lists: what they can be asked for, and in which order they stand."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from api.ids import GlobalId
from pages.occurrences import Phase
from tests.factories import (
    CallForPapersFactory,
    ContributionFactory,
    EventIndexFactory,
    ForumFactory,
    ImportantDateFactory,
    OrganisationFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    TalkFactory,
)

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 6, 1, 12, 0, tzinfo=dt.UTC)
EVENTS = """query Events($where: EventFilter, $search: String, $orderBy: [EventOrder!]) {
  events(where: $where, search: $search, orderBy: $orderBy) { nodes { title } } }"""
TALKS = """query Talks($where: TalkFilter, $search: String, $orderBy: [EventOrder!]) {
  talks(where: $where, search: $search, orderBy: $orderBy) { nodes { title } } }"""
DATES = """query Dates($where: ImportantDateFilter, $latestFirst: Boolean) {
  importantDates(where: $where, latestFirst: $latestFirst) { nodes { label } } }"""
SESSIONS = """query Sessions($where: SessionFilter, $latestFirst: Boolean) {
  sessions(where: $where, latestFirst: $latestFirst) { nodes { title } } }"""
PEOPLE = """query People($where: PersonFilter, $search: String) {
  people(where: $where, search: $search) { nodes { name } } }"""
FIND = "query Find($words: String!) { search(words: $words) { nodes { title } } }"


def key_of(page, name):
    return str(GlobalId(name, str(page.translation_key), "en"))


def key_of_person(person):
    return str(GlobalId("Person", str(person.uid)))


@pytest.fixture
def names(ask):
    """What the rows of a list are called."""

    def find(query, **variables):
        (connection,) = ask(query, **variables).values()
        return [next(iter(node.values())) for node in connection["nodes"]]

    return find


def deadline(day, **values):
    return ImportantDateFactory(start_date=day and dt.date(2027, 6, day), time_zone="UTC", **values)


@pytest.fixture
def deadlines(home):
    """Events whose next deadlines, as of the first of June, stand in the order of their titles."""
    ForumFactory(parent=home, title="a", important_dates=[deadline(9), deadline(3, kind="abstract")])
    ForumFactory(parent=home, title="b", important_dates=[deadline(4), deadline(2, kind="notification")])
    ForumFactory(parent=home, title="c", important_dates=[deadline(5)])
    ForumFactory(parent=home, title="past", important_dates=[ImportantDateFactory(start_date=dt.date(2027, 5, 1))])
    ForumFactory(parent=home, title="unknown", important_dates=[deadline(None)])
    ForumFactory(parent=home, title="none")


@pytest.mark.parametrize(
    ("direction", "expected"),
    [("ASC", ["a", "b", "c", "past", "unknown", "none"]), ("DESC", ["c", "b", "a", "none", "unknown", "past"])],
)
def test_events_stand_by_their_next_deadline_and_those_without_one_last(at_noon, deadlines, names, direction, expected):
    assert names(EVENTS, orderBy=[{"field": "NEXT_DEADLINE", "direction": direction}]) == expected


def test_the_next_deadline_is_another_one_when_the_first_has_passed(at_noon, deadlines, names):
    with time_machine.travel(dt.datetime(2027, 6, 4, 12, tzinfo=dt.UTC), tick=False):
        assert names(EVENTS, orderBy=[{"field": "NEXT_DEADLINE"}])[:3] == ["b", "c", "a"]


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({"gte": "2027-06-05T00:00:00Z", "lt": "2027-06-07T00:00:00Z"}, ["b", "c"]),
        ({"lt": "2027-06-01T00:00:00Z"}, ["past"]),
        ({"gte": "2027-06-09T00:00:00Z"}, ["a"]),
        ({"gte": None, "lt": None}, ["a", "b", "c", "past", "unknown"]),
        ({}, ["a", "b", "c", "past", "unknown"]),
        (None, ["a", "b", "c", "past", "unknown", "none"]),
    ],
)
def test_events_are_filtered_by_their_deadlines(at_noon, deadlines, names, bounds, expected):
    assert names(EVENTS, where={"deadline": bounds}) == expected


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        ([("TITLE", "ASC")], ["alpha", "Beta", "Éclair", None]),
        ([("TITLE", "DESC")], ["Éclair", "Beta", "alpha", None]),
        ([("UPDATED_AT", "ASC")], ["Beta", "alpha", None, "Éclair"]),
        ([("UPDATED_AT", "DESC")], ["Éclair", None, "alpha", "Beta"]),
        ([("STARTS_AT", "ASC"), ("TITLE", "DESC")], [None, "Éclair", "alpha", "Beta"]),
        ([("STARTS_AT", "DESC"), ("TITLE", "ASC")], ["Beta", "alpha", "Éclair", None]),
    ],
)
def test_talks_stand_in_the_order_asked_for(home, names, orders, expected):
    series = SeriesFactory(parent=home, time_zone="UTC")
    days = {"Beta": 3, "alpha": 2, "zq7x": 1, "Éclair": 2}
    for hour, (title, day) in enumerate(days.items()):
        with time_machine.travel(NOW + dt.timedelta(hours=hour), tick=False):
            announced = title != "zq7x"
            TalkFactory(parent=series, title=title, start_date=dt.date(2027, 6, day), title_announced=announced)

    given = [{"field": field, "direction": direction} for field, direction in orders]

    assert names(TALKS, orderBy=given) == expected


def test_relevance_puts_titles_before_texts_and_turns_round(home, names):
    for title, summary in (("Ebb", "About tides."), ("Tides", ""), ("Waves", "")):
        ForumFactory(parent=home, title=title, summary=summary)
    found = names(FIND, words="tides")

    ways = [
        names(EVENTS, search="tides", orderBy=orders)
        for orders in (None, [{"field": "RELEVANCE"}], [{"field": "RELEVANCE", "direction": "DESC"}])
    ]

    assert found == ["Tides", "Ebb"]
    assert ways == [found, found, ["Ebb", "Tides"]]


@pytest.mark.parametrize(
    ("orders", "message"),
    [
        ([{"field": "RELEVANCE"}], "orderBy names RELEVANCE, which needs search."),
        ([{"field": "TITLE"}, {"field": "TITLE", "direction": "DESC"}], "orderBy names a field twice."),
    ],
)
def test_an_ordering_that_says_nothing_is_refused(home, post, orders, message):
    errors = post(EVENTS, orderBy=orders)["errors"]

    assert [(it["message"], it["extensions"]) for it in errors] == [(message, {"code": "BAD_USER_INPUT"})]


WORDS = [
    ("ecole", ["École d’été"]),
    ("ÉCOLE", ["École d’été"]),
    ("ete", ["École d’été"]),
    ("strasse", ["Straße"]),
    ("潮汐", ["海洋潮汐研讨会"]),
    ("潮", ["海洋潮汐研讨会"]),
    ("研讨", ["海洋潮汐研讨会"]),
    ("汐潮", []),
    ("eco", ["École d’été"]),
    ("cole", []),
    ("", []),
    ("…", []),
]


@pytest.mark.parametrize(("words", "expected"), WORDS)
def test_a_search_knows_accents_and_writing_without_blanks(home, names, words, expected):
    for title in ("École d’été", "Straße", "海洋潮汐研讨会"):
        ForumFactory(parent=home, title=title)

    assert names(FIND, words=words) == names(EVENTS, search=words) == expected


@pytest.mark.parametrize("words", ["x" * 201, " ".join("abcdefghijk")])
@pytest.mark.parametrize(
    "field", ["search(words: $words)", "events(search: $words)", "talks(search: $words)", "people(search: $words)"]
)
def test_a_search_for_too_much_is_refused(home, post, field, words):
    body = post(f"query Find($words: String!) {{ {field} {{ totalCount }} }}", words=words)

    assert [error["extensions"] for error in body["errors"]] == [{"code": "BAD_USER_INPUT"}]


@pytest.fixture
def people(home):
    """People in several roles; those of hidden pages have a mark in their names."""
    institute = OrganisationFactory(name="Institute of Tides")
    ada = PersonFactory(name="Ada Byron", affiliation=institute)
    bo, chen = PersonFactory(name="Bo Lind"), PersonFactory(name="Chen Wei", name_native="陈伟")
    rows = [ContributionFactory(person=ada, role="chair"), ContributionFactory(person=bo, role="speaker")]
    ForumFactory(parent=home, title="forum", contributions=rows)
    series = SeriesFactory(parent=home, title="series", contributions=[ContributionFactory(person=chen, role="host")])
    TalkFactory(parent=series, title="talk", contributions=[ContributionFactory(person=ada, role="speaker")])
    for values in ({"is_listed": False}, {"published": False}):
        hidden = [ContributionFactory(person=PersonFactory(name="zq7x")), ContributionFactory(person=bo, role="chair")]
        ForumFactory(parent=home, title="zq7x", contributions=hidden, **values)
    PersonFactory(name="zq7x")
    return {"ada": ada, "bo": bo, "chen": chen}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["Ada Byron", "Bo Lind", "Chen Wei"]),
        ({"where": {"roles": ["SPEAKER"]}}, ["Ada Byron", "Bo Lind"]),
        ({"where": {"roles": ["CHAIR"]}}, ["Ada Byron"]),
        ({"where": {"roles": ["CHAIR", "HOST"]}}, ["Ada Byron", "Chen Wei"]),
        ({"where": {"roles": []}}, []),
        ({"search": "institute"}, ["Ada Byron"]),
        ({"search": "陈"}, ["Chen Wei"]),
        ({"search": "lin"}, ["Bo Lind"]),
        ({"search": "ind"}, []),
        ({"search": "zq7x"}, []),
        ({"search": ""}, []),
        ({"search": "ada", "where": {"roles": ["HOST"]}}, []),
    ],
)
def test_people_are_found_by_role_and_name(people, names, given, expected):
    found = names(PEOPLE, **given)

    assert sorted(found) == expected


@pytest.mark.parametrize(
    ("chosen", "events", "talks"),
    [
        (["ada"], ["forum"], ["talk"]),
        (["chen"], ["series"], []),
        (["ada", "chen"], ["forum", "series"], ["talk"]),
        ([], [], []),
    ],
)
def test_events_and_talks_are_filtered_by_people(people, names, chosen, events, talks):
    where = {"people": [key_of_person(people[name]) for name in chosen]}

    assert (names(EVENTS, where=where), names(TALKS, where=where)) == (events, talks)


def test_events_are_not_filtered_by_a_person_who_may_not_be_shown(people, names):
    people["ada"].is_public = False
    people["ada"].save()

    assert names(EVENTS, where={"people": [key_of_person(people["ada"])]}) == []


@pytest.fixture
def tree(home):
    """An event with rows below an index, and another one beside it."""
    index = EventIndexFactory(parent=home)
    for parent, title in ((index, "inside"), (home, "outside")):
        forum = ForumFactory(
            parent=parent,
            title=title,
            important_dates=[ImportantDateFactory(label=title)],
            sessions=[SessionFactory(title=title)],
        )
        series = SeriesFactory(parent=forum, title=f"series {title}")
        TalkFactory(parent=series, title=title)
    return index


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (EVENTS, ["inside", "series inside"]),
        (TALKS, ["inside"]),
        (DATES, ["inside"]),
        (SESSIONS, ["inside"]),
    ],
)
def test_a_list_is_narrowed_to_a_part_of_the_tree(tree, names, query, expected):
    assert names(query, where={"below": key_of(tree, "EventIndex")}) == expected


@pytest.mark.parametrize("query", [EVENTS, TALKS, DATES, SESSIONS])
def test_a_part_of_the_tree_that_is_not_public_is_no_page(tree, post, query):
    tree.unpublish()

    errors = post(query, where={"below": key_of(tree, "EventIndex")})["errors"]

    assert [error["message"] for error in errors] == ["below is no id of a page."]


@pytest.fixture
def dates(home):
    rows = [
        deadline(1, label="today"),
        ImportantDateFactory(label="closed", kind="camera_ready", start_date=dt.date(2027, 5, 30), time_zone="UTC"),
        deadline(2, label="open"),
        deadline(None, label="unknown"),
    ]
    ForumFactory(parent=home, important_dates=rows)
    CallForPapersFactory(parent=home, important_dates=[deadline(3, label="call", kind="abstract")])


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (None, ["closed", "today", "open", "call", "unknown"]),
        ({"state": ["OPEN"]}, ["today", "open", "call"]),
        ({"state": ["CLOSED"]}, ["closed"]),
        ({"state": ["UNKNOWN"]}, ["unknown"]),
        ({"state": ["CLOSED", "UNKNOWN"]}, ["closed", "unknown"]),
        ({"state": []}, []),
        ({"kinds": ["ABSTRACT", "CAMERA_READY"]}, ["closed", "call"]),
        ({"eventTypes": ["CALL_FOR_PAPERS"]}, ["call"]),
        ({"eventTypes": ["TALK"]}, []),
        ({"at": {"gte": "2027-06-02T12:00:00Z", "lt": "2027-06-03T12:00:00Z"}}, ["open"]),
        ({"kinds": ["SUBMISSION"], "state": ["OPEN"]}, ["today", "open"]),
    ],
)
def test_dates_are_filtered_and_stand_by_when_they_pass(at_noon, dates, names, where, expected):
    assert names(DATES, where=where) == expected


def test_dates_turn_round_but_for_unknown_ones(at_noon, dates, names):
    assert names(DATES, latestFirst=True) == ["call", "open", "today", "closed", "unknown"]


@pytest.mark.parametrize("state", ["OPEN", "CLOSED", "UNKNOWN"])
def test_the_state_of_a_date_is_the_one_it_is_filtered_by(at_noon, dates, ask, state):
    query = "query D($state: [DateState!]) { importantDates(where: {state: $state}) { nodes { state } } }"

    found = ask(query, state=[state])["importantDates"]["nodes"]

    assert {node["state"] for node in found} == {state}


def session(title, hour=None, **values):
    times = (
        {"start_date": dt.date(2027, 6, 1), "start_time": dt.time(hour), "end_time": dt.time(hour + 1)}
        if hour is not None
        else {}
    )
    return SessionFactory(title=title, **{**times, **values})


@pytest.fixture
def programme(home):
    rows = [session("past", 9), session("live", 12, kind="keynote"), session("upcoming", 15), session("unscheduled")]
    values = {"time_zone": "UTC", "start_date": dt.date(2027, 6, 1)}
    ForumFactory(parent=home, sessions=rows, **values)
    ForumFactory(parent=home, sessions=[session("cancelled", 15)], status="cancelled", **values)
    ForumFactory(parent=home, sessions=[session("postponed", 15)], status="postponed", **values)


@pytest.mark.parametrize("phase", [phase.value for phase in Phase])
def test_the_phase_of_a_programme_item_is_the_one_it_is_filtered_by(at_noon, programme, ask, phase):
    query = "query S($phase: [EventPhase!]) { sessions(where: {phase: $phase}) { nodes { title phase } } }"

    found = ask(query, phase=[phase.upper()])["sessions"]["nodes"]

    assert found == [{"title": phase, "phase": phase.upper()}]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"kinds": ["KEYNOTE"]}, ["live"]),
        ({"phase": ["LIVE", "PAST"]}, ["past", "live"]),
        ({"phase": []}, []),
        ({"startsAt": {"gte": "2027-06-01T12:00:00Z", "lt": "2027-06-01T15:00:00Z"}}, ["live"]),
        ({"eventTypes": ["TUTORIAL"]}, []),
    ],
)
def test_programme_items_are_filtered(at_noon, programme, names, where, expected):
    assert names(SESSIONS, where=where) == expected
