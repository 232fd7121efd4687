import datetime as dt

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Workflow, WorkflowPage

from pages.dashboard.deadlines import time_left
from pages.dashboard.desk import make_desk
from pages.dashboard.items import Chip, Desk, Item
from pages.models import CompletionLink, CompletionState, ImportJob, ImportState, StoredFinding
from tests.factories import (
    EventIndexFactory,
    ForumFactory,
    ImportantDateFactory,
    PersonFactory,
    SeriesFactory,
    StandardPageFactory,
    TalkFactory,
    publish,
)

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def admin(home):
    return get_user_model().objects.create_superuser("admin")


def make_editor(page, *, name="editor"):
    """A user who may edit below `page`, and nothing else."""
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user = get_user_model().objects.create_user(name)
    user.groups.add(group)
    return user


def find(page, code, *, path="", **details):
    return StoredFinding.objects.create(
        event=page, code=code, severity="warning", path=path, details=details, digest=f"{code}{path}", found_at=NOW
    )


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def titles(items):
    return [item.title for item in items]


def test_next_events_say_what_they_lack(home, admin):
    talk = TalkFactory(
        parent=SeriesFactory(parent=home), title="Proofs", start_date=dt.date(2027, 3, 3), start_time=dt.time(13, 30)
    )
    StoredFinding.objects.all().delete()
    find(talk, "T02-bio", path="contributions.0.bio", name="Ada Example")
    find(talk, "T02-title", path="title_announced")
    find(talk, "T03")
    StoredFinding.objects.filter(pk=find(talk, "T02-abstract").pk).update(dismissed_at=NOW)

    assert make_desk(admin, now=NOW).events == (
        Item(
            title="Proofs",
            url=edit_url(talk),
            when="Wed 3 Mar 2027, 13:30",
            note="Talk",
            states=("Upcoming",),
            lacks=(
                Chip("Title", f"{edit_url(talk)}#:w:contentpath=title_announced"),
                Chip("Biography of Ada Example", f"{edit_url(talk)}#:w:contentpath=contributions.0.bio"),
            ),
        ),
    )


def test_next_events_are_those_ahead_in_their_order(home, admin):
    ForumFactory(parent=home, title="Later", start_date=dt.date(2027, 5, 1), published=False)
    ForumFactory(parent=home, title="Now", start_date=dt.date(2027, 3, 1))
    ForumFactory(parent=home, title="Past", start_date=dt.date(2027, 2, 1))
    ForumFactory(parent=home, title="Cancelled", status="cancelled", start_date=dt.date(2027, 4, 1))
    ForumFactory(parent=home, title="Undated", start_date=None)

    events = make_desk(admin, now=NOW).events

    assert [(item.title, item.states) for item in events] == [("Now", ("On now",)), ("Later", ("Upcoming", "Draft"))]


def test_whole_day_stands_in_the_order_of_days(home, admin):
    ForumFactory(parent=home, title="Whole day", start_date=dt.date(2027, 3, 3))
    series = SeriesFactory(parent=home)
    TalkFactory(parent=series, title="Day before", start_date=dt.date(2027, 3, 2), start_time=dt.time(13, 30))

    assert titles(make_desk(admin, now=NOW).events) == ["Day before", "Whole day"]


def test_extended_deadline_says_so(home, admin, clock):
    forum = ForumFactory(parent=home, title="Forum", important_dates=[ImportantDateFactory(start_date=NOW.date())])
    rows = list(forum.important_dates.all())
    rows[0].start_date = dt.date(2027, 3, 8)
    forum.important_dates = rows
    publish(forum)

    assert make_desk(admin, now=NOW).deadlines == (
        Item(
            title="Submission, Forum",
            url=f"{edit_url(forum)}#:w:contentpath=important_dates",
            when="8 Mar 2027 (anywhere on Earth)",
            note="Submission extended from 1 to 8 March 2027, announced on the 1st",
            states=("7 days left",),
        ),
    )


@pytest.mark.parametrize(
    ("at", "states"),
    [
        ("2027-03-09T11:00Z", ["less than an hour left"]),
        ("2027-03-09T00:00Z", ["11 hours left"]),
        ("2027-03-08T11:59Z", ["1 day left"]),
        ("2027-03-09T11:59:59Z", []),
    ],
)
def test_deadline_anywhere_on_earth_is_open_until_its_day_has_ended_everywhere(home, admin, at, states):
    ForumFactory(parent=home, important_dates=[ImportantDateFactory(start_date=dt.date(2027, 3, 8))])

    desk = make_desk(admin, now=dt.datetime.fromisoformat(at))

    assert [item.states[0] for item in desk.deadlines] == states


def test_deadlines_are_those_that_somebody_has_to_meet(home, admin):
    dates = [ImportantDateFactory(kind="notification"), ImportantDateFactory(kind="submission", start_date=None)]
    ForumFactory(parent=home, important_dates=dates)
    ForumFactory(parent=home, status="cancelled", important_dates=[ImportantDateFactory()])

    assert make_desk(admin, now=NOW - 30 * DAY).deadlines == ()


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (dt.timedelta(days=3, hours=23), "3 days left"),
        (dt.timedelta(days=1), "1 day left"),
        (dt.timedelta(hours=23, minutes=59), "23 hours left"),
        (dt.timedelta(minutes=61), "1 hour left"),
        (dt.timedelta(minutes=1), "less than an hour left"),
    ],
)
def test_time_left_in_words(left, words):
    assert time_left(NOW + left, now=NOW) == words


