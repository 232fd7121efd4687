"""The table is found and made as the pages are, whatever has happened to it."""

from __future__ import annotations

import datetime as dt
import uuid

import orjson
import pytest
import time_machine

from api.ledger.models import CalendarEntry, LedgerClock
from api.ledger.repair import rebuild, reconcile, renew_when_outdated
from pages.models import EventPage
from tests.factories import ForumFactory, ImageFactory, ImportantDateFactory, SeriesFactory, TalkFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 6, 1, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
HISTORY = ("rev", "sequence", "changed_at", "content_hash", "ics")


@pytest.fixture
def clock(home):
    """A site with three live entries and a tombstone, an hour ago."""
    with time_machine.travel(NOW, tick=False) as clock:
        series = SeriesFactory(parent=home, title="Seminar", slug="seminar")
        TalkFactory(parent=series, title="Talk", slug="talk")
        ForumFactory(parent=home, title="Gone", published=True).unpublish()
        ForumFactory(parent=home, title="Forum", slug="forum")
        clock.shift(HOUR)
        yield clock


def rows(*left_out: str) -> list[dict[str, object]]:
    """All rows by their keys, without some columns."""
    found = CalendarEntry.objects.order_by("uid", "language").values()
    return [{name: as_bytes(value) for name, value in row.items() if name not in left_out} for row in found]


def as_bytes(value: object) -> object:
    """PostgreSQL gives views of memory."""
    return bytes(value) if isinstance(value, memoryview) else value


def find(slug: str) -> CalendarEntry:
    """The entry of a page."""
    return CalendarEntry.objects.get(page__slug=slug)


def damage(**values) -> None:
    """Change columns of the talk behind everybody's back."""
    assert CalendarEntry.objects.filter(page__slug="talk").update(**values) == 1


def test_nothing_is_found_where_nothing_is_wrong(clock):
    before = (rows(), LedgerClock.objects.values().get())

    assert reconcile() == 0
    assert (rows(), LedgerClock.objects.values().get()) == before


DAMAGES = {
    "bytes": {"ics": b"BEGIN:VEVENT\r\nEND:VEVENT\r\n"},
    "no bytes": {"ics": b""},
    "data": {"data": '{"title": "Other"}'},
    "no data": {"data": ""},
    "hash": {"content_hash": "0" * 32},
    "time": {"starts_at": NOW},
    "filters": {"topics": ",other,", "people": ",other,"},
    "rank": {"is_preferred": False},
    "site": {"site": None},
    "removed": {"removed_at": NOW, "removal_reason": "hidden", "data": "", "ics": b"", "content_hash": ""},
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_row_is_repaired(clock, name):
    before = rows(*HISTORY)
    old = find("talk")
    damage(**DAMAGES[name])

    assert reconcile() == 1
    assert rows(*HISTORY) == before
    new = find("talk")
    assert (new.rev, new.changed_at, new.content_hash) == (LedgerClock.objects.get().rev, NOW + HOUR, old.content_hash)
    assert reconcile() == 0


def test_calendars_hear_of_a_repair_only_where_data_had_changed(clock):
    damage(ics=b"")
    reconcile()
    after_bytes = find("talk").sequence
    damage(data='{"title": "Other"}')
    reconcile()

    assert (after_bytes, find("talk").sequence) == (0, 1)


def test_a_missing_row_is_written(clock):
    before = rows("id", *HISTORY)
    CalendarEntry.objects.filter(page__slug="talk").delete()

    assert reconcile() == 1
    assert rows("id", *HISTORY) == before


def test_an_orphan_is_buried(clock):
    entry = find("forum")
    entry.pk, entry.rev, entry.uid, entry.page = None, 900, uuid.uuid4(), None
    entry.save()
    LedgerClock.objects.update(rev=900)

    assert reconcile() == 1
    buried = CalendarEntry.objects.get(pk=entry.pk)
    assert (buried.rev, buried.removal_reason, buried.data, bytes(buried.ics), buried.removed_at) == (
        901,
        "deleted",
        "",
        b"",
        NOW + HOUR,
    )


def test_an_entry_of_a_page_that_does_not_say_it_is_buried(clock):
    entry = find("forum")
    entry.pk, entry.rev, entry.uid, entry.kind = None, 900, uuid.uuid4(), "session"
    entry.save()
    LedgerClock.objects.update(rev=900)

    assert reconcile() == 1
    assert CalendarEntry.objects.get(pk=entry.pk).removal_reason == "deleted"


def test_what_was_changed_without_signals_is_found(clock):
    EventPage.objects.filter(slug="talk").update(title="Talk II")
    EventPage.objects.filter(slug="forum").update(live=False)

    assert reconcile() == 2
    assert CalendarEntry.objects.get(kind="talk").data.count("Talk II") > 0
    assert find("forum").removal_reason == "unpublished"


def test_rebuilding_begins_a_new_epoch_without_tombstones(clock):
    EventPage.objects.get(slug="talk").specific.save_revision().publish()
    talk = EventPage.objects.get(slug="talk").specific
    talk.title = "Talk II"
    talk.save_revision().publish()
    before, clock_before = rows("rev", "changed_at", "ics"), LedgerClock.objects.get()

    written = rebuild()

    after = LedgerClock.objects.get()
    assert written == 3
    assert rows("rev", "changed_at", "ics") == [row for row in before if row["removed_at"] is None]
    assert find("talk").sequence == 1
    assert after.epoch != clock_before.epoch
    assert (after.horizon, after.rev) == (clock_before.rev, clock_before.rev + 3)
    assert [it.rev > clock_before.rev for it in CalendarEntry.objects.all()] == [True] * 3


def test_rebuilding_an_empty_table_fills_it(clock):
    before = rows("id", *HISTORY)
    CalendarEntry.objects.all().delete()
    LedgerClock.objects.all().delete()

    assert rebuild() == 3
    assert rows("id", *HISTORY) == [row for row in before if row["removed_at"] is None]


def test_entries_are_renewed_for_another_address(clock, settings):
    first = renew_when_outdated()
    settings.PUBLIC_URL = "https://www.example.org"

    assert (first, renew_when_outdated(), renew_when_outdated()) == (0, 3, 0)
    entry = find("talk")
    assert '"url":"https://www.example.org/seminar/talk/"' in entry.data
    assert "URL:https://www.example.org/seminar/talk/" in bytes(entry.ics).decode()
    assert (entry.sequence, entry.changed_at) == (1, NOW + HOUR)


def test_entries_are_renewed_for_another_address_of_pictures(clock, home, settings):
    forum = ForumFactory(parent=home, hero_image=ImageFactory())
    first = renew_when_outdated()
    settings.WAGTAILADMIN_BASE_URL = "https://cms.example.org"

    assert (first, renew_when_outdated(), renew_when_outdated()) == (0, 1, 0)
    entry = CalendarEntry.objects.get(uid=forum.translation_key)
    assert orjson.loads(entry.data)["image"].startswith("https://cms.example.org/media/")


def test_dates_of_a_form_that_was_never_public_are_no_news(clock, home):
    draft = ForumFactory(parent=home, published=False, important_dates=[ImportantDateFactory()])
    draft.save_revision()

    assert reconcile() == 0
    assert not CalendarEntry.objects.filter(page=draft.pk).exists()
