"""How what editors enter looks from outside."""

from __future__ import annotations

import datetime as dt

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from pages.models import Organisation
from tests.factories import (
    ContributionFactory,
    ForumFactory,
    ImageFactory,
    ImportantDateFactory,
    LinkFactory,
    PersonFactory,
    SeriesFactory,
    TalkFactory,
    publish,
)

pytestmark = pytest.mark.django_db

TIME = "{ instant date time month timeZone precision isAnywhereOnEarth announcedAs }"


@pytest.fixture
def event(ask):
    """Fields of the event at /forum/."""
    return lambda fields: ask(f'{{ event(by: {{path: "/forum/"}}) {{ {fields} }} }}')["event"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"start_time": dt.time(13, 30), "time_zone": "Europe/London", "dates_as_announced": "at half past one"},
            {
                "instant": "2027-06-14T12:30:00Z",
                "date": "2027-06-14",
                "time": "13:30:00",
                "month": "2027-06",
                "timeZone": "Europe/London",
                "precision": "MINUTE",
                "isAnywhereOnEarth": False,
                "announcedAs": "at half past one",
            },
        ),
        (
            {},
            {
                "instant": None,
                "date": "2027-06-14",
                "time": None,
                "month": "2027-06",
                "timeZone": None,
                "precision": "DAY",
                "isAnywhereOnEarth": False,
                "announcedAs": None,
            },
        ),
        (
            {"date_precision": "month"},
            {
                "instant": None,
                "date": None,
                "time": None,
                "month": "2027-06",
                "timeZone": None,
                "precision": "MONTH",
                "isAnywhereOnEarth": False,
                "announcedAs": None,
            },
        ),
        (
            {"start_date": None},
            {
                "instant": None,
                "date": None,
                "time": None,
                "month": None,
                "timeZone": None,
                "precision": "TBD",
                "isAnywhereOnEarth": False,
                "announcedAs": None,
            },
        ),
    ],
)
def test_a_start_says_how_much_is_known(home, event, values, expected):
    ForumFactory(parent=home, slug="forum", **{"start_date": dt.date(2027, 6, 14), **values})

    assert event(f"when {{ start {TIME} end {{ date }} }}")["when"] == {"start": expected, "end": None}


def test_days_without_times_are_whole(home, event):
    ForumFactory(parent=home, slug="forum", start_date=dt.date(2017, 12, 14), end_date=dt.date(2017, 12, 15))

    assert event("when { start { date } end { date } isAllDay }")["when"] == {
        "start": {"date": "2017-12-14"},
        "end": {"date": "2017-12-15"},
        "isAllDay": True,
    }


def test_a_deadline_anywhere_on_earth_ends_at_its_last_second(at_noon, home, event):
    date = ImportantDateFactory(
        kind="submission", label="Papers", start_date=dt.date(2027, 7, 15), start_time=None, zone_policy="aoe"
    )
    ForumFactory(parent=home, slug="forum", important_dates=[date])

    assert event(f"importantDates {{ kind label state until {{ date }} at {TIME} previousValues {{ date }} }}") == {
        "importantDates": [
            {
                "kind": "SUBMISSION",
                "label": "Papers",
                "state": "OPEN",
                "until": None,
                "at": {
                    "instant": "2027-07-16T11:59:59Z",
                    "date": "2027-07-15",
                    "time": None,
                    "month": "2027-07",
                    "timeZone": "Etc/GMT+12",
                    "precision": "DAY",
                    "isAnywhereOnEarth": True,
                    "announcedAs": None,
                },
                "previousValues": [],
            }
        ]
    }


def test_a_moved_deadline_keeps_its_earlier_values(home, event):
    dates = [
        ImportantDateFactory(kind="submission", label="Papers", start_date=dt.date(2027, 7, 1)),
        ImportantDateFactory(kind="notification", label="Answers", start_date=dt.date(2027, 8, 1)),
    ]
    forum = ForumFactory(parent=home, slug="forum", important_dates=dates)
    for day in (8, 15):
        rows = list(forum.important_dates.all())
        rows[0].start_date = dt.date(2027, 7, day)
        forum.important_dates = rows
        forum = publish(forum)

    fields = "importantDates(kinds: [SUBMISSION]) { label at { date } previousValues { date } event { title } }"
    found = event(f"title {fields} dateChanges {{ kind label old {{ date }} new {{ date }} reason }}")

    assert found == {
        "title": forum.title,
        "importantDates": [
            {
                "label": "Papers",
                "at": {"date": "2027-07-15"},
                "previousValues": [{"date": "2027-07-08"}, {"date": "2027-07-01"}],
                "event": {"title": forum.title},
            }
        ],
        "dateChanges": [
            {
                "kind": "EXTENDED",
                "label": "Papers",
                "old": {"date": f"2027-07-0{old}"},
                "new": {"date": f"2027-07-{new:02}"},
                "reason": None,
            }
            for old, new in ((8, 15), (1, 8))
        ],
    }


