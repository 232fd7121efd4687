"""Editors of webhooks add, test, pause and watch them; nobody else sees or does anything."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from api.webhooks.models import DeliveryAttempt, DisabledReason, WebhookDelivery, WebhookEndpoint
from api.webhooks.outbox import post_test
from api.webhooks.tasks import deliver
from pages.outgoing.requests import Fault
from tests.api.webhooks.receiver import Reply

pytestmark = pytest.mark.django_db

BUTTONS = ("test", "pause", "resume", "rotate")


def page(name, *args):
    return reverse(f"webhooks:{name}", args=args)


def press(client, name, key):
    """What one is told after a button."""
    return [str(it) for it in get_messages(client.post(page(name, key)).wsgi_request)][-1]


@pytest.fixture
def manager(client):
    """Somebody who may change webhooks and nothing else."""
    user = User.objects.create_user("manager")
    wanted = Permission.objects.filter(content_type__app_label="api", content_type__model="webhookendpoint")
    user.user_permissions.set([*wanted, Permission.objects.get(codename="access_admin")])
    client.force_login(user)
    return client


@pytest.fixture
def editor(home):
    """Somebody who may sign in, and not touch webhooks."""
    user = User.objects.create_user("editor")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(user)
    return client


def test_a_new_webhook_shows_its_secret_once(manager, receiver):
    form = {"description": "Partner", "url": receiver.url, "event_types": ["content.changed"]}

    shown = manager.post(page("add"), form, follow=True)
    again = manager.get(shown.request["PATH_INFO"])

    endpoint = WebhookEndpoint.objects.get()
    assert (endpoint.description, endpoint.url, endpoint.event_types) == ("Partner", receiver.url, ["content.changed"])
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", endpoint.secret)
    assert f'value="{endpoint.secret}"' in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert endpoint.secret not in again.content.decode()


def test_whoever_may_only_add_webhooks_sees_the_secrets_of_their_own(editor, endpoint, receiver):
    User.objects.get(username="editor").user_permissions.add(Permission.objects.get(codename="add_webhookendpoint"))

    shown = editor.post(page("add"), {"url": receiver.url, "event_types": ["content.changed"]}, follow=True)
    other = editor.get(page("secret", endpoint.pk))

    text = shown.content.decode()
    assert f'value="{WebhookEndpoint.objects.latest("pk").secret}"' in text
    assert f'href="{page("index")}" class="button"' in text
    assert (other.status_code, endpoint.secret in other.content.decode()) == (200, False)
    assert editor.get(page("deliveries", endpoint.pk)).status_code == 302


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("https://127.0.0.1/", "This name leads into a private network. Messages are sent to public addresses."),
        ("http://93.184.215.14/", "The address has to begin with https://."),
        ("https://a:b@93.184.215.14/", "Leave out user and password: each message is signed instead."),
        ("nonsense", "Enter an address such as https://example.org/hooks."),
        ("", "This field is required."),
    ],
)
def test_an_address_that_is_refused_says_why_at_its_field(manager, url, error):
    response = manager.post(page("add"), {"url": url})

    assert response.context["form"].errors == {"url": [error]}
    assert WebhookEndpoint.objects.count() == 0


def test_an_unknown_kind_of_message_is_refused(manager, receiver):
    response = manager.post(page("add"), {"url": receiver.url, "event_types": ["everything"]})

    assert set(response.context["form"].errors) == {"event_types"}


def test_an_edit_keeps_the_secret_and_does_not_show_it(manager, endpoint, receiver):
    shown = manager.get(page("edit", endpoint.pk))

    manager.post(page("edit", endpoint.pk), {"description": "Other", "url": receiver.url})

    changed = WebhookEndpoint.objects.get()
    assert (changed.description, changed.event_types, changed.secret) == ("Other", [], endpoint.secret)
    assert endpoint.secret not in shown.content.decode()


def test_the_list_shows_the_last_message_and_neither_path_nor_secret(manager, endpoint, django_assert_num_queries):
    WebhookEndpoint.objects.create(url="https://other.example.org/hooks/k3y", is_paused=True)
    post_test(endpoint)
    WebhookDelivery.objects.update(state="failed")

    with django_assert_num_queries(12):
        text = manager.get(page("index")).content.decode()

    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))
    assert "other.example.org" in words
    assert "Failed" in words
    for kept in (endpoint.secret, "/hooks", "k3y"):
        assert kept not in text


def test_the_messages_show_attempts_as_text(manager, endpoint, receiver):
    receiver.replies = [Reply(500, body=b"<script>alert(1)</script>")]
    post_test(endpoint)
    sent = WebhookDelivery.objects.get()
    deliver.call(sent.pk)
    DeliveryAttempt.objects.create(delivery=sent, at=timezone.now(), milliseconds=15_000, fault=Fault.TIMEOUT)

    text = manager.get(page("deliveries", endpoint.pk)).content.decode()

    assert sent.message_id in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert(1)" not in text
    assert "No answer in time, 15000 ms" in text
    assert endpoint.secret not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_messages_take_as_many_statements_for_many_as_for_one(manager, endpoint, django_assert_num_queries, count):
    for _ in range(count):
        post_test(endpoint)

    with django_assert_num_queries(14):
        manager.get(page("deliveries", endpoint.pk))


def test_a_test_is_sent_by_a_button(manager, endpoint):
    told = press(manager, "test", endpoint.pk)

    assert told == "A test is on its way. Reload this page to see how it went."
    assert [it.type for it in endpoint.deliveries.all()] == ["test"]


def test_a_pause_and_its_end(manager, endpoint):
    press(manager, "pause", endpoint.pk)
    endpoint.refresh_from_db()
    paused = (endpoint.is_paused, press(manager, "test", endpoint.pk), endpoint.deliveries.count())
    press(manager, "resume", endpoint.pk)
    endpoint.refresh_from_db()

    assert paused == (True, "Nothing is sent to this webhook. Resume it first.", 0)
    assert endpoint.is_active


def test_a_disabled_webhook_is_enabled_again(manager, endpoint):
    endpoint.failing_since = timezone.now()
    endpoint.save()
    endpoint.disable(DisabledReason.FAILING)
    since = f"{endpoint.disabled_at:%Y-%m-%d %H:%M}"

    shown = manager.get(page("deliveries", endpoint.pk)).content.decode()
    press(manager, "resume", endpoint.pk)

    endpoint.refresh_from_db()
    assert f"It has failed for five days. Since {since}." in shown
    assert (endpoint.is_active, endpoint.disabled_reason, endpoint.failing_since) == (True, "", None)


def test_a_rotation_shows_the_new_secret(manager, endpoint):
    shown = manager.post(page("rotate", endpoint.pk), follow=True).content.decode()

    changed = WebhookEndpoint.objects.get()
    assert changed.secret != endpoint.secret
    assert changed.previous_secret == endpoint.secret
    assert changed.secret in shown
    assert endpoint.secret not in shown


def test_a_message_is_replayed_under_its_id(manager, endpoint, receiver):
    post_test(endpoint)
    sent = WebhookDelivery.objects.get()
    deliver.call(sent.pk)

    told = press(manager, "replay", sent.pk)
    deliver.call(sent.pk)

    assert told == "The message is sent again under the same id. Reload this page to see how it went."
    assert receiver.message_ids == [sent.message_id] * 2
    assert sent.log.count() == 2


def test_nothing_is_replayed_to_a_paused_webhook(manager, endpoint):
    post_test(endpoint)
    endpoint.pause()
    WebhookDelivery.objects.update(state="delivered")

    told = press(manager, "replay", WebhookDelivery.objects.get().pk)

    assert told == "Nothing is sent to this webhook. Resume it first."
    assert WebhookDelivery.objects.get().state == "delivered"


def test_a_missing_worker_is_noticed(manager, endpoint):
    post_test(endpoint)
    WebhookDelivery.objects.update(next_attempt_at=timezone.now() - dt.timedelta(minutes=6))

    text = manager.get(page("index")).content.decode()

    assert "Messages have been waiting for more than five minutes: 1. Does manage.py worker run?" in text


def test_a_webhook_is_deleted_with_its_messages(manager, endpoint):
    post_test(endpoint)

    manager.post(page("delete", endpoint.pk))

    assert (WebhookEndpoint.objects.count(), WebhookDelivery.objects.count()) == (0, 0)


def test_others_see_and_do_nothing(editor, endpoint):
    post_test(endpoint)
    key = WebhookDelivery.objects.get().pk
    before = WebhookEndpoint.objects.values().get()
    seen = [editor.get(page(name, *args)) for name, args in [("index", []), ("add", [])]]
    seen += [editor.get(page(name, endpoint.pk)) for name in ("edit", "delete", "deliveries", "secret", "history")]
    seen += [editor.post(page(name, endpoint.pk)) for name in BUTTONS] + [editor.post(page("replay", key))]

    assert {(it.status_code, it.headers.get("Location")) for it in seen} == {(302, "/admin/")}
    assert all(endpoint.secret.encode() not in it.content for it in seen)
    assert WebhookEndpoint.objects.values().get() == before
    assert WebhookDelivery.objects.count() == 1
    assert "webhooks" not in editor.get("/admin/").content.decode().lower()


def test_strangers_are_asked_to_sign_in(endpoint, home):
    found = {Client().post(page(name, endpoint.pk)).headers["Location"].partition("?")[0] for name in BUTTONS}

    assert found == {"/admin/login/"}


@pytest.mark.parametrize("name", [*BUTTONS, "replay"])
def test_buttons_need_a_post_with_its_token(manager, endpoint, name):
    post_test(endpoint)
    key = WebhookDelivery.objects.get().pk if name == "replay" else endpoint.pk
    before = WebhookEndpoint.objects.values().get()
    manager.handler.enforce_csrf_checks = True

    assert [manager.get(page(name, key)).status_code, manager.post(page(name, key)).status_code] == [405, 403]
    assert WebhookEndpoint.objects.values().get() == before
    assert WebhookDelivery.objects.count() == 1


@pytest.mark.parametrize("name", [*BUTTONS, "replay"])
def test_a_button_for_what_is_gone_is_not_found(manager, home, name):
    assert manager.post(page(name, 4711)).status_code == 404
