from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
import time_machine

NOW = dt.datetime(2027, 6, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def post(client):
    """Send a document and get the whole body."""

    def send(query: str, **variables: Any) -> dict[str, Any]:
        body = json.dumps({"query": query, "variables": variables})
        return client.post("/graphql", body, content_type="application/json").json()

    return send


@pytest.fixture
def ask(post):
    """Send a document that must succeed and get its data."""

    def send(query: str, **variables: Any) -> dict[str, Any]:
        body = post(query, **variables)
        assert "errors" not in body, body["errors"]
        return body["data"]

    return send
