"""Where, when and how an event takes place, as its headings and prose say."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pages.importers.dates import DateContext, find_dates
from pages.importers.dates.kinds import DEADLINE_WORD, EVENT_NOUN, date_kind
from pages.importers.dates.sentences import TELLING_KINDS, sentences
from pages.importers.events.places import Place, find_place, read_place
from pages.importers.placeholders import is_placeholder
from pages.moments import Moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pages.importers.calls.metadata import CallMetadata
    from pages.importers.dates import DateReading
    from pages.importers.dates.important_dates import DateFacts
    from pages.importers.documents import Finding
    from pages.importers.text.passages import Block, Section

HELD = re.compile(
    rf"\b(?:held|take(?:s|n)? place|hosted|co-?located|meet(?:s|ing)? in|{EVENT_NOUN}s?\b[^.]{{0,80}}\b(?:in|on|at)\b|"
    r"(?:one|two|three|half|\d)[- ]day)\b|举行|召开",
    re.IGNORECASE,
)
TAKES_PLACE = re.compile(r"\b(?:held|takes? place|taking place|hosted|organi[sz]ed)\b|举行|召开", re.IGNORECASE)
LONGEST_ADDRESS = 120
LONGEST_PLACE = 50
PLACE_TITLE = re.compile(r"^(?:venue|location|place|room|where|地点)\b", re.IGNORECASE)
OTHER_EVENT = re.compile(
    r"\b(?:previous|last year|earlier edition|collocated events?|in conjunction with)\b", re.IGNORECASE
)
MODES = (
    ("hybrid", r"\bhybrid\b|both (?:in[- ]person|on-?site) and (?:online|remote|virtual)|线上线下"),
    (
        "online",
        (
            rf"\b(?:fully|entirely|completely|purely|held|place|hosted|organi[sz]ed|meets?|{EVENT_NOUN}[^.]{{0,40}} "
            rf"(?:is|be|are|goes))\s+(?:(?:an?|be|as|in)\s+)?(?:online|virtual(?:ly)?|remote(?:ly)?)\b"
            rf"(?! (?:at|on|via) http)|\b(?:virtual|online) {EVENT_NOUN}\b|线上"
        ),
    ),
    ("in_person", r"\bin[- ]person\b|\bon-?site\b|physically|线下"),
)
ACCOMPANYING = re.compile(
    r"\b(?:part of|belongs? to) (?:the |a |an |our )?(?P<words>[^.\[\]]{0,80}?)"
    r"\[(?P<label>[^\]]+)\]\((?P<url>[^)\s]+)\)|"
    r"\b(?:co-?located|in conjunction|collocated|held together) (?:with|"
    r"at) (?:the )?\[(?P<label2>[^\]]+)\]\((?P<url2>[^)\s]+)\)",
    re.IGNORECASE,
)
ACCOMPANYING_NAME = re.compile(
    r"\b(?:co-?located|in conjunction|collocated|held together) with (?:the )?(?P<name>(?:[A-Z\d][\w'&-]*|of|on|and|"
    r"the|for|in)(?: (?:[A-Z\d][\w'&-]*|of|on|and|the|for))*)"
)


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What the text says about the event as a whole."""

    start: Moment = Moment()
    end: Moment | None = None
    place: Place = Place()
    attendance_mode: str = "unknown"
    findings: tuple[Finding, ...] = ()


def _texts(sections: Iterable[Section]) -> Iterator[tuple[str, int]]:
    for section in sections:
        for block in section.all_blocks:
            if block.kind in {"heading", "paragraph", "quote"}:
                yield from sentences(block)


def _is_about_event(sentence: str, reading: DateReading) -> bool:
    before = sentence[: reading.begin]
    if date_kind(before) in TELLING_KINDS and DEADLINE_WORD.search(before):
        return False
    if OTHER_EVENT.search(before):
        return False
    return HELD.search(before) is not None or _is_headline(sentence, reading) or _is_bare_range(sentence, reading)


def _is_bare_range(sentence: str, reading: DateReading) -> bool:
    """True for a line of several days and a place alone, such as "3–5 November 2030, Lima"."""
    rest = sentence[reading.stop :].strip(" .,|·-–()")
    is_range = reading.end is not None and reading.end.date != reading.start.date
    is_alone = not sentence[: reading.begin].strip(" *_(") and len(rest) <= LONGEST_PLACE and ":" not in rest
    return is_range and is_alone and date_kind(rest) == "other"


