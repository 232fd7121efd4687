"""What stands in a page's head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import graphene
from django.utils.text import Truncator

from api.graphql.images import Image
from api.graphql.scalars import URL
from api.rich_text import RichTextValue
from api.structured_data import Reference, Surroundings, page_json_ld, serialise
from api.visibility import LinkAvailability

if TYPE_CHECKING:
    from graphene import ResolveInfo

    from api.reading import PageValue, Reading

DESCRIPTION_LENGTH = 160
ABSTRACTS = frozenset({"abstract", "about"})
"""Long texts out of which a page is described."""


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
        reading: Reading = info.context
        texts = reading.texts[page.pk]
        document = {**page.document, **texts, **{key: spell_out(texts[key]) for key in ABSTRACTS & texts.keys()}}
        written = page_json_ld(document, surroundings=find_surroundings(page, reading))
        return serialise(written) if written is not None else None


def spell_out(value: dict[str, Any] | None) -> dict[str, Any] | None:
    """Rich text with its words, which one that is stored with links into the site does not hold."""
    return {"text": RichTextValue(value["source"]).text()} if value and "source" in value else value


def fallback_title(page: PageValue, reading: Reading) -> str:
    """What a talk without an announced title is called in a page's head."""
    series = reading.pages[page.series_id] if page.series_id else None
    return series.document["title"] if series else "Talk"


def find_surroundings(page: PageValue, reading: Reading) -> Surroundings:
    """What the page's document names by keys, as far as it is public now."""
    document, picture = page.document, reading.picture(page.document.get("heroImage"))
    topics = (reading.topics[key] for key in document.get("topics", ()))
    return Surroundings(
        url=reading.visibility.public_url(page),
        site=Reference(reading.site["name"] if reading.site else None, reading.visibility.site_url),
        people=find_people(document, reading),
        links=[row for row in document.get("links", ()) if reading.availability(row) is LinkAvailability.AVAILABLE],
        image_urls=[picture.row.url] if picture else [],
        topics=[topic["name"] for topic in topics if topic is not None],
        series=refer(page.series_id, reading),
        part_of=refer(document.get("partOf"), reading)
        or (Reference(document["partOfTitle"], document["partOfUrl"]) if document.get("partOfTitle") else None),
    )


def find_people(document: dict[str, Any], reading: Reading) -> dict[int, dict[str, Any]]:
    """The people of an event who may be shown, with their affiliations in words."""
    found = {row["person"]: reading.people[row["person"]] for row in document.get("contributors", ())}
    return {
        key: {**person, "affiliation": name_of(person["affiliation"], reading)}
        for key, person in found.items()
        if person is not None
    }


def name_of(organisation: int | None, reading: Reading) -> str | None:
    """The name of the organisation with a key."""
    row = reading.organisations[organisation] if organisation else None
    return row["name"] if row else None


def refer(key: int | None, reading: Reading) -> Reference | None:
    """Another page by its key; None when it is not public."""
    page = reading.pages[key] if key else None
    return Reference(page.document["title"], reading.visibility.public_url(page)) if page else None
