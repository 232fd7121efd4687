from __future__ import annotations

import datetime as dt
import html
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from pages.models import DateChange, EventPage
from tests.factories import (
    EventIndexFactory,
    ForumFactory,
    SeriesFactory,
    StandardPageFactory,
    TalkFactory,
    TopicFactory,
)

DAY = dt.date(2099, 6, 10)


@pytest.fixture
def series(home):
    return SeriesFactory(parent=home, title="Tidal Seminar")


@pytest.fixture
def as_publisher(client, publisher):
    client.force_login(publisher)
    return client


def address(action, *pages):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    return f"{url}?{urlencode([('next', '/admin/pages/'), *(('id', page.pk) for page in pages)])}"


def states():
    return {page.title: (page.status, page.status_message) for page in EventPage.objects.exclude(title="Tidal Seminar")}


def content(response):
    return html.unescape(response.content.decode())


def test_events_are_cancelled_with_a_message(as_publisher, series):
    pages = [TalkFactory(parent=series, title=title, start_date=DAY) for title in ("Foghorns", "Buoys")]
    TalkFactory(parent=series, title="Other", start_date=DAY)

    response = as_publisher.post(address("cancel_events", *pages), {"status_message": "Storm"}, follow=True)

    assert "2 pages were changed in public" in content(response)
    assert states() == {
        "Foghorns": ("cancelled", "Storm"),
        "Buoys": ("cancelled", "Storm"),
        "Other": ("scheduled", ""),
    }
    assert list(DateChange.objects.order_by("label").values_list("label", "kind")) == [
        ("Buoys", "cancelled"),
        ("Foghorns", "cancelled"),
    ]


def test_asking_changes_nothing_and_names_what_stays(as_publisher, series, home, writer):
    talk = TalkFactory(parent=series, title="Foghorns", start_date=DAY)
    locked = TalkFactory(parent=series, title="Locked talk", start_date=DAY, locked=True, locked_by=writer)
    text = StandardPageFactory(parent=home, title="Plain text")

    response = as_publisher.get(address("postpone_events", talk, locked, text, series))

    assert [item["item"].title for item in response.context["items"]] == ["Foghorns"]
    left = {item["item"].title: item["obstacle"] for item in response.context["items_with_no_access"]}
    assert left == {
        "Locked talk": "It is locked, or its publication is scheduled.",
        "Plain text": "It is no event.",
        "Tidal Seminar": "It is a series. Pause or end it in its own form.",
    }
    assert "Locked talk: It is locked" in content(response)
    assert set(states().values()) == {("scheduled", "")}


def test_locked_pages_are_left_when_others_are_postponed(as_publisher, series, writer):
    talk = TalkFactory(parent=series, title="Foghorns", start_date=DAY)
    locked = TalkFactory(parent=series, title="Locked talk", start_date=DAY, locked=True, locked_by=writer)

    as_publisher.post(address("postpone_events", talk, locked), {"status_message": ""})

    assert states() == {"Foghorns": ("postponed", ""), "Locked talk": ("scheduled", "")}


def test_pages_of_others_are_neither_shown_nor_changed(client, home, make_user):
    mine = EventIndexFactory(parent=home)
    client.force_login(make_user(mine, "add_page", "change_page", "publish_page", name="local"))
    own = ForumFactory(parent=mine, title="Own forum")
    other = ForumFactory(parent=EventIndexFactory(parent=home), title="Hidden forum")

    asked = client.get(address("cancel_events", own, other))
    client.post(address("cancel_events", own, other), {"status_message": "Storm"})

    assert "Own forum" in content(asked)
    assert "Hidden forum" not in content(asked)
    assert states() == {"Own forum": ("cancelled", "Storm"), "Hidden forum": ("scheduled", "")}


def test_without_the_right_to_publish_drafts_are_made(client, writer, series):
    client.force_login(writer)
    talk = TalkFactory(parent=series, title="Foghorns", start_date=DAY)

    response = client.post(address("cancel_events", talk), {"status_message": "Storm"}, follow=True)

    assert "1 draft was changed" in content(response)
    assert states() == {"Foghorns": ("scheduled", "")}
    assert EventPage.objects.get(pk=talk.pk).specific.get_latest_revision_as_object().status == "cancelled"


def topics_of(page):
    return sorted(topic.name for topic in EventPage.objects.get(pk=page.pk).topics.all())


@pytest.mark.parametrize(("how", "topics"), [("add", ["Buoys", "Tides"]), ("replace", ["Buoys"])])
def test_topics_are_set(as_publisher, series, how, topics):
    tides, buoys = TopicFactory(name="Tides"), TopicFactory(name="Buoys")
    first = TalkFactory(parent=series, start_date=DAY, topics=[tides])
    second = TalkFactory(parent=series, start_date=DAY)

    as_publisher.post(address("set_topics", first, second), {"topics": [buoys.pk], "how": how})

    assert (topics_of(first), topics_of(second)) == (topics, ["Buoys"])


def test_topics_that_are_there_change_nothing(as_publisher, series):
    tides = TopicFactory(name="Tides")
    talk = TalkFactory(parent=series, start_date=DAY, topics=[tides])

    response = as_publisher.post(address("set_topics", talk), {"topics": [tides.pk], "how": "add"}, follow=True)

    assert "There was nothing to change." in content(response)
    assert EventPage.objects.get(pk=talk.pk).latest_revision_id == talk.latest_revision_id


def test_no_topic_to_add_is_told(as_publisher, series):
    talk = TalkFactory(parent=series, start_date=DAY)

    response = as_publisher.post(address("set_topics", talk), {"how": "add"})

    assert response.context["form"].errors == {"topics": ["Choose at least one topic."]}


def test_all_pages_of_a_list_are_meant_by_all(as_publisher, series):
    for title in ("Foghorns", "Buoys"):
        TalkFactory(parent=series, title=title, start_date=DAY)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "cancel_events"])

    as_publisher.post(f"{url}?id=all&childOf={series.pk}&next=/admin/pages/", {"status_message": ""})

    assert {status for status, _message in states().values()} == {"cancelled"}
