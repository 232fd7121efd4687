"""The filters of feeds and the change log: what each finds, alone and together, and what is refused."""

from __future__ import annotations

import datetime as dt
import uuid

import orjson
import pytest
import time_machine
from wagtail.models import Locale, Site

from api.ledger.selection import FILTERS, KINDS, Selection, UnknownFilterError, filter_value, page_types, select
from api.visibility import Visibility
from pages.models import Person
from tests.factories import (
    CallForPapersFactory,
    ContributionFactory,
    ForumFactory,
    HomeFactory,
    ImportantDateFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    TalkFactory,
    TopicFactory,
    publish,
)

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 6, 1, 12, 0, tzinfo=dt.UTC)
ORCID = "0000-0002-1825-0097"
EVERYTHING = {
    "Abstracts",
    "Ada speaks",
    "Bo speaks",
    "Camera-ready",
    "Conference",
    "Forum",
    "Opening",
    "Other seminar",
    "Seminar",
}


@pytest.fixture
def site(home):
    """Things of all kinds, with people and topics; elsewhere and hidden ones."""
    knots, ropes = TopicFactory(name="Knots"), TopicFactory(name="Knots and ropes")
    ada, bo = PersonFactory(name="Ada", orcid=ORCID), PersonFactory(name="Bo")
    PersonFactory(name="Hidden", orcid="0000-0001-5109-3700", is_public=False)
    series = SeriesFactory(parent=home, title="Seminar", slug="seminar", topics=[ropes])
    other = SeriesFactory(parent=home, title="Other seminar", slug="other")
    SeriesFactory(parent=home, title="Unlisted", slug="unlisted", is_listed=False)
    with time_machine.travel(NOW, tick=False):
        TalkFactory(parent=series, title="Ada speaks", topics=[knots], contributions=[ContributionFactory(person=ada)])
        TalkFactory(parent=other, title="Bo speaks", contributions=[ContributionFactory(person=bo)])
        TalkFactory(parent=other, title="Soon gone", expire_at=NOW + dt.timedelta(hours=1))
    session = SessionFactory(title="Opening")
    session.speakers = [ada, bo]
    ForumFactory(parent=home, title="Forum", slug="forum", sessions=[session])
    dates = [
        ImportantDateFactory(label="Abstracts", kind="abstract"),
        ImportantDateFactory(label="Camera-ready", kind="camera_ready"),
    ]
    CallForPapersFactory(parent=home, title="Conference", slug="conference", topics=[knots], important_dates=dates)
    elsewhere = HomeFactory(parent=home.get_parent(), title="Elsewhere", slug="elsewhere")
    Site.objects.create(hostname="other.example.org", root_page=elsewhere)
    ForumFactory(parent=elsewhere, title="Forum elsewhere")
    return home


def titles(selection: Selection, *, now: dt.datetime = NOW + dt.timedelta(hours=2)) -> set[str]:
    """The titles of the entries that are found."""
    found = [orjson.loads(data)["title"] for data in selection.entries(now).values_list("data", flat=True)]
    assert len(found) == len(set(found))
    return set(found)


def find(**filters: list[str]) -> set[str]:
    """The titles of what filters find on the default site."""
    return titles(select(Visibility(), filters))


def test_without_filters_everything_of_the_site_is_found(site):
    assert find() == EVERYTHING
    assert titles(select(Visibility(hostname="other.example.org"), {})) == {"Forum elsewhere"}


def test_what_expires_is_found_until_then(site):
    selection = select(Visibility(), {})

    before = titles(selection, now=NOW + dt.timedelta(minutes=59))
    at_once = titles(selection, now=NOW + dt.timedelta(minutes=60))

    assert (before - at_once, at_once - before) == ({"Soon gone"}, set())


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"type": ["talk"]}, {"Ada speaks", "Bo speaks"}),
        ({"type": ["talk", "forum"]}, {"Ada speaks", "Bo speaks", "Forum", "Opening"}),
        ({"type": ["call-for-papers"]}, {"Conference", "Abstracts", "Camera-ready"}),
        ({"kind": ["session"]}, {"Opening"}),
        ({"kind": ["deadline"]}, {"Abstracts", "Camera-ready"}),
        ({"kind": ["camera-ready"]}, {"Camera-ready"}),
        ({"kind": ["abstract", "talk"]}, {"Abstracts", "Ada speaks", "Bo speaks"}),
        ({"topic": ["knots"]}, {"Ada speaks", "Conference", "Abstracts", "Camera-ready"}),
        ({"topic": ["knots-and-ropes"]}, {"Seminar"}),
        ({"topic": ["knots", "knots-and-ropes"], "type": ["talk", "seminar-series"]}, {"Ada speaks", "Seminar"}),
        ({"series": ["seminar"]}, {"Seminar", "Ada speaks"}),
        ({"series": ["seminar", "other"], "kind": ["talk"]}, {"Ada speaks", "Bo speaks"}),
        ({"person": [ORCID]}, {"Ada speaks", "Opening"}),
        ({"person": [ORCID], "kind": ["talk"]}, {"Ada speaks"}),
        ({"person": [ORCID], "series": ["other"]}, set()),
        ({"language": ["en"]}, EVERYTHING),
        ({"language": ["zh-hans"]}, set()),
    ],
)
def test_filters_narrow_to_any_of_their_values(site, filters, expected):
    assert find(**filters) == expected


