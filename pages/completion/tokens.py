"""The part of an address that opens a speaker's page: which link it is, and a signature that nobody can guess.

Nothing of the signature is stored: who reads the database without the site's signing key can open no page. It is made
of the link's generation, talk and person, so that it ends when one of them changes.
"""

from __future__ import annotations

import base64
import re
import uuid

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from pages.models import CompletionLink

SALT = "pages.completion"
UID_LENGTH = 22
"""Characters of 16 bytes in base64url (RFC 4648 section 5) without padding."""

SIGNATURE_LENGTH = 43
"""Characters of 32 bytes."""

TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{UID_LENGTH + SIGNATURE_LENGTH}}}")


def make_token(link: CompletionLink) -> str:
    """The token of the link's present generation."""
    bound = f"{link.uid}:{link.generation}:{link.talk_id}:{link.person_id}"
    signature = salted_hmac(SALT, bound, algorithm="sha256").digest()
    return _encode(link.uid.bytes) + _encode(signature)


def make_address(link: CompletionLink) -> str:
    """The absolute address of the speaker's page."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('complete', args=[make_token(link)])}"


def find_link(token: str) -> CompletionLink | None:
    """The link that a token opens, in whatever state it is; None for a token of none or of an earlier generation."""
    if not TOKEN.fullmatch(token):
        return None
    uid = uuid.UUID(bytes=base64.urlsafe_b64decode(token[:UID_LENGTH] + "=="))
    link = CompletionLink.objects.select_related("talk", "person", "asked_by").filter(uid=uid).first()
    return link if link is not None and constant_time_compare(make_token(link), token) else None


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
