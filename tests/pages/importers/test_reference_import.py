"""The reference documents as stored pages; without them these tests are skipped (see `test_reference_documents`)."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command
from wagtail.images.models import Image

from pages.models import (
    CallForPapersPage,
    Contribution,
    EventPage,
    ForumPage,
    Organisation,
    Person,
    Session,
    TalkPage,
)

REFERENCE = Path(os.environ.get("COLLOQUIUM_REFERENCE", Path(__file__).resolve().parents[4] / "shared"))

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not (REFERENCE / "seeds").is_dir(), reason="the reference documents are not on this machine"),
]


def import_folder(folder, **options):
    output = io.StringIO()
    call_command("import_documents", str(REFERENCE / folder), stdout=output, format="json", **options)
    return json.loads(output.getvalue())


def iso(instant):
    return instant.strftime("%Y-%m-%dT%H:%MZ")


def test_reference_documents_become_pages_with_the_right_instants(home):
    report = import_folder("seeds", publish=True)

    assert [document["page"]["type"] for document in report["documents"]] == [
        "call_for_papers",
        "forum",
        "seminar_series",
        "tutorial",
    ]
    due = ForumPage.objects.get().important_dates.get(kind="submission")
    assert iso(due.starts_at) == "2017-11-06T07:59Z"
    assert [iso(row.starts_at) for row in Session.objects.order_by("starts_at")] == [
        "2021-11-01T11:00Z",
        "2021-11-01T17:30Z",
        "2021-11-01T21:00Z",
    ]
    assert [iso(talk.starts_at) for talk in TalkPage.objects.order_by("starts_at")] == [
        "2021-10-13T12:00Z",
        "2021-11-10T16:00Z",
        "2021-11-17T13:30Z",
        "2021-12-01T13:30Z",
        "2021-12-08T13:30Z",
    ]
    dates = CallForPapersPage.objects.get().important_dates.order_by("start_date")
    assert [(row.kind, row.start_date.isoformat(), row.start_time) for row in dates] == [
        ("notification", "2022-06-30", None),
        ("submission", "2022-07-15", None),
        ("presentation", "2022-08-15", None),
    ]


def test_reference_portraits_show_the_people_they_are_named_after(home):
    import_folder("seeds")

    people = [row.person for row in Contribution.objects.filter(role="presenter").order_by("sort_order")]
    assert [Path(person.photo.file.name).stem.split(".")[0].split("_")[0] for person in people] == [
        person.name.split()[0].lower() for person in people
    ]


@pytest.mark.parametrize("folder", ["seeds", "data/pages"])
def test_reference_documents_imported_twice_are_unchanged(home, folder):
    import_folder(folder)
    counts = [model.objects.count() for model in (EventPage, Person, Organisation, Image)]

    again = import_folder(folder)

    pages = [document["page"] for document in again["documents"] if document["page"]]
    assert {page["outcome"] for one in pages for page in (one, *one.get("talks", []))} == {"unchanged"}
    assert [model.objects.count() for model in (EventPage, Person, Organisation, Image)] == counts
    assert not [it for it in again["documents"] for found in it["findings"] if found["severity"] == "error"]
