"""After each change of the content, no process gives an answer that was true before it."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import sqlite3
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site

from api.caching import read_version
from api.caching.versions import VERSION_HOLDS_SECONDS
from api.renditions import make_renditions
from pages.models import HomePage, Organisation, Person, SiteSettings, Topic
from tests.api.watched_answers import LISTS, Operation, Process, ask_afresh, operations
from tests.api.watched_site import HOUR, NOW, build_site, drawing, edit, global_ids, public_paths
from tests.conftest import find_home
from tests.factories import ContributionFactory, ForumFactory, ImportantDateFactory, LinkFactory, SessionFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]

# Answers are kept for a version that is committed.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WATCHED_LISTS = ("cards", "search", "people", "site", "series", "by next deadline")


@pytest.fixture
def site(db):
    """The site of `build_site`, committed, with the rows that migrations make and a flush removes."""
    Locale.objects.get_or_create(language_code="en")
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    with time_machine.travel(NOW) as clock:
        build_site(find_home())
        yield clock


def at(slug: str) -> Page:
    """The page with a slug, as its own type."""
    return Page.objects.get(slug=slug, locale__language_code="en", alias_of=None).specific


def home() -> Page:
    """The home page."""
    return HomePage.objects.get(locale__language_code="en")


def private_collection() -> Collection:
    """The collection that becomes private."""
    return Collection.objects.get(name="Private")


def change(row, **values) -> None:
    """Save new values of a row."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def replace_rows(slug: str, name: str, *rows) -> None:
    """Publish a page with one child row fewer and some new ones."""
    edit(at(slug), **{name: [*list(getattr(at(slug), name).all())[1:], *rows]})


def make_renditions_again() -> None:
    """Have the pictures that were removed made once more."""
    make_renditions(Image.objects.get(title="harbour").pk)


def translate() -> None:
    """Publish home and forum in another language."""
    chinese = Locale.objects.get(language_code="zh-hans")
    for page in (home(), at("shelf"), at("forum")):
        page.copy_for_translation(chinese)
        page.get_translation(chinese).save_revision().publish()


def refuse_strangers(page: Page) -> None:
    """Ask for a password."""
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="secret")


@dataclass(frozen=True)
class Mutation:
    """A change of the content: what does it, whether any watched answer shows it, and when it happens."""

    name: str
    run: Callable[[], object]
    is_seen: bool = True
    after: dt.timedelta = dt.timedelta()


