from __future__ import annotations

import datetime as dt
import html
import re

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import Page

from pages.models import ForumPage, TalkPage
from tests.factories import EventIndexFactory, ForumFactory, LinkFactory, SeriesFactory, TalkFactory

NOW = "2021-10-01T12:00:00Z"


@pytest.fixture(autouse=True)
def on_a_day_in_autumn():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def series(home):
    return SeriesFactory(
        parent=home, title="Tidal Seminar", time_zone="Europe/London", cadence_weekday="WE", usual_time=dt.time(13, 30)
    )


@pytest.fixture
def as_publisher(client, publisher):
    client.force_login(publisher)
    return client


def address(name, page):
    return reverse(name, args=[page.pk])


def text_of(response):
    """The text of the main part, tags and repeated blanks taken out."""
    main = response.content.decode().partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<(script|template).*?</\1>|<[^>]*>", " ", main, flags=re.DOTALL)).split())


def do_as_shown(client, url, **values):
    """Look at the plan, then have it carried out."""
    seen = client.post(url, values)
    return client.post(url, {**values, "seen": seen.context["seen"], "carry_out": "1"}, follow=True)


GRID = {"number": 3, "first": "2021-10-20", "every_weeks": 1, "time": "13:30", "left_out": ""}


def test_talks_are_proposed_on_the_next_free_usual_day(as_publisher, series):
    TalkFactory(parent=series, start_date=dt.date(2021, 10, 6))

    form = as_publisher.get(address("make_talks", series)).context["form"]

    assert (form.initial["first"], form.initial["time"]) == (dt.date(2021, 10, 13), dt.time(13, 30))


def test_plan_of_talks_is_shown_and_nothing_made(as_publisher, series):
    TalkFactory(parent=series, title="Foghorns", start_date=dt.date(2021, 10, 27))

    response = as_publisher.post(address("make_talks", series), GRID)

    assert [(*row["cells"], *row["notes"], row["is_left"]) for row in response.context["table"]] == [
        ("20 Oct 2021", "Wednesday", "13:30", "UTC+1", False),
        ("27 Oct 2021", "Wednesday", "13:30", "UTC+1", "There is “Foghorns” already.", True),
        ("3 Nov 2021", "Wednesday", "13:30", "UTC+0", False),
    ]
    assert series.talks.count() == 1


def test_talks_are_made_as_shown(as_publisher, series):
    response = do_as_shown(as_publisher, address("make_talks", series), **GRID)

    assert "3 talks have been made." in html.unescape(response.content.decode())
    assert response.redirect_chain == [(reverse("wagtailadmin_explore", args=[series.pk]), 302)]
    assert list(series.talks.in_order().values_list("title", "live")) == [
        ("Talk on 20 October 2021", False),
        ("Talk on 27 October 2021", False),
        ("Talk on 3 November 2021", False),
    ]


def test_talks_are_not_made_otherwise_than_shown(as_publisher, series):
    url = address("make_talks", series)
    seen = as_publisher.post(url, GRID).context["seen"]

    response = as_publisher.post(url, {**GRID, "number": 40, "seen": seen, "carry_out": "1"})

    assert "Nothing has been done yet" in text_of(response)
    assert series.talks.count() == 0


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"number": 53}, {"number": ["Ensure this value is less than or equal to 52."]}),
        ({"number": ""}, {"number": ["This field is required."]}),
        ({"first": "0001-01-01"}, {"first": ["The year is not between 1900 and 2200."]}),
        ({"every_weeks": 0}, {"every_weeks": ["Ensure this value is greater than or equal to 1."]}),
        ({"left_out": "Easter\nMay"}, {"left_out": ["No day or range can be read from “Easter”, “May”."]}),
    ],
)
def test_bad_cadence_is_told(as_publisher, series, values, errors):
    response = as_publisher.post(address("make_talks", series), {**GRID, **values})

    assert response.context["form"].errors == errors
    assert series.talks.count() == 0


def test_talks_ahead_are_moved_as_shown(as_publisher, series):
    first = TalkFactory(parent=series, title="First", start_date=dt.date(2021, 10, 20))
    TalkFactory(parent=series, title="Draft", start_date=dt.date(2021, 10, 27), published=False)
    values = {"which": first.pk, "amount": 1, "unit": "weeks", "reason": "Half term"}

    response = do_as_shown(as_publisher, address("move_in_time", series), **values)

    assert "1 page was changed in public." in html.unescape(response.content.decode())
    assert "1 draft was changed." in html.unescape(response.content.decode())
    assert list(TalkPage.objects.in_order().values_list("title", "start_date", "date_changes__reason")) == [
        ("First", dt.date(2021, 10, 27), "Half term"),
        ("Draft", dt.date(2021, 11, 3), None),
    ]


