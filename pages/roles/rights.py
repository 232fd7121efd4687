"""What each role of a community may do, in the permissions of Django and Wagtail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import Permission

from pages.choices import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

SHARED = ("person", "organisation", "topic")
"""What all communities of a site share."""

FILES = (("wagtailimages", "image"), ("wagtaildocs", "document"))


@dataclass(frozen=True)
class Rights:
    """What a role may do: to the pages of its community, to its pictures and documents, and to what is shared."""

    pages: tuple[str, ...]
    files: tuple[str, ...]
    shared: tuple[str, ...]


RIGHTS = {
    Role.EDITOR: Rights(("add", "change"), ("add", "choose"), ("add", "change")),
    Role.PUBLISHER: Rights(
        ("add", "change", "publish", "lock", "unlock"), ("add", "change", "choose"), ("add", "change")
    ),
    Role.ADMINISTRATOR: Rights(
        ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
        ("add", "change", "choose"),
        ("add", "change", "delete"),
    ),
}


def page_permissions(role: Role) -> list[Permission]:
    """What a role may do to the pages of its community."""
    return find([("wagtailcore", f"{action}_page") for action in RIGHTS[role].pages])


def file_permissions(role: Role) -> list[Permission]:
    """What a role may do to the pictures and documents of its community."""
    return find([(app, f"{action}_{model}") for action in RIGHTS[role].files for app, model in FILES])


def general_permissions(role: Role) -> list[Permission]:
    """What a role may do anywhere: enter the admin, translate what it may edit, keep what is shared."""
    shared = [("pages", f"{action}_{model}") for action in RIGHTS[role].shared for model in SHARED]
    return find([("wagtailadmin", "access_admin"), ("simple_translation", "submit_translation"), *shared])


def find(names: Iterable[tuple[str, str]]) -> list[Permission]:
    """The permissions with these labels of apps and codes; raises `Permission.DoesNotExist` where one is missing."""
    return [Permission.objects.get(content_type__app_label=app, codename=code) for app, code in names]
