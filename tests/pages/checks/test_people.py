from __future__ import annotations

import pytest

from pages.checks.surroundings import ImageFacts, PersonFacts
from pages.models import Contribution, Session, TalkPage, TutorialPage

MAREN = PersonFacts(1, "Maren Oyelaran-Voss", "Tidewater Institute", photo=11, homepage="https://maren.example.org/")
TOMAS = PersonFacts(2, "Tomás Ibarrondo", "Costa Verde Polytechnic", photo=12)
PEOPLE = {1: MAREN, 2: TOMAS}


def image(pk, file, *, title="A portrait by the sea", description="", digest=""):
    return ImageFacts(pk, title, description, file, digest)


def tutorial(*people, role="presenter", **values):
    return TutorialPage(
        title="Knots", contributions=[Contribution(person_id=key, role=role) for key in people], **values
    )


def test_photo_of_another_presenter(look):
    images = {11: image(11, "tomas_AbC12.jpg"), 12: image(12, "tomas.jpg")}

    details = {"name": MAREN.name, "other": TOMAS.name, "file": "tomas_AbC12.jpg"}
    assert look(tutorial(1, 2), "P01", people=PEOPLE, images=images) == [("P01", "contributions.0.photo", details)]


@pytest.mark.parametrize("file", ["maren.jpg", "maren-and-tomas.jpg", "IMG_0001.jpg", "voss.jpg", "emile.jpg"])
def test_photo_of_the_presenter_or_of_nobody_known(look, file):
    images = {11: image(11, file), 12: image(12, "tomas.jpg")}

    assert look(tutorial(1, 2), "P01", people=PEOPLE, images=images) == []


@pytest.mark.parametrize("title", ["IMG_0001", "portrait", "photo.jpeg", "DSC 0042.JPG"])
def test_photo_that_nothing_describes(look, title):
    images = {11: image(11, "IMG_0001.jpg", title=title)}

    details = {"name": MAREN.name, "title": title, "image": 11}
    assert look(tutorial(1), "P02", people=PEOPLE, images=images) == [("P02-alt", "contributions.0.photo", details)]


@pytest.mark.parametrize(
    ("title", "description"), [("IMG_0001", "Maren at the helm"), ("Maren at the helm", ""), ("maren", "")]
)
def test_photo_that_is_described(look, title, description):
    images = {11: image(11, "IMG_0001.jpg", title=title, description=description)}

    assert look(tutorial(1), "P02", people=PEOPLE, images=images) == []


def test_photo_of_two_people(look):
    images = {11: image(11, "a.jpg", digest="5ea"), 12: image(12, "b.jpg", digest="5ea")}

    details = {"name": TOMAS.name, "other": MAREN.name, "image": 12}
    assert look(tutorial(1, 2), "P02", people=PEOPLE, images=images) == [
        ("P02-shared", "contributions.1.photo", details)
    ]


def test_photo_of_somebody_elsewhere(look):
    images, elsewhere = {11: image(11, "a.jpg")}, PersonFacts(3, "Signe Halloran", photo=11)

    findings = look(tutorial(1), "P02", people=PEOPLE, images=images, same_photos={11: [MAREN, elsewhere]})

    details = {"name": MAREN.name, "other": "Signe Halloran", "image": 11}
    assert findings == [("P02-shared", "contributions.0.photo", details)]


@pytest.mark.parametrize(("others", "count"), [(1, 1), (2, 1), (3, 0)])
def test_picture_of_many_people_is_no_face(look, others, count):
    elsewhere = [PersonFacts(number, f"Signe Halloran {number}", photo=11) for number in range(3, 3 + others)]

    findings = look(
        tutorial(1), "P02", people=PEOPLE, images={11: image(11, "a.jpg")}, same_photos={11: [MAREN, *elsewhere]}
    )

    assert [code for code, _path, _details in findings] == ["P02-shared"] * count


def test_one_person_twice_shares_no_photo(look):
    images = {11: image(11, "a.jpg")}

    assert look(tutorial(1, 1), "P02", people=PEOPLE, images=images, same_photos={11: [MAREN]}) == []


def test_speaker_without_affiliation(look):
    people = {1: PersonFacts(1, "Luca Hart")}

    assert look(tutorial(1), "P03", people=people) == [
        ("P03-affiliation", "contributions.0.affiliation", {"name": "Luca Hart"})
    ]
    assert look(tutorial(1, role="host"), "P03", people=people) == []
    assert look(tutorial(1), "P03", people=PEOPLE) == []


@pytest.mark.parametrize("title", ["Keynote: Maren Oyelaran-Voss", "Maren Oyelaran-Voss on knots"])
def test_typed_name_of_a_known_person(look, title):
    page, talk = TutorialPage(title="Knots", sessions=[Session(title=title)]), TalkPage(title=title)

    details = {"name": MAREN.name, "person": 1}
    names = {MAREN.name: MAREN}
    assert look(page, "P03", known_names=names) == [("P03-known", "sessions.0.title", details)]
    assert look(talk, "P03", known_names=names) == [("P03-known", "title", details)]


def test_typed_name_of_somebody_who_is_chosen_or_unknown(look):
    title = "Maren Oyelaran-Voss on knots"
    talk = TalkPage(title=title, contributions=[Contribution(person_id=1)])
    page = TutorialPage(title="Knots", sessions=[Session(pk=5, title=title)])

    assert look(talk, "P03", people=PEOPLE, known_names={MAREN.name: MAREN}) == []
    assert look(page, "P03", known_names={TOMAS.name: TOMAS}) == []
    assert look(page, "P03", known_names={MAREN.name: MAREN}, sessions_with_speakers=frozenset({5})) == []


@pytest.mark.parametrize(
    ("code", "twin"),
    [
        ("P04-orcid", {"orcid": "0000-0002-1825-0097", "name": "M. Voss"}),
        ("P04-homepage", {"homepage": "http://www.maren.example.org", "name": "Maren Voss"}),
    ],
)
def test_second_record_of_a_person(look, code, twin):
    person = PersonFacts(1, "Maren Voss", "Tidewater", "https://maren.example.org/", "0000-0002-1825-0097")
    other = PersonFacts(9, **twin)

    details = {"name": "Maren Voss", "other": other.name, "person": 1, "other_person": 9}
    assert look(tutorial(1), "P04", people={1: person}, same_people={1: [other]}) == [
        (code, "contributions.0.person", details)
    ]


def test_home_page_of_a_laboratory(look):
    other = PersonFacts(9, "Signe Halloran", homepage=MAREN.homepage)

    assert look(tutorial(1), "P04", people=PEOPLE, same_people={1: [other]}) == []


def test_person_listed_twice(look):
    page = tutorial(1, 2, 1)

    assert look(page, "P04", people=PEOPLE) == [("P04-row", "contributions.2.person", {"name": MAREN.name})]
    page.contributions = [Contribution(person_id=1, role="host"), Contribution(person_id=1, role="speaker")]
    assert look(page, "P04", people=PEOPLE) == []
