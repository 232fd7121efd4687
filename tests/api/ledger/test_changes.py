"""The change log by cursors: what is told, what is refused, and when tombstones may go."""

from __future__ import annotations

import base64
import datetime as dt
import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from api.ledger.changes import MalformedCursorError, SyncTokenExpired, prune, read_changes
from api.ledger.models import CalendarEntry, LedgerClock
from tests.api.calendar_rows import LONG_AGO, key, remove, whole_site, write

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 6, 1, 12, 0, tzinfo=dt.UTC)
AN_HOUR = dt.timedelta(hours=1)


def read(after=None, *, limit=100, now=NOW, **filters):
    """What a page tells, its cursor, and whether there is more."""
    page = read_changes(whole_site(**filters), now=now, after=after, limit=limit)
    told = [
        (it.rev, it.entry.uid.int, it.entry.language, it.reason.value if it.reason else "upsert") for it in page.changes
    ]
    return told, str(page.cursor), page.has_more


def decode(cursor):
    return json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))


def encode(values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def altered(cursor, **values):
    return encode({**decode(cursor), **values})


def test_everything_public_is_told_from_the_beginning(home):
    write(1)
    write(2)
    remove(1)
    write(3)
    write(2)

    assert read()[0] == [(4, 3, "en", "upsert"), (5, 2, "en", "upsert")]


def test_only_what_happened_since_is_told_later(home):
    write(1)
    write(2)
    cursor = read()[1]
    write(1)
    remove(2, reason="unpublished")

    told, later, has_more = read(cursor)

    assert (told, has_more) == ([(3, 1, "en", "upsert"), (4, 2, "en", "unpublished")], False)
    assert read(later)[0] == []


def test_a_cursor_says_what_is_known(home):
    for number in range(1, 4):
        write(number)
    epoch = str(LedgerClock.objects.get().epoch)

    first, second = read(limit=2), read(read(limit=2)[1], limit=2)

    known = {"v": 1, "epoch": epoch, "start": 3, "filter": whole_site().digest()}
    assert [decode(first[1]), decode(second[1])] == [{**known, "rev": 2}, {**known, "rev": 3}]
    assert [first[2], second[2]] == [True, False]


def test_an_empty_page_has_the_cursor_of_the_clock(home):
    write(1)
    cursor = read(types=("Forum",))[1]
    write(1)
    write(1)

    told, later, has_more = read(cursor, types=("Forum",), limit=1)

    assert (told, decode(later)["rev"], has_more) == ([(3, 1, "en", "filtered")], 3, False)
    assert decode(read(later, types=("Forum",))[1])["rev"] == 3


def test_nothing_was_ever_public(home):
    told, cursor, has_more = read()

    assert (told, has_more, decode(cursor)["rev"]) == ([], False, 0)
    assert read(cursor)[:1] == ([],)


def test_what_was_gone_when_the_copy_began_is_never_told(home):
    for number in range(1, 5):
        write(number)
    remove(2)
    cursor = read(limit=1)[1]
    remove(4)

    told = read(cursor)[0]

    assert told == [(3, 3, "en", "upsert"), (6, 4, "en", "deleted")]


def test_what_left_the_filters_is_removed(home):
    write(1, topics=",tides,waves,")
    write(2, topics=",waves,")
    cursor = read(topics=("tides",))[1]
    write(1, topics=",waves,")
    write(2, topics=",tides,waves,")

    assert read(cursor, topics=("tides",))[0] == [(3, 1, "en", "filtered"), (4, 2, "en", "upsert")]


def test_what_went_to_another_site_is_removed(home):
    write(1)
    cursor = read()[1]
    write(1, site=Site.objects.create(hostname="other.example.org", root_page=home))

    assert read(cursor)[0] == [(2, 1, "en", "filtered")]


def test_what_has_expired_is_removed_before_it_is_swept(home):
    cursor = read()[1]
    write(1, expires_at=NOW + AN_HOUR)

    before, after = read(cursor)[0], read(cursor, now=NOW + AN_HOUR)[0]

    assert (before, after) == ([(1, 1, "en", "upsert")], [(1, 1, "en", "expired")])


def test_another_language_that_takes_over_is_no_removal(home):
    write(1)
    write(1, language="de", is_preferred=False)
    cursor = read()[1]
    remove(1)
    write(1, language="de", is_preferred=True)

    assert read(cursor)[0] == [(4, 1, "de", "upsert")]


def test_another_language_that_took_over_before_is_told_again(home):
    """Otherwise a copy that had the first one in the meantime would keep it."""
    write(1, language="de")
    write(1)
    cursor = read(languages=("de", "en"))[1]
    remove(1)

    assert read(cursor, languages=("de", "en"))[0] == [(3, 1, "de", "upsert")]


def test_a_removed_thing_that_is_public_again_is_told_once(home):
    write(1)
    cursor = read()[1]
    remove(1)
    write(1)

    assert read(cursor)[0] == [(3, 1, "en", "upsert")]


@pytest.mark.parametrize(
    "cursor",
    [
        *("", "x", "\0", "é", "AAAA", "-_-_", "a" * 5001),
        *(encode(values) for values in ([], None, "text", 1, {"v": 1}, {"v": 1, "rev": 1, "start": 1})),
        encode({"v": 1, "epoch": "e", "filter": "f", "rev": "1", "start": 1}),
        encode({"v": 1, "epoch": "e", "filter": "f", "rev": -1, "start": 1}),
        encode({"v": 1, "epoch": "e", "filter": "f", "rev": True, "start": 1}),
        encode({"v": 1, "epoch": "e", "filter": "f", "rev": 1, "start": 2**63}),
        encode({"v": 1, "epoch": "e", "filter": "f", "rev": 10**40, "start": 1}),
        encode({"v": 1, "epoch": 5, "filter": "f", "rev": 1, "start": 1}),
    ],
)
def test_what_is_no_cursor_is_refused(home, cursor):
    with pytest.raises(MalformedCursorError):
        read(cursor)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"v": 2}, "The cursor is of another version of this software."),
        ({"epoch": str(uuid.uuid4())}, "The calendar was made anew since the cursor was given."),
        ({"filter": "0" * 16}, "The cursor was given for other filters."),
        ({"rev": 3}, "The cursor is ahead of the calendar, which was restored from an older copy."),
        ({"start": 3}, "The cursor is ahead of the calendar, which was restored from an older copy."),
    ],
)
def test_a_cursor_of_something_else_has_expired(home, values, message):
    write(1)
    write(2)
    cursor = altered(read()[1], **values)

    with pytest.raises(SyncTokenExpired) as refusal:
        read(cursor)

    assert str(refusal.value) == message


