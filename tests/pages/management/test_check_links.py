"""The command says how each visit went; the worker visits only where it is told to."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from pages.link_checks.tasks import ask_for_visits, gather_links
from pages.models import LinkCheck
from tests.factories import ForumFactory, LinkFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def forum(home):
    """A page whose addresses lead into this machine, so that none is visited."""
    return ForumFactory(
        parent=home, links=[LinkFactory(url="http://127.0.0.1/a"), LinkFactory(url="http://127.0.0.1:1/?pwd=secret")]
    )


def check_links(*args):
    out = StringIO()
    call_command("check_links", *args, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.usefixtures("forum")
def test_command_visits_what_is_due_and_everything_when_told(clock):
    first, second, everything = check_links(), check_links(), check_links("--all")
    clock.shift(dt.timedelta(days=3))

    assert first == ["http://127.0.0.1/a: refused", "1 of 1 addresses visited."]
    assert second == ["0 of 1 addresses visited."]
    assert everything == first
    assert check_links() == first


@pytest.mark.usefixtures("forum")
def test_command_writes_json_for_programs():
    check_links()
    LinkCheck.objects.update(failures=3, dead_since=NOW, moved_to="https://example.org/")

    [line] = check_links("--all", "--format", "json")

    assert json.loads(line) == {
        "url": "http://127.0.0.1/a",
        "status": None,
        "fault": "refused",
        "failures": 3,
        "deadSince": "2027-03-01T12:00:00+00:00",
        "movedTo": "https://example.org/",
    }


@pytest.mark.usefixtures("forum")
def test_command_names_what_is_dead_or_dying_or_has_moved():
    check_links()
    LinkCheck.objects.update(failures=2)
    dying = check_links("--all")
    LinkCheck.objects.update(failures=3, dead_since=NOW, moved_to="https://example.org/")

    assert dying[0] == "http://127.0.0.1/a: refused, not found on 2 of 3 days"
    assert check_links("--all")[0] == "http://127.0.0.1/a: refused, dead, moved to https://example.org/"


@pytest.mark.usefixtures("forum")
@pytest.mark.parametrize("is_on", [True, False])
def test_worker_visits_where_it_is_told_to(settings, is_on):
    settings.CHECK_LINKS = is_on

    gather_links()
    ask_for_visits()

    assert list(LinkCheck.objects.values_list("url", flat=True)) == ["http://127.0.0.1/a"] * is_on
    assert (
        list(DBTaskResult.objects.values_list("task_path", flat=True))
        == ["pages.link_checks.tasks.visit_links"] * is_on
    )


def test_worker_asks_for_nothing_while_nothing_is_due(settings):
    settings.CHECK_LINKS = True

    ask_for_visits()

    assert not DBTaskResult.objects.exists()
