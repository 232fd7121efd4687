"""Links know since when they have their address, and end with their last day."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError

from pages.models import Link
from tests.factories import ForumFactory, LinkFactory, SeriesFactory, TalkFactory, publish

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def utc(*args: int) -> dt.datetime:
    return dt.datetime(*args, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def draft_of(page, url):
    """The latest draft with another address in its first link, and that link as stored in the draft."""
    draft = type(page).objects.get(pk=page.pk).latest_revision.as_object()
    links = list(draft.links.all())
    links[0].url = url
    draft.links = links
    return draft.save_revision().as_object()


def test_a_link_has_its_address_since_it_was_entered(home, clock):
    page = ForumFactory(parent=home, links=[LinkFactory(url="https://example.org/a"), LinkFactory(url="")])
    clock.shift(DAY)
    publish(page.get_latest_revision_as_object())

    assert list(page.links.values_list("url_since", flat=True)) == [NOW, None]


def test_an_address_counts_from_the_draft_that_changed_it(home, clock):
    page = ForumFactory(parent=home, links=[LinkFactory(url="https://example.org/a")])
    clock.shift(DAY)
    draft = draft_of(page, "https://example.org/b")
    in_public = Link.objects.get().url_since
    clock.shift(5 * DAY)
    publish(draft)

    assert (in_public, draft.links.get().url_since, Link.objects.get().url_since) == (NOW, NOW + DAY, NOW + DAY)


def test_an_address_that_comes_back_counts_from_its_return(home, clock):
    page = ForumFactory(parent=home, links=[LinkFactory(url="https://example.org/a")])
    for address in ("b", "a"):
        clock.shift(DAY)
        publish(draft_of(page, f"https://example.org/{address}"))

    assert Link.objects.get().url_since == NOW + 2 * DAY


def test_an_earlier_version_brings_the_time_of_its_address(home, clock):
    page = ForumFactory(parent=home, links=[LinkFactory(url="https://example.org/a")])
    first = page.latest_revision
    clock.shift(DAY)
    publish(draft_of(page, "https://example.org/b"))
    clock.shift(DAY)
    publish(first.as_object())

    assert Link.objects.get().url_since == NOW


def test_an_address_counts_from_the_first_draft_with_it_though_the_form_makes_its_row_anew(home, clock):
    page = ForumFactory(parent=home, links=[LinkFactory(url="https://example.org/a")])
    for addresses in (["b"], ["b", "c"], ["c", "b"]):
        clock.shift(DAY)
        draft = page.get_latest_revision_as_object()
        draft.links = [*page.links.all(), *(LinkFactory(url=f"https://example.org/{name}") for name in addresses)]
        draft.save_revision()
        page.refresh_from_db()
    clock.shift(DAY)
    publish(page.get_latest_revision_as_object())

    assert dict(Link.objects.values_list("url", "url_since")) == {
        "https://example.org/a": NOW,
        "https://example.org/b": NOW + DAY,
        "https://example.org/c": NOW + 2 * DAY,
    }


def test_an_address_that_was_out_of_the_draft_counts_from_its_return(home, clock):
    page = ForumFactory(parent=home)
    for address in ("a", "b", "a"):
        clock.shift(DAY)
        draft = page.get_latest_revision_as_object()
        draft.links = [LinkFactory(url=f"https://example.org/{address}")]
        draft.save_revision()
        page.refresh_from_db()

    assert page.get_latest_revision_as_object().links.get().url_since == NOW + 3 * DAY


def test_a_row_that_is_saved_by_itself_counts_from_the_change(home, clock):
    link = ForumFactory(parent=home, links=[LinkFactory(url="https://example.org/a")]).links.get()
    clock.shift(DAY)
    link.note = "New"
    link.save()
    unchanged = link.url_since
    link.url = "https://example.org/b"
    link.save()

    assert (unchanged, Link.objects.get().url_since) == (NOW, NOW + DAY)


def test_a_draft_from_before_the_time_was_known_takes_it_from_the_stored_row(home, clock):
    page = ForumFactory(parent=home, links=[LinkFactory(url="https://example.org/a")])
    revision = page.latest_revision
    del revision.content["links"][0]["url_since"]
    revision.save()
    clock.shift(DAY)

    publish(page.get_latest_revision_as_object())

    assert Link.objects.get().url_since == NOW


@pytest.mark.parametrize(
    ("zone", "values", "ends"),
    [
        ("Europe/London", {}, utc(2027, 6, 30, 23)),
        ("", {}, utc(2027, 7, 1, 12)),
        ("Europe/London", {"visible_until_minutes": 0}, utc(2027, 6, 14, 23)),
        ("Europe/London", {"visible_until_minutes": 60 * 24 * 300}, utc(2027, 6, 30, 23)),
    ],
)
def test_a_link_ends_with_its_last_day_or_with_its_window(home, zone, values, ends):
    links = [LinkFactory(expires_on=dt.date(2027, 6, 30), **values)]
    page = ForumFactory(parent=home, start_date=dt.date(2027, 6, 14), time_zone=zone, links=links)

    link = page.links.get()
    link.event = page

    assert (link.visible_until, link.is_lasting) == (ends, False)


def test_a_link_of_a_talk_ends_in_the_zone_of_its_series(home):
    series = SeriesFactory(parent=home, time_zone="Asia/Singapore")
    page = TalkFactory(parent=series, links=[LinkFactory(expires_on=dt.date(2027, 6, 30))])
    link = page.links.get()
    link.event = page

    assert link.visible_until == utc(2027, 6, 30, 16)


def test_a_last_day_out_of_all_calendars_is_refused():
    with pytest.raises(ValidationError) as caught:
        Link(expires_on=dt.date(9999, 12, 31)).clean()

    assert list(caught.value.message_dict) == ["expires_on"]