def test_dates_stand_in_their_order_with_unknown_ones_last(home, event):
    days = [None, dt.date(2027, 7, 2), dt.date(2027, 7, 1)]
    dates = [ImportantDateFactory(label=str(day), start_date=day) for day in days]
    ForumFactory(parent=home, slug="forum", important_dates=dates)

    assert [it["label"] for it in event("importantDates { label }")["importantDates"]] == [
        "2027-07-01",
        "2027-07-02",
        "None",
    ]


def test_a_contribution_stands_before_the_persons_own_record(home, event):
    tides = Organisation.objects.create(name="Institute of Tides")
    person = PersonFactory(name="Ada", honorific="Dr.", affiliation=tides, bio="<p>Now.</p>", photo=ImageFactory())
    ForumFactory(
        parent=home,
        slug="forum",
        contributions=[
            ContributionFactory(person=person, role="chair"),
            ContributionFactory(
                person=person, role="speaker", affiliation="Then", honorific="Prof.", bio="<p>Then.</p>"
            ),
        ],
    )
    fields = "role affiliation honorific bio { text } person { name affiliation { name } }"

    found = event(f"contributors {{ {fields} }} speakers: contributors(roles: [SPEAKER]) {{ role }}")

    of_person = {"name": "Ada", "affiliation": {"name": "Institute of Tides"}}
    assert found == {
        "contributors": [
            {
                "role": "CHAIR",
                "affiliation": "Institute of Tides",
                "honorific": "Dr.",
                "bio": {"text": "Now."},
                "person": of_person,
            },
            {
                "role": "SPEAKER",
                "affiliation": "Then",
                "honorific": "Prof.",
                "bio": {"text": "Then."},
                "person": of_person,
            },
        ],
        "speakers": [{"role": "SPEAKER"}],
    }


def test_links_say_why_an_address_is_missing(home, event):
    links = [
        LinkFactory(kind="website", url="https://example.org/", label="Home", note="In English"),
        LinkFactory(kind="slides", url="", label=""),
        LinkFactory(kind="join", url="https://example.org/zq7x", note="zq7x", access="registered"),
        LinkFactory(kind="chat", url="https://example.org/zq7x", access="private"),
    ]
    ForumFactory(parent=home, slug="forum", links=links)

    found = event("links { kind label url note availability } some: links(kinds: [SLIDES, CHAT]) { kind }")

    assert found == {
        "links": [
            {
                "kind": "WEBSITE",
                "label": "Home",
                "url": "https://example.org/",
                "note": "In English",
                "availability": "AVAILABLE",
            },
            {"kind": "SLIDES", "label": None, "url": None, "note": None, "availability": "TO_BE_ANNOUNCED"},
            {
                "kind": "JOIN",
                "label": links[2].label or None,
                "url": None,
                "note": None,
                "availability": "REGISTERED_ONLY",
            },
        ],
        "some": [{"kind": "SLIDES"}],
    }


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, None),
        (
            {"venue": "Pier 4", "country": "SG"},
            {"name": "Pier 4", "address": None, "city": None, "countryCode": "SG"},
        ),
        (
            {"address": "1 Quay", "city": "Cove"},
            {"name": None, "address": "1 Quay", "city": "Cove", "countryCode": None},
        ),
    ],
)
def test_a_place_is_null_until_something_is_known(home, event, values, expected):
    ForumFactory(parent=home, slug="forum", **values)

    assert event("venue { name address city countryCode }")["venue"] == expected


