"""Which unlabelled words of an entry name its room, its speakers, its title and its abstract."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pages.importers.placeholders import is_placeholder
from pages.importers.talks import fields as names
from pages.importers.talks.gathering import Gathering, is_missing
from pages.importers.talks.snippets import (
    SURE_PERSON,
    halves,
    whole,
)
from pages.importers.talks.wording import (
    LONGEST_TITLE,
    is_room,
    is_strong,
    is_titled,
    person_score,
    without_emphasis,
)

if TYPE_CHECKING:
    from pages.importers.talks.fields import FieldText

ORGANISATION = re.compile(
    r"\b(?:univ\w*|institut\w*|college|school|polytechni\w*|politecnico|hochschule|academy|laborator\w*|labs?|"
    r"research|centre|center|"
    r"department|inria|cnrs|cispa|eth|epfl|mit|ucl|kaist|google|microsoft|meta|facebook|apple|amazon|ibm|nvidia|"
    r"deepmind|openai|"
    r"gmbh|inc|ltd)\b|大学|研究所|株式会社",
    re.IGNORECASE,
)


def place_loose(gathering: Gathering) -> None:
    """Give the unlabelled snippets their names: speaker, title, room, affiliation, abstract."""
    _decide_colons(gathering)
    _place(names.ROOM, _find_room(gathering), gathering)
    speaker = _find_speaker(gathering)
    position = gathering.loose.index(speaker) if speaker else 0
    _place(names.SPEAKER, speaker, gathering)
    for more in _find_more_speakers(gathering):
        _place(names.SPEAKER, more, gathering)
    _place(names.AFFILIATION, _find_affiliation(gathering, position), gathering)
    _place(names.TITLE, _find_title(gathering), gathering)
    _place(names.ABSTRACT, _find_abstract(gathering), gathering)


def _decide_colons(gathering: Gathering) -> None:
    """A colon behind what may be a name ends the name only when nobody else speaks."""
    is_known = not is_missing(names.SPEAKER, gathering) or any(map(_is_somebody, gathering.loose))
    settled: list[FieldText] = []
    for it in gathering.loose:
        parts = [whole(it.text)] if is_known else halves(it.text)
        is_known = is_known or len(parts) > 1
        settled += [replace(it, text=part.strip()) for part in parts if part.strip()]
    gathering.loose = settled


def _is_somebody(snippet: FieldText) -> bool:
    score = person_score(whole(snippet.text))
    return score > 1 or (score == 1 and not ORGANISATION.search(snippet.text))


def _place(name: str, found: FieldText | None, gathering: Gathering) -> None:
    if found is None:
        return
    gathering.loose.remove(found)
    gathering.fields.append(replace(found, name=name))


def _find_room(gathering: Gathering) -> FieldText | None:
    if not is_missing(names.ROOM, gathering):
        return None
    return next((it for it in gathering.loose if is_room(it.text) and not person_score(it.text)), None)


def _find_speaker(gathering: Gathering) -> FieldText | None:
    if not is_missing(names.SPEAKER, gathering):
        return None
    plain = [it for it in gathering.loose if not is_titled(it.text)]
    scored = [(_speaker_score(it.text), it) for it in plain]
    best = max((score for score, _it in scored), default=0.0)
    if best:
        return next(it for score, it in scored if score == best)
    strong = [it for it in plain if is_strong(it.text)]
    if strong and len(gathering.loose) > 1:
        return strong[0]
    said = [it for it in plain if not is_placeholder(without_emphasis(it.text))]
    return said[0] if said and len(plain) < len(gathering.loose) and len(said[0].text) < LONGEST_TITLE else None


def _speaker_score(text: str) -> float:
    """How much like a speaker; a bare name that may be an organisation's comes last."""
    score = person_score(text)
    return score + (is_strong(text) if score else 0) - (0.5 if score == 1 and ORGANISATION.search(text) else 0)


def _find_more_speakers(gathering: Gathering) -> list[FieldText]:
    """Further people with their affiliations in parentheses, in an entry whose speakers have no label."""
    if any(it.name == names.SPEAKER and it.labelled for it in gathering.fields):
        return []
    people = [it for it in gathering.loose if person_score(it.text) >= SURE_PERSON and not is_titled(it.text)]
    return [it for it in people if not ORGANISATION.search(it.text.partition("(")[0])]


def _find_affiliation(gathering: Gathering, position: int) -> FieldText | None:
    if not is_missing(names.AFFILIATION, gathering) or len(gathering.loose) < 2:  # noqa: PLR2004  # one left is the title
        return None
    speaker = next((it.text for it in gathering.fields if it.name == names.SPEAKER), "")
    following = gathering.loose[position : position + 1]
    if not speaker or "(" in speaker or "," in speaker or not following:
        return None
    text = without_emphasis(following[0].text)
    is_place = text.startswith("(") or (ORGANISATION.search(text) is not None and not is_titled(following[0].text))
    return following[0] if is_place and len(text) < LONGEST_TITLE else None


def _find_title(gathering: Gathering) -> FieldText | None:
    if not is_missing(names.TITLE, gathering):
        return None
    short = [it for it in gathering.loose if not it.name and len(it.text) <= LONGEST_TITLE]
    titled = [it for it in short if is_titled(it.text) and not is_placeholder(without_emphasis(it.text))]
    telling = [it for it in short if not (ORGANISATION.search(it.text) and person_score(it.text) == 1)]
    return next(iter(titled or telling or short), None)


def _find_abstract(gathering: Gathering) -> FieldText | None:
    if not is_missing(names.ABSTRACT, gathering):
        return None
    return next((it for it in gathering.loose if len(it.text) > LONGEST_TITLE), None)
