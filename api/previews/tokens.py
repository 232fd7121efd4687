"""What lets the public site read one draft for an hour, on behalf of the user it was given to."""

from __future__ import annotations

import datetime as dt
from dataclasses import astuple, dataclass

from django.core import signing

from api.previews.models import Purpose

LASTS = dt.timedelta(hours=1)
SALT = "api.previews.tokens"


class PreviewUnavailableError(Exception):
    """The token is none, has expired, or what it stood for is gone or no longer the user's to see."""


@dataclass(frozen=True, slots=True)
class PreviewToken:
    """For whom, for what, and which page: a stored one by `page`, one that is not by `parent` and `content_type`.

    All are primary keys; a review has that of the `link` by which the user lets others read. A token says nothing of
    what the user may do, which is asked again whenever it is read.
    """

    purpose: Purpose
    user: int
    page: int | None
    parent: int | None = None
    content_type: int | None = None
    link: int | None = None

    def sign(self) -> str:
        """The token as text, fit for addresses; it holds for an hour from now."""
        return signing.dumps(astuple(self), salt=SALT)

    @classmethod
    def read(cls, text: str) -> PreviewToken:
        """The token that `sign` wrote; raises `PreviewUnavailableError`."""
        try:
            purpose, *keys = signing.loads(text, salt=SALT, max_age=LASTS)
            return cls(Purpose(purpose), *keys)
        except (signing.BadSignature, TypeError, ValueError):
            # Another release may have signed other values. The cause would name the token.
            raise PreviewUnavailableError from None
