import datetime as dt

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.urls import reverse

from pages.history.reading import PublicHistory
from pages.models import DateChange, EventPage
from tests.factories import (
    ContributionFactory,
    ForumFactory,
    ImportantDateFactory,
    LinkFactory,
    PersonFactory,
    SeriesFactory,
    StandardPageFactory,
    TalkFactory,
    publish,
)

pytestmark = pytest.mark.django_db


def tell(page):
    return [list(happening.sentences) for happening in PublicHistory(EventPage.objects.get(pk=page.pk).specific)[:50]]


@pytest.fixture
def clock():
    with time_machine.travel("2027-03-01T12:00Z", tick=False) as traveller:
        yield traveller


def test_extended_deadline_is_told_once(home, clock):
    forum = ForumFactory(parent=home, important_dates=[ImportantDateFactory(start_date=dt.date(2027, 3, 5))])
    clock.move_to("2027-03-04T12:00Z")
    rows = list(forum.important_dates.all())
    rows[0].start_date = dt.date(2027, 3, 12)
    forum.important_dates = rows

    publish(forum)

    assert tell(forum) == [
        ["Submission extended from 5 to 12 March 2027, announced on the 4th"],
        ["Published first on 1 March 2027"],
    ]


def test_life_of_a_talk(home, clock):
    series = SeriesFactory(parent=home)
    talk = TalkFactory(parent=series, title="Working title", title_announced=False, start_date=dt.date(2027, 3, 10))
    clock.move_to("2027-03-02T12:00Z")
    talk.title, talk.title_announced = "Proofs", True
    talk.contributions = [ContributionFactory(person=PersonFactory(name="Ada Example"))]
    talk = publish(talk)
    clock.move_to("2027-03-03T12:00Z")
    talk.start_date = dt.date(2027, 3, 17)
    talk = publish(talk)
    clock.move_to("2027-03-18T12:00Z")
    talk.links = [LinkFactory(kind="recording")]
    talk = publish(talk)
    clock.move_to("2027-03-19T12:00Z")
    talk.unpublish()

    assert tell(talk) == [
        ["Withdrawn on 19 March 2027"],
        ["New link: Recording"],
        ["Moved from 10 to 17 March 2027, announced on the 3rd"],
        ["Title announced: “Proofs”", "Speaker announced: Ada Example"],
        ["Published first on 1 March 2027"],
    ]


def test_drafts_and_private_things_are_not_told(home, clock):
    hidden = PersonFactory(name="Hidden Person", is_public=False)
    talk = TalkFactory(parent=SeriesFactory(parent=home), title="Proofs")
    clock.move_to("2027-03-02T12:00Z")
    talk.title = "Never published"
    talk.save_revision(log_action=True)
    talk.title, talk.editors_notes = "Proofs", "Secret note"
    talk.links = [LinkFactory(kind="join", access="private")]
    talk.contributions = [ContributionFactory(person=hidden)]

    publish(talk)

    assert tell(talk) == [["Published first on 1 March 2027"]]


def test_cancellation_is_told_once_with_its_day(home, clock):
    forum = ForumFactory(parent=home, start_date=dt.date(2027, 6, 14))
    clock.move_to("2027-03-02T12:00Z")
    forum.status = "cancelled"

    publish(forum)

    assert tell(forum) == [
        ["Cancelled on 2 March 2027; it was to take place on 14 Jun 2027"],
        ["Published first on 1 March 2027"],
    ]


def test_page_that_is_published_again_says_what_is_new(home, clock):
    forum = ForumFactory(parent=home)
    clock.move_to("2027-03-02T12:00Z")
    forum.unpublish()
    clock.move_to("2027-03-03T12:00Z")
    forum = EventPage.objects.get(pk=forum.pk).specific
    forum.title = "Another title"

    before = forum.draft_title
    publish(forum)

    assert tell(forum) == [
        ["Published again on 3 March 2027", f"Title changed from “{before}” to “Another title”"],
        ["Withdrawn on 2 March 2027"],
        ["Published first on 1 March 2027"],
    ]


