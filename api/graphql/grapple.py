"""What grapple knows of models and blocks, cut down to what they declare and dressed in the schema's own types.

grapple is a registry here: it holds a type for each model and block with `graphql_fields`. Its fields, interfaces and
resolvers are replaced, because they show whole tables and ask nobody what is public.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import graphene
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from graphene.types.utils import yank_fields_from_attrs
from grapple.registry import registry
from grapple.types.images import get_image_type
from grapple.types.interfaces import StreamFieldInterface
from grapple.types.rich_text import RichText as GrappleRichText
from wagtail.blocks import RichTextBlock
from wagtail.contrib.table_block.blocks import TableBlock as WagtailTableBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from api.graphql.blocks import (
    BLOCK_TYPES,
    Block,
    BlockValue,
    TableBlock,
    TextBlock,
    VideoBlock,
    block_picture,
    load_bodies,
    read_blocks,
)
from api.graphql.enums import ENUMS
from api.graphql.interfaces import MODEL_TYPES, ContentPage, Event, Node, many
from api.graphql.loading import PlannedField, related
from api.graphql.rows import COMPUTED_FIELDS, NODES, SOURCE_RELATIONS, Image
from api.graphql.scalars import URL, DateTime, Time
from api.graphql.types import RichText
from pages.models import EventPage
from pages.models.fields import WebAddressField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphene import ResolveInfo

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
"""Names in the schema of the types whose models are called otherwise."""

TYPE_NAMES: dict[type, str] = {}
"""Names in the schema of all models that declare fields."""

FIELD_SCALARS = {WebAddressField: URL, models.TimeField: Time, models.DateTimeField: DateTime}
REPLACEMENTS = {GrappleRichText: RichText, get_image_type: Image, StreamFieldInterface: Block}
LEAF_BLOCKS = {RichTextBlock: TextBlock, EmbedBlock: VideoBlock, WagtailTableBlock: TableBlock}


@dataclass(frozen=True, slots=True)
class Declaration:
    """A field as a model or block declares it: its name, where the value stands, its type and shape."""

    name: str
    source: str
    of: Any
    description: str
    is_required: bool
    is_list: bool


def read_declarations(owner: type) -> list[Declaration]:
    """The `graphql_fields` of a model or block."""
    return [read_declaration(entry) for entry in getattr(owner, "graphql_fields", ())]


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
    return Declaration(field.field_name, field.field_source, of, field.description, is_required, is_list)


def find_type(declaration: Declaration, owner: type) -> Any:
    """The type of the schema for a declared one."""
    of = declaration.of
    if of in REPLACEMENTS:
        return REPLACEMENTS[of]
    if of in ENUMS:
        return ENUMS[of]
    if inspect.isfunction(of):
        of = of()
    column = find_column(owner, declaration.source)
    scalars = (scalar for kind, scalar in FIELD_SCALARS.items() if isinstance(column, kind))
    return next(scalars, of) if of is graphene.String else of


def find_column(owner: type, name: str) -> Any:
    """The model field called `name`; None for a property or a block."""
    try:
        return owner._meta.get_field(name)  # type: ignore[attr-defined]  # blocks have no `get_field` # noqa: SLF001
    except (FieldDoesNotExist, AttributeError):
        return None


def build_fields(owner: type) -> dict[str, graphene.Field]:
    """The fields that a model declares."""
    return {declaration.name: build_field(declaration, owner) for declaration in read_declarations(owner)}


def build_field(declaration: Declaration, owner: type) -> graphene.Field:
    """A declared field with its resolver and its plan."""
    of = find_type(declaration, owner)
    options: dict[str, Any] = {
        "description": declaration.description,
        "resolver": find_resolver(declaration.source, of),
        "load": find_loader(declaration.source, of, owner),
    }
    return many(of, **options) if declaration.is_list else PlannedField(of, required=declaration.is_required, **options)


def find_loader(source: str, of: Any, owner: type) -> Any:
    """How to read a field's rows for many owners at once; None for a plain column."""
    if of is Block:
        return load_bodies
    if of is RichText:
        return lambda rows, _, reading: reading.targets.load(getattr(row, source) for row in rows) or []
    column = find_column(owner, source)
    paths = SOURCE_RELATIONS.get((owner, source), (source,) if column is not None and column.is_relation else ())
    return related(*paths) if paths else None


def find_resolver(source: str, of: Any) -> Any:
    """A function that reads `source` and gives the value as the type `of` wants it; empty text becomes null."""
    convert = CONVERTERS.get(of, plain_value)

    def resolve(row: Any, info: ResolveInfo) -> Any:
        return convert(getattr(row, source), info)

    return resolve


def plain_value(value: Any, _info: ResolveInfo) -> Any:
    """A column's value; rows of a relation as a list, nothing as None."""
    if hasattr(value, "all"):
        return list(value.all())
    return None if value == "" else value


