"""After any history of edits, the rows of the public calendar are as if they had been written from nothing."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.management import call_command
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site

from api.ledger.models import CalendarEntry
from api.ledger.repair import reconcile
from pages.models import EventIndexPage, EventPage, ForumPage, Organisation, Person, SeminarSeriesPage, TalkPage, Topic
from tests.api.test_mutations import MUTATIONS
from tests.api.watched_site import NOW, build_site
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

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db

EDITS = 100
DAY = dt.timedelta(days=1)
LEAVES = 0.8
"""How much of what is deleted has nothing below it."""
PLACES = (EventIndexPage, SeminarSeriesPage)


class Editor:
    """Somebody who does one thing after the other, whatever comes to mind."""

    def __init__(self, home: Page, *, seed: int, clock: time_machine.Traveller) -> None:
        self.random, self.clock, self.home = random.Random(seed), clock, home  # noqa: S311  # repeatable
        self.history: list[str] = []
        self.other_home = HomeFactory(parent=home.get_parent(), title="Other", slug="other")
        Site.objects.create(hostname="other.example.org", root_page=self.other_home)
        self.chinese = Locale.objects.create(language_code="zh-hans")
        self.private = Collection.get_first_root_node().add_child(name="Private")
        CollectionViewRestriction.objects.create(collection=self.private, restriction_type="login")
        self.people = [PersonFactory(affiliation=OrganisationFactory()) for _ in range(3)]
        self.topics = [TopicFactory() for _ in range(2)]
        self.image = ImageFactory()
        for _ in range(2):
            EventIndexFactory(parent=home, slug=self.word())
            self.new_series()
        for _ in range(4):
            self.new_talk()
            self.new_forum()

    def edit(self) -> None:
        """Do one thing."""
        choice = self.random.choice(THINGS)
        self.history.append(choice.__name__)
        self.clock.shift(dt.timedelta(minutes=self.random.randrange(60)))
        choice(self)

    def word(self) -> str:
        """A word that nobody has used."""
        return uuid.UUID(int=self.random.getrandbits(128), version=4).hex[:10]

    def pick(self, *models: type[Page], **conditions: object) -> Page | None:
        """Any page of some types, as its own type; None where there is none."""
        keys = [key for model in models for key in model.objects.filter(**conditions).values_list("pk", flat=True)]
        return Page.objects.get(pk=self.random.choice(sorted(keys))).specific if keys else None

    def change(self, page: Page | None, **values: object) -> None:
        """Publish new values of a page."""
        if page is not None:
            for name, value in values.items():
                setattr(page, name, value)
            publish(page)

    def rows(self) -> dict[str, object]:
        """Rows of a new event."""
        session = SessionFactory(title=self.word(), start_date=dt.date(2027, 7, 1))
        session.speakers = [self.random.choice(self.people)]
        return {
            "contributions": [ContributionFactory(person=self.random.choice(self.people))],
            "important_dates": [ImportantDateFactory(label=self.word()) for _ in range(2)],
            "sessions": [session],
            "topics": self.random.sample(self.topics, 1),
        }

    def new_forum(self) -> None:
        parent = self.pick(EventIndexPage, alias_of=None)
        ForumFactory(parent=parent or self.home, slug=self.word(), hero_image=self.image, **self.rows())

    def new_series(self) -> None:
        SeriesFactory(parent=self.pick(EventIndexPage, alias_of=None) or self.home, slug=self.word())

    def new_talk(self) -> None:
        series = self.pick(SeminarSeriesPage, alias_of=None)
        if series is not None:
            TalkFactory(parent=series, slug=self.word(), **self.rows())

    def publish_again(self) -> None:
        self.change(self.pick(EventPage, alias_of=None))

    def retitle(self) -> None:
        self.change(self.pick(EventPage, alias_of=None), title=self.word())

    def reschedule(self) -> None:
        date = dt.date(2027, 6, 1) + self.random.randrange(90) * DAY
        self.change(self.pick(ForumPage, TalkPage, alias_of=None), start_date=date)

    def call_off(self) -> None:
        status = self.random.choice(["cancelled", "postponed", "scheduled", "moved_online"])
        self.change(self.pick(EventPage, alias_of=None), status=status)

    def rename_address(self) -> None:
        self.change(self.pick(EventPage, EventIndexPage, alias_of=None), slug=self.word())

    def list_or_not(self) -> None:
        page = self.pick(EventPage, alias_of=None)
        self.change(page, is_listed=page is None or not page.is_listed)

    def share_otherwise(self) -> None:
        zone, minutes = self.random.choice(["Asia/Tokyo", "Europe/Oslo"]), self.random.choice([45, 60])
        self.change(self.pick(SeminarSeriesPage, alias_of=None), time_zone=zone, usual_minutes=minutes)

    def exchange_rows(self) -> None:
        page = self.pick(ForumPage, alias_of=None)
        if page is not None:
            self.change(page, important_dates=[*list(page.important_dates.all())[1:], ImportantDateFactory()])

    def save_draft(self) -> None:
        page = self.pick(EventPage, alias_of=None)
        if page is not None:
            page.title = self.word()
            page.save_revision()

    def save_as_it_is(self) -> None:
        page = self.pick(EventPage, EventIndexPage)
        if page is not None:
            page.save()

    def unpublish(self) -> None:
        page = self.pick(EventPage, live=True, alias_of=None)
        if page is not None:
            page.unpublish()

    def publish_what_is_not(self) -> None:
        self.change(self.pick(EventPage, live=False, alias_of=None))

    def delete(self) -> None:
        is_leaf = self.random.random() < LEAVES
        page = self.pick(TalkPage, ForumPage) if is_leaf else self.pick(*PLACES)
        if page is not None:
            page.delete()

    def move(self) -> None:
        page = self.pick(EventPage, EventIndexPage)
        outside = [self.other_home, Page.get_first_root_node(), self.home]
        target = self.random.choice([*outside, self.pick(*PLACES, alias_of=None), self.pick(EventIndexPage)])
        if isinstance(page, TalkPage):
            target = self.pick(SeminarSeriesPage, alias_of=None)
        if page is not None and target is not None and self.may_move(page, target):
            page.move(target, pos="last-child")

    def may_move(self, page: Page, target: Page) -> bool:
        """Whether a page may stand below another one."""
        return not target.path.startswith(page.path) and not target.get_children().filter(slug=page.slug).exists()

    def restrict(self) -> None:
        page = self.pick(EventPage, EventIndexPage)
        if page is not None:
            PageViewRestriction.objects.create(page=page, restriction_type="login")

    def open_again(self) -> None:
        for restriction in PageViewRestriction.objects.order_by("pk")[:2]:
            restriction.delete()

    def translate(self) -> None:
        page = self.pick(ForumPage, TalkPage, locale__language_code="en", alias_of=None)
        if page is not None and not page.has_translation(self.chinese) and page.path.startswith(self.home.path):
            page.copy_for_translation(self.chinese, copy_parents=True)
            self.change(page.get_translation(self.chinese))

    def make_alias(self) -> None:
        page = self.pick(ForumPage, SeminarSeriesPage, alias_of=None)
        if page is not None:
            page.create_alias(parent=self.home, update_slug=self.word(), recursive=True)

    def make_alias_a_page(self) -> None:
        page = self.pick(EventPage, alias_of__isnull=False)
        if page is not None:
            ConvertAliasPageAction(page).execute()

    def copy(self) -> None:
        page = self.pick(ForumPage, SeminarSeriesPage, alias_of=None)
        if page is not None and EventPage.objects.count() < EDITS:
            page.copy(recursive=True, keep_live=self.random.random() < 1 / 2, update_attrs={"slug": self.word()})

    def plan(self) -> None:
        now = dt.datetime.now(dt.UTC)
        days = self.random.choice([1, 3])
        self.change(self.pick(EventPage, alias_of=None), expire_at=now + days * DAY, go_live_at=None)
        self.change(self.pick(EventPage, alias_of=None), go_live_at=now + DAY, title=self.word())

    def let_days_pass(self) -> None:
        self.clock.shift(2 * DAY)
        call_command("publish_scheduled")

    def change_people(self) -> None:
        person = self.random.choice(list(Person.objects.all()))
        person.name, person.is_public = self.word(), self.random.random() < 1 / 2
        person.save()

    def change_organisations(self) -> None:
        organisation = self.random.choice(list(Organisation.objects.all()))
        organisation.name = self.word()
        organisation.save()

    def change_topics(self) -> None:
        topic = self.random.choice(list(Topic.objects.all()))
        topic.name = topic.slug = self.word()
        topic.save()
        page = self.pick(ForumPage, TalkPage)
        if page is not None:
            self.random.choice([topic.events.add, topic.events.remove])(EventPage.objects.get(pk=page.pk))

    def hide_picture(self) -> None:
        self.image.collection = self.random.choice([self.private, Collection.get_first_root_node()])
        self.image.save()

    def change_site(self) -> None:
        site = Site.objects.get(hostname="other.example.org")
        site.root_page = self.random.choice([self.other_home, self.pick(EventIndexPage) or self.other_home])
        site.save()


TOOLS = {"edit", "word", "pick", "change", "rows", "may_move"}
THINGS: list[Callable[[Editor], None]] = [
    value for name, value in vars(Editor).items() if callable(value) and name not in TOOLS and name[0] != "_"
]


@pytest.mark.parametrize("seed", range(5))
def test_nothing_differs_after_many_edits(home, seed):
    with time_machine.travel(NOW, tick=False) as clock:
        editor = Editor(home, seed=seed, clock=clock)
        for _ in range(EDITS):
            editor.edit()

        differing = reconcile()

    assert (differing, editor.history) == (0, editor.history)
    revs = list(CalendarEntry.objects.values_list("rev", flat=True))
    assert len(set(revs)) == len(revs) > EDITS / 2


def test_nothing_differs_after_each_change_that_answers_show(home):
    wrong = {}
    with time_machine.travel(NOW) as clock:
        build_site(home)
        for mutation in MUTATIONS:
            if mutation.after:
                clock.move_to(NOW + mutation.after)
            mutation.run()
            if differing := reconcile():
                wrong[mutation.name] = differing

    assert wrong == {}