def _is_headline(sentence: str, reading: DateReading) -> bool:
    """True for "Example Conference, Salvador, Brazil, 15–18 October 2019": a place beside a date, and no verb."""
    around = sentence[: reading.begin].strip(" ,(")
    place = find_place(around)
    return place is not None and not re.search(r"\b(?:is|are|was|will|has|have|must|should)\b|:\s*$", around)


def _event_days(sections: Iterable[Section], context: DateContext) -> tuple[DateReading, str] | None:
    for sentence, line in _texts(sections):
        for reading in find_dates(sentence, context=context, line=line):
            if _is_about_event(sentence, reading):
                return reading, sentence
    return None


def _place_of_section(sections: Iterable[Section]) -> Place | None:
    for section in sections:
        lines = [line.text for block in section.blocks for line in block.lines]
        if not PLACE_TITLE.match(section.title) or not lines or is_placeholder(lines[0]):
            continue
        if len(lines[0]) > LONGEST_ADDRESS:
            return find_place(lines[0])
        place = find_place(lines[0]) or read_place(lines[0])
        return place if place and (place.city or place.country) else Place(venue=lines[0].rstrip("."))
    return None


def _place(sentence: str, sections: tuple[Section, ...]) -> Place:
    """The first place that names a city or venue, or else a country."""
    said = (find_place(sentence) if sentence else None, _place_of_section(sections), _place_by_verb(sections))
    known = [place for place in said if place]
    return next((place for place in known if place.city or place.venue), next(iter(known), Place()))


def _place_by_verb(sections: Iterable[Section]) -> Place | None:
    for sentence, _line in _texts(sections):
        verb = TAKES_PLACE.search(sentence)
        if verb and not OTHER_EVENT.search(sentence):
            place = find_place(sentence[verb.end() :])
            if place is not None and (place.city or place.venue):
                return place
    return None


def _mode(text: str, place: Place) -> str:
    said = next((mode for mode, pattern in MODES if re.search(pattern, text, re.IGNORECASE)), "")
    return said or ("in_person" if place.city or place.venue else "unknown")


def read_event_facts(sections: tuple[Section, ...], *, context: DateContext) -> EventFacts:
    """The event's own days, place and mode of attendance."""
    found = _event_days(sections, context)
    place = _place(found[1] if found else "", sections)
    text = " ".join(sentence for sentence, _line in _texts(sections))
    mode = _mode(text, place)
    if found is None:
        return EventFacts(place=place, attendance_mode=mode)
    reading = found[0]
    return EventFacts(reading.start, reading.end, place, mode, reading.findings)


def read_accompanied_event(blocks: Iterable[Block]) -> tuple[str, str]:
    """The title and address of the event of which this one is a part; empty where it says none."""
    for block in blocks:
        match = ACCOMPANYING.search(block.markdown)
        if match:
            label, url = (match["label"] or match["label2"]), (match["url"] or match["url2"])
            words = " ".join(f"{match['words'] or ''} {label}".split())
            title = label if label[:1].isupper() else words
            return title, url if url.startswith(("http://", "https://")) else ""
        name = ACCOMPANYING_NAME.search(block.prose)
        if name:
            return name["name"].removesuffix(" and"), ""
    return "", ""


def event_days(metadata: CallMetadata, dates: DateFacts, facts: EventFacts) -> tuple[Moment, Moment | None]:
    """The days of the event: of the front matter, of a row of dates, or of the prose."""
    if metadata.start.date is not None:
        return metadata.start, metadata.end
    if dates.event is not None:
        return dates.event.start, dates.event.end
    return facts.start, facts.end


def event_place(metadata: CallMetadata, facts: EventFacts) -> Place:
    """The place of the event: of the front matter, or of the prose."""
    values = metadata.values
    said = values.get("place", "") or ", ".join(values[key] for key in ("city", "country") if key in values)
    place = (read_place(said) or find_place(said)) if said else None
    if place is None:
        place = Place(venue=said) if said else facts.place
    return replace(place, venue=values.get("venue") or place.venue)
