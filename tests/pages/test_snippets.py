import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from pages.models import Organisation, Person
from pages.snippets import find_or_add_organisation
from tests.factories import (
    ContributionFactory,
    ForumFactory,
    OrganisationFactory,
    PersonFactory,
    SeriesFactory,
    TalkFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


def url(model, view, *args):
    return reverse(f"wagtailsnippets_pages_{model}:{view}", args=args)


def cells(response, name):
    table = response.context["table"]
    return {str(row.instance): table.columns[name].get_value(row.instance) for row in table.rows}


def test_people_are_listed_with_affiliation_and_contributions(admin_client, home):
    person = PersonFactory(name="Farida Okonjo", affiliation=OrganisationFactory(name="Institute of Tides"))
    series = SeriesFactory(parent=home)
    for _ in range(2):
        TalkFactory(parent=series, contributions=[ContributionFactory(person=person)])
    PersonFactory(name="Emil Sörensen")

    response = admin_client.get(url("person", "list"))

    assert cells(response, "contribution_count") == {"Farida Okonjo (Institute of Tides)": 2, "Emil Sörensen": 0}
    assert str(cells(response, "affiliation")["Farida Okonjo (Institute of Tides)"]) == "Institute of Tides"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "fari"}, ["Farida Okonjo"]),
        ({"is_public": "false"}, ["Emil Sörensen"]),
        ({"ordering": "-contribution_count"}, ["Emil Sörensen", "Farida Okonjo"]),
    ],
)
def test_people_are_searched_filtered_and_sorted(admin_client, home, query, found):
    PersonFactory(name="Farida Okonjo")
    hidden = PersonFactory(name="Emil Sörensen", is_public=False)
    TalkFactory(parent=SeriesFactory(parent=home), contributions=[ContributionFactory(person=hidden)])

    response = admin_client.get(url("person", "list"), query)

    assert [person.name for person in response.context["object_list"]] == found


def test_organisations_are_listed_with_their_people(admin_client):
    PersonFactory(affiliation=OrganisationFactory(name="Institute of Tides"))
    OrganisationFactory(name="University of Northport")

    response = admin_client.get(url("organisation", "list"))

    assert cells(response, "person_count") == {"Institute of Tides": 1, "University of Northport": 0}


def test_topics_are_listed_with_their_events(admin_client, home):
    topic = TopicFactory(name="Privacy")
    forum = ForumFactory(parent=home)
    forum.topics.add(topic)
    forum.save()

    response = admin_client.get(url("topic", "list"))

    assert cells(response, "event_count") == {"Privacy": 1}


def test_person_is_added_in_the_chooser_with_a_new_affiliation(admin_client):
    sent = {
        "name": "Farida Okonjo",
        "honorific": "Dr.",
        "affiliation_name": "Institute of Tides",
        "homepage": " farida.example ",
    }

    response = admin_client.post(reverse("wagtailsnippetchoosers_pages_person:create"), sent)

    assert response.json()["step"] == "chosen"
    person = Person.objects.select_related("affiliation").get()
    assert (person.name, person.honorific, person.affiliation.name, person.homepage) == (
        "Farida Okonjo",
        "Dr.",
        "Institute of Tides",
        "https://farida.example",
    )


def test_person_is_not_added_in_the_chooser_with_an_unsafe_home_page(admin_client):
    sent = {"name": "Farida Okonjo", "affiliation_name": "Institute of Tides", "homepage": "javascript:alert(1)"}

    response = admin_client.post(reverse("wagtailsnippetchoosers_pages_person:create"), sent)

    assert response.json()["step"] == "reshow_creation_form"
    assert (Person.objects.count(), Organisation.objects.count()) == (0, 0)


@pytest.mark.parametrize("typed", ["Institute of Tides", "institute of tides", "iot"])
def test_known_organisation_is_found_by_name_or_short_name(typed):
    known = OrganisationFactory(name="Institute of Tides", short_name="IoT")

    assert find_or_add_organisation(typed) == known
    assert Organisation.objects.count() == 1


def test_no_organisation_without_a_name():
    assert find_or_add_organisation("") is None
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_groups_of_editors_add_people_in_the_chooser(client, django_user_model, group):
    editor = django_user_model.objects.create_user("editor")
    editor.groups.add(Group.objects.get(name=group))
    client.force_login(editor)

    answers = {
        "menu": client.get(reverse("wagtailadmin_home")).content.decode().count("/admin/snippets/pages/person/"),
        "list": client.get(url("person", "list")).status_code,
        "choose": client.get(reverse("wagtailsnippetchoosers_pages_person:choose")).status_code,
        "create": client.post(reverse("wagtailsnippetchoosers_pages_person:create"), {"name": "Farida Okonjo"}).json()[
            "step"
        ],
    }

    assert answers == {"menu": 1, "list": 200, "choose": 200, "create": "chosen"}


def test_people_are_listed_by_the_name_they_sort_by(admin_client):
    PersonFactory(name="Ana de Zoete", sort_name="Zoete, Ana de")
    PersonFactory(name="Bao Linh")

    response = admin_client.get(url("person", "list"))

    assert [person.name for person in response.context["object_list"]] == ["Bao Linh", "Ana de Zoete"]