def test_one_talk_is_moved_to_the_next_usual_day(as_publisher, series):
    talk = TalkFactory(parent=series, title="First", start_date=dt.date(2021, 10, 20))
    TalkFactory(parent=series, title="Second", start_date=dt.date(2021, 10, 27))
    values = {"which": "one", "unit": "usual", "amount": "", "reason": ""}

    shown = as_publisher.post(address("move_in_time", talk), values)
    do_as_shown(as_publisher, address("move_in_time", talk), **values)

    assert [row["cells"] for row in shown.context["table"]] == [
        ["First", "20 Oct 2021, 13:30 (Europe/London)", "3 Nov 2021, 13:30 (Europe/London)", "Wednesday"]
    ]
    assert TalkPage.objects.get(pk=talk.pk).start_date == dt.date(2021, 11, 3)


def test_talk_and_those_after_it_are_moved(as_publisher, series):
    days = [dt.date(2021, 10, 20), dt.date(2021, 10, 27), dt.date(2021, 11, 3)]
    talks = [TalkFactory(parent=series, start_date=day) for day in days]

    do_as_shown(as_publisher, address("move_in_time", talks[1]), which="rest", unit="minutes", amount="-30", reason="")

    assert list(TalkPage.objects.in_order().values_list("start_time", flat=True)) == [
        dt.time(13, 30),
        dt.time(13, 0),
        dt.time(13, 0),
    ]


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"amount": 0}, {"amount": ["Say by how much."]}),
        ({"amount": ""}, {"amount": ["Say by how much."]}),
        ({"amount": 99999}, {"amount": ["Ensure this value is less than or equal to 10000."]}),
        ({"unit": "years"}, {"unit": ["Select a valid choice. years is not one of the available choices."]}),
        ({"which": "7"}, {"which": ["Select a valid choice. 7 is not one of the available choices."]}),
    ],
)
def test_bad_distance_is_told(as_publisher, series, values, errors):
    talk = TalkFactory(parent=series, start_date=dt.date(2021, 10, 20))
    sent = {"which": "one", "unit": "weeks", "amount": 1, "reason": "", **values}

    response = as_publisher.post(address("move_in_time", talk), sent)

    assert response.context["form"].errors == errors


def test_talk_of_another_series_is_no_choice(as_publisher, series, home):
    other = TalkFactory(parent=SeriesFactory(parent=home), start_date=dt.date(2021, 10, 20))

    response = as_publisher.post(address("move_in_time", series), {"which": other.pk, "unit": "weeks", "amount": 1})

    assert list(response.context["form"].errors) == ["which"]


def test_next_edition_is_made_and_opened(as_publisher, home):
    forum = ForumFactory(parent=home, title="3rd Tidal Forum", slug="tidal-forum-3rd")
    url = address("next_edition", forum)
    form = as_publisher.get(url).context["form"]

    response = as_publisher.post(
        url, {"title": form.initial["title"], "slug": form.initial["slug"], "parent": home.pk, "parts": ["text"]}
    )

    made = ForumPage.objects.get(title="4th Tidal Forum")
    assert response.url == reverse("wagtailadmin_pages:edit", args=[made.pk])
    assert (made.slug, made.live) == ("tidal-forum-4th", False)


def test_next_edition_asks_for_a_name_that_counts_nothing(as_publisher, home):
    forum = ForumFactory(
        parent=home, title="Tidal Forum", links=[LinkFactory(kind="website", url="https://example.org")]
    )

    response = as_publisher.get(address("next_edition", forum))

    assert response.context["form"].initial["title"] == ""
    assert "“Tidal Forum” counts no years or editions: name the next one." in text_of(response)
    assert "Website: https://example.org" in text_of(response)


@pytest.mark.parametrize(
    ("slug", "error"),
    [
        ("taken", "Another page there has this slug already."),
        (
            "events",
            "The public site has a page of its own at this address. Choose another slug, such as “events-2”.",
        ),
        ("a b", "Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens."),
    ],
)
def test_next_edition_with_a_slug_that_cannot_be(as_publisher, home, slug, error):
    forum = ForumFactory(parent=home, slug="taken")

    response = as_publisher.post(
        address("next_edition", forum), {"title": "New", "slug": slug, "parent": home.pk, "parts": []}
    )

    assert response.context["form"].errors == {"slug": [error]}


