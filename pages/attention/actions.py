"""What the buttons of the report do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.permissions import policy_registry

from pages.attention.filters import FindingFilters
from pages.attention.fixes import CERTAIN, KINDS
from pages.attention.repair import Result, propose_stored, repair
from pages.checks import RULES
from pages.models import EventPage, StoredFinding

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, User
    from django.http import HttpRequest, HttpResponse

    from pages.attention.repair import Proposal
    from pages.models import FindingQuerySet

MOST_FIXES = 100
"""Findings that are fixed in one request."""

LONGEST_KEY = 18
"""Digits of a primary key that every database can compare with."""

SAYINGS = {
    Result.PUBLISHED: gettext_lazy("“%(title)s” is corrected and published."),
    Result.DRAFT: gettext_lazy("“%(title)s” is corrected in its draft. Publish it when it is ready."),
    Result.UNCHANGED: gettext_lazy("“%(title)s” has changed meanwhile: there is nothing left to correct."),
    Result.LOCKED: gettext_lazy("“%(title)s” is locked. Nothing was changed."),
    Result.REFUSED: gettext_lazy("“%(title)s” cannot be saved as it is. Open it, and mend what the editor marks."),
}


def tell(request: HttpRequest, result: Result, *, title: str) -> None:
    """Say what became of a page."""
    say = messages.success if result in {Result.PUBLISHED, Result.DRAFT} else messages.warning
    say(request, str(SAYINGS[result]) % {"title": title})


class FindingActionMixin:
    """A view of one finding of a page that the user may edit."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def finding(self) -> StoredFinding:
        """The finding; raises `PermissionDenied` for a page that is not the user's to edit."""
        findings = StoredFinding.objects.current().filter(code__in=RULES).select_related("event")
        finding = get_object_or_404(findings, pk=self.kwargs["pk"])
        if not finding.event.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return finding

    def go_back(self) -> HttpResponse:
        """To the list that the user comes from."""
        return HttpResponseRedirect(get_valid_next_url_from_request(self.request) or reverse("attention:report"))


class DismissView(FindingActionMixin, View):
    """Leaves a finding as it is, for everybody."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Keep who decided so, and when."""
        user = cast("User", request.user)
        self.finding.dismissed_at, self.finding.dismissed_by = timezone.now(), user
        self.finding.save(update_fields=["dismissed_at", "dismissed_by"])
        messages.success(request, _("It is left as it is, and comes back only if it changes."))
        return self.go_back()


class ReopenView(FindingActionMixin, View):
    """Takes back that a finding is left as it is."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Open it again."""
        self.finding.dismissed_at = self.finding.dismissed_by = None
        self.finding.save(update_fields=["dismissed_at", "dismissed_by"])
        messages.success(request, _("It is open again."))
        return self.go_back()


class FixView(FindingActionMixin, WagtailAdminTemplateMixin, TemplateView):
    """Shows what a fix would change, and makes it."""

    http_method_names = ("get", "post")
    template_name = "pages/attention/fix.html"
    header_icon = "check"
    page_title = gettext_lazy("Correct a page")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way back to the report."""
        return [*super().get_breadcrumbs_items(), *crumbs(str(self.page_title))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page with its fixes; none where the finding is there no more."""
        return {
            **super().get_context_data(**kwargs),
            "changes": describe_changes(propose_stored([self.finding])),
            "action": reverse("attention:fix", args=[self.finding.pk]),
            "next": get_valid_next_url_from_request(self.request) or reverse("attention:report"),
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Fix it."""
        finding, user = self.finding, cast("AbstractUser", request.user)
        if finding.code not in KINDS:
            raise PermissionDenied
        result = repair(finding.event_id, {finding.digest}, user=user)
        tell(request, result, title=finding.event.get_admin_display_title())
        return self.go_back()


class FixAllView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Shows the certain fixes of what the report lists, and makes those that were shown."""

    permission_policy = policy_registry.get_by_type(Page)
    any_permission_required = ("add", "change", "publish")
    http_method_names = ("get", "post")
    template_name = "pages/attention/fix.html"
    header_icon = "check"
    page_title = gettext_lazy("Fix all that are certain")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way back to the report."""
        return [*super().get_breadcrumbs_items(), *crumbs(str(self.page_title))]

    def open_findings(self) -> FindingQuerySet:
        """What could be fixed with certainty, of the pages that the user may edit."""
        findings = StoredFinding.objects.open().visible_to(self.request.user)
        return findings.filter(code__in=[code for code in CERTAIN if code in RULES])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The first fixes, and how many findings there are."""
        filters = FindingFilters(self.request.GET, queryset=self.open_findings(), request=self.request)
        listed = filters.qs.select_related("event").in_order()
        findings = list(listed[:MOST_FIXES])
        address = reverse("attention:report")
        query = self.request.GET.urlencode()
        return {
            **super().get_context_data(**kwargs),
            "changes": describe_changes(propose_stored(findings)),
            "findings": findings,
            "left_over": max(listed.count() - MOST_FIXES, 0) if len(findings) == MOST_FIXES else 0,
            "action": reverse("attention:fix_all"),
            "next": f"{address}?{query}" if query else address,
        }

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Fix what was shown, each page on its own."""
        sent = request.POST.getlist("finding")[:MOST_FIXES]
        keys = [int(key) for key in sent if key.isdecimal() and len(key) <= LONGEST_KEY]
        digests: dict[int, set[str]] = {}
        for page, digest in self.open_findings().filter(pk__in=keys).values_list("event_id", "digest"):
            digests.setdefault(page, set()).add(digest)
        titles, user = EventPage.objects.in_bulk(digests), cast("AbstractUser", request.user)
        results = {page: repair(page, digests[page], user=user) for page in titles}
        self.tell_all(results, titles={key: page.get_admin_display_title() for key, page in titles.items()})
        return HttpResponseRedirect(get_valid_next_url_from_request(request) or reverse("attention:report"))

    def tell_all(self, results: dict[int, Result], *, titles: dict[int, str]) -> None:
        """Count the pages that were corrected, and name those that were not."""
        counts = Counter(results.values())
        done, drafts = counts[Result.PUBLISHED] + counts[Result.DRAFT], counts[Result.DRAFT]
        text = ngettext("%(count)s page is corrected", "%(count)s pages are corrected", done) % {"count": done}
        more = ngettext("%(count)s of them as a draft", "%(count)s of them as drafts", drafts) % {"count": drafts}
        messages.success(self.request, f"{text}, {more}." if drafts else f"{text}.")
        for key, result in results.items():
            if result not in {Result.PUBLISHED, Result.DRAFT}:
                tell(self.request, result, title=titles[key])


def crumbs(title: str) -> list[dict[str, str]]:
    """The report, and the page itself."""
    return [
        {"url": reverse("attention:report"), "label": str(_("Needs attention"))},
        {"url": "", "label": title},
    ]


def describe_changes(changes: list[tuple[EventPage, list[Proposal]]]) -> list[dict[str, Any]]:
    """What would change, page by page."""
    return [
        {
            "title": page.title,
            "fixes": [
                {"label": KINDS[it.finding.code].label, "message": it.finding.message, "fix": it.fix}
                for it in proposals
            ],
        }
        for page, proposals in changes
    ]
