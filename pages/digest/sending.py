"""Who gets the weekly mail, and that nobody gets it twice."""

from __future__ import annotations

import datetime as dt
import logging
from enum import StrEnum
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model

from pages.dashboard.reach import may_work
from pages.digest.mail import write_mail
from pages.models import DigestPreferences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import AbstractUser
    from django.core.mail import EmailMultiAlternatives

logger = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What came of the mail to one user."""

    SENT = "sent"
    WOULD_BE_SENT = "would be sent"
    NOTHING_TO_SAY = "nothing to say"
    SENT_BEFORE = "sent before this week"
    UNWANTED = "does not want it"
    NO_RIGHTS = "may edit nothing"
    NO_ADDRESS = "has no address"
    FAILED = "could not be sent"


def find_readers() -> Iterator[AbstractUser]:
    """The users who may get the mail: active, with an address, and with something they may edit."""
    users = get_user_model().objects.filter(is_active=True).exclude(email="")
    for user in users.select_related("wagtail_userprofile").order_by("pk"):
        if may_read(user):
            yield user


def may_read(user: AbstractUser) -> bool:
    """Whether somebody may open the admin and edit a page in it."""
    return user.has_perm("wagtailadmin.access_admin") and may_work(user)


def find_week(now: dt.datetime) -> dt.date:
    """The Monday of the week of an instant, in UTC."""
    day = now.astimezone(dt.UTC).date()
    return day - dt.timedelta(days=day.weekday())


def send_digest(
    user: AbstractUser, *, now: dt.datetime, is_forced: bool = False, is_dry: bool = False
) -> tuple[Outcome, EmailMultiAlternatives | None]:
    """Send a user the mail of this week, if there is something to say; what came of it, and the mail.

    `is_forced` sends it once more in the same week; `is_dry` only writes it.
    """
    refusal = find_refusal(user, week=find_week(now), is_forced=is_forced)
    if refusal is not None:
        return refusal, None
    mail = write_mail(user, now=now)
    if mail is None:
        return Outcome.NOTHING_TO_SAY, None
    return (Outcome.WOULD_BE_SENT if is_dry else deliver(mail, user, week=find_week(now), is_forced=is_forced)), mail


def find_refusal(user: AbstractUser, *, week: dt.date, is_forced: bool) -> Outcome | None:
    """Why a user gets no mail this week, whatever it would say; None when nothing speaks against it."""
    if not user.email:
        return Outcome.NO_ADDRESS
    if not may_read(user):
        return Outcome.NO_RIGHTS
    preferences = DigestPreferences.objects.filter(user_id=user.pk).first()
    if preferences is None:
        return None
    if not preferences.wants_digest:
        return Outcome.UNWANTED
    return Outcome.SENT_BEFORE if preferences.sent_for == week and not is_forced else None


def deliver(mail: EmailMultiAlternatives, user: AbstractUser, *, week: dt.date, is_forced: bool) -> Outcome:
    """Send a mail unless another process does, which is seen by who writes the week first."""
    preferences, _is_new = DigestPreferences.objects.get_or_create(user_id=user.pk)
    claims = DigestPreferences.objects.filter(pk=preferences.pk, wants_digest=True)
    if not is_forced:
        claims = claims.exclude(sent_for=week)
    if not claims.update(sent_for=week):
        return Outcome.SENT_BEFORE
    try:
        mail.send()
    except (SMTPException, OSError, ValueError):
        # ValueError: an address or a head that cannot be written, a line break in it among others.
        logger.exception("The weekly mail to user %s could not be sent", user.pk)
        DigestPreferences.objects.filter(pk=preferences.pk, sent_for=week).update(sent_for=preferences.sent_for)
        return Outcome.FAILED
    return Outcome.SENT
