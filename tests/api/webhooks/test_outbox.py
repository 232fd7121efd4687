"""A message is there exactly when its change is."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from api.webhooks.models import DeliveryState, DisabledReason, WebhookDelivery, WebhookEndpoint
from api.webhooks.outbox import announce_changes, post_test, replay

pytestmark = pytest.mark.django_db

PARTNER = "https://partner.example.org/hooks"


class RolledBackError(Exception):
    """What an editor's transaction fails with."""


def add_endpoint(**columns):
    return WebhookEndpoint.objects.create(url=PARTNER, **columns)


def announce_and_fail(**change):
    with transaction.atomic():
        announce_changes(**change)
        raise RolledBackError


def read_outbox():
    """What each message tells of."""
    return [json.loads(it.body)["data"] for it in WebhookDelivery.objects.order_by("pk")]


def tasks():
    return [it.args_kwargs["args"] for it in DBTaskResult.objects.order_by("enqueued_at")]


def test_every_active_endpoint_is_told_with_a_task_for_each(at_noon):
    told = [add_endpoint(), add_endpoint()]
    add_endpoint(is_paused=True)
    add_endpoint(event_types=[])
    add_endpoint().disable(DisabledReason.GONE)

    announce_changes(rev=3, node_ids=["a"], paths=["/a"])

    written = list(WebhookDelivery.objects.order_by("pk"))
    assert [it.endpoint for it in written] == told
    assert {(it.type, it.state, it.attempts, it.created_at, it.next_attempt_at) for it in written} == {
        ("content.changed", "pending", 0, at_noon, at_noon)
    }
    assert {it.body for it in written} == {
        '{"type":"content.changed","timestamp":"2027-06-01T12:00:00Z","data":{"rev":3,"ids":["a"],"paths":["/a"]}}'
    }
    assert len({it.message_id for it in written}) == 2
    assert tasks() == [[it.pk] for it in written]


def test_nobody_to_tell_costs_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        announce_changes(rev=3, node_ids=["a"], paths=["/a"])

    assert read_outbox() == []


def test_changes_of_one_transaction_are_told_once(at_noon):
    add_endpoint()

    with transaction.atomic():
        announce_changes(rev=3, node_ids=["a"], paths=["/a"])
        announce_changes(rev=4, node_ids=["b", "a"], paths=["/b", "/a"])

    assert read_outbox() == [{"rev": 4, "ids": ["a", "b"], "paths": ["/a", "/b"]}]
    assert len(tasks()) == 1


def test_changes_of_two_transactions_are_told_twice(committed):
    add_endpoint()

    announce_changes(rev=3, node_ids=["a"], paths=["/a"])
    committed()
    announce_changes(rev=4, node_ids=["b"], paths=["/b"])

    assert [it["rev"] for it in read_outbox()] == [3, 4]


def test_what_a_savepoint_took_back_is_not_told():
    add_endpoint()

    with transaction.atomic():
        announce_changes(rev=3, node_ids=["a"], paths=["/a"])
        with pytest.raises(RolledBackError):
            announce_and_fail(rev=4, node_ids=["b"], paths=["/b"])
        announce_changes(rev=4, node_ids=["c"], paths=["/c"])

    assert read_outbox() == [{"rev": 4, "ids": ["a", "c"], "paths": ["/a", "/c"]}]


def test_a_message_begun_in_a_savepoint_that_failed_is_begun_again():
    add_endpoint()

    with transaction.atomic():
        with pytest.raises(RolledBackError):
            announce_and_fail(rev=3, node_ids=["secret"], paths=["/secret"])
        announce_changes(rev=3, node_ids=["b"], paths=["/b"])

    assert read_outbox() == [{"rev": 3, "ids": ["b"], "paths": ["/b"]}]
    assert len(tasks()) == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_transaction_that_fails_leaves_neither_message_nor_task():
    add_endpoint()

    with pytest.raises(RolledBackError):
        announce_and_fail(rev=3, node_ids=["a"], paths=["/a"])
    with transaction.atomic():
        announce_changes(rev=3, node_ids=["b"], paths=["/b"])
    with transaction.atomic():
        announce_changes(rev=4, node_ids=["c"], paths=["/c"])

    assert read_outbox() == [{"rev": 3, "ids": ["b"], "paths": ["/b"]}, {"rev": 4, "ids": ["c"], "paths": ["/c"]}]
    assert len(tasks()) == 2
    assert connection.run_on_commit == []


def test_a_test_goes_to_one_endpoint_whatever_it_is_told_of(at_noon):
    asked = add_endpoint(event_types=[])
    add_endpoint()

    post_test(asked)

    sent = WebhookDelivery.objects.get()
    assert (sent.endpoint, sent.type, sent.body) == (
        asked,
        "test",
        '{"type":"test","timestamp":"2027-06-01T12:00:00Z","data":{}}',
    )
    assert tasks() == [[sent.pk]]


def test_a_replay_keeps_the_message_as_it_was(at_noon):
    post_test(add_endpoint())
    sent = WebhookDelivery.objects.get()
    sent.state, sent.attempts, sent.next_attempt_at = DeliveryState.FAILED, 10, at_noon - dt.timedelta(days=3)
    sent.save()
    before = (sent.message_id, sent.body)

    replay(sent)

    sent.refresh_from_db()
    assert (sent.message_id, sent.body) == before
    assert (sent.state, sent.next_attempt_at) == ("pending", at_noon)
    assert tasks() == [[sent.pk]] * 2
