"""Stable addresses among the menu of events: a list, a form, and the history of what they led to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permissions import policy_registry
from wagtail.snippets.views import chooser, snippets
from wagtail.snippets.views.snippets import SnippetViewSet

from pages.models import EventPage, Forwarding


def own_addresses(user: Any) -> QuerySet[Forwarding]:
    """The stable addresses that a user may see and change."""
    policy = policy_registry.get_by_type(Forwarding)
    addresses: QuerySet[Forwarding] = policy.instances_user_has_permission_for(user, "change")
    return addresses


class ForwardingForm(WagtailAdminModelForm):
    """The form of a stable address; its event is one that the user may edit."""

    for_user: Any

    def clean_event(self) -> EventPage:
        """The event."""
        event: EventPage = self.cleaned_data["event"]
        if not event.permissions_for_user(self.for_user).can_edit():
            raise forms.ValidationError(_("Choose an event whose page you may edit."), code="not_yours")
        return event


class OwnAddressMixin:
    """A view of one stable address, for those who may change it."""

    def get_object(self, *args: Any, **kwargs: Any) -> Forwarding:
        """The stable address; raises `PermissionDenied`."""
        found: Forwarding = super().get_object(*args, **kwargs)  # type: ignore[misc]  # Wagtail's view stands behind
        if not own_addresses(self.request.user).filter(pk=found.pk).exists():  # type: ignore[attr-defined]  # as above
            raise PermissionDenied
        return found


class HeadingMixin:
    """A form whose page has a heading, which Wagtail's templates of forms ask for as `title`."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The heading beside the form."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # Wagtail's view stands behind
        return {**context, "title": context["header_title"]}


class AddView(HeadingMixin, snippets.CreateView):
    """A new stable address, of the event in `?event=` if the user may edit it."""

    def get_initial_form_instance(self) -> Forwarding:
        """An address that is still to be filled in."""
        key = self.request.GET.get("event", "")
        event = EventPage.objects.filter(pk=key).first() if key.isdecimal() and len(key) < 10 else None  # noqa: PLR2004  # keys are 32 bits
        if event is None or not event.permissions_for_user(self.request.user).can_edit():
            return Forwarding()
        return Forwarding(event=event, community=event.slug[:100])


class EditView(HeadingMixin, OwnAddressMixin, snippets.EditView):
    """The form of one."""


class DeleteView(OwnAddressMixin, snippets.DeleteView):
    """The question before it goes."""


class UsageView(OwnAddressMixin, snippets.UsageView):
    """Where it is used."""


class HistoryView(OwnAddressMixin, snippets.HistoryView):
    """Who changed it, and what it led to."""


class RevisionsCompareView(OwnAddressMixin, snippets.RevisionsCompareView):
    """Two versions of it."""


class OwnChoiceMixin:
    """A list of stable addresses to choose from."""

    def get_object_list(self) -> QuerySet[Forwarding]:
        """Those that the user may change."""
        return own_addresses(self.request.user)  # type: ignore[attr-defined]  # Wagtail's view stands behind


class ChooseView(OwnChoiceMixin, chooser.ChooseView):
    """The whole dialog."""


class ChooseResultsView(OwnChoiceMixin, chooser.ChooseResultsView):
    """What a search in it finds."""


class ForwardingChooserViewSet(chooser.SnippetChooserViewSet):
    """Chooses a stable address."""

    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView


class ForwardingViewSet(SnippetViewSet):
    """Stable addresses."""

    model = Forwarding
    icon = "link"
    menu_label = _("Stable addresses")
    menu_order = 155
    add_to_admin_menu = True
    list_display = [
        Column("path", label=_("Address"), sort_key="community"),
        Column("event", label=_("Event")),
        Column("url", label=_("Leads to")),
        DateColumn("expires_on", label=_("Last day"), sort_key="expires_on"),
        Column("get_access_display", label=_("For whom"), sort_key="access"),
    ]
    search_fields = ["community", "name", "note"]
    ordering = ("community", "name", "pk")
    list_per_page = 50
    copy_view_enabled = False
    inspect_view_enabled = False
    edit_handler = ObjectList(Forwarding.panels, base_form_class=ForwardingForm)
    add_view_class = AddView
    edit_view_class = EditView
    delete_view_class = DeleteView
    usage_view_class = UsageView
    history_view_class = HistoryView
    revisions_compare_view_class = RevisionsCompareView
    chooser_viewset_class = ForwardingChooserViewSet

    def get_queryset(self, request: Any) -> QuerySet[Forwarding]:
        """Those of the pages that the user may edit, with what their rows show."""
        return own_addresses(request.user).select_related("event")

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """None of their own: the permission to edit the event's page is what counts."""
        return Permission.objects.none()
