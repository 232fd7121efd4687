"""What docs/partners.md promises: its operations are answered about the sample communities as it says."""

from __future__ import annotations

import ast
import contextlib
import datetime as dt
import email
import hashlib
import io
import json
import re
import shlex
import sqlite3
import sys
import urllib.request
import urllib.response
from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.urls import resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site

from api.caching import forget_answers
from api.graphql import connections, costs, execution, filters, limits, requests
from api.ledger.changes import prune
from api.ledger.selection import FILTERS, Selection
from api.renditions import make_renditions
from cms.environment import BASE_DIR, Environment
from pages import demo
from pages.models import Person, TalkPage
from tests.conftest import find_home
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db

LOADED_AT = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
NOW = LOADED_AT + dt.timedelta(hours=1)
TEXT = (BASE_DIR / "docs" / "partners.md").read_text()
EXAMPLE = re.compile(
    r"^```graphql\n(?P<operation>query (?P<name>\w+).*?)^```\n(?:\n```json\n(?P<variables>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)
COMMANDS = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
    if line.startswith("curl ")
]
PARAMETERS = {"query", "variables", "operationName", "extensions", "documentId", "cursor", "limit", "url"}
SURGE = "Extremes That Arrive Together, or the Joint Return Periods of Surge and Rain"
GLIDER = "A Glider Is a Small Committee: Decisions Under Water Without a Radio"
RED_TIDES = "Mapping Red Tides from Forty Years of Harbour Logbooks"


@dataclass(frozen=True)
class Example:
    """An operation with the variables that stand below it."""

    operation: str
    variables: dict[str, Any] = field(default_factory=dict)


EXAMPLES = {
    match["name"]: Example(match["operation"], json.loads(match["variables"] or "{}"))
    for match in EXAMPLE.finditer(TEXT)
}


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    """The sample communities as they were loaded an hour ago, and addresses of every kind."""
    folder = tmp_path_factory.mktemp("samples")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=folder / "media"),
        time_machine.travel(LOADED_AT, tick=False) as clock,
        transaction.atomic(),
    ):
        home = find_home()
        documents = demo.render(LOADED_AT.date(), folder / "documents")
        call_command("import_documents", str(documents), publish=True, stdout=io.StringIO())
        make_renditions(Person.objects.get(name="沈知澜").photo_id)
        place_addresses(home)
        clock.move_to(NOW, tick=False)
        TalkPage.objects.get(title=SURGE).save_revision().publish()
        yield home
        transaction.set_rollback(True)


def place_addresses(home):
    """What else may stand at an address."""
    StandardPageFactory(parent=home, slug="removed").unpublish(log_action=True)
    protected = StandardPageFactory(parent=home, slug="protected")
    PageViewRestriction.objects.create(page=protected, restriction_type="password")
    Redirect.objects.create(old_path="/seminars", redirect_link="https://example.org/tidewater/")


@pytest.fixture
def ask(site, client):
    """Send an operation of the document with its variables, or others; get the data, which must be there."""

    def send(name, **variables):
        body = {
            "query": EXAMPLES[name].operation,
            "variables": {**EXAMPLES[name].variables, **variables},
            "extensions": {"cost": True},
        }
        response = client.post("/graphql", json.dumps(body), content_type="application/json").json()
        assert "errors" not in response, response["errors"]
        cost = response["extensions"]["cost"]
        assert cost["requested"] <= cost["limit"] == costs.MOST_POINTS
        return response["data"]

    return send


def test_there_are_ten_recipes_and_each_has_an_operation():
    chapters = re.split(r"^### (\d+)\. ", TEXT, flags=re.MULTILINE)[1:]

    numbers = [
        int(number) for number, chapter in zip(chapters[::2], chapters[1::2], strict=True) if "```graphql" in chapter
    ]
    assert numbers == list(range(1, 11))


