from __future__ import annotations

import datetime as dt
import io

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site
from wagtail_factories import DocumentFactory

from api.caching import read_version
from api.published.models import PublishedPage
from pages.models import EventPage, HomePage, Session, SiteSettings, StandardPage, TalkPage
from tests.api.stored_documents import document_of, fresh_documents, stored_documents
from tests.factories import (
    CallForPapersFactory,
    ContributionFactory,
    EventIndexFactory,
    ForumFactory,
    ImageFactory,
    ImportantDateFactory,
    OrganisationFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    StandardPageFactory,
    TalkFactory,
    TopicFactory,
    publish,
)

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 6, 1, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
CALL = """---
title: Harbour Conference on Knots
---

We invite papers on ropes and their uses.

## Important dates

- Paper submission: ~~1 March 2030~~ 8 March 2030
"""


@pytest.fixture
def series(home):
    return SeriesFactory(parent=home)


@pytest.fixture
def talk(series):
    return TalkFactory(
        parent=series,
        contributions=[ContributionFactory()],
        sessions=[SessionFactory(start_date=dt.date(2027, 6, 16), start_time=dt.time(14))],
        important_dates=[ImportantDateFactory()],
    )


@pytest.fixture
def changed():
    """Whether the version rises while what is handed over runs, and all documents are then as rendered afresh."""

    def run(action, *arguments, **options) -> bool:
        before = read_version()
        action(*arguments, **options)
        assert stored_documents() == fresh_documents()
        return read_version() > before

    return run


def is_stored(page) -> bool:
    return PublishedPage.objects.filter(pk=page.pk).exists()


def edit(page, **values):
    """Publish new values of a page."""
    page = page.specific_class.objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(page, name, value)
    return publish(page)


def test_publishing_writes_the_document(home, changed):
    assert changed(ForumFactory, parent=home, title="Harbour Forum")
    assert document_of(EventPage.objects.get())["title"] == "Harbour Forum"


def test_publishing_again_replaces_the_document(talk, changed):
    assert changed(edit, talk, title="Second title")
    assert document_of(talk)["title"] == "Second title"


def test_publishing_again_writes_the_changes_of_dates(home, changed):
    call = CallForPapersFactory(parent=home, important_dates=[ImportantDateFactory(start_date=dt.date(2027, 3, 1))])
    [date] = call.important_dates.all()
    date.start_date = dt.date(2027, 3, 8)
    call.important_dates = [date]

    assert changed(publish, call)
    assert [change["kind"] for change in document_of(call)["dateChanges"]] == ["extended"]


@pytest.mark.parametrize("factory", [EventIndexFactory, StandardPageFactory])
def test_publishing_pages_of_text_writes_documents(home, changed, factory):
    page = factory(parent=home)

    assert changed(edit, page, title="Second title")
    assert (document_of(page)["title"], document_of(home)["title"]) == ("Second title", home.title)


def test_unpublishing_removes_the_document(talk, changed):
    assert changed(talk.unpublish)
    assert not is_stored(talk)


def test_deleting_removes_the_document(talk, changed):
    assert changed(talk.delete)
    assert not is_stored(talk)


def test_deleting_a_tree_removes_all_its_documents(series, talk, changed):
    assert changed(series.delete)
    assert not is_stored(series)
    assert not is_stored(talk)


def test_deleting_many_pages_at_once_removes_their_documents(series, talk, changed):
    assert changed(Page.objects.filter(pk=series.pk).delete)
    assert not is_stored(talk)


def test_moving_a_tree_raises_the_version(home, series, talk, changed):
    folder = EventIndexFactory(parent=home)

    assert changed(series.move, folder, pos="last-child")
    assert TalkPage.objects.get().url_path.startswith(folder.url_path)


def test_moving_an_unpublished_page_above_a_published_one_raises_the_version(home, series, talk, changed):
    series.unpublish()

    assert changed(Page.objects.get(pk=series.pk).move, EventIndexFactory(parent=home), pos="last-child")


