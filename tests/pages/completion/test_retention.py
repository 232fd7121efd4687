"""What speakers sent is forgotten in time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from api.webhooks.worker import STEPS
from pages.completion.retention import forget_answers, forget_old
from pages.models import CompletionFile, CompletionLink, SpeakerConsent
from tests.pages.completion.conftest import NOW, fill_in, make_slides

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

LATER = NOW + dt.timedelta(days=100)


@pytest.fixture
def sent(link):
    fill_in(link, title="Secret title", slides=make_slides(), recording="on")
    return CompletionLink.objects.filter(pk=link.pk)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "declined", "decided_at": LATER - dt.timedelta(days=31)},
        {"state": "accepted", "decided_at": LATER - dt.timedelta(days=31)},
        {"state": "revoked", "decided_at": LATER - dt.timedelta(days=31)},
        {"state": "open", "expires_at": LATER - dt.timedelta(days=31)},
    ],
)
def test_texts_and_files_go_a_month_after_the_end(sent, settings, values, django_capture_on_commit_callbacks):
    path = Path(settings.PRIVATE_ROOT) / CompletionFile.objects.get().file.name
    sent.update(**values)

    with django_capture_on_commit_callbacks(execute=True):
        counts = forget_old(LATER), forget_old(LATER)

    assert counts == (1, 0)
    assert sent.values("saved", "sent", "forgotten_at").get() == {"saved": {}, "sent": {}, "forgotten_at": LATER}
    assert (CompletionFile.objects.count(), path.exists()) == (0, False)
    assert SpeakerConsent.objects.filter(is_given=True).count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"state": "answered", "expires_at": LATER - dt.timedelta(days=60)},
        {"state": "declined", "decided_at": LATER - dt.timedelta(days=29)},
        {"state": "open", "expires_at": LATER - dt.timedelta(days=29)},
    ],
)
def test_what_may_still_be_needed_is_kept(sent, values):
    sent.update(**values)

    assert forget_old(LATER) == 0
    assert sent.get().sent["title"] == "Secret title"
    assert CompletionFile.objects.count() == 1


def test_the_worker_forgets_once_an_hour():
    assert dict(STEPS)[forget_answers] == 60
