"""What stands in a page's head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene
from django.utils.text import Truncator

from api.graphql.images import Image
from api.graphql.scalars import URL
from api.linked_data import describe
from api.structured_data import serialise

if TYPE_CHECKING:
    from graphene import ResolveInfo

    from api.reading import PageValue, Reading

DESCRIPTION_LENGTH = 160


class Seo(graphene.ObjectType):
    """Metadata for a page’s head."""

    title = graphene.String(required=True, description="For `<title>`.")
    description = graphene.String(description="For the meta description; null when there is none.")
    canonical_url = graphene.Field(URL, required=True, description="Canonical address.")
    is_no_index = graphene.Boolean(required=True, description="True when search engines must not list the page.")
    image = graphene.Field(Image, description="Picture for cards on other sites; null when there is none.")
    json_ld = graphene.String(
        description="The page in schema.org’s vocabulary as JSON-LD, safe inside `<script type=application/ld+json>`;"
        " null while the title is not announced."
    )

    @staticmethod
    def resolve_title(page: PageValue, info: ResolveInfo) -> str:
        """The title for the head; of a talk without one, what its series is called."""
        return page.document["seoTitle"] or fallback_title(page, info.context)

    @staticmethod
    def resolve_description(page: PageValue, _info: ResolveInfo) -> str | None:
        """The description, shortened."""
        return Truncator(page.document["seoDescription"] or "").chars(DESCRIPTION_LENGTH) or None

    @staticmethod
    def resolve_canonical_url(page: PageValue, info: ResolveInfo) -> str:
        """The public address."""
        return info.context.visibility.public_url(page)

    @staticmethod
    def resolve_is_no_index(page: PageValue, info: ResolveInfo) -> bool:
        """Whether it may stand in lists."""
        return not info.context.visibility.is_listed(page)

    @staticmethod
    def resolve_image(page: PageValue, info: ResolveInfo) -> Any:
        """The picture at the head of the page."""
        return info.context.picture(page.document.get("heroImage"))

    @staticmethod
    def resolve_json_ld(page: PageValue, info: ResolveInfo) -> str | None:
        """The page for machines."""
        node = describe(page, info.context)
        return serialise(node) if node is not None else None


def fallback_title(page: PageValue, reading: Reading) -> str:
    """What a talk without an announced title is called in a page's head."""
    series = reading.pages[page.series_id] if page.series_id else None
    return series.document["title"] if series else "Talk"
