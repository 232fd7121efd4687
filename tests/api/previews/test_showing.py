"""From the editor's form through Wagtail's own preview to what the public site reads."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page

from api.previews.models import PreviewedPage
from pages import models
from tests.api.previews.editing import (
    add_address,
    edit_address,
    open_preview,
    read,
    read_form,
    send_form,
    token_in,
    type_and_preview,
)
from tests.factories import (
    CallForPapersFactory,
    ContributionFactory,
    EventIndexFactory,
    ForumFactory,
    ImportantDateFactory,
    LinkFactory,
    SeriesFactory,
    SessionFactory,
    StandardPageFactory,
    TalkFactory,
    TutorialFactory,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def show(client):
    """What the public site shows for a token."""

    def ask(token, **more):
        body = read(client, token, **more).json()
        assert "errors" not in body, body
        return body["data"]["preview"]

    return ask


def test_the_preview_shows_what_is_typed_and_publishes_nothing(home, admin, show, ask):
    forum = ForumFactory(parent=home, title="Tides", links=[LinkFactory()])

    token = type_and_preview(admin, edit_address(forum), title="Waves", summary="Typed just now.")

    assert {**show(token), "links": None} == {
        "__typename": "Forum",
        "title": "Waves",
        "path": f"/{forum.slug}/",
        "locale": "en",
        "phase": "UPCOMING",
        "summary": "Typed just now.",
        "when": {"start": {"date": "2027-06-14"}},
        "links": None,
        "contributors": [],
        "importantDates": [],
        "dateChanges": [],
    }
    assert ask(f'{{ event(by: {{path: "/{forum.slug}/"}}) {{ title }} }}') == {"event": {"title": "Tides"}}
    assert models.ForumPage.objects.get(pk=forum.pk).title == "Tides"


def test_the_browser_is_sent_to_the_site_and_told_to_keep_nothing(home, admin):
    forum = ForumFactory(parent=home)
    send_form(admin, edit_address(forum), read_form(admin, edit_address(forum)))

    response = open_preview(admin, edit_address(forum), in_preview_panel="true")

    address = urlsplit(response.headers["Location"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{settings.PUBLIC_URL}/preview/"
    assert parse_qs(address.query)["in_preview_panel"] == ["true"]
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]
    named = ("Referrer-Policy", "X-Robots-Tag", "X-Frame-Options", "Cross-Origin-Opener-Policy")
    assert [response.headers[name] for name in named] == ["no-referrer", "noindex", "SAMEORIGIN", "unsafe-none"]


def test_typing_on_keeps_one_row_for_each_editor_and_page(home, admin, show):
    forum = ForumFactory(parent=home)

    tokens = [type_and_preview(admin, edit_address(forum), title=title) for title in ("One", "Two", "Three")]

    assert [show(token)["title"] for token in tokens] == ["Three"] * 3
    assert PreviewedPage.objects.count() == 1


CREATABLE = [
    models.EventIndexPage,
    models.StandardPage,
    models.ForumPage,
    models.TutorialPage,
    models.SeminarSeriesPage,
    models.CallForPapersPage,
    models.TalkPage,
]


def place_of(model, home):
    """A page below which those of a type may stand."""
    return SeriesFactory(parent=home) if model is models.TalkPage else home


@pytest.mark.parametrize("model", CREATABLE)
def test_a_new_page_is_shown_at_its_place(home, admin, show, model):
    parent = place_of(model, home)
    address = add_address(model, parent)

    shown = show(type_and_preview(admin, address, title="Brand new", slug="brand-new"))

    assert (shown["title"], shown["path"]) == ("Brand new", f"{'/' + parent.slug if parent != home else ''}/brand-new/")
    assert not Page.objects.filter(slug="brand-new").exists()


@pytest.mark.parametrize("model", CREATABLE)
def test_a_new_page_of_which_nothing_is_typed_is_shown(home, admin, show, model):
    parent = place_of(model, home)
    address = add_address(model, parent)

    send_form(admin, address, {**read_form(admin, address), "title": [""], "slug": [""]})

    assert show(token_in(open_preview(admin, address)))["title"] == "Placeholder title"


def test_a_new_talk_inherits_from_its_series(home, admin, show):
    series = SeriesFactory(parent=home, title="Seminar", usual_minutes=45)
    TalkFactory(parent=series, title="First")

    shown = show(type_and_preview(admin, add_address(models.TalkPage, series), title="Second"))

    assert (shown["minutes"], shown["series"]) == (45, {"title": "Seminar"})


def test_a_series_shows_its_public_talks(home, admin, show):
    series = SeriesFactory(parent=home)
    TalkFactory(parent=series, title="Public")
    TalkFactory(parent=series, title="Draft", published=False)

    shown = show(type_and_preview(admin, edit_address(series), title="Renamed"))

    assert (shown["title"], shown["talks"]) == ("Renamed", {"nodes": [{"title": "Public"}]})


def add_row(values, name, **fields):
    """A row that was begun in the editor."""
    number = int(values[f"{name}-TOTAL_FORMS"][0])
    row = {f"{name}-{number}-{key}": [value] for key, value in {"ORDER": str(number + 1), **fields}.items()}
    return {**values, **row, f"{name}-TOTAL_FORMS": [str(number + 1)]}


HALF_FILLED = (
    *(ForumFactory, TutorialFactory, CallForPapersFactory, SeriesFactory, TalkFactory),
    *(StandardPageFactory, EventIndexFactory),
)
BEGUN = {"links", "important_dates", "sessions", "tracks", "awards", "grants", "paper_categories", "identifiers"}
"""Lists of rows that are kept without anything in them; a row for a person needs the person."""


@pytest.mark.parametrize("make", HALF_FILLED)
def test_rows_that_were_only_begun_are_left_out(home, admin, show, make):
    parent = SeriesFactory(parent=home) if make is TalkFactory else home
    page = make(parent=parent, title="Begun")
    address = edit_address(page)
    values = read_form(admin, address)
    for name in sorted(it for it in BEGUN if f"{it}-TOTAL_FORMS" in values):
        values = add_row(values, name)
    send_form(admin, address, {**values, "title": [""], "slug": [""]})

    shown = show(token_in(open_preview(admin, address)))

    assert shown["title"] == "Placeholder title"


def test_half_filled_blocks_of_text_are_shown(home, admin, show):
    page = StandardPageFactory(parent=home)
    kinds = {
        "text": {"value": "null"},
        "figure": {"value-image": "", "value-image-alt_text": "", "value-caption": "Only a caption"},
        "video": {"value": ""},
        "code": {"value-language": "", "value-code": ""},
        "table": {"value": "null"},
    }
    blocks = {"body-count": str(len(kinds))}
    for number, (kind, fields) in enumerate(kinds.items()):
        extra = {"type": kind, "order": str(number), "deleted": "", "id": "", **fields}
        blocks |= {f"body-{number}-{name}": value for name, value in extra.items()}

    shown = show(type_and_preview(admin, edit_address(page), **blocks))

    assert {"FigureBlock", "CodeBlock"} <= {block["__typename"] for block in shown["body"]}


def test_the_instants_of_what_is_typed_are_derived(home, admin, show):
    forum = ForumFactory(parent=home, sessions=[SessionFactory(title="Opening")])
    soon = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=400)

    shown = show(type_and_preview(admin, edit_address(forum), start_date=soon.isoformat()))

    assert (shown["when"]["start"]["date"], shown["phase"]) == (soon.isoformat(), "PAST")


def test_a_deadline_that_is_moved_shows_what_it_was(home, admin, show):
    forum = ForumFactory(parent=home, important_dates=[ImportantDateFactory(label="Papers")])

    token = type_and_preview(admin, edit_address(forum), **{"important_dates-0-start_date": "2027-03-08"})

    moved = {"label": "Papers", "at": {"date": "2027-03-08"}, "previousValues": [{"date": "2027-03-01"}]}
    shown = show(token)
    assert shown["importantDates"] == [moved]
    assert [change["label"] for change in shown["dateChanges"]] == ["Papers"]
    assert models.DateChange.objects.count() == 0


def test_a_translation_is_shown_in_its_language(home, admin, show):
    chinese, _ = Locale.objects.get_or_create(language_code="zh-hans")
    forum = ForumFactory(parent=home, title="Tides", slug="tides")
    translated = publish(forum.copy_for_translation(chinese, copy_parents=True))

    shown = show(type_and_preview(admin, edit_address(translated), title="潮汐"))

    assert (shown["title"], shown["locale"], shown["path"]) == ("潮汐", "zh-hans", "/zh-hans/tides/")


def test_a_new_page_below_a_translated_one_has_its_language(home, admin, show):
    chinese, _ = Locale.objects.get_or_create(language_code="zh-hans")
    index = publish(EventIndexFactory(parent=home, slug="events").copy_for_translation(chinese, copy_parents=True))

    shown = show(type_and_preview(admin, add_address(models.ForumPage, index), title="潮汐", slug="tides"))

    assert (shown["locale"], shown["path"]) == ("zh-hans", "/zh-hans/events/tides/")


def test_a_stored_version_is_shown(home, admin, show):
    forum = ForumFactory(parent=home, title="First")
    old = forum.latest_revision
    forum.title = "Second"
    forum.save_revision().publish()

    response = admin.get(reverse("wagtailadmin_pages:revisions_view", args=[forum.pk, old.pk]))

    assert show(token_in(response))["title"] == "First"


def test_the_draft_in_the_explorer_is_shown(home, admin, show):
    forum = ForumFactory(parent=home, title="Public")
    forum.title = "Draft"
    forum.save_revision()

    response = admin.get(reverse("wagtailadmin_pages:view_draft", args=[forum.pk]))

    assert show(token_in(response))["title"] == "Draft"


def test_a_stored_version_does_not_replace_what_is_being_typed(home, admin, show):
    forum = ForumFactory(parent=home, title="Stored")
    typed = type_and_preview(admin, edit_address(forum), title="Typed")

    stored = token_in(admin.get(reverse("wagtailadmin_pages:view_draft", args=[forum.pk])))

    assert (show(typed)["title"], show(stored)["title"]) == ("Typed", "Stored")


def test_an_alias_shows_the_page_it_is_of(home, admin, show):
    forum = ForumFactory(parent=home, title="Tides")
    alias = forum.create_alias(parent=EventIndexFactory(parent=home), update_slug="alias")

    response = admin.get(reverse("wagtailadmin_pages:view_draft", args=[alias.pk]))

    assert show(token_in(response))["title"] == "Tides"


def test_a_person_who_was_removed_meanwhile_is_left_out(home, admin, show):
    forum = ForumFactory(parent=home, contributions=[ContributionFactory()])
    token = type_and_preview(admin, edit_address(forum), title="Tides")
    person = models.Person.objects.get()
    models.Contribution.objects.all().delete()
    person.delete()

    assert show(token)["contributors"] == []


def test_previews_are_for_editors(home):
    forum = ForumFactory(parent=home)

    response = open_preview(Client(), edit_address(forum))

    assert response.headers["Location"].startswith("/admin/login/")
    assert PreviewedPage.objects.count() == 0
