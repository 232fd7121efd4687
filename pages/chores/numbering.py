"""Names of editions: "MLSEC 2025" is followed by "MLSEC 2026", "3rd Workshop" by "4th Workshop"."""

from __future__ import annotations

import re

ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
)
TEENS = range(11, 14)
ENDINGS = {1: "st", 2: "nd", 3: "rd"}

NUMBERS = re.compile(
    rf"""
    (?<!\d)(?P<year>(?:19|20)\d\d)(?:(?P<dash>[-–—/])(?P<short>\d\d))?(?!\d)
    | (?<!\d)(?P<number>\d{{1,3}})(?:st|nd|rd|th)\b
    | [’'](?P<apostrophe>\d\d)\b
    | 第(?P<chinese>\d{{1,3}})(?=[届屆次])
    | \b(?P<word>{"|".join(ORDINALS[:-1])})\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


def ordinal(number: int) -> str:
    """A number with its English ending: "1st", "12th", "23rd"."""
    ending = "th" if number % 100 in TEENS else ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"


def find_next_name(name: str) -> str | None:
    """The name of the edition after this one; None where the name counts nothing.

    Every year and every ordinal goes up by one, in figures, in English words and as in Chinese (第3届).
    """
    bumped, count = NUMBERS.subn(_follow, name)
    return bumped if count else None


def _follow(match: re.Match[str]) -> str:
    parts = {name: text for name, text in match.groupdict().items() if text}
    match parts:
        case {"year": year, "dash": dash, "short": short}:
            return f"{int(year) + 1}{dash}{_two_digits(short)}"
        case {"year": year}:
            return str(int(year) + 1)
        case {"number": number}:
            return ordinal(int(number) + 1)
        case {"apostrophe": short}:
            return f"{match[0][0]}{_two_digits(short)}"
        case {"chinese": number}:
            return f"第{int(number) + 1}"
        case _:
            return _next_word(match[0])


def _two_digits(short: str) -> str:
    return f"{(int(short) + 1) % 100:02}"


def _next_word(word: str) -> str:
    following = ORDINALS[ORDINALS.index(word.lower()) + 1]
    return following.upper() if word.isupper() else following.capitalize() if word[0].isupper() else following
