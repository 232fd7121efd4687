"""Pages as their editors see them, many at a time: the draft where there is one, else what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.models import COMMENTS_RELATION_NAME, Revision

from pages.models import EventPage, Person, Topic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

KEPT = ("pk", "id", "content_type_id", "path", "depth", "numchild", "url_path", "live", "has_unpublished_changes")
MORE_KEPT = ("owner_id", "latest_revision_id", "translation_key", "locale_id", "alias_of_id", "first_published_at")
"""What belongs to the page and not to one of its versions."""


def read_latest(keys: Collection[int]) -> list[EventPage]:
    """The latest versions of the pages with these keys, of their specific types; aliases are none of their own.

    The number of queries depends on the types of the pages, not on how many there are.
    """
    pages = list(EventPage.objects.filter(pk__in=keys, alias_of=None).order_by("pk").specific())
    keys_of_drafts = [page.latest_revision_id for page in pages if page.has_unpublished_changes]
    contents = read_contents(keys_of_drafts)
    people, topics = read_references(contents.values())
    return [
        make_draft(page, contents[page.latest_revision_id], people=people, topics=topics)
        if page.has_unpublished_changes and page.latest_revision_id in contents
        else page
        for page in pages
    ]


def read_contents(keys: Collection[int]) -> dict[int, dict[str, Any]]:
    """What revisions hold, by their keys."""
    revisions = Revision.objects.filter(pk__in=keys).order_by() if keys else Revision.objects.none()
    return {key: content for key, content in revisions.values_list("pk", "content") if content}


def read_references(contents: Iterable[dict[str, Any]]) -> tuple[frozenset[int], dict[int, Topic]]:
    """The people and topics named in revisions that are still there."""
    drafts = list(contents)
    people = {row.get("person") for content in drafts for row in content.get("contributions", ())} - {None}
    topics = {key for content in drafts for key in content.get("topics", ())}
    known = Person.objects.filter(pk__in=people).order_by().values_list("pk", flat=True) if people else ()
    return frozenset(known), Topic.objects.in_bulk(topics) if topics else {}


def make_draft(
    page: EventPage, content: Mapping[str, Any], *, people: Collection[int], topics: Mapping[int, Topic]
) -> EventPage:
    """The page as a revision has it; without its comments, the speakers of its programme, and a single query.

    The page's own `get_latest_revision_as_object` asks for each row.
    """
    values = {
        **content,
        COMMENTS_RELATION_NAME: [],
        "topics": [],
        "contributions": [row for row in content.get("contributions", ()) if row.get("person") in people],
        "sessions": [{**row, "speakers": []} for row in content.get("sessions", ())],
    }
    draft: EventPage = type(page).from_serializable_data(values, check_fks=False)
    for name in (*KEPT, *MORE_KEPT):
        setattr(draft, name, getattr(page, name))
    draft.topics = [topics[key] for key in content.get("topics", ()) if key in topics]
    return draft
