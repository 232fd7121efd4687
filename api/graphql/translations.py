"""Lists in which each thing stands once, in however many languages it is public."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db.models import Case, Exists, Model, OuterRef, Value, When

from api.languages import language_rank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from api.published.models import PublishedPage
    from api.reading import Reading

Row = TypeVar("Row", bound=Model)
WHICH_LANGUAGE = "in this language, else in the first of the site’s languages it has; null: in each."
"""How lists describe what they do."""


def each_once(
    rows: QuerySet[Row], language: str | None, among: QuerySet[PublishedPage], reading: Reading, *, page: str = "page"
) -> QuerySet[Row]:
    """`rows` without those of which a translation that readers of `language` prefer is `among` these documents.

    `page` leads from a row to its page. Without a language, all of them.
    """
    codes = reading.visibility.language_codes
    if language is None or len(codes) == 1:
        return rows
    order = sorted(codes, key=lambda it: language_rank(codes[it], asked=language))
    preferred = among.alias(its_rank=rank_of("page__locale", order)).filter(
        page__translation_key=OuterRef(f"{page}__translation_key"), its_rank__lt=OuterRef("own_rank")
    )
    return rows.alias(own_rank=rank_of(f"{page}__locale", order)).filter(~Exists(preferred))


def rank_of(column: str, order: Sequence[int]) -> Case:
    """The place of a locale in an order of their keys."""
    return Case(*(When(**{column: key}, then=Value(rank)) for rank, key in enumerate(order)), default=len(order))
