"""What a stored finding says, in the language of the moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from pages.checks import RULES, Finding

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from pages.models import StoredFinding

FAMILIES: dict[str, _StrPromise] = {
    "D": _("Dates"),
    "L": _("Links"),
    "T": _("Texts"),
    "P": _("People"),
    "C": _("Content"),
}
"""What rules are about, by the first letter of their codes."""


def finding_of(stored: StoredFinding) -> Finding:
    """The finding as the checks give it, with `message` and `advice`; the rule of its code is there, see `has_rule`."""
    return Finding(stored.code, stored.path, stored.details)


def has_rule(stored: StoredFinding) -> bool:
    """Whether the checks still know the code; those of others go with the next refresh."""
    return stored.code in RULES


def editor_url(stored: StoredFinding) -> str:
    """The address of the page editor, open at the field."""
    address = reverse("wagtailadmin_pages:edit", args=[stored.event_id])
    return f"{address}#:w:{urlencode({'contentpath': stored.path})}" if stored.path else address