def test_no_operation_is_left_out():
    assert len(EXAMPLES) == TEXT.count("```graphql")


@pytest.mark.parametrize("name", sorted(EXAMPLES.keys() - {"Refetch"}))
def test_every_operation_finds_something_as_it_stands(ask, name):
    found = ask(name)

    assert all(found.values())


def test_home_page_shows_what_runs_first_and_the_series_last(ask):
    found = ask("Home")

    assert [(talk["phase"], talk["series"]["path"]) for talk in found["talks"]["nodes"]] == [
        ("LIVE", "/tidewater/"),
        ("UPCOMING", "/tidewater/"),
        ("UPCOMING", "/tidewater/"),
    ]
    assert [(event["__typename"], event["phase"]) for event in found["events"]["nodes"]] == [
        ("Tutorial", "UPCOMING"),
        ("Forum", "UPCOMING"),
        ("SeminarSeries", "LIVE"),
    ]


def test_deadline_board_tells_an_extension(ask):
    rows = ask("Deadlines")["importantDates"]["nodes"]

    changes = [(row["label"], change["kind"]) for row in rows for change in row["event"]["dateChanges"]]
    assert [(row["label"], row["at"]["date"], [it["date"] for it in row["previousValues"]]) for row in rows] == [
        ("Proposals for talks", "2026-12-14", ["2026-11-30"]),
        ("Submission Deadline", "2027-01-04", []),
    ]
    assert changes == [("Proposals for talks", "EXTENDED")]


def test_page_comes_with_its_body_and_head(ask):
    page = ask("PageAt")["route"]["page"]

    assert (page["__typename"], page["phase"], page["breadcrumbs"][-1]["path"]) == ("SeminarSeries", "LIVE", "/")
    assert [block["__typename"] for block in page["body"]] == ["TextBlock"]
    assert json.loads(page["seo"]["jsonLd"])["@type"] == "EventSeries"


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/seminars/", {"__typename": "RedirectRoute", "url": "https://example.org/tidewater/", "isPermanent": True}),
        ("/protected/", {"__typename": "ProtectedRoute", "requirement": "PASSWORD"}),
        ("/removed/", {"__typename": "GoneRoute", "since": "2026-11-20T12:00:00Z"}),
        ("/nothing/", None),
    ],
)
def test_address_without_a_page_says_what_to_answer(ask, path, route):
    assert ask("PageAt", path=path) == {"route": route}


def test_series_shows_its_next_talks_in_order(ask):
    talks = ask("SeriesAhead")["event"]["talks"]["nodes"]

    assert [talk["phase"] for talk in talks] == ["LIVE", *["UPCOMING"] * 5, "CANCELLED", "UNSCHEDULED"]
    assert talks[-1]["when"]["start"] == {
        "instant": None,
        "date": None,
        "month": "2027-02",
        "timeZone": "Europe/London",
        "precision": "MONTH",
    }


def test_archive_is_read_page_by_page(ask):
    first = ask("SeriesArchive")["event"]["talks"]
    second = ask("SeriesArchive", after=first["pageInfo"]["endCursor"])["event"]["talks"]

    dates = [talk["when"]["start"]["date"] for talk in [*first["nodes"], *second["nodes"]]]
    assert dates == ["2026-11-18", "2026-11-11", "2026-10-28", "2026-10-14", "2026-09-30", "2026-09-09"]
    assert [page["pageInfo"]["hasNextPage"] for page in (first, second)] == [True, False]
    assert first["totalCount"] == len(dates)


def test_talk_has_its_recording_and_its_formulas(ask):
    talk = ask("Talk")["event"]

    formula = r"$\chi \in [0, 1]$"
    assert f"`{formula}`" in TEXT
    assert [formula in talk["abstract"][form] for form in ("html", "markdown", "text")] == [True, True, True]
    assert [link["kind"] for link in talk["links"]] == ["REGISTRATION", "RECORDING", "SLIDES"]
    assert [(it["role"], it["honorific"], it["person"]["name"]) for it in talk["contributors"]] == [
        ("SPEAKER", "Prof.", "Ravindra Pillaiyar-Stone")
    ]