def test_moving_a_draft_changes_nothing(home, changed):
    draft = ForumFactory(parent=home, published=False)
    folder = EventIndexFactory(parent=home)

    assert not changed(draft.move, folder, pos="last-child")


def test_reordering_raises_the_version(home, changed):
    first, second = ForumFactory(parent=home), ForumFactory(parent=home)

    assert changed(second.move, first, pos="left")


def test_new_slug_is_written(talk, changed):
    assert changed(edit, talk, slug="renamed")
    assert document_of(talk)["slug"] == "renamed"


def test_new_slug_of_an_unpublished_page_above_a_published_one_raises_the_version(series, talk, changed):
    series.unpublish()
    series = Page.objects.get(pk=series.pk).specific
    series.slug = "renamed"

    assert changed(series.save)


def test_talks_follow_their_series(series, talk, changed):
    assert changed(edit, series, usual_minutes=90, languages=["de"], attendance_mode="online", time_zone="Asia/Tokyo")
    document = document_of(talk)
    assert (document["minutes"], document["languages"], document["attendanceMode"]) == (90, ["de"], "online")
    assert document["when"]["start"]["instant"] == "2027-06-16T04:30:00Z"


def test_talks_follow_an_unpublished_series(series, talk, changed):
    series.unpublish()
    series = series.specific_class.objects.get(pk=series.pk)
    series.usual_minutes = 45

    assert changed(series.save)
    assert document_of(talk)["minutes"] == 45


def test_talk_follows_the_series_it_is_moved_to(home, talk, changed):
    other = SeriesFactory(parent=home, time_zone="Asia/Tokyo", usual_minutes=45)

    assert changed(talk.move, other, pos="last-child")
    assert document_of(talk)["when"]["start"]["instant"] == "2027-06-16T04:30:00Z"
    assert PublishedPage.objects.get(pk=talk.pk).series_id == other.pk


def test_page_goes_live_at_its_time(home, changed):
    with time_machine.travel(NOW, tick=False) as clock:
        forum = ForumFactory(parent=home, published=False, go_live_at=NOW + HOUR)
        forum.save_revision().publish()
        before = is_stored(forum)
        clock.shift(2 * HOUR)

        assert changed(call_command, "publish_scheduled")
        assert (before, is_stored(forum)) == (False, True)


def test_page_expires_at_its_time(home, changed):
    with time_machine.travel(NOW, tick=False) as clock:
        forum = ForumFactory(parent=home, expire_at=NOW + HOUR)
        before = is_stored(forum)
        clock.shift(2 * HOUR)

        assert changed(call_command, "publish_scheduled")
        assert (before, is_stored(forum)) == (True, False)


def test_alias_has_no_document(home, talk, changed):
    other = SeriesFactory(parent=home)

    assert not changed(talk.create_alias, parent=other)
    assert changed(edit, talk, title="Second title")
    assert PublishedPage.objects.filter(type_name="Talk").count() == 1


def test_alias_that_becomes_a_page_of_its_own_gets_a_document(home, changed):
    alias = ForumFactory(parent=home).create_alias(parent=EventIndexFactory(parent=home))

    assert changed(ConvertAliasPageAction(alias).execute)
    assert is_stored(alias)


def test_copy_gets_a_document(home, series, talk, changed):
    assert changed(series.copy, recursive=True, keep_live=True, update_attrs={"slug": "copy"})
    assert PublishedPage.objects.filter(type_name="Talk").count() == 2


def test_copy_as_a_draft_changes_nothing(series, talk, changed):
    assert not changed(series.copy, recursive=True, keep_live=False, update_attrs={"slug": "copy"})


def test_translation_gets_a_document_when_it_is_published(home, changed):
    forum = ForumFactory(parent=home)
    chinese = Locale.objects.create(language_code="zh-hans")

    assert not changed(home.copy_for_translation, chinese)
    assert not changed(forum.copy_for_translation, chinese)
    assert changed(publish, forum.get_translation(chinese))
    assert document_of(forum.get_translation(chinese))["locale"] == "zh-hans"


