"""Somebody tells a partner's server of changes: adds the webhook, tries it out, pauses it, and makes a new secret."""

from __future__ import annotations

import pytest
from standardwebhooks.webhooks import Webhook

from api.webhooks.models import WebhookDelivery, WebhookEndpoint
from api.webhooks.tasks import deliver
from tests.api.webhooks.receiver import Receiver, Reply

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WAIT = 15_000


@pytest.fixture
def admin(home, browser, live_server, admin_user):
    """The admin's first page after signing in, in a browser without JavaScript."""
    admin_user.set_password("a-long-password")
    admin_user.save()
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, base_url=live_server.url, java_script_enabled=False
    )
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.goto("/admin/webhooks/")
    page.get_by_label("Username").fill(admin_user.username)
    page.get_by_label("Password").fill("a-long-password")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Add webhook").first.wait_for()
    return page


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def send_all():
    """What the worker does."""
    for key in WebhookDelivery.objects.filter(state="pending").values_list("pk", flat=True):
        deliver.call(key)


def test_a_webhook_is_added_tried_and_paused(admin, settings, tmp_path):
    admin.get_by_role("link", name="Add webhook").first.click()
    admin.get_by_label("Description").fill("Tide tables")
    admin.get_by_label("Address").fill("https://127.0.0.1/hooks")
    press(admin, "Create")
    admin.get_by_text("This name leads into a private network.").wait_for()

    settings.WEBHOOKS_ALLOW_PRIVATE_TARGETS = True
    with Receiver(Reply(500, body=b"not yet"), Reply(204)) as receiver:
        admin.get_by_label("Address").fill(receiver.url)
        press(admin, "Create")
        secret = admin.get_by_label("Secret", exact=True).input_value()
        admin.get_by_role("link", name="To the webhook").click()

        press(admin, "Send a test")
        admin.get_by_text("A test is on its way.").wait_for()
        send_all()
        admin.reload()
        admin.get_by_text("next attempt").wait_for()

        press(admin, "Send again")
        send_all()
        admin.reload()
        admin.get_by_role("cell", name="Delivered", exact=True).wait_for()
        admin.screenshot(path=tmp_path / "messages.png", full_page=True)
        assert receiver.message_ids == [WebhookDelivery.objects.get().message_id] * 2
        first = receiver.received[0]
        assert Webhook(secret).verify(first.body, first.headers)["type"] == "test"

    press(admin, "Pause")
    admin.get_by_text("The webhook is paused.").wait_for()
    press(admin, "Resume")
    admin.get_by_text("The webhook is active.").wait_for()

    press(admin, "Make a new secret")
    assert admin.get_by_label("Secret", exact=True).input_value() == WebhookEndpoint.objects.get().secret != secret

    admin.goto("/admin/webhooks/")
    admin.screenshot(path=tmp_path / "webhooks.png", full_page=True)
    assert admin.get_by_role("row", name="Tide tables").get_by_text("Active").is_visible()
    assert secret not in admin.content()
