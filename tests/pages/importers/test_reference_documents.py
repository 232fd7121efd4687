"""Real pages with worked answers, which are not part of this repository; without them these tests are skipped.

`COLLOQUIUM_REFERENCE` names the folder that holds them; by default it is `shared` beside the repository.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from pages.importers.documents import ImportedDate, ImportedEvent, ImportedTalk, Reading, ReadingOptions, SourceDocument
from pages.importers.recognise import read_tree
from pages.importers.sources import SourceTree
from pages.moments import Moment, Precision, ZonePolicy

REPOSITORY = Path(__file__).resolve().parents[3]
REFERENCE = Path(os.environ.get("COLLOQUIUM_REFERENCE", REPOSITORY.parent / "shared"))
ANSWERS = REFERENCE / "data" / "expected-examples.json"

if not ANSWERS.is_file():
    pytest.skip("the reference documents are not on this machine", allow_module_level=True)

ENTRIES = {
    entry["file"]: entry
    for entry in json.loads(ANSWERS.read_text(encoding="utf-8"))
    if entry["file"].startswith(("seeds/", "pages/"))
}
WARNINGS = (
    (r"TBD", {"placeholder-left-empty", "link-empty"}),
    (r"order", {"photo-order-differs"}),
    (r"mojibake", {"mojibake-repaired"}),
    (r"is no date", {"date-not-understood"}),
    (r"lies before", {"notification-before-submission", "dates-out-of-order"}),
)
SAID_ELSEWHERE = {"title_from", "weekly_time_from", "note", "score1", "score2"}
"""Remarks of the answers' author, and values that must not be public, which "not_public" proves."""


def _facts(expected: dict[str, Any]) -> list[tuple[str, Any]]:
    """Each fact of an answer by itself; "deadlines" and "starts" hold one for each entry."""
    facts: list[tuple[str, Any]] = []
    for key, value in expected.items():
        if key in {"deadlines", "starts", "titles", "kept_as_text"} or key.startswith("Round"):
            facts += [(f"{key}/{name}", it) for name, it in value.items()]
        elif key not in SAID_ELSEWHERE:
            facts.append((key, value))
    return facts


CASES = [(file, name, value) for file, entry in ENTRIES.items() for name, value in _facts(entry["expected"])]
WARNED = [(file, text) for file, entry in ENTRIES.items() for text in entry.get("must_warn", [])]


def _file(name: str) -> Path:
    return REFERENCE / name if name.startswith("seeds/") else REFERENCE / "data" / name


def _sources(entry: dict[str, Any]) -> list[Path]:
    """The folder of the page's site; for a page given alone, the page and the file that its title stands in."""
    file = _file(entry["file"])
    if not entry["file"].startswith("seeds/"):
        return [REFERENCE / "data" / "pages" / Path(entry["file"]).parts[1]]
    title_from = entry["expected"].get("title_from")
    return [file, *([_file(title_from.split()[0]).parents[1]] if title_from else [])]


@functools.cache
def _readings(file: str) -> tuple[Reading, Reading]:
    """The document's own reading, and the one whose event holds its content."""
    entry = ENTRIES[file]
    options = ReadingOptions(time_zone=entry.get("import_option_default_timezone"))
    readings = read_tree(SourceTree.collect(_sources(entry)), options)
    own = next(it for it in readings if Path(it.document.file or "") == _file(file))
    whole = next((it for it in readings if it.document.path == own.part_of), own)
    return own, whole


def _event(file: str) -> ImportedEvent:
    event = _readings(file)[1].event
    assert event is not None, "no page was made of the document"
    return event


def _talks(file: str) -> list[ImportedTalk]:
    own, _whole = _readings(file)
    event = _event(file)
    talks = list(getattr(event, "talks", ()))
    return [talk for talk in talks if ENTRIES[file]["kind"] != "seminar-talk" or talk.source == own.document.path]


