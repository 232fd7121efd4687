"""Each change of the content moves the rows that say it, and no others."""

from __future__ import annotations

import datetime as dt
import io

import orjson
import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site

from api.ledger.models import CalendarEntry, LedgerClock
from api.ledger.sync import entries_changed, sync_page
from pages.models import EventPage, HomePage, Organisation, Person, Topic
from tests.factories import (
    ContributionFactory,
    EventIndexFactory,
    ForumFactory,
    HomeFactory,
    ImageFactory,
    ImportantDateFactory,
    OrganisationFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    TalkFactory,
    TopicFactory,
    publish,
)

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 6, 1, 12, 0, 30, 250_000, tzinfo=dt.UTC)
SECOND = dt.datetime(2027, 6, 1, 12, 0, 30, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
FORUM = ("Forum", "Papers", "Posters", "Opening")
CALL = """---
title: Harbour Conference on Knots
---

We invite papers on ropes and their uses.

## Important dates

- Paper submission: ~~1 March 2030~~ 8 March 2030
"""


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def series(home):
    return SeriesFactory(parent=home, title="Seminar", slug="seminar")


@pytest.fixture
def talk(series):
    return TalkFactory(parent=series, title="Talk", slug="talk")


@pytest.fixture
def forum(home):
    return ForumFactory(
        parent=home,
        title="Forum",
        slug="forum",
        sessions=[SessionFactory(title="Opening", start_date=dt.date(2027, 6, 14), start_time=dt.time(14))],
        important_dates=[ImportantDateFactory(label="Papers"), ImportantDateFactory(label="Posters")],
    )


@pytest.fixture
def chinese():
    return Locale.objects.create(language_code="zh-hans")


def edit(page, **values):
    """Publish new values of a page."""
    page = page.specific_class.objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(page, name, value)
    return publish(page)


def fresh(page):
    """The page as it is stored now."""
    return page.specific_class.objects.get(pk=page.pk)


def entry_of(page) -> CalendarEntry:
    """The entry of a page itself."""
    return CalendarEntry.objects.get(uid=page.translation_key, language=page.locale.language_code)


def data_of(page):
    """What the entry of a page says."""
    return orjson.loads(entry_of(page).data)


def snapshot() -> list[dict[str, object]]:
    """All rows with all their columns."""
    return list(CalendarEntry.objects.order_by("pk").values())


def restrict(page) -> PageViewRestriction:
    """Ask for a login."""
    return PageViewRestriction.objects.create(page=page, restriction_type="login")


def translate(page, locale):
    """Publish a page in another language, below aliases of those above it that are not."""
    page.copy_for_translation(locale, copy_parents=True)
    return publish(page.get_translation(locale))


def other_site(home) -> HomePage:
    """The home page of a second site."""
    other = HomeFactory(parent=home.get_parent(), title="Other home", slug="other")
    Site.objects.create(hostname="other.example.org", root_page=other)
    return other


# Publishing


def test_publishing_writes_a_row_for_each_dated_thing(clock, home, told):
    seen = told(
        ForumFactory,
        parent=home,
        title="Forum",
        sessions=[SessionFactory(title="Opening")],
        important_dates=[ImportantDateFactory(label="Papers")],
    )

    rows = CalendarEntry.objects.order_by("rev").values_list("rev", "kind", "sequence", "published_at", "changed_at")
    assert seen == {"Forum": "new", "Papers": "new", "Opening": "new"}
    assert list(rows) == [
        (1, "event", 0, NOW, SECOND),
        (2, "deadline", 0, SECOND, SECOND),
        (3, "session", 0, SECOND, SECOND),
    ]
    assert LedgerClock.objects.get().rev == 3


@pytest.mark.parametrize(
    "again",
    [
        lambda page: fresh(page).save_revision().publish(),
        lambda page: fresh(page).save(),
        lambda page: fresh(page).get_latest_revision().publish(),
        lambda page: Page.objects.get(pk=page.pk).save(),
        lambda page: edit(page, editors_notes="Only for us.", seo_title="Other words"),
        lambda page: fresh(page).move(page.get_parent(), pos="first-child"),
    ],
    ids=["publish", "save", "same revision", "plain page", "what no calendar shows", "order"],
)
def test_publishing_the_same_again_moves_nothing(clock, forum, told, again):
    before = (snapshot(), LedgerClock.objects.get().rev)
    clock.shift(HOUR)

    assert told(again, forum) == {}
    assert (snapshot(), LedgerClock.objects.get().rev) == before


def test_importing_the_same_again_moves_nothing(clock, home, told, tmp_path):
    path = tmp_path / "call.md"
    path.write_text(CALL, encoding="utf-8")
    first = told(call_command, "import_documents", str(path), publish=True, stdout=io.StringIO())
    before = snapshot()
    clock.shift(HOUR)

    assert told(call_command, "import_documents", str(path), publish=True, stdout=io.StringIO()) == {}
    assert first == {"Harbour Conference on Knots": "new", "Paper submission": "new"}
    assert snapshot() == before


def test_a_change_raises_revision_sequence_and_time(clock, forum, told):
    before = entry_of(forum)
    clock.shift(HOUR)

    assert told(edit, forum, summary="By the water.") == {"Forum": "changed"}
    after = entry_of(forum)
    assert (after.rev, after.sequence, after.changed_at) == (before.rev + 4, 1, SECOND + HOUR)
    assert (after.uid, after.published_at) == (before.uid, before.published_at)
    lines = bytes(after.ics).decode().split("\r\n")
    assert {"DTSTAMP:20270601T130030Z", "LAST-MODIFIED:20270601T130030Z", "SEQUENCE:1"} <= set(lines)


def test_a_change_that_only_filters_see_leaves_the_sequence(clock, talk, told):
    Person.objects.all().delete()
    before = entry_of(talk)
    CalendarEntry.objects.filter(pk=before.pk).update(expires_at=None)
    clock.shift(HOUR)

    assert told(edit, talk, expire_at=NOW + 100 * HOUR) == {"Talk": "changed"}
    after = entry_of(talk)
    assert (after.sequence, after.changed_at, after.data) == (0, SECOND + HOUR, before.data)


def test_time_never_goes_back(clock, talk, told):
    clock.shift(-HOUR)

    assert told(edit, talk, title="Talk II") == {"Talk II": "changed"}
    assert entry_of(talk).changed_at == SECOND
    assert told(fresh(talk).unpublish) == {"Talk II": "unpublished"}
    assert (entry_of(talk).changed_at, entry_of(talk).removed_at) == (SECOND, SECOND)


def test_drafts_touch_nothing(home, series, talk, forum, told):
    draft = ForumFactory(parent=home, published=False)
    below = TalkFactory(parent=series, published=False)
    planned = fresh(talk)
    planned.title, planned.go_live_at = "Later", NOW.replace(year=2099)
    forum.title = series.title = "Draft title"
    before = snapshot()

    for save in (
        draft.save,
        draft.save_revision,
        below.save,
        forum.save_revision,
        series.save_revision,
        planned.save_revision().publish,
        lambda: forum.save(update_fields=["locked", "has_unpublished_changes"]),
        lambda: draft.move(EventIndexFactory(parent=home), pos="last-child"),
        draft.delete,
        below.delete,
    ):
        assert told(save) == {}

    assert snapshot() == before


def test_a_rolled_back_publication_leaves_nothing(talk, series):
    before = (snapshot(), LedgerClock.objects.get().rev)

    with transaction.atomic():
        edit(talk, title="Never seen")
        TalkFactory(parent=series)
        during = snapshot()
        transaction.set_rollback(True)

    assert during != before[0]
    assert (snapshot(), LedgerClock.objects.get().rev) == before


def test_whoever_listens_is_told_the_entries(forum):
    seen = []

    def listen(entries, **_options):
        seen.append([(it.rev, orjson.loads(it.data)["title"] if it.data else it.removal_reason) for it in entries])

    entries_changed.connect(listen)
    try:
        edit(forum, title="Forum II")
        edit(forum, title="Forum II")
        fresh(forum).unpublish()
    finally:
        entries_changed.disconnect(listen)

    assert [sorted(title for _, title in call) for call in seen] == [
        ["Forum II", "Opening", "Papers", "Posters"],
        ["unpublished"] * 4,
    ]
    assert [rev for call in seen for rev, _ in call] == list(range(5, 13))


# Leaving


LEAVING = {
    "unpublish": (lambda page: fresh(page).unpublish(), "unpublished"),
    "delete": (lambda page: fresh(page).delete(), "deleted"),
    "delete by query": (lambda page: EventPage.objects.filter(pk=page.pk).delete(), "deleted"),
    "restrict": (restrict, "hidden"),
    "restrict what is above": (lambda page: restrict(page.get_parent()), "hidden"),
    "unlist": (lambda page: edit(page, is_listed=False), "hidden"),
    "move below a restricted page": (
        lambda page: fresh(page).move(restrict(EventIndexFactory(parent=page.get_parent())).page, pos="last-child"),
        "hidden",
    ),
    "move out of all sites": (lambda page: fresh(page).move(Page.get_first_root_node(), pos="last-child"), "hidden"),
    "site deleted": (lambda _: Site.objects.all().delete(), "hidden"),
}


@pytest.mark.parametrize("name", LEAVING)
def test_what_leaves_the_calendar_leaves_tombstones(forum, told, name):
    leave, reason = LEAVING[name]

    assert told(leave, forum) == dict.fromkeys(FORUM, reason)


@pytest.mark.parametrize(
    ("leave", "reasons"),
    [
        (lambda series: fresh(series).delete(), ("deleted", "deleted")),
        (lambda series: Page.objects.filter(pk=series.pk).delete(), ("deleted", "deleted")),
        (lambda series: edit(series, is_listed=False), ("hidden", "hidden")),
        (restrict, ("hidden", "hidden")),
        (lambda series: fresh(series).unpublish(), ("unpublished", "changed")),
        (lambda series: fresh(series).get_parent().delete(), ("deleted", "deleted")),
    ],
    ids=["delete", "delete by query", "unlist", "restrict", "unpublish", "delete what is above"],
)
def test_talks_follow_their_series(home, told, leave, reasons):
    series = SeriesFactory(parent=EventIndexFactory(parent=home), title="Seminar")
    for number in range(2):
        TalkFactory(parent=series, title=f"Talk {number}")

    assert told(leave, series) == {"Seminar": reasons[0], "Talk 0": reasons[1], "Talk 1": reasons[1]}


def test_a_talk_of_an_unlisted_series_is_never_fed(series, told):
    edit(series, is_listed=False)

    assert told(TalkFactory, parent=series, title="Secret") == {}
    assert told(TalkFactory, parent=series, title="Secret, too") == {}


def test_a_child_row_that_is_taken_out_leaves_a_tombstone(forum, told):
    assert told(edit, forum, important_dates=list(forum.important_dates.all())[1:], sessions=[]) == {
        "Papers": "deleted",
        "Opening": "deleted",
    }


def test_what_comes_back_is_the_same_thing(clock, forum, told):
    before = {it.uid: it for it in CalendarEntry.objects.all()}
    fresh(forum).unpublish()
    gone = {it.uid: it for it in CalendarEntry.objects.all()}
    clock.shift(HOUR)

    assert told(fresh(forum).save_revision().publish) == dict.fromkeys(FORUM, "back")
    after = {it.uid: it for it in CalendarEntry.objects.all()}
    assert {uid: (it.sequence, it.published_at, it.data) for uid, it in after.items()} == {
        uid: (it.sequence + 1, it.published_at, it.data) for uid, it in before.items()
    }
    assert min(it.rev for it in after.values()) > max(it.rev for it in gone.values())


def test_what_is_restricted_no_longer_comes_back(forum, told):
    restriction = restrict(forum.get_parent())
    uids = set(CalendarEntry.objects.values_list("uid", flat=True))

    assert told(restriction.delete) == dict.fromkeys(FORUM, "back")
    assert set(CalendarEntry.objects.values_list("uid", flat=True)) == uids
    assert set(CalendarEntry.objects.values_list("sequence", flat=True)) == {1}


def test_another_kind_of_restriction_changes_nothing(forum, told):
    restriction = restrict(forum)
    restriction.restriction_type, restriction.password = "password", "secret"

    assert told(restriction.save) == {}


def test_page_goes_live_and_expires_at_its_times(clock, home, told):
    page = ForumFactory(parent=home, title="Forum", published=False, go_live_at=NOW + HOUR, expire_at=NOW + 3 * HOUR)
    planned = told(page.save_revision().publish)
    clock.shift(2 * HOUR)
    live = told(call_command, "publish_scheduled")
    clock.shift(2 * HOUR)
    gone = told(call_command, "publish_scheduled")

    assert (planned, live, gone) == ({}, {"Forum": "new"}, {"Forum": "expired"})


def test_an_expired_page_that_was_not_swept_is_buried_by_whatever_comes_next(clock, home, told):
    page = ForumFactory(parent=home, title="Forum", expire_at=NOW + HOUR)
    clock.shift(2 * HOUR)

    assert told(fresh(page).save) == {"Forum": "expired"}


# Places


def test_moving_to_another_site_changes_site_and_address(home, talk, series, told):
    other = other_site(home)

    assert told(series.move, other, pos="last-child") == {"Seminar": "changed", "Talk": "changed"}
    sites = CalendarEntry.objects.values_list("site__hostname", "path")
    assert set(sites) == {("other.example.org", "/seminar/"), ("other.example.org", "/seminar/talk/")}


def test_new_slugs_change_the_addresses_of_all_below(home, told, settings):
    folder = EventIndexFactory(parent=home, title="Folder", slug="folder")
    series = SeriesFactory(parent=folder, title="Seminar", slug="seminar")
    talk = TalkFactory(parent=series, title="Talk", slug="talk")

    seen = [told(edit, folder, slug="shelf"), told(edit, series, slug="group")]

    assert seen == [{"Seminar": "changed", "Talk": "changed"}] * 2
    assert (entry_of(talk).path, data_of(talk)["parent"]["url"]) == (
        "/shelf/group/talk/",
        f"{settings.PUBLIC_URL}/shelf/group/",
    )


def test_talk_follows_the_series_it_is_moved_to(home, talk, told):
    other = SeriesFactory(parent=home, title="Other", slug="other", time_zone="Asia/Tokyo")
    before = entry_of(talk)

    assert told(talk.move, other, pos="last-child") == {"Talk": "changed"}
    after = entry_of(talk)
    assert (after.parent_uid, after.path, after.starts_at) == (
        other.translation_key,
        "/other/talk/",
        dt.datetime(2027, 6, 16, 4, 30, tzinfo=dt.UTC),
    )
    assert [it["kind"] for it in data_of(talk)["changes"]] == ["rescheduled"]
    assert after.sequence > before.sequence


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [("hostname", "www.example.org", "unchanged"), ("root_page", "folder", "changed")],
)
def test_sites_are_followed(home, told, field, value, expected):
    folder = EventIndexFactory(parent=home, slug="folder")
    ForumFactory(parent=folder, title="Inside", slug="inside")
    ForumFactory(parent=home, title="Outside")
    site = Site.objects.get()
    setattr(site, field, folder if value == "folder" else value)

    seen = told(site.save)

    assert seen == ({} if expected == "unchanged" else {"Inside": "changed", "Outside": "hidden"})