def test_import_writes_documents_with_earlier_dates(home, changed, tmp_path):
    path = tmp_path / "call.md"
    path.write_text(CALL, encoding="utf-8")

    assert changed(call_command, "import_documents", str(path), publish=True, stdout=io.StringIO())
    [document] = [document_of(page) for page in EventPage.objects.all()]
    assert [change["kind"] for change in document["dateChanges"]] == ["extended"]


def test_derived_instants_are_written(talk, changed):
    EventPage.objects.filter(pk=talk.pk).update(starts_at=NOW)
    Session.objects.update(starts_at=NOW)
    PublishedPage.objects.update(document="{}")

    assert changed(call_command, "derive_instants", stdout=io.StringIO())


def test_drafts_raise_no_version(home, series, talk, changed):
    series.title = talk.title = home.title = "Draft title"
    new = ForumFactory(parent=home, published=False)

    assert not changed(series.save_revision)
    assert not changed(talk.save_revision)
    assert not changed(home.save_revision)
    assert not changed(new.save)
    assert not changed(new.save_revision)
    assert not changed(new.delete)


def test_drafts_below_published_pages_raise_no_version(series, talk, changed):
    draft = TalkFactory(parent=series, published=False)
    draft.slug = "renamed"

    assert not changed(draft.save)


def test_planned_publication_changes_nothing_before_its_time(home, changed):
    forum = ForumFactory(parent=home)
    forum.title, forum.go_live_at = "Later title", timezone.now() + HOUR

    assert not changed(forum.save_revision().publish)
    assert document_of(forum)["title"] != "Later title"


def test_locking_changes_nothing(talk, changed):
    talk.locked = True

    assert not changed(talk.save, update_fields=["locked", "locked_by", "locked_at"])


def test_rolled_back_publication_leaves_document_and_version(talk):
    before = (read_version(), stored_documents())

    with transaction.atomic():
        edit(talk, title="Second title")
        changed = (read_version(), stored_documents())
        transaction.set_rollback(True)

    assert (read_version(), stored_documents()) == before
    assert changed[0] > before[0]
    assert changed[1] != before[1]


def test_new_name_of_a_person_is_found(talk, changed):
    person = talk.contributions.get().person
    person.name = "Ada Marsh"

    assert changed(person.save)
    assert PublishedPage.objects.get(pk=talk.pk).search_text.endswith("ada marsh")


def test_hidden_person_is_not_found(talk, changed):
    person = talk.contributions.get().person
    before = PublishedPage.objects.get(pk=talk.pk).search_text
    person.is_public = False

    assert changed(person.save)
    after = PublishedPage.objects.get(pk=talk.pk).search_text
    assert before == f"{after} {person.name.lower()}"


def test_new_name_of_a_topic_is_found(home, changed):
    topic = TopicFactory(name="Knots")
    forum = ForumFactory(parent=home, topics=[topic])
    topic.name = "Ropes"

    assert changed(topic.save)
    assert PublishedPage.objects.get(pk=forum.pk).search_text == "ropes"


def test_deleted_topic_leaves_documents(home, changed):
    topic = TopicFactory()
    forum = ForumFactory(parent=home, topics=[topic])

    assert changed(topic.delete)
    assert document_of(forum)["topics"] == []


def test_deleted_speaker_of_a_session_leaves_documents(home, changed):
    session = SessionFactory()
    session.speakers = [PersonFactory()]
    forum = ForumFactory(parent=home, sessions=[session])
    before = document_of(forum)["sessions"][0]["speakers"]

    assert changed(Session.objects.get().speakers.get().delete)
    assert (len(before), document_of(forum)["sessions"][0]["speakers"]) == (1, [])


def test_deleted_image_leaves_documents(home, changed):
    image = ImageFactory()
    forum = ForumFactory(parent=home, hero_image=image)
    expected = ({"image": image.pk, "alt": None}, None)
    before = document_of(forum)["heroImage"]

    assert changed(image.delete)
    assert (before, document_of(forum)["heroImage"]) == expected


