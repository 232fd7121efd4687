"""The one rule of what the public may see.

A page is public when it is live, has not expired, lies below the root of a site, is no alias, and neither it nor an
ancestor has a view restriction. What hangs on a page is as public as the page. Everything in `api` that reads content
starts from `Visibility.pages`, `Visibility.documents` or one of their listed kin, and asks `Visibility.admits` about an
object a relation led to.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, singledispatchmethod
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)
from wagtail.models.sites import get_site_for_hostname

from api.published.models import PublishedPage, PublishedRow
from pages.choices import LinkAccess
from pages.models import (
    Award,
    Contribution,
    DateChange,
    EventPage,
    Grant,
    Identifier,
    ImportantDate,
    Link,
    Organisation,
    PaperCategory,
    Person,
    SelectionCriterion,
    Session,
    SiteSettings,
    Topic,
    Track,
)
from pages.models.fields import language_prefix

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.db.models import Model, QuerySet
    from wagtail.query import PageQuerySet


class LinkAvailability(StrEnum):
    """Whether a link's address is shown, and if not, why."""

    AVAILABLE = "available"
    TO_BE_ANNOUNCED = "to_be_announced"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REGISTERED_ONLY = "registered_only"
    MEMBERS_ONLY = "members_only"
    PRIVATE = "private"


CLOSED_ACCESS = {
    LinkAccess.PRIVATE: LinkAvailability.PRIVATE,
    LinkAccess.MEMBERS: LinkAvailability.MEMBERS_ONLY,
    LinkAccess.REGISTERED: LinkAvailability.REGISTERED_ONLY,
}


def find_site(hostname: str | None) -> Site | None:
    """The site that answers to `hostname`, else the default site; None when there is no default."""
    name, _, port = (hostname or "").partition(":")
    try:
        return get_site_for_hostname(name, int(port) if port.isdecimal() else None)
    except Site.DoesNotExist:
        return None


def link_availability(link: Link, now: dt.datetime) -> LinkAvailability:
    """Whether the address of `link` may be shown at `now`."""
    return find_availability(
        now,
        access=LinkAccess(link.access),
        has_address=bool(link.url),
        is_held_back=link.visible_from_minutes is not None,
        visible_from=link.visible_from,
        visible_until=link.visible_until,
    )


def find_availability(  # noqa: PLR0913  # all that the rule asks of a link
    now: dt.datetime,
    *,
    access: LinkAccess,
    has_address: bool,
    is_held_back: bool,
    visible_from: dt.datetime | None,
    visible_until: dt.datetime | None,
) -> LinkAvailability:
    """Whether an address may be shown at `now`; one that is held back until an unknown time is not shown yet."""
    if access in CLOSED_ACCESS:
        return CLOSED_ACCESS[access]
    if not has_address:
        return LinkAvailability.TO_BE_ANNOUNCED
    if is_held_back and (visible_from is None or now < visible_from):
        return LinkAvailability.NOT_YET
    if visible_until is not None and now >= visible_until:
        return LinkAvailability.EXPIRED
    return LinkAvailability.AVAILABLE


MOST_HOSTS = 100
Row = TypeVar("Row", bound="Model")


@dataclass(frozen=True, slots=True)
class SiteRoot:
    """The top page of a site in one language: where its tree begins, and what public paths below it begin with."""

    tree_path: str
    url_path: str
    prefix: str


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


