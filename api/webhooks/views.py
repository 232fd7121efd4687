"""Pages and buttons of endpoints, for those who may change them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import ListView, TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from api.webhooks.actions import NotNowError, rotate, send_again
from api.webhooks.models import WebhookDelivery, WebhookEndpoint
from api.webhooks.upkeep import count_overdue

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

SECRET_FLAG = "webhook_secret_of"  # noqa: S105  # the name of a place in the session
"""The session holds the key of the endpoint whose secret is shown next, and not the secret."""


def announce_secret(request: HttpRequest, endpoint: WebhookEndpoint) -> str:
    """Have the secret shown once; returns where."""
    request.session[SECRET_FLAG] = endpoint.pk
    return reverse("webhooks:secret", args=[endpoint.pk])


def warn_if_overdue(request: HttpRequest) -> None:
    """Say that nobody sends, if messages should have been sent minutes ago."""
    overdue = count_overdue()
    if overdue:
        text = _("Messages have been waiting for more than five minutes: %(count)s. Does manage.py worker run?")
        messages.warning(request, text % {"count": overdue})


class EndpointMixin(PermissionCheckedMixin):
    """A view of the endpoint with the key `pk`, for those who may change endpoints."""

    model: Any = WebhookEndpoint
    permission_required: str | None = "change"
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def endpoint(self) -> WebhookEndpoint:
        """The endpoint; 404 for none."""
        return get_object_or_404(WebhookEndpoint, pk=self.kwargs["pk"])


class EndpointPageMixin(EndpointMixin, WagtailAdminTemplateMixin):
    """A page below the list of endpoints."""

    header_icon = "rotate"

    def get_page_subtitle(self) -> str:
        """The endpoint's name."""
        return str(self.endpoint)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way through the list."""
        listing = {"url": reverse("webhooks:index"), "label": _("Webhooks")}
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, listing, here]


class DeliveriesView(EndpointPageMixin, ListView):
    """The messages of an endpoint, the newest first, and the buttons."""

    page_title = gettext_lazy("Webhook")
    template_name = "api/webhooks/deliveries.html"
    paginate_by = 30
    context_object_name = "deliveries"

    def get_queryset(self) -> QuerySet[WebhookDelivery]:
        """Messages with their attempts."""
        return self.endpoint.deliveries.prefetch_related("log").order_by("-created_at", "-pk")

    @cached_property
    def header_buttons(self) -> list[Component]:
        """To the form."""
        return [HeaderButton(_("Edit"), url=reverse("webhooks:edit", args=[self.endpoint.pk]), icon_name="edit")]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """The endpoint beside the messages."""
        return super().get_context_data(endpoint=self.endpoint, **context)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, with a warning if nobody sends."""
        warn_if_overdue(request)
        return super().get(request, *args, **kwargs)


class SecretView(EndpointPageMixin, TemplateView):
    """The secret, once after it was made, for whoever has made it."""

    permission_required = None
    any_permission_required = ("add", "change")
    page_title = gettext_lazy("Secret")
    template_name = "api/webhooks/secret.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """The endpoint, with the secret if it is its turn."""
        is_shown = self.request.session.pop(SECRET_FLAG, None) == self.endpoint.pk
        secret = self.endpoint.secret if is_shown else ""
        context["may_change"] = self.user_has_permission("change")
        return super().get_context_data(endpoint=self.endpoint, secret=secret, **context)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, which nothing keeps."""
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response


class ActionView(EndpointMixin, View):
    """A button: does `act` and leads back to the messages, or to the new secret."""

    http_method_names = ["post"]
    act: Callable[[WebhookEndpoint], str] | None = None

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Do it, or say why not."""
        if self.act is None:
            raise TypeError("as_view() needs act=")
        tell(request, self.act, self.endpoint)
        if self.act is rotate:
            return redirect(announce_secret(request, self.endpoint))
        return redirect("webhooks:deliveries", self.endpoint.pk)


class ReplayView(PermissionCheckedMixin, View):
    """Sends the message with the key `pk` again."""

    model = WebhookEndpoint
    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it, or say why not."""
        delivery = get_object_or_404(WebhookDelivery.objects.select_related("endpoint"), pk=pk)
        tell(request, send_again, delivery)
        return redirect("webhooks:deliveries", delivery.endpoint_id)


def tell(request: HttpRequest, act: Callable[[T], str], subject: T) -> None:
    """Do something and say how it went."""
    try:
        messages.success(request, act(subject))
    except NotNowError as error:
        messages.error(request, str(error))
