"""Readings stored as pages: made, found again, left alone."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from wagtail.models import Locale

from pages.importers.documents import (
    BodyBlock,
    Dropped,
    Finding,
    ImportedCallForPapers,
    ImportedGrant,
    ImportedImage,
    ImportedPaperCategory,
    ImportedPerson,
    ImportedSession,
    ImportedTutorial,
    NamedText,
    Severity,
)
from pages.importers.report import Outcome
from pages.importers.store import find_locale
from pages.models import (
    CallForPapersPage,
    EventPage,
    ForumPage,
    Identifier,
    ImportedDocument,
    Person,
    SeminarSeriesPage,
    TalkPage,
    TutorialPage,
)
from pages.moments import Moment
from tests.factories import EventIndexFactory, ForumFactory, SeriesFactory, TalkFactory

pytestmark = pytest.mark.django_db
FIRST_OF_MAY = Moment.at(dt.date(2030, 5, 1))


def everything():
    """All rows of all tables, and the files on disk."""
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        rows = {}
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  # the names are the database's own
            rows[table] = sorted(map(repr, cursor.fetchall()))
    files = sorted(path.name for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())
    return rows, files


def test_store_makes_a_draft_with_all_rows(made, store):
    forum = made.forum(
        short_title="HF",
        start=FIRST_OF_MAY,
        city="Porto",
        country="PT",
        topics=("Tides", "tides", " "),
        identifiers=(("wikicfp", "77"), ("doi", "")),
        contributions=(made.person("Ada Marsh", affiliations=("Harbour University", "Tidal Institute")),),
        links=(made.link("submission"), made.link("website", "https://example.org/")),
        dates=(made.deadline("2030-03-01"),),
        sessions=(ImportedSession("keynote", "Opening", FIRST_OF_MAY, speakers=(ImportedPerson("Bo Reed"),)),),
        submission_guidelines="Two pages.\n\nNo more & no less.",
        selection_criteria=("novelty", ""),
        open_to_teams=True,
        tracks=(NamedText("Boats", "<p>All <b>sizes</b>.</p>"),),
        awards=(NamedText("Best boat", track="Boats"),),
        grants=(ImportedGrant("Travel", "students", ("travel",)),),
    )

    [report] = store(forum)

    page = ForumPage.objects.get()
    assert (report.page.type, report.page.path, report.page.title) == ("forum", "/harbour-forum/", "Harbour Forum")
    assert (report.page.outcome, report.page.live, report.page.start) == (Outcome.CREATED, False, "2030-05-01")
    assert (page.live, page.has_unpublished_changes, page.revisions.count()) == (False, True, 1)
    assert page.get_latest_revision_as_object().important_dates.get().start_date == dt.date(2030, 3, 1)
    assert [topic.name for topic in page.topics.all()] == ["Tides"]
    assert [str(row) for row in page.identifiers.all()] == ["wikicfp:77"]
    contribution = page.contributions.get()
    assert contribution.affiliation == "Harbour University and Tidal Institute"
    assert contribution.person.affiliation.name == "Harbour University"
    assert [(link.kind, link.url) for link in page.links.all()] == [
        ("submission", ""),
        ("website", "https://example.org/"),
    ]
    assert [person.name for person in page.sessions.get().speakers.all()] == ["Bo Reed"]
    assert page.submission_guidelines == "<p>Two pages.</p><p>No more &amp; no less.</p>"
    assert [row.name for row in page.selection_criteria.all()] == ["novelty"]
    assert page.tracks.get().description == "<p>All <b>sizes</b>.</p>"
    assert page.awards.get().track == "Boats"
    assert page.grants.get().covers == ["travel"]
    assert page.tracks.get().locale == page.locale


def test_store_makes_a_tutorial_without_a_title(made, store):
    tutorial = ImportedTutorial(title="", delivery=("live", "by_pigeon"), languages=("en-GB", "tlh"))

    [report] = store(made.reading(tutorial, path="2030-05-01-knots.md"))

    page = TutorialPage.objects.get()
    assert (page.title, page.slug) == ("Tutorial 2030-05-01-knots", "knots")
    assert (page.delivery, page.languages) == (["live"], ["en-gb"])
    assert [finding.code for finding in report.findings] == ["value-invalid", "value-invalid"]


def test_store_makes_a_call_for_papers(made, store):
    call = ImportedCallForPapers(
        title="Tides & Knots",
        edition=3,
        languages_accepted=("zh",),
        paper_categories=(ImportedPaperCategory("Full", max_pages=10, includes_bibliography=True),),
        policies="<ul><li>No dual submission</li></ul>",
        dates=(made.deadline("2030-02-01"),),
    )

    [report] = store(call, publish=True)

    page = CallForPapersPage.objects.get()
    assert (page.live, page.edition, page.languages_accepted) == (True, 3, ["zh"])
    category = page.paper_categories.get()
    assert (category.max_pages, category.includes_bibliography, category.includes_appendices) == (10, True, None)
    assert page.policies == "<ul><li>No dual submission</li></ul>"
    assert [(date.kind, date.start) for date in report.page.dates] == [("submission", "2030-02-01")]


def test_store_makes_a_series_with_talks(made, store):
    talks = (
        made.talk("Knots", by="Ada Marsh", on="2030-05-01"),
        made.talk(by="Bo Reed", on="2030-07-01"),
        made.talk(on="2030-09-01"),
        made.talk(),
    )

    [report] = store(made.series(*talks, usual_time=dt.time(13, 30), languages=("en",)), publish=True)

    series = SeminarSeriesPage.objects.get()
    assert (series.usual_time, series.usual_minutes, series.time_zone) == (dt.time(13, 30), 60, "Europe/London")
    assert [(talk.title, talk.start, talk.path) for talk in report.page.talks] == [
        ("Knots", "2030-05-01T12:30:00Z", "/tide-seminar/knots/"),
        (None, "2030-07-01T12:30:00Z", "/tide-seminar/bo-reed-2030-07-01/"),
        (None, "2030-09-01T12:30:00Z", "/tide-seminar/2030-09-01/"),
        (None, None, "/tide-seminar/talk/"),
    ]
    pages = TalkPage.objects.order_by("path")
    assert [(page.title, page.title_announced, page.live) for page in pages] == [
        ("Knots", True, True),
        ("Bo Reed", False, True),
        ("2030-09-01", False, True),
        ("Talk", False, True),
    ]


def test_store_reports_what_the_reader_found(made, store):
    finding, dropped = Finding("year-inferred", Severity.HINT, "2030", 3, 0.8), Dropped("layout", "theme", 2)
    reading = made.reading(None, findings=(finding,), dropped=(dropped,))

    [report] = store(reading)

    assert (report.file, report.page, report.findings, report.dropped) == ("event.md", None, (finding,), (dropped,))


@pytest.mark.parametrize("publish", [False, True])
def test_store_writes_nothing_when_documents_are_unchanged(made, store, publish):
    person = made.person("Ada Marsh", bio="Sails.", affiliations=("Harbour University",))
    readings = [
        made.reading(
            made.forum(contributions=(person,), dates=(made.deadline("2030-03-01", superseded=("2030-02-01",)),))
        ),
        made.reading(made.series(made.talk("Knots", by="Ada Marsh", on="2030-05-01")), path="series.md"),
    ]
    store(*readings, publish=publish)
    before = everything()

    reports = store(*readings, publish=publish)

    assert everything() == before
    assert [report.page.outcome for report in reports] == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert [talk.outcome for talk in reports[1].page.talks] == [Outcome.UNCHANGED]


def test_store_leaves_nothing_after_a_dry_run(made, store, picture):
    forum = made.forum(
        topics=("Tides",),
        contributions=(made.person("Ada Marsh", affiliations=("Harbour University",), photo=picture("ada.png")),),
    )
    store(made.reading(made.forum(title="Other"), path="other.md"))
    before = everything()

    dry = store(forum, dry_run=True)

    assert everything() == before
    assert store(forum) == dry


def test_store_rolls_back_a_document_that_fails_and_goes_on(made, store, picture, caplog, when_saved):
    """The page fails in the middle: its person's picture has been written by then."""
    when_saved(ForumPage, lambda page: 1 / (page.title != "Broken"))
    person = made.person("Ada Marsh", photo=picture("ada.png"))
    broken = made.reading(made.forum(title="Broken", contributions=(person,)), path="broken.md")

    with caplog.at_level(logging.CRITICAL):
        failed, stored = store(broken, made.reading(made.forum()))

    assert failed.is_failed
    assert failed.page is None
    assert [finding.message for finding in failed.findings] == ["The document could not be stored (ZeroDivisionError)."]
    assert stored.page.outcome is Outcome.CREATED
    assert [page.title for page in EventPage.objects.all()] == ["Harbour Forum"]
    assert not Person.objects.exists()
    assert everything()[1] == []


