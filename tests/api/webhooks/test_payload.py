"""Bodies and signatures, judged by the reference library of Standard Webhooks."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import time_machine
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from api.webhooks.models import WebhookDelivery, WebhookEndpoint, make_secret
from api.webhooks.payload import Change, read_change, write_change, write_headers, write_test

AT = dt.datetime(2027, 6, 1, 14, 0, 5, 999, tzinfo=dt.timezone(dt.timedelta(hours=2)))


@pytest.fixture
def delivery():
    endpoint = WebhookEndpoint(url="https://example.org/", secret=make_secret())
    return WebhookDelivery(endpoint=endpoint, body=write_test(at=AT), created_at=AT)


def test_a_change_is_told_in_few_words():
    change = Change(7, ("RXZlbnQ6MQ==",), ("/talks/tides", "/zh/潮汐"))

    body = write_change(change, at=AT)

    assert body == (
        '{"type":"content.changed","timestamp":"2027-06-01T12:00:05Z",'
        '"data":{"rev":7,"ids":["RXZlbnQ6MQ=="],"paths":["/talks/tides","/zh/\\u6f6e\\u6c50"]}}'
    )
    assert read_change(body) == change


def test_a_large_change_names_a_hundred_and_says_so():
    names = tuple(str(number) for number in range(101))

    data = json.loads(write_change(Change(7, names, names[:3]).bounded(), at=AT))["data"]

    assert data == {"rev": 7, "ids": list(names[:100]), "paths": list(names[:3]), "truncated": True}


def test_changes_join_with_each_name_once():
    first = Change(8, ("a", "b", "a"), ("/a",)).bounded()

    joined = first.joined(Change(7, ("b", "c"), ("/a", "/c")))

    assert joined == Change(8, ("a", "b", "c"), ("/a", "/c"))


def test_what_was_cut_stays_known_as_cut():
    assert Change(1, ("a",), (), is_truncated=True).joined(Change(2, ("b",), ())).is_truncated


def test_a_message_is_verified_by_the_reference_library(delivery):
    with time_machine.travel(AT):
        headers = write_headers(delivery, at=AT)
        read = Webhook(delivery.endpoint.secret).verify(delivery.body, headers)

    assert read == {"type": "test", "timestamp": "2027-06-01T12:00:05Z", "data": {}}
    assert headers == {
        "Content-Type": "application/json",
        "User-Agent": "Colloquium-Webhooks/1",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": "1811851205",
        "webhook-signature": headers["webhook-signature"],
    }


def test_a_later_attempt_is_signed_anew_under_the_same_id(delivery):
    first = write_headers(delivery, at=AT)
    second = write_headers(delivery, at=AT + dt.timedelta(hours=2))

    assert first["webhook-id"] == second["webhook-id"]
    with time_machine.travel(AT + dt.timedelta(hours=2)):
        Webhook(delivery.endpoint.secret).verify(delivery.body, second)
        with pytest.raises(WebhookVerificationError, match="too old"):
            Webhook(delivery.endpoint.secret).verify(delivery.body, first)


@pytest.mark.django_db
def test_both_secrets_sign_for_a_day_after_a_rotation(delivery):
    delivery.endpoint.save()
    former = delivery.endpoint.secret

    with time_machine.travel(AT, tick=False):
        delivery.endpoint.rotate_secret()
    at_once = write_headers(delivery, at=AT)
    a_day_later = write_headers(delivery, at=AT + dt.timedelta(hours=24))

    assert former != delivery.endpoint.secret
    with time_machine.travel(AT):
        for secret in (former, delivery.endpoint.secret):
            Webhook(secret).verify(delivery.body, at_once)
    with time_machine.travel(AT + dt.timedelta(hours=24)):
        Webhook(delivery.endpoint.secret).verify(delivery.body, a_day_later)
        with pytest.raises(WebhookVerificationError, match="No matching"):
            Webhook(former).verify(delivery.body, a_day_later)
