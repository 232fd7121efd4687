import datetime as dt

import pytest
from django.urls import reverse
from wagtail.models import Page

from pages import moments
from tests.factories import (
    CallForPapersFactory,
    ContributionFactory,
    EventIndexFactory,
    ForumFactory,
    ImportantDateFactory,
    LinkFactory,
    OrganisationFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    StandardPageFactory,
    TalkFactory,
    TopicFactory,
    TutorialFactory,
)

pytestmark = pytest.mark.django_db

FACTORIES = {
    "forumpage": ForumFactory,
    "tutorialpage": TutorialFactory,
    "callforpaperspage": CallForPapersFactory,
    "seminarseriespage": SeriesFactory,
    "eventindexpage": EventIndexFactory,
    "standardpage": StandardPageFactory,
    "talkpage": TalkFactory,
}
PAGE_VIEWS = [
    "edit",
    "copy",
    "move",
    "history",
    "unpublish",
    "delete",
    "usage",
    "workflow_history",
    "add_subpage",
    "set_privacy",
]


def make_page(name, home):
    parent = SeriesFactory(parent=home) if name == "talkpage" else home
    children = {}
    if name not in {"eventindexpage", "standardpage"}:
        children = {
            "contributions": [ContributionFactory()],
            "links": [LinkFactory(), LinkFactory(url="")],
            "important_dates": [ImportantDateFactory(), ImportantDateFactory(start_date=None)],
            "sessions": [SessionFactory(start_date=dt.date(2027, 5, 4)), SessionFactory(title="")],
            "languages": ["en"],
        }
    return FACTORIES[name](parent=parent, **children)


@pytest.mark.parametrize("name", FACTORIES)
def test_add_view_of_every_type_opens(admin_client, home, name):
    parent = SeriesFactory(parent=home) if name == "talkpage" else home

    response = admin_client.get(reverse("wagtailadmin_pages:add", args=["pages", name, parent.pk]))

    assert response.status_code == 200
    assert response.context["form"].errors == {}


@pytest.mark.parametrize("name", FACTORIES)
def test_views_of_every_type_open(admin_client, home, name):
    page = make_page(name, home)

    answers = {
        view: admin_client.get(reverse(f"wagtailadmin_pages:{view}", args=[page.pk])).status_code for view in PAGE_VIEWS
    }

    assert {view: code for view, code in answers.items() if code not in {200, 302}} == {}
    assert answers["edit"] == answers["history"] == answers["delete"] == 200


@pytest.mark.parametrize("name", FACTORIES)
def test_revisions_of_every_type_are_compared(admin_client, home, name):
    page = make_page(name, home)
    first = page.latest_revision
    page.title = "Another title"
    if name not in {"eventindexpage", "standardpage"}:
        page.languages = ["en", "fr"]
        page.contributions = []
        page.sessions = []
        page.important_dates = [*page.important_dates.all(), ImportantDateFactory()]
    second = page.save_revision()

    html = admin_client.get(
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk])
    ).content.decode()

    assert "Another" in html
    if name not in {"eventindexpage", "standardpage"}:
        assert '<span class="deletion">English</span><span class="addition">English, French</span>' in html


@pytest.mark.parametrize("name", FACTORIES)
def test_views_of_every_type_stay_closed_to_strangers(client, home, name, django_user_model):
    page = make_page(name, home)
    client.force_login(django_user_model.objects.create_user("stranger"))

    answers = {view: client.get(reverse(f"wagtailadmin_pages:{view}", args=[page.pk])) for view in PAGE_VIEWS}

    assert {answer.status_code for answer in answers.values()} == {302}
    assert not any(page.title in answer.content.decode() for answer in answers.values())


@pytest.mark.parametrize(
    ("name", "factory"),
    [("person", PersonFactory), ("organisation", OrganisationFactory), ("topic", TopicFactory)],
)
def test_views_of_every_snippet_open(admin_client, name, factory):
    item = factory()
    of_all = [reverse(f"wagtailsnippets_pages_{name}:{view}") for view in ("list", "add")]
    of_one = [
        reverse(f"wagtailsnippets_pages_{name}:{view}", args=[item.pk])
        for view in ("edit", "copy", "delete", "usage", "history")
    ]
    chooser = reverse(f"wagtailsnippetchoosers_pages_{name}:choose")

    answers = {url: admin_client.get(url).status_code for url in [*of_all, *of_one, chooser]}

    assert {url: code for url, code in answers.items() if code != 200} == {}