CONVERTERS: dict[Any, Any] = {
    RichText: lambda value, info: info.context.rich_text(value),
    Image: lambda value, info: info.context.picture(value),
    Block: lambda value, _info: list(read_blocks(value)),
}


def build_block_types() -> list[Any]:
    """The types of blocks: those with a type of their own here, and the structs that declare fields."""
    BLOCK_TYPES.update(LEAF_BLOCKS)
    for block_class, block_type in registry.streamfield_blocks.items():
        if isinstance(block_class, type) and "graphql_fields" in vars(block_class):
            fields = {it.name: build_block_field(it, block_class) for it in read_declarations(block_class)}
            dress(block_type, block_class, fields={**block_fields(), **fields}, interfaces=(Block,))
            BLOCK_TYPES[block_class] = block_type
    return list(BLOCK_TYPES.values())


def block_fields() -> dict[str, graphene.Field]:
    """The fields that all blocks share."""
    return {"id": graphene.Field(graphene.String, description=Block._meta.fields["id"].description)}  # noqa: SLF001  # graphene's only way


def build_block_field(declaration: Declaration, block_class: type) -> graphene.Field:
    """A declared field of a struct block, read from the block's stored form."""
    of = find_type(declaration, block_class)

    def resolve(block: BlockValue, info: ResolveInfo) -> Any:
        value = block.value.get(declaration.source)
        child = block.block.child_blocks[declaration.source]
        if isinstance(child, ImageBlock):
            return block_picture(value, info.context)
        return info.context.rich_text(value) if of is RichText else value or ("" if declaration.is_required else None)

    return graphene.Field(of, required=declaration.is_required, description=declaration.description, resolver=resolve)


def interfaces_of(model: type) -> tuple[Any, ...]:
    """The interfaces of a model's type."""
    if issubclass(model, EventPage):
        return (Node, ContentPage, Event)
    if issubclass(model, Page):
        return (Node, ContentPage)
    return (Node,) if model in NODES else ()


def interface_fields(interfaces: Iterable[Any]) -> dict[str, graphene.Field]:
    """The fields that interfaces bring, with the interfaces' own resolvers."""
    return {name: field for interface in interfaces for name, field in interface._meta.fields.items()}  # noqa: SLF001  # graphene's only way


def computed_fields(model: type) -> dict[str, graphene.Field]:
    """The fields of a model that are computed for the request."""
    container = COMPUTED_FIELDS.get(model)
    if container is None:
        return {}
    fields: dict[str, graphene.Field] = yank_fields_from_attrs(vars(container), _as=graphene.Field)
    for name, field in fields.items():
        field.resolver = field.resolver or getattr(container, f"resolve_{name}", None)
    return fields


def bind_resolvers(interface: Any) -> None:
    """Give the fields of an interface the resolvers beside them; grapple's types bring others of the same names."""
    for name, field in interface._meta.fields.items():  # noqa: SLF001  # graphene's only way
        field.resolver = field.resolver or getattr(interface, f"resolve_{name}", None) or find_resolver(name, None)


def dress(generated: Any, owner: type, *, fields: dict[str, graphene.Field], interfaces: tuple[Any, ...]) -> None:
    """Replace a generated type's name, description, fields and interfaces."""
    options = generated._meta  # noqa: SLF001  # graphene's only way
    name = NAMES.get(owner.__name__, owner.__name__)
    options.__dict__["name"] = name
    options.__dict__["description"] = inspect.cleandoc(owner.__doc__ or "").split("\n\n")[0].replace("\n", " ")
    options.__dict__["interfaces"] = interfaces
    options.__dict__["fields"] = fields
    options.__dict__["possible_types"] = ()
    generated.is_type_of = classmethod(lambda _cls, _root, _info: True)


def build_model_types() -> list[Any]:
    """The types of all models that declare fields, cut down to these."""
    Event._meta.fields.update(build_fields(EventPage))  # noqa: SLF001  # graphene's only way
    for interface in (Node, ContentPage, Event):
        bind_resolvers(interface)
    for model, generated in registry.class_models.items():
        if "graphql_fields" in vars(model) and model is not EventPage:
            build_model_type(model, generated)
    return list(MODEL_TYPES.values())


def build_model_type(model: type, generated: Any) -> None:
    """The type of one model."""
    interfaces = interfaces_of(model)
    own = {**build_fields(model), **computed_fields(model)}
    dress(generated, model, fields={**interface_fields(interfaces), **own}, interfaces=interfaces)
    TYPE_NAMES[model] = generated._meta.name  # noqa: SLF001  # graphene's only way
    MODEL_TYPES[TYPE_NAMES[model]] = generated


def resolve_page_type(page: Any, _info: ResolveInfo) -> Any:
    """The type of an object that an interface stands for."""
    return MODEL_TYPES[TYPE_NAMES[type(page)]]


for _interface in (Node, ContentPage, Event):
    _interface.resolve_type = staticmethod(resolve_page_type)
