"""Objects found by their ids, and events by what else names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from api.graphql.changes import find_changes
from api.graphql.interfaces import MODEL_TYPES, ContentPage
from api.graphql.lists import find_row
from api.graphql.routes import clean_path, find_page
from api.graphql.types import bad_input
from api.ids import GlobalId
from api.published.models import PublishedRow
from pages.models import Identifier, Organisation, Person, Topic

if TYPE_CHECKING:
    from api.reading import PageValue, Reading

ROW_TYPES = frozenset({"ImportantDate", "Session", "Track"})
SNIPPET_MODELS = {model.__name__: model for model in (Person, Organisation, Topic)}


def find_nodes(context: Reading, ids: list[str]) -> list[Any]:
    """The public objects with these ids, None where there is none; a few statements for each kind of object."""
    wanted = [GlobalId.parse(text) for text in ids]
    known = [item for item in wanted if item and item.uuid]
    found: dict[GlobalId, Any] = {}
    pages = [item for item in known if is_page_type(item.type_name)]
    if pages:
        found.update(find_pages(context, pages))
    rows = [item for item in known if item.type_name in ROW_TYPES]
    if rows:
        found.update(find_child_rows(context, rows))
    changes = [item for item in known if item.type_name == "Change"]
    if changes:
        found.update(find_changes(context, changes, find_nodes))
    for name in SNIPPET_MODELS.keys() & {item.type_name for item in known}:
        found.update(find_snippets(context, name, [item for item in known if item.type_name == name]))
    return [found.get(item) if item else None for item in wanted]


def is_page_type(name: str) -> bool:
    """Whether a type is one of pages."""
    generated = MODEL_TYPES.get(name)
    return generated is not None and ContentPage in generated._meta.interfaces  # noqa: SLF001  # graphene's only way


def find_pages(context: Reading, items: list[GlobalId]) -> dict[GlobalId, PageValue]:
    """The public pages with these ids."""
    rows = context.visibility.documents().filter(page__translation_key__in=[item.uuid for item in items])
    codes = context.visibility.language_codes
    return {
        GlobalId(page.type_name, str(page.translation_key), codes[page.locale_id]): page for page in context.take(rows)
    }


def find_child_rows(context: Reading, items: list[GlobalId]) -> dict[GlobalId, Any]:
    """The rows of public pages with these ids."""
    rows = PublishedRow.objects.filter(key__in=[item.uuid for item in items]).order_by("pk")
    places = list(rows.values_list("page_id", "key", "type_name", "language"))
    context.pages.want(place[0] for place in places)
    return {
        GlobalId(name, str(key), language): find_row(context, page_id, key, name)
        for page_id, key, name, language in places
    }


def find_snippets(context: Reading, name: str, items: list[GlobalId]) -> dict[GlobalId, Any]:
    """The snippets of a model with these ids that may be shown."""
    pool = {"Person": context.people, "Organisation": context.organisations, "Topic": context.topics}[name]
    rows = SNIPPET_MODELS[name].objects.filter(uid__in=[item.uuid for item in items]).values_list("uid", "pk")
    places = dict(rows)
    pool.want(places.values())
    return {item: pool[places[item.uuid]] for item in items if item.uuid in places}


def event_by_id(context: Reading, value: str) -> PageValue | None:
    """The event with a global id."""
    found = find_nodes(context, [value])[0]
    return None if found is None or isinstance(found, dict) else found


def event_by_path(context: Reading, value: str) -> PageValue | None:
    """The event at a path."""
    page = find_page(context.visibility.site_roots, clean_path(value))
    return context.pages[page.pk] if page is not None else None


def event_by_identifier(context: Reading, value: str) -> PageValue | None:
    """The listed event with an identifier in another system; the earliest page when several have it."""
    scheme, colon, rest = value.partition(":")
    if not colon or "\0" in value:
        raise bad_input("identifier must be written scheme:value.")
    named = Identifier.objects.filter(Q(scheme__iexact=scheme), value=rest).values("event_id")
    rows = context.visibility.listed_documents().filter(pk__in=named).order_by("pk")[:1]
    return next(iter(context.take(rows)), None)


EVENT_FINDERS = {"id": event_by_id, "path": event_by_path, "identifier": event_by_identifier}
