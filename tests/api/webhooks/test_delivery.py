"""One attempt after the other, until a message is taken or given up."""

from __future__ import annotations

import datetime as dt
import logging
import socket
import threading

import pytest
import time_machine
from django.db import connection, connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from standardwebhooks.webhooks import Webhook

from api.webhooks.delivery import DELAYS, LEASE, claim, find_delay, settle
from api.webhooks.models import DeliveryAttempt, WebhookDelivery, WebhookEndpoint
from api.webhooks.outbox import post_test, replay
from api.webhooks.sending import Answer
from api.webhooks.tasks import deliver
from api.webhooks.upkeep import count_overdue, prune, sweep
from pages.outgoing.requests import Fault
from tests.api.webhooks.receiver import Reply

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 6, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def at_noon():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def message(at_noon, endpoint):
    post_test(endpoint)
    return WebhookDelivery.objects.get()


def attempts():
    return list(DeliveryAttempt.objects.values_list("status", "fault", "excerpt"))


def tasks_due():
    """When the tasks run that were made after the first."""
    return [it.task.run_after for it in DBTaskResult.objects.order_by("enqueued_at")][1:]


def state_of(message):
    message.refresh_from_db()
    return message.state, message.attempts, message.claimed_until


def fail(message, clock, *, times):
    """Attempts at the instants they are due."""
    for _ in range(times):
        message.refresh_from_db()
        clock.move_to(message.next_attempt_at)
        deliver.call(message.pk)


def test_a_message_that_is_taken_is_done(message, receiver):
    assert deliver.call(message.pk) == "204"

    [received] = receiver.received
    message.refresh_from_db()
    read = Webhook(message.endpoint.secret).verify(received.body, received.headers)
    assert read["type"] == "test"
    assert received.headers["webhook-id"] == message.message_id
    assert state_of(message) == ("delivered", 1, None)
    assert message.delivered_at is not None
    assert attempts() == [(204, "", "")]
    assert tasks_due() == []


def test_a_message_that_is_done_is_not_sent_by_another_task(message, receiver):
    deliver.call(message.pk)

    assert deliver.call(message.pk) == "passed over"
    assert len(receiver.received) == 1


def test_a_message_that_is_gone_is_passed_over(message, receiver):
    key = message.pk
    message.delete()

    assert deliver.call(key) == "passed over"


def test_a_failure_is_tried_again_under_the_same_id(message, receiver, at_noon):
    receiver.replies = [Reply(500, body=b"oops"), Reply(200)]

    assert deliver.call(message.pk) == "500"
    state = state_of(message)
    assert deliver.call(message.pk) == "passed over"
    at_noon.move_to(message.next_attempt_at)
    assert deliver.call(message.pk) == "200"

    assert state == ("pending", 1, None)
    assert dt.timedelta(seconds=5) <= message.next_attempt_at - NOW <= dt.timedelta(seconds=6)
    assert tasks_due() == [message.next_attempt_at]
    assert receiver.message_ids == [message.message_id] * 2
    assert state_of(message) == ("delivered", 2, None)
    assert attempts() == [(500, "status", "oops"), (200, "", "")]


def test_ten_attempts_are_made_in_about_three_days(message, receiver, at_noon):
    receiver.replies = [Reply(503)]

    fail(message, at_noon, times=10)

    assert len(receiver.received) == 10
    assert state_of(message) == ("failed", 10, None)
    assert dt.timedelta(days=3) < message.next_attempt_at - NOW < dt.timedelta(days=4.5)
    assert len(tasks_due()) == 9
    assert message.endpoint.is_active


def test_the_delays_are_those_of_standard_webhooks_with_chance_added():
    found = [find_delay(count, asked=None) for count in range(1, 11)]

    assert found[-1] is None
    assert all(usual <= delay <= usual * 1.2 for usual, delay in zip(DELAYS, found, strict=False))
    assert len({find_delay(9, asked=None) for _ in range(20)}) > 1


