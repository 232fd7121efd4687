from __future__ import annotations

import pytest
from django.db import connection

from api.webhooks.models import WebhookEndpoint
from tests.api.webhooks.receiver import Receiver


@pytest.fixture
def receiver(settings):
    """A partner's server on this machine, which the settings let messages go to."""
    settings.WEBHOOKS_ALLOW_PRIVATE_TARGETS = True
    with Receiver() as running:
        yield running


@pytest.fixture
def endpoint(db, receiver):
    return WebhookEndpoint.objects.create(url=receiver.url, description="Partner")


@pytest.fixture
def committed():
    """Ends what Django takes for the current transaction, in tests that never commit."""

    def commit():
        connection.run_on_commit.clear()

    return commit
