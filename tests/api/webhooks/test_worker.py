"""The worker as a process: what it sends, what it takes up after another was killed, and how it ends."""

from __future__ import annotations

import datetime as dt
import signal
import subprocess
import sys
import threading

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from api.webhooks.models import WebhookDelivery, WebhookEndpoint
from api.webhooks.outbox import announce_changes, post_test
from api.webhooks.worker import make_round, make_step
from tests.api.webhooks.receiver import Receiver, Reply
from tests.api.webhooks.worker_process import PATIENCE, ROOT, Database, committing, end, worker
from tests.conftest import find_home
from tests.factories import ForumFactory

PARENT = """
import os, subprocess, sys
worker = subprocess.Popen([sys.executable, "manage.py", "worker", "--threads", "1", "--parent", str(os.getpid())])
worker.wait()
"""


@pytest.fixture
def hold():
    event = threading.Event()
    yield event
    event.set()


@committing
def test_what_was_committed_before_a_crash_is_sent_by_the_next_worker(endpoint, receiver, tmp_path):
    announce_changes(rev=1, node_ids=["a"], paths=["/a"])
    DBTaskResult.objects.all().delete()
    announce_changes(rev=2, node_ids=["b"], paths=["/b"])
    database = Database(tmp_path)

    with worker(database) as process:
        receiver.wait_for(2)
        assert end(process) == 0

    assert database.states() == [("delivered", 1, None)] * 2
    assert sorted(receiver.message_ids) == sorted(WebhookDelivery.objects.values_list("message_id", flat=True))


@committing
def test_a_worker_killed_while_sending_has_its_message_sent_again_under_the_same_id(endpoint, receiver, tmp_path, hold):
    receiver.replies = [Reply(hold=hold), Reply(204)]
    post_test(endpoint)
    database = Database(tmp_path)

    with worker(database) as killed:
        receiver.wait_for(1)
        killed.kill()
    [(state, attempts, claimed_until)] = database.states()
    database.execute("UPDATE api_webhookdelivery SET claimed_until = '2000-01-01 00:00:00+00'")
    with worker(database) as process:
        receiver.wait_for(2)
        ended = end(process)

    assert (state, attempts, claimed_until is None) == ("pending", 1, False)
    assert ended == 0
    assert database.states() == [("delivered", 2, None)]
    assert receiver.message_ids == [WebhookDelivery.objects.get().message_id] * 2
    assert receiver.received[0].body == receiver.received[1].body


@committing
def test_a_worker_that_is_asked_to_end_finishes_what_it_sends(endpoint, receiver, tmp_path, hold):
    receiver.replies = [Reply(hold=hold)]
    post_test(endpoint)
    database = Database(tmp_path)

    with worker(database) as process:
        receiver.wait_for(1)
        process.send_signal(signal.SIGTERM)
        hold.set()
        ended = process.wait(PATIENCE)

    assert ended == 0
    assert database.states() == [("delivered", 1, None)]


@committing
def test_a_slow_receiver_holds_nobody_else_up(endpoint, receiver, tmp_path, hold):
    receiver.replies = [Reply(hold=hold)]
    for _ in range(3):
        post_test(endpoint)
    with Receiver() as quick:
        post_test(WebhookEndpoint.objects.create(url=quick.url))
        database = Database(tmp_path)

        with worker(database, "--threads", "2") as process:
            receiver.wait_for(1)
            quick.wait_for(1)
            held = len(receiver.received)
            hold.set()
            receiver.wait_for(3)
            ended = end(process)

    assert (held, ended) == (1, 0)
    assert database.states() == [("delivered", 1, None)] * 4


@committing
def test_a_worker_ends_with_its_parent(endpoint, receiver, tmp_path):
    post_test(endpoint)
    database = Database(tmp_path)

    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=ROOT, env=database.environment, stderr=subprocess.PIPE
    )
    with parent:
        receiver.wait_for(1)
        parent.kill()
        said, nothing = parent.communicate(timeout=PATIENCE)

    # Standard error is at its end once the worker, which shares it, is gone.
    assert (said, nothing) == (None, b"")


@pytest.mark.django_db
def test_a_round_publishes_and_withdraws_pages_at_their_time(home):
    now = timezone.now()
    page = ForumFactory(parent=find_home(), published=False)
    page.go_live_at, page.expire_at = now + dt.timedelta(hours=1), now + dt.timedelta(hours=2)
    page.save_revision().publish()
    seen = []

    for hours in (0, 1.01, 2.01):
        with time_machine.travel(now + dt.timedelta(hours=hours)):
            make_round(0)
        page.refresh_from_db()
        seen.append((page.live, page.expired))

    assert seen == [(False, False), (True, False), (False, True)]


def test_a_step_that_fails_is_logged_and_leaves_the_others_alone(caplog):
    def broken():
        raise RuntimeError("no luck")

    make_step(broken)

    assert "broken failed; it is tried again in a minute" in caplog.text


@pytest.mark.django_db
def test_overdue_messages_fail_the_check(endpoint, capsys):
    call_command("worker", "--check")
    post_test(endpoint)
    WebhookDelivery.objects.update(next_attempt_at=timezone.now() - dt.timedelta(minutes=6))

    with pytest.raises(CommandError, match=r"^Overdue webhooks: 1\. Does a worker run\?$"):
        call_command("worker", "--check")
    assert capsys.readouterr().out == "No webhook is overdue.\n"


def test_a_worker_needs_a_thread():
    with pytest.raises(CommandError, match="At least one thread is needed"):
        call_command("worker", "--threads", "0")