def test_deleting_the_root_of_a_site_leaves_no_live_entries(home, forum, told):
    other = other_site(home)
    ForumFactory(parent=other, title="Elsewhere")

    assert told(other.delete) == {"Elsewhere": "deleted"}
    assert not Site.objects.filter(hostname="other.example.org").exists()
    assert told(fresh(home).delete) == dict.fromkeys(FORUM, "deleted")


def test_deleting_a_restricted_page_leaves_the_tombstones_it_had(forum, series, told):
    restrict(forum)
    restrict(series)

    assert told(fresh(forum).delete) == {}
    assert told(fresh(series).delete) == {}
    assert set(CalendarEntry.objects.values_list("removal_reason", "page")) == {("hidden", None)}


def test_moving_a_tree_changes_the_addresses_of_all_in_it(home, series, talk, told, settings):
    folder = EventIndexFactory(parent=home, slug="folder")
    branch = EventIndexFactory(parent=home, slug="branch")
    inside = [told(series.move, folder, pos="last-child"), told(folder.move, branch, pos="last-child")]

    assert inside == [{"Seminar": "changed", "Talk": "changed"}] * 2
    assert (entry_of(talk).path, data_of(talk)["parent"]["url"]) == (
        "/branch/folder/seminar/talk/",
        f"{settings.PUBLIC_URL}/branch/folder/seminar/",
    )