def messages(report):
    return [finding.message for finding in report.findings]


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ValidationError({"slug": "secret"}), "The page cannot be stored because of: slug."),
        (ValidationError("secret"), "The page cannot be stored because of: the page."),
    ],
)
def test_store_names_only_the_columns_of_an_invalid_page(made, store, when_saved, error, message):
    def refuse(_page):
        raise error

    when_saved(ForumPage, refuse)

    [report] = store(made.forum())

    assert [(finding.code, finding.message) for finding in report.findings] == [("store-failed", message)]


def test_store_refuses_a_page_where_it_cannot_stand(made, store, home):
    series = SeriesFactory(parent=home)

    forum, talk = store(made.forum(), made.reading(made.talk("Knots"), path="talk.md"), parent=series)
    [stray] = store(made.reading(made.talk("Knots"), path="stray.md"))

    assert [finding.message for finding in forum.findings] == ["A research forum cannot stand below a seminar series."]
    assert talk.page.path == f"{series.public_path}knots/"
    assert [finding.code for finding in stray.findings] == ["store-failed"]


def test_store_imports_the_talks_of_a_document_into_the_series_named(made, store, home):
    series = SeriesFactory(parent=home, title="Tide Seminar")

    [report] = store(made.series(made.talk("Knots"), summary="Talks on tides."), parent=series)
    [again] = store(made.series(made.talk("Knots"), summary="Talks on tides."), parent=series)

    assert (report.page.path, report.page.outcome) == (series.public_path, Outcome.UPDATED)
    assert [talk.path for talk in report.page.talks] == [f"{series.public_path}knots/"]
    assert again.page.outcome is Outcome.UNCHANGED


