from __future__ import annotations

import io

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from pages.models import Community
from tests.factories import EventIndexFactory, SeriesFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def users(db):
    return {name: get_user_model().objects.create_user(name) for name in ("ada", "kim", "lee")}


def grant(*arguments):
    output = io.StringIO()
    call_command("grant_roles", *arguments, stdout=output)
    return output.getvalue()


def test_roles_are_given_and_the_call_can_be_repeated(home, users):
    EventIndexFactory(parent=home, title="Ocean data", slug="ocean")
    call = ("ocean", "--editor", "kim", "--editor", "lee", "--administrator", "ada")

    first, second = grant(*call), grant(*call)

    assert (
        first
        == second
        == ("Editors of Ocean data: kim, lee\nPublishers of Ocean data: –\nAdministrators of Ocean data: ada\n")
    )
    assert Community.objects.count() == 1


def test_a_role_takes_the_place_of_the_former_one_and_can_be_taken_away(home, users):
    SeriesFactory(parent=home, title="Waves", slug="waves")
    grant("waves", "--editor", "kim", "--publisher", "lee")

    said = grant("waves", "--publisher", "kim", "--remove", "lee")

    assert said == "Editors of Waves: –\nPublishers of Waves: kim\nAdministrators of Waves: –\n"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (["nothing"], "No page that may have members has the slug or path “nothing”."),
        (["imprint"], "No page that may have members has the slug or path “imprint”."),
        (
            ["2027"],
            "Several pages are called “2027”; name one by its path: /home/2027/, /home/ocean/2027/",
        ),
        (["ocean", "--editor", "somebody"], "There is no active user called somebody; nothing is changed."),
        (
            ["ocean", "--editor", "kim", "--publisher", "kim"],
            "A user has one role in a community: name each user once. Nothing is changed.",
        ),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(home, users, call, said):
    ocean = EventIndexFactory(parent=home, slug="ocean")
    EventIndexFactory(parent=ocean, slug="2027")
    EventIndexFactory(parent=home, slug="2027")
    StandardPageFactory(parent=home, slug="imprint")

    with pytest.raises(CommandError) as error:
        grant(*call)

    assert str(error.value) == said
    assert not Community.objects.exists()


def test_a_path_names_one_of_several(home, users):
    ocean = EventIndexFactory(parent=home, slug="ocean")
    inner = EventIndexFactory(parent=ocean, slug="2027", title="Inner")
    EventIndexFactory(parent=home, slug="2027", title="Outer")

    grant("ocean/2027", "--editor", "kim")

    assert Community.objects.get().page_id == inner.pk
