"""The command that imports documents."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Site

from cms.environment import BASE_DIR
from pages.models import CallForPapersPage, DateChange, EventPage, ImportantDate, TalkPage
from tests.factories import EventIndexFactory, ForumFactory, SeriesFactory

pytestmark = pytest.mark.django_db
CALL = """\
---
title: Harbour Conference on Knots
shorttitle: HCK
organizers:
  - name: Ada Marsh
    id: 2030-4711
---

We invite papers on ropes and their uses.

## Important dates

- Paper submission: {date}, 11:59 pm Anywhere on Earth
- Notification: 1 April 2030
"""


def import_documents(*args, **options):
    output = io.StringIO()
    call_command("import_documents", *map(str, args), stdout=output, **options)
    return output.getvalue()


@pytest.fixture
def call(home, tmp_path):
    """Write the call with a date, and give its path."""

    def write(date="1 March 2030"):
        path = tmp_path / "documents" / "call.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(CALL.format(date=date), encoding="utf-8")
        return path

    return write


def test_import_makes_a_draft_and_reports_it(call):
    report = json.loads(import_documents(call(), format="json"))

    [document] = report["documents"]
    page = CallForPapersPage.objects.get()
    assert document["file"] == "call.md"
    assert (document["page"]["type"], document["page"]["created"]) == ("call_for_papers", True)
    assert (document["page"]["path"], document["page"]["title"]) == (page.public_path, "Harbour Conference on Knots")
    assert page.live is False
    assert [date["start"] for date in document["page"]["important_dates"]] == ["2030-03-02T11:59:00Z", "2030-04-01"]


def test_import_never_names_private_values(call):
    path = call()

    assert "4711" not in import_documents(path, dry_run=True) + import_documents(path, format="json")


UNTIMELY = """\
{path} important_dates.1.start_date: error D01-notification: \
“Notification” (1 Apr 2030) lies before “Paper submission” (8 May 2030).
    Check both dates: nobody can be told of a decision before the deadline.
