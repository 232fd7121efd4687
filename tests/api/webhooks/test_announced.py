"""What leaves the house: ids and public paths of what the public has seen, and nothing else."""

from __future__ import annotations

import json

import pytest
from wagtail.models import PageViewRestriction

from api.webhooks.models import WebhookDelivery, WebhookEndpoint
from tests.factories import ForumFactory

pytestmark = pytest.mark.django_db

CANARY = "Canary"


@pytest.fixture
def told(committed):
    """Gives the paths that were told of since it was last called, and looks at each message as it stands."""
    WebhookEndpoint.objects.create(url="https://partner.example.org/hooks")

    def read():
        committed()
        bodies = [it.body for it in WebhookDelivery.objects.order_by("pk")]
        WebhookDelivery.objects.all().delete()
        messages = [json.loads(body) for body in bodies]
        assert CANARY not in "".join(bodies)
        assert {tuple(it) for it in messages} <= {("type", "timestamp", "data")}
        assert {tuple(it["data"]) for it in messages} <= {("rev", "ids", "paths")}
        return [it["data"]["paths"] for it in messages]

    return read


def publish(page, **values):
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_a_published_page_is_told_without_its_words(home, told):
    page = ForumFactory(parent=home, title=CANARY, slug="forum")
    seen = [told()]
    publish(page, title=f"{CANARY} again")
    seen.append(told())
    publish(page)
    seen.append(told())

    assert seen == [[["/forum/"]], [["/forum/"]], []]


def test_drafts_are_not_told(home, told):
    draft = ForumFactory(parent=home, title=CANARY, slug="canary-draft", published=False)
    draft.save_revision()
    public = ForumFactory(parent=home, slug="forum")
    told()
    public.title = CANARY
    public.save_revision()

    assert told() == []


def test_a_page_that_is_hidden_is_told_as_it_was_last_seen(home, told):
    page = ForumFactory(parent=home, slug="forum")
    told()

    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    hidden = told()
    publish(page, title=CANARY, slug="canary-hidden")

    assert (hidden, told()) == ([["/forum/"]], [])


def test_a_page_that_is_deleted_is_told_once(home, told):
    page = ForumFactory(parent=home, slug="forum")
    told()

    page.delete()

    assert told() == [["/forum/"]]