def _speakers(talk: ImportedTalk) -> list[str]:
    return [name for it in talk.contributions for name in (it.person.name, it.person.name_native) if name]


def _talk_of(file: str, speaker: str) -> ImportedTalk:
    return next(talk for talk in _talks(file) if speaker in _speakers(talk))


def _names(event: ImportedEvent, *roles: str) -> list[str]:
    return [it.person.name for it in event.contributions if it.role in roles]


def _date(file: str, label: str) -> ImportedDate | None:
    def fold(text: str) -> str:
        return re.sub(r"\W+", "", text).casefold()

    dates = _event(file).dates
    exact = [it for it in dates if fold(it.label) == fold(label)]
    similar = [
        it for it in dates if fold(label) in fold(it.label) or (fold(it.label) and fold(it.label) in fold(label))
    ]
    return next(iter(exact or similar), None)


def _utc(moment: Moment) -> str | None:
    return moment.instant.strftime("%Y-%m-%dT%H:%M:%SZ") if moment.instant else None


def _span(start: Moment, end: Moment | None) -> tuple[str, str]:
    return str(start.date), str(end.date if end else None)


def _check_date(date: ImportedDate | None, value: dict[str, Any]) -> None:
    assert date is not None, "no such date"
    if "utc" in value:
        assert _utc(date.start) == value["utc"]
    if "utc_one_of" in value:
        assert _utc(date.start) in value["utc_one_of"]
    if "date_only" in value:
        assert (str(date.start.date), date.start.precision, date.start.instant) == (
            value["date_only"],
            Precision.DAY,
            None,
        )
    if "date" in value:
        assert str(date.start.date) == value["date"]
    if "aoe_date" in value:
        assert (str(date.start.date), date.start.policy) == (value["aoe_date"], ZonePolicy.AOE)
    if "from" in value:
        assert _span(date.start, date.end) == (value["from"], value["to"])
    if "superseded" in value:
        assert [str(it.date) for it in date.superseded] == value["superseded"]


def _check_deadline(file: str, name: str, value: dict[str, Any]) -> None:
    date = _date(file, name)
    event = _event(file)
    if date is None and "from" in value and "conference" in name.casefold():
        assert _span(event.start, event.end) == (value["from"], value["to"])
    else:
        _check_date(date, value)


def _check_round(file: str, name: str, value: dict[str, Any]) -> None:
    title, _, kind = name.partition("/")
    number = title.split()[-1]
    dates = [it for it in _event(file).dates if it.kind == kind and number in it.round]
    _check_date(next(iter(dates), None), value)


def _check_place(event: ImportedEvent, value: dict[str, Any]) -> None:
    place = ", ".join(it for it in (event.venue, event.address, event.city, event.country) if it)
    first = value["place"].split(",")[0]
    assert (_span(event.start, event.end), first in place) == ((value["from"], value["to"]), True)


def _check_people(event: ImportedEvent, value: list[Any], *roles: str) -> None:
    names = [it["name"] if isinstance(it, dict) else it for it in value]
    assert _names(event, *roles) == names
    for wanted, it in zip(value, event.contributions, strict=False):
        if isinstance(wanted, dict):
            assert wanted["affiliation"] in it.person.affiliations


def _check_phase(file: str, name: str, value: int) -> None:
    """Upcoming and past as on the day of the page's own snapshot, the morning of its first upcoming talk."""
    starts = sorted(it.start.instant for it in _talks(file) if it.start.instant)
    now = starts[len(starts) - ENTRIES[file]["expected"]["upcoming"]] - dt.timedelta(hours=8)
    assert sum((start >= now) == (name == "upcoming") for start in starts) == value


def _private_values(document: SourceDocument, paths: list[str]) -> list[str]:
    values = []
    for path in paths:
        found = [document.metadata]
        for step in path.replace("[]", ".[]").split("."):
            found = [it for value in found for it in (value if step == "[]" else [(value or {}).get(step)])]
        values += [str(it) for it in found if it not in (None, "")]
    return values