def test_store_finds_a_page_again_that_was_renamed_and_moved(made, store, home):
    store(made.forum())
    page = ForumPage.objects.get()
    page.slug, page.title = "renamed", "Renamed"
    page.save_revision()
    page.save()
    page.move(EventIndexFactory(parent=home), pos="last-child")

    [report] = store(made.forum(city="Porto"))

    page = ForumPage.objects.get()
    assert (report.page.outcome, page.city, page.title, page.slug) == (Outcome.UPDATED, "Porto", "Renamed", "renamed")


def test_store_makes_a_page_again_that_was_deleted(made, store):
    store(made.forum())
    ForumPage.objects.get().delete()

    [report] = store(made.forum())

    assert report.page.outcome is Outcome.CREATED


def test_store_makes_slugs_unique_among_siblings(made, store):
    reports = store(
        *(made.reading(made.forum(), path=f"{name}.md") for name in "ab"), made.reading(made.forum(title="?!"))
    )

    assert [report.page.path for report in reports[:2]] == ["/harbour-forum/", "/harbour-forum-2/"]
    assert reports[2].page.path == "/event/"


def test_store_leaves_the_addresses_of_the_site_alone_and_says_so(made, store):
    [report] = store(made.reading(made.forum(title="Events"), path="a.md"))

    assert report.page.path == "/events-2/"
    assert [(it.code, it.message) for it in report.findings if it.code == "slug-reserved"] == [
        ("slug-reserved", "The public site has a page of its own at /events/; the page is called events-2.")
    ]


def test_store_without_any_word_for_a_slug_calls_the_page_page(made, store):
    [report] = store(made.reading(made.forum(title="?!"), path="…"))

    assert report.page.path == "/page/"


def test_store_adopts_a_page_made_by_hand(made, store, home):
    page = ForumFactory(parent=home, title="Harbour  forum", city="Faro", published=False)

    [report] = store(made.forum(city="Porto", venue="Pier 3"))

    adopted = ForumPage.objects.get()
    assert (adopted.pk, adopted.city, adopted.venue) == (page.pk, "Faro", "Pier 3")
    assert report.findings[0].code == "page-adopted"
    assert "city was changed by an editor. “Faro” stays; the document now says “Porto”." in messages(report)


def test_store_adopts_a_page_by_its_identifier(made, store, home):
    page = ForumFactory(parent=home, title="Something else", published=False)
    page.identifiers = [Identifier(scheme="wikicfp", value="77")]
    page.save()

    [report] = store(made.forum(identifiers=(("doi", "1"), ("wikicfp", "77"))))

    assert report.page.path == page.public_path
    assert ForumPage.objects.count() == 1


