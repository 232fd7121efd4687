"""Panels of the page editor that show more than a field: what is inherited, and what happened in public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.forms import Media
from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.admin.staticfiles import versioned_static

from pages.moments import Moment, Precision, ZonePolicy
from pages.placing import say_reserved
from pages.site_paths import is_reserved

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


class AddressForm(WagtailAdminPageForm):
    """The form of a page, which leaves the public site's own addresses alone."""

    def clean(self) -> dict[str, Any]:
        """The values, unless the page would stand where the site has a page of its own."""
        values: dict[str, Any] = super().clean()
        slug = values.get("slug")
        if slug and self.parent_page is not None and is_reserved(slug, below=self.parent_page):
            self.add_error("slug", say_reserved(slug))
        return values


class EventForm(AddressForm):
    """The form of an event page. What it proposes for a new page is stored only with the form in view."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._restore_rows()
        if self.instance.pk is None and self.parent_page is not None:
            self._propose(self.instance.proposals_below(self.parent_page))

    def _restore_rows(self) -> None:
        """Let rows that are sent but stored no more, as those of an earlier version are, come back as new ones."""
        for formset in self.formsets.values() if self.is_bound else ():
            names = [f"{formset.add_prefix(index)}-id" for index in range(formset.initial_form_count())]
            sent = {name: key for name in names if (key := formset.data.get(name, "")).isdecimal()}
            stored = set(formset.model.objects.filter(pk__in=sent.values()).values_list("pk", flat=True))
            gone = [name for name, key in sent.items() if int(key) not in stored]
            if gone:
                rows = getattr(self.instance, formset.rel_name)
                rows.remove(*(row for row in rows.all() if row.pk and row.pk not in stored))
                formset.data = formset.data.copy()
                for name in gone:
                    formset.data[name] = ""

    def _propose(self, values: dict[str, Any]) -> None:
        for name in self.fields.keys() & {name for name, value in values.items() if value}:
            self.initial[name] = values[name]
            self.fields[name].help_text = _("Proposed. Change or clear it as you like.")


class InheritingFieldPanel(FieldPanel):
    """A field that names, while it is empty, what holds instead.

    The page says so itself: `inherited_text(field_name, parent)` gives the words, empty where nothing is inherited.
    """

    class BoundPanel(FieldPanel.BoundPanel):
        """The field with the inherited value in its help text and, where it has one, its placeholder."""

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.form is None or self.bound_field is None:
                return
            parent = getattr(self.form, "parent_page", None)
            text = self.instance.inherited_text(self.field_name, parent)
            if text:
                self.help_text = self.bound_field.help_text = _("Empty: as in the series, %(value)s.") % {"value": text}
                if hasattr(self.bound_field.field.widget, "input_type"):
                    self.bound_field.field.widget.attrs["placeholder"] = text


class FoldedPanel(MultiFieldPanel):
    """Fields that few editors need, folded inside another panel or a row; unfolded when one of them has an error."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        """A native disclosure, so that it works in rows that are added while one edits."""

        template_name = "pages/panels/folded_panel.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.summary = self.panel.heading
            self.heading = ""

        @property
        def has_errors(self) -> bool:
            """Whether one of the fields was refused."""
            names = self.panel.get_form_options().get("fields", [])
            return self.form is not None and any(name in self.form.errors for name in names)


class LinksPanel(InlinePanel):
    """The links of an event, with its stable addresses above them."""

    class BoundPanel(InlinePanel.BoundPanel):
        """The rows; of a page that is not stored yet, without the note."""

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.form is not None and self.instance.pk:
                self.help_text = self.say_stable_addresses()

        def say_stable_addresses(self) -> SafeString:
            """Which stable addresses the event has, and where another one is made."""
            url = f"{reverse('wagtailsnippets_pages_forwarding:add')}?event={self.instance.pk}"
            add = format_html('<a href="{}">{}</a>', url, _("Make a stable address"))
            known = format_html_join(", ", '<a href="{}">{}</a>', self.find_addresses())
            if not known:
                return format_html("{} {}", _("For an invitation that is replaced now and then:"), add)
            return format_html("{} {}. {}", _("Stable addresses of this page:"), known, add)

        def find_addresses(self) -> list[tuple[str, str]]:
            """Where each is changed, and the address."""
            rows = self.instance.forwardings.all()
            return [(reverse("wagtailsnippets_pages_forwarding:edit", args=[row.pk]), row.address) for row in rows]


class PublicHistoryPanel(Panel):
    """What changed on the page in public, in words; only to be read."""

    class BoundPanel(Panel.BoundPanel):
        """The latest changes of one page; hidden until the page, or the document it comes from, has been public."""

        template_name = "pages/panels/public_history.html"

        def is_shown(self) -> bool:
            """Whether there is a history."""
            page = self.instance
            return bool(page.pk and (page.first_published_at or page.date_changes.exists()))


def describe_moment(moment: Moment) -> str:
    """A moment in words for editors: "5 Nov 2017, 23:59 (America/Los_Angeles)"."""
    if moment.date is None:
        return _("to be announced")
    if moment.precision is Precision.MONTH:
        return formats.date_format(moment.date, "F Y")
    date = formats.date_format(moment.date, "j M Y")
    time = moment.time and formats.time_format(moment.time, "H:i")
    zone = _("anywhere on Earth") if moment.policy is ZonePolicy.AOE else time and moment.zone
    return f"{date}{f', {time}' if time else ''}{f' ({zone})' if zone else ''}"


class AttentionPanel(Panel):
    """What needs attention in the form as it is in view; filled and kept up to date by a script."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page, where its form is shown to somebody who can change it."""

        template_name = "pages/attention/panel.html"

        def is_shown(self) -> bool:
            """Whether there is a form that can be sent."""
            return self.form is not None and self.form.parent_page is not None

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            """Where the form is checked, and where once Wagtail has stored a new page by itself, with 0 for its key."""
            edited = reverse("attention:check_edited", args=[0])
            return {**super().get_context_data(parent_context), "check_url": self.check_url, "edited_url": edited}

        @property
        def check_url(self) -> str:
            """The address that answers the form's data."""
            if self.instance.pk is not None:
                return reverse("attention:check_edited", args=[self.instance.pk])
            options = self.instance._meta  # noqa: SLF001  # Django documents it
            return reverse(
                "attention:check_added", args=[options.app_label, options.model_name, self.form.parent_page.pk]
            )

        @property
        def media(self) -> Media:
            """The script, and how the notes at fields look."""
            return Media(
                js=[versioned_static("pages/attention.js")], css={"all": [versioned_static("pages/attention.css")]}
            )