def test_next_edition_only_where_the_user_may_add(client, home, make_user):
    mine, other = EventIndexFactory(parent=home), EventIndexFactory(parent=home)
    client.force_login(make_user(mine, "add_page", "change_page", name="local"))
    forum = ForumFactory(parent=mine)

    response = client.post(
        address("next_edition", forum), {"title": "New", "slug": "new", "parent": other.pk, "parts": []}
    )

    assert response.context["form"].errors == {"parent": ["You may not add such an event there."]}
    assert ForumPage.objects.count() == 1


def test_stream_becomes_recording_in_public(as_publisher, series):
    stream = LinkFactory(kind="stream", url="https://video.example.org/live")
    talk = TalkFactory(parent=series, start_date=dt.date(2021, 9, 1), links=[stream])

    asked = as_publisher.get(address("stream_to_recording", talk))
    assert "https://video.example.org/live" in text_of(asked)
    assert TalkPage.objects.get().links.get().kind == "stream"

    response = as_publisher.post(address("stream_to_recording", talk), follow=True)
    assert "1 page was changed in public." in html.unescape(response.content.decode())
    assert TalkPage.objects.get().links.get().kind == "recording"


def test_recording_without_a_stream_is_told(as_publisher, series):
    talk = TalkFactory(parent=series, start_date=dt.date(2021, 9, 1))

    assert "no link to a stream" in text_of(as_publisher.get(address("stream_to_recording", talk)))
    answer = as_publisher.post(address("stream_to_recording", talk), follow=True)
    assert "There was nothing to change." in html.unescape(answer.content.decode())


@pytest.fixture
def pages(series, home):
    link = LinkFactory(kind="stream", url="https://secret.example.org/live")
    talk = TalkFactory(parent=series, title="Hidden talk", start_date=dt.date(2021, 9, 1), links=[link])
    return {"series": series, "talk": talk, "forum": ForumFactory(parent=home, title="Hidden forum 2021")}


@pytest.mark.parametrize(
    ("view", "name"),
    [
        ("make_talks", "series"),
        ("move_in_time", "series"),
        ("move_in_time", "talk"),
        ("next_edition", "forum"),
        ("next_edition", "talk"),
        ("stream_to_recording", "talk"),
    ],
)
def test_without_rights_nothing_is_shown_or_done(client, pages, home, make_user, view, name):  # noqa: PLR0917  # fixtures
    elsewhere = EventIndexFactory(parent=home)
    client.force_login(make_user(elsewhere, "add_page", "change_page", "publish_page", name="stranger"))
    before = list(Page.objects.values_list("pk", "latest_revision"))
    url = address(view, pages[name])

    for response in (client.get(url, follow=True), client.post(url, GRID, follow=True)):
        assert response.redirect_chain[0][1] == 302
        assert "Hidden" not in response.content.decode()
        assert "secret.example.org" not in response.content.decode()

    assert list(Page.objects.values_list("pk", "latest_revision")) == before


@pytest.mark.parametrize("view", ["make_talks", "move_in_time", "next_edition", "stream_to_recording"])
def test_page_that_is_none_is_not_found(as_publisher, view, home):
    assert as_publisher.get(reverse(view, args=[home.pk])).status_code == 404
    assert as_publisher.get(reverse(view, args=[999_999])).status_code == 404


def labels(response, name):
    return sorted(set(re.findall(rf"/pages/\d+/({name})/", response.content.decode())))


CHORES = "make-talks|move-in-time|next-edition|recording"


def test_buttons_stand_where_they_can_be_used(as_publisher, pages):
    def entries(page):
        return labels(as_publisher.get(reverse("wagtailadmin_pages:edit", args=[page.pk])), CHORES)

    assert entries(pages["series"]) == ["make-talks", "move-in-time", "next-edition"]
    assert entries(pages["talk"]) == ["move-in-time", "recording"]
    assert entries(pages["forum"]) == ["next-edition"]


def test_rows_of_the_explorer_have_the_buttons(as_publisher, pages):
    series = pages["series"]

    response = as_publisher.get(reverse("wagtailadmin_explore", args=[series.pk]))

    assert f"/pages/{pages['talk'].pk}/recording/" in response.content.decode()
    assert f"/pages/{pages['talk'].pk}/move-in-time/" in response.content.decode()