def test_another_event_and_no_event_are_told_apart(ask):
    assert [ask("Talk", path=path) for path in ("/tidewater/", "/nothing/")] == [{"event": {}}, {"event": None}]


def test_mirror_reads_everything_and_then_what_has_happened_since(ask):
    first = ask("Changes")["changes"]
    cursor = first["pageInfo"]["endCursor"]
    idle = ask("Changes", after=cursor)["changes"]
    surge, glider = TalkPage.objects.get(title=SURGE), TalkPage.objects.get(title=GLIDER)
    surge.start_date += dt.timedelta(days=1)
    surge.save_revision().publish()
    glider.unpublish()
    later = ask("Changes", after=cursor)["changes"]

    kinds = Counter(it["node"]["__typename"] for it in first["nodes"])
    assert (kinds["Talk"], sum(kinds.values()), first["pageInfo"]["hasNextPage"]) == (14, 28, False)
    assert idle == {"nodes": [], "pageInfo": {"hasNextPage": False, "endCursor": cursor}}
    assert [(it["kind"], it["title"], it["reason"]) for it in later["nodes"]] == [
        ("UPDATED", SURGE, None),
        ("REMOVED", None, "UNPUBLISHED"),
    ]
    assert [change["kind"] for change in later["nodes"][0]["dateChanges"]] == ["RESCHEDULED"]


class Served(urllib.request.HTTPHandler):
    """Has the requests of a script answered by the views, without a network."""

    def __init__(self, client):
        super().__init__()
        self.client = client
        self.asked = []

    def http_open(self, request):
        response = self.client.get(request.selector)
        self.asked.append((response.status_code, len(response.json().get("changes", ()))))
        headers = email.message_from_string("Content-Type: application/json")
        answer = urllib.response.addinfourl(
            io.BytesIO(response.content), headers, request.full_url, response.status_code
        )
        answer.msg = response.reason_phrase
        return answer


@pytest.fixture
def mirror(client, monkeypatch, tmp_path):
    """Run the reference client with a page size; get its copy, and what its requests were answered."""
    served = Served(client)
    monkeypatch.setattr(urllib.request, "_opener", urllib.request.build_opener(served))
    (source,) = re.findall(r'^```python\n("""Brings .*?)^```', TEXT, re.MULTILINE | re.DOTALL)
    path = tmp_path / "copy.sqlite"

    def run(limit=500, query=""):
        served.asked.clear()
        monkeypatch.setattr(sys, "argv", ["mirror.py", f"http://testserver/feeds/changes.json{query}", str(path)])
        exec(compile(source.replace('"limit": 500', f'"limit": {limit}'), "mirror.py", "exec"), {})  # noqa: S102  # the documentation's own script
        with contextlib.closing(sqlite3.connect(path)) as store:
            copy = {uid: json.loads(text) for uid, text in store.execute("SELECT uid, object FROM thing")}
        return copy, list(served.asked)

    run.source = source
    return run


def public(**filters):
    """What a copy should be, by uid."""
    rows = Selection(site_id=Site.objects.get().pk, **filters).entries(NOW)
    return {str(entry.uid): json.loads(entry.data) for entry in rows}


def test_reference_client_is_short(mirror):
    assert len(mirror.source.splitlines()) <= 40


def test_reference_client_follows_what_happens(site, mirror):
    everything, pages = mirror(limit=20)
    _, idle = mirror()
    surge, glider = TalkPage.objects.get(title=SURGE), TalkPage.objects.get(title=GLIDER)
    glider_uid = str(glider.translation_key)
    surge.title = "Renamed"
    surge.save_revision().publish()
    glider.delete()
    followed, changes = mirror()

    assert (pages, idle, changes) == ([(200, 20), (200, 8)], [(200, 0)], [(200, 2)])
    assert everything.keys() - followed.keys() == {glider_uid}
    assert followed == public()
    assert followed[str(surge.translation_key)]["title"] == "Renamed"


