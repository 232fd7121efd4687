from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from pyld import jsonld

from api.structured_data import Reference, Surroundings, page_json_ld, serialise

URL = "https://example.org/seminar/stealing/"
SITE = Reference("Tidal community", "https://example.org/")
UNKNOWN = {"instant": None, "date": None, "time": None, "month": None, "timeZone": None, "precision": "tbd"}
TERMS = {
    "EducationEvent": {
        "@id", "@type", "name", "description", "url", "image", "keywords", "inLanguage", "startDate", "endDate",
        "previousStartDate", "eventStatus", "eventAttendanceMode", "location", "performer", "organizer", "superEvent",
    },
    "Place": {"@type", "name", "address"},
    "PostalAddress": {"@type", "streetAddress", "addressLocality", "addressCountry"},
    "VirtualLocation": {"@type", "url"},
    "Person": {"@type", "name", "url", "sameAs", "affiliation"},
    "Organization": {"@type", "name"},
    "Event": {"@type", "name", "url"},
    "EventSeries": {"@type", "name", "url"},
}  # fmt: skip
"""Properties by type as in the vocabulary, version 29."""


def moment(instant=None, date=None, zone=None, **values):
    return {**UNKNOWN, "instant": instant, "date": date, "timeZone": zone, **values}


def event(**values):
    return {
        "__typename": "Talk",
        "title": "Stealing models",
        "seoDescription": None,
        "status": "scheduled",
        "attendanceMode": "unknown",
        "languages": [],
        "venue": None,
        "contributors": [],
        "dateChanges": [],
        "when": {"start": UNKNOWN, "end": None},
        **values,
    }


def describe(document, **values):
    return page_json_ld(document, surroundings=Surroundings(url=URL, site=SITE, **values))


def change(old, *, kind="rescheduled", label=None):
    return {"kind": kind, "label": label, "old": old, "new": UNKNOWN}


@pytest.fixture
def full():
    document = event(
        seoDescription="How models are copied.",
        attendanceMode="hybrid",
        languages=["en", "zh-Hans"],
        venue={"name": "Room 4", "address": "Pier 4", "city": "Cove", "countryCode": "GB"},
        when={
            "start": moment("2027-06-16T12:30:00Z", "2027-06-16", "Europe/London"),
            "end": moment("2027-06-16T13:30:00Z", "2027-06-16", "Europe/London"),
        },
        contributors=[
            {"person": 1, "role": "speaker", "affiliation": "University of Cove"},
            {"person": 2, "role": "panelist", "affiliation": None},
            {"person": 1, "role": "panelist", "affiliation": None},
            {"person": 3, "role": "speaker", "affiliation": "Hidden"},
            {"person": 2, "role": "chair", "affiliation": None},
            {"person": 2, "role": "programme_committee", "affiliation": None},
        ],
        dateChanges=[change(moment("2027-06-09T12:30:00Z", "2027-06-09", "Europe/London"))],
        partOfTitle="Week of tides",
        partOfUrl="https://tides.example.org/",
    )
    surroundings = {
        "people": {
            1: {"name": "Ada Rossi", "homepage": "https://ada.example.org/", "orcid": "0000-0002-1825-0097"},
            2: {"name": "Bo Lind", "affiliation": "Institute of Waves"},
        },
        "links": [
            {"kind": "join", "url": "https://meet.example.org/1"},
            {"kind": "slides", "url": "https://example.org/slides"},
            {"kind": "stream", "url": None},
        ],
        "image_urls": ["https://example.org/1.jpg", "https://example.org/2.jpg"],
        "topics": ["Tides", "Waves"],
        "series": Reference("Tidal talks", "https://example.org/seminar/"),
    }
    return describe(document, **surroundings)


def test_json_ld_of_a_talk_with_everything(full):
    bo = {
        "@type": "Person",
        "name": "Bo Lind",
        "affiliation": {"@type": "Organization", "name": "Institute of Waves"},
    }

    assert full == {
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "@id": URL,
        "name": "Stealing models",
        "description": "How models are copied.",
        "url": URL,
        "image": ["https://example.org/1.jpg", "https://example.org/2.jpg"],
        "keywords": ["Tides", "Waves"],
        "inLanguage": ["en", "zh-Hans"],
        "startDate": "2027-06-16T13:30:00+01:00",
        "endDate": "2027-06-16T14:30:00+01:00",
        "previousStartDate": "2027-06-09T13:30:00+01:00",
        "eventStatus": "https://schema.org/EventRescheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": [
            {
                "@type": "Place",
                "name": "Room 4",
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": "Pier 4",
                    "addressLocality": "Cove",
                    "addressCountry": "GB",
                },
            },
            {"@type": "VirtualLocation", "url": "https://meet.example.org/1"},
        ],
        "performer": [
            {
                "@type": "Person",
                "name": "Ada Rossi",
                "url": "https://ada.example.org/",
                "sameAs": "https://orcid.org/0000-0002-1825-0097",
                "affiliation": {"@type": "Organization", "name": "University of Cove"},
            },
            bo,
        ],
        "organizer": bo,
        "superEvent": [
            {"@type": "EventSeries", "name": "Tidal talks", "url": "https://example.org/seminar/"},
            {"@type": "Event", "name": "Week of tides", "url": "https://tides.example.org/"},
        ],
    }


