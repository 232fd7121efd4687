"""Entry points: ids, lookups, filters and orders of events."""

from __future__ import annotations

import datetime as dt
import json

import orjson
import pytest
from django.db import connection
from wagtail.models import Locale, Page, Site

from api.ids import GlobalId
from api.ledger.models import CalendarEntry
from pages.models import ForumPage, Identifier, SiteSettings, Track
from tests.factories import (
    CallForPapersFactory,
    ContributionFactory,
    EventIndexFactory,
    ForumFactory,
    ImageFactory,
    ImportantDateFactory,
    OrganisationFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    StandardPageFactory,
    TalkFactory,
    TopicFactory,
    TutorialFactory,
    publish,
)

pytestmark = pytest.mark.django_db

NODES = "query Nodes($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
EVENTS = "query Events($where: EventFilter) { events(where: $where) { nodes { title } } }"


@pytest.fixture
def titles(ask):
    return lambda **where: [node["title"] for node in ask(EVENTS, where=where)["events"]["nodes"]]


def test_an_id_finds_its_object_again(home, ask):
    forum = ForumFactory(
        parent=home,
        important_dates=[ImportantDateFactory()],
        sessions=[SessionFactory()],
        tracks=[Track(name="T")],
    )
    keys = [
        *(GlobalId("Forum", str(forum.translation_key), "en"), GlobalId("Home", str(home.translation_key), "en")),
        GlobalId("ImportantDate", str(forum.important_dates.get().translation_key), "en"),
        GlobalId("Session", str(forum.sessions.get().translation_key), "en"),
        GlobalId("Track", str(forum.tracks.get().translation_key), "en"),
        *(GlobalId("Person", str(PersonFactory().uid)), GlobalId("Topic", str(TopicFactory().uid))),
        GlobalId("Organisation", str(OrganisationFactory().uid)),
    ]

    found = ask(NODES, ids=[str(key) for key in keys])["nodes"]

    assert found == [{"__typename": key.type_name, "id": str(key)} for key in keys]


@pytest.mark.parametrize(
    "make",
    [
        lambda _page: "nonsense",
        lambda _page: "é",
        lambda _page: "",
        lambda _page: str(GlobalId("Forum", "1", "en")),
        lambda page: str(GlobalId("Tutorial", str(page.translation_key), "en")),
        lambda page: str(GlobalId("Forum", str(page.translation_key), "fr")),
        lambda page: str(GlobalId("Forum", str(page.translation_key))),
        lambda page: str(GlobalId("Link", str(page.translation_key))),
        lambda _page: str(GlobalId("User", "1")),
        lambda page: str(GlobalId("Forum", str(page.translation_key), "en")) + "=",
    ],
)
def test_an_id_of_nothing_is_null(home, ask, make):
    forum = ForumFactory(parent=home)

    assert ask(NODES, ids=[make(forum)]) == {"nodes": [None]}


def test_an_id_stays_when_a_page_is_renamed_and_moved(home, ask):
    forum, index = ForumFactory(parent=home), EventIndexFactory(parent=home, slug="archive")
    key = str(GlobalId("Forum", str(forum.translation_key), "en"))
    forum.slug = forum.title = "renamed"
    publish(forum).move(index, "last-child")

    found = ask("query Find($id: ID!) { node(id: $id) { ... on Forum { path } } }", id=key)

    assert found == {"node": {"path": "/archive/renamed/"}}


def test_more_than_a_hundred_ids_are_refused(home, post):
    assert post(NODES, ids=["x"] * 101)["errors"][0]["message"] == "ids must be at most 100."


@pytest.mark.parametrize("by", ["id", "path", "identifier"])
def test_an_event_is_found_each_way(home, ask, by):
    forum = ForumFactory(parent=home, title="Tides", slug="tides", identifiers=[Identifier(scheme="acm", value="tt:1")])
    values = {
        "id": str(GlobalId("Forum", str(forum.translation_key), "en")),
        "path": "/tides/",
        "identifier": "ACM:tt:1",
    }

    found = ask("query Find($by: EventLookup!) { event(by: $by) { title } }", by={by: values[by]})

    assert found == {"event": {"title": "Tides"}}


@pytest.mark.parametrize("by", [{"path": "/"}, {"path": "/text/"}, {"id": "x"}, {"identifier": "doi:1"}])
def test_what_is_no_event_is_null(home, ask, by):
    StandardPageFactory(parent=home, slug="text")

    assert ask("query Find($by: EventLookup!) { event(by: $by) { title } }", by=by) == {"event": None}


