"""GraphiQL for signed-in staff: a page that asks the public endpoint, without the reader's session.

Its files are kept as published in npm packages of these versions, below `static/api/vendor`; a browser runs them only
when they have the very bytes that the hashes here name (https://www.w3.org/TR/SRI/).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of an npm package: below the static files, and in the package; the hash is that of its bytes."""

    path: str
    published_as: str
    integrity: str


SCRIPTS = (
    Asset(
        "api/vendor/react.production.min.js",
        "react@18.3.1/umd/react.production.min.js",
        "sha384-DGyLxAyjq0f9SPpVevD6IgztCFlnMF6oW/XQGmfe+IsZ8TqEiDrcHkMLKI6fiB/Z",
    ),
    Asset(
        "api/vendor/react-dom.production.min.js",
        "react-dom@18.3.1/umd/react-dom.production.min.js",
        "sha384-gTGxhz21lVGYNMcdJOyq01Edg0jhn/c22nsx0kyqP0TxaV5WVdsSH1fSDUf5YJj1",
    ),
    Asset(
        "api/vendor/graphiql.min.js",
        "graphiql@3.9.0/graphiql.min.js",
        "sha384-8NGfVj4CVlqHajlZj+bPJT4thxPMHMJYn7DWK2CvtopLd02E7qsPHazniBYvVjOO",
    ),
)
STYLES = (
    Asset(
        "api/vendor/graphiql.min.css",
        "graphiql@3.9.0/graphiql.min.css",
        "sha384-QMux00XgRtwRLSYIY3kw2rj1ovk5AuuliAchk+HSQbqdbGFnz9GYuqIlOqxhwCE2",
    ),
)


def graphiql(request: HttpRequest) -> HttpResponse:
    """The page; only reachable below the admin, which asks for the right to use it."""
    nonce = secrets.token_urlsafe(16)
    context = {"endpoint": reverse("graphql"), "nonce": nonce, "scripts": SCRIPTS, "styles": STYLES}
    response = render(request, "api/graphiql.html", context)
    response["Content-Security-Policy"] = "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce}'",
            # GraphiQL's editor writes style attributes and elements of its own.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src data:",
            "connect-src 'self'",
            "worker-src blob:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )
    return response
