"""How revisions of our own kinds of fields are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import escape
from wagtail.admin.compare import FieldComparison, TextDiff, register_comparison_class

from pages.models.fields import ChoiceListField

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


class ChoiceListComparison(FieldComparison):
    """Two lists of choices, by the words editors see."""

    def htmldiff(self) -> SafeString:
        """The old list struck, the new one marked; the plain list where they agree."""
        old, new = self._words(self.val_a), self._words(self.val_b)
        return TextDiff([("deletion", old), ("addition", new)]).to_html() if old != new else escape(new)

    def _words(self, values: list[str] | None) -> str:
        labels = dict(self.field.values())
        return ", ".join(str(labels.get(value, value)) for value in values or [])


register_comparison_class(ChoiceListField, comparison_class=ChoiceListComparison)
