"""Requests of all kinds, and some documents to send."""

from __future__ import annotations

import json

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
CLOCK = "{ serverTime }"
NAME = "{ site { name } }"


def send(client, body, *, accept="", content_type=JSON):
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post("/graphql", text, content_type=content_type, headers={"Accept": accept} if accept else {})


def ask(client, query, *, method="get", accept="", **headers):
    """Send a query in the address."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return getattr(client, method)("/graphql", {"query": query}, headers={"Accept": accept, **given})


def titles(*found):
    """The answer to a list of titles."""
    return {"data": {"events": {"nodes": [{"title": title} for title in found]}}}