"""


@pytest.mark.parametrize("count", [1, 2], ids=["new", "unchanged"])
def test_import_tells_what_needs_attention_on_its_pages(call, home, count):
    ForumFactory(parent=home, title="Not  imported")

    texts = [import_documents(call("8 May 2030")) for _run in range(count)]

    head, _blank, rest = texts[-1].partition("\n\nNeeds attention\n")
    page = CallForPapersPage.objects.get()
    path = f"  {page.url_path}"
    assert head.startswith("call.md\n")
    assert rest.partition("\n\n")[0] + "\n" == UNTIMELY.format(path=path)
    assert rest.endswith("0 failed.\n")


def test_import_names_as_json_what_needs_attention(call, home):
    ForumFactory(parent=home, title="Not  imported")

    report = json.loads(import_documents(call("8 May 2030"), format="json"))
    dry = json.loads(import_documents(call("8 May 2030"), format="json", dry_run=True))

    page = CallForPapersPage.objects.get()
    [finding] = report["attention"]
    assert (finding["page_id"], finding["code"], finding["path"]) == (
        page.pk,
        "D01-notification",
        "important_dates.1.start_date",
    )
    assert sorted(dry) == ["documents"]


def test_import_of_a_folder_twice_changes_nothing(call):
    folder = call().parent
    import_documents(folder, publish=True)
    revisions = CallForPapersPage.objects.get().revisions.count()

    text = import_documents(folder, publish=True)

    assert text.endswith("1 documents; pages: 0 created, 0 updated, 1 unchanged; 0 failed.\n")
    assert CallForPapersPage.objects.get().revisions.count() == revisions


def test_import_of_an_extended_deadline_is_one_change(call):
    import_documents(call(), publish=True)
    uid = ImportantDate.objects.get(kind="submission").translation_key

    import_documents(call("8 March 2030"), publish=True)
    import_documents(call("8 March 2030"), publish=True)

    change = CallForPapersPage.objects.get().date_changes.get()
    assert (change.date_key, change.kind, change.new["date"]) == (uid, "extended", "2030-03-08")


def test_import_as_a_dry_run_writes_nothing(call):
    text = import_documents(call(), dry_run=True)

    assert text.endswith("pages: 1 created, 0 updated, 0 unchanged; 0 failed. Nothing was written.\n")
    assert not EventPage.objects.exists()


def test_import_fails_when_a_document_cannot_be_stored(call, when_saved):
    when_saved(CallForPapersPage, lambda _page: 1 / 0)
    output = io.StringIO()

    with pytest.raises(CommandError, match=r"^Not imported: call\.md$"):
        call_command("import_documents", str(call()), stdout=output, format="json")

    assert json.loads(output.getvalue())["documents"][0]["page"] is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"time_zone": "Europe/Atlantis"}, "There is no time zone Europe/Atlantis."),
        ({"year": 20300}, "The year 20300 is not between 1900 and 2200."),
        ({"language": "tlh"}, "There is no language tlh."),
        ({"parent": "nowhere"}, "There is no home page, list of events or seminar series with the slug nowhere."),
        ({"parent": "a-forum"}, "There is no home page, list of events or seminar series with the slug a-forum."),
        ({"parent": "twice"}, "Several pages have the slug twice: /colloquium/one/twice/, /colloquium/two/twice/."),
    ],
)
def test_import_refuses_a_wrong_option_and_does_nothing(call, home, options, message):
    ForumFactory(parent=home, slug="a-forum")
    for slug in ("one", "two"):
        EventIndexFactory(parent=EventIndexFactory(parent=home, slug=slug), slug="twice")
    count = Page.objects.count()

    with pytest.raises(CommandError) as error:
        import_documents(call(), **options)

    assert str(error.value).replace(home.url_path, "/colloquium/").startswith(message)
    assert Page.objects.count() == count


def test_import_refuses_a_path_that_is_not_there(home, tmp_path):
    with pytest.raises(CommandError, match="There is no file or folder"):
        import_documents(tmp_path / "nothing.md")


@pytest.mark.parametrize("has_site", [True, False])
def test_import_needs_a_home_page(call, home, has_site):
    if has_site:
        Site.objects.update(root_page=Page.get_first_root_node())
    else:
        Site.objects.all().delete()

    with pytest.raises(CommandError, match="The default site has no home page"):
        import_documents(call())


def test_import_below_a_named_page(call, home):
    index = EventIndexFactory(parent=home, slug="conferences")

    import_documents(call(), parent="conferences", language="EN-gb", time_zone="Europe/London", year=2030)

    page = CallForPapersPage.objects.get()
    assert (page.get_parent().pk, page.locale.language_code) == (index.pk, "en")


def test_import_of_a_call_into_a_series_fails(call, home):
    SeriesFactory(parent=home, slug="tides")

    with pytest.raises(CommandError, match="Not imported"):
        import_documents(call(), parent="tides")

    assert not CallForPapersPage.objects.exists()


SERIES = """\
---
title: Tide Seminar
---

Every other Wednesday at 13:30 (London time).

## Talks

- {date}, 13:30 (UK time)
  **Dr. Ada Marsh** (Harbour University)
  *Knots for beginners*

- 15 May 2030, 13:30 (UK time)
  **Bo Reed** (Tidal Institute)
  *Tides without tables*
"""


def test_import_of_a_series_whose_talk_moved_is_one_change(home, tmp_path):
    path = tmp_path / "seminar.md"
    path.write_text(SERIES.format(date="1 May 2030"), encoding="utf-8")
    import_documents(path, publish=True)
    before = set(TalkPage.objects.values_list("pk", "translation_key"))

    path.write_text(SERIES.format(date="8 May 2030"), encoding="utf-8")
    import_documents(path, publish=True)
    import_documents(path, publish=True)

    change = DateChange.objects.get()
    assert set(TalkPage.objects.values_list("pk", "translation_key")) == before
    assert (len(before), change.kind, change.old["date"], change.new["date"]) == (
        2,
        "rescheduled",
        "2030-05-01",
        "2030-05-08",
    )


def test_import_into_a_database_without_tables_says_what_to_do(tmp_path):
    document = tmp_path / "page.md"
    document.write_text("# Talk", encoding="utf-8")
    variables = {**os.environ, "DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": ""}

    done = subprocess.run(
        [sys.executable, "manage.py", "import_documents", str(document)],
        cwd=BASE_DIR,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )

    message = "CommandError: The database has no tables yet. Run manage.py migrate or make demo first.\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", message)
