"""Published pages as JSON-LD: what a document names by keys is read, then all is written in schema.org's vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.rich_text import RichTextValue
from api.structured_data import Reference, Surroundings, page_json_ld
from api.visibility import LinkAvailability

if TYPE_CHECKING:
    from api.reading import PageValue, Reading

ABSTRACTS = frozenset({"abstract", "about"})
"""Long texts out of which a page is described."""


def describe(page: PageValue, reading: Reading) -> dict[str, Any] | None:
    """A public page's node with its context; None while the title is not announced."""
    texts = reading.long_texts(page)
    document = {**page.document, **texts, **{key: spell_out(texts[key]) for key in ABSTRACTS & texts.keys()}}
    return page_json_ld(document, surroundings=find_surroundings(page, reading))


def spell_out(value: dict[str, Any] | None) -> dict[str, Any] | None:
    """Rich text with its words, which one that is stored with links into the site does not hold."""
    return {"text": RichTextValue(value["source"]).text()} if value and "source" in value else value


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
