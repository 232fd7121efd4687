"""What waits for an editor's decision, and what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState

from pages.choices import FindingSeverity
from pages.dashboard.coming import describe_instant, edit_url
from pages.dashboard.items import Item
from pages.models import CompletionLink, ImportJob, ImportState, StoredFinding

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

SHOWN = 8


def waiting_items(user: AbstractUser) -> tuple[Item, ...]:
    """Drafts to be reviewed and answers of speakers that the user may decide about."""
    return (*reviews(user), *answers(user))


def reviews(user: AbstractUser) -> list[Item]:
    """The drafts that the user may approve, the longest waiting first."""
    states = TaskState.objects.reviewable_by(user).filter(
        revision__base_content_type=ContentType.objects.get_for_model(Page)
    )
    rows = states.order_by("started_at", "pk").select_related("revision").defer("revision__content")[:SHOWN]
    return [
        Item(
            title=state.revision.object_str,
            url=edit_url(int(state.revision.object_id)),
            when=describe_instant(state.started_at),
            states=(_("Draft to be reviewed"),),
        )
        for state in rows
    ]


def answers(user: AbstractUser) -> list[Item]:
    """What speakers have sent."""
    return [
        Item(
            title=f"{link.person.name}: {link.talk.get_admin_display_title()}",
            url=reverse("completion_review", args=[link.pk]),
            when=describe_instant(link.sent_at) if link.sent_at else "",
            states=(_("Answer of a speaker"),),
        )
        for link in CompletionLink.objects.waiting_for(user)[:SHOWN]
    ]


def failed_imports(user: AbstractUser) -> tuple[Item, ...]:
    """The user's own imports that failed, the latest first."""
    jobs = ImportJob.objects.filter(owner=user.pk, state=ImportState.FAILED).select_related("target")
    return tuple(
        Item(
            title=_("Import into “%(page)s”") % {"page": job.target.get_admin_display_title()},
            url=job.get_absolute_url(),
            when=describe_instant(job.created_at),
            note=job.message,
        )
        for job in jobs.defer("preview", "decisions", "report", "undo").order_by("-created_at", "-pk")[:SHOWN]
    )


def count_findings(user: AbstractUser) -> dict[str, int]:
    """How many findings are open by severity, the worst first, without zeros."""
    found = StoredFinding.objects.open().visible_to(user).order_by()
    numbers = dict(found.values_list("severity").annotate(Count("pk")))
    return {severity.value: numbers[severity] for severity in FindingSeverity if severity in numbers}