def test_first_page_offers_events_and_lists_the_next(admin_client, home):
    ForumFactory(parent=home, title="Next forum", start_date=dt.date(2199, 1, 9), published=False)
    TutorialFactory(parent=home, title="Old tutorial", start_date=dt.date(2001, 1, 1))

    html = admin_client.get(reverse("wagtailadmin_home")).content.decode()

    assert f'href="{reverse("forums:choose_parent")}"' in html
    assert f'href="{reverse("talks:choose_parent")}"' not in html
    assert "Next forum" in html
    assert "Wed 9 Jan 2199" in html
    assert "Old tutorial" not in html.split("On now and next")[1].split("</section>")[0]


def test_first_page_offers_talks_once_there_is_a_series(admin_client, home):
    SeriesFactory(parent=home)

    html = admin_client.get(reverse("wagtailadmin_home")).content.decode()

    assert f'href="{reverse("talks:choose_parent")}"' in html


def test_first_page_offers_nothing_to_those_who_may_not_add(client, home, django_user_model):
    from django.contrib.auth.models import Permission  # noqa: PLC0415  # apps are loaded by now

    ForumFactory(parent=home, title="Hidden forum", start_date=dt.date(2199, 1, 9), published=False)
    reader = django_user_model.objects.create_user("reader")
    reader.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(reader)

    html = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "Add an event" not in html
    assert "Hidden forum" not in html


def test_publishing_is_the_first_action(admin_client, home):
    html = admin_client.get(reverse("wagtailadmin_pages:add", args=["pages", "forumpage", home.pk])).content.decode()

    assert html.index('name="action-publish"') < html.index("Save draft")


def test_admin_has_its_own_name_and_style(client):
    html = client.get(reverse("wagtailadmin_login")).content.decode()

    assert "<title>Sign in - Colloquium</title>" in html
    assert "Sign in to Colloquium" in html
    assert "pages/admin.css" in html
    assert "pages/mark.svg" in html
    assert "icon-wagtail" not in html


def test_time_zone_list_names_zones_and_cities(admin_client):
    response = admin_client.get(reverse("time_zone_list"))

    assert set(response.json()["zones"]) == moments.time_zones()
    assert response.json()["cities"]["Beijing"] == "Asia/Shanghai"


def test_time_zone_list_is_for_editors(client):
    assert client.get(reverse("time_zone_list")).status_code == 302


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("oko", ["Farida Okonjo (Institute of Tides)"]),
        ("okonjo FARI", ["Farida Okonjo (Institute of Tides)"]),
        ("明", ["Li Ming"]),
        ("institute", []),
    ],
)
def test_person_list_is_searched_by_name(admin_client, typed, found):
    PersonFactory(
        name="Farida Okonjo", email="private@example.org", affiliation=OrganisationFactory(name="Institute of Tides")
    )
    PersonFactory(name="Li Ming", name_native="李明")

    response = admin_client.get(reverse("person_list"), {"q": typed})

    assert [person["label"] for person in response.json()["people"]] == found
    assert "private@example.org" not in response.content.decode()


def test_person_list_is_for_editors(client):
    assert client.get(reverse("person_list")).status_code == 302


def test_settings_of_the_site_open(admin_client, home):
    response = admin_client.get(reverse("wagtailsettings:edit", args=["pages", "sitesettings", home.get_site().pk]))

    assert 'data-time-zones="/admin/time-zones.json"' in response.content.decode()


@pytest.mark.parametrize("name", FACTORIES)
def test_every_type_is_copied_moved_unpublished_and_deleted(admin_client, home, name):
    page = make_page(name, home)
    parent = page.get_parent()
    target = SeriesFactory(parent=home) if name == "talkpage" else EventIndexFactory(parent=home)

    admin_client.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {"new_title": "Copy", "new_slug": "copy", "new_parent_page": parent.pk, "publish_copies": "on"},
    )
    admin_client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk]))
    admin_client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    copy = Page.objects.child_of(parent).get(slug="copy").specific
    moved = Page.objects.child_of(target).get().specific
    admin_client.post(reverse("wagtailadmin_pages:delete", args=[copy.pk]))

    assert (type(copy), copy.live) == (type(page), True)
    assert (moved.pk, moved.live) == (page.pk, False)
    assert copy.translation_key != moved.translation_key
    assert not Page.objects.filter(slug="copy").exists()
