"""What models and blocks declare for the public: their `graphql_fields`, without grapple's fields and resolvers."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

import graphene
from django.core.exceptions import FieldDoesNotExist
from graphene.utils.str_converters import to_camel_case
from grapple.types.images import get_image_type
from grapple.types.interfaces import StreamFieldInterface
from grapple.types.rich_text import RichText as GrappleRichText

NAMES = {
    "ForumPage": "Forum",
    "TutorialPage": "Tutorial",
    "SeminarSeriesPage": "SeminarSeries",
    "TalkPage": "Talk",
    "CallForPapersPage": "CallForPapers",
    "HomePage": "Home",
    "EventIndexPage": "EventIndex",
    "Contribution": "Contributor",
    "SiteSettings": "Site",
}
"""Public names of the types whose models are called otherwise."""


class Shape(enum.Enum):
    """What kind of value a field holds, beyond plain ones."""

    PLAIN = "plain"
    RICH_TEXT = "rich text"
    PICTURE = "picture"
    BODY = "body"


SHAPES = {GrappleRichText: Shape.RICH_TEXT, get_image_type: Shape.PICTURE, StreamFieldInterface: Shape.BODY}


@dataclass(frozen=True, slots=True)
class Declaration:
    """A field as a model or block declares it: its name, where the value stands, its type and shape."""

    name: str
    source: str
    of: Any
    description: str
    is_required: bool
    is_list: bool
    shape: Shape

    @property
    def key(self) -> str:
        """The name in documents and in the schema."""
        return to_camel_case(self.name)


KNOWN: dict[Any, tuple[Declaration, ...]] = {}


def type_name(owner: type) -> str:
    """The public name of a model's or block's type."""
    return NAMES.get(owner.__name__, owner.__name__)


def read_declarations(owner: Any) -> tuple[Declaration, ...]:
    """The `graphql_fields` of a model or block."""
    if owner not in KNOWN:
        KNOWN[owner] = tuple(read_declaration(entry) for entry in getattr(owner, "graphql_fields", ()))
    return KNOWN[owner]


def read_declaration(entry: Any) -> Declaration:
    """One entry of `graphql_fields`, in whichever form grapple's helpers leave it."""
    found = entry() if callable(entry) else entry
    is_list = isinstance(found, tuple)
    field = found[0] if is_list else found
    field = field() if callable(field) else field
    of, is_required = field.field_type, False
    while isinstance(of, graphene.NonNull | graphene.List):
        is_list = is_list or isinstance(of, graphene.List)
        is_required = is_required or isinstance(of, graphene.NonNull)
        of = of._of_type  # noqa: SLF001  # the property would call functions that stand for types
    shape = SHAPES.get(of, Shape.PLAIN)
    return Declaration(field.field_name, field.field_source, of, field.description, is_required, is_list, shape)


def find_column(owner: type, name: str) -> Any:
    """The model field called `name`; None for a property or a block."""
    try:
        return owner._meta.get_field(name)  # type: ignore[attr-defined]  # blocks have no `get_field` # noqa: SLF001
    except (FieldDoesNotExist, AttributeError):
        return None
