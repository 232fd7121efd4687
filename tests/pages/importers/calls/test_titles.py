from __future__ import annotations

import pytest

from pages.importers.calls.titles import find_short_title, find_title, home_of, is_generic, names_event
from pages.importers.front_matter import read_document
from pages.importers.sources import SourceTree
from pages.importers.text.markup import read_sections


@pytest.mark.parametrize(
    ("title", "generic"),
    [
        ("", True),
        ("Call for Papers", True),
        ("Important Dates", True),
        ("Background and Scope", True),
        ("Chamada de trabalhos", True),
        ("Workshop", True),
        ("Workshop on Quiet Fans", False),
        ("Salt 2031", False),
    ],
)
def test_is_generic(title: str, generic: bool) -> None:  # noqa: FBT001  # a table of answers
    assert is_generic(title) is generic


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("Conference Tracks", False),
        ("Workshop Aims and Scope", False),
        ("Track Justification Statement", False),
        ("Third Symposium on Moss", True),
        ("XII Simpósio de Musgos", True),
        ("Industry Track at Moss Days", True),
    ],
)
def test_names_event(heading: str, names: bool) -> None:  # noqa: FBT001  # a table of answers
    assert names_event(heading) is names


@pytest.mark.parametrize(
    ("said", "body", "title", "codes"),
    [
        ("Moss Days", "# Else", "Moss Days", []),
        ("Call for Papers: Workshop on Moss", "", "Workshop on Moss", []),
        ("Workshop on Moss - Call for Papers", "", "Workshop on Moss", []),
        (
            "Call for papers",
            "# Conference dates\n\n# Welcome to the 3rd Workshop on Moss!\n",
            "3rd Workshop on Moss",
            [],
        ),
        (
            "Call for papers",
            "MD 2031 is the 4th International Conference on Moss, Ferns, and Lichens (MD 2031).",
            "4th International Conference on Moss, Ferns, and Lichens (MD 2031)",
            ["title-inferred"],
        ),
        ("CFP", "Join us, co-located with the Conference on Ferns.", "CFP", ["title-missing"]),
        ("CFP", "See the Annual Workshop for more.", "CFP", ["title-missing"]),
        ("", "# Moss and more\n", "Moss and more", []),
        ("", "Nothing here.", "", ["title-missing"]),
    ],
)
def test_find_title(said: str, body: str, title: str, codes: list[str]) -> None:
    found = find_title(said, read_sections(body))

    assert (found.title, [it.code for it in found.findings]) == (title, codes)


@pytest.mark.parametrize(
    ("home", "title"),
    [
        ("---\ntitle: Moss Days\n---\n", "Moss Days"),
        ("---\ntitle: Home\n---\n# Workshop on Moss\n", "Workshop on Moss"),
        ("- a\n- b\n", "Dates"),
    ],
)
def test_title_of_the_home_page_beside_a_generic_one(home: str, title: str, tmp_path) -> None:
    page = read_document(b"x", path="site/dates.md")
    tree = SourceTree(tmp_path, (page, read_document(home.encode(), path="site/index.md")))

    found = find_title("Dates", (), home=home_of(page, tree=tree))

    assert found.title == title


def test_home_of_another_site_is_none(tmp_path) -> None:
    page = read_document(b"x", path="a/dates.md")
    tree = SourceTree(tmp_path, (page, read_document(b"# Workshop on Moss", path="b/index.md")))

    assert home_of(page, tree=tree) is None


@pytest.mark.parametrize(
    ("title", "short"), [("Moss Days (MD'31)", "MD'31"), ("MD 2031: Moss Days", "MD"), ("Moss Days", "")]
)
def test_find_short_title(title: str, short: str) -> None:
    assert find_short_title(title) == short
