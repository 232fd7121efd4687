from __future__ import annotations

import pytest

from pages.importers.dates import DateContext
from pages.importers.events.facts import read_accompanied_event, read_event_facts
from pages.importers.text.markup import read_sections


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("The workshop will be held fully online.", "online"),
        ("The workshop will be VIRTUAL this year.", "online"),
        ("This is a virtual workshop.", "online"),
        ("Papers can be found online.", "unknown"),
        ("Use the online submission system or a virtual machine.", "unknown"),
        ("A hybrid meeting.", "hybrid"),
        ("We meet in person.", "in_person"),
    ],
)
def test_attendance_mode(text: str, mode: str) -> None:
    assert read_event_facts(read_sections(text), context=DateContext()).attendance_mode == mode


@pytest.mark.parametrize("words", ["is part of the", "belongs to a"])
def test_event_that_this_one_belongs_to(words: str) -> None:
    (section,) = read_sections(f"The forum {words} two-day [Silence Days](https://silence.example/).")

    assert read_accompanied_event(section.blocks) == ("Silence Days", "https://silence.example/")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("3–5 November 2030, Lima", ("2030-11-03", "2030-11-05")),
        ("3–5 November 2030: papers due", None),
        ("3–5 November 2030, when everybody who wrote to us before gets a letter about moss", None),
        ("3 November 2030, Moss", None),
    ],
)
def test_line_of_days_and_a_place(text: str, days: tuple[str, str] | None) -> None:
    facts = read_event_facts(read_sections(text), context=DateContext())

    assert (facts.start.date and (str(facts.start.date), str(facts.end and facts.end.date))) == days
