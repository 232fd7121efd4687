"""The public history of a page in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page
from wagtail.models import Page

from pages.history.reading import PublicHistory
from pages.models import EventPage

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from pages.history.reading import Happening

PER_PAGE = 20


class PublicHistoryView(WagtailAdminTemplateMixin, TemplateView):
    """What the public could read of a page and when, newest first; for those who may edit or publish the page."""

    template_name = "pages/history/public_history.html"
    page_title = _("Public history")
    header_icon = "history"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whom Wagtail's own history of the page refuses."""
        rights = self.object.permissions_for_user(request.user)
        if not (rights.can_publish() or rights.can_edit()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def object(self) -> EventPage:
        """The event."""
        page: EventPage = get_object_or_404(EventPage, pk=self.kwargs["page_id"]).specific
        return page

    def get_page_subtitle(self) -> str:
        """The title as editors know it."""
        return str(self.object.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Where the page stands, and this view."""
        ancestors = get_breadcrumbs_items_for_page(self.object, self.request.user)
        return [*ancestors, {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of the history."""
        history: Any = PublicHistory(self.object)
        paginator: Paginator[Happening] = Paginator(history, PER_PAGE)
        stretch = paginator.get_page(self.request.GET.get("p"))
        context = super().get_context_data(**kwargs)
        context.update(
            happenings=stretch.object_list,
            items=stretch,
            elided_page_range=paginator.get_elided_page_range(stretch.number),
            page=self.object,
        )
        return context


def may_see(page: Page, user: Any) -> bool:
    """Whether the user may read the history of a page, and the page has one."""
    if not isinstance(page.specific_deferred, EventPage):
        return False
    rights = page.permissions_for_user(user)
    return bool(rights.can_publish() or rights.can_edit())
