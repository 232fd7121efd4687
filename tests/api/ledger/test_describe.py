"""Pages as entries: what everybody may read of them at any time, and nothing else."""

from __future__ import annotations

import datetime as dt

import orjson
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction, Locale, PageViewRestriction

from api.ids import GlobalId
from api.ledger.describe import describe
from api.ledger.models import CalendarEntry
from api.ledger.sync import whole_visibility
from api.published.store import read_pages
from tests.api.watched_site import edit
from tests.factories import (
    CallForPapersFactory,
    ContributionFactory,
    ForumFactory,
    ImageFactory,
    ImportantDateFactory,
    LinkFactory,
    OrganisationFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    TalkFactory,
    TopicFactory,
    TutorialFactory,
    publish,
)

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 6, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def series(home):
    return SeriesFactory(parent=home, title="Seminar", slug="seminar", languages=["en"], attendance_mode="online")


def data_of(**values):
    """What an entry says."""
    return orjson.loads(CalendarEntry.objects.get(**values).data)


def whole_call(home):
    """A call with a deadline that was extended, and a programme."""
    session = SessionFactory(
        kind="keynote",
        title="Opening",
        start_date=dt.date(2027, 9, 1),
        start_time=dt.time(9),
        end_time=dt.time(10),
        room="Room 4",
        track="Theory",
        abstract="<p>What is new.</p>",
        link="https://example.org/opening",
    )
    session.speakers = [
        PersonFactory(name="Bo Reed", affiliation=OrganisationFactory(name="Reed College")),
        PersonFactory(name="Hidden", is_public=False),
    ]
    page = CallForPapersFactory(
        parent=home,
        title="Conference on Knots",
        short_title="KNOTS",
        slug="knots",
        summary="All about knots.",
        start_date=dt.date(2027, 9, 1),
        end_date=dt.date(2027, 9, 3),
        time_zone="Europe/Oslo",
        venue="Main building",
        city="Oslo",
        country="NO",
        attendance_mode="hybrid",
        languages=["en", "no"],
        topics=[TopicFactory(name="Knots", slug="knots")],
        contributions=[ContributionFactory(person=PersonFactory(name="Ada Marsh"), role="chair")],
        links=[
            LinkFactory(kind="submission", url="https://example.org/submit", label="Submit here"),
            LinkFactory(kind="website", url="https://example.org/"),
        ],
        important_dates=[ImportantDateFactory(label="Papers", start_date=dt.date(2027, 7, 1), certainty="tentative")],
        sessions=[session],
    )
    [deadline] = page.important_dates.all()
    deadline.start_date = dt.date(2027, 7, 8)
    return edit(page, important_dates=[deadline])


def moment(date: str, **values) -> dict[str, object]:
    """A day in Oslo."""
    unknown = {"instant": None, "time": None, "announcedAs": None, "isAnywhereOnEarth": False}
    return {**unknown, "date": date, "month": date[:7], "timeZone": "Europe/Oslo", "precision": "day", **values}


def aoe(date: str, instant: str) -> dict[str, object]:
    """A day Anywhere on Earth."""
    return moment(date, instant=instant, timeZone="Etc/GMT+12", isAnywhereOnEarth=True)


def test_event_in_all_its_facts(home, settings):
    page = whole_call(home)

    url = f"{settings.PUBLIC_URL}/knots/"
    assert data_of(kind="event") == {
        "uid": str(page.translation_key),
        "kind": "event",
        "type": "CallForPapers",
        "dateKind": None,
        "nodeId": str(GlobalId("CallForPapers", str(page.translation_key), "en")),
        "language": "en",
        "languages": ["en", "no"],
        "title": "Conference on Knots",
        "headline": "Conference on Knots",
        "status": "scheduled",
        "statusMessage": None,
        "url": url,
        "path": "/knots/",
        "begins": "2027-08-31T22:00:00Z",
        "ends": "2027-09-03T22:00:00Z",
        "start": moment("2027-09-01"),
        "end": moment("2027-09-03"),
        "isAllDay": True,
        "timeZone": "Europe/Oslo",
        "summary": "All about knots.",
        "abstract": None,
        "paragraphs": [
            "Ada Marsh",
            "Wednesday 1 September 2027 – Friday 3 September 2027",
            "Main building, Oslo, Norway / Online",
            "All about knots.",
            "Submit: https://example.org/submit",
            url,
        ],
        "people": [
            {
                "uid": str(page.contributions.get().person.uid),
                "name": "Ada Marsh",
                "role": "chair",
                "affiliation": None,
                "url": None,
            }
        ],
        "attendanceMode": "hybrid",
        "location": "Main building, Oslo, Norway / Online",
        "venue": {"name": "Main building", "address": None, "city": "Oslo", "countryCode": "NO"},
        "room": None,
        "track": None,
        "links": [{"kind": "submission", "url": "https://example.org/submit", "label": "Submit here"}],
        "image": None,
        "topics": [{"name": "Knots", "slug": "knots"}],
        "parent": None,
        "changes": [],
    }


