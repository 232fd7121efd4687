"""Who asks, and how much it may ask for: anybody by network address, a partner and the public site by token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from api.graphql.costs import MOST_POINTS, MOST_POINTS_WITH_TOKEN
from api.graphql.requests import RequestRefused
from api.rates import spend
from api.tokens import is_site_token, read_bearer, verify_token
from pages.clients import find_address

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Client:
    """The sender of a request; `token` is the primary key of a partner's valid one.

    The public site asks for all its visitors: its points are not counted.
    """

    request: HttpRequest
    token: int | None = None
    is_site: bool = False

    @property
    def has_token(self) -> bool:
        """Whether it may ask for more than others."""
        return self.is_site or self.token is not None

    @property
    def most_points(self) -> int:
        """Points that one operation may cost."""
        return MOST_POINTS_WITH_TOKEN if self.has_token else MOST_POINTS

    @property
    def wants_latest(self) -> bool:
        """Whether an answer may not even be a moment old: what the site keeps, it keeps until the next change."""
        return self.is_site or "no-cache" in self.request.META.get("HTTP_CACHE_CONTROL", "")

    def spend(self, points: int) -> None:
        """Count points against this minute's; raises `RateLimited`."""
        if self.is_site:
            return
        if self.token is None:
            spend(f"address:{find_address(self.request)}", points, most=settings.GRAPHQL_POINTS_PER_MINUTE)
        else:
            spend(f"token:{self.token}", points, most=settings.GRAPHQL_TOKEN_POINTS_PER_MINUTE)


class Bill:
    """What a client has spent on one request."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.paid = 0

    def reach(self, points: int) -> None:
        """Have the client spend `points` on the request, with what it has spent before; raises `RateLimited`."""
        if points > self.paid:
            self.client.spend(points - self.paid)
            self.paid = points


def identify(request: HttpRequest) -> Client:
    """The client of a request; raises `RequestRefused` for a token that is not valid."""
    given = read_bearer(request.META.get("HTTP_AUTHORIZATION", ""))
    if given is None:
        return Client(request)
    if is_site_token(given):
        return Client(request, is_site=True)
    token = verify_token(given)
    if token is None:
        Client(request).spend(1)
        message = "The token is unknown or revoked."
        raise RequestRefused(401, message, code="UNAUTHENTICATED", WWW_Authenticate='Bearer error="invalid_token"')
    return Client(request, token)
