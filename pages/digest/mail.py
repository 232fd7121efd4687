"""The weekly mail of one user, as text and as HTML."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from pages.choices import FindingSeverity
from pages.dashboard.desk import make_desk
from pages.digest.unsubscribing import make_address, profile_of
from pages.moments import time_zones

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from django.contrib.auth.models import AbstractUser

    from pages.dashboard.items import Desk


def write_mail(user: AbstractUser, *, now: dt.datetime) -> EmailMultiAlternatives | None:
    """The mail that a user would get at an instant, in their language and time zone; None when nothing is to say."""
    with as_read_by(user):
        desk = make_desk(user, now=now)
        return None if desk.is_empty else compose(user, desk)


@contextmanager
def as_read_by(user: AbstractUser) -> Iterator[None]:
    """The language and time zone that the user has chosen for the admin."""
    profile = profile_of(user)
    zone = profile.get_current_time_zone()
    with (
        translation.override(profile.get_preferred_language()),
        timezone.override(zone if zone in time_zones() else settings.TIME_ZONE),
    ):
        yield


def compose(user: AbstractUser, desk: Desk) -> EmailMultiAlternatives:
    """The mail that says what is on a desk. Its head holds nothing that somebody has written into a page."""
    unsubscribe = make_address(user)
    labels = dict(FindingSeverity.choices)
    context = {
        "desk": desk,
        "findings": [(labels[severity], number) for severity, number in (desk.findings or {}).items()],
        "base": settings.WAGTAILADMIN_BASE_URL,
        "home_url": reverse("wagtailadmin_home"),
        "unsubscribe": unsubscribe,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "language": translation.get_language(),
    }
    mail = EmailMultiAlternatives(
        subject=_("%(site)s: what comes next, and what is missing") % {"site": settings.WAGTAIL_SITE_NAME},
        body=render_to_string("pages/digest/mail.txt", context).strip() + "\n",
        to=[user.email],
        headers={
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("pages/digest/mail.html", context), "text/html")
    return mail
