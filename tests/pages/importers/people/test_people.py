from __future__ import annotations

import pytest

from pages.importers.documents import ImportedContribution, ImportedImage, ImportedPerson
from pages.importers.people import (
    match_photo,
    name_from_file,
    name_from_url,
    read_contribution,
    read_people,
    read_person,
)

Person = ImportedPerson


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Ann Lee", Person("Ann Lee")),
        ("Dr. Ann Lee (Ice Research)", Person("Ann Lee", honorific="Dr.", affiliations=("Ice Research",))),
        ("Prof. Dr. Ann Lee-Roe", Person("Ann Lee-Roe", honorific="Prof. Dr.")),
        ("Assoc. Prof. Ann Lee, PhD", Person("Ann Lee", honorific="Assoc. Prof. PhD")),
        ("John Roe, Jr. (MIT)", Person("John Roe Jr.", affiliations=("MIT",))),
        ("Ludwig van der Berg – ETH Zürich", Person("Ludwig van der Berg", affiliations=("ETH Zürich",))),
        ("Ann Lee (Ice Labs and Snow Inc.)", Person("Ann Lee", affiliations=("Ice Labs", "Snow Inc."))),
        ("Ann Lee (Ice Labs; Snow University)", Person("Ann Lee", affiliations=("Ice Labs", "Snow University"))),
        (
            "Ann Lee (University of Science and Technology of Snow)",
            Person("Ann Lee", affiliations=("University of Science and Technology of Snow",)),
        ),
        ("Ann Lee (UFX, Brazil)", Person("Ann Lee", affiliations=("UFX, Brazil",))),
        ("Ann Lee, University of Snow, UK", Person("Ann Lee", affiliations=("University of Snow, UK",))),
        ("* **Ann Lee** (TBA)", Person("Ann Lee")),
        ("Speaker: Ann Lee", Person("Ann Lee")),
        ("by Ann Lee", Person("Ann Lee")),
        ("Wei (Will) Zhang", Person("Wei (Will) Zhang")),
        ("coldfox", Person("coldfox")),
        ("李雪", Person("李雪", name_native="李雪")),
        ("李雪 教授（冰雪大学）", Person("李雪", name_native="李雪", honorific="教授", affiliations=("冰雪大学",))),
        ("雪野花子 (Hanako Yukino)", Person("Hanako Yukino", name_native="雪野花子")),
        ("Hanako Yukino (雪野花子), Snow Lab", Person("Hanako Yukino", "雪野花子", affiliations=("Snow Lab",))),
        ("Li Xue 李雪", Person("Li Xue", name_native="李雪")),
        (
            "[Prof. Ann Lee](https://ann.example/), UCX",
            Person("Ann Lee", honorific="Prof.", affiliations=("UCX",), homepage="https://ann.example/"),
        ),
        (
            '<a href="https://ann.example/~a">Ann Lee</a> <b></b>',
            Person("Ann Lee", homepage="https://ann.example/~a"),
        ),
        (
            "Ann Lee ([homepage](https://ann.example)) <ann@ice.example>",
            Person("Ann Lee", homepage="https://ann.example", email="ann@ice.example"),
        ),
        (
            "Ann Lee https://orcid.org/0000-0002-1825-009x https://ann.example",
            Person("Ann Lee", homepage="https://ann.example", orcid="0000-0002-1825-009X"),
        ),
        ("![Portrait](/img/a.png) Ann Lee", Person("Ann Lee", photo=ImportedImage("/img/a.png", None, "Portrait"))),
        ('<img src="a.png"> Ann Lee', Person("Ann Lee", photo=ImportedImage("a.png"))),
    ],
)
def test_person_is_read(text: str, person: ImportedPerson) -> None:
    assert read_person(text) == person


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "TBD",
            "[TBA]",
            "https://ann.example/",
            "We invite you to submit",
            "(Ice Lab)",
            "12 speakers",
            "Speakers",
        ),
        *("To be announced", "Ann said that the deadline will be moved to another day", "我们欢迎您提交论文。"),
    ],
)
def test_text_without_a_name_is_no_person(text: str) -> None:
    assert read_person(text) is None


def test_contribution_keeps_role_beside_the_name() -> None:
    contribution = read_contribution("Ann Lee (UC Snow, co-chair)", role="programme_committee", line=4)

    person = Person("Ann Lee", affiliations=("UC Snow",), line=4)
    assert contribution == ImportedContribution("programme_committee", person, "co-chair")


