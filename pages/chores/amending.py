"""Changing a stored page in one respect, so that what is public stays apart from what is only drafted."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from pages.models import DateChange
from pages.models.publishing import content_saved

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import User

    from pages.models import EventPage

    Change = Callable[[EventPage], bool]
    """Alters the page object in hand; False where there was nothing to alter. Stores nothing."""


class Outcome(StrEnum):
    """What became of a page."""

    PUBLISHED = "published"
    DRAFTED = "drafted"
    UNCHANGED = "unchanged"


def find_obstacle(page: EventPage, user: User) -> str:
    """Why the user cannot change the page now, in words; empty where nothing is in the way."""
    rights = page.permissions_for_user(user)
    if not rights.can_edit():
        return _("You may not change this page.")
    if page.alias_of_id:
        return _("It shows another page. Change that one.")
    if page.workflow_in_progress:
        return _("It is being reviewed.")
    if rights.page_locked():
        return _("It is locked, or its publication is scheduled.")
    return ""


def is_published_by(user: User, page: EventPage) -> bool:
    """Whether what the user changes on the page becomes public at once."""
    return page.live and page.permissions_for_user(user).can_publish()


def amend(page: EventPage, change: Change, *, user: User, reason: str = "") -> Outcome:
    """Let `change` alter what is public of a page and what is drafted, each by itself; all or nothing.

    What is drafted besides stays a draft, also what was saved since `page` was read; one that is gone or that something
    is in the way of by now is left alone. Without the right to publish only the draft is changed. `reason` goes with
    the dates that are published anew by it.
    """
    with transaction.atomic():
        stored = type(page).objects.select_for_update().filter(pk=page.pk).first()
        if stored is None or find_obstacle(stored, user):
            return Outcome.UNCHANGED
        page = stored
        draft = page.get_latest_revision_as_object()
        if not is_published_by(user, page):
            return save_draft(draft, user=user) if change(draft) else Outcome.UNCHANGED
        if not page.has_unpublished_changes:
            return publish(draft, user=user, reason=reason) if change(draft) else Outcome.UNCHANGED
        return amend_both(type(page).objects.get(pk=page.pk), draft, change, user=user, reason=reason)


def amend_both(public: EventPage, draft: EventPage, change: Change, *, user: User, reason: str) -> Outcome:
    """Alter what is public, and put the altered draft on top of it again."""
    is_public_changed, is_draft_changed = change(public), change(draft)
    if is_public_changed:
        publish(public, user=user, reason=reason)
    if is_public_changed or is_draft_changed:
        save_draft(draft, user=user)
    if is_public_changed:
        return Outcome.PUBLISHED
    return Outcome.DRAFTED if is_draft_changed else Outcome.UNCHANGED


def save_draft(draft: EventPage, *, user: User) -> Outcome:
    """Store the page object in hand as the latest version; the row of a page that is not public holds the same."""
    if not draft.live:
        draft.save(clean=False)
    draft.save_revision(user=user, log_action=True, clean=False)
    return Outcome.DRAFTED


def publish(page: EventPage, *, user: User, reason: str = "") -> Outcome:
    """Publish the page object in hand, and note the reason with the dates that move by it."""
    known = set(page.date_changes.values_list("pk", flat=True)) if reason else set()
    page.save_revision(user=user, log_action=True, clean=False).publish(user=user)
    if reason and DateChange.objects.filter(event=page.pk).exclude(pk__in=known).update(reason=reason):
        stored = type(page).objects.get(pk=page.pk)
        content_saved.send(sender=type(page), page=stored, is_moved=False)
    return Outcome.PUBLISHED