def test_series_is_found_by_the_slug_that_it_had(site):
    series = site.get_children().get(slug="other").specific
    series.slug = "renamed"
    publish(series)

    assert find(series=["other"]) == find(series=["renamed"]) == {"Other seminar", "Bo speaks"}


def test_people_and_series_are_found_by_their_uids(site):
    bo = Person.objects.get(name="Bo")
    series = site.get_children().get(slug="other")

    assert find(person=[str(bo.uid)]) == {"Bo speaks", "Opening"}
    assert find(series=[str(series.translation_key)]) == {"Other seminar", "Bo speaks"}
    assert find(person=[str(bo.uid), ORCID]) == {"Bo speaks", "Opening", "Ada speaks"}


def test_the_parts_of_a_page_are_found_by_its_uid(site):
    forum = site.get_children().get(slug="forum")

    assert titles(select(Visibility(), {}, page=str(forum.translation_key))) == {"Forum", "Opening"}
    assert titles(select(Visibility(), {"kind": ["session"]}, page=str(forum.translation_key))) == {"Opening"}


def test_a_feed_of_some_kinds_holds_no_others(site):
    assert titles(select(Visibility(), {}, within=("deadline",))) == {"Abstracts", "Camera-ready"}
    assert titles(select(Visibility(), {"kind": ["talk"]}, within=("deadline",))) == set()


def test_each_thing_is_found_in_its_preferred_language(site):
    chinese = Locale.objects.create(language_code="zh-hans")
    forum = site.get_children().get(slug="forum").specific
    forum.copy_for_translation(chinese, copy_parents=True)
    translation = forum.get_translation(chinese)
    translation.title = "论坛"
    publish(translation)

    assert find() == EVERYTHING
    assert find(language=["zh-hans"]) == {"论坛", "Opening"}
    forum.unpublish()
    assert find(kind=["event"]) == {"Conference", "论坛", "Seminar", "Other seminar"}


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("colour", ["red"], "There is no parameter “colour”; there are type, topic, language, series, person, kind."),
        ("type", ["Talk"], "type has no value “Talk”; it has call-for-papers, forum, seminar-series, talk, tutorial."),
        ("type", ["talk", "party"], "type has no value “party”; it has"),
        ("kind", ["CAMERA_READY"], "kind has no value “CAMERA_READY”; it has event, talk, session, deadline,"),
        ("language", ["de"], "language has no value “de”; it has en, zh-hans."),
        ("topic", ["ships"], "topic has no value “ships”."),
        ("topic", ["knots\0"], "topic has no value “knots�”."),
        ("series", ["forum"], "series has no value “forum”."),
        ("series", ["unlisted"], "series has no value “unlisted”."),
        ("person", ["0000-0001-5109-3700"], "person has no value “0000-0001-5109-3700”."),
        ("person", [str(uuid.UUID(int=1))], f"person has no value “{uuid.UUID(int=1)}”."),
        ("person", ["Ada"], "person has no value “Ada”."),
        ("person", [""], "person takes between 1 and 20 values, none of them empty."),
        ("topic", [], "topic takes between 1 and 20 values, none of them empty."),
        ("topic", ["knots"] * 21, "topic takes between 1 and 20 values, none of them empty."),
    ],
)
def test_what_there_is_not_is_refused_by_name(site, name, values, message):
    with pytest.raises(UnknownFilterError) as refused:
        find(**{name: values})

    assert refused.value.name == name
    assert str(refused.value).startswith(message)


def test_the_uid_of_a_hidden_person_is_refused_like_an_unknown_one(site):
    uid = str(Person.objects.get(name="Hidden").uid)

    with pytest.raises(UnknownFilterError, match=f"person has no value “{uid}”"):
        find(person=[uid])


def test_selections_have_the_same_name_in_each_order(site):
    first = select(Visibility(), {"type": ["talk", "forum"], "topic": ["knots"]})
    second = select(Visibility(), {"topic": ["knots", "knots"], "type": ["forum", "talk"]})
    others = [select(Visibility(), filters) for filters in ({}, {"type": ["talk"]}, {"type": ["forum"]})]

    assert first.digest() == second.digest()
    assert len({it.digest() for it in (first, *others)}) == 4


def test_types_and_kinds_are_written_as_in_addresses():
    assert page_types() == {
        "call-for-papers": "CallForPapers",
        "forum": "Forum",
        "seminar-series": "SeminarSeries",
        "talk": "Talk",
        "tutorial": "Tutorial",
    }
    assert [KINDS[filter_value(kind)] for kind in KINDS.values()] == list(KINDS.values())
    assert list(FILTERS) == ["type", "topic", "language", "series", "person", "kind"]