def test_contribution_without_a_name_is_none() -> None:
    assert read_contribution("TBD", role="speaker") is None


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ann Lee, Bob Ray, Carl May Roe", [("Ann Lee", ()), ("Bob Ray", ()), ("Carl May Roe", ())]),
        ("Ann Lee and Bob Ray", [("Ann Lee", ()), ("Bob Ray", ())]),
        ("Ann Lee, Bob Ray & Carl May", [("Ann Lee", ()), ("Bob Ray", ()), ("Carl May", ())]),
        ("Ann Lee, Bob Ray, and Carl May", [("Ann Lee", ()), ("Bob Ray", ()), ("Carl May", ())]),
        ("Ann Lee e Bob Ray", [("Ann Lee", ()), ("Bob Ray", ())]),
        ("李雪、王冰", [("李雪", ()), ("王冰", ())]),
        ("李雪，王冰", [("李雪", ()), ("王冰", ())]),
        ("Ann Lee, MIT; Bob Ray, Snow University", [("Ann Lee", ("MIT",)), ("Bob Ray", ("Snow University",))]),
        ("Ann Lee, Snow University, UK", [("Ann Lee", ("Snow University, UK",))]),
        (
            "Ann Lee (UCX), Prof. Bob Ray (Snow, UK) and C. May",
            [("Ann Lee", ("UCX",)), ("Bob Ray", ("Snow, UK",)), ("C. May", ())],
        ),
        ("Ann Lee, University of Snow and DeepMind", [("Ann Lee", ("University of Snow", "DeepMind"))]),
        ("Ann Lee (Ice Labs and Apple)", [("Ann Lee", ("Ice Labs", "Apple"))]),
        (
            '<a href="https://a.example/x,y">Ann Lee</a>, <a title="a, b" href="https://b.example">Bob Ray</a>',
            [("Ann Lee", ()), ("Bob Ray", ())],
        ),
        ("Ann Lee, co-chair, Bob Ray", [("Ann Lee", ()), ("Bob Ray", ())]),
        ("Ann Lee (MIT; ETH), Bob Ray", [("Ann Lee", ("MIT", "ETH")), ("Bob Ray", ())]),
        ("Ann Lee, and TBD", [("Ann Lee", ())]),
        ("TBD", []),
    ],
)
def test_people_are_read(text: str, people: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(it.name, it.affiliations) for it in read_people(text)] == people


def test_people_are_read_line_by_line() -> None:
    people = read_people("- Ann Lee (MIT)\n- Bob Ray<br>Carl May\n", line=10)

    assert [(it.name, it.line) for it in people] == [("Ann Lee", 10), ("Bob Ray", 11), ("Carl May", 11)]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.annlee.example/", "Annlee"),
        ("http://cs.snow.example/~annlee/", "Annlee"),
        ("https://sites.google.com/site/annlee00/", "Annlee"),
        ("https://annlee.github.io/tutorial/", "Annlee"),
        ("https://snow.example/people/ann-lee.html", "Ann Lee"),
        ("https://snow.example/staff/index.html", "Snow"),
        ("snow.example/homes/AnnLee", "Ann Lee"),
        ("", ""),
    ],
)
def test_name_is_guessed_from_url(url: str, name: str) -> None:
    assert name_from_url(url) == name


@pytest.mark.parametrize(
    ("part", "name"), [("ann", "Ann Lee"), ("lee", "Ann Lee"), ("bob", "Annlee"), ("annlee", "Annlee")]
)
def test_name_from_url_is_separated_by_known_parts(part: str, name: str) -> None:
    assert name_from_url("https://annlee.example/", parts=(part,)) == name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/img/Ann Lee.png", "Ann Lee"),
        ("img/ann_lee-2021.jpg", "Ann Lee"),
        ("ann%20lee-headshot.jpg", "Ann Lee"),
        ("AnnMcLee.jpg", "Ann Mc Lee"),
        ("photo1.jpeg", ""),
    ],
)
def test_name_is_guessed_from_file(path: str, name: str) -> None:
    assert name_from_file(path) == name


@pytest.mark.parametrize(
    ("name", "photo"),
    [
        ("Ann Lee", "img/ann.jpg"),
        ("Bob Ray", "img/bob_ray.png?v=1"),
        ("Zoë Frost", "img/zoe.jpg"),
        ("Carl Snowman", "img/csnowman.jpg"),
        ("Dan Moss", None),
        ("Anna Twin", None),
    ],
)
def test_photo_is_matched_by_name(name: str, photo: str | None) -> None:
    sources = ["img/ann.jpg", "img/bob_ray.png?v=1", "img/zoe.jpg", "img/csnowman.jpg", "a/twin.png", "b/twin.png"]

    assert match_photo(Person(name), sources) == photo


def test_photo_without_sources_is_none() -> None:
    assert match_photo(Person("Ann Lee"), []) is None


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ada Reed, ETH Zürich", [("Ada Reed", ("ETH Zürich",))]),
        ("A B, ETH Zürich", [("A B", ("ETH Zürich",))]),
        ("Mina Sol, Snow Brain", [("Mina Sol", ("Snow Brain",))]),
        ("Ada Reed, Acme, Bo Kim, Beta Labs", [("Ada Reed", ("Acme",)), ("Bo Kim", ("Beta Labs",))]),
        ("Ada Reed, Senior Lecturer, Hill School", [("Ada Reed", ("Senior Lecturer, Hill School",))]),
        ("Plato, Socrates", [("Plato", ()), ("Socrates", ())]),
        ("Ada Reed (School of Moss and Engineering, Hill)", [("Ada Reed", ("School of Moss and Engineering, Hill",))]),
        ("Mateu d'Aro-Lind (Hill School)", [("Mateu d'Aro-Lind", ("Hill School",))]),
    ],
)
def test_affiliation_is_no_second_person(text: str, people: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(it.name, it.affiliations) for it in read_people(text)] == people
