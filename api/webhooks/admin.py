"""Webhooks in the admin's settings: whom to tell, and how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from api.webhooks import actions
from api.webhooks.forms import EndpointForm
from api.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from api.webhooks.views import ActionView, DeliveriesView, ReplayView, SecretView, announce_secret, warn_if_overdue

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ACTIONS = {
    "test": actions.send_test,
    "pause": actions.pause,
    "resume": actions.resume,
    "rotate": actions.rotate,
}
"""What can be done with an endpoint by a POST to `<name>/<pk>/`."""


def describe_last(endpoint: WebhookEndpoint) -> str:
    """The state of the newest message in words; empty before the first."""
    state = getattr(endpoint, "last_state", None)
    return str(DeliveryState(state).label) if state else ""


class EndpointIndexView(generic.IndexView):
    """Endpoints with the state of their newest message. Addresses may hold tokens: only their hosts are shown."""

    default_ordering = ("description", "pk")

    @cached_property
    def columns(self) -> list[Column]:
        """Name, state, newest message."""
        title = self._get_title_column_class(TitleColumn)
        return [
            title("__str__", accessor=str, label=_("Webhook"), get_url=self.get_log_url),
            Column("host", label=_("Host")),
            StatusTagColumn("state", label=_("State"), primary=lambda it: it.is_active),
            Column("last", accessor=describe_last, label=_("Last message")),
            DateColumn("last_at", label=_("Sent")),
        ]

    def get_log_url(self, endpoint: WebhookEndpoint) -> str | None:
        """Where the messages are, for those who may see them."""
        return reverse("webhooks:deliveries", args=[endpoint.pk]) if self.user_has_permission("change") else None

    def get_base_queryset(self) -> QuerySet[WebhookEndpoint]:
        """All endpoints with what their rows show, in one statement."""
        newest = WebhookDelivery.objects.filter(endpoint=OuterRef("pk")).order_by("-created_at", "-pk")
        return WebhookEndpoint.objects.annotate(
            last_state=Subquery(newest.values("state")[:1]), last_at=Subquery(newest.values("created_at")[:1])
        )

    def get_list_more_buttons(self, instance: WebhookEndpoint) -> list[Any]:
        """Wagtail's own, and the messages."""
        buttons = super().get_list_more_buttons(instance)
        if url := self.get_log_url(instance):
            buttons.append(Button(_("Messages"), url=url, icon_name="history", priority=5))
        return buttons

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list, with a warning if nobody sends."""
        warn_if_overdue(request)
        return super().get(request, *args, **kwargs)


class EndpointCreateView(generic.CreateView):
    """A new endpoint; its secret is shown next."""

    def get_success_url(self) -> str:
        """Where the secret is shown, once."""
        return announce_secret(self.request, self.object)


class WebhookViewSet(ModelViewSet):
    """Webhooks, among the settings."""

    model = WebhookEndpoint
    name = "webhooks"
    icon = "rotate"
    menu_label = _("Webhooks")
    menu_name = "webhooks"
    menu_order = 603
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = EndpointIndexView
    add_view_class = EndpointCreateView

    def get_form_class(self, for_update: bool = False) -> type[EndpointForm]:  # noqa: ARG002, FBT001, FBT002  # Wagtail's signature
        """The form of new and known endpoints."""
        return EndpointForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's own, the messages of an endpoint, its secret, and what can be done by a button."""
        doing = [path(f"{name}/<int:pk>/", ActionView.as_view(act=act), name=name) for name, act in ACTIONS.items()]
        return [
            *super().get_urlpatterns(),
            path("deliveries/<int:pk>/", DeliveriesView.as_view(), name="deliveries"),
            path("secret/<int:pk>/", SecretView.as_view(), name="secret"),
            path("replay/<int:pk>/", ReplayView.as_view(), name="replay"),
            *doing,
        ]
