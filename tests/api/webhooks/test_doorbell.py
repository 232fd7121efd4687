"""The doorbell of public sites: what rings say, when there is one, and that nobody has to wait for a site."""

from __future__ import annotations

import base64
import json
import threading
import time
from contextlib import contextmanager

import pytest
from django.db import connection
from django.utils import timezone
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from api.caching import bump_version, name_version, read_version
from api.webhooks.doorbell import Bell, Doorbell
from tests.api.webhooks.receiver import PATIENCE, Receiver, Reply
from tests.api.webhooks.worker_process import Database, committing, end, worker

GOAL_SECONDS = 0.4
KNOWN_TO_BOTH = "what the CMS and the site know, in ASCII or not: 门铃"

threads_that_commit = pytest.mark.django_db(transaction=True, available_apps=["api"])
needs_threads_with_a_database = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="The database of tests on SQLite is shared by all threads; see the process."
)


@pytest.fixture(autouse=True)
def secret(settings):
    settings.SITE_SECRET = KNOWN_TO_BOTH
    return f"whsec_{base64.b64encode(KNOWN_TO_BOTH.encode()).decode()}"


@pytest.fixture
def site():
    with Receiver() as running:
        yield running


@contextmanager
def watching(*sites):
    """A doorbell that has looked once."""
    stopping = threading.Event()
    doorbell = Doorbell([it.url for it in sites], stopping=stopping)
    doorbell.start()
    wait_until(lambda: doorbell.number is not None)
    yield doorbell
    stopping.set()
    for thread in doorbell.threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in doorbell.threads)


def wait_until(condition):
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        threading.Event().wait(0.005)


def versions(site):
    return [json.loads(it.body)["data"]["version"] for it in site.received]


def test_a_ring_names_the_version_and_is_signed_with_the_secret_of_the_site(site, secret):
    Bell(site.url).ring(255, at=timezone.now())

    [ring] = site.wait_for(1)
    body = Webhook(secret).verify(ring.body, {name.lower(): value for name, value in ring.headers.items()})
    assert {**body, "timestamp": None} == {
        "type": "content.changed",
        "timestamp": None,
        "data": {"version": name_version(255)},
    }
    with pytest.raises(WebhookVerificationError):
        Webhook(f"whsec_{base64.b64encode(b'another').decode()}").verify(
            ring.body, {name.lower(): value for name, value in ring.headers.items()}
        )


def test_an_outage_is_logged_once_and_its_end_too(site, caplog):
    caplog.set_level("INFO")
    site.replies = [Reply(503), Reply(302, {"Location": site.url}), Reply(204), Reply(204)]
    bell = Bell(site.url)

    for number in range(4):
        bell.ring(number, at=timezone.now())

    assert [record.getMessage() for record in caplog.records] == [
        "The site at 127.0.0.1 is not told of changes, and will ask by itself: 503",
        "The site at 127.0.0.1 is told of changes again",
    ]
    assert len(site.received) == 4


def test_an_address_that_leads_nowhere_is_logged(caplog):
    Bell("ftp://site.example/hooks?key=private").ring(1, at=timezone.now())

    assert "The site at site.example is not told of changes, and will ask by itself: refused" in caplog.text
    assert "private" not in caplog.text


def test_without_a_site_nothing_is_watched():
    assert Doorbell([], stopping=threading.Event()).threads == []


@needs_threads_with_a_database
@threads_that_commit
def test_a_change_is_told_soon_to_every_site_and_only_once(site):
    with Receiver() as other, watching(site, other):
        begun = time.monotonic()
        bump_version()
        site.wait_for(1)
        other.wait_for(1)
        took = time.monotonic() - begun
        expected = [name_version(read_version(fresh=True))]

    assert (versions(site), versions(other)) == (expected, expected)
    assert took < GOAL_SECONDS


@needs_threads_with_a_database
@threads_that_commit
def test_changes_while_a_site_answers_are_told_by_one_more_ring(site):
    hold = threading.Event()
    site.replies = [Reply(hold=hold), Reply()]
    with Receiver() as other, watching(site, other) as doorbell:
        for rings in (1, 2, 3):
            bump_version()
            other.wait_for(rings)
        while_held = len(site.received)
        hold.set()
        site.wait_for(2)
        wait_until(lambda: doorbell.bells[0].told == doorbell.number)
        expected = versions(other)

    assert while_held == 1
    assert versions(site) == [expected[0], expected[2]]


@committing
def test_the_worker_rings_when_another_process_publishes(site, tmp_path):
    database = Database(tmp_path, SITE_HOOK_URLS=site.url)
    raised = "UPDATE api_contentversion SET number = number + 1"

    with worker(database) as process:
        wait_until(lambda: database.execute(raised) is not None and site.received)
        ended = end(process)

    assert ended == 0
    assert json.loads(site.received[0].body)["type"] == "content.changed"
