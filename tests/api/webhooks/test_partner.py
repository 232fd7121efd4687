"""The documented receiver takes what is sent, once, and nothing else."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest

from api.webhooks.models import WebhookDelivery, WebhookEndpoint
from api.webhooks.outbox import announce_changes
from api.webhooks.payload import write_headers
from cms.environment import BASE_DIR

pytestmark = pytest.mark.django_db


@pytest.fixture
def receive():
    """The function in docs/partners.md."""
    blocks = re.findall(r"^```python\n(.*?)^```", (BASE_DIR / "docs/partners.md").read_text(), re.DOTALL | re.MULTILINE)
    [source] = [block for block in blocks if "def receive(" in block]
    names: dict = {}
    exec(source, names)  # noqa: S102  # our own documentation
    return names["receive"]


@pytest.fixture
def delivery():
    WebhookEndpoint.objects.create(url="https://partner.example.org/hook")
    announce_changes(rev=42, node_ids=["VGFsazox"], paths=["/tidewater/red-tides/"])
    return WebhookDelivery.objects.get()


def test_documented_receiver_reads_a_message_once(receive, delivery):
    secret, now = delivery.endpoint.secret, dt.datetime.now(dt.UTC)
    headers, seen = write_headers(delivery, at=now), set()

    first = receive(secret, delivery.body, headers, seen)
    again = receive(secret, delivery.body, headers, seen)

    assert (first, again) == (json.loads(delivery.body), None)
    assert first["data"] == {"rev": 42, "ids": ["VGFsazox"], "paths": ["/tidewater/red-tides/"]}


@pytest.mark.parametrize(
    ("body", "age", "other_secret"),
    [('{"forged":1}', dt.timedelta(), False), (None, dt.timedelta(minutes=10), False), (None, dt.timedelta(), True)],
)
def test_documented_receiver_refuses(receive, delivery, body, age, other_secret):
    headers = write_headers(delivery, at=dt.datetime.now(dt.UTC) - age)
    secret = WebhookEndpoint(url="https://other.example.org/").secret if other_secret else delivery.endpoint.secret

    assert receive(secret, body or delivery.body, headers, set()) is None