def test_json_ld_of_a_talk_with_nothing_known():
    assert describe(event()) == {
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "@id": URL,
        "name": "Stealing models",
        "url": URL,
        "eventStatus": "https://schema.org/EventScheduled",
    }


def test_json_ld_without_an_announced_title():
    assert describe(event(title=None)) is None


@pytest.mark.parametrize(
    ("type_name", "term"),
    [
        ("Forum", "ConferenceEvent"),
        ("CallForPapers", "ConferenceEvent"),
        ("Tutorial", "EducationEvent"),
        ("SeminarSeries", "EventSeries"),
    ],
)
def test_json_ld_of_other_events(type_name, term):
    assert describe(event(__typename=type_name))["@type"] == term


@pytest.mark.parametrize(
    ("start", "written"),
    [
        (moment("2027-06-16T12:30:00Z", "2027-06-16", "Europe/London"), "2027-06-16T13:30:00+01:00"),
        (moment("2027-11-07T06:30:00Z", "2027-11-07", "America/New_York"), "2027-11-07T01:30:00-05:00"),
        (moment("2027-11-07T05:30:00Z", "2027-11-07", "America/New_York"), "2027-11-07T01:30:00-04:00"),
        (moment("2027-06-17T11:59:00Z", "2027-06-16", "Etc/GMT+12"), "2027-06-16T23:59:00-12:00"),
        (moment("2027-06-16T12:30:00Z", "2027-06-16"), "2027-06-16T12:30:00Z"),
        (moment(date="2027-06-16", time="13:30:00"), "2027-06-16"),
        (moment(date="2027-06-16", zone="Europe/London"), "2027-06-16"),
        (moment(month="2027-06", precision="month"), None),
        (UNKNOWN, None),
    ],
)
def test_json_ld_says_no_more_of_a_date_than_is_announced(start, written):
    assert describe(event(when={"start": start, "end": None})).get("startDate") == written


@pytest.mark.parametrize(
    ("status", "terms"),
    [
        ("scheduled", "EventScheduled"),
        ("cancelled", "EventCancelled"),
        ("postponed", "EventPostponed"),
        ("moved_online", "EventMovedOnline"),
        ("tentative", None),
    ],
)
def test_json_ld_of_a_status(status, terms):
    assert describe(event(status=status)).get("eventStatus") == (terms and f"https://schema.org/{terms}")


@pytest.mark.parametrize(
    ("status", "changes", "statuses", "former"),
    [
        ("scheduled", [change(moment(date="2027-06-09"))], "EventRescheduled", "2027-06-09"),
        ("scheduled", [change(moment(date="2027-06-09"), kind="advanced")], "EventRescheduled", "2027-06-09"),
        (
            "scheduled",
            [change(moment(date=it)) for it in ("2027-06-09", "2027-06-02", "2027-06-09", "2027-06-16")],
            "EventRescheduled",
            ["2027-06-09", "2027-06-02"],
        ),
        ("scheduled", [change(moment(date="2027-06-09"), kind="corrected")], "EventScheduled", None),
        ("scheduled", [change(moment(date="2027-06-09"), label="Papers")], "EventScheduled", None),
        ("scheduled", [change(UNKNOWN)], "EventScheduled", None),
        ("scheduled", [change(moment(date="2027-06-16"))], "EventScheduled", None),
        ("tentative", [change(moment(date="2027-06-09"))], "EventRescheduled", "2027-06-09"),
        ("cancelled", [change(moment(date="2027-06-09"))], "EventCancelled", None),
        ("postponed", [change(moment(date="2027-06-09"))], "EventPostponed", None),
    ],
)
def test_json_ld_of_a_moved_event(status, changes, statuses, former):
    when = {"start": moment(date="2027-06-16"), "end": None}

    described = describe(event(status=status, when=when, dateChanges=changes))

    assert described["eventStatus"] == f"https://schema.org/{statuses}"
    assert described.get("previousStartDate") == former


