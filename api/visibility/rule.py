"""The rule for one request."""

from __future__ import annotations

from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db.models import Model, Q
from django.utils import timezone
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from api.published.models import PublishedPage, PublishedRow
from api.visibility.grounds import Grounds, SiteRoot, kept_grounds
from pages.models import Person

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet
    from wagtail.models import Site
    from wagtail.query import PageQuerySet

Row = TypeVar("Row", bound=Model)


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
        self.admitted_drafts: tuple[Any, ...] = ()

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

    def admit_draft(self, draft: Any) -> None:
        """Let this very object be shown in this request, whatever the rule says of its page."""
        self.admitted_drafts += (draft,)

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

    def public_path(self, page: Any) -> str:
        """The path of a page below the root of its site, with slashes at both ends."""
        roots = [root for root in self.roots if page.path.startswith(root.tree_path)]
        root = max(roots, key=lambda it: len(it.tree_path), default=None)
        return root.prefix + page.url_path.removeprefix(root.url_path) if root else "/"

    @property
    def site_url(self) -> str:
        """The address of the home page of the public site."""
        return f"{settings.PUBLIC_URL}/"

    def public_url(self, page: Any) -> str:
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
        if any(page is draft for draft in self.admitted_drafts):
            return True
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