def test_reference_client_begins_anew_when_it_is_told_to(site, mirror):
    mirror()
    TalkPage.objects.get(title=GLIDER).delete()
    prune(NOW + dt.timedelta(days=1))

    copy, asked = mirror()

    assert (copy, [status for status, _ in asked]) == (public(), [410, 200])


def test_reference_client_takes_filters(site, mirror):
    copy, _ = mirror(query="?kind=talk")

    assert copy == public(kinds=("talk",)) != {}


def test_known_objects_come_in_the_order_of_their_ids(ask):
    date = ask("Deadlines")["importantDates"]["nodes"][0]["id"]
    talk = ask("Talk")["event"]
    ids = [date, *EXAMPLES["Refetch"].variables["ids"], talk["id"], talk["contributors"][0]["person"]["id"]]

    found = ask("Refetch", ids=ids)["nodes"]

    assert [it and (it["__typename"], it["id"]) for it in found] == [
        ("ImportantDate", ids[0]),
        None,
        None,
        ("Talk", ids[3]),
        ("Person", ids[4]),
    ]


@pytest.mark.parametrize(
    ("words", "title", "person"),
    [
        ("Sorvik", GLIDER, "Ingrid Sørvik-Aaland"),
        ("SØRVIK", GLIDER, "Ingrid Sørvik-Aaland"),
        ("sorv", GLIDER, "Ingrid Sørvik-Aaland"),
        ("知澜", RED_TIDES, "沈知澜"),
        ("hallvardsdottir", None, "Þórdís Hallvarðsdóttir"),
    ],
)
def test_search_finds_pages_and_people(ask, words, title, person):
    found = ask("Search", words=words)

    assert words in TEXT
    assert [page["title"] for page in found["search"]["nodes"]] == [title]
    assert [it["name"] for it in found["people"]["nodes"]] == [person]


def test_portrait_has_all_that_a_picture_element_takes(ask):
    talks = {talk["title"]: talk for talk in ask("Portraits")["event"]["talks"]["nodes"]}

    photo = talks[RED_TIDES]["contributors"][0]["photo"]
    assert photo["alt"] == "沈知澜"
    assert [source["type"] for source in photo["responsive"]["sources"]] == ["image/avif", "image/webp"]
    assert (photo["responsive"]["width"], photo["responsive"]["src"][-4:]) == (384, ".jpg")


def test_client_that_has_the_answer_hears_so(site, client):
    first = client.get("/graphql", {"query": EXAMPLES["NextTalk"].operation})
    again = client.get(
        "/graphql", {"query": EXAMPLES["NextTalk"].operation}, headers={"If-None-Match": first.headers["ETag"]}
    )

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert first.json()["data"]["talks"]["nodes"][0]["title"] == "Open Data Day: Bring Your Own Mooring"


