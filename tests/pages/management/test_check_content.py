import datetime as dt
import json

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from pages.models import StoredFinding
from tests.factories import EventIndexFactory, ForumFactory, LinkFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def stopped_clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def forums(home):
    inside, outside = EventIndexFactory(parent=home, slug="inside"), EventIndexFactory(parent=home, slug="outside")
    ForumFactory(parent=inside, title="Tides  of the sea", slug="tides", start_date=None)
    passcode = LinkFactory(url="https://example.zoom.us/j/1?pwd=abcdef")
    ForumFactory(parent=outside, title="Open door", slug="door", start_date=None, links=[passcode])


def run(capsys, *arguments):
    call_command("check_content", *arguments)
    return capsys.readouterr().out


TIDES = (
    "/colloquium/inside/tides/ title: hint T04-spaces: “Tides of the sea” has too many blanks.\n"
    "  Leave one blank between words, and none around them.\n"
)
DOOR = (
    "/colloquium/outside/door/ links.0.url: error L04-link: "
    "The address of the public link “Website” holds a passcode.\n"
    "  Choose “Registered participants” for it, or enter an address without the passcode.\n"
)


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        ([], f"{TIDES}{DOOR}2 pages checked; findings: 1 error, 0 warning, 1 hint.\n"),
        (["--severity", "error"], f"{DOOR}2 pages checked; findings: 1 error, 0 warning, 1 hint.\n"),
        (["inside"], f"{TIDES}1 pages checked; findings: 0 error, 0 warning, 1 hint.\n"),
        (["/outside/", "tides"], f"{TIDES}{DOOR}2 pages checked; findings: 1 error, 0 warning, 1 hint.\n"),
    ],
)
def test_findings_are_printed(forums, home, capsys, arguments, printed):
    assert run(capsys, *arguments) == printed.replace("/colloquium/", home.url_path)


def test_findings_are_printed_as_json(forums, home, capsys):
    finding = json.loads(run(capsys, "--format", "json", "inside"))

    stored = StoredFinding.objects.get()
    assert finding == {
        "findings": [
            {
                "page": f"{home.url_path}inside/tides/",
                "page_id": stored.event_id,
                "title": "Tides  of the sea",
                "code": "T04-spaces",
                "severity": "hint",
                "path": "title",
                "message": "“Tides of the sea” has too many blanks.",
                "advice": "Leave one blank between words, and none around them.",
                "found_at": "2026-05-04T12:00:00+00:00",
                "details": {"text": "Tides of the sea"},
            }
        ],
        "pages": 1,
        "counts": {"error": 0, "warning": 0, "hint": 1},
    }


def test_nothing_found_is_json_too(home, capsys):
    assert json.loads(run(capsys, "--format", "json")) == {
        "findings": [],
        "pages": 0,
        "counts": {"error": 0, "warning": 0, "hint": 0},
    }


def test_what_is_left_as_it_is_is_not_printed(forums, capsys):
    run(capsys)
    StoredFinding.objects.update(dismissed_at=timezone.now())

    assert run(capsys) == "2 pages checked; findings: 0 error, 0 warning, 0 hint.\n"


def test_status_tells_of_what_is_as_grave_as_asked_for(forums, capsys):
    run(capsys, "inside", "--fail-on", "warning")
    for severity in ("error", "warning", "hint"):
        with pytest.raises(CommandError) as error:
            run(capsys, "--fail-on", severity)
        assert error.value.returncode == 1


@pytest.mark.parametrize("name", ["nowhere", "/nowhere/", "/", ""])
def test_unknown_page_is_named(forums, name):
    with pytest.raises(CommandError, match=f"There is no page “{name}”."):
        call_command("check_content", name)


@pytest.mark.parametrize("number", [1, 3])
def test_command_asks_the_same_for_any_number_of_pages(home, number, django_assert_num_queries, capsys):
    for name in ["Tides", "Currents", "Waves"][:number]:
        ForumFactory(parent=home, title=f"{name}  of the sea")

    with django_assert_num_queries(19):
        run(capsys)