@pytest.mark.parametrize(
    ("asked", "least", "most"), [(60, 60, 60), (3, 5, 6), (0, 5, 6), (10**8, 86_400, 86_400), (None, 5, 6)]
)
def test_what_the_receiver_asks_for_is_kept_to_within_a_day(asked, least, most):
    assert least <= find_delay(1, asked=asked).total_seconds() <= most


def test_410_disables_the_endpoint_and_drops_what_waits(message, receiver, at_noon):
    post_test(message.endpoint)
    receiver.replies = [Reply(410)]

    deliver.call(message.pk)

    endpoint = WebhookEndpoint.objects.get()
    assert (endpoint.disabled_at, endpoint.disabled_reason) == (NOW, "gone")
    assert list(WebhookDelivery.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "dropped"]


def test_an_endpoint_that_fails_for_five_days_is_disabled(endpoint, receiver, at_noon):
    receiver.replies = [Reply(500)]
    post_test(endpoint)
    fail(WebhookDelivery.objects.get(), at_noon, times=10)
    at_noon.move_to(NOW + dt.timedelta(days=5, seconds=1))
    endpoint.refresh_from_db()
    post_test(endpoint)

    deliver.call(WebhookDelivery.objects.latest("pk").pk)

    endpoint.refresh_from_db()
    assert (endpoint.failing_since, endpoint.disabled_reason) == (NOW, "failing")


def test_a_success_ends_the_time_of_failing(message, receiver, at_noon):
    receiver.replies = [Reply(500), Reply(200)]

    fail(message, at_noon, times=2)

    assert WebhookEndpoint.objects.get().failing_since is None


def test_a_paused_endpoint_is_sent_nothing_until_it_goes_on(message, receiver):
    message.endpoint.pause()

    assert deliver.call(message.pk) == "passed over"
    DBTaskResult.objects.all().delete()
    assert sweep() == 0

    message.endpoint.resume()
    assert sweep() == 1
    deliver.call(message.pk)
    assert len(receiver.received) == 1


def test_an_address_that_has_become_private_is_refused_at_the_attempt(message, receiver, settings):
    settings.WEBHOOKS_ALLOW_PRIVATE_TARGETS = False

    assert deliver.call(message.pk) == "refused"
    assert receiver.received == []
    assert attempts() == [(None, "refused", "The address has to begin with https://.")]


def test_a_name_that_is_bound_to_another_address_is_connected_to_as_it_was_checked(endpoint, receiver, monkeypatch):
    endpoint.url = f"http://partner.example.org:{receiver.port}/"
    endpoint.save()
    asked = []

    def getaddrinfo(name, port, *_args, **_options):
        if name == "partner.example.org":
            asked.append(name)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        assert name == "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (name, port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    post_test(endpoint)

    assert deliver.call(WebhookDelivery.objects.get().pk) == "204"
    assert asked == ["partner.example.org"]
    assert receiver.received[0].headers["Host"] == f"partner.example.org:{receiver.port}"


def test_one_message_at_a_time_goes_to_an_endpoint_and_the_next_is_taken_up(endpoint, receiver):
    for _ in range(2):
        post_test(endpoint)
    first, second = WebhookDelivery.objects.order_by("pk")
    claimed = claim(first.pk, at=timezone.now())

    assert deliver.call(second.pk) == "passed over"

    WebhookDelivery.objects.filter(pk=first.pk).update(claimed_until=None)
    DBTaskResult.objects.all().delete()
    assert claimed.attempts == 1
    assert deliver.call(first.pk) == "204"
    assert [it.args_kwargs["args"] for it in DBTaskResult.objects.all()] == [[second.pk]]


def test_a_claim_holds_until_it_runs_out(message, at_noon):
    first = claim(message.pk, at=NOW)

    assert claim(message.pk, at=NOW + LEASE - dt.timedelta(seconds=1)) is None
    second = claim(message.pk, at=NOW + LEASE)
    assert (first.message_id, first.attempts, second.attempts) == (second.message_id, 1, 2)


