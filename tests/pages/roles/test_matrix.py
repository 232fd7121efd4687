"""Who may do what: each role tries each action with a real request, and the effect tells."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, TaskState, WorkflowState

from api.webhooks.models import WebhookEndpoint
from pages.models import Community, Person, SiteSettings, TalkPage
from tests.pages.roles.conftest import form_entries, sign_in

pytestmark = pytest.mark.django_db

ROLES = (
    "anonymous",
    "nobody",
    "editor",
    "publisher",
    "administrator",
    "other editor",
    "other publisher",
    "other administrator",
    "superuser",
)

PICTURE = get_test_image_file().file.getvalue()

ACTIONS = {}

TABLE = """
                          anon nobody  edit publ admin  (other: edit publ admin)  super
open the admin            -    -       x    x    x             x    x    x         x
see the series            -    -       x    x    x             -    -    -         x
open a talk               -    -       x    x    x             -    -    -         x
create a talk             -    -       x    x    x             -    -    -         x
create a published talk   -    -       -    x    x             -    -    -         x
save a draft              -    -       x    x    x             -    -    -         x
publish                   -    -       -    x    x             -    -    -         x
schedule                  -    -       -    x    x             -    -    -         x
unpublish                 -    -       -    x    x             -    -    -         x
lock                      -    -       -    x    x             -    -    -         x
delete a draft            -    -       -    x    x             -    -    -         x
delete a published talk   -    -       -    -    x             -    -    -         x
delete a whole series     -    -       -    -    x             -    -    -         x
delete the community      -    -       -    -    -             -    -    -         x
bulk delete               -    -       -    -    x             -    -    -         x
move within               -    -       -    -    x             -    -    -         x
move to the other         -    -       -    -    -             -    -    -         x
copy                      -    -       x    x    x             -    -    -         x
submit for moderation     -    -       x    x    x             -    -    -         x
approve                   -    -       -    x    x             -    -    -         x
share a preview           -    -       x    x    x             -    -    -         x
translate                 -    -       x    x    x             -    -    -         x
upload an image           -    -       x    x    x             -    -    -         x
add a person              -    -       x    x    x             x    x    x         x
change a person           -    -       x    x    x             x    x    x         x
delete a person           -    -       -    -    x             -    -    x         x
see the members           -    -       -    -    x             -    -    -         x
give a role               -    -       -    -    x             -    -    -         x
take a role away          -    -       -    -    x             -    -    -         x
set up a webhook          -    -       -    -    -             -    -    -         x
change the site settings  -    -       -    -    -             -    -    -         x
make a user               -    -       -    -    -             -    -    -         x
change a group            -    -       -    -    -             -    -    -         x
make a redirect           -    -       -    -    -             -    -    -         x
"""


def read_table(table):
    """Rows of a table: the action, and for each role whether it may."""
    lines = [line for line in table.splitlines() if line.strip() and not line.startswith(" ")]
    marks = {line[:26].strip(): line[26:].split() for line in lines}
    return {name: {role: mark == "x" for role, mark in zip(ROLES, row, strict=True)} for name, row in marks.items()}


def action(function):
    """An action of the table: sends its request with a client, and answers whether it had its effect."""
    ACTIONS[function.__name__.replace("_", " ")] = function
    return function


def test_every_row_of_the_table_is_tried():
    assert list(read_table(TABLE)) == list(ACTIONS)


@pytest.mark.parametrize("name", ACTIONS)
def test_who_may(world, name):
    happened = {}
    for role in ROLES:
        point = transaction.savepoint()
        happened[role] = ACTIONS[name](sign_in(world.users.get(role)), world)
        transaction.savepoint_rollback(point)

    assert happened == read_table(TABLE)[name]


def is_shown(response, text):
    """Whether a page came that says `text`; a refusal must be Wagtail's usual one or the way to the login."""
    if response.status_code == 200:
        return text in response.content.decode()
    assert response.status_code in {302, 403, 404}
    return False


def send(client, world, url, *, form_id="page-edit-form", **entries):
    """Send the form at `url` as it opens, but for `entries`."""
    data = form_entries(world, url, form_id)
    data.update({key.replace("__", "-"): value for key, value in entries.items()})
    response = client.post(url, data)
    assert response.status_code in {200, 302, 403, 404}
    return response


def page_url(name, page):
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk])


def post(client, name, page, **data):
    response = client.post(page_url(name, page), data)
    assert response.status_code in {200, 302, 403, 404}


@action
def open_the_admin(client, world):
    return is_shown(client.get(reverse("wagtailadmin_home")), "Colloquium")


@action
def see_the_series(client, world):
    return is_shown(client.get(reverse("wagtailadmin_explore", args=[world.series.pk])), "Tides")


@action
def open_a_talk(client, world):
    return is_shown(client.get(page_url("edit", world.talk)), "Tides")


def add_talk(client, world, **entries):
    url = reverse("wagtailadmin_pages:add", args=["pages", "talkpage", world.series.pk])
    send(client, world, url, title="Eddies", slug="eddies", body__count="0", **entries)
    return TalkPage.objects.filter(slug="eddies")


@action
def create_a_talk(client, world):
    return add_talk(client, world).exists()


@action
def create_a_published_talk(client, world):
    return add_talk(client, world, action__publish="1").live().exists()


def edit_talk(client, world, **entries):
    send(client, world, page_url("edit", world.talk), title="Spring tides", body__count="0", **entries)
    return TalkPage.objects.get(pk=world.talk.pk)


@action
def save_a_draft(client, world):
    talk = edit_talk(client, world)
    assert talk.title == "Tides"
    return talk.draft_title == "Spring tides"


