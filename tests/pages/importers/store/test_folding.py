"""Names in the form in which they are compared."""

from __future__ import annotations

import pytest

from pages.importers.store.folding import fold, fold_address, fold_organisation, fold_person, split_short_name


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Søren  Łukasz", "soren lukasz"),
        ("Universität “Z”", "universitat z"),
        ("山田 太郎", "山田 太郎"),
        ("A&B", "a b"),
    ],
)
def test_fold_drops_case_marks_and_punctuation(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Prof. Dr. Ada Marsh", "ada marsh"),
        ("Marsh, Ada", "ada marsh"),
        ("Ada Marsh, PhD", "ada marsh phd"),
        ("Dr", "dr"),
        ("", ""),
    ],
)
def test_fold_person_drops_titles_and_turns_names(name, folded):
    assert fold_person(name) == folded


def test_fold_organisation_drops_the_article():
    assert fold_organisation("The Tidal Institute") == fold_organisation("tidal institute")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Harbour University (HU)", ("Harbour University", "HU")),
        ("Harbour University (north campus site)", ("Harbour University (north campus site)", "")),
        ("Harbour", ("Harbour", "")),
    ],
)
def test_split_short_name_takes_an_acronym_in_parentheses(name, parts):
    assert split_short_name(name) == parts


@pytest.mark.parametrize(
    "url",
    ["https://www.example.org/~ada/", "http://example.org/~ada", "https://EXAMPLE.org/%7Eada/index.html"],
)
def test_fold_address_is_the_same_for_spellings_of_one_page(url):
    assert fold_address(url) == "example.org/~ada"


def test_fold_address_keeps_the_query():
    assert fold_address("https://example.org/?id=3") == "example.org?id=3"