MUTATIONS = [
    Mutation("title", lambda: edit(at("forum"), title="Harbour Forum II")),
    Mutation("date", lambda: edit(at("forum"), start_date=dt.date(2027, 6, 13))),
    Mutation("link", lambda: replace_rows("forum", "links", LinkFactory(kind="chat"))),
    Mutation("important date", lambda: replace_rows("forum", "important_dates", ImportantDateFactory(label="New"))),
    Mutation("session", lambda: replace_rows("forum", "sessions", SessionFactory(title="New"))),
    Mutation("contribution", lambda: replace_rows("talk-0", "contributions", ContributionFactory(role="host"))),
    Mutation("no topics", lambda: edit(at("forum"), topics=[])),
    Mutation("topics", lambda: edit(at("forum"), topics=list(Topic.objects.all()))),
    Mutation("page in no menu", lambda: edit(at("notice"), show_in_menus=False)),
    Mutation("page in a menu", lambda: edit(at("notice"), show_in_menus=True)),
    Mutation("order of pages", lambda: at("folder").move(at("notice"), pos="right")),
    Mutation("unpublished", lambda: at("knots").unpublish()),
    Mutation("published again", lambda: at("knots").save_revision().publish()),
    Mutation("moved", lambda: at("knots").move(at("folder"), pos="last-child")),
    Mutation("slug", lambda: edit(at("travel"), slug="journey")),
    Mutation("slug of an ancestor", lambda: edit(at("folder"), slug="shelf")),
    Mutation("deleted", lambda: at("called-off").delete()),
    Mutation("unlisted", lambda: edit(at("some-day"), is_listed=False)),
    Mutation("listed", lambda: edit(at("some-day"), is_listed=True)),
    Mutation("restriction", lambda: refuse_strangers(at("forum"))),
    Mutation("no restriction", lambda: PageViewRestriction.objects.get().delete()),
    Mutation("restriction of an ancestor", lambda: refuse_strangers(at("shelf"))),
    Mutation("kind of restriction", lambda: change(PageViewRestriction.objects.get(), restriction_type="login")),
    Mutation("no restriction of an ancestor", lambda: PageViewRestriction.objects.get().delete()),
    Mutation("image replaced", lambda: change(Image.objects.get(title="harbour"), file=drawing("red"))),
    Mutation("renditions gone", lambda: Image.objects.get(title="harbour").renditions.all().delete()),
    Mutation("renditions made", make_renditions_again),
    Mutation("collection", lambda: CollectionViewRestriction.objects.create(collection=private_collection()), False),
    Mutation("image private", lambda: change(Image.objects.get(title="ada"), collection=private_collection())),
    Mutation("document private", lambda: change(Document.objects.get(), collection=private_collection())),
    Mutation("collection public", lambda: CollectionViewRestriction.objects.get().delete()),
    Mutation("document replaced", lambda: change(Document.objects.get(), file=ContentFile(b"other", "other.txt"))),
    Mutation("document deleted", lambda: Document.objects.get().delete()),
    Mutation("image deleted", lambda: Image.objects.get(title="harbour").delete()),
    Mutation("photo", lambda: change(Person.objects.get(name="Bo Reed"), photo=Image.objects.get(title="ada"))),
    Mutation("person renamed", lambda: change(Person.objects.get(name="Bo Reed"), name="Bo Ada")),
    Mutation("organisation", lambda: change(Organisation.objects.get(), name="Harbour College")),
    Mutation("person hidden", lambda: change(Person.objects.get(name="Ada Marsh"), is_public=False)),
    Mutation("person deleted", lambda: Person.objects.get(name="Cy Post").delete()),
    Mutation("topic renamed", lambda: change(Topic.objects.get(name="Ropes"), name="Harbour ropes")),
    Mutation("topic deleted", lambda: Topic.objects.get(name="Knots").delete()),
    Mutation("settings", lambda: change(SiteSettings.for_site(Site.objects.get()), tagline="By the water")),
    Mutation("redirect", lambda: change(Redirect.objects.get(old_path="/old"), redirect_page=at("forum"))),
    Mutation("redirect gone", lambda: Redirect.objects.get(old_path="/old").delete()),
    Mutation("locale", lambda: Locale.objects.create(language_code="de"), False),
    Mutation("translation", translate),
    Mutation("zone of a series", lambda: edit(at("seminar"), time_zone="Asia/Tokyo")),
    Mutation("length in a series", lambda: edit(at("seminar"), usual_minutes=90)),
    Mutation("manner of a series", lambda: edit(at("seminar"), attendance_mode="online", languages=["en"])),
    Mutation("moved talk", lambda: at("talk-0").move(at("other"), pos="last-child")),
    Mutation("expired", lambda: call_command("publish_scheduled"), False, 101 * HOUR),
    Mutation("went live", lambda: call_command("publish_scheduled"), True, 151 * HOUR),
    Mutation("root of the site", lambda: change(Site.objects.get(), root_page=at("shelf"))),
]


class Watch:
    """Two processes of which one changes the content, and what is wrong with their answers."""

    def __init__(self) -> None:
        self.ids = global_ids()
        self.writing, self.reading = Process(), Process()
        self.wrong: dict[str, list[str]] = defaultdict(list)

    def apply(self, mutation: Mutation) -> None:
        """Make a change, first in vain."""
        watched = operations(paths=public_paths(), ids=self.ids, lists=WATCHED_LISTS)
        before = {it.name: self.writing.ask(it) for it in watched}
        version = read_version(fresh=True)
        with self.writing.running():
            has_risen = run_in_vain(mutation, version)
        same = {it.name: self.writing.ask(it) for it in watched}
        if (same, has_risen, read_version(fresh=True)) != (before, True, version):
            self.wrong[mutation.name].append("rolled back")
        with self.writing.running():
            mutation.run()
        if read_version(fresh=True) <= version:
            self.wrong[mutation.name].append("has not raised the version")
        changed = [self.compare(it, before[it.name].body, before[it.name].etag, mutation) for it in watched]
        if any(changed) is not mutation.is_seen:
            self.wrong[mutation.name].append("is seen" if any(changed) else "is not seen")

    def compare(self, operation: Operation, body: bytes, etag: str, mutation: Mutation) -> bool:
        """Whether an answer is another one now; it is the same from each process."""
        fresh = ask_afresh(operation)
        for seen in (self.writing.ask(operation), self.reading.ask(operation, Cache_Control="no-cache")):
            if (seen.body, seen.etag) != (fresh.body, fresh.etag):
                self.wrong[mutation.name].append(f"{operation.name}: {seen.body!r} instead of {fresh.body!r}")
        if (fresh.body == body) is not (fresh.etag == etag):
            self.wrong[mutation.name].append(f"{operation.name}: tag {etag} for {body!r}, {fresh.etag} afterwards")
        return fresh.body != body


