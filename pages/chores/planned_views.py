"""What the forms of chores share: who may open them, and that what they do is seen first."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from pages.chores.amending import Outcome
from pages.models import EventPage, SeminarSeriesPage

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


class ChoreView(WagtailAdminTemplateMixin, FormView):
    """A form about one page, for those who `may`."""

    page_type: type[EventPage] = EventPage
    template_name = "pages/chores/form.html"
    introduction: Any = ""
    action_label: Any = ""

    @staticmethod
    def may(page: EventPage, user: Any) -> bool:
        """Whether the user may do this with a page of the type."""
        raise NotImplementedError

    @cached_property
    def object(self) -> Any:
        """The page."""
        return get_object_or_404(self.page_type, pk=self.kwargs["page_id"]).specific

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse as Wagtail does."""
        if not self.may(self.object, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """The title as editors know it."""
        return str(self.object.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Where the page stands, and this view."""
        ancestors = get_breadcrumbs_items_for_page(self.object, self.request.user)
        return [*ancestors, {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the template says around the form."""
        words = {
            "introduction": self.introduction,
            "action_label": self.action_label,
            "cancel_url": self.get_back_url(),
        }
        return {**super().get_context_data(**kwargs), **words}

    def get_back_url(self) -> str:
        """The explorer: at a series, else at what the page lies below."""
        place = self.object if isinstance(self.object, SeminarSeriesPage) else self.object.get_parent()
        return reverse("wagtailadmin_explore", args=[place.pk])


class PlannedView(ChoreView):
    """A form whose effects are shown in a table first. They are done only as they were shown."""

    template_name = "pages/chores/plan.html"
    columns: tuple[Any, ...] = ()

    def plan(self, form: Any) -> list[Any]:
        """What would be done."""
        raise NotImplementedError

    def describe(self, rows: list[Any]) -> list[dict[str, Any]]:
        """A row of the table for each: `cells`, `notes` and `is_left`."""
        raise NotImplementedError

    def carry_out(self, rows: list[Any], form: Any) -> None:
        """Do it, and tell."""
        raise NotImplementedError

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Show what would be done, or do what was shown."""
        rows = self.plan(form)
        table = self.describe(rows)
        seen = hashlib.sha256(repr(table).encode()).hexdigest()
        if self.request.POST.get("seen") == seen and any(not row["is_left"] for row in table):
            self.carry_out(rows, form)
            return redirect(self.get_back_url())
        is_outdated = "carry_out" in self.request.POST
        context = {"form": form, "table": table, "seen": seen, "columns": self.columns, "is_outdated": is_outdated}
        context["number"] = sum(not row["is_left"] for row in table)
        return self.render_to_response(self.get_context_data(**context))


def tell_outcomes(request: HttpRequest, outcomes: list[Outcome]) -> None:
    """Say how many pages were changed in public, and how many in their drafts only."""
    published, drafted = outcomes.count(Outcome.PUBLISHED), outcomes.count(Outcome.DRAFTED)
    if published:
        told = ngettext("%(number)s page was changed in public.", "%(number)s pages were changed in public.", published)
        messages.success(request, told % {"number": published})
    if drafted:
        told = ngettext("%(number)s draft was changed.", "%(number)s drafts were changed.", drafted)
        messages.success(request, told % {"number": drafted})
    if not published and not drafted:
        messages.warning(request, _("There was nothing to change."))
