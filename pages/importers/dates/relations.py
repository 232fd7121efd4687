"""Dates that are announced by their distance from another date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pages.importers.text.marked_text import collapse, flatten

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_UNITS = {"day": 1, "week": 7, "fortnight": 14}
_LOOSE = frozenset({"of", "from"})
"""Words that tell no distance after "the day"."""

_DISTANCE = re.compile(
    r"(?P<within>\b(?:within|in|up\s+to|at\s+most|no(?:t)?\s+(?:later|more)\s+than|at\s+the\s+latest)\s+)?"
    r"(?:(?:at\s+least|about|around|approximately|exactly)\s+)?"
    rf"\b(?P<number>\d{{1,3}}|an?|the|{'|'.join(_NUMBERS)})(?:\s*\(\w+\))?[\s-]+"
    r"(?P<working>(?:working|business)\s+)?(?P<unit>day|week|fortnight)s?\s+"
    r"(?:\(\w+\)\s+)?(?P<direction>after|following|from|of|before|prior\s+to|ahead\s+of|in\s+advance\s+of)\s+"
    r"(?:(?:the|our|your|its|this|date\s+of|day\s+of)\s+)*(?P<other>[^\s.,;:()][^.,;:()\n]*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateDistance:
    """`relation` ("within", "before" or "after") and days from another date, in the organisers' words for that one.

    "within" means not later than so many days after it.
    """

    relation: Literal["within", "before", "after"]
    days: int
    other: str


def read_relation(text: str) -> DateDistance | None:
    """The distance that a text announces, such as "within one week of the submission deadline"; else None.

    Working days are not understood, because they depend on a country's holidays.
    """
    match = _DISTANCE.search(flatten(text).live)
    if match is None or match["working"] or (match["number"].lower() == "the" and match["direction"].lower() in _LOOSE):
        return None
    days = _number(match["number"].lower()) * _UNITS[match["unit"].lower()]
    return DateDistance(_relation(match), days, collapse(match["other"])) if days else None


def _number(words: str) -> int:
    if words in {"a", "an", "the"}:
        return 1
    return int(words) if words.isdigit() else _NUMBERS.index(words)


def _relation(match: re.Match[str]) -> Literal["within", "before", "after"]:
    direction = match["direction"].lower()
    if direction not in {"after", "following", "from", "of"}:
        return "before"
    return "within" if match["within"] or direction == "of" else "after"