def test_store_adopts_talks_made_by_hand(made, store, home):
    series = SeriesFactory(parent=home, title="Tide Seminar")
    talk = TalkFactory(parent=series, title="Knots", published=False)

    [report] = store(made.series(made.talk("Knots", by="Ada Marsh")))

    assert [(it.path, it.outcome) for it in report.page.talks] == [(talk.public_path, Outcome.UPDATED)]


def test_store_leaves_a_page_whose_document_became_something_else(made, store):
    store(made.forum())

    [report] = store(ImportedTutorial(title="Harbour Forum"))

    assert [finding.code for finding in report.findings] == ["page-type-differs"]
    assert not TutorialPage.objects.exists()


def test_store_makes_no_talks_below_a_page_that_is_no_series(made, store):
    store(made.forum())

    [report] = store(made.series(made.talk("Knots")))

    assert [finding.code for finding in report.findings] == ["page-type-differs"]
    assert report.page.talks == ()


def test_store_leaves_a_locked_page(made, store):
    store(made.forum())
    ForumPage.objects.update(locked=True)

    [report] = store(made.forum(city="Porto"))

    assert [finding.code for finding in report.findings] == ["page-locked"]
    assert ForumPage.objects.get().city == ""


def test_store_names_the_page_of_a_talk_for_its_own_document(made, store):
    series = made.series(made.talk("Knots", source="talks/knots.md"), made.talk("Tides", source="index.md"))
    part = made.reading(None, path="talks/knots.md", part_of="index.md")
    lost = made.reading(None, path="talks/lost.md", part_of="index.md")

    index, talk, nothing = store(made.reading(series, path="index.md"), part, lost)

    assert (talk.page.type, talk.page.path) == ("talk", "/tide-seminar/knots/")
    assert nothing.page is None
    assert len(index.page.talks) == 2


def test_store_takes_the_language_of_the_document_where_the_site_has_it(made, store):
    Locale.objects.get_or_create(language_code="zh-hans")

    store(made.forum(languages=("zh",)))

    assert ForumPage.objects.get().locale.language_code == "zh-hans"


@pytest.mark.parametrize(
    ("tags", "code"),
    [((), None), (("",), None), (("de",), None), (("en",), "en"), (("EN-gb",), "en"), (("zh",), "zh-hans")],
)
def test_find_locale_takes_the_nearest_language(tags, code):
    Locale.objects.get_or_create(language_code="zh-hans")
    Locale.objects.get_or_create(language_code="en")

    locale = find_locale(tags)

    assert (locale and locale.language_code) == code


def test_store_keeps_pages_apart_whose_files_only_have_the_same_name(made, store, tmp_path):
    one = made.reading(made.forum(title="One"), path="index.md", file=str(tmp_path / "one/index.md"))
    two = made.reading(made.forum(title="Two"), path="index.md", file=str(tmp_path / "two/index.md"))
    call = ImportedCallForPapers(title="One")
    third = made.reading(call, path="index.md", file=str(tmp_path / "three/index.md"))

    store(one)
    store(two)
    store(third)

    assert [page.title for page in ForumPage.objects.order_by("path")] == ["One", "Two"]
    sources = sorted(record.source for record in ImportedDocument.objects.all())
    assert sources == ["index.md", "three/index.md", "two/index.md"]


@pytest.mark.parametrize(
    ("change", "is_same"),
    [
        ({"city": "Porto"}, True),
        ({"title": "Other", "identifiers": (("wikicfp", "77"),)}, True),
        ({"title": "Other", "identifiers": (), "submission_guidelines": "Something else altogether"}, False),
        ({"title": "Renamed forum", "identifiers": ()}, True),
    ],
)
def test_store_knows_a_document_that_was_moved_by_its_content(made, store, tmp_path, change, is_same):
    forum = made.forum(
        identifiers=(("wikicfp", "77"),),
        submission_guidelines="Send two pages.",
        summary="About harbours and tides",
        venue="Pier number three",
        address="Quay street 4",
        status_message="It takes place as planned",
    )
    other = made.forum(title="Renamed forum", submission_guidelines="x") if not is_same else forum
    store(made.reading(forum, path="index.md", file=str(tmp_path / "one/index.md")))

    changed = dataclasses.replace(other, **change)
    [report] = store(made.reading(changed, path="sub/index.md", file=str(tmp_path / "two/sub/index.md")))

    assert (report.page.outcome is Outcome.UPDATED) is is_same


