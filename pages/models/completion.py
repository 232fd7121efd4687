"""Links by which speakers fill in themselves what is missing of their talk, and what they have filled in."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models, transaction
from django.dispatch import receiver
from django.utils import timezone
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from pages.models.people import Person
from pages.models.seminars import TalkPage

if TYPE_CHECKING:
    import datetime as dt

    from django.contrib.auth.models import AbstractUser

MOST_IN_MESSAGE = 2_000
"""Characters of what an editor writes to a speaker."""


class CompletionState(models.TextChoices):
    """Whose turn it is, or how it ended."""

    OPEN = "open", _("Waits for the speaker")
    ANSWERED = "answered", _("Waits for you")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    REVOKED = "revoked", _("Revoked")
    EXPIRED = "expired", _("Expired")


FILLED_IN_STATES = frozenset({CompletionState.OPEN, CompletionState.ANSWERED})
"""The speaker may still write."""


class FileKind(models.TextChoices):
    """What a speaker may send as a file."""

    PORTRAIT = "portrait", _("Portrait")
    SLIDES = "slides", _("Slides")


class ConsentKind(models.TextChoices):
    """What a speaker may agree to."""

    RECORDING = "recording", _("Recording the talk and publishing the recording")
    PUBLICATION = "publication", _("Publishing portrait and biography")


@deconstructible
class PrivateStorage(FileSystemStorage):
    """Files below `PRIVATE_ROOT`: readable by this process alone, and without an address."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self) -> str:
        """The folder as the settings name it."""
        return str(settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:
        """The folder, absolute."""
        return str(settings.PRIVATE_ROOT)

    def url(self, name: str | None) -> str:
        """Nothing here has an address; raises ValueError."""
        raise ValueError(f"{name} is private.")


class CompletionQuerySet(models.QuerySet["CompletionLink"]):
    """Sets of links, asked by whose turn it is and by who may decide."""

    def below(self, user: AbstractUser) -> Self:
        """The links to talks that the user may edit."""
        policy = policy_registry.get_by_type(Page)
        pages = policy.instances_user_has_permission_for(user, "change")
        return self.filter(talk_id__in=pages.values("pk"))

    def waiting_for(self, user: AbstractUser) -> Self:
        """The links with an answer that the user may accept, the longest waiting first; with talk and person."""
        waiting = self.below(user).filter(state=CompletionState.ANSWERED)
        return waiting.select_related("talk", "person").order_by("sent_at", "pk")

    def fillable(self, now: dt.datetime) -> Self:
        """The links that have not ended, and have not expired at `now`."""
        return self.filter(state__in=FILLED_IN_STATES, expires_at__gt=now)


class CompletionLink(models.Model):
    """What one speaker is asked to fill in for one talk.

    `uid` and `generation` are what the address is made of; a new generation ends all addresses before it. `saved` is
    what the speaker has changed so far, `sent` what they have sent, each as values by the names of
    `pages.completion.answers`.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    generation = models.PositiveIntegerField(default=1, editable=False)
    talk = models.ForeignKey(TalkPage, models.CASCADE, related_name="completion_links", verbose_name=_("talk"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="completion_links", verbose_name=_("speaker"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=CompletionState.choices, default=CompletionState.OPEN, db_index=True
    )
    message = models.TextField(_("message to the speaker"), max_length=MOST_IN_MESSAGE, blank=True)
    language = models.CharField(max_length=20, default="en")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("until"))
    mailed_at = models.DateTimeField(null=True)
    saved = models.JSONField(default=dict)
    sent = models.JSONField(default=dict)
    sent_at = models.DateTimeField(_("sent"), null=True)
    times_sent = models.PositiveIntegerField(default=0)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    forgotten_at = models.DateTimeField(null=True)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("link for a speaker")
        verbose_name_plural = _("links for speakers")

    def __str__(self) -> str:
        return f"{self.person.name}: {self.talk.title}"

    def state_at(self, now: dt.datetime) -> CompletionState:
        """The state, of which expiry is no stored one: an answer that was sent still waits after it."""
        if self.state == CompletionState.OPEN and self.expires_at <= now:
            return CompletionState.EXPIRED
        return CompletionState(self.state)

    def may_be_filled_in(self, now: dt.datetime) -> bool:
        """Whether the speaker may still write, as far as the link itself says."""
        return self.state in FILLED_IN_STATES and self.expires_at > now


def private_name(file: CompletionFile, filename: str) -> str:
    """Where a file lies: a name that says nothing, with the suffix of what it is."""
    return f"completion/{file.link.uid}/{uuid.uuid4()}{PurePosixPath(filename).suffix.lower()[:10]}"


class CompletionFile(models.Model):
    """A file that a speaker has uploaded and nobody has accepted yet."""

    link = models.ForeignKey(CompletionLink, models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10, choices=FileKind.choices)
    file = models.FileField(max_length=255, upload_to=private_name, storage=PrivateStorage())
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file of a speaker")
        verbose_name_plural = _("files of speakers")

    def __str__(self) -> str:
        return self.name


@receiver(models.signals.post_delete, sender=CompletionFile)
def delete_private_file(instance: CompletionFile, **_kwargs: Any) -> None:
    """A file goes with its row, once the row has gone for good."""
    name, storage = instance.file.name, instance.file.storage
    transaction.on_commit(lambda: storage.delete(name))


class SpeakerConsent(models.Model):
    """What a speaker agreed to, or did not, each time they sent an answer: in which words, and when."""

    link = models.ForeignKey(CompletionLink, models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=15, choices=ConsentKind.choices)
    is_given = models.BooleanField()
    wording_version = models.CharField(max_length=20)
    wording = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        verbose_name = _("consent of a speaker")
        verbose_name_plural = _("consents of speakers")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.is_given}"
