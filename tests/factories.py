"""The one way to make content in tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory
from wagtail.models import Page
from wagtail_factories import ImageFactory

from pages import models

__all__ = [
    "CallForPapersFactory",
    "ContributionFactory",
    "EventIndexFactory",
    "ForumFactory",
    "HomeFactory",
    "ImageFactory",
    "ImportantDateFactory",
    "LinkFactory",
    "OrganisationFactory",
    "PersonFactory",
    "SeriesFactory",
    "SessionFactory",
    "StandardPageFactory",
    "TalkFactory",
    "TopicFactory",
    "TutorialFactory",
    "publish",
]


def publish(page: Page) -> Page:
    """Publish what the page object in hand says, as the admin does; returns the page as stored."""
    page.save_revision().publish()
    return page.specific_class.objects.get(pk=page.pk)


class PageFactory(factory.django.DjangoModelFactory):
    """A published page below `parent`; `published=False` leaves a draft."""

    class Meta:
        abstract = True

    published = True
    title = factory.Sequence(lambda number: f"Page {number}")

    @classmethod
    def _create(cls, model_class: type[Page], *args: Any, **kwargs: Any) -> Page:
        parent = kwargs.pop("parent")
        published = kwargs.pop("published", True)
        children = {
            name: kwargs.pop(name) for name in list(kwargs) if isinstance(kwargs[name], list) and name in CHILDREN
        }
        page = model_class(*args, live=False, **kwargs)
        for name, rows in children.items():
            setattr(page, name, rows)
        parent.add_child(instance=page)
        return publish(page) if published else page


CHILDREN = frozenset(
    {
        "contributions",
        "links",
        "important_dates",
        "sessions",
        "identifiers",
        "tracks",
        "awards",
        "grants",
        "selection_criteria",
        "paper_categories",
    }
)


class HomeFactory(PageFactory):
    class Meta:
        model = models.HomePage

    title = "Home"


class EventIndexFactory(PageFactory):
    class Meta:
        model = models.EventIndexPage


class StandardPageFactory(PageFactory):
    class Meta:
        model = models.StandardPage


class ForumFactory(PageFactory):
    class Meta:
        model = models.ForumPage

    title = factory.Sequence(lambda number: f"Forum {number}")
    start_date = dt.date(2027, 6, 14)


class TutorialFactory(PageFactory):
    class Meta:
        model = models.TutorialPage

    title = factory.Sequence(lambda number: f"Tutorial {number}")
    start_date = dt.date(2027, 6, 15)


class CallForPapersFactory(PageFactory):
    class Meta:
        model = models.CallForPapersPage

    title = factory.Sequence(lambda number: f"Conference {number}")


class SeriesFactory(PageFactory):
    class Meta:
        model = models.SeminarSeriesPage

    title = factory.Sequence(lambda number: f"Seminar {number}")
    time_zone = "Europe/London"


class TalkFactory(PageFactory):
    class Meta:
        model = models.TalkPage

    title = factory.Sequence(lambda number: f"Talk {number}")
    start_date = dt.date(2027, 6, 16)
    start_time = dt.time(13, 30)


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Organisation

    name = factory.Sequence(lambda number: f"University {number}")


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Person

    name = factory.Sequence(lambda number: f"Person {number}")


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Topic

    name = factory.Sequence(lambda number: f"Topic {number}")


class RowFactory(factory.Factory):
    """A child row to be handed to a page factory; not stored by itself."""

    class Meta:
        abstract = True


class ContributionFactory(RowFactory):
    class Meta:
        model = models.Contribution

    person = factory.SubFactory(PersonFactory)
    role = "speaker"


class LinkFactory(RowFactory):
    class Meta:
        model = models.Link

    kind = "website"
    url = factory.Sequence(lambda number: f"https://example.org/{number}")


class ImportantDateFactory(RowFactory):
    class Meta:
        model = models.ImportantDate

    kind = "submission"
    start_date = dt.date(2027, 3, 1)


class SessionFactory(RowFactory):
    class Meta:
        model = models.Session

    kind = "talk"
    title = factory.Sequence(lambda number: f"Session {number}")