@pytest.mark.parametrize("by", [{}, {"path": "/", "id": "x"}, {"path": None}])
def test_an_event_is_looked_up_in_exactly_one_way(home, post, by):
    codes = {
        it["extensions"]["code"] for it in post("query F($by: EventLookup!) { event(by: $by) { id } }", by=by)["errors"]
    }

    assert codes == {"BAD_USER_INPUT"}


def test_events_are_all_but_talks_unless_asked_for(home, titles):
    series = SeriesFactory(parent=home, title="series")
    for make, parent, title in (
        (ForumFactory, home, "forum"),
        (TutorialFactory, home, "tutorial"),
        (CallForPapersFactory, home, "call"),
        (TalkFactory, series, "talk"),
    ):
        make(parent=parent, title=title)

    assert titles() == ["forum", "tutorial", "series", "call"]
    assert titles(types=["TALK"]) == ["talk"]
    assert titles(types=["SEMINAR_SERIES", "CALL_FOR_PAPERS"]) == ["series", "call"]
    assert titles(types=[]) == []


def test_events_are_filtered_by_place_in_the_tree(home, titles, post):
    index = EventIndexFactory(parent=home)
    ForumFactory(parent=index, title="inside")
    ForumFactory(parent=home, title="outside")

    assert titles(below=str(GlobalId("EventIndex", str(index.translation_key), "en"))) == ["inside"]
    for wrong in ("x", str(GlobalId("EventIndex", str(index.translation_key), "fr"))):
        assert post(EVENTS, where={"below": wrong})["errors"][0]["message"] == "below is no id of a page."


def test_events_are_filtered_by_topic(home, titles):
    forum, topic = ForumFactory(parent=home, title="filed"), TopicFactory()
    ForumFactory(parent=home, title="not filed")
    forum.topics.set([topic])
    publish(forum)

    assert titles(topics=[str(GlobalId("Topic", str(topic.uid))), "x"]) == ["filed"]
    assert titles(topics=["x"]) == []


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"languages": ["fr"]}, ["french", "inherits"]),
        ({"languages": ["de", "en"]}, ["german"]),
        ({"languages": ["it"]}, []),
        ({"attendanceMode": ["ONLINE"]}, ["german", "inherits"]),
        ({"attendanceMode": ["UNKNOWN", "HYBRID"]}, ["french"]),
    ],
)
def test_a_talk_is_found_by_what_it_takes_from_its_series(home, titles, where, expected):
    series = SeriesFactory(parent=home, languages=["fr"], attendance_mode="online")
    TalkFactory(parent=series, title="french", languages=["fr"], attendance_mode="hybrid")
    TalkFactory(parent=series, title="german", languages=["de"], attendance_mode="online")
    TalkFactory(parent=series, title="inherits")

    assert titles(types=["TALK"], **where) == expected


def test_events_are_filtered_by_start_and_publication(home, titles):
    for day in (1, 2, 3):
        ForumFactory(parent=home, title=str(day), start_date=dt.date(2027, 6, day), time_zone="UTC")
    old = ForumPage.objects.get(title="3")
    old.last_published_at = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    old.save()

    assert titles(startsAt={"gte": "2027-06-02T00:00:00Z"}) == ["2", "3"]
    assert titles(startsAt={"gte": None, "lt": "2027-06-02T02:00:00+02:00"}) == ["1"]
    assert titles(updatedAt={"lt": "2021-01-01T00:00:00Z"}) == ["3"]


@pytest.mark.parametrize("argument", ["types", "phase", "attendanceMode", "languages", "topics"])
def test_too_many_values_are_refused(home, post, argument):
    value = {"types": "FORUM", "phase": "LIVE", "attendanceMode": "ONLINE"}.get(argument, "x")

    assert post(EVENTS, where={argument: [value] * 51})["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT"}


PHASES = {
    "cancelled": {"status": "cancelled", "start_date": dt.date(2027, 6, 2)},
    "postponed": {"status": "postponed"},
    "unscheduled": {"start_date": None},
    "upcoming": {"start_date": dt.date(2027, 6, 2)},
    "live": {"start_date": dt.date(2027, 6, 1)},
    "past": {"start_date": dt.date(2027, 5, 1)},
}