def test_a_cursor_older_than_a_purge_has_expired(home):
    for number in range(1, 4):
        write(number)
    cursor = read()[1]
    remove(2)
    purged = prune(LONG_AGO + AN_HOUR)

    with pytest.raises(SyncTokenExpired) as refusal:
        read(cursor)

    assert (purged, str(refusal.value)) == (1, "The cursor is older than 180 days.")
    assert read()[0] == [(1, 1, "en", "upsert"), (3, 3, "en", "upsert")]


def test_a_purge_of_what_was_gone_when_the_copy_began_is_no_matter(home):
    for number in range(1, 4):
        write(number)
    remove(2)
    cursor = read(limit=1)[1]
    prune(LONG_AGO + AN_HOUR)

    assert read(cursor)[0] == [(3, 3, "en", "upsert")]


def test_a_purge_of_what_the_copy_has_forgotten_is_no_matter(home):
    write(1)
    write(2)
    cursor = read()[1]
    remove(2)
    cursor = read(cursor)[1]
    prune(LONG_AGO + AN_HOUR)
    write(1)

    assert read(cursor)[0] == [(4, 1, "en", "upsert")]


def test_a_purge_takes_old_tombstones_only(home):
    for number in range(1, 5):
        write(number)
    remove(1, at=LONG_AGO)
    remove(2, at=LONG_AGO + AN_HOUR)
    remove(3, at=LONG_AGO - AN_HOUR)

    purged = prune(LONG_AGO + AN_HOUR)

    left = set(CalendarEntry.objects.values_list("uid", flat=True))
    assert (purged, left, LedgerClock.objects.get().horizon) == (2, {key(2), key(4)}, 7)


def test_a_purge_without_anything_to_take_refuses_nobody(home):
    assert prune(NOW) == 0

    write(1)

    assert (prune(NOW), LedgerClock.objects.get().horizon) == (0, 0)


def test_the_horizon_never_goes_back(home):
    write(1)
    write(2)
    remove(2)
    prune(NOW)
    LedgerClock.objects.update(horizon=9, rev=9)
    write(3)
    remove(3)
    CalendarEntry.objects.filter(uid=key(3)).update(rev=5)

    prune(NOW)

    assert LedgerClock.objects.get().horizon == 9


@pytest.mark.parametrize(("removed", "statements"), [(0, 3), (2, 4)])
@pytest.mark.parametrize("count", [2, 5])
def test_the_statements_of_a_page(home, removed, statements, count):
    write(1)
    cursor, selection = read()[1], whole_site()
    for number in range(2, count + 2):
        write(number)
    for number in range(2, removed + 2):
        remove(number)

    with CaptureQueriesContext(connection) as captured:
        page = read_changes(selection, now=NOW, after=cursor, limit=100)

    assert (len(captured), len(page.changes)) == (statements, count)


def test_a_purge_between_the_statements_is_noticed(home):
    """The rows no longer tell of the tombstone; the client must not believe that it knows all."""
    write(1)
    cursor, selection = read()[1], whole_site()
    remove(1)
    purges = iter([prune])

    def purge_before_rows(execute, sql, *arguments):
        if "api_calendarentry" in sql:
            for purge in purges:
                purge(NOW)
        return execute(sql, *arguments)

    with pytest.raises(SyncTokenExpired), connection.execute_wrapper(purge_before_rows):
        read_changes(selection, now=NOW, after=cursor, limit=100)