def test_a_picture_has_its_size_and_what_cropping_keeps(home, event, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://cms.example.org"
    image = ImageFactory(focal_point_x=50, focal_point_y=25, description="Boats")
    ForumFactory(parent=home, slug="forum", hero_image=image)

    assert event("heroImage { alt width height focalPoint { x y } url }")["heroImage"] == {
        "alt": "Boats",
        "width": image.width,
        "height": image.height,
        "focalPoint": {"x": 50 / image.width, "y": 25 / image.height},
        "url": f"https://cms.example.org{image.file.url}",
    }


def test_a_private_picture_is_null(home, event):
    private = Collection.get_first_root_node().add_child(name="private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    image = ImageFactory(collection=private)
    body = [("figure", {"image": as_block(image, alt="x"), "caption": "Boats", "credit": ""})]
    ForumFactory(parent=home, slug="forum", hero_image=image, body=body)

    found = event("heroImage { url } body { ... on FigureBlock { image { url } caption credit } }")

    assert found == {"heroImage": None, "body": [{"image": None, "caption": "Boats", "credit": None}]}


def as_block(image, *, alt, is_decorative=False):
    image.contextual_alt_text, image.decorative = alt, is_decorative
    return image


def test_a_body_is_a_list_of_typed_blocks(home, event):
    body = [
        ("text", "<p>Hello <b>there</b></p>"),
        ("figure", {"image": as_block(ImageFactory(), alt="Boats"), "caption": "", "credit": "Us"}),
        ("figure", {"image": as_block(ImageFactory(), alt="", is_decorative=True)}),
        ("video", "https://www.youtube.com/watch?v=abc"),
        ("table", {"data": [["a", None]], "first_row_is_table_header": True, "table_caption": "Tides"}),
        ("code", {"language": "", "code": "print(1)"}),
    ]
    ForumFactory(parent=home, slug="forum", body=body)

    found = event("""body { __typename ... on TextBlock { content { markdown } }
        ... on FigureBlock { image { alt focalPoint { x } } caption credit } ... on VideoBlock { url }
        ... on TableBlock { caption hasHeaderRow hasHeaderColumn rows } ... on CodeBlock { language code } }""")

    assert found["body"] == [
        {"__typename": "TextBlock", "content": {"markdown": "Hello **there**"}},
        {"__typename": "FigureBlock", "image": {"alt": "Boats", "focalPoint": None}, "caption": None, "credit": "Us"},
        {"__typename": "FigureBlock", "image": {"alt": "", "focalPoint": None}, "caption": None, "credit": None},
        {"__typename": "VideoBlock", "url": "https://www.youtube.com/watch?v=abc"},
        {
            "__typename": "TableBlock",
            "caption": "Tides",
            "hasHeaderRow": True,
            "hasHeaderColumn": False,
            "rows": [["a", ""]],
        },
        {"__typename": "CodeBlock", "language": None, "code": "print(1)"},
    ]


def test_a_talk_takes_from_its_series_what_it_does_not_say(home, ask):
    series = SeriesFactory(
        parent=home,
        title="Seminar",
        slug="seminar",
        time_zone="Europe/London",
        usual_minutes=45,
        languages=["fr"],
        attendance_mode="online",
        usual_time=dt.time(13, 30),
        cadence_weekday="WE",
    )
    TalkFactory(
        parent=series, title="Waves", slug="waves", start_date=dt.date(2021, 11, 17), start_time=dt.time(13, 30)
    )

    fields = "languages attendanceMode minutes when { start { instant timeZone } } series { usualTime cadenceWeekday }"
    found = ask(f'{{ event(by: {{path: "/seminar/waves/"}}) {{ ... on Talk {{ {fields} }} }} }}')

    assert found["event"] == {
        "languages": ["fr"],
        "attendanceMode": "ONLINE",
        "minutes": 45,
        "when": {"start": {"instant": "2021-11-17T13:30:00Z", "timeZone": "Europe/London"}},
        "series": {"usualTime": "13:30:00", "cadenceWeekday": "WEDNESDAY"},
    }


def test_a_page_says_what_stands_in_its_head(home, event, settings):
    settings.PUBLIC_URL = "https://example.org"
    ForumFactory(parent=home, title="Tides", slug="forum", summary="x" * 200, seo_title="All about tides")

    assert event("seo { title description canonicalUrl isNoIndex } breadcrumbs { title path } url") == {
        "seo": {
            "title": "All about tides",
            "description": "x" * 159 + "…",
            "canonicalUrl": "https://example.org/forum/",
            "isNoIndex": False,
        },
        "breadcrumbs": [{"title": home.title, "path": "/"}],
        "url": "https://example.org/forum/",
    }


@pytest.mark.parametrize("instant", ["2027-01-01", "2027-01-01T00:00:00", "soon", "0001-01-01T00:00:00+14:00", 5, True])
def test_an_instant_needs_a_zone(home, post, instant):
    query = "query At($at: DateTime!) { events(where: {startsAt: {gte: $at}}) { totalCount } }"

    assert {error["extensions"]["code"] for error in post(query, at=instant)["errors"]} == {"BAD_USER_INPUT"}


@pytest.mark.parametrize("literal", ["5", '"soon"'])
def test_an_instant_in_the_document_needs_a_zone(home, post, literal):
    body = post(f"{{ events(where: {{startsAt: {{gte: {literal}}}}}) {{ totalCount }} }}")

    assert {error["extensions"]["code"] for error in body["errors"]} == {"GRAPHQL_VALIDATION_FAILED"}


def test_a_language_is_text(home, post):
    query = "query In($in: Locale!) { events(where: {languages: [$in]}) { totalCount } }"

    assert post(query, **{"in": 5})["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT"}
    assert post("{ events(where: {languages: [5]}) { totalCount } }")["errors"][0]["extensions"] == {
        "code": "GRAPHQL_VALIDATION_FAILED"
    }
