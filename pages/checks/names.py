"""Names of people and titles of events, told apart in text."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from pages.importers.dates.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_CAPITALISED = re.compile(r"(?:[^\W\d_a-z][\w'’.-]*|(?:de|da|van|von|der|del|di|bin|al|la|le)(?=\s))", re.UNICODE)
_RUN = re.compile(r"[^\s,:;()\[\]/|“”\"]+(?: [^\s,:;()\[\]/|“”\"]+)*")
_NATIVE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af·]{2,12}")
_FEWEST_WORDS, _MOST_WORDS = 2, 4
_MOST_CANDIDATES = 60


@functools.lru_cache(maxsize=4096)
def candidates(text: str) -> tuple[str, ...]:
    """What may be the name of a person in a title: runs of two to four capitalised words, or of Chinese characters."""
    found = dict.fromkeys(_NATIVE.findall(text))
    for run in _RUN.findall(text):
        found.update(dict.fromkeys(_word_runs(run.split(" "))))
    return tuple(found)[:_MOST_CANDIDATES]


def _word_runs(words: list[str]) -> Iterator[str]:
    fitting = [_CAPITALISED.fullmatch(word) is not None for word in words]
    for begin in range(len(words)):
        for stop in range(begin + _FEWEST_WORDS, min(begin + _MOST_WORDS, len(words)) + 1):
            if all(fitting[begin:stop]):
                yield " ".join(words[begin:stop]).rstrip(".")


_YEARS = re.compile(r"\b(?:19|20)\d\d\b|['’]\d\d\b")
_NUMBERS = re.compile(
    r"\b\d+(?:st|nd|rd|th)?\b|\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    r"i{1,3}|iv|vi{0,3}|ix|xi{0,3}|edition|annual|the)\b"
)
_SHORTEST_KEY = 6


@functools.lru_cache(maxsize=65536)
def edition_key(title: str) -> str:
    """What titles of editions of one event have in common: words without years and numbers; empty if they are few."""
    words = re.findall(r"[^\W\d_]+", _NUMBERS.sub(" ", _YEARS.sub(" ", fold(title))))
    key = " ".join(words)
    return key if len(key) >= _SHORTEST_KEY else ""


def bare_address(address: str) -> str:
    """An address without what does not tell pages apart: scheme, "www." and the slash at its end."""
    _scheme, _separator, rest = address.strip().partition("://")
    return rest.removeprefix("www.").rstrip("/")


_PARTICLES = frozenset(
    {"bin", "dal", "de", "del", "della", "den", "der", "des", "dos", "el", "ibn", "la", "le", "van", "von"}
)
_SHORTEST_PART = 3
_SHORTEST_INSIDE = 5
"""Letters of a part of a name that may also stand inside a longer word."""


@functools.lru_cache(maxsize=65536)
def name_parts(name: str) -> frozenset[str]:
    """The parts of a name that tell people apart, folded."""
    parts = re.findall(r"[^\W\d_]+", fold(name))
    return frozenset(part for part in parts if len(part) >= _SHORTEST_PART and part not in _PARTICLES)


@functools.lru_cache(maxsize=4096)
def _stem(file: str) -> tuple[str, frozenset[str]]:
    """The folded name of a file without its ending, and the words in it."""
    stem = fold(file.rpartition(".")[0] or file)
    return stem, frozenset(re.findall(r"[^\W\d_]+", stem))


def names_in_file(file: str, name: str) -> frozenset[str]:
    """The parts of a name that the name of a file holds."""
    stem, words = _stem(file)
    return frozenset(
        part for part in name_parts(name) if part in words or (len(part) >= _SHORTEST_INSIDE and part in stem)
    )
