"""What the rule rests on besides the page and the time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Q
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site
from wagtail.models.sites import get_site_for_hostname

from api.published.models import PublishedPage, PublishedRow
from pages.models import EventPage, SiteSettings
from pages.models.fields import language_prefix

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.db.models import QuerySet

MOST_HOSTS = 100
LONGEST_PORT = 5


def find_site(hostname: str | None) -> Site | None:
    """The site that answers to `hostname`, else the default site; None when there is no default."""
    name, _, port = (hostname or "").partition(":")
    is_port = port.isdecimal() and len(port) <= LONGEST_PORT
    try:
        return get_site_for_hostname(name, int(port) if is_port else None)
    except Site.DoesNotExist:
        return None


@dataclass(frozen=True, slots=True)
class SiteRoot:
    """The top page of a site in one language: where its tree begins, and what public paths below it begin with."""

    tree_path: str
    url_path: str
    prefix: str


def below(paths: Iterable[str], prefix: str = "") -> Q:
    """The condition on pages, at a relation `prefix`, of lying at or below one of `paths`."""
    condition = Q()
    for path in paths:
        condition |= Q(**{f"{prefix}path__startswith": path})
    return condition


class Grounds:
    """What the rule rests on besides the page and the time: sites, restrictions, collections and languages.

    Each is read once, so that asking about any number of objects costs the same SQL.
    """

    def __init__(self, hostname: str | None) -> None:
        self.hostname = hostname

    @cached_property
    def site(self) -> Site | None:
        """The site whose pages lists show."""
        return find_site(self.hostname)

    @cached_property
    def site_roots(self) -> tuple[SiteRoot, ...]:
        """The roots of that site."""
        return self.find_roots(self.site) if self.site else ()

    @cached_property
    def site_settings(self) -> SiteSettings | None:
        """What the editors say of that site; None where there is no site."""
        if self.site is None:
            return None
        return SiteSettings.objects.filter(site=self.site).first() or SiteSettings(site=self.site)

    def find_roots(self, site: Site) -> tuple[SiteRoot, ...]:
        """The top pages of a site, one for each language."""
        rows = Page.objects.filter(translation_key=site.root_page.translation_key).values_list(
            "path", "url_path", "locale_id"
        )
        codes = self.language_codes
        return tuple(SiteRoot(path, url_path, language_prefix(codes[locale])) for path, url_path, locale in rows)

    @cached_property
    def restricted_paths(self) -> tuple[str, ...]:
        """Tree paths below which a password, a login or a group is asked for."""
        return tuple(PageViewRestriction.objects.order_by().values_list("page__path", flat=True).distinct())

    @cached_property
    def unlisted_paths(self) -> tuple[str, ...]:
        """Tree paths of unlisted events with pages below them."""
        rows = EventPage.objects.filter(is_listed=False, numchild__gt=0)
        return tuple(rows.order_by().values_list("path", flat=True))

    @cached_property
    def private_collections(self) -> frozenset[int]:
        """Keys of the collections with a restriction on themselves or an ancestor."""
        paths = tuple(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
        if not paths:
            return frozenset()
        rows = Collection.objects.order_by().values_list("pk", "path")
        return frozenset(pk for pk, path in rows if path.startswith(paths))

    @cached_property
    def language_codes(self) -> dict[int, str]:
        """The language code of each locale by its key."""
        return dict(Locale.objects.values_list("pk", "language_code"))

    @cached_property
    def expiries(self) -> tuple[tuple[int, dt.datetime], ...]:
        """The live pages that expire, with the instants at which they do."""
        rows = Page.objects.filter(live=True, expire_at__isnull=False).order_by("expire_at")
        return tuple(rows.values_list("pk", "expire_at"))

    def expired(self, now: dt.datetime) -> list[int]:
        """The keys of the live pages that have expired and are still to be swept."""
        return [key for key, expire_at in self.expiries if expire_at <= now]

    def next_expiry(self, now: dt.datetime) -> dt.datetime | None:
        """The first instant after `now` at which a page expires; None when there is none."""
        return next((expire_at for _, expire_at in self.expiries if expire_at > now), None)

    def is_public(self, roots: tuple[SiteRoot, ...] | None, prefix: str = "") -> Q:
        """The condition on pages at a relation `prefix` of being public, for ever, below `roots`; None: below any."""
        if roots is not None and not roots:
            return Q(pk__in=())
        condition = Q(**{f"{prefix}live": True, f"{prefix}alias_of": None})
        condition &= below((root.tree_path for root in roots or ()), prefix)
        return condition & ~below(self.restricted_paths, prefix) if self.restricted_paths else condition

    def is_in_lists(self, prefix: str = "") -> Q:
        """The condition on documents at a relation `prefix` of standing in the lists of this site, for ever."""
        condition = self.is_public(self.site_roots, f"{prefix}page__") & Q(**{f"{prefix}is_listed": True})
        return condition & ~below(self.unlisted_paths, f"{prefix}page__") if self.unlisted_paths else condition

    @cached_property
    def documents(self) -> QuerySet[PublishedPage]:
        """The documents of the pages of this site that are public until they expire."""
        return PublishedPage.objects.filter(self.is_public(self.site_roots, "page__"))

    @cached_property
    def listed_documents(self) -> QuerySet[PublishedPage]:
        """Those of them that stand in lists."""
        return PublishedPage.objects.filter(self.is_in_lists())

    @cached_property
    def listed_rows(self) -> QuerySet[PublishedRow]:
        """The rows of documents that stand in lists."""
        return PublishedRow.objects.filter(self.is_in_lists("page__"))


class GroundsKept:
    """The grounds of each host for the latest content version that was asked for."""

    def __init__(self) -> None:
        self.latest: tuple[int | None, dict[str | None, Grounds]] = (None, {})

    def find(self, hostname: str | None, version: int) -> Grounds:
        """The grounds for a host at a content version."""
        kept_version, by_host = self.latest  # Other threads replace them.
        if version != kept_version or len(by_host) >= MOST_HOSTS:
            by_host = {}
            self.latest = (version, by_host)
        return by_host.setdefault(hostname, Grounds(hostname))

    def clear(self) -> None:
        """Forget them all."""
        self.latest = (None, {})


kept_grounds = GroundsKept()
