"""Counts the SQL statements of a request that asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

ASKED = "X-Bench-Count"
ANSWERED = "X-Bench-Statements"
COUNTING = {ASKED: "1", "Cache-Control": "no-cache"}
"""Headers of a request whose statements are counted; it always asks which content is current."""


class Counter:
    """Counts the statements that pass through it."""

    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.statements += 1
        return execute(*arguments)


def count_statements(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that answers the header `X-Bench-Count` with the number of statements."""

    def respond(request: HttpRequest) -> HttpResponse:
        if ASKED not in request.headers:
            return get_response(request)
        counter = Counter()
        with connection.execute_wrapper(counter):
            response = get_response(request)
        response.headers[ANSWERED] = str(counter.statements)
        return response

    return respond
