"""Ids outlive what editors and imports do to the objects they name."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from pages.models import CallForPapersPage
from tests.factories import publish

pytestmark = pytest.mark.django_db
CALL = """\
---
title: {title}
shorttitle: HCK
organizers:
  - name: Ada Marsh
---

We invite papers on ropes and their uses.

## Important dates

- Paper submission: {date}, 11:59 pm Anywhere on Earth
- Notification: 1 April 2030
"""
IDS = """{ events { nodes { id title importantDates { id label at { date } } contributors { person { id } } } } }"""


@pytest.fixture
def import_call(home, tmp_path):
    """Import the call with a date, published."""
    path = tmp_path / "documents" / "call.md"
    path.parent.mkdir()

    def write(*, date, title="Harbour Conference on Knots"):
        path.write_text(CALL.format(date=date, title=title), encoding="utf-8")
        call_command("import_documents", str(path), publish=True, stdout=io.StringIO())

    return write


def ids_of(event):
    rows = [row["id"] for row in event["importantDates"]]
    return [event["id"], *rows, *(row["person"]["id"] for row in event["contributors"])]


def test_ids_stay_when_a_changed_document_is_imported_again(import_call, ask):
    import_call(date="1 March 2030")
    [before] = ask(IDS)["events"]["nodes"]

    import_call(date="15 March 2030", title="Harbour Conference on Knots and Ropes")
    [after] = ask(IDS)["events"]["nodes"]

    assert after["title"] == "Harbour Conference on Knots and Ropes"
    assert [row["at"]["date"] for row in after["importantDates"]] == ["2030-03-15", "2030-04-01"]
    assert len(ids_of(before)) == 4
    assert ids_of(after) == ids_of(before)


def test_ids_stay_when_a_page_is_moved_renamed_and_published_again(import_call, home, ask):
    import_call(date="1 March 2030")
    [before] = ask(IDS)["events"]["nodes"]

    page = CallForPapersPage.objects.get()
    page.title, page.slug = "Another name", "another-name"
    publish(page)
    page.refresh_from_db()
    page.unpublish()
    publish(CallForPapersPage.objects.get())
    [after] = ask(IDS)["events"]["nodes"]

    assert after["title"] == "Another name"
    assert ids_of(after) == ids_of(before)
