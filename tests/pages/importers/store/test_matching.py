"""People, organisations and topics found again or made."""

from __future__ import annotations

import pytest

from pages.importers.store.column_values import Remarks
from pages.importers.store.images import Pictures
from pages.importers.store.matching import Organisations, People, Topics
from pages.importers.store.person_facts import Before, PersonMerger
from pages.models import Organisation, Person, Topic
from tests.factories import ContributionFactory, ForumFactory, OrganisationFactory, PersonFactory, TopicFactory

pytestmark = pytest.mark.django_db
ORCID = "0000-0002-1825-0097"


def facts(name, **values):
    empty = {
        "name_native": "",
        "honorific": "",
        "homepage": "",
        "orcid": "",
        "email": "",
        "affiliations": [],
        "bio": "",
        "photo": "",
        "photo_alt": "",
    }
    return {"name": name, **empty, **values}


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"name": "Ada Marsh"}, facts("Prof. Ada Marsh")),
        ({"name": "Søren Ægir"}, facts("soren ægir")),
        ({"name": "Ada Marsh", "orcid": ORCID}, facts("A. M. Harbour", orcid=ORCID)),
        (
            {"name": "Ada Marsh", "homepage": "https://www.example.org/~ada/"},
            facts("A. Marsh", homepage="http://example.org/~ada"),
        ),
        ({"name": "Ada Marsh", "email": "Ada@example.org"}, facts("Marsh", email="ada@example.org")),
        ({"name": "Li Ming", "name_native": "李明"}, facts("李明")),
        ({"name": "Li Ming"}, facts("李明", name_native="Li Ming")),
        (
            {"name": "Ada Marsh", "homepage": "https://example.org/a"},
            facts("Ada Marsh", affiliations=["Harbour University"]),
        ),
    ],
)
def test_person_is_found(known, said):
    person = PersonFactory(affiliation=None, **{"homepage": "", "email": "", "orcid": "", **known})
    remarks = Remarks()

    found = People().find(said, remarks=remarks)

    assert (found, remarks.findings) == (person, [])


@pytest.mark.parametrize(
    ("known", "organisation", "said", "is_reported"),
    [
        (
            {"homepage": "https://example.org/group"},
            None,
            facts("Bo Reed", homepage="https://example.org/group"),
            False,
        ),
        ({"homepage": "https://example.org/one"}, None, facts("Ada Marsh", homepage="https://example.org/two"), True),
        ({}, "Harbour University", facts("Ada Marsh", affiliations=["Tidal Institute"]), True),
        ({"orcid": ORCID}, None, facts("Ada Marsh", orcid="0000-0001-5109-3700"), True),
    ],
)
def test_namesake_with_contradicting_facts_is_another_person(known, organisation, said, is_reported):
    affiliation = OrganisationFactory(name=organisation) if organisation else None
    PersonFactory(
        **{"name": "Ada Marsh", "affiliation": affiliation, "homepage": "", "email": "", "orcid": "", **known}
    )
    remarks = Remarks()

    found = People().find(said, remarks=remarks)

    assert found is None
    assert [finding.code for finding in remarks.findings] == (["person-similar"] if is_reported else [])


def test_person_is_found_by_the_affiliation_then(home):
    person = PersonFactory(name="Ada Marsh", affiliation=None, homepage="https://example.org/one")
    row = ContributionFactory(person=person, affiliation="Harbour University and Elsewhere")
    ForumFactory(parent=home, contributions=[row])

    found = People().find(
        facts("Ada Marsh", affiliations=["The Harbour University"], homepage="https://example.org/two"),
        remarks=Remarks(),
    )

    assert found == person


def test_person_is_found_by_the_short_name_of_the_organisation():
    organisation = OrganisationFactory(name="Harbour University", short_name="HU")
    person = PersonFactory(name="Ada Marsh", affiliation=organisation)
    PersonFactory(name="Ada Marsh", affiliation=OrganisationFactory(name="Tidal Institute", short_name=""))

    found = People().find(facts("Ada Marsh", affiliations=["HU"]), remarks=Remarks())

    assert found == person


def test_of_two_namesakes_none_is_taken_without_a_sign():
    PersonFactory(name="Ada Marsh", affiliation=None, homepage="")
    PersonFactory(name="Ada Marsh", affiliation=None, homepage="")
    remarks = Remarks()

    found = People().find(facts("Ada Marsh"), remarks=remarks)

    assert found is None
    assert [finding.code for finding in remarks.findings] == ["person-similar"]


def test_of_two_namesakes_the_one_of_the_organisation_is_taken():
    person = PersonFactory(name="Ada Marsh", affiliation=OrganisationFactory(name="Harbour University"))
    PersonFactory(name="Ada Marsh", affiliation=None, homepage="")

    found = People().find(facts("Ada Marsh", affiliations=["harbour university"]), remarks=Remarks())

    assert found == person


