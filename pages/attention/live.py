"""What needs attention in the page editor: checks of the form as it is in view, of which nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.utils import timezone
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView

from pages.attention.fixes import KINDS, suggest
from pages.attention.places import rows_at
from pages.checks import check_page, gather
from pages.choices import FindingSeverity
from pages.models import EventPage, StoredFinding
from pages.models.findings import make_digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from pages.checks import Finding


class LiveCheckMixin:
    """Answers the data of a page's form with what needs attention in it.

    As JSON: `is_valid`, false where values cannot be read; `summary` in words; and `groups` by severity with `label`
    and `items`: `message`, `advice`, `path`, `field` as the form names it, and `fix` with `label`, `before` and `after`
    where another value of that field does it.
    """

    http_method_names = ("post",)
    object: EventPage

    def get_object(self) -> EventPage:
        """The page without what is entered; raises `Http404` for one that is no event."""
        page = super().get_object()  # type: ignore[misc]  # a mixin of Wagtail's previews
        if not isinstance(page, EventPage):
            raise Http404
        return page

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> JsonResponse:
        """Check the page that the data make."""
        try:
            form = self.get_form(request.POST)  # type: ignore[attr-defined]  # a mixin of Wagtail's previews
            is_valid = self.validate_form(form)  # type: ignore[attr-defined]
        except (MultiValueDictKeyError, ValueError, ValidationError):
            # Lists of blocks insist on their counters, and lists of rows on their keys.
            is_valid = False
        if not is_valid:
            return JsonResponse({"is_valid": False})
        page = form.save(commit=False)
        findings = self.open_findings(check_page(page, surroundings=gather([page], now=timezone.now())))
        items = [describe(it, page=page, form=form) for it in findings]
        return JsonResponse({"is_valid": True, "summary": summarise(findings), "groups": group(findings, items)})

    def open_findings(self, findings: Sequence[Finding]) -> list[Finding]:
        """The findings but for those that are left as they are."""
        key = self.object.pk
        stored = StoredFinding.objects.filter(event=key).exclude(dismissed_at=None) if key else ()
        left = {make_digest(it.code, path="", details=it.details) for it in stored}
        return [it for it in findings if make_digest(it.code, path="", details=it.details) not in left]


class CheckEditedView(LiveCheckMixin, PreviewOnEditView):
    """Checks the form of a stored page, for those who may edit it."""


class CheckAddedView(LiveCheckMixin, PreviewOnCreateView):
    """Checks the form of a new page, for those who may add one there."""

    http_method_names = ("post",)

    def get_object(self) -> EventPage:
        """A page of the type; raises `Http404` for a type of no events."""
        model = self.content_type.model_class()
        if model is None or not issubclass(model, EventPage) or not model.is_creatable:
            raise Http404
        return super().get_object()


def summarise(findings: Sequence[Finding]) -> str:
    """How many there are, in words."""
    count = len(findings)
    if not count:
        return _("Nothing needs attention.")
    return ngettext("%(count)s finding needs attention.", "%(count)s findings need attention.", count) % {
        "count": count
    }


def group(findings: Sequence[Finding], items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items by severity, the gravest first; without empty groups."""
    groups = [
        {
            "severity": severity.value,
            "label": str(severity.label),
            "items": [item for it, item in zip(findings, items, strict=True) if it.rule.severity == severity],
        }
        for severity in FindingSeverity
    ]
    return [it for it in groups if it["items"]]


def describe(finding: Finding, *, page: EventPage, form: Any) -> dict[str, Any]:
    """A finding as plain values."""
    return {
        "message": finding.message,
        "advice": finding.advice,
        "path": finding.path,
        "field": field_name(form, page=page, path=finding.path),
        "fix": describe_fix(finding, page=page),
    }


def describe_fix(finding: Finding, *, page: EventPage) -> dict[str, str] | None:
    """The change of one value that fixes a finding; None where there is none."""
    kind = KINDS.get(finding.code)
    fix = suggest(finding, page) if kind and kind.is_text else None
    if kind is None or fix is None or not fix.is_value:
        return None
    return {"label": str(kind.label), "before": fix.before, "after": fix.after}


def field_name(form: Any, *, page: EventPage, path: str) -> str:
    """The name of a field's control in the form; empty for the page as a whole and for a list of rows."""
    relation, _dot, rest = path.partition(".")
    if not rest:
        return path
    number, _dot, name = rest.partition(".")
    rows = rows_at(page, relation)
    if relation not in form.formsets or not number.isdecimal() or int(number) >= len(rows):
        return ""
    row = rows[int(number)]
    forms = form.formsets[relation].forms
    found = next((it for it in forms if it.instance is row or (row.pk and it.instance.pk == row.pk)), None)
    return f"{found.prefix}-{name}" if found is not None else ""
