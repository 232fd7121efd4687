"""What grapple knows of models and blocks, cut down to what they declare and dressed in the schema's own types.

grapple is a registry here: it holds a type for each model and block with `graphql_fields`. Its fields, interfaces and
resolvers are replaced, because they show whole tables and ask nobody what is public.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import graphene
from django.db import models
from graphene.types.utils import yank_fields_from_attrs
from grapple.registry import registry
from wagtail.models import Page

from api.declarations import Declaration, Shape, find_column, read_declarations, type_name
from api.graphql.blocks import BLOCK_TYPES, LEAF_BLOCK_TYPES, Block
from api.graphql.enums import ENUMS
from api.graphql.images import Image
from api.graphql.interfaces import MODEL_TYPES, ContentPage, Event, Node, many, owned
from api.graphql.rows import COMPUTED_FIELDS, NODES
from api.graphql.scalars import URL, DateTime, Time
from api.graphql.types import RichText
from api.published.render import is_long
from api.reading import PageValue
from pages.models import EventPage, Organisation, Person, Topic
from pages.models.fields import WebAddressField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from graphene import ResolveInfo

FIELD_SCALARS = {WebAddressField: URL, models.TimeField: Time, models.DateTimeField: DateTime}
SHAPE_TYPES = {Shape.RICH_TEXT: RichText, Shape.PICTURE: Image, Shape.BODY: Block}
POOLS = {Person: "people", Organisation: "organisations", Topic: "topics"}
"""Where a request reads the snippets that documents name by their keys."""


def find_type(declaration: Declaration, owner: type) -> Any:
    """The type of the schema for a declared one."""
    if declaration.shape in SHAPE_TYPES:
        return SHAPE_TYPES[declaration.shape]
    if declaration.of in ENUMS:
        return ENUMS[declaration.of]
    of = declaration.of() if inspect.isfunction(declaration.of) else declaration.of
    column = find_column(owner, declaration.source)
    scalars = (scalar for kind, scalar in FIELD_SCALARS.items() if isinstance(column, kind))
    return next(scalars, of) if of is graphene.String else of


def build_fields(owner: type) -> dict[str, graphene.Field]:
    """The fields that a model or block declares."""
    return {declaration.name: build_field(declaration, owner) for declaration in read_declarations(owner)}


def build_field(declaration: Declaration, owner: type) -> graphene.Field:
    """A declared field with its resolver."""
    of = find_type(declaration, owner)
    options: dict[str, Any] = {"description": declaration.description, "resolver": find_resolver(declaration, owner)}
    return (
        many(of, **options) if declaration.is_list else graphene.Field(of, required=declaration.is_required, **options)
    )


def find_resolver(declaration: Declaration, owner: type) -> Callable[..., Any]:
    """A function that reads a declared field out of a document and gives it as its type wants it."""
    read = find_reader(declaration, owner)
    column = find_column(owner, declaration.source)
    pool = POOLS.get(column.related_model) if column is not None and column.is_relation else None
    if pool is not None:
        return resolve_snippets(pool, read) if declaration.is_list else resolve_snippet(pool, read)
    if declaration.shape is Shape.RICH_TEXT:
        return lambda item, info: info.context.rich_text(read(item, info))
    if declaration.shape is Shape.PICTURE:
        return lambda item, info: info.context.picture(read(item, info))
    if column is not None and column.is_relation:
        return lambda page, info: owned(read(page, info), page)
    return read


def find_reader(declaration: Declaration, owner: type) -> Callable[[Any, ResolveInfo], Any]:
    """A function that finds a declared field: in a page's document or its long texts, or in a row."""
    key = declaration.key
    if not issubclass(owner, Page):
        return lambda row, _info: row[key]
    if is_long(declaration, owner):
        nothing: list[Any] | None = [] if declaration.is_list else None
        return lambda page, info: info.context.long_texts(page).get(key, nothing)
    return lambda page, _info: page.document[key]


def resolve_snippet(pool: str, read: Callable[..., Any]) -> Callable[..., Any]:
    """A resolver for a snippet named by its key."""

    def resolve(item: Any, info: ResolveInfo) -> Any:
        key = read(item, info)
        return getattr(info.context, pool)[key] if key else None

    return resolve


def resolve_snippets(pool: str, read: Callable[..., Any]) -> Callable[..., Any]:
    """A resolver for snippets named by their keys; those that are hidden or gone are left out."""

    def resolve(item: Any, info: ResolveInfo) -> list[Any]:
        found = (getattr(info.context, pool)[key] for key in read(item, info))
        return [row for row in found if row is not None]

    return resolve


def build_block_types() -> list[Any]:
    """The types of blocks: those with a type of their own here, and the structs that declare fields."""
    BLOCK_TYPES.update(LEAF_BLOCK_TYPES)
    for block_class, block_type in registry.streamfield_blocks.items():
        if isinstance(block_class, type) and "graphql_fields" in vars(block_class):
            shared = {"id": graphene.Field(graphene.String, description=Block._meta.fields["id"].description)}  # noqa: SLF001  # graphene's only way
            dress(block_type, block_class, fields={**shared, **build_fields(block_class)}, interfaces=(Block,))
            BLOCK_TYPES[type_name(block_class)] = block_type
    return list(BLOCK_TYPES.values())


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
        field.resolver = field.resolver or getattr(interface, f"resolve_{name}", None)


def dress(generated: Any, owner: type, *, fields: dict[str, graphene.Field], interfaces: tuple[Any, ...]) -> None:
    """Replace a generated type's name, description, fields and interfaces."""
    options = generated._meta  # noqa: SLF001  # graphene's only way
    options.__dict__["name"] = type_name(owner)
    options.__dict__["description"] = inspect.cleandoc(owner.__doc__ or "").split("\n\n")[0].replace("\n", " ")
    options.__dict__["interfaces"] = interfaces
    options.__dict__["fields"] = fields
    options.__dict__["possible_types"] = ()
    generated.is_type_of = None
    for name in [name for name in dir(generated) if name.startswith("resolve_")]:
        setattr(generated, name, None)


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
    MODEL_TYPES[type_name(model)] = generated


def resolve_node_type(item: Any, _info: ResolveInfo) -> Any:
    """The type of an object that an interface stands for."""
    return MODEL_TYPES[item.type_name if isinstance(item, PageValue) else item["__typename"]]


for _interface in (Node, ContentPage, Event):
    _interface.resolve_type = staticmethod(resolve_node_type)