def test_deadline_in_its_facts(home, settings):
    page = whole_call(home)

    data, row = data_of(kind="deadline"), page.important_dates.get()
    own = {name: data[name] for name in data if data[name] != data_of(kind="event")[name]}
    instants = ("2027-07-02T11:59:59Z", "2027-07-09T11:59:59Z")
    assert own == {
        "uid": str(row.translation_key),
        "kind": "deadline",
        "dateKind": "submission",
        "nodeId": str(GlobalId("ImportantDate", str(row.translation_key), "en")),
        "title": "Papers",
        "headline": "Papers: KNOTS (23:59 AoE)",
        "status": "tentative",
        "url": f"{settings.PUBLIC_URL}/knots/#{row.translation_key}",
        "begins": instants[1],
        "ends": instants[1],
        "start": aoe("2027-07-08", instants[1]),
        "end": None,
        "isAllDay": False,
        "timeZone": "Etc/GMT+12",
        "summary": None,
        "paragraphs": [
            "This is not confirmed yet.",
            "Thursday 8 July 2027, 23:59 Anywhere on Earth (UTC−12)",
            "Extended from Thursday 1 July 2027, 23:59 Anywhere on Earth (UTC−12), announced 1 June 2027.",
            "Conference on Knots",
            "Submit: https://example.org/submit",
            f"{settings.PUBLIC_URL}/knots/#{row.translation_key}",
        ],
        "people": [],
        "location": None,
        "parent": {
            "uid": str(page.translation_key),
            "title": "Conference on Knots",
            "url": f"{settings.PUBLIC_URL}/knots/",
        },
        "changes": [
            {
                "kind": "extended",
                "old": aoe("2027-07-01", instants[0]),
                "new": aoe("2027-07-08", instants[1]),
                "announcedAt": "2027-06-01T12:00:00Z",
                "reason": None,
            }
        ],
    }


def test_programme_item_in_its_facts(home):
    page = whole_call(home)

    data = data_of(kind="session")
    names = ("title", "headline", "begins", "ends", "room", "track", "abstract", "location", "links", "people")
    assert {name: data[name] for name in names} == {
        "title": "Opening",
        "headline": "Opening (KNOTS)",
        "begins": "2027-09-01T07:00:00Z",
        "ends": "2027-09-01T08:00:00Z",
        "room": "Room 4",
        "track": "Theory",
        "abstract": "What is new.",
        "location": "Room 4, Main building, Oslo, Norway / Online",
        "links": [{"kind": "website", "url": "https://example.org/opening", "label": "Opening"}],
        "people": [
            {
                "uid": str(page.sessions.get().speakers.get(name="Bo Reed").uid),
                "name": "Bo Reed",
                "role": "speaker",
                "affiliation": "Reed College",
                "url": None,
            }
        ],
    }


def test_talk_takes_from_its_series(series, settings):
    talk = TalkFactory(parent=series, title="Talk")

    data = data_of(uid=talk.translation_key)
    assert (data["languages"], data["attendanceMode"], data["location"], data["parent"]) == (
        ["en"],
        "online",
        "Online",
        {"uid": str(series.translation_key), "title": "Seminar", "url": f"{settings.PUBLIC_URL}/seminar/"},
    )


