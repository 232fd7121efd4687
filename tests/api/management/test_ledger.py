from __future__ import annotations

import datetime as dt
import io

import pytest
import time_machine
from django.core.management import CommandError, call_command

from api.caching import read_version
from api.ledger.models import CalendarEntry, LedgerClock
from pages.models import EventPage
from tests.factories import ForumFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 6, 1, 12, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def ledger(action: str, **options) -> str:
    """What the command says."""
    out = io.StringIO()
    call_command("ledger", action, stdout=out, **options)
    return out.getvalue()


def state() -> tuple[list[dict[str, object]], dict[str, object], int]:
    """The tables and the content version."""
    rows = CalendarEntry.objects.order_by("pk").values()
    return [{**row, "ics": bytes(row["ics"])} for row in rows], LedgerClock.objects.values().get(), read_version()


@pytest.fixture
def forums(home):
    return [ForumFactory(parent=home, title=f"Forum {number}") for number in range(3)]


def test_reconcile_says_that_all_is_well(forums):
    before = state()

    assert ledger("reconcile") == "All entries are as the pages are.\n"
    assert ledger("reconcile", check=True) == "All entries are as the pages are.\n"
    assert state() == before


def test_reconcile_repairs_and_says_how_many(forums):
    EventPage.objects.filter(pk=forums[0].pk).update(summary="By the water.")
    CalendarEntry.objects.filter(page=forums[1].pk).delete()
    CalendarEntry.objects.filter(page=forums[2].pk).update(ics=b"")
    version = read_version()

    assert ledger("reconcile") == "3 entries differed from the pages.\n"
    assert ledger("reconcile") == "All entries are as the pages are.\n"
    assert read_version() > version


def test_check_changes_nothing_and_fails(forums):
    CalendarEntry.objects.filter(page=forums[0].pk).delete()
    CalendarEntry.objects.filter(page=forums[1].pk).update(content_hash="")
    before = state()

    with pytest.raises(CommandError, match="2 entries differ from the pages; run"):
        ledger("reconcile", check=True)
    assert state() == before


def test_rebuild_says_how_many_were_written(forums):
    forums[0].delete()
    epoch = LedgerClock.objects.get().epoch

    assert ledger("rebuild") == "2 entries written; mirrors begin anew.\n"
    assert CalendarEntry.objects.count() == 2
    assert LedgerClock.objects.get().epoch != epoch


@pytest.mark.parametrize("action", ["rebuild", "prune"])
def test_check_is_refused_where_it_would_change_rows(forums, action):
    forums[0].unpublish()
    before = state()

    with pytest.raises(CommandError, match="Only reconcile knows --check"):
        ledger(action, check=True)
    assert state() == before


def test_prune_forgets_what_was_removed_long_ago(forums):
    with time_machine.travel(NOW, tick=False) as clock:
        forums[0].unpublish()
        clock.shift(100 * DAY)
        forums[1].unpublish()
        clock.shift(81 * DAY)

        said = [ledger("prune", days=200), ledger("prune"), ledger("prune")]

    assert said == ["0 removals forgotten.\n", "1 removals forgotten.\n", "0 removals forgotten.\n"]
    assert set(CalendarEntry.objects.values_list("page", "removal_reason")) == {
        (forums[1].pk, "unpublished"),
        (forums[2].pk, ""),
    }


def test_prune_keeps_removals_for_as_long_as_mirrors_may_stay_away(forums):
    with pytest.raises(CommandError, match="Removals are kept for at least 180 days"):
        ledger("prune", days=179)


@pytest.mark.parametrize("days", [10**6, 10**12])
def test_prune_refuses_days_before_all_dates(forums, days):
    with pytest.raises(CommandError, match="There was no calendar so many days ago"):
        ledger("prune", days=days)
