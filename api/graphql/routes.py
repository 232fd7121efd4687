"""What stands at an address of the public site."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

import graphene
from django.conf import settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, PageViewRestriction

from api.graphql.enums import build_enum
from api.graphql.interfaces import ContentPage
from api.graphql.scalars import URL, DateTime
from api.graphql.types import bad_input
from api.ledger.models import CalendarEntry, RemovalReason
from api.visibility import find_site
from pages.occurrences import OccurrenceKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from wagtail.models import Site

    from api.reading import Reading
    from api.visibility import SiteRoot

LONGEST_PATH = 2000
CONTROL_CHARACTER = re.compile(r"[\x00-\x1f\x7f]")
"""Characters that no address has; of some, readers of addresses make another address."""
PAGE_KINDS = (OccurrenceKind.EVENT, OccurrenceKind.TALK)
"""Kinds of entries that are pages."""


class Requirement(enum.Enum):
    """What a protected page asks for."""

    PASSWORD = "password"  # noqa: S105  # the name of a kind of protection
    LOGIN = "login"


ProtectionKind = build_enum(
    "ProtectionKind",
    Requirement,
    {"PASSWORD": "A shared password.", "LOGIN": "To be signed in, perhaps as member of a group."},
    "What a protected page asks for.",
)


@dataclass(frozen=True, slots=True)
class PageAt:
    """A page to show."""

    page: Any


@dataclass(frozen=True, slots=True)
class RedirectTo:
    """Another address."""

    url: str
    is_permanent: bool


@dataclass(frozen=True, slots=True)
class Protected:
    """A page that asks for something."""

    requirement: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Was public, is not any more."""

    since: dt.datetime | None


class PageRoute(graphene.ObjectType):
    """Show this page."""

    class Meta:
        possible_types = (PageAt,)

    page = graphene.Field(ContentPage, description="The page.")


class RedirectRoute(graphene.ObjectType):
    """Send the visitor elsewhere."""

    class Meta:
        possible_types = (RedirectTo,)

    url = graphene.Field(URL, required=True, description="Where to.")
    is_permanent = graphene.Boolean(required=True, description="Answer 301 when true, else 302.")


class ProtectedRoute(graphene.ObjectType):
    """The visitor must give a password or sign in."""

    class Meta:
        possible_types = (Protected,)

    requirement = graphene.Field(ProtectionKind, required=True, description="What is asked for.")


class GoneRoute(graphene.ObjectType):
    """A page was public and is not any more: answer 410."""

    class Meta:
        possible_types = (Gone,)

    since = graphene.Field(DateTime, description="Since when; null when not recorded.")


class RouteResult(graphene.Union):
    """What stands at an address."""

    class Meta:
        types = (PageRoute, RedirectRoute, ProtectedRoute, GoneRoute)


def find_route(reading: Reading, *, path: str, hostname: str | None) -> PageAt | RedirectTo | Protected | Gone | None:
    """What stands at `path` of the site that answers to `hostname`; None for nothing, or nothing that may be known."""
    clean = clean_path(path)
    if hostname and "\0" in hostname:
        raise bad_input("hostname is no name of a host.")
    site = find_site(hostname) if hostname else reading.visibility.site
    if site is None:
        return None
    page = find_page(reading.visibility.admit_site(site), clean)
    reading.pages.look_again()
    return (
        (page and page_outcome(reading, page))
        or find_redirect(reading, site, clean)
        or (find_trace(reading, page) if page else find_deleted(site, clean))
    )


def clean_path(path: str) -> str:
    """The path without query and with slashes at both ends; raises `GraphQLError` for what is no path."""
    if not path.startswith("/") or path.startswith("//") or len(path) > LONGEST_PATH:
        raise bad_input(f"path must begin with one slash and have at most {LONGEST_PATH} characters.")
    if CONTROL_CHARACTER.search(unquote(path)):
        raise bad_input("path must have no control characters.")
    parts = [part for part in unquote(urlsplit(path).path).split("/") if part]
    return "/".join(["", *parts, ""])


def find_page(roots: Iterable[SiteRoot], path: str) -> Page | None:
    """The page at a path below one of `roots`, public or not; the longest prefix of a language counts."""
    for root in sorted(roots, key=lambda it: len(it.prefix), reverse=True):
        if path.startswith(root.prefix):
            url_path = root.url_path + path.removeprefix(root.prefix)
            rows = Page.objects.filter(url_path=url_path, path__startswith=root.tree_path, alias_of=None)
            if page := rows.first():
                return page
    return None


def page_outcome(reading: Reading, page: Page) -> PageAt | Protected | None:
    """The page itself, or what it asks for; None when it is not online."""
    if reading.visibility.admits(page):
        found = reading.pages[page.pk]
        return PageAt(found) if found is not None else None
    is_online = page.live and (page.expire_at is None or page.expire_at > reading.visibility.now)
    if not is_online or not reading.visibility.is_restricted(page):
        return None
    ancestors = [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]
    restrictions = PageViewRestriction.objects.filter(page__path__in=ancestors).order_by("page__depth")
    kinds = list(restrictions.values_list("restriction_type", flat=True))
    needs_login = any(kind != PageViewRestriction.PASSWORD for kind in kinds)
    return Protected((Requirement.LOGIN if needs_login else Requirement.PASSWORD).value)


def find_redirect(reading: Reading, site: Site, path: str) -> RedirectTo | None:
    """The redirect from a path of a site, if its target is public."""
    old_path = Redirect.normalise_path(path)
    rows = Redirect.get_for_site(site).filter(old_path__in={old_path, path}).select_related("redirect_page")
    redirect = rows.order_by("-site_id", "pk").first()
    if redirect is None:
        return None
    if redirect.redirect_page is not None:
        target = redirect.redirect_page
        is_public = reading.visibility.admits(target)
        return RedirectTo(reading.visibility.public_url(target), redirect.is_permanent) if is_public else None
    link = urljoin(f"{settings.PUBLIC_URL}/", redirect.redirect_link)
    return RedirectTo(link, redirect.is_permanent) if urlsplit(link).scheme in {"http", "https"} else None


def find_trace(reading: Reading, page: Page) -> Gone | None:
    """The trace of a page that was public; None for one that never was, or that asks for something."""
    if page.first_published_at is None or reading.visibility.is_restricted(page):
        return None
    if page.expire_at is not None and page.expire_at <= reading.visibility.now:
        return Gone(page.expire_at)
    if page.live:
        return None
    entries = PageLogEntry.objects.filter(page_id=page.pk, action="wagtail.unpublish").order_by("-timestamp")
    return Gone(entries.values_list("timestamp", flat=True).first())


def find_deleted(site: Site, path: str) -> Gone | None:
    """The trace of an event that stood at a path and was deleted, if everybody could read it until it was withdrawn."""
    rows = CalendarEntry.objects.filter(page=None, site=site, path=path, removed_at__isnull=False)
    pages = rows.filter(kind__in=PAGE_KINDS).exclude(removal_reason=RemovalReason.HIDDEN)
    since = pages.order_by("-removed_at").values_list("removed_at", flat=True).first()
    return Gone(since) if since is not None else None