def test_scheduled_pages_say_when_they_come_and_go(home, admin):
    coming = StandardPageFactory(parent=home, title="Coming", published=False)
    coming.go_live_at = NOW + DAY
    coming.save_revision().publish()
    ForumFactory(parent=home, title="Going", expire_at=NOW + 2 * DAY)
    ForumFactory(parent=home, title="Much later", expire_at=NOW + 30 * DAY)

    scheduled = make_desk(admin, now=NOW).scheduled

    assert [(item.title, item.when, item.states) for item in scheduled] == [
        ("Coming", "2 Mar 2027, 12:00", ("Goes live",)),
        ("Going", "3 Mar 2027, 12:00", ("Ends",)),
    ]


def test_drafts_to_be_reviewed_wait(home, admin):
    workflow = Workflow.objects.get()
    WorkflowPage.objects.get_or_create(page=home, workflow=workflow)
    forum = ForumFactory(parent=home, title="Submitted", published=False)
    forum.save_revision()
    workflow.start(forum, admin)

    [item] = make_desk(admin, now=NOW).waiting

    assert (item.title, item.url, item.states) == ("Submitted", edit_url(forum), ("Draft to be reviewed",))


def test_answers_of_speakers_wait(home, admin):
    talk = TalkFactory(parent=SeriesFactory(parent=home), title="Proofs")
    for state in (CompletionState.ANSWERED, CompletionState.OPEN):
        CompletionLink.objects.create(
            talk=talk,
            person=PersonFactory(name=f"Ada {state}"),
            state=state,
            sent_at=NOW - DAY,
            expires_at=NOW + DAY,
        )

    [item] = make_desk(admin, now=NOW).waiting

    assert (item.title, item.when, item.states) == (
        "Ada answered: Proofs",
        "28 Feb 2027, 12:00",
        ("Answer of a speaker",),
    )


def test_failed_imports_are_shown_to_their_owner(home, admin):
    other = get_user_model().objects.create_superuser("other")
    for owner, state in ((admin, ImportState.FAILED), (admin, ImportState.DONE), (other, ImportState.FAILED)):
        ImportJob.objects.create(owner=owner, target=home, state=state, message=f"Stopped for {owner}.")

    [item] = make_desk(admin, now=NOW).imports

    assert (item.title, item.note) == ("Import into “Home”", "Stopped for admin.")


def test_findings_are_counted_by_severity(home, admin):
    forum = ForumFactory(parent=home)
    StoredFinding.objects.all().delete()
    find(forum, "T03")
    find(forum, "T01")
    StoredFinding.objects.filter(pk=find(forum, "D01").pk).update(severity="error")

    assert make_desk(admin, now=NOW).findings == {"error": 1, "warning": 2}


def fill(parent, *, prefix=""):
    """One of everything below `parent`."""
    series = SeriesFactory(parent=parent, title=f"{prefix}Series")
    talk = TalkFactory(parent=series, title=f"{prefix}Talk", start_date=dt.date(2027, 3, 3))
    find(talk, "T02-title", path=f"{prefix}title")
    ForumFactory(
        parent=parent,
        title=f"{prefix}Forum",
        important_dates=[ImportantDateFactory(start_date=dt.date(2027, 3, 9))],
        expire_at=NOW + DAY,
    )
    draft = ForumFactory(parent=parent, title=f"{prefix}Coming", start_date=None, published=False)
    draft.go_live_at = NOW + DAY
    draft.save_revision().publish()
    CompletionLink.objects.create(
        talk=talk,
        person=PersonFactory(),
        state=CompletionState.ANSWERED,
        sent_at=NOW,
        expires_at=NOW + DAY,
    )


def test_editors_see_their_own_pages_only(home):
    mine, theirs = EventIndexFactory(parent=home, title="Mine"), EventIndexFactory(parent=home, title="Theirs")
    fill(mine, prefix="My ")
    fill(theirs, prefix="Secret ")
    StoredFinding.objects.exclude(code="T02-title").delete()
    editor = make_editor(mine)

    desk = make_desk(editor, now=NOW)

    assert titles(desk.events) == ["My Talk", "My Forum"]
    assert titles(desk.deadlines) == ["Submission, My Forum"]
    assert titles(desk.scheduled) == ["My Forum", "My Coming"]
    assert [item.title.endswith(": My Talk") for item in desk.waiting] == [True]
    assert desk.findings == {"warning": 1}
    assert "Secret" not in repr(desk)


def test_who_may_edit_nothing_has_an_empty_desk(home):
    fill(home)

    desk = make_desk(get_user_model().objects.create_user("stranger"), now=NOW)

    assert desk == Desk()
    assert desk.is_empty


@pytest.mark.parametrize("count", [1, 3])
def test_desk_costs_the_same_for_few_and_many(home, django_assert_num_queries, count):
    index = EventIndexFactory(parent=home)
    for number in range(count):
        fill(index, prefix=f"{number} ")
    editor = make_editor(index)

    with django_assert_num_queries(14):
        desk = make_desk(editor, now=NOW)

    assert len(desk.events) == 2 * count


def test_first_page_shows_the_desk(home, client, admin):
    fill(home)
    client.force_login(admin)

    html = client.get(reverse("wagtailadmin_home")).content.decode()

    for heading in (
        "Waiting for you",
        "On now and next",
        "Open deadlines",
        "Goes live or ends soon",
        "Needs attention",
    ):
        assert heading in html
    assert ">Title<span" in html


def test_first_page_leads_to_the_first_step(home, client, admin):
    client.force_login(admin)

    html = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "Nothing is waiting for you. Begin with an event: choose its kind above." in html
