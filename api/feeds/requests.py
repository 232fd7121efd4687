"""Requests for documents that are kept as long as they hold."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.utils import timezone

from api.caching import Answer, find_answer, keep_answer, read_version, strong_etag
from api.feeds.http import FeedRefused
from api.rates import spend
from api.visibility import Visibility
from pages.clients import find_address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest

RENDERING_POINTS = 20
"""What a feed costs its client that is not kept ready."""


@dataclass(frozen=True, slots=True)
class FeedRequest:
    """A request for a document that is kept as long as it holds: its key, the content version, and the rule for it."""

    key: str
    version: int
    visibility: Visibility
    client: str

    @classmethod
    def by(cls, request: HttpRequest, document: str, filters: Mapping[str, Sequence[str]]) -> FeedRequest:
        """What a request asks for; raises `FeedRefused` for a host that is not ours."""
        host = find_host(request)
        version = read_version(fresh="no-cache" in request.META.get("HTTP_CACHE_CONTROL", ""))
        told = f"{host}:{document}?{urlencode(filters, doseq=True)}"
        return cls(
            f"feed:{hashlib.blake2b(told.encode(), digest_size=16).hexdigest()}",
            version,
            Visibility(hostname=host, now=timezone.now(), version=version),
            find_address(request),
        )

    @property
    def now(self) -> dt.datetime:
        """The instant of the request."""
        return self.visibility.now

    def find(self) -> Answer | None:
        """The kept answer; without one, making it is counted. Raises `RateLimited`."""
        found = find_answer(self.key, version=self.version, now=self.now.timestamp())
        if found is None:
            spend(self.client, RENDERING_POINTS, most=settings.GRAPHQL_POINTS_PER_MINUTE)
        return found

    def keep(self, answer: Answer) -> Answer:
        """The answer, kept for whoever asks next."""
        keep_answer(self.key, answer)
        return answer


def find_host(request: HttpRequest) -> str:
    """The host the request was made to; raises `FeedRefused` for one that is not ours."""
    try:
        return request.get_host()
    except DisallowedHost as error:
        raise FeedRefused(400, "This host is not served here.") from error


def make_document(body: bytes, asked: FeedRequest, *, until: dt.datetime | None, media_type: str) -> Answer:
    """An answer that is known by its bytes."""
    etag = strong_etag(body, media_type=media_type)
    return Answer(body, etag, until.timestamp() if until else None, (), asked.version, 0)
