from __future__ import annotations

import pytest
from icalendar import Calendar

from api.ledger.ical_text import clean_text, one_line, text_property


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("one\u2028two\u2029three\x85four\x0bfive\x0csix", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("a\x00b\x07c\x1bd\x7fe\x9ff\ufefff\ufffeg\ud800h", "abcdeffgh"),
        ("tab\tstays, 中文 and 🦉 stay", "tab\tstays, 中文 and 🦉 stay"),
        ("", ""),
    ],
)
def test_clean_text_keeps_what_may_stand_in_a_calendar(text, expected):
    cleaned = clean_text(text)

    assert cleaned == expected


def test_one_line_has_no_breaks():
    line = one_line(" Owls, \r\n  larks\u2028and \x00 wrens\n")

    assert line == "Owls, larks and wrens"


@pytest.mark.parametrize("name", ["SUMMARY", "NAME", "X-WR-CALNAME"])
def test_text_property_is_escaped_once_in_each_property(name):
    calendar = Calendar()

    calendar.add(name, text_property("Owls, larks; wrens\\finches\r\nnew\x00line"))

    assert calendar.to_ical(sorted=False).split(b"\r\n")[1] == (
        name.encode() + rb":Owls\, larks\; wrens\\finches\nnewline"
    )


@pytest.mark.parametrize("text", [r"\Nabla", r"C:\News\new", r"\\N", "\\", "a\\\nb"])
def test_text_property_is_read_back_as_written(text):
    calendar = Calendar()

    calendar.add("X-WR-CALDESC", text_property(text))
    calendar.add("DESCRIPTION", text_property(text))

    assert str(Calendar.from_ical(calendar.to_ical())["DESCRIPTION"]) == text
    assert b"X-WR-CALDESC:" + text.replace("\\", "\\\\").replace("\n", "\\n").encode() in calendar.to_ical()
