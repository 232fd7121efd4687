from __future__ import annotations

import datetime as dt

import pytest

from pages.checks import Finding, check_page, gather
from pages.models import CallForPapersPage
from tests.factories import CallForPapersFactory, ForumFactory, ImportantDateFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 1, 1, 12, tzinfo=dt.UTC)


def copied(page):
    return [finding for finding in check_page(page, surroundings=gather([page], now=NOW)) if finding.code == "C05"]


@pytest.mark.parametrize("date", [dt.date(2027, 6, 10), dt.date(2027, 6, 9)], ids=["a year", "52 weeks"])
def test_date_of_the_edition_before_is_found(home, date):
    ForumFactory(parent=home, title="Harbour Forum 2026", start_date=dt.date(2026, 6, 10))
    forum = ForumFactory(parent=home, title="Harbour Forum 2027", start_date=date)

    findings = copied(forum)

    assert findings == [Finding("C05", "start_date", {"date": date.isoformat(), "title": "Harbour Forum 2026"})]


def test_deadline_of_the_edition_before_is_found(home):
    old, new = dt.date(2026, 3, 1), dt.date(2027, 3, 1)
    CallForPapersFactory(
        parent=home, title="3rd Harbour Conference", important_dates=[ImportantDateFactory(start_date=old)]
    )
    call = CallForPapersFactory(
        parent=home,
        title="4th Harbour Conference",
        important_dates=[
            ImportantDateFactory(kind="notification", start_date=new),
            ImportantDateFactory(start_date=new),
        ],
    )

    findings = copied(CallForPapersPage.objects.get(pk=call.pk))

    details = {"date": "2027-03-01", "title": "3rd Harbour Conference"}
    assert findings == [Finding("C05", "important_dates.1.start_date", details)]


@pytest.mark.parametrize(
    ("title", "date"),
    [
        ("Harbour Forum 2026", dt.date(2026, 6, 12)),
        ("Harbour Forum 2025", dt.date(2025, 6, 10)),
        ("Lighthouse Forum 2026", dt.date(2026, 6, 10)),
    ],
    ids=["another day", "two years before", "another event"],
)
def test_date_of_its_own_is_not_found(home, title, date):
    ForumFactory(parent=home, title=title, start_date=date)
    forum = ForumFactory(parent=home, title="Harbour Forum 2027", start_date=dt.date(2027, 6, 10))

    assert copied(forum) == []


def test_dates_that_are_past_are_not_found(home):
    ForumFactory(parent=home, title="Harbour Forum 2025", start_date=dt.date(2025, 6, 10))
    forum = ForumFactory(parent=home, title="Harbour Forum 2026", start_date=dt.date(2026, 6, 10))

    assert copied(forum) == []