@pytest.mark.parametrize("phase", PHASES)
def test_the_phase_of_an_event_is_the_one_it_is_filtered_by(at_noon, home, ask, phase):
    for title, values in PHASES.items():
        ForumFactory(parent=home, title=title, time_zone="UTC", **values)

    found = ask(
        "query P($phase: EventPhase!) { events(where: {phase: [$phase]}) { nodes { title phase } } }",
        phase=phase.upper(),
    )

    assert found["events"]["nodes"] == [{"title": phase, "phase": phase.upper()}]


SERIES = [
    ([], {}, "UNSCHEDULED"),
    ([None], {}, "UNSCHEDULED"),
    ([(2027, 5, 1), (2027, 6, 2)], {}, "UPCOMING"),
    ([(2027, 5, 1), (2027, 6, 1), (2027, 6, 2)], {}, "LIVE"),
    ([(2027, 5, 1)], {}, "PAST"),
    ([(2027, 6, 2)], {"series_status": "ended"}, "PAST"),
    ([(2027, 6, 2)], {"status": "cancelled"}, "CANCELLED"),
    ([(2027, 6, 2)], {"status": "postponed", "series_status": "ended"}, "POSTPONED"),
]


@pytest.mark.parametrize(("days", "values", "phase"), SERIES)
def test_the_phase_of_a_series_follows_from_its_talks(  # noqa: PLR0917  # pytest passes by name
    at_noon, home, ask, days, values, phase
):
    series = SeriesFactory(parent=home, time_zone="UTC", **values)
    for day in days:
        TalkFactory(parent=series, start_date=day and dt.date(*day), start_time=None)
    TalkFactory(parent=series, start_date=dt.date(2027, 6, 1), start_time=None, published=False)

    found = ask("query P($phase: EventPhase!) { events(where: {phase: [$phase]}) { nodes { phase } } }", phase=phase)

    assert found["events"]["nodes"] == [{"phase": phase}]


def test_talks_are_filtered_by_phase_and_start(at_noon, home, ask):
    series = SeriesFactory(parent=home, slug="series", time_zone="UTC")
    for title, day in {"past": (2027, 5, 1), "soon": (2027, 6, 2), "later": (2027, 7, 2)}.items():
        TalkFactory(parent=series, title=title, start_date=dt.date(*day))
    TalkFactory(parent=series, title="hidden", is_listed=False, start_date=dt.date(2027, 6, 2))

    found = ask("""{ event(by: {path: "/series/"}) { ... on SeminarSeries {
        past: talks(where: {phase: [PAST]}) { nodes { title } totalCount }
        soon: talks(where: {phase: [UPCOMING], startsAt: {lt: "2027-07-01T00:00:00Z"}}) {
            nodes { title } totalCount } } } }""")

    assert found["event"] == {
        "past": {"nodes": [{"title": "past"}], "totalCount": 1},
        "soon": {"nodes": [{"title": "soon"}], "totalCount": 1},
    }


def test_the_site_says_its_name(home, ask):
    query = "{ site { name tagline contactEmail timeZone } }"
    assert ask(query)["site"]["name"] == "Colloquium"

    SiteSettings.objects.create(site=Site.objects.get(), name="Tides", tagline="Ebb", time_zone="Europe/London")

    assert ask(query)["site"] == {"name": "Tides", "tagline": "Ebb", "contactEmail": None, "timeZone": "Europe/London"}


def test_without_a_site_there_is_nothing(home, ask):
    Site.objects.all().delete()

    found = ask('{ site { name } events { totalCount } event(by: {path: "/"}) { id } }')

    assert found == {"site": None, "events": {"totalCount": 0}, "event": None}


def test_the_clock_is_the_servers(at_noon, home, ask):
    assert ask("{ serverTime }") == {"serverTime": "2027-06-01T12:00:00Z"}


def test_an_unlisted_translation_is_not_named_to_caches(home, client):
    chinese = Locale.objects.create(language_code="zh-hans")
    series = SeriesFactory(parent=home, title="Tides")
    TalkFactory(parent=series)
    home.copy_for_translation(chinese).save_revision().publish()
    hidden = series.copy_for_translation(chinese)
    hidden.is_listed = False
    hidden.save_revision().publish()
    hidden_talk = TalkFactory(parent=hidden)
    query = """{ events { nodes { title translations { title ... on SeminarSeries { talks { nodes { title } } } }
        ... on SeminarSeries { talks { nodes { title } } } } } }"""

    response = client.get("/graphql", {"query": query})

    ids = [
        GlobalId(name, str(page.translation_key), "zh-hans")
        for name, page in (("SeminarSeries", hidden), ("Talk", hidden_talk))
    ]
    assert [node["translations"] for node in response.json()["data"]["events"]["nodes"]] == [[]]
    assert [str(it) for it in ids if str(it) in response.headers["Cache-Tag"]] == []