def test_registered_document_is_found_by_its_hash(site, client):
    query = EXAMPLES["NextTalk"].operation
    digest = hashlib.sha256(query.encode()).hexdigest()
    extensions = json.dumps({"persistedQuery": {"version": 1, "sha256Hash": digest}})
    unknown = client.get("/graphql", {"extensions": extensions}).json()

    answers = []
    for given in (
        {"extensions": extensions, "query": query},
        {"extensions": extensions},
        {"documentId": f"sha256:{digest}"},
    ):
        forget_answers()
        answers.append(client.get("/graphql", given))

    assert unknown["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.headers["ETag"] for answer in answers}) == 1


def test_example_of_a_cost_is_right(site, client):
    body = {"query": EXAMPLES["Board"].operation, "extensions": {"cost": True}}
    answer = client.post("/graphql", json.dumps(body), content_type="application/json").json()

    assert f"`{json.dumps({'extensions': answer['extensions']})[1:-1]}`" in TEXT
    assert f"= {answer['extensions']['cost']['requested']} points" in TEXT


def options(command: str) -> list[tuple[str, str]]:
    """The options of a curl command that take a value, and its address as `url`."""
    words = iter(shlex.split(command)[1:])
    found = []
    for word in words:
        if word in {"--header", "--data-urlencode", "--json", "--dump-header"}:
            found.append((word, next(words)))
        elif not word.startswith("--"):
            found.append(("url", word))
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_command_asks_an_address_in_ways_that_are_understood(client, command):
    given = options(command)
    allowed = {name.lower() for name in client.options("/graphql").headers["Access-Control-Allow-Headers"].split(", ")}

    (url,) = [value for name, value in given if name == "url"]
    headers = {value.partition(":")[0].lower() for name, value in given if name == "--header"}
    parameters = {re.split("[=@]", value)[0] for name, value in given if name == "--data-urlencode"}
    assert resolve(urlsplit(url).path).url_name in {"graphql", "feed", "changes", "oembed"}
    assert headers <= allowed
    assert {"extensions" if it == "$PERSISTED" else it for it in parameters} <= {*PARAMETERS, *FILTERS}


def test_command_that_posts_is_answered(site, client):
    (body,) = [value for command in COMMANDS for name, value in options(command) if name == "--json"]

    answer = client.post("/graphql", body, content_type="application/json").json()

    assert answer["data"].keys() == {"site"}


def test_every_limit_is_told():
    row = re.compile(r"^\| (.+?) \| (.+?) \|", re.MULTILINE)
    told = [re.sub(r"(\d),(\d)", r"\1\2", value) for _, value in row.findall(TEXT.partition("## Limits\n")[2])]

    defaults = {variable.name: variable.metadata["default"] for variable in fields(Environment)}
    assert [list(map(int, re.findall(r"\d+", value))) for value in told[1:14] if "about" not in value] == [
        [limits.LONGEST_SOURCE, limits.MOST_TOKENS],
        [requests.LARGEST_BODY],
        [limits.GREATEST_DEPTH],
        [limits.MOST_FIELDS],
        [limits.MOST_ALIASES],
        [limits.MOST_ROOT_FIELDS],
        [execution.MOST_ANSWERED_FIELDS],
        [connections.LARGEST_PAGE],
        [filters.LARGEST_CHOICE],
        [costs.MOST_POINTS, costs.MOST_POINTS_WITH_TOKEN],
        [defaults["graphql_points_per_minute"], defaults["graphql_token_points_per_minute"]],
        [limits.MOST_ERRORS],
    ]


def codes_of(node: ast.AST) -> list[ast.expr | None]:
    """Expressions that stand for the code of an error."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"coded", "recoded", "refuse"}:
        return [*node.args[1:2]]
    if isinstance(node, ast.keyword) and node.arg == "code":
        return [node.value]
    if isinstance(node, ast.Dict):
        return [value for key, value in zip(node.keys, node.values, strict=True) if getattr(key, "value", "") == "code"]
    if isinstance(node, ast.arguments):
        pairs = zip(node.kwonlyargs, node.kw_defaults, strict=True)
        return [default for argument, default in pairs if argument.arg == "code"]
    return []


def test_every_code_of_an_error_is_told_and_no_other():
    trees = [ast.parse(path.read_text()) for path in (BASE_DIR / "api" / "graphql").glob("*.py")]
    found = [value for tree in trees for node in ast.walk(tree) for value in codes_of(node)]
    section = TEXT.partition("## Errors")[2].partition("## Caching")[0]

    told = re.findall(r"^\| `([A-Z_]+)` \|", section, re.MULTILINE)
    assert set(told) == {value.value for value in found if isinstance(value, ast.Constant)}
