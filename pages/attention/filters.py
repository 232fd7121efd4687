"""What the report of findings can be narrowed down by."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.filters import (  # type: ignore[import-untyped]  # django-filter ships no types
    ChoiceFilter,
    ModelChoiceFilter,
    MultipleChoiceFilter,
)
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from pages.attention.wording import FAMILIES
from pages.choices import FindingSeverity
from pages.models import EventIndexPage, ForumPage, SeminarSeriesPage, StoredFinding

if TYPE_CHECKING:
    from django.http import HttpRequest

    from pages.models import FindingQuerySet

AGES = (("-7", _("New this week")), ("7", _("Older than a week")), ("30", _("Older than a month")))
"""Days since a finding was seen first, a minus for those of fewer."""

DISMISSED = "dismissed"


def communities(request: HttpRequest | None) -> QuerySet[Page]:
    """The pages that collect events, and the forums, as far as the user may edit something there."""
    if request is None:
        return Page.objects.none()
    pages = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return pages.type(EventIndexPage, SeminarSeriesPage, ForumPage).order_by("path")


class FindingFilters(WagtailFilterSet):
    """Picks findings; those that are left as they are only when they are asked for."""

    severity = MultipleChoiceFilter(label=_("Severity"), choices=FindingSeverity.choices, widget=CheckboxSelectMultiple)
    community = ModelChoiceFilter(label=_("Community"), queryset=communities, method="pick_community")
    family = MultipleChoiceFilter(
        label=_("About"), choices=tuple(FAMILIES.items()), widget=CheckboxSelectMultiple, method="pick_families"
    )
    age = ChoiceFilter(label=_("Age"), choices=AGES, method="pick_age")
    state = ChoiceFilter(
        label=_("State"),
        choices=((DISMISSED, _("Left as they are")),),
        empty_label=_("Open"),
        method="pick_state",
    )

    class Meta:
        model = StoredFinding
        fields: list[str] = []

    def filter_queryset(self, queryset: FindingQuerySet) -> Any:
        """The findings that fit, open unless the others are asked for."""
        findings = super().filter_queryset(queryset)
        return findings if self.form.cleaned_data.get("state") == DISMISSED else findings.open()

    def pick_community(self, findings: FindingQuerySet, _name: str, page: Page | None) -> FindingQuerySet:
        """The findings of a page and of those below it."""
        return findings.filter(event__path__startswith=page.path) if page else findings

    def pick_families(self, findings: FindingQuerySet, _name: str, families: list[str]) -> FindingQuerySet:
        """The findings of checks with codes of some letters."""
        return findings.filter(reduce(or_, [Q(code__startswith=it) for it in families])) if families else findings

    def pick_age(self, findings: FindingQuerySet, _name: str, days: str) -> FindingQuerySet:
        """The findings that were seen first before or after some days ago."""
        limit = timezone.now() - dt.timedelta(days=abs(int(days)))
        return findings.filter(found_at__gt=limit) if int(days) < 0 else findings.filter(found_at__lte=limit)

    def pick_state(self, findings: FindingQuerySet, _name: str, _state: str) -> FindingQuerySet:
        """The findings that are left as they are."""
        return findings.dismissed()
