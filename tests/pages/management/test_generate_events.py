from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.forms.models import model_to_dict
from wagtail.models import Page

from pages.models import DateChange, EventPage, HomePage, Organisation, Person, TalkPage
from tests.factories import ForumFactory

AROUND = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)


def generate(count=60, **options):
    out = io.StringIO()
    call_command("generate_events", count=count, around=AROUND, stdout=out, **options)
    return out.getvalue()


def content(page):
    """What a page says with its child rows, without the keys of this database."""
    return {
        **model_to_dict(page, exclude=["id", "page_ptr", "eventpage_ptr", "topics", "part_of"]),
        "topics": sorted(page.topics.values_list("name", flat=True)),
        "people": list(page.contributions.values_list("person__uid", "role", "affiliation")),
        "links": list(page.links.values_list("kind", "url", "access")),
        "dates": list(page.important_dates.values_list("translation_key", "starts_at", "ends_at")),
        "sessions": sorted(page.sessions.values_list("translation_key", "starts_at", "speakers__uid"), key=str),
        "changes": list(page.date_changes.values_list("date_key", "old", "new", "announced_at")),
        "instants": (page.starts_at, page.ends_at, page.first_published_at, page.last_published_at),
    }


def all_content():
    return {page.translation_key: content(page.specific) for page in EventPage.objects.order_by("path")}


def test_the_command_stores_as_many_events_as_asked_and_says_where(home):
    said = generate(60)

    assert said.startswith("60 events are below /home/generated-1/.\n")
    assert EventPage.objects.count() == 60
    assert EventPage.objects.live().count() == 60


def test_the_same_seed_gives_the_same_content(home):
    generate(60)
    first = all_content()
    Page.objects.get(slug="generated-1").delete()
    Person.objects.all().delete()
    Organisation.objects.all().delete()

    generate(60)

    assert len(first) == 60
    assert all_content() == first


def test_another_seed_gives_other_content(home):
    generate(10)
    keys = set(all_content())

    generate(10, seed=2, force=True)

    assert EventPage.objects.count() == 20
    assert len(set(all_content()) - keys) == 10


def test_the_tree_of_pages_is_whole(home):
    generate(60)

    assert Page.find_problems() == ([], [], [], [], [])


def test_every_page_passes_the_checks_of_the_editor_unchanged(home):
    generate(60)
    before = all_content()

    for page in EventPage.objects.specific():
        page.full_clean()
        for row in (*page.links.all(), *page.important_dates.all(), *page.sessions.all(), *page.contributions.all()):
            row.full_clean()

    assert all_content() == before


def test_publishing_an_event_by_hand_changes_nothing_it_says(home):
    generate(100)
    before = all_content()
    moved = DateChange.objects.count()

    for page in EventPage.objects.specific():
        page.save()

    assert all_content() == before
    assert DateChange.objects.count() == moved > 0


def test_about_a_third_of_the_talks_lies_ahead(home):
    generate(200)

    talks = TalkPage.objects.all()
    ahead = talks.filter(start_date__gte=AROUND).count()
    assert 0.25 < ahead / talks.count() < 0.45


def test_nothing_is_published_later_than_the_day(home):
    generate(60)

    assert not Page.objects.filter(slug__startswith="generated").filter(last_published_at__gt=NOW).exists()
    assert not EventPage.objects.filter(last_published_at__gt=NOW).exists()
    assert not DateChange.objects.filter(announced_at__gt=NOW).exists()


def test_a_database_with_events_is_refused(home):
    ForumFactory(parent=home)

    with pytest.raises(CommandError, match="The database has events"):
        generate(10)

    assert EventPage.objects.count() == 1


def test_force_adds_to_the_events_that_are_there(home):
    forum = ForumFactory(parent=home)

    generate(10, force=True)

    assert EventPage.objects.count() == 11
    assert home.get_children().count() == 2
    assert Page.objects.get(pk=forum.pk).url_path == forum.url_path


def test_the_same_seed_twice_is_refused(home):
    generate(10)

    with pytest.raises(CommandError, match="The events of seed 1 are there already"):
        generate(10, force=True)

    assert EventPage.objects.count() == 10


def test_the_same_people_twice_are_refused(home):
    generate(10)
    Page.objects.get(slug="generated-1").delete()

    with pytest.raises(CommandError, match="People or topics of seed 1 are there already"):
        generate(10)

    assert not EventPage.objects.exists()


@pytest.mark.parametrize("count", [0, -1, 1_000_001])
def test_an_impossible_number_is_refused(home, count):
    with pytest.raises(CommandError, match="must be between 1 and 1000000"):
        generate(count)

    assert not EventPage.objects.exists()


def test_a_single_event_is_a_series(home):
    generate(1)

    assert [page.specific_class.__name__ for page in EventPage.objects.all()] == ["SeminarSeriesPage"]
    assert HomePage.objects.get().numchild == 1
