from __future__ import annotations

import datetime as dt

import pytest
from wagtail.models import Task, Workflow, WorkflowTask

from pages.chores.amending import Outcome, amend, find_obstacle
from pages.models import DateChange, TalkPage
from tests.factories import LinkFactory, SeriesFactory, TalkFactory

DAY = dt.date(2099, 6, 10)
NEW = dt.date(2099, 6, 17)


def postpone_by_a_week(page):
    if page.start_date is None:
        return False
    page.start_date += dt.timedelta(days=7)
    return True


@pytest.fixture
def series(home):
    return SeriesFactory(parent=home, title="Tidal Seminar")


@pytest.fixture
def talk(series):
    return TalkFactory(
        parent=series, title="Foghorns", start_date=DAY, links=[LinkFactory(url="https://example.org/a", sort_order=0)]
    )


def stored(talk):
    return TalkPage.objects.get(pk=talk.pk)


def drafted(talk):
    return stored(talk).get_latest_revision_as_object()


def facts(page):
    return page.title, page.start_date, [link.url for link in page.links.all()]


def draft_title(talk, title):
    talk.title = title
    talk.links.add(LinkFactory(url="https://example.org/secret", sort_order=1))
    talk.save_revision()
    return stored(talk)


def test_public_page_without_draft_is_published(talk, publisher):
    assert amend(talk, postpone_by_a_week, user=publisher) is Outcome.PUBLISHED

    page = stored(talk)
    assert facts(page) == ("Foghorns", NEW, ["https://example.org/a"])
    assert (page.has_unpublished_changes, page.live_revision.user) == (False, publisher)
    assert list(DateChange.objects.values_list("event", "kind", "reason")) == [(talk.pk, "rescheduled", "")]


def test_draft_of_somebody_else_stays_a_draft(talk, publisher):
    talk = draft_title(talk, "Secret foghorns")

    assert amend(talk, postpone_by_a_week, user=publisher) is Outcome.PUBLISHED

    page = stored(talk)
    assert facts(page) == ("Foghorns", NEW, ["https://example.org/a"])
    assert (page.live, page.has_unpublished_changes, page.draft_title) == (True, True, "Secret foghorns")
    assert facts(drafted(talk)) == ("Secret foghorns", NEW, ["https://example.org/a", "https://example.org/secret"])
    assert page.live_revision.content["title"] == "Foghorns"


def test_draft_saved_since_the_page_was_read_stays_a_draft(talk, publisher):
    in_hand = stored(talk)
    draft_title(talk, "Secret foghorns")

    assert amend(in_hand, postpone_by_a_week, user=publisher) is Outcome.PUBLISHED

    assert facts(stored(talk)) == ("Foghorns", NEW, ["https://example.org/a"])
    assert facts(drafted(talk)) == ("Secret foghorns", NEW, ["https://example.org/a", "https://example.org/secret"])


def test_page_locked_or_deleted_since_it_was_read_is_left_alone(series, talk, publisher, writer):
    locked, deleted = stored(talk), stored(TalkFactory(parent=series, start_date=DAY))
    TalkPage.objects.filter(pk=locked.pk).update(locked=True, locked_by=writer)
    TalkPage.objects.get(pk=deleted.pk).delete()

    outcomes = [amend(page, postpone_by_a_week, user=publisher) for page in (locked, deleted)]

    assert (outcomes, stored(talk).start_date) == ([Outcome.UNCHANGED] * 2, DAY)


def test_draft_put_on_top_can_be_published_afterwards(talk, publisher):
    talk = draft_title(talk, "Secret foghorns")
    amend(talk, postpone_by_a_week, user=publisher)

    stored(talk).latest_revision.publish(user=publisher)

    page = stored(talk)
    assert facts(page) == ("Secret foghorns", NEW, ["https://example.org/a", "https://example.org/secret"])
    assert not page.has_unpublished_changes


def test_without_the_right_to_publish_only_the_draft_changes(talk, writer):
    assert amend(talk, postpone_by_a_week, user=writer) is Outcome.DRAFTED

    assert facts(stored(talk)) == ("Foghorns", DAY, ["https://example.org/a"])
    assert facts(drafted(talk)) == ("Foghorns", NEW, ["https://example.org/a"])
    assert not DateChange.objects.exists()


def test_draft_stays_unpublished_and_its_row_follows(series, publisher):
    talk = TalkFactory(parent=series, title="Buoys", start_date=DAY, published=False)

    assert amend(talk, postpone_by_a_week, user=publisher) is Outcome.DRAFTED

    page = stored(talk)
    assert (page.live, page.start_date, page.latest_revision.user) == (False, NEW, publisher)
    assert drafted(talk).start_date == NEW


def test_nothing_to_change_leaves_no_trace(series, publisher):
    talk = TalkFactory(parent=series, start_date=None)
    before = talk.latest_revision_id

    assert amend(talk, postpone_by_a_week, user=publisher) is Outcome.UNCHANGED

    assert stored(talk).latest_revision_id == before


def test_change_that_concerns_the_draft_alone_publishes_nothing(talk, publisher):
    talk.start_date = None
    talk.save_revision()
    public = stored(talk)
    public.start_date = None
    TalkPage.objects.filter(pk=talk.pk).update(start_date=None)
    draft = stored(talk).get_latest_revision_as_object()
    draft.start_date = DAY
    draft.save_revision()

    assert amend(stored(talk), postpone_by_a_week, user=publisher) is Outcome.DRAFTED

    assert (stored(talk).start_date, drafted(talk).start_date) == (None, NEW)


def test_reason_goes_with_the_new_change_alone(talk, publisher):
    amend(talk, postpone_by_a_week, user=publisher)

    amend(stored(talk), postpone_by_a_week, user=publisher, reason="The speaker is at sea")

    assert list(DateChange.objects.order_by("pk").values_list("reason", flat=True)) == ["", "The speaker is at sea"]
    [occurrence] = stored(talk).occurrences()
    assert [change.reason for change in occurrence.changes] == ["The speaker is at sea", ""]


def test_failure_on_the_way_leaves_the_page_as_it_was(talk, publisher):
    talk = draft_title(talk, "Secret foghorns")
    calls = []

    def fail_at_the_draft(page):
        calls.append(page.title)
        if page.title == "Secret foghorns":
            raise ValueError("no")
        return postpone_by_a_week(page)

    with pytest.raises(ValueError, match="no"):
        amend(talk, fail_at_the_draft, user=publisher)

    assert facts(stored(talk)) == ("Foghorns", DAY, ["https://example.org/a"])
    assert calls == ["Foghorns", "Secret foghorns"]


def test_obstacles(home, talk, publisher, make_user):
    stranger = make_user(SeriesFactory(parent=home), "add_page", "change_page", name="stranger")

    assert find_obstacle(talk, publisher) == ""
    assert find_obstacle(talk, stranger) == "You may not change this page."

    talk.locked, talk.locked_by = True, stranger
    assert find_obstacle(talk, publisher) == "It is locked, or its publication is scheduled."


def test_page_in_review_is_left_alone(talk, publisher):
    workflow = Workflow.objects.create(name="Review")
    task = Task.objects.create(name="Look")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    workflow.start(talk, publisher)

    assert find_obstacle(stored(talk), publisher) == "It is being reviewed."


def test_scheduled_page_is_left_alone(series, publisher):
    talk = TalkFactory(parent=series, published=False, go_live_at=dt.datetime(2098, 1, 1, tzinfo=dt.UTC))
    talk.save_revision().publish()

    assert find_obstacle(stored(talk), publisher) == "It is locked, or its publication is scheduled."