# What pages take from elsewhere


def with_people(home):
    """An event with a speaker, a session with another, and a topic."""
    session = SessionFactory(title="Opening")
    session.speakers = [PersonFactory(name="Bo Reed", affiliation=OrganisationFactory(name="Reed College"))]
    ada = PersonFactory(name="Ada Marsh", affiliation=OrganisationFactory(name="Harbour University"))
    page = ForumFactory(
        parent=home,
        title="Forum",
        contributions=[ContributionFactory(person=ada)],
        sessions=[session],
        topics=[TopicFactory(name="Knots")],
    )
    ForumFactory(parent=home, title="Bystander")
    return page


def change(row, **values):
    """Save new values of a row."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


ELSEWHERE = {
    "person renamed": (lambda: change(Person.objects.get(name="Ada Marsh"), name="Ada Reed"), {"Forum"}),
    "person hidden": (lambda: change(Person.objects.get(name="Ada Marsh"), is_public=False), {"Forum"}),
    "person moves": (lambda: change(Person.objects.get(name="Bo Reed"), affiliation=None), {"Opening"}),
    "person deleted": (lambda: Person.objects.get(name="Bo Reed").delete(), {"Opening"}),
    "biography": (lambda: change(Person.objects.get(name="Ada Marsh"), bio="<p>Ties knots.</p>"), set()),
    "organisation renamed": (lambda: change(Organisation.objects.get(name="Reed College"), name="Reeds"), {"Opening"}),
    "organisation deleted": (lambda: Organisation.objects.get(name="Harbour University").delete(), {"Forum"}),
    "topic renamed": (lambda: change(Topic.objects.get(), name="Ropes"), {"Forum", "Opening"}),
    "topic deleted": (lambda: Topic.objects.get().delete(), {"Forum", "Opening"}),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_entries_follow_what_they_name(home, told, name):
    action, expected = ELSEWHERE[name]
    with_people(home)

    assert told(action) == dict.fromkeys(expected, "changed")


def test_a_hidden_person_leaves_no_word(home):
    with_people(home)
    ada = Person.objects.get(name="Ada Marsh")

    change(ada, is_public=False)

    assert [it for it in snapshot() if "Marsh" in f"{it}" or str(ada.uid) in f"{it}"] == []


@pytest.mark.parametrize("action", ["add", "remove", "clear", "set"])
def test_events_filed_from_the_topics_side_follow(home, told, action):
    topic = TopicFactory()
    forums = [ForumFactory(parent=home, title=f"Forum {it}", topics=[topic] * (action != "add")) for it in range(2)]
    arguments = {"add": forums, "remove": forums, "clear": [], "set": [[]]}[action]

    assert told(getattr(topic.events, action), *arguments) == {"Forum 0": "changed", "Forum 1": "changed"}
    expected = f",{topic.slug}," if action == "add" else ""
    assert set(CalendarEntry.objects.values_list("topics", flat=True)) == {expected}


def test_a_picture_that_becomes_private_is_taken_out(home, told):
    image = ImageFactory()
    page = ForumFactory(parent=home, title="Forum", hero_image=image)
    private = Collection.get_first_root_node().add_child(name="Private")
    shown = data_of(page)["image"]
    restriction = CollectionViewRestriction.objects.create(collection=private, restriction_type="login")

    moved = told(change, image, collection=private)
    hidden = data_of(page)["image"]
    opened = told(restriction.delete)

    assert (moved, opened) == ({"Forum": "changed"}, {"Forum": "changed"})
    assert (hidden, data_of(page)["image"]) == (None, shown)
    assert told(image.delete) == {"Forum": "changed"}
    assert data_of(page)["image"] is None


@pytest.mark.parametrize(
    ("values", "seen"),
    [
        ({"title": "Seminar"}, {}),
        ({"usual_minutes": 90}, {"Talk": "changed"}),
        ({"time_zone": "Asia/Tokyo"}, {"Seminar": "changed", "Talk": "changed"}),
        ({"languages": ["de"], "attendance_mode": "online"}, {"Seminar": "changed", "Talk": "changed"}),
    ],
)
def test_talks_take_from_their_series(series, talk, told, values, seen):
    assert told(edit, series, **values) == seen


def test_renaming_a_series_renames_it_in_its_talks(series, talk, told):
    assert told(edit, series, title="Group") == {"Group": "changed", "Talk": "changed"}
    assert data_of(talk)["parent"]["title"] == "Group"


def test_derived_instants_are_followed(forum, talk, told):
    right = entry_of(talk).starts_at
    EventPage.objects.filter(pk=talk.pk).update(starts_at=NOW, ends_at=NOW)

    assert told(call_command, "derive_instants", stdout=io.StringIO()) == {}
    assert (fresh(talk).starts_at, entry_of(talk).starts_at) == (right, right)


def test_changes_of_dates_that_an_import_brings_are_told(home, told, tmp_path):
    path = tmp_path / "call.md"
    path.write_text(CALL, encoding="utf-8")

    told(call_command, "import_documents", str(path), publish=True, stdout=io.StringIO())

    rows = [orjson.loads(data) for data in CalendarEntry.objects.filter(kind="deadline").values_list("data", flat=True)]
    assert [[(it["kind"], it["old"]["date"]) for it in row["changes"]] for row in rows] == [
        [("extended", "2030-03-01")]
    ]


# Copies, aliases, languages


def test_a_copy_is_another_thing(home, forum, told):
    copied = told(forum.copy, keep_live=True, update_attrs={"slug": "copy", "title": "Copy"})

    assert copied == {"Copy": "new", "Papers": "new", "Posters": "new", "Opening": "new"}
    assert CalendarEntry.objects.values("uid").distinct().count() == 8


def test_a_copied_tree_is_fed_with_its_talks(series, talk, told):
    assert told(series.copy, recursive=True, keep_live=True, update_attrs={"slug": "copy"}) == {
        "Seminar": "new",
        "Talk": "new",
    }
    assert told(series.copy, recursive=True, keep_live=False, update_attrs={"slug": "draft"}) == {}


def test_aliases_are_never_fed(home, series, talk, forum, told):
    folder = EventIndexFactory(parent=home)

    assert told(forum.create_alias, parent=folder) == {}
    assert told(series.create_alias, parent=folder, recursive=True) == {}
    assert told(edit, forum, title="Forum") == {}
    assert told(edit, talk, title="Talk II") == {"Talk II": "changed"}
    assert told(edit, series, usual_minutes=90) == {"Talk II": "changed"}


def test_an_alias_that_becomes_a_page_is_fed(home, forum, told):
    alias = forum.create_alias(parent=EventIndexFactory(parent=home))

    assert told(ConvertAliasPageAction(alias).execute) == dict.fromkeys(FORUM, "new")


def test_an_alias_goes_with_its_source(home, forum, told):
    forum.create_alias(parent=EventIndexFactory(parent=home))

    assert told(fresh(forum).delete) == dict.fromkeys(FORUM, "deleted")


def preferred() -> dict[str, bool]:
    """The languages of live entries, with whether they are the ones to show."""
    rows = CalendarEntry.objects.filter(removed_at=None, kind="event").order_by("language")
    return dict(rows.values_list("language", "is_preferred"))


def test_a_translation_stands_behind_the_default_language(forum, chinese, told):
    assert told(translate, forum, chinese) == dict.fromkeys(
        ["Forum (zh-hans)", "Papers (zh-hans)", "Posters (zh-hans)", "Opening (zh-hans)"], "new"
    )
    assert preferred() == {"en": True, "zh-hans": False}
    assert {it.uid for it in CalendarEntry.objects.filter(language="en")} == {
        it.uid for it in CalendarEntry.objects.filter(language="zh-hans")
    }


@pytest.mark.parametrize(
    ("leave", "reason"),
    [
        (lambda page: fresh(page).unpublish(), "unpublished"),
        (lambda page: fresh(page).delete(), "deleted"),
        (restrict, "hidden"),
        (lambda page: edit(page, is_listed=False), "hidden"),
    ],
    ids=["unpublish", "delete", "restrict", "unlist"],
)
def test_a_translation_takes_over(home, chinese, told, leave, reason):
    page = ForumFactory(parent=home, title="Forum")
    translated = translate(page, chinese)

    assert told(leave, page) == {"Forum": reason, "Forum (zh-hans)": "changed"}
    assert preferred() == {"zh-hans": True}
    assert entry_of(translated).sequence == 0


def test_the_default_language_takes_over_again(home, chinese, told):
    page = ForumFactory(parent=home, title="Forum")
    translate(page, chinese)
    fresh(page).unpublish()

    assert told(fresh(page).save_revision().publish) == {"Forum": "back", "Forum (zh-hans)": "changed"}
    assert preferred() == {"en": True, "zh-hans": False}


def test_a_tree_goes_with_its_translations(home, series, talk, chinese, told):
    translate(series, chinese)
    translate(talk, chinese)

    assert told(home.get_translation(chinese).delete) == {
        "Seminar (zh-hans)": "deleted",
        "Talk (zh-hans)": "deleted",
    }
    assert preferred() == {"en": True}


def test_a_language_that_gets_another_code_moves_its_entries(home, told):
    ForumFactory(parent=home, title="Forum")

    assert told(change, Locale.objects.get(), language_code="zh-hans") == {
        "Forum": "deleted",
        "Forum (zh-hans)": "new",
    }


# Costs


def add_talks(series, *, number: int, rows: int) -> None:
    """Talks with deadlines and programme items."""
    for count in range(number):
        TalkFactory(
            parent=series,
            title=f"Talk {count}",
            contributions=[ContributionFactory() for _ in range(rows)],
            important_dates=[ImportantDateFactory() for _ in range(rows)],
            sessions=[SessionFactory() for _ in range(rows)],
        )


def count_statements(page) -> int:
    """How many statements it takes to write the entries of a page."""
    with CaptureQueriesContext(connection) as statements:
        sync_page(page)
    return len([it for it in statements if "SAVEPOINT" not in it["sql"]])


@pytest.mark.parametrize("number", [1, 12])
def test_a_talk_costs_the_same_among_few_and_many(series, number):
    add_talks(series, number=number, rows=number)
    talk = fresh(series).talks.first()
    Page.objects.filter(pk=talk.pk).update(title="Talk II")

    assert (count_statements(talk), count_statements(talk)) == (27, 22)


@pytest.mark.parametrize("number", [1, 12])
def test_a_series_costs_the_same_with_few_and_many_talks(series, number):
    add_talks(series, number=number, rows=2)
    Page.objects.filter(pk=series.pk).update(title="Group")

    assert (count_statements(series), count_statements(series)) == (36, 31)
