"""Partners' API tokens, which Wagtail's admin gives out, and that of the public site.

A token raises limits; it never shows more content.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from collections import OrderedDict

from django.conf import settings
from django.utils.crypto import constant_time_compare
from wagtail.models import APIToken

HOLDS_SECONDS = 5
"""How long a process goes on with a token that it has found valid."""

MOST_REMEMBERED = 1_000


class TokenMemory:
    """Tokens that were found valid only just, by their digests, so that none is kept in the clear."""

    def __init__(self) -> None:
        self.known: OrderedDict[bytes, tuple[float, int]] = OrderedDict()
        self.lock = threading.Lock()

    def find(self, digest: bytes) -> int | None:
        """The primary key of a token that was valid a moment ago."""
        with self.lock:
            found = self.known.get(digest)
        return found[1] if found and time.monotonic() - found[0] < HOLDS_SECONDS else None

    def remember(self, digest: bytes, key: int) -> None:
        """Keep a valid token for a moment."""
        with self.lock:
            self.known[digest] = (time.monotonic(), key)
            self.known.move_to_end(digest)
            if len(self.known) > MOST_REMEMBERED:
                self.known.popitem(last=False)

    def forget(self) -> None:
        """Have each token verified again."""
        with self.lock:
            self.known.clear()


TOKENS = TokenMemory()


def read_bearer(authorization: str) -> str | None:
    """The token in an Authorization header (RFC 6750, section 2.1); None for none, and for other schemes."""
    scheme, _, token = authorization.strip().partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def find_site_token() -> str:
    """The token of the public site, which follows from `SITE_SECRET`."""
    return f"site_{hmac.new(settings.SITE_SECRET.encode(), b'graphql', 'sha256').hexdigest()}"


def is_site_token(token: str) -> bool:
    """Whether it is the public site that sends this token."""
    return constant_time_compare(token, find_site_token())


def verify_token(token: str) -> int | None:
    """The primary key of a valid token; None for one that is unknown, revoked, or of somebody who may not log in.

    One statement at most, and none that writes: reading does not change when a token was last used.
    """
    if not APIToken.validate_token_format(token):
        return None
    digest = hashlib.sha256(token.encode()).digest()
    known = TOKENS.find(digest)
    if known is not None:
        return known
    hashes = APIToken.candidate_key_hashes(token)
    found = APIToken.objects.select_related("user").filter(key_hash__in=hashes, revoked_at=None).first()
    if found is None or not found.user.is_active:
        return None
    TOKENS.remember(digest, found.pk)
    return int(found.pk)
