from __future__ import annotations

from pathlib import Path

import pytest

from pages.importers.documents import (
    BodyBlock,
    Finding,
    ImportedLink,
    ImportedTutorial,
    Reading,
    ReadingOptions,
    Severity,
)
from pages.importers.front_matter import read_document
from pages.importers.recognise import read_tree
from pages.importers.sources import SourceTree
from pages.importers.text.passcode_links import guard_links

PRIVATE = """
Ada Reed (student id 70304050, mark 8.5) and Bo Kim, Matrikelnummer 80304050.

Join us on [Zoom](https://x.zoom.us/j/123?pwd=Qwerty77).

Meeting password: x7Gh
"""
DOCUMENTS = {
    "call.md": f"---\ntitle: Stone Conference 2030\n---\n# Call for Papers\nSubmissions: 5 May 2030.\n{PRIVATE}",
    "forum.md": f"---\ntitle: Stone Research Forum\n---\n# Overview\nThe forum is on 14 Dec 2030.\n{PRIVATE}",
    "tutorial.md": "---\ntitle: Stones tutorial\nabstract: Stones (passcode 998877).\nauthor_bios:\n - Ada, student no."
    f" 70304050\nschedule:\n - 'Live: 11:00, 1 Nov 2031, https://x.zoom.us/j/123?pwd=Qwerty77'\n---\n\n{PRIVATE}",
    "seminar.md": f"---\ntitle: Stone Seminar\n---\nWe meet Tuesdays.\n{PRIVATE}\n## Upcoming talks\n\n- 12 May 2030, "
    "14:00 **Ada Reed (Stone College)** *Stones* [Zoom](https://x.zoom.us/j/3?pwd=Qwerty77) passcode: 998877\n",
    "_talks/2030-01-02-ada.md": "---\nlayout: talk\ntitle: Stones\nspeaker: Ada Reed\ndate: 2030-01-02\n"
    f"zoom: https://x.zoom.us/j/3?pwd=Qwerty77\nabstract: I am student id 70304050.\n---\n{PRIVATE}",
    "_data/talks.yml": "- speaker: Bo Kim\n  title: Rivers\n  date: 2030-03-03\n  zoom: https://x.zoom.us/j/6\n"
    "  note: 'Passcode: 998877'\n  abstract: My mark was 8.5. Student id 70304050\n",
}
ALL_PRIVATE = ("70304050", "80304050", "8.5", "x7Gh", "998877", "Qwerty77")


def _without_guarded(reading: Reading) -> str:
    """Everything of a reading but the document and links for registered people."""
    words = f"{reading.event}{reading.findings}{reading.dropped}"
    for part in words.split("ImportedLink(")[1:]:
        link = part.partition(")")[0]
        words = words.replace(link, "") if "access='registered'" in link else words
    return words


@pytest.mark.parametrize("path", DOCUMENTS)
def test_no_reader_lets_private_values_through(path: str) -> None:
    document = read_document(DOCUMENTS[path].encode(), path=path)

    reading = read_tree(SourceTree(Path("/nonexistent"), (document,)), ReadingOptions())[0]

    words = _without_guarded(reading)
    assert [it for it in ALL_PRIVATE if it in words] == []
    assert {"private-in-text", "link-passcode"} <= {it.code for it in reading.findings}


def _guard(body: str, *links: ImportedLink) -> tuple[ImportedTutorial, tuple[Finding, ...]]:
    document = read_document(body.encode(), path="a.md")
    event = ImportedTutorial(title="Stones", links=links, abstract=document.body)
    reading = guard_links(Reading(document, event, (), document.dropped))
    assert isinstance(reading.event, ImportedTutorial)
    return reading.event, reading.findings


def test_the_link_nearest_to_a_passcode_is_for_registered_people() -> None:
    near = ImportedLink("join", "https://x.zoom.us/j/1?a=1&b=2", "Room", line=2)
    far = ImportedLink("join", "https://x.zoom.us/j/2", line=5)
    other = ImportedLink("slides", "https://pages.example/a.pdf", line=2)
    text = "x\n<a href='https://x.zoom.us/j/1?a=1&amp;b=2'>Room</a>\nPasscode: 998877\n\n"

    event, findings = _guard(text, near, far, other)

    assert [it.access for it in event.links] == ["registered", "public", "public"]
    assert event.abstract == "x\nRoom\n\n\n"
    message = "The address of “Room” comes with a passcode; it is kept for registered participants."
    assert findings == (Finding("link-passcode", Severity.WARNING, message, 2),)


def test_addresses_with_passcodes_become_links_and_leave_the_text() -> None:
    event, findings = _guard("[Room](https://x.zoom.us/j/1?pwd=Qw1) and https://y.zoom.us/j/2?x=1&pwd=Qw2")

    assert [(it.kind, it.url, it.access) for it in event.links] == [
        ("join", "https://x.zoom.us/j/1?pwd=Qw1", "registered"),
        ("join", "https://y.zoom.us/j/2?x=1&pwd=Qw2", "registered"),
    ]
    assert event.abstract == "Room and "
    assert "Qw" not in f"{findings}"


def test_an_embedded_meeting_is_left_out() -> None:
    body = (BodyBlock("embed", url="https://x.zoom.us/w/1?pwd=Qw1"), BodyBlock("rich_text", html="<p>Hi</p>"))
    document = read_document(b"", path="a.md")

    reading = guard_links(Reading(document, ImportedTutorial(title="Stones", body=body)))

    assert reading.event is not None
    assert reading.event.body == body[1:]


def test_a_reading_without_an_event_is_cleaned_too() -> None:
    document = read_document(b"", path="a.md")
    finding = Finding("not-understood", Severity.WARNING, "“https://x.zoom.us/w/1?pwd=Qw1” has no place.")

    reading = guard_links(Reading(document, None, (finding,)))

    assert [it.message for it in reading.findings] == ["“” has no place."]
