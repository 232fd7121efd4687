import datetime as dt

import pytest
from django.urls import reverse
from wagtail.models import Page

from pages.models import EventPage
from tests.factories import (
    CallForPapersFactory,
    ContributionFactory,
    EventIndexFactory,
    ForumFactory,
    PersonFactory,
    SeriesFactory,
    StandardPageFactory,
    TalkFactory,
    TutorialFactory,
)

pytestmark = pytest.mark.django_db

PAST = dt.date(2020, 1, 8)
AHEAD = dt.date(2199, 1, 9)


def explore(client, parent, **query):
    return client.get(reverse("wagtailadmin_explore", args=[parent.pk]), query)


def titles(response):
    return [page.title for page in response.context["object_list"]]


def cells(response, name):
    table = response.context["table"]
    column = table.columns[name]
    return {row.instance.title: column.get_value(row.instance) for row in table.rows}


@pytest.fixture
def series(home):
    series = SeriesFactory(parent=home, title="Tidal Seminar")
    people = [PersonFactory(name="Farida Okonjo"), PersonFactory(name="Emil Sörensen")]
    TalkFactory(
        parent=series, title="Old", start_date=PAST, contributions=[ContributionFactory(person=it) for it in people]
    )
    TalkFactory(parent=series, title="Ahead", start_date=AHEAD)
    TalkFactory(parent=series, title="Called off", start_date=AHEAD + dt.timedelta(days=7), status="cancelled")
    TalkFactory(parent=series, title="Some day", start_date=None, start_time=None, published=False)
    return series


def test_explorer_shows_talks_with_date_phase_and_people(admin_client, series):
    response = explore(admin_client, series)

    assert titles(response) == ["Some day", "Called off", "Ahead", "Old"]
    assert cells(response, "starts_at") == {
        "Some day": "to be announced",
        "Called off": "Wed 16 Jan 2199, 13:30",
        "Ahead": "Wed 9 Jan 2199, 13:30",
        "Old": "Wed 8 Jan 2020, 13:30",
    }
    assert cells(response, "phase") == {
        "Some day": "No date yet",
        "Called off": "Cancelled",
        "Ahead": "Upcoming",
        "Old": "Past",
    }
    assert cells(response, "people")["Old"] == "Farida Okonjo, Emil Sörensen"


def test_explorer_shows_all_types_below_the_home_page(admin_client, home, series):
    ForumFactory(parent=home, title="Forum", start_date=AHEAD)
    ForumFactory(parent=home, title="In May", start_date=dt.date(2199, 5, 1), date_precision="month")
    StandardPageFactory(parent=home, title="Code of conduct")
    EventIndexFactory(parent=home, title="Archive")

    response = explore(admin_client, home)

    assert cells(response, "date") == {
        series.title: "",
        "Forum": "Wed 9 Jan 2199",
        "In May": "May 2199",
        "Code of conduct": "",
        "Archive": "",
    }
    assert cells(response, "phase") == {
        series.title: "Active",
        "Forum": "Upcoming",
        "In May": "No date yet",
        "Code of conduct": "",
        "Archive": "",
    }


@pytest.mark.parametrize("direction", ["", "-"])
def test_explorer_sorts_pages_of_all_types_by_date(admin_client, home, direction):
    ForumFactory(parent=home, title="Later", start_date=AHEAD)
    TutorialFactory(parent=home, title="Earlier", start_date=PAST)
    StandardPageFactory(parent=home, title="Undated")

    response = explore(admin_client, home, ordering=f"{direction}eventpage__starts_at")

    assert titles(response) == (["Undated", "Later", "Earlier"] if direction else ["Earlier", "Later", "Undated"])


def test_explorer_ignores_the_order_by_date_while_searching(admin_client, home):
    ForumFactory(parent=home, title="Tidal forum", start_date=AHEAD)

    response = explore(admin_client, home, q="tidal", ordering="eventpage__starts_at")

    assert titles(response) == ["Tidal forum"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"phase": "upcoming"}, ["Ahead"]),
        ({"phase": ["past", "cancelled"]}, ["Called off", "Old"]),
        ({"phase": "unscheduled"}, ["Some day"]),
        ({"event_status": "cancelled"}, ["Called off"]),
        ({"start_date_from": "2199-01-09", "start_date_to": "2199-01-09"}, ["Ahead"]),
        ({"start_date_from": "2199-01-10"}, ["Called off"]),
        ({"start_date_to": "2030-01-01"}, ["Old"]),
        ({"q": "ahead", "phase": "upcoming"}, ["Ahead"]),
    ],
)
def test_talks_are_picked_by_filters(admin_client, series, query, found):
    assert titles(admin_client.get(reverse("talks:index"), query)) == found
    assert titles(explore(admin_client, series, **query)) == found


def test_talks_are_picked_by_series(admin_client, home, series):
    other = SeriesFactory(parent=home)
    TalkFactory(parent=other, title="Elsewhere")

    response = admin_client.get(reverse("talks:index"), {"series": other.pk})

    assert titles(response) == ["Elsewhere"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("talks", ["Some day", "Called off", "Ahead", "Old"]),
        ("forums", ["A forum"]),
        ("tutorials", ["A tutorial"]),
        ("series", ["Tidal Seminar"]),
        ("calls-for-papers", ["A call"]),
    ],
)
def test_menu_lists_one_type_each(admin_client, home, series, name, found):
    ForumFactory(parent=home, title="A forum")
    TutorialFactory(parent=home, title="A tutorial")
    CallForPapersFactory(parent=home, title="A call")

    response = admin_client.get(reverse(f"{name}:index"))

    assert titles(response) == found


def count_queries(client, url, django_assert_max_num_queries):
    client.get(url)
    with django_assert_max_num_queries(200) as queries:
        client.get(url)
    return len(queries)


@pytest.mark.parametrize("name", ["talks", "explorer"])
def test_lists_of_talks_cost_the_same_for_more_talks(admin_client, home, series, name, django_assert_max_num_queries):
    url = reverse("talks:index") if name == "talks" else reverse("wagtailadmin_explore", args=[series.pk])
    before = count_queries(admin_client, url, django_assert_max_num_queries)
    for _ in range(3):
        TalkFactory(parent=series, contributions=[ContributionFactory(), ContributionFactory()])

    after = count_queries(admin_client, url, django_assert_max_num_queries)

    assert after == before


def test_explorer_of_the_home_page_costs_the_same_for_more_events(admin_client, home, django_assert_max_num_queries):
    url = reverse("wagtailadmin_explore", args=[home.pk])
    ForumFactory(parent=home)
    SeriesFactory(parent=home)
    before = count_queries(admin_client, url, django_assert_max_num_queries)
    for _ in range(3):
        ForumFactory(parent=home)
        SeriesFactory(parent=home)

    after = count_queries(admin_client, url, django_assert_max_num_queries)

    assert after == before


def test_lists_hold_nothing_an_editor_may_not_explore(client, home, series, django_user_model):
    client.force_login(django_user_model.objects.create_user("stranger"))

    response = client.get(reverse("talks:index"))

    assert response.status_code == 302
    assert EventPage.objects.exists()
    assert Page.objects.exists()


def test_filters_of_events_come_first(admin_client, home):
    names = list(admin_client.get(reverse("talks:index")).context["filters"].filters)

    assert names[:4] == ["start_date", "phase", "event_status", "series"]
    assert set(names) > {"owner", "latest_revision_created_at"}