def test_a_worker_that_lost_its_claim_leaves_the_message_to_the_other(message, at_noon):
    late = claim(message.pk, at=NOW)
    other = claim(message.pk, at=NOW + LEASE)

    due = settle(late, Answer(0, status=500, fault=Fault.STATUS), at=NOW)

    assert due is None
    assert state_of(message) == ("pending", 2, other.claimed_until)
    assert attempts() == [(500, "status", "")]


def test_a_message_that_a_late_worker_delivered_is_done(message, at_noon):
    late = claim(message.pk, at=NOW)
    claim(message.pk, at=NOW + LEASE)

    settle(late, Answer(0, status=200), at=NOW)

    assert state_of(message) == ("delivered", 2, None)


def test_a_replay_of_a_failed_message_is_one_more_attempt(message, receiver, at_noon):
    receiver.replies = [Reply(500)]
    fail(message, at_noon, times=10)
    message.refresh_from_db()

    replay(message)
    deliver.call(message.pk)

    assert state_of(message) == ("failed", 11, None)
    assert set(receiver.message_ids) == {message.message_id}


def test_what_a_killed_worker_had_in_its_hands_is_found_again(message, receiver, at_noon):
    claim(message.pk, at=NOW)
    DBTaskResult.objects.all().delete()

    assert sweep() == 0
    at_noon.move_to(NOW + LEASE)
    assert (sweep(), sweep()) == (1, 0)

    deliver.call(message.pk)
    assert state_of(message) == ("delivered", 2, None)


def test_messages_and_tasks_go_after_their_time(message, receiver, at_noon):
    deliver.call(message.pk)
    DBTaskResult.objects.all().delete()
    done, killed, waiting = (deliver.enqueue(message.pk).db_result for _ in range(3))
    done.set_successful("204")
    killed.claim("worker")

    at_noon.move_to(NOW + dt.timedelta(hours=25))
    assert prune() == 2
    assert list(DBTaskResult.objects.all()) == [waiting]
    assert WebhookDelivery.objects.count() == 1
    at_noon.move_to(NOW + dt.timedelta(days=30, seconds=1))
    assert prune() == 2
    assert (WebhookDelivery.objects.count(), DeliveryAttempt.objects.count()) == (0, 0)


def test_messages_that_nobody_sends_are_overdue_after_five_minutes(message, at_noon):
    assert count_overdue() == 0
    at_noon.move_to(NOW + dt.timedelta(minutes=5))
    assert count_overdue() == 1


def test_the_log_of_the_process_names_neither_address_nor_secret(message, receiver, caplog):
    receiver.replies = [Reply(500, body=b"from the receiver")]

    with caplog.at_level(logging.DEBUG):
        deliver.call(message.pk)

    assert message.message_id in caplog.text
    for kept in (message.endpoint.secret, "/hooks", "key=1", "from the receiver"):
        assert kept not in caplog.text


def claim_together(keys):
    """What as many workers get as there are keys, each asking for one at the same moment."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    at, together, claimed = timezone.now(), threading.Barrier(len(keys)), []

    def work(key):
        try:
            together.wait()
            claimed.append(claim(key, at=at))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work, args=[key]) for key in keys]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return [it for it in claimed if it]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_many_workers_one_claims_a_message(endpoint):
    post_test(endpoint)

    claimed = claim_together([WebhookDelivery.objects.get().pk] * 8)

    assert len(claimed) == 1
    assert WebhookDelivery.objects.get().attempts == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_many_workers_one_sends_to_an_endpoint(endpoint):
    for _ in range(8):
        post_test(endpoint)

    claimed = claim_together(list(WebhookDelivery.objects.values_list("pk", flat=True)))

    assert len(claimed) == 1
    assert sorted(WebhookDelivery.objects.values_list("attempts", flat=True)) == [0] * 7 + [1]