def test_words_that_stand_for_a_picture_are_not_searched(home, ask):
    picture = ImageFactory()
    picture.contextual_alt_text, picture.decorative = "A lighthouse", False
    ForumFactory(parent=home, body=[("figure", {"image": picture, "caption": "At the harbour"})])

    found = ask('{ alt: search(words: "lighthouse") { totalCount } caption: search(words: "harbour") { totalCount } }')

    assert found == {"alt": {"totalCount": 0}, "caption": {"totalCount": 1}}


def test_a_page_that_is_withdrawn_while_it_is_read_leaves_its_neighbours(home, ask):
    ForumFactory(parent=home, title="Stays", body=[("text", "<p>Here.</p>")], start_date=dt.date(2027, 6, 1))
    leaving = ForumFactory(parent=home, title="Leaves", body=[("text", "<p>Gone.</p>")])
    waiting = [leaving]

    def withdraw(execute, sql, parameters, many, context):
        while waiting and sql.startswith("SELECT") and '"texts"' in sql:
            waiting.pop().unpublish()
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(withdraw):
        found = ask("{ events { nodes { title ... on Forum { body { id } sessions { id } seo { jsonLd } } } } }")

    assert [(node["title"], len(node["body"])) for node in found["events"]["nodes"]] == [("Stays", 1), ("Leaves", 0)]


@pytest.mark.parametrize("tag", ["", "\0", "en,de", "%", "e", "en_GB", "x" * 9, 5])
def test_a_language_that_is_none_is_refused(home, post, tag):
    query = "query Held($tag: Locale!) { events(where: {languages: [$tag]}) { totalCount } }"

    error = post(query, tag=tag)["errors"][0]

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "Locale must be a language tag such as en." in error["message"]


def test_translations_know_each_other(home, ask):
    forum = ForumFactory(parent=home, title="Tides", slug="tides")
    chinese = forum.copy_for_translation(Locale.objects.get_or_create(language_code="zh-hans")[0], copy_parents=True)
    chinese.title = "潮汐"
    publish(chinese)

    found = ask('{ event(by: {path: "/tides/"}) { locale translations { title locale } } }')

    assert found == {"event": {"locale": "en", "translations": [{"title": "潮汐", "locale": "zh-hans"}]}}


def test_a_page_in_another_language_stands_below_it(home, ask):
    forum = ForumFactory(parent=home, title="Tides", slug="tides")
    chinese = forum.copy_for_translation(Locale.objects.get_or_create(language_code="zh-hans")[0], copy_parents=True)
    chinese = publish(chinese)

    found = ask('{ event(by: {path: "/zh-hans/tides/"}) { path locale } }')

    assert found == {"event": {"path": chinese.public_path, "locale": "zh-hans"}}
    assert chinese.public_path == "/zh-hans/tides/"


def test_a_talk_without_an_announced_title_has_none(home, ask):
    series = SeriesFactory(parent=home, title="Seminar", slug="s")
    TalkFactory(
        parent=series, slug="t", title="zq7x", title_announced=False, abstract="<p>zq7x</p>", abstract_announced=False
    )

    found = ask("""{ event(by: {path: "/s/t/"}) { title seo { title } ... on Talk {
        isTitleAnnounced isAbstractAnnounced abstract { html } minutes } } }""")

    assert found["event"] == {
        "title": None,
        "seo": {"title": "Seminar"},
        "isTitleAnnounced": False,
        "isAbstractAnnounced": False,
        "abstract": None,
        "minutes": 60,
    }
    assert "zq7x" not in json.dumps(
        ask("{ events(where: {types: [TALK]}, orderBy: [{field: TITLE}]) { edges { cursor } } }")
    )


