"""The public texts of a page: plain words with the place that they stand in."""

from __future__ import annotations

import functools
import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page

from pages.models import EventPage, TalkPage
from pages.models.fields import TimeZoneField, WebAddressField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pages.checks.subject import Subject

_MARKUP = re.compile(r"<[^<>]{1,2000}>")
_BREAK = re.compile(r"<(?:/?(?:p|h[1-6]|li|ul|ol|blockquote|td|tr)\b[^<>]*|br\s*/?|hr\s*/?)>", re.IGNORECASE)
_STRUCK = re.compile(r"<(s|del|strike)\b[^<>]*>.{0,500}?</\1>|~~[^~\n]+~~", re.IGNORECASE | re.DOTALL)
_NOT_PUBLIC = frozenset({"editors_notes"})
_OF_PAGES = frozenset({"title", "seo_title", "search_description"})
_LINES = frozenset({"title", "short_title", "name", "label"})


@dataclass(frozen=True, slots=True)
class Text:
    """A public text. `plain` has a line for each paragraph and no words that are struck; `source` is as stored.

    `is_line` says that it is a title, name or label; `is_announcement` that it holds the organisers' words of a date.
    """

    path: str
    plain: str
    source: str
    is_line: bool = False
    is_announcement: bool = False


def page_texts(subject: Subject) -> Iterator[Text]:
    """Every public text of the page and its rows that is not empty, in the order of the page's fields."""
    page = subject.page
    hidden = _unannounced(page)
    yield from (text for text in _texts(page, prefix="") if text.path not in hidden)
    yield from _body_texts(page)
    for name in subject.relations:
        for number, row in enumerate(subject.rows(name)):
            yield from _texts(row, prefix=f"{name}.{number}.")


def _unannounced(page: EventPage) -> set[str]:
    """Fields of a talk that hold notes as long as they are not announced."""
    if not isinstance(page, TalkPage):
        return set()
    return {name for name in ("title", "abstract") if not getattr(page, f"{name}_announced")}


@functools.cache
def _text_fields(model: type[models.Model]) -> tuple[tuple[str, bool], ...]:
    """The names of the fields that the public reads as text, and whether they hold rich text."""
    concrete = model._meta.concrete_fields  # noqa: SLF001  # Django documents it
    return tuple((field.name, isinstance(field, RichTextField)) for field in concrete if _is_text(field))


def _is_text(field: models.Field[Any, Any]) -> bool:
    if field.name in _NOT_PUBLIC or getattr(field, "choices", None):
        return False
    if field.model is Page:
        return field.name in _OF_PAGES
    is_words = isinstance(field, models.CharField | models.TextField)
    return is_words and not isinstance(field, WebAddressField | TimeZoneField | models.SlugField)


def _texts(holder: models.Model, *, prefix: str) -> Iterator[Text]:
    for name, is_rich in _text_fields(type(holder)):
        source = getattr(holder, name)
        if source:
            plain = plain_text(source) if is_rich else str(source)
            yield Text(f"{prefix}{name}", plain, str(source), name in _LINES, name == "dates_as_announced")


def plain_text(source: str) -> str:
    """Rich text as words, a line for each paragraph; without what is struck through."""
    if "<" in source:
        source = _MARKUP.sub("", _BREAK.sub("\n", _STRUCK.sub(" ", source)))
    return html.unescape(source) if "&" in source else source


def _body_texts(page: EventPage) -> Iterator[Text]:
    """The words of the body's blocks, from their stored form: pictures are not looked up."""
    for block in page.body.raw_data if page.body else ():
        for source in _block_sources(block.get("type"), block.get("value")):
            if source:
                yield Text("body", plain_text(source), source)


def _block_sources(kind: str | None, value: Any) -> Iterator[str]:
    match kind, value:
        case "text", str():
            yield value
        case "figure", dict():
            yield from (str(value.get(name) or "") for name in ("caption", "credit"))
        case "table", dict():
            rows = value.get("data") or ()
            yield "\n".join(" | ".join(str(cell or "") for cell in row) for row in rows)
        case _:
            return