def run_in_vain(mutation: Mutation, version: int) -> bool:
    """Whether a change raises the version in its own transaction, which is rolled back."""
    with transaction.atomic():
        mutation.run()
        has_risen = read_version() > version
        transaction.set_rollback(True)
    return has_risen


def test_no_answer_outlives_a_change(site):
    watch = Watch()

    for mutation in MUTATIONS:
        if mutation.after:
            site.move_to(NOW + mutation.after)
        watch.apply(mutation)

    assert watch.wrong == {}


DRAFTS = {
    "draft": lambda: change_draft("forum", title="Draft title"),
    "draft of a series": lambda: change_draft("seminar", usual_minutes=5),
    "new page": lambda: ForumFactory(parent=home(), published=False),
    "alias": lambda: at("notice").create_alias(parent=at("folder"), update_slug="alias"),
    "lock": lambda: Page.objects.get(slug="forum").save(update_fields=["locked"]),
    "planned publication": lambda: plan("forum", title="Later title"),
}


def change_draft(slug: str, **values) -> None:
    """Store a draft."""
    page = at(slug)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision()


def plan(slug: str, **values) -> None:
    """Have new values published later."""
    page = at(slug)
    for name, value in {**values, "go_live_at": NOW + HOUR}.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_drafts_leave_answers_as_they_are_kept(site):
    process, watched = Process(), [Operation(name, document, {}) for name, document in LISTS.items()]
    before = [process.ask(operation) for operation in watched]
    version = read_version(fresh=True)

    for save in DRAFTS.values():
        with process.running():
            save()

    with CaptureQueriesContext(connection) as statements:
        after = [process.ask(operation) for operation in watched]
    assert after == before
    assert read_version(fresh=True) == version
    assert [it["sql"] for it in statements if "api_contentversion" not in it["sql"]] == []


@contextlib.contextmanager
def another_process(address: str, folder: Path) -> Iterator[Callable[..., object]]:
    """Gives a function that sends a command to a process on the database at `address`, and reads its next line."""
    environment = {**os.environ, "DATABASE_URL": address, "DATA_DIR": str(folder), "LOG_LEVEL": "ERROR"}
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.api.another_process"],
        cwd=ROOT,
        env={**environment, "DJANGO_SETTINGS_MODULE": "cms.settings", "GRAPHQL_POINTS_PER_MINUTE": "0"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def talk(*command: str) -> object:
        if command:
            started.stdin.write(f"{json.dumps(command)}\n")
            started.stdin.flush()
        return json.loads(started.stdout.readline())

    with started:
        talk()
        yield talk
        started.stdin.close()


def database_address(folder: Path) -> str:
    """Where other processes find what is committed; SQLite's database of tests is in memory, and copied to a file."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        path = folder / "copy.sqlite3"
        with contextlib.closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
        return f"sqlite:///{path}"
    return f"postgres://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"


def test_other_processes_follow_at_once_when_asked_to_and_soon_otherwise(db, tmp_path):
    Locale.objects.get_or_create(language_code="en")
    ForumFactory(parent=find_home(), title="Before")
    (tmp_path / "static").mkdir()
    address = database_address(tmp_path)

    with another_process(address, tmp_path) as writing, another_process(address, tmp_path) as reading:
        reading("watch", "After")
        committed = writing("rename", "After")
        seen = reading()

    old = [(began, is_fresh) for began, is_fresh, title in seen if title == "Before"]
    assert [title for _, _, title in seen[-2:]] == ["After", "After"]
    assert [began - committed for began, is_fresh in old if is_fresh and began > committed] == []
    assert [began - committed for began, _ in old if began > committed + VERSION_HOLDS_SECONDS] == []
