from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from pages.importers.documents import (
    Dropped,
    ImportedContribution,
    ImportedImage,
    ImportedPerson,
    SourceDocument,
)
from pages.importers.people.committees import Committees, find_role, read_committees, without_addresses
from pages.importers.sources import SourceTree
from pages.importers.text.markup import read_sections

DOCUMENT = SourceDocument("forum.md", None, {}, "", 1)
TREE = SourceTree(Path("/nonexistent"), (DOCUMENT,))


def _read(text: str) -> Committees:
    return read_committees(read_sections(dedent(text), bold_headings=True), tree=TREE, document=DOCUMENT)


def _people(committees: Committees) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(it.role, it.role_label, it.person.name, it.person.affiliations) for it in committees.contributions]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Co-chairs", "co_chair"),
        ("Workshop co-chair(s)", "co_chair"),
        ("General chairs", "chair"),
        ("Program Committee", "programme_committee"),
        ("Program Committee Chairs", "chair"),
        ("Award committee", "award_committee"),
        ("Organisers", "organiser"),
        ("Steering Committee", "organiser"),
        ("Guest Editors", "organiser"),
        ("Invited Speakers", "speaker"),
        ("Panelists", "panelist"),
        ("程序委员会", "programme_committee"),
        ("Call for reviewers", ""),
        ("Session Chair", ""),
        ("Best paper award", ""),
        ("Overview", ""),
        ("A heading of speakers that is much too long to be one, because it tells a whole story of them", ""),
    ],
)
def test_find_role_of_heading(heading: str, role: str) -> None:
    assert find_role(heading) == role


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "# Co-chairs\n\nAda Ex, Bo Why, Cy Lam Zed\n",
            [("co_chair", "", "Ada Ex", ()), ("co_chair", "", "Bo Why", ()), ("co_chair", "", "Cy Lam Zed", ())],
        ),
        (
            "### General chairs\n\nAda Ex (Uni Ex)\nBo Why (Uni Why)\n",
            [("chair", "General chairs", "Ada Ex", ("Uni Ex",)), ("chair", "General chairs", "Bo Why", ("Uni Why",))],
        ),
        (
            "## Program Committee\n\nAda Ex (Uni Ex)\n\nBo Why (Uni Why)\n",
            [("programme_committee", "", "Ada Ex", ("Uni Ex",)), ("programme_committee", "", "Bo Why", ("Uni Why",))],
        ),
        (
            "# Organizers\n\n- Workshop co-chair(s): Ada Ex, Bo Why\n",
            [("co_chair", "Workshop co-chair(s)", "Ada Ex", ()), ("co_chair", "Workshop co-chair(s)", "Bo Why", ())],
        ),
        ("**Local Chair:** Ada Ex, Uni of Ex\n", [("chair", "Local Chair", "Ada Ex", ("Uni of Ex",))]),
        (
            "# Organizers\n\n- Chairs\n  - Ada Ex\n- Bo Why\n",
            [("chair", "", "Ada Ex", ()), ("organiser", "", "Bo Why", ())],
        ),
        (
            "# Program Committee\n\n| Name | From |\n|---|---|\n| Ada Ex | Uni Ex |\n| Bo Why | |\n",
            [("programme_committee", "", "Ada Ex", ("Uni Ex",)), ("programme_committee", "", "Bo Why", ())],
        ),
        ("# Organizers\n\nTo be announced.\n", []),
        ("# Organizers\n\nThe workshop is organised by friends of music, and we like it.\n", []),
        ("# Organizers\n\n```\nAda Ex\n```\n", []),
        ("# Overview\n\nAda Ex (Uni Ex)\n", []),
        ("# Organizers\n\n- 林小雨\n", [("organiser", "", "林小雨", ())]),
        ("# Organizers\n\n![](a.png) 12 people\n", []),
    ],
)
def test_read_committees(text: str, people: list[tuple[str, str, str, tuple[str, ...]]]) -> None:
    committees = _read(text)

    assert _people(committees) == people
    assert len(committees.used) == (len(people) if "\n\nBo" in text else min(1, len(people)))


def test_committees_end_with_their_section() -> None:
    committees = _read("## Committee\n\n### Chairs\n\n- Ada Ex\n\n### Venue\n\n- Bo Why\n")

    assert _people(committees) == [("chair", "", "Ada Ex", ())]


def test_card_gives_photo_homepage_and_affiliation() -> None:
    committees = _read(
        """\
        # Invited Speakers

        <div><a href="https://ada.example/"><div><img src="img/ada.jpg"/></div>
        <div>Ada Ex</div><div>Uni Ex</div></a></div>
        """
    )

    [contribution] = committees.contributions
    assert contribution == ImportedContribution(
        "speaker",
        ImportedPerson(
            "Ada Ex",
            affiliations=("Uni Ex",),
            homepage="https://ada.example/",
            photo=ImportedImage("img/ada.jpg", None, "", 3),
            line=4,
        ),
        "Invited Speakers",
    )


def test_address_in_a_card_is_private() -> None:
    committees = _read(
        '# Organizers\n\n<div><a href="mailto:ada@ex.example"><img src="ada.jpg"/><div>Ada Ex</div></a></div>\n'
    )

    kept, dropped = without_addresses(committees.contributions)

    assert (kept[0].person.name, kept[0].person.homepage, kept[0].person.email) == ("Ada Ex", "", "")
    assert dropped == (Dropped("e-mail address of a person", "private", 3),)


def test_heading_with_an_address_is_read_without_it() -> None:
    found = _read("## Program Co-Chairs ✉pc-chairs@qm.example\n\n- Ada Reed (Hill School)\n")

    assert _people(found) == [("co_chair", "Program Co-Chairs", "Ada Reed", ("Hill School",))]


def test_names_of_tracks_above_their_chairs_are_labels() -> None:
    found = _read(
        "## Chairs\n\n- Hardware, Wires, and Tubes ✉hw@qm.example\n  - Ada Reed (Hill School)\n"
        "- Moss\n  - Bo Kim (Lake School)\n"
    )

    assert _people(found) == [
        ("chair", "Hardware, Wires, and Tubes", "Ada Reed", ("Hill School",)),
        ("chair", "Moss", "Bo Kim", ("Lake School",)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Reed, Hill School, Peru\nBo Kim, Lake School\n",
        "Ada Reed\nHill School, Peru\nBo Kim\nLake School\n",
        "**Ada Reed**\nHill School, Peru\n\n**Bo Kim**\nLake School\n",
    ],
)
def test_lines_with_people_and_their_affiliations(text: str) -> None:
    found = _read(f"## Local committee\n\n{text}")

    assert [(name, places) for _role, _label, name, places in _people(found)] == [
        ("Ada Reed", ("Hill School, Peru",)),
        ("Bo Kim", ("Lake School",)),
    ]


def test_organisation_is_nobody() -> None:
    found = _read("## Organizers\n\n- Hill University\n- Peru\n- Ada Reed\n")

    assert [it.person.name for it in found.contributions] == ["Ada Reed"]
