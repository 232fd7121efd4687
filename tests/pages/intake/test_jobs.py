import datetime as dt
import os
import shutil
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from pages.importers.documents import ReadingOptions
from pages.importers.recognise import read_tree
from pages.importers.sources import SourceTree
from pages.importers.store import StoreOptions, store_readings
from pages.intake import jobs, reading
from pages.intake.uploads import Upload
from pages.models import EventPage, ImportFile, ImportJob, Organisation, Person, Topic
from tests.factories import EventIndexFactory

pytestmark = pytest.mark.django_db

SHARED = Path(os.environ.get("COLLOQUIUM_REFERENCE", Path(__file__).resolve().parents[4] / "shared"))
FOLDERS = [
    SHARED / "seeds",
    *(
        SHARED / "data" / "pages" / name
        for name in ("prisec", "scu-cfp", "cikm2021", "gt-security-seminar", "stil2019")
    ),
]
TABLE = b"date,time,speaker,title\n2030-03-01,15:00,Ada Kowalczyk,How tides turn\n"


@pytest.fixture
def owner(db):
    return get_user_model().objects.create_superuser("owner", password="x")


def upload_of(**files):
    upload = Upload()
    for name, content in files.items():
        upload.add(name.replace("__", "."), content)
    return upload


def start(owner, target, upload, **options):
    return jobs.create(owner=owner, target=target, options=options, upload=upload)


KEYS = {
    *("pk", "id", "path", "url_path", "translation_key", "owner", "latest_revision", "latest_revision_created_at"),
    *("person", "page", "photo", "hero_image", "topics", "series", "speakers", "body", "content_type", "uuid", "key"),
    *("event", "forum", "tutorial", "call", "page_ptr", "eventpage_ptr", "sort_order", "draft_title", "url_since"),
}
"""What a version says of keys in the database and of the moment of the import."""


def written_below(parent):
    """What the latest versions of the pages below say."""
    pages = EventPage.objects.descendant_of(parent).order_by("path").specific()
    return [without_keys(page.get_latest_revision().content) for page in pages]


def without_keys(value):
    if isinstance(value, dict):
        return {name: without_keys(inner) for name, inner in value.items() if name not in KEYS}
    return [without_keys(inner) for inner in value] if isinstance(value, list) else value


def forget(page):
    """Remove a page with what an import made for it, so that the next one finds none of that."""
    page.delete()
    for model in (Person, Topic, Organisation):
        model.objects.all().delete()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_import_gives_what_the_command_gives(home, owner, folder, tmp_path):
    if not folder.exists():
        pytest.skip("the documents of real communities are not here")
    upload = Upload()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix != ".txt":
            upload.add(file.relative_to(folder).as_posix(), file.read_bytes())
    unnamed = shutil.copytree(folder, tmp_path / "documents")  # a year in the folder's name would be read
    tree = SourceTree.collect([unnamed])
    readings = read_tree(tree, ReadingOptions(time_zone="Europe/London", today=timezone.localdate()))
    by_command = EventIndexFactory(parent=home, title="List", slug="list")
    expected = store_readings(
        readings,
        options=StoreOptions(parent=by_command, find_image=lambda source, it: tree.find_image(source, document=it)),
    )
    expected_pages = written_below(by_command)
    forget(by_command)
    target = EventIndexFactory(parent=home, title="List", slug="list")
    today = timezone.localdate().isoformat()
    job = ImportJob.objects.create(owner=owner, target=target, options={"time_zone": "Europe/London", "today": today})
    for path, content in upload.files.items():
        ImportFile.objects.create(job=job, path=path, content=content, size=len(content))

    with reading.read_job(job) as documents:
        report = reading.store(job, documents, documents.readings, dry_run=False)

    assert [it.to_json() for it in report.documents] == [it.to_json() for it in expected]
    assert written_below(target) == expected_pages


def test_large_import_waits_for_the_worker_and_can_be_done_at_once(client, home, owner):
    upload = upload_of(**{f"t{number}__md": b"# Nothing" for number in range(25)})
    client.force_login(owner)

    job = start(owner, home, upload)

    job.refresh_from_db()
    page = client.get(job.get_absolute_url())
    assert (job.state, job.total) == ("reading", 0)
    assert b"Do it now" in page.content
    client.post(f"{job.get_absolute_url()}run/")
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("ready", 25, 25)
    assert jobs.take_step.call(job.pk) == "ready"


def test_interrupted_import_ends_and_can_be_started_again(client, home, owner):
    job = start(owner, home, upload_of(talks__csv=TABLE))
    long_ago = timezone.now() - dt.timedelta(hours=1)
    ImportJob.objects.filter(pk=job.pk).update(state="storing", total=1, beat_at=long_ago)
    client.force_login(owner)

    page = client.get(job.get_absolute_url())

    assert b"was interrupted" in page.content
    client.post(f"{job.get_absolute_url()}run/")
    job.refresh_from_db()
    assert job.state == "ready"


def test_job_of_somebody_who_lost_the_right_writes_nothing(home, owner):
    job = start(owner, home, upload_of(talks__csv=TABLE))
    get_user_model().objects.filter(pk=owner.pk).update(is_superuser=False)
    job.refresh_from_db()

    jobs.begin(job, state="storing")

    job.refresh_from_db()
    assert (job.state, EventPage.objects.exists()) == ("failed", False)


def test_old_imports_are_forgotten_with_their_files(home, owner):
    old, new = (start(owner, home, upload_of(talks__csv=TABLE)) for _ in range(2))
    ImportJob.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(days=31))

    assert jobs.prune_imports() == 1
    assert list(ImportFile.objects.values_list("job", flat=True)) == [new.pk]