class Visibility:
    """The rule for one request: for one site at one instant.

    With the content version that the caller has read, what the rule rests on is read once for all requests of that
    version; without one, once for this request.
    """

    def __init__(
        self, *, hostname: str | None = None, now: dt.datetime | None = None, version: int | None = None
    ) -> None:
        self.grounds = Grounds(hostname) if version is None else kept_grounds.find(hostname, version)
        self.now = now or timezone.now()
        self.admitted_roots: tuple[SiteRoot, ...] = ()

    @property
    def site(self) -> Site | None:
        """The site whose pages lists show."""
        return self.grounds.site

    @property
    def site_roots(self) -> tuple[SiteRoot, ...]:
        """The roots of that site."""
        return self.grounds.site_roots

    @property
    def roots(self) -> tuple[SiteRoot, ...]:
        """The roots below which pages may be shown in this request."""
        return (*self.site_roots, *self.admitted_roots)

    def admit_site(self, site: Site) -> tuple[SiteRoot, ...]:
        """Let pages of another site be shown in this request too; returns its roots."""
        if site == self.site:
            return self.site_roots
        roots = self.grounds.find_roots(site)
        self.admitted_roots += roots
        return roots

    @property
    def restricted_paths(self) -> tuple[str, ...]:
        """Tree paths below which a password, a login or a group is asked for."""
        return self.grounds.restricted_paths

    @property
    def unlisted_paths(self) -> tuple[str, ...]:
        """Tree paths of unlisted events with pages below them."""
        return self.grounds.unlisted_paths

    @property
    def private_collections(self) -> frozenset[int]:
        """Keys of the collections with a restriction on themselves or an ancestor."""
        return self.grounds.private_collections

    @property
    def language_codes(self) -> dict[int, str]:
        """The language code of each locale by its key."""
        return self.grounds.language_codes

    def pages(self, model: type[Page]) -> PageQuerySet:
        """The public pages of a type that this request may show, unlisted ones included."""
        return model.objects.filter(self._is_public(self.roots))

    def listed(self, model: type[Page]) -> PageQuerySet:
        """The public pages of this site that may stand in lists: neither unlisted nor below an unlisted page."""
        rows = model.objects.filter(self._is_public(self.site_roots))
        if issubclass(model, EventPage):
            rows = rows.filter(is_listed=True)
        return rows.exclude(below(self.unlisted_paths)) if self.unlisted_paths else rows

    def documents(self) -> QuerySet[PublishedPage]:
        """The documents of the public pages that this request may show, unlisted ones included."""
        if self.admitted_roots:
            return PublishedPage.objects.filter(self._is_public(self.roots, "page__"))
        return self._unexpired(self.grounds.documents, "pk")

    def documents_of_all_sites(self) -> QuerySet[PublishedPage]:
        """The documents of all public pages, whichever site they belong to."""
        return self._unexpired(PublishedPage.objects.filter(self.grounds.is_public(None, "page__")), "pk")

    def listed_documents(self) -> QuerySet[PublishedPage]:
        """The documents of the public pages of this site that may stand in lists."""
        return self._unexpired(self.grounds.listed_documents, "pk")

    def listed_rows(self) -> QuerySet[PublishedRow]:
        """The rows of these documents."""
        return self._unexpired(self.grounds.listed_rows, "page")

    def in_lists(self, prefix: str) -> Q:
        """The condition on documents at a relation `prefix` of standing in the lists of this site."""
        return self.grounds.is_in_lists(prefix) & self._is_unexpired(f"{prefix}page__")

    def _unexpired(self, rows: QuerySet[Row], column: str) -> QuerySet[Row]:
        expired = self.grounds.expired(self.now)
        return rows.exclude(**{f"{column}__in": expired}) if expired else rows.all()

    def _is_unexpired(self, prefix: str) -> Q:
        return Q(**{f"{prefix}expire_at": None}) | Q(**{f"{prefix}expire_at__gt": self.now})

    def _is_public(self, roots: tuple[SiteRoot, ...], prefix: str = "") -> Q:
        return self.grounds.is_public(roots, prefix) & self._is_unexpired(prefix)

    def people(self) -> QuerySet[Person]:
        """The persons who may be shown."""
        return Person.objects.filter(is_public=True)

    def is_listed(self, page: Page) -> bool:
        """Whether a public page may stand in lists and search engines."""
        return getattr(page, "is_listed", True) and not page.path.startswith(self.unlisted_paths or "\0")

    def is_restricted(self, page: Page) -> bool:
        """Whether a page or one of its ancestors asks for a password, a login or a group."""
        return bool(self.restricted_paths) and page.path.startswith(self.restricted_paths)

    def public_path(self, page: Page) -> str:
        """The path of a page below the root of its site, with slashes at both ends."""
        roots = [root for root in self.roots if page.path.startswith(root.tree_path)]
        root = max(roots, key=lambda it: len(it.tree_path), default=None)
        return root.prefix + page.url_path.removeprefix(root.url_path) if root else "/"

    @property
    def site_url(self) -> str:
        """The address of the home page of the public site."""
        return f"{settings.PUBLIC_URL}/"

    def public_url(self, page: Page) -> str:
        """The address of a page on the public site."""
        return f"{settings.PUBLIC_URL}{self.public_path(page)}"

    @singledispatchmethod
    def admits(self, item: Model) -> bool:
        """Whether the public may see an object, whatever led to it; False for kinds the rule does not know."""
        del item
        return False

    @admits.register
    def _(self, page: Page) -> bool:
        return self.admits_page(page)

    def admits_page(self, page: Any) -> bool:
        """Whether the public may see a page, given as anything that has the columns of one that the rule asks about."""
        roots = tuple(root.tree_path for root in self.roots)
        return bool(
            page.live
            and page.alias_of_id is None
            and (page.expire_at is None or page.expire_at > self.now)
            and page.path.startswith(roots or "\0")
            and not self.is_restricted(page)
        )

    @admits.register(AbstractImage)
    @admits.register(AbstractDocument)
    def _(self, item: Any) -> bool:
        return item.collection_id not in self.private_collections

    @admits.register
    def _(self, rendition: AbstractRendition) -> bool:
        return self.admits(rendition.image)

    @admits.register
    def _(self, person: Person) -> bool:
        return person.is_public

    @admits.register(Organisation)
    @admits.register(Topic)
    def _(self, term: Any) -> bool:
        return term is not None

    @admits.register
    def _(self, contribution: Contribution) -> bool:
        return self.admits(contribution.person) and self.admits(contribution.event)

    @admits.register
    def _(self, link: Link) -> bool:
        return link.access != LinkAccess.PRIVATE and self.admits(link.event)

    @admits.register(ImportantDate)
    @admits.register(Session)
    @admits.register(Identifier)
    @admits.register(DateChange)
    def _(self, row: Any) -> bool:
        return self.admits(row.event)

    @admits.register(Track)
    @admits.register(Award)
    @admits.register(Grant)
    @admits.register(SelectionCriterion)
    def _(self, row: Any) -> bool:
        return self.admits(row.forum)

    @admits.register
    def _(self, category: PaperCategory) -> bool:
        return self.admits(category.call)

    @admits.register
    def _(self, stored: SiteSettings) -> bool:
        return stored.site == self.site


def below(paths: Iterable[str], prefix: str = "") -> Q:
    """The condition on pages, at a relation `prefix`, of lying at or below one of `paths`."""
    condition = Q()
    for path in paths:
        condition |= Q(**{f"{prefix}path__startswith": path})
    return condition
