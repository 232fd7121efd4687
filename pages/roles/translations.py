"""A translated page belongs to the community of the page that it translates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver
from wagtail.signals import copy_for_translation_done

from pages.roles.communities import follow_translation

if TYPE_CHECKING:
    from django.db.models import Model


@receiver(copy_for_translation_done)
def cover_translation(source_obj: Model, target_obj: Model, **_kwargs: Any) -> None:
    """Give the members the same rights there."""
    follow_translation(source_obj, target_obj)
