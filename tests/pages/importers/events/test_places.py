from __future__ import annotations

import pytest

from pages.importers.events.places import Place, country_code, find_place, read_place


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Brazil", "BR"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("UK", "GB"),
        ("the Netherlands", "NL"),
        ("中国", "CN"),
        ("Ruritania", ""),
    ],
)
def test_country_code(name: str, code: str) -> None:
    assert country_code(name) == code


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Salvador, BA, Brazil", Place(city="Salvador", country="BR")),
        ("Vienna, Austria", Place(city="Vienna", country="AT")),
        ("Seattle, WA", Place(city="Seattle", country="US")),
        ("Seattle, WA, USA", Place(city="Seattle", country="US")),
        ("Singapore", Place(city="Singapore", country="SG")),
        ("Germany", Place(country="DE")),
        ("Lyon", Place(city="Lyon", country="FR")),
        ("Example University", Place(venue="Example University")),
        ("Hotel Blue, Room 3, Porto, Portugal", Place("Hotel Blue, Room 3", "Porto", "PT")),
        ("Society of Some Very Long Names, Spain", Place(country="ES")),
        ("Nowhere", None),
        ("", None),
    ],
)
def test_read_place(text: str, place: Place | None) -> None:
    assert read_place(text) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("It will be held in Vienna, Austria, on 3 May", Place(city="Vienna", country="AT")),
        ("a two-day event in Singapore on Dec 14th", Place(city="Singapore", country="SG")),
        ("held at Example University on 3 May", Place(venue="Example University")),
        ("12th Symposium in Cold Water, Oslo, Norway, 3 May", Place(city="Oslo", country="NO")),
        ("3rd Meeting, Chengdu, 4-8 April", Place(city="Chengdu", country="CN")),
        ("in theory and in practice", None),
    ],
)
def test_find_place_in_running_text(text: str, place: Place | None) -> None:
    assert find_place(text) == place
