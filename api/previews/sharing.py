"""Drafts that editors share with people who are no users of the admin."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from api.previews.drafts import find_user_and_place, may_preview
from api.previews.models import Purpose, ReviewLink
from api.previews.showing import keep_unknown, send_to_site
from api.previews.tokens import PreviewToken, PreviewUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet


class Span(models.TextChoices):
    """How long a draft is shared."""

    HOUR = "hour", gettext_lazy("One hour")
    DAY = "day", gettext_lazy("One day")
    WEEK = "week", gettext_lazy("One week")


LENGTHS = {Span.HOUR: dt.timedelta(hours=1), Span.DAY: dt.timedelta(days=1), Span.WEEK: dt.timedelta(weeks=1)}


class SharingForm(forms.Form):
    """How long."""

    span = forms.ChoiceField(label=gettext_lazy("For how long"), choices=Span.choices, initial=Span.DAY)


class PageMixin:
    """A view of the page with the key `page_id`, for those who may edit it."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def page(self) -> Page:
        """The page; 404 for none. Raises `PermissionDenied`."""
        page = get_object_or_404(Page, pk=self.kwargs["page_id"]).specific
        if not may_preview(self.request.user, page, is_stored=True):  # type: ignore[arg-type]  # the admin knows its users
            raise PermissionDenied
        return page

    @property
    def links(self) -> QuerySet[ReviewLink]:
        """The links to the page that lead somewhere, the first to expire first."""
        return ReviewLink.objects.valid(timezone.now()).filter(page=self.page)

    def lead_back(self) -> HttpResponse:
        """To the links of the page."""
        return redirect("share_preview", self.page.pk)


class ShareView(PageMixin, WagtailAdminTemplateMixin, FormView):
    """The links to the draft of a page, and a form for another one."""

    form_class = SharingForm
    template_name = "api/previews/share.html"
    page_title = gettext_lazy("Share preview")
    header_icon = "view"

    def get_page_subtitle(self) -> str:
        """The page's title."""
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way through the page editor."""
        editor = {"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]), "label": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, editor, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """The links with their addresses."""
        rows = [(link, address_of(link)) for link in self.links.select_related("sharer")]
        return super().get_context_data(page=self.page, rows=rows, **context)

    def form_valid(self, form: SharingForm) -> HttpResponse:
        """Make the link."""
        user: Any = self.request.user
        now = timezone.now()
        until = now + LENGTHS[Span(form.cleaned_data["span"])]
        ReviewLink.objects.create(page_id=self.page.pk, sharer=user, made_at=now, expires_at=until)
        messages.success(self.request, _("Copy the link below. Whoever has it reads the latest saved draft."))
        return self.lead_back()


class RevokeView(PageMixin, View):
    """Lets the link with the key `link_id` lead nowhere."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Revoke it."""
        self.links.filter(pk=self.kwargs["link_id"]).update(revoked_at=timezone.now())
        messages.success(request, _("The link is revoked."))
        return self.lead_back()


def address_of(link: ReviewLink) -> str:
    """The absolute address of a link."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('review', args=[link.key])}"


@csrf_exempt
def review(_request: HttpRequest, key: str) -> HttpResponse:
    """The preview of the latest draft, for whoever has the link; 404 where there never was one, 410 afterwards.

    No method is refused, because Django logs the address of each request that is.
    """
    link = ReviewLink.objects.filter(key=key).first()
    if link is None:
        return say_that_it_is_gone(404)
    token = PreviewToken(Purpose.REVIEW, link.sharer_id, link.page_id, link=link.pk)
    try:
        find_user_and_place(token)
    except PreviewUnavailableError:
        return say_that_it_is_gone(410)
    return send_to_site(token)


def say_that_it_is_gone(status: int) -> HttpResponse:
    """A page in words."""
    return keep_unknown(HttpResponse(render_to_string("api/previews/gone.html"), status=status))


def offer_sharing(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The button in the page editor, for those who may edit the page."""
    del next_url
    if view_name == "edit" and page.pk and may_preview(user, page, is_stored=True):
        url = reverse("share_preview", args=[page.pk])
        yield Button(_("Share preview…"), url=url, icon_name="view", priority=62)
