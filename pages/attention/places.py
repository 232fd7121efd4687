"""Where a finding's path leads on a page object: a field of the page or of one of its rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField

from pages.checks.rows import in_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from pages.models import EventPage


@dataclass(frozen=True, slots=True)
class Place:
    """A field of `holder`, which is the page itself or a row of its `relation`."""

    page: EventPage
    holder: Any
    field: str
    relation: str = ""

    @property
    def is_body(self) -> bool:
        """Whether it holds blocks."""
        return isinstance(self.holder._meta.get_field(self.field), StreamField)  # noqa: SLF001  # Django documents it

    @property
    def text(self) -> str:
        """What stands there; blocks as JSON."""
        value = getattr(self.holder, self.field)
        return json.dumps(list(value.raw_data), ensure_ascii=False) if self.is_body else str(value or "")

    def write(self, change: Callable[[str], str]) -> None:
        """Change each text that stands there, in the page object in hand; nothing is stored."""
        if self.is_body:
            blocks = change_strings(list(getattr(self.holder, self.field).raw_data), change)
            setattr(self.holder, self.field, json.dumps(blocks))
        else:
            setattr(self.holder, self.field, change(self.text))
        if self.relation:
            # A stored page reads its rows anew each time until they are put in place of those stored.
            getattr(self.page, self.relation).add(self.holder)


def change_strings(value: Any, change: Callable[[str], str]) -> Any:
    """The values of blocks with each text in them changed; ids and types stay."""
    match value:
        case str():
            return change(value)
        case list():
            return [change_strings(item, change) for item in value]
        case dict():
            return {key: it if key in {"id", "type"} else change_strings(it, change) for key, it in value.items()}
        case _:
            return value


def find_place(page: EventPage, path: str) -> Place | None:
    """The place of a path such as "title" or "links.2.url"; None where the page has none such."""
    relation, _dot, rest = path.partition(".")
    if not rest:
        return Place(page, page, path) if path and has_field(page, path) else None
    number, _dot, name = rest.partition(".")
    rows = rows_at(page, relation)
    if not number.isdecimal() or int(number) >= len(rows) or not has_field(rows[int(number)], name):
        return None
    return Place(page, rows[int(number)], name, relation)


def has_field(holder: Any, name: str) -> bool:
    """Whether a model has a concrete field of this name."""
    return any(field.name == name for field in holder._meta.concrete_fields)  # noqa: SLF001  # Django documents it


def rows_at(page: EventPage, relation: str) -> list[Any]:
    """The rows of a relation in editorial order, those of a draft where the page holds one; none for another name."""
    relations = {it.get_accessor_name() for it in get_all_child_relations(type(page))}
    return in_order(list(getattr(page, relation).all())) if relation in relations else []
