"""Form widgets of the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from wagtail.admin.staticfiles import versioned_static

if TYPE_CHECKING:
    from django.forms.models import ModelChoiceIterator


class TimeZoneInput(forms.TextInput):
    """A text field that proposes the known time zones and cities while one types.

    The proposals are read once per page, from `time_zone_list`, when such a field is first entered.
    """

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The input with the address of its proposals."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"].update(
            {"data-time-zones": reverse("time_zone_list"), "list": "time-zones", "autocomplete": "off"}
        )
        context["widget"]["attrs"].setdefault("placeholder", "Europe/London")
        return context

    @property
    def media(self) -> forms.Media:
        """The script that fills the proposals."""
        return forms.Media(js=[versioned_static("pages/time-zones.js")])


class FoldedCheckboxes(forms.CheckboxSelectMultiple):
    """Check boxes of a large set: the usual and the checked ones in view, the rest folded behind a search field."""

    template_name = "pages/widgets/folded_checkboxes.html"

    def __init__(self, *args: Any, usual: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual = usual

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The options in two lists, those in view in the order of `usual`."""
        context = super().get_context(name, value, attrs)
        options = [option for _, group, _ in context["widget"]["optgroups"] for option in group]
        in_view = [option for option in options if option["selected"] or str(option["value"]) in self.usual]
        in_view.sort(key=self._position)
        context["widget"]["in_view"] = in_view
        context["widget"]["folded"] = [option for option in options if option not in in_view]
        return context

    def _position(self, option: dict[str, Any]) -> int:
        value = str(option["value"])
        return self.usual.index(value) if value in self.usual else len(self.usual)

    @property
    def media(self) -> forms.Media:
        """The script that searches the folded options."""
        return forms.Media(js=[versioned_static("pages/folded-checkboxes.js")])


class PeopleInput(forms.CheckboxSelectMultiple):
    """Check boxes of the chosen people; others are found in `person_list` by typing, however many there are."""

    template_name = "pages/widgets/people_input.html"
    choices: ModelChoiceIterator

    def optgroups(
        self,
        name: str,
        value: list[str],
        attrs: dict[str, Any] | None = None,
    ) -> list[tuple[str | None, list[dict[str, Any]], int | None]]:
        """One group of the chosen people."""
        chosen = self.choices.queryset.select_related("affiliation").filter(pk__in=value) if value else ()
        options = [
            self.create_option(name, person.pk, str(person), True, index, attrs=attrs)
            for index, person in enumerate(chosen)
        ]
        return [(None, options, 0)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The chosen people and where others are found."""
        context = super().get_context(name, value, attrs)
        context["widget"]["people"] = reverse("person_list")
        return context

    @property
    def media(self) -> forms.Media:
        """The script that finds people."""
        return forms.Media(js=[versioned_static("pages/people-input.js")])
