"""Stable addresses in the admin: for those who may edit the event, and for nobody else."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse
from wagtail.models import GroupPagePermission

from pages.models import Forwarding
from tests.factories import EventIndexFactory, ForumFactory

pytestmark = pytest.mark.django_db

INVITATION = "https://chat.example.org/known-to-few"


def url(view, *args):
    return reverse(f"wagtailsnippets_pages_forwarding:{view}", args=args)


@pytest.fixture
def mine(home):
    return EventIndexFactory(parent=home, title="Mine")


@pytest.fixture
def forum(mine):
    return ForumFactory(parent=mine, title="Harbour Forum", slug="harbour")


@pytest.fixture
def theirs(home):
    other = ForumFactory(parent=home, title="Other Forum")
    return Forwarding.objects.create(event=other, community="other", name="chat", url=INVITATION)


@pytest.fixture
def editor(client, mine):
    """Somebody who edits what is below one page."""
    group = Group.objects.create(name="Harbour")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=mine, permission=change)
    user = User.objects.create_user("ada", password="secret")
    user.groups.add(group)
    client.force_login(user)
    return client


def values(page, **changes):
    facts = {"event": page.pk, "community": "", "name": "Chat", "url": "chat.example.org/a", "access": "public"}
    return {**facts, "expires_on": "", "note": "", **changes}


def test_editor_makes_an_address_and_replaces_what_it_leads_to(editor, forum):
    editor.post(url("add"), values(forum))
    made = Forwarding.objects.get()
    editor.post(url("edit", made.pk), values(forum, community="harbour", url="https://chat.example.org/b"))

    made.refresh_from_db()
    earlier = [revision.content["url"] for revision in made.revisions.order_by("pk")]
    assert (made.path, made.url, earlier) == (
        "/go/harbour/chat",
        "https://chat.example.org/b",
        ["https://chat.example.org/a", "https://chat.example.org/b"],
    )
    first, last = made.revisions.order_by("pk")
    text = editor.get(url("revisions_compare", made.pk, first.pk, last.pk)).content.decode()
    assert "chat.example.org/" in text
    assert editor.get(url("history", made.pk)).status_code == 200


def test_form_begins_with_the_event_that_one_comes_from(editor, forum):
    form = editor.get(f"{url('add')}?event={forum.pk}").context["form"]

    assert (form["event"].value(), form["community"].value()) == (forum.pk, "harbour")


@pytest.mark.parametrize("key", ["", "x", "0", "99999999999999999999", "²"])
def test_form_for_an_event_that_is_not_there_is_empty(editor, forum, key):
    assert editor.get(f"{url('add')}?event={key}").context["form"]["event"].value() is None


def test_form_for_an_event_of_others_is_empty(editor, theirs):
    assert editor.get(f"{url('add')}?event={theirs.event_id}").context["form"]["event"].value() is None


def test_list_shows_the_addresses_of_ones_own_pages(editor, forum, theirs):
    own = Forwarding.objects.create(event=forum, community="harbour", name="chat", url="https://example.org/")

    listing = editor.get(url("list"))
    choice = editor.get(reverse("wagtailsnippetchoosers_pages_forwarding:choose_results"))

    assert list(listing.context["object_list"]) == [own]
    assert b"/go/other/chat" not in choice.content
    assert INVITATION not in listing.content.decode()


@pytest.mark.parametrize("view", ["edit", "delete", "usage", "history"])
def test_addresses_of_others_are_refused(editor, theirs, view):
    response = editor.get(url(view, theirs.pk))

    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))


def test_addresses_of_others_are_not_changed(editor, forum, theirs):
    theirs.save_revision()
    revision = theirs.latest_revision.pk
    editor.post(url("edit", theirs.pk), values(theirs.event, url="https://evil.example.org/"))
    editor.post(url("edit", theirs.pk), values(forum, url="https://evil.example.org/"))
    editor.post(url("delete", theirs.pk))
    editor.post(url("add"), values(theirs.event, name="room"))
    shown = editor.get(url("revisions_compare", theirs.pk, revision, revision))
    reverted = editor.get(url("revisions_revert", theirs.pk, revision))
    bulk = reverse("wagtail_bulk_action", args=["pages", "forwarding", "delete"])
    editor.post(f"{bulk}?id={theirs.pk}", {"next": url("list")})

    assert list(Forwarding.objects.values_list("name", "url")) == [("chat", INVITATION)]
    assert [INVITATION in it.content.decode() for it in (shown, reverted)] == [False, False]


def test_an_address_is_not_given_to_an_event_of_others(editor, forum, theirs):
    own = Forwarding.objects.create(event=forum, community="harbour", name="chat", url="https://example.org/")

    response = editor.post(url("edit", own.pk), values(theirs.event, community="harbour", name="chat"))

    assert response.context["form"].errors == {"event": ["Choose an event whose page you may edit."]}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "mailto:chair@example.org"}, "url"),
        ({"url": ""}, "url"),
        ({"url": "{public}/go/harbour/chat"}, "url"),
        ({"url": "{PUBLIC}/go/harbour/chat"}, "url"),
        ({"name": "a/b"}, "name"),
        ({"name": ""}, "name"),
        ({"expires_on": "9999-12-31"}, "expires_on"),
        ({"event": ""}, "event"),
    ],
)
def test_form_refuses_what_leads_nowhere(editor, forum, settings, changes, field):
    ours = {"public": settings.PUBLIC_URL, "PUBLIC": settings.PUBLIC_URL.upper()}
    changes = {name: value.format(**ours) for name, value in changes.items()}

    response = editor.post(url("add"), values(forum, **changes))

    assert list(response.context["form"].errors) == [field]
    assert not Forwarding.objects.exists()


def test_a_name_is_given_once(editor, forum):
    for _ in range(2):
        response = editor.post(url("add"), values(forum))

    assert response.context["form"].errors == {"__all__": ["This community has a stable address of that name already."]}


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_of_few_and_of_many(admin_client, forum, count, django_assert_num_queries):
    for number in range(count):
        Forwarding.objects.create(event=forum, community="harbour", name=f"n{number}", url="https://example.org/")
    admin_client.get(url("list"))

    with django_assert_num_queries(8):
        admin_client.get(url("list"))


def test_page_editor_names_the_stable_addresses(editor, forum):
    edit = reverse("wagtailadmin_pages:edit", args=[forum.pk])
    before = editor.get(edit).content.decode()
    made = Forwarding.objects.create(event=forum, community="harbour", name="chat", url=INVITATION)
    after = editor.get(edit).content.decode()

    assert f'For an invitation that is replaced now and then: <a href="{url("add")}?event={forum.pk}">' in before
    assert f'Stable addresses of this page: <a href="{url("edit", made.pk)}">{made.address}</a>.' in after