def test_a_talk_does_not_say_the_title_of_a_series_that_is_not_online(home, ask):
    series = SeriesFactory(parent=home, slug="series", title="zq7x")
    TalkFactory(parent=series, slug="talk", title_announced=False)
    Page.objects.filter(pk=series.pk).update(live=False)

    event = ask('{ event(by: {path: "/series/talk/"}) { seo { title } ... on Talk { series { title } } } }')["event"]

    assert event == {"seo": {"title": "Talk"}, "series": None}


def test_an_unlisted_talk_does_not_show_in_its_series(at_noon, home, ask):
    series = SeriesFactory(parent=home)
    TalkFactory(parent=series, is_listed=False, start_date=at_noon.date() + dt.timedelta(days=1))

    data = ask(
        "{ events { nodes { phase } } upcoming: events(where: {types: [SEMINAR_SERIES], phase: [UPCOMING]})"
        " { totalCount } }"
    )

    assert data == {"events": {"nodes": [{"phase": "UNSCHEDULED"}]}, "upcoming": {"totalCount": 0}}


def test_an_unlisted_event_is_not_found_by_its_identifier(home, ask):
    ForumFactory(parent=home, is_listed=False, identifiers=[Identifier(scheme="acm", value="tt1")])

    assert ask('{ event(by: {identifier: "acm:tt1"}) { id } }') == {"event": None}


def test_an_unlisted_version_is_shown_by_unlisted_ones_only(home, ask):
    forum = ForumFactory(parent=home, slug="forum")
    chinese, _ = Locale.objects.get_or_create(language_code="zh-hans")
    version = forum.copy_for_translation(chinese, copy_parents=True)
    version.is_listed = False
    publish(version)
    query = "query V($path: String!) { event(by: {path: $path}) { translations { path } } }"

    shown = ask(query, path="/forum/"), ask(query, path="/zh-hans/forum/")

    assert [it["event"]["translations"] for it in shown] == [[], [{"path": "/forum/"}]]


def test_a_place_in_the_tree_with_a_null_character_is_refused(home, post):
    below = str(GlobalId("Home", str(home.translation_key), "\0"))

    body = post("query B($id: ID) { events(where: {below: $id}) { totalCount } }", id=below)

    assert body["errors"][0]["message"] == "below is no id of a page."


def test_pages_stand_in_the_order_of_the_tree_and_unlisted_ones_in_no_list(home, ask):
    index = EventIndexFactory(parent=home, slug="events-of-spring")
    ForumFactory(parent=index, slug="forum")
    ForumFactory(parent=index, slug="hidden", is_listed=False)
    StandardPageFactory(parent=home, slug="conduct")
    series = SeriesFactory(parent=home, slug="series")
    TalkFactory(parent=series, slug="draft", published=False)
    TalkFactory(parent=series, slug="talk")
    query = "query ($after: String) { pages(first: 4, after: $after) { nodes { path } pageInfo { endCursor } } }"

    first = ask(query)["pages"]
    second = ask(query, after=first["pageInfo"]["endCursor"])["pages"]

    assert [node["path"] for node in [*first["nodes"], *second["nodes"]]] == [
        "/",
        "/events-of-spring/",
        "/events-of-spring/forum/",
        "/conduct/",
        "/series/",
        "/series/talk/",
    ]


def test_dates_and_programme_items_are_found_at_the_fragment_that_feeds_name(home, ask):
    forum = ForumFactory(
        parent=home,
        important_dates=[ImportantDateFactory()],
        sessions=[SessionFactory(start_date=dt.date(2027, 6, 1))],
    )
    query = "{ importantDates { nodes { anchor } } sessions { nodes { anchor } } }"

    found = ask(query)

    anchors = [found["importantDates"]["nodes"][0]["anchor"], found["sessions"]["nodes"][0]["anchor"]]
    assert anchors == [
        str(forum.important_dates.get().translation_key),
        str(forum.sessions.get().translation_key),
    ]
    rows = CalendarEntry.objects.filter(page_id=forum.pk)
    fragments = {orjson.loads(row.data)["url"].partition("#")[2] for row in rows}
    assert set(anchors) <= fragments


def test_a_person_has_an_address_on_the_public_site(home, ask, settings):
    settings.PUBLIC_URL = "https://www.example.org"
    person = PersonFactory()
    ForumFactory(parent=home, contributions=[ContributionFactory(person=person)])

    found = ask("{ people { nodes { path url } } }")["people"]["nodes"]

    path = f"/people/{person.uid}/"
    assert found == [{"path": path, "url": f"https://www.example.org{path}"}]
