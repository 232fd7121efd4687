"""What holds for a whole site besides what its editors say of it: its address, its menu and its languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene
from django.conf import settings
from django.db.models import Q

from api.graphql.feeds import Feed, resolve_site_feeds
from api.graphql.interfaces import ContentPage, many, reading
from api.graphql.scalars import URL, Locale

if TYPE_CHECKING:
    from graphene import ResolveInfo

    from api.reading import PageValue, Reading

MOST_MENU_ITEMS = 100


class SiteLanguage(graphene.ObjectType):
    """A language of the site."""

    locale = graphene.Field(Locale, required=True, description="Language tag.")
    name = graphene.String(required=True, description="Its name in that language.")
    path = graphene.String(required=True, description="Path of the home page in it.")


class SiteFields:
    """What the site is made of."""

    url = graphene.Field(URL, required=True, description="Address of the home page on the public site.")
    menu = many(
        ContentPage,
        locale=graphene.Argument(Locale, description="Pages in this language; null: in all."),
        description=f"Pages that editors put into menus, in the order of the tree; at most {MOST_MENU_ITEMS}.",
    )
    languages = many(SiteLanguage, description="Languages with a public home page, the default one first.")

    feeds = many(Feed, description="What of the whole site can be subscribed to: all events, and the deadlines alone.")
    resolve_feeds = staticmethod(resolve_site_feeds)

    @staticmethod
    def resolve_url(_site: Any, info: ResolveInfo) -> str:
        """The public address."""
        return reading(info).visibility.site_url

    @staticmethod
    def resolve_menu(_site: Any, info: ResolveInfo, locale: str | None = None) -> list[PageValue]:
        """The pages in menus."""
        context = reading(info)
        context.lifetime.shows("menu")
        rows = context.visibility.listed_documents().filter(page__show_in_menus=True)
        language = Q() if locale is None else Q(page__locale__language_code=locale)
        return context.take(rows.filter(language).order_by("page__path")[:MOST_MENU_ITEMS])

    @staticmethod
    def resolve_languages(_site: Any, info: ResolveInfo) -> list[dict[str, str]]:
        """The languages of the public home pages."""
        context = reading(info)
        roots = [root.tree_path for root in context.visibility.site_roots]
        rows = context.visibility.documents().filter(page__path__in=roots).order_by("page__locale_id")
        return [write_language(home, context) for home in context.take(rows)]


def write_language(home: PageValue, context: Reading) -> dict[str, str]:
    """The language of a home page."""
    code = home.document["locale"]
    names = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    return {"locale": code, "name": names.get(code, code), "path": context.visibility.public_path(home)}
