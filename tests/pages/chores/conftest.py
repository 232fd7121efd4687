"""People with different rights below one page."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission, User
from wagtail.models import GroupPagePermission


def give_rights(page, *codenames, name):
    """A user who may enter the admin, and has the rights at and below `page`."""
    group = Group.objects.create(name=f"{name}s")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in codenames:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user = User.objects.create_user(name, password="password")
    user.groups.add(group)
    return user


@pytest.fixture
def make_user():
    """Makes users with rights; see `give_rights`."""
    return give_rights


@pytest.fixture
def publisher(home):
    return give_rights(home, "add_page", "change_page", "publish_page", name="publisher")


@pytest.fixture
def writer(home):
    return give_rights(home, "add_page", "change_page", name="writer")
