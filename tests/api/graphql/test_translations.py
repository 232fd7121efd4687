"""Lists in which each thing stands once: in the reader's language where it can."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from api.ids import GlobalId
from tests.factories import ForumFactory, ImportantDateFactory, SeriesFactory, SessionFactory, TalkFactory, publish

pytestmark = pytest.mark.django_db

EVENTS = """query Events($where: EventFilter, $search: String, $first: Int, $after: String) {
  events(where: $where, search: $search, first: $first, after: $after) {
    totalCount pageInfo { endCursor hasNextPage } nodes { title } } }"""
TALKS = "query Talks($where: TalkFilter) { talks(where: $where) { totalCount nodes { title } } }"
DATES = "query Dates($where: ImportantDateFilter) { importantDates(where: $where) { totalCount nodes { label } } }"
SESSIONS = "query Sessions($where: SessionFilter) { sessions(where: $where) { totalCount nodes { title } } }"
FIND = """query Find($words: String!, $onceIn: Locale) {
  search(words: $words, onceIn: $onceIn) { totalCount nodes { title } } }"""


@pytest.fixture
def names(ask):
    """What the rows of a list are called, of which there are as many as it says."""

    def find(query, **variables):
        (found,) = ask(query, **variables).values()
        assert found["totalCount"] == len(found["nodes"])
        return [next(iter(node.values())) for node in found["nodes"]]

    return find


@pytest.fixture
def chinese(home):
    return Locale.objects.create(language_code="zh-hans")


@pytest.fixture
def french(home):
    """A language that comes after those of the settings."""
    return Locale.objects.create(language_code="fr")


def translate(page, locale, **values):
    """Publish a page in another language, with other values and with the titles and labels of its rows marked."""
    copy = page.copy_for_translation(locale, copy_parents=True)
    for name, value in values.items():
        setattr(copy, name, value)
    for relation, column in (("important_dates", "label"), ("sessions", "title")):
        rows = list(getattr(copy, relation).all())
        for row in rows:
            setattr(row, column, f"{getattr(row, column)} {locale.language_code}")
        setattr(copy, relation, rows)
    return publish(copy)


@pytest.fixture
def forums(home, chinese, french):
    """Forums called after themselves and their language: all, some or one of three."""
    every, some, only = (
        ForumFactory(
            parent=home,
            title=f"{name} en",
            start_date=dt.date(2027, 6, day),
            important_dates=[ImportantDateFactory(label=name, start_date=dt.date(2027, 5, day))],
            sessions=[SessionFactory(title=name, start_date=dt.date(2027, 6, day))],
        )
        for day, name in enumerate(("every", "some", "only"), start=1)
    )
    translate(every, chinese, title="every zh-hans")
    translate(every, french, title="every fr")
    translate(some, french, title="some fr")
    late = translate(only, french, title="only fr")
    only.delete()
    return every, some, late


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["every en", "some en", "only fr"]),
        ("zh-hans", ["every zh-hans", "some en", "only fr"]),
        ("zh-Hans", ["every zh-hans", "some en", "only fr"]),
        ("fr", ["every fr", "some fr", "only fr"]),
        ("de", ["every en", "some en", "only fr"]),
    ],
)
def test_each_event_stands_in_the_first_language_that_it_has(forums, names, language, expected):
    assert names(EVENTS, where={"onceIn": language}) == expected


def test_without_a_language_all_translations_stand_in_lists(forums, names):
    found = [
        names(EVENTS),
        names(EVENTS, where={"onceIn": None}),
        names(FIND, words="some"),
        names(FIND, words="every"),
    ]

    assert [len(rows) for rows in found] == [6, 6, 2, 3]


@pytest.mark.parametrize("query", [DATES, SESSIONS], ids=["dates", "sessions"])
@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["every", "some", "only fr"]),
        ("zh-hans", ["every zh-hans", "some", "only fr"]),
        ("fr", ["every fr", "some fr", "only fr"]),
    ],
)
def test_dates_and_programmes_stand_in_the_language_of_their_event(forums, names, query, language, expected):
    assert names(query, where={"onceIn": language}) == expected


def test_pages_of_a_list_neither_repeat_nor_lose_anything(forums, ask):
    found, cursor = [], None
    for _ in range(3):
        page = ask(EVENTS, where={"onceIn": "fr"}, first=1, after=cursor)["events"]
        cursor = page["pageInfo"]["endCursor"]
        found.append((page["totalCount"], page["pageInfo"]["hasNextPage"], page["nodes"][0]["title"]))

    assert found == [(3, True, "every fr"), (3, True, "some fr"), (3, False, "only fr")]


def expire(page):
    page.expire_at = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    page.save(update_fields=["expire_at"])


def unlist(page):
    page.is_listed = False
    publish(page)


@pytest.mark.parametrize(
    "leave",
    [
        lambda page: page.unpublish(),
        lambda page: page.delete(),
        lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"),
        unlist,
        expire,
    ],
    ids=["unpublish", "delete", "restrict", "unlist", "expire"],
)
def test_a_translation_that_is_in_no_list_hides_no_other(home, chinese, names, leave):
    rows = {"important_dates": [ImportantDateFactory(label="date")], "sessions": [SessionFactory(title="session")]}
    page = ForumFactory(parent=home, title="forum", **rows)
    leave(translate(page, chinese, title="zq7x"))

    found = [names(query, where={"onceIn": "zh-hans"}) for query in (EVENTS, DATES, SESSIONS)]

    assert [*found, names(FIND, words="forum", onceIn="zh-hans")] == [["forum"], ["date"], ["session"], ["forum"]]


def test_conditions_are_asked_of_the_translation_that_is_shown(home, chinese, names):
    page = ForumFactory(parent=home, title="forum", attendance_mode="online")
    translate(page, chinese, title="论坛", attendance_mode="in_person")

    found = {
        language: names(EVENTS, where={"onceIn": language, "attendanceMode": ["IN_PERSON"]})
        for language in ("en", "zh-hans")
    }

    assert found == {"en": [], "zh-hans": ["论坛"]}


@pytest.fixture
def tides(home, chinese):
    """A forum in two languages, whose titles have one word in common."""
    translate(ForumFactory(parent=home, title="Tides at Plymouth"), chinese, title="Plymouth 潮汐")


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        ("tides", "en", ["Tides at Plymouth"]),
        ("tides", "zh-hans", ["Tides at Plymouth"]),
        ("潮汐", "en", ["Plymouth 潮汐"]),
        ("plymouth", "en", ["Tides at Plymouth"]),
        ("plymouth", "zh-hans", ["Plymouth 潮汐"]),
        ("plymouth", None, ["Plymouth 潮汐", "Tides at Plymouth"]),
    ],
)
def test_a_search_finds_each_thing_once_among_the_translations_with_its_words(tides, names, words, language, expected):
    found = names(FIND, words=words, onceIn=language), names(EVENTS, search=words, where={"onceIn": language})

    assert found == (expected, expected)


@pytest.fixture
def series(home, chinese):
    """A series in two languages, of whose talks one is translated; ids of the series by language."""
    page = SeriesFactory(parent=home, title="series", time_zone="UTC")
    translate(page, chinese, title="系列")
    for day, title in enumerate(("both", "one"), start=1):
        TalkFactory(parent=page, title=title, start_date=dt.date(2027, 6, day))
    translate(page.get_children().get(title="both").specific, chinese, title="两")
    return {it: str(GlobalId("SeminarSeries", str(page.translation_key), it)) for it in ("en", "zh-hans")}


def test_talks_stand_once_and_those_of_one_series_all(series, names, ask):
    once = {language: names(TALKS, where={"onceIn": language}) for language in series}
    below = {language: names(TALKS, where={"onceIn": "zh-hans", "below": key}) for language, key in series.items()}
    query = """query S($ids: [ID!]!) { nodes(ids: $ids) { ... on SeminarSeries {
      talks(where: {onceIn: "zh-hans"}) { nodes { title } } } } }"""
    own = [[talk["title"] for talk in it["talks"]["nodes"]] for it in ask(query, ids=list(series.values()))["nodes"]]

    assert once == {"en": ["both", "one"], "zh-hans": ["两", "one"]}
    assert below == {"en": ["both", "one"], "zh-hans": ["两"]}
    assert own == [["both", "one"], ["两"]]


@pytest.mark.parametrize(
    ("query", "where", "expected"),
    [(EVENTS, {}, 3), (DATES, {}, 4), (EVENTS, {"phase": ["PAST"]}, 3)],
    ids=["events", "dates", "past"],
)
def test_a_language_costs_no_statement(forums, ask, query, where, expected):
    counts = []
    ask(query, where={**where, "onceIn": "en"})
    for once in (None, "zh-hans"):
        with CaptureQueriesContext(connection) as statements:
            ask(query, where={**where, "onceIn": once})
        counts.append(len(statements))

    assert counts == [expected, expected]


def test_where_there_is_one_language_nothing_is_asked_of_translations(home, ask):
    ForumFactory(parent=home)

    with CaptureQueriesContext(connection) as statements:
        ask(EVENTS, where={"onceIn": "zh-hans"})

    assert not [it["sql"] for it in statements if "EXISTS" in it["sql"]]
