"""The report “Needs attention”: open findings of the pages that the user may edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn, Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry

from pages.attention.filters import FindingFilters
from pages.attention.fixes import KINDS
from pages.attention.wording import editor_url, finding_of
from pages.checks import RULES
from pages.choices import FindingSeverity
from pages.models import StoredFinding

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from pages.models import FindingQuerySet


def name_page(finding: StoredFinding) -> str:
    """The title of the page's latest version."""
    return finding.event.get_admin_display_title()


def name_age(finding: StoredFinding) -> str:
    """How long ago it was seen first."""
    return timesince(finding.found_at, depth=1)


class ActionsColumn(BaseColumn):
    """Buttons that fix a finding, leave it as it is or open it again."""

    cell_template_name = "pages/attention/actions_cell.html"

    def get_cell_context_data(self, instance: StoredFinding, parent_context: dict[str, Any]) -> dict[str, Any]:
        """The finding, and how it could be fixed."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        return {
            **context,
            "finding": instance,
            "kind": KINDS.get(instance.code),
            "page_title": name_page(instance),
            "request": request,
            "next": request.get_full_path(),
        }


class AttentionReport(ReportView):
    """Findings, the gravest first, then by the date of the event."""

    model = StoredFinding
    filterset_class = FindingFilters
    results_template_name = "pages/attention/report_results.html"
    index_url_name = "attention:report"
    index_results_url_name = "attention:results"
    page_title = gettext_lazy("Needs attention")
    header_icon = "warning"
    export_filename = "needs-attention"
    permission_policy = policy_registry.get_by_type(Page)
    any_permission_required = ("add", "change", "publish")
    verbose_name = gettext_lazy("finding")
    verbose_name_plural = gettext_lazy("findings")
    columns = (
        StatusTagColumn(
            "severity",
            label=gettext_lazy("Severity"),
            classname="attention-severity",
            accessor="get_severity_display",
            primary=lambda finding: finding.severity == FindingSeverity.ERROR,
        ),
        TitleColumn(
            "page",
            label=gettext_lazy("Page"),
            classname="title attention-page",
            accessor=name_page,
            get_url=editor_url,
        ),
        Column(
            "finding",
            label=gettext_lazy("Finding"),
            classname="attention-finding",
            accessor=lambda it: finding_of(it).message,
        ),
        Column("advice", label=gettext_lazy("What to do"), accessor=lambda it: finding_of(it).advice),
        Column("age", label=gettext_lazy("Age"), accessor=name_age),
        ActionsColumn("actions", label=gettext_lazy("Actions")),
    )
    list_export = ("severity", "page", "address", "code", "finding", "advice", "found_at")
    export_headings: dict[str, _StrPromise] = {
        "severity": gettext_lazy("Severity"),
        "page": gettext_lazy("Page"),
        "address": gettext_lazy("Address"),
        "code": gettext_lazy("Code"),
        "finding": gettext_lazy("Finding"),
        "advice": gettext_lazy("What to do"),
        "found_at": gettext_lazy("Found"),
    }

    def get_base_queryset(self) -> FindingQuerySet:
        """The findings of rules that there are, with the pages that the user may edit."""
        findings = StoredFinding.objects.current().visible_to(self.request.user).filter(code__in=RULES)
        return findings.select_related("event").defer("event__body").in_order()

    def filter_queryset(self, queryset: FindingQuerySet) -> Any:
        """The findings that fit; the open ones where a filter cannot be understood."""
        return super().filter_queryset(queryset) if self.filters.is_valid() else queryset.open()

    def to_row_dict(self, item: StoredFinding) -> dict[str, Any]:
        """A line of the spreadsheet."""
        words = finding_of(item)
        return {
            "severity": item.get_severity_display(),
            "page": name_page(item),
            "address": item.event.url_path,
            "code": item.code,
            "finding": words.message,
            "advice": words.advice,
            "found_at": item.found_at,
        }

    @property
    def header_more_buttons(self) -> list[Button]:
        """Fixing whatever the list shows and is certain, besides Wagtail's exports."""
        buttons = list(super().header_more_buttons)
        return [*buttons, fix_all_button(self.request.GET.urlencode())]


def fix_all_button(query: str) -> Button:
    """Leads to the certain fixes of the findings that a query of the report picks."""
    return Button(
        _("Fix all that are certain"),
        url=f"{reverse('attention:fix_all')}?{query}",
        icon_name="check",
        priority=10,
    )
