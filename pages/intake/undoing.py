"""An import taken back: what it made goes, what it changed is as before, and what was touched since stays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.images.models import Image
from wagtail.models import ModelLogEntry, Page, ReferenceIndex, Revision

from pages.models import (
    Contribution,
    EventPage,
    ImportedDocument,
    ImportJob,
    ImportState,
    Organisation,
    Person,
    Session,
    Topic,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import User
    from django.db.models import Model

MODELS: tuple[tuple[str, type[Model]], ...] = (
    ("person", Person),
    ("topic", Topic),
    ("image", Image),
    ("organisation", Organisation),
)
"""What an import may have made besides pages: those that point to others come first."""

USES: dict[str, tuple[tuple[Any, str], ...]] = {
    "person": ((Contribution.objects, "person"), (Session.objects, "speakers")),
    "organisation": ((Person.objects, "affiliation"),),
    "topic": ((EventPage.objects, "topics"),),
    "image": ((Person.objects, "photo"), (Contribution.objects, "photo"), (EventPage.objects, "hero_image")),
}
"""Who may point to them in the database."""

KEYS = {
    "person": frozenset({"person", "speakers"}),
    "topic": frozenset({"topics"}),
    "image": frozenset({"photo", "hero_image", "image", "value"}),
    "organisation": frozenset({"organisation", "affiliation"}),
}
"""Under which names drafts hold the keys of these."""


def undo(job: ImportJob, *, user: User) -> list[str]:
    """Take the import back in one transaction; gives what stays, and why, in words."""
    kept: list[str] = []
    with transaction.atomic():
        locked = ImportJob.objects.select_for_update().get(pk=job.pk)
        if locked.state != ImportState.DONE:
            return [_("This import is undone already.")]
        for change in reversed(locked.undo["pages"]):
            reason = _undo_page(change, user=user)
            if reason:
                kept.append(reason)
        _remove_unused(locked.undo["made"])
        locked.state, locked.message = ImportState.UNDONE, "\n".join(kept)
        locked.save(update_fields=["state", "message"])
    return kept


def _undo_page(change: dict[str, Any], *, user: User) -> str:
    """Undo one page; gives why it stays, empty when it does not."""
    page = Page.objects.filter(pk=change["page"]).first()
    if page is None:
        return ""
    page = page.specific
    reason = _reason_to_keep(page, change, user=user)
    if reason:
        return f"“{page.get_admin_display_title()}”: {reason}"
    if change["is_new"]:
        page.delete(user=user)
    else:
        _set_back(page, change, user=user)
    return ""


def _reason_to_keep(page: Page, change: dict[str, Any], *, user: User) -> str:
    rights = page.permissions_for_user(user)
    if page.latest_revision_id != change["after"]:
        return _("it has been edited since.")
    if page.locked or page.workflow_in_progress:
        return _("it is locked or in review.")
    if not change["is_new"]:
        before = Revision.objects.filter(pk=change["before"]).exists()
        return "" if before and rights.can_edit() else _("there is no earlier version of it, or you may not edit it.")
    if page.live:
        return _("it has been published.")
    if page.get_children().exists():
        return _("there are other pages below it.")
    return "" if rights.can_delete() else _("you may not delete it.")


def _set_back(page: Page, change: dict[str, Any], *, user: User) -> None:
    """Save the version before the import as a new one; what is public has not been changed by the import."""
    earlier = Revision.objects.get(pk=change["before"])
    draft = earlier.as_object()
    if not page.live:
        draft.save()
    draft.save_revision(user=user, log_action="wagtail.revert", previous_revision=earlier, clean=False)
    Page.objects.filter(pk=page.pk).update(has_unpublished_changes=change["had_changes"])
    records = ImportedDocument.objects.filter(pk=change["record"])
    if change["content"] is None:
        records.delete()
    else:
        records.update(content=change["content"], revision=earlier)


def _remove_unused(made: dict[str, list[int]]) -> None:
    """Delete the people, topics, pictures and organisations that nobody uses and nobody has edited."""
    named = _named_in_drafts()
    for name, model in MODELS:
        for item in model._default_manager.filter(pk__in=made.get(name, [])):  # noqa: SLF001  # Django documents it
            is_drafted = any((key, item.pk) in named for key in KEYS[name])
            if not is_drafted and not _is_used(item) and not _is_edited(item):
                item.delete()


def _is_used(item: Model) -> bool:
    """Whether another object of the database points to it."""
    if ReferenceIndex.get_references_to(item).exists():
        return True
    kind = item._meta.model_name  # noqa: SLF001  # Django documents it
    uses: tuple[tuple[Any, str], ...] = USES.get(str(kind), ())
    return any(manager.filter(**{field: item.pk}).exists() for manager, field in uses)


def _is_edited(item: Model) -> bool:
    return ModelLogEntry.objects.for_instance(item).filter(action="wagtail.edit").exists()


def _named_in_drafts() -> set[tuple[str, int]]:
    """The keys of objects that unpublished versions of pages name, each with the name of its field."""
    drafts = Page.objects.filter(has_unpublished_changes=True).values("latest_revision")
    contents = Revision.objects.filter(pk__in=drafts).values_list("content", flat=True)
    return {pair for content in contents.iterator(chunk_size=100) for pair in _numbers("", content)}


def _numbers(name: str, value: Any) -> Iterator[tuple[str, int]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _numbers(key, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _numbers(name, inner)
    elif isinstance(value, str) and value.startswith(("[", "{")):
        yield from _numbers_of_text(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield name, value


def _numbers_of_text(text: str) -> Iterator[tuple[str, int]]:
    """The numbers of a stream of blocks, which versions hold as JSON."""
    try:
        yield from _numbers("", json.loads(text))
    except ValueError:
        return
