from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import PageLogEntry

from pages.choices import Role
from pages.models import Community
from pages.roles.communities import keep_community, set_role
from pages.roles.members import list_members
from tests.factories import EventIndexFactory, StandardPageFactory
from tests.pages.roles.conftest import make_user, sign_in

pytestmark = pytest.mark.django_db


def members_url(page):
    return reverse("community_members", args=[page.pk])


def roles_of(page):
    return [(row["user"].username, row["role"].value) for row in list_members(page)]


def test_an_administrator_gives_a_role_in_place_of_the_former_one(world):
    client = sign_in(world.users["administrator"])

    client.post(members_url(world.ocean), {"member": "NOBODY@example.org", "role": "editor"})
    response = client.post(members_url(world.ocean), {"member": "nobody", "role": "publisher"}, follow=True)

    assert roles_of(world.ocean) == [
        ("administrator", "administrator"),
        ("nobody", "publisher"),
        ("publisher", "publisher"),
        ("editor", "editor"),
    ]
    assert "nobody has a role now: Publisher." in response.content.decode()
    assert [
        (entry.user.username, entry.data) for entry in PageLogEntry.objects.filter(user__username="administrator")
    ] == [
        ("administrator", {"member": "nobody", "role": "publisher"}),
        ("administrator", {"member": "nobody", "role": "editor"}),
    ]
    history = client.get(reverse("wagtailadmin_pages:history", args=[world.ocean.pk])).content.decode()
    assert "Nobody has the role “Publisher”" in history


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ({"member": "somebody", "role": "editor"}, "Nobody with an account here"),
        ({"member": "gone", "role": "editor"}, "Nobody with an account here"),
        ({"member": "same@example.org", "role": "editor"}, "Several accounts have this address"),
        ({"member": "nobody", "role": "superuser"}, "Select a valid choice"),
        ({"member": "", "role": "editor"}, "This field is required"),
        ({"member": "administrator", "role": "editor"}, "Your own role is for another administrator"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(world, entries, said):
    make_user("gone", is_active=False)
    for name in ("one", "two"):
        make_user(name)
        type(world.users["nobody"]).objects.filter(username=name).update(email="same@example.org")
    before = roles_of(world.ocean)

    response = sign_in(world.users["administrator"]).post(members_url(world.ocean), entries)

    assert said in str(response.context["form"].errors)
    assert roles_of(world.ocean) == before


def test_nobody_takes_the_own_role_or_that_of_a_stranger_away(world):
    client = sign_in(world.users["administrator"])
    own = world.users["administrator"]
    far = world.users["other administrator"]

    client.post(reverse("remove_community_member", args=[world.ocean.pk, own.pk]))
    status = client.post(reverse("remove_community_member", args=[world.ocean.pk, far.pk])).status_code

    assert status == 404
    assert own.groups.count() == far.groups.count() == 1


def test_the_way_to_the_members_is_shown_to_those_who_decide(world):
    shown = {}
    for name in ("editor", "publisher", "administrator", "superuser"):
        client = sign_in(world.users[name])
        pages = (world.ocean, world.series, world.talk)
        urls = [reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in pages]
        shown[name] = [
            members_url(page) in client.get(url).content.decode() for page, url in zip(pages, urls, strict=True)
        ]

    assert shown == {
        "editor": [False, False, False],
        "publisher": [False, False, False],
        "administrator": [True, True, False],
        "superuser": [True, True, False],
    }


def test_texts_and_talks_have_no_members(world):
    client = sign_in(world.users["superuser"])
    text = StandardPageFactory(parent=world.home)

    answers = [client.get(members_url(page)).status_code for page in (text, world.talk, world.ocean.get_parent())]

    assert answers == [404, 404, 200]


@pytest.mark.parametrize("count", [1, 3])
def test_members_are_listed_with_as_many_statements_for_three_as_for_one(home, count, django_assert_num_queries):
    page = EventIndexFactory(parent=home)
    community = keep_community(page)
    for number in range(count):
        set_role(community, make_user(f"user{number}"), Role.EDITOR)

    with django_assert_num_queries(2):
        assert len(list_members(page)) == count


def test_a_community_is_made_complete_again_without_taking_anything_away(world):
    community = Community.objects.get(page=world.ocean)
    editors = Group.objects.get(name="Editors of Ocean")
    editors.page_permissions.all().delete()
    editors.user_set.add(world.users["nobody"])

    again = keep_community(world.ocean)

    assert (again.pk, again.collection_id, again.workflow_id) == (
        community.pk,
        community.collection_id,
        community.workflow_id,
    )
    assert sorted(editors.page_permissions.values_list("permission__codename", flat=True)) == [
        "add_page",
        "change_page",
    ]
    assert world.users["nobody"].groups.get() == editors
    assert Group.objects.filter(name__contains="Ocean").count() == 3


def test_two_communities_of_one_name_have_groups_of_their_own(home):
    for slug in ("a", "b"):
        keep_community(EventIndexFactory(parent=home, title="x" * 200, slug=slug))

    names = Group.objects.filter(name__startswith="Editors of x").order_by("pk").values_list("name", flat=True)
    assert [(len(name), name[-4:]) for name in names] == [(150, "xxxx"), (150, " (2)")]


def test_with_the_page_go_groups_and_moderation(world):
    workflow = Community.objects.get(page=world.ocean).workflow

    world.ocean.delete()

    workflow.refresh_from_db()
    assert not workflow.active
    assert not Group.objects.filter(name__contains="Ocean").exists()
    assert not world.users["editor"].groups.exists()
    assert world.users["other editor"].groups.exists()
