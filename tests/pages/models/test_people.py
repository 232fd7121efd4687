from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from pages.models import Contribution, Organisation, Person, Topic
from pages.models.people import validate_orcid
from tests.factories import OrganisationFactory, PersonFactory, TopicFactory


@pytest.mark.parametrize("identifier", ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"])
def test_validate_orcid_accepts_right_checksums(identifier):
    validate_orcid(identifier)


@pytest.mark.parametrize(
    "identifier",
    ["0000-0002-1825-0098", "0000-0002-1825", "abcd-0002-1825-0097", "\u0660\u0660\u0660\u0660-0002-1825-0097"],
)
def test_validate_orcid_refuses_others(identifier):
    with pytest.raises(ValidationError):
        validate_orcid(identifier)


def test_contribution_shows_what_is_said_for_the_event_before_the_persons_own():
    person = Person(name="Ada Example", honorific="Dr.", bio="<p>Then.</p>", affiliation=Organisation(name="UCL"))
    then = Contribution(person=person, honorific="Prof.", affiliation="Other place", bio="<p>Now.</p>")
    own = Contribution(person=person)

    assert (then.honorific_shown, then.affiliation_shown, then.bio_shown) == ("Prof.", "Other place", "<p>Now.</p>")
    assert (own.honorific_shown, own.affiliation_shown, own.bio_shown) == ("Dr.", "UCL", "<p>Then.</p>")
    assert (own.photo_shown, Contribution(person=Person(name="B")).affiliation_shown) == (None, "")


@pytest.mark.django_db
def test_topic_gets_a_free_slug():
    slugs = [TopicFactory(name=name).slug for name in ("Model stealing", "Model stealing", "隐私", "!")]

    assert slugs == ["model-stealing", "model-stealing-2", "隐私", "topic"]


@pytest.mark.django_db
def test_topic_refuses_a_circle():
    broad = TopicFactory()
    narrow = TopicFactory(broader=broad)
    broad.broader = narrow

    with pytest.raises(ValidationError):
        broad.clean()


@pytest.mark.django_db
def test_people_are_sorted_by_their_sort_name():
    PersonFactory(name="Maria De Luca", sort_name="De Luca, Maria")
    PersonFactory(name="Ada Example", sort_name="Example, Ada")
    PersonFactory(name="Bo")

    assert [person.name for person in Person.objects.all()] == ["Bo", "Maria De Luca", "Ada Example"]


@pytest.mark.django_db
def test_person_is_named_with_the_affiliation():
    person = PersonFactory(name="Ada", affiliation=OrganisationFactory(name="Lindenau"))

    assert [str(person), str(PersonFactory(name="Bo")), str(Topic(name="T"))] == ["Ada (Lindenau)", "Bo", "T"]