def test_missing_facts_are_filled_and_given_ones_stay():
    PersonFactory(
        name="Ada Marsh", affiliation=None, homepage="https://example.org/one", orcid="", honorific="Dr", email=""
    )
    remarks = Remarks()
    merger = PersonMerger(People(), Pictures(), remarks)

    said = facts(
        "Ada Marsh",
        homepage="https://example.org/one/",
        orcid=ORCID,
        honorific="Prof.",
        affiliations=["Harbour University (HU)"],
    )
    person, different = merger.settle(said)

    person.refresh_from_db()
    assert (person.homepage, person.orcid, person.honorific) == ("https://example.org/one", ORCID, "Dr")
    assert (person.affiliation.name, person.affiliation.short_name) == ("Harbour University", "HU")
    assert different == {"honorific": "Prof."}
    assert remarks.findings == []


def test_different_facts_are_reported_without_private_values():
    PersonFactory(name="Ada Marsh", orcid=ORCID, homepage="https://example.org/one", email="a@example.org")
    remarks = Remarks()
    merger = PersonMerger(People(), Pictures(), remarks)

    merger.settle(facts("Ada Marsh", orcid=ORCID, homepage="https://example.org/two", email="b@example.org"))

    assert [finding.message for finding in remarks.findings] == [
        (
            "The homepage of Ada Marsh is known already and differs. “https://example.org/one” stays, "
            "the document says “https://example.org/two”."
        ),
        "The email of Ada Marsh is known already and differs.",
    ]
    assert remarks.notes == ["homepage of Ada Marsh: https://example.org/two", "email of Ada Marsh: b@example.org"]


@pytest.mark.parametrize(
    ("known", "said", "after"),
    [("Ada", "Ada Marsh", "Ada Marsh"), ("Ada Marsh", "Ada B. Marsh", "Ada Marsh"), ("Ada", "Prof. Ada", "Ada")],
)
def test_name_of_one_word_is_completed(known, said, after):
    person = PersonFactory(name=known, homepage="https://example.org/ada", sort_name="", affiliation=None)
    merger = PersonMerger(People(), Pictures(), Remarks())

    merger.settle(facts(said, homepage="https://example.org/ada"))

    person.refresh_from_db()
    assert (person.name, person.sort_name) == (after, after)


def test_person_of_the_last_import_who_is_gone_is_looked_for_again():
    merger = PersonMerger(People(), Pictures(), Remarks())

    person, _ = merger.settle(facts("Ada Marsh"), before=Before(facts("Ada Marsh"), 999, {}))

    assert person.name == "Ada Marsh"


def test_what_was_different_at_the_last_import_still_is():
    person = PersonFactory(name="Ada Marsh", bio="<p>Hers.</p>")
    merger = PersonMerger(People(), Pictures(), Remarks())
    said = facts("Ada Marsh", bio="<p>Ours.</p>", photo="0" * 40)
    pictures = {"photo": ""}

    _, different = merger.settle(
        said | pictures, before=Before(said, person.pk, {"bio": "<p>Ours.</p>", "photo": None, "honorific": ""})
    )

    assert different == {"bio": "<p>Ours.</p>"}


def test_photo_is_the_persons_own_and_another_one_that_of_the_event(made, store, picture):
    store(made.forum(contributions=(made.person("Ada Marsh", photo=picture("one.png", "teal", "Ada at sea")),)))
    other = made.forum(title="Other", contributions=(made.person("Ada Marsh", photo=picture("two.png", "navy")),))
    store(made.reading(other, path="other.md"))

    person = Person.objects.get()
    mine, others = person.contributions.order_by("pk")
    assert (person.photo.title, person.photo.description) == ("Ada Marsh", "Ada at sea")
    assert mine.photo is None
    assert others.photo.file_hash != person.photo.file_hash


@pytest.mark.parametrize(
    "text", ["Harbour University", "the HARBOUR  University", "HU", "Harbour University (HU)", "X (HU)"]
)
def test_organisation_is_found(text):
    organisation = OrganisationFactory(name="The Harbour University", short_name="HU")

    assert Organisations().find_or_add(text) == organisation.pk


def test_organisation_is_made_once():
    organisations = Organisations()

    keys = {organisations.find_or_add("Harbour  University"), organisations.find_or_add("harbour university")}

    assert keys == {Organisation.objects.get(name="Harbour University").pk}


def test_topics_are_found_by_name_and_slug():
    topic = TopicFactory(name="Tidal power", slug="tide-energy")
    topics = Topics()

    keys = {topics.find_or_add("tidal POWER"), topics.find_or_add("Tide energy")}

    assert keys == {topic.pk}


def test_topics_are_made_once_even_without_letters():
    topics = Topics()

    keys = [topics.find_or_add(name) for name in ("Knots", "knots", "∀", "∀")]

    assert (keys[0] == keys[1], keys[2] == keys[3], Topic.objects.count()) == (True, True, 2)