def test_json_ld_of_an_event_moved_in_time_and_online():
    when = {"start": moment(date="2027-06-16"), "end": None}
    venue = {"name": "Room 4", "address": None, "city": None, "countryCode": None}

    described = describe(
        event(
            status="moved_online",
            attendanceMode="in_person",
            when=when,
            venue=venue,
            dateChanges=[change(moment(date="2027-06-09"))],
        )
    )

    assert described["eventStatus"] == ["https://schema.org/EventMovedOnline", "https://schema.org/EventRescheduled"]
    assert described["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert described["location"] == {"@type": "VirtualLocation"}


def test_json_ld_of_a_start_that_was_withdrawn():
    described = describe(event(dateChanges=[change(moment(date="2027-06-09"))]))

    assert (described["eventStatus"], "previousStartDate" in described) == ("https://schema.org/EventScheduled", False)


@pytest.mark.parametrize(
    ("mode", "location"),
    [
        ("in_person", {"@type": "Place", "name": "Room 4"}),
        ("unknown", {"@type": "Place", "name": "Room 4"}),
        ("online", {"@type": "VirtualLocation", "url": "https://meet.example.org/1"}),
        (
            "hybrid",
            [
                {"@type": "Place", "name": "Room 4"},
                {"@type": "VirtualLocation", "url": "https://meet.example.org/1"},
            ],
        ),
    ],
)
def test_json_ld_of_a_place(mode, location):
    venue = {"name": "Room 4", "address": None, "city": None, "countryCode": None}

    described = describe(
        event(attendanceMode=mode, venue=venue), links=[{"kind": "join", "url": "https://meet.example.org/1"}]
    )

    assert described["location"] == location


def test_json_ld_prefers_the_event_on_this_site_it_is_a_part_of():
    described = describe(event(partOfTitle="Elsewhere"), part_of=Reference("Here", "https://example.org/here/"))

    assert described["superEvent"] == {"@type": "Event", "name": "Here", "url": "https://example.org/here/"}


def test_json_ld_takes_the_abstract_where_there_is_no_summary():
    assert describe(event(abstract={"html": "<p>Waves.</p>", "text": "Waves."}))["description"] == "Waves."


@pytest.mark.parametrize(("type_name", "term"), [("StandardPage", "WebPage"), ("EventIndex", "CollectionPage")])
def test_json_ld_of_a_text(type_name, term):
    document = {
        "__typename": type_name,
        "title": "Travel",
        "locale": "en",
        "seoDescription": "How to come.",
        "firstPublishedAt": "2027-01-01T09:00:00Z",
        "updatedAt": "2027-02-01T09:00:00Z",
    }

    assert describe(document) == {
        "@context": "https://schema.org",
        "@type": term,
        "@id": URL,
        "name": "Travel",
        "description": "How to come.",
        "url": URL,
        "inLanguage": "en",
        "datePublished": "2027-01-01T09:00:00Z",
        "dateModified": "2027-02-01T09:00:00Z",
        "isPartOf": {"@type": "WebSite", "name": "Tidal community", "url": "https://example.org/"},
    }


def test_json_ld_of_the_home_page():
    assert describe({"__typename": "Home", "title": "Home", "locale": "en"}) == {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "@id": URL,
        "name": "Tidal community",
        "url": URL,
        "inLanguage": "en",
    }


class Scripts(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text = [], []

    def handle_starttag(self, tag, _attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text.append(data)


@pytest.mark.parametrize("title", ["</script><img src=x>", "<!--<script>", "a & b ]]>", "\u2028\u2029", 'say "no" \\'])
def test_serialised_text_cannot_leave_its_script(title):
    node = describe(event(title=title))
    reader = Scripts()

    reader.feed(f'<script type="application/ld+json">{serialise(node)}</script>')

    assert reader.tags == ["script"]
    assert json.loads("".join(reader.text)) == node
    assert not set(serialise(node)) & set("<>&\u2028\u2029")


def load_vocabulary(address, _options):
    assert address == "https://schema.org"
    identified = {name: {"@type": "@id"} for name in ("url", "image", "sameAs", "eventStatus", "eventAttendanceMode")}
    context = {"@vocab": "https://schema.org/", **{name: {"@id": name, **it} for name, it in identified.items()}}
    return {"document": {"@context": context}, "documentUrl": address, "contextUrl": None}


def nodes(value):
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from nodes(item)
    elif isinstance(value, list):
        for item in value:
            yield from nodes(item)


def test_a_json_ld_processor_reads_all_terms(full):
    [node] = jsonld.expand(json.loads(serialise(full)), {"documentLoader": load_vocabulary})

    assert node["@id"] == URL
    assert node["@type"] == ["https://schema.org/EducationEvent"]
    assert node["https://schema.org/eventStatus"] == [{"@id": "https://schema.org/EventRescheduled"}]
    assert node["https://schema.org/startDate"] == [{"@value": "2027-06-16T13:30:00+01:00"}]
    typed = [it for it in nodes(node) if "@type" in it]
    assert len(typed) == 12
    for it in typed:
        [kind] = it["@type"]
        assert {key.removeprefix("https://schema.org/") for key in it} <= TERMS[
            kind.removeprefix("https://schema.org/")
        ]