def test_move_is_told_of_public_pages_only(home, clock):
    source, target = SeriesFactory(parent=home), SeriesFactory(parent=home)
    public, draft = TalkFactory(parent=source), TalkFactory(parent=source, published=False)
    clock.move_to("2027-03-02T12:00Z")
    for talk in (public, draft):
        talk.move(target, pos="last-child")

    assert tell(public) == [["Moved to another part of the site"], ["Published first on 1 March 2027"]]
    assert tell(draft) == []


def test_imported_change_stands_last_without_a_day(home, clock):
    forum = ForumFactory(parent=home)
    moment = {"time": None, "policy": "floating", "zone": None, "precision": "day", "announced_as": ""}
    DateChange.objects.create(
        event=forum,
        kind="rescheduled",
        old={"date": "2027-06-01", **moment},
        new={"date": "2027-06-14", **moment},
        reason="The hall was taken.",
    )

    history = PublicHistory(forum)[:5]

    assert [(it.at, it.sentences[0]) for it in history] == [
        (dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC), "Published first on 1 March 2027"),
        (None, "Moved from 1 to 14 June 2027 (The hall was taken.)"),
    ]


def test_versions_that_are_gone_leave_the_rest(home, clock):
    forum = ForumFactory(parent=home)
    first = forum.latest_revision
    clock.move_to("2027-03-02T12:00Z")
    forum.venue = "Room 1"
    forum = publish(forum)
    first.delete()

    assert tell(forum) == [["Published first on 1 March 2027"]]


@pytest.fixture
def editor(client, clock):
    client.force_login(get_user_model().objects.create_superuser("admin", first_name="Admin"))
    return client


def history_url(page, query=""):
    return reverse("public_history", args=[page.pk]) + query


def test_view_shows_the_history_by_pages(editor, home, clock):
    forum = ForumFactory(parent=home)
    for number in range(1, 26):
        clock.shift(dt.timedelta(hours=1))
        forum.venue = f"Room {number}"
        forum = publish(forum)

    first = editor.get(history_url(forum))
    second = editor.get(history_url(forum, "?p=2"))

    assert first.context["happenings"][0].sentences == ("Place changed from “Room 24” to “Room 25”",)
    assert [it.sentences for it in second.context["happenings"]][-2:] == [
        ("Place announced: Room 1",),
        ("Published first on 1 March 2027",),
    ]
    assert (len(first.context["happenings"]), len(second.context["happenings"])) == (20, 6)
    assert "Page 1 of 2" in first.content.decode()


@pytest.mark.parametrize("changes", [1, 3])
def test_history_costs_the_same_for_few_and_many_changes(home, clock, django_assert_num_queries, changes):
    forum = ForumFactory(parent=home, important_dates=[ImportantDateFactory()])
    for number in range(changes):
        clock.shift(dt.timedelta(days=1))
        forum.start_date += dt.timedelta(days=1)
        forum.contributions = [ContributionFactory()]
        forum.venue = f"Room {number}"
        forum = publish(forum)

    # Order, entries, changes, the publish before, versions, names.
    with django_assert_num_queries(6):
        assert len(PublicHistory(forum)[:20]) == 2 * changes + 1


def test_editor_shows_the_latest_and_leads_to_all(editor, home, clock):
    forum = ForumFactory(parent=home)
    draft = ForumFactory(parent=home, published=False)

    html, of_draft = (
        editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode() for page in (forum, draft)
    )

    assert "<p>Published first on 1 March 2027</p>" in html
    assert "All of the public history" in html
    assert "All of the public history" not in of_draft


def test_history_is_offered_on_events_only(editor, home, clock):
    forum, other = ForumFactory(parent=home, published=False), StandardPageFactory(parent=home)

    offers = [
        history_url(page) in editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        for page in (forum, other)
    ]

    assert offers == [True, False]
    assert editor.get(history_url(other)).status_code == 404


def test_strangers_are_refused(client, home, clock, django_user_model):
    forum = ForumFactory(parent=home, title="Secret forum")
    client.force_login(django_user_model.objects.create_user("stranger"))

    answer = client.get(history_url(forum), follow=True)

    assert "Secret forum" not in answer.content.decode()
    assert "Published first" not in answer.content.decode()
