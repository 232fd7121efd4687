"""`manage.py grant_roles`: give users roles in a community, and make what a community needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.models import Page

from pages.choices import Role
from pages.roles.communities import can_be_community, keep_community, set_role

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from django.contrib.auth.models import User


class Command(BaseCommand):
    """Give users roles in the community of one page; the same call again changes nothing."""

    help = (
        "Makes the groups, the collection and the moderation of a community, and gives users roles in it. A user has "
        "one role in a community; the call can be repeated."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The page, and users for each role."""
        parser.add_argument("community", help="Slug of the community's page, or its path where several have the slug.")
        for role in Role:
            parser.add_argument(
                f"--{role.value}", action="append", default=[], metavar="USER", help=f"Give the role: {role.label}."
            )
        parser.add_argument("--remove", action="append", default=[], metavar="USER", help="Take the role away.")

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        """Do all of it or nothing."""
        page = find_page(options["community"])
        wanted: list[tuple[str, Role | None]] = [(name, role) for role in Role for name in options[role.value]]
        wanted += [(name, None) for name in options["remove"]]
        users = find_users([name for name, _role in wanted])
        community = keep_community(page)
        for name, role in wanted:
            if not has_role(users[name], community.pk, role):
                set_role(community, users[name], role)
        for row in community.groups.select_related("group").order_by("pk"):
            names = row.group.user_set.order_by("username").values_list("username", flat=True)
            self.stdout.write(f"{row.group}: {', '.join(names) or '–'}")


def find_page(name: str) -> Page:
    """The page with a slug or a path such as `/seminars/ocean/`; raises `CommandError` for none and for several."""
    path = f"/{name.strip('/')}/"
    pages = [
        page
        for page in Page.objects.filter(slug=name.strip("/").split("/")[-1]).order_by("path")
        if page.url_path.endswith(path) and can_be_community(page)
    ]
    originals = {page.translation_key: page for page in reversed(pages)}
    if not originals:
        raise CommandError(f"No page that may have members has the slug or path “{name}”.")
    if len(originals) > 1:
        paths = ", ".join(sorted(page.url_path for page in originals.values()))
        raise CommandError(f"Several pages are called “{name}”; name one by its path: {paths}")
    return next(iter(originals.values()))


def find_users(names: list[str]) -> dict[str, User]:
    """The active users with these names; raises `CommandError` for a name that nobody has, or that is given twice."""
    users = {user.get_username(): user for user in get_user_model().objects.filter(username__in=names, is_active=True)}
    missing = sorted(set(names) - set(users))
    if missing:
        raise CommandError(f"There is no active user called {', '.join(missing)}; nothing is changed.")
    if len(set(names)) < len(names):
        raise CommandError("A user has one role in a community: name each user once. Nothing is changed.")
    return users


def has_role(user: User, community: int, role: Role | None) -> bool:
    """Whether a user has this role, or no role for None, in the community with that key."""
    held = user.groups.filter(community_group__community=community).values_list("community_group__role", flat=True)
    return list(held) == ([role.value] if role else [])
