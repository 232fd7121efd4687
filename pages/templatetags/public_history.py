"""The public history of a page, for the panel in its editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from pages.history.reading import PublicHistory

if TYPE_CHECKING:
    from wagtail.models import Page

    from pages.history.reading import Happening

SHOWN = 8

register = template.Library()


@register.simple_tag
def latest_history(page: Page) -> list[Happening]:
    """The latest things that happened to a page in public, newest first."""
    return PublicHistory(page)[:SHOWN]
