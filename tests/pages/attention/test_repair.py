import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from wagtail.models import GroupPagePermission, PageLogEntry

from pages.attention.refresh import refresh_pages
from pages.attention.repair import Result, propose_stored, repair
from pages.models import ForumPage, StoredFinding, TalkPage
from tests.factories import ForumFactory, LinkFactory, PersonFactory, SeriesFactory, SessionFactory, TalkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db):
    """Somebody who may edit but not publish below the home page."""
    user = get_user_model().objects.create_user("editor")
    group = Group.objects.create(name="Writers")
    user.groups.add(group)
    return user


def let_edit(user, page):
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=user.groups.get(), page=page, permission=permission)


def fix(page, *codes, user):
    findings = refresh_pages([page.pk])
    return repair(page.pk, {it.digest for it in findings if it.code in codes}, user=user)


def body(text):
    return [{"type": "text", "value": f"<p>{text}</p>", "id": "8d9d1d5a-5d0e-4b8c-9d8b-0d5b7c1d6a11"}]


@pytest.mark.parametrize(
    ("code", "field", "before", "after"),
    [
        ("T04-spaces", "title", "Tides  of the sea", "Tides of the sea"),
        ("C04", "title", "The 1th and the 11th", "The 1st and the 11th"),
        ("T03", "summary", "CafÃ© by the sea, a CafÃ©teria", "Café by the sea, a Caféteria"),
    ],
)
def test_texts_are_corrected(home, admin_user, code, field, before, after):  # noqa: PLR0917  # a table
    forum = ForumFactory(parent=home, **{field: before})

    assert fix(forum, code, user=admin_user) is Result.PUBLISHED
    assert getattr(ForumPage.objects.get(), field) == after
    assert not StoredFinding.objects.filter(code=code).exists()


def test_letters_are_corrected_in_blocks_too(home, admin_user):
    forum = ForumFactory(parent=home, body=body("A CafÃ© by the sea"))

    assert fix(forum, "T03", user=admin_user) is Result.PUBLISHED
    assert list(ForumPage.objects.get().body.raw_data) == body("A Café by the sea")


def test_links_are_corrected_in_their_rows(home, admin_user):
    links = [LinkFactory(), LinkFactory(url="http://example.org/a"), LinkFactory(url="http://example.org/b")]
    forum = ForumFactory(parent=home, links=links)

    assert fix(forum, "L01-http", user=admin_user) is Result.PUBLISHED
    urls = [link.url for link in ForumPage.objects.get().links.all()]
    assert urls[1:] == ["https://example.org/a", "https://example.org/b"]


def test_stream_becomes_the_recording(home, admin_user):
    links = [LinkFactory(kind="slides"), LinkFactory(kind="stream", url="https://example.org/live")]
    talk = TalkFactory(parent=SeriesFactory(parent=home), start_date=dt.date(2020, 1, 8), links=links)

    assert fix(talk, "L03", user=admin_user) is Result.PUBLISHED
    assert [(link.kind, link.url) for link in TalkPage.objects.get().links.all()][1:] == [
        ("recording", "https://example.org/live")
    ]


def test_named_person_becomes_a_speaker(home, admin_user):
    person = PersonFactory(name="Farida Okonjo")
    sessions = [SessionFactory(title="Opening"), SessionFactory(title="Farida Okonjo: Tides")]
    forum = ForumFactory(parent=home, sessions=sessions)

    assert fix(forum, "P03-known", user=admin_user) is Result.PUBLISHED
    assert [list(it.speakers.all()) for it in ForumPage.objects.get().sessions.all()] == [[], [person]]


def test_fix_is_a_version_by_the_user_and_is_logged(home, admin_user):
    forum = ForumFactory(parent=home, title="Tides  of the sea")

    fix(forum, "T04-spaces", user=admin_user)

    revision = ForumPage.objects.get().latest_revision
    assert (revision.user, revision.content["title"]) == (admin_user, "Tides of the sea")
    entries = PageLogEntry.objects.filter(page=forum.pk, user=admin_user).order_by("pk")
    assert list(entries.values_list("action", flat=True)) == ["wagtail.edit", "wagtail.rename", "wagtail.publish"]


def test_fix_publishes_no_draft_of_others(home, admin_user):
    forum = ForumFactory(parent=home, title="Tides  of the sea")
    forum.summary = "Not to be public yet"
    forum.save_revision()

    assert fix(forum, "T04-spaces", user=admin_user) is Result.DRAFT
    live = ForumPage.objects.get()
    draft = live.get_latest_revision_as_object()
    assert (live.title, live.summary, live.has_unpublished_changes) == ("Tides  of the sea", "", True)
    assert (draft.title, draft.summary) == ("Tides of the sea", "Not to be public yet")


def test_fix_publishes_no_page_that_is_a_draft(home, admin_user):
    forum = ForumFactory(parent=home, title="Tides  of the sea", published=False)

    assert fix(forum, "T04-spaces", user=admin_user) is Result.DRAFT
    assert not ForumPage.objects.get().live


def test_fix_stays_a_draft_without_the_right_to_publish(home, editor):
    forum = ForumFactory(parent=home, title="Tides  of the sea")
    let_edit(editor, forum)

    assert fix(forum, "T04-spaces", user=editor) is Result.DRAFT
    live = ForumPage.objects.get()
    assert (live.title, live.draft_title) == ("Tides  of the sea", "Tides of the sea")


def test_fix_needs_the_right_to_edit(home, editor):
    let_edit(editor, SeriesFactory(parent=home))
    forum = ForumFactory(parent=home, title="Tides  of the sea")

    with pytest.raises(PermissionDenied):
        fix(forum, "T04-spaces", user=editor)

    assert ForumPage.objects.get().draft_title == "Tides  of the sea"


def test_fix_leaves_a_locked_page_alone(home, admin_user, editor):
    forum = ForumFactory(parent=home, title="Tides  of the sea")
    ForumPage.objects.update(locked=True, locked_by=admin_user)
    let_edit(editor, forum)

    assert fix(forum, "T04-spaces", user=editor) is Result.LOCKED
    assert ForumPage.objects.get().draft_title == "Tides  of the sea"


def test_fix_of_what_has_changed_meanwhile_does_nothing(home, admin_user):
    forum = ForumFactory(parent=home, title="Tides  of the sea")
    [finding] = refresh_pages([forum.pk])
    forum.title = "Tides of the ocean"
    forum.save_revision()

    assert repair(forum.pk, {finding.digest}, user=admin_user) is Result.UNCHANGED
    assert ForumPage.objects.get().draft_title == "Tides of the ocean"


def test_fix_of_a_page_that_cannot_be_saved_is_refused(home, admin_user):
    forum = ForumFactory(parent=home, title="Tides  of the sea")
    ForumPage.objects.update(time_zone="Nowhere/At_all")

    ForumPage.objects.get().revisions.all().delete()
    ForumPage.objects.update(latest_revision=None)

    assert fix(forum, "T04-spaces", user=admin_user) is Result.REFUSED
    assert ForumPage.objects.get().title == "Tides  of the sea"


@pytest.mark.parametrize("number", [1, 3])
def test_proposals_ask_the_same_for_many_pages(home, number, django_assert_num_queries):
    pages = [ForumFactory(parent=home, title=f"Tides  {count}") for count in range(number)]
    findings = refresh_pages([page.pk for page in pages])

    with django_assert_num_queries(12):
        proposals = propose_stored(findings)

    assert [[it.fix.after for it in found] for _page, found in proposals] == [[f"Tides {it}"] for it in range(number)]