@action
def publish(client, world):
    return edit_talk(client, world, action__publish="1").title == "Spring tides"


@action
def schedule(client, world):
    talk = edit_talk(client, world, action__publish="1", go_live_at="2099-01-01 10:00")
    return talk.scheduled_revision is not None


@action
def unpublish(client, world):
    post(client, "unpublish", world.talk)
    return not Page.objects.get(pk=world.talk.pk).live


@action
def lock(client, world):
    post(client, "lock", world.talk)
    return Page.objects.get(pk=world.talk.pk).locked


def is_deleted(client, page):
    post(client, "delete", page)
    return not Page.objects.filter(pk=page.pk).exists()


@action
def delete_a_draft(client, world):
    return is_deleted(client, world.draft)


@action
def delete_a_published_talk(client, world):
    return is_deleted(client, world.talk)


@action
def delete_a_whole_series(client, world):
    return is_deleted(client, world.series)


@action
def delete_the_community(client, world):
    return is_deleted(client, world.ocean)


@action
def bulk_delete(client, world):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{url}?id={world.talk.pk}&id={world.draft.pk}")
    return not Page.objects.filter(pk=world.talk.pk).exists()


def is_moved(client, page, target):
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk]))
    return Page.objects.get(pk=page.pk).is_child_of(target)


@action
def move_within(client, world):
    return is_moved(client, world.talk, world.second_series)


@action
def move_to_the_other(client, world):
    return is_moved(client, world.series, world.desert)


@action
def copy(client, world):
    data = {
        "new_title": "Tides again",
        "new_slug": "tides-again",
        "new_parent_page": world.series.pk,
    }
    post(client, "copy", world.talk, **data)
    return TalkPage.objects.filter(slug="tides-again").exists()


@action
def submit_for_moderation(client, world):
    edit_talk(client, world, action__submit="1")
    return WorkflowState.objects.active().filter(object_id=str(world.talk.pk)).exists()


@action
def approve(client, world):
    edit_talk(sign_in(world.users["editor"]), world, action__submit="1")
    state = TaskState.objects.get(workflow_state__object_id=str(world.talk.pk))
    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[world.talk.pk, "approve", state.pk]), {"comment": ""}
    )
    return TalkPage.objects.get(pk=world.talk.pk).title == "Spring tides"


@action
def share_a_preview(client, world):
    return is_shown(client.get(reverse("share_preview", args=[world.talk.pk])), "Make a link")


@action
def translate(client, world):
    url = reverse("simple_translation:submit_page_translation", args=[world.ocean.pk])
    client.post(url, {"locales": [world.chinese.pk]})
    return Page.objects.filter(translation_key=world.ocean.translation_key, locale=world.chinese).exists()


@action
def upload_an_image(client, world):
    collection = Community.objects.get(page=world.ocean).collection
    data = {"title": "Beach", "file": SimpleUploadedFile("beach.png", PICTURE), "collection": collection.pk}
    client.post(reverse("wagtailimages:add"), data)
    return get_image_model().objects.filter(title="Beach", collection=collection).exists()


@action
def add_a_person(client, world):
    url = reverse("wagtailsnippets_pages_person:add")
    send(client, world, url, form_id="w-editor-form", name="Bea Reef")
    return Person.objects.filter(name="Bea Reef").exists()


@action
def change_a_person(client, world):
    url = reverse("wagtailsnippets_pages_person:edit", args=[world.person.pk])
    send(client, world, url, form_id="w-editor-form", name="Ada Pearl")
    return Person.objects.filter(name="Ada Pearl").exists()


@action
def delete_a_person(client, world):
    client.post(reverse("wagtailsnippets_pages_person:delete", args=[world.person.pk]))
    return not Person.objects.filter(pk=world.person.pk).exists()


@action
def see_the_members(client, world):
    return is_shown(client.get(reverse("community_members", args=[world.ocean.pk])), "publisher")


@action
def give_a_role(client, world):
    url = reverse("community_members", args=[world.ocean.pk])
    client.post(url, {"member": "nobody", "role": "administrator"})
    return world.users["nobody"].groups.exists()


@action
def take_a_role_away(client, world):
    editor = world.users["editor"]
    client.post(reverse("remove_community_member", args=[world.ocean.pk, editor.pk]))
    return not editor.groups.exists()


@action
def set_up_a_webhook(client, world):
    client.post(
        reverse("webhooks:add"),
        {"description": "Mine", "url": "https://93.184.215.14/", "event_types": "content.changed"},
    )
    return WebhookEndpoint.objects.exists()


@action
def change_the_site_settings(client, world):
    site = world.home.get_site()
    url = reverse("wagtailsettings:edit", args=["pages", "sitesettings", site.pk])
    send(client, world, url, form_id="w-editor-form", tagline="Mine now")
    return SiteSettings.objects.filter(tagline="Mine now").exists()


@action
def make_a_user(client, world):
    data = {"username": "friend", "password1": "a-long-pass-word", "password2": "a-long-pass-word"}
    names = {"email": "friend@example.org", "first_name": "A", "last_name": "Friend"}
    client.post(reverse("wagtailusers_users:add"), {**data, **names, "is_superuser": "on"})
    return type(world.users["nobody"]).objects.filter(username="friend").exists()


@action
def change_a_group(client, world):
    group = Group.objects.get(community_group__community__page=world.ocean, community_group__role="editor")
    client.post(reverse("wagtailusers_groups:delete", args=[group.pk]))
    return not Group.objects.filter(pk=group.pk).exists()


@action
def make_a_redirect(client, world):
    client.post(reverse("wagtailredirects:add"), {"old_path": "/mine", "redirect_link": "https://example.org/"})
    return world.redirects.exists()