@pytest.mark.parametrize("change", ["add", "remove", "clear", "set"])
def test_events_filed_from_the_topics_side_are_written(home, changed, change):
    topic = TopicFactory()
    forums = [ForumFactory(parent=home, topics=[topic] * (change != "add")) for _ in range(2)]
    arguments = {"add": forums, "remove": forums, "clear": [], "set": [[]]}[change]

    assert changed(getattr(topic.events, change), *arguments)
    assert [document_of(forum)["topics"] for forum in forums] == [[topic.pk] if change == "add" else []] * 2


ROWS = {
    "person": PersonFactory,
    "organisation": OrganisationFactory,
    "topic": TopicFactory,
    "image": ImageFactory,
    "document": DocumentFactory,
    "collection": lambda: Collection.get_first_root_node().add_child(name="Pictures"),
    "restricted page": lambda: PageViewRestriction.objects.create(page=HomePage.objects.get()),
    "restricted collection": lambda: CollectionViewRestriction.objects.create(
        collection=Collection.get_first_root_node()
    ),
    "redirect": lambda: Redirect.objects.create(old_path="/old"),
    "site": lambda: Site.objects.create(hostname="second.example.org", root_page=HomePage.objects.get()),
    "settings": lambda: SiteSettings.for_site(Site.objects.get()),
    "locale": lambda: Locale.objects.create(language_code="zh-hans"),
}


@pytest.mark.parametrize("kind", ROWS)
def test_rows_that_answers_are_made_of_raise_the_version(home, changed, kind):
    created = []

    assert changed(lambda: created.append(ROWS[kind]()))
    assert changed(created[0].save)
    assert changed(created[0].delete)


def test_facts_that_wagtail_fills_in_raise_no_version(home, changed):
    image = ImageFactory()

    assert not changed(image.save, update_fields=["file_size"])


def test_deleted_rendition_raises_the_version(home, changed):
    rendition = ImageFactory().renditions.create(filter_spec="width-10", file="images/a.png", width=10, height=10)

    assert changed(rendition.delete)


def test_language_of_a_locale_is_written(home, changed):
    locale = home.locale
    locale.language_code = "zh-hans"

    assert changed(locale.save)
    assert document_of(home)["locale"] == "zh-hans"


def test_moved_collection_raises_the_version(home, changed):
    root = Collection.get_first_root_node()
    first, second = (root.add_child(name=name) for name in ("First", "Second"))

    assert changed(first.move, second, "sorted-child")


@pytest.mark.parametrize(("kind", "app"), [("image", "wagtailimages"), ("document", "wagtaildocs")])
def test_files_put_into_another_collection_raise_the_version(home, changed, admin_client, kind, app):
    row = ROWS[kind]()
    collection = ROWS["collection"]()
    address = reverse("wagtail_bulk_action", args=[app, kind, "add_to_collection"])

    assert changed(admin_client.post, f"{address}?id={row.pk}", {"collection": collection.pk})
    assert type(row).objects.get(pk=row.pk).collection == collection


def save_draft(home):
    page = HomePage.objects.get(pk=home.pk)
    page.title = "Draft"
    return page.save_revision


def save_person(_home):
    return PersonFactory(name="Ada").save


def delete_person(_home):
    return PersonFactory(name="Ada").delete


def add_page(home):
    return lambda: home.add_child(instance=StandardPage(title="Code of conduct", live=False))


def import_call(home, tmp_path):
    (tmp_path / "knots.md").write_text(CALL)
    return lambda: call_command("import_documents", str(tmp_path), stdout=io.StringIO())


def find_first_lock(change):
    """The first statement that locks or changes rows which somebody else may be changing."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        change()
    return next(it["sql"] for it in queries if it["sql"].startswith(("UPDATE", "DELETE")) or "FOR UPDATE" in it["sql"])


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time.")
@pytest.mark.parametrize("make", [save_draft, save_person, delete_person, add_page])
def test_the_version_is_locked_before_any_content(home, make):
    change = make(home)

    assert "api_contentversion" in find_first_lock(change)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time.")
def test_an_import_locks_the_version_before_the_page_it_adds_to(home, tmp_path):
    change = import_call(home, tmp_path)

    assert "api_contentversion" in find_first_lock(change)
