"""Who asks, and how much it may ask for: anybody by network address, a partner by token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from api.graphql.costs import MOST_POINTS, MOST_POINTS_WITH_TOKEN
from api.graphql.requests import RequestRefused
from api.rates import find_address, spend
from api.tokens import read_bearer, verify_token

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Client:
    """The sender of a request; `token` is the primary key of a valid one."""

    request: HttpRequest
    token: int | None = None

    @property
    def most_points(self) -> int:
        """Points that one operation may cost."""
        return MOST_POINTS if self.token is None else MOST_POINTS_WITH_TOKEN

    def spend(self, points: int) -> None:
        """Count points against this minute's; raises `RateLimited`."""
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
    token = verify_token(given)
    if token is None:
        Client(request).spend(1)
        message = "The token is unknown or revoked."
        raise RequestRefused(401, message, code="UNAUTHENTICATED", WWW_Authenticate='Bearer error="invalid_token"')
    return Client(request, token)
