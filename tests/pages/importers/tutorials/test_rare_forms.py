"""Rare forms of tutorials."""

from __future__ import annotations

from pages.importers.dates import DateContext
from pages.importers.documents import ImportedPerson
from pages.importers.tutorials.page import read_text
from pages.importers.tutorials.people import complete
from pages.importers.tutorials.schedule import read_schedule


def test_link_that_stands_twice_is_taken_once() -> None:
    text = read_text(
        "[Slides](https://x.example/a.pdf), [slides](https://x.example/a.pdf)", first_line=1, context=DateContext()
    )

    assert [it.url for it in text.links] == ["https://x.example/a.pdf"]


def test_biography_of_nobody_is_left_out_where_people_are_more() -> None:
    people = [ImportedPerson("Ada Reed"), ImportedPerson("Bo Kim")]

    presenters = complete(people, bios=["counts stones."], pictures=[], line=1)

    assert [(it.name, it.bio) for it in presenters.people] == [("Ada Reed", ""), ("Bo Kim", "")]


def test_slot_with_an_abbreviated_zone_is_at_a_place_that_uses_it() -> None:
    schedule = read_schedule(
        [("1 May 2030", 1), ("Waves: 10:00 - 11:00 JST", 2), ("All times are BST", 3)], context=DateContext(), day=None
    )

    assert [str(it.start.zone) for it in schedule.sessions] == ["Asia/Tokyo"]