@pytest.mark.parametrize(
    "hide",
    [
        lambda series: series.unpublish(),
        lambda series: edit(series, expire_at=NOW + dt.timedelta(days=1)),
    ],
    ids=["unpublished", "public for some time"],
)
def test_a_series_that_is_not_public_for_as_long_is_not_named(series, hide):
    talk = TalkFactory(parent=series, title="Talk")
    hide(series)

    entry = CalendarEntry.objects.get(uid=talk.translation_key)
    assert orjson.loads(entry.data)["parent"] == {"uid": str(series.translation_key), "title": None, "url": None}
    assert "Seminar" not in entry.data
    assert "Seminar" not in bytes(entry.ics).decode()


def test_what_is_not_announced_is_not_told(series):
    talk = TalkFactory(
        parent=series,
        title="Secret title",
        abstract="<p>Secret abstract</p>",
        title_announced=False,
        abstract_announced=False,
        editors_notes="Secret notes",
    )

    entry = CalendarEntry.objects.get(uid=talk.translation_key)
    assert (orjson.loads(entry.data)["title"], orjson.loads(entry.data)["abstract"]) == (None, None)
    assert "Secret" not in f"{entry.data}{bytes(entry.ics).decode()}"


def test_no_word_of_hidden_people_and_mail_addresses(series):
    hidden = PersonFactory(name="Hidden Marsh", is_public=False)
    shown = PersonFactory(name="Ada Reed", email="secret@example.org")
    people = [ContributionFactory(person=person) for person in (hidden, shown)]

    talk = TalkFactory(parent=series, contributions=people)

    entry = CalendarEntry.objects.get(uid=talk.translation_key)
    told = f"{entry.data}{bytes(entry.ics).decode()}{entry.people}"
    assert [word for word in ("Hidden", "secret", str(hidden.uid)) if word in told] == []
    assert entry.people == f",{shown.uid},"


def test_a_picture_in_a_private_collection_is_not_told(home):
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    below = private.add_child(name="Below")

    page = ForumFactory(parent=home, hero_image=ImageFactory(collection=below, title="zq7x"))

    assert data_of(uid=page.translation_key)["image"] is None


def test_entries_are_worded_in_the_language_of_their_page(home):
    chinese = Locale.objects.create(language_code="zh-hans")
    page = ForumFactory(parent=home, title="Forum")
    page.copy_for_translation(chinese, copy_parents=True)
    publish(page.get_translation(chinese))

    there = data_of(language="zh-hans")
    assert (there["path"], there["language"]) == (f"/zh-hans/{page.get_translation(chinese).slug}/", "zh-hans")
    assert there["nodeId"] == str(GlobalId("Forum", str(page.translation_key), "zh-hans"))
    assert there["paragraphs"] != data_of(language="en")["paragraphs"]


def test_pages_outside_of_all_sites_have_no_entries(home):
    root = home.get_parent()

    forum = ForumFactory(parent=root)
    visibility = whole_visibility(NOW)

    assert CalendarEntry.objects.count() == 0
    assert describe(read_pages([forum.pk]), visibility) == []


def test_restricted_pages_were_never_there(home):
    PageViewRestriction.objects.create(page=home, restriction_type="login")

    ForumFactory(parent=home)

    assert CalendarEntry.objects.count() == 0


@pytest.mark.parametrize("number", [1, 5])
def test_describing_costs_the_same_for_few_and_many_pages(home, series, number):
    rows = {"hero_image": ImageFactory(), "topics": [TopicFactory()]}
    pages = []
    for factory, parent in ((ForumFactory, home), (TutorialFactory, home), (TalkFactory, series)):
        for _ in range(number):
            session = SessionFactory()
            session.speakers = [PersonFactory(affiliation=OrganisationFactory()) for _ in range(number)]
            children = {"sessions": [session], "contributions": [ContributionFactory() for _ in range(number)]}
            dates = [ImportantDateFactory() for _ in range(number)]
            pages.append(factory(parent=parent, links=[LinkFactory()], important_dates=dates, **children, **rows))
    read = read_pages([page.pk for page in pages])
    visibility = whole_visibility(NOW)

    with CaptureQueriesContext(connection) as statements:
        described = describe(read, visibility)

    assert len(described) == 3 * number * (2 + number)
    assert len(statements) == 4
