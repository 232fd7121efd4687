"""What a speaker says, kept until somebody decides about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction

from pages.completion.forms import FILES, REMARKS
from pages.completion.places import ClosedError, Ending
from pages.completion.wording import LANGUAGES
from pages.models import CompletionFile, CompletionLink, CompletionState, SpeakerConsent

if TYPE_CHECKING:
    import datetime as dt

    from pages.completion.forms import SpeakerForm
    from pages.completion.uploads import ReadFile


def keep(link: CompletionLink, form: SpeakerForm, *, now: dt.datetime) -> CompletionLink:
    """Keep what is right in a form that was read, sent or not; raises `ClosedError` if the link ended meanwhile."""
    with transaction.atomic():
        kept = lock_open(link, now=now)
        kept.saved = merge(kept, form) | {kind: add_file(kept, kind, file) for kind, file in form.read_files.items()}
        kept.save(update_fields=["saved"])
        drop_files(kept)
    return kept


def send(link: CompletionLink, *, language: str, now: dt.datetime) -> CompletionLink:
    """Hand what was kept to the editors; raises `ClosedError` if the link ended meanwhile."""
    with transaction.atomic():
        sent = lock_open(link, now=now)
        sent.sent, sent.sent_at, sent.times_sent = sent.saved, now, sent.times_sent + 1
        sent.state = CompletionState.ANSWERED
        sent.save(update_fields=["sent", "sent_at", "times_sent", "state"])
        record_consents(sent, language=language, now=now)
        drop_files(sent)
    return sent


def lock_open(link: CompletionLink, *, now: dt.datetime) -> CompletionLink:
    """The link as stored, kept from others until the transaction ends; raises `ClosedError`."""
    found = CompletionLink.objects.select_for_update().fillable(now).filter(pk=link.pk, generation=link.generation)
    stored = found.first()
    if stored is None:
        raise ClosedError(Ending.REVOKED)
    return stored


def merge(link: CompletionLink, form: SpeakerForm) -> dict[str, Any]:
    """What the form says; what was wrong in it stays as it was kept before."""
    earlier = {name: value for name, value in link.saved.items() if name in form.errors or name in FILES}
    given = {name: value for name, value in earlier.items() if name not in form.removed}
    return given | form.changed_values | form.remarks


def add_file(link: CompletionLink, kind: str, file: ReadFile) -> int:
    """Keep a file of the link privately; returns its key."""
    content = ContentFile(file.data, name=file.name)
    facts = {"name": file.name, "content_type": file.content_type, "size": len(file.data)}
    return CompletionFile.objects.create(link=link, kind=kind, file=content, **facts).pk


def drop_files(link: CompletionLink) -> None:
    """Remove the link's files that neither what is kept nor what was sent names."""
    named = {values[kind] for values in (link.saved, link.sent) for kind in FILES if kind in values}
    for file in link.files.exclude(pk__in=named):
        file.delete()


def find_files(link: CompletionLink, values: dict[str, Any]) -> dict[str, CompletionFile]:
    """The files that values name, by kind."""
    keys = [values[kind] for kind in FILES if kind in values]
    return {file.kind: file for file in link.files.filter(pk__in=keys)}


def record_consents(link: CompletionLink, *, language: str, now: dt.datetime) -> None:
    """Write down what the speaker agreed to, and in which words."""
    words = LANGUAGES[language]
    SpeakerConsent.objects.bulk_create(
        SpeakerConsent(
            link=link,
            kind=kind,
            is_given=bool(link.sent.get(kind)),
            wording_version=words.consent_version,
            wording=words.consents[kind],
            recorded_at=now,
        )
        for kind in words.consents
    )


def has_remarks(values: dict[str, Any]) -> bool:
    """Whether anything was said beside the proposals."""
    return any(values.get(name) for name in REMARKS)