@pytest.mark.parametrize(
    ("renamed", "is_same"),
    [
        (("gone", {}), True),
        (("gone", {"city": "Porto"}), True),
        (("gone", {"title": "Other forum"}), False),
        (("gone", {"summary": "Other words", "venue": "At sea", "address": "None at all"}), False),
        (("still there", {}), False),
    ],
)
def test_store_knows_a_renamed_document_whose_old_file_is_gone(made, store, tmp_path, renamed, is_same):
    original, change = renamed
    old, new = tmp_path / "2030-05-01-forum.md", tmp_path / "2030-06-01-forum.md"
    forum = made.forum(summary="About harbours", venue="Pier number three", address="Quay street 4")
    store(made.reading(forum, path=old.name, file=str(old)))
    if original == "still there":
        old.touch()

    new.touch()
    changed = dataclasses.replace(forum, **change)
    [report] = store(made.reading(changed, path=new.name, file=str(new)))

    assert (report.page.outcome is not Outcome.CREATED) is is_same
    locations = set(ImportedDocument.objects.values_list("location", flat=True))
    assert locations == ({str(new)} if is_same else {str(old), str(new)})


@pytest.mark.parametrize(
    ("copied", "is_same"),
    [
        (("index.md", {"city": "New Quay"}), True),
        (("index.md", {"summary": "Other words", "venue": "At sea"}), False),
        (("two/index.md", {}), False),
    ],
)
def test_store_knows_a_copy_beside_its_original_only_if_almost_the_same(made, store, tmp_path, copied, is_same):
    path, change = copied
    original = tmp_path / "index.md"
    original.touch()
    forum = made.forum(summary="About harbours", venue="Pier number three", address="Quay street 4")
    store(made.reading(forum, path="index.md", file=str(original)))

    copy = made.reading(dataclasses.replace(forum, **change), path=path, file=str(tmp_path / "two/index.md"))
    [report] = store(copy)

    assert (report.page.outcome is not Outcome.CREATED) is is_same


def test_store_numbers_documents_whose_paths_do_not_tell_them_apart(made, store):
    for title in ("One", "Two", "Three"):
        store(made.reading(made.forum(title=title), path="a/b/index.md", file=f"/{title}/index.md"))

    sources = sorted(str(record) for record in ImportedDocument.objects.all())
    assert sources == ["2/a/b/index.md", "3/a/b/index.md", "a/b/index.md"]


def test_store_keeps_the_words_of_a_programme_items_link_and_rows_once(made, store):
    link = made.link("slides", "https://example.org/slides", label="Slides", note="PDF")
    session = ImportedSession("talk", "Knots", FIRST_OF_MAY, link=link)

    store(made.forum(sessions=(session, session)))

    page = ForumPage.objects.get()
    assert page.sessions.get().link == "https://example.org/slides"
    assert page.editors_notes == "link of a programme item: Slides PDF https://example.org/slides"


def test_store_finds_pictures_of_the_text_through_the_document(made, store, picture):
    file = picture("boat.png").file
    body = (BodyBlock("image", url="boat.png", text="A boat"), BodyBlock("image", url="gone.png"))
    forum = made.forum(body=body, hero_image=ImportedImage("boat.png", file, "A boat"))

    [report] = store(forum, find_image=lambda source, _document: file if source == "boat.png" else None)

    page = ForumPage.objects.get()
    [figure] = page.body
    assert (figure.value["image"].pk, figure.value["image"].contextual_alt_text) == (page.hero_image_id, "A boat")
    assert page.hero_image.description == "A boat"
    assert [finding.code for finding in report.findings] == ["photo-missing"]
    assert page.editors_notes == "picture: gone.png"


def test_store_finds_pictures_of_a_talk_from_its_own_document(made, store, picture):
    file = picture("boat.png").file
    talk = made.talk("Knots", source="talks/knots.md", body=(BodyBlock("image", url="boat.png", text="A boat"),))
    part = made.reading(None, path="talks/knots.md", part_of="event.md")

    store(
        made.series(talk),
        part,
        find_image=lambda _source, document: file if document.path == "talks/knots.md" else None,
    )

    [figure] = TalkPage.objects.get().body
    assert figure.value["image"].title == "A boat"
