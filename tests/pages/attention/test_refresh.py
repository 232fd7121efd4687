import datetime as dt

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import GroupPagePermission

from pages.attention.refresh import refresh_everything, refresh_pages
from pages.models import StoredFinding
from tests.factories import (
    ContributionFactory,
    ForumFactory,
    LinkFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    TalkFactory,
    TopicFactory,
    publish,
)

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)


def kept():
    return list(StoredFinding.objects.order_by("event", "path", "code").values_list("event__title", "code", "path"))


@pytest.fixture
def forum(home):
    return ForumFactory(parent=home, title="Tides", links=[LinkFactory(url="http://example.org/a")])


def test_refresh_keeps_what_is_found(forum):
    with time_machine.travel(NOW, tick=False):
        [finding] = refresh_pages([forum.pk])

    assert kept() == [("Tides", "L01-http", "links.0.url")]
    assert (finding.event.pk, finding.severity, finding.details) == (forum.pk, "hint", {"url": "http://example.org/a"})
    assert (finding.found_at, finding.dismissed_at, finding.gone_at) == (NOW, None, None)


def test_refresh_writes_nothing_when_nothing_has_changed(forum):
    [before] = refresh_pages([forum.pk])

    with time_machine.travel(timezone.now() + dt.timedelta(days=30)):
        [after] = refresh_pages([forum.pk])

    assert (after.pk, after.found_at) == (before.pk, before.found_at)


def test_refresh_looks_at_the_draft(forum):
    forum.links = [LinkFactory(url="https://example.org/a")]
    forum.title = "Tides  of the sea"
    forum.save_revision()

    refresh_pages([forum.pk])

    assert kept() == [("Tides", "T04-spaces", "title")]


def test_refresh_looks_at_people_and_topics_of_the_draft(home):
    person = PersonFactory(affiliation=None)
    gone = PersonFactory(affiliation=None)
    forum = ForumFactory(parent=home, title="Tides", sessions=[SessionFactory(title="Opening")])
    forum.contributions = [ContributionFactory(person=gone), ContributionFactory(person=person)]
    forum.topics = [TopicFactory(name="Ocean currents"), TopicFactory(name="Ocean current")]
    forum.save_revision()
    gone.delete()

    refresh_pages([forum.pk])

    assert kept() == [("Tides", "P03-affiliation", "contributions.0.affiliation"), ("Tides", "C01", "topics")]


def test_finding_that_moves_keeps_its_age_and_stays_left_as_it_is(forum, admin_user):
    refresh_pages([forum.pk])
    StoredFinding.objects.update(found_at=NOW, dismissed_at=NOW, dismissed_by=admin_user)
    forum.links = [LinkFactory(url="https://example.org/b"), LinkFactory(url="http://example.org/a")]
    publish(forum)

    assert refresh_pages([forum.pk]) == []
    moved = StoredFinding.objects.get()
    assert (moved.path, moved.found_at, moved.dismissed_at, moved.dismissed_by) == (
        "links.1.url",
        NOW,
        NOW,
        admin_user,
    )


def test_finding_that_goes_and_comes_back_stays_left_as_it_is_until_it_changes(forum):
    refresh_pages([forum.pk])
    StoredFinding.objects.update(dismissed_at=NOW)

    for url, found in [
        ("https://example.org/a", []),
        ("http://example.org/a", []),
        ("http://example.org/other", ["http://example.org/other"]),
    ]:
        forum.links = [LinkFactory(url=url)]
        publish(forum)
        assert [it.details["url"] for it in refresh_pages([forum.pk])] == found


def test_finding_that_goes_is_removed(forum):
    refresh_pages([forum.pk])
    forum.links = []
    publish(forum)

    assert refresh_pages([forum.pk]) == []
    assert StoredFinding.objects.count() == 0


def test_aliases_and_pages_that_are_gone_have_none(forum, home):
    alias = forum.create_alias(parent=home, update_slug="alias")

    assert [it.event_id for it in refresh_pages([alias.pk, forum.pk, 99_999])] == [forum.pk]
    refresh_everything()
    assert [it.event_id for it in StoredFinding.objects.all()] == [forum.pk]


def make_pages(home, number):
    series = SeriesFactory(parent=home)
    for count in range(number):
        person = PersonFactory(affiliation=None)
        talk = TalkFactory(parent=series, title="A  talk", contributions=[ContributionFactory(person=person)])
        talk.topics = [TopicFactory()]
        talk.links = [LinkFactory(url=f"http://example.org/{count}")]
        talk.sessions = [SessionFactory()]
        talk.save_revision()
    return [series.pk, *series.talks.values_list("pk", flat=True)]


@pytest.mark.parametrize("number", [1, 3])
def test_refresh_asks_the_same_of_many_drafts(home, number, django_assert_num_queries):
    keys = make_pages(home, number)

    with django_assert_num_queries(20):
        refresh_pages(keys)


def test_findings_are_visible_to_those_who_may_edit_the_page(home):
    inside, outside = SeriesFactory(parent=home, title="A  group"), SeriesFactory(parent=home, title="Another  group")
    refresh_pages([inside.pk, outside.pk])
    editor = get_user_model().objects.create_user("editor")
    group = Group.objects.create(name="Editors of one group")
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=inside, permission=permission)
    editor.groups.add(group)
    stranger = get_user_model().objects.create_user("stranger")

    visible = StoredFinding.objects.open().visible_to(editor)

    assert [it.event_id for it in visible] == [inside.pk]
    assert not StoredFinding.objects.visible_to(stranger).exists()
