"""Who may do what with the chores, findings, imports and answers of the editor's desk; see `test_matrix.py`."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from pages.attention.refresh import refresh_everything
from pages.models import (
    CompletionLink,
    CompletionState,
    ImportJob,
    ImportState,
    SeminarSeriesPage,
    StoredFinding,
    TalkPage,
)
from tests.factories import ContributionFactory, ForumFactory, LinkFactory, TalkFactory
from tests.pages.roles.conftest import sign_in
from tests.pages.roles.test_matrix import ROLES, is_shown, read_table

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 5, 4, 10, tzinfo=dt.UTC)
STREAM = "http://example.org/live"

TABLE = """
                          anon nobody  edit publ admin  (other: edit publ admin)  super
make talks                -    -       x    x    x             -    -    -         x
move a published talk     -    -       -    x    x             -    -    -         x
cancel in bulk            -    -       -    x    x             -    -    -         x
make the next edition     -    -       x    x    x             -    -    -         x
make the recording        -    -       -    x    x             -    -    -         x
ask a speaker             -    -       x    x    x             -    -    -         x
decline an answer         -    -       x    x    x             -    -    -         x
see the finding           -    -       x    x    x             -    -    -         x
leave a finding           -    -       x    x    x             -    -    -         x
fix in public             -    -       -    x    x             -    -    -         x
import below              -    -       x    x    x             -    -    -         x
see the public history    -    -       x    x    x             -    -    -         x
"""

ACTIONS = {}


def action(function):
    """An action of the table."""
    ACTIONS[function.__name__.replace("_", " ")] = function
    return function


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(clock, world, settings, tmp_path):
    """The communities with what there is to do: a talk that is over, a forum, an answer, a finding."""
    settings.PRIVATE_ROOT = tmp_path / "private"
    world.past = TalkFactory(
        parent=world.series,
        title="Ebb",
        start_date=dt.date(2027, 4, 1),
        contributions=[ContributionFactory(person=world.person)],
        links=[LinkFactory(kind="stream", url=STREAM)],
    )
    world.forum = ForumFactory(parent=world.ocean, title="Shores 2027", slug="shores-2027")
    world.link = CompletionLink.objects.create(
        talk_id=world.past.pk,
        person=world.person,
        asked_by=world.users["superuser"],
        state=CompletionState.ANSWERED,
        expires_at=NOW + dt.timedelta(days=7),
        sent_at=NOW,
    )
    refresh_everything()
    world.finding = StoredFinding.objects.get(event_id=world.past.pk, code__startswith="L01")
    return world


def test_every_row_of_the_table_is_tried():
    assert list(read_table(TABLE)) == list(ACTIONS)


@pytest.mark.parametrize("name", ACTIONS)
def test_who_may(desk, name):
    happened = {}
    for role in ROLES:
        point = transaction.savepoint()
        happened[role] = ACTIONS[name](sign_in(desk.users.get(role)), desk)
        transaction.savepoint_rollback(point)

    assert happened == read_table(TABLE)[name]


def send(client, url, data):
    """Send a form, and again as it was shown where it shows first what it would do."""
    response = client.post(url, data)
    assert response.status_code in {200, 302, 403, 404}
    if response.status_code == 200 and "seen" in (response.context or {}):
        client.post(url, {**data, "seen": response.context["seen"], "carry_out": "1"})


@action
def make_talks(client, desk):
    data = {"number": 2, "first": "2027-09-01", "every_weeks": 1, "time": "13:30", "left_out": ""}
    send(client, reverse("make_talks", args=[desk.second_series.pk]), data)
    return TalkPage.objects.child_of(desk.second_series).count() == 2


@action
def move_a_published_talk(client, desk):
    data = {"which": "one", "amount": 1, "unit": "weeks", "reason": ""}
    send(client, reverse("move_in_time", args=[desk.talk.pk]), data)
    return TalkPage.objects.get(pk=desk.talk.pk).start_date == dt.date(2027, 6, 23)


@action
def cancel_in_bulk(client, desk):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "cancel_events"])
    query = urlencode([("next", "/admin/"), ("id", desk.talk.pk)])
    client.post(f"{url}?{query}", {"status_message": "Storm"})
    return TalkPage.objects.get(pk=desk.talk.pk).status == "cancelled"


@action
def make_the_next_edition(client, desk):
    url = reverse("next_edition", args=[desk.forum.pk])
    form = sign_in(desk.users["superuser"]).get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    send(client, url, {name: value for name, value in values.items() if value not in (None, False)})
    return type(desk.forum).objects.filter(slug="shores-2028", live=False).exists()


@action
def make_the_recording(client, desk):
    client.post(reverse("stream_to_recording", args=[desk.past.pk]))
    return TalkPage.objects.get(pk=desk.past.pk).links.filter(kind="recording").exists()


@action
def ask_a_speaker(client, desk):
    CompletionLink.objects.all().delete()
    data = {"person": desk.person.pk, "days": 30, "language": "en", "message": ""}
    client.post(reverse("completion_ask", args=[desk.past.pk]), data)
    return CompletionLink.objects.exists()


@action
def decline_an_answer(client, desk):
    client.post(reverse("completion_review", args=[desk.link.pk]), {"decline": "1"})
    return CompletionLink.objects.get().state == CompletionState.DECLINED


@action
def see_the_finding(client, desk):
    return is_shown(client.get(reverse("attention:report")), STREAM)


@action
def leave_a_finding(client, desk):
    client.post(reverse("attention:dismiss", args=[desk.finding.pk]))
    return StoredFinding.objects.get(pk=desk.finding.pk).dismissed_at is not None


@action
def fix_in_public(client, desk):
    client.post(reverse("attention:fix", args=[desk.finding.pk]))
    return not TalkPage.objects.get(pk=desk.past.pk).links.filter(url=STREAM).exists()


@action
def import_below(client, desk):
    table = b"date,time,speaker,affiliation,title\n2027-10-01,15:00,Ada Shell,Harbour Institute,How tides turn\n"
    upload = SimpleUploadedFile("tides.csv", table)
    data = {"target": desk.ocean.pk, "uploads": [upload], "time_zone": "Europe/Paris", "text_kind": "md"}
    client.post(reverse("intake:upload"), data)
    assert SeminarSeriesPage.objects.count() == 3
    return ImportJob.objects.filter(target=desk.ocean, state=ImportState.READY).exists()


@action
def see_the_public_history(client, desk):
    return is_shown(client.get(reverse("public_history", args=[desk.talk.pk])), "Tides")