def _check_not_public(file: str, paths: list[str]) -> None:
    own, whole = _readings(file)
    public = f"{whole.event} {own.findings} {own.dropped} {whole.findings} {whole.dropped}"
    assert [value for value in _private_values(own.document, paths) if value in public] == []


def _check_fact(file: str, name: str, value: Any) -> None:  # noqa: C901, PLR0912  # one line for each kind of fact
    event = _event(file)
    group, _, rest = name.partition("/")
    if group == "deadlines":
        _check_deadline(file, rest, value)
    elif group.startswith("Round"):
        _check_round(file, name, value)
    elif group == "starts":
        assert _utc(_talk_of(file, rest).start) == value
    elif group == "titles":
        assert _talk_of(file, rest).title == ("" if value == "TBD" else value)
    elif group == "kept_as_text":
        _check_kept(file, rest, value)
    elif name == "deadline":
        _check_date(next(it for it in event.dates if it.kind == "submission"), value)
    elif name == "event":
        _check_place(event, value)
    elif name == "organizers":
        _check_people(event, value, "organiser", "presenter", "chair", "co_chair")
    elif name == "cochairs":
        _check_people(event, value, "co_chair")
    elif name == "sessions":
        _check_sessions(event, value)
    elif name in {"upcoming", "past"}:
        _check_phase(file, name, value)
    elif name == "not_public":
        _check_not_public(file, value)
    else:
        assert _plain_value(file, name, event) == (bool(value) if name == "empty_links_dropped" else value)


def _check_kept(file: str, label: str, text: str) -> None:
    date = _date(file, label)
    kept = f"{date} {_event(file).body}"
    assert (date is None or date.start.date is None, text in kept) == (True, True)


def _check_sessions(event: ImportedEvent, value: list[Any]) -> None:
    spans = [(_utc(it.start), _utc(it.end) if it.end else None) for it in event.sessions]
    assert spans == [tuple(it) if isinstance(it, list) else (it, None) for it in value]


def _plain_value(file: str, name: str, event: ImportedEvent) -> Any:
    talks = _talks(file)
    values: dict[str, Any] = {
        "title": lambda: event.title,
        "short_title": lambda: event.short_title,
        "acm_id": lambda: dict(event.identifiers).get("acm_id"),
        "website": lambda: next((it.url for it in event.links if it.kind == "website"), None),
        "only_for_homework": lambda: not event.is_listed,
        "accept_chinese": lambda: any(it.startswith("zh") for it in getattr(event, "languages_accepted", ())),
        "tracks": lambda: [it.name for it in getattr(event, "tracks", ())],
        "schedule": lambda: list(event.sessions),
        "topics": lambda: len(event.topics),
        "talks": lambda: len(talks),
        "empty_links_dropped": lambda: any(it.url is None for talk in talks for it in talk.links),
        "two_talks_on": lambda: next(
            (
                day
                for day in [str(it.start.date) for it in talks]
                if [str(it.start.date) for it in talks].count(day) == 2
            ),
            None,
        ),
        "speaker": lambda: next(it.person.name_native or it.person.name for it in talks[0].contributions),
        "speaker_en": lambda: talks[0].contributions[0].person.name,
        "start": lambda: _utc(talks[0].start),
    }
    return values[name]()


@pytest.mark.parametrize(("file", "name", "value"), CASES, ids=[f"{file}:{name}" for file, name, _value in CASES])
def test_reference_document_gives_the_fact(file: str, name: str, value: Any) -> None:
    _check_fact(file, name, value)


@pytest.mark.parametrize(("file", "text"), WARNED, ids=[file for file, _text in WARNED])
def test_reference_document_gives_the_warning(file: str, text: str) -> None:
    own, whole = _readings(file)

    codes = {it.code for it in (*own.findings, *whole.findings)}

    wanted = next(codes for pattern, codes in WARNINGS if re.search(pattern, text))
    assert codes & wanted
