"""Mails: to the speaker who is asked, and to the editor who asked."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from pages.completion.tokens import make_address
from pages.completion.wording import LANGUAGES
from pages.completion.wording.times import describe_instant, describe_start

if TYPE_CHECKING:
    from pages.models import CompletionLink

logger = logging.getLogger(__name__)

LONGEST_WAIT = 15
"""Seconds that a mail server may take while somebody waits for the page."""

LONGEST_SUBJECT = 150


class NotMailedError(Exception):
    """The mail server did not take the mail."""


def mail_link(link: CompletionLink) -> None:
    """Write the speaker a mail with the link, to be answered to the editor; raises `NotMailedError`."""
    words = LANGUAGES[link.language]
    talk, asker = link.talk.get_latest_revision_as_object(), link.asked_by
    with translation.override(words.tag):
        text = words.mail.format(
            name=link.person.name,
            asker=asker.get_full_name() or asker.get_username() if asker else settings.WAGTAIL_SITE_NAME,
            series=talk.series.title if talk.series else settings.WAGTAIL_SITE_NAME,
            talk=talk.title_shown or "–",
            when=describe_start(talk, words),
            message=f"\n{link.message}\n" if link.message else "",
            address=make_address(link),
            until=describe_instant(link.expires_at, words),
        )
        subject = words.mail_subject.format(talk=talk.title_shown or (talk.series.title if talk.series else ""))
    post(subject, text, to=link.person.email, reply_to=asker.email if asker else "")


def tell_asker(link: CompletionLink) -> None:
    """Tell the editor who asked that there is an answer, if they may still decide; a failure is only logged."""
    asker: Any = link.asked_by
    if asker is None or not asker.email or not asker.is_active or not link.talk.permissions_for_user(asker).can_edit():
        return
    names = {"name": link.person.name, "talk": link.talk.title}
    address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('completion_review', args=[link.pk])}"
    with translation.override(asker.wagtail_userprofile.get_preferred_language() if has_profile(asker) else None):
        subject = _("%(name)s has answered: %(talk)s") % names
        text = _("%(name)s has sent you what was missing of “%(talk)s”. Look at it, and accept what you like:") % names
    try:
        post(subject, f"{text}\n\n{address}\n", to=asker.email)
    except NotMailedError:
        logger.warning("The notice of an answer was not mailed; it is among the answers of speakers.")


def has_profile(user: Any) -> bool:
    """Whether the user has chosen anything about the admin."""
    return hasattr(user, "wagtail_userprofile")


def post(subject: str, text: str, *, to: str, reply_to: str = "") -> None:
    """Send one mail; raises `NotMailedError`."""
    line = " ".join(subject.split())[:LONGEST_SUBJECT]
    connection = get_connection(timeout=LONGEST_WAIT)
    mail = EmailMessage(line, text, to=[to], reply_to=[reply_to] if reply_to else None, connection=connection)
    try:
        mail.send()
    except (SMTPException, OSError, ValueError) as error:
        logger.warning("A mail was not sent: %s", type(error).__name__)
        raise NotMailedError from error
